//! A program's tokens as the module `tokenize` lists them: with comments, and with the line breaks that
//! mean nothing.
//!
//! The tokenizer passes over both; here they are found again in what lies between its tokens.

use super::tokenizer::{Problem, Token, TokenKind, Tokenizer};
use crate::parse::{CompileError, ErrorKind, Phase, Span};

/// The number of a token's kind, as in the module `token`.
pub mod number {
    #![allow(missing_docs, reason = "the names are Python's")]
    pub const ENDMARKER: u8 = 0;
    pub const NAME: u8 = 1;
    pub const NUMBER: u8 = 2;
    pub const STRING: u8 = 3;
    pub const NEWLINE: u8 = 4;
    pub const INDENT: u8 = 5;
    pub const DEDENT: u8 = 6;
    pub const OP: u8 = 55;
    pub const FSTRING_START: u8 = 59;
    pub const FSTRING_MIDDLE: u8 = 60;
    pub const FSTRING_END: u8 = 61;
    pub const TSTRING_START: u8 = 62;
    pub const TSTRING_MIDDLE: u8 = 63;
    pub const TSTRING_END: u8 = 64;
    pub const COMMENT: u8 = 65;
    pub const NL: u8 = 66;
}

/// A token in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedToken {
    /// Its kind: one of [`number`].
    pub kind: u8,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last; the line break that a text does not end with has none.
    pub end: usize,
    /// Line (from 1) and column (from 0, in characters) of its start.
    pub from: (u32, u32),
    /// The same of its end.
    pub to: (u32, u32),
}

/// All tokens of a text, up to a mistake.
#[derive(Debug)]
pub struct TokenList {
    /// The tokens.
    pub tokens: Vec<ListedToken>,
    /// The mistake that follows them.
    pub error: Option<CompileError>,
}

/// What CPython says of a text that ends within brackets.
const UNEXPECTED_END: &str = "unexpected EOF in multi-line statement";

/// Lists the tokens of a text whose lines end with line feeds; the last one need not.
#[must_use]
pub fn list_tokens(text: &str) -> TokenList {
    let ends = text.is_empty() || text.ends_with('\n');
    let owned;
    let complete = if ends {
        text
    } else {
        owned = format!("{text}\n");
        &owned
    };
    let mut lister = Lister {
        text: complete,
        length: text.len(),
        lines: lines_of(complete),
        tokens: Vec::new(),
        cursor: 0,
    };
    let error = lister.run().err();
    TokenList {
        tokens: lister.tokens,
        error: error.map(|problem| compile_error(*problem, text)),
    }
}

fn compile_error(problem: Problem, text: &str) -> CompileError {
    let unclosed = problem.message.ends_with("was never closed")
        || problem.message == "unexpected EOF while parsing";
    if unclosed {
        let line = text.lines().count() as u32;
        let span = Span {
            line,
            column: 0,
            end_line: line,
            end_column: 0,
        };
        return CompileError {
            kind: ErrorKind::Syntax,
            phase: Phase::Parser,
            message: UNEXPECTED_END.to_owned(),
            filename: "<string>".to_owned(),
            span: Some(span),
            text: None,
        };
    }
    CompileError {
        kind: problem.kind,
        phase: Phase::Parser,
        message: problem.message,
        filename: "<string>".to_owned(),
        span: Some(problem.span),
        text: Some(problem.text),
    }
}

/// The first byte of each line, and of the one after the last.
fn lines_of(text: &str) -> Vec<usize> {
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(breaks.map(|(index, _)| index + 1))
        .collect()
}

struct Lister<'text> {
    text: &'text str,
    /// The length of the text as it was given.
    length: usize,
    lines: Vec<usize>,
    tokens: Vec<ListedToken>,
    /// The end of the last token of the tokenizer.
    cursor: usize,
}

impl Lister<'_> {
    fn run(&mut self) -> Result<(), Box<Problem>> {
        let mut tokenizer = Tokenizer::new(self.text);
        loop {
            let in_specifier = tokenizer.in_specifier();
            let token = match tokenizer.next() {
                Ok(token) => token,
                Err(problem) => {
                    if problem.message.ends_with("was never closed") {
                        self.between(self.text.len());
                    }
                    return Err(problem);
                }
            };
            self.between(token.start);
            if in_specifier && token.kind == TokenKind::Operator {
                self.empty_middle(&token, tokenizer.in_template());
            }
            self.add(&token);
            self.cursor = token.end;
            if token.kind == TokenKind::End {
                return Ok(());
            }
        }
    }

    /// Line and column of a byte.
    fn place(&self, offset: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines[line - 1];
        let before = self.text.get(start..offset).unwrap_or_default();
        (line as u32, before.chars().count() as u32)
    }

    fn push(&mut self, kind: u8, start: usize, end: usize) {
        let (from, to) = (self.place(start), self.place(end));
        self.tokens.push(ListedToken {
            kind,
            start,
            end,
            from,
            to,
        });
    }

    /// A line break, whose end is on its own line; of the one that was added there is no text.
    fn push_break(&mut self, kind: u8, start: usize) {
        let from = self.place(start);
        self.tokens.push(ListedToken {
            kind,
            start,
            end: (start + 1).min(self.length),
            from,
            to: (from.0, from.1 + 1),
        });
    }

    /// Comments and line breaks before the token that begins at `end`.
    fn between(&mut self, end: usize) {
        let mut at = self.cursor;
        while at < end {
            let rest = self.text.get(at..end).unwrap_or_default();
            match rest.as_bytes().first() {
                Some(b'#') => {
                    let length = rest.find('\n').unwrap_or(rest.len());
                    self.push(number::COMMENT, at, at + length);
                    at += length;
                }
                Some(b'\n') => {
                    self.push_break(number::NL, at);
                    at += 1;
                }
                // A backslash and the line break that it takes away.
                Some(b'\\') => at += 2,
                _ => at += 1,
            }
        }
        self.cursor = self.cursor.max(end);
    }

    /// The text before a field in a format specifier, though there is none.
    fn empty_middle(&mut self, token: &Token, is_template: bool) {
        let middle = [number::FSTRING_MIDDLE, number::TSTRING_MIDDLE];
        let after_text = self
            .tokens
            .last()
            .is_some_and(|last| middle.contains(&last.kind));
        if !after_text {
            self.push(middle[usize::from(is_template)], token.start, token.start);
        }
    }

    fn add(&mut self, token: &Token) {
        let kind = match token.kind {
            TokenKind::Name | TokenKind::Keyword => number::NAME,
            TokenKind::Number => number::NUMBER,
            TokenKind::String => number::STRING,
            TokenKind::Operator => number::OP,
            TokenKind::Newline => return self.push_break(number::NEWLINE, token.start),
            TokenKind::Indent => {
                let (line, _) = self.place(token.start);
                return self.push(number::INDENT, self.lines[line as usize - 1], token.start);
            }
            TokenKind::Dedent => return self.edge(number::DEDENT, token.start),
            TokenKind::End => return self.edge(number::ENDMARKER, token.start),
            TokenKind::FStringStart => number::FSTRING_START,
            TokenKind::FStringMiddle => return self.middle(number::FSTRING_MIDDLE, token),
            TokenKind::FStringEnd => number::FSTRING_END,
            TokenKind::TStringStart => number::TSTRING_START,
            TokenKind::TStringMiddle => return self.middle(number::TSTRING_MIDDLE, token),
            TokenKind::TStringEnd => number::TSTRING_END,
        };
        self.push(kind, token.start, token.end);
    }

    /// The end of a block or of the text: without a text, at the next token.
    fn edge(&mut self, kind: u8, start: usize) {
        let place = match self.text.get(start..) {
            Some("") if !self.text.is_empty() => (self.lines.len() as u32, 0),
            _ => self.place(start),
        };
        // The line break that was added is not part of the text.
        let start = start.min(self.length);
        self.tokens.push(ListedToken {
            kind,
            start,
            end: start,
            from: place,
            to: place,
        });
    }

    /// Text of a string with fields: a new token after each doubled brace, of which it has one.
    fn middle(&mut self, kind: u8, token: &Token) {
        let bytes = self.text.as_bytes();
        let (mut start, mut at) = (token.start, token.start);
        while at < token.end {
            let doubled = matches!(bytes[at], b'{' | b'}')
                && at + 1 < token.end
                && bytes[at + 1] == bytes[at];
            if doubled {
                self.push(kind, start, at + 1);
                at += 2;
                start = at;
            } else {
                at += 1;
            }
        }
        if start < token.end || start == token.start {
            self.push(kind, start, token.end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(u8, &str)> {
        let list = list_tokens(text);
        assert_eq!(list.error, None);
        let piece = |token: &ListedToken| (token.kind, &text[token.start..token.end]);
        list.tokens.iter().map(piece).collect()
    }

    #[test]
    fn comments_and_line_breaks_are_listed() {
        use number::*;
        let text = "if x: # a\n\n  # b\n  (y,\n # c\n z)\nw";
        let expected = [
            (NAME, "if"),
            (NAME, "x"),
            (OP, ":"),
            (COMMENT, "# a"),
            (NEWLINE, "\n"),
            (NL, "\n"),
            (COMMENT, "# b"),
            (NL, "\n"),
            (INDENT, "  "),
            (OP, "("),
            (NAME, "y"),
            (OP, ","),
            (NL, "\n"),
            (COMMENT, "# c"),
            (NL, "\n"),
            (NAME, "z"),
            (OP, ")"),
            (NEWLINE, "\n"),
            (DEDENT, ""),
            (NAME, "w"),
            (NEWLINE, ""),
            (ENDMARKER, ""),
        ];
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn places_count_characters() {
        let tokens = list_tokens("é = 'a'\n").tokens;
        let places: Vec<_> = tokens.iter().map(|token| (token.from, token.to)).collect();
        let expected = [
            ((1, 0), (1, 1)),
            ((1, 2), (1, 3)),
            ((1, 4), (1, 7)),
            ((1, 7), (1, 8)),
            ((2, 0), (2, 0)),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn doubled_braces_split_text() {
        use number::*;
        let expected = [
            (FSTRING_START, "f'"),
            (FSTRING_MIDDLE, "{"),
            (FSTRING_MIDDLE, "x}"),
            (FSTRING_END, "'"),
            (NEWLINE, "\n"),
            (ENDMARKER, ""),
        ];
        assert_eq!(kinds("f'{{x}}'\n"), expected);
        assert!(kinds("f'{a:{b}}'\n").contains(&(FSTRING_MIDDLE, "")));
    }

    #[test]
    fn what_is_wrong_comes_last() {
        let list = list_tokens("(1,\n");
        assert_eq!(list.tokens.len(), 4);
        let place = |span: Span| (span.line, span.column);
        let error = list
            .error
            .map(|error| (error.message, error.span.map(place)));
        assert_eq!(error, Some((UNEXPECTED_END.to_owned(), Some((1, 0)))));
        let error = list_tokens("x = 'a").error.map(|error| error.message);
        assert_eq!(
            error.as_deref(),
            Some("unterminated string literal (detected at line 1)")
        );
    }
}
