//! Binary and unary operators.

use ruff_python_ast::{self as ast, Expr, Operator, UnaryOp};
use ruff_text_size::TextRange;

use super::expr::Value;
use super::registers::Reg;
use super::{Generator, Result, fold};
use crate::code::Const;
use crate::isa::Op;

impl<'p> Generator<'p> {
    /// A binary operator. Long chains (`a + b + c + ...`) lean to the left: they are walked in a
    /// loop, not by recursion.
    pub(super) fn binary(&mut self, expr: &'p Expr, want: Option<Reg>) -> Result<Value> {
        let mut chain = Vec::new();
        let mut first = expr;
        while let Expr::BinOp(binary) = first {
            chain.push(binary);
            first = &binary.left;
        }
        let mark = self.unit.registers.mark();
        let mut value = match chain.last() {
            Some(innermost) => self.pinned_value(first, &[&innermost.right])?,
            None => self.eval(first, want)?,
        };
        while let Some(binary) = chain.pop() {
            self.unit.range = Some(binary.range);
            value = self.binary_step(binary, value, mark, want.filter(|_| chain.is_empty()))?;
        }
        Ok(value)
    }

    /// One operator of a chain, whose left value is there; temporaries end at `mark`.
    fn binary_step(
        &mut self,
        binary: &'p ast::ExprBinOp,
        left: Value,
        mark: u32,
        want: Option<Reg>,
    ) -> Result<Value> {
        if let (Operator::Mod, Value::Const(Const::Str(format))) = (binary.op, &left)
            && let Some(value) = self.percent_format(format, &binary.right, want)?
        {
            return Ok(value);
        }
        let right = self.eval(&binary.right, None)?;
        if let (Value::Const(left), Value::Const(right)) = (&left, &right)
            && let Some(value) = fold::binary(binary.op, left, right)
        {
            return Ok(Value::Const(value));
        }
        let left = self.materialize(left);
        let right = match small_int(&right).filter(|_| immediate(binary.op).is_some()) {
            Some(small) => Right::Immediate(small),
            None => Right::Reg(self.materialize(right)),
        };
        self.unit.registers.release(mark);
        let dst = want.unwrap_or_else(|| self.temp());
        match right {
            Right::Reg(right) => self.emit(plain(binary.op), (dst, left, right)),
            Right::Immediate(right) => {
                let op = immediate(binary.op).unwrap_or(Op::AddInt);
                self.emit(op, (dst, left, right));
            }
        }
        Ok(Value::Reg(dst))
    }

    /// `dst = (left op= right)`
    pub(super) fn in_place(
        &mut self,
        op: Operator,
        dst: Reg,
        left: Reg,
        right: &'p Expr,
        range: TextRange,
    ) -> Result<()> {
        let right = self.eval(right, None)?;
        let before = self.at(range);
        match (op, small_int(&right)) {
            (Operator::Add, Some(right)) => self.emit(Op::IAddInt, (dst, left, right)),
            (Operator::Sub, Some(right)) => self.emit(Op::ISubInt, (dst, left, right)),
            _ => {
                let right = self.materialize(right);
                self.emit(in_place(op), (dst, left, right));
            }
        }
        self.unit.range = before;
        Ok(())
    }

    pub(super) fn unary(
        &mut self,
        unary: &'p ast::ExprUnaryOp,
        want: Option<Reg>,
    ) -> Result<Value> {
        let mark = self.unit.registers.mark();
        let op = match unary.op {
            UnaryOp::Not => return self.not(unary, want),
            UnaryOp::USub => Op::Neg,
            UnaryOp::UAdd => Op::Pos,
            UnaryOp::Invert => Op::Invert,
        };
        let operand = self.eval(&unary.operand, None)?;
        if let Value::Const(operand) = &operand
            && let Some(value) = fold::unary(unary.op, operand)
        {
            return Ok(Value::Const(value));
        }
        let operand = self.materialize(operand);
        self.unit.registers.release(mark);
        let dst = want.unwrap_or_else(|| self.temp());
        self.emit(op, (dst, operand));
        Ok(Value::Reg(dst))
    }

    /// `not` of a value; of a single comparison by `is` or `in`, its opposite.
    fn not(&mut self, unary: &'p ast::ExprUnaryOp, want: Option<Reg>) -> Result<Value> {
        if let Expr::Compare(compare) = &*unary.operand
            && let Some(value) = self.negated_compare(compare, want)?
        {
            return Ok(value);
        }
        let mark = self.unit.registers.mark();
        let operand = self.eval(&unary.operand, None)?;
        if let Value::Const(operand) = &operand
            && let Some(truth) = fold::truth(operand)
        {
            return Ok(Value::Const(Const::bool(!truth)));
        }
        let operand = self.materialize(operand);
        self.unit.registers.release(mark);
        let dst = want.unwrap_or_else(|| self.temp());
        self.emit(Op::Not, (dst, operand));
        Ok(Value::Reg(dst))
    }
}

enum Right {
    Reg(Reg),
    Immediate(i32),
}

/// The value as an immediate operand.
pub(super) fn small_int(value: &Value) -> Option<i32> {
    match value {
        Value::Const(Const::Int(value)) => i16::try_from(*value).ok().map(i32::from),
        _ => None,
    }
}

fn plain(op: Operator) -> Op {
    match op {
        Operator::Add => Op::Add,
        Operator::Sub => Op::Sub,
        Operator::Mult => Op::Mul,
        Operator::MatMult => Op::MatMul,
        Operator::Div => Op::TrueDiv,
        Operator::Mod => Op::Mod,
        Operator::Pow => Op::Pow,
        Operator::LShift => Op::LShift,
        Operator::RShift => Op::RShift,
        Operator::BitOr => Op::Or,
        Operator::BitXor => Op::Xor,
        Operator::BitAnd => Op::And,
        Operator::FloorDiv => Op::FloorDiv,
    }
}

fn immediate(op: Operator) -> Option<Op> {
    Some(match op {
        Operator::Add => Op::AddInt,
        Operator::Sub => Op::SubInt,
        Operator::Mult => Op::MulInt,
        Operator::Mod => Op::ModInt,
        Operator::LShift => Op::LShiftInt,
        Operator::RShift => Op::RShiftInt,
        Operator::BitAnd => Op::AndInt,
        Operator::FloorDiv => Op::FloorDivInt,
        _ => return None,
    })
}

fn in_place(op: Operator) -> Op {
    match op {
        Operator::Add => Op::IAdd,
        Operator::Sub => Op::ISub,
        Operator::Mult => Op::IMul,
        Operator::MatMult => Op::IMatMul,
        Operator::Div => Op::ITrueDiv,
        Operator::Mod => Op::IMod,
        Operator::Pow => Op::IPow,
        Operator::LShift => Op::ILShift,
        Operator::RShift => Op::IRShift,
        Operator::BitOr => Op::IOr,
        Operator::BitXor => Op::IXor,
        Operator::BitAnd => Op::IAnd,
        Operator::FloorDiv => Op::IFloorDiv,
    }
}
