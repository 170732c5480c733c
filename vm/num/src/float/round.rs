//! `round(x)` and `round(x, ndigits)`.

use super::text::{Flags, Style, to_text};
use crate::int::from_f64;
use crate::{Error, Int, Result};

/// `round(x)`: the nearest integer, the even one of two.
pub fn round_to_int(x: f64) -> Result<Int> {
    from_f64(x.round_ties_even())
}

/// `round(x, digits)`: the decimal text of so many places, correctly rounded, read back.
pub fn round(x: f64, digits: &Int) -> Result<f64> {
    /// From here on every double is its own rounding.
    const ENOUGH: i64 = 323;
    /// From here on every double rounds to zero.
    const TOO_FEW: i64 = -308;
    if !x.is_finite() {
        return Ok(x);
    }
    let far = if digits.is_negative() {
        i64::MIN
    } else {
        i64::MAX
    };
    match digits.to_i64().unwrap_or(far) {
        ENOUGH.. => Ok(x),
        ..TOO_FEW => Ok(0f64.copysign(x)),
        places @ 0.. => read(to_text(x, Style::Fixed(places as usize), Flags::default())?),
        places => before_the_point(x, -places),
    }
}

/// Rounds to a multiple of 10**zeros.
fn before_the_point(x: f64, zeros: i64) -> Result<f64> {
    /// No double has more digits.
    const ALL: usize = 800;
    let exact = to_text(x.abs(), Style::Exponent(ALL), Flags::default())?;
    let (digits, exponent) = exact.split_once('e').unwrap_or((&exact, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let magnitude = match exponent - zeros {
        places @ 0.. => read(to_text(
            x.abs(),
            Style::Exponent(places as usize),
            Flags::default(),
        )?)?,
        // More than half a unit rounds up; half of one rounds to zero, which is even.
        -1 if digits.trim_end_matches('0') > "5." => read(format!("1e{zeros}"))?,
        _ => 0.0,
    };
    Ok(magnitude.copysign(x))
}

fn read(text: String) -> Result<f64> {
    let value: f64 = text.parse().unwrap_or(f64::INFINITY);
    if value.is_infinite() {
        return Err(Error::overflow("rounded value too large to represent"));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_to_even() {
        for (x, digits, expected) in [
            (2.675, 2, 2.67),
            (0.5, 0, 0.0),
            (2.5, 0, 2.0),
            (-1.5, 0, -2.0),
            (0.125, 2, 0.12),
            (15.0, -1, 20.0),
            (25.0, -1, 20.0),
            (5.0, -1, 0.0),
            (6.0, -1, 10.0),
            (5.0, -2, 0.0),
            (99.0, -2, 100.0),
            (1e22, -22, 1e22),
            (5e-324, 400, 5e-324),
            (1e300, -400, 0.0),
            (1.7e308, -307, 1.7e308),
        ] {
            assert_eq!(round(x, &Int::Small(digits)), Ok(expected), "{x} {digits}");
        }
        assert!(round(1.7e308, &Int::Small(-308)).is_err());
        assert_eq!(round_to_int(-2.5), Ok(Int::Small(-2)));
    }
}
