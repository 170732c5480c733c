//! UTF-16, with a byte order or with a mark that says it.

use super::{ByteBuilder, ByteOrder, Decoder, Encoder, Fault, Replacement};
use crate::{Builder, Text};

/// UTF-16 to text.
#[derive(Clone, Debug)]
pub struct Utf16Decoder {
    order: Option<ByteOrder>,
}

impl Utf16Decoder {
    /// A decoder of a byte order. Without one, a mark at the beginning says it and is left out; if
    /// there is none, it is this machine's.
    pub fn new(order: Option<ByteOrder>) -> Self {
        Utf16Decoder { order }
    }

    /// The byte order that was given, or that the mark said.
    pub fn order(&self) -> Option<ByteOrder> {
        self.order
    }
}

impl ByteOrder {
    /// The unit of two bytes.
    pub(super) fn join_2(self, bytes: [u8; 2]) -> u16 {
        match self {
            ByteOrder::Little => u16::from_le_bytes(bytes),
            ByteOrder::Big => u16::from_be_bytes(bytes),
        }
    }

    /// The two bytes of a unit.
    pub(super) fn split_2(self, unit: u16) -> [u8; 2] {
        match self {
            ByteOrder::Little => unit.to_le_bytes(),
            ByteOrder::Big => unit.to_be_bytes(),
        }
    }
}

/// The byte order mark.
pub(super) const MARK: u16 = 0xFEFF;

impl Decoder for Utf16Decoder {
    fn encoding(&self) -> &'static str {
        match self.order.unwrap_or(ByteOrder::NATIVE) {
            ByteOrder::Little => "utf-16-le",
            ByteOrder::Big => "utf-16-be",
        }
    }

    fn decode(
        &mut self,
        input: &[u8],
        mut at: usize,
        last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        if let (None, 0, Some(&[first, second])) = (self.order, at, input.first_chunk()) {
            let marks = |order: &ByteOrder| order.join_2([first, second]) == MARK;
            self.order = [ByteOrder::Little, ByteOrder::Big].into_iter().find(marks);
            at = if self.order.is_some() { 2 } else { 0 };
        }
        let order = self.order.unwrap_or(ByteOrder::NATIVE);
        let unit = |at: usize| {
            let bytes = input.get(at..)?.first_chunk()?;
            Some(order.join_2(*bytes))
        };
        while let Some(first) = unit(at) {
            let second = unit(at + 2);
            let (code, length) = match (first, second) {
                (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) => (joined(first, second), 4),
                (0xD800..=0xDBFF, None) if !last => return Ok(at),
                (0xD800..=0xDFFF, _) => return Err(surrogate(first, second, at, input.len())),
                _ => (first.into(), 2),
            };
            out.push(code);
            at += length;
        }
        if at < input.len() && last {
            return Err(Fault {
                start: at,
                end: input.len(),
                reason: "truncated data",
            });
        }
        Ok(at)
    }
}

/// The code point of a pair of surrogates.
pub(super) fn joined(high: u16, low: u16) -> u32 {
    0x1_0000 + (u32::from(high & 0x3FF) << 10 | u32::from(low & 0x3FF))
}

/// The surrogates of a code point above U+FFFF.
pub(super) fn pair(code: u32) -> [u16; 2] {
    let code = code - 0x1_0000;
    [0xD800 + (code >> 10) as u16, 0xDC00 + (code & 0x3FF) as u16]
}

/// The fault of a surrogate that does not belong to a pair.
fn surrogate(first: u16, second: Option<u16>, start: usize, length: usize) -> Fault {
    let (end, reason) = match (first, second) {
        (0xDC00.., _) => (start + 2, "illegal encoding"),
        (_, None) => (length, "unexpected end of data"),
        _ => (start + 2, "illegal UTF-16 surrogate"),
    };
    Fault { start, end, reason }
}

/// Text to UTF-16.
#[derive(Clone, Debug)]
pub struct Utf16Encoder {
    order: Option<ByteOrder>,
}

impl Utf16Encoder {
    /// An encoder of a byte order. Without one, it is this machine's, and a mark comes first.
    pub fn new(order: Option<ByteOrder>) -> Self {
        Utf16Encoder { order }
    }
}

impl Encoder for Utf16Encoder {
    fn encoding(&self) -> &'static str {
        match self.order {
            None => "utf-16",
            Some(ByteOrder::Little) => "utf-16-le",
            Some(ByteOrder::Big) => "utf-16-be",
        }
    }

    fn encode(&mut self, text: Text<'_>, at: usize, out: &mut ByteBuilder) -> Result<(), Fault> {
        let order = self.order.unwrap_or(ByteOrder::NATIVE);
        out.reserve((text.len() - at.min(text.len())).saturating_mul(2));
        if self.order.is_none() && out.is_empty() {
            out.push(&order.split_2(MARK));
        }
        for (place, code) in text.codes().enumerate().skip(at) {
            match code {
                0xD800..=0xDFFF => return Err(not_allowed(place)),
                0x1_0000.. => {
                    let [high, low] = pair(code);
                    out.push(&order.split_2(high));
                    out.push(&order.split_2(low));
                }
                _ => out.push(&order.split_2(code as u16)),
            }
        }
        Ok(())
    }

    fn replace(&mut self, replacement: &Replacement, out: &mut ByteBuilder) -> bool {
        let order = self.order.unwrap_or(ByteOrder::NATIVE);
        replacement.push_wide(2, out, |unit, out| out.push(&order.split_2(unit.into())))
    }
}

/// The fault of a surrogate at `place`.
pub(super) fn not_allowed(place: usize) -> Fault {
    Fault {
        start: place,
        end: place + 1,
        reason: "surrogates not allowed",
    }
}
