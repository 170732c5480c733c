//! `SyntaxError`: where in a program the error is; and what the compiler reports, as an exception.

use super::base::set_args;
use super::classes::{self, SYNTAX_ERROR};
use super::{fields, set_field};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::objects::tuple;
use crate::protocol::{self, class_of};
use crate::runtime::source_text;
use crate::types::TypeCell;
use crate::value::Value;
use tython_compiler::parse::{CompileError, ErrorKind, Phase, Span};
use tython_compiler::source::Origin;

/// The fields that the second argument gives, in its order.
const DETAILS: [usize; 7] = [
    fields::SYNTAX_FILENAME,
    fields::SYNTAX_LINENO,
    fields::SYNTAX_OFFSET,
    fields::SYNTAX_TEXT,
    fields::SYNTAX_END_LINENO,
    fields::SYNTAX_END_OFFSET,
    fields::SYNTAX_METADATA,
];

#[native(SYNTAX_ERROR, "__init__(self, /, *args, **kwargs)", slot)]
fn init(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    super::base::refuse_keywords(cx, class_of(this.value()), kwargs)?;
    set_args(cx, this, args)?;
    fill(cx, this, args)
}

/// Takes message and details out of the arguments.
///
/// # Errors
/// TypeError if the details are no sequence of four to seven items.
pub(super) fn fill(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    if let [message, ..] = args {
        exception.set(cx, fields::SYNTAX_MSG, *message)?;
    }
    let [_, details] = args else {
        return Ok(());
    };
    let details = tuple::of_iterable(cx, *details)?;
    let count = details.len();
    if !(4..=7).contains(&count) {
        let (bound, limit) = if count < 4 { ("least", 4) } else { ("most", 7) };
        return Err(cx.type_error(format_args!(
            "function takes at {bound} {limit} arguments ({count} given)"
        )));
    }
    for field in DETAILS {
        exception.set(cx, field, Value::UNBOUND)?;
    }
    for (field, detail) in DETAILS.into_iter().zip(details.as_slice()) {
        exception.set(cx, field, *detail)?;
    }
    if count == 5 {
        return Err(cx.type_error(format_args!(
            "end_offset must be provided when end_lineno is provided"
        )));
    }
    Ok(())
}

#[native(SYNTAX_ERROR, "__str__(self, /)", slot)]
fn text(cx: &mut Cx, this: &'static Instance) -> R {
    let message = this
        .get(cx, fields::SYNTAX_MSG)?
        .bound()
        .unwrap_or(Value::NONE);
    let filename = this.get(cx, fields::SYNTAX_FILENAME)?;
    let line = this.get(cx, fields::SYNTAX_LINENO)?;
    let filename = filename
        .cast::<Str>()
        .map(|name| base_name(cx, name))
        .transpose()?;
    let place = match (filename, line.as_small_int()) {
        (Some(name), Some(line)) => format!("{name}, line {line}"),
        (Some(name), None) => name,
        (None, Some(line)) => format!("line {line}"),
        (None, None) => return protocol::str(cx, message),
    };
    let message = protocol::str(cx, message)?;
    let place = cx.str(&format!(" ({place})"))?;
    str::concat(cx, &[message, place])
}

/// The last part of a path.
fn base_name(_: &mut Cx, path: &'static Str) -> R<String> {
    let path = str::to_string(path.value());
    Ok(path.rsplit('/').next().unwrap_or_default().to_owned())
}

fn class_for(kind: ErrorKind) -> &'static TypeCell {
    match kind {
        ErrorKind::Syntax => &classes::SYNTAX_ERROR,
        ErrorKind::Indentation => &classes::INDENTATION_ERROR,
        ErrorKind::Tab => &classes::TAB_ERROR,
        ErrorKind::IncompleteInput => &classes::INCOMPLETE_INPUT_ERROR,
        ErrorKind::Recursion => &classes::RECURSION_ERROR,
        ErrorKind::Memory => &classes::MEMORY_ERROR,
        ErrorKind::Overflow => &classes::OVERFLOW_ERROR,
    }
}

/// The exception that a program which does not compile raises.
///
/// # Errors
/// MemoryError.
pub fn from_compile_error(cx: &mut Cx, error: &CompileError) -> R {
    let class = class_for(error.kind);
    let message = cx.str(&error.message)?;
    let span = error.span.filter(|_| error.kind.is_syntax_error());
    let Some(span) = span else {
        let arguments = [message];
        // The parser's MemoryError has nothing to say.
        let arguments = if error.message.is_empty() {
            &[][..]
        } else {
            &arguments
        };
        return super::new(cx, class, arguments);
    };
    let details = details(cx, error, span)?;
    if error.phase != Phase::SymbolTable {
        let details = cx.tuple(&details)?;
        let exception = super::new(cx, class, &[message, details])?;
        if error.phase == Phase::Parser {
            // Where `traceback` looks for a misspelt keyword: a line, a column and the text, which it
            // finds by itself.
            let line = Value::index(span.line as usize);
            let place = cx.tuple(&[line, Value::index(0), Value::NONE])?;
            set_field(cx, exception, fields::SYNTAX_METADATA, place)?;
        }
        return Ok(exception);
    }
    let exception = super::new(cx, class, &[message])?;
    for (field, detail) in DETAILS.into_iter().zip(details) {
        set_field(cx, exception, field, detail)?;
    }
    Ok(exception)
}

fn details(cx: &mut Cx, error: &CompileError, span: Span) -> R<[Value; 6]> {
    let filename = cx.str(&error.filename)?;
    let text = match &error.text {
        Some(text) => cx.str(text)?,
        None => line_of_file(cx, &error.filename, span.line)?,
    };
    Ok([
        filename,
        Value::index(span.line as usize),
        cx.int(span.column)?,
        text,
        Value::index(span.end_line as usize),
        cx.int(span.end_column)?,
    ])
}

/// A line of a source file with its end, or None if there is no such file.
fn line_of_file(cx: &mut Cx, filename: &str, line: u32) -> R {
    let bytes = std::fs::read(filename).unwrap_or_default();
    let text = match source_text::decode(cx, &bytes, filename, Origin::File)? {
        Ok(text) => text,
        Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
    };
    let mut lines = text.split_inclusive('\n');
    match line
        .checked_sub(1)
        .and_then(|index| lines.nth(index as usize))
    {
        Some(line) => cx.str(line),
        None => Ok(Value::NONE),
    }
}
