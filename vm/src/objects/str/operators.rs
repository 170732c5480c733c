//! Operators and what containers have: `+`, `*`, comparison, `in`, `len`, subscripts, `hash`, `repr`.

use super::base::{Room, STR, Str, build, character, part};
use super::make::{add as add_strings, made, repeat};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::slice::Unpacked;
use crate::protocol::sequence::{Subscript, cannot_concatenate, position, repeat_count, subscript};
use crate::protocol::{Compare, type_name};
use crate::value::Value;
use tython_text::bounds::Slice;
use tython_text::str as algorithms;
use tython_text::{Kind, Text};

#[native(STR, "__repr__(self, /)", slot, effect = pure)]
pub(crate) fn repr(cx: &mut Cx, this: &'static Str) -> R<&'static Str> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'\'' | b'\\');
    if let Text::One(units) = this.text()
        && units.iter().all(is_plain)
    {
        return build(cx, Kind::One, units.len() + 2, |room| {
            if let Room::One([first, inner @ .., last]) = room {
                (*first, *last) = (b'\'', b'\'');
                inner.copy_from_slice(units);
            }
        });
    }
    made(
        cx,
        algorithms::repr(this.text()),
        "string is too long to generate repr",
    )
}

#[native(STR, "__str__(self, /)", slot, effect = pure)]
fn str(_: &mut Cx, this: &'static Str) -> R<&'static Str> {
    Ok(this)
}

#[native(STR, "__hash__(self, /)", slot, effect = pure)]
fn hash(_: &mut Cx, this: &'static Str) -> i64 {
    this.hash()
}

#[native(STR, "__len__(self, /)", slot, effect = pure)]
fn len(_: &mut Cx, this: &'static Str) -> usize {
    this.len()
}

fn compare(cx: &mut Cx, this: &'static Str, value: Value, op: Compare) -> R {
    let Some(other) = cx.payload::<Str>(value)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(match op {
        Compare::Eq => this.equals(other),
        Compare::Ne => !this.equals(other),
        _ => op.holds(this.order(other)),
    }))
}

crate::comparisons!(STR, Str, compare);

#[native(STR, "__add__(self, value, /)", slot, effect = pure)]
fn add(cx: &mut Cx, this: &'static Str, value: Value) -> R {
    match cx.payload::<Str>(value)? {
        Some(other) => Ok(add_strings(cx, this, other)?.value()),
        None => Err(cannot_concatenate(cx, "str", value)?),
    }
}

#[native(STR, "__mul__(self, value, /)", slot)]
fn mul(cx: &mut Cx, this: &'static Str, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    Ok(repeat(cx, this, count)?.value())
}

#[native(STR, "__rmul__(self, value, /)", slot)]
fn rmul(cx: &mut Cx, this: &'static Str, value: Value) -> R {
    mul(cx, this, value)
}

#[native(STR, "__contains__(self, key, /)", slot, effect = pure)]
pub(crate) fn contains(cx: &mut Cx, this: &'static Str, key: Value) -> R<bool> {
    match cx.payload::<Str>(key)? {
        Some(needle) => Ok(algorithms::contains(this.text(), needle.text())),
        None => {
            let class = type_name(cx, key)?;
            Err(cx.type_error(format_args!(
                "'in <string>' requires string as left operand, not {class}"
            )))
        }
    }
}

/// The characters that a slice selects.
///
/// # Errors
/// MemoryError.
pub(crate) fn get_slice(cx: &mut Cx, this: &'static Str, bounds: Unpacked) -> R<&'static Str> {
    let slice = bounds.adjust(this.len()).into();
    match Slice::consecutive(slice) {
        Some(range) => part(cx, this, range),
        None => match this.text() {
            Text::One(units) if slice.length > 1 => build(cx, Kind::One, slice.length, |room| {
                let Room::One(picked) = room else { return };
                let mut at = slice.start;
                for unit in picked {
                    *unit = units.get(at).copied().unwrap_or_default();
                    at = at.wrapping_add_signed(slice.step);
                }
            }),
            text => made(cx, algorithms::slice(text, slice), "string is too long"),
        },
    }
}

#[native(STR, "__getitem__(self, key, /)", slot)]
pub(crate) fn get_item(cx: &mut Cx, this: &'static Str, key: Value) -> R<&'static Str> {
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            match position(index, this.len()).and_then(|place| this.text().get(place)) {
                Some(code) => character(cx, code),
                None => Err(cx.index_error(format_args!("string index out of range"))),
            }
        }
        Some(Subscript::Slice(bounds)) => get_slice(cx, this, bounds),
        None => {
            let class = type_name(cx, key)?;
            Err(cx.type_error(format_args!(
                "string indices must be integers, not '{class}'"
            )))
        }
    }
}
