//! Bytes to text, as Python reads its source code.
//!
//! Source is UTF-8, unless a byte order mark or a coding cookie in the first two lines says
//! otherwise ([PEP 263](https://peps.python.org/pep-0263/)). Line breaks of all three kinds
//! become line feeds.

mod cookie;
mod encodings;
mod newlines;

pub use cookie::{Declaration, declaration};
pub use newlines::normalise;

use crate::parse::{CompileError, ErrorKind, Phase, Span};

/// Where source code comes from: CPython words some errors differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A `str` or `bytes` object.
    Object,
    /// A file.
    File,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of source code in bytes.
///
/// Encodings that only Python's `codecs` module knows are not decoded here: who has that module
/// looks at [`declaration`] first.
///
/// # Errors
///
/// Bytes that are not text in the declared encoding, an encoding that is not known, and null
/// characters.
pub fn decode(bytes: &[u8], filename: &str, origin: Origin) -> Result<String, CompileError> {
    let place = Place { filename, origin };
    let Declaration { marked, encoding } = declaration(bytes);
    let content = if marked {
        bytes.get(BYTE_ORDER_MARK.len()..).unwrap_or_default()
    } else {
        bytes
    };
    let text = match encoding {
        Some(name) if name != "utf-8" => {
            if marked {
                return Err(place.mark_problem(content, &name));
            }
            encodings::decode(content, &name).map_err(|message| place.undecodable(message))?
        }
        _ => {
            let text = std::str::from_utf8(content);
            text.map_err(|problem| place.not_utf8(content, problem.valid_up_to()))?
                .to_owned()
        }
    };
    check(normalise(text), filename, origin)
}

/// Source code that is text already: checks for null characters.
///
/// # Errors
///
/// The text contains null characters.
pub fn check(text: String, filename: &str, origin: Origin) -> Result<String, CompileError> {
    match text.find('\0') {
        None => Ok(text),
        Some(offset) => Err(Place { filename, origin }.null(&text, offset)),
    }
}

/// Where the bytes come from, for messages.
struct Place<'place> {
    filename: &'place str,
    origin: Origin,
}

impl Place<'_> {
    fn error(&self, message: String, span: Option<Span>, text: Option<String>) -> CompileError {
        CompileError {
            kind: ErrorKind::Syntax,
            phase: Phase::Parser,
            message,
            filename: self.filename.to_owned(),
            span,
            text,
        }
    }

    fn null(&self, text: &str, offset: usize) -> CompileError {
        match self.origin {
            Origin::Object => {
                let message = "source code string cannot contain null bytes";
                self.error(message.to_owned(), None, None)
            }
            Origin::File => {
                let (line, start) = line_of(text.as_bytes(), offset);
                let text = text.get(start..offset).unwrap_or_default();
                let message = "source code cannot contain null bytes".to_owned();
                self.error(message, Some(point(line, 0)), Some(text.to_owned()))
            }
        }
    }

    fn not_utf8(&self, content: &[u8], offset: usize) -> CompileError {
        let (line, start) = line_of(content, offset);
        let file = match self.origin {
            Origin::Object => String::new(),
            Origin::File => format!(" in file {}", self.filename),
        };
        let byte = content.get(offset).copied().unwrap_or_default();
        let message = format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}'{file} on line {line}, but no encoding \
             declared; see https://peps.python.org/pep-0263/ for details"
        );
        let before = String::from_utf8_lossy(content.get(start..offset).unwrap_or_default());
        let column = i64::try_from(before.chars().count()).unwrap_or(i64::MAX - 1) + 1;
        self.error(
            message,
            Some(point(line, column)),
            Some(line_at(content, start)),
        )
    }

    fn mark_problem(&self, content: &[u8], encoding: &str) -> CompileError {
        let lines = content.split(|byte| matches!(byte, b'\n' | b'\r'));
        let has_cookie = |line: &&[u8]| cookie::in_line(line).is_some();
        let line = lines
            .take(2)
            .position(|line| has_cookie(&line))
            .unwrap_or(0);
        let mut lines = content.split(|byte| matches!(byte, b'\n' | b'\r'));
        let text = String::from_utf8_lossy(lines.nth(line).unwrap_or_default());
        let end_column = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let line = u32::try_from(line + 1).unwrap_or(u32::MAX);
        let span = Span {
            line,
            column: 0,
            end_line: line,
            end_column,
        };
        let message = format!("encoding problem: {encoding} with BOM");
        self.error(message, Some(span), Some(text.into_owned()))
    }

    /// An error of the codec, which does not know of lines.
    fn undecodable(&self, message: String) -> CompileError {
        let span = Span {
            line: 0,
            column: -1,
            end_line: 0,
            end_column: 0,
        };
        self.error(message, Some(span), None)
    }
}

/// A place without an extent.
fn point(line: u32, column: i64) -> Span {
    Span {
        line,
        column,
        end_line: line,
        end_column: column,
    }
}

/// The number of the line around `offset`, and where it begins.
fn line_of(content: &[u8], offset: usize) -> (u32, usize) {
    let before = content.get(..offset).unwrap_or_default();
    let is_break = |index: &usize| match before.get(*index) {
        Some(b'\n') => true,
        Some(b'\r') => before.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    let breaks: Vec<usize> = (0..before.len()).filter(is_break).collect();
    let start = breaks.last().map_or(0, |index| index + 1);
    (
        u32::try_from(breaks.len()).unwrap_or(u32::MAX - 1) + 1,
        start,
    )
}

/// The line that begins at `start`, whatever is not UTF-8 in it replaced.
fn line_at(content: &[u8], start: usize) -> String {
    let rest = content.get(start..).unwrap_or_default();
    let line = rest.split(|byte| matches!(byte, b'\n' | b'\r')).next();
    String::from_utf8_lossy(line.unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(bytes: &[u8]) -> String {
        decode(bytes, "f", Origin::Object).unwrap()
    }

    fn message(bytes: &[u8]) -> String {
        decode(bytes, "f", Origin::Object).unwrap_err().message
    }

    #[test]
    fn text_is_utf8_unless_it_says_otherwise() {
        assert_eq!(ok("é".as_bytes()), "é");
        assert_eq!(ok(b"\xEF\xBB\xBFx"), "x");
        assert_eq!(ok(b"# coding: latin-1\n\xE9"), "# coding: latin-1\né");
        assert_eq!(
            ok(b"\n# vim: set fileencoding=iso-8859-15 :\n\xA4")
                .chars()
                .last(),
            Some('€')
        );
        assert_eq!(
            ok(b"# -*- coding: cp1252 -*-\n\x80").chars().last(),
            Some('€')
        );
        assert_eq!(ok(b"# coding: iso-8859-9\n\xF0").chars().last(), Some('ğ'));
        assert_eq!(
            ok(b"# coding: shift_jis\n\x82\xA0").chars().last(),
            Some('あ')
        );
    }

    #[test]
    fn line_breaks_become_line_feeds() {
        assert_eq!(ok(b"a\r\nb\rc\n\r"), "a\nb\nc\n\n");
    }

    #[test]
    fn the_third_line_has_no_cookie() {
        assert_eq!(
            message(b"\n\n# coding: latin-1\n\xE9"),
            "Non-UTF-8 code starting with '\\xe9' on line 4, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details"
        );
        assert!(message(b"x\n# coding: latin-1\n\xE9").contains("on line 3"));
    }

    #[test]
    fn errors_are_cpythons() {
        let error = decode(b"x=1\n\"\xFF\"", "f", Origin::File).unwrap_err();
        assert!(error.message.contains("'\\xff' in file f on line 2"));
        assert_eq!(
            error.span.map(|span| (span.line, span.column)),
            Some((2, 2))
        );
        assert_eq!(error.text.as_deref(), Some("\"\u{FFFD}\""));
        assert_eq!(message(b"# coding: foo\nx"), "unknown encoding: foo");
        assert_eq!(
            message(b"\xEF\xBB\xBF# coding: latin-1\nx"),
            "encoding problem: iso-8859-1 with BOM"
        );
        assert_eq!(
            message(b"# coding: ascii\nx=\"\xA4\""),
            "'ascii' codec can't decode byte 0xa4 in position 19: ordinal not in range(128)"
        );
        assert_eq!(
            message(b"# coding: cp1252\nx=\"\x81\""),
            "'charmap' codec can't decode byte 0x81 in position 20: character maps to <undefined>"
        );
        assert_eq!(
            message(b"x\0"),
            "source code string cannot contain null bytes"
        );
        let error = decode(b"x\ny\0", "f", Origin::File).unwrap_err();
        assert_eq!(error.message, "source code cannot contain null bytes");
        assert_eq!(error.span.map(|span| span.line), Some(2));
    }
}
