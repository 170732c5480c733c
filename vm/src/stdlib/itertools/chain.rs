//! `chain`: `source` is an iterator over the iterables, `position` the iterator over the present one,
//! or unbound.

use super::{iterator_type, next_of};
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::generic_alias;
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::type_object::Type;
use crate::protocol;
use crate::value::Value;

iterator_type! {
    /// The class.
    CHAIN "chain" "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted."
}

fn chained(cx: &mut Cx, class: &'static Type, iterables: Value) -> R {
    let source = protocol::iter(cx, iterables)?;
    let iterator = new(cx, &CHAIN, step, source, Value::UNBOUND, Value::NONE)?;
    object(cx, class, iterator)
}

#[native(CHAIN, "__new__(cls, /, *iterables)", new)]
fn chain_new(cx: &mut Cx, cls: &'static Type, iterables: &[Value]) -> R {
    let iterables = cx.tuple(iterables)?;
    chained(cx, cls, iterables)
}

/// Alternative chain() constructor taking a single iterable argument that evaluates lazily.
#[native(CHAIN, "from_iterable(type, iterable, /)", classmethod)]
fn from_iterable(cx: &mut Cx, class: &'static Type, iterable: Value) -> R {
    chained(cx, class, iterable)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let mut active = cx.load(iterator, &iterator.position)?;
    loop {
        if let Some(value) = next_of(cx, active)? {
            return Ok(value);
        }
        if !active.is_unbound() {
            cx.store(iterator, &iterator.position, Value::UNBOUND)?;
        }
        let source = cx.load(iterator, &iterator.source)?;
        let following = match next_of(cx, source) {
            Ok(Some(iterable)) => protocol::iter(cx, iterable).map(Some),
            other => other,
        };
        match following {
            Ok(Some(next)) => active = next,
            Ok(None) => return iterator.finish(cx),
            Err(Exit::Raise) => {
                iterator.finish(cx)?;
                return Err(Exit::Raise);
            }
            Err(exit) => return Err(exit),
        }
        cx.store(iterator, &iterator.position, active)?;
    }
}

/// See PEP 585
#[native(CHAIN, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
fn class_getitem(cx: &mut Cx, cls: Value, object: Value) -> R {
    generic_alias::new(cx, cls, object)
}
