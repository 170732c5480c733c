//! Text to bytes: functions that give the bytes, and how many characters they are of.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::bytes;
use crate::objects::str::{Str, checked};
use crate::protocol::codec::{Errors, encode_with};
use crate::value::Value;
use tython_text::SizeError;
use tython_text::codecs::{
    Ascii, ByteOrder, Encoder, Latin1, Utf8, Utf16Encoder, Utf32Encoder, utf7_encode,
};

/// The result of an encoder: bytes, and the length of the text.
pub(super) fn pair(cx: &mut Cx, encoded: &[u8], text: &'static Str) -> R {
    let encoded = bytes::new(cx, encoded)?;
    cx.tuple(&[encoded, Value::index(text.len())])
}

/// Encodes what always can be.
pub(super) fn total(cx: &mut Cx, text: &'static Str, encoded: Result<Vec<u8>, SizeError>) -> R {
    let encoded = checked(
        cx,
        encoded,
        "encoded result is too long for a Python string",
    )?;
    pair(cx, &encoded, text)
}

fn run(
    cx: &mut Cx,
    mut encoder: impl Encoder,
    text: &'static Str,
    errors: Option<&'static Str>,
) -> R {
    let errors = Errors::new(cx, errors)?;
    let encoded = encode_with(cx, &mut encoder, text, errors)?;
    pair(cx, &encoded, text)
}

/// The byte order of a number, as the functions take it: negative is little, 0 is with a mark.
pub(super) fn order(number: i32) -> Option<ByteOrder> {
    match number {
        0 => None,
        ..0 => Some(ByteOrder::Little),
        1.. => Some(ByteOrder::Big),
    }
}

macro_rules! encoders {
    ($($name:ident $signature:literal: $encoder:expr;)*) => {
        $(
            #[native(module = "_codecs", $signature)]
            fn $name(cx: &mut Cx, str: &'static Str, errors: Option<&'static Str>) -> R {
                run(cx, $encoder, str, errors)
            }
        )*
    };
}

encoders! {
    utf_8 "utf_8_encode(str, errors=None, /)": Utf8;
    utf_16_le "utf_16_le_encode(str, errors=None, /)": Utf16Encoder::new(Some(ByteOrder::Little));
    utf_16_be "utf_16_be_encode(str, errors=None, /)": Utf16Encoder::new(Some(ByteOrder::Big));
    utf_32_le "utf_32_le_encode(str, errors=None, /)": Utf32Encoder::new(Some(ByteOrder::Little));
    utf_32_be "utf_32_be_encode(str, errors=None, /)": Utf32Encoder::new(Some(ByteOrder::Big));
    latin_1 "latin_1_encode(str, errors=None, /)": Latin1;
    ascii "ascii_encode(str, errors=None, /)": Ascii;
}

#[native(module = "_codecs", "utf_16_encode(str, errors=None, byteorder=0, /)")]
fn utf_16(cx: &mut Cx, str: &'static Str, errors: Option<&'static Str>, byteorder: i32) -> R {
    run(cx, Utf16Encoder::new(order(byteorder)), str, errors)
}

#[native(module = "_codecs", "utf_32_encode(str, errors=None, byteorder=0, /)")]
fn utf_32(cx: &mut Cx, str: &'static Str, errors: Option<&'static Str>, byteorder: i32) -> R {
    run(cx, Utf32Encoder::new(order(byteorder)), str, errors)
}

#[native(
    module = "_codecs",
    "utf_7_encode(str, errors=None, /)",
    effect = pure
)]
fn utf_7(cx: &mut Cx, str: &'static Str, errors: Option<&'static Str>) -> R {
    let _ = errors;
    total(cx, str, utf7_encode(str.text()))
}
