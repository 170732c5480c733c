//! Putting a number together: sign, prefix, grouped digits, point, fraction, the rest, padding.

use super::group::{Groups, group_fraction, group_whole};
use super::{Align, Body, Formatted, Grouping, Sign, Spec};
use crate::{Result, memory};

/// The parts of a number's text, without grouping and padding.
#[derive(Default, Debug)]
pub(super) struct Number<'a> {
    pub(super) negative: bool,
    /// `0x` and the like.
    pub(super) prefix: &'a str,
    /// The digits before the point; a NaN has none.
    pub(super) whole: &'a str,
    /// Whether there is a point.
    pub(super) point: bool,
    /// The digits after the point.
    pub(super) fraction: &'a str,
    /// An exponent, or the name of what is not finite.
    pub(super) rest: &'a str,
    /// Whether a percent sign follows.
    pub(super) percent: bool,
}

impl<'a> Number<'a> {
    /// Takes apart the text of a float, with or without a minus sign.
    pub(super) fn from_float_text(text: &'a str) -> Number<'a> {
        let unsigned = text.strip_prefix('-');
        let negative = unsigned.is_some();
        let unsigned = unsigned.unwrap_or(text);
        let (whole, tail) = split_digits(unsigned);
        let after_point = tail.strip_prefix('.');
        let (fraction, rest) = after_point.map_or(("", tail), split_digits);
        Number {
            negative,
            prefix: "",
            whole,
            point: after_point.is_some(),
            fraction,
            rest,
            percent: false,
        }
    }

    /// The sign that the specification asks for.
    pub(super) fn sign(&self, sign: Option<Sign>) -> &'static str {
        match sign {
            _ if self.negative => "-",
            Some(Sign::Plus) => "+",
            Some(Sign::Space) => " ",
            Some(Sign::Minus) | None => "",
        }
    }

    /// The digits, grouped and filled up with zeros to `width` characters.
    pub(super) fn digits(&self, grouping: &NumberGroups, width: usize) -> Result<String> {
        memory::reserve(width as u128 * 2)?;
        let is_bare =
            !self.point && !self.percent && self.fraction.is_empty() && self.rest.is_empty();
        if is_bare && grouping.whole.is_none() && width <= self.whole.len() {
            return Ok(self.whole.to_owned());
        }
        let mut after = String::new();
        if self.point {
            after.push('.');
        }
        group_fraction(&mut after, self.fraction, grouping.fraction);
        after.push_str(self.rest);
        if self.percent {
            after.push('%');
        }
        let mut text = String::with_capacity(self.whole.len() + after.len());
        if !self.whole.is_empty() {
            let width = width.saturating_sub(after.len());
            group_whole(&mut text, self.whole, grouping.whole, width);
        }
        text.push_str(&after);
        Ok(text)
    }

    /// The number as the specification lays it out.
    pub(super) fn lay_out(&self, spec: &Spec, grouping: &NumberGroups) -> Result<Formatted> {
        let prefix = [self.sign(spec.sign), self.prefix].concat();
        let align = spec.align.unwrap_or(Align::Right);
        let fill = spec.fill.unwrap_or(' '.into());
        let width = spec.width.unwrap_or(0);
        // Zeros between the sign and the digits are digits, and are grouped.
        let zeros = fill == u32::from('0') && align == Align::AfterSign;
        let least = if zeros {
            width.saturating_sub(prefix.len())
        } else {
            0
        };
        let digits = self.digits(grouping, least)?;
        Ok(pad(prefix, Body::Ascii(digits), align, fill, width))
    }
}

/// How the digits on both sides of the point are grouped.
#[derive(Default, Debug)]
pub(super) struct NumberGroups {
    pub(super) whole: Option<Groups>,
    pub(super) fraction: Option<Groups>,
}

impl NumberGroups {
    /// What the specification says, with groups of `size` before the point.
    pub(super) fn new(spec: &Spec, size: usize) -> NumberGroups {
        let groups = |grouping: Option<Grouping>, size| {
            let separator = grouping?.separator();
            Some(Groups { separator, size })
        };
        NumberGroups {
            whole: groups(spec.grouping, size),
            fraction: groups(spec.fraction_grouping, 3),
        }
    }
}

/// Pads up to `width` characters.
pub(super) fn pad(prefix: String, body: Body, align: Align, fill: u32, width: usize) -> Formatted {
    let mut formatted = Formatted {
        fill,
        left: 0,
        prefix,
        inner: 0,
        body,
        right: 0,
    };
    let padding = width.saturating_sub(formatted.len());
    match align {
        Align::Left => formatted.right = padding,
        Align::Right => formatted.left = padding,
        Align::AfterSign => formatted.inner = padding,
        Align::Center => {
            formatted.left = padding / 2;
            formatted.right = padding - padding / 2;
        }
    }
    formatted
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|digit: char| !digit.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}
