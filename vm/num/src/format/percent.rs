//! Numbers in `%`-formatting: the conversions `d i u o x X e E f F g G`.

use super::float::{DEFAULT_PRECISION, style_of};
use super::number::pad;
use super::{Align, Body, Formatted, Sign};
use crate::float::{Flags, to_text};
use crate::int::{self, DigitLimit};
use crate::{Error, IntRef, Result, memory};

/// A conversion specifier.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Percent {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
    /// The least number of characters.
    pub width: usize,
    /// The precision, if given.
    pub precision: Option<usize>,
}

impl Percent {
    fn sign(&self, negative: bool) -> &'static str {
        let sign = match (self.plus, self.space) {
            (true, _) => Some(Sign::Plus),
            (_, true) => Some(Sign::Space),
            _ => None,
        };
        let number = super::number::Number {
            negative,
            ..Default::default()
        };
        number.sign(sign)
    }

    fn lay_out(&self, prefix: String, digits: String) -> Formatted {
        let (align, fill) = match (self.left, self.zero) {
            (true, _) => (Align::Left, ' '),
            (_, true) => (Align::AfterSign, '0'),
            _ => (Align::Right, ' '),
        };
        pad(prefix, Body::Ascii(digits), align, fill.into(), self.width)
    }
}

/// `'%d' % value` and its kin; `kind` is one of `d i u o x X`, the precision the least number of
/// digits.
pub fn percent_int<'a>(
    value: impl Into<IntRef<'a>>,
    kind: char,
    spec: &Percent,
    limit: DigitLimit,
) -> Result<Formatted> {
    let value = value.into();
    let (radix, prefix) = match kind {
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let precision = spec.precision.unwrap_or(0);
    if precision > i32::MAX as usize - 3 {
        return Err(Error::overflow("precision too large"));
    }
    let mut text = match radix {
        10 => int::to_decimal(value, limit)?,
        _ => int::to_radix(value, radix),
    };
    if kind == 'X' {
        text.make_ascii_uppercase();
    }
    let digits = text.trim_start_matches('-');
    memory::reserve(precision as u128)?;
    let zeros = "0".repeat(precision.saturating_sub(digits.len()));
    let shown = if spec.alternate { prefix } else { "" };
    let prefix = [spec.sign(value.is_negative()), shown].concat();
    Ok(spec.lay_out(prefix, zeros + digits))
}

/// `'%f' % value` and its kin; `kind` is one of `e E f F g G`.
pub fn percent_float(value: f64, kind: char, spec: &Percent) -> Result<Formatted> {
    let flags = Flags {
        alternate: spec.alternate,
        ..Flags::default()
    };
    let precision = spec.precision.unwrap_or(DEFAULT_PRECISION);
    let mut text = to_text(value, style_of(kind, precision), flags)?;
    if kind.is_ascii_uppercase() {
        text.make_ascii_uppercase();
    }
    let bare = Percent {
        alternate: spec.alternate,
        precision: spec.precision,
        ..Percent::default()
    };
    if *spec == bare {
        return Ok(Formatted::of_ascii(text));
    }
    let unsigned = text.strip_prefix('-');
    let prefix = spec.sign(unsigned.is_some()).to_owned();
    Ok(spec.lay_out(prefix, unsigned.unwrap_or(&text).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Percent = Percent {
        left: false,
        plus: false,
        space: false,
        alternate: false,
        zero: false,
        width: 0,
        precision: None,
    };

    #[test]
    fn integers() {
        let zero = Percent {
            zero: true,
            width: 8,
            ..PLAIN
        };
        for (value, kind, spec, text) in [
            (42, 'd', PLAIN, "42"),
            (-42, 'i', zero, "-0000042"),
            (
                255,
                'X',
                Percent {
                    alternate: true,
                    ..zero
                },
                "0X0000FF",
            ),
            (
                255,
                'x',
                Percent {
                    alternate: true,
                    zero: false,
                    ..zero
                },
                "    0xff",
            ),
            (
                5,
                'd',
                Percent {
                    precision: Some(3),
                    plus: true,
                    ..PLAIN
                },
                "+005",
            ),
            (
                5,
                'd',
                Percent {
                    left: true,
                    space: true,
                    ..zero
                },
                " 5      ",
            ),
            (
                -8,
                'o',
                Percent {
                    alternate: true,
                    precision: Some(4),
                    ..PLAIN
                },
                "-0o0010",
            ),
        ] {
            let formatted = percent_int(IntRef::Small(value), kind, &spec, DigitLimit::DEFAULT);
            assert_eq!(formatted.unwrap().to_text().as_deref(), Ok(text));
        }
    }

    #[test]
    fn floats() {
        let wide = Percent {
            width: 10,
            precision: Some(2),
            ..PLAIN
        };
        for (value, kind, spec, text) in [
            (1.5, 'f', PLAIN, "1.500000"),
            (-1.5, 'f', wide, "     -1.50"),
            (-1.5, 'E', Percent { zero: true, ..wide }, "-01.50E+00"),
            (
                1e10,
                'g',
                Percent {
                    alternate: true,
                    ..wide
                },
                "   1.0e+10",
            ),
            (f64::NAN, 'F', Percent { zero: true, ..wide }, "0000000NAN"),
            (
                0.5,
                'f',
                Percent {
                    precision: Some(0),
                    ..PLAIN
                },
                "0",
            ),
        ] {
            let formatted = percent_float(value, kind, &spec).unwrap();
            assert_eq!(formatted.to_text().as_deref(), Ok(text));
        }
    }
}
