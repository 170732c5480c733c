//! Names, keywords, and the prefixes of strings.

use super::{Result, TokenKind, Tokenizer, is_identifier_part};

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Prefixes that do not go together.
const INCOMPATIBLE: [(char, char); 7] = [
    ('u', 'b'),
    ('u', 'r'),
    ('u', 'f'),
    ('u', 't'),
    ('b', 'f'),
    ('b', 't'),
    ('f', 't'),
];

impl Tokenizer<'_> {
    pub(super) fn identifier(&mut self, start: usize) -> Result {
        if let Some(token) = self.prefixed_string(start)? {
            return Ok(token);
        }
        while self.peek().is_some_and(is_identifier_part) {
            self.bump();
        }
        let text = self.text.get(start..self.cursor).unwrap_or_default();
        self.check_identifier(start, text)?;
        let kind = if KEYWORDS.contains(&text) {
            TokenKind::Keyword
        } else {
            TokenKind::Name
        };
        Ok(self.token(kind, start))
    }

    /// A string with a prefix, if the letters at the cursor are one.
    fn prefixed_string(&mut self, start: usize) -> Result<Option<super::Token>> {
        let mut prefix = String::new();
        while let Some(letter) = self.peek() {
            let lower = letter.to_ascii_lowercase();
            if matches!(letter, '\'' | '"') {
                break;
            }
            if !"burft".contains(lower) || prefix.contains(lower) {
                self.cursor = start;
                return Ok(None);
            }
            prefix.push(lower);
            self.cursor += 1;
        }
        if self.peek().is_none() {
            self.cursor = start;
            return Ok(None);
        }
        let clash = INCOMPATIBLE
            .iter()
            .find(|(one, other)| prefix.contains(*one) && prefix.contains(*other));
        if let Some((one, other)) = clash {
            let message = format!("'{one}' and '{other}' prefixes are incompatible");
            return Err(self.at_range(start, self.cursor + 1, message));
        }
        let kind = if prefix.contains('f') {
            Some('f')
        } else {
            prefix.contains('t').then_some('t')
        };
        match kind {
            Some(kind) => self
                .interpolated_string(start, kind, prefix.contains('r'))
                .map(Some),
            None => self.string(start, self.cursor).map(Some),
        }
    }

    /// All characters must be letters, digits or the like.
    fn check_identifier(&mut self, start: usize, text: &str) -> Result<()> {
        if text.is_ascii() {
            return Ok(());
        }
        for (offset, character) in text.char_indices() {
            let valid = if offset == 0 {
                character == '_' || starts_identifier(character)
            } else {
                continues_identifier(character)
            };
            if !valid {
                self.cursor = start + offset + character.len_utf8();
                let number = u32::from(character);
                return Err(if is_printable(character) {
                    self.at_cursor(format!("invalid character '{character}' (U+{number:04X})"))
                } else {
                    self.at_cursor(format!("invalid non-printable character U+{number:04X}"))
                });
            }
        }
        Ok(())
    }
}

/// Whether a character may begin an identifier. Python looks at its compatibility form too.
fn starts_identifier(character: char) -> bool {
    unicode_ident::is_xid_start(character)
}

fn continues_identifier(character: char) -> bool {
    unicode_ident::is_xid_continue(character)
}

/// Whether Python would print the character as it is.
pub(super) fn is_printable(character: char) -> bool {
    let number = u32::from(character);
    let space = character.is_whitespace() && character != ' ';
    let format = matches!(
        number,
        0xAD | 0x600..=0x605
            | 0x61C
            | 0x6DD
            | 0x70F
            | 0x180E
            | 0x200B..=0x200F
            | 0x202A..=0x202E
            | 0x2060..=0x206F
            | 0xD800..=0xF8FF
            | 0xFEFF
            | 0xFFF9..=0xFFFB
            | 0xE0001..=0xE007F
            | 0xF0000..
    );
    !(space || format || character.is_control())
}
