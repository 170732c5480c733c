//! `tee`: iterators that share what they have taken from another one.
//!
//! The values lie in a chain of cells, each with the source, how many values it has, whether somebody
//! is just asking the source, and the next cell. An iterator's `source` is its cell, its `position` the
//! index there. Cells that all have passed are garbage.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::layout;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::iterators::{Iterator, new};
use crate::objects::type_object::Type;
use crate::objects::values::{self, Values};
use crate::protocol::{self, call_values, class_of, get_attr_or_none};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class of the iterators.
    static TEE = TypeDef {
        name: "_tee",
        module: "itertools",
        layout: Some(layout::ITERATOR),
        weakrefs: true,
        doc: "Iterator wrapped to make it copyable.",
        ..TypeDef::NEW
    };
}

crate::iterator_class!(TEE);

/// What a cell holds.
const SOURCE: usize = 0;
const COUNT: usize = 1;
const BUSY: usize = 2;
const NEXT: usize = 3;
const VALUES: usize = 4;

/// Values in a cell.
const ROOM: usize = 60;

fn cell(cx: &mut Cx, source: Value) -> R<&'static Values> {
    let cell = values::new(cx, VALUES + ROOM)?;
    cell.set(cx, SOURCE, source)?;
    cell.set(cx, COUNT, Value::index(0))?;
    cell.set(cx, BUSY, Value::FALSE)?;
    Ok(cell)
}

fn tee_at(cx: &mut Cx, cell: Value, index: Value) -> R {
    Ok(new(cx, &TEE, step, cell, index, Value::NONE)?.into())
}

/// A new iterator over an iterable: of a `tee` iterator a copy.
fn wrap(cx: &mut Cx, iterable: Value) -> R {
    let iterator = protocol::iter(cx, iterable)?;
    if TEE.is(class_of(iterator))
        && let Some(tee) = iterator.cast::<Iterator>()
    {
        return copied(cx, tee);
    }
    let cell = cell(cx, iterator)?;
    tee_at(cx, cell.into(), Value::index(0))
}

fn copied(cx: &mut Cx, tee: &'static Iterator) -> R {
    let (cell, index, _) = tee.fields(cx)?;
    tee_at(cx, cell, index)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (cell, index, _) = iterator.fields(cx)?;
    let (Some(mut cell), Some(index)) = (cell.cast::<Values>(), index.as_small_int()) else {
        return Ok(Value::UNBOUND);
    };
    let mut index = index as usize;
    if index >= ROOM {
        cell = following(cx, cell)?;
        index = 0;
        cx.store(iterator, &iterator.source, cell.into())?;
        cx.store(iterator, &iterator.position, Value::index(0))?;
    }
    let count = cell.get(cx, COUNT)?.as_small_int().unwrap_or(0) as usize;
    let value = if index < count {
        cell.get(cx, VALUES + index)?
    } else {
        match ask(cx, cell, index)? {
            Some(value) => value,
            None => return Ok(Value::UNBOUND),
        }
    };
    cx.store(iterator, &iterator.position, Value::index(index + 1))?;
    Ok(value)
}

/// The cell behind a full one.
fn following(cx: &mut Cx, full: &'static Values) -> R<&'static Values> {
    if let Some(next) = full.get(cx, NEXT)?.cast::<Values>() {
        return Ok(next);
    }
    let source = full.get(cx, SOURCE)?;
    let next = cell(cx, source)?;
    full.set(cx, NEXT, next.into())?;
    Ok(next)
}

/// Asks the source for the value at `index`, the first that the cell does not have.
fn ask(cx: &mut Cx, cell: &'static Values, index: usize) -> R<Option<Value>> {
    if cell.get(cx, BUSY)? == Value::TRUE {
        return Err(cx.runtime_error(format_args!("cannot re-enter the tee iterator")));
    }
    let source = cell.get(cx, SOURCE)?;
    cell.set(cx, BUSY, Value::TRUE)?;
    let answer = match protocol::next_within(cx, source) {
        Err(Exit::Raise) => Err(Exit::Raise),
        answer => Ok(answer?),
    };
    cell.set(cx, BUSY, Value::FALSE)?;
    let answer = answer?;
    if let Some(value) = answer {
        cell.set(cx, VALUES + index, value)?;
        cell.set(cx, COUNT, Value::index(index + 1))?;
    }
    Ok(answer)
}

#[native(TEE, "__new__(cls, iterable, /)", new)]
fn tee_new(cx: &mut Cx, _cls: &'static Type, iterable: Value) -> R {
    wrap(cx, iterable)
}

/// Returns an independent iterator.
#[native(TEE, "__copy__(self, /)", effect = writes)]
fn tee_copy(cx: &mut Cx, this: &'static Iterator) -> R {
    copied(cx, this)
}

/// Returns a tuple of n independent iterators.
#[native(module = "itertools", "tee(iterable, n=2, /)")]
fn tee(cx: &mut Cx, iterable: Value, n: isize) -> R {
    if n < 0 {
        return Err(cx.value_error(format_args!("n must be >= 0")));
    }
    if n == 0 {
        return cx.tuple(&[]);
    }
    let name = name!(cx, "__copy__")?;
    let mut first = protocol::iter(cx, iterable)?;
    if TEE.is(class_of(first)) || get_attr_or_none(cx, first, name)?.is_none() {
        first = wrap(cx, first)?;
    }
    let all = crate::objects::tuple::with(cx, n as usize, |_| first)?;
    let copy = protocol::get_attr(cx, first, name)?;
    for index in 1..n as usize {
        let other = call_values(cx, copy, &[])?;
        all.put(index, other);
    }
    Ok(all.into())
}

builtin_type! {
    /// What pickles of older versions name.
    static TEE_DATA = TypeDef {
        name: "_tee_dataobject",
        module: "itertools",
        layout: Some(layout::INSTANCE),
        doc: "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.",
        ..TypeDef::NEW
    };
}

#[native(TEE_DATA, "__new__(cls, /, *args, **kwargs)", new)]
fn tee_data(cx: &mut Cx, _cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    Err(cx.type_error(format_args!(
        "cannot create 'itertools._tee_dataobject' instances"
    )))
}
