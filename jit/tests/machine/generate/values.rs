//! Operations on values, and guards.

use super::Generator;
use tython_jit::ir::{Op, Value};

impl Generator<'_> {
    pub(super) fn arithmetic(&mut self) {
        let pure = [
            Op::Add,
            Op::Sub,
            Op::Mul,
            Op::And,
            Op::Or,
            Op::Xor,
            Op::Shl,
            Op::Sar,
            Op::Shr,
        ];
        let checked = [
            Op::AddOvf,
            Op::SubOvf,
            Op::MulOvf,
            Op::ShlOvf,
            Op::Div,
            Op::Rem,
        ];
        let args = [self.any_int(), self.any_int()];
        let result = if self.random.below(3) > 0 {
            let op = pure[self.random.below(pure.len())];
            self.op(op, &args)
        } else {
            let op = checked[self.random.below(checked.len())];
            // Most small enough to go on, of either sign.
            let (mask, middle) = (self.int(255), self.int(100));
            let masked = self.op(Op::And, &[args[0], mask]);
            let left = match self.random.below(2) {
                0 => masked,
                _ => self.op(Op::Sub, &[masked, middle]),
            };
            let small = 1 + self.random.below(9) as i64;
            let right = if self.random.below(3) > 0 {
                self.int(small)
            } else {
                args[1]
            };
            self.leaving(op, &[left, right]).unwrap()
        };
        self.ints.push(result);
        if self.random.below(6) == 0 {
            let word = self.op(Op::IntAsWord, &[result]);
            let int = self.op(Op::WordAsInt, &[word]);
            self.ints.push(int);
        }
    }

    pub(super) fn float(&mut self) {
        let unary = [
            Op::NegFloat,
            Op::AbsFloat,
            Op::Sqrt,
            Op::Floor,
            Op::Ceil,
            Op::Trunc,
        ];
        let binary = [Op::AddFloat, Op::SubFloat, Op::MulFloat, Op::DivFloat];
        let result = match self.random.below(6) {
            0 => {
                let int = self.any_int();
                self.op(Op::IntToFloat, &[int])
            }
            // There and back, of a number for which that is likely to go on.
            4 => {
                let (int, float) = (self.any_int(), self.any_float());
                let mask = self.int(1);
                let factor = self.op(Op::And, &[int, mask]);
                let factor = self.op(Op::IntToFloat, &[factor]);
                let float = self.op(Op::MulFloat, &[float, factor]);
                let word = self.leaving(Op::TagFloat, &[float]).unwrap();
                self.leaving(Op::UntagFloat, &[word]).unwrap()
            }
            5 => {
                let float = self.any_float();
                let int = self.leaving(Op::FloatToInt, &[float]).unwrap();
                self.ints.push(int);
                self.op(Op::IntToFloat, &[int])
            }
            1 => {
                let (op, arg) = (unary[self.random.below(unary.len())], self.any_float());
                self.op(op, &[arg])
            }
            _ => {
                let args = [self.any_float(), self.any_float()];
                let op = binary[self.random.below(binary.len())];
                self.op(op, &args)
            }
        };
        self.floats.push(result);
    }

    pub(super) fn compare(&mut self) {
        let ints = [Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Below];
        let floats = [
            Op::EqFloat,
            Op::NeFloat,
            Op::LtFloat,
            Op::LeFloat,
            Op::GtFloat,
            Op::GeFloat,
        ];
        let result = if self.random.below(3) > 0 {
            let (op, args) = (
                ints[self.random.below(ints.len())],
                [self.any_int(), self.any_int()],
            );
            self.op(op, &args)
        } else {
            let args = [self.any_float(), self.any_float()];
            let op = floats[self.random.below(floats.len())];
            self.op(op, &args)
        };
        let result = if self.random.below(3) == 0 {
            self.op(Op::Not, &[result])
        } else {
            result
        };
        self.bools.push(result);
        if self.random.below(2) == 0 {
            let int = self.op(Op::BoolToInt, &[result]);
            self.ints.push(int);
        }
    }

    pub(super) fn guard(&mut self) {
        if self.random.below(8) == 0 {
            self.leaving(Op::GuardValid, &[]);
            return;
        }
        let bools = self.bools.clone();
        if !bools.is_empty() && self.random.below(6) == 0 {
            let op = [Op::GuardTrue, Op::GuardFalse][self.random.below(2)];
            let condition = self.pick(&bools);
            self.leaving(op, &[condition]);
            return;
        }
        if self.random.below(6) == 0 {
            return self.compare_twice();
        }
        // One that holds most of the time.
        let (int, other) = (self.any_int(), self.random.below(1000) as i64 + 100_000);
        let (op, limit) = match self.random.below(3) {
            0 => (Op::Ne, self.int(other)),
            1 => (Op::Lt, self.int(i64::MAX)),
            _ => (Op::Ge, self.int(i64::MIN + 1)),
        };
        let condition = self.op(op, &[int, limit]);
        self.leaving(Op::GuardTrue, &[condition]);
    }

    /// A guard on two small numbers, and what it says of another comparison of the two.
    fn compare_twice(&mut self) {
        let ops = [Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Below];
        let (a, b, mask) = (self.any_int(), self.any_int(), self.int(1));
        let (a, b) = (self.op(Op::And, &[a, mask]), self.op(Op::And, &[b, mask]));
        let first = self.one_of(&ops, &[a, b]);
        let guard = [Op::GuardTrue, Op::GuardFalse][self.random.below(2)];
        self.leaving(guard, &[first]);
        for args in [[a, b], [b, a]] {
            let second = self.one_of(&ops, &args);
            self.bools.push(second);
            let int = self.op(Op::BoolToInt, &[second]);
            self.ints.push(int);
        }
    }

    fn one_of(&mut self, ops: &[Op], args: &[Value]) -> Value {
        let op = ops[self.random.below(ops.len())];
        self.op(op, args)
    }
}
