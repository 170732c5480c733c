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
        match inst.op {
            Op::TagFloat => return self.tag_float(inst, args[0]),
            Op::UntagFloat => return self.untag_float(inst, args[0]),
            Op::FloatToInt => return self.float_to_int(inst, args[0]),
            _ => {}
        }
        let (left, right) = (args[0], args[1]);
        let known = self.constants.get(&self.trace.args(inst)[1]).copied();
        let (result, overflow) = match inst.op {
            Op::AddOvf | Op::SubOvf if known.is_some_and(|by| by > 0) => {
                return self.step(inst, left, right);
            }
            Op::AddOvf => self.builder.ins().sadd_overflow(left, right),
            Op::SubOvf => self.builder.ins().ssub_overflow(left, right),
            Op::MulOvf => self.builder.ins().smul_overflow(left, right),
            Op::ShlOvf => return self.shift(inst, left, right),
            _ => return self.divide(inst, left, right),
        };
        self.leave_if(overflow, inst);
        result
    }

    /// The zeros, which have words of their own, are looked for where the others are done with.
    fn tag_float(&mut self, inst: &Inst, float: clif::Value) -> clif::Value {
        let (slow, done) = self.aside(I64);
        let flags = clif::MemFlagsData::new();
        let bits = self.builder.ins().bitcast(I64, flags, float);
        let rotated = self.builder.ins().rotl_imm_u(bits, 1);
        // From 2 on: 0 and 1 are the words of the zeros.
        let bias = self.address(FLOAT_BIAS + 2);
        let moved = self.builder.ins().isub(rotated, bias);
        let end = self.address((1 << 62) - 2);
        let fits = IntCC::UnsignedLessThan;
        let fits = self.builder.ins().icmp(fits, moved, end);
        let fast = self.builder.create_block();
        self.builder.ins().brif(fits, fast, &[], slow, &[]);

        self.builder.switch_to_block(fast);
        let shifted = self.builder.ins().ishl_imm_u(moved, 2);
        let tag = i64::from(2 << 2 | FLOAT_TAG as i32);
        let word = self.builder.ins().iadd_imm_s(shifted, tag);
        self.jump(done, &[word]);

        self.builder.switch_to_block(slow);
        let not_zero = IntCC::UnsignedGreaterThan;
        let not_zero = self.builder.ins().icmp_imm_u(not_zero, rotated, 1);
        self.leave_if(not_zero, inst);
        let shifted = self.builder.ins().ishl_imm_u(rotated, 2);
        let word = self.builder.ins().bor_imm_u(shifted, FLOAT_TAG as i64);
        self.jump(done, &[word]);
        self.builder.switch_to_block(done);
        self.builder.block_params(done)[0]
    }

    /// With the tag on top, one comparison says that a word is a float, and none of the zeros.
    fn untag_float(&mut self, inst: &Inst, word: clif::Value) -> clif::Value {
        const TAG_ON_TOP: u64 = FLOAT_TAG << 62;
        let (slow, done) = self.aside(F64);
        let flags = clif::MemFlagsData::new();
        let rotated = self.builder.ins().rotr_imm_u(word, 2);
        let last = self.address(TAG_ON_TOP + 1);
        let is_usual = IntCC::UnsignedGreaterThan;
        let is_usual = self.builder.ins().icmp(is_usual, rotated, last);
        let fast = self.builder.create_block();
        self.builder.ins().brif(is_usual, fast, &[], slow, &[]);

        self.builder.switch_to_block(fast);
        let bias = self.address(FLOAT_BIAS.wrapping_sub(TAG_ON_TOP));
        let moved = self.builder.ins().iadd(rotated, bias);
        let bits = self.builder.ins().rotr_imm_u(moved, 1);
        let float = self.builder.ins().bitcast(F64, flags, bits);
        self.jump(done, &[float]);

        self.builder.switch_to_block(slow);
        let top = self.address(TAG_ON_TOP);
        let other = IntCC::UnsignedLessThan;
        let other = self.builder.ins().icmp(other, rotated, top);
        self.leave_if(other, inst);
        // The sign is all that is left of it.
        let bits = self.builder.ins().ishl_imm_u(rotated, 63);
        let float = self.builder.ins().bitcast(F64, flags, bits);
        self.jump(done, &[float]);
        self.builder.switch_to_block(done);
        self.builder.block_params(done)[0]
    }

    /// A block for what is seldom, and the one behind it, which gets a value of that type.
    fn aside(&mut self, ty: clif::Type) -> (clif::Block, clif::Block) {
        let slow = self.builder.create_block();
        self.builder.set_cold_block(slow);
        let done = self.builder.create_block();
        self.builder.append_block_param(done, ty);
        (slow, done)
    }

    fn float_to_int(&mut self, inst: &Inst, float: clif::Value) -> clif::Value {
        let size = self.builder.ins().fabs(float);
        let end = self.builder.ins().f64const(-(i64::MIN as f64));
        let fits = self.builder.ins().fcmp(FloatCC::LessThan, size, end);
        self.leave_unless(fits, inst);
        self.builder.ins().fcvt_to_sint(I64, float)
    }

    /// A sum or difference with a number above 0 that is known: it is on that side, or has overflowed.
    fn step(&mut self, inst: &Inst, left: clif::Value, by: clif::Value) -> clif::Value {
        let (result, is_wrong) = match inst.op {
            Op::AddOvf => (self.builder.ins().iadd(left, by), IntCC::SignedLessThan),
            _ => (self.builder.ins().isub(left, by), IntCC::SignedGreaterThan),
        };
        let overflow = self.builder.ins().icmp(is_wrong, result, left);
        self.leave_if(overflow, inst);
        result
    }

    fn shift(&mut self, inst: &Inst, left: clif::Value, right: clif::Value) -> clif::Value {
        let count = self.constants.get(&self.trace.args(inst)[1]);
        if count == Some(&1) {
            // The two bits on top are the same, if they are so when the second is turned over.
            let half = self.address(1 << 62);
            let turned = self.builder.ins().iadd(left, half);
            let lost = self
                .builder
                .ins()
                .icmp_imm_s(IntCC::SignedLessThan, turned, 0);
            self.leave_if(lost, inst);
            return self.builder.ins().ishl(left, right);
        }
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
