//! Text to tokens, as CPython's tokenizer makes them, mistakes included.
//!
//! The parser proper has its own lexer; this one is there for its errors and for what the grammar
//! of mistakes must see: indentation, the depth of brackets, the parts of f-strings.

mod identifiers;
mod indentation;
mod numbers;
mod operators;
mod problem;
mod replacement;
mod strings;

pub(in crate::parse) use problem::Problem;

use indentation::Indentation;
use replacement::Mode;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Name,
    Keyword,
    Number,
    String,
    Operator,
    Newline,
    Indent,
    Dedent,
    End,
    FStringStart,
    FStringMiddle,
    FStringEnd,
    TStringStart,
    TStringMiddle,
    TStringEnd,
}

impl TokenKind {
    /// The kind by the name that the grammar has for it.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "NAME" => Self::Name,
            "NUMBER" => Self::Number,
            "STRING" => Self::String,
            "NEWLINE" => Self::Newline,
            "INDENT" => Self::Indent,
            "DEDENT" => Self::Dedent,
            "ENDMARKER" => Self::End,
            "FSTRING_START" => Self::FStringStart,
            "FSTRING_MIDDLE" => Self::FStringMiddle,
            "FSTRING_END" => Self::FStringEnd,
            "TSTRING_START" => Self::TStringStart,
            "TSTRING_MIDDLE" => Self::TStringMiddle,
            "TSTRING_END" => Self::TStringEnd,
            _ => return None,
        })
    }

    /// Whether the grammar writes such tokens out.
    pub(super) fn is_literal(self) -> bool {
        matches!(self, Self::Keyword | Self::Operator)
    }
}

/// A token. Columns are in bytes, from 0; -1 where CPython does not know them.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after its last.
    pub(super) end: usize,
    pub(super) line: u32,
    pub(super) column: i64,
    pub(super) end_line: u32,
    pub(super) end_column: i64,
    /// How many brackets are open after it.
    pub(super) level: usize,
}

/// An open bracket.
#[derive(Debug, Clone, Copy)]
struct Bracket {
    character: char,
    line: u32,
    column: usize,
}

type Result<T = Token> = std::result::Result<T, Box<Problem>>;

/// The state of the tokenizer.
#[derive(Debug)]
pub(super) struct Tokenizer<'text> {
    text: &'text str,
    /// The next byte.
    cursor: usize,
    /// The current line, from 1.
    line: u32,
    /// Its first byte.
    line_start: usize,
    indentation: Indentation,
    brackets: Vec<Bracket>,
    /// The f-strings and t-strings that we are in.
    modes: Vec<Mode>,
    /// At the beginning of a logical line.
    fresh: bool,
    /// The line before was continued with a backslash.
    continued: bool,
    /// It has met the end of the text.
    at_end: bool,
}

impl<'text> Tokenizer<'text> {
    /// A tokenizer at the beginning of a text.
    pub(super) fn new(text: &'text str) -> Self {
        Self {
            text,
            cursor: 0,
            line: u32::from(!text.is_empty()),
            line_start: 0,
            indentation: Indentation::default(),
            brackets: Vec::new(),
            modes: Vec::new(),
            fresh: true,
            continued: false,
            at_end: false,
        }
    }

    /// The text of a token.
    pub(super) fn text(&self, token: &Token) -> &'text str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    /// The current line and the column in it.
    pub(super) fn place(&self) -> (u32, i64) {
        (
            self.line,
            to_column(self.cursor.saturating_sub(self.line_start)),
        )
    }

    /// The innermost bracket's line, if one is open.
    pub(super) fn open_bracket_line(&self) -> Option<u32> {
        self.brackets.last().map(|bracket| bracket.line)
    }

    /// Whether it is in an f-string or t-string.
    pub(super) fn in_string(&self) -> bool {
        !self.modes.is_empty()
    }

    /// Whether it is in the text of a format specifier.
    pub(super) fn in_specifier(&self) -> bool {
        self.modes.last().is_some_and(Mode::in_specifier)
    }

    /// Whether the innermost string with fields is a t-string.
    pub(super) fn in_template(&self) -> bool {
        self.modes.last().is_some_and(|mode| mode.kind == 't')
    }

    /// Whether it has met the end of the text.
    pub(super) fn at_end(&self) -> bool {
        self.at_end
    }

    /// What is left of the text.
    pub(super) fn rest(&self) -> &'text str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result {
        let token = match self.modes.last() {
            Some(mode) if !mode.in_expression() => self.next_in_string(),
            _ => self.next_plain(),
        }?;
        // It has looked for more of the token.
        self.at_end |= self.cursor >= self.text.len() && token.kind != TokenKind::Newline;
        Ok(token)
    }

    fn next_plain(&mut self) -> Result {
        if self.fresh {
            self.fresh = false;
            self.indent()?;
        }
        if let Some(kind) = self.indentation.pending() {
            return Ok(self.placeless(kind));
        }
        loop {
            self.skip_blanks();
            let start = self.cursor;
            let Some(first) = self.peek() else {
                return self.end();
            };
            match first {
                '\n' => {
                    if let Some(token) = self.line_break(start)? {
                        return Ok(token);
                    }
                }
                '\\' => self.continuation()?,
                '\'' | '"' => return self.string(start, start),
                '0'..='9' => return self.number(start),
                '.' if self.peek_at(1).is_some_and(|next| next.is_ascii_digit()) => {
                    return self.number(start);
                }
                first if is_identifier_start(first) => return self.identifier(start),
                _ => return self.operator(start),
            }
        }
    }

    /// Spaces and a comment.
    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\x0C')) {
            self.cursor += 1;
        }
        if self.peek() == Some('#') {
            let rest = self.text.get(self.cursor..).unwrap_or_default();
            self.cursor += rest.find('\n').unwrap_or(rest.len());
        }
    }

    /// A line break: a token at the end of a logical line, nothing within brackets.
    fn line_break(&mut self, start: usize) -> Result<Option<Token>> {
        if !self.brackets.is_empty() {
            self.cursor += 1;
            self.next_line();
            return Ok(None);
        }
        self.cursor += 1;
        let token = self.token(TokenKind::Newline, start);
        self.fresh = true;
        self.continued = false;
        Ok(Some(token))
    }

    /// A backslash at the end of a line.
    fn continuation(&mut self) -> Result<()> {
        self.cursor += 1;
        if self.peek() != Some('\n') {
            self.bump();
            return Err(self.bad_continuation());
        }
        self.cursor += 1;
        if self.cursor >= self.text.len() {
            self.at_end = true;
            return Err(self.unexpected_end());
        }
        self.next_line();
        self.continued = true;
        Ok(())
    }

    /// The end of the text.
    fn end(&mut self) -> Result {
        self.at_end = true;
        if !self.brackets.is_empty() {
            return Err(self.never_closed());
        }
        Ok(self.placeless(TokenKind::End))
    }

    /// A token from `start` to the cursor, on this line.
    fn token(&self, kind: TokenKind, start: usize) -> Token {
        self.token_from(kind, start, self.line, self.line_start)
    }

    /// A token that began on an earlier line.
    fn token_from(&self, kind: TokenKind, start: usize, line: u32, line_start: usize) -> Token {
        Token {
            kind,
            start,
            end: self.cursor,
            line,
            column: to_column(start.saturating_sub(line_start)),
            end_line: self.line,
            end_column: to_column(self.cursor.saturating_sub(self.line_start)),
            level: self.brackets.len(),
        }
    }

    /// A token without a text.
    fn placeless(&self, kind: TokenKind) -> Token {
        Token {
            kind,
            start: self.cursor,
            end: self.cursor,
            line: self.line,
            column: -1,
            end_line: self.line,
            end_column: -1,
            level: self.brackets.len(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.cursor..)?.chars().next()
    }

    /// The character some bytes further on.
    fn peek_at(&self, bytes: usize) -> Option<char> {
        self.text.get(self.cursor + bytes..)?.chars().next()
    }

    /// Passes over a character.
    fn bump(&mut self) {
        self.cursor += self.peek().map_or(0, char::len_utf8);
    }

    /// After a line feed: what follows it, if anything, is a line.
    fn next_line(&mut self) {
        if self.cursor < self.text.len() {
            self.line = self.line.saturating_add(1);
            self.line_start = self.cursor;
        }
    }
}

fn is_identifier_start(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_' || !character.is_ascii()
}

fn is_identifier_part(character: char) -> bool {
    is_identifier_start(character) || character.is_ascii_digit()
}

fn to_column(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX - 1)
}
