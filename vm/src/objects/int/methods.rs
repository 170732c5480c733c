//! Methods and attributes.

use super::base::{INT, from_int};
use super::construct::byte_order;
use super::operand::{exact, give, receiver};
use crate::cx::{Cx, R};
use crate::heap::parts;
use crate::native::native;
use crate::objects::bytes;
use crate::objects::str::Str;
use crate::protocol::number;
use crate::value::Value;
use tython_num::int;

/// Number of bits necessary to represent self in binary.
///
/// >>> bin(37)
/// '0b100101'
/// >>> (37).bit_length()
/// 6
#[native(INT, "bit_length(self, /)", effect = pure)]
fn bit_length(cx: &mut Cx, this: Value) -> R {
    let number = receiver(cx, this)?;
    from_int(cx, number.bit_length().into())
}

/// Number of ones in the binary representation of the absolute value of self.
///
/// Also known as the population count.
///
/// >>> bin(13)
/// '0b1101'
/// >>> (13).bit_count()
/// 3
#[native(INT, "bit_count(self, /)", effect = pure)]
fn bit_count(cx: &mut Cx, this: Value) -> R {
    let number = receiver(cx, this)?;
    from_int(cx, number.bit_count().into())
}

/// Return an array of bytes representing an integer.
///
///   length
///     Length of bytes object to use.  An OverflowError is raised if
///     the integer is not representable with the given number of bytes.
///     Default is length 1.
///   byteorder
///     The byte order used to represent the integer.  If byteorder is 'big',
///     the most significant byte is at the beginning of the byte array.  If
///     byteorder is 'little', the most significant byte is at the end of the
///     byte array.  To request the native byte order of the host system, use
///     sys.byteorder as the byte order value.  Default is to use 'big'.
///   signed
///     Determines whether two's complement is used to represent the integer.
///     If signed is False and a negative integer is given, an OverflowError
///     is raised.
#[native(
    INT,
    "to_bytes(self, /, length=1, byteorder='big', *, signed=False)",
    effect = pure
)]
fn to_bytes(
    cx: &mut Cx,
    this: Value,
    length: isize,
    byteorder: Option<&'static Str>,
    signed: bool,
) -> R {
    let order = byte_order(cx, byteorder)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(cx.value_error(format_args!("length argument must be non-negative")));
    };
    let number = receiver(cx, this)?;
    match int::to_bytes(&number.to_int(), length, order, signed) {
        Ok(content) => bytes::new(cx, &content),
        Err(error) => Err(cx.number_error(error)),
    }
}

/// Return a pair of integers, whose ratio is equal to the original int.
///
/// The ratio is in lowest terms and has a positive denominator.
///
/// >>> (10).as_integer_ratio()
/// (10, 1)
/// >>> (-10).as_integer_ratio()
/// (-10, 1)
/// >>> (0).as_integer_ratio()
/// (0, 1)
#[native(INT, "as_integer_ratio(self, /)", effect = pure)]
fn as_integer_ratio(cx: &mut Cx, this: Value) -> R {
    let number = exact(cx, this)?;
    cx.tuple(&[number, Value::index(1)])
}

/// Rounding an Integral returns itself.
///
/// Rounding with an ndigits argument also returns an integer.
#[native(INT, "__round__(self, ndigits=None, /)")]
fn round(cx: &mut Cx, this: Value, ndigits: Value) -> R {
    if ndigits.is_none() {
        return exact(cx, this);
    }
    let digits = number::index(cx, ndigits)?;
    let (number, digits) = (receiver(cx, this)?, receiver(cx, digits)?);
    if !digits.is_negative() {
        return exact(cx, this);
    }
    give(cx, int::round(&number.to_int(), &digits.to_int()))
}

/// Returns True. Exists for duck type compatibility with float.is_integer.
#[native(INT, "is_integer(self, /)", effect = pure)]
fn is_integer(_: &mut Cx, _this: Value) -> bool {
    true
}

/// Returns size in memory, in bytes.
#[native(INT, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: Value) -> R<usize> {
    parts::size_of(cx, this)
}

macro_rules! itself {
    ($($(#[doc = $doc:literal])* $name:ident $signature:literal;)*) => {
        $(
            $(#[doc = $doc])*
            #[native(INT, $signature, effect = pure)]
            fn $name(cx: &mut Cx, this: Value) -> R {
                exact(cx, this)
            }
        )*
    };
}

itself! {
    /// Returns self, the complex conjugate of any int.
    conjugate "conjugate(self, /)";
    /// Truncating an Integral returns itself.
    trunc "__trunc__(self, /)";
    /// Flooring an Integral returns itself.
    floor "__floor__(self, /)";
    /// Ceiling of an Integral returns itself.
    ceil "__ceil__(self, /)";
}

/// the real part of a complex number
#[native(INT, "real", getter, effect = pure)]
fn real(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}

/// the imaginary part of a complex number
#[native(INT, "imag", getter, effect = pure)]
fn imag(_: &mut Cx, _this: Value) -> Value {
    Value::index(0)
}

/// the numerator of a rational number in lowest terms
#[native(INT, "numerator", getter, effect = pure)]
fn numerator(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}

/// the denominator of a rational number in lowest terms
#[native(INT, "denominator", getter, effect = pure)]
fn denominator(_: &mut Cx, _this: Value) -> Value {
    Value::index(1)
}
