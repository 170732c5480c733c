//! The module `binascii`: bytes as text of few characters, and checksums.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::native::{ArgPlace, FromArg, native};
use crate::native_module;
use crate::objects::bytes::{self, shared::hex};
use crate::objects::exception::classes::{EXCEPTION, VALUE_ERROR};
use crate::objects::exception::fields;
use crate::objects::int::to_int;
use crate::objects::str::{Str, checked};
use crate::protocol::buffer::{self, BytesLike};
use crate::protocol::{number, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use std::borrow::Cow;
use tython_num::{Int, int};
use tython_text::binascii::{self as algorithms, Base64Error, QuotedOptions, UnhexError, UuError};
use tython_text::bytes::hex as hex_text;
use tython_text::{SizeError, Text};

builtin_type! {
    /// `binascii.Error`
    pub static ERROR = TypeDef {
        name: "Error",
        module: "binascii",
        base: Some(&VALUE_ERROR),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
    /// `binascii.Incomplete`
    static INCOMPLETE = TypeDef {
        name: "Incomplete",
        module: "binascii",
        base: Some(&EXCEPTION),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
}

native_module!("binascii", |cx, module| {
    let doc = cx.str("Conversion between binary data and ASCII")?;
    super::set(cx, module, "__doc__", doc)
});

/// Bytes, or a string of ASCII characters in their place.
struct AsciiOrBytes(Cow<'static, [u8]>);

impl FromArg for AsciiOrBytes {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        if let Some(text) = cx.payload::<Str>(value)? {
            return match text.text() {
                Text::One(units) if units.is_ascii() => Ok(AsciiOrBytes(Cow::Borrowed(units))),
                _ => Err(cx.value_error(format_args!(
                    "string argument should contain only ASCII characters"
                ))),
            };
        }
        match buffer::contents(cx, value)? {
            Some(bytes) => Ok(AsciiOrBytes(bytes)),
            None => {
                let class = type_name(cx, value)?;
                Err(cx.type_error(format_args!(
                    "argument should be bytes, buffer or ASCII string, not '{class}'"
                )))
            }
        }
    }
}

/// The low bits of an integer: checksums take any.
pub(crate) struct Low32(pub(crate) u32);

impl FromArg for Low32 {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        let index = number::index(cx, value)?;
        let low = match to_int(index) {
            Some(whole) => {
                let mask = Int::from(0xFFFF_FFFF_i64);
                int::and(&whole.to_int(), &mask).to_i64().unwrap_or(0)
            }
            None => 0,
        };
        Ok(Low32(low as u32))
    }
}

impl crate::native::FromDefault<i64> for Low32 {
    fn from_default(default: i64) -> Self {
        Low32(default as u32)
    }
}

#[cold]
fn error(cx: &mut Cx, message: &str) -> Exit {
    cx.raise_message(&ERROR, format_args!("{message}"))
}

fn made(cx: &mut Cx, made: Result<Vec<u8>, SizeError>) -> R {
    let made = checked(cx, made, "result is too long")?;
    bytes::new(cx, &made)
}

/// Decode a line of uuencoded data.
#[native(module = "binascii", "a2b_uu(data, /)")]
fn a2b_uu(cx: &mut Cx, data: AsciiOrBytes) -> R {
    uu(cx, algorithms::from_uu(&data.0))
}

/// Uuencode line of data.
#[native(module = "binascii", "b2a_uu(data, /, *, backtick=False)")]
fn b2a_uu(cx: &mut Cx, data: BytesLike, backtick: bool) -> R {
    uu(cx, algorithms::to_uu(&data.0, backtick))
}

fn uu(cx: &mut Cx, coded: Result<Vec<u8>, UuError>) -> R {
    match coded {
        Ok(coded) => bytes::new(cx, &coded),
        Err(UuError::TooLong) => Err(error(cx, "At most 45 bytes at once")),
        Err(UuError::MissingLength) => Err(error(cx, "Missing length byte")),
        Err(UuError::IllegalChar) => Err(error(cx, "Illegal char")),
        Err(UuError::TrailingGarbage) => Err(error(cx, "Trailing garbage")),
        Err(UuError::Size(size)) => made(cx, Err(size)),
    }
}

/// Decode a line of base64 data.
///
///   strict_mode
///     When set to True, bytes that are not in the base64 standard are not allowed.
///     The same applies to excess data after padding (= / ==).
#[native(module = "binascii", "a2b_base64(data, /, *, strict_mode=False)")]
fn a2b_base64(cx: &mut Cx, data: AsciiOrBytes, strict_mode: bool) -> R {
    match algorithms::from_base64(&data.0, strict_mode) {
        Ok(decoded) => bytes::new(cx, &decoded),
        Err(Base64Error::Message(message)) => Err(error(cx, &message)),
        Err(Base64Error::Size(size)) => made(cx, Err(size)),
    }
}

/// Base64-code line of data.
#[native(module = "binascii", "b2a_base64(data, /, *, newline=True)")]
fn b2a_base64(cx: &mut Cx, data: BytesLike, newline: bool) -> R {
    made(cx, algorithms::to_base64(&data.0, newline))
}

/// Binary data of hexadecimal representation.
///
/// hexstr must contain an even number of hex digits (upper or lower case).
/// This function is also available as "unhexlify()".
#[native(module = "binascii", "a2b_hex(hexstr, /)")]
fn a2b_hex(cx: &mut Cx, hexstr: AsciiOrBytes) -> R {
    match algorithms::unhexlify(&hexstr.0) {
        Ok(decoded) => bytes::new(cx, &decoded),
        Err(UnhexError::OddLength) => Err(error(cx, "Odd-length string")),
        Err(UnhexError::NotHex) => Err(error(cx, "Non-hexadecimal digit found")),
        Err(UnhexError::Size(size)) => made(cx, Err(size)),
    }
}

/// Binary data of hexadecimal representation.
///
/// hexstr must contain an even number of hex digits (upper or lower case).
#[native(module = "binascii", "unhexlify(hexstr, /)")]
fn unhexlify(cx: &mut Cx, hexstr: AsciiOrBytes) -> R {
    a2b_hex(cx, hexstr)
}

/// Hexadecimal representation of binary data.
///
///   sep
///     An optional single character or byte to separate hex bytes.
///   bytes_per_sep
///     How many bytes between separators.  Positive values count from the
///     right, negative values count from the left.
///
/// The return value is a bytes object.  This function is also
/// available as "hexlify()".
///
/// Example:
/// >>> binascii.b2a_hex(b'\xb9\x01\xef')
/// b'b901ef'
/// >>> binascii.hexlify(b'\xb9\x01\xef', ':')
/// b'b9:01:ef'
/// >>> binascii.b2a_hex(b'\xb9\x01\xef', b'_', 2)
/// b'b9_01ef'
#[native(
    module = "binascii",
    "b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)"
)]
fn b2a_hex(cx: &mut Cx, data: BytesLike, sep: Option<Value>, bytes_per_sep: i32) -> R {
    let separator = match sep {
        Some(sep) => Some(hex::separator(cx, sep)?),
        None => None,
    };
    let text = hex_text(&data.0, separator, bytes_per_sep as isize);
    let text = checked(cx, text, "result is too long")?;
    bytes::new(cx, text.as_text().as_bytes())
}

/// Hexadecimal representation of binary data.
///
///   sep
///     An optional single character or byte to separate hex bytes.
///   bytes_per_sep
///     How many bytes between separators.  Positive values count from the
///     right, negative values count from the left.
///
/// The return value is a bytes object.  This function is also
/// available as "b2a_hex()".
#[native(
    module = "binascii",
    "hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)"
)]
fn hexlify(cx: &mut Cx, data: BytesLike, sep: Option<Value>, bytes_per_sep: i32) -> R {
    b2a_hex(cx, data, sep, bytes_per_sep)
}

/// Compute CRC-CCITT incrementally.
#[native(module = "binascii", "crc_hqx(data, crc, /)")]
fn crc_hqx(_: &mut Cx, data: BytesLike, crc: Low32) -> i64 {
    algorithms::crc_hqx(&data.0, crc.0 as u16).into()
}

/// Compute CRC-32 incrementally.
#[native(module = "binascii", "crc32(data, crc=0, /)")]
fn crc32(_: &mut Cx, data: BytesLike, crc: Low32) -> i64 {
    algorithms::crc32(&data.0, crc.0).into()
}

/// Decode a string of qp-encoded data.
#[native(module = "binascii", "a2b_qp(data, header=False)")]
fn a2b_qp(cx: &mut Cx, data: AsciiOrBytes, header: bool) -> R {
    made(cx, algorithms::from_quoted(&data.0, header))
}

/// Encode a string using quoted-printable encoding.
///
/// On encoding, when istext is set, newlines are not encoded, and white
/// space at end of lines is.  When istext is not set, \r and \n (CR/LF)
/// are both encoded.  When quotetabs is set, space and tabs are encoded.
#[native(
    module = "binascii",
    "b2a_qp(data, quotetabs=False, istext=True, header=False)"
)]
fn b2a_qp(cx: &mut Cx, data: BytesLike, quotetabs: bool, istext: bool, header: bool) -> R {
    let options = QuotedOptions {
        quote_tabs: quotetabs,
        is_text: istext,
        header,
    };
    made(cx, algorithms::to_quoted(&data.0, options))
}
