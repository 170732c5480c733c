//! `map`: `source` is a tuple of iterators, `position` whether it is strict, `more` the function.

use super::zip::{iterators_of, together};
use super::{Iterator, new, object};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::native::native;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{self, call_values, class_of};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static MAP = TypeDef {
        name: "map",
        layout: Some(layout::ITERATOR),
        subclassable: true,
        doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the\nothers, raise a ValueError.",
        ..TypeDef::NEW
    };
}

crate::iterator_class!(MAP);

#[native(
    MAP,
    "__new__(cls, function, iterable, /, *iterables, strict=False)",
    new
)]
fn map_new(
    cx: &mut Cx,
    cls: &'static Type,
    function: Value,
    iterable: Value,
    iterables: &[Value],
    strict: bool,
) -> R {
    let all = tuple::with(cx, 1 + iterables.len(), |index| match index {
        0 => iterable,
        _ => iterables[index - 1],
    })?;
    let iterators = iterators_of(cx, all.as_slice())?;
    let iterator = new(
        cx,
        &MAP,
        step,
        iterators.into(),
        Value::bool(strict),
        function,
    )?;
    object(cx, cls, iterator)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let look = || {
        (
            iterator.source.peek(),
            iterator.position.peek(),
            iterator.more.peek(),
        )
    };
    let (source, strict, function) = cx.view(iterator, look)?;
    let Some(iterators) = source.cast::<Tuple>() else {
        return Ok(Value::UNBOUND);
    };
    if let [only] = iterators.as_slice() {
        return match protocol::next_within(cx, *only)? {
            Some(value) => call_values(cx, function, &[value]),
            None => Ok(Value::UNBOUND),
        };
    }
    let strict = (strict == Value::TRUE).then_some("map");
    match together(cx, iterators, strict)? {
        Some(values) => call_values(cx, function, values.as_slice()),
        None => Ok(Value::UNBOUND),
    }
}

/// Return state information for pickling.
#[native(MAP, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: Value) -> R {
    let Some(iterator) = cx.payload::<Iterator>(this)? else {
        return Ok(Value::NONE);
    };
    let look = || {
        (
            iterator.source.peek(),
            iterator.position.peek(),
            iterator.more.peek(),
        )
    };
    let (source, strict, function) = cx.view(iterator, look)?;
    let iterators = source.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
    let args = tuple::with(cx, 1 + iterators.len(), |index| match index {
        0 => function,
        _ => iterators[index - 1],
    })?;
    let class = Value::from(class_of(this));
    match strict {
        Value::TRUE => cx.tuple(&[class, args.into(), strict]),
        _ => cx.tuple(&[class, args.into()]),
    }
}

/// Set state information for unpickling.
#[native(MAP, "__setstate__(self, object, /)", effect = writes)]
fn setstate(cx: &mut Cx, this: &'static Iterator, object: bool) -> R<()> {
    cx.store(this, &this.position, Value::bool(object))
}
