//! `marshal.loads` and `marshal.load`.
//!
//! A file's `read` is Python code, so values lie in lists of the heap until they are done.

use super::{FLAG_REF, MAX_DEPTH, kind};
use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::bytearray;
use crate::objects::bytes::{self, Bytes};
use crate::objects::code;
use crate::objects::complex;
use crate::objects::dict;
use crate::objects::exception::classes::STOP_ITERATION;
use crate::objects::int::from_int;
use crate::objects::list::{self, List};
use crate::objects::set;
use crate::objects::slice;
use crate::objects::str::{self, Str};
use crate::objects::tuple;
use crate::protocol::call::call_method;
use crate::protocol::{self, codec, type_name};
use crate::value::Value;
use std::borrow::Cow;
use tython_compiler::code::{serial, verify};
use tython_num::Int;
use tython_num::int::{self, ByteOrder};
use tython_text::Text;

/// Where the bytes come from.
enum Source {
    /// Memory, and how much of it has been read.
    Bytes(Cow<'static, [u8]>, usize),
    /// An object with a method `read`.
    File(Value),
}

struct Reader {
    source: Source,
    /// The values that may be referred to; NotImplemented if one is not done yet.
    references: &'static List,
    allow_code: bool,
    depth: usize,
}

/// The value that these bytes begin with.
///
/// # Errors
/// EOFError, ValueError, TypeError and MemoryError.
pub(super) fn from_bytes(cx: &mut Cx, bytes: Cow<'static, [u8]>, allow_code: bool) -> R {
    read(cx, Source::Bytes(bytes, 0), allow_code)
}

/// The next value of a file.
///
/// # Errors
/// What its `read` raises, and as [`from_bytes`].
pub(super) fn from_file(cx: &mut Cx, file: Value, allow_code: bool) -> R {
    // CPython looks as well whether it is a file of bytes.
    let name = name!(cx, "read")?;
    let nothing = call_method(cx, file, name, &[Value::index(0)])?;
    if cx.payload::<Bytes>(nothing)?.is_none() {
        let class = type_name(cx, nothing)?;
        return Err(cx.type_error(format_args!("file.read() returned not bytes but {class}")));
    }
    read(cx, Source::File(file), allow_code)
}

fn read(cx: &mut Cx, source: Source, allow_code: bool) -> R {
    let references = list::new(cx)?;
    let mut reader = Reader {
        source,
        references,
        allow_code,
        depth: 0,
    };
    reader.some(cx, "object")
}

/// So many bytes of a file.
fn read_file(cx: &mut Cx, file: Value, count: usize) -> R<Vec<u8>> {
    let room = bytearray::zeros(cx, count)?;
    let room = bytearray::new(cx, &room)?;
    let name = name!(cx, "readinto")?;
    let length = call_method(cx, file, name, &[Value::from(room)])?;
    match protocol::index(cx, length)?.as_small_int() {
        Some(length) if length == count as i64 => room.part(cx, 0..count),
        Some(length) if length > count as i64 => Err(cx.value_error(format_args!(
            "read() returned too much data: {count} bytes requested, {length} returned"
        ))),
        _ => Err(cx.eof_error(format_args!("EOF read where not expected"))),
    }
}

#[cold]
fn bad(cx: &mut Cx, what: &str) -> Exit {
    cx.value_error(format_args!("bad marshal data ({what})"))
}

impl Reader {
    /// So many bytes.
    fn bytes(&mut self, cx: &mut Cx, count: usize) -> R<Cow<'static, [u8]>> {
        let got = match &mut self.source {
            Source::Bytes(bytes, at) => {
                let rest = bytes.get(*at..).unwrap_or_default();
                let part = rest.get(..count).map(<[u8]>::to_vec);
                *at += part.as_ref().map_or(rest.len(), Vec::len);
                part.map(Cow::Owned)
            }
            Source::File(file) => return read_file(cx, *file, count).map(Cow::Owned),
        };
        match got {
            Some(bytes) => Ok(bytes),
            None => Err(cx.eof_error(format_args!("marshal data too short"))),
        }
    }

    fn array<const N: usize>(&mut self, cx: &mut Cx) -> R<[u8; N]> {
        let bytes = self.bytes(cx, N)?;
        let mut array = [0; N];
        array.copy_from_slice(&bytes[..N]);
        Ok(array)
    }

    fn byte(&mut self, cx: &mut Cx) -> R<u8> {
        Ok(self.array::<1>(cx)?[0])
    }

    fn number(&mut self, cx: &mut Cx) -> R<i32> {
        Ok(i32::from_le_bytes(self.array(cx)?))
    }

    /// A length, in whose error the container is named.
    fn length(&mut self, cx: &mut Cx, of: &str) -> R<usize> {
        let length = self.number(cx)?;
        usize::try_from(length).map_err(|_| bad(cx, &format!("{of} size out of range")))
    }

    /// A value that must be there.
    fn some(&mut self, cx: &mut Cx, of: &str) -> R {
        match self.value(cx)? {
            Some(value) => Ok(value),
            None => Err(cx.type_error(format_args!("NULL object in marshal data for {of}"))),
        }
    }

    /// A value; `None` at the end of a dict.
    fn value(&mut self, cx: &mut Cx) -> R<Option<Value>> {
        if self.depth >= MAX_DEPTH {
            return Err(cx.value_error(format_args!("recursion limit exceeded")));
        }
        let code = match &self.source {
            Source::Bytes(bytes, at) if *at >= bytes.len() => {
                return Err(cx.eof_error(format_args!("EOF read where object expected")));
            }
            _ => self.byte(cx)?,
        };
        self.depth += 1;
        let value = cx.deeper(|cx| self.of_kind(cx, code & !FLAG_REF, code & FLAG_REF != 0));
        self.depth -= 1;
        value
    }

    /// Keeps a place for a value that refers to others, so that its number comes before theirs.
    fn reserve(&mut self, cx: &mut Cx, wanted: bool, value: Value) -> R<Option<usize>> {
        if !wanted {
            return Ok(None);
        }
        let index = list::len(cx, self.references)?;
        list::append(cx, self.references, value)?;
        Ok(Some(index))
    }

    fn of_kind(&mut self, cx: &mut Cx, kind: u8, wanted: bool) -> R<Option<Value>> {
        let value = match kind {
            kind::NULL => return Ok(None),
            kind::NONE => return Ok(Some(Value::NONE)),
            kind::TRUE => return Ok(Some(Value::TRUE)),
            kind::FALSE => return Ok(Some(Value::FALSE)),
            kind::ELLIPSIS => return Ok(Some(Value::ELLIPSIS)),
            kind::STOP_ITERATION => return Ok(Some(STOP_ITERATION.value())),
            kind::REFERENCE => return self.reference(cx).map(Some),
            kind::TUPLE
            | kind::SMALL_TUPLE
            | kind::LIST
            | kind::DICT
            | kind::SET
            | kind::FROZEN_SET
            | kind::SLICE => return self.container(cx, kind, wanted).map(Some),
            kind::INT => {
                let number = self.number(cx)?;
                cx.int(i64::from(number))?
            }
            kind::INT_64 => {
                let number = i64::from_le_bytes(self.array(cx)?);
                cx.int(number)?
            }
            kind::LONG => self.long(cx)?,
            kind::FLOAT => {
                let number = self.float_text(cx)?;
                cx.float(number)?
            }
            kind::BINARY_FLOAT => {
                let number = f64::from_le_bytes(self.array(cx)?);
                cx.float(number)?
            }
            kind::COMPLEX => {
                let (re, im) = (self.float_text(cx)?, self.float_text(cx)?);
                complex::new(cx, re, im)?
            }
            kind::BINARY_COMPLEX => {
                let re = f64::from_le_bytes(self.array(cx)?);
                let im = f64::from_le_bytes(self.array(cx)?);
                complex::new(cx, re, im)?
            }
            kind::BYTES => {
                let length = self.length(cx, "bytes object")?;
                let content = self.bytes(cx, length)?;
                bytes::new(cx, &content)?
            }
            kind::CODE => self.code(cx)?,
            _ => self.string(cx, kind)?,
        };
        self.reserve(cx, wanted, value)?;
        Ok(Some(value))
    }

    fn reference(&mut self, cx: &mut Cx) -> R {
        let index = self.number(cx)?;
        let found = match usize::try_from(index) {
            Ok(index) => list::get(cx, self.references, index)?,
            Err(_) => None,
        };
        match found {
            Some(value) if value != Value::NOT_IMPLEMENTED => Ok(value),
            _ => Err(bad(cx, "invalid reference")),
        }
    }

    fn string(&mut self, cx: &mut Cx, kind: u8) -> R {
        let length = match kind {
            kind::SHORT_ASCII | kind::SHORT_ASCII_INTERNED => usize::from(self.byte(cx)?),
            kind::ASCII | kind::ASCII_INTERNED | kind::UNICODE | kind::INTERNED => {
                self.length(cx, "string")?
            }
            _ => return Err(bad(cx, "unknown type code")),
        };
        let content = self.bytes(cx, length)?;
        let string = match kind {
            kind::UNICODE | kind::INTERNED => {
                let errors = name!(cx, "surrogatepass")?.cast::<Str>();
                codec::decode(cx, content, None, errors)?
            }
            // CPython does not look whether it is ASCII either.
            _ => str::from_part(cx, Text::One(&content))?,
        };
        match kind {
            kind::INTERNED | kind::ASCII_INTERNED | kind::SHORT_ASCII_INTERNED => {
                Ok(cx.vm.interned.string(string))
            }
            _ => Ok(Value::from(string)),
        }
    }

    fn long(&mut self, cx: &mut Cx) -> R {
        let size = self.number(cx)?;
        if size == i32::MIN {
            return Err(bad(cx, "long size out of range"));
        }
        let count = size.unsigned_abs() as usize;
        let digits = self.bytes(cx, count * 2)?;
        let (mut bytes, mut held, mut bits) = (Vec::with_capacity(count * 2), 0u32, 0);
        for digit in digits.chunks_exact(2) {
            let digit = u32::from(u16::from_le_bytes([digit[0], digit[1]]));
            if digit > 0x7fff {
                return Err(bad(cx, "digit out of range in long"));
            }
            held |= digit << bits;
            bits += 15;
            while bits >= 8 {
                bytes.push(held as u8);
                held >>= 8;
                bits -= 8;
            }
        }
        bytes.push(held as u8);
        if count > 0 && digits.ends_with(&[0, 0]) {
            return Err(bad(cx, "unnormalized long data"));
        }
        let number: Int = match int::from_bytes(&bytes, ByteOrder::Little, false) {
            Ok(number) if size < 0 => int::neg(&number),
            Ok(number) => number,
            Err(error) => return Err(cx.number_error(error)),
        };
        from_int(cx, number)
    }

    fn float_text(&mut self, cx: &mut Cx) -> R<f64> {
        let length = self.byte(cx)?;
        let text = self.bytes(cx, usize::from(length))?;
        let text = std::str::from_utf8(&text).ok();
        match text.and_then(|text| text.parse().ok()) {
            Some(number) => Ok(number),
            None => Err(cx.value_error(format_args!("could not convert string to float"))),
        }
    }

    fn container(&mut self, cx: &mut Cx, kind: u8, wanted: bool) -> R {
        match kind {
            kind::LIST => {
                let length = self.length(cx, "list")?;
                let list = list::new(cx)?;
                self.reserve(cx, wanted, Value::from(list))?;
                self.items(cx, list, length, "list")?;
                Ok(Value::from(list))
            }
            kind::DICT => {
                let dict = dict::new(cx)?;
                self.reserve(cx, wanted, Value::from(dict))?;
                while let Some(key) = self.value(cx)? {
                    let Some(value) = self.value(cx)? else {
                        break;
                    };
                    dict::set(cx, dict, key, value)?;
                }
                Ok(Value::from(dict))
            }
            kind::SET => {
                let length = self.length(cx, "set")?;
                let set = set::new(cx)?;
                self.reserve(cx, wanted, Value::from(set))?;
                for _ in 0..length {
                    let element = self.some(cx, "set")?;
                    set::add(cx, set, element)?;
                }
                Ok(Value::from(set))
            }
            _ => self.immutable(cx, kind, wanted),
        }
    }

    /// A tuple, which may contain itself by way of a list.
    fn tuple(&mut self, cx: &mut Cx, length: usize, wanted: bool) -> R {
        if let Source::Bytes(bytes, at) = &self.source
            && length > bytes.len().saturating_sub(*at)
        {
            return Err(cx.eof_error(format_args!("marshal data too short")));
        }
        let tuple = tuple::with(cx, length, |_| Value::NONE)?;
        self.reserve(cx, wanted, Value::from(tuple))?;
        for index in 0..length {
            let item = self.some(cx, "tuple")?;
            tuple.put(index, item);
        }
        Ok(Value::from(tuple))
    }

    /// What refers to other values and cannot refer to itself.
    fn immutable(&mut self, cx: &mut Cx, kind: u8, wanted: bool) -> R {
        let (of, length) = match kind {
            kind::SMALL_TUPLE => {
                let length = self.byte(cx)?;
                return self.tuple(cx, usize::from(length), wanted);
            }
            kind::TUPLE => {
                let length = self.length(cx, "tuple")?;
                return self.tuple(cx, length, wanted);
            }
            kind::SLICE => ("slice", 3),
            _ => ("set", self.length(cx, "set")?),
        };
        let place = self.reserve(cx, wanted, Value::NOT_IMPLEMENTED)?;
        let items = list::new(cx)?;
        self.items(cx, items, length, of)?;
        let value = match (kind, &list::to_vec(cx, items)?[..]) {
            (kind::SLICE, [start, stop, step]) => slice::new(cx, *start, *stop, *step)?,
            (_, elements) => set::frozen(cx, elements)?,
        };
        if let Some(place) = place {
            list::set(cx, self.references, place, value)?;
        }
        Ok(value)
    }

    fn items(&mut self, cx: &mut Cx, into: &'static List, count: usize, of: &str) -> R<()> {
        for _ in 0..count {
            let item = self.some(cx, of)?;
            list::append(cx, into, item)?;
        }
        Ok(())
    }

    fn code(&mut self, cx: &mut Cx) -> R {
        if !self.allow_code {
            return Err(cx.value_error(format_args!("unmarshalling code objects is disallowed")));
        }
        let length = self.length(cx, "bytes object")?;
        let content = self.bytes(cx, length)?;
        match serial::read(&content) {
            Ok(code) if verify(&code).is_ok() => Ok(Value::from(code::new(cx, &code)?)),
            _ => Err(bad(cx, "no code of this version")),
        }
    }
}
