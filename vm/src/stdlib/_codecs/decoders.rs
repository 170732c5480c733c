//! Bytes to text: functions that give the text, and how many bytes they took for it.

use super::encoders::order;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::str::Str;
use crate::protocol::buffer::BytesLike;
use crate::protocol::codec::{Errors, decode_with};
use crate::value::Value;
use tython_text::codecs::{
    Ascii, ByteOrder, Decoder, Latin1, Utf7Decoder, Utf8, Utf16Decoder, Utf32Decoder,
};

/// Decodes, and leaves the decoder behind for questions.
fn decoded<D: Decoder>(
    cx: &mut Cx,
    decoder: &mut D,
    data: BytesLike,
    errors: Option<&'static Str>,
    last: bool,
) -> R<[Value; 2]> {
    let errors = Errors::new(cx, errors)?;
    let (text, consumed) = decode_with(cx, decoder, data.0, last, errors)?;
    Ok([Value::from(text), Value::index(consumed)])
}

fn run(
    cx: &mut Cx,
    mut decoder: impl Decoder,
    data: BytesLike,
    errors: Option<&'static Str>,
    last: bool,
) -> R {
    let pair = decoded(cx, &mut decoder, data, errors, last)?;
    cx.tuple(&pair)
}

macro_rules! decoders {
    ($($name:ident $signature:literal: $decoder:expr;)*) => {
        $(
            #[native(module = "_codecs", $signature)]
            fn $name(
                cx: &mut Cx,
                data: BytesLike,
                errors: Option<&'static Str>,
                r#final: bool,
            ) -> R {
                run(cx, $decoder, data, errors, r#final)
            }
        )*
    };
}

decoders! {
    utf_8 "utf_8_decode(data, errors=None, final=False, /)": Utf8;
    utf_7 "utf_7_decode(data, errors=None, final=False, /)": Utf7Decoder::default();
    utf_16 "utf_16_decode(data, errors=None, final=False, /)": Utf16Decoder::new(None);
    utf_16_le "utf_16_le_decode(data, errors=None, final=False, /)":
        Utf16Decoder::new(Some(ByteOrder::Little));
    utf_16_be "utf_16_be_decode(data, errors=None, final=False, /)":
        Utf16Decoder::new(Some(ByteOrder::Big));
    utf_32 "utf_32_decode(data, errors=None, final=False, /)": Utf32Decoder::new(None);
    utf_32_le "utf_32_le_decode(data, errors=None, final=False, /)":
        Utf32Decoder::new(Some(ByteOrder::Little));
    utf_32_be "utf_32_be_decode(data, errors=None, final=False, /)":
        Utf32Decoder::new(Some(ByteOrder::Big));
}

#[native(module = "_codecs", "latin_1_decode(data, errors=None, /)")]
fn latin_1(cx: &mut Cx, data: BytesLike, errors: Option<&'static Str>) -> R {
    run(cx, Latin1, data, errors, true)
}

#[native(module = "_codecs", "ascii_decode(data, errors=None, /)")]
fn ascii(cx: &mut Cx, data: BytesLike, errors: Option<&'static Str>) -> R {
    run(cx, Ascii, data, errors, true)
}

/// Text, length, and the number of the byte order that was given or found.
fn with_order(cx: &mut Cx, [text, consumed]: [Value; 2], found: Option<ByteOrder>) -> R {
    let number = match found {
        None => 0,
        Some(ByteOrder::Little) => -1,
        Some(ByteOrder::Big) => 1,
    };
    let number = cx.int(number)?;
    cx.tuple(&[text, consumed, number])
}

#[native(
    module = "_codecs",
    "utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)"
)]
fn utf_16_ex(
    cx: &mut Cx,
    data: BytesLike,
    errors: Option<&'static Str>,
    byteorder: i32,
    r#final: bool,
) -> R {
    let mut decoder = Utf16Decoder::new(order(byteorder));
    let pair = decoded(cx, &mut decoder, data, errors, r#final)?;
    with_order(cx, pair, decoder.order())
}

#[native(
    module = "_codecs",
    "utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)"
)]
fn utf_32_ex(
    cx: &mut Cx,
    data: BytesLike,
    errors: Option<&'static Str>,
    byteorder: i32,
    r#final: bool,
) -> R {
    let mut decoder = Utf32Decoder::new(order(byteorder));
    let pair = decoded(cx, &mut decoder, data, errors, r#final)?;
    with_order(cx, pair, decoder.order())
}
