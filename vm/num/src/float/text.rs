//! Floats as text, in the styles of C's `printf` and of `repr`.

use super::digits::Digits;
use crate::{Result, memory};

/// How digits are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    /// As short as possible and with an exponent where that is far from zero.
    Repr,
    /// `e`: with an exponent, so many digits after the point.
    Exponent(usize),
    /// `f`: without one, so many digits after the point.
    Fixed(usize),
    /// `g`: so many digits, with an exponent where that is far from zero.
    General(usize),
}

/// What else is asked for.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Flags {
    /// `.0` after a whole number that would look like an integer.
    pub(crate) point_zero: bool,
    /// `#`: keep the decimal point and the zeros at the end.
    pub(crate) alternate: bool,
    /// `z`: no sign before what is rounded to zero.
    pub(crate) no_negative_zero: bool,
}

/// `repr(x)`.
pub fn repr(x: f64) -> String {
    let flags = Flags {
        point_zero: true,
        ..Flags::default()
    };
    layout(x, Style::Repr, flags)
}

/// The text, in lower case, with a minus sign where the number is negative. Fails where a precision
/// asks for more digits than memory has.
pub(crate) fn to_text(x: f64, style: Style, flags: Flags) -> Result<String> {
    if let Style::Exponent(count) | Style::Fixed(count) | Style::General(count) = style {
        memory::reserve(count as u128 * 2)?;
    }
    Ok(layout(x, style, flags))
}

fn layout(x: f64, style: Style, flags: Flags) -> String {
    if x.is_nan() {
        return "nan".to_owned();
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x.is_infinite() {
        return format!("{sign}inf");
    }
    let digits = match style {
        Style::Fixed(count) => return fixed(x, count, flags),
        Style::Repr => Digits::shortest(x.abs()).trimmed(),
        Style::Exponent(count) => Digits::significant(x.abs(), count.saturating_add(1)),
        Style::General(count) => Digits::significant(x.abs(), count.max(1)).trimmed(),
    };
    let is_zero = digits.digits == "0" && flags.no_negative_zero;
    let sign = if is_zero { "" } else { sign };
    match exponent_form(&digits, style, flags) {
        Some(fraction) => with_exponent(sign, &digits, fraction, flags),
        None => without_exponent(sign, &digits, fraction_digits(&digits, style, flags), flags),
    }
}

/// `count` digits after the point: as Rust writes it, up to the places that a double has.
fn fixed(x: f64, count: usize, flags: Flags) -> String {
    /// No double has more places that are not zero.
    const MOST: usize = 1100;
    let places = count.min(MOST);
    let mut text = match units(x.abs(), places) {
        Some(units) => of_units(x.is_sign_negative(), units, places),
        None => format!("{x:.places$}"),
    };
    if flags.no_negative_zero && text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.')) {
        text = text.trim_start_matches('-').to_owned();
    }
    text.extend(std::iter::repeat_n('0', count - places));
    if count == 0 && flags.alternate {
        text.push('.');
    }
    text
}

/// Most places that [`units`] are counted for.
const MOST_PLACES: usize = 15;

/// How many units of so many places `x` has, which is not negative: the even number if two are as near. `None` if
/// the product does not fit in 128 bits, or the result in 64. (The general way has to write out what lies right
/// between two, which short numbers often do.)
fn units(x: f64, places: usize) -> Option<u64> {
    if places > MOST_PLACES {
        return None;
    }
    let bits = x.to_bits();
    // Zero and what is below the normal doubles are left to the general way.
    let exponent = (bits >> 52) as i64 - 1075;
    if !(-120..=11).contains(&exponent) {
        return None;
    }
    let digits = u128::from(bits & ((1 << 52) - 1) | 1 << 52);
    // 53 bits, 11 and 50.
    let product = (digits * 10u128.pow(places as u32)) << exponent.max(0);
    let lost = exponent.min(0).unsigned_abs() as u32;
    let mut units = product >> lost;
    let rest = product - (units << lost);
    let half = (1u128 << lost) / 2;
    if rest > half || (rest == half && lost > 0 && units & 1 == 1) {
        units += 1;
    }
    u64::try_from(units).ok()
}

/// The text of so many units.
fn of_units(is_negative: bool, units: u64, places: usize) -> String {
    let sign = if is_negative { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{units}");
    }
    let one = 10u64.pow(places as u32);
    format!("{sign}{}.{:0places$}", units / one, units % one)
}

/// Whether there is an exponent, and then how many digits stand before it and after the point.
fn exponent_form(digits: &Digits, style: Style, flags: Flags) -> Option<usize> {
    let own = digits.digits.len() - 1;
    match style {
        Style::Exponent(count) => Some(count),
        Style::Fixed(_) => None,
        Style::Repr => (digits.point <= -4 || digits.point > 16).then_some(own),
        Style::General(count) => {
            let count = count.max(1);
            // A whole number that fills the precision has no room for the `.0`.
            let room = count as i64 - i64::from(flags.point_zero);
            let fraction = if flags.alternate { count - 1 } else { own };
            (digits.point <= -4 || digits.point > room).then_some(fraction)
        }
    }
}

/// How many digits stand after the point where there is no exponent.
fn fraction_digits(digits: &Digits, style: Style, flags: Flags) -> usize {
    let all = match style {
        Style::General(count) if flags.alternate => count.max(1) as i64,
        _ => digits.digits.len() as i64,
    };
    (all - digits.point).max(0) as usize
}

fn with_exponent(sign: &str, digits: &Digits, fraction: usize, flags: Flags) -> String {
    let (first, rest) = digits.digits.split_at(1);
    let point = if fraction > 0 || flags.alternate {
        "."
    } else {
        ""
    };
    let zeros = "0".repeat(fraction.saturating_sub(rest.len()));
    let exponent = digits.point - 1;
    let mark = if exponent < 0 { '-' } else { '+' };
    let exponent = exponent.abs();
    format!("{sign}{first}{point}{rest}{zeros}e{mark}{exponent:02}")
}

fn without_exponent(sign: &str, digits: &Digits, fraction: usize, flags: Flags) -> String {
    let Digits { digits, point } = digits;
    let mut text = String::with_capacity(digits.len() + fraction + 8);
    text.push_str(sign);
    // The digits before the point: zeros may follow them.
    let before = usize::try_from(*point).unwrap_or(0);
    let (whole, rest) = digits.split_at(before.min(digits.len()));
    text.push_str(if whole.is_empty() { "0" } else { whole });
    text.extend(std::iter::repeat_n(
        '0',
        before.saturating_sub(digits.len()),
    ));
    if fraction == 0 {
        if flags.point_zero {
            text.push_str(".0");
        } else if flags.alternate {
            text.push('.');
        }
        return text;
    }
    text.push('.');
    let leading = usize::try_from(-point).unwrap_or(0).min(fraction);
    text.extend(std::iter::repeat_n('0', leading));
    let shown = &rest[..rest.len().min(fraction - leading)];
    text.push_str(shown);
    text.extend(std::iter::repeat_n('0', fraction - leading - shown.len()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_written_as_the_general_way_does() {
        let flags = Flags::default();
        let mut state = 1u64;
        for round in 0..200_000 {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            // Whole numbers, halves and so on, and doubles of all sizes.
            let x = match round % 3 {
                0 => (state >> 40) as f64 / f64::from(1 << (state % 24)),
                1 => (state >> 30) as f64 * 1e-9,
                _ => f64::from_bits(state & !(1 << 62) | 3 << 60),
            };
            let places = (state >> 20) as usize % 17;
            for x in [x, -x] {
                assert_eq!(
                    fixed(x, places, flags),
                    format!("{x:.places$}"),
                    "{x:e} {places}"
                );
            }
        }
        for (x, places, text) in [
            (0.125, 2, "0.12"),
            (0.375, 2, "0.38"),
            (2.5, 0, "2"),
            (-0.5, 0, "-0"),
            (1.5, 0, "2"),
            (0.0, 2, "0.00"),
            (9.995, 2, "9.99"),
            (18446744073709550000.0, 1, "18446744073709549568.0"),
        ] {
            assert_eq!(fixed(x, places, flags), text);
        }
    }

    #[test]
    fn shortest_text() {
        for (x, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (-1.5e-7, "-1.5e-07"),
            (f64::NEG_INFINITY, "-inf"),
            (-f64::NAN, "nan"),
        ] {
            assert_eq!(repr(x), text);
        }
    }

    #[test]
    fn styles() {
        let plain = Flags::default();
        let alternate = Flags {
            alternate: true,
            ..plain
        };
        for (x, style, flags, text) in [
            (1234.5, Style::Exponent(2), plain, "1.23e+03"),
            (1234.5, Style::Exponent(0), alternate, "1.e+03"),
            (0.0, Style::Exponent(3), plain, "0.000e+00"),
            (0.125, Style::Fixed(2), plain, "0.12"),
            (0.375, Style::Fixed(2), plain, "0.38"),
            (2.5, Style::Fixed(0), plain, "2"),
            (2.5, Style::Fixed(0), alternate, "2."),
            (0.004, Style::Fixed(2), plain, "0.00"),
            (-0.004, Style::Fixed(2), plain, "-0.00"),
            (1e22, Style::Fixed(1), plain, "10000000000000000000000.0"),
            (100000.0, Style::General(6), plain, "100000"),
            (1000000.0, Style::General(6), plain, "1e+06"),
            (0.0001, Style::General(6), alternate, "0.000100000"),
            (0.0, Style::General(6), alternate, "0.00000"),
            (1e10, Style::General(0), alternate, "1.e+10"),
            (0.5, Style::General(0), plain, "0.5"),
        ] {
            assert_eq!(to_text(x, style, flags).as_deref(), Ok(text));
        }
    }

    #[test]
    fn more_digits_than_a_double_has() {
        let text = to_text(5e-324, Style::Fixed(100_000), Flags::default()).unwrap();
        assert_eq!(text.len(), 100_002);
        assert_eq!(text.trim_end_matches('0').len(), 1076);
        let text = to_text(0.1, Style::Exponent(70_000), Flags::default()).unwrap();
        assert_eq!(text.len(), 70_006);
        assert!(to_text(0.1, Style::Fixed(1 << 60), Flags::default()).is_err());
    }
}
