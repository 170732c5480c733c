//! `format(str, spec)`: which part of the text is kept, and the padding. The text itself stays with
//! the caller.

use super::{Align, Sign, Spec};
use crate::{Error, Result};

/// How text is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TextLayout {
    /// The padding's code point.
    pub fill: u32,
    /// Padding before the text.
    pub left: usize,
    /// How many code points of the text are kept.
    pub kept: usize,
    /// Padding after the text.
    pub right: usize,
}

/// `format(text, spec)` for a text of `length` code points. The specification was parsed as not
/// numeric.
pub fn format_text(length: usize, spec: &Spec) -> Result<TextLayout> {
    if spec.kind_char() != Some('s') {
        return Err(spec.unknown_kind());
    }
    refuse_number_parts(spec)?;
    let kept = length.min(spec.precision.unwrap_or(length));
    let padding = spec.width.unwrap_or(0).saturating_sub(kept);
    let left = match spec.align {
        Some(Align::Right) => padding,
        Some(Align::Center) => padding / 2,
        _ => 0,
    };
    Ok(TextLayout {
        fill: spec.fill.unwrap_or(' '.into()),
        left,
        kept,
        right: padding - left,
    })
}

fn refuse_number_parts(spec: &Spec) -> Result<()> {
    let message = match spec {
        Spec {
            sign: Some(Sign::Space),
            ..
        } => "Space not allowed in string format specifier",
        Spec { sign: Some(_), .. } => "Sign not allowed in string format specifier",
        Spec {
            no_negative_zero: true,
            ..
        } => "Negative zero coercion (z) not allowed in string format specifier",
        Spec {
            alternate: true, ..
        } => "Alternate form (#) not allowed in string format specifier",
        Spec {
            align: Some(Align::AfterSign),
            ..
        } => "'=' alignment not allowed in string format specifier",
        _ => return Ok(()),
    };
    Err(Error::value(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(length: usize, spec: &str) -> Result<(usize, usize, usize)> {
        let layout = format_text(length, &Spec::parse_str(spec, "str", false)?)?;
        Ok((layout.left, layout.kept, layout.right))
    }

    #[test]
    fn layouts() {
        assert_eq!(layout(3, ""), Ok((0, 3, 0)));
        assert_eq!(layout(3, "5"), Ok((0, 3, 2)));
        assert_eq!(layout(3, ">5s"), Ok((2, 3, 0)));
        assert_eq!(layout(3, "^6.2"), Ok((2, 2, 2)));
        assert_eq!(layout(3, "05"), Ok((0, 3, 2)));
    }

    #[test]
    fn errors() {
        for (spec, message) in [
            ("+", "Sign not allowed in string format specifier"),
            (" ", "Space not allowed in string format specifier"),
            (
                "z",
                "Negative zero coercion (z) not allowed in string format specifier",
            ),
            (
                "#",
                "Alternate form (#) not allowed in string format specifier",
            ),
            ("=5", "'=' alignment not allowed in string format specifier"),
            ("d", "Unknown format code 'd' for object of type 'str'"),
            (",", "Cannot specify ',' with 's'."),
        ] {
            assert_eq!(layout(3, spec).unwrap_err().message, message);
        }
    }
}
