//! What can go wrong with a program before it runs, and what deserves a warning.

use std::fmt;

/// The exception class that a [`CompileError`] becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// `SyntaxError`.
    Syntax,
    /// `IndentationError`.
    Indentation,
    /// `TabError`.
    Tab,
    /// `_IncompleteInputError`, only under [`Options::allow_incomplete_input`].
    ///
    /// [`Options::allow_incomplete_input`]: super::Options::allow_incomplete_input
    IncompleteInput,
    /// `RecursionError`: the program nests too deeply for the compiler.
    Recursion,
    /// `MemoryError`: the program nests too deeply for the parser.
    Memory,
    /// `OverflowError`.
    Overflow,
}

impl ErrorKind {
    /// The name of the Python exception class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "SyntaxError",
            Self::Indentation => "IndentationError",
            Self::Tab => "TabError",
            Self::IncompleteInput => "_IncompleteInputError",
            Self::Recursion => "RecursionError",
            Self::Memory => "MemoryError",
            Self::Overflow => "OverflowError",
        }
    }

    /// Whether the exception carries `filename`, `lineno`, `offset` and the rest.
    pub fn is_syntax_error(self) -> bool {
        matches!(
            self,
            Self::Syntax | Self::Indentation | Self::Tab | Self::IncompleteInput
        )
    }
}

/// Where an error or a warning is, with the numbers that a `SyntaxError` has in CPython.
///
/// Lines and columns begin at 1. The parser counts columns in characters; the symbol table and
/// the compiler count them in bytes of UTF-8. An unknown end has columns of 0 or -1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// `lineno`.
    pub line: u32,
    /// `offset`.
    pub column: i64,
    /// `end_lineno`.
    pub end_line: u32,
    /// `end_offset`.
    pub end_column: i64,
}

/// Which part of CPython raises an error. It can be seen in the exception: the symbol table's
/// `SyntaxError`s have only the message in `args`, the others message and details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The tokenizer and parser.
    Parser,
    /// The symbol table.
    SymbolTable,
    /// The compiler.
    Compiler,
}

/// An exception that compiling raises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError {
    /// The exception's class.
    pub kind: ErrorKind,
    /// Which part of CPython raises it.
    pub phase: Phase,
    /// Its message, in CPython's words.
    pub message: String,
    /// `filename`.
    pub filename: String,
    /// Its place, if it has one.
    pub span: Option<Span>,
    /// `text`: the source line, if the parser found the error. Of errors that are found later,
    /// CPython reads the line from the file, if there is one.
    pub text: Option<String>,
}

impl fmt::Display for CompileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.kind.name(), self.message)?;
        match self.span {
            Some(span) => write!(out, " ({}, line {})", self.filename, span.line),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CompileError {}

/// The warning class of a [`Warning`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningKind {
    /// `SyntaxWarning`.
    Syntax,
    /// `DeprecationWarning`.
    Deprecation,
}

/// A warning to issue before the program runs.
///
/// Where the filters turn it into an error, CPython raises a `SyntaxError` with (nearly) the same
/// message, and the same place, instead of the warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The warning's class.
    pub kind: WarningKind,
    /// Its message, in CPython's words.
    pub message: String,
    /// Its place.
    pub span: Span,
}

impl Warning {
    /// What a warning about an escape says, and the `SyntaxError` in its place does not.
    pub(super) const LATER: &str = " Such sequences will not work in the future. ";

    /// The message of the `SyntaxError` in its place.
    pub fn error_message(&self) -> String {
        self.message.replace(Self::LATER, " ")
    }
}
