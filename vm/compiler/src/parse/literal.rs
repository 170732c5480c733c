//! The values of string literals, with the lone surrogates that the parser's tree cannot hold.
//!
//! The parser has decoded the escapes already, and put U+FFFD wherever one denotes a surrogate.
//! So only a literal whose value contains U+FFFD is read again: its source and its value are
//! walked side by side, one character of the value for each escape.

use ruff_python_ast as ast;
use ruff_python_ast::StringFlags;
use ruff_text_size::{Ranged, TextLen, TextRange};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

/// The value of a string literal.
pub(super) fn string(text: &str, literal: &ast::StringLiteral) -> Wtf8Buf {
    let flags = literal.flags;
    if flags.prefix().is_raw() || !literal.value.contains(char::REPLACEMENT_CHARACTER) {
        return Wtf8Buf::from_string(literal.value.to_string());
    }
    let content = TextRange::new(
        literal.start() + flags.opener_len(),
        literal.end() - flags.closer_len(),
    );
    restore(slice(text, content), &literal.value, false)
}

/// The value of the literal text between the replacement fields of an f-string or t-string.
pub(super) fn interpolated(
    text: &str,
    element: &ast::InterpolatedStringLiteralElement,
    raw: bool,
) -> Wtf8Buf {
    if raw || !element.value.contains(char::REPLACEMENT_CHARACTER) {
        return Wtf8Buf::from_string(element.value.to_string());
    }
    restore(slice(text, element.range), &element.value, true)
}

fn slice(text: &str, range: TextRange) -> &str {
    debug_assert!(range.end() <= text.text_len());
    text.get(range.start().into()..range.end().into())
        .unwrap_or_default()
}

/// Puts the surrogates that `source` denotes back into `value`, its decoded form.
///
/// `braces`: doubled braces stand for one.
fn restore(source: &str, value: &str, braces: bool) -> Wtf8Buf {
    let mut result = Wtf8Buf::with_capacity(value.len());
    let mut value = value.chars();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let unit = Unit::read(rest, first, braces);
        rest = rest.get(unit.length..).unwrap_or_default();
        let decoded = value.by_ref().take(unit.characters);
        match unit.surrogate {
            Some(surrogate) => {
                decoded.for_each(drop);
                result.push(surrogate);
            }
            None => decoded.for_each(|character| result.push_char(character)),
        }
    }
    result
}

/// A piece of a literal's source: a character or an escape.
struct Unit {
    /// Its length in bytes.
    length: usize,
    /// How many characters of the value it stands for.
    characters: usize,
    /// The surrogate that it denotes.
    surrogate: Option<CodePoint>,
}

impl Unit {
    /// The unit that opens `source`, which begins with `first`.
    fn read(source: &str, first: char, braces: bool) -> Self {
        let bytes = source.as_bytes();
        let second = bytes.get(1).copied();
        let plain = |length, characters| Self {
            length,
            characters,
            surrogate: None,
        };
        match (first, second) {
            ('{' | '}', Some(second)) if braces && char::from(second) == first => plain(2, 1),
            ('\\', Some(b'\n')) => plain(2, 0),
            ('\\', Some(b'{' | b'}')) if braces => plain(1, 1),
            ('\\', Some(b'x')) => plain(4, 1),
            ('\\', Some(b'u')) => Self::code_point(source, 4),
            ('\\', Some(b'U')) => Self::code_point(source, 8),
            ('\\', Some(b'N')) => plain(source.find('}').map_or(source.len(), |end| end + 1), 1),
            ('\\', Some(b'0'..=b'7')) => {
                let digits = bytes[1..].iter().take(3);
                let octal = |byte: &&u8| matches!(byte, b'0'..=b'7');
                plain(1 + digits.take_while(octal).count(), 1)
            }
            ('\\', Some(b'\\' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v')) => {
                plain(2, 1)
            }
            _ => plain(first.len_utf8(), 1),
        }
    }

    /// `\uXXXX` or `\UXXXXXXXX`.
    fn code_point(source: &str, digits: usize) -> Self {
        let surrogate = source
            .get(2..2 + digits)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .filter(|number| (0xD800..=0xDFFF).contains(number))
            .and_then(CodePoint::from_u32);
        Self {
            length: 2 + digits,
            characters: 1,
            surrogate,
        }
    }
}
