//! `format(complex, spec)`: both parts with the same type and precision, padded as one.

use super::float::{flags, float_style};
use super::number::{Number, NumberGroups, pad};
use super::{Align, Body, Formatted, Sign, Spec};
use crate::float::to_text;
use crate::{Complex, Error, Result};

/// `format(value, spec)`.
pub fn format_complex(value: Complex, spec: &Spec) -> Result<Formatted> {
    let kind = match spec.kind_char() {
        None if spec.kind.is_none() => None,
        Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) => Some(kind),
        _ => return Err(spec.unknown_kind()),
    };
    let style = float_style(kind, spec)?;
    refuse_alignments(spec)?;
    let groups = NumberGroups::new(spec, 3);
    let part = |x: f64, sign: Option<Sign>| {
        let mut text = to_text(x, style, flags(spec))?;
        if kind.is_some_and(|kind| kind.is_ascii_uppercase()) {
            text.make_ascii_uppercase();
        }
        let number = Number::from_float_text(&text);
        Ok([number.sign(sign), &number.digits(&groups, 0)?].concat())
    };
    // Without a type a positive zero is no real part, and other pairs stand in parentheses.
    let body = if kind.is_some() {
        let (re, im) = (
            part(value.re, spec.sign)?,
            part(value.im, Some(Sign::Plus))?,
        );
        format!("{re}{im}j")
    } else if value.re == 0.0 && value.re.is_sign_positive() {
        format!("{}j", part(value.im, spec.sign)?)
    } else {
        let (re, im) = (
            part(value.re, spec.sign)?,
            part(value.im, Some(Sign::Plus))?,
        );
        format!("({re}{im}j)")
    };
    let align = spec.align.unwrap_or(Align::Right);
    let fill = spec.fill.unwrap_or(' '.into());
    Ok(pad(
        String::new(),
        Body::Ascii(body),
        align,
        fill,
        spec.width.unwrap_or(0),
    ))
}

fn refuse_alignments(spec: &Spec) -> Result<()> {
    if spec.fill == Some('0'.into()) {
        let message = "Zero padding is not allowed in complex format specifier";
        return Err(Error::value(message));
    }
    if spec.align == Some(Align::AfterSign) {
        let message = "'=' alignment flag is not allowed in complex format specifier";
        return Err(Error::value(message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(re: f64, im: f64, spec: &str) -> Result<String> {
        let spec = Spec::parse_str(spec, "complex", true)?;
        format_complex(Complex::new(re, im), &spec)?.to_text()
    }

    #[test]
    fn layouts() {
        for (re, im, spec, text) in [
            (1.0, 2.0, "", "(1+2j)"),
            (0.0, 2.0, "+", "+2j"),
            (-0.0, 2.0, "", "(-0+2j)"),
            (1.0, 2.0, "*^12", "***(1+2j)***"),
            (1.0, -2.0, ".2f", "1.00-2.00j"),
            (0.0, 2.0, "E", "0.000000E+00+2.000000E+00j"),
            (1234.5, 1e6, ",", "(1,234.5+1,000,000j)"),
            (1.0, 0.0, ".3", "(1+0j)"),
        ] {
            assert_eq!(format(re, im, spec).as_deref(), Ok(text), "{spec}");
        }
    }

    #[test]
    fn errors() {
        for (spec, message) in [
            (
                "010",
                "Zero padding is not allowed in complex format specifier",
            ),
            (
                "=10",
                "'=' alignment flag is not allowed in complex format specifier",
            ),
            ("%", "Unknown format code '%' for object of type 'complex'"),
        ] {
            assert_eq!(format(1.0, 1.0, spec).unwrap_err().message, message);
        }
    }
}
