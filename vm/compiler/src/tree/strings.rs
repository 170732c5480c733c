//! Strings: literals, f-strings and t-strings.

use ruff_python_ast::{self as ast, ConversionFlag, FStringPart, InterpolatedStringElement};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

use super::{Field, Maker, Node};
use crate::code::Const;
use crate::codegen::{debug_text, interpolation_text};

/// Which class the replacement fields of a string have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fields {
    Formatted,
    Interpolations,
}

/// The values of a string under construction: adjacent pieces of text become one constant.
struct Values<'m, 'p> {
    maker: &'m Maker<'p>,
    done: Vec<Field>,
    text: Wtf8Buf,
    /// Where the pending text is.
    range: Option<TextRange>,
    unicode: bool,
    fields: Fields,
}

impl Values<'_, '_> {
    fn text(&mut self, text: &Wtf8, range: TextRange, unicode: bool) {
        if text.is_empty() {
            return;
        }
        self.unicode |= unicode && self.range.is_none();
        self.text.push_wtf8(text);
        self.range = Some(self.range.map_or(range, |before| before.cover(range)));
    }

    fn end_text(&mut self) {
        if let Some(range) = self.range.take() {
            let text = std::mem::take(&mut self.text);
            let constant = self.maker.string_constant(range, text, self.unicode);
            self.done.push(constant.into());
            self.unicode = false;
        }
    }

    fn elements(&mut self, elements: &[InterpolatedStringElement], raw: bool) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let program = self.maker.program;
                    let text = program.interpolated_literal_value(literal, raw);
                    self.text(&text, literal.range, false);
                }
                InterpolatedStringElement::Interpolation(field) => self.field(field, raw),
            }
        }
    }

    fn field(&mut self, field: &ast::InterpolatedElement, raw: bool) {
        if let Some(debug) = &field.debug_text {
            let text = debug_text(self.maker.program, field, debug);
            let length = TextSize::try_from(debug.as_str().len()).unwrap_or_default();
            let range = TextRange::at(field.start() + TextSize::from(1), length);
            self.text(Wtf8::new(&*text), range, false);
        }
        self.end_text();
        let node = self.maker.replacement(field, raw, self.fields);
        self.done.push(node.into());
    }

    fn finish(mut self) -> Field {
        self.end_text();
        Field::List(self.done)
    }
}

impl<'p> Maker<'p> {
    /// A string constant; `unicode`: with the prefix `u`.
    pub(super) fn string_constant(&self, range: TextRange, text: Wtf8Buf, unicode: bool) -> Node {
        let kind = match unicode {
            true => Field::Constant(Const::str("u")),
            false => Field::NONE,
        };
        let value = Field::Constant(Const::Str(text.into()));
        self.at(range, "Constant", [("value", value), ("kind", kind)])
    }

    fn values(&self, fields: Fields) -> Values<'_, 'p> {
        Values {
            maker: self,
            done: Vec::new(),
            text: Wtf8Buf::new(),
            range: None,
            unicode: false,
            fields,
        }
    }

    pub(super) fn f_string(&self, string: &ast::ExprFString) -> Node {
        let mut values = self.values(Fields::Formatted);
        for part in &string.value {
            match part {
                FStringPart::Literal(literal) => {
                    let text = self.program.string_value(literal);
                    values.text(&text, literal.range, literal.flags.prefix().is_unicode());
                }
                FStringPart::FString(part) => {
                    values.elements(&part.elements, part.flags.prefix().is_raw());
                }
            }
        }
        self.at(string.range, "JoinedStr", [("values", values.finish())])
    }

    pub(super) fn t_string(&self, string: &ast::ExprTString) -> Node {
        let mut values = self.values(Fields::Interpolations);
        for part in &string.value {
            values.elements(&part.elements, part.flags.prefix().is_raw());
        }
        self.at(string.range, "TemplateStr", [("values", values.finish())])
    }

    fn replacement(&self, field: &ast::InterpolatedElement, raw: bool, kind: Fields) -> Node {
        let value = ("value", self.expression(&field.expression).into());
        let conversion = match field.conversion {
            ConversionFlag::None if field.debug_text.is_some() && field.format_spec.is_none() => {
                ConversionFlag::Repr
            }
            conversion => conversion,
        };
        let conversion = ("conversion", Field::int(conversion as i64));
        let spec = field.format_spec.as_deref().map(|spec| {
            let mut values = self.values(Fields::Formatted);
            values.elements(&spec.elements, raw);
            // The colon belongs to it.
            let range = TextRange::new(spec.start() - TextSize::from(1), spec.end());
            self.at(range, "JoinedStr", [("values", values.finish())])
        });
        let spec = ("format_spec", super::optional(spec));
        match kind {
            Fields::Formatted => self.at(field.range, "FormattedValue", [value, conversion, spec]),
            Fields::Interpolations => {
                let text = Const::str(&interpolation_text(self.program, field));
                let text = ("str", Field::Constant(text));
                self.at(
                    field.range,
                    "Interpolation",
                    [value, text, conversion, spec],
                )
            }
        }
    }
}
