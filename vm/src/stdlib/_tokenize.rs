//! The module `_tokenize`: tokens, for the module `tokenize`.
//!
//! The whole source is read before the first token is given.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::native_module;
use crate::objects::exception::{self, classes};
use crate::objects::module::Module;
use crate::objects::native_box::{self, Native, NativeBox};
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::{buffer, call_values, codec, is_instance, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use tython_compiler::parse::{ListedToken, TokenList, list_tokens, token_number as number};

native_module!("_tokenize", fill);

fn fill(_: &mut Cx, _: &'static Module) -> R<()> {
    Ok(())
}

builtin_type! {
    /// The class: a box of a [`Source`], whose state is the index of the next token.
    static TOKENIZER_ITER = TypeDef {
        name: "TokenizerIter",
        module: "_tokenize",
        layout: Some(layout::NATIVE_BOX),
        ..TypeDef::NEW
    };
}

/// A text and its tokens.
#[derive(Debug)]
struct Source {
    /// The text, with line feeds for line breaks.
    text: String,
    list: TokenList,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// Whether a line ended with a carriage return too.
    returns: Vec<bool>,
    /// Whether comments and empty lines are wanted, and operators are all of one kind.
    extra: bool,
}

impl Native for Source {
    fn bytes(&self) -> usize {
        self.text.capacity() + self.list.tokens.capacity() * size_of::<ListedToken>()
    }
}

impl Source {
    fn new(given: &str, extra: bool) -> Source {
        let returns = given
            .split_inclusive('\n')
            .map(|line| line.ends_with("\r\n"));
        let returns: Vec<bool> = returns.collect();
        let text = given.replace("\r\n", "\n");
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let breaks = breaks.map(|(index, _)| index + 1);
        Source {
            list: list_tokens(&text),
            lines: std::iter::once(0).chain(breaks).collect(),
            text,
            returns,
            extra,
        }
    }

    /// The lines from one to another, numbers from 1, as they were read.
    fn lines(&self, first: u32, last: u32) -> String {
        let start = |line: usize| self.lines.get(line).copied().unwrap_or(self.text.len());
        let mut text = String::new();
        for line in (first as usize).saturating_sub(1)..last as usize {
            let piece = self.text.get(start(line)..start(line + 1));
            let piece = piece.unwrap_or_default();
            match (self.has_return(line + 1), piece.strip_suffix('\n')) {
                (true, Some(piece)) => {
                    text.push_str(piece);
                    text.push_str("\r\n");
                }
                _ => text.push_str(piece),
            }
        }
        text
    }

    /// Whether the line with this number, from 1, ended with a carriage return.
    fn has_return(&self, line: usize) -> bool {
        self.returns.get(line.wrapping_sub(1)) == Some(&true)
    }
}

/// The exact kinds of operators, from the number 7 on.
const OPERATORS: [&str; 48] = [
    "(", ")", "[", "]", ":", ",", ";", "+", "-", "*", "/", "|", "&", "<", ">", "=", ".", "%", "{",
    "}", "==", "!=", "<=", ">=", "~", "^", "<<", ">>", "**", "+=", "-=", "*=", "/=", "%=", "&=",
    "|=", "^=", "<<=", ">>=", "**=", "//", "//=", "@", "@=", "->", "...", ":=", "!",
];

fn exact_kind(text: &str) -> u8 {
    match OPERATORS.iter().position(|operator| *operator == text) {
        Some(index) => index as u8 + 7,
        None => number::OP,
    }
}

/// Everything that `readline` gives, until it gives nothing more.
fn read_all(cx: &mut Cx, readline: Value, encoding: Option<&'static Str>) -> R<String> {
    let mut text = String::new();
    loop {
        let line = match call_values(cx, readline, &[]) {
            Ok(line) => line,
            Err(Exit::Raise) => {
                let raised = cx.take_exception();
                if is_instance(cx, raised, &classes::STOP_ITERATION)? {
                    return Ok(text);
                }
                return Err(cx.raise(raised));
            }
            Err(exit) => return Err(exit),
        };
        let line = match encoding {
            None => match cx.payload::<Str>(line)? {
                Some(line) => line,
                None => {
                    let class = type_name(cx, line)?;
                    return Err(cx.type_error(format_args!(
                        "readline() returned a non-string object (type {class})"
                    )));
                }
            },
            Some(_) => {
                let Some(bytes) = buffer::contents(cx, line)? else {
                    return Err(
                        cx.type_error(format_args!("readline() returned a non-bytes object"))
                    );
                };
                codec::decode(cx, bytes, encoding, None)?
            }
        };
        if line.is_empty() {
            return Ok(text);
        }
        text.push_str(&str::to_string(line.value()));
    }
}

/// Create and return a new object.
#[native(
    TOKENIZER_ITER,
    "__new__(cls, readline, /, *, encoding=None, extra_tokens=False)",
    new
)]
fn new(
    cx: &mut Cx,
    _cls: &'static Type,
    readline: Value,
    encoding: Option<&'static Str>,
    extra_tokens: bool,
) -> R {
    let text = read_all(cx, readline, encoding)?;
    let source = Box::new(Source::new(&text, extra_tokens));
    let shape = TOKENIZER_ITER.shape();
    let iterator = native_box::new(cx, shape, source, Value::NONE, Value::index(0))?;
    Ok(iterator.value())
}

/// Implement iter(self).
#[native(TOKENIZER_ITER, "__iter__(self, /)", slot, effect = pure)]
fn iter(_: &mut Cx, this: &'static NativeBox) -> Value {
    this.value()
}

/// Implement next(self).
#[native(TOKENIZER_ITER, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static NativeBox) -> R {
    let Some(source) = this.get::<Source>() else {
        return Err(cx.stop_iteration(Value::NONE));
    };
    let mut index = cx.load(this, &this.state)?.as_small_int().unwrap_or(0) as usize;
    let unwanted = |token: &ListedToken| matches!(token.kind, number::COMMENT | number::NL);
    while !source.extra && source.list.tokens.get(index).is_some_and(unwanted) {
        index += 1;
    }
    let Some(token) = source.list.tokens.get(index) else {
        return match &source.list.error {
            Some(error) => {
                let error = exception::from_compile_error(cx, error)?;
                Err(cx.raise_in_context(error))
            }
            None => Err(cx.stop_iteration(Value::NONE)),
        };
    };
    cx.store(this, &this.state, Value::index(index + 1))?;
    tuple_of(cx, source, token)
}

fn place(cx: &mut Cx, (line, column): (u32, u32)) -> R {
    cx.tuple(&[Value::index(line as usize), Value::index(column as usize)])
}

fn tuple_of(cx: &mut Cx, source: &Source, token: &ListedToken) -> R {
    let text = source.text.get(token.start..token.end).unwrap_or_default();
    let is_break = matches!(token.kind, number::NEWLINE | number::NL);
    let (mut text, mut to) = (text, token.to);
    if is_break && text == "\n" && source.has_return(token.from.0 as usize) {
        text = "\r\n";
        to.1 += 1;
    }
    let kind = match token.kind {
        number::OP if !source.extra => exact_kind(text),
        kind => kind,
    };
    let line = match token.kind {
        number::ENDMARKER => String::new(),
        _ => source.lines(token.from.0, token.to.0),
    };
    let (text, line) = (cx.str(text)?, cx.str(&line)?);
    let (from, to) = (place(cx, token.from)?, place(cx, to)?);
    cx.tuple(&[Value::index(usize::from(kind)), text, from, to, line])
}
