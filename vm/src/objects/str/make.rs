//! New strings out of other strings, and out of what the algorithms of `tython-text` make.

use super::base::{Room, Str, build, empty, from_part, from_text};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::protocol::type_name;
use crate::value::Value;
use tython_text::{CodeUnit, Kind, SizeError, Text, TextBuf};

/// What an algorithm made, or the exception for why it could not.
///
/// # Errors
/// OverflowError with the message `too_long`, and MemoryError.
pub fn checked<T>(cx: &mut Cx, made: Result<T, SizeError>, too_long: &str) -> R<T> {
    match made {
        Ok(made) => Ok(made),
        Err(SizeError::TooLong) => Err(cx.overflow_error(format_args!("{too_long}"))),
        Err(SizeError::NoMemory) => Err(cx.memory_error()),
    }
}

/// The string of what an algorithm made.
///
/// # Errors
/// As [`checked`].
pub fn made(cx: &mut Cx, made: Result<TextBuf, SizeError>, too_long: &str) -> R<&'static Str> {
    let buffer = checked(cx, made, too_long)?;
    from_part(cx, buffer.as_text())
}

/// Kind and length of texts that are put together.
#[derive(Clone, Copy)]
struct Size {
    kind: Kind,
    length: usize,
}

impl Size {
    /// That of the separators between `count` texts.
    #[inline]
    fn of_separators(separator: Text<'_>, count: usize) -> Size {
        let separators = count.saturating_sub(1);
        Size {
            kind: match separators {
                0 => Kind::One,
                _ => separator.kind(),
            },
            length: separator.len().saturating_mul(separators),
        }
    }

    /// With one text more.
    #[inline(always)]
    fn and(self, kind: Kind, length: usize) -> Size {
        Size {
            kind: self.kind.max(kind),
            length: self.length.saturating_add(length),
        }
    }
}

/// The texts one after the other, with a separator between them: so many units altogether.
///
/// # Errors
/// OverflowError with the message `too_long`, and MemoryError.
fn join_texts<'a>(
    cx: &mut Cx,
    separator: Text<'_>,
    Size { kind, length }: Size,
    texts: impl Iterator<Item = Text<'a>>,
    too_long: &str,
) -> R<&'static Str> {
    if isize::try_from(length).is_err() {
        return Err(cx.overflow_error(format_args!("{too_long}")));
    }
    build(cx, kind, length, |room| match room {
        Room::One(units) => put_all(units, separator, texts),
        Room::Two(units) => put_all(units, separator, texts),
        Room::Four(units) => put_all(units, separator, texts),
    })
}

fn put_all<'a, U: CodeUnit>(
    units: &mut [U],
    separator: Text<'_>,
    mut parts: impl Iterator<Item = Text<'a>>,
) {
    let Some(first) = parts.next() else {
        return;
    };
    let mut rest = put(units, first);
    for part in parts {
        if !separator.is_empty() {
            rest = put(rest, separator);
        }
        rest = put(rest, part);
    }
}

/// The same of strings, among them instances of subclasses. `wrong` is raised about what is none, and
/// told its place.
///
/// # Errors
/// As [`join_texts`], and `wrong`.
pub(super) fn join_strings(
    cx: &mut Cx,
    separator: Text<'_>,
    strings: &[Value],
    too_long: &str,
    wrong: impl FnOnce(&mut Cx, usize, Value) -> R<Exit>,
) -> R<&'static Str> {
    let mut size = Size::of_separators(separator, strings.len());
    let exact = strings.iter().all(|string| match string.cast::<Str>() {
        Some(string) => {
            size = size.and(string.kind(), string.len());
            true
        }
        None => false,
    });
    if exact {
        let texts = strings.iter().filter_map(|string| string.cast::<Str>());
        return join_texts(cx, separator, size, texts.map(Str::text), too_long);
    }
    let mut texts = Vec::with_capacity(strings.len());
    for (index, string) in strings.iter().enumerate() {
        match cx.payload::<Str>(*string)? {
            Some(string) => texts.push(string.text()),
            None => return Err(wrong(cx, index, *string)?),
        }
    }
    let separators = Size::of_separators(separator, texts.len());
    let size = texts
        .iter()
        .fold(separators, |size, text| size.and(text.kind(), text.len()));
    join_texts(cx, separator, size, texts.iter().copied(), too_long)
}

/// Copies a text to the beginning of `units`, and gives what follows.
#[inline(always)]
fn put<'a, U: CodeUnit>(units: &'a mut [U], text: Text<'_>) -> &'a mut [U] {
    let (here, rest) = units.split_at_mut(text.len());
    match U::units(text) {
        Some(same) => here.copy_from_slice(same),
        None => text.copy_to(here),
    }
    rest
}

/// `a + b`
///
/// # Errors
/// OverflowError and MemoryError.
pub fn add(cx: &mut Cx, a: &'static Str, b: &'static Str) -> R<&'static Str> {
    if b.is_empty() {
        return Ok(a);
    }
    if a.is_empty() {
        return Ok(b);
    }
    let length = a.len().checked_add(b.len());
    let Some(length) = length.filter(|length| isize::try_from(*length).is_ok()) else {
        return Err(cx.overflow_error(format_args!("{TOO_LARGE}")));
    };
    let (first, second) = (a.text(), b.text());
    build(cx, a.kind().max(b.kind()), length, |room| match room {
        Room::One(units) => _ = put(put(units, first), second),
        Room::Two(units) => _ = put(put(units, first), second),
        Room::Four(units) => _ = put(put(units, first), second),
    })
}

const TOO_LARGE: &str = "strings are too large to concat";

/// The strings one after the other: what an f-string makes of its parts.
///
/// # Errors
/// TypeError if one is no string, OverflowError and MemoryError.
pub fn concat(cx: &mut Cx, parts: &[Value]) -> R {
    let string = join_strings(cx, Text::EMPTY, parts, TOO_LARGE, |cx, _, part| {
        let class = type_name(cx, part)?;
        Ok(cx.type_error(format_args!("expected str instance, {class} found")))
    })?;
    Ok(string.value())
}

/// `text * count`; the text is not empty.
///
/// # Errors
/// OverflowError and MemoryError.
pub fn repeat(cx: &mut Cx, string: &'static Str, count: usize) -> R<&'static Str> {
    match count {
        0 => return Ok(empty(cx)),
        1 => return Ok(string),
        _ if string.is_empty() => return Ok(string),
        _ => {}
    }
    let text = string.text();
    let length = text
        .len()
        .checked_mul(count)
        .filter(|length| isize::try_from(*length).is_ok());
    let Some(length) = length else {
        return Err(cx.overflow_error(format_args!("repeated string is too long")));
    };
    build(cx, text.kind(), length, |room| match room {
        Room::One(units) => fill(units, text),
        Room::Two(units) => fill(units, text),
        Room::Four(units) => fill(units, text),
    })
}

/// Fills `units` with copies of a text that is not empty.
fn fill<U: CodeUnit>(units: &mut [U], text: Text<'_>) {
    let length = units.len();
    let mut done = text.len().min(length);
    text.copy_to(&mut units[..done]);
    // Doubles, so that copies are long.
    while done < length {
        let more = done.min(length - done);
        units.copy_within(..more, done);
        done += more;
    }
}

/// The text of `repr`'s result with everything beyond ASCII escaped.
///
/// # Errors
/// TypeError if it is no string, and MemoryError.
pub fn to_ascii(cx: &mut Cx, text: Value) -> R {
    let Some(string) = cx.payload::<Str>(text)? else {
        let class = type_name(cx, text)?;
        return Err(cx.type_error(format_args!("expected str instance, {class} found")));
    };
    if string.text().is_ascii() {
        return Ok(text);
    }
    let escaped: String = string.text().codes().map(escape).collect();
    Ok(from_text(cx, Text::One(escaped.as_bytes()))?.value())
}

fn escape(code: u32) -> String {
    match code {
        0..0x80 => char::from(code as u8).to_string(),
        0x80..0x100 => format!("\\x{code:02x}"),
        0x100..0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}
