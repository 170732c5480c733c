//! `filter`: `source` is an iterator, `position` the function or None.

use super::{Iterator, new, object};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::native::native;
use crate::objects::int::BOOL;
use crate::objects::type_object::Type;
use crate::protocol::{self, call_values, class_of, truth};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static FILTER = TypeDef {
        name: "filter",
        layout: Some(layout::ITERATOR),
        subclassable: true,
        doc: "Return an iterator yielding those items of iterable for which\nfunction(item) is true.  If function is None, return the items that\nare true.",
        ..TypeDef::NEW
    };
}

crate::iterator_class!(FILTER);

#[native(FILTER, "__new__(cls, function, iterable, /)", new)]
fn filter_new(cx: &mut Cx, cls: &'static Type, function: Value, iterable: Value) -> R {
    let source = protocol::iter(cx, iterable)?;
    let iterator = new(cx, &FILTER, step, source, function, Value::NONE)?;
    object(cx, cls, iterator)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, function) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    let by_truth = function.is_none() || function == BOOL.value();
    while let Some(value) = protocol::next_within(cx, source)? {
        let verdict = if by_truth {
            value
        } else {
            call_values(cx, function, &[value])?
        };
        if truth(cx, verdict)? {
            return Ok(value);
        }
    }
    Ok(Value::UNBOUND)
}

/// Return state information for pickling.
#[native(FILTER, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: Value) -> R {
    let Some(iterator) = cx.payload::<Iterator>(this)? else {
        return Ok(Value::NONE);
    };
    let (source, function) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    let args = cx.tuple(&[function, source])?;
    cx.tuple(&[class_of(this).into(), args])
}
