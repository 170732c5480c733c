//! `try` with `except` and `finally`.

use ruff_python_ast::{self as ast, ExceptHandler, Stmt};
use ruff_text_size::Ranged;

use super::blocks::BlockKind;
use super::registers::Reg;
use super::{Generator, Result};
use crate::isa::Op;

impl<'p> Generator<'p> {
    pub(super) fn try_stmt(&mut self, try_stmt: &'p ast::StmtTry) -> Result<()> {
        if try_stmt.finalbody.is_empty() {
            return self.try_except(try_stmt);
        }
        self.try_finally(&try_stmt.finalbody, |this| {
            if try_stmt.handlers.is_empty() {
                this.body(&try_stmt.body)
            } else {
                this.try_except(try_stmt)
            }
        })
    }

    /// `try: ... finally: ...`; the `finally` body is compiled once for each way there.
    pub(super) fn try_finally(
        &mut self,
        finalbody: &'p [Stmt],
        inner: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let end = self.label();
        let handler = self.handler();
        self.push_block(BlockKind::Finally { body: finalbody });
        let outer = self.enter_handler(handler);
        inner(self)?;
        self.unit.handler = outer;
        self.pop_block();
        self.body(finalbody)?;
        self.emit(Op::Jump, (end,));

        let exc = self.place_handler(handler);
        self.handling(exc, |this| {
            this.body(finalbody)?;
            this.unit.range = finalbody.last().map(Ranged::range);
            this.emit(Op::Reraise, (exc,));
            Ok(())
        })?;
        self.place(end);
        Ok(())
    }

    /// Compiles `inner` as code that runs while `exc` is being handled. `inner` may go on by
    /// itself, having emitted `PopExcInfo` by [`Self::done_handling`]; what it raises ends the
    /// handling too.
    pub(super) fn handling(
        &mut self,
        exc: Reg,
        inner: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let saved = self.temp();
        let range = self.unit.range.take();
        self.emit(Op::PushExcInfo, (saved, exc));
        self.unit.range = range;
        let cleanup = self.handler();
        self.push_block(BlockKind::Handling { saved, exc });
        let outer = self.enter_handler(cleanup);
        inner(self)?;
        self.unit.handler = outer;
        self.pop_block();
        let range = self.unit.range.take();
        let again = self.place_handler(cleanup);
        self.forget_handled(saved, exc);
        self.emit(Op::Reraise, (again,));
        self.unit.range = range;
        Ok(())
    }

    /// Ends the handling of the innermost exception, in the normal course.
    pub(super) fn done_handling(&mut self) {
        if let Some(block) = self.unit.blocks.last()
            && let BlockKind::Handling { saved, exc } = block.kind
        {
            self.forget_handled(saved, exc);
        }
    }

    /// Nothing is left of the exception that was handled, so that it can go.
    pub(super) fn forget_handled(&mut self, saved: Reg, exc: Reg) {
        self.emit(Op::PopExcInfo, (saved,));
        self.emit(Op::Clear, (exc,));
    }

    fn try_except(&mut self, try_stmt: &'p ast::StmtTry) -> Result<()> {
        let end = self.label();
        let handler = self.handler();
        let outer = self.enter_handler(handler);
        self.body(&try_stmt.body)?;
        self.unit.handler = outer;
        self.body(&try_stmt.orelse)?;
        self.emit(Op::Jump, (end,));

        let exc = self.place_handler(handler);
        self.handling(exc, |this| {
            for ExceptHandler::ExceptHandler(clause) in &try_stmt.handlers {
                let mark = this.unit.registers.mark();
                this.unit.range = Some(clause.range);
                let next = this.label();
                if let Some(class_expr) = &clause.type_ {
                    let class = this.operand(class_expr)?;
                    this.emit(Op::JumpIfNoMatch, (exc, class, next));
                }
                this.except_clause(clause, exc)?;
                this.unit.range = None;
                this.done_handling();
                this.emit(Op::Jump, (end,));
                this.place(next);
                this.unit.registers.release(mark);
            }
            // In the line of the last clause, which did not match.
            this.unit.range = try_stmt.handlers.last().map(Ranged::range);
            this.emit(Op::Reraise, (exc,));
            Ok(())
        })?;
        self.place(end);
        Ok(())
    }

    fn except_clause(
        &mut self,
        clause: &'p ast::ExceptHandlerExceptHandler,
        exc: Reg,
    ) -> Result<()> {
        match &clause.name {
            Some(name) => {
                self.store_name(&name.id, exc);
                self.named_clause(&name.id, |this| this.body(&clause.body))
            }
            None => self.body(&clause.body),
        }
    }

    /// Compiles the body of a clause whose name is unbound at its end, whatever happens.
    pub(super) fn named_clause(
        &mut self,
        name: &'p str,
        body: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let end = self.label();
        let cleanup = self.handler();
        self.push_block(BlockKind::Name(name));
        let outer = self.enter_handler(cleanup);
        body(self)?;
        self.unit.handler = outer;
        self.pop_block();
        self.unit.range = None;
        self.forget_name(name);
        self.emit(Op::Jump, (end,));
        let exc = self.place_handler(cleanup);
        self.forget_name(name);
        self.emit(Op::Reraise, (exc,));
        self.place(end);
        Ok(())
    }
}
