//! `with` and `async with`.

use ruff_python_ast::{self as ast, Stmt, WithItem};
use ruff_text_size::Ranged;

use super::blocks::BlockKind;
use super::registers::Reg;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::{AwaitContext, Op, SpecialMethod};

impl<'p> Generator<'p> {
    pub(super) fn with_stmt(&mut self, with: &'p ast::StmtWith) -> Result<()> {
        self.with_items(&with.items, with.is_async, &with.body)
    }

    /// Enters the first item, compiles the others and the body inside it, and leaves it.
    fn with_items(
        &mut self,
        items: &'p [WithItem],
        is_async: bool,
        body: &'p [Stmt],
    ) -> Result<()> {
        let Some((item, inner)) = items.split_first() else {
            return self.body(body);
        };
        let range = item.context_expr.range();
        let before = self.at(range);
        let end = self.label();
        let exit = self.enter_context(item, is_async)?;
        let (exit, entered) = (exit, exit.offset(2));

        let handler = self.handler();
        self.push_block(BlockKind::With {
            exit,
            is_async,
            range,
        });
        let outer = self.enter_handler(handler);
        if let Some(target) = &item.optional_vars {
            self.assign(target, entered)?;
        }
        self.unit.range = before;
        self.nested(|this| this.with_items(inner, is_async, body))?;
        self.unit.handler = outer;
        self.pop_block();
        self.unit.range = Some(range);
        self.call_exit(exit, is_async);
        self.emit(Op::Jump, (end,));

        let exc = self.place_handler(handler);
        self.handling(exc, |this| {
            let suppress = this.temp();
            this.emit(Op::WithExceptStart, (suppress, exit, exc));
            let mut suppressed = suppress;
            if is_async {
                suppressed = this.await_value(suppress, AwaitContext::AsyncExit);
            }
            let swallow = this.label();
            this.emit(Op::JumpIfTrue, (suppressed, swallow));
            // The line is that where the exception was raised.
            let line = this.unit.range.take();
            this.emit(Op::Reraise, (exc,));
            this.unit.range = line;
            this.place(swallow);
            this.done_handling();
            this.emit(Op::Jump, (end,));
            Ok(())
        })?;
        self.place(end);
        self.unit.range = before;
        Ok(())
    }

    /// Evaluates the context manager and enters it. In a window of three: the exit function, its
    /// self, and what entering returned.
    fn enter_context(&mut self, item: &'p WithItem, is_async: bool) -> Result<Reg> {
        let (enter, exit) = if is_async {
            (SpecialMethod::AsyncEnter, SpecialMethod::AsyncExit)
        } else {
            (SpecialMethod::Enter, SpecialMethod::Exit)
        };
        let window = self.unit.registers.take(3);
        let entered = window.offset(2);
        let mark = self.unit.registers.mark();
        let manager = self.operand(&item.context_expr)?;
        self.emit(Op::LoadSpecial, (window, manager, exit as u32));
        let callee = self.unit.registers.take(2);
        self.emit(Op::LoadSpecial, (callee, manager, enter as u32));
        self.emit(Op::CallMethod, (entered, callee, 0u32));
        if is_async {
            let result = self.await_value(entered, AwaitContext::AsyncEnter);
            self.move_to(result, entered);
        }
        self.unit.registers.release(mark);
        Ok(window)
    }

    /// Calls the exit function without an exception.
    pub(super) fn call_exit(&mut self, exit: Reg, is_async: bool) {
        let mark = self.unit.registers.mark();
        let callee = self.unit.registers.take(5);
        self.emit(Op::Move, (callee, exit));
        self.emit(Op::Move, (callee.offset(1), exit.offset(1)));
        for argument in 2..5 {
            self.load_const_to(Const::None, callee.offset(argument));
        }
        self.emit(Op::CallMethod, (callee, callee, 3u32));
        if is_async {
            self.await_value(callee, AwaitContext::AsyncExit);
        }
        self.unit.registers.release(mark);
    }
}
