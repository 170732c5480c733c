//! `zip`: `source` is a tuple of iterators, `position` whether it is strict. What several iterators
//! give at a time, which `map` needs too.

use super::{Iterator, Kind, Step, new_of_kind, object};
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::layout;
use crate::native::native;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{self, class_of};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static ZIP = TypeDef {
        name: "zip",
        layout: Some(layout::ITERATOR),
        subclassable: true,
        doc: "The zip object yields n-length tuples, where n is the number of\niterables passed as positional arguments to zip().  The i-th element\nin every tuple comes from the i-th iterable argument to zip().  This\ncontinues until the shortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the\nothers, raise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
        ..TypeDef::NEW
    };
}

crate::iterator_class!(ZIP);

#[native(ZIP, "__new__(cls, /, *iterables, strict=False)", new)]
fn zip_new(cx: &mut Cx, cls: &'static Type, iterables: &[Value], strict: bool) -> R {
    let iterators = iterators_of(cx, iterables)?;
    let kind = if iterators.len() == 2 {
        Kind::Zip
    } else {
        Kind::Other
    };
    let iterator = new_of_kind(
        cx,
        &ZIP,
        (step as Step, kind),
        iterators.into(),
        Value::bool(strict),
        Value::NONE,
    )?;
    object(cx, cls, iterator)
}

/// Iterators over these, in a tuple.
///
/// # Errors
/// TypeError if one cannot be iterated over.
pub(super) fn iterators_of(cx: &mut Cx, iterables: &[Value]) -> R<&'static Tuple> {
    let iterators = tuple::with(cx, iterables.len(), |_| Value::NONE)?;
    for (index, iterable) in iterables.iter().enumerate() {
        let iterator = protocol::iter(cx, *iterable)?;
        iterators.put(index, iterator);
    }
    Ok(iterators)
}

/// What each iterator gives next; `None` if one has reached its end. If `strict` is the name of a
/// function, all must reach it at once.
///
/// # Errors
/// ValueError if they do not, and what the iterators raise.
pub(super) fn together(
    cx: &mut Cx,
    iterators: &'static Tuple,
    strict: Option<&str>,
) -> R<Option<&'static Tuple>> {
    let values = tuple::with(cx, iterators.len(), |_| Value::NONE)?;
    for (index, iterator) in iterators.as_slice().iter().enumerate() {
        match protocol::next_within(cx, *iterator)? {
            Some(value) => values.put(index, value),
            None => {
                if let Some(function) = strict {
                    check_ends(cx, iterators, index, function)?;
                }
                return Ok(None);
            }
        }
    }
    Ok(Some(values))
}

/// Iterator `ended` is the first that has nothing more.
fn check_ends(cx: &mut Cx, iterators: &'static Tuple, ended: usize, function: &str) -> R<()> {
    if ended > 0 {
        return Err(unequal(cx, function, ended, "shorter"));
    }
    for (index, iterator) in iterators.as_slice().iter().enumerate().skip(1) {
        if protocol::next_within(cx, *iterator)?.is_some() {
            return Err(unequal(cx, function, index, "longer"));
        }
    }
    Ok(())
}

#[cold]
fn unequal(cx: &mut Cx, function: &str, index: usize, how: &str) -> Exit {
    let others = if index == 1 { " " } else { "s 1-" };
    let number = index + 1;
    cx.value_error(format_args!(
        "{function}() argument {number} is {how} than argument{others}{index}"
    ))
}

/// The next values of a `zip` of two; `None` at the end.
///
/// # Errors
/// What the iterators raise, and ValueError if it is strict and only one has more.
#[inline(always)]
pub(super) fn next_pair(cx: &mut Cx, iterator: &'static Iterator) -> R<Option<(Value, Value)>> {
    let (source, strict) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    let Some(iterators) = source.cast::<Tuple>() else {
        return Ok(None);
    };
    let [first, second] = iterators.as_slice() else {
        return Ok(None);
    };
    let ended = match protocol::next_within(cx, *first)? {
        Some(first) => match protocol::next_within(cx, *second)? {
            Some(second) => return Ok(Some((first, second))),
            None => 1,
        },
        None => 0,
    };
    if strict == Value::TRUE {
        check_ends(cx, iterators, ended, "zip")?;
    }
    Ok(None)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, strict) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    match source.cast::<Tuple>() {
        Some(iterators) if !iterators.is_empty() => {
            let strict = (strict == Value::TRUE).then_some("zip");
            Ok(together(cx, iterators, strict)?.map_or(Value::UNBOUND, Value::from))
        }
        _ => Ok(Value::UNBOUND),
    }
}

/// Return state information for pickling.
#[native(ZIP, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: Value) -> R {
    let Some(iterator) = cx.payload::<Iterator>(this)? else {
        return Ok(Value::NONE);
    };
    let (source, strict) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    let class = Value::from(class_of(this));
    match strict {
        Value::TRUE => cx.tuple(&[class, source, strict]),
        _ => cx.tuple(&[class, source]),
    }
}

/// Set state information for unpickling.
#[native(ZIP, "__setstate__(self, object, /)", effect = writes)]
fn setstate(cx: &mut Cx, this: &'static Iterator, object: bool) -> R<()> {
    cx.store(this, &this.position, Value::bool(object))
}
