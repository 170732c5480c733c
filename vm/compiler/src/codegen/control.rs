//! `if` and the loops.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::blocks::BlockKind;
use super::registers::Reg;
use super::unit::Label;
use super::{Generator, Result};
use crate::isa::Op;

impl<'p> Generator<'p> {
    pub(super) fn if_stmt(&mut self, conditional: &'p ast::StmtIf) -> Result<()> {
        let end = self.label();
        self.if_clause(Some(&conditional.test), &conditional.body, end)?;
        for clause in &conditional.elif_else_clauses {
            self.unit.range = Some(clause.range);
            self.if_clause(clause.test.as_ref(), &clause.body, end)?;
        }
        self.place(end);
        Ok(())
    }

    /// One `if`, `elif` or `else` clause; what follows is the next one.
    fn if_clause(&mut self, test: Option<&'p Expr>, body: &'p [Stmt], end: Label) -> Result<()> {
        let next = self.label();
        if let Some(test) = test {
            match self.known_truth(test) {
                Some(false) => return Ok(()),
                Some(true) => {}
                None => self.jump_if(test, false, next)?,
            }
        }
        self.body(body)?;
        self.emit(Op::Jump, (end,));
        self.place(next);
        Ok(())
    }

    pub(super) fn while_stmt(&mut self, while_loop: &'p ast::StmtWhile) -> Result<()> {
        let (exhausted, end) = (self.label(), self.label());
        if self.known_truth(&while_loop.test) == Some(false) {
            return self.body(&while_loop.orelse);
        }
        let start = self.label_here();
        if self.known_truth(&while_loop.test).is_none() {
            self.jump_if(&while_loop.test, false, exhausted)?;
        }
        self.in_block(BlockKind::Loop { next: start, end }, |this| {
            this.body(&while_loop.body)
        })?;
        self.emit(Op::JumpBack, (start,));
        self.place(exhausted);
        self.body(&while_loop.orelse)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn for_stmt(&mut self, for_loop: &'p ast::StmtFor) -> Result<()> {
        let (exhausted, end) = (self.label(), self.label());
        let iterator = self.temp();
        self.ranged(for_loop.iter.range(), |this| {
            let mark = this.unit.registers.mark();
            let iterable = this.iterable(&for_loop.iter)?;
            this.emit(Op::GetIter, (iterator, iterable));
            this.unit.registers.release(mark);
            Ok(())
        })?;
        let start = self.label_here();
        self.ranged(for_loop.iter.range(), |this| {
            this.for_iter(&for_loop.target, iterator, exhausted)
        })?;
        self.in_block(BlockKind::Loop { next: start, end }, |this| {
            this.body(&for_loop.body)
        })?;
        self.unit.range = Some(for_loop.iter.range());
        self.emit(Op::JumpBack, (start,));
        self.place(exhausted);
        self.body(&for_loop.orelse)?;
        self.place(end);
        Ok(())
    }

    /// The iterable of a loop: a display of constants is one constant.
    fn iterable(&mut self, iterable: &'p Expr) -> Result<Reg> {
        match self.constant_elements(iterable) {
            Some(constant) => Ok(self.load_const(constant)),
            None => self.operand(iterable),
        }
    }

    /// Takes the next value of the iterator and assigns it.
    pub(super) fn for_iter(
        &mut self,
        target: &'p Expr,
        iterator: Reg,
        exhausted: Label,
    ) -> Result<()> {
        if let Expr::Name(name) = target
            && let Some(reg) = self.local_target(&name.id)
        {
            self.emit(Op::ForIter, (reg, iterator, exhausted));
            return Ok(());
        }
        let mark = self.unit.registers.mark();
        let value = self.temp();
        self.emit(Op::ForIter, (value, iterator, exhausted));
        self.assign(target, value)?;
        self.unit.registers.release(mark);
        Ok(())
    }

    pub(super) fn async_for_stmt(&mut self, for_loop: &'p ast::StmtFor) -> Result<()> {
        let end_label = self.label();
        let iterator = self.temp();
        self.ranged(for_loop.iter.range(), |this| {
            let mark = this.unit.registers.mark();
            let iterable = this.operand(&for_loop.iter)?;
            this.emit(Op::GetAiter, (iterator, iterable));
            this.unit.registers.release(mark);
            Ok(())
        })?;
        let start = self.label_here();
        self.unit.range = Some(for_loop.iter.range());
        let (value, end) = self.next_async(iterator);
        self.assign(&for_loop.target, value)?;
        let block = BlockKind::Loop {
            next: start,
            end: end_label,
        };
        self.in_block(block, |this| this.body(&for_loop.body))?;
        self.unit.range = Some(for_loop.iter.range());
        self.emit(Op::JumpBack, (start,));
        self.end_async_for(end);
        self.body(&for_loop.orelse)?;
        self.place(end_label);
        Ok(())
    }
}
