//! Errors, with the numbers that CPython gives for their places.
//!
//! The tokenizer's and the parser's errors count differently, and both do it in ways that can be
//! seen from Python: which text goes with the error, and what the end is if it is not known.

use super::{Tokenizer, to_column};
use crate::parse::{ErrorKind, Span};

/// An error.
#[derive(Debug)]
pub(in crate::parse) struct Problem {
    pub(in crate::parse) kind: ErrorKind,
    pub(in crate::parse) message: String,
    pub(in crate::parse) span: Span,
    pub(in crate::parse) text: String,
    /// The parser found it, so the tokenizer may still find something more to the point.
    pub(in crate::parse) by_parser: bool,
}

impl Tokenizer<'_> {
    /// An error of the parser. Places are lines and columns in bytes, both from 1; 0 and less for
    /// what is not known.
    pub(in crate::parse::diagnose) fn parser_problem(
        &self,
        kind: ErrorKind,
        message: String,
        start: (u32, i64),
        end: (u32, i64),
    ) -> Box<Problem> {
        let text = self.error_line(start.0);
        let end_column = if end.1 > 0 {
            characters(text, end.1)
        } else {
            end.1
        };
        Box::new(Problem {
            kind,
            message,
            span: Span {
                line: start.0,
                column: characters(text, start.1.max(0)),
                end_line: end.0,
                end_column,
            },
            text: text.to_owned(),
            by_parser: true,
        })
    }

    /// The text that goes with an error: up to the line break, if the tokenizer is past the line.
    fn error_line(&self, line: u32) -> &str {
        if line >= self.line {
            let rest = self.text.get(self.line_start..).unwrap_or_default();
            return rest.split_inclusive('\n').next().unwrap_or_default();
        }
        let mut lines = self.text.split('\n');
        lines
            .nth(line.saturating_sub(1) as usize)
            .unwrap_or_default()
    }

    /// An error of the tokenizer at the cursor.
    pub(super) fn at_cursor(&self, message: impl Into<String>) -> Box<Problem> {
        let column = self.characters_to(self.cursor);
        self.tokenizer_problem(message.into(), column, column)
    }

    /// An error of the tokenizer from one place on the line up to another.
    pub(super) fn at_range(&self, start: usize, end: usize, message: String) -> Box<Problem> {
        let column = self.characters_to(start) + 1;
        self.tokenizer_problem(message, column, self.characters_to(end))
    }

    fn tokenizer_problem(&self, message: String, column: i64, end_column: i64) -> Box<Problem> {
        let rest = self.text.get(self.line_start..).unwrap_or_default();
        let text = rest.split('\n').next().unwrap_or_default();
        Box::new(Problem {
            kind: ErrorKind::Syntax,
            message,
            span: Span {
                line: self.line,
                column,
                end_line: self.line,
                end_column,
            },
            text: text.to_owned(),
            by_parser: false,
        })
    }

    /// The characters of the line before a place.
    fn characters_to(&self, offset: usize) -> i64 {
        let before = self.text.get(self.line_start..offset).unwrap_or_default();
        to_column(before.chars().count())
    }

    /// An error of the tokenizer that the parser reports.
    fn reported(
        &self,
        kind: ErrorKind,
        message: &str,
        column: i64,
        end_column: i64,
    ) -> Box<Problem> {
        let start = (self.line, column);
        let mut problem =
            self.parser_problem(kind, message.to_owned(), start, (self.line, end_column));
        problem.by_parser = false;
        problem
    }

    /// An error about the whole line, which the tokenizer has read.
    pub(super) fn whole_line(&mut self, kind: ErrorKind, message: &str) -> Box<Problem> {
        self.finish_line();
        self.reported(kind, message, 1, 0)
    }

    pub(super) fn inconsistent_tabs(&mut self) -> Box<Problem> {
        let message = "inconsistent use of tabs and spaces in indentation";
        self.whole_line(ErrorKind::Tab, message)
    }

    pub(super) fn bad_dedent(&mut self) -> Box<Problem> {
        self.finish_line();
        let column = to_column(self.cursor.saturating_sub(self.line_start));
        let message = "unindent does not match any outer indentation level";
        self.reported(ErrorKind::Indentation, message, column, -1)
    }

    fn finish_line(&mut self) {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        self.cursor += rest.find('\n').map_or(rest.len(), |length| length + 1);
    }

    pub(super) fn bad_continuation(&self) -> Box<Problem> {
        let column = to_column(self.cursor.saturating_sub(self.line_start));
        let message = "unexpected character after line continuation character";
        self.reported(ErrorKind::Syntax, message, column, 0)
    }

    /// The text ends after a backslash.
    pub(super) fn unexpected_end(&self) -> Box<Problem> {
        if !self.brackets.is_empty() {
            return self.never_closed();
        }
        let (_, column) = self.place();
        self.reported(
            ErrorKind::Syntax,
            "unexpected EOF while parsing",
            column,
            -1,
        )
    }

    /// A bracket is still open at the end.
    pub(in crate::parse::diagnose) fn never_closed(&self) -> Box<Problem> {
        let Some(bracket) = self.brackets.last() else {
            return self.at_cursor("unexpected EOF while parsing");
        };
        let message = format!("'{}' was never closed", bracket.character);
        let start = (bracket.line, to_column(bracket.column) + 1);
        let mut problem = self.parser_problem(ErrorKind::Syntax, message, start, (bracket.line, 0));
        problem.by_parser = false;
        problem
    }
}

/// How many characters the first bytes of a text are.
fn characters(text: &str, bytes: i64) -> i64 {
    let bytes = usize::try_from(bytes).unwrap_or(0);
    let starts = text.char_indices().take_while(|(start, _)| *start < bytes);
    let count = starts.count();
    to_column(count + usize::from(bytes > text.len()))
}
