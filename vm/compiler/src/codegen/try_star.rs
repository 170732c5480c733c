//! `try` with `except*`.
//!
//! Each clause takes from the exception group what it matches; what the clauses raise, and what is
//! left of the group, is collected in a list and raised at the end.

use ruff_python_ast::{self as ast, ExceptHandler};

use super::blocks::BlockKind;
use super::registers::Reg;
use super::{Generator, Result};
use crate::isa::Op;

impl<'p> Generator<'p> {
    pub(super) fn try_star(&mut self, try_stmt: &'p ast::StmtTry) -> Result<()> {
        if try_stmt.finalbody.is_empty() {
            return self.try_except_star(try_stmt);
        }
        self.try_finally(&try_stmt.finalbody, |this| this.try_except_star(try_stmt))
    }

    fn try_except_star(&mut self, try_stmt: &'p ast::StmtTry) -> Result<()> {
        let end = self.label();
        let handler = self.handler();
        let outer = self.enter_handler(handler);
        self.body(&try_stmt.body)?;
        self.unit.handler = outer;
        self.body(&try_stmt.orelse)?;
        self.emit(Op::Jump, (end,));

        let original = self.place_handler(handler);
        self.handling(original, |this| {
            this.unit.range = try_stmt.handlers.first().map(ruff_text_size::Ranged::range);
            let raised = this.temp();
            this.emit(Op::BuildList, (raised, raised, 0u32));
            // The part that a clause takes, and the rest of the group.
            let parts = this.unit.registers.take(2);
            let rest = parts.offset(1);
            this.move_to(original, rest);
            for ExceptHandler::ExceptHandler(clause) in &try_stmt.handlers {
                this.unit.range = Some(clause.range);
                this.star_clause(clause, parts, raised)?;
            }
            this.unit.range = None;
            this.emit(Op::ListAppend, (raised, rest));
            this.emit(Op::PrepReraiseStar, (raised, original, raised));
            let handled = this.label();
            this.emit(Op::JumpIfNone, (raised, handled));
            this.done_handling();
            // As from outside the handling, which has ended.
            let inside = this.unit.handler;
            this.unit.handler = outer;
            this.emit(Op::Reraise, (raised,));
            this.unit.handler = inside;
            this.place(handled);
            this.done_handling();
            this.emit(Op::Jump, (end,));
            Ok(())
        })?;
        self.place(end);
        Ok(())
    }

    /// One clause: `parts` are the part that it takes and the rest of the group.
    fn star_clause(
        &mut self,
        clause: &'p ast::ExceptHandlerExceptHandler,
        parts: Reg,
        raised: Reg,
    ) -> Result<()> {
        let mark = self.unit.registers.mark();
        let next = self.label();
        if let Some(class) = &clause.type_ {
            let class = self.operand(class)?;
            self.emit(Op::MatchGroup, (parts, parts.offset(1), class));
        }
        self.emit(Op::JumpIfNone, (parts, next));
        // While the clause runs its part is being handled, since `MatchGroup`; what it raises is kept.
        let failed = self.handler();
        self.push_block(BlockKind::ExceptStar);
        let outer = self.enter_handler(failed);
        match &clause.name {
            Some(name) => {
                self.store_name(&name.id, parts);
                self.named_clause(&name.id, |this| this.body(&clause.body))?;
            }
            None => self.body(&clause.body)?,
        }
        self.unit.handler = outer;
        self.pop_block();
        self.unit.range = None;
        self.emit(Op::Jump, (next,));
        let exc = self.place_handler(failed);
        self.emit(Op::ListAppend, (raised, exc));
        self.place(next);
        self.unit.registers.release(mark);
        Ok(())
    }
}
