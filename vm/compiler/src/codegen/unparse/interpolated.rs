//! f-strings and t-strings as text.

use ruff_python_ast::{self as ast, ConversionFlag, FStringPart, InterpolatedStringElement};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

use super::constants::string_repr;
use super::{Level, Writer};
use crate::codegen::strings::{debug_text, interpolation_text};

impl Writer<'_> {
    pub(super) fn f_string(&mut self, string: &ast::ExprFString) {
        let mut body = Wtf8Buf::new();
        for part in &string.value {
            match part {
                FStringPart::Literal(literal) => {
                    escape_braces(&self.program.string_value(literal), &mut body);
                }
                FStringPart::FString(part) => {
                    self.elements(&part.elements, part.flags.prefix().is_raw(), &mut body);
                }
            }
        }
        self.push("f");
        self.push(&string_repr(&body));
    }

    /// A t-string keeps the source text of its expressions.
    pub(super) fn t_string(&mut self, string: &ast::ExprTString) {
        let mut body = Wtf8Buf::new();
        for part in &string.value {
            let raw = part.flags.prefix().is_raw();
            for element in &part.elements {
                match element {
                    InterpolatedStringElement::Literal(literal) => {
                        let text = self.program.interpolated_literal_value(literal, raw);
                        escape_braces(&text, &mut body);
                    }
                    InterpolatedStringElement::Interpolation(field) => {
                        let text = interpolation_text(self.program, field);
                        self.field(field, &text, raw, &mut body);
                    }
                }
            }
        }
        self.push("t");
        self.push(&string_repr(&body));
    }

    fn elements(&self, elements: &[InterpolatedStringElement], raw: bool, body: &mut Wtf8Buf) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let text = self.program.interpolated_literal_value(literal, raw);
                    escape_braces(&text, body);
                }
                InterpolatedStringElement::Interpolation(field) => {
                    let mut inner = Writer {
                        program: self.program,
                        text: String::new(),
                    };
                    inner.expr(&field.expression, Level::Or);
                    self.field(field, &inner.text, raw, body);
                }
            }
        }
    }

    /// A replacement field. `{x=}` is its own text, and the value's representation.
    fn field(&self, field: &ast::InterpolatedElement, text: &str, raw: bool, body: &mut Wtf8Buf) {
        if let Some(debug) = &field.debug_text {
            let text = debug_text(self.program, field, debug);
            escape_braces(&Wtf8Buf::from(&*text), body);
        }
        body.push_str(if text.starts_with('{') { "{ " } else { "{" });
        body.push_str(text);
        body.push_str(match field.conversion {
            ConversionFlag::None if field.debug_text.is_some() && field.format_spec.is_none() => {
                "!r"
            }
            ConversionFlag::None => "",
            ConversionFlag::Str => "!s",
            ConversionFlag::Ascii => "!a",
            ConversionFlag::Repr => "!r",
        });
        if let Some(spec) = &field.format_spec {
            body.push_str(":");
            self.elements(&spec.elements, raw, body);
        }
        body.push_str("}");
    }
}

fn escape_braces(text: &Wtf8, body: &mut Wtf8Buf) {
    for point in text.code_points() {
        if matches!(point.to_char(), Some('{' | '}')) {
            body.push(point);
        }
        body.push(point);
    }
}
