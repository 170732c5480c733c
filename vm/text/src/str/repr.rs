//! `repr` and `ascii` of strings.

use crate::text::each_kind;
use crate::unicodedata::flags::PRINTABLE;
use crate::unicodedata::has;
use crate::{Builder, CodeUnit, SizeError, Text, TextBuf};

/// `repr(text)`: printable code points as they are.
pub fn repr(text: Text<'_>) -> Result<TextBuf, SizeError> {
    quoted(text, |code| {
        matches!(code, 0x20..0x7F) || has(code, PRINTABLE)
    })
}

/// `ascii(text)`: nothing but ASCII.
pub fn ascii(text: Text<'_>) -> Result<TextBuf, SizeError> {
    quoted(text, |code| matches!(code, 0x20..0x7F))
}

fn quoted(text: Text<'_>, printable: impl Fn(u32) -> bool) -> Result<TextBuf, SizeError> {
    let has_unit = |char| super::contains(text, Text::ascii(char));
    let quote = if has_unit("'") && !has_unit("\"") {
        '"'
    } else {
        '\''
    };
    let mut out = Builder::wide(text.kind(), text.len().saturating_add(2));
    out.push(quote.into());
    // Where what needs no escape begins.
    let mut start = 0;
    each_kind!(text, units => for (at, unit) in units.iter().enumerate() {
        let code = unit.code();
        if printable(code) && code != quote as u32 && code != '\\' as u32 {
            continue;
        }
        out.push_text(text.part(start..at));
        start = at + 1;
        match char::from_u32(code) {
            Some(special @ ('\\' | '\'' | '"')) => {
                out.push('\\'.into());
                out.push(special.into());
            }
            Some('\t') => out.push_bytes(b"\\t"),
            Some('\n') => out.push_bytes(b"\\n"),
            Some('\r') => out.push_bytes(b"\\r"),
            _ => out.push_bytes(escaped(code).as_bytes()),
        }
    });
    out.push_text(text.part(start..text.len()));
    out.push(quote.into());
    out.finish()
}

/// `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
pub(crate) fn escaped(code: u32) -> String {
    match code {
        0..=0xFF => format!("\\x{code:02x}"),
        0x100..=0xFFFF => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}
