//! Methods that add and take elements, and what pickling and copying need.

use super::base::{self, DEQUE, Deque};
use super::iter;
use crate::cx::{Cx, R};
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::iterators::Iterator;
use crate::objects::type_object::Type;
use crate::objects::{generic_alias, list, reduce};
use crate::protocol::sequence::position;
use crate::protocol::{self, call_values, class_of, is_instance, type_name};
use crate::value::Value;

#[native(DEQUE, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    _args: &[Value],
    _kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    base::new(cx, cls, None)
}

/// What `maxlen` says.
fn limit(cx: &mut Cx, maxlen: Value) -> R<Option<usize>> {
    if maxlen.is_none() {
        return Ok(None);
    }
    let payload = cx.payload_value(maxlen)?.unwrap_or(maxlen);
    let Some(number) = to_int(payload) else {
        return Err(cx.type_error(format_args!("an integer is required")));
    };
    match number.to_i64() {
        Some(number) if number >= 0 => Ok(Some(number as usize)),
        Some(_) => Err(cx.value_error(format_args!("maxlen must be non-negative"))),
        None => {
            Err(cx.overflow_error(format_args!("Python int too large to convert to C ssize_t")))
        }
    }
}

#[native(DEQUE, "__init__(self, iterable=(), maxlen=None)", slot)]
fn init(cx: &mut Cx, this: &'static Instance, iterable: Option<Value>, maxlen: Value) -> R<()> {
    let maxlen = limit(cx, maxlen)?;
    base::set_maxlen(cx, this, maxlen)?;
    let deque = Deque::of(cx, this)?;
    if deque.len(cx)? > 0 {
        deque.clear(cx)?;
    }
    match iterable {
        Some(iterable) => extend_right(cx, this, iterable),
        None => Ok(()),
    }
}

/// maximum size of a deque or None if unbounded
#[native(DEQUE, "maxlen", getter, effect = reads)]
fn maxlen(cx: &mut Cx, this: &'static Instance) -> R {
    let deque = Deque::of(cx, this)?;
    base::maxlen_value(cx, deque.maxlen)
}

/// Add an element to the right side of the deque.
#[native(DEQUE, "append(self, item, /)", effect = writes)]
fn append(cx: &mut Cx, this: &'static Instance, item: Value) -> R<()> {
    Deque::of(cx, this)?.append(cx, item)
}

/// Add an element to the left side of the deque.
#[native(DEQUE, "appendleft(self, item, /)", effect = writes)]
fn appendleft(cx: &mut Cx, this: &'static Instance, item: Value) -> R<()> {
    Deque::of(cx, this)?.appendleft(cx, item)
}

/// Remove and return the rightmost element.
#[native(DEQUE, "pop(self, /)", effect = writes)]
fn pop(cx: &mut Cx, this: &'static Instance) -> R {
    match Deque::of(cx, this)?.pop(cx)? {
        Some(item) => Ok(item),
        None => Err(cx.index_error(format_args!("pop from an empty deque"))),
    }
}

/// Remove and return the leftmost element.
#[native(DEQUE, "popleft(self, /)", effect = writes)]
fn popleft(cx: &mut Cx, this: &'static Instance) -> R {
    match Deque::of(cx, this)?.popleft(cx)? {
        Some(item) => Ok(item),
        None => Err(cx.index_error(format_args!("pop from an empty deque"))),
    }
}

/// What is to be added: of the deque itself what it has now.
fn source(cx: &mut Cx, this: &'static Instance, iterable: Value) -> R {
    if iterable != this.into() {
        return protocol::iter(cx, iterable);
    }
    let items = list::new(cx)?;
    let elements = iter::forward(cx, this)?;
    while let Some(element) = elements.next(cx)? {
        list::append(cx, items, element)?;
    }
    protocol::iter(cx, items.into())
}

/// Adds what an iterable gives at the right end.
///
/// # Errors
/// What the iteration raises, and MemoryError.
pub(super) fn extend_right(cx: &mut Cx, this: &'static Instance, iterable: Value) -> R<()> {
    let iterator = source(cx, this, iterable)?;
    let deque = Deque::of(cx, this)?;
    while let Some(item) = protocol::next(cx, iterator)? {
        deque.append(cx, item)?;
    }
    Ok(())
}

/// Extend the right side of the deque with elements from the iterable.
#[native(DEQUE, "extend(self, iterable, /)")]
fn extend(cx: &mut Cx, this: &'static Instance, iterable: Value) -> R<()> {
    extend_right(cx, this, iterable)
}

/// Extend the left side of the deque with elements from the iterable.
#[native(DEQUE, "extendleft(self, iterable, /)")]
fn extendleft(cx: &mut Cx, this: &'static Instance, iterable: Value) -> R<()> {
    let iterator = source(cx, this, iterable)?;
    let deque = Deque::of(cx, this)?;
    while let Some(item) = protocol::next(cx, iterator)? {
        deque.appendleft(cx, item)?;
    }
    Ok(())
}

/// Insert value before index.
#[native(DEQUE, "insert(self, index, value, /)", effect = writes)]
fn insert(cx: &mut Cx, this: &'static Instance, index: isize, value: Value) -> R<()> {
    let deque = Deque::of(cx, this)?;
    let length = deque.len(cx)?;
    if deque.maxlen == Some(length) {
        return Err(cx.index_error(format_args!("deque already at its maximum size")));
    }
    match position(index, length) {
        Some(index) => deque.insert(cx, index, value),
        None if index < 0 => deque.appendleft(cx, value),
        None => deque.append(cx, value),
    }
}

/// Remove all elements from the deque.
#[native(DEQUE, "clear(self, /)", effect = writes)]
fn clear(cx: &mut Cx, this: &'static Instance) -> R<()> {
    Deque::of(cx, this)?.clear(cx)
}

/// Reverse *IN PLACE*.
#[native(DEQUE, "reverse(self, /)", effect = writes)]
fn reverse(cx: &mut Cx, this: &'static Instance) -> R<()> {
    Deque::of(cx, this)?.reverse(cx)
}

/// Rotate the deque n steps to the right.  If n is negative, rotates left.
#[native(DEQUE, "rotate(self, n=1, /)", effect = writes)]
fn rotate(cx: &mut Cx, this: &'static Instance, n: isize) -> R<()> {
    Deque::of(cx, this)?.rotate(cx, n)
}

/// A new deque of the same class, with the same elements and the same `maxlen`.
///
/// # Errors
/// What the class raises, TypeError if it makes something else, and MemoryError.
pub(super) fn copied(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    let deque = Deque::of(cx, this)?;
    let class = class_of(this.into());
    if DEQUE.is(class) {
        let copy = base::new(cx, class, deque.maxlen)?;
        extend_right(cx, copy, this.into())?;
        return Ok(copy);
    }
    let maxlen = base::maxlen_value(cx, deque.maxlen)?;
    let args = [this.into(), maxlen];
    let count = if maxlen.is_none() { 1 } else { 2 };
    let copy = call_values(cx, class.into(), &args[..count])?;
    match copy.cast::<Instance>() {
        Some(instance) if is_instance(cx, copy, &DEQUE)? => Ok(instance),
        _ => {
            let (class, made) = (class.name_text(cx)?, type_name(cx, copy)?);
            Err(cx.type_error(format_args!("{class}() must return a deque, not {made}")))
        }
    }
}

/// Return a shallow copy of a deque.
#[native(DEQUE, "copy(self, /)")]
fn copy(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    copied(cx, this)
}

/// Return a shallow copy of a deque.
#[native(DEQUE, "__copy__(self, /)")]
fn shallow_copy(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    copied(cx, this)
}

/// Return state information for pickling.
#[native(DEQUE, "__reduce__(self, /)")]
fn reduced(cx: &mut Cx, this: &'static Instance) -> R {
    let maxlen = Deque::of(cx, this)?.maxlen;
    let maxlen = base::maxlen_value(cx, maxlen)?;
    let empty = cx.tuple(&[])?;
    let args = match maxlen.is_none() {
        true => empty,
        false => cx.tuple(&[empty, maxlen])?,
    };
    let state = reduce::state(cx, this.into())?;
    let elements = protocol::iter(cx, this.into())?;
    cx.tuple(&[class_of(this.into()).into(), args, state, elements])
}

#[native(DEQUE, "__iter__(self, /)", slot, effect = writes)]
fn iterate(cx: &mut Cx, this: &'static Instance) -> R<&'static Iterator> {
    iter::forward(cx, this)
}

/// Return a reverse iterator over the deque.
#[native(DEQUE, "__reversed__(self, /)", effect = writes)]
fn reversed(cx: &mut Cx, this: &'static Instance) -> R<&'static Iterator> {
    iter::backward(cx, this)
}

/// deques are generic over the type of their contents
#[native(DEQUE, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
fn class_getitem(cx: &mut Cx, cls: Value, object: Value) -> R {
    generic_alias::new(cx, cls, object)
}
