//! A program's text: offsets as lines and columns, and errors that point into it.

use ruff_source_file::{LineIndex, OneIndexed};
use ruff_text_size::{TextRange, TextSize};

use super::{CompileError, ErrorKind, Phase, Span};

/// A place as `co_positions()` and the syntax tree give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The line, counted from 1.
    pub line: u32,
    /// The column in bytes of UTF-8, counted from 0.
    pub column: u32,
}

/// A program's text and the name of its file.
#[derive(Debug)]
pub struct SourceText {
    /// The text, with line feeds as its only line breaks.
    pub text: String,
    /// The name that errors, warnings and code objects show.
    pub filename: String,
    lines: LineIndex,
}

impl SourceText {
    /// Finds the lines of a text.
    pub(super) fn new(text: String, filename: &str) -> Self {
        Self {
            lines: LineIndex::from_source_text(&text),
            text,
            filename: filename.to_owned(),
        }
    }

    /// Line (from 1) and column (from 0, in bytes of UTF-8) of an offset.
    pub fn location(&self, offset: TextSize) -> Location {
        let line = self.lines.line_index(offset);
        let start = self.lines.line_start(line, &self.text);
        Location {
            line: u32::try_from(line.get()).unwrap_or(u32::MAX),
            column: u32::from(offset).saturating_sub(start.into()),
        }
    }

    /// The text of a range.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text
            .get(range.start().into()..range.end().into())
            .unwrap_or_default()
    }

    /// A line, counted from 1, with its line break.
    pub fn line(&self, line: u32) -> Option<&str> {
        let line = OneIndexed::new(line as usize)?;
        if line.get() > self.lines.line_count() {
            return None;
        }
        Some(self.slice(self.lines.line_range(line, &self.text)))
    }

    /// The `SyntaxError` that CPython's compiler raises at this place.
    pub fn error(&self, range: TextRange, message: impl Into<String>) -> CompileError {
        CompileError {
            kind: ErrorKind::Syntax,
            phase: Phase::Compiler,
            message: message.into(),
            filename: self.filename.clone(),
            span: Some(self.span(range)),
            text: None,
        }
    }

    /// A range as the compiler's errors and warnings give it: the columns count bytes.
    pub(crate) fn span(&self, range: TextRange) -> Span {
        let start = self.location(range.start());
        let end = self.location(range.end());
        Span {
            line: start.line,
            column: i64::from(start.column) + 1,
            end_line: end.line,
            end_column: i64::from(end.column) + 1,
        }
    }

    /// The `SyntaxError` that CPython's parser raises at this place: its columns count characters.
    pub(super) fn parser_error(
        &self,
        kind: ErrorKind,
        range: TextRange,
        message: impl Into<String>,
    ) -> CompileError {
        let start = self.location(range.start());
        let span = Span {
            line: start.line,
            column: self.character_column(range.start()),
            end_line: self.location(range.end()).line,
            end_column: self.character_column(range.end()),
        };
        CompileError {
            kind,
            phase: Phase::Parser,
            message: message.into(),
            filename: self.filename.clone(),
            span: Some(span),
            text: Some(self.line(start.line).unwrap_or_default().to_owned()),
        }
    }

    /// The column of an offset in characters, counted from 1.
    pub(super) fn character_column(&self, offset: TextSize) -> i64 {
        let column = TextSize::from(self.location(offset).column);
        let before = self.slice(TextRange::new(offset - column, offset));
        i64::try_from(before.chars().count()).unwrap_or(i64::MAX - 1) + 1
    }

    /// An exception without a place.
    pub(super) fn unplaced(&self, kind: ErrorKind, message: &str) -> CompileError {
        CompileError {
            kind,
            phase: Phase::Parser,
            message: message.to_owned(),
            filename: self.filename.clone(),
            span: None,
            text: None,
        }
    }
}
