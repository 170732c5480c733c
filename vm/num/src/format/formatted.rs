//! The result of formatting: text with padding that is counted, not written.

use crate::{Result, memory};

/// What stands in the middle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// ASCII text.
    Ascii(String),
    /// One code point (`c`).
    Point(u32),
}

/// Formatted text: `left` times the fill, the prefix, `inner` times the fill, the body, and `right`
/// times the fill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Formatted {
    /// The padding's code point; it may be a lone surrogate.
    pub fill: u32,
    /// Padding before everything.
    pub left: usize,
    /// The sign and what shows the base, in ASCII.
    pub prefix: String,
    /// Padding between the prefix and the body.
    pub inner: usize,
    /// The digits and all that follows.
    pub body: Body,
    /// Padding after everything.
    pub right: usize,
}

impl Formatted {
    /// This text, without padding.
    pub(super) fn of_ascii(text: String) -> Formatted {
        Formatted {
            fill: ' '.into(),
            left: 0,
            prefix: String::new(),
            inner: 0,
            body: Body::Ascii(text),
            right: 0,
        }
    }

    /// The number of code points.
    pub fn len(&self) -> usize {
        let body = match &self.body {
            Body::Ascii(text) => text.len(),
            Body::Point(_) => 1,
        };
        let text = self.prefix.len() + body;
        [self.left, self.inner, self.right]
            .into_iter()
            .fold(text, usize::saturating_add)
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All code points, in order.
    pub fn points(&self) -> impl Iterator<Item = u32> {
        let fill = |count| std::iter::repeat_n(self.fill, count);
        let (text, point) = match &self.body {
            Body::Ascii(text) => (text.as_str(), None),
            Body::Point(point) => ("", Some(*point)),
        };
        fill(self.left)
            .chain(self.prefix.bytes().map(u32::from))
            .chain(fill(self.inner))
            .chain(text.bytes().map(u32::from))
            .chain(point)
            .chain(fill(self.right))
    }

    /// The text, if memory holds it. A lone surrogate becomes a replacement character.
    pub fn to_text(&self) -> Result<String> {
        memory::reserve(self.len() as u128 * 4)?;
        let character = |point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
        let fill = |count| std::iter::repeat_n(character(self.fill), count);
        let mut text = String::with_capacity(self.len());
        text.extend(fill(self.left));
        text.push_str(&self.prefix);
        text.extend(fill(self.inner));
        match &self.body {
            Body::Ascii(body) => text.push_str(body),
            Body::Point(point) => text.push(character(*point)),
        }
        text.extend(fill(self.right));
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn padding_is_not_written() {
        let mut formatted = Formatted {
            fill: 0xdc80,
            left: 1,
            prefix: "-0x".to_owned(),
            inner: 2,
            body: Body::Ascii("ff".to_owned()),
            right: 0,
        };
        assert_eq!(
            formatted.points().filter(|point| *point == 0xdc80).count(),
            3
        );
        formatted.fill = '*'.into();
        assert_eq!(formatted.to_text().unwrap(), "*-0x**ff");
        assert_eq!(formatted.len(), 8);
        formatted.right = usize::MAX;
        assert_eq!(formatted.to_text(), Err(Error::memory()));
    }
}
