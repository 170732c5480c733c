//! `compile`: source text to code objects.

use super::namespaces::caller;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::bytes::Bytes;
use crate::objects::code::{self, CodeObject};
use crate::objects::exception;
use crate::objects::str::{self, Str};
use crate::protocol::{buffer, codec, is_instance, path, type_name, warning};
use crate::runtime::source_text;
use crate::stdlib::_ast;
use crate::value::Value;
use tython_compiler::code::CodeFlags;
use tython_compiler::codegen::{self, Compiled};
use tython_compiler::parse::{self, CompileError, Mode};
use tython_compiler::source::{self, Origin};

/// The flags of `compile` beside those of `__future__`, with CPython's values.
mod flag {
    pub(super) const DONT_IMPLY_DEDENT: u32 = 0x200;
    pub(super) const ONLY_AST: u32 = 0x400;
    pub(super) const IGNORE_COOKIE: u32 = 0x800;
    pub(super) const TYPE_COMMENTS: u32 = 0x1000;
    pub(super) const ALLOW_TOP_LEVEL_AWAIT: u32 = 0x2000;
    pub(super) const ALLOW_INCOMPLETE_INPUT: u32 = 0x4000;
    pub(super) const OPTIMIZED_AST: u32 = 0x8000;
    /// Flags that once said something.
    pub(super) const NESTED: u32 = 0x10;
    pub(super) const ALL: u32 = DONT_IMPLY_DEDENT
        | ONLY_AST
        | IGNORE_COOKIE
        | TYPE_COMMENTS
        | ALLOW_TOP_LEVEL_AWAIT
        | ALLOW_INCOMPLETE_INPUT
        | OPTIMIZED_AST
        | NESTED
        | super::CodeFlags::FUTURES.0;
}

/// How to compile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) mode: Mode,
    /// As `compile` takes them.
    pub(super) flags: u32,
    pub(super) optimize: u8,
    /// Whether the code's own variables are its globals.
    pub(super) names_are_globals: bool,
}

/// The `__future__` features of the calling code, as flags.
pub(super) fn inherited_flags(cx: &mut Cx) -> u32 {
    caller(cx).map_or(0, |fr| fr.code().code.flags.0 & CodeFlags::FUTURES.0)
}

/// The text of source code that is a string, bytes, or what has a buffer.
fn text_of(cx: &mut Cx, source: Value, filename: &str, function: &str, kinds: &str) -> R<String> {
    if let Some(string) = cx.payload::<Str>(source)? {
        let text = match string.text().to_string() {
            Some(text) => text,
            // Surrogates: the codec knows what to say of them.
            None => str::to_string(codec::encode(cx, string, None, None)?),
        };
        let text = source::check(source::normalise(text), filename, Origin::Object);
        return or_raise(cx, text);
    }
    match buffer::contents(cx, source)? {
        Some(bytes) => {
            let text = source_text::decode(cx, &bytes, filename, Origin::Object)?;
            or_raise(cx, text)
        }
        None => Err(cx.type_error(format_args!(
            "{function}() arg 1 must be a string, bytes or {kinds} object"
        ))),
    }
}

fn or_raise<T>(cx: &mut Cx, result: Result<T, CompileError>) -> R<T> {
    match result {
        Ok(value) => Ok(value),
        Err(error) => {
            let exception = exception::from_compile_error(cx, &error)?;
            Err(cx.raise_in_context(exception))
        }
    }
}

/// Compiles what a function (named in messages, with the kinds of object that it takes beside text) was
/// given as source code.
///
/// # Errors
/// SyntaxError and its like, and TypeError if it is no text.
pub(super) fn compile_source(
    cx: &mut Cx,
    source: Value,
    filename: &str,
    way: Way,
    (function, kinds): (&str, &str),
) -> R<&'static CodeObject> {
    let mut text = text_of(cx, source, filename, function, kinds)?;
    if function == "eval" {
        let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
        text.drain(..indent);
    }
    let generation = codegen::Options {
        optimize: way.optimize,
        names_are_globals: way.names_are_globals,
    };
    let compiled = codegen::compile(text, filename, way.options(), generation);
    finished(cx, compiled, filename)
}

/// The code object of what the compiler made.
fn finished(
    cx: &mut Cx,
    compiled: Result<Compiled, CompileError>,
    filename: &str,
) -> R<&'static CodeObject> {
    let Compiled { code, warnings } = or_raise(cx, compiled)?;
    for found in &warnings {
        warning::of_compiler(cx, found, filename)?;
    }
    code::new(cx, &code)
}

impl Way {
    /// What the parser has to know.
    fn options(self) -> parse::Options {
        let has = |flag: u32| self.flags & flag != 0;
        parse::Options {
            mode: self.mode,
            future: parse::Future {
                annotations: has(CodeFlags::FUTURE_ANNOTATIONS.0),
                barry_as_flufl: has(CodeFlags::FUTURE_BARRY_AS_BDFL.0),
            },
            top_level_await: has(flag::ALLOW_TOP_LEVEL_AWAIT),
            dont_imply_dedent: has(flag::DONT_IMPLY_DEDENT),
            allow_incomplete_input: has(flag::ALLOW_INCOMPLETE_INPUT),
            of_tree: false,
        }
    }
}

/// The syntax tree of source code.
fn tree_of(cx: &mut Cx, source: Value, filename: &str, way: Way) -> R {
    if is_instance(cx, source, &_ast::AST)? {
        return _ast::checked(cx, source, way.mode);
    }
    let text = text_of(cx, source, filename, "compile", "AST")?;
    let tree = _ast::of_text(cx, text, filename, way.options());
    or_raise(cx, tree)?
}

/// Compiles a syntax tree.
fn compile_tree(cx: &mut Cx, tree: Value, filename: &str, way: Way) -> R<&'static CodeObject> {
    let generation = codegen::Options {
        optimize: way.optimize,
        names_are_globals: way.names_are_globals,
    };
    let compiled = _ast::compile(cx, tree, filename, way.options(), generation)?;
    finished(cx, compiled, filename)
}

/// The name of a file: a string, bytes, or what has `__fspath__`.
fn filename_of(cx: &mut Cx, filename: Value) -> R<String> {
    let path = path::fspath(cx, filename)?;
    match cx.payload::<Bytes>(path)? {
        Some(bytes) => Ok(String::from_utf8_lossy(bytes.as_slice()).into_owned()),
        None => Ok(str::to_string(path)),
    }
}

/// Compile source into a code object that can be executed by exec() or eval().
///
/// The source code may represent a Python module, statement or expression.
/// The filename will be used for run-time error messages.
/// The mode must be 'exec' to compile a module, 'single' to compile a
/// single (interactive) statement, or 'eval' to compile an expression.
/// The flags argument, if present, controls which future statements influence
/// the compilation of the code.
/// The dont_inherit argument, if true, stops the compilation inheriting
/// the effects of any future statements in effect in the code calling
/// compile; if absent or false these statements do influence the compilation,
/// in addition to any features explicitly specified.
#[native(
    module = "builtins",
    "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)"
)]
fn compile(
    cx: &mut Cx,
    source: Value,
    filename: Value,
    mode: Value,
    flags: i32,
    dont_inherit: bool,
    optimize: i32,
    _feature_version: i32,
) -> R {
    let filename = filename_of(cx, filename)?;
    let Some(mode) = cx.payload::<Str>(mode)? else {
        let class = type_name(cx, mode)?;
        return Err(cx.type_error(format_args!(
            "compile() argument 'mode' must be str, not {class}"
        )));
    };
    let mut flags = flags as u32;
    if flags & !flag::ALL != 0 {
        return Err(cx.value_error(format_args!("compile(): unrecognised flags")));
    }
    let optimize = match optimize {
        -1 => 0,
        0..=2 => optimize as u8,
        _ => return Err(cx.value_error(format_args!("compile(): invalid optimize value"))),
    };
    if !dont_inherit {
        flags |= inherited_flags(cx);
    }
    let way = Way {
        mode: mode_of(
            cx,
            &str::to_string(mode.value()),
            flags & flag::ONLY_AST != 0,
        )?,
        flags,
        optimize,
        names_are_globals: false,
    };
    if flags & flag::ONLY_AST != 0 {
        return tree_of(cx, source, &filename, way);
    }
    if source.is::<CodeObject>() {
        return Ok(source);
    }
    let code = if is_instance(cx, source, &_ast::AST)? {
        compile_tree(cx, source, &filename, way)?
    } else {
        compile_source(cx, source, &filename, way, ("compile", "AST"))?
    };
    Ok(code.value())
}

fn mode_of(cx: &mut Cx, mode: &str, only_ast: bool) -> R<Mode> {
    match mode {
        "exec" => Ok(Mode::Exec),
        "eval" => Ok(Mode::Eval),
        "single" => Ok(Mode::Single),
        "func_type" if !only_ast => Err(cx.value_error(format_args!(
            "compile() mode 'func_type' requires flag PyCF_ONLY_AST"
        ))),
        _ if only_ast => Err(cx.value_error(format_args!(
            "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
        ))),
        _ => Err(cx.value_error(format_args!(
            "compile() mode must be 'exec', 'eval' or 'single'"
        ))),
    }
}
