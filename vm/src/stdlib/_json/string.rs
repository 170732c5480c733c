//! JSON's strings, both ways.

use super::output::Output;
use crate::cx::{Cx, R};
use crate::objects::str::{self, Str};
use tython_text::{CodeUnit, Text};

/// What is wrong with a document, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) message: &'static str,
    pub(super) pos: usize,
}

impl Fault {
    pub(super) fn new<T>(message: &'static str, pos: usize) -> Result<T, Fault> {
        Err(Fault { message, pos })
    }
}

/// A string that has been read.
#[derive(Debug)]
pub(super) struct Scanned {
    /// The place behind its closing quote.
    pub(super) end: usize,
    /// Its text is what stands in the document; else it has been written elsewhere.
    is_plain: bool,
}

impl Scanned {
    /// The string, whose text begins at `from` in the document, or is `unescaped`.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn string(
        &self,
        cx: &mut Cx,
        document: &'static Str,
        from: usize,
        unescaped: &[u32],
    ) -> R<&'static Str> {
        match self.is_plain {
            true => str::part(cx, document, from..self.end - 1),
            false => str::from_part(cx, Text::Four(unescaped)),
        }
    }

    /// Whether its text is what stands in the document.
    pub(super) fn is_plain(&self) -> bool {
        self.is_plain
    }
}

/// Whether a string has to be looked at here: quotes, backslashes and control characters.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut code = 0;
    while code < 0x20 {
        special[code] = true;
        code += 1;
    }
    special[b'"' as usize] = true;
    special[b'\\' as usize] = true;
    special
};

/// How many bytes of plain text there are at the beginning, or a few less than that: where eight bytes are left, they are looked at
/// together.
#[inline]
fn plain_words(bytes: &[u8], strict: bool) -> usize {
    const LOWEST: u64 = u64::from_ne_bytes([1; 8]);
    // The highest bit of each byte that is less than `bound`, which is at most 128. (Perhaps of some above such a byte, too.)
    let below = |word: u64, bound: u8| word.wrapping_sub(LOWEST * u64::from(bound)) & !word;
    let is = |word: u64, byte: u8| below(word ^ (LOWEST * u64::from(byte)), 1);
    let mut plain = 0;
    for chunk in bytes.as_chunks::<8>().0 {
        let word = u64::from_le_bytes(*chunk);
        let control = if strict { below(word, 0x20) } else { 0 };
        let special = (is(word, b'"') | is(word, b'\\') | control) & LOWEST << 7;
        if special != 0 {
            return plain + special.trailing_zeros() as usize / 8;
        }
        plain += 8;
    }
    plain
}

/// The first place from `from` on that is not plain text.
#[inline]
fn special_from<U: CodeUnit>(units: &[U], from: usize, strict: bool) -> usize {
    let rest = units.get(from..).unwrap_or_default();
    let (rest, from) = match U::text(rest) {
        Text::One(bytes) => {
            let plain = plain_words(bytes, strict);
            (&rest[plain..], from + plain)
        }
        _ => (rest, from),
    };
    let is_special = |unit: &U| match u8::try_from(unit.code()) {
        Ok(byte) => SPECIAL[usize::from(byte)] && (strict || byte >= 0x20),
        Err(_) => false,
    };
    from + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// Reads the string whose text begins at `from`, to behind its closing quote. Unless it is `strict`,
/// it may have control characters in it. If it has escapes, its text is `unescaped` then.
pub(super) fn scan<U: CodeUnit>(
    units: &[U],
    from: usize,
    strict: bool,
    unescaped: &mut Vec<u32>,
) -> Result<Scanned, Fault> {
    let unterminated = || Fault::new("Unterminated string starting at", from.saturating_sub(1));
    unescaped.clear();
    let mut is_plain = true;
    let mut place = from;
    loop {
        let stop = special_from(units, place, strict);
        let Some(code) = units.get(stop).map(|unit| unit.code()) else {
            return unterminated();
        };
        if code != u32::from(b'"') && code != u32::from(b'\\') {
            return Fault::new("Invalid control character at", stop);
        }
        let is_end = code == u32::from(b'"');
        if !(is_end && is_plain) {
            unescaped.extend(units[place..stop].iter().map(|unit| unit.code()));
        }
        if is_end {
            let end = stop + 1;
            return Ok(Scanned { end, is_plain });
        }
        if stop + 1 == units.len() {
            return unterminated();
        }
        let (code, next) = escape(units, stop + 1)?;
        unescaped.push(code);
        (is_plain, place) = (false, next);
    }
}

/// The escape whose letter is at `at`: what it means, and the place behind it.
fn escape<U: CodeUnit>(units: &[U], at: usize) -> Result<(u32, usize), Fault> {
    let letter = u8::try_from(units[at].code()).unwrap_or(0);
    let code = match letter {
        b'"' | b'\\' | b'/' => letter,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => return unicode_escape(units, at),
        _ => return Fault::new("Invalid \\escape", at - 1),
    };
    Ok((code.into(), at + 1))
}

/// The four hexadecimal digits from `at` on.
fn hex<U: CodeUnit>(units: &[U], at: usize) -> Option<u32> {
    let digits = units.get(at..at + 4)?;
    digits.iter().try_fold(0, |number, digit| {
        let digit = char::from_u32(digit.code())?.to_digit(16)?;
        Some(number << 4 | digit)
    })
}

/// The escape whose `u` is at `at`. Two of them may be the halves of one code point.
fn unicode_escape<U: CodeUnit>(units: &[U], at: usize) -> Result<(u32, usize), Fault> {
    let Some(code) = hex(units, at + 1) else {
        return Fault::new("Invalid \\uXXXX escape", at);
    };
    let behind = at + 5;
    let is = |place: usize, wanted: u8| {
        units
            .get(place)
            .is_some_and(|unit| unit.code() == u32::from(wanted))
    };
    let is_high = (0xD800..0xDC00).contains(&code);
    let is_pair = is_high && is(behind, b'\\') && is(behind + 1, b'u');
    if !is_pair {
        return Ok((code, behind));
    }
    match hex(units, behind + 2) {
        Some(low @ 0xDC00..0xE000) => {
            let pair = 0x1_0000 + ((code - 0xD800) << 10 | (low - 0xDC00));
            Ok((pair, behind + 6))
        }
        Some(_) => Ok((code, behind)),
        None => Fault::new("Invalid \\uXXXX escape", behind + 1),
    }
}

/// Writes a string with its quotes. In `ascii`, everything else is escaped.
pub(super) fn write(output: &mut impl Output, text: Text<'_>, ascii: bool) {
    output.ascii(b"\"");
    match text {
        Text::One(units) => write_units(output, units, ascii),
        Text::Two(units) => write_units(output, units, ascii),
        Text::Four(units) => write_units(output, units, ascii),
    }
    output.ascii(b"\"");
}

fn write_units<U: CodeUnit>(output: &mut impl Output, units: &[U], ascii: bool) {
    let is_special = |unit: &U| match u8::try_from(unit.code()) {
        Ok(byte) => SPECIAL[usize::from(byte)] || ascii && byte >= 0x7F,
        Err(_) => ascii,
    };
    let mut rest = units;
    while let Some(stop) = rest.iter().position(is_special) {
        output.text(U::text(&rest[..stop]));
        write_escape(output, rest[stop].code());
        rest = &rest[stop + 1..];
    }
    output.text(U::text(rest));
}

fn write_escape(output: &mut impl Output, code: u32) {
    match code {
        0x22 => output.ascii(b"\\\""),
        0x5C => output.ascii(b"\\\\"),
        0x08 => output.ascii(b"\\b"),
        0x0C => output.ascii(b"\\f"),
        0x0A => output.ascii(b"\\n"),
        0x0D => output.ascii(b"\\r"),
        0x09 => output.ascii(b"\\t"),
        0x1_0000.. => {
            let offset = code - 0x1_0000;
            write_hex(output, 0xD800 | offset >> 10);
            write_hex(output, 0xDC00 | offset & 0x3FF);
        }
        _ => write_hex(output, code),
    }
}

fn write_hex(output: &mut impl Output, code: u32) {
    let digit = |shift: u32| b"0123456789abcdef"[(code >> shift & 15) as usize];
    output.ascii(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}
