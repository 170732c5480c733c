//! Conditions: `and`, `or`, `not`, comparisons and conditional expressions, as jumps and as values.

use ruff_python_ast::{self as ast, BoolOp, CmpOp, Expr, UnaryOp};
use ruff_text_size::Ranged;

use super::compare::Compared;
use super::expr::Value;
use super::registers::Reg;
use super::unit::Label;
use super::{Generator, Result, fold};
use crate::code::Const;
use crate::isa::Op;

impl<'p> Generator<'p> {
    /// Jumps to `target` if the truth of the expression is `truth`; else goes on.
    pub(super) fn jump_if(&mut self, expr: &'p Expr, truth: bool, target: Label) -> Result<()> {
        let mark = self.unit.registers.mark();
        self.nested(|this| {
            this.ranged(expr.range(), |this| this.jump_if_inner(expr, truth, target))
        })?;
        self.unit.registers.release(mark);
        Ok(())
    }

    fn jump_if_inner(&mut self, expr: &'p Expr, truth: bool, target: Label) -> Result<()> {
        match expr {
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => {
                self.jump_if(&unary.operand, !truth, target)
            }
            Expr::BoolOp(bool_op) => self.jump_if_bool_op(bool_op, truth, target),
            Expr::If(conditional) => {
                let (orelse, end) = (self.label(), self.label());
                self.jump_if(&conditional.test, false, orelse)?;
                self.jump_if(&conditional.body, truth, target)?;
                self.emit(Op::Jump, (end,));
                self.place(orelse);
                self.jump_if(&conditional.orelse, truth, target)?;
                self.place(end);
                Ok(())
            }
            Expr::Compare(compare) => self.jump_if_compare(compare, truth, target),
            _ => {
                let value = self.eval(expr, None)?;
                self.jump_if_value(value, truth, target);
                Ok(())
            }
        }
    }

    fn jump_if_value(&mut self, value: Value, truth: bool, target: Label) {
        if let Value::Const(value) = &value
            && let Some(known) = fold::truth(value)
        {
            if known == truth {
                self.emit(Op::Jump, (target,));
            }
            return;
        }
        let value = self.materialize(value);
        self.emit(
            if truth {
                Op::JumpIfTrue
            } else {
                Op::JumpIfFalse
            },
            (value, target),
        );
    }

    fn jump_if_bool_op(
        &mut self,
        bool_op: &'p ast::ExprBoolOp,
        truth: bool,
        target: Label,
    ) -> Result<()> {
        let Some((last, others)) = bool_op.values.split_last() else {
            return Ok(());
        };
        // The truth of one operand that decides the whole.
        let decisive = bool_op.op == BoolOp::Or;
        let end = self.label();
        let decided = if decisive == truth { target } else { end };
        for value in others {
            self.jump_if(value, decisive, decided)?;
        }
        self.jump_if(last, truth, target)?;
        self.place(end);
        Ok(())
    }

    fn jump_if_compare(
        &mut self,
        compare: &'p ast::ExprCompare,
        truth: bool,
        target: Label,
    ) -> Result<()> {
        let end = self.label();
        let if_false = if truth { end } else { target };
        self.compare_chain(compare, |this, op, left, right, last| {
            if last {
                this.emit_compare_jump(op, truth, left, right, target);
            } else {
                this.emit_compare_jump(op, false, left, right, if_false);
            }
        })?;
        self.place(end);
        Ok(())
    }

    fn emit_compare_jump(
        &mut self,
        op: CmpOp,
        truth: bool,
        left: Reg,
        right: Compared,
        target: Label,
    ) {
        let right = match right {
            Compared::Immediate(right) => {
                if let Some(op) = immediate_jump(op, truth) {
                    self.emit(op, (left, right, target));
                }
                return;
            }
            Compared::None => {
                let none = truth == (op == CmpOp::Is);
                self.emit(
                    if none {
                        Op::JumpIfNone
                    } else {
                        Op::JumpIfNotNone
                    },
                    (left, target),
                );
                return;
            }
            Compared::Reg(right) => right,
        };
        match (op, truth) {
            (CmpOp::Is | CmpOp::IsNot, _) => {
                let same = truth == (op == CmpOp::Is);
                self.emit(
                    if same { Op::JumpIfIs } else { Op::JumpIfIsNot },
                    (left, right, target),
                );
            }
            (CmpOp::In | CmpOp::NotIn, _) => {
                let result = self.temp();
                self.emit(Op::In, (result, left, right));
                let truth = truth == (op == CmpOp::In);
                self.emit(
                    if truth {
                        Op::JumpIfTrue
                    } else {
                        Op::JumpIfFalse
                    },
                    (result, target),
                );
            }
            _ => {
                if let Some(op) = plain_jump(op, truth) {
                    self.emit(op, (left, right, target));
                }
            }
        }
    }

    /// `a and b`, `a or b` as a value: the operand that decides.
    pub(super) fn bool_value(
        &mut self,
        bool_op: &'p ast::ExprBoolOp,
        want: Option<Reg>,
    ) -> Result<Value> {
        let Some((last, others)) = bool_op.values.split_last() else {
            return Ok(Value::Const(Const::None));
        };
        let decisive = bool_op.op == BoolOp::Or;
        let op = if decisive {
            Op::JumpIfTrue
        } else {
            Op::JumpIfFalse
        };
        self.through_temp(want, |this, dst| {
            let end = this.label();
            for operand in others {
                let mark = this.unit.registers.mark();
                let value = this.eval(operand, Some(dst))?;
                if let Value::Const(value) = &value
                    && let Some(truth) = fold::truth(value)
                {
                    if truth == decisive {
                        this.load_const_to(value.clone(), dst);
                        this.place(end);
                        return Ok(());
                    }
                    continue;
                }
                this.put(value, dst);
                this.emit(op, (dst, end));
                this.unit.registers.release(mark);
            }
            this.eval_to(last, dst)?;
            this.place(end);
            Ok(())
        })
    }

    /// `body if test else orelse`
    pub(super) fn conditional_value(
        &mut self,
        conditional: &'p ast::ExprIf,
        want: Option<Reg>,
    ) -> Result<Value> {
        self.computed(want, |this, dst| {
            let (orelse, end) = (this.label(), this.label());
            this.jump_if(&conditional.test, false, orelse)?;
            this.eval_to(&conditional.body, dst)?;
            this.emit(Op::Jump, (end,));
            this.place(orelse);
            this.eval_to(&conditional.orelse, dst)?;
            this.place(end);
            Ok(())
        })
    }

    /// As `computed`, for what writes its result more than once: `want` only if it is a temporary,
    /// so that a variable changes at the end only.
    pub(super) fn through_temp(
        &mut self,
        want: Option<Reg>,
        compute: impl FnOnce(&mut Self, Reg) -> Result<()>,
    ) -> Result<Value> {
        self.computed(want.filter(|want| want.is_temp()), compute)
    }
}

fn plain_jump(op: CmpOp, truth: bool) -> Option<Op> {
    Some(match (op, truth) {
        (CmpOp::Eq, true) => Op::JumpIfEq,
        (CmpOp::Eq, false) => Op::JumpIfNotEq,
        (CmpOp::NotEq, true) => Op::JumpIfNe,
        (CmpOp::NotEq, false) => Op::JumpIfNotNe,
        (CmpOp::Lt, true) => Op::JumpIfLt,
        (CmpOp::Lt, false) => Op::JumpIfNotLt,
        (CmpOp::LtE, true) => Op::JumpIfLe,
        (CmpOp::LtE, false) => Op::JumpIfNotLe,
        (CmpOp::Gt, true) => Op::JumpIfGt,
        (CmpOp::Gt, false) => Op::JumpIfNotGt,
        (CmpOp::GtE, true) => Op::JumpIfGe,
        (CmpOp::GtE, false) => Op::JumpIfNotGe,
        (CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn, _) => return None,
    })
}

fn immediate_jump(op: CmpOp, truth: bool) -> Option<Op> {
    Some(match (op, truth) {
        (CmpOp::Eq, true) => Op::JumpIfEqInt,
        (CmpOp::Eq, false) => Op::JumpIfNotEqInt,
        (CmpOp::NotEq, true) => Op::JumpIfNeInt,
        (CmpOp::NotEq, false) => Op::JumpIfNotNeInt,
        (CmpOp::Lt, true) => Op::JumpIfLtInt,
        (CmpOp::Lt, false) => Op::JumpIfNotLtInt,
        (CmpOp::LtE, true) => Op::JumpIfLeInt,
        (CmpOp::LtE, false) => Op::JumpIfNotLeInt,
        (CmpOp::Gt, true) => Op::JumpIfGtInt,
        (CmpOp::Gt, false) => Op::JumpIfNotGtInt,
        (CmpOp::GtE, true) => Op::JumpIfGeInt,
        (CmpOp::GtE, false) => Op::JumpIfNotGeInt,
        (CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn, _) => return None,
    })
}
