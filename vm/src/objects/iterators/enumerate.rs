//! `enumerate`: `source` is an iterator, `position` the number of its next value.

use super::{Iterator, Kind, Step, new_of_kind, object};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::native::native;
use crate::objects::int::{from_int, to_int};
use crate::objects::type_object::Type;
use crate::protocol::{self, class_of};
use crate::types::TypeDef;
use crate::value::Value;
use tython_num::{Int, int};

builtin_type! {
    /// The class.
    pub(crate) static ENUMERATE = TypeDef {
        name: "enumerate",
        layout: Some(layout::ITERATOR),
        subclassable: true,
        doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
        ..TypeDef::NEW
    };
}

crate::iterator_class!(ENUMERATE);

#[native(ENUMERATE, "__new__(cls, iterable, start=0)", new)]
fn enumerate_new(cx: &mut Cx, cls: &'static Type, iterable: Value, start: Value) -> R {
    let start = protocol::index(cx, start)?;
    let source = protocol::iter(cx, iterable)?;
    let step = (step as Step, Kind::Enumerate);
    let iterator = new_of_kind(cx, &ENUMERATE, step, source, start, Value::NONE)?;
    object(cx, cls, iterator)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    match next_pair(cx, iterator)? {
        Some((number, value)) => cx.tuple(&[number, value]),
        None => Ok(Value::UNBOUND),
    }
}

/// The next number and value; `None` at the end.
///
/// # Errors
/// What the iterator raises.
#[inline(always)]
pub(super) fn next_pair(cx: &mut Cx, iterator: &'static Iterator) -> R<Option<(Value, Value)>> {
    let source = cx.load(iterator, &iterator.source)?;
    let Some(value) = protocol::next_within(cx, source)? else {
        return Ok(None);
    };
    // The source may have asked this iterator itself.
    cx.open(iterator)?;
    let number = iterator.position.peek();
    let following = successor(cx, number)?;
    iterator.position.poke(following);
    Ok(Some((number, value)))
}

#[inline]
fn successor(cx: &mut Cx, number: Value) -> R {
    if let Some(small) = number.as_small_int() {
        return cx.int(small + 1);
    }
    match to_int(number) {
        Some(number) => from_int(cx, int::add(&number.to_int(), &Int::ONE)),
        None => Err(cx.system_error(format_args!("the count is no int"))),
    }
}

/// Return state information for pickling.
#[native(ENUMERATE, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: Value) -> R {
    let Some(iterator) = cx.payload::<Iterator>(this)? else {
        return Ok(Value::NONE);
    };
    let (source, number) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    let args = cx.tuple(&[source, number])?;
    cx.tuple(&[class_of(this).into(), args])
}
