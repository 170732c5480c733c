//! What CPython's tokenizer and its string parser warn of: escapes that are none, and numbers that run
//! into a keyword.

use super::{SourceText, Warning, WarningKind};
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// The warnings about the tokens, in their order.
pub(super) fn of_tokens(source: &SourceText, tokens: &[Token]) -> Vec<Warning> {
    let found = tokens.iter().filter_map(|token| {
        let (range, message) = match token.kind() {
            TokenKind::Int | TokenKind::Float | TokenKind::Complex => number(source, token)?,
            TokenKind::String => escape(source, token, token.range())?,
            TokenKind::FStringMiddle | TokenKind::TStringMiddle => {
                // The brace after a backslash is no part of the token.
                let next = source.text[token.end().to_usize()..].starts_with(['{', '}']);
                let end = token.end() + TextSize::new(next.into());
                escape(source, token, TextRange::new(token.start(), end))?
            }
            _ => return None,
        };
        Some(Warning {
            kind: WarningKind::Syntax,
            message,
            span: source.span(range),
        })
    });
    found.collect()
}

/// A number that the next word follows without a space.
fn number(source: &SourceText, token: &Token) -> Option<(TextRange, String)> {
    let (text, rest) = source.text.split_at(token.end().to_usize());
    if !rest.starts_with(|next: char| next.is_ascii_alphabetic()) {
        return None;
    }
    let text = &text.as_bytes()[token.start().to_usize()..];
    let name = match (text.get(1).map(u8::to_ascii_lowercase), token.kind()) {
        (_, TokenKind::Complex) => "imaginary",
        (Some(b'x'), _) => "hexadecimal",
        (Some(b'o'), _) => "octal",
        (Some(b'b'), _) => "binary",
        _ => "decimal",
    };
    let last = token.end() - TextSize::new(1);
    Some((TextRange::empty(last), format!("invalid {name} literal")))
}

/// The first escape of a literal that is none.
fn escape(source: &SourceText, token: &Token, range: TextRange) -> Option<(TextRange, String)> {
    let flags = token.string_flags()?;
    if flags.is_raw_string() {
        return None;
    }
    let text = &source.text[range];
    let mut at = text.find('\\')?;
    loop {
        let rest = &text[at + 1..];
        let is_octal = rest.starts_with(['4', '5', '6', '7'])
            && rest
                .bytes()
                .take(3)
                .filter(|it| matches!(it, b'0'..=b'7'))
                .count()
                == 3;
        let shown = if is_octal {
            Some(&rest[..3])
        } else {
            let letter = rest.chars().next()?;
            let known = match letter {
                'N' | 'u' | 'U' => !flags.is_byte_string(),
                '0'..='7' | '\n' | '\r' | '\\' | '\'' | '"' => true,
                'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' => true,
                other => !other.is_ascii(),
            };
            (!known).then(|| &rest[..letter.len_utf8()])
        };
        if let Some(shown) = shown {
            let octal = if is_octal { "octal " } else { "" };
            let start = range.start() + TextSize::try_from(at).ok()?;
            let message = format!(
                "\"\\{shown}\" is an invalid {octal}escape sequence.{}Did you mean \"\\\\{shown}\"? \
                 A raw string is also an option.",
                Warning::LATER
            );
            return Some((TextRange::at(start, TextSize::new(2)), message));
        }
        let next = at + 1 + rest.chars().next().map_or(0, char::len_utf8);
        at = next + text[next..].find('\\')?;
    }
}
