//! The symbol table: which name means what in which scope.
//!
//! Python decides at compile time whether a name is a local variable, a cell shared with inner
//! functions, a free variable of an outer one, or global. [`SymbolTable::build`] walks the tree
//! once, opening a [`Scope`] wherever Python does, and then resolves every name from the outermost
//! scope inwards. It raises the errors that CPython's symbol table and compiler raise.
//!
//! # For the code generator
//!
//! - [`SymbolTable::scope_of`] finds the scope that a node opens; a node may open several: a
//!   generic function has its type parameters' scope, its annotations' and its body's.
//! - [`Scope::lookup`] tells what a name, as written in the source, means there.
//! - Comprehensions are inlined as in PEP 709 where [`Scope::inlined`] says so. In an inlined one
//!   `Local` and `Cell` names are its own: give them registers (and cells) apart from those of the
//!   enclosing function, though they may have the same names. Its `Free` names are what they are in
//!   the enclosing function: a local variable there stays one, for the comprehension's sake it is
//!   not a cell. In a class body they come from around the class, not from its namespace. The
//!   enclosing scope lists the names too (as CPython's `symtable` does), if it has not got its own.
//!
//! # For the `symtable` module
//!
//! [`Scope::symbols`] keeps names in order of first appearance, with the flags of
//! [`SymbolFlags`], whose numbers are those of CPython's `_symtable`.

mod build;
mod checks;
mod future;
mod mangle;
mod resolve;
mod scope;
mod symbol;

pub use scope::{Scope, ScopeId, ScopeKind};
pub use symbol::{Resolution, Symbol, SymbolFlags};

use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::FxHashMap;

use crate::parse::{CompileError, Phase, Program};

/// All scopes of a program.
#[derive(Debug)]
pub struct SymbolTable {
    scopes: Vec<Scope>,
    by_node: FxHashMap<(TextRange, ScopeKind), ScopeId>,
    /// Where the imports from `__future__` end.
    futures_end: TextSize,
}

impl SymbolTable {
    /// Finds the scopes of a program and what their names mean, and checks the program for what
    /// can be found out without running it.
    ///
    /// Sets [`Program::future`] and adds to [`Program::warnings`].
    ///
    /// # Errors
    ///
    /// The first error that CPython reports after parsing: names that are used before they are
    /// declared global, parameters given twice, `return` outside a function, and so on.
    pub fn build(program: &mut Program) -> Result<Self, CompileError> {
        let table = Self::scopes_only(program)?;
        let warnings = program.walk(|| checks::check(program, &table))?;
        program.warnings.extend(warnings);
        Ok(table)
    }

    /// The scopes only, as Python's `symtable` module wants them: without the errors that CPython
    /// finds while it generates code.
    ///
    /// # Errors
    ///
    /// Those of CPython's symbol table.
    pub fn scopes_only(program: &mut Program) -> Result<Self, CompileError> {
        let (future, futures_end) = future::features(program)?;
        program.future = future;
        let collected = program.walk(|| {
            let mut collected = build::collect(program)?;
            resolve::resolve(&mut collected.scopes)
                .map_err(|problem| declaration_error(program, &collected.directives, problem))?;
            Ok(collected)
        })?;
        Ok(Self {
            scopes: collected.scopes,
            by_node: collected.by_node,
            futures_end,
        })
    }

    /// The scope of the whole program.
    pub fn top(&self) -> &Scope {
        &self.scopes[0]
    }

    /// A scope by its number.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }

    /// The scope of this kind that the node opens.
    ///
    /// | scope | node |
    /// | --- | --- |
    /// | `Module` | the program's `Mod` |
    /// | `Function`, `Class`, `Lambda`, comprehensions | the statement or expression |
    /// | `TypeParameters` | the generic `def`, `class` or `type` statement |
    /// | `Annotations` | the `def` statement, or the `class` around the annotated names; the module's are [`Scope::annotations`] of [`SymbolTable::top`] |
    /// | `TypeAlias` | the `type` statement |
    /// | `TypeVarBound`, `TypeVarDefault` | the type parameter |
    pub fn scope_of(&self, node: &impl Ranged, kind: ScopeKind) -> Option<&Scope> {
        let id = self.by_node.get(&(node.range(), kind))?;
        Some(self.scope(*id))
    }

    /// All scopes, outer ones before inner ones.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }
}

fn declaration_error(
    program: &Program,
    directives: &resolve::Directives,
    problem: resolve::BadDeclaration,
) -> CompileError {
    let key = (problem.scope, problem.name);
    let range = directives.get(&key).copied().unwrap_or_default();
    let mut error = program.error(range, problem.message);
    error.phase = Phase::SymbolTable;
    error
}
