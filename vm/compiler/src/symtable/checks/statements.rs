//! Statements: jumps, blocks, assignment targets, imports.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::{Block, Checker, Result};
use crate::parse::Phase;
use crate::symtable::future;

impl Checker<'_> {
    pub(super) fn body(&mut self, body: &[Stmt]) -> Result {
        body.iter()
            .try_for_each(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &Stmt) -> Result {
        match statement {
            Stmt::FunctionDef(it) => self.function(it),
            Stmt::ClassDef(it) => self.class(it),
            Stmt::TypeAlias(it) => self.type_alias(it),
            Stmt::Return(it) => self.return_(it),
            Stmt::Break(it) => self.jump(it.range, "break", "'break' outside loop"),
            Stmt::Continue(it) => {
                self.jump(it.range, "continue", "'continue' not properly in loop")
            }
            Stmt::For(_) | Stmt::While(_) | Stmt::With(_) | Stmt::Try(_) => self.block(statement),
            Stmt::If(it) => {
                self.expression(&it.test)?;
                self.body(&it.body)?;
                it.elif_else_clauses.iter().try_for_each(|clause| {
                    self.optional(clause.test.as_ref())?;
                    self.body(&clause.body)
                })
            }
            Stmt::Match(it) => self.match_(it),
            Stmt::Assign(it) => {
                self.expression(&it.value)?;
                self.expressions(&it.targets)
            }
            Stmt::AugAssign(it) => {
                self.expression(&it.target)?;
                self.expression(&it.value)
            }
            Stmt::AnnAssign(it) => {
                self.optional(it.value.as_deref())?;
                self.expression(&it.target)?;
                self.annotation(&it.annotation)
            }
            Stmt::Delete(it) => self.expressions(&it.targets),
            Stmt::Expr(it) => self.expression(&it.value),
            Stmt::Raise(it) => {
                self.optional(it.exc.as_deref())?;
                self.optional(it.cause.as_deref())
            }
            Stmt::Assert(it) => self.assert(it),
            Stmt::ImportFrom(_) => self.future_import(statement),
            Stmt::Import(_)
            | Stmt::Global(_)
            | Stmt::Nonlocal(_)
            | Stmt::Pass(_)
            | Stmt::IpyEscapeCommand(_) => Ok(()),
        }
    }

    /// Statements whose bodies are blocks to a jump.
    fn block(&mut self, statement: &Stmt) -> Result {
        match statement {
            Stmt::For(it) => {
                if it.is_async && !self.may_await() {
                    return self.error(it.range, "'async for' outside async function");
                }
                self.expression(&it.iter)?;
                self.loop_(it.range, |this| {
                    this.expression(&it.target)?;
                    this.body(&it.body)
                })?;
                self.body(&it.orelse)
            }
            Stmt::While(it) => {
                self.loop_(it.range, |this| {
                    this.expression(&it.test)?;
                    this.body(&it.body)
                })?;
                self.body(&it.orelse)
            }
            Stmt::With(it) => {
                if it.is_async && !self.may_await() {
                    return self.error(it.range, "'async with' outside async function");
                }
                self.with(&it.items, it)
            }
            Stmt::Try(it) => self.try_(it),
            _ => Ok(()),
        }
    }

    fn loop_(&mut self, range: TextRange, walk: impl FnOnce(&mut Self) -> Result) -> Result {
        let outer = std::mem::replace(&mut self.unit.in_finally, false);
        self.in_block(Block::Loop, range, walk)?;
        self.unit.in_finally = outer;
        Ok(())
    }

    /// Each item of a `with` is a block around the next.
    fn with(&mut self, items: &[ast::WithItem], with: &ast::StmtWith) -> Result {
        let Some((first, rest)) = items.split_first() else {
            return self.body(&with.body);
        };
        self.expression(&first.context_expr)?;
        self.in_block(Block::Other, first.context_expr.range(), |this| {
            this.optional(first.optional_vars.as_deref())?;
            this.with(rest, with)
        })
    }

    fn try_(&mut self, it: &ast::StmtTry) -> Result {
        if it.finalbody.is_empty() {
            return self.try_except(it);
        }
        self.in_block(Block::Other, it.range, |this| this.try_except(it))?;
        let outer = std::mem::replace(&mut self.unit.in_finally, true);
        self.in_block(Block::Other, it.range, |this| this.body(&it.finalbody))?;
        self.unit.in_finally = outer;
        Ok(())
    }

    fn try_except(&mut self, it: &ast::StmtTry) -> Result {
        if it.handlers.is_empty() {
            self.body(&it.body)?;
            return self.body(&it.orelse);
        }
        self.in_block(Block::Other, it.range, |this| this.body(&it.body))?;
        let (block, inner) = if it.is_star {
            (Block::ExceptStar, Block::Other)
        } else {
            (Block::Other, Block::Other)
        };
        self.in_block(block, it.range, |this| {
            let last = it.handlers.len().saturating_sub(1);
            it.handlers
                .iter()
                .enumerate()
                .try_for_each(|(index, handler)| {
                    let ast::ExceptHandler::ExceptHandler(handler) = handler;
                    if handler.type_.is_none() && index < last {
                        return this.error(handler.range, "default 'except:' must be last");
                    }
                    this.optional(handler.type_.as_deref())?;
                    this.in_block(inner, handler.range, |this| this.body(&handler.body))
                })
        })?;
        self.body(&it.orelse)
    }

    fn return_(&mut self, it: &ast::StmtReturn) -> Result {
        if self.unit.in_finally {
            self.warn_early(it.range, "'return' in a 'finally' block");
        }
        if !self.unit.is_function {
            return self.error(it.range, "'return' outside function");
        }
        if it.value.is_some() && self.unit.is_async && self.unit.is_generator {
            return self.error(it.range, "'return' with value in async generator");
        }
        self.optional(it.value.as_deref())?;
        if self.unit.blocks.contains(&Block::ExceptStar) {
            return self.error(it.range, EXCEPT_STAR);
        }
        Ok(())
    }

    /// `break` or `continue`.
    fn jump(&mut self, range: TextRange, name: &str, outside: &str) -> Result {
        if self.unit.in_finally {
            self.warn_early(range, format!("'{name}' in a 'finally' block"));
        }
        let mut blocks = self.unit.blocks.iter().rev();
        match blocks.find(|block| **block != Block::Other) {
            Some(Block::Loop) => Ok(()),
            Some(_) => self.error(range, EXCEPT_STAR),
            None => self.error(range, outside),
        }
    }

    fn assert(&mut self, it: &ast::StmtAssert) -> Result {
        if matches!(&*it.test, Expr::Tuple(tuple) if !tuple.elts.is_empty()) {
            let message = "assertion is always true, perhaps remove parentheses?";
            self.warn(it.range, message);
        }
        self.expression(&it.test)?;
        self.optional(it.msg.as_deref())
    }

    /// Features are imported before anything else.
    fn future_import(&mut self, statement: &Stmt) -> Result {
        match future::import(statement) {
            Some(it) if it.start() > self.table.futures_end => {
                let message = "from __future__ imports must occur at the beginning of the file";
                let mut error = self.program.error(it.range, message);
                error.phase = Phase::SymbolTable;
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Whether `async` statements may be here.
    pub(super) fn may_await(&self) -> bool {
        self.unit.is_async || (self.program.options.top_level_await && !self.unit.is_function)
    }

    pub(super) fn annotation(&mut self, annotation: &Expr) -> Result {
        // Kept as text, or never evaluated.
        if self.program.future.annotations || self.unit.is_function {
            return Ok(());
        }
        let scope = self.table.top();
        self.in_unit(Some(scope), |this| {
            this.unit.is_function = true;
            this.expression(annotation)
        })
    }

    /// Checks a list of targets that is unpacked into.
    pub(super) fn unpacking(&mut self, targets: &[Expr], range: TextRange) -> Result {
        let mut starred = targets
            .iter()
            .enumerate()
            .filter(|(_, it)| it.is_starred_expr());
        let Some((first, _)) = starred.next() else {
            return self.expressions(targets);
        };
        if first >= 256 {
            let message = "too many expressions in star-unpacking assignment";
            return self.error(range, message);
        }
        if starred.next().is_some() {
            return self.error(range, "multiple starred expressions in assignment");
        }
        targets.iter().try_for_each(|target| match target {
            Expr::Starred(starred) => self.expression(&starred.value),
            target => self.expression(target),
        })
    }

    pub(super) fn decorators(&mut self, decorators: &[ast::Decorator]) -> Result {
        let mut decorators = decorators.iter();
        decorators.try_for_each(|decorator| self.expression(&decorator.expression))
    }

    pub(super) fn keywords(&mut self, keywords: &[ast::Keyword]) -> Result {
        let mut seen = rustc_hash::FxHashSet::default();
        keywords.iter().try_for_each(|keyword| match &keyword.arg {
            Some(name) if !seen.insert(&name.id) => self.error(
                keyword.range(),
                format!("keyword argument repeated: {name}"),
            ),
            _ => Ok(()),
        })
    }
}

const EXCEPT_STAR: &str = "'break', 'continue' and 'return' cannot appear in an except* block";
