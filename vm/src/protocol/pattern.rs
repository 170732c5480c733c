//! `match` statements: what mapping and class patterns take out of a subject.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::{attribute, call, get_item_or_none, type_name};
use crate::types::TypeCell;
use crate::value::Value;

/// The subject's values for a tuple of keys, as a tuple; None if one is missing.
///
/// # Errors
/// ValueError if a key comes twice, and what the subject's methods raise.
pub fn keys(cx: &mut Cx, subject: Value, keys: Value) -> R {
    let Some(keys) = keys.cast::<Tuple>() else {
        return Ok(Value::NONE);
    };
    let mut values = Vec::with_capacity(keys.len());
    let holder = crate::objects::values::new(cx, keys.len())?;
    for (index, key) in keys.as_slice().iter().enumerate() {
        for other in &keys.as_slice()[..index] {
            if crate::protocol::equal(cx, *other, *key)? {
                let key = crate::protocol::repr(cx, *key)?;
                let key = str::to_string(key);
                return Err(
                    cx.value_error(format_args!("mapping pattern checks duplicate key ({key})"))
                );
            }
        }
        let get = name!(cx, "get")?;
        let value = if subject.is::<crate::objects::dict::Dict>() {
            get_item_or_none(cx, subject, *key)?
        } else {
            // A mark that no mapping has as a value: the vector itself.
            let mark = Value::from(holder);
            let value = call::call_method(cx, subject, get, &[*key, mark])?;
            (value != mark).then_some(value)
        };
        match value {
            Some(value) => {
                holder.set(cx, index, value)?;
                values.push(value);
            }
            None => return Ok(Value::NONE),
        }
    }
    cx.tuple(&values)
}

/// Classes whose only positional pattern takes the subject itself.
fn takes_itself(class: &'static Type, cx: &mut Cx) -> R<bool> {
    use crate::objects::{bytearray, bytes, dict, float, int, list, set, str, tuple};
    let cells: [&TypeCell; 11] = [
        &int::BOOL,
        &int::INT,
        &float::FLOAT,
        &str::STR,
        &bytes::BYTES,
        &bytearray::BYTEARRAY,
        &list::LIST,
        &tuple::TUPLE,
        &dict::DICT,
        &set::SET,
        &set::FROZENSET,
    ];
    for cell in cells {
        if class.is_subclass(cx, cell.class())? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The attributes that a class pattern takes, as a tuple: `count` positional ones, then those named in the
/// tuple `names`. None if the subject does not match.
///
/// # Errors
/// TypeError if the class is none, or has too few positional patterns, or names one twice.
pub fn class(cx: &mut Cx, subject: Value, class: Value, count: usize, names: Value) -> R {
    let Some(class) = class.cast::<Type>() else {
        return Err(cx.type_error(format_args!("called match pattern must be a class")));
    };
    if !crate::objects::type_object::is_instance_of(cx, subject, Value::from(class))? {
        return Ok(Value::NONE);
    }
    let mut wanted: Vec<Value> = Vec::new();
    let mut itself = false;
    if count > 0 {
        let name = name!(cx, "__match_args__")?;
        match attribute::find(cx, Value::from(class), name)? {
            Some(args) => match args.cast::<Tuple>() {
                Some(args) => {
                    check_count(cx, class, count, args.len())?;
                    wanted.extend_from_slice(&args.as_slice()[..count]);
                }
                None => {
                    let (class, got) = (class.name_text(cx)?, type_name(cx, args)?);
                    return Err(cx.type_error(format_args!(
                        "{class}.__match_args__ must be a tuple (got {got})"
                    )));
                }
            },
            None if takes_itself(class, cx)? => {
                check_count(cx, class, count, 1)?;
                itself = true;
            }
            None => check_count(cx, class, count, 0)?,
        }
    }
    if let Some(names) = names.cast::<Tuple>() {
        wanted.extend_from_slice(names.as_slice());
    }
    take(cx, subject, class, &wanted, itself)
}

fn take(cx: &mut Cx, subject: Value, class: &'static Type, wanted: &[Value], itself: bool) -> R {
    let first = usize::from(itself);
    let taken = crate::objects::values::new(cx, first + wanted.len())?;
    if itself {
        taken.set(cx, 0, subject)?;
    }
    for (index, name) in wanted.iter().enumerate() {
        if !name.is::<Str>() {
            let got = type_name(cx, *name)?;
            return Err(cx.type_error(format_args!(
                "__match_args__ elements must be strings (got {got})"
            )));
        }
        if wanted[..index].contains(name) {
            let (class, name) = (class.name_text(cx)?, str::to_string(*name));
            return Err(cx.type_error(format_args!(
                "{class}() got multiple sub-patterns for attribute '{name}'"
            )));
        }
        match attribute::find(cx, subject, *name)? {
            Some(value) => taken.set(cx, first + index, value)?,
            None => return Ok(Value::NONE),
        }
    }
    let mut values = vec![Value::NONE; taken.len()];
    taken.copy_to(cx, |index, value| values[index] = value)?;
    cx.tuple(&values)
}

fn check_count(cx: &mut Cx, class: &'static Type, count: usize, accepted: usize) -> R<()> {
    if count <= accepted {
        return Ok(());
    }
    let class = class.name_text(cx)?;
    let plural = if accepted == 1 { "" } else { "s" };
    Err(cx.type_error(format_args!(
        "{class}() accepts {accepted} positional sub-pattern{plural} ({count} given)"
    )))
}
