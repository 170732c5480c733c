//! Numbers in memory as C lays them out: what `struct`, `array` and `memoryview` read and write.
//!
//! Words about what does not fit are the caller's.

use crate::cx::{Cx, R};
use crate::objects::int::from_int;
use crate::objects::{bytes, complex};
use crate::value::Value;
use tython_num::{IntRef, int};
use tython_text::codecs::ByteOrder;

/// What a number in memory is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// An integer in two's complement.
    Signed,
    /// An integer that is not negative.
    Unsigned,
    /// A number of IEEE 754, of two, four or eight bytes.
    Float,
    /// Two floats.
    Complex,
    /// False is zero.
    Bool,
    /// A single byte as a bytes object.
    Char,
}

/// What a number in memory is, and how many bytes it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Packed {
    /// What it is.
    pub kind: Kind,
    /// Bytes.
    pub size: usize,
}

const fn packed(kind: Kind, size: usize) -> Option<Packed> {
    Some(Packed { kind, size })
}

impl Packed {
    /// What the format character `code` means to the C compiler of this machine.
    pub(crate) const fn native(code: u8) -> Option<Packed> {
        match code {
            b'l' => packed(Kind::Signed, size_of::<std::ffi::c_long>()),
            b'L' => packed(Kind::Unsigned, size_of::<std::ffi::c_ulong>()),
            b'n' => packed(Kind::Signed, size_of::<isize>()),
            b'N' | b'P' => packed(Kind::Unsigned, size_of::<usize>()),
            _ => Packed::standard(code),
        }
    }

    /// What it means everywhere.
    pub(crate) const fn standard(code: u8) -> Option<Packed> {
        match code {
            b'c' => packed(Kind::Char, 1),
            b'b' => packed(Kind::Signed, 1),
            b'B' => packed(Kind::Unsigned, 1),
            b'?' => packed(Kind::Bool, 1),
            b'h' => packed(Kind::Signed, 2),
            b'H' => packed(Kind::Unsigned, 2),
            b'i' | b'l' => packed(Kind::Signed, 4),
            b'I' | b'L' => packed(Kind::Unsigned, 4),
            b'q' => packed(Kind::Signed, 8),
            b'Q' => packed(Kind::Unsigned, 8),
            b'e' => packed(Kind::Float, 2),
            b'f' => packed(Kind::Float, 4),
            b'd' => packed(Kind::Float, 8),
            b'F' => packed(Kind::Complex, 8),
            b'D' => packed(Kind::Complex, 16),
            _ => None,
        }
    }

    /// The least and the greatest integer.
    pub(crate) fn limits(self) -> (i128, i128) {
        let bits = 8 * self.size as u32;
        match self.kind {
            Kind::Signed => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
            _ => (0, (1 << bits) - 1),
        }
    }

    /// The bytes of an integer, if it is within the limits.
    pub(crate) fn integer(self, number: IntRef<'_>, order: ByteOrder) -> Option<[u8; 8]> {
        let number = match number.to_i64() {
            Some(number) => i128::from(number),
            None => wide(number)?,
        };
        let (least, most) = self.limits();
        if number < least || number > most {
            return None;
        }
        Some(placed(number as u64, self.size, order))
    }

    /// The bytes of a float, if it is not too large.
    pub(crate) fn float(self, number: f64, order: ByteOrder) -> Option<[u8; 8]> {
        let bits = match self.size {
            2 => u64::from(to_half(number)?),
            4 => {
                let single = number as f32;
                if single.is_infinite() && !number.is_infinite() {
                    return None;
                }
                u64::from(single.to_bits())
            }
            _ => number.to_bits(),
        };
        Some(placed(bits, self.size, order))
    }

    /// The bytes of a float, which becomes infinite if it is too large.
    pub(crate) fn rounded(self, number: f64) -> [u8; 8] {
        let bits = match self.size {
            4 => u64::from((number as f32).to_bits()),
            _ => number.to_bits(),
        };
        placed(bits, self.size, ByteOrder::NATIVE)
    }

    /// The number in `bytes`, which has so many. Missing ones are zero.
    ///
    /// # Errors
    /// MemoryError.
    pub(crate) fn read(self, cx: &mut Cx, content: &[u8], order: ByteOrder) -> R {
        match self.kind {
            Kind::Char => bytes::new(cx, content),
            Kind::Bool => Ok(Value::bool(content.iter().any(|byte| *byte != 0))),
            Kind::Float => {
                let number = self.to_float(content, order);
                cx.float(number)
            }
            Kind::Complex => {
                let half = Packed {
                    kind: Kind::Float,
                    size: self.size / 2,
                };
                let (real, imaginary) = content.split_at(half.size.min(content.len()));
                let real = half.to_float(real, order);
                let imaginary = half.to_float(imaginary, order);
                complex::new(cx, real, imaginary)
            }
            Kind::Signed => {
                let unused = 64 - 8 * self.size as u32;
                let bits = joined(content, order) << unused;
                cx.int(bits as i64 >> unused)
            }
            Kind::Unsigned => match i64::try_from(joined(content, order)) {
                Ok(number) => cx.int(number),
                Err(_) => {
                    let words = joined(content, order).to_le_bytes();
                    let number = int::from_bytes(&words, int::ByteOrder::Little, false);
                    let number = number.map_err(|error| cx.number_error(error))?;
                    from_int(cx, number)
                }
            },
        }
    }

    fn to_float(self, content: &[u8], order: ByteOrder) -> f64 {
        let bits = joined(content, order);
        match self.size {
            2 => from_half(bits as u16),
            4 => f64::from(f32::from_bits(bits as u32)),
            _ => f64::from_bits(bits),
        }
    }
}

/// An integer of up to 64 bits without a sign.
fn wide(number: IntRef<'_>) -> Option<i128> {
    match number.digits(&mut 0) {
        int::Digits {
            negative: false,
            words: [word],
        } => Some(i128::from(*word)),
        _ => None,
    }
}

/// The `size` bytes of a number, at the beginning of eight.
fn placed(bits: u64, size: usize, order: ByteOrder) -> [u8; 8] {
    match order {
        ByteOrder::Little => bits.to_le_bytes(),
        ByteOrder::Big => (bits << (64 - 8 * size as u32)).to_be_bytes(),
    }
}

/// The number of up to eight bytes.
fn joined(content: &[u8], order: ByteOrder) -> u64 {
    let mut bytes = [0; 8];
    match order {
        ByteOrder::Little => {
            for (place, byte) in bytes.iter_mut().zip(content) {
                *place = *byte;
            }
        }
        ByteOrder::Big => {
            for (place, byte) in bytes.iter_mut().zip(content.iter().rev()) {
                *place = *byte;
            }
        }
    }
    u64::from_le_bytes(bytes)
}

/// The bits of a half-precision float: one of sign, five of exponent, ten of mantissa. Rounds to the
/// nearest, ties to even; `None` if that is too large.
fn to_half(number: f64) -> Option<u16> {
    let bits = number.to_bits();
    let sign = (bits >> 48) as u16 & 0x8000;
    if number.is_nan() {
        let payload = (bits >> 42) as u16 & 0x3FF;
        return Some(sign | 0x7C00 | payload.max(1));
    }
    if number.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let exponent = (bits >> 52 & 0x7FF) as i32 - 1023;
    if exponent < -25 {
        return Some(sign);
    }
    if exponent > 15 {
        return None;
    }
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    // Below the smallest normal number there is no leading one.
    let (dropped, base) = match exponent {
        -14.. => (42, ((exponent + 14) as u64) << 10),
        _ => (42 + (-14 - exponent) as u32, 0),
    };
    let kept = base + (mantissa >> dropped);
    let rest = mantissa & ((1 << dropped) - 1);
    let tie = 1 << (dropped - 1);
    let up = rest > tie || rest == tie && kept & 1 == 1;
    match kept + u64::from(up) {
        0x7C00.. => None,
        half => Some(sign | half as u16),
    }
}

/// The number of such bits.
fn from_half(bits: u16) -> f64 {
    let sign = u64::from(bits >> 15) << 63;
    let (exponent, mantissa) = (i32::from(bits >> 10 & 0x1F), u64::from(bits & 0x3FF));
    match (exponent, mantissa) {
        (0x1F, _) => f64::from_bits(sign | 0x7FF << 52 | mantissa << 42),
        (0, _) => {
            let number = mantissa as f64 / f64::from(1 << 24);
            f64::from_bits(sign | number.to_bits())
        }
        _ => f64::from_bits(sign | ((exponent - 15 + 1023) as u64) << 52 | mantissa << 42),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_round_trips() {
        for bits in 0..=u16::MAX {
            let number = from_half(bits);
            let back = to_half(number);
            match number.is_nan() {
                true => assert!(back.is_some_and(|back| from_half(back).is_nan())),
                false => assert_eq!(back, Some(bits), "{number}"),
            }
        }
    }

    #[test]
    fn half_precision_rounds_to_even_and_overflows() {
        assert_eq!(to_half(65504.0), Some(0x7BFF));
        assert_eq!(to_half(65519.9), Some(0x7BFF));
        assert_eq!(to_half(65520.0), None);
        assert_eq!(to_half(2f64.powi(-25)), Some(0));
        assert_eq!(to_half(1.5 * 2f64.powi(-25)), Some(1));
        assert_eq!(to_half(2048.0 + 1.0), Some(to_half(2048.0).unwrap_or(0)));
        assert_eq!(to_half(2050.0 + 1.0), to_half(2052.0));
    }

    #[test]
    fn limits_are_those_of_c() {
        let signed = Packed::standard(b'b').expect("a code");
        assert_eq!(signed.limits(), (-128, 127));
        let unsigned = Packed::standard(b'Q').expect("a code");
        assert_eq!(unsigned.limits(), (0, i128::from(u64::MAX)));
    }
}
