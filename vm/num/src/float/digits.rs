//! The decimal digits of a double, correctly rounded, before they are laid out as text.

/// The digits of a finite double that is not negative: 0.d1 d2 d3... times 10**point.
pub(super) struct Digits {
    /// At least one ASCII digit; the first is not zero unless the number is.
    pub(super) digits: String,
    /// The position of the decimal point, counted from the left of the digits.
    pub(super) point: i64,
}

impl Digits {
    /// The fewest digits that are closer to `x` than to any other double.
    pub(super) fn shortest(x: f64) -> Digits {
        if x == 0.0 {
            return Digits::zero();
        }
        let mut buffer = zmij::Buffer::new();
        Digits::from_text(buffer.format_finite(x))
    }

    /// `count` digits, at least one. Trailing zeros beyond what a double can have are left out.
    pub(super) fn significant(x: f64, count: usize) -> Digits {
        /// No double has more digits that are not zero.
        const MOST: usize = 800;
        if x == 0.0 {
            return Digits::zero();
        }
        let fraction = count.clamp(1, MOST) - 1;
        Digits::from_text(&format!("{x:.fraction$e}"))
    }

    fn zero() -> Digits {
        Digits {
            digits: "0".to_owned(),
            point: 1,
        }
    }

    /// From `ddd.ddd` with or without an exponent; not zero.
    fn from_text(text: &str) -> Digits {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let whole = whole.trim_start_matches('0');
        let significant = if whole.is_empty() {
            fraction.trim_start_matches('0')
        } else {
            fraction
        };
        let leading = (fraction.len() - significant.len()) as i64;
        let exponent: i64 = exponent.parse().unwrap_or(0);
        let mut digits = String::with_capacity(whole.len() + significant.len());
        digits.push_str(whole);
        digits.push_str(significant);
        Digits {
            digits,
            point: whole.len() as i64 + exponent - leading,
        }
    }

    /// Without zeros at the end, save one digit.
    pub(super) fn trimmed(mut self) -> Digits {
        let length = self.digits.trim_end_matches('0').len().max(1);
        self.digits.truncate(length);
        self
    }
}
