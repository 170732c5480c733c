//! Parsing a format specification:
//! `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.

use crate::text::decimal_digit;
use crate::{Error, Result};
use std::borrow::Cow;

/// On which side the padding goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: between the sign and the digits.
    AfterSign,
}

impl Align {
    fn from_point(point: u32) -> Option<Align> {
        match char::from_u32(point)? {
            '<' => Some(Align::Left),
            '>' => Some(Align::Right),
            '^' => Some(Align::Center),
            '=' => Some(Align::AfterSign),
            _ => None,
        }
    }
}

/// Which numbers have a sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// `+`: all.
    Plus,
    /// `-`: negative ones.
    Minus,
    /// A space: all, positive ones a space.
    Space,
}

/// What separates groups of digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Grouping {
    /// The separator.
    pub fn separator(self) -> char {
        match self {
            Grouping::Comma => ',',
            Grouping::Underscore => '_',
        }
    }
}

/// A parsed format specification.
#[derive(Clone, PartialEq, Debug)]
pub struct Spec {
    /// The code point of the padding, if given.
    pub fill: Option<u32>,
    /// The alignment, if given.
    pub align: Option<Align>,
    /// The sign, if given.
    pub sign: Option<Sign>,
    /// `z`: what is rounded to zero has no sign.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least number of characters.
    pub width: Option<usize>,
    /// The separator of groups before the point.
    pub grouping: Option<Grouping>,
    /// The precision.
    pub precision: Option<usize>,
    /// The separator of groups after the point.
    pub fraction_grouping: Option<Grouping>,
    /// The code point of the presentation type, if given.
    pub kind: Option<u32>,
    /// The name of the value's type, for messages.
    pub type_name: Cow<'static, str>,
}

/// The rest of a specification.
struct Cursor<'a> {
    rest: &'a [u32],
}

impl Cursor<'_> {
    fn accept(&mut self, expected: char) -> bool {
        let found = self.rest.first() == Some(&u32::from(expected));
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    /// Decimal digits of any script, if there are some.
    fn number(&mut self) -> Result<Option<usize>> {
        let mut number = None;
        while let Some(digit) = self.rest.first().and_then(|point| decimal_digit(*point)) {
            let value = number.unwrap_or(0) as u128 * 10 + u128::from(digit);
            if value > isize::MAX as u128 {
                return Err(Error::value("Too many decimal digits in format string"));
            }
            number = Some(value as usize);
            self.rest = &self.rest[1..];
        }
        Ok(number)
    }

    fn grouping(&mut self) -> Result<Option<Grouping>> {
        let comma = self.accept(',');
        let underscore = self.accept('_');
        match (comma, underscore) {
            (false, false) => Ok(None),
            (true, false) => Ok(Some(Grouping::Comma)),
            (false, true) if self.rest.first() != Some(&u32::from(',')) => {
                Ok(Some(Grouping::Underscore))
            }
            _ => Err(Error::value("Cannot specify both ',' and '_'.")),
        }
    }

    fn sign(&mut self) -> Option<Sign> {
        let signs = [('+', Sign::Plus), ('-', Sign::Minus), (' ', Sign::Space)];
        let found = signs.into_iter().find(|(mark, _)| self.accept(*mark))?;
        Some(found.1)
    }
}

impl Spec {
    /// Parses the code points of a specification for a value whose type has the name `type_name`.
    /// Only a `numeric` value is aligned after the sign by a `0` before the width; the presentation
    /// type of others is `s` where none is given.
    pub fn parse(
        points: &[u32],
        type_name: impl Into<Cow<'static, str>>,
        numeric: bool,
    ) -> Result<Spec> {
        let (fill, align, rest) = match points {
            [fill, align, rest @ ..] if Align::from_point(*align).is_some() => {
                (Some(*fill), Align::from_point(*align), rest)
            }
            [align, rest @ ..] if Align::from_point(*align).is_some() => {
                (None, Align::from_point(*align), rest)
            }
            _ => (None, None, points),
        };
        let mut cursor = Cursor { rest };
        let mut spec = Spec {
            fill,
            align,
            sign: cursor.sign(),
            no_negative_zero: cursor.accept('z'),
            alternate: cursor.accept('#'),
            width: None,
            grouping: None,
            precision: None,
            fraction_grouping: None,
            kind: None,
            type_name: type_name.into(),
        };
        if spec.fill.is_none() && cursor.accept('0') {
            spec.fill = Some('0'.into());
            if spec.align.is_none() && numeric {
                spec.align = Some(Align::AfterSign);
            }
        }
        spec.width = cursor.number()?;
        spec.grouping = cursor.grouping()?;
        if cursor.accept('.') {
            spec.precision = cursor.number()?;
            spec.fraction_grouping = cursor.grouping()?;
            if spec.precision.is_none() && spec.fraction_grouping.is_none() {
                return Err(Error::value("Format specifier missing precision"));
            }
        }
        spec.kind = match cursor.rest {
            [] if numeric => None,
            [] => Some('s'.into()),
            [kind] => Some(*kind),
            _ => return Err(invalid(points, &spec.type_name)),
        };
        spec.check_grouping()?;
        Ok(spec)
    }

    /// As [`Spec::parse`], from text without lone surrogates.
    pub fn parse_str(text: &str, type_name: &'static str, numeric: bool) -> Result<Spec> {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        Spec::parse(&points, type_name, numeric)
    }

    /// Whether a number stands as it is: no padding, no groups, and only negative ones have a sign.
    pub(super) fn lays_out_nothing(&self) -> bool {
        let is_grouped = self.grouping.is_some() || self.fraction_grouping.is_some();
        let is_signed = !matches!(self.sign, None | Some(Sign::Minus));
        self.width.is_none() && !is_grouped && !is_signed
    }

    /// The presentation type, where it is a character that some type knows.
    pub(super) fn kind_char(&self) -> Option<char> {
        char::from_u32(self.kind?)
    }

    /// Groups stand in decimal numbers, and with underscores in those of other bases.
    fn check_grouping(&self) -> Result<()> {
        let decimal = matches!(
            self.kind_char(),
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F')
        ) && (self.kind.is_none() || self.kind_char().is_some());
        let binary = matches!(self.kind_char(), Some('b' | 'o' | 'x' | 'X'));
        match self.grouping {
            Some(Grouping::Underscore) if binary => {}
            Some(grouping) if !decimal => return Err(self.cannot_group(grouping)),
            _ => {}
        }
        match self.fraction_grouping {
            Some(grouping) if self.kind_char() == Some('n') => Err(self.cannot_group(grouping)),
            _ => Ok(()),
        }
    }

    fn cannot_group(&self, grouping: Grouping) -> Error {
        let kind = show(self.kind.unwrap_or(0));
        Error::value(format!(
            "Cannot specify '{}' with '{kind}'.",
            grouping.separator()
        ))
    }

    /// The error of a presentation type that the value's type does not know.
    pub(super) fn unknown_kind(&self) -> Error {
        Error::value(format!(
            "Unknown format code '{}' for object of type '{}'",
            show(self.kind.unwrap_or(0)),
            self.type_name
        ))
    }
}

/// A code point as messages show it.
fn show(point: u32) -> String {
    match char::from_u32(point) {
        Some(visible @ '!'..='\x7f') => visible.to_string(),
        _ => format!("\\x{point:x}"),
    }
}

fn invalid(points: &[u32], type_name: &str) -> Error {
    let text: String = points
        .iter()
        .map(|point| char::from_u32(*point).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Error::value(format!(
        "Invalid format specifier '{text}' for object of type '{type_name}'"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts() {
        let spec = Spec::parse_str("*^+z#012_.3,f", "float", true).unwrap();
        assert_eq!(spec.fill, Some('*'.into()));
        assert_eq!(spec.align, Some(Align::Center));
        assert_eq!(spec.sign, Some(Sign::Plus));
        assert!(spec.no_negative_zero && spec.alternate);
        assert_eq!(spec.width, Some(12));
        assert_eq!(spec.grouping, Some(Grouping::Underscore));
        assert_eq!(spec.precision, Some(3));
        assert_eq!(spec.fraction_grouping, Some(Grouping::Comma));
        assert_eq!(spec.kind_char(), Some('f'));
        let surrogate = Spec::parse(&[0xdc80, '<'.into(), 0x0663], "int", true).unwrap();
        assert_eq!((surrogate.fill, surrogate.width), (Some(0xdc80), Some(3)));
    }

    #[test]
    fn zeros_align_numbers() {
        let zero = |text, numeric| Spec::parse_str(text, "int", numeric).unwrap();
        assert_eq!(zero("05", true).align, Some(Align::AfterSign));
        assert_eq!(zero("05", false).align, None);
        assert_eq!(zero("<05", true).align, Some(Align::Left));
        assert_eq!(zero("05", true).fill, Some('0'.into()));
    }

    #[test]
    fn errors() {
        for (text, message) in [
            (
                "dd",
                "Invalid format specifier 'dd' for object of type 'int'",
            ),
            (".", "Format specifier missing precision"),
            (",_", "Cannot specify both ',' and '_'."),
            ("_,", "Cannot specify both ',' and '_'."),
            (",x", "Cannot specify ',' with 'x'."),
            ("_n", "Cannot specify '_' with 'n'."),
            (",\u{e9}", "Cannot specify ',' with '\\xe9'."),
            (
                "99999999999999999999",
                "Too many decimal digits in format string",
            ),
        ] {
            assert_eq!(
                Spec::parse_str(text, "int", true).unwrap_err().message,
                message
            );
        }
    }
}
