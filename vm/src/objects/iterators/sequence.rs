//! Iterators over what has `__getitem__`: `source` is the object, `position` the next index.

use super::{Iterator, builtin, new, object, restored_index};
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::layout;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::{INDEX_ERROR, STOP_ITERATION};
use crate::objects::type_object::{Flags, Type};
use crate::protocol::{self, attribute, class_of, get_item, is_instance, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class of iterators over objects that have `__getitem__` alone.
    pub(super) static SEQUENCE_ITERATOR = TypeDef {
        name: "iterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
    /// `reversed`
    pub(super) static REVERSED = TypeDef {
        name: "reversed",
        layout: Some(layout::ITERATOR),
        subclassable: true,
        doc: "Return a reverse iterator over the values of the given sequence.",
        ..TypeDef::NEW
    };
}

crate::iterator_class!(SEQUENCE_ITERATOR);
crate::iterator_class!(REVERSED);

/// An iterator over something that has `__getitem__` and no `__iter__`.
///
/// # Errors
/// MemoryError.
pub fn of_sequence(cx: &mut Cx, value: Value) -> R {
    let start = Value::index(0);
    Ok(Value::from(new(
        cx,
        &SEQUENCE_ITERATOR,
        step,
        value,
        start,
        Value::NONE,
    )?))
}

/// Return a reverse iterator over the values of the given sequence.
#[native(REVERSED, "__new__(cls, sequence, /)", new)]
fn reversed_new(cx: &mut Cx, cls: &'static Type, sequence: Value) -> R {
    let name = name!(cx, "__reversed__")?;
    match class_of(sequence).lookup(cx, name)? {
        Some(method) if method.is_none() => return Err(not_reversible(cx, sequence)?),
        Some(_) => {
            let iterator = attribute::call_special(cx, sequence, name, &[])?;
            return Ok(iterator.unwrap_or(Value::NONE));
        }
        None => {}
    }
    let name = name!(cx, "__getitem__")?;
    let class = class_of(sequence);
    if class.lookup(cx, name)?.is_none() || class.flags().has(Flags::MAPPING) {
        return Err(not_reversible(cx, sequence)?);
    }
    let length = protocol::len(cx, sequence)?;
    let last = cx.int(length as i64 - 1)?;
    let iterator = new(cx, &REVERSED, step_back, sequence, last, Value::NONE)?;
    object(cx, cls, iterator)
}

#[cold]
fn not_reversible(cx: &mut Cx, value: Value) -> R<Exit> {
    let class = type_name(cx, value)?;
    Ok(cx.type_error(format_args!("'{class}' object is not reversible")))
}

/// The object and the index; `None` at the end.
fn state(cx: &mut Cx, iterator: &'static Iterator) -> R<Option<(Value, i64)>> {
    let (source, position) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    Ok(source.bound().zip(position.as_small_int()))
}

/// Item `index`, unless IndexError or StopIteration says that there is none.
fn item(cx: &mut Cx, source: Value, index: i64) -> R<Option<Value>> {
    let index = cx.int(index)?;
    match get_item(cx, source, index) {
        Ok(value) => Ok(Some(value)),
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if is_instance(cx, exception, &INDEX_ERROR)?
                || is_instance(cx, exception, &STOP_ITERATION)?
            {
                cx.take_exception();
                Ok(None)
            } else {
                Err(Exit::Raise)
            }
        }
        Err(exit) => Err(exit),
    }
}

fn advance(cx: &mut Cx, iterator: &'static Iterator, by: i64) -> R {
    let Some((source, index)) = state(cx, iterator)? else {
        return Ok(Value::UNBOUND);
    };
    let found = match index {
        0.. => item(cx, source, index)?,
        _ => None,
    };
    let Some(found) = found else {
        return iterator.finish(cx);
    };
    let next = cx.int(index + by)?;
    cx.store(iterator, &iterator.position, next)?;
    Ok(found)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    advance(cx, iterator, 1)
}

fn step_back(cx: &mut Cx, iterator: &'static Iterator) -> R {
    advance(cx, iterator, -1)
}

/// Private method returning an estimate of len(list(it)).
#[native(SEQUENCE_ITERATOR, "__length_hint__(self, /)")]
fn length_hint(cx: &mut Cx, this: &'static Iterator) -> R {
    let Some((source, index)) = state(cx, this)? else {
        return Ok(Value::index(0));
    };
    let name = name!(cx, "__len__")?;
    if class_of(source).lookup(cx, name)?.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let left = protocol::len(cx, source)?.saturating_sub(index as usize);
    Ok(Value::index(left))
}

/// Private method returning an estimate of len(list(it)).
#[native(REVERSED, "__length_hint__(self, /)")]
fn length_hint_back(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
    let Some((source, index)) = state(cx, this)? else {
        return Ok(0);
    };
    let left = (index + 1) as usize;
    Ok(if protocol::len(cx, source)? < left {
        0
    } else {
        left
    })
}

/// Return state information for pickling.
#[native(SEQUENCE_ITERATOR, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Iterator) -> R {
    let function = builtin(cx, "iter")?;
    let state = state(cx, this)?;
    reduced(cx, function, state)
}

/// Return state information for pickling.
#[native(REVERSED, "__reduce__(self, /)")]
fn reduce_back(cx: &mut Cx, this: Value) -> R {
    let Some(iterator) = cx.payload::<Iterator>(this)? else {
        return Ok(Value::NONE);
    };
    let state = state(cx, iterator)?;
    reduced(cx, class_of(this).into(), state)
}

fn reduced(cx: &mut Cx, function: Value, state: Option<(Value, i64)>) -> R {
    match state {
        Some((source, index)) => {
            let args = cx.tuple(&[source])?;
            let index = cx.int(index)?;
            cx.tuple(&[function, args, index])
        }
        None => {
            let nothing = cx.tuple(&[])?;
            let args = cx.tuple(&[nothing])?;
            cx.tuple(&[function, args])
        }
    }
}

/// Set state information for unpickling.
#[native(SEQUENCE_ITERATOR, "__setstate__(self, object, /)", effect = writes)]
fn setstate(cx: &mut Cx, this: &'static Iterator, object: isize) -> R<()> {
    match state(cx, this)? {
        Some(_) => restored_index(cx, this, object.max(0)),
        None => Ok(()),
    }
}

/// Set state information for unpickling.
#[native(REVERSED, "__setstate__(self, object, /)")]
fn setstate_back(cx: &mut Cx, this: &'static Iterator, object: isize) -> R<()> {
    let Some((source, _)) = state(cx, this)? else {
        return Ok(());
    };
    let length = protocol::len(cx, source)? as isize;
    restored_index(cx, this, object.clamp(-1, length - 1))
}
