//! Operations on values: arithmetic, with and without checks, conversions, comparisons.

use super::Lowering;
use crate::eval::{FLOAT_BIAS, FLOAT_TAG};
use crate::ir::{Inst, Op};
use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::{F64, I64};

impl Lowering<'_, '_> {
    /// An operation that only computes.
    pub(super) fn pure(&mut self, op: Op, args: &[clif::Value]) -> clif::Value {
        match *args {
            [arg] => self.unary(op, arg),
            [left, right] => self.binary(op, left, right),
            _ => unreachable!("an operation that computes has one or two operands"),
        }
    }

    fn unary(&mut self, op: Op, arg: clif::Value) -> clif::Value {
        if op == Op::UntagFloat {
            return self.untag_float(arg);
        }
        let ins = self.builder.ins();
        match op {
            Op::NegFloat => ins.fneg(arg),
            Op::AbsFloat => ins.fabs(arg),
            Op::Sqrt => ins.sqrt(arg),
            Op::Floor => ins.floor(arg),
            Op::Ceil => ins.ceil(arg),
            Op::Trunc => ins.trunc(arg),
            Op::IntToFloat => ins.fcvt_from_sint(F64, arg),
            Op::BoolToInt => ins.uextend(I64, arg),
            Op::FloatAsWord => ins.bitcast(I64, clif::MemFlagsData::new(), arg),
            Op::WordAsFloat => ins.bitcast(F64, clif::MemFlagsData::new(), arg),
            Op::Not => ins.icmp_imm_u(IntCC::Equal, arg, 0),
            // The others keep the bits, in the same register.
            _ => arg,
        }
    }

    fn binary(&mut self, op: Op, left: clif::Value, right: clif::Value) -> clif::Value {
        if let Some(condition) = condition(op) {
            return self.builder.ins().icmp(condition, left, right);
        }
        if let Some(condition) = float_condition(op) {
            return self.builder.ins().fcmp(condition, left, right);
        }
        let ins = self.builder.ins();
        match op {
            Op::Add => ins.iadd(left, right),
            Op::Sub => ins.isub(left, right),
            Op::Mul => ins.imul(left, right),
            Op::And => ins.band(left, right),
            Op::Or => ins.bor(left, right),
            Op::Xor => ins.bxor(left, right),
            // The machine's shifts take the count modulo 64.
            Op::Shl => ins.ishl(left, right),
            Op::Sar => ins.sshr(left, right),
            Op::Shr => ins.ushr(left, right),
            Op::AddFloat => ins.fadd(left, right),
            Op::SubFloat => ins.fsub(left, right),
            Op::MulFloat => ins.fmul(left, right),
            Op::DivFloat => ins.fdiv(left, right),
            _ => unreachable!("an operation with two operands"),
        }
    }

    /// An operation that leaves if its result does not fit.
    pub(super) fn checked(&mut self, inst: &Inst, args: &[clif::Value]) -> clif::Value {
        if inst.op == Op::TagFloat {
            return self.tag_float(inst, args[0]);
        }
        let (left, right) = (args[0], args[1]);
        let (result, overflow) = match inst.op {
            Op::AddOvf => self.builder.ins().sadd_overflow(left, right),
            Op::SubOvf => self.builder.ins().ssub_overflow(left, right),
            Op::MulOvf => self.builder.ins().smul_overflow(left, right),
            Op::ShlOvf => return self.shift(inst, left, right),
            _ => return self.divide(inst, left, right),
        };
        self.leave_if(overflow, inst);
        result
    }

    /// Without a branch for the zeros: what a float equals 0 by is added to the bounds.
    fn tag_float(&mut self, inst: &Inst, float: clif::Value) -> clif::Value {
        let flags = clif::MemFlagsData::new();
        let bits = self.builder.ins().bitcast(I64, flags, float);
        let rotated = self.builder.ins().rotl_imm_u(bits, 1);
        let bias = self.builder.ins().iconst(I64, FLOAT_BIAS as i64);
        let moved = self.builder.ins().isub(rotated, bias);
        let one = self.builder.ins().iconst(I64, 1);
        let is_zero = self
            .builder
            .ins()
            .icmp(IntCC::UnsignedLessThanOrEqual, rotated, one);
        let chosen = self.builder.ins().select(is_zero, rotated, moved);
        // 0 and 1 are the words of the zeros, and of no other float.
        let two = self.builder.ins().iconst(I64, 2);
        let least = self.builder.ins().isub(moved, two);
        let end = self.builder.ins().iconst(I64, (1 << 62) - 2);
        let beyond = self
            .builder
            .ins()
            .icmp(IntCC::UnsignedGreaterThanOrEqual, least, end);
        let lost = self.builder.ins().band_not(beyond, is_zero);
        self.leave_if(lost, inst);
        let shifted = self.builder.ins().ishl_imm_u(chosen, 2);
        let tag = self.builder.ins().iconst(I64, FLOAT_TAG as i64);
        self.builder.ins().bor(shifted, tag)
    }

    fn untag_float(&mut self, word: clif::Value) -> clif::Value {
        let moved = self.builder.ins().ushr_imm_u(word, 2);
        let one = self.builder.ins().iconst(I64, 1);
        let is_zero = self
            .builder
            .ins()
            .icmp(IntCC::UnsignedLessThanOrEqual, moved, one);
        let bias = self.builder.ins().iconst(I64, FLOAT_BIAS as i64);
        let added = self.builder.ins().iadd(moved, bias);
        let rotated = self.builder.ins().select(is_zero, moved, added);
        let bits = self.builder.ins().rotr_imm_u(rotated, 1);
        let flags = clif::MemFlagsData::new();
        self.builder.ins().bitcast(F64, flags, bits)
    }

    fn shift(&mut self, inst: &Inst, left: clif::Value, right: clif::Value) -> clif::Value {
        let count = self.constants.get(&self.trace.args(inst)[1]);
        if count.is_none_or(|count| !(0..64).contains(count)) {
            let too_far = self
                .builder
                .ins()
                .icmp_imm_u(IntCC::UnsignedGreaterThan, right, 63);
            self.leave_if(too_far, inst);
        }
        let shifted = self.builder.ins().ishl(left, right);
        let back = self.builder.ins().sshr(shifted, right);
        let lost = self.builder.ins().icmp(IntCC::NotEqual, back, left);
        self.leave_if(lost, inst);
        shifted
    }

    fn divide(&mut self, inst: &Inst, left: clif::Value, right: clif::Value) -> clif::Value {
        let by = self.constants.get(&self.trace.args(inst)[1]).copied();
        if by.is_none_or(|by| by == 0) {
            let zero = self.builder.ins().icmp_imm_u(IntCC::Equal, right, 0);
            self.leave_if(zero, inst);
        }
        if by.is_none_or(|by| by == -1) {
            let negates = self.builder.ins().icmp_imm_s(IntCC::Equal, right, -1);
            let least = self.builder.ins().icmp_imm_s(IntCC::Equal, left, i64::MIN);
            let overflow = self.builder.ins().band(negates, least);
            self.leave_if(overflow, inst);
        }
        match inst.op {
            Op::Div => self.builder.ins().sdiv(left, right),
            _ => self.builder.ins().srem(left, right),
        }
    }
}

fn condition(op: Op) -> Option<IntCC> {
    Some(match op {
        Op::Eq | Op::Same | Op::SameWord => IntCC::Equal,
        Op::Ne => IntCC::NotEqual,
        Op::Lt => IntCC::SignedLessThan,
        Op::Le => IntCC::SignedLessThanOrEqual,
        Op::Gt => IntCC::SignedGreaterThan,
        Op::Ge => IntCC::SignedGreaterThanOrEqual,
        Op::Below => IntCC::UnsignedLessThan,
        _ => return None,
    })
}

/// All but `!=` are false for NaN.
fn float_condition(op: Op) -> Option<FloatCC> {
    Some(match op {
        Op::EqFloat => FloatCC::Equal,
        Op::NeFloat => FloatCC::NotEqual,
        Op::LtFloat => FloatCC::LessThan,
        Op::LeFloat => FloatCC::LessThanOrEqual,
        Op::GtFloat => FloatCC::GreaterThan,
        Op::GeFloat => FloatCC::GreaterThanOrEqual,
        _ => return None,
    })
}
