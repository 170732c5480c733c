//! `_json`: the inner loops of `json`.
//!
//! [`scanner`] reads a document, [`encoder`] writes one; both take the settings of Lib's decoder and
//! encoder objects. [`string`](mod@string) is the strings of both.

mod encoder;
mod keys;
mod mapping;
mod number;
mod output;
mod parser;
mod scanner;
mod string;
mod writer;

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::native_module;
use crate::objects::module::Module;
use crate::objects::str::{self, Str};
use crate::protocol::{call_values, get_attr, type_name};
use crate::runtime::import;
use crate::stdlib::set;
use crate::value::Value;
use tython_text::{Builder, Text};

native_module!("_json", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    set(cx, module, "make_scanner", scanner::class())?;
    set(cx, module, "make_encoder", encoder::class())
}

/// Raises `json.JSONDecodeError`: `message` about place `pos` of the document.
///
/// # Errors
/// Always.
#[cold]
fn decode_error<T>(cx: &mut Cx, message: &str, document: &'static Str, pos: usize) -> R<T> {
    let module = import::module(cx, "json.decoder")?;
    let name = name!(cx, "JSONDecodeError")?;
    let class = get_attr(cx, module, name)?;
    let message = cx.str(message)?;
    let exception = call_values(cx, class, &[message, document.value(), Value::index(pos)])?;
    Err(cx.raise_in_context(exception))
}

/// The string that an argument must be.
fn text_argument(cx: &mut Cx, value: Value) -> R<&'static Str> {
    match cx.payload::<Str>(value)? {
        Some(string) => Ok(string),
        None => {
            let class = type_name(cx, value)?;
            Err(cx.type_error(format_args!("first argument must be a string, not {class}")))
        }
    }
}

/// encode_basestring(string) -> string
///
/// Return a JSON representation of a Python string
#[native(module = "_json", "encode_basestring(string, /)", opaque, effect = reads)]
fn encode_basestring(cx: &mut Cx, string: Value) -> R<&'static Str> {
    let text = text_argument(cx, string)?.text();
    let mut output = Builder::wide(text.kind(), text.len().saturating_add(2));
    string::write(&mut output, text, false);
    str::made(cx, output.finish(), "string is too long to escape")
}

/// encode_basestring_ascii(string) -> string
///
/// Return an ASCII-only JSON representation of a Python string
#[native(module = "_json", "encode_basestring_ascii(string, /)", opaque, effect = reads)]
fn encode_basestring_ascii(cx: &mut Cx, string: Value) -> R<&'static Str> {
    let text = text_argument(cx, string)?.text();
    let mut output = Vec::with_capacity(text.len().saturating_add(2));
    string::write(&mut output, text, true);
    str::from_text(cx, Text::One(&output))
}

/// scanstring(string, end, strict=True) -> (string, end)
///
/// Scan the string s for a JSON string. End is the index of the
/// character in s after the quote that started the JSON string.
/// Unescapes all valid JSON string escape sequences and raises ValueError
/// on attempt to decode an invalid string. If strict is False then literal
/// control characters are allowed in the string.
///
/// Returns a tuple of the decoded string and the index of the character in s
/// after the end quote.
#[native(module = "_json", "scanstring(string, end, strict=True, /)", opaque)]
fn scanstring(cx: &mut Cx, string: Value, end: isize, strict: bool) -> R {
    let document = text_argument(cx, string)?;
    let from = usize::try_from(end)
        .ok()
        .filter(|end| *end <= document.len());
    let Some(from) = from else {
        return Err(cx.value_error(format_args!("end is out of bounds")));
    };
    let mut unescaped = Vec::new();
    let scanned = match document.text() {
        Text::One(units) => string::scan(units, from, strict, &mut unescaped),
        Text::Two(units) => string::scan(units, from, strict, &mut unescaped),
        Text::Four(units) => string::scan(units, from, strict, &mut unescaped),
    };
    match scanned {
        Ok(scanned) => {
            let string = scanned.string(cx, document, from, &unescaped)?;
            cx.tuple(&[string.value(), Value::index(scanned.end)])
        }
        Err(fault) => decode_error(cx, fault.message, document, fault.pos),
    }
}

/// What stops a parser besides an exception.
type Fallible<T> = Result<T, Stop>;

/// Why a document could not be read.
#[derive(Debug)]
enum Stop {
    /// An exception, or a rollback.
    Exit(Exit),
    /// It is no JSON.
    Fault(string::Fault),
    /// There is no value at this place, which is for the caller to judge.
    NoValue(usize),
}

impl From<Exit> for Stop {
    fn from(exit: Exit) -> Stop {
        Stop::Exit(exit)
    }
}

impl From<string::Fault> for Stop {
    fn from(fault: string::Fault) -> Stop {
        Stop::Fault(fault)
    }
}
