//! f-strings and t-strings: text and replacement fields by turns (PEP 701).

use super::{Result, Token, TokenKind, Tokenizer};

/// So many f-strings can be inside each other.
const MAX_STRINGS: usize = 149;

/// An f-string or t-string that is being read.
#[derive(Debug)]
pub(super) struct Mode {
    /// `f` or `t`.
    pub(super) kind: char,
    quote: char,
    /// One or three quotes.
    size: usize,
    raw: bool,
    /// Where it begins: offset, line, and the line's offset.
    start: (usize, u32, usize),
    /// How many brackets were open around it.
    brackets: usize,
    /// The replacement fields that we are in, one inside the other's format specifier. The number
    /// is how many brackets were open before each, and whether its specifier has begun.
    fields: Vec<(usize, bool)>,
}

impl Mode {
    /// Whether what follows is an expression, and not text.
    pub(super) fn in_expression(&self) -> bool {
        matches!(self.fields.last(), Some((_, false)))
    }

    /// Whether what follows is the text of a format specifier.
    pub(super) fn in_specifier(&self) -> bool {
        matches!(self.fields.last(), Some((_, true)))
    }

    /// How many brackets are open where a `}` closes nothing.
    pub(super) fn depth(&self) -> usize {
        self.fields
            .last()
            .map_or(self.brackets, |(depth, _)| *depth)
    }

    /// Whether `brackets` are those around the current field and its own brace.
    pub(super) fn at_field(&self, brackets: usize) -> bool {
        matches!(self.fields.last(), Some((depth, false)) if depth + 1 == brackets)
    }

    /// Whether such quotes would close the string.
    pub(super) fn closes(&self, quote: Option<char>, size: usize) -> bool {
        quote == Some(self.quote) && size == self.size
    }

    fn token(&self, f: TokenKind, t: TokenKind) -> TokenKind {
        if self.kind == 't' { t } else { f }
    }
}

impl Tokenizer<'_> {
    /// The beginning of a string with a prefix of which the cursor is past.
    pub(super) fn interpolated_string(&mut self, start: usize, kind: char, raw: bool) -> Result {
        let quote = self.peek().unwrap_or_default();
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        let quotes = rest.chars().take_while(|it| *it == quote).take(3).count();
        let size = if quotes == 3 { 3 } else { 1 };
        self.cursor += size;
        if self.modes.len() >= MAX_STRINGS {
            return Err(self.at_cursor("too many nested f-strings or t-strings"));
        }
        let mode = Mode {
            kind,
            quote,
            size,
            raw,
            start: (start, self.line, self.line_start),
            brackets: self.brackets.len(),
            fields: Vec::new(),
        };
        let token = mode.token(TokenKind::FStringStart, TokenKind::TStringStart);
        self.modes.push(mode);
        Ok(self.token(token, start))
    }

    /// An operator that belongs to the replacement field itself.
    pub(super) fn field_operator(&mut self, start: usize, first: char) -> Result<Option<Token>> {
        let next = self.peek_at(1);
        let length = match first {
            '!' | '=' if next == Some('=') => return Ok(None),
            _ => first.len_utf8(),
        };
        self.cursor += length;
        let brackets = self.brackets.len();
        if let Some(mode) = self.modes.last_mut() {
            match first {
                ':' => {
                    if let Some((_, in_specifier)) = mode.fields.last_mut() {
                        *in_specifier = true;
                    }
                }
                '}' => {
                    mode.fields.pop();
                    self.brackets.truncate(brackets.saturating_sub(1));
                }
                _ => {}
            }
        }
        Ok(Some(self.token(TokenKind::Operator, start)))
    }

    /// The next token within the text of a string.
    pub(super) fn next_in_string(&mut self) -> Result {
        let Some(mode) = self.modes.last() else {
            return self.next_plain();
        };
        let start = self.cursor;
        let (line, line_start) = (self.line, self.line_start);
        let in_specifier = !mode.fields.is_empty();
        let closes = self.at_closing_quotes();
        if closes {
            self.cursor += mode.size;
            let kind = mode.token(TokenKind::FStringEnd, TokenKind::TStringEnd);
            self.modes.pop();
            return Ok(self.token(kind, start));
        }
        match self.peek() {
            Some('{') if in_specifier || self.peek_at(1) != Some('{') => {
                return self.begin_field(start);
            }
            Some('}') if in_specifier => return self.end_field(start),
            _ => {}
        }
        let kind = mode.token(TokenKind::FStringMiddle, TokenKind::TStringMiddle);
        self.middle(in_specifier)?;
        Ok(self.token_from(kind, start, line, line_start))
    }

    fn begin_field(&mut self, start: usize) -> Result {
        self.cursor += 1;
        let depth = self.brackets.len();
        if self.modes.last().is_some_and(|mode| mode.fields.len() >= 3) {
            let kind = self.modes.last().map_or('f', |mode| mode.kind);
            let message = format!("{kind}-string: expressions nested too deeply");
            return Err(self.at_cursor(message));
        }
        self.open('{', start)?;
        if let Some(mode) = self.modes.last_mut() {
            mode.fields.push((depth, false));
        }
        Ok(self.token(TokenKind::Operator, start))
    }

    fn end_field(&mut self, start: usize) -> Result {
        self.cursor += 1;
        self.brackets.pop();
        if let Some(mode) = self.modes.last_mut() {
            mode.fields.pop();
        }
        Ok(self.token(TokenKind::Operator, start))
    }

    fn at_closing_quotes(&self) -> bool {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        self.modes.last().is_some_and(|mode| {
            let quotes = rest.chars().take_while(|it| *it == mode.quote).count();
            quotes >= mode.size
        })
    }

    /// Text up to the next field or the end of the string.
    fn middle(&mut self, in_specifier: bool) -> Result<()> {
        // In `\N{NAME}`, where braces are no field's.
        let mut named = false;
        loop {
            let Some(character) = self.peek() else {
                return Err(self.unterminated_interpolated());
            };
            if self.at_closing_quotes() {
                return Ok(());
            }
            let next = self.peek_at(1);
            let (size, raw, kind) = self
                .modes
                .last()
                .map_or((1, false, 'f'), |mode| (mode.size, mode.raw, mode.kind));
            match character {
                '\n' if size == 1 && in_specifier => {
                    self.cursor += 1;
                    let message = format!(
                        "{kind}-string: newlines are not allowed in format specifiers for single \
                         quoted {kind}-strings"
                    );
                    return Err(self.at_cursor(message));
                }
                '\n' if size == 1 => return Err(self.unterminated_interpolated()),
                '{' if next == Some('{') && !in_specifier => self.cursor += 2,
                '}' if named => {
                    self.cursor += 1;
                    return Ok(());
                }
                '}' if next == Some('}') && !in_specifier => self.cursor += 2,
                '{' => return Ok(()),
                '}' if in_specifier => return Ok(()),
                '}' => {
                    self.cursor += 1;
                    let message = format!("{kind}-string: single '}}' is not allowed");
                    return Err(self.at_cursor(message));
                }
                '\\' if !raw && self.starts_named_escape() => {
                    self.cursor += 3;
                    named = true;
                }
                '\\' => self.escape(next),
                _ => self.pass_character(character),
            }
        }
    }

    fn starts_named_escape(&self) -> bool {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        rest.starts_with("\\N{")
    }

    /// A backslash and what it escapes.
    fn escape(&mut self, next: Option<char>) {
        self.cursor += 1;
        match next {
            None | Some('{' | '}') => {}
            Some(next) => self.pass_character(next),
        }
    }

    fn unterminated_interpolated(&mut self) -> Box<super::Problem> {
        let Some(mode) = self.modes.pop() else {
            return self.at_cursor("unterminated string literal");
        };
        let detected = self.line;
        self.at_end |= self.peek().is_none();
        let kind = mode.kind;
        let message = if mode.size == 3 {
            format!(
                "unterminated triple-quoted {kind}-string literal (detected at line {detected})"
            )
        } else {
            format!("unterminated {kind}-string literal (detected at line {detected})")
        };
        let (start, line, line_start) = mode.start;
        self.line = line;
        self.line_start = line_start;
        self.cursor = start + 1;
        self.at_cursor(message)
    }
}
