//! The operator `%` of `str`, `bytes` and `bytearray`: `'%5.2f %(key)s'`.
//!
//! `tython-text` parses the template, `tython-num` writes numbers. What differs between text and bytes
//! is said in [`Flavour`]: bytes are handled as the text of the same code points.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::{self, Bytes};
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::int::{digit_limit, to_int};
use crate::objects::str::{self as strings, Str};
use crate::objects::tuple::Tuple;
use crate::protocol::builtin::{DECIMAL, decimal};
use crate::protocol::{
    self, attribute, buffer, class_of, full_type_name, get_item, is_instance, number, type_name,
};
use crate::value::Value;
use std::borrow::Cow;
use std::ops::Range;
use tython_num::format::{Body, Formatted, Percent, percent_float, percent_int};
use tython_text::format::{Amount, Conversion, Flags, PercentError, PercentPiece, PercentTemplate};
use tython_text::{Builder, Text, TextBuf};

/// What is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavour {
    /// A string.
    Text,
    /// Bytes, one for each code point.
    Bytes,
}

/// Code points beyond those of the template that there is room for at first.
const ROOM: usize = 32;

/// `template % arguments`
///
/// # Errors
/// TypeError, ValueError, OverflowError, what the arguments' methods raise, and MemoryError.
pub fn format(cx: &mut Cx, flavour: Flavour, template: Text<'_>, arguments: Value) -> R<TextBuf> {
    let mut arguments = Arguments::new(cx, flavour, arguments)?;
    let mut out = Builder::wide(template.kind(), template.len().saturating_add(ROOM));
    let mut pieces = PercentTemplate::new(template);
    while let Some(piece) = pieces.next_piece() {
        match piece {
            PercentPiece::Literal(range) => out.push_text(template.part(range)),
            PercentPiece::Conversion(conversion) => {
                convert(
                    cx,
                    (flavour, template),
                    &mut arguments,
                    &conversion,
                    &mut out,
                )?;
            }
        }
    }
    if arguments.are_left() {
        let what = if flavour == Flavour::Text {
            "string"
        } else {
            "bytes"
        };
        return Err(cx.type_error(format_args!(
            "not all arguments converted during {what} formatting"
        )));
    }
    strings::checked(cx, out.finish(), "string is too long")
}

/// What is on the right side of the operator.
struct Arguments {
    /// All values, or the only one.
    value: Value,
    tuple: Option<&'static Tuple>,
    /// How many have been taken.
    taken: usize,
    is_mapping: bool,
}

impl Arguments {
    fn new(cx: &mut Cx, flavour: Flavour, value: Value) -> R<Arguments> {
        let tuple = cx.payload::<Tuple>(value)?;
        let no_mapping = tuple.is_some()
            || cx.payload::<Str>(value)?.is_some()
            || flavour == Flavour::Bytes
                && (cx.payload::<Bytes>(value)?.is_some()
                    || cx.payload::<ByteArray>(value)?.is_some());
        let is_mapping = !no_mapping
            && (value.is::<Dict>() || {
                let getitem = name!(cx, "__getitem__")?;
                class_of(value).lookup(cx, getitem)?.is_some()
            });
        Ok(Arguments {
            value,
            tuple,
            taken: 0,
            is_mapping,
        })
    }

    fn next(&mut self, cx: &mut Cx) -> R {
        let value = match self.tuple {
            Some(tuple) => tuple.get(self.taken),
            None => Some(self.value).filter(|_| self.taken == 0),
        };
        self.taken = self.taken.saturating_add(1);
        value.ok_or_else(|| cx.type_error(format_args!("not enough arguments for format string")))
    }

    fn are_left(&self) -> bool {
        let given = self.tuple.map_or(1, Tuple::len);
        !self.is_mapping && self.taken < given
    }
}

/// Appends what a conversion makes of its argument.
fn convert(
    cx: &mut Cx,
    (flavour, template): (Flavour, Text<'_>),
    arguments: &mut Arguments,
    conversion: &Conversion,
    out: &mut Builder,
) -> R<()> {
    let mut keyed = None;
    let wants_key = conversion.key.is_some() || conversion.kind == Err(PercentError::IncompleteKey);
    if wants_key && !arguments.is_mapping {
        return Err(cx.type_error(format_args!("format requires a mapping")));
    }
    if let Some(range) = conversion.key.clone() {
        let key = key(cx, flavour, template, range)?;
        let known = match arguments.value.cast::<Dict>() {
            Some(dict) => dict::get(cx, dict, key)?,
            None => None,
        };
        keyed = Some(Arguments {
            value: match known {
                Some(value) => value,
                None => get_item(cx, arguments.value, key)?,
            },
            tuple: None,
            taken: 0,
            is_mapping: true,
        });
    }
    let from = keyed.as_mut().unwrap_or(&mut *arguments);
    let is_plain = conversion.is_plain();
    let percent = match is_plain {
        true => Percent::default(),
        false => amounts(cx, from, conversion)?,
    };
    let kind = match conversion.kind {
        Ok(kind) => kind,
        Err(error) => {
            let message = error.message(flavour == Flavour::Bytes);
            return Err(cx.value_error(format_args!("{message}")));
        }
    };
    let value = from.next(cx)?;
    if keyed.is_some() {
        // Of a mapping there is no next argument.
        arguments.taken = usize::MAX;
    }
    let letter = char::from_u32(kind.code);
    match (letter, flavour) {
        (Some('d' | 'i' | 'u'), _) if is_plain && value.is_small_int() => {
            let number = value.as_small_int().unwrap_or(0);
            out.push_bytes(decimal(number, &mut [0; DECIMAL]));
        }
        (Some(letter @ ('d' | 'i' | 'u' | 'o' | 'x' | 'X')), _) => {
            let formatted = integer(cx, value, letter, &percent)?;
            push_formatted(&formatted, out);
        }
        (Some(letter @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')), _) => {
            let formatted = float(cx, flavour, value, letter, &percent)?;
            push_formatted(&formatted, out);
        }
        (Some(letter @ ('s' | 'r' | 'a')), Flavour::Text) if is_plain => {
            out.push_text(text(cx, value, letter)?);
        }
        (Some('c'), Flavour::Text) => push_padded(&percent, character(cx, value)?, out),
        (Some('c'), Flavour::Bytes) => push_padded(&percent, Text::One(&[byte(cx, value)?]), out),
        (Some(letter @ ('s' | 'r' | 'a')), Flavour::Text) => {
            push_padded(&percent, cut(text(cx, value, letter)?, &percent), out);
        }
        (Some('r' | 'a'), Flavour::Bytes) => {
            push_padded(&percent, cut(text(cx, value, 'a')?, &percent), out);
        }
        (Some('s' | 'b'), Flavour::Bytes) => {
            let bytes = bytes_of(cx, value)?;
            push_padded(&percent, cut(Text::One(&bytes), &percent), out);
        }
        _ => {
            let message = kind.unsupported();
            return Err(cx.value_error(format_args!("{message}")));
        }
    }
    Ok(())
}

fn key(cx: &mut Cx, flavour: Flavour, template: Text<'_>, range: Range<usize>) -> R {
    let key = template.part(range);
    match (flavour, key) {
        (Flavour::Bytes, Text::One(key)) => bytes::new(cx, key),
        _ => Ok(Value::from(strings::from_part(cx, key)?)),
    }
}

/// The width, the precision and the flags.
fn amounts(cx: &mut Cx, arguments: &mut Arguments, conversion: &Conversion) -> R<Percent> {
    let Flags {
        left,
        sign,
        blank,
        alternate,
        zero,
    } = conversion.flags;
    let mut percent = Percent {
        left,
        plus: sign,
        space: blank,
        alternate,
        zero,
        width: 0,
        precision: None,
    };
    match conversion.width {
        None => {}
        Some(Amount::Fixed(width)) => percent.width = width,
        Some(Amount::Argument) => {
            let width = star(cx, arguments, i64::MIN..=i64::MAX, "ssize_t")?;
            percent.left |= width < 0;
            percent.width = width.unsigned_abs() as usize;
        }
    }
    match conversion.precision {
        None => {}
        Some(Amount::Fixed(precision)) => percent.precision = Some(precision),
        Some(Amount::Argument) => {
            let most = i64::from(i32::MAX);
            let precision = star(cx, arguments, -most - 1..=most, "int")?;
            percent.precision = Some(usize::try_from(precision).unwrap_or(0));
        }
    }
    Ok(percent)
}

/// The number that a `*` takes.
fn star(
    cx: &mut Cx,
    arguments: &mut Arguments,
    range: std::ops::RangeInclusive<i64>,
    kind: &str,
) -> R<i64> {
    let value = arguments.next(cx)?;
    let Some(int) = number::exact_int(cx, value)? else {
        return Err(cx.type_error(format_args!("* wants int")));
    };
    match to_int(int)
        .and_then(|int| int.to_i64())
        .filter(|number| range.contains(number))
    {
        Some(number) => Ok(number),
        None => Err(cx.overflow_error(format_args!("Python int too large to convert to C {kind}"))),
    }
}

fn integer(cx: &mut Cx, value: Value, letter: char, percent: &Percent) -> R<Formatted> {
    let int = match number::exact_int(cx, value)? {
        Some(int) => int,
        None => {
            let converted = match letter {
                'o' | 'x' | 'X' => number::index(cx, value),
                _ => number::truncated(cx, value),
            };
            match converted {
                Ok(int) => int,
                Err(exit) => return Err(no_integer(cx, value, letter, exit)?),
            }
        }
    };
    let Some(int) = to_int(int) else {
        return Err(cx.system_error(format_args!("an int without a number")));
    };
    percent_int(int, letter, percent, digit_limit(cx)).map_err(|error| cx.number_error(error))
}

/// Other words for the TypeError of what is no integer.
fn no_integer(cx: &mut Cx, value: Value, letter: char, exit: Exit) -> R<Exit> {
    let exception = cx.exception;
    if exit != Exit::Raise || !is_instance(cx, exception, &TYPE_ERROR)? {
        return Ok(exit);
    }
    let wanted = match letter {
        'o' | 'x' | 'X' => "an integer",
        _ => "a real number",
    };
    let class = type_name(cx, value)?;
    Ok(cx.type_error(format_args!(
        "%{letter} format: {wanted} is required, not {class}"
    )))
}

fn float(
    cx: &mut Cx,
    flavour: Flavour,
    value: Value,
    letter: char,
    percent: &Percent,
) -> R<Formatted> {
    let number = match number::float(cx, value) {
        Err(Exit::Raise) if flavour == Flavour::Bytes => {
            let exception = cx.exception;
            if is_instance(cx, exception, &TYPE_ERROR)? {
                let class = type_name(cx, value)?;
                return Err(cx.type_error(format_args!("float argument required, not {class}")));
            }
            return Err(Exit::Raise);
        }
        number => number?,
    };
    percent_float(number, letter, percent).map_err(|error| cx.number_error(error))
}

/// `%s`, `%r` and `%a`. The caller keeps no Python code between this and the use of the text.
fn text(cx: &mut Cx, value: Value, letter: char) -> R<Text<'static>> {
    let text = match letter {
        's' => protocol::str(cx, value)?,
        'r' => protocol::repr(cx, value)?,
        _ => protocol::ascii(cx, value)?,
    };
    Ok(cx.payload::<Str>(text)?.map_or(Text::EMPTY, Str::text))
}

/// What the precision leaves.
fn cut<'a>(text: Text<'a>, percent: &Percent) -> Text<'a> {
    text.part(0..percent.precision.unwrap_or(usize::MAX))
}

/// `%b`: the bytes of a bytes-like object, or of what has `__bytes__`.
fn bytes_of(cx: &mut Cx, value: Value) -> R<Cow<'static, [u8]>> {
    if let Some(bytes) = cx.payload::<Bytes>(value)? {
        return Ok(Cow::Borrowed(bytes.as_slice()));
    }
    let name = name!(cx, "__bytes__")?;
    let Some(result) = attribute::call_special(cx, value, name, &[])? else {
        if let Some(bytes) = buffer::contents(cx, value)? {
            return Ok(bytes);
        }
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{class}'"
        )));
    };
    match cx.payload::<Bytes>(result)? {
        Some(bytes) => Ok(Cow::Borrowed(bytes.as_slice())),
        None => {
            let class = type_name(cx, result)?;
            Err(cx.type_error(format_args!("__bytes__ returned non-bytes (type {class})")))
        }
    }
}

/// The integer that `%c` takes; `None` if the value is none.
fn small_integer(cx: &mut Cx, value: Value, limit: i64) -> R<Option<u32>> {
    let name = name!(cx, "__index__")?;
    if number::exact_int(cx, value)?.is_none() && class_of(value).lookup(cx, name)?.is_none() {
        return Ok(None);
    }
    let index = number::index(cx, value)?;
    match to_int(index)
        .and_then(|int| int.to_i64())
        .filter(|code| (0..limit).contains(code))
    {
        Some(code) => Ok(Some(code as u32)),
        None => {
            let limit = if limit == 0x100 { "256" } else { "0x110000" };
            Err(cx.overflow_error(format_args!("%c arg not in range({limit})")))
        }
    }
}

/// `%c` of text.
fn character(cx: &mut Cx, value: Value) -> R<Text<'static>> {
    const WANTED: &str = "%c requires an int or a unicode character, not";
    if let Some(string) = cx.payload::<Str>(value)? {
        return match string.len() {
            1 => Ok(string.text()),
            length => Err(cx.type_error(format_args!("{WANTED} a string of length {length}"))),
        };
    }
    match small_integer(cx, value, 0x11_0000)? {
        Some(code) => Ok(strings::character(cx, code)?.text()),
        None => {
            let class = full_type_name(cx, value)?;
            Err(cx.type_error(format_args!("{WANTED} {class}")))
        }
    }
}

/// `%c` of bytes.
fn byte(cx: &mut Cx, value: Value) -> R<u8> {
    const WANTED: &str = "%c requires an integer in range(256) or a single byte, not";
    let is_bytes = cx.payload::<Bytes>(value)?.is_some();
    if is_bytes || cx.payload::<ByteArray>(value)?.is_some() {
        let content = buffer::required(cx, value)?;
        return match content[..] {
            [byte] => Ok(byte),
            _ => {
                let (class, length) = (if is_bytes { "bytes" } else { "bytearray" }, content.len());
                Err(cx.type_error(format_args!("{WANTED} a {class} object of length {length}")))
            }
        };
    }
    match small_integer(cx, value, 0x100)? {
        Some(code) => Ok(code as u8),
        None => {
            let class = full_type_name(cx, value)?;
            Err(cx.type_error(format_args!("{WANTED} {class}")))
        }
    }
}

fn push_padded(percent: &Percent, text: Text<'_>, out: &mut Builder) {
    let padding = percent.width.saturating_sub(text.len());
    let left = if percent.left { 0 } else { padding };
    out.push_repeated(' '.into(), left);
    out.push_text(text);
    out.push_repeated(' '.into(), padding - left);
}

/// Appends a formatted number.
pub(crate) fn push_formatted(formatted: &Formatted, out: &mut Builder) {
    out.push_repeated(formatted.fill, formatted.left);
    out.push_bytes(formatted.prefix.as_bytes());
    out.push_repeated(formatted.fill, formatted.inner);
    match &formatted.body {
        Body::Ascii(text) => out.push_bytes(text.as_bytes()),
        Body::Point(code) => out.push(*code),
    }
    out.push_repeated(formatted.fill, formatted.right);
}
