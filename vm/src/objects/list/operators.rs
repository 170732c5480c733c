//! Operators, and what is called by calling the class.

use super::base::{self, LIST, List};
use super::extend::extend;
use super::grow::{self, splice};
use crate::cx::{Cx, R};
use crate::heap::{HeapType, parts};
use crate::native::Kwargs;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::sequence::{self, Elements};
use crate::objects::str::Str;
use crate::objects::tuple;
use crate::objects::type_object::Type;
use crate::protocol::sequence::{cannot_concatenate, repeat_count};
use crate::protocol::{Compare, repr_guard};
use crate::value::Value;

impl Elements for &'static List {
    #[inline]
    fn length(self, cx: &mut Cx) -> R<usize> {
        base::len(cx, self)
    }

    #[inline]
    fn element(self, cx: &mut Cx, index: usize) -> R<Option<Value>> {
        base::get(cx, self, index)
    }
}

#[native(LIST, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn list_new(cx: &mut Cx, cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    let list = base::new(cx)?;
    if LIST.is(cls) {
        return Ok(list.value());
    }
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, list.value())?;
    Ok(instance.value())
}

#[native(LIST, "__init__(self, iterable=(), /)", slot)]
fn init(cx: &mut Cx, this: &'static List, iterable: Option<Value>) -> R<()> {
    grow::clear(cx, this)?;
    match iterable {
        Some(iterable) => extend(cx, this, iterable),
        None => Ok(()),
    }
}

#[native(LIST, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static List) -> R<usize> {
    base::len(cx, this)
}

/// Return the size of the list in memory, in bytes.
#[native(LIST, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: Value) -> R<usize> {
    parts::size_of(cx, this)
}

#[native(LIST, "__contains__(self, key, /)", slot)]
pub(crate) fn contains(cx: &mut Cx, this: &'static List, key: Value) -> R<bool> {
    Ok(sequence::find(cx, this, key, 0..usize::MAX)?.is_some())
}

#[native(LIST, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static List) -> R<&'static Str> {
    let text = repr_guard::guarded(cx, this.value(), |cx| {
        sequence::text(cx, this, "[", |_| "]")
    })?;
    match text {
        Some(text) => Ok(text),
        None => crate::objects::str::from_utf8(cx, "[...]"),
    }
}

fn compare(cx: &mut Cx, this: &'static List, value: Value, op: Compare) -> R {
    match cx.payload::<List>(value)? {
        Some(other) => sequence::compare(cx, this, other, op),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

crate::comparisons!(LIST, List, compare);

#[native(LIST, "__add__(self, value, /)", slot, effect = writes)]
pub(crate) fn add(cx: &mut Cx, this: &'static List, value: Value) -> R {
    let Some(other) = cx.payload::<List>(value)? else {
        return Err(cannot_concatenate(cx, "list", value)?);
    };
    let (first, second) = (base::len(cx, this)?, base::len(cx, other)?);
    let sum = base::filled(cx, first + second, |cx, slots| {
        base::copy_to(cx, this, 0..first, slots)?;
        base::copy_to(cx, other, 0..second, &slots[first..])?;
        Ok(())
    })?;
    Ok(sum.value())
}

#[native(LIST, "__iadd__(self, value, /)", slot)]
fn iadd(cx: &mut Cx, this: Value, value: Value) -> R {
    if let Some(list) = cx.payload::<List>(this)? {
        extend(cx, list, value)?;
    }
    Ok(this)
}

#[native(LIST, "__mul__(self, value, /)", slot)]
pub(crate) fn mul(cx: &mut Cx, this: &'static List, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    let elements = tuple::of_list(cx, this)?.as_slice();
    let Some(length) = elements.len().checked_mul(count) else {
        return Err(cx.memory_error());
    };
    let list = base::filled(cx, length, |_, slots| {
        for part in slots.chunks(elements.len()) {
            for (slot, element) in part.iter().zip(elements) {
                slot.poke(*element);
            }
        }
        Ok(())
    })?;
    Ok(list.value())
}

#[native(LIST, "__rmul__(self, value, /)", slot)]
fn rmul(cx: &mut Cx, this: &'static List, value: Value) -> R {
    mul(cx, this, value)
}

#[native(LIST, "__imul__(self, value, /)", slot)]
fn imul(cx: &mut Cx, this: Value, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    let Some(list) = cx.payload::<List>(this)? else {
        return Ok(this);
    };
    let elements = tuple::of_list(cx, list)?;
    let length = elements.len();
    if count == 0 {
        grow::clear(cx, list)?;
    } else if length.checked_mul(count).is_none() {
        return Err(cx.memory_error());
    } else if length > 0 && count > 1 {
        let items = elements.as_slice();
        let more = tuple::with(cx, length * (count - 1), |index| items[index % length])?;
        splice(cx, list, length..length, more.as_slice())?;
    }
    Ok(this)
}
