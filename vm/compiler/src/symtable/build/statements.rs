//! Statements.

use ruff_python_ast::{self as ast, ExprContext, Pattern, Stmt};
use ruff_text_size::TextRange;

use super::{Builder, Result};
use crate::symtable::{ScopeKind, SymbolFlags};

impl Builder<'_> {
    /// The statements of a block.
    pub(super) fn body(&mut self, body: &[Stmt]) -> Result {
        body.iter()
            .try_for_each(|statement| self.statement(statement))
    }

    /// Walks what may not run.
    fn conditionally(&mut self, walk: impl FnOnce(&mut Self) -> Result) -> Result {
        let outer = std::mem::replace(&mut self.state().conditional, true);
        walk(self)?;
        self.state().conditional = outer;
        Ok(())
    }

    fn statement(&mut self, statement: &Stmt) -> Result {
        match statement {
            Stmt::FunctionDef(it) => self.function(it),
            Stmt::ClassDef(it) => self.class(it),
            Stmt::TypeAlias(it) => self.type_alias(it),
            Stmt::Return(it) => {
                if let Some(value) = &it.value {
                    self.expression(value)?;
                    self.scope_mut().returns_value = true;
                }
                Ok(())
            }
            Stmt::Delete(it) => self.expressions(&it.targets),
            Stmt::Assign(it) => {
                self.expressions(&it.targets)?;
                self.expression(&it.value)
            }
            Stmt::AugAssign(it) => {
                self.expression(&it.target)?;
                self.expression(&it.value)
            }
            Stmt::AnnAssign(it) => self.annotated(it),
            Stmt::Raise(it) => {
                self.optional(it.exc.as_deref())?;
                self.optional(it.cause.as_deref())
            }
            Stmt::Assert(it) => {
                self.expression(&it.test)?;
                self.optional(it.msg.as_deref())
            }
            Stmt::Import(it) => self.aliases(&it.names),
            Stmt::ImportFrom(it) => self.aliases(&it.names),
            Stmt::Global(it) => self.global(it),
            Stmt::Nonlocal(it) => self.nonlocal(it),
            Stmt::Expr(it) => self.expression(&it.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => {
                Ok(())
            }
            Stmt::For(_)
            | Stmt::While(_)
            | Stmt::If(_)
            | Stmt::With(_)
            | Stmt::Match(_)
            | Stmt::Try(_) => self.compound(statement),
        }
    }

    /// Statements whose blocks may not run.
    fn compound(&mut self, statement: &Stmt) -> Result {
        match statement {
            Stmt::For(it) => {
                self.expression(&it.target)?;
                self.expression(&it.iter)?;
                self.conditionally(|this| {
                    this.body(&it.body)?;
                    this.body(&it.orelse)
                })
            }
            Stmt::While(it) => {
                self.expression(&it.test)?;
                self.conditionally(|this| {
                    this.body(&it.body)?;
                    this.body(&it.orelse)
                })
            }
            Stmt::If(it) => {
                self.expression(&it.test)?;
                self.conditionally(|this| {
                    this.body(&it.body)?;
                    it.elif_else_clauses.iter().try_for_each(|clause| {
                        this.optional(clause.test.as_ref())?;
                        this.body(&clause.body)
                    })
                })
            }
            Stmt::With(it) => self.conditionally(|this| {
                it.items.iter().try_for_each(|item| {
                    this.expression(&item.context_expr)?;
                    this.optional(item.optional_vars.as_deref())
                })?;
                this.body(&it.body)
            }),
            Stmt::Match(it) => {
                self.expression(&it.subject)?;
                self.conditionally(|this| {
                    it.cases.iter().try_for_each(|case| {
                        this.pattern(&case.pattern)?;
                        this.optional(case.guard.as_deref())?;
                        this.body(&case.body)
                    })
                })
            }
            Stmt::Try(it) => self.conditionally(|this| {
                this.body(&it.body)?;
                it.handlers
                    .iter()
                    .try_for_each(|handler| this.handler(handler))?;
                this.body(&it.orelse)?;
                this.body(&it.finalbody)
            }),
            _ => Ok(()),
        }
    }

    fn handler(&mut self, handler: &ast::ExceptHandler) -> Result {
        let ast::ExceptHandler::ExceptHandler(handler) = handler;
        self.optional(handler.type_.as_deref())?;
        if let Some(name) = &handler.name {
            self.bind(name, SymbolFlags::LOCAL, handler.range)?;
        }
        self.body(&handler.body)
    }

    /// `x: int` and `x: int = 1`.
    fn annotated(&mut self, statement: &ast::StmtAnnAssign) -> Result {
        match &*statement.target {
            ast::Expr::Name(name) => {
                let flags = self.flags(&name.id);
                let declared = SymbolFlags::GLOBAL | SymbolFlags::NONLOCAL;
                let local = self.scope().kind != ScopeKind::Module;
                self.check_name(&name.id, ExprContext::Store, name.range)?;
                if flags.intersects(declared) && local && statement.simple {
                    let kind = declaration(flags);
                    let message = format!("annotated name '{}' can't be {kind}", name.id);
                    return self.error(statement.range, message);
                }
                if statement.simple {
                    let flags = SymbolFlags::ANNOTATED | SymbolFlags::LOCAL;
                    self.define(&name.id, flags, name.range)?;
                } else if statement.value.is_some() {
                    self.define(&name.id, SymbolFlags::LOCAL, name.range)?;
                }
            }
            target => self.expression(target)?,
        }
        self.variable_annotation(&statement.annotation)?;
        self.optional(statement.value.as_deref())
    }

    fn aliases(&mut self, names: &[ast::Alias]) -> Result {
        names.iter().try_for_each(|alias| {
            if alias.asname.is_none() && &*alias.name == "*" {
                if self.scope().kind == ScopeKind::Module {
                    return Ok(());
                }
                return self.error(alias.range, "import * only allowed at module level");
            }
            let name = match &alias.asname {
                Some(name) => name.as_str(),
                None => alias.name.split('.').next().unwrap_or_default(),
            };
            self.bind(name, SymbolFlags::IMPORT, alias.range)
        })
    }

    fn global(&mut self, statement: &ast::StmtGlobal) -> Result {
        statement
            .names
            .iter()
            .try_for_each(|name| self.declare(name, SymbolFlags::GLOBAL, statement.range))
    }

    fn nonlocal(&mut self, statement: &ast::StmtNonlocal) -> Result {
        statement
            .names
            .iter()
            .try_for_each(|name| self.declare(name, SymbolFlags::NONLOCAL, statement.range))
    }

    /// Declares a name global or nonlocal, which it must not have been used before.
    fn declare(&mut self, name: &str, declared: SymbolFlags, range: TextRange) -> Result {
        let before = self.flags(name);
        let kind = declaration(declared);
        let message = if before.intersects(SymbolFlags::PARAMETER) {
            format!("name '{name}' is parameter and {kind}")
        } else if before.intersects(SymbolFlags::USE) {
            format!("name '{name}' is used prior to {kind} declaration")
        } else if before.intersects(SymbolFlags::ANNOTATED) {
            format!("annotated name '{name}' can't be {kind}")
        } else if before.intersects(SymbolFlags::LOCAL) {
            format!("name '{name}' is assigned to before {kind} declaration")
        } else {
            self.define(name, declared, range)?;
            self.record_directive(name, range);
            return Ok(());
        };
        self.error(range, message)
    }

    fn pattern(&mut self, pattern: &Pattern) -> Result {
        match pattern {
            Pattern::MatchValue(it) => self.expression(&it.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(it) => self.patterns(&it.patterns),
            Pattern::MatchMapping(it) => {
                self.expressions(&it.keys)?;
                self.patterns(&it.patterns)?;
                self.capture(it.rest.as_ref(), it.range)
            }
            Pattern::MatchClass(it) => {
                self.expression(&it.cls)?;
                self.patterns(&it.arguments.patterns)?;
                it.arguments.keywords.iter().try_for_each(|keyword| {
                    self.check_name(&keyword.attr, ExprContext::Store, keyword.range)
                })?;
                it.arguments
                    .keywords
                    .iter()
                    .try_for_each(|keyword| self.pattern(&keyword.pattern))
            }
            Pattern::MatchStar(it) => self.capture(it.name.as_ref(), it.range),
            Pattern::MatchAs(it) => {
                if let Some(pattern) = &it.pattern {
                    self.pattern(pattern)?;
                }
                self.capture(it.name.as_ref(), it.range)
            }
            Pattern::MatchOr(it) => self.patterns(&it.patterns),
        }
    }

    fn patterns(&mut self, patterns: &[Pattern]) -> Result {
        patterns
            .iter()
            .try_for_each(|pattern| self.pattern(pattern))
    }

    /// A name that a pattern binds.
    fn capture(&mut self, name: Option<&ast::Identifier>, range: TextRange) -> Result {
        match name {
            Some(name) => self.bind(name, SymbolFlags::LOCAL, range),
            None => Ok(()),
        }
    }
}

fn declaration(flags: SymbolFlags) -> &'static str {
    if flags.intersects(SymbolFlags::GLOBAL) {
        "global"
    } else {
        "nonlocal"
    }
}
