//! `repr(z)`.

use super::Complex;
use crate::float::{Flags, Style, to_text};

/// `repr(z)`: the imaginary part alone where the real part is a positive zero.
pub fn repr(z: Complex) -> String {
    let re = part(z.re);
    let im = part(z.im);
    if z.re == 0.0 && z.re.is_sign_positive() {
        return format!("{im}j");
    }
    let plus = if im.starts_with('-') { "" } else { "+" };
    format!("({re}{plus}{im}j)")
}

/// Without `.0` after whole numbers.
fn part(x: f64) -> String {
    to_text(x, Style::Repr, Flags::default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs() {
        for (re, im, text) in [
            (0.0, 1.0, "1j"),
            (0.0, -0.0, "-0j"),
            (-0.0, 1.5, "(-0+1.5j)"),
            (1.0, -0.0, "(1-0j)"),
            (f64::NAN, f64::NEG_INFINITY, "(nan-infj)"),
            (0.0, f64::NAN, "nanj"),
            (1e16, 1.0, "(1e+16+1j)"),
        ] {
            assert_eq!(repr(Complex::new(re, im)), text);
        }
    }
}
