//! Literals as `repr` writes them.

use std::fmt::Write;

use ruff_python_ast::{Expr, Number};
use rustpython_wtf8::Wtf8;

use super::Writer;
use crate::code::Const;
use crate::codegen::containers::number_const;

impl Writer<'_> {
    pub(super) fn constant(&mut self, expr: &Expr) {
        let text = match expr {
            Expr::NoneLiteral(_) => "None".to_owned(),
            Expr::BooleanLiteral(boolean) => {
                if boolean.value { "True" } else { "False" }.to_owned()
            }
            Expr::EllipsisLiteral(_) => "...".to_owned(),
            Expr::NumberLiteral(number) => number_text(&number.value),
            Expr::StringLiteral(string) => {
                let value = self.program.string_expression_value(string);
                let prefix = if string.value.is_unicode() { "u" } else { "" };
                format!("{prefix}{}", string_repr(&value))
            }
            Expr::BytesLiteral(bytes) => bytes_repr(bytes.value.bytes()),
            _ => return,
        };
        self.push(&text);
    }
}

fn number_text(number: &Number) -> String {
    match number_const(number) {
        Const::Int(value) => value.to_string(),
        Const::BigInt(digits) => digits.to_string(),
        Const::Float(value) => float_repr(value.get(), ".0"),
        Const::Complex(_, imag) => float_repr(imag.get(), "") + "j",
        _ => String::new(),
    }
}

/// The shortest text that reads back as the number; `whole` is added to one without a fraction.
/// Infinity, which has no literal, is a number too large.
fn float_repr(value: f64, whole: &str) -> String {
    if value.is_infinite() {
        return "1e309".to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let text = value.to_string();
        return if text.contains('.') {
            text
        } else {
            text + whole
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// A string in quotes: single ones, unless it holds those and no double ones.
pub(super) fn string_repr(text: &Wtf8) -> String {
    let has = |quote: char| {
        text.code_points()
            .any(|point| point.to_char() == Some(quote))
    };
    let quote = if has('\'') && !has('"') { '"' } else { '\'' };
    let mut repr = String::from(quote);
    for point in text.code_points() {
        // Writing to a string does not fail.
        let _ = match (point.to_char(), point.to_u32()) {
            (Some('\n'), _) => write!(repr, "\\n"),
            (Some('\r'), _) => write!(repr, "\\r"),
            (Some('\t'), _) => write!(repr, "\\t"),
            (Some('\\'), _) => write!(repr, "\\\\"),
            (Some(char), _) if char == quote => write!(repr, "\\{char}"),
            (Some(char), _) if is_printable(char) => write!(repr, "{char}"),
            (_, code @ ..0x100) => write!(repr, "\\x{code:02x}"),
            (_, code @ ..0x1_0000) => write!(repr, "\\u{code:04x}"),
            (_, code) => write!(repr, "\\U{code:08x}"),
        };
    }
    repr.push(quote);
    repr
}

fn bytes_repr(bytes: impl Iterator<Item = u8>) -> String {
    let bytes: Vec<u8> = bytes.collect();
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        '"'
    } else {
        '\''
    };
    let mut repr = format!("b{quote}");
    for byte in bytes {
        let _ = match byte {
            b'\n' => write!(repr, "\\n"),
            b'\r' => write!(repr, "\\r"),
            b'\t' => write!(repr, "\\t"),
            b'\\' => write!(repr, "\\\\"),
            byte if char::from(byte) == quote => write!(repr, "\\{quote}"),
            b' '..=b'~' => write!(repr, "{}", char::from(byte)),
            byte => write!(repr, "\\x{byte:02x}"),
        };
    }
    repr.push(quote);
    repr
}

/// Whether `repr` leaves the character as it is: no control, format, private or unassigned
/// character and no space but the usual one (by ranges; the rarer ones are left out).
fn is_printable(char: char) -> bool {
    !matches!(char,
        '\0'..='\x1f' | '\x7f'..='\u{a0}' | '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}'
        | '\u{6dd}' | '\u{70f}' | '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}'
        | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}' | '\u{e0001}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_as_python_writes_them() {
        let cases = [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e-5, "1.5e-05"),
            (0.0001, "0.0001"),
            (1e300, "1e+300"),
            (f64::INFINITY, "1e309"),
        ];
        for (value, text) in cases {
            assert_eq!(float_repr(value, ".0"), text);
        }
        assert_eq!(float_repr(2.0, ""), "2");
    }

    #[test]
    fn strings_as_python_writes_them() {
        let repr = |text: &str| string_repr(&rustpython_wtf8::Wtf8Buf::from(text));
        assert_eq!(repr("a'b"), "\"a'b\"");
        assert_eq!(repr("a'\"b\n\x7f\u{ad}é"), "'a\\'\"b\\n\\x7f\\xadé'");
        assert_eq!(bytes_repr(b"'\xff".iter().copied()), "b\"'\\xff\"");
    }
}
