//! `format`, `format_map` and `__format__`: templates with replacement fields in braces.
//!
//! `tython-text` parses templates piece by piece, because what a field does to its argument comes before
//! what is wrong with the next one. Here the pieces get their values.

use super::base::{STR, Str, part};
use super::make::made;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::{Kwargs, native};
use crate::objects::number_text::{class_name, with_points};
use crate::protocol::{self, attribute, get_item};
use crate::value::Value;
use std::ops::Range;
use tython_num::Spec;
use tython_num::format::format_text;
use tython_text::format::{
    AutoNumber, Field, FieldPart, MAX_DEPTH, Message, Replacement, Step, TOO_DEEP, Template,
};
use tython_text::{Builder, Kind, Text};

/// Where fields take their values from.
#[derive(Clone, Copy)]
enum Values<'a> {
    Arguments(&'a [Value], Kwargs<'a>),
    Mapping(Value),
}

/// Return a formatted version of the string, using substitutions from args and kwargs.
/// The substitutions are identified by braces ('{' and '}').
#[native(STR, "format(self, /, *args, **kwargs)")]
fn format(cx: &mut Cx, this: &'static Str, args: &[Value], kwargs: Kwargs<'_>) -> R<&'static Str> {
    fill(cx, this, Values::Arguments(args, kwargs))
}

/// Return a formatted version of the string, using substitutions from mapping.
/// The substitutions are identified by braces ('{' and '}').
#[native(STR, "format_map(self, mapping, /)")]
fn format_map(cx: &mut Cx, this: &'static Str, mapping: Value) -> R<&'static Str> {
    fill(cx, this, Values::Mapping(mapping))
}

fn fill(cx: &mut Cx, template: &'static Str, values: Values<'_>) -> R<&'static Str> {
    let mut filler = Filler {
        template,
        values,
        numbers: AutoNumber::default(),
    };
    let mut out = Builder::wide(Kind::One, template.len());
    filler.fill(cx, 0..template.len(), MAX_DEPTH, &mut out)?;
    made(cx, out.finish(), "string is too long")
}

/// A template that is being filled in.
struct Filler<'a> {
    template: &'static Str,
    values: Values<'a>,
    numbers: AutoNumber,
}

/// Raises ValueError about the template.
fn bad(cx: &mut Cx, message: Message) -> Exit {
    cx.value_error(format_args!("{message}"))
}

impl Filler<'_> {
    /// Appends a part of the template with its fields filled in. `depth`: so deep fields may be in one
    /// another.
    fn fill(&mut self, cx: &mut Cx, range: Range<usize>, depth: usize, out: &mut Builder) -> R<()> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(bad(cx, TOO_DEEP));
        };
        let text = self.template.text();
        let mut pieces = Template::part(text, range);
        while let Some(piece) = pieces.next_piece().map_err(|message| bad(cx, message))? {
            out.push_text(text.part(piece.literal));
            if let Some(field) = piece.field {
                self.replace(cx, field, depth, out)?;
            }
        }
        Ok(())
    }

    /// Appends what a replacement field stands for.
    fn replace(
        &mut self,
        cx: &mut Cx,
        field: Replacement,
        depth: usize,
        out: &mut Builder,
    ) -> R<()> {
        let value = self.value(cx, field.name)?;
        let value = convert(cx, value, field.conversion)?;
        let spec = match field.nested {
            true => {
                let mut spec = Builder::wide(Kind::One, field.spec.len());
                self.fill(cx, field.spec, depth, &mut spec)?;
                made(cx, spec.finish(), "string is too long")?
            }
            false => part(cx, self.template, field.spec)?,
        };
        let formatted = protocol::format(cx, value, spec.value())?;
        if let Some(formatted) = cx.payload::<Str>(formatted)? {
            out.push_text(formatted.text());
        }
        Ok(())
    }

    /// The value of a field's name: `first.attribute[item]`.
    fn value(&mut self, cx: &mut Cx, name: Range<usize>) -> R {
        let mut field =
            Field::new(self.template.text(), name).map_err(|message| bad(cx, message))?;
        let index = self
            .numbers
            .index(&field.first)
            .map_err(|message| bad(cx, message))?;
        let mut value = match index {
            Some(index) => self.positional(cx, index)?,
            None => self.named(cx, &field.first)?,
        };
        while let Some(step) = field.next_step().map_err(|message| bad(cx, message))? {
            value = match step {
                Step::Attribute(name) => {
                    let name = part(cx, self.template, name)?;
                    let name = attribute::intern(cx, name.value());
                    attribute::get(cx, value, name)?
                }
                Step::Item(FieldPart {
                    index: Some(index), ..
                }) => get_item(cx, value, Value::index(index))?,
                Step::Item(FieldPart { name, .. }) => {
                    let key = part(cx, self.template, name)?;
                    get_item(cx, value, key.value())?
                }
            };
        }
        Ok(value)
    }

    fn positional(&self, cx: &mut Cx, index: usize) -> R {
        match self.values {
            Values::Arguments(arguments, _) => arguments.get(index).copied().ok_or_else(|| {
                cx.index_error(format_args!(
                    "Replacement index {index} out of range for positional args tuple"
                ))
            }),
            Values::Mapping(_) => {
                Err(cx.value_error(format_args!("Format string contains positional fields")))
            }
        }
    }

    fn named(&self, cx: &mut Cx, first: &FieldPart) -> R {
        let key = part(cx, self.template, first.name.clone())?;
        match self.values {
            Values::Arguments(_, keywords) => {
                let is_key = |name: Value| name.cast::<Str>().is_some_and(|name| name.equals(key));
                match keywords.iter().find(|(name, _)| is_key(*name)) {
                    Some((_, value)) => Ok(value),
                    None => Err(cx.key_error(key.value())),
                }
            }
            Values::Mapping(mapping) => get_item(cx, mapping, key.value()),
        }
    }
}

/// Applies the conversion after `!`.
fn convert(cx: &mut Cx, value: Value, conversion: Option<u32>) -> R {
    let Some(code) = conversion else {
        return Ok(value);
    };
    match char::from_u32(code) {
        Some('r') => protocol::repr(cx, value),
        Some('s') => protocol::str(cx, value),
        Some('a') => protocol::ascii(cx, value),
        Some(visible @ '!'..='~') => {
            Err(cx.value_error(format_args!("Unknown conversion specifier {visible}")))
        }
        _ => Err(cx.value_error(format_args!("Unknown conversion specifier \\x{code:x}"))),
    }
}

/// Return a formatted version of the string as described by format_spec.
#[native(STR, "__format__(self, format_spec, /)")]
pub(crate) fn dunder_format(cx: &mut Cx, this: Value, format_spec: &'static Str) -> R {
    if format_spec.is_empty() {
        return protocol::str(cx, this);
    }
    let Some(string) = cx.payload::<Str>(this)? else {
        return Ok(this);
    };
    let class = class_name(cx, this)?;
    let layout = with_points(format_spec.text(), |points| {
        Spec::parse(points, class, false).and_then(|spec| format_text(string.len(), &spec))
    });
    let layout = layout.map_err(|error| cx.number_error(error))?;
    let text = string.text();
    let mut out = Builder::wide(
        text.kind(),
        layout
            .kept
            .saturating_add(layout.left)
            .saturating_add(layout.right),
    );
    out.push_repeated(layout.fill, layout.left);
    out.push_text(Text::part(text, 0..layout.kept));
    out.push_repeated(layout.fill, layout.right);
    Ok(made(cx, out.finish(), "string is too long")?.value())
}
