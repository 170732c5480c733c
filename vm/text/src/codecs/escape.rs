//! `unicode_escape` and `raw_unicode_escape`: text as it stands in Python's source.

use super::{ByteBuilder, Decoder, Fault};
use crate::bytes::digit_value;
use crate::str::escaped;
use crate::{Builder, SizeError, Text, unicodedata};

/// An escape that is none: it stands for itself, and there is a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidEscape {
    /// Where its backslash is.
    pub at: usize,
    /// The character after the backslash, or an octal number above 0o377.
    pub code: u32,
}

/// `unicode_escape` to text.
#[derive(Clone, Debug, Default)]
pub struct UnicodeEscapeDecoder {
    invalid: Option<InvalidEscape>,
}

impl UnicodeEscapeDecoder {
    /// The first escape that was none.
    pub fn invalid_escape(&self) -> Option<InvalidEscape> {
        self.invalid
    }
}

/// Why an escape cannot be decoded.
struct Broken {
    end: usize,
    reason: &'static str,
    /// It may still go on after the end of the input.
    incomplete: bool,
}

impl Decoder for UnicodeEscapeDecoder {
    fn encoding(&self) -> &'static str {
        "unicodeescape"
    }

    fn decode(
        &mut self,
        input: &[u8],
        at: usize,
        last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        decode(input, at, last, out, |at, out| self.escape(input, at, out))
    }
}

/// Decodes the escapes with `escape`, and copies what is between them.
fn decode(
    input: &[u8],
    mut at: usize,
    last: bool,
    out: &mut Builder,
    mut escape: impl FnMut(usize, &mut Builder) -> Result<usize, Broken>,
) -> Result<usize, Fault> {
    loop {
        let rest = input.get(at..).unwrap_or_default();
        let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        out.push_bytes(&rest[..plain]);
        at += plain;
        if plain == rest.len() {
            return Ok(input.len());
        }
        match escape(at, out) {
            Ok(next) => at = next,
            Err(broken) if broken.incomplete && !last => return Ok(at),
            Err(Broken { end, reason, .. }) => {
                return Err(Fault {
                    start: at,
                    end,
                    reason,
                });
            }
        }
    }
}

impl UnicodeEscapeDecoder {
    /// Decodes the escape at `start`, and says where it ends.
    fn escape(&mut self, input: &[u8], start: usize, out: &mut Builder) -> Result<usize, Broken> {
        let at = start + 2;
        let Some(&kind) = input.get(start + 1) else {
            return Err(Broken {
                end: input.len(),
                reason: "\\ at end of string",
                incomplete: true,
            });
        };
        let (code, end) = match kind {
            b'\n' => return Ok(at),
            b'\\' | b'\'' | b'"' => (kind.into(), at),
            b'a' => (7, at),
            b'b' => (8, at),
            b't' => (9, at),
            b'n' => (10, at),
            b'v' => (11, at),
            b'f' => (12, at),
            b'r' => (13, at),
            b'0'..=b'7' => self.octal(input, start),
            b'x' => hexadecimal(input, at, 2, "truncated \\xXX escape")?,
            b'u' => hexadecimal(input, at, 4, "truncated \\uXXXX escape")?,
            b'U' => hexadecimal(input, at, 8, "truncated \\UXXXXXXXX escape")?,
            b'N' => named(input, at)?,
            _ => {
                self.warn(start, kind.into());
                out.push('\\'.into());
                (kind.into(), at)
            }
        };
        match code {
            0..=0x10_FFFF => out.push(code),
            _ => {
                return Err(Broken {
                    end,
                    reason: "illegal Unicode character",
                    incomplete: false,
                });
            }
        }
        Ok(end)
    }

    /// Up to three octal digits.
    fn octal(&mut self, input: &[u8], start: usize) -> (u32, usize) {
        let digits = input[start + 1..].iter().take(3);
        let digits = digits.map_while(|&byte| char::from(byte).to_digit(8));
        let (code, count) =
            digits.fold((0, 0), |(code, count), digit| (code * 8 + digit, count + 1));
        if code > 0o377 {
            self.warn(start, code);
        }
        (code, start + 1 + count)
    }

    fn warn(&mut self, at: usize, code: u32) {
        self.invalid.get_or_insert(InvalidEscape { at, code });
    }
}

/// The number of exactly `count` digits at `at`, and where it ends.
fn hexadecimal(
    input: &[u8],
    at: usize,
    count: usize,
    reason: &'static str,
) -> Result<(u32, usize), Broken> {
    let mut code = 0u32;
    for place in at..at + count {
        let byte = input.get(place);
        let Some(digit) = byte.and_then(|&byte| digit_value(byte.into())) else {
            return Err(Broken {
                end: place,
                reason,
                incomplete: byte.is_none(),
            });
        };
        code = code << 4 | u32::from(digit);
    }
    Ok((code, at + count))
}

/// The character of the name in braces at `at`.
fn named(input: &[u8], at: usize) -> Result<(u32, usize), Broken> {
    let malformed = |end, incomplete| Broken {
        end,
        reason: "malformed \\N character escape",
        incomplete,
    };
    match input.get(at) {
        None => return Err(malformed(at, true)),
        Some(b'{') => {}
        Some(_) => return Err(malformed(at, false)),
    }
    let name = &input[at + 1..];
    let Some(length) = memchr::memchr(b'}', name) else {
        return Err(malformed(input.len(), true));
    };
    if length == 0 {
        return Err(malformed(at + 1, false));
    }
    let end = at + length + 2;
    let found = unicodedata::character(Text::One(&name[..length]));
    let char = found.ok_or(Broken {
        end,
        reason: "unknown Unicode character name",
        incomplete: false,
    })?;
    Ok((char.into(), end))
}

/// `raw_unicode_escape` to text.
#[derive(Clone, Copy, Debug, Default)]
pub struct RawUnicodeEscapeDecoder;

impl Decoder for RawUnicodeEscapeDecoder {
    fn encoding(&self) -> &'static str {
        "rawunicodeescape"
    }

    fn decode(
        &mut self,
        input: &[u8],
        at: usize,
        last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        decode(input, at, last, out, |start, out| {
            let at = start + 2;
            let (code, end) = match input.get(start + 1) {
                // More may follow that makes an escape of it.
                None if !last => {
                    return Err(Broken {
                        end: at,
                        reason: "",
                        incomplete: true,
                    });
                }
                Some(b'u') => hexadecimal(input, at, 4, "truncated \\uXXXX escape")?,
                Some(b'U') => hexadecimal(input, at, 8, "truncated \\UXXXXXXXX escape")?,
                other => {
                    out.push('\\'.into());
                    other.iter().for_each(|&&byte| out.push(byte.into()));
                    return Ok(at.min(input.len()));
                }
            };
            match code {
                0..=0x10_FFFF => out.push(code),
                _ => {
                    return Err(Broken {
                        end,
                        reason: "\\Uxxxxxxxx out of range",
                        incomplete: false,
                    });
                }
            }
            Ok(end)
        })
    }
}

/// Text to `unicode_escape`. All text can be.
pub fn unicode_escape(text: Text<'_>) -> Result<Vec<u8>, SizeError> {
    let mut out = ByteBuilder::new();
    out.reserve(text.len());
    for code in text.codes() {
        match char::from_u32(code) {
            Some('\\') => out.push(b"\\\\"),
            Some('\t') => out.push(b"\\t"),
            Some('\n') => out.push(b"\\n"),
            Some('\r') => out.push(b"\\r"),
            Some(' '..='~') => out.push(&[code as u8]),
            _ => out.push(escaped(code).as_bytes()),
        }
    }
    out.finish()
}

/// Text to `raw_unicode_escape`. All text can be.
pub fn raw_unicode_escape(text: Text<'_>) -> Result<Vec<u8>, SizeError> {
    let mut out = ByteBuilder::new();
    out.reserve(text.len());
    for code in text.codes() {
        match u8::try_from(code) {
            Ok(byte) => out.push(&[byte]),
            Err(_) => out.push(escaped(code).as_bytes()),
        }
    }
    out.finish()
}
