//! Where JSON is written to.

use tython_text::{Builder, Text};

/// A text under construction. Most JSON is ASCII, and then a vector of bytes is enough.
pub(super) trait Output {
    /// Appends ASCII.
    fn ascii(&mut self, text: &[u8]);

    /// Appends a text; to a vector of bytes, one that is Latin-1.
    fn text(&mut self, text: Text<'_>);
}

impl Output for Vec<u8> {
    #[inline]
    fn ascii(&mut self, text: &[u8]) {
        self.extend_from_slice(text);
    }

    fn text(&mut self, text: Text<'_>) {
        match text {
            Text::One(bytes) => self.extend_from_slice(bytes),
            _ => self.extend(text.codes().map(|code| code as u8)),
        }
    }
}

impl Output for Builder {
    #[inline]
    fn ascii(&mut self, text: &[u8]) {
        self.push_bytes(text);
    }

    fn text(&mut self, text: Text<'_>) {
        self.push_text(text);
    }
}
