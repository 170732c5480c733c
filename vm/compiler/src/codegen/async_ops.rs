//! `yield`, `yield from`, `await`, and what asynchronous iteration is made of.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::registers::Reg;
use super::unit::HandlerId;
use super::{Generator, Result};
use crate::code::{CodeFlags, Const};
use crate::isa::{AwaitContext, Op};

impl<'p> Generator<'p> {
    /// A `yield`, `yield from` or `await` expression.
    pub(super) fn suspension(&mut self, expr: &'p Expr, dst: Reg) -> Result<()> {
        match expr {
            Expr::Yield(yielded) => {
                let value = match &yielded.value {
                    Some(value) => self.operand(value)?,
                    None => self.load_const(Const::None),
                };
                self.yield_value(dst, value);
            }
            Expr::YieldFrom(delegation) => {
                let iterable = self.operand(&delegation.value)?;
                let base = self.unit.registers.take(2);
                self.emit(Op::GetYieldFromIter, (base, iterable));
                self.delegate(base);
                self.move_to(base.offset(1), dst);
            }
            Expr::Await(awaited) => {
                let awaitable = self.operand(&awaited.value)?;
                let result = self.await_value(awaitable, AwaitContext::Await);
                self.move_to(result, dst);
            }
            _ => return Err(self.program.error(expr.range(), "invalid syntax")),
        }
        Ok(())
    }

    /// `dst = yield value`
    pub(super) fn yield_value(&mut self, dst: Reg, value: Reg) {
        if !self.unit.flags.has(CodeFlags::ASYNC_GENERATOR) {
            self.emit(Op::Yield, (dst, value));
            return;
        }
        let wrapped = self.temp();
        self.emit(Op::AsyncGenWrap, (wrapped, value));
        self.emit(Op::Yield, (dst, wrapped));
    }

    /// Awaits; returns the register of the result, a new temporary.
    pub(super) fn await_value(&mut self, awaitable: Reg, context: AwaitContext) -> Reg {
        let base = self.unit.registers.take(2);
        self.emit(Op::GetAwaitable, (base, awaitable, context as u32));
        self.delegate(base);
        base.offset(1)
    }

    /// Delegates to the iterator in `base` until it ends; its result is left in `base + 1`.
    fn delegate(&mut self, base: Reg) {
        let value = base.offset(1);
        self.load_const_to(Const::None, value);
        let done = self.label();
        let again = self.label_here();
        self.emit(Op::Send, (value, base, done));
        let cleanup = self.handler();
        let before = self.enter_handler(cleanup);
        self.emit(Op::YieldFrom, (value, value, base));
        self.unit.handler = before;
        self.emit(Op::Jump, (again,));
        let exc = self.place_handler(cleanup);
        self.emit(Op::CleanupThrow, (value, exc));
        self.place(done);
    }

    /// The next value of an asynchronous iterator, in a new temporary; the end of the iteration is
    /// raised to the handler returned.
    pub(super) fn next_async(&mut self, iterator: Reg) -> (Reg, HandlerId) {
        let end = self.handler();
        let before = self.enter_handler(end);
        let base = self.unit.registers.take(2);
        self.emit(Op::GetAnext, (base, iterator));
        self.delegate(base);
        self.unit.handler = before;
        (base.offset(1), end)
    }

    /// Places the code that runs at the end of an asynchronous iteration: it goes on here.
    pub(super) fn end_async_for(&mut self, end: HandlerId) {
        let exc = self.place_handler(end);
        self.emit(Op::EndAsyncFor, (exc,));
    }
}
