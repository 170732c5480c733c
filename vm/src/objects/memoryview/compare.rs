//! `==` and `hash`.

use super::base::{MEMORYVIEW, MemoryView};
use super::element::{self, Element};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::int::to_int;
use crate::protocol::packed::Kind;
use crate::protocol::{self, Compare, buffer};
use crate::value::Value;
use std::borrow::Cow;

fn compare(cx: &mut Cx, this: &'static MemoryView, value: Value, op: Compare) -> R {
    let wanted = match op {
        Compare::Eq => true,
        Compare::Ne => false,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    if this.is_released(cx)? {
        return Ok(Value::bool((this.value() == value) == wanted));
    }
    let other = match value.cast::<MemoryView>() {
        Some(other) if other.is_released(cx)? => return Ok(Value::bool(!wanted)),
        Some(other) => other,
        None => match buffer::view(cx, value, buffer::FULL_RO, "") {
            Ok(other) => other,
            Err(Exit::Raise) => {
                cx.take_exception();
                return Ok(Value::NOT_IMPLEMENTED);
            }
            Err(exit) => return Err(exit),
        },
    };
    Ok(Value::bool(equal(cx, this, other)? == wanted))
}

crate::comparisons!(MEMORYVIEW, MemoryView, compare);

/// The items of a view: how to read them, and their bytes.
struct Items {
    element: Element,
    bytes: Cow<'static, [u8]>,
}

impl Items {
    fn value(&self, cx: &mut Cx, index: usize) -> R {
        let size = self.element.packed.size;
        let item = self.bytes.get(index * size..(index + 1) * size);
        self.element.read(cx, item.unwrap_or_default())
    }
}

fn equal(cx: &mut Cx, a: &'static MemoryView, b: &'static MemoryView) -> R<bool> {
    let (of_a, of_b) = (a.geometry(), b.geometry());
    if of_a.shape != of_b.shape {
        return Ok(false);
    }
    let (Some(element_a), Some(element_b)) = (
        element::parse(&a.format_text()),
        element::parse(&b.format_text()),
    ) else {
        // What cannot be read is not equal, not even to itself.
        return Ok(false);
    };
    let a = Items {
        element: element_a,
        bytes: a.flat(cx)?,
    };
    let b = Items {
        element: element_b,
        bytes: b.flat(cx)?,
    };
    if a.element == b.element && !matches!(a.element.packed.kind, Kind::Float | Kind::Bool) {
        return Ok(a.bytes == b.bytes);
    }
    for index in 0..of_a.items() {
        let (left, right) = (a.value(cx, index)?, b.value(cx, index)?);
        // Both are numbers or bytes objects, so no Python code runs.
        if !protocol::rich_compare(cx, left, right, Compare::Eq)?
            .as_bool()
            .unwrap_or(false)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

#[native(MEMORYVIEW, "__hash__(self, /)", slot)]
fn hash(cx: &mut Cx, this: &'static MemoryView) -> R<i64> {
    if let Some(known) = cx.load(this, &this.hash)?.bound().and_then(to_int) {
        return Ok(known.to_i64().unwrap_or(0));
    }
    this.memory(cx)?;
    if !this.is_readonly() {
        return Err(cx.value_error(format_args!("cannot hash writable memoryview object")));
    }
    let code = element::parse(&this.format_text()).map(|element| element.code);
    if !matches!(code, Some(b'B' | b'b' | b'c')) {
        return Err(cx.value_error(format_args!(
            "memoryview: hashing is restricted to formats 'B', 'b' or 'c'"
        )));
    }
    this.in_use(cx, |cx| protocol::hash(cx, this.owner.get()))?;
    let bytes = this.flat(cx)?;
    let hash = crate::vm::hash_key().bytes(&bytes);
    let known = cx.int(hash)?;
    cx.store(this, &this.hash, known)?;
    Ok(hash)
}
