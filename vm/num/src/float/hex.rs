//! `float.hex` and `float.fromhex`.

use super::{decompose, scale_rounding};
use crate::text::strip;
use crate::{Error, Result};

/// `x.hex()`.
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return super::repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (digits, exponent) = decompose(x.abs());
    let exponent = exponent + 52;
    let mark = if exponent < 0 { '-' } else { '+' };
    let (whole, fraction) = (digits >> 52, digits & ((1 << 52) - 1));
    let exponent = exponent.abs();
    format!("{sign}0x{whole}.{fraction:013x}p{mark}{exponent}")
}

fn invalid() -> Error {
    Error::value("invalid hexadecimal floating-point string")
}

/// `float.fromhex(text)`, correctly rounded.
pub fn fromhex(text: &[u8]) -> Result<f64> {
    let text = strip(text);
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let lower = text.to_ascii_lowercase();
    let value = match &lower[..] {
        b"inf" | b"infinity" => f64::INFINITY,
        b"nan" => f64::NAN,
        _ => finite(lower.strip_prefix(b"0x").unwrap_or(&lower))?,
    };
    Ok(if negative { -value } else { value })
}

/// `digits [. digits] [p [+-] decimal digits]`, in lower case.
fn finite(text: &[u8]) -> Result<f64> {
    let mantissa_end = text.iter().position(|byte| *byte == b'p');
    let (mantissa, exponent) = match mantissa_end {
        Some(end) => (&text[..end], parse_exponent(&text[end + 1..])?),
        None => (text, 0),
    };
    let point = mantissa.iter().position(|byte| *byte == b'.');
    let fraction = point.map_or(0, |point| mantissa.len() - point - 1);
    let digits = mantissa
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != point);
    // Sixteen hexadecimal digits fit; of the others it counts whether one is not zero.
    let (mut value, mut lost, mut count, mut dropped) = (0u64, false, 0, 0i64);
    for (_, byte) in digits {
        let digit = char::from(*byte).to_digit(16).ok_or_else(invalid)?;
        count += 1;
        if value >> 60 == 0 {
            value = value << 4 | u64::from(digit);
        } else {
            lost |= digit != 0;
            dropped += 1;
        }
    }
    if count == 0 {
        return Err(invalid());
    }
    let shift = 4 * (dropped - fraction as i64);
    let result = scale_rounding(value | u64::from(lost), exponent.saturating_add(shift));
    if result.is_infinite() {
        let message = "hexadecimal value too large to represent as a float";
        return Err(Error::overflow(message));
    }
    Ok(result)
}

/// A decimal exponent, clamped to what makes no difference any more.
fn parse_exponent(text: &[u8]) -> Result<i64> {
    const FAR: i64 = i64::MAX / 4;
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(invalid());
    }
    let append = |value: i64, byte: &u8| {
        let value = value.saturating_mul(10);
        value.saturating_add(i64::from(byte - b'0')).min(FAR)
    };
    let value = digits.iter().fold(0, append);
    Ok(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (x, text) in [
            (0.1, "0x1.999999999999ap-4"),
            (-0.0, "-0x0.0p+0"),
            (5e-324, "0x0.0000000000001p-1022"),
            (1e300, "0x1.7e43c8800759cp+996"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(hex(x), text);
            assert_eq!(fromhex(text.as_bytes()).map(f64::to_bits), Ok(x.to_bits()));
        }
    }

    #[test]
    fn rounding() {
        for (text, value) in [
            (" ff.8P-1 ", 127.75),
            ("0x1.00000000000008p0", 1.0),
            ("0x1.000000000000080000000000000001p0", 1.0000000000000002),
            ("0x.8p-1074", 0.0),
            ("0x.81p-1074", 5e-324),
            ("-0x1p-99999999999999999999", -0.0),
            ("0x0p99999999999999999999", 0.0),
            ("1.", 1.0),
        ] {
            let parsed = fromhex(text.as_bytes());
            assert_eq!(parsed.map(f64::to_bits), Ok(f64::to_bits(value)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "", "0x", ".", "0x.p1", "1p", "1p+", "1.2.3", "g", "0x 1", "p1", "1_0",
        ] {
            assert_eq!(fromhex(text.as_bytes()), Err(invalid()), "{text}");
        }
        for text in [
            "0x1p1024",
            "0x1.fffffffffffff8p1023",
            "-0x1p9999999999999999999",
        ] {
            assert!(
                fromhex(text.as_bytes())
                    .unwrap_err()
                    .message
                    .starts_with("hexadecimal")
            );
        }
    }
}
