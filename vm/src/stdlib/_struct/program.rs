//! Formats, parsed: what lies where in a structure.
//!
//! A format that was parsed is remembered by the thread that parsed it; it depends on nothing but its
//! text.

use super::{ERROR, error};
use crate::cx::{Cx, R};
use crate::objects::bytes::Bytes;
use crate::objects::native_box::{Native, NativeBox};
use crate::objects::str::{Str, from_utf8};
use crate::protocol::packed::{Kind, Packed};
use crate::protocol::{codec, type_name};
use crate::value::Value;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use tython_text::codecs::ByteOrder;

/// What some bytes of a structure are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Content {
    /// So many numbers one after the other.
    Numbers(Packed, usize),
    /// So many bytes as one value.
    Bytes(usize),
    /// The same, and the first one is the length.
    Pascal(usize),
}

/// Some bytes of a structure that hold values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Field {
    /// The character of the format.
    pub code: u8,
    /// Where the bytes are.
    pub offset: usize,
    pub content: Content,
}

/// A parsed format.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Program {
    pub fields: Vec<Field>,
    pub order: ByteOrder,
    /// Bytes of the structure.
    pub size: usize,
    /// How many values it holds.
    pub values: usize,
}

impl Native for Arc<Program> {
    fn bytes(&self) -> usize {
        size_of::<Program>() + self.fields.len() * size_of::<Field>()
    }
}

/// The program in a box.
pub(super) fn unboxed(value: Value) -> Option<&'static Arc<Program>> {
    value.cast::<NativeBox>()?.get::<Arc<Program>>()
}

const TOO_LONG: &str = "total struct size too long";
const BAD_CHAR: &str = "bad char in struct format";

/// The mode that a format begins with: its byte order, whether sizes and places are those of this
/// machine's C compiler, and the rest of the format.
fn mode(format: &[u8]) -> (ByteOrder, bool, &[u8]) {
    let native = (ByteOrder::NATIVE, true);
    let (order, is_native) = match format.first() {
        Some(b'@') => native,
        Some(b'=') => (ByteOrder::NATIVE, false),
        Some(b'<') => (ByteOrder::Little, false),
        Some(b'>' | b'!') => (ByteOrder::Big, false),
        _ => return (native.0, native.1, format),
    };
    (order, is_native, &format[1..])
}

fn parse(format: &[u8]) -> Result<Program, &'static str> {
    if format.contains(&0) {
        return Err("embedded null character");
    }
    let (order, is_native, codes) = mode(format);
    let mut program = Program {
        fields: Vec::new(),
        order,
        size: 0,
        values: 0,
    };
    let mut codes = codes.iter().peekable();
    while let Some(&code) = codes.next() {
        if matches!(code, b'\t'..=b'\r' | b' ') {
            continue;
        }
        let (mut code, mut count) = (code, 1);
        if code.is_ascii_digit() {
            count = usize::from(code - b'0');
            while let Some(digit) = codes.next_if(|code| code.is_ascii_digit()) {
                let tens = count.checked_mul(10).ok_or(TOO_LONG)?;
                count = tens
                    .checked_add(usize::from(digit - b'0'))
                    .ok_or(TOO_LONG)?;
            }
            code = *codes
                .next()
                .ok_or("repeat count given without format specifier")?;
        }
        program.add(code, count, is_native)?;
    }
    Ok(program)
}

impl Program {
    /// Adds what one character of the format stands for.
    fn add(&mut self, code: u8, count: usize, is_native: bool) -> Result<(), &'static str> {
        let content = match code {
            b'x' => None,
            b's' => Some(Content::Bytes(count)),
            b'p' => Some(Content::Pascal(count)),
            _ => {
                let packed = match is_native {
                    true => Packed::native(code),
                    false => Packed::standard(code),
                };
                let packed = packed.ok_or(BAD_CHAR)?;
                if is_native {
                    self.size = self
                        .size
                        .checked_next_multiple_of(alignment(packed))
                        .ok_or(TOO_LONG)?;
                }
                Some(Content::Numbers(packed, count))
            }
        };
        let (bytes, values) = match content {
            None => (Some(count), 0),
            Some(Content::Numbers(packed, count)) => (count.checked_mul(packed.size), count),
            Some(Content::Bytes(count) | Content::Pascal(count)) => (Some(count), 1),
        };
        let end = bytes.and_then(|bytes| self.size.checked_add(bytes));
        let end = end.filter(|end| isize::try_from(*end).is_ok());
        let end = end.ok_or(TOO_LONG)?;
        self.fields.extend(content.map(|content| Field {
            code,
            offset: self.size,
            content,
        }));
        self.size = end;
        self.values += values;
        Ok(())
    }
}

/// The places at which the C compiler puts such a number are multiples of this.
fn alignment(packed: Packed) -> usize {
    match packed.kind {
        Kind::Complex => packed.size / 2,
        _ => packed.size,
    }
}

/// Most formats that a thread remembers.
const MOST: usize = 100;

thread_local! {
    static KNOWN: RefCell<HashMap<Box<[u8]>, Arc<Program>>> = RefCell::default();
}

/// Forgets the formats that this thread has parsed.
pub(super) fn forget() {
    KNOWN.with_borrow_mut(HashMap::clear);
}

/// The program of a format: a string or bytes.
///
/// # Errors
/// TypeError if it is neither, and `struct.error` if it is no format.
pub(super) fn compile(cx: &mut Cx, format: Value) -> R<Arc<Program>> {
    let text = text(cx, format)?;
    let known = KNOWN.with_borrow(|known| known.get(&text[..]).cloned());
    if let Some(program) = known {
        return Ok(program);
    }
    let program = match parse(&text) {
        Ok(program) => Arc::new(program),
        Err(message) => return Err(error(cx, format_args!("{message}"))),
    };
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(text.into(), Arc::clone(&program));
    });
    Ok(program)
}

/// The bytes of a format.
pub(super) fn text(cx: &mut Cx, format: Value) -> R<Cow<'static, [u8]>> {
    if let Some(bytes) = cx.payload::<Bytes>(format)? {
        return Ok(Cow::Borrowed(bytes.as_slice()));
    }
    let Some(text) = cx.payload::<Str>(format)? else {
        let class = type_name(cx, format)?;
        return Err(cx.type_error(format_args!(
            "Struct() argument 1 must be a str or bytes object, not {class}"
        )));
    };
    if text.text().is_ascii() {
        return Ok(Cow::Borrowed(text.text().as_bytes()));
    }
    let ascii = from_utf8(cx, "ascii")?;
    codec::encode(cx, text, Some(ascii), None)?;
    Err(cx.raise_message(&ERROR, format_args!("{BAD_CHAR}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(format: &str) -> Result<usize, &'static str> {
        parse(format.as_bytes()).map(|program| program.size)
    }

    #[test]
    fn native_formats_are_aligned() {
        assert_eq!(size("bi"), Ok(8));
        assert_eq!(size("=bi"), Ok(5));
        assert_eq!(size("b0i"), Ok(4));
        assert_eq!(size("bD"), Ok(24));
        assert_eq!(size("<3sI?d"), Ok(16));
    }

    #[test]
    fn bad_formats_are_refused() {
        assert_eq!(size("z"), Err(BAD_CHAR));
        assert_eq!(size("=n"), Err(BAD_CHAR));
        assert_eq!(size("2 i"), Err(BAD_CHAR));
        assert_eq!(size("9223372036854775807i"), Err(TOO_LONG));
        assert_eq!(size("99999999999999999999i"), Err(TOO_LONG));
        assert_eq!(
            size("5"),
            Err("repeat count given without format specifier")
        );
    }
}
