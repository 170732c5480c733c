//! `format(int, spec)`.

use super::number::{Number, NumberGroups, pad};
use super::{Align, Body, Formatted, Spec, format_float};
use crate::int::{self, DigitLimit};
use crate::{Error, IntRef, Result};

/// `format(value, spec)`.
pub fn format_int<'a>(
    value: impl Into<IntRef<'a>>,
    spec: &Spec,
    limit: DigitLimit,
) -> Result<Formatted> {
    let value = value.into();
    let (radix, prefix) = match spec.kind_char() {
        None if spec.kind.is_none() => (10, ""),
        Some('d' | 'n') => (10, ""),
        Some('b') => (2, "0b"),
        Some('o') => (8, "0o"),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        Some('c') => return character(value, spec),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            return format_float(int::to_f64(value)?, spec);
        }
        _ => return Err(spec.unknown_kind()),
    };
    refuse_float_parts(spec)?;
    let mut text = match radix {
        10 => int::to_decimal(value, limit)?,
        _ => int::to_radix(value, radix),
    };
    if prefix == "0X" {
        text.make_ascii_uppercase();
    }
    if spec.lays_out_nothing() && !spec.alternate {
        return Ok(Formatted::of_ascii(text));
    }
    let number = Number {
        negative: value.is_negative(),
        prefix: if spec.alternate { prefix } else { "" },
        whole: text.trim_start_matches('-'),
        ..Number::default()
    };
    let size = if radix == 10 { 3 } else { 4 };
    number.lay_out(spec, &NumberGroups::new(spec, size))
}

fn refuse_float_parts(spec: &Spec) -> Result<()> {
    if spec.precision.is_some() {
        let message = "Precision not allowed in integer format specifier";
        return Err(Error::value(message));
    }
    if spec.no_negative_zero {
        let message = "Negative zero coercion (z) not allowed in integer format specifier";
        return Err(Error::value(message));
    }
    Ok(())
}

/// The character with that code point.
fn character(value: IntRef<'_>, spec: &Spec) -> Result<Formatted> {
    refuse_float_parts(spec)?;
    if spec.sign.is_some() {
        let message = "Sign not allowed with integer format specifier 'c'";
        return Err(Error::value(message));
    }
    if spec.alternate {
        let message = "Alternate form (#) not allowed with integer format specifier 'c'";
        return Err(Error::value(message));
    }
    let Some(point) = value.to_i64() else {
        let message = "Python int too large to convert to C long";
        return Err(Error::overflow(message));
    };
    let Ok(point @ 0..0x11_0000) = u32::try_from(point) else {
        return Err(Error::overflow("%c arg not in range(0x110000)"));
    };
    let align = spec.align.unwrap_or(Align::Right);
    let fill = spec.fill.unwrap_or(' '.into());
    let body = Body::Point(point);
    Ok(pad(
        String::new(),
        body,
        align,
        fill,
        spec.width.unwrap_or(0),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(value: i64, spec: &str) -> Result<String> {
        let spec = Spec::parse_str(spec, "int", true)?;
        format_int(IntRef::Small(value), &spec, DigitLimit::DEFAULT)?.to_text()
    }

    #[test]
    fn layouts() {
        for (value, spec, text) in [
            (42, "", "42"),
            (42, "5", "   42"),
            (42, "<5", "42   "),
            (42, "*^+6", "*+42**"),
            (-42, "06", "-00042"),
            (-42, "x=6", "-xxx42"),
            (255, "#x", "0xff"),
            (255, "#010X", "0X000000FF"),
            (1234567, ",", "1,234,567"),
            (-1234567, "015,", "-00,001,234,567"),
            (0xabcdef, "_x", "ab_cdef"),
            (5, "08_b", "000_0101"),
            (65, "*<3c", "A**"),
            (1, ".1%", "100.0%"),
            (1234, "n", "1234"),
        ] {
            assert_eq!(format(value, spec).as_deref(), Ok(text), "{spec}");
        }
    }

    #[test]
    fn errors() {
        for (spec, message) in [
            (".3d", "Precision not allowed in integer format specifier"),
            (
                "zd",
                "Negative zero coercion (z) not allowed in integer format specifier",
            ),
            ("+c", "Sign not allowed with integer format specifier 'c'"),
            (
                "#c",
                "Alternate form (#) not allowed with integer format specifier 'c'",
            ),
            ("s", "Unknown format code 's' for object of type 'int'"),
        ] {
            assert_eq!(format(1, spec).unwrap_err().message, message);
        }
        assert_eq!(
            format(-1, "c").unwrap_err().message,
            "%c arg not in range(0x110000)"
        );
    }
}
