//! The module `_string`: the parsers of `str.format`, for `string.Formatter`.
//!
//! Both give their pieces one by one, so that what is wrong with one comes after those before it.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::iterator_class;
use crate::native::native;
use crate::native_module;
use crate::objects::iterators::{self, Iterator};
use crate::objects::str::{Str, character, empty, part};
use crate::protocol::type_name;
use crate::types::TypeDef;
use crate::value::Value;
use tython_text::format::{Field, FieldPart, Message, Step, Template};

builtin_type! {
    /// The class of iterators over the pieces of a template.
    static FORMATTER_ITERATOR = TypeDef {
        name: "formatteriterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
    /// The class of iterators over the steps of a field's name.
    static FIELD_NAME_ITERATOR = TypeDef {
        name: "fieldnameiterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

iterator_class!(FORMATTER_ITERATOR);
iterator_class!(FIELD_NAME_ITERATOR);

native_module!("_string", |cx, module| {
    let doc = cx.str("string helper module")?;
    super::set(cx, module, "__doc__", doc)
});

fn checked<T>(cx: &mut Cx, parsed: Result<T, Message>) -> R<T> {
    parsed.map_err(|message| cx.value_error(format_args!("{message}")))
}

/// The text of an iterator, and where it stands.
fn state(cx: &mut Cx, iterator: &'static Iterator) -> R<Option<(&'static Str, usize)>> {
    let look = || (iterator.source.peek(), iterator.position.peek());
    let (source, position) = cx.view(iterator, look)?;
    let position = position.as_small_int().unwrap_or(0) as usize;
    Ok(source.cast::<Str>().map(|text| (text, position)))
}

fn required(cx: &mut Cx, object: Value) -> R<&'static Str> {
    match cx.payload::<Str>(object)? {
        Some(text) => Ok(text),
        None => {
            let class = type_name(cx, object)?;
            Err(cx.type_error(format_args!("expected str, got {class}")))
        }
    }
}

/// parse the argument as a format string
#[native(module = "_string", "formatter_parser(object, /)", effect = pure)]
fn formatter_parser(cx: &mut Cx, object: Value) -> R<&'static Iterator> {
    let object = required(cx, object)?;
    let (source, start) = (object.value(), Value::index(0));
    iterators::new(cx, &FORMATTER_ITERATOR, piece, source, start, Value::NONE)
}

/// The next piece: literal text, field name, specification, conversion.
fn piece(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let Some((object, start)) = state(cx, iterator)? else {
        return Ok(Value::UNBOUND);
    };
    let mut template = Template::part(object.text(), start..object.len());
    let Some(piece) = checked(cx, template.next_piece())? else {
        return iterator.finish(cx);
    };
    let position = Value::index(template.position());
    cx.store(iterator, &iterator.position, position)?;
    let literal = part(cx, object, piece.literal)?;
    let row = match piece.field {
        None => [literal.value(), Value::NONE, Value::NONE, Value::NONE],
        Some(field) => {
            let name = part(cx, object, field.name)?.value();
            let spec = part(cx, object, field.spec)?.value();
            let conversion = match field.conversion {
                Some(code) => character(cx, code)?.value(),
                None => Value::NONE,
            };
            [literal.value(), name, spec, conversion]
        }
    };
    cx.tuple(&row)
}

fn name_of(cx: &mut Cx, object: &'static Str, name: FieldPart) -> R {
    match name.index {
        Some(index) => Ok(Value::index(index)),
        None if name.name.is_empty() => Ok(empty(cx).value()),
        None => Ok(part(cx, object, name.name)?.value()),
    }
}

/// split the argument as a field name
#[native(module = "_string", "formatter_field_name_split(object, /)", effect = pure)]
fn formatter_field_name_split(cx: &mut Cx, object: Value) -> R {
    let object = required(cx, object)?;
    let text = object.text();
    let field = checked(cx, Field::new(text, 0..text.len()))?;
    let rest = Value::index(field.position());
    let first = name_of(cx, object, field.first)?;
    let source = object.value();
    let steps = iterators::new(cx, &FIELD_NAME_ITERATOR, step, source, rest, Value::NONE)?;
    cx.tuple(&[first, steps.value()])
}

/// The next step: whether it is an attribute, and its name.
fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let Some((object, start)) = state(cx, iterator)? else {
        return Ok(Value::UNBOUND);
    };
    let mut field = Field::steps(object.text(), start..object.len());
    let Some(step) = checked(cx, field.next_step())? else {
        return iterator.finish(cx);
    };
    let position = Value::index(field.position());
    cx.store(iterator, &iterator.position, position)?;
    let row = match step {
        Step::Attribute(name) => [Value::TRUE, part(cx, object, name)?.value()],
        Step::Item(name) => [Value::FALSE, name_of(cx, object, name)?],
    };
    cx.tuple(&row)
}
