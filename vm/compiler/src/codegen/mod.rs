//! Syntax tree and scopes to code objects.
//!
//! [`generate`] walks the tree once. Each function, class body, generator expression and lazily
//! evaluated scope becomes a [`Unit`](unit::Unit): instructions over registers that are not numbered
//! yet, with labels for jumps. [`finish`] then improves the unit and makes [`Code`] of it.
//!
//! # How expressions are compiled
//!
//! `eval(expr, want)` yields a `Value`: a constant, not loaded yet (so that folding sees it), or a
//! register. A local variable is used where it lies; whoever evaluates something else before the
//! use asks for `pinned`, which copies a variable that a later operand assigns. Temporaries are a
//! stack: remember `mark`, evaluate, emit, `release`. Where `want` is a variable's register it is
//! written by the last instruction only, so that the variable keeps its value if an exception is
//! raised before.
//!
//! # How statements leave blocks
//!
//! `break`, `continue` and `return` run what the blocks around them ask for (`finally` bodies, exits
//! of `with`, the end of a handler), copied in line: see [`blocks`].

mod annotations;
mod arithmetic;
mod assign;
mod async_ops;
mod blocks;
mod calls;
mod class;
mod compare;
mod comprehension;
mod conditions;
mod containers;
mod control;
mod docstring;
mod emit;
mod expr;
mod finish;
mod flow;
mod fold;
mod function;
mod import;
mod names;
mod pattern;
mod pattern_class;
mod percent;
mod registers;
mod stmt;
mod strings;
mod subscript;
mod try_star;
mod try_stmt;
mod type_params;
mod unit;
mod unparse;
mod with;

use std::collections::BTreeSet;
use std::sync::Arc;

use ruff_text_size::TextRange;
use rustc_hash::FxHashSet;

pub(crate) use self::containers::number_const;
pub(crate) use self::strings::{debug_text, interpolation_text};

use self::unit::Unit;
use crate::code::{Code, Name};
use crate::parse::{self, CompileError, ErrorKind, Phase, Program, Warning};
use crate::symtable::SymbolTable;

/// How deeply expressions, statements and patterns may nest; where CPython gives up depends on its
/// stack, and is between 10,000 and 30,000.
const MAX_DEPTH: u32 = 20_000;
/// One level of nesting takes less than this of the native stack; where less is left, the stack is
/// continued elsewhere.
const STACK_FOR_LEVEL: usize = 128 << 10;
/// The length of such a continuation.
const STACK_SEGMENT: usize = 2 << 20;

/// How to generate code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The `optimize` argument of `compile()`: 1 drops `assert`, 2 drops docstrings too.
    pub optimize: u8,
    /// Whether the program's own variables are the globals, as in a module; code for `exec` with a
    /// locals mapping of its own, and for a class-like namespace, needs false.
    pub names_are_globals: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            optimize: 0,
            names_are_globals: true,
        }
    }
}

/// What [`compile`] yields.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The code.
    pub code: Arc<Code>,
    /// The warnings to issue before it runs.
    pub warnings: Vec<Warning>,
}

/// Compiles a program's text.
///
/// # Errors
///
/// Whatever is wrong with the program, as CPython says it.
pub fn compile(
    text: String,
    filename: &str,
    parse_options: parse::Options,
    options: Options,
) -> Result<Compiled, CompileError> {
    let mut program = parse::parse(text, filename, parse_options)?;
    let table = SymbolTable::build(&mut program)?;
    let code = generate(&program, &table, options)?;
    Ok(Compiled {
        code,
        warnings: std::mem::take(&mut program.warnings),
    })
}

/// Generates the code of a parsed program.
///
/// # Errors
///
/// `RecursionError` for a program that nests too deeply, and errors of programs that exceed what
/// the instructions can number.
pub fn generate(
    program: &Program,
    table: &SymbolTable,
    options: Options,
) -> Result<Arc<Code>, CompileError> {
    let mut interned = FxHashSet::default();
    let name = Name::from("<module>");
    interned.insert(name.clone());
    let unit = Unit::new(unit::UnitKind::Module, table.top(), name.clone(), name);
    let filename = Name::from(program.filename.as_str());
    let has_walrus = program.text.contains(":=");
    let mut generator = Generator {
        program,
        table,
        options,
        filename,
        has_walrus,
        interned,
        unit,
        depth: 0,
        bare_argument: None,
        static_attributes: Vec::new(),
    };
    generator.module()
}

/// An error of the whole program.
fn unplaced(program: &Program, kind: ErrorKind, message: &str) -> CompileError {
    CompileError {
        kind,
        phase: Phase::Compiler,
        message: message.to_owned(),
        filename: program.filename.clone(),
        span: None,
        text: None,
    }
}

type Result<T, E = CompileError> = std::result::Result<T, E>;

/// The state of code generation.
struct Generator<'p> {
    program: &'p Program,
    table: &'p SymbolTable,
    options: Options,
    filename: Name,
    /// Whether the program assigns within expressions at all.
    has_walrus: bool,
    interned: FxHashSet<Name>,
    /// The code object under construction.
    unit: Unit<'p>,
    depth: u32,
    /// The parentheses of the call whose only argument, a generator expression, comes next.
    bare_argument: Option<TextRange>,
    /// The attributes that methods assign on `self`, for each class around the current code.
    static_attributes: Vec<BTreeSet<Name>>,
}

impl<'p> Generator<'p> {
    /// Runs `inner` one level deeper.
    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= MAX_DEPTH {
            let message = "maximum recursion depth exceeded during compilation";
            return Err(unplaced(self.program, ErrorKind::Recursion, message));
        }
        self.depth += 1;
        let result = stacker::maybe_grow(STACK_FOR_LEVEL, STACK_SEGMENT, || inner(self));
        self.depth -= 1;
        result
    }

    /// Compiles another code object; the unit under construction waits. Returns the new code.
    fn in_unit(
        &mut self,
        unit: Unit<'p>,
        inner: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<Arc<Code>> {
        let outer = std::mem::replace(&mut self.unit, unit);
        inner(self)?;
        let unit = std::mem::replace(&mut self.unit, outer);
        self.finish(unit)
    }

    fn finish(&self, unit: Unit<'p>) -> Result<Arc<Code>> {
        finish::finish(self.program, &self.filename, unit).map(Arc::new)
    }

    /// Runs `inner` with the source position set, and sets it back.
    fn ranged<T>(
        &mut self,
        range: TextRange,
        inner: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let before = self.at(range);
        let result = inner(self);
        self.unit.range = before;
        result
    }

    /// The syntax error of something that there are too many of.
    fn too_many(&self, range: TextRange, what: &str) -> CompileError {
        self.program.error(range, format!("too many {what}"))
    }
}
