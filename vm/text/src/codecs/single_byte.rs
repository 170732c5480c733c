//! ASCII and Latin-1: a byte is a code point.

use super::{ByteBuilder, Decoder, Encoder, Fault, Replacement};
use crate::text::each_kind;
use crate::{Builder, CodeUnit, Text};

/// ASCII in both directions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ascii;

/// Latin-1 in both directions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Latin1;

impl Decoder for Ascii {
    fn encoding(&self) -> &'static str {
        "ascii"
    }

    fn decode(
        &mut self,
        input: &[u8],
        at: usize,
        _last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        let rest = input.get(at..).unwrap_or_default();
        let valid = match rest.is_ascii() {
            true => rest.len(),
            false => rest.iter().take_while(|byte| byte.is_ascii()).count(),
        };
        out.push_bytes(&rest[..valid]);
        match valid == rest.len() {
            true => Ok(input.len()),
            false => Err(Fault {
                start: at + valid,
                end: at + valid + 1,
                reason: "ordinal not in range(128)",
            }),
        }
    }
}

impl Decoder for Latin1 {
    fn encoding(&self) -> &'static str {
        "latin-1"
    }

    fn decode(
        &mut self,
        input: &[u8],
        at: usize,
        _last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        out.push_bytes(input.get(at..).unwrap_or_default());
        Ok(input.len())
    }
}

/// Appends code points below `limit` as bytes; the fault is the first run of others.
fn encode_below(
    limit: u32,
    reason: &'static str,
    text: Text<'_>,
    at: usize,
    out: &mut ByteBuilder,
) -> Result<(), Fault> {
    let rest = text.part(at..text.len());
    let (valid, invalid) = each_kind!(rest, units => {
        let fits = |unit: &&_| CodeUnit::code(**unit) < limit;
        let valid = units.iter().take_while(fits).count();
        (valid, units[valid..].iter().take_while(|unit| !fits(unit)).count())
    });
    match rest.part(0..valid) {
        Text::One(bytes) => out.push(bytes),
        wide => {
            out.reserve(valid);
            wide.codes().for_each(|code| out.push(&[code as u8]));
        }
    }
    match invalid {
        0 => Ok(()),
        _ => Err(Fault {
            start: at + valid,
            end: at + valid + invalid,
            reason,
        }),
    }
}

impl Encoder for Ascii {
    fn encoding(&self) -> &'static str {
        "ascii"
    }

    fn encode(&mut self, text: Text<'_>, at: usize, out: &mut ByteBuilder) -> Result<(), Fault> {
        encode_below(0x80, "ordinal not in range(128)", text, at, out)
    }

    fn replace(&mut self, replacement: &Replacement, out: &mut ByteBuilder) -> bool {
        replacement.push_limited(0x80, out)
    }
}

impl Encoder for Latin1 {
    fn encoding(&self) -> &'static str {
        "latin-1"
    }

    fn encode(&mut self, text: Text<'_>, at: usize, out: &mut ByteBuilder) -> Result<(), Fault> {
        encode_below(0x100, "ordinal not in range(256)", text, at, out)
    }

    fn replace(&mut self, replacement: &Replacement, out: &mut ByteBuilder) -> bool {
        replacement.push_limited(0x100, out)
    }
}
