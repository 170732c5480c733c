//! Operators and brackets.

use super::identifiers::is_printable;
use super::{Bracket, Result, TokenKind, Tokenizer};

/// Brackets nest so deeply at most.
const MAX_BRACKETS: usize = 200;

/// Operators of more than one character, longer ones first.
const LONG: [&str; 25] = [
    "**=", "//=", ">>=", "<<=", "...", "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//", "/=",
    ":=", "<<", "<=", "<>", "==", ">=", ">>", "@=", "^=", "|=",
];

impl Tokenizer<'_> {
    pub(super) fn operator(&mut self, start: usize) -> Result {
        let rest = self.text.get(start..).unwrap_or_default();
        let first = rest.chars().next().unwrap_or_default();
        let in_field = self
            .modes
            .last()
            .is_some_and(|mode| mode.at_field(self.brackets.len()));
        if in_field
            && matches!(first, ':' | '!' | '=' | '}')
            && let Some(token) = self.field_operator(start, first)?
        {
            return Ok(token);
        }
        if let Some(long) = LONG.iter().find(|long| rest.starts_with(**long)) {
            self.cursor += long.len();
            return Ok(self.token(TokenKind::Operator, start));
        }
        if !is_printable(first) {
            self.bump();
            let number = u32::from(first);
            return Err(self.at_cursor(format!("invalid non-printable character U+{number:04X}")));
        }
        self.bump();
        match first {
            '(' | '[' | '{' => self.open(first, start)?,
            ')' | ']' | '}' => self.close(first)?,
            _ => {}
        }
        Ok(self.token(TokenKind::Operator, start))
    }

    pub(super) fn open(&mut self, character: char, start: usize) -> Result<()> {
        if self.brackets.len() >= MAX_BRACKETS {
            return Err(self.at_cursor("too many nested parentheses"));
        }
        self.brackets.push(Bracket {
            character,
            line: self.line,
            column: start.saturating_sub(self.line_start),
        });
        Ok(())
    }

    /// A closing bracket, which must match the one that is open.
    fn close(&mut self, closing: char) -> Result<()> {
        let mode = self.modes.last();
        let kind = mode.map(|mode| mode.kind);
        if closing == '}'
            && let Some(kind) = kind
            && mode.is_some_and(|mode| mode.depth() == self.brackets.len())
        {
            return Err(self.at_cursor(format!("{kind}-string: single '}}' is not allowed")));
        }
        let Some(open) = self.brackets.pop() else {
            return Err(self.at_cursor(format!("unmatched '{closing}'")));
        };
        let expected = match open.character {
            '(' => ')',
            '[' => ']',
            _ => '}',
        };
        if closing == expected {
            return Ok(());
        }
        if let Some(kind) = kind
            && open.character == '{'
            && mode.is_some_and(|mode| mode.depth() == self.brackets.len())
        {
            return Err(self.at_cursor(format!("{kind}-string: unmatched '{closing}'")));
        }
        let (opening, line) = (open.character, open.line);
        Err(if line == self.line {
            self.at_cursor(format!(
                "closing parenthesis '{closing}' does not match opening parenthesis '{opening}'"
            ))
        } else {
            self.at_cursor(format!(
                "closing parenthesis '{closing}' does not match opening parenthesis '{opening}' \
                 on line {line}"
            ))
        })
    }
}
