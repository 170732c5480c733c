//! `translate` and `maketrans`.

use super::base::{STR, Str};
use super::make::made;
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::LOOKUP_ERROR;
use crate::objects::int::to_int;
use crate::protocol::{get_item, is_instance, number};
use crate::value::Value;
use tython_text::{Builder, Text};

/// How many code points there are.
const CODES: i64 = 0x11_0000;

/// Replace each character in the string using the given translation table.
///
///   table
///     Translation table, which must be a mapping of Unicode ordinals
///     to Unicode ordinals, strings, or None.
///
/// The table must implement lookup/indexing via __getitem__, for
/// instance a dictionary or list.  If this operation raises
/// LookupError, the character is left untouched.  Characters mapped to
/// None are deleted.
#[native(STR, "translate(self, table, /)")]
fn translate(cx: &mut Cx, this: &'static Str, table: Value) -> R<&'static Str> {
    let text = this.text();
    let mut out = Builder::wide(text.kind(), text.len());
    // An ASCII character that is not in the table, or becomes another one, is looked up once.
    let mut known = [None; 0x80];
    for code in text.codes() {
        if let Some(Some(other)) = known.get(code as usize) {
            out.push(*other);
            continue;
        }
        let translated = look_up(cx, table, code)?;
        match translated {
            Translated::Nothing => {}
            Translated::Code(other) => {
                out.push(other);
                if let Some(known) = known.get_mut(code as usize) {
                    *known = Some(other);
                }
            }
            Translated::Text(text) => out.push_text(text.text()),
        }
    }
    made(cx, out.finish(), "string is too long")
}

/// What a code point is translated to.
enum Translated {
    Nothing,
    Code(u32),
    Text(&'static Str),
}

fn look_up(cx: &mut Cx, table: Value, code: u32) -> R<Translated> {
    let found = match get_item(cx, table, Value::index(code as usize)) {
        Ok(found) => found,
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if !is_instance(cx, exception, &LOOKUP_ERROR)? {
                return Err(Exit::Raise);
            }
            cx.take_exception();
            return Ok(Translated::Code(code));
        }
        Err(exit) => return Err(exit),
    };
    if found.is_none() {
        return Ok(Translated::Nothing);
    }
    if let Some(text) = cx.payload::<Str>(found)? {
        return Ok(Translated::Text(text));
    }
    let Some(int) = number::exact_int(cx, found)? else {
        return Err(cx.type_error(format_args!(
            "character mapping must return integer, None or str"
        )));
    };
    match to_int(int).and_then(|int| int.to_i64()) {
        Some(other @ 0..CODES) => Ok(Translated::Code(other as u32)),
        _ => Err(cx.value_error(format_args!("character mapping must be in range(0x110000)"))),
    }
}

/// Return a translation table usable for str.translate().
///
/// If there is only one argument, it must be a dictionary mapping Unicode
/// ordinals (integers) or characters to Unicode ordinals, strings or None.
/// Character keys will be then converted to ordinals.
/// If there are two arguments, they must be strings of equal length, and
/// in the resulting dictionary, each character in x will be mapped to the
/// character at the same position in y. If there is a third argument, it
/// must be a string, whose characters will be mapped to None in the result.
#[native(
    STR,
    "maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)",
    staticmethod
)]
fn maketrans(
    cx: &mut Cx,
    x: Value,
    y: Option<&'static Str>,
    z: Option<&'static Str>,
) -> R<&'static Dict> {
    let table = dict::new(cx)?;
    match y {
        Some(y) => of_strings(cx, table, x, y, z)?,
        None => of_mapping(cx, table, x)?,
    }
    Ok(table)
}

fn of_strings(
    cx: &mut Cx,
    table: &'static Dict,
    x: Value,
    y: &'static Str,
    z: Option<&'static Str>,
) -> R<()> {
    let Some(x) = cx.payload::<Str>(x)? else {
        return Err(cx.type_error(format_args!(
            "first maketrans argument must be a string if there is a second argument"
        )));
    };
    if x.len() != y.len() {
        return Err(cx.value_error(format_args!(
            "the first two maketrans arguments must have equal length"
        )));
    }
    for (from, to) in x.text().codes().zip(y.text().codes()) {
        dict::set(
            cx,
            table,
            Value::index(from as usize),
            Value::index(to as usize),
        )?;
    }
    for code in z.map_or(Text::EMPTY, Str::text).codes() {
        dict::set(cx, table, Value::index(code as usize), Value::NONE)?;
    }
    Ok(())
}

fn of_mapping(cx: &mut Cx, table: &'static Dict, x: Value) -> R<()> {
    let Some(mapping) = x.cast::<Dict>() else {
        return Err(cx.type_error(format_args!(
            "if you give only one argument to maketrans it must be a dict"
        )));
    };
    let mut position = 0;
    while let Some((key, value)) = dict::next_entry(cx, mapping, &mut position)? {
        let code = match cx.payload::<Str>(key)? {
            Some(string) => match (string.len(), string.text().get(0)) {
                (1, Some(code)) => Value::index(code as usize),
                _ => {
                    return Err(cx.value_error(format_args!(
                        "string keys in translatetable must be of length 1"
                    )));
                }
            },
            None if number::exact_int(cx, key)?.is_some() => key,
            None => {
                return Err(cx.type_error(format_args!(
                    "keys in translate table mustbe strings or integers"
                )));
            }
        };
        dict::set(cx, table, code, value)?;
    }
    Ok(())
}
