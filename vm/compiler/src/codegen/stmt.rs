//! Statements: dispatch, modules, and the simple ones.

use std::sync::Arc;

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::unit::{Unit, UnitKind};
use super::{Generator, Result, fold};
use crate::code::{Code, CodeFlags, Const};
use crate::isa::{CommonConstant, Op};
use crate::parse::Mode;

impl<'p> Generator<'p> {
    /// Compiles the whole program.
    pub(super) fn module(&mut self) -> Result<Arc<Code>> {
        let future = self.program.future;
        let flags = &mut self.unit.flags;
        if future.annotations {
            *flags |= CodeFlags::FUTURE_ANNOTATIONS;
        }
        if future.barry_as_flufl {
            *flags |= CodeFlags::FUTURE_BARRY_AS_BDFL;
        }
        self.unit.first_line = 1;
        if self.unit.scope.is_coroutine {
            self.unit.flags |= CodeFlags::COROUTINE;
            if self.unit.scope.is_generator {
                self.unit.flags = CodeFlags(self.unit.flags.0 & !CodeFlags::COROUTINE.0);
                self.unit.flags |= CodeFlags::ASYNC_GENERATOR;
            }
        }
        let program = self.program;
        self.function_entry(TextRange::default(), |this| {
            match program.expression() {
                Some(expression) => {
                    let value = this.operand(expression)?;
                    this.unit.range = Some(expression.range());
                    this.emit(Op::Return, (value,));
                }
                None => this.module_body(program.body())?,
            }
            Ok(())
        })?;
        let scope = self.unit.scope;
        let unit = Unit::new(
            self.unit.kind,
            scope,
            self.unit.name.clone(),
            self.unit.qualname.clone(),
        );
        let unit = std::mem::replace(&mut self.unit, unit);
        self.finish(unit)
    }

    fn module_body(&mut self, body: &'p [Stmt]) -> Result<()> {
        self.unit.range = body.first().map(Ranged::range);
        self.collect_annotations(body);
        self.module_annotations()?;
        self.setup_annotations(body);
        let skip = self.module_docstring(body);
        self.body(&body[skip..])?;
        self.unit.range = body.last().map(Ranged::range);
        self.return_none();
        Ok(())
    }

    /// Stores the docstring; returns the number of statements that it takes.
    fn module_docstring(&mut self, body: &'p [Stmt]) -> usize {
        if self.program.options.mode == Mode::Single || self.program.docstring(body).is_none() {
            return 0;
        }
        if self.options.optimize < 2
            && let Some(docstring) = self.docstring(body)
        {
            let mark = self.unit.registers.mark();
            let value = self.load_const(docstring);
            self.store_name("__doc__", value);
            self.unit.registers.release(mark);
        }
        1
    }

    /// An expression at the prompt, whose value is shown.
    fn interactive(&mut self, expression: &'p ast::StmtExpr) -> Result<()> {
        let mark = self.unit.registers.mark();
        let value = self.operand(&expression.value)?;
        self.unit.range = Some(expression.range);
        self.emit(Op::PrintExpr, (value,));
        self.unit.registers.release(mark);
        Ok(())
    }

    pub(super) fn body(&mut self, body: &'p [Stmt]) -> Result<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    pub(super) fn stmt(&mut self, stmt: &'p Stmt) -> Result<()> {
        let mark = self.unit.registers.mark();
        self.nested(|this| this.ranged(stmt.range(), |this| this.stmt_inner(stmt)))?;
        self.unit.registers.release(mark);
        Ok(())
    }

    fn stmt_inner(&mut self, stmt: &'p Stmt) -> Result<()> {
        match stmt {
            Stmt::Expr(expression)
                if self.unit.kind == UnitKind::Module
                    && self.program.options.mode == Mode::Single =>
            {
                self.interactive(expression)
            }
            Stmt::Expr(expression) => self.expression_stmt(&expression.value),
            Stmt::Assign(assign) => self.assign_stmt(assign),
            Stmt::AugAssign(assign) => self.aug_assign(assign),
            Stmt::AnnAssign(assign) => self.ann_assign(assign),
            Stmt::Delete(delete) => delete
                .targets
                .iter()
                .try_for_each(|target| self.delete(target)),
            Stmt::If(conditional) => self.if_stmt(conditional),
            Stmt::While(while_loop) => self.while_stmt(while_loop),
            Stmt::For(for_loop) if for_loop.is_async => self.async_for_stmt(for_loop),
            Stmt::For(for_loop) => self.for_stmt(for_loop),
            Stmt::With(with) => self.with_stmt(with),
            Stmt::Try(try_stmt) if try_stmt.is_star => self.try_star(try_stmt),
            Stmt::Try(try_stmt) => self.try_stmt(try_stmt),
            Stmt::Match(match_stmt) => self.match_stmt(match_stmt),
            Stmt::Return(returned) => self.return_stmt(returned),
            Stmt::Break(_) => self.break_stmt(),
            Stmt::Continue(_) => self.continue_stmt(),
            Stmt::Raise(raise) => self.raise(raise),
            Stmt::Assert(assert) => self.assert(assert),
            Stmt::FunctionDef(def) => self.function_def(def),
            Stmt::ClassDef(def) => self.class_def(def),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Pass(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::IpyEscapeCommand(_) => Err(self.program.error(stmt.range(), "invalid syntax")),
        }
    }

    fn expression_stmt(&mut self, value: &'p Expr) -> Result<()> {
        if self.literal(value).is_some() {
            return Ok(());
        }
        if let Expr::Named(_) | Expr::Name(_) = value {
            return self.eval_effect(value);
        }
        // A call's value is dropped.
        let dst = self.temp();
        self.eval(value, Some(dst))?;
        Ok(())
    }

    fn raise(&mut self, raise: &'p ast::StmtRaise) -> Result<()> {
        match (&raise.exc, &raise.cause) {
            (None, _) => self.emit(Op::RaiseAgain, ()),
            (Some(exc), None) => {
                let exc = self.operand(exc)?;
                self.emit(Op::Raise, (exc,));
            }
            (Some(exc), Some(cause)) => {
                let exc = self.pinned(exc, &[cause])?;
                let cause = self.operand(cause)?;
                self.emit(Op::RaiseFrom, (exc, cause));
            }
        }
        Ok(())
    }

    fn assert(&mut self, assert: &'p ast::StmtAssert) -> Result<()> {
        if self.options.optimize > 0 {
            return Ok(());
        }
        let end = self.label();
        self.jump_if(&assert.test, true, end)?;
        self.ranged(assert.test.range(), |this| {
            let base = this.temp();
            this.emit(
                Op::LoadCommon,
                (base, CommonConstant::AssertionError as u32),
            );
            if let Some(message) = &assert.msg {
                this.temp();
                this.eval_temp(message)?;
                let test = this.at(assert.range);
                this.call_window(base, base, 1);
                this.unit.range = test;
            }
            this.emit(Op::Raise, (base,));
            Ok(())
        })?;
        self.place(end);
        Ok(())
    }

    fn return_stmt(&mut self, returned: &'p ast::StmtReturn) -> Result<()> {
        let Some(value) = &returned.value else {
            self.unwind_all(None)?;
            self.return_none();
            return Ok(());
        };
        let value = self.eval(value, None)?;
        let constant = match value {
            super::expr::Value::Const(constant) => constant,
            super::expr::Value::Reg(reg) => {
                let reg = self.unwind_all(Some(reg))?.unwrap_or(reg);
                self.emit(Op::Return, (reg,));
                return Ok(());
            }
        };
        self.unwind_all(None)?;
        self.return_const(constant);
        Ok(())
    }

    pub(super) fn return_none(&mut self) {
        self.return_const(Const::None);
    }

    fn return_const(&mut self, value: Const) {
        let number = self.unit.consts.number(value);
        self.emit(Op::ReturnConst, (number,));
    }

    /// The truth of a condition that is known while compiling.
    pub(super) fn known_truth(&self, test: &Expr) -> Option<bool> {
        match test {
            Expr::Name(name) if name.id == "__debug__" => Some(self.options.optimize == 0),
            Expr::UnaryOp(unary) if unary.op == ast::UnaryOp::Not => {
                self.known_truth(&unary.operand).map(|truth| !truth)
            }
            _ => fold::truth(&self.constant(test, 8)?),
        }
    }
}
