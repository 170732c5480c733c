//! `marshal.dumps`.
//!
//! Nothing here calls Python code, so values may lie on the Rust heap.

use super::{FLAG_REF, MAX_DEPTH, VERSION, kind};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::bytes::Bytes;
use crate::objects::code::{self, CodeObject};
use crate::objects::complex::ComplexObject;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::STOP_ITERATION;
use crate::objects::float::to_f64;
use crate::objects::int::to_int;
use crate::objects::list::{self, List};
use crate::objects::set::{self, Set};
use crate::objects::slice::Slice;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::protocol::{buffer, codec};
use crate::value::Value;
use std::collections::HashMap;
use tython_compiler::code::serial;
use tython_num::IntRef;
use tython_text::Text;

/// Bits of a digit of a long integer.
const DIGIT: u32 = 15;

/// The bytes of a value.
///
/// # Errors
/// ValueError if it contains what cannot be written or nests too deeply, and MemoryError.
pub(super) fn write(cx: &mut Cx, value: Value, version: i32, allow_code: bool) -> R<Vec<u8>> {
    let mut writer = Writer {
        out: Vec::new(),
        references: HashMap::new(),
        version,
        allow_code,
        depth: 0,
    };
    writer.value(cx, value)?;
    Ok(writer.out)
}

struct Writer {
    out: Vec<u8>,
    /// The numbers of the values that can be referred to.
    references: HashMap<u64, u32>,
    version: i32,
    allow_code: bool,
    depth: usize,
}

impl Writer {
    fn value(&mut self, cx: &mut Cx, value: Value) -> R<()> {
        if self.depth >= MAX_DEPTH {
            return Err(cx.value_error(format_args!("object too deeply nested to marshal")));
        }
        self.depth += 1;
        let result = cx.deeper(|cx| self.any(cx, value));
        self.depth -= 1;
        result
    }

    fn any(&mut self, cx: &mut Cx, value: Value) -> R<()> {
        let constants = [
            (Value::NONE, kind::NONE),
            (Value::TRUE, kind::TRUE),
            (Value::FALSE, kind::FALSE),
            (Value::ELLIPSIS, kind::ELLIPSIS),
            (STOP_ITERATION.value(), kind::STOP_ITERATION),
        ];
        if let Some((_, kind)) = constants.iter().find(|(constant, _)| *constant == value) {
            self.out.push(*kind);
            return Ok(());
        }
        let mut flag = 0;
        if value.is_reference() && self.version >= 3 {
            let next = self.references.len() as u32;
            if let Some(known) = self.references.get(&value.bits()) {
                self.out.push(kind::REFERENCE);
                self.out.extend(known.to_le_bytes());
                return Ok(());
            }
            self.references.insert(value.bits(), next);
            flag = FLAG_REF;
        }
        if let Some(number) = to_int(value) {
            self.int(number, flag);
        } else if let Some(number) = to_f64(value) {
            self.out
                .push(flag | self.number_kind(kind::BINARY_FLOAT, kind::FLOAT));
            self.float(number);
        } else if let Some(number) = value.cast::<ComplexObject>() {
            let number = number.get();
            self.out
                .push(flag | self.number_kind(kind::BINARY_COMPLEX, kind::COMPLEX));
            self.float(number.re);
            self.float(number.im);
        } else if let Some(string) = value.cast::<Str>() {
            self.string(cx, string, flag)?;
        } else if let Some(bytes) = value.cast::<Bytes>() {
            self.bytes(cx, kind::BYTES | flag, bytes.as_slice())?;
        } else {
            self.container(cx, value, flag)?;
        }
        Ok(())
    }

    fn container(&mut self, cx: &mut Cx, value: Value, flag: u8) -> R<()> {
        if let Some(tuple) = value.cast::<Tuple>() {
            let items = tuple.as_slice();
            match u8::try_from(items.len()) {
                Ok(length) if self.version >= 4 => {
                    self.out.extend([kind::SMALL_TUPLE | flag, length]);
                }
                _ => self.head(cx, kind::TUPLE | flag, items.len())?,
            }
            return self.values(cx, items);
        }
        if let Some(list) = value.cast::<List>() {
            let items = list::to_vec(cx, list)?;
            self.head(cx, kind::LIST | flag, items.len())?;
            return self.values(cx, &items);
        }
        if let Some(dict) = value.cast::<Dict>() {
            self.out.push(kind::DICT | flag);
            let mut position = 0;
            while let Some((key, value)) = dict::next_entry(cx, dict, &mut position)? {
                self.value(cx, key)?;
                self.value(cx, value)?;
            }
            self.out.push(kind::NULL);
            return Ok(());
        }
        if let Some(set) = value.cast::<Set>() {
            return self.set(cx, set, flag);
        }
        if let Some(code) = value.cast::<CodeObject>() {
            return self.code(cx, code, flag);
        }
        if let Some(slice) = value.cast::<Slice>().filter(|_| self.version >= VERSION) {
            self.out.push(kind::SLICE | flag);
            return self.values(cx, &[slice.start.get(), slice.stop.get(), slice.step.get()]);
        }
        match buffer::contents(cx, value)? {
            Some(bytes) => self.bytes(cx, kind::BYTES | flag, &bytes),
            None => Err(unmarshallable(cx)),
        }
    }

    fn values(&mut self, cx: &mut Cx, values: &[Value]) -> R<()> {
        values.iter().try_for_each(|value| self.value(cx, *value))
    }

    /// The elements in the order of their bytes, so that equal sets give equal bytes.
    fn set(&mut self, cx: &mut Cx, set: &'static Set, flag: u8) -> R<()> {
        let kind = match set.is_frozen() {
            true => kind::FROZEN_SET,
            false => kind::SET,
        };
        let (mut elements, mut position) = (Vec::new(), 0);
        while let Some(element) = set::next_element(cx, set, &mut position)? {
            let bytes = write(cx, element, self.version, self.allow_code)?;
            elements.push((bytes, element));
        }
        elements.sort_by(|(a, _), (b, _)| a.cmp(b));
        self.head(cx, kind | flag, elements.len())?;
        elements
            .iter()
            .try_for_each(|(_, element)| self.value(cx, *element))
    }

    fn code(&mut self, cx: &mut Cx, code: &'static CodeObject, flag: u8) -> R<()> {
        if !self.allow_code {
            return Err(cx.value_error(format_args!("marshalling code objects is disallowed")));
        }
        if !code::is_as_compiled(cx, code)? {
            return Err(unmarshallable(cx));
        }
        let bytes = serial::write(&code.data().code);
        self.bytes(cx, kind::CODE | flag, &bytes)
    }

    /// A letter and a length.
    fn head(&mut self, cx: &mut Cx, kind: u8, length: usize) -> R<()> {
        let Ok(length) = i32::try_from(length) else {
            return Err(unmarshallable(cx));
        };
        self.out.push(kind);
        self.out.extend(length.to_le_bytes());
        Ok(())
    }

    fn bytes(&mut self, cx: &mut Cx, kind: u8, bytes: &[u8]) -> R<()> {
        self.head(cx, kind, bytes.len())?;
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn string(&mut self, cx: &mut Cx, string: &'static Str, flag: u8) -> R<()> {
        if let Text::One(units) = string.text()
            && units.is_ascii()
            && self.version >= 4
        {
            let kinds = match cx.vm.interned.has(string.value()) {
                true => (kind::SHORT_ASCII_INTERNED, kind::ASCII_INTERNED),
                false => (kind::SHORT_ASCII, kind::ASCII),
            };
            if let Ok(length) = u8::try_from(units.len()) {
                self.out.extend([kinds.0 | flag, length]);
                self.out.extend_from_slice(units);
                return Ok(());
            }
            return self.bytes(cx, kinds.1 | flag, units);
        }
        let is_interned = self.version >= 3 && cx.vm.interned.has(string.value());
        let errors = name!(cx, "surrogatepass")?.cast::<Str>();
        let encoded = codec::encode(cx, string, None, errors)?;
        let encoded = encoded.cast::<Bytes>().map_or(&[][..], Bytes::as_slice);
        let kind = match is_interned {
            true => kind::INTERNED,
            false => kind::UNICODE,
        };
        self.bytes(cx, kind | flag, encoded)
    }

    fn int(&mut self, number: IntRef<'_>, flag: u8) {
        if let Some(Ok(number)) = number.to_i64().map(i32::try_from) {
            self.out.push(kind::INT | flag);
            self.out.extend(number.to_le_bytes());
            return;
        }
        self.out.push(kind::LONG | flag);
        let mut small = 0;
        let words = number.digits(&mut small).words;
        let digits = number.bit_length().div_ceil(u64::from(DIGIT)) as i32;
        let signed = if number.is_negative() {
            -digits
        } else {
            digits
        };
        self.out.extend(signed.to_le_bytes());
        for digit in 0..digits as u64 {
            let at = digit * u64::from(DIGIT);
            let (index, shift) = ((at / 64) as usize, at % 64);
            let low = words.get(index).copied().unwrap_or(0) >> shift;
            let high = words.get(index + 1).copied().unwrap_or(0);
            let high = if shift > 0 { high << (64 - shift) } else { 0 };
            let digit = ((low | high) & ((1 << DIGIT) - 1)) as u16;
            self.out.extend(digit.to_le_bytes());
        }
    }

    fn number_kind(&self, binary: u8, text: u8) -> u8 {
        if self.version > 1 { binary } else { text }
    }

    fn float(&mut self, number: f64) {
        if self.version > 1 {
            self.out.extend(number.to_le_bytes());
            return;
        }
        let text = tython_num::float::repr(number);
        self.out.push(text.len() as u8);
        self.out.extend_from_slice(text.as_bytes());
    }
}

#[cold]
fn unmarshallable(cx: &mut Cx) -> crate::cx::Exit {
    cx.value_error(format_args!("unmarshallable object"))
}
