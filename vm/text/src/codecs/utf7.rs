//! UTF-7 (RFC 2152): ASCII as it is, and the rest as UTF-16 in base64 between `+` and `-`.

use super::utf16::{joined, pair};
use super::{ByteBuilder, Decoder, Fault};
use crate::binascii::{BASE64, base64_value};
use crate::{Builder, SizeError, Text};

/// UTF-7 to text.
#[derive(Clone, Debug, Default)]
pub struct Utf7Decoder {
    shift: Option<Shift>,
}

/// A part in base64, begun and not ended.
#[derive(Clone, Debug)]
struct Shift {
    /// Where its `+` is.
    start: usize,
    /// How long the output was at its beginning.
    out_start: usize,
    buffer: u32,
    /// How many bits of `buffer` are not used yet.
    bits: u32,
    /// A high surrogate that waits for its low one.
    surrogate: Option<u16>,
}

impl Shift {
    fn push(&mut self, value: u8, out: &mut Builder) {
        self.buffer = self.buffer << 6 | u32::from(value);
        self.bits += 6;
        if self.bits < 16 {
            return;
        }
        self.bits -= 16;
        let unit = (self.buffer >> self.bits) as u16;
        self.buffer &= (1 << self.bits) - 1;
        match (self.surrogate.take(), unit) {
            (Some(high), 0xDC00..=0xDFFF) => return out.push(joined(high, unit)),
            (Some(high), _) => out.push(high.into()),
            (None, _) => {}
        }
        match unit {
            0xD800..=0xDBFF => self.surrogate = Some(unit),
            _ => out.push(unit.into()),
        }
    }

    /// What is wrong with the bits that are left at its end.
    fn rest_is_wrong(&self) -> Option<&'static str> {
        match (self.bits, self.buffer) {
            (6.., _) => Some("partial character in shift sequence"),
            (1.., 1..) => Some("non-zero padding bits in shift sequence"),
            _ => None,
        }
    }
}

impl Decoder for Utf7Decoder {
    fn encoding(&self) -> &'static str {
        "utf7"
    }

    fn decode(
        &mut self,
        input: &[u8],
        mut at: usize,
        last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        while let Some(&byte) = input.get(at) {
            if self.shift.is_some() {
                at = self.shifted(byte, at, out)?;
            } else if byte == b'+' {
                at = self.plus(input, at, out)?;
            } else if byte.is_ascii() {
                out.push(byte.into());
                at += 1;
            } else {
                return Err(Fault {
                    start: at,
                    end: at + 1,
                    reason: "unexpected special character",
                });
            }
        }
        match self.shift.take() {
            // What follows goes on with it, from its beginning.
            Some(shift) if !last => {
                out.truncate(shift.out_start);
                Ok(shift.start)
            }
            Some(shift) if shift.surrogate.is_some() || shift.rest_is_wrong().is_some() => {
                Err(Fault {
                    start: shift.start,
                    end: input.len(),
                    reason: "unterminated shift sequence",
                })
            }
            _ => Ok(at),
        }
    }
}

impl Utf7Decoder {
    /// A `+`, which begins base64, save before `-`.
    fn plus(&mut self, input: &[u8], at: usize, out: &mut Builder) -> Result<usize, Fault> {
        match input.get(at + 1) {
            Some(b'-') => {
                out.push('+'.into());
                return Ok(at + 2);
            }
            Some(&next) if base64_value(next).is_none() => {
                return Err(Fault {
                    start: at,
                    end: at + 2,
                    reason: "ill-formed sequence",
                });
            }
            _ => {}
        }
        self.shift = Some(Shift {
            start: at,
            out_start: out.len(),
            buffer: 0,
            bits: 0,
            surrogate: None,
        });
        Ok(at + 1)
    }

    /// A byte in base64, or the one after it.
    fn shifted(&mut self, byte: u8, at: usize, out: &mut Builder) -> Result<usize, Fault> {
        if let (Some(value), Some(shift)) = (base64_value(byte), &mut self.shift) {
            shift.push(value, out);
            return Ok(at + 1);
        }
        let Some(shift) = self.shift.take() else {
            return Ok(at);
        };
        if let Some(reason) = shift.rest_is_wrong() {
            return Err(Fault {
                start: shift.start,
                end: at + 1,
                reason,
            });
        }
        if let Some(surrogate) = shift.surrogate
            && byte.is_ascii()
            && byte != b'+'
        {
            out.push(surrogate.into());
        }
        Ok(at + if byte == b'-' { 1 } else { 0 })
    }
}

/// Text to UTF-7. All text can be.
pub fn utf7_encode(text: Text<'_>) -> Result<Vec<u8>, SizeError> {
    let mut out = ByteBuilder::new();
    // The bits that are not written yet, and how many they are; none outside base64.
    let mut pending: Option<(u32, u32)> = None;
    for code in text.codes() {
        if let Some(byte) = direct(code) {
            if let Some((buffer, bits)) = pending.take() {
                push_rest(buffer, bits, &mut out);
                if base64_value(byte).is_some() || byte == b'-' {
                    out.push(b"-");
                }
            }
            out.push(&[byte]);
        } else if code == '+'.into() && pending.is_none() {
            out.push(b"+-");
        } else {
            let (mut buffer, mut bits) = pending.unwrap_or_else(|| {
                out.push(b"+");
                (0, 0)
            });
            let units = match code {
                0x1_0000.. => &pair(code)[..],
                _ => &[code as u16],
            };
            for &unit in units {
                buffer = buffer << 16 | u32::from(unit);
                bits += 16;
                while bits >= 6 {
                    bits -= 6;
                    out.push(&[BASE64[(buffer >> bits & 63) as usize]]);
                }
                buffer &= (1 << bits) - 1;
            }
            pending = Some((buffer, bits));
        }
    }
    if let Some((buffer, bits)) = pending {
        push_rest(buffer, bits, &mut out);
        out.push(b"-");
    }
    out.finish()
}

fn push_rest(buffer: u32, bits: u32, out: &mut ByteBuilder) {
    if bits > 0 {
        out.push(&[BASE64[(buffer << (6 - bits) & 63) as usize]]);
    }
}

/// The byte of what is written as it is: printable ASCII and white space, save `+`, `\` and `~`.
fn direct(code: u32) -> Option<u8> {
    let byte = u8::try_from(code).ok()?;
    let direct = matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'}');
    (direct && byte != b'+' && byte != b'\\').then_some(byte)
}
