//! Character maps: the many encodings of one byte a character.

use super::{ByteBuilder, Decoder, Encoder, Fault, Replacement};
use crate::{Builder, Text};
use std::collections::HashMap;

const UNDEFINED: &str = "character maps to <undefined>";

/// A code point that stands for "undefined" in the table of an encoding.
const NO_CHARACTER: u32 = 0xFFFE;

/// Bytes to text through a map: a function that appends what a byte means, or says that it means
/// nothing.
pub struct CharmapDecoder<F>(pub F);

impl CharmapDecoder<()> {
    /// A decoder by a table: the code point of each byte.
    pub fn of_table(table: Text<'_>) -> CharmapDecoder<impl FnMut(u8, &mut Builder) -> bool> {
        CharmapDecoder(move |byte: u8, out: &mut Builder| {
            let code = table.get(byte.into()).filter(|&code| code != NO_CHARACTER);
            code.map(|code| out.push(code)).is_some()
        })
    }
}

impl<F: FnMut(u8, &mut Builder) -> bool> Decoder for CharmapDecoder<F> {
    fn encoding(&self) -> &'static str {
        "charmap"
    }

    fn decode(
        &mut self,
        input: &[u8],
        at: usize,
        _last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        let rest = input.get(at..).unwrap_or_default();
        match rest.iter().position(|&byte| !(self.0)(byte, out)) {
            None => Ok(input.len()),
            Some(place) => Err(Fault {
                start: at + place,
                end: at + place + 1,
                reason: UNDEFINED,
            }),
        }
    }
}

/// Text to bytes through a map: a function that appends the bytes of a code point, or says that it
/// has none.
pub struct CharmapEncoder<F>(pub F);

impl<F: FnMut(u32, &mut ByteBuilder) -> bool> Encoder for CharmapEncoder<F> {
    fn encoding(&self) -> &'static str {
        "charmap"
    }

    fn encode(&mut self, text: Text<'_>, at: usize, out: &mut ByteBuilder) -> Result<(), Fault> {
        let mut codes = text.part(at..text.len()).codes();
        let valid = codes.by_ref().position(|code| !(self.0)(code, out));
        let Some(valid) = valid else {
            return Ok(());
        };
        let mut unused = ByteBuilder::new();
        let more = codes
            .take_while(|&code| !(self.0)(code, &mut unused))
            .count();
        Err(Fault {
            start: at + valid,
            end: at + valid + 1 + more,
            reason: UNDEFINED,
        })
    }

    fn replace(&mut self, replacement: &Replacement, out: &mut ByteBuilder) -> bool {
        match replacement {
            Replacement::Bytes(bytes) => {
                out.push(bytes);
                true
            }
            Replacement::Text(text) => text.as_text().codes().all(|code| (self.0)(code, out)),
        }
    }
}

/// The inverse of a decoding table: what `codecs.charmap_build` makes.
#[derive(Clone, Debug, Default)]
pub struct EncodingMap {
    bytes: HashMap<u32, u8>,
}

impl EncodingMap {
    /// The map for text that `table` decodes to. Of two bytes with one meaning, the larger is used.
    pub fn new(table: Text<'_>) -> EncodingMap {
        let defined = table.codes().zip(0..=u8::MAX);
        let defined = defined.filter(|&(code, _)| code != NO_CHARACTER);
        EncodingMap {
            bytes: defined.collect(),
        }
    }

    /// The byte of a code point.
    pub fn get(&self, code: u32) -> Option<u8> {
        self.bytes.get(&code).copied()
    }

    /// An encoder by this map.
    pub fn encoder(&self) -> CharmapEncoder<impl FnMut(u32, &mut ByteBuilder) -> bool> {
        CharmapEncoder(|code, out: &mut ByteBuilder| {
            self.get(code).map(|byte| out.push(&[byte])).is_some()
        })
    }
}
