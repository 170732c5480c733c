//! UTF-8.

use super::{ByteBuilder, Decoder, Encoder, Fault, Replacement};
use crate::text::each_kind;
use crate::{Builder, CodeUnit, Kind, Text};

/// How many units are looked at together: much text is ASCII for long stretches.
const BLOCK: usize = 64;

/// UTF-8 in both directions. Surrogates are errors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Utf8;

impl Decoder for Utf8 {
    fn encoding(&self) -> &'static str {
        "utf-8"
    }

    fn decode(
        &mut self,
        input: &[u8],
        at: usize,
        last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        let Some(rest) = input.get(at..) else {
            return Ok(input.len());
        };
        let (valid, error) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, None),
            Err(error) => {
                let valid = &rest[..error.valid_up_to()];
                (std::str::from_utf8(valid).unwrap_or_default(), Some(error))
            }
        };
        push_valid(valid, out);
        let Some(error) = error else {
            return Ok(input.len());
        };
        let start = at + error.valid_up_to();
        let (length, reason) = match (error.error_len(), input[start]) {
            (None, _) if !last => return Ok(start),
            // The beginning of a surrogate: with its end, a handler may let it pass.
            _ if !last && matches!(input[start..], [0xED, 0xA0..=0xBF]) => return Ok(start),
            (None, _) => (input.len() - start, "unexpected end of data"),
            (Some(length), 0x80..=0xC1 | 0xF5..) => (length, "invalid start byte"),
            (Some(length), _) => (length, "invalid continuation byte"),
        };
        Err(Fault {
            start,
            end: start + length,
            reason,
        })
    }
}

/// Appends text that Rust has found to be valid.
fn push_valid(valid: &str, out: &mut Builder) {
    if valid.is_ascii() {
        out.push_bytes(valid.as_bytes());
        return;
    }
    // The largest byte says how wide the widest character is; so the result need not be copied when
    // it comes.
    let kind = match valid.bytes().fold(0, u8::max) {
        0xF0.. => Kind::Four,
        0xC4.. => Kind::Two,
        _ => Kind::One,
    };
    let starts = valid.as_bytes().chunks(BLOCK).map(|block| {
        // So few that they fit in a byte, and can be counted as vectors.
        let starts = block.iter().map(|&byte| u8::from(byte & 0xC0 != 0x80));
        usize::from(starts.sum::<u8>())
    });
    out.reserve(kind, starts.sum());
    let mut rest = valid;
    while !rest.is_empty() {
        let (block, after) = rest.split_at(rest.floor_char_boundary(BLOCK));
        rest = after;
        match block.is_ascii() {
            true => out.push_bytes(block.as_bytes()),
            false => block.chars().for_each(|char| out.push(char.into())),
        }
    }
}

impl Encoder for Utf8 {
    fn encoding(&self) -> &'static str {
        "utf-8"
    }

    fn encode(&mut self, text: Text<'_>, at: usize, out: &mut ByteBuilder) -> Result<(), Fault> {
        let rest = text.part(at..text.len());
        if let Text::One(units) = rest
            && units.is_ascii()
        {
            out.push(units);
            return Ok(());
        }
        out.reserve(rest.len());
        each_kind!(rest, units => {
            for (number, block) in units.chunks(BLOCK).enumerate() {
                let start = at + number * BLOCK;
                encode_block(block, out).map_err(|place| surrogates(text, start + place))?;
            }
        });
        Ok(())
    }

    fn replace(&mut self, replacement: &Replacement, out: &mut ByteBuilder) -> bool {
        replacement.push_limited(0x80, out)
    }
}

/// Encodes a block, up to the first surrogate, and says where that is.
fn encode_block<U: CodeUnit>(block: &[U], out: &mut ByteBuilder) -> Result<(), usize> {
    let mut bytes = [0; 4 * BLOCK];
    if block.iter().fold(0, |bits, unit| bits | unit.code()) < 0x80 {
        for (byte, unit) in bytes.iter_mut().zip(block) {
            *byte = unit.code() as u8;
        }
        out.push(&bytes[..block.len()]);
        return Ok(());
    }
    let mut length = 0;
    let mut surrogate = None;
    for (place, unit) in block.iter().enumerate() {
        let Some(char) = char::from_u32(unit.code()) else {
            surrogate = Some(place);
            break;
        };
        length += char.encode_utf8(&mut bytes[length..]).len();
    }
    out.push(&bytes[..length]);
    surrogate.map_or(Ok(()), Err)
}

/// The fault of the run of surrogates at `start`.
fn surrogates(text: Text<'_>, start: usize) -> Fault {
    let run = text.part(start..text.len()).codes();
    Fault {
        start,
        end: start
            + run
                .take_while(|&code| char::from_u32(code).is_none())
                .count(),
        reason: "surrogates not allowed",
    }
}
