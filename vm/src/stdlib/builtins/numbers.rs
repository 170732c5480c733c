//! Numbers, and the characters that numbers stand for.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::int::{to_int, with_prefix};
use crate::objects::str::{self, Str};
use crate::protocol::operators::{self, Binary};
use crate::protocol::{attribute, number, type_name};
use crate::value::Value;
use tython_text::Text;

/// Return the absolute value of the argument.
#[native(module = "builtins", "abs(number, /)")]
fn abs(cx: &mut Cx, number: Value) -> R {
    if let Some(int) = number.as_small_int() {
        return cx.int(int.abs());
    }
    let name = name!(cx, "__abs__")?;
    match attribute::call_special(cx, number, name, &[])? {
        Some(result) => Ok(result),
        None => {
            let class = type_name(cx, number)?;
            Err(cx.type_error(format_args!("bad operand type for abs(): '{class}'")))
        }
    }
}

/// Round a number to a given precision in decimal digits.
///
/// The return value is an integer if ndigits is omitted or None.  Otherwise
/// the return value has the same type as the number.  ndigits may be negative.
#[native(module = "builtins", "round(number, ndigits=None)")]
fn round(cx: &mut Cx, number: Value, ndigits: Value) -> R {
    let name = name!(cx, "__round__")?;
    let args = [ndigits];
    let args = if ndigits.is_none() { &[][..] } else { &args };
    match attribute::call_special(cx, number, name, args)? {
        Some(result) => Ok(result),
        None => {
            let class = type_name(cx, number)?;
            Err(cx.type_error(format_args!("type {class} doesn't define __round__ method")))
        }
    }
}

/// Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.
///
/// Some types, such as ints, are able to use a more efficient algorithm when
/// invoked using the three argument form.
#[native(module = "builtins", "pow(base, exp, mod=None)")]
fn pow(cx: &mut Cx, base: Value, exp: Value, mod_: Value) -> R {
    operators::power(cx, base, exp, mod_)
}

/// Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.
#[native(module = "builtins", "divmod(x, y, /)")]
fn divmod(cx: &mut Cx, x: Value, y: Value) -> R {
    operators::binary(cx, Binary::DivMod, x, y)
}

/// The digits of an integer in a radix, after a prefix.
fn in_radix(cx: &mut Cx, integer: Value, radix: u32, prefix: &str) -> R {
    if let Some(number) = integer.as_small_int() {
        return small_in_radix(cx, number, radix, prefix);
    }
    let integer = number::index(cx, integer)?;
    match to_int(integer) {
        Some(integer) => with_prefix(cx, integer, radix, prefix),
        None => Err(cx.system_error(format_args!("__index__ gave no int"))),
    }
}

/// The same of an immediate integer, written from its end.
fn small_in_radix(cx: &mut Cx, number: i64, radix: u32, prefix: &str) -> R {
    // A sign, a prefix of two, and at most 64 digits.
    let mut text = [0; 67];
    let mut first = text.len();
    let mut rest = number.unsigned_abs();
    loop {
        first -= 1;
        text[first] = b"0123456789abcdef"[(rest % u64::from(radix)) as usize];
        rest /= u64::from(radix);
        if rest == 0 {
            break;
        }
    }
    let digits = first;
    first -= prefix.len();
    text[first..digits].copy_from_slice(prefix.as_bytes());
    if number < 0 {
        first -= 1;
        text[first] = b'-';
    }
    Ok(Value::from(str::from_text(cx, Text::One(&text[first..]))?))
}

/// Return the binary representation of an integer.
///
/// >>> bin(2796202)
/// '0b1010101010101010101010'
#[native(module = "builtins", "bin(integer, /)")]
fn bin(cx: &mut Cx, integer: Value) -> R {
    in_radix(cx, integer, 2, "0b")
}

/// Return the octal representation of an integer.
///
/// >>> oct(342391)
/// '0o1234567'
#[native(module = "builtins", "oct(integer, /)")]
fn oct(cx: &mut Cx, integer: Value) -> R {
    in_radix(cx, integer, 8, "0o")
}

/// Return the hexadecimal representation of an integer.
///
/// >>> hex(12648430)
/// '0xc0ffee'
#[native(module = "builtins", "hex(integer, /)")]
fn hex(cx: &mut Cx, integer: Value) -> R {
    in_radix(cx, integer, 16, "0x")
}

/// Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.
#[native(module = "builtins", "chr(i, /)")]
fn chr(cx: &mut Cx, i: Value) -> R<&'static Str> {
    let number = number::index(cx, i)?;
    let code = number
        .as_small_int()
        .and_then(|code| u32::try_from(code).ok());
    match code {
        Some(code) if code < 0x11_0000 => str::character(cx, code),
        _ => Err(cx.value_error(format_args!("chr() arg not in range(0x110000)"))),
    }
}

/// Return the ordinal value of a character.
///
/// If the argument is a one-byte bytes object, return the integer value of
/// that byte.
#[native(module = "builtins", "ord(character, /)")]
fn ord(cx: &mut Cx, character: Value) -> R<i64> {
    let (first, length) = if let Some(string) = cx.payload::<Str>(character)? {
        let text = string.text();
        (text.codes().next(), text.len())
    } else if let Some(bytes) = cx.payload::<Bytes>(character)? {
        let bytes = bytes.as_slice();
        (bytes.first().map(|byte| u32::from(*byte)), bytes.len())
    } else if let Some(array) = cx.payload::<ByteArray>(character)? {
        let bytes = array.to_vec(cx)?;
        (bytes.first().map(|byte| u32::from(*byte)), bytes.len())
    } else {
        let class = type_name(cx, character)?;
        return Err(cx.type_error(format_args!(
            "ord() expected string of length 1, but {class} found"
        )));
    };
    match first {
        Some(first) if length == 1 => Ok(i64::from(first)),
        _ => Err(cx.type_error(format_args!(
            "ord() expected a character, but string of length {length} found"
        ))),
    }
}
