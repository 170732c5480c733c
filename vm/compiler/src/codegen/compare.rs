//! Comparisons as values.

use ruff_python_ast::{self as ast, CmpOp, Expr};

use super::arithmetic::small_int;
use super::expr::Value;
use super::registers::Reg;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::Op;

impl<'p> Generator<'p> {
    pub(super) fn compare(
        &mut self,
        compare: &'p ast::ExprCompare,
        want: Option<Reg>,
    ) -> Result<Value> {
        if let ([op], [right]) = (&*compare.ops, &*compare.comparators) {
            return self.single_compare(&compare.left, *op, right, want);
        }
        self.through_temp(want, |this, dst| {
            let end = this.label();
            this.compare_chain(compare, |this, op, left, right, last| {
                this.emit_compare(op, dst, left, right);
                if !last {
                    this.emit(Op::JumpIfFalse, (dst, end));
                }
            })?;
            this.place(end);
            Ok(())
        })
    }

    fn single_compare(
        &mut self,
        left: &'p Expr,
        op: CmpOp,
        right: &'p Expr,
        want: Option<Reg>,
    ) -> Result<Value> {
        let mark = self.unit.registers.mark();
        let left = self.pinned(left, &[right])?;
        let right = self.compared(op, right)?;
        let right = self.loaded_operand(op, right);
        self.unit.registers.release(mark);
        let dst = want.unwrap_or_else(|| self.temp());
        self.emit_compare(op, dst, left, right);
        Ok(Value::Reg(dst))
    }

    /// `not (a is b)` and the like, as the opposite comparison.
    pub(super) fn negated_compare(
        &mut self,
        compare: &'p ast::ExprCompare,
        want: Option<Reg>,
    ) -> Result<Option<Value>> {
        match (&*compare.ops, &*compare.comparators) {
            ([op @ (CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn)], [right]) => self
                .single_compare(&compare.left, op.negate(), right, want)
                .map(Some),
            _ => Ok(None),
        }
    }

    /// Evaluates the operands of a chain `a < b < c` one by one, each once, and lets `step` emit
    /// each comparison; it is told which one is the last.
    pub(super) fn compare_chain(
        &mut self,
        compare: &'p ast::ExprCompare,
        mut step: impl FnMut(&mut Self, CmpOp, Reg, Compared, bool),
    ) -> Result<()> {
        let later: Vec<&Expr> = compare.comparators.iter().collect();
        let mut left = self.pinned(&compare.left, &later)?;
        for (place, (op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            let last = place + 1 == compare.ops.len();
            if last {
                let right = self.compared(*op, right)?;
                let right = self.compare_operand(*op, right);
                step(self, *op, left, right, true);
            } else {
                let right = self.pinned(right, &later[place + 1..])?;
                step(self, *op, left, Compared::Reg(right), false);
                left = right;
            }
        }
        Ok(())
    }

    /// Evaluates the right operand of a comparison: a display that is only searched need not be
    /// made anew.
    fn compared(&mut self, op: CmpOp, right: &'p Expr) -> Result<Value> {
        if matches!(op, CmpOp::In | CmpOp::NotIn) {
            if let Some(constant) = self.constant_elements(right) {
                return Ok(Value::Const(constant));
            }
            if let Expr::List(list) = right {
                return self.tuple(&list.elts, None);
            }
        }
        self.eval(right, None)
    }

    /// The right operand of the last comparison of a chain: an immediate if it fits.
    pub(super) fn compare_operand(&mut self, op: CmpOp, right: Value) -> Compared {
        if matches!(op, CmpOp::Is | CmpOp::IsNot) && matches!(right, Value::Const(Const::None)) {
            return Compared::None;
        }
        self.loaded_operand(op, right)
    }

    /// As `compare_operand`, with `None` loaded too.
    fn loaded_operand(&mut self, op: CmpOp, right: Value) -> Compared {
        match small_int(&right).filter(|_| immediate(op).is_some()) {
            Some(small) => Compared::Immediate(small),
            None => Compared::Reg(self.materialize(right)),
        }
    }

    fn emit_compare(&mut self, op: CmpOp, dst: Reg, left: Reg, right: Compared) {
        match right {
            Compared::Reg(right) => self.emit(plain(op), (dst, left, right)),
            Compared::Immediate(right) => {
                self.emit(immediate(op).unwrap_or(Op::EqInt), (dst, left, right));
            }
            Compared::None => {
                let mark = self.unit.registers.mark();
                let none = self.load_const(Const::None);
                self.emit(plain(op), (dst, left, none));
                self.unit.registers.release(mark);
            }
        }
    }
}

/// The right operand of a comparison.
#[derive(Clone, Copy)]
pub(super) enum Compared {
    Reg(Reg),
    Immediate(i32),
    /// `None`, of an identity test; not loaded.
    None,
}

fn plain(op: CmpOp) -> Op {
    match op {
        CmpOp::Eq => Op::Eq,
        CmpOp::NotEq => Op::Ne,
        CmpOp::Lt => Op::Lt,
        CmpOp::LtE => Op::Le,
        CmpOp::Gt => Op::Gt,
        CmpOp::GtE => Op::Ge,
        CmpOp::Is => Op::Is,
        CmpOp::IsNot => Op::IsNot,
        CmpOp::In => Op::In,
        CmpOp::NotIn => Op::NotIn,
    }
}

fn immediate(op: CmpOp) -> Option<Op> {
    Some(match op {
        CmpOp::Eq => Op::EqInt,
        CmpOp::NotEq => Op::NeInt,
        CmpOp::Lt => Op::LtInt,
        CmpOp::LtE => Op::LeInt,
        CmpOp::Gt => Op::GtInt,
        CmpOp::GtE => Op::GeInt,
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => return None,
    })
}
