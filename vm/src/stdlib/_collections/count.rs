//! `_count_elements`: counts in a dict how often each element occurs.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::dict::{DICT, Dict, hashing, insert, lookup};
use crate::protocol::operators::{self, Binary};
use crate::protocol::{self, call_values, class_of, get_attr};
use crate::value::Value;

/// Whether `mapping` reads and writes its items as dicts do.
fn is_plain(cx: &mut Cx, mapping: Value) -> R<bool> {
    let class = class_of(mapping);
    for name in [name!(cx, "get")?, name!(cx, "__setitem__")?] {
        if class.lookup(cx, name)? != DICT.class().lookup(cx, name)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A count, and one more.
#[inline]
fn one_more(cx: &mut Cx, count: Value) -> R {
    match count.as_small_int() {
        Some(count) => cx.int(count + 1),
        None => operators::binary(cx, Binary::Add, count, Value::index(1)),
    }
}

/// Count elements in the iterable, updating the mapping
#[native(module = "_collections", "_count_elements(mapping, iterable, /)")]
fn count_elements(cx: &mut Cx, mapping: Value, iterable: Value) -> R<()> {
    let elements = protocol::iter(cx, iterable)?;
    match cx.payload::<Dict>(mapping)? {
        Some(dict) if is_plain(cx, mapping)? => {
            while let Some(element) = protocol::next(cx, elements)? {
                let hash = hashing::hash::<Dict>(cx, element)?;
                let count = match lookup::find(cx, dict, element, hash)? {
                    Some(hit) => one_more(cx, hit.value)?,
                    None => Value::index(1),
                };
                insert::set(cx, dict, element, hash, count)?;
            }
        }
        _ => {
            let name = name!(cx, "get")?;
            let get = get_attr(cx, mapping, name)?;
            while let Some(element) = protocol::next(cx, elements)? {
                let count = call_values(cx, get, &[element, Value::index(0)])?;
                let count = one_more(cx, count)?;
                protocol::set_item(cx, mapping, element, count)?;
            }
        }
    }
    Ok(())
}
