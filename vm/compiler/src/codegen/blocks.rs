//! Blocks: what `break`, `continue` and `return` have to leave on their way.

use ruff_python_ast::Stmt;
use ruff_text_size::TextRange;

use super::registers::Reg;
use super::unit::{HandlerId, Label};
use super::{Generator, Result};
use crate::isa::Op;

/// A statement that is being compiled, and that has to be left properly.
#[derive(Clone, Copy)]
pub(super) struct Block<'p> {
    pub(super) kind: BlockKind<'p>,
    /// The handler of the code around the statement.
    pub(super) outer: Option<HandlerId>,
}

#[derive(Clone, Copy)]
pub(super) enum BlockKind<'p> {
    /// A loop.
    Loop { next: Label, end: Label },
    /// The body of a `try` with a `finally`: leaving it runs the `finally` body.
    Finally { body: &'p [Stmt] },
    /// Code that runs while an exception is being handled: leaving it ends that.
    Handling { saved: Reg, exc: Reg },
    /// The name of an `except` clause.
    Name(&'p str),
    /// A `with` item; the window holds its exit function and self.
    With {
        exit: Reg,
        is_async: bool,
        range: TextRange,
    },
    /// The clauses of `except*`: they cannot be left.
    ExceptStar,
}

impl<'p> Generator<'p> {
    /// Enters a block whose outside has the current handler.
    pub(super) fn push_block(&mut self, kind: BlockKind<'p>) {
        let outer = self.unit.handler;
        self.unit.blocks.push(Block { kind, outer });
    }

    pub(super) fn pop_block(&mut self) {
        self.unit.blocks.pop();
    }

    /// Compiles `inner` in a block.
    pub(super) fn in_block(
        &mut self,
        kind: BlockKind<'p>,
        inner: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        self.push_block(kind);
        let result = inner(self);
        self.pop_block();
        result
    }

    /// Leaves all blocks, for `return`, keeping a value: returns where it is now.
    pub(super) fn unwind_all(&mut self, value: Option<Reg>) -> Result<Option<Reg>> {
        let runs_code = |block: &Block<'_>| {
            matches!(block.kind, BlockKind::Finally { .. } | BlockKind::Name(_))
        };
        let mut kept = value;
        if let Some(reg) = value
            && !reg.is_temp()
            && self.unit.blocks.iter().any(runs_code)
        {
            let copy = self.temp();
            self.move_to(reg, copy);
            kept = Some(copy);
        }
        self.unwind(0)?;
        Ok(kept)
    }

    /// Leaves the blocks down to a height: emits what each asks for. What follows the jump or
    /// return is in the blocks still.
    fn unwind(&mut self, height: usize) -> Result<()> {
        let (blocks, handler) = (self.unit.blocks.clone(), self.unit.handler);
        let range = self.unit.range;
        while self.unit.blocks.len() > height {
            let Some(block) = self.unit.blocks.pop() else {
                break;
            };
            self.unit.handler = block.outer;
            self.leave(block.kind)?;
            self.unit.range = range;
        }
        // The jump itself raises nothing.
        self.unit.blocks = blocks;
        self.unit.handler = handler;
        Ok(())
    }

    fn leave(&mut self, kind: BlockKind<'p>) -> Result<()> {
        match kind {
            BlockKind::Loop { .. } | BlockKind::ExceptStar => Ok(()),
            BlockKind::Finally { body } => self.body(body),
            BlockKind::Handling { saved, exc } => {
                self.forget_handled(saved, exc);
                Ok(())
            }
            BlockKind::Name(name) => {
                self.unit.range = None;
                self.forget_name(name);
                Ok(())
            }
            BlockKind::With {
                exit,
                is_async,
                range,
            } => {
                self.unit.range = Some(range);
                self.call_exit(exit, is_async);
                Ok(())
            }
        }
    }

    pub(super) fn break_stmt(&mut self) -> Result<()> {
        let Some((height, _, end)) = self.innermost_loop() else {
            return self.no_loop("break");
        };
        self.unwind(height)?;
        self.emit(Op::Jump, (end,));
        Ok(())
    }

    pub(super) fn continue_stmt(&mut self) -> Result<()> {
        let Some((height, next, _)) = self.innermost_loop() else {
            return self.no_loop("continue");
        };
        self.unwind(height)?;
        self.emit(Op::JumpBack, (next,));
        Ok(())
    }

    /// The innermost loop: the number of blocks up to it, its labels.
    fn innermost_loop(&self) -> Option<(usize, Label, Label)> {
        let blocks = self.unit.blocks.iter().enumerate().rev();
        blocks
            .filter_map(|(place, block)| match block.kind {
                BlockKind::Loop { next, end } => Some((place + 1, next, end)),
                _ => None,
            })
            .next()
    }

    fn no_loop(&self, what: &str) -> Result<()> {
        let message = match what {
            "break" => "'break' outside loop",
            _ => "'continue' not properly in loop",
        };
        Err(self
            .program
            .error(self.unit.range.unwrap_or_default(), message))
    }
}
