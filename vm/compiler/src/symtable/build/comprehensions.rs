//! Comprehensions, and the assignment expressions in them (PEP 572).

use ruff_python_ast::{Comprehension, Expr};
use ruff_text_size::{Ranged, TextRange};

use super::{Builder, Result};
use crate::symtable::{ScopeId, ScopeKind, SymbolFlags};

/// The parts of any comprehension: its kind, what it yields in the order of evaluation, and its
/// clauses.
type Parts<'tree> = (ScopeKind, [Option<&'tree Expr>; 2], &'tree [Comprehension]);

impl Builder<'_> {
    pub(super) fn comprehension(&mut self, expression: &Expr) -> Result {
        let (kind, elements, clauses): Parts<'_> = match expression {
            Expr::ListComp(it) => (
                ScopeKind::ListComprehension,
                [Some(&*it.elt), None],
                &it.generators,
            ),
            Expr::SetComp(it) => (
                ScopeKind::SetComprehension,
                [Some(&*it.elt), None],
                &it.generators,
            ),
            Expr::DictComp(it) => (
                ScopeKind::DictComprehension,
                [Some(&*it.value), it.key.as_deref()],
                &it.generators,
            ),
            Expr::Generator(it) => (ScopeKind::Generator, [Some(&*it.elt), None], &it.generators),
            _ => return Ok(()),
        };
        let Some((first, rest)) = clauses.split_first() else {
            return Ok(());
        };
        // The outermost iterable is evaluated in the scope around.
        self.state().in_iterable += 1;
        self.expression(&first.iter)?;
        self.state().in_iterable -= 1;

        let node = expression.range();
        let range = self.program.full_range(expression);
        let line = self.program.location(range.start()).line;
        let outer = self.open(kind, kind.default_name(), node);
        self.scope_mut().line = line;
        self.scope_mut().is_coroutine = first.is_async;
        self.define(".0", SymbolFlags::PARAMETER, range)?;
        self.target(&first.target)?;
        self.expressions(&first.ifs)?;
        rest.iter().try_for_each(|clause| self.clause(clause))?;
        self.expressions(elements.into_iter().flatten())?;
        let is_generator = kind == ScopeKind::Generator;
        self.scope_mut().is_generator = is_generator;
        let is_async = self.scope().is_coroutine && !is_generator;
        self.current = outer;
        self.enclose(is_async, range)
    }

    fn target(&mut self, target: &Expr) -> Result {
        self.state().in_target = true;
        self.expression(target)?;
        self.state().in_target = false;
        Ok(())
    }

    fn clause(&mut self, clause: &Comprehension) -> Result {
        self.target(&clause.target)?;
        self.state().in_iterable += 1;
        self.expression(&clause.iter)?;
        self.state().in_iterable -= 1;
        self.expressions(&clause.ifs)?;
        if clause.is_async {
            self.scope_mut().is_coroutine = true;
        }
        Ok(())
    }

    /// An asynchronous comprehension needs something asynchronous around it.
    fn enclose(&mut self, is_async: bool, range: TextRange) -> Result {
        if !is_async {
            return Ok(());
        }
        let allowed = self.in_async_function()
            || self.scope().kind.is_comprehension()
            || (self.program.options.top_level_await && self.scope().kind == ScopeKind::Module);
        if !allowed {
            let message = "asynchronous comprehension outside of an asynchronous function";
            return self.error(range, message);
        }
        self.scope_mut().is_coroutine = true;
        Ok(())
    }

    /// An assignment expression in a comprehension binds its name in the scope around all
    /// comprehensions.
    pub(super) fn named_in_comprehension(&mut self, target: &Expr) -> Result {
        let Expr::Name(name) = target else {
            return Ok(());
        };
        let mut scope = Some(self.current);
        while let Some(id) = scope {
            let found = &self.collected.scopes[id.index()];
            let parent = found.parent;
            if !found.kind.is_comprehension() {
                return self.extend_named(id, &name.id, name.range);
            }
            let flags = self.flags_in(id, &name.id);
            let bound = SymbolFlags::LOCAL | SymbolFlags::GLOBAL;
            if flags.intersects(SymbolFlags::COMPREHENSION_ITER) && flags.intersects(bound) {
                let message = format!(
                    "assignment expression cannot rebind comprehension iteration variable '{}'",
                    name.id
                );
                return self.error(name.range, message);
            }
            scope = parent;
        }
        Ok(())
    }

    /// Binds the name in `scope`, the one around all comprehensions, and declares it in the
    /// current one.
    fn extend_named(&mut self, scope: ScopeId, name: &str, range: TextRange) -> Result {
        let place = match self.collected.scopes[scope.index()].kind {
            ScopeKind::Function | ScopeKind::Lambda => {
                let flags = self.flags_in(scope, name);
                let declared = if flags.intersects(SymbolFlags::GLOBAL) {
                    SymbolFlags::GLOBAL
                } else {
                    SymbolFlags::NONLOCAL
                };
                self.define(name, declared, range)?;
                self.record_directive(name, range);
                return self.define_in(scope, name, SymbolFlags::LOCAL, range);
            }
            ScopeKind::Module => {
                self.define(name, SymbolFlags::GLOBAL, range)?;
                self.record_directive(name, range);
                return self.define_in(scope, name, SymbolFlags::GLOBAL, range);
            }
            ScopeKind::Class => "used in a class body",
            ScopeKind::TypeParameters => "used within the definition of a generic",
            ScopeKind::TypeAlias => "used in a type alias",
            ScopeKind::TypeVarBound | ScopeKind::TypeVarDefault => "used in a TypeVar bound",
            _ => return Ok(()),
        };
        let message = format!("assignment expression within a comprehension cannot be {place}");
        self.error(range, message)
    }
}
