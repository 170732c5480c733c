//! Code objects as bytes, and back: for the packed library and `.pyc` files.
//!
//! Numbers are LEB128, signed ones zigzag; instruction words are eight bytes each, little end first.
//! First comes a table of all texts, each once; whatever has a text gives its number there. Then the
//! outermost code object, field by field, with the inner ones among its constants.
//!
//! What is read need not have been written here: every number is checked against what is there. Only
//! [`super::verify`] tells whether the instructions make sense.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rustpython_wtf8::Wtf8;

use super::{
    Code, CodeConst, CodeFlags, Const, ExceptionRange, Float, Local, LocalKind, Name, Positions,
};

/// How deeply code objects and tuples may nest, as for the compiler.
const MAX_DEPTH: u32 = 20_000;
/// Native stack that one level takes at most.
const STACK_OF_LEVEL: usize = 16 << 10;
/// How much is added when there is less.
const STACK_SEGMENT: usize = 1 << 20;

/// The tags of constants.
mod tag {
    pub(super) const NONE: u8 = 0;
    pub(super) const TRUE: u8 = 1;
    pub(super) const FALSE: u8 = 2;
    pub(super) const ELLIPSIS: u8 = 3;
    pub(super) const INT: u8 = 4;
    pub(super) const BIG_INT: u8 = 5;
    pub(super) const FLOAT: u8 = 6;
    pub(super) const COMPLEX: u8 = 7;
    pub(super) const STR: u8 = 8;
    pub(super) const BYTES: u8 = 9;
    pub(super) const TUPLE: u8 = 10;
    pub(super) const FROZEN_SET: u8 = 11;
    pub(super) const SLICE: u8 = 12;
    pub(super) const CODE: u8 = 13;
}

/// The bytes are no code object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrupt;

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bad code data")
    }
}

impl std::error::Error for Corrupt {}

/// The bytes of a code object.
#[must_use]
pub fn write(code: &Code) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.code(code);
    let mut out = Vec::with_capacity(writer.out.len() * 5 / 4);
    number(&mut out, writer.texts.len() as u64);
    for text in &writer.texts {
        number(&mut out, text.len() as u64);
        out.extend_from_slice(text);
    }
    out.append(&mut writer.out);
    out
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[derive(Default)]
struct Writer {
    numbers: HashMap<Vec<u8>, u64>,
    texts: Vec<Vec<u8>>,
    out: Vec<u8>,
}

impl Writer {
    fn number(&mut self, value: u64) {
        number(&mut self.out, value);
    }

    fn text(&mut self, text: &[u8]) {
        let next = self.texts.len() as u64;
        let known = match self.numbers.get(text) {
            Some(known) => *known,
            None => {
                self.numbers.insert(text.to_vec(), next);
                self.texts.push(text.to_vec());
                next
            }
        };
        self.number(known);
    }

    fn names<'a>(&mut self, names: impl ExactSizeIterator<Item = &'a Name>) {
        self.number(names.len() as u64);
        names.for_each(|name| self.text(name.as_bytes()));
    }

    fn code(&mut self, code: &Code) {
        for name in [&code.name, &code.qualname, &code.filename] {
            self.text(name.as_bytes());
        }
        for value in [
            code.first_line,
            code.flags.0,
            code.arg_count,
            code.posonly_count,
            code.kwonly_count,
            code.registers,
        ] {
            self.number(u64::from(value));
        }
        self.names(code.locals.iter().map(|local| &local.name));
        self.out
            .extend(code.locals.iter().map(|local| local.kind.bits()));
        self.names(code.names.iter());
        self.consts(&code.consts);
        match &code.docstring {
            Some(docstring) => self.constant(docstring),
            None => self.out.push(tag::NONE),
        }
        self.number(code.words.len() as u64);
        let words = code.words.iter().flat_map(|word| word.to_le_bytes());
        self.out.extend(words);
        self.number(code.exceptions.len() as u64);
        for range in &code.exceptions {
            for value in [range.start, range.end, range.handler, u32::from(range.exc)] {
                self.number(u64::from(value));
            }
        }
        self.number(code.positions.bytes().len() as u64);
        self.out.extend_from_slice(code.positions.bytes());
    }

    fn consts(&mut self, consts: &[Const]) {
        self.number(consts.len() as u64);
        consts.iter().for_each(|constant| self.constant(constant));
    }

    fn constant(&mut self, constant: &Const) {
        stacker::maybe_grow(STACK_OF_LEVEL, STACK_SEGMENT, || {
            self.constant_here(constant)
        });
    }

    fn constant_here(&mut self, constant: &Const) {
        let mut tagged = |tag| self.out.push(tag);
        match constant {
            Const::None => tagged(tag::NONE),
            Const::True => tagged(tag::TRUE),
            Const::False => tagged(tag::FALSE),
            Const::Ellipsis => tagged(tag::ELLIPSIS),
            Const::Int(value) => {
                tagged(tag::INT);
                self.number((value << 1 ^ value >> 63) as u64);
            }
            Const::BigInt(digits) => {
                tagged(tag::BIG_INT);
                self.text(digits.as_bytes());
            }
            Const::Float(value) => {
                tagged(tag::FLOAT);
                self.out.extend(value.0.to_le_bytes());
            }
            Const::Complex(real, imaginary) => {
                tagged(tag::COMPLEX);
                self.out.extend(real.0.to_le_bytes());
                self.out.extend(imaginary.0.to_le_bytes());
            }
            Const::Str(text) => {
                tagged(tag::STR);
                self.text(text.as_bytes());
            }
            Const::Bytes(bytes) => {
                tagged(tag::BYTES);
                self.text(bytes);
            }
            Const::Tuple(items) => {
                tagged(tag::TUPLE);
                self.consts(items);
            }
            Const::FrozenSet(items) => {
                tagged(tag::FROZEN_SET);
                self.consts(items);
            }
            Const::Slice(parts) => {
                tagged(tag::SLICE);
                parts.iter().for_each(|part| self.constant(part));
            }
            Const::Code(code) => {
                tagged(tag::CODE);
                self.code(&code.0);
            }
        }
    }
}

/// The code object that these bytes are, all of them.
///
/// # Errors
/// When they are none.
pub fn read(bytes: &[u8]) -> Result<Arc<Code>, Corrupt> {
    let mut reader = Reader {
        bytes,
        texts: Vec::new(),
        names: Vec::new(),
        depth: 0,
    };
    let count = reader.count(1)?;
    for _ in 0..count {
        let length = reader.count(1)?;
        let text = reader.take(length)?;
        reader.texts.push(text);
        reader.names.push(None);
    }
    let code = reader.code()?;
    if reader.bytes.is_empty() {
        Ok(code)
    } else {
        Err(Corrupt)
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    texts: Vec<&'a [u8]>,
    /// The names that the texts have become so far.
    names: Vec<Option<Name>>,
    depth: u32,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Corrupt> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Corrupt)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Corrupt> {
        let (first, rest) = self.bytes.split_first().ok_or(Corrupt)?;
        self.bytes = rest;
        Ok(*first)
    }

    fn number(&mut self) -> Result<u64, Corrupt> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Corrupt)
    }

    fn small(&mut self) -> Result<u32, Corrupt> {
        u32::try_from(self.number()?).map_err(|_| Corrupt)
    }

    /// How many things follow, each of at least so many bytes.
    fn count(&mut self, least: usize) -> Result<usize, Corrupt> {
        let count = usize::try_from(self.number()?).map_err(|_| Corrupt)?;
        if count <= self.bytes.len() / least {
            Ok(count)
        } else {
            Err(Corrupt)
        }
    }

    fn text(&mut self) -> Result<&'a [u8], Corrupt> {
        let index = usize::try_from(self.number()?).map_err(|_| Corrupt)?;
        self.texts.get(index).copied().ok_or(Corrupt)
    }

    fn name(&mut self) -> Result<Name, Corrupt> {
        let index = usize::try_from(self.number()?).map_err(|_| Corrupt)?;
        let known = self.names.get_mut(index).ok_or(Corrupt)?;
        if let Some(name) = known {
            return Ok(Arc::clone(name));
        }
        let text = std::str::from_utf8(self.texts[index]).map_err(|_| Corrupt)?;
        Ok(Arc::clone(known.insert(Name::from(text))))
    }

    fn names(&mut self) -> Result<Vec<Name>, Corrupt> {
        let count = self.count(1)?;
        (0..count).map(|_| self.name()).collect()
    }

    fn code(&mut self) -> Result<Arc<Code>, Corrupt> {
        let [name, qualname, filename] = [self.name()?, self.name()?, self.name()?];
        let [first_line, flags] = [self.small()?, self.small()?];
        let [arg_count, posonly_count, kwonly_count] =
            [self.small()?, self.small()?, self.small()?];
        let registers = self.small()?;
        let names_of_locals = self.names()?;
        let kinds = self.take(names_of_locals.len())?;
        let locals = names_of_locals.into_iter().zip(kinds);
        let locals = locals.map(|(name, kind)| Local {
            name,
            kind: LocalKind::from_bits(*kind),
        });
        let locals = locals.collect();
        let names = self.names()?;
        let consts = self.consts()?;
        let docstring = match self.constant()? {
            Const::None => None,
            docstring => Some(docstring),
        };
        let words = self.words()?;
        let exceptions = self.exceptions()?;
        let length = self.count(1)?;
        let positions = Positions::from_bytes(self.take(length)?);
        Ok(Arc::new(Code {
            name,
            qualname,
            filename,
            first_line,
            flags: CodeFlags(flags),
            arg_count,
            posonly_count,
            kwonly_count,
            locals,
            registers,
            names,
            consts,
            words,
            exceptions,
            positions,
            docstring,
        }))
    }

    fn words(&mut self) -> Result<Vec<u64>, Corrupt> {
        let count = self.count(8)?;
        let (words, _) = self.take(count * 8)?.as_chunks();
        Ok(words.iter().map(|word| u64::from_le_bytes(*word)).collect())
    }

    fn exceptions(&mut self) -> Result<Vec<ExceptionRange>, Corrupt> {
        let count = self.count(4)?;
        let range = |_| {
            let [start, end, handler] = [self.small()?, self.small()?, self.small()?];
            let exc = u16::try_from(self.small()?).map_err(|_| Corrupt)?;
            Ok(ExceptionRange {
                start,
                end,
                handler,
                exc,
            })
        };
        (0..count).map(range).collect()
    }

    fn consts(&mut self) -> Result<Vec<Const>, Corrupt> {
        let count = self.count(1)?;
        (0..count).map(|_| self.constant()).collect()
    }

    fn constant(&mut self) -> Result<Const, Corrupt> {
        if self.depth >= MAX_DEPTH {
            return Err(Corrupt);
        }
        self.depth += 1;
        let constant = stacker::maybe_grow(STACK_OF_LEVEL, STACK_SEGMENT, || self.constant_here());
        self.depth -= 1;
        constant
    }

    fn float(&mut self) -> Result<Float, Corrupt> {
        let bytes = self.take(8)?.try_into().map_err(|_| Corrupt)?;
        Ok(Float(u64::from_le_bytes(bytes)))
    }

    fn constant_here(&mut self) -> Result<Const, Corrupt> {
        Ok(match self.byte()? {
            tag::NONE => Const::None,
            tag::TRUE => Const::True,
            tag::FALSE => Const::False,
            tag::ELLIPSIS => Const::Ellipsis,
            tag::INT => {
                let value = self.number()?;
                Const::Int((value >> 1) as i64 ^ -((value & 1) as i64))
            }
            tag::BIG_INT => Const::BigInt(self.big_int()?),
            tag::FLOAT => Const::Float(self.float()?),
            tag::COMPLEX => Const::Complex(self.float()?, self.float()?),
            tag::STR => {
                let text = Wtf8::from_bytes(self.text()?).ok_or(Corrupt)?;
                Const::Str(Arc::new(text.to_owned()))
            }
            tag::BYTES => Const::Bytes(self.text()?.into()),
            tag::TUPLE => Const::Tuple(self.consts()?.into()),
            tag::FROZEN_SET => Const::FrozenSet(self.consts()?.into()),
            tag::SLICE => {
                let parts = [self.constant()?, self.constant()?, self.constant()?];
                Const::Slice(Arc::new(parts))
            }
            tag::CODE => Const::Code(CodeConst(self.code()?)),
            _ => return Err(Corrupt),
        })
    }

    fn big_int(&mut self) -> Result<Arc<str>, Corrupt> {
        let digits = std::str::from_utf8(self.text()?).map_err(|_| Corrupt)?;
        let unsigned = digits.strip_prefix('-').unwrap_or(digits);
        let is_number = match unsigned.strip_prefix("0x") {
            Some(digits) => digits.bytes().all(|digit| digit.is_ascii_hexdigit()),
            None => unsigned.bytes().all(|digit| digit.is_ascii_digit()),
        };
        if is_number && !unsigned.is_empty() {
            Ok(digits.into())
        } else {
            Err(Corrupt)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use crate::{codegen, dis, parse};

    const PROGRAM: &str = r#"
"""Documentation."""
from math import pi as tau

class Shape[T]:
    sides: int = 0xffff_ffff_ffff_ffff_ffff
    def area(self, *args, scale=1.5, **kwargs):
        "Area."
        try:
            return [x ** 2 for x in args if x in {1, 2, 3}] + [2j, b'\xff', '\ud800', ...]
        except* ValueError as error:
            raise TypeError(f'{error!r:>{scale}}') from None

async def gather(queue):
    async with queue as q:
        return lambda: (yield q[1:2, ::-1])
"#;

    fn compile(text: &str) -> Arc<Code> {
        let options = (parse::Options::default(), codegen::Options::default());
        codegen::compile(text.to_owned(), "<test>", options.0, options.1)
            .unwrap()
            .code
    }

    #[test]
    fn code_comes_back() {
        let code = compile(PROGRAM);
        let again = read(&write(&code)).unwrap();
        assert_eq!(dis::listing(&again), dis::listing(&code));
        assert_eq!(write(&again), write(&code));
        assert_eq!(super::super::verify(&again), Ok(()));
        assert_eq!(again.positions, code.positions);
    }

    #[test]
    fn damage_is_noticed_or_harmless() {
        let bytes = write(&compile(PROGRAM));
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err());
        }
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] ^= 0x55;
            if let Ok(code) = read(&damaged) {
                let _ = super::super::verify(&code);
            }
        }
    }
}
