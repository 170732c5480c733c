//! Literal keys of mapping patterns, equal where Python's are.

use ruff_python_ast::{Expr, Number, Operator, UnaryOp};
use rustpython_wtf8::{CodePoint, Wtf8Buf};

use crate::parse::Program;

/// A constant key.
#[derive(Debug, PartialEq)]
pub(super) enum Key {
    Text(Wtf8Buf),
    Bytes(Vec<u8>),
    Number(Complex),
    /// An integer that no float can stand for: its digits.
    Large(String),
    Nothing,
}

/// A number, with how it is written, which two equal ones need not share.
#[derive(Debug)]
pub(super) struct Complex {
    real: f64,
    imaginary: f64,
    text: String,
}

impl PartialEq for Complex {
    fn eq(&self, other: &Self) -> bool {
        self.real == other.real && self.imaginary == other.imaginary
    }
}

impl Key {
    /// The key that an expression denotes, if it is a literal.
    pub(super) fn of(expression: &Expr, program: &Program) -> Option<Self> {
        Some(match expression {
            Expr::StringLiteral(it) => Self::Text(program.string_expression_value(it)),
            Expr::BytesLiteral(it) => Self::Bytes(it.value.bytes().collect()),
            Expr::NoneLiteral(_) => Self::Nothing,
            Expr::BooleanLiteral(it) => Self::Number(Complex {
                real: f64::from(u8::from(it.value)),
                imaginary: 0.0,
                text: if it.value { "True" } else { "False" }.to_owned(),
            }),
            Expr::NumberLiteral(it) => Self::number(&it.value),
            Expr::UnaryOp(it) if it.op == UnaryOp::USub => {
                Self::of(&it.operand, program)?.negated()
            }
            Expr::BinOp(it) => {
                let left = Self::of(&it.left, program)?;
                let right = Self::of(&it.right, program)?;
                Self::sum(left, it.op, right)?
            }
            _ => return None,
        })
    }

    fn number(number: &Number) -> Self {
        /// Floats hold all integers up to here.
        const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
        match number {
            Number::Int(int) => match int.as_u64() {
                Some(small) if small <= EXACT => Self::Number(Complex {
                    real: small as f64,
                    imaginary: 0.0,
                    text: small.to_string(),
                }),
                _ => Self::Large(int.to_string()),
            },
            Number::Float(float) => Self::Number(Complex {
                real: *float,
                imaginary: 0.0,
                text: format!("{float:?}"),
            }),
            Number::Complex { real, imag } => Self::Number(Complex {
                real: *real,
                imaginary: *imag,
                text: format!("{imag}j"),
            }),
        }
    }

    fn negated(self) -> Self {
        match self {
            Self::Number(number) => Self::Number(Complex {
                real: -number.real,
                imaginary: -number.imaginary,
                text: format!("-{}", number.text),
            }),
            Self::Large(digits) => Self::Large(format!("-{digits}")),
            other => other,
        }
    }

    /// `1 + 2j` and `1 - 2j`.
    fn sum(left: Self, operator: Operator, right: Self) -> Option<Self> {
        let (Self::Number(left), Self::Number(right)) = (left, right) else {
            return None;
        };
        let (sign, factor) = match operator {
            Operator::Add => ('+', 1.0),
            Operator::Sub => ('-', -1.0),
            _ => return None,
        };
        Some(Self::Number(Complex {
            real: left.real + factor * right.real,
            imaginary: left.imaginary + factor * right.imaginary,
            text: format!("({}{sign}{})", left.real, right.text),
        }))
    }

    /// The key as Python's `repr` shows it.
    pub(super) fn repr(&self) -> String {
        match self {
            Self::Text(text) => quoted("", text.code_points()),
            Self::Bytes(bytes) => quoted("b", bytes.iter().map(|byte| CodePoint::from(*byte))),
            Self::Number(number) => number.text.clone(),
            Self::Large(digits) => digits.clone(),
            Self::Nothing => "None".to_owned(),
        }
    }
}

/// A string literal with these characters.
fn quoted(prefix: &str, characters: impl Iterator<Item = CodePoint> + Clone) -> String {
    let contains = |quote: char| characters.clone().any(|it| it.to_char() == Some(quote));
    let quote = if contains('\'') && !contains('"') {
        '"'
    } else {
        '\''
    };
    let mut text = format!("{prefix}{quote}");
    for character in characters {
        match character.to_char() {
            Some(it) if it == quote || it == '\\' => text.extend(['\\', it]),
            Some('\n') => text.push_str("\\n"),
            Some('\r') => text.push_str("\\r"),
            Some('\t') => text.push_str("\\t"),
            Some(it) if it.is_ascii() && !it.is_ascii_control() => text.push(it),
            Some(it) if prefix.is_empty() && !it.is_ascii() && !it.is_control() => text.push(it),
            _ => text.push_str(&escape(character.to_u32())),
        }
    }
    text.push(quote);
    text
}

fn escape(number: u32) -> String {
    match number {
        0..=0xFF => format!("\\x{number:02x}"),
        0x100..=0xFFFF => format!("\\u{number:04x}"),
        _ => format!("\\U{number:08x}"),
    }
}
