//! `format(float, spec)`.

use super::number::{Number, NumberGroups};
use super::{Formatted, Spec};
use crate::float::{Flags, Style, to_text};
use crate::{Error, Result};

/// Where no precision is given.
pub(super) const DEFAULT_PRECISION: usize = 6;

/// `format(value, spec)`.
pub fn format_float(value: f64, spec: &Spec) -> Result<Formatted> {
    let kind = match spec.kind_char() {
        None if spec.kind.is_none() => None,
        Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')) => Some(kind),
        _ => return Err(spec.unknown_kind()),
    };
    let (value, style) = match kind {
        Some('%') => (value * 100.0, float_style(Some('f'), spec)?),
        _ => (value, float_style(kind, spec)?),
    };
    let flags = Flags {
        point_zero: kind.is_none(),
        ..flags(spec)
    };
    let mut text = to_text(value, style, flags)?;
    if kind.is_some_and(|kind| kind.is_ascii_uppercase()) {
        text.make_ascii_uppercase();
    }
    if spec.lays_out_nothing() && kind != Some('%') {
        return Ok(Formatted::of_ascii(text));
    }
    let mut number = Number::from_float_text(&text);
    if kind == Some('%') {
        number.percent = true;
    }
    number.lay_out(spec, &NumberGroups::new(spec, 3))
}

pub(super) fn flags(spec: &Spec) -> Flags {
    Flags {
        point_zero: false,
        alternate: spec.alternate,
        no_negative_zero: spec.no_negative_zero,
    }
}

/// The style of a presentation type with the precision of the specification.
pub(super) fn float_style(kind: Option<char>, spec: &Spec) -> Result<Style> {
    if spec
        .precision
        .is_some_and(|precision| i32::try_from(precision).is_err())
    {
        return Err(Error::value("precision too big"));
    }
    let precision = spec.precision.unwrap_or(DEFAULT_PRECISION);
    Ok(match kind {
        None if spec.precision.is_none() => Style::Repr,
        None => Style::General(precision),
        Some(kind) => style_of(kind, precision),
    })
}

/// The style of `e`, `f`, `g` and their upper cases.
pub(super) fn style_of(kind: char, precision: usize) -> Style {
    match kind.to_ascii_lowercase() {
        'e' => Style::Exponent(precision),
        'f' => Style::Fixed(precision),
        _ => Style::General(precision),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(value: f64, spec: &str) -> Result<String> {
        let spec = Spec::parse_str(spec, "float", true)?;
        format_float(value, &spec)?.to_text()
    }

    #[test]
    fn layouts() {
        for (value, spec, text) in [
            (1.0, "", "1.0"),
            (1234.5, "010.2f", "0001234.50"),
            (1234567.891, ",.2f", "1,234,567.89"),
            (1234567.891, "015,.2f", "0,001,234,567.89"),
            (0.123456789, "._f", "0.123_457"),
            (0.123456789, ".8,f", "0.123,456,79"),
            (-0.001, "z.1f", "0.0"),
            (-0.001, ".1f", "-0.0"),
            (0.5, "%", "50.000000%"),
            (1e20, ".3", "1e+20"),
            (100.0, ".3", "1e+02"),
            (100.0, ".4", "100.0"),
            (1e10, "G", "1E+10"),
            (1.5, "#.0e", "2.e+00"),
            (f64::INFINITY, "010,F", "0000000INF"),
            (f64::NAN, "+g", "+nan"),
            (-1.5, "n", "-1.5"),
        ] {
            assert_eq!(format(value, spec).as_deref(), Ok(text), "{spec}");
        }
    }

    #[test]
    fn errors() {
        for (spec, message) in [
            ("d", "Unknown format code 'd' for object of type 'float'"),
            (".2147483648f", "precision too big"),
        ] {
            assert_eq!(format(1.0, spec).unwrap_err().message, message);
        }
    }
}
