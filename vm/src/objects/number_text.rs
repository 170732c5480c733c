//! What the classes of numbers have in common: their ways from and to text, and how comparisons are
//! declared.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::str::{self, Str};
use crate::protocol::{self, buffer, type_name};
use crate::value::Value;
use std::borrow::Cow;
use tython_num::{Formatted, Spec};
use tython_text::{Builder, Kind, Text};

/// The format specification for a number.
///
/// # Errors
/// ValueError if it is none.
pub(crate) fn spec(cx: &mut Cx, number: Value, format_spec: &'static Str) -> R<Spec> {
    let class = class_name(cx, number)?;
    let spec = with_points(format_spec.text(), |points| {
        Spec::parse(points, class, true)
    });
    spec.map_err(|error| cx.number_error(error))
}

/// The name of the class of what is formatted, for messages.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn class_name(cx: &mut Cx, value: Value) -> R<Cow<'static, str>> {
    Ok(if value.is_small_int() {
        Cow::Borrowed("int")
    } else if value.is_immediate_float() {
        Cow::Borrowed("float")
    } else if value.is::<Str>() {
        Cow::Borrowed("str")
    } else {
        Cow::Owned(type_name(cx, value)?)
    })
}

/// Calls `body` with the code points of a format specification, which is short as a rule.
pub(crate) fn with_points<T>(text: Text<'_>, body: impl FnOnce(&[u32]) -> T) -> T {
    let mut few = [0; 16];
    match few.get_mut(..text.len()) {
        Some(points) => {
            text.copy_to(points);
            body(points)
        }
        None => body(&text.codes().collect::<Vec<u32>>()),
    }
}

/// Room that is made for the text of a number at once.
const ROOM: usize = 1 << 10;

/// The string of a formatted number, or the exception.
///
/// # Errors
/// The formatting's, and MemoryError.
pub(crate) fn formatted(cx: &mut Cx, text: tython_num::Result<Formatted>) -> R {
    let text = text.map_err(|error| cx.number_error(error))?;
    if let tython_num::format::Body::Ascii(body) = &text.body
        && text.len() == body.len()
    {
        return Ok(str::from_part(cx, Text::ascii(body))?.value());
    }
    let mut out = Builder::wide(Kind::One, text.len().min(ROOM));
    out.push_repeated(text.fill, text.left);
    out.push_text(Text::ascii(&text.prefix));
    out.push_repeated(text.fill, text.inner);
    match &text.body {
        tython_num::format::Body::Ascii(body) => out.push_text(Text::ascii(body)),
        tython_num::format::Body::Point(point) => out.push(*point),
    }
    out.push_repeated(text.fill, text.right);
    Ok(str::made(cx, out.finish(), "string is too long")?.value())
}

/// The ASCII text that a number is parsed from, if `value` is a string, or bytes of some kind.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn literal(cx: &mut Cx, value: Value) -> R<Option<Cow<'static, [u8]>>> {
    if let Some(string) = cx.payload::<Str>(value)? {
        let text = string.text();
        return Ok(Some(match text {
            Text::One(bytes) if text.is_ascii() => Cow::Borrowed(bytes),
            _ => {
                let points: Vec<u32> = text.codes().collect();
                Cow::Owned(tython_num::text::to_ascii(&points))
            }
        }));
    }
    buffer::contents(cx, value)
}

/// The `repr` of what a message is about.
///
/// # Errors
/// What `__repr__` raises.
pub(crate) fn shown(cx: &mut Cx, value: Value) -> R<String> {
    Ok(str::to_string(protocol::repr(cx, value)?))
}

/// Declares the six comparisons of a class of immediate values by one function.
#[macro_export]
macro_rules! comparisons_of_values {
    ($class:ident, $compare:ident) => {
        $crate::comparisons_of_values! { $class, $compare,
            lt "__lt__(self, value, /)" Lt;
            le "__le__(self, value, /)" Le;
            eq "__eq__(self, value, /)" Eq;
            ne "__ne__(self, value, /)" Ne;
            gt "__gt__(self, value, /)" Gt;
            ge "__ge__(self, value, /)" Ge;
        }
    };
    ($class:ident, $compare:ident, $($name:ident $signature:literal $op:ident;)*) => {
        $(
            #[$crate::native::native($class, $signature, slot, effect = pure)]
            fn $name(cx: &mut $crate::cx::Cx, this: $crate::value::Value, value: $crate::value::Value) -> $crate::cx::R {
                $compare(cx, this, value, $crate::protocol::Compare::$op)
            }
        )*
    };
}
