//! Decoding and encoding. UTF-8, ASCII and Latin-1 are done here; for all other encodings there are
//! incremental decoders and encoders of the package `encodings`.

use super::super::errors::wrong_result;
use super::super::newline::{self, Newlines, state_parts};
use super::state::{
    AT_START, DECODER, ENCODER, ENCODING, ERRORS, NEWLINES, TAIL, TRANSLATE, UNIVERSAL, flags,
    set_flag,
};
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str, to_string};
use crate::protocol::call::call_method;
use crate::protocol::codec::{Errors, decode_with, encode_with, registry};
use crate::protocol::{attribute, call_values, number, truth};
use crate::value::Value;
use std::borrow::Cow;
use tython_text::Text;
use tython_text::codecs::{Ascii, Latin1, Standard, Utf8};

/// An encoding that is done here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Simple {
    Utf8,
    Ascii,
    Latin1,
}

const SIMPLE: [Simple; 3] = [Simple::Utf8, Simple::Ascii, Simple::Latin1];

impl Simple {
    fn from_name(name: &str) -> Option<Simple> {
        match Standard::from_name(name)? {
            Standard::Utf8 => Some(Simple::Utf8),
            Standard::Ascii => Some(Simple::Ascii),
            Standard::Latin1 => Some(Simple::Latin1),
            Standard::Utf16(_) | Standard::Utf32(_) => None,
        }
    }

    /// As it lies in a slot.
    fn pack(self) -> Value {
        Value::index(self as usize)
    }

    /// What [`Simple::pack`] made; `None` of anything else.
    fn unpack(value: Value) -> Option<Simple> {
        SIMPLE
            .get(usize::try_from(value.as_small_int()?).ok()?)
            .copied()
    }

    fn decode(
        self,
        cx: &mut Cx,
        input: Cow<'static, [u8]>,
        last: bool,
        errors: Errors,
    ) -> R<(&'static Str, usize)> {
        if input.is_ascii() {
            let count = input.len();
            return Ok((str::from_text(cx, Text::One(&input))?, count));
        }
        match self {
            Simple::Utf8 => decode_with(cx, &mut Utf8, input, last, errors),
            Simple::Ascii => decode_with(cx, &mut Ascii, input, last, errors),
            Simple::Latin1 => decode_with(cx, &mut Latin1, input, last, errors),
        }
    }

    fn encode(self, cx: &mut Cx, text: &'static Str, errors: Errors) -> R<Vec<u8>> {
        match self {
            Simple::Utf8 => encode_with(cx, &mut Utf8, text, errors),
            Simple::Ascii => encode_with(cx, &mut Ascii, text, errors),
            Simple::Latin1 => encode_with(cx, &mut Latin1, text, errors),
        }
    }
}

/// The codec of an encoding that is not done here.
///
/// # Errors
/// LookupError if there is none, or if it is not one of text.
fn codec_info(cx: &mut Cx, encoding: &str) -> R {
    let codec = registry::lookup(cx, encoding)?;
    let name = name!(cx, "_is_text_encoding")?;
    if let Some(flag) = attribute::find(cx, codec, name)?
        && !truth(cx, flag)?
    {
        return Err(cx.lookup_error(format_args!(
            "'{encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs"
        )));
    }
    Ok(codec)
}

/// Whether an encoding is known.
///
/// # Errors
/// As [`codec_info`].
pub(super) fn check(cx: &mut Cx, encoding: &str) -> R<()> {
    match Simple::from_name(encoding) {
        Some(_) => Ok(()),
        None => codec_info(cx, encoding).map(|_| ()),
    }
}

/// Gives the file its decoder and its encoder, as far as it can be read and written.
///
/// # Errors
/// LookupError if the encoding is not known, and what the codec raises.
pub(super) fn attach(
    cx: &mut Cx,
    this: &'static Instance,
    readable: bool,
    writable: bool,
) -> R<()> {
    let encoding = to_string(this.get(cx, ENCODING)?);
    let [mut decoder, mut encoder] = [Value::NONE; 2];
    match Simple::from_name(&encoding) {
        Some(simple) => [decoder, encoder] = [simple.pack(); 2],
        None => {
            let codec = codec_info(cx, &encoding)?;
            let errors = this.get(cx, ERRORS)?;
            if readable {
                let name = name!(cx, "incrementaldecoder")?;
                decoder = attribute::get(cx, codec, name)?;
                decoder = call_values(cx, decoder, &[errors])?;
                let flags = flags(cx, this)?;
                if flags & UNIVERSAL != 0 {
                    decoder = newline::new(cx, decoder, flags & TRANSLATE != 0)?;
                }
            }
            if writable {
                let name = name!(cx, "incrementalencoder")?;
                encoder = attribute::get(cx, codec, name)?;
                encoder = call_values(cx, encoder, &[errors])?;
            }
        }
    }
    this.set(cx, DECODER, if readable { decoder } else { Value::NONE })?;
    this.set(cx, ENCODER, if writable { encoder } else { Value::NONE })?;
    this.set(cx, TAIL, Value::NONE)?;
    this.set(cx, NEWLINES, Newlines::default().pack())?;
    set_flag(cx, this, AT_START, false)
}

fn handler(cx: &mut Cx, this: &'static Instance) -> R<Errors> {
    let errors = this.get(cx, ERRORS)?.cast::<Str>();
    Errors::new(cx, errors)
}

/// A decoder between two chunks.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// What it could not decode yet: a bytes object.
    pub(super) tail: Value,
    /// What else it remembers.
    pub(super) flags: i64,
}

/// Decodes the next chunk, a bytes object.
///
/// # Errors
/// UnicodeDecodeError, and what the decoder raises.
pub(super) fn decode(
    cx: &mut Cx,
    this: &'static Instance,
    input: Value,
    last: bool,
) -> R<&'static Str> {
    let decoder = this.get(cx, DECODER)?;
    let Some(simple) = Simple::unpack(decoder) else {
        let name = name!(cx, "decode")?;
        let text = call_method(cx, decoder, name, &[input, Value::bool(last)])?;
        return match cx.payload::<Str>(text)? {
            Some(text) => Ok(text),
            None => wrong_result(cx, "decoder", "a string result", text),
        };
    };
    let errors = handler(cx, this)?;
    let tail = this.get(cx, TAIL)?.cast::<Bytes>().map(Bytes::as_slice);
    let new = cx.payload::<Bytes>(input)?.map_or(&[][..], Bytes::as_slice);
    let all = match tail {
        Some(tail) => Cow::Owned([tail, new].concat()),
        None => Cow::Borrowed(new),
    };
    let (mut text, used) = simple.decode(cx, all.clone(), last, errors)?;
    let rest = all.get(used..).filter(|rest| !rest.is_empty());
    if rest.is_some() || tail.is_some() {
        let rest = match rest {
            Some(rest) => bytes::new(cx, rest)?,
            None => Value::NONE,
        };
        this.set(cx, TAIL, rest)?;
    }
    let flags = flags(cx, this)?;
    if flags & UNIVERSAL != 0 {
        let old = Newlines::unpack(this.get(cx, NEWLINES)?);
        let mut newlines = old;
        text = newlines.take(cx, text, flags & TRANSLATE != 0, last)?;
        if newlines != old {
            this.set(cx, NEWLINES, newlines.pack())?;
        }
    }
    // The slices are from its memory.
    std::hint::black_box(input);
    Ok(text)
}

/// What the decoder remembers.
///
/// # Errors
/// TypeError if it gives something wrong.
pub(super) fn state(cx: &mut Cx, this: &'static Instance) -> R<State> {
    let decoder = this.get(cx, DECODER)?;
    if Simple::unpack(decoder).is_some() {
        let tail = this.get(cx, TAIL)?;
        let newlines = Newlines::unpack(this.get(cx, NEWLINES)?);
        return Ok(State {
            tail: if tail.is_none() {
                bytes::new(cx, &[])?
            } else {
                tail
            },
            flags: i64::from(newlines.held_back),
        });
    }
    let name = name!(cx, "getstate")?;
    let state = call_method(cx, decoder, name, &[])?;
    let (tail, flags) = state_parts(cx, state)?;
    if cx.payload::<Bytes>(tail)?.is_none() {
        let class = crate::protocol::type_name(cx, tail)?;
        return Err(cx.type_error(format_args!(
            "illegal decoder state: the first item should be a bytes object, not '{class}'"
        )));
    }
    let flags = number::index(cx, flags)?.as_small_int().unwrap_or(0);
    Ok(State { tail, flags })
}

/// Makes the decoder remember something else.
///
/// # Errors
/// What it raises.
pub(super) fn set_state(cx: &mut Cx, this: &'static Instance, state: State) -> R<()> {
    let decoder = this.get(cx, DECODER)?;
    if Simple::unpack(decoder).is_some() {
        let empty = cx
            .payload::<Bytes>(state.tail)?
            .is_none_or(|tail| tail.as_slice().is_empty());
        this.set(cx, TAIL, if empty { Value::NONE } else { state.tail })?;
        let mut newlines = Newlines::unpack(this.get(cx, NEWLINES)?);
        newlines.held_back = state.flags & 1 != 0;
        return this.set(cx, NEWLINES, newlines.pack());
    }
    let flags = cx.int(state.flags)?;
    let state = cx.tuple(&[state.tail, flags])?;
    let name = name!(cx, "setstate")?;
    call_method(cx, decoder, name, &[state]).map(|_| ())
}

/// Makes the decoder, if there is one, forget everything.
///
/// # Errors
/// What it raises.
pub(super) fn reset_decoder(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let decoder = this.get(cx, DECODER)?;
    if decoder.is_none() {
        return Ok(());
    }
    if Simple::unpack(decoder).is_some() {
        if !this.get(cx, TAIL)?.is_none() {
            this.set(cx, TAIL, Value::NONE)?;
        }
        let fresh = Newlines::default().pack();
        if this.get(cx, NEWLINES)? != fresh {
            this.set(cx, NEWLINES, fresh)?;
        }
        return Ok(());
    }
    let name = name!(cx, "reset")?;
    call_method(cx, decoder, name, &[]).map(|_| ())
}

/// `newlines`.
///
/// # Errors
/// What the decoder raises.
pub(super) fn newlines(cx: &mut Cx, this: &'static Instance) -> R {
    let decoder = this.get(cx, DECODER)?;
    if Simple::unpack(decoder).is_some() {
        let newlines = Newlines::unpack(this.get(cx, NEWLINES)?);
        return newlines.value(cx);
    }
    let name = name!(cx, "newlines")?;
    Ok(attribute::find(cx, decoder, name)?.unwrap_or(Value::NONE))
}

/// Bytes for a text: a bytes object, or the string itself if it is ASCII and stands for the same bytes.
///
/// # Errors
/// UnicodeEncodeError, and what the encoder raises.
pub(super) fn encode(cx: &mut Cx, this: &'static Instance, text: &'static Str) -> R {
    let encoder = this.get(cx, ENCODER)?;
    if let Some(simple) = Simple::unpack(encoder) {
        if text.text().is_ascii() {
            return Ok(Value::from(text));
        }
        let errors = handler(cx, this)?;
        let encoded = simple.encode(cx, text, errors)?;
        return bytes::new(cx, &encoded);
    }
    let name = name!(cx, "encode")?;
    let encoded = call_method(cx, encoder, name, &[Value::from(text)])?;
    set_flag(cx, this, AT_START, false)?;
    match cx.payload::<Bytes>(encoded)? {
        Some(bytes) => Ok(Value::from(bytes)),
        None => {
            let class = crate::protocol::type_name(cx, encoded)?;
            Err(cx.type_error(format_args!(
                "encoder should return a bytes object, not '{class}'"
            )))
        }
    }
}

/// Tells the encoder whether the next text is at the beginning of the file: an encoding with a byte order
/// mark puts it there only.
///
/// # Errors
/// What the encoder raises.
pub(super) fn reset_encoder(cx: &mut Cx, this: &'static Instance, at_start: bool) -> R<()> {
    let encoder = this.get(cx, ENCODER)?;
    if encoder.is_none() || Simple::unpack(encoder).is_some() {
        return Ok(());
    }
    if at_start {
        let name = name!(cx, "reset")?;
        call_method(cx, encoder, name, &[])?;
        return set_flag(cx, this, AT_START, true);
    }
    let name = name!(cx, "setstate")?;
    call_method(cx, encoder, name, &[Value::index(0)])?;
    set_flag(cx, this, AT_START, false)
}
