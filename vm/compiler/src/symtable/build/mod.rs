//! The first pass: walks the tree, opens scopes, and notes how each name is used where.
//!
//! Scopes and names appear in the order in which CPython's symbol table meets them, so that the
//! first of several errors is the same one, and the `symtable` module shows the same lists.

mod annotations;
mod comprehensions;
mod definitions;
mod expressions;
mod statements;

use std::sync::Arc;

use ruff_python_ast::name::Name;
use ruff_python_ast::{self as ast, ExprContext};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use super::mangle::Mangling;
use super::{Resolution, Scope, ScopeId, ScopeKind, Symbol, SymbolFlags};
use crate::parse::{CompileError, Phase, Program};

/// The scopes of a program before names are resolved.
pub(super) struct Collected {
    pub(super) scopes: Vec<Scope>,
    pub(super) by_node: FxHashMap<(TextRange, ScopeKind), ScopeId>,
    /// Where each `global` and `nonlocal` declaration is.
    pub(super) directives: FxHashMap<(ScopeId, Name), TextRange>,
}

/// What is needed of a scope only while it is being built.
#[derive(Debug, Default, Clone)]
struct Building {
    /// How many outermost iterables of comprehensions we are in.
    in_iterable: u32,
    /// In a comprehension's target.
    in_target: bool,
    /// In a branch that may not run.
    conditional: bool,
    /// In an annotation of a function's local variable, which is never evaluated.
    unevaluated: bool,
    /// The scope of the annotations of variables.
    annotations: Option<ScopeId>,
    /// What a type variable's expression is, for messages.
    description: &'static str,
}

/// The state of the walk.
pub(super) struct Builder<'program> {
    program: &'program Program,
    collected: Collected,
    building: Vec<Building>,
    /// The scope being walked.
    current: ScopeId,
    /// The class whose private names are mangled, and which names are.
    mangling: Mangling,
}

type Result<T = ()> = std::result::Result<T, CompileError>;

/// Walks a program.
pub(super) fn collect(program: &Program) -> Result<Collected> {
    let mut builder = Builder {
        program,
        collected: Collected {
            scopes: Vec::new(),
            by_node: FxHashMap::default(),
            directives: FxHashMap::default(),
        },
        building: Vec::new(),
        current: ScopeId(0),
        mangling: Mangling::default(),
    };
    builder.open(ScopeKind::Module, "top", program.tree.range());
    builder.scope_mut().line = 0;
    match &program.tree {
        ast::Mod::Module(module) => builder.body(&module.body)?,
        ast::Mod::Expression(expression) => builder.expression(&expression.body)?,
    }
    Ok(builder.collected)
}

impl Builder<'_> {
    fn scope(&self) -> &Scope {
        &self.collected.scopes[self.current.index()]
    }

    fn scope_mut(&mut self) -> &mut Scope {
        &mut self.collected.scopes[self.current.index()]
    }

    fn state(&mut self) -> &mut Building {
        &mut self.building[self.current.index()]
    }

    fn error<T>(&self, range: TextRange, message: impl Into<String>) -> Result<T> {
        let mut error = self.program.error(range, message);
        error.phase = Phase::SymbolTable;
        Err(error)
    }

    /// Makes a scope inside the current one, without entering it.
    fn create(&mut self, kind: ScopeKind, name: &str, range: TextRange) -> ScopeId {
        let id = ScopeId(u32::try_from(self.collected.scopes.len()).unwrap_or(u32::MAX));
        let parent = (!self.collected.scopes.is_empty()).then_some(self.current);
        let nested = parent.is_some() && {
            let scope = self.scope();
            scope.nested || scope.kind.is_function_like()
        };
        self.collected.scopes.push(Scope {
            id,
            kind,
            name: Name::new(name),
            range,
            line: self.program.location(range.start()).line,
            parent,
            children: Vec::new(),
            nested,
            is_generator: false,
            is_coroutine: false,
            returns_value: false,
            has_varargs: false,
            has_varkeywords: false,
            is_method: false,
            has_docstring: false,
            needs_class_closure: false,
            needs_classdict: false,
            can_see_class_scope: false,
            has_conditional_annotations: false,
            annotations: None,
            inlined: false,
            parameters: Vec::new(),
            mangling: self.mangling.clone(),
            symbols: Vec::new(),
            by_name: FxHashMap::default(),
        });
        self.building.push(Building::default());
        id
    }

    /// Enters a scope that [`Builder::create`] made. Returns the scope to go back to.
    fn enter(&mut self, id: ScopeId) -> ScopeId {
        let outer = self.current;
        // PEP 572: no assignment expression in the outermost iterable of a comprehension, not even
        // in a lambda there.
        self.building[id.index()].in_iterable = self.building[outer.index()].in_iterable;
        let scope = &self.collected.scopes[id.index()];
        let is_annotations = scope.kind == ScopeKind::Annotations;
        if outer != id && !(is_annotations && self.program.future.annotations) {
            self.scope_mut().children.push(id);
        }
        self.current = id;
        outer
    }

    /// Makes a scope, enters it, and makes it known under its node. Returns the scope to go back
    /// to.
    fn open(&mut self, kind: ScopeKind, name: &str, range: TextRange) -> ScopeId {
        let id = self.create(kind, name, range);
        self.collected.by_node.insert((range, kind), id);
        self.enter(id)
    }

    /// Lets the current scope see the names of the class around it.
    fn see_class_scope(&mut self, range: TextRange) -> Result {
        self.scope_mut().can_see_class_scope = true;
        self.define("__classdict__", SymbolFlags::USE, range)
    }

    /// The flags of a name in the current scope.
    fn flags(&self, name: &str) -> SymbolFlags {
        self.flags_in(self.current, name)
    }

    /// The flags of a name in a scope; the name is mangled as in the current one.
    fn flags_in(&self, scope: ScopeId, name: &str) -> SymbolFlags {
        let name = self.mangling.apply(name);
        let symbol = self.collected.scopes[scope.index()].stored(&name);
        symbol.map_or(SymbolFlags::empty(), |symbol| symbol.flags)
    }

    /// Notes a use of a name in the current scope.
    fn define(&mut self, name: &str, flags: SymbolFlags, range: TextRange) -> Result {
        self.define_in(self.current, name, flags, range)
    }

    /// Notes a use of a name in a scope.
    fn define_in(
        &mut self,
        scope: ScopeId,
        name: &str,
        flags: SymbolFlags,
        range: TextRange,
    ) -> Result {
        let name = Name::new(self.mangling.apply(name));
        let before = self.collected.scopes[scope.index()]
            .stored(&name)
            .map_or(SymbolFlags::empty(), |symbol| symbol.flags);
        let twice = |flag| flags.intersects(flag) && before.intersects(flag);
        if twice(SymbolFlags::PARAMETER) {
            let message = format!("duplicate argument '{name}' in function definition");
            return self.error(range, message);
        }
        if twice(SymbolFlags::TYPE_PARAMETER) {
            return self.error(range, format!("duplicate type parameter '{name}'"));
        }
        let mut after = before | flags;
        if self.building[scope.index()].in_target {
            if after.intersects(SymbolFlags::GLOBAL | SymbolFlags::NONLOCAL) {
                let message = format!(
                    "comprehension inner loop cannot rebind assignment expression target '{name}'"
                );
                return self.error(range, message);
            }
            after |= SymbolFlags::COMPREHENSION_ITER;
        }
        self.set_flags(scope, &name, after);
        if flags.intersects(SymbolFlags::PARAMETER) {
            let scope = &mut self.collected.scopes[scope.index()];
            scope.parameters.push(name);
        } else if flags.intersects(SymbolFlags::GLOBAL) {
            let top = self.collected.scopes[0].stored(&name);
            let top = top.map_or(SymbolFlags::empty(), |symbol| symbol.flags);
            self.set_flags(ScopeId(0), &name, top | flags);
        }
        Ok(())
    }

    /// Stores the flags of a name, which is mangled already.
    fn set_flags(&mut self, scope: ScopeId, name: &Name, flags: SymbolFlags) {
        let scope = &mut self.collected.scopes[scope.index()];
        match scope.by_name.get(name) {
            Some(&index) => scope.symbols[index].flags = flags,
            None => {
                scope.by_name.insert(name.clone(), scope.symbols.len());
                scope.symbols.push(Symbol {
                    name: name.clone(),
                    flags,
                    resolution: Resolution::GlobalImplicit,
                });
            }
        }
    }

    /// Remembers where a name is declared `global` or `nonlocal` in the current scope.
    fn record_directive(&mut self, name: &str, range: TextRange) {
        let name = Name::new(self.mangling.apply(name));
        let directives = &mut self.collected.directives;
        directives.entry((self.current, name)).or_insert(range);
    }

    /// A name that is written to or deleted must not be `__debug__`.
    fn check_name(&self, name: &str, context: ExprContext, range: TextRange) -> Result {
        match context {
            ExprContext::Store if name == "__debug__" => {
                self.error(range, "cannot assign to __debug__")
            }
            ExprContext::Del if name == "__debug__" => self.error(range, "cannot delete __debug__"),
            _ => Ok(()),
        }
    }

    /// Notes that a name is bound.
    fn bind(&mut self, name: &str, flags: SymbolFlags, range: TextRange) -> Result {
        self.check_name(name, ExprContext::Store, range)?;
        self.define(name, flags, range)
    }

    /// Walks something in which names are mangled as in the class `name`.
    fn in_class<T>(&mut self, mangling: Mangling, walk: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.mangling, mangling);
        let result = walk(self);
        self.mangling = outer;
        result
    }
}

/// Names of a generic class that are mangled around it.
fn parameter_names(parameters: &ast::TypeParams) -> Arc<FxHashSet<Name>> {
    let names = parameters
        .iter()
        .map(|parameter| parameter.name().id.clone());
    Arc::new(names.collect())
}
