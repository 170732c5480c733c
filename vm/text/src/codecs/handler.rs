//! The built-in error handlers.

use super::{ByteBuilder, ByteOrder, CodecError, Fault};
use crate::buf::room;
use crate::str::escaped;
use crate::unicodedata::{Version, name};
use crate::{Builder, SizeError, Text, TextBuf};

/// A built-in error handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    /// The exception is raised.
    Strict,
    /// The fault is left out.
    Ignore,
    /// `?`, and U+FFFD in text.
    Replace,
    /// `\x..`, `\u....`, `\U........`.
    BackslashReplace,
    /// `&#...;`.
    XmlCharRefReplace,
    /// `\N{...}`.
    NameReplace,
    /// Bytes that are not text become U+DC80 to U+DCFF, and back.
    SurrogateEscape,
    /// Surrogates are encoded as other code points are.
    SurrogatePass,
}

/// What a handler puts in the place of what could not be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// Text, which must be encodable.
    Text(TextBuf),
    /// Bytes, as they are.
    Bytes(Vec<u8>),
}

/// Why a handler gave no replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The exception of this fault is to be raised. It may begin later than what was asked for.
    Raise(Fault),
    /// The handler is not one for this direction: `TypeError: don't know how to handle ...`.
    WrongDirection,
    /// There is no memory for the replacement.
    Size(SizeError),
}

impl From<SizeError> for Refusal {
    fn from(error: SizeError) -> Self {
        Refusal::Size(error)
    }
}

impl From<Refusal> for CodecError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Raise(fault) => CodecError::Fault(fault),
            Refusal::WrongDirection => CodecError::WrongHandler,
            Refusal::Size(error) => CodecError::Size(error),
        }
    }
}

impl Replacement {
    /// Appends text of code points below `limit`, or bytes.
    pub(super) fn push_limited(&self, limit: u32, out: &mut ByteBuilder) -> bool {
        match self {
            Replacement::Bytes(bytes) => out.push(bytes),
            Replacement::Text(TextBuf::One(units)) => {
                if units.iter().any(|&unit| u32::from(unit) >= limit) {
                    return false;
                }
                out.push(units);
            }
            Replacement::Text(_) => return false,
        }
        true
    }

    /// Appends ASCII text, unit by unit, or bytes for whole units of `width`.
    pub(super) fn push_wide(
        &self,
        width: usize,
        out: &mut ByteBuilder,
        each: impl Fn(u8, &mut ByteBuilder),
    ) -> bool {
        match self {
            Replacement::Bytes(bytes) if bytes.len().is_multiple_of(width) => out.push(bytes),
            Replacement::Text(TextBuf::One(units)) if units.is_ascii() => {
                units.iter().for_each(|&unit| each(unit, out));
            }
            _ => return false,
        }
        true
    }
}

impl Handler {
    /// The built-in handler of a name.
    pub fn from_name(name: &str) -> Option<Handler> {
        Some(match name {
            "strict" => Handler::Strict,
            "ignore" => Handler::Ignore,
            "replace" => Handler::Replace,
            "backslashreplace" => Handler::BackslashReplace,
            "xmlcharrefreplace" => Handler::XmlCharRefReplace,
            "namereplace" => Handler::NameReplace,
            "surrogateescape" => Handler::SurrogateEscape,
            "surrogatepass" => Handler::SurrogatePass,
            _ => return None,
        })
    }

    /// What to put in the place of a fault of encoding, and where to go on.
    pub fn encode(
        self,
        encoding: &str,
        text: Text<'_>,
        fault: Fault,
    ) -> Result<(Replacement, usize), Refusal> {
        let part = text.part(fault.start..fault.end);
        let end = fault.start + part.len();
        let replacement = match self {
            Handler::Strict => return Err(Refusal::Raise(fault)),
            Handler::Ignore => Builder::new(),
            Handler::Replace => {
                let mut marks = Builder::new();
                marks.push_repeated('?'.into(), part.len());
                marks
            }
            Handler::BackslashReplace => replaced(part, escaped),
            Handler::XmlCharRefReplace => replaced(part, |code| format!("&#{code};")),
            Handler::NameReplace => replaced(part, |code| match name(Version::Current, code) {
                Some(name) => format!("\\N{{{name}}}"),
                None => escaped(code),
            }),
            Handler::SurrogateEscape => return unescape(part, fault),
            Handler::SurrogatePass => {
                let bytes = Wide::of(encoding).and_then(|wide| wide.pass(part));
                let bytes = bytes.ok_or(Refusal::Raise(fault))?;
                return Ok((Replacement::Bytes(bytes), end));
            }
        };
        Ok((Replacement::Text(replacement.finish()?), end))
    }

    /// Appends what is to be in the place of a fault of decoding, and says where to go on.
    pub fn decode(
        self,
        encoding: &str,
        input: &[u8],
        fault: Fault,
        out: &mut Builder,
    ) -> Result<usize, Refusal> {
        let bytes = input.get(fault.start..fault.end).unwrap_or_default();
        match self {
            Handler::Strict => return Err(Refusal::Raise(fault)),
            Handler::Ignore => {}
            Handler::Replace => out.push(0xFFFD),
            Handler::BackslashReplace => {
                for &byte in bytes {
                    out.push_bytes(escaped(byte.into()).as_bytes());
                }
            }
            Handler::SurrogateEscape => {
                // ASCII is never escaped: it could be a part of the next character.
                let escaped = bytes.iter().take(4).take_while(|byte| !byte.is_ascii());
                let escaped = escaped
                    .map(|&byte| out.push(0xDC00 + u32::from(byte)))
                    .count();
                return match escaped {
                    0 => Err(Refusal::Raise(fault)),
                    _ => Ok(fault.start + escaped),
                };
            }
            Handler::SurrogatePass => {
                let rest = input.get(fault.start..).unwrap_or_default();
                let passed = Wide::of(encoding).and_then(|wide| wide.surrogate(rest));
                let (code, length) = passed.ok_or(Refusal::Raise(fault))?;
                out.push(code);
                return Ok(fault.start + length);
            }
            Handler::XmlCharRefReplace | Handler::NameReplace => {
                return Err(Refusal::WrongDirection);
            }
        }
        Ok(fault.start + bytes.len())
    }
}

fn replaced(part: Text<'_>, each: impl Fn(u32) -> String) -> Builder {
    let mut out = Builder::new();
    for code in part.codes() {
        out.push_bytes(each(code).as_bytes());
    }
    out
}

/// The bytes of escaped ones, up to what is not one.
fn unescape(part: Text<'_>, fault: Fault) -> Result<(Replacement, usize), Refusal> {
    let mut bytes = room(part.len())?;
    let escaped = part
        .codes()
        .take_while(|code| (0xDC80..=0xDCFF).contains(code));
    bytes.extend(escaped.map(|code| code as u8));
    match bytes.len() {
        0 if !part.is_empty() => Err(Refusal::Raise(fault)),
        length => Ok((Replacement::Bytes(bytes), fault.start + length)),
    }
}

/// The encodings that `surrogatepass` knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wide {
    Utf8,
    Utf16(ByteOrder),
    Utf32(ByteOrder),
}

impl Wide {
    fn of(encoding: &str) -> Option<Wide> {
        let name = encoding.to_ascii_lowercase().replace('_', "-");
        let rest = name.strip_prefix("utf")?;
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let order = |rest: &str| match rest.strip_prefix('-').unwrap_or(rest) {
            "" => Some(ByteOrder::NATIVE),
            "le" => Some(ByteOrder::Little),
            "be" => Some(ByteOrder::Big),
            _ => None,
        };
        match rest.split_at_checked(2) {
            Some(("16", rest)) => order(rest).map(Wide::Utf16),
            Some(("32", rest)) => order(rest).map(Wide::Utf32),
            _ => (rest == "8").then_some(Wide::Utf8),
        }
    }

    /// The bytes of surrogates, and of nothing else.
    fn pass(self, part: Text<'_>) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for code in part.codes() {
            let unit = u16::try_from(code).ok()?;
            if !(0xD800..=0xDFFF).contains(&unit) {
                return None;
            }
            match self {
                Wide::Utf8 => bytes.extend([
                    0xED,
                    0x80 | (unit >> 6 & 0x3F) as u8,
                    0x80 | (unit & 0x3F) as u8,
                ]),
                Wide::Utf16(order) => bytes.extend(order.split_2(unit)),
                Wide::Utf32(order) => bytes.extend(order.split_4(code)),
            }
        }
        Some(bytes)
    }

    /// The surrogate that bytes begin with, and how many bytes it has.
    fn surrogate(self, bytes: &[u8]) -> Option<(u32, usize)> {
        let width = match self {
            Wide::Utf8 => 3,
            Wide::Utf16(_) => 2,
            Wide::Utf32(_) => 4,
        };
        let first = bytes.get(..width)?;
        let code = match (self, first) {
            (Wide::Utf8, &[0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF]) => {
                0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F)
            }
            (Wide::Utf16(order), &[a, b]) => order.join_2([a, b]).into(),
            (Wide::Utf32(order), &[a, b, c, d]) => order.join_4([a, b, c, d]),
            _ => return None,
        };
        (0xD800..=0xDFFF).contains(&code).then_some((code, width))
    }
}
