//! Strings without replacement fields.

use super::replacement::Mode;
use super::{Result, TokenKind, Tokenizer};

impl Tokenizer<'_> {
    /// A string whose prefix begins at `start` and whose quotes at `quotes`.
    pub(super) fn string(&mut self, start: usize, quotes: usize) -> Result {
        let (line, line_start) = (self.line, self.line_start);
        self.cursor = quotes;
        let quote = self.peek().unwrap_or_default();
        let size = self.opening_quotes(quote);
        let mut escaped_quote = false;
        let mut closing = 0;
        while closing < size {
            let Some(character) = self.peek() else {
                return Err(self.unterminated(start, line, line_start, size, escaped_quote));
            };
            if character == '\n' && size == 1 {
                return Err(self.unterminated(start, line, line_start, size, escaped_quote));
            }
            self.pass_character(character);
            if character == quote {
                closing += 1;
                continue;
            }
            closing = 0;
            if character == '\\' {
                let Some(next) = self.peek() else { continue };
                escaped_quote |= next == quote;
                self.pass_character(next);
            }
        }
        Ok(self.token_from(TokenKind::String, start, line, line_start))
    }

    /// Passes over the quotes that open a string; an empty string's too, which are none then.
    fn opening_quotes(&mut self, quote: char) -> usize {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        let count = rest.chars().take_while(|it| *it == quote).take(3).count();
        let size = if count == 3 { 3 } else { 1 };
        self.cursor += size;
        size
    }

    /// Passes over a character within a string, which may be a line break.
    pub(super) fn pass_character(&mut self, character: char) {
        self.cursor += character.len_utf8();
        if character == '\n' {
            self.next_line();
        }
    }

    /// A string that is not closed.
    fn unterminated(
        &mut self,
        start: usize,
        line: u32,
        line_start: usize,
        size: usize,
        escaped_quote: bool,
    ) -> Box<super::Problem> {
        let detected = self.line;
        self.at_end |= self.peek().is_none();
        let quote = self.text.get(start..).and_then(|text| text.chars().next());
        let closes = |mode: &&Mode| mode.closes(quote, size);
        let message = if let Some(mode) = self.modes.last().filter(closes) {
            format!("{}-string: expecting '}}'", mode.kind)
        } else if size == 3 {
            format!("unterminated triple-quoted string literal (detected at line {detected})")
        } else if escaped_quote {
            format!(
                "unterminated string literal (detected at line {detected}); perhaps you escaped \
                 the end quote?"
            )
        } else {
            format!("unterminated string literal (detected at line {detected})")
        };
        self.line = line;
        self.line_start = line_start;
        self.cursor = start + 1;
        self.at_cursor(message)
    }
}
