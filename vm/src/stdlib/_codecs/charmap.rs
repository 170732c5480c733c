//! Encodings by a mapping between bytes and characters, which is any Python object.
//!
//! What the mapping says is asked beforehand, for every byte or character that occurs, and kept outside
//! of the heap; so the codecs themselves call no Python code.

use super::encoders::pair;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::bytes::Bytes;
use crate::objects::dict;
use crate::objects::exception::classes::LOOKUP_ERROR;
use crate::objects::int::to_int;
use crate::objects::native_box::{self, Native, NativeBox};
use crate::objects::str::{Str, checked};
use crate::protocol::buffer::BytesLike;
use crate::protocol::codec::{Errors, decode_prepared, decode_with, encode_prepared, encode_with};
use crate::protocol::{get_item, is_instance, number, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use std::collections::HashMap;
use tython_text::codecs::{
    ByteBuilder, CharmapDecoder, CharmapEncoder, Decoder, Encoder, EncodingMap, Fault, Latin1,
    Replacement,
};
use tython_text::{Builder, Text, TextBuf};

builtin_type! {
    /// The class of what `charmap_build` makes.
    static ENCODING_MAP = TypeDef {
        name: "EncodingMap",
        layout: Some(layout::NATIVE_BOX),
        ..TypeDef::NEW
    };
}

impl Native for EncodingMap {}

/// Return the size (in bytes) of this object
#[native(ENCODING_MAP, "size(self, /)", effect = pure)]
fn size(_: &mut Cx, this: &'static NativeBox) -> usize {
    let _ = this;
    size_of::<EncodingMap>()
}

/// How many code points a table has whose inverse is an `EncodingMap`.
const TABLE: usize = 256;

#[native(module = "_codecs", "charmap_build(map, /)", effect = writes)]
fn charmap_build(cx: &mut Cx, map: &'static Str) -> R {
    let text = map.text();
    let simple = text.len() == TABLE
        && text.get(0) == Some(0)
        && text
            .codes()
            .skip(1)
            .all(|code| (1..0x1_0000).contains(&code));
    if simple {
        let map = Box::new(EncodingMap::new(text));
        let map = native_box::new(cx, ENCODING_MAP.shape(), map, Value::NONE, Value::NONE)?;
        return Ok(map.value());
    }
    let inverse = dict::new(cx)?;
    for (byte, code) in text.codes().take(TABLE).enumerate() {
        dict::set(cx, inverse, Value::index(code as usize), Value::index(byte))?;
    }
    Ok(inverse.value())
}

/// What a mapping says, or `None` if it raises LookupError.
fn look_up(cx: &mut Cx, mapping: Value, key: usize) -> R<Option<Value>> {
    match get_item(cx, mapping, Value::index(key)) {
        Ok(value) if value.is_none() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if !is_instance(cx, exception, &LOOKUP_ERROR)? {
                return Err(Exit::Raise);
            }
            cx.take_exception();
            Ok(None)
        }
        Err(exit) => Err(exit),
    }
}

/// The number of an int, if it is below `limit`.
fn number_below(cx: &mut Cx, value: Value, limit: i64) -> R<Option<Result<u32, Exit>>> {
    let Some(int) = number::exact_int(cx, value)? else {
        return Ok(None);
    };
    let number = to_int(int).and_then(|int| int.to_i64());
    let number = number.filter(|number| (0..limit).contains(number));
    Ok(Some(match number {
        Some(number) => Ok(number as u32),
        None => {
            let limit = if limit == 0x100 { "256" } else { "0x110000" };
            Err(cx.type_error(format_args!("character mapping must be in range({limit})")))
        }
    }))
}

/// What a byte means, once the mapping has been asked.
type Meanings = [Option<Option<TextBuf>>; 256];

/// What stands for "nothing" in tables.
const NOTHING: u32 = 0xFFFE;

/// What the mapping says of a byte.
fn meaning(cx: &mut Cx, mapping: Value, byte: u8) -> R<Option<TextBuf>> {
    let Some(value) = look_up(cx, mapping, byte.into())? else {
        return Ok(None);
    };
    let mut one = Builder::new();
    if let Some(code) = number_below(cx, value, 0x11_0000)? {
        match code? {
            NOTHING => return Ok(None),
            code => one.push(code),
        }
    } else if let Some(text) = cx.payload::<Str>(value)? {
        match text.text().get(0) {
            Some(NOTHING) if text.len() == 1 => return Ok(None),
            _ => one.push_text(text.text()),
        }
    } else {
        return Err(cx.type_error(format_args!(
            "character mapping must return integer, None or str"
        )));
    }
    checked(cx, one.finish(), "decoded result is too long").map(Some)
}

struct ByMapping(Box<Meanings>);

impl Decoder for ByMapping {
    fn encoding(&self) -> &'static str {
        "charmap"
    }

    fn decode(
        &mut self,
        input: &[u8],
        at: usize,
        last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault> {
        let meanings = &self.0;
        let mut decoder = CharmapDecoder(|byte: u8, out: &mut Builder| {
            let meaning = meanings[usize::from(byte)]
                .as_ref()
                .and_then(Option::as_ref);
            meaning.map(|text| out.push_text(text.as_text())).is_some()
        });
        decoder.decode(input, at, last, out)
    }
}

#[native(
    module = "_codecs",
    "charmap_decode(data, errors=None, mapping=None, /)"
)]
fn charmap_decode(cx: &mut Cx, data: BytesLike, errors: Option<&'static Str>, mapping: Value) -> R {
    let errors = Errors::new(cx, errors)?;
    let length = data.0.len();
    let (text, _) = if mapping.is_none() {
        decode_with(cx, &mut Latin1, data.0, true, errors)?
    } else if let Some(table) = cx.payload::<Str>(mapping)? {
        let mut decoder = CharmapDecoder::of_table(table.text());
        decode_with(cx, &mut decoder, data.0, true, errors)?
    } else {
        let mut decoder = ByMapping(Box::new([const { None }; 256]));
        let prepare = |cx: &mut Cx, decoder: &mut ByMapping, input: &[u8]| {
            for byte in input {
                let known = &mut decoder.0[usize::from(*byte)];
                if known.is_none() {
                    *known = Some(meaning(cx, mapping, *byte)?);
                }
            }
            Ok(())
        };
        decode_prepared(cx, &mut decoder, prepare, data.0, true, errors)?
    };
    cx.tuple(&[Value::from(text), Value::index(length)])
}

/// What the mapping says of a character.
fn bytes_for(cx: &mut Cx, mapping: Value, code: u32) -> R<Option<Vec<u8>>> {
    let Some(value) = look_up(cx, mapping, code as usize)? else {
        return Ok(None);
    };
    if let Some(byte) = number_below(cx, value, 0x100)? {
        return Ok(Some(vec![byte? as u8]));
    }
    if let Some(bytes) = cx.payload::<Bytes>(value)? {
        return Ok(Some(bytes.as_slice().to_vec()));
    }
    let class = type_name(cx, value)?;
    Err(cx.type_error(format_args!(
        "character mapping must return integer, bytes or None, not {class}"
    )))
}

/// An encoder by what a mapping said.
struct ToMapping(HashMap<u32, Option<Vec<u8>>>);

impl ToMapping {
    fn encoder(&self) -> CharmapEncoder<impl FnMut(u32, &mut ByteBuilder) -> bool> {
        CharmapEncoder(|code, out: &mut ByteBuilder| {
            let bytes = self.0.get(&code).and_then(Option::as_ref);
            bytes.map(|bytes| out.push(bytes)).is_some()
        })
    }
}

impl Encoder for ToMapping {
    fn encoding(&self) -> &'static str {
        "charmap"
    }

    fn encode(&mut self, text: Text<'_>, at: usize, out: &mut ByteBuilder) -> Result<(), Fault> {
        self.encoder().encode(text, at, out)
    }

    fn replace(&mut self, replacement: &Replacement, out: &mut ByteBuilder) -> bool {
        self.encoder().replace(replacement, out)
    }
}

#[native(
    module = "_codecs",
    "charmap_encode(str, errors=None, mapping=None, /)"
)]
fn charmap_encode(
    cx: &mut Cx,
    str: &'static Str,
    errors: Option<&'static Str>,
    mapping: Value,
) -> R {
    let errors = Errors::new(cx, errors)?;
    let map = mapping
        .cast::<NativeBox>()
        .and_then(NativeBox::get::<EncodingMap>);
    let encoded = if mapping.is_none() {
        encode_with(cx, &mut Latin1, str, errors)?
    } else if let Some(map) = map {
        encode_with(cx, &mut map.encoder(), str, errors)?
    } else {
        let mut encoder = ToMapping(HashMap::new());
        let prepare = |cx: &mut Cx, encoder: &mut ToMapping, text: Text<'_>| {
            for code in text.codes() {
                if let std::collections::hash_map::Entry::Vacant(e) = encoder.0.entry(code) {
                    let bytes = bytes_for(cx, mapping, code)?;
                    e.insert(bytes);
                }
            }
            Ok(())
        };
        encode_prepared(cx, &mut encoder, prepare, str, errors)?
    };
    pair(cx, &encoded, str)
}
