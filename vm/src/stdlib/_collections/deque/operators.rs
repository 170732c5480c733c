//! Operators, comparisons, `repr`.

use super::base::{DEQUE, Deque};
use super::iter;
use super::methods::{copied, extend_right};
use crate::cx::{Cx, R};
use crate::heap::parts;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::objects::tuple;
use crate::protocol::sequence::{Subscript, position, repeat_count, subscript};
use crate::protocol::{
    self, Compare, class_of, equal, is_instance, repr_guard, rich_compare, type_name,
};
use crate::value::Value;

#[native(DEQUE, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    Deque::of(cx, this)?.len(cx)
}

/// Return the size of the deque in memory, in bytes.
#[native(DEQUE, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    parts::size_of(cx, this.into())
}

/// The deque, and the index that a subscript means.
fn place(cx: &mut Cx, this: &'static Instance, key: Value) -> R<(Deque, usize)> {
    let Some(Subscript::Index(index)) = subscript(cx, key)? else {
        let class = type_name(cx, key)?;
        return Err(cx.type_error(format_args!(
            "sequence index must be integer, not '{class}'"
        )));
    };
    let deque = Deque::of(cx, this)?;
    let length = deque.len(cx)?;
    match position(index, length) {
        Some(index) => Ok((deque, index)),
        None => Err(cx.index_error(format_args!("deque index out of range"))),
    }
}

#[native(DEQUE, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    let (deque, index) = place(cx, this, key)?;
    deque.get(cx, index)
}

#[native(DEQUE, "__setitem__(self, key, value, /)", slot)]
fn setitem(cx: &mut Cx, this: &'static Instance, key: Value, value: Value) -> R<()> {
    let (deque, index) = place(cx, this, key)?;
    deque.set(cx, index, value)
}

#[native(DEQUE, "__delitem__(self, key, /)", slot)]
fn delitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R<()> {
    let (deque, index) = place(cx, this, key)?;
    deque.remove(cx, index)
}

#[native(DEQUE, "__add__(self, value, /)", slot)]
fn add(cx: &mut Cx, this: &'static Instance, value: Value) -> R<&'static Instance> {
    if !is_instance(cx, value, &DEQUE)? {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "can only concatenate deque (not \"{class}\") to deque"
        )));
    }
    let sum = copied(cx, this)?;
    extend_right(cx, sum, value)?;
    Ok(sum)
}

#[native(DEQUE, "__iadd__(self, value, /)", slot)]
fn iadd(cx: &mut Cx, this: &'static Instance, value: Value) -> R<&'static Instance> {
    extend_right(cx, this, value)?;
    Ok(this)
}

/// Repeats the elements in their deque.
fn repeat(cx: &mut Cx, this: &'static Instance, count: usize) -> R<()> {
    let deque = Deque::of(cx, this)?;
    let length = deque.len(cx)?;
    if count == 0 {
        return deque.clear(cx);
    }
    if length == 0 {
        return Ok(());
    }
    // What a bounded deque loses again need not be added.
    let count = match deque.maxlen {
        Some(maxlen) => count.min(maxlen / length + 2),
        None => count,
    };
    if count.checked_mul(length).is_none_or(|all| all > 1 << 47) {
        return Err(cx.memory_error());
    }
    let elements = iter::forward(cx, this)?;
    let elements = tuple::of_iterable(cx, elements.into())?;
    for _ in 1..count {
        for element in elements.as_slice() {
            deque.append(cx, *element)?;
        }
    }
    Ok(())
}

#[native(DEQUE, "__mul__(self, value, /)", slot)]
fn mul(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    let product = copied(cx, this)?;
    repeat(cx, product, count)?;
    Ok(product.into())
}

#[native(DEQUE, "__rmul__(self, value, /)", slot)]
fn rmul(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    mul(cx, this, value)
}

#[native(DEQUE, "__imul__(self, value, /)", slot)]
fn imul(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    repeat(cx, this, count)?;
    Ok(this.into())
}

/// `a op b`: the first elements that differ decide, or the lengths.
fn compare(cx: &mut Cx, this: &'static Instance, value: Value, op: Compare) -> R {
    let other = match value.cast::<Instance>() {
        Some(other) if is_instance(cx, value, &DEQUE)? => other,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    let lengths = (
        Deque::of(cx, this)?.len(cx)?,
        Deque::of(cx, other)?.len(cx)?,
    );
    match op {
        Compare::Eq if lengths.0 != lengths.1 => return Ok(Value::FALSE),
        Compare::Ne if lengths.0 != lengths.1 => return Ok(Value::TRUE),
        _ => {}
    }
    let (xs, ys) = (protocol::iter(cx, this.into())?, protocol::iter(cx, value)?);
    loop {
        let (x, y) = match (protocol::next(cx, xs)?, protocol::next(cx, ys)?) {
            (Some(x), Some(y)) => (x, y),
            (x, y) => return Ok(Value::bool(op.holds(x.is_some().cmp(&y.is_some())))),
        };
        if !equal(cx, x, y)? {
            return match op {
                Compare::Eq => Ok(Value::FALSE),
                Compare::Ne => Ok(Value::TRUE),
                _ => rich_compare(cx, x, y, op),
            };
        }
    }
}

crate::comparisons!(DEQUE, Instance, compare);

#[native(DEQUE, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    let parts = repr_guard::guarded(cx, this.into(), |cx| {
        let elements = crate::objects::list::new(cx)?;
        crate::protocol::unpack::extend_list(cx, elements, this.into())?;
        let elements = protocol::repr(cx, elements.into())?;
        let class = class_of(this.into()).name_text(cx)?;
        let open = cx.str(&format!("{class}("))?;
        let close = match Deque::of(cx, this)?.maxlen {
            Some(maxlen) => format!(", maxlen={maxlen})"),
            None => ")".to_owned(),
        };
        let close = cx.str(&close)?;
        str::concat(cx, &[open, elements, close])
    })?;
    match parts {
        Some(text) => Ok(text),
        None => Ok(str::from_utf8(cx, "[...]")?.into()),
    }
}
