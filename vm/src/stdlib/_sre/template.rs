//! `_sre.SRE_Template`: a replacement string with group references, taken apart.

use super::match_object::Match;
use super::match_text::number;
use super::pattern::Pattern;
use super::subject::Subject;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, layout};
use crate::name;
use crate::native::native;
use crate::objects::bytes;
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::list::{self, List};
use crate::objects::str::Str;
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{buffer, call_values, full_type_name, get_attr, is_instance};
use crate::runtime::import;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static TEMPLATE = TypeDef {
        name: "SRE_Template",
        module: "_sre",
        layout: Some(layout::INSTANCE),
        reserved: 1,
        ..TypeDef::NEW
    };
}

/// The slot with a tuple: literal, group, literal, group, ... literal.
const PARTS: usize = 0;

/// The parts of a template: literals at even places, group numbers at odd ones.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn parts(cx: &mut Cx, template: &'static Instance) -> R<&'static Tuple> {
    match template.get(cx, PARTS)?.cast::<Tuple>() {
        Some(parts) => Ok(parts),
        None => unreachable!("a template has parts"),
    }
}

///
///
///   template
///     A list containing interleaved literal strings (str or bytes) and group
///     indices (int), as returned by re._parser.parse_template():
///         [literal1, group1, ..., literalN, groupN]
#[native(module = "_sre", "template(pattern, template, /)", effect = writes)]
fn template(cx: &mut Cx, pattern: Value, template: &'static List) -> R<&'static Instance> {
    let _ = pattern;
    let parts = tuple::of_list(cx, template)?;
    let invalid = |cx: &mut Cx| Err(cx.type_error(format_args!("invalid template")));
    if parts.len() % 2 == 0 {
        return invalid(cx);
    }
    for group in parts.as_slice().iter().skip(1).step_by(2) {
        match to_int(*group) {
            None => return Err(cx.type_error(format_args!("an integer is required"))),
            Some(_) if group.as_small_int().is_some_and(|group| group >= 0) => {}
            Some(_) => return invalid(cx),
        }
    }
    let template = Instance::new(cx, TEMPLATE.class())?;
    template.set(cx, PARTS, parts.value())?;
    Ok(template)
}

/// Takes a replacement string apart, by way of Python's `re._compile_template`.
///
/// # Errors
/// What that raises.
pub(super) fn compile(cx: &mut Cx, pattern: Pattern, template: Value) -> R<&'static Instance> {
    let module = import::module(cx, "re")?;
    let name = name!(cx, "_compile_template")?;
    let function = get_attr(cx, module, name)?;
    let arguments = [pattern.0.value(), template];
    let compiled = match call_values(cx, function, &arguments) {
        Err(Exit::Raise) => {
            let exception = cx.exception;
            let plain = match is_instance(cx, exception, &TYPE_ERROR)? {
                true => plain(cx, template)?,
                false => None,
            };
            let Some(plain) = plain else {
                return Err(cx.raise(exception));
            };
            cx.take_exception();
            call_values(cx, function, &[pattern.0.value(), plain])?
        }
        result => result?,
    };
    match compiled.cast::<Instance>() {
        Some(template) if is_instance(cx, compiled, &TEMPLATE)? => Ok(template),
        _ => {
            let class = full_type_name(cx, compiled)?;
            Err(cx.type_error(format_args!(
                "the result of compiling a replacement string is {class}, not _sre.SRE_Template"
            )))
        }
    }
}

/// A string or `bytes` for a template that perhaps was refused because it has no hash.
fn plain(cx: &mut Cx, template: Value) -> R<Option<Value>> {
    if let Some(string) = cx.payload::<Str>(template)? {
        return Ok((!template.is::<Str>()).then_some(string.value()));
    }
    if template.is::<bytes::Bytes>() {
        return Ok(None);
    }
    match buffer::contents(cx, template)? {
        Some(content) => Ok(Some(bytes::new(cx, &content)?)),
        None => Ok(None),
    }
}

/// The pieces one after the other: strings or bytes, as the text that was searched has it.
///
/// # Errors
/// TypeError if a piece does not fit.
pub(super) fn join(cx: &mut Cx, subject: &Subject, pieces: &'static List) -> R {
    let joiner = subject.part(cx, 0..0)?;
    if list::len(cx, pieces)? == 0 {
        return Ok(joiner);
    }
    let name = name!(cx, "join")?;
    let join = get_attr(cx, joiner, name)?;
    call_values(cx, join, &[pieces.value()])
}

/// The template with the groups of a match in it.
///
/// # Errors
/// TypeError if strings and bytes are mixed, IndexError if there is no such group.
pub(super) fn expand(cx: &mut Cx, template: &'static Instance, found: Match) -> R {
    let parts = parts(cx, template)?.as_slice();
    expand_parts(cx, parts, found)
}

/// The same of the parts of a template.
///
/// # Errors
/// As [`expand`].
pub(super) fn expand_parts(cx: &mut Cx, parts: &'static [Value], found: Match) -> R {
    if let [literal] = parts {
        return Ok(*literal);
    }
    let subject = found.subject(cx)?;
    let pieces = list::with_room(cx, parts.len())?;
    for (place, part) in parts.iter().enumerate() {
        let piece = match place % 2 {
            0 => *part,
            _ => {
                let group = number(cx, found, *part)?;
                found.text(cx, &subject, group, Value::NONE)?
            }
        };
        if !piece.is_none() && !is_empty_text(piece) {
            list::append(cx, pieces, piece)?;
        }
    }
    join(cx, &subject, pieces)
}

/// Whether it is an empty string or empty bytes, which add nothing.
fn is_empty_text(value: Value) -> bool {
    value.cast::<Str>().is_some_and(|string| string.is_empty())
        || value
            .cast::<bytes::Bytes>()
            .is_some_and(|bytes| bytes.as_slice().is_empty())
}
