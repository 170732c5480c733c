//! UTF-32, with a byte order or with a mark that says it.

use super::utf16::{MARK, not_allowed};
use super::{ByteBuilder, ByteOrder, Decoder, Encoder, Fault, Replacement};
use crate::{Builder, Text};

/// UTF-32 to text.
#[derive(Clone, Debug)]
pub struct Utf32Decoder {
    order: Option<ByteOrder>,
}

impl Utf32Decoder {
    /// A decoder of a byte order. Without one, a mark at the beginning says it and is left out; if
    /// there is none, it is this machine's.
    pub fn new(order: Option<ByteOrder>) -> Self {
        Utf32Decoder { order }
    }

    /// The byte order that was given, or that the mark said.
    pub fn order(&self) -> Option<ByteOrder> {
        self.order
    }
}

impl ByteOrder {
    /// The unit of four bytes.
    pub(super) fn join_4(self, bytes: [u8; 4]) -> u32 {
        match self {
            ByteOrder::Little => u32::from_le_bytes(bytes),
            ByteOrder::Big => u32::from_be_bytes(bytes),
        }
    }

    /// The four bytes of a unit.
    pub(super) fn split_4(self, unit: u32) -> [u8; 4] {
        match self {
            ByteOrder::Little => unit.to_le_bytes(),
            ByteOrder::Big => unit.to_be_bytes(),
        }
    }
}

impl Decoder for Utf32Decoder {
    fn encoding(&self) -> &'static str {
        match self.order.unwrap_or(ByteOrder::NATIVE) {
            ByteOrder::Little => "utf-32-le",
            ByteOrder::Big => "utf-32-be",
        }
    }

    fn decode(
        &mut self,
        input: &[u8],
        mut at: usize,
        last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        if let (None, 0, Some(&bytes)) = (self.order, at, input.first_chunk()) {
            let marks = |order: &ByteOrder| order.join_4(bytes) == MARK.into();
            self.order = [ByteOrder::Little, ByteOrder::Big].into_iter().find(marks);
            at = if self.order.is_some() { 4 } else { 0 };
        }
        let order = self.order.unwrap_or(ByteOrder::NATIVE);
        while let Some(&bytes) = input.get(at..).and_then(|rest| rest.first_chunk()) {
            let reason = match order.join_4(bytes) {
                0xD800..=0xDFFF => "code point in surrogate code point range(0xd800, 0xe000)",
                0x11_0000.. => "code point not in range(0x110000)",
                code => {
                    out.push(code);
                    at += 4;
                    continue;
                }
            };
            return Err(Fault {
                start: at,
                end: at + 4,
                reason,
            });
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

/// Text to UTF-32.
#[derive(Clone, Debug)]
pub struct Utf32Encoder {
    order: Option<ByteOrder>,
}

impl Utf32Encoder {
    /// An encoder of a byte order. Without one, it is this machine's, and a mark comes first.
    pub fn new(order: Option<ByteOrder>) -> Self {
        Utf32Encoder { order }
    }
}

impl Encoder for Utf32Encoder {
    fn encoding(&self) -> &'static str {
        match self.order {
            None => "utf-32",
            Some(ByteOrder::Little) => "utf-32-le",
            Some(ByteOrder::Big) => "utf-32-be",
        }
    }

    fn encode(&mut self, text: Text<'_>, at: usize, out: &mut ByteBuilder) -> Result<(), Fault> {
        let order = self.order.unwrap_or(ByteOrder::NATIVE);
        out.reserve((text.len() - at.min(text.len())).saturating_mul(4));
        if self.order.is_none() && out.is_empty() {
            out.push(&order.split_4(MARK.into()));
        }
        for (place, code) in text.codes().enumerate().skip(at) {
            if (0xD800..=0xDFFF).contains(&code) {
                return Err(not_allowed(place));
            }
            out.push(&order.split_4(code));
        }
        Ok(())
    }

    fn replace(&mut self, replacement: &Replacement, out: &mut ByteBuilder) -> bool {
        let order = self.order.unwrap_or(ByteOrder::NATIVE);
        replacement.push_wide(4, out, |unit, out| out.push(&order.split_4(unit.into())))
    }
}
