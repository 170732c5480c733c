//! The iterators: `source` is the list, `position` the index of the next element.

use super::base::{self, LIST, List};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::iterators::{self, Iterator, Kind, Step, builtin, restored_index};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static LIST_ITERATOR = TypeDef {
        name: "list_iterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
    /// The class of `reversed(list)`.
    pub(super) static LIST_REVERSE_ITERATOR = TypeDef {
        name: "list_reverseiterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

crate::iterator_class!(LIST_ITERATOR);
crate::iterator_class!(LIST_REVERSE_ITERATOR);

/// An iterator over a list.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn iter(cx: &mut Cx, list: &'static List) -> R<&'static Iterator> {
    let start = Value::index(0);
    let (class, step) = new_iterator();
    let step = (step, Kind::List);
    iterators::new_of_kind(cx, class, step, list.value(), start, Value::NONE)
}

/// The class of iterators over lists, and their step.
pub(crate) fn new_iterator() -> (&'static TypeCell, Step) {
    (&LIST_ITERATOR, step)
}

/// The next element, of an iterator that is opened for writing, while this thread is alone; unbound at
/// the end, which the iterator does not know yet.
#[inline(always)]
pub(crate) fn advance_alone(iterator: &'static Iterator) -> Value {
    let (list, index) = (iterator.source.peek(), iterator.position.peek());
    let (Some(list), Some(index)) = (list.cast::<List>(), index.as_small_int()) else {
        return Value::UNBOUND;
    };
    match base::get_alone(list, index as usize) {
        Some(value) => {
            iterator.position.poke(Value::index(index as usize + 1));
            value
        }
        None => Value::UNBOUND,
    }
}

#[native(LIST, "__iter__(self, /)", slot, effect = writes)]
fn list_iter(cx: &mut Cx, this: &'static List) -> R<&'static Iterator> {
    iter(cx, this)
}

/// Return a reverse iterator over the list.
#[native(LIST, "__reversed__(self, /)", effect = writes)]
fn reversed(cx: &mut Cx, this: &'static List) -> R<&'static Iterator> {
    let length = base::len(cx, this)?;
    let last = cx.int(length as i64 - 1)?;
    let class = &LIST_REVERSE_ITERATOR;
    iterators::new(cx, class, step_back, this.value(), last, Value::NONE)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    cx.open(iterator)?;
    let Some(list) = iterator.source.peek().cast::<List>() else {
        return Ok(Value::UNBOUND);
    };
    let index = iterator.position.peek().as_small_int().unwrap_or(0);
    match base::get(cx, list, index as usize)? {
        Some(value) => {
            iterator.position.poke(Value::index(index as usize + 1));
            Ok(value)
        }
        None => {
            iterator.source.poke(Value::UNBOUND);
            Ok(Value::UNBOUND)
        }
    }
}

fn step_back(cx: &mut Cx, iterator: &'static Iterator) -> R {
    cx.open(iterator)?;
    let Some(list) = iterator.source.peek().cast::<List>() else {
        return Ok(Value::UNBOUND);
    };
    let index = iterator.position.peek().as_small_int().unwrap_or(-1);
    let value = match usize::try_from(index) {
        Ok(index) => base::get(cx, list, index)?,
        Err(_) => None,
    };
    match (value, Value::small_int(index - 1)) {
        (Some(_), Some(before)) => iterator.position.poke(before),
        _ => iterator.source.poke(Value::UNBOUND),
    }
    Ok(value.unwrap_or(Value::UNBOUND))
}

/// The list and the index; `None` at the end.
fn state(cx: &mut Cx, iterator: &'static Iterator) -> R<Option<(&'static List, i64)>> {
    let (source, position) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    Ok(source.cast::<List>().zip(position.as_small_int()))
}

/// Private method returning an estimate of len(list(it)).
#[native(LIST_ITERATOR, "__length_hint__(self, /)", effect = reads)]
fn length_hint(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
    match state(cx, this)? {
        Some((list, index)) => Ok(base::len(cx, list)?.saturating_sub(index as usize)),
        None => Ok(0),
    }
}

/// Private method returning an estimate of len(list(it)).
#[native(LIST_REVERSE_ITERATOR, "__length_hint__(self, /)", effect = reads)]
fn length_hint_back(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
    match state(cx, this)? {
        Some((list, index)) => {
            let left = (index + 1) as usize;
            Ok(if base::len(cx, list)? < left { 0 } else { left })
        }
        None => Ok(0),
    }
}

/// Return state information for pickling.
#[native(LIST_ITERATOR, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Iterator) -> R {
    reduced(cx, "iter", this)
}

/// Return state information for pickling.
#[native(LIST_REVERSE_ITERATOR, "__reduce__(self, /)")]
fn reduce_back(cx: &mut Cx, this: &'static Iterator) -> R {
    reduced(cx, "reversed", this)
}

fn reduced(cx: &mut Cx, function: &str, this: &'static Iterator) -> R {
    // To look for it may run Python code, which may move the iterator on.
    let function = builtin(cx, function)?;
    match state(cx, this)? {
        Some((list, index)) => {
            let args = cx.tuple(&[list.value()])?;
            let index = cx.int(index)?;
            cx.tuple(&[function, args, index])
        }
        None => {
            let empty = base::new(cx)?;
            let args = cx.tuple(&[empty.value()])?;
            cx.tuple(&[function, args])
        }
    }
}

/// Set state information for unpickling.
#[native(LIST_ITERATOR, "__setstate__(self, object, /)", effect = writes)]
fn setstate(cx: &mut Cx, this: &'static Iterator, object: isize) -> R<()> {
    if let Some((list, _)) = state(cx, this)? {
        let length = base::len(cx, list)? as isize;
        restored_index(cx, this, object.clamp(0, length))?;
    }
    Ok(())
}

/// Set state information for unpickling.
#[native(LIST_REVERSE_ITERATOR, "__setstate__(self, object, /)", effect = writes)]
fn setstate_back(cx: &mut Cx, this: &'static Iterator, object: isize) -> R<()> {
    if let Some((list, _)) = state(cx, this)? {
        let length = base::len(cx, list)? as isize;
        restored_index(cx, this, object.clamp(-1, length - 1))?;
    }
    Ok(())
}
