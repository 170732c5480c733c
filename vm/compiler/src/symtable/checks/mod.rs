//! What CPython's compiler, not its symbol table, rejects or warns of: `return` outside a
//! function, `break` outside a loop, patterns that can never match, and the like.
//!
//! The tree is walked in the order in which code is generated, so that the first of several errors
//! is CPython's. Everything that passes has a meaning that the code generator can rely on.

mod definitions;
mod expressions;
mod keys;
mod literals;
mod patterns;
mod statements;

use ruff_python_ast as ast;
use ruff_text_size::TextRange;

use super::{Scope, ScopeKind, SymbolTable};
use crate::parse::{CompileError, Phase, Program, Warning, WarningKind};

type Result<T = ()> = std::result::Result<T, CompileError>;

/// CPython nests at most so many loops, `with` and `try` blocks in a function.
const MAX_BLOCKS: usize = 21;

/// Checks a program. Returns the warnings to issue.
pub(super) fn check(program: &Program, table: &SymbolTable) -> Result<Vec<Warning>> {
    let mut checker = Checker {
        program,
        table,
        unit: Unit::new(table.top()),
        early: Vec::new(),
        warnings: Vec::new(),
    };
    match &program.tree {
        ast::Mod::Module(module) => checker.body(&module.body)?,
        ast::Mod::Expression(expression) => checker.expression(&expression.body)?,
    }
    checker.early.append(&mut checker.warnings);
    Ok(checker.early)
}

/// A block that a jump may have to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Loop,
    /// The handler of an `except*`, which no jump may leave.
    ExceptStar,
    Other,
}

/// What the walk is inside of: a module, class or function body.
#[derive(Debug, Default)]
struct Unit {
    blocks: Vec<Block>,
    is_function: bool,
    is_async: bool,
    is_generator: bool,
    /// Directly in a `finally` block, which a jump should not leave (PEP 765).
    in_finally: bool,
}

impl Unit {
    fn new(scope: &Scope) -> Self {
        let suspends = scope.is_generator || scope.is_coroutine;
        let wrapped = scope.kind.is_function_like() && suspends;
        Self {
            // CPython wraps the body of a generator or coroutine in a block.
            blocks: if wrapped {
                vec![Block::Other]
            } else {
                Vec::new()
            },
            is_function: scope.kind.is_function_like(),
            is_async: scope.kind == ScopeKind::Function && scope.is_coroutine,
            is_generator: scope.is_generator,
            ..Self::default()
        }
    }
}

struct Checker<'program> {
    program: &'program Program,
    table: &'program SymbolTable,
    unit: Unit,
    /// The warnings that CPython gives before it compiles.
    early: Vec<Warning>,
    warnings: Vec<Warning>,
}

impl Checker<'_> {
    fn error<T>(&self, range: TextRange, message: impl Into<String>) -> Result<T> {
        let mut error = self.program.error(range, message);
        error.phase = Phase::Compiler;
        Err(error)
    }

    fn warn(&mut self, range: TextRange, message: impl Into<String>) {
        let warning = self.warning(range, message.into());
        self.warnings.push(warning);
    }

    /// Warns of what CPython finds in the tree before it compiles.
    fn warn_early(&mut self, range: TextRange, message: impl Into<String>) {
        let warning = self.warning(range, message.into());
        self.early.push(warning);
    }

    fn warning(&self, range: TextRange, message: String) -> Warning {
        Warning {
            kind: WarningKind::Syntax,
            message,
            span: self.program.span(range),
        }
    }

    /// Walks the body of a scope.
    fn in_unit(&mut self, scope: Option<&Scope>, walk: impl FnOnce(&mut Self) -> Result) -> Result {
        let unit = scope.map(Unit::new).unwrap_or_default();
        let outer = std::mem::replace(&mut self.unit, unit);
        walk(self)?;
        self.unit = outer;
        Ok(())
    }

    /// Walks something inside a block.
    fn in_block(
        &mut self,
        block: Block,
        range: TextRange,
        walk: impl FnOnce(&mut Self) -> Result,
    ) -> Result {
        if self.unit.blocks.len() >= MAX_BLOCKS {
            return self.error(range, "too many statically nested blocks");
        }
        self.unit.blocks.push(block);
        walk(self)?;
        self.unit.blocks.pop();
        Ok(())
    }
}
