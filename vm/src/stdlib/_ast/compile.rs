//! Code of trees. `_ast_compile`, which is written in Python, checks the tree, writes it as text, and
//! notes where in the text each node is; the text is compiled, and the code gets the nodes' own places.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::list::{self, List};
use crate::objects::str;
use crate::objects::tuple::Tuple;
use crate::protocol::{attribute, call_values};
use crate::runtime::import;
use crate::value::Value;
use tython_compiler::code::{Places, Position};
use tython_compiler::codegen::{self, Compiled};
use tython_compiler::parse::{self, CompileError, Mode};

/// Compiles a tree; inside, what the compiler says of it.
pub(crate) fn compile(
    cx: &mut Cx,
    tree: Value,
    filename: &str,
    options: parse::Options,
    generation: codegen::Options,
) -> R<Result<Compiled, CompileError>> {
    let key = name!(cx, "prepared")?;
    let prepared = call_library(cx, key, tree, options.mode)?;
    let parts = prepared.cast::<Tuple>().map(|parts| parts.as_slice());
    let Some([text, places]) = parts else {
        return Err(cx.system_error(format_args!("the tree was not prepared")));
    };
    let places = places_of(cx, *places)?;
    let options = parse::Options {
        allow_incomplete_input: false,
        dont_imply_dedent: false,
        of_tree: true,
        ..options
    };
    let compiled = codegen::compile(str::to_string(*text), filename, options, generation);
    Ok(match compiled {
        Ok(compiled) => Ok(Compiled {
            code: places.relocate(&compiled.code),
            ..compiled
        }),
        Err(error) => Err(places.relocate_error(error)),
    })
}

/// The tree, if it has the root that the mode asks for.
///
/// # Errors
/// TypeError.
pub(crate) fn checked(cx: &mut Cx, tree: Value, mode: Mode) -> R {
    let key = name!(cx, "checked")?;
    call_library(cx, key, tree, mode)
}

/// Calls a function of `_ast_compile`.
fn call_library(cx: &mut Cx, function: Value, tree: Value, mode: Mode) -> R {
    let mode = cx.str(match mode {
        Mode::Exec => "exec",
        Mode::Eval => "eval",
        Mode::Single => "single",
    })?;
    let module = import::module(cx, "_ast_compile")?;
    let function = attribute::get(cx, module, function)?;
    call_values(cx, function, &[tree, mode])
}

/// Eight numbers for each node: its place in the text, and its own.
fn places_of(cx: &mut Cx, numbers: Value) -> R<Places> {
    let mut places = Places::default();
    let numbers = match numbers.cast::<List>() {
        Some(numbers) => list::to_vec(cx, numbers)?,
        None => Vec::new(),
    };
    let numbers = numbers
        .iter()
        .map(|it| it.as_small_int().unwrap_or(0) as u32);
    let numbers: Vec<u32> = numbers.collect();
    for entry in numbers.chunks_exact(8) {
        let position = |from: usize| Position {
            line: entry[from],
            column: entry[from + 1],
            end_line: entry[from + 2],
            end_column: entry[from + 3],
        };
        places.enter(position(0), position(4));
    }
    Ok(places)
}
