//! Ranges of integers: checks that cannot fail.
//!
//! A walk keeps for each integer the smallest interval that is known to hold it: from constants and
//! masks, from guards on comparisons, through arithmetic. A checked operation whose interval fits into 64
//! bits loses its check; a comparison of intervals that do not meet is decided. Of the loop's parameters one thing is known: what only
//! grows (or shrinks) by checked steps of one sign does not pass its first value.

use super::rewrite::Rewriter;
use crate::ir::{Immediate, Inst, Op, Trace, Type, Value};
use rustc_hash::FxHashMap;

/// Drops checks.
pub(super) fn run(trace: &Trace) -> Trace {
    let mut ranges = Ranges {
        rewriter: Rewriter::new(trace),
        known: FxHashMap::default(),
    };
    for inst in trace.insts() {
        ranges.inst(inst);
    }
    ranges.rewriter.finish()
}

/// All integers from the first to the second, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Range(i64, i64);

const ALL: Range = Range(i64::MIN, i64::MAX);

impl Range {
    /// The interval of these bounds, if it fits into 64 bits.
    fn fitting(low: i128, high: i128) -> Option<Range> {
        Some(Range(i64::try_from(low).ok()?, i64::try_from(high).ok()?))
    }

    /// The same, cut down to 64 bits.
    fn cut(low: i128, high: i128) -> Range {
        let cut = |bound: i128| bound.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        Range(cut(low), cut(high))
    }

    fn wide(self) -> (i128, i128) {
        (self.0.into(), self.1.into())
    }
}

/// The bounds of a sum, difference or product of what lies in two ranges.
fn bounds(op: Op, left: Range, right: Range) -> Option<(i128, i128)> {
    let ((a, b), (c, d)) = (left.wide(), right.wide());
    Some(match op {
        Op::Add | Op::AddOvf => (a + c, b + d),
        Op::Sub | Op::SubOvf => (a - d, b - c),
        Op::Mul | Op::MulOvf => {
            let products = [a * c, a * d, b * c, b * d];
            let low = products.iter().min().copied()?;
            (low, products.iter().max().copied()?)
        }
        _ => return None,
    })
}

struct Ranges<'a> {
    rewriter: Rewriter<'a>,
    known: FxHashMap<Value, Range>,
}

impl Ranges<'_> {
    fn of(&self, value: Value) -> Range {
        if let Some(bits) = self.rewriter.bits(value) {
            return Range(bits as i64, bits as i64);
        }
        self.known.get(&value).copied().unwrap_or(ALL)
    }

    fn narrow(&mut self, value: Value, to: Range) {
        let Range(low, high) = self.of(value);
        let both = Range(low.max(to.0), high.min(to.1));
        if both.0 <= both.1 {
            self.known.insert(value, both);
        }
    }

    fn inst(&mut self, inst: &Inst) {
        let args = self.rewriter.args(inst);
        let unchecked = match inst.op {
            Op::AddOvf => Op::Add,
            Op::SubOvf => Op::Sub,
            Op::MulOvf => Op::Mul,
            Op::Rem | Op::Div => return self.divide(inst, &args),
            Op::Loop => {
                self.rewriter.copy_with(inst, &args);
                return self.parameters(&args);
            }
            Op::GuardTrue | Op::GuardFalse => {
                self.rewriter.copy_with(inst, &args);
                return self.guard(args[0], inst.op == Op::GuardTrue);
            }
            _ => return self.other(inst, &args),
        };
        let (left, right) = (self.of(args[0]), self.of(args[1]));
        let Some((low, high)) = bounds(inst.op, left, right) else {
            return;
        };
        match Range::fitting(low, high) {
            Some(range) => self.replace(inst, unchecked, &args, range),
            None => {
                let result = self.rewriter.copy_with(inst, &args);
                self.known
                    .extend(result.map(|result| (result, Range::cut(low, high))));
            }
        }
    }

    /// Another operation without an exit gives the result.
    fn replace(&mut self, inst: &Inst, op: Op, args: &[Value], range: Range) {
        let result = self
            .rewriter
            .emit(op, Immediate::None, args, None, inst.place);
        if let (Some(old), Some(new)) = (inst.result, result) {
            self.rewriter.map(old, new);
            self.known.insert(new, range);
        }
    }

    /// Division of what is not negative by a power of two is a shift, or a mask.
    fn divide(&mut self, inst: &Inst, args: &[Value]) {
        let (Range(low, high), Range(by, last)) = (self.of(args[0]), self.of(args[1]));
        let is_power = by == last && by > 0 && by.count_ones() == 1;
        if low >= 0 && is_power {
            let (op, right, range) = match inst.op {
                Op::Rem => (Op::And, by - 1, Range(0, high.min(by - 1))),
                _ => (
                    Op::Sar,
                    i64::from(by.trailing_zeros()),
                    Range(low / by, high / by),
                ),
            };
            let right = self.rewriter.constant(Type::I64, right as u64, inst.place);
            return self.replace(inst, op, &[args[0], right], range);
        }
        let result = self.rewriter.copy_with(inst, args);
        let Some(result) = result.filter(|_| by == last && by > 0) else {
            return;
        };
        let range = match inst.op {
            Op::Rem => Range(
                if low >= 0 { 0 } else { 1 - by },
                if high <= 0 { 0 } else { by - 1 },
            ),
            _ => Range(low / by, high / by),
        };
        self.known.insert(result, range);
    }

    fn other(&mut self, inst: &Inst, args: &[Value]) {
        let outcome = match args {
            &[left, right] => decided(inst.op, self.of(left), self.of(right)),
            _ => None,
        };
        if let (Some(outcome), Some(result)) = (outcome, inst.result) {
            let known = self
                .rewriter
                .constant(Type::Bool, u64::from(outcome), inst.place);
            return self.rewriter.map(result, known);
        }
        let Some(result) = self.rewriter.copy_with(inst, args) else {
            return;
        };
        let range = match (inst.op, args) {
            (Op::BoolToInt, _) => Some(Range(0, 1)),
            (op, &[left, right]) => computed(op, self.of(left), self.of(right)),
            _ => None,
        };
        self.known.extend(range.map(|range| (result, range)));
    }

    fn guard(&mut self, condition: Value, outcome: bool) {
        let Some((op, &[left, right])) = self.rewriter.parts(condition) else {
            return;
        };
        let (a, b) = (self.of(left), self.of(right));
        match (op, outcome) {
            (Op::Lt, true) | (Op::Ge, false) => self.less(left, right, 1),
            (Op::Le, true) | (Op::Gt, false) => self.less(left, right, 0),
            (Op::Gt, true) | (Op::Le, false) => self.less(right, left, 1),
            (Op::Ge, true) | (Op::Lt, false) => self.less(right, left, 0),
            (Op::Eq, true) | (Op::Ne, false) => {
                self.narrow(left, b);
                self.narrow(right, a);
            }
            // An unsigned comparison with what is not negative says that both are not.
            (Op::Below, true) if b.0 >= 0 => {
                self.narrow(left, Range(0, i64::MAX));
                self.less(left, right, 1);
            }
            _ => {}
        }
    }

    /// `less` is smaller than `more`, by `by` at least.
    fn less(&mut self, less: Value, more: Value, by: i64) {
        let (a, b) = (self.of(less), self.of(more));
        self.narrow(less, Range(i64::MIN, b.1.saturating_sub(by)));
        self.narrow(more, Range(a.0.saturating_add(by), i64::MAX));
    }

    /// What is known of the loop's parameters, whose first values are these.
    fn parameters(&mut self, first: &[Value]) {
        let trace = self.rewriter.old;
        let Some(jump) = trace.insts().last().filter(|inst| inst.op == Op::Jump) else {
            return;
        };
        let next = trace.args(jump);
        for ((param, next), first) in trace.loop_params.iter().zip(next).zip(first) {
            let Some(step) = step(trace, *param, *next) else {
                continue;
            };
            let Range(low, high) = self.of(*first);
            let new = self.rewriter.get(*param);
            let range = if step >= 0 {
                Range(low, i64::MAX)
            } else {
                Range(i64::MIN, high)
            };
            self.known.insert(new, range);
        }
    }
}

/// By how much a parameter changes in each turn, if that is a checked constant step.
fn step(trace: &Trace, param: Value, next: Value) -> Option<i64> {
    let definition = |value: Value| trace.insts().iter().find(|inst| inst.result == Some(value));
    let inst = definition(next)?;
    let &[left, right] = trace.args(inst) else {
        return None;
    };
    let constant = |value| match definition(value)?.immediate {
        Immediate::Int(int) => Some(int),
        _ => None,
    };
    match inst.op {
        Op::AddOvf if left == param => constant(right),
        Op::AddOvf if right == param => constant(left),
        Op::SubOvf if left == param => constant(right)?.checked_neg(),
        _ => None,
    }
}

/// The outcome of a comparison that the ranges decide.
fn decided(op: Op, left: Range, right: Range) -> Option<bool> {
    let before = left.1 < right.0;
    let behind = left.0 > right.1;
    let not_behind = left.1 <= right.0;
    let not_before = left.0 >= right.1;
    let decide = |yes: bool, no: bool| match (yes, no) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    match op {
        Op::Lt => decide(before, not_before),
        Op::Le => decide(not_behind, behind),
        Op::Gt => decide(behind, not_behind),
        Op::Ge => decide(not_before, before),
        Op::Eq => decide(false, before || behind),
        Op::Ne => decide(before || behind, false),
        Op::Below if left.0 >= 0 && right.0 >= 0 => decide(before, not_before),
        _ => None,
    }
}

/// The range of what an operation gives.
fn computed(op: Op, left: Range, right: Range) -> Option<Range> {
    match op {
        Op::Add | Op::Sub | Op::Mul => {
            let (low, high) = bounds(op, left, right)?;
            Range::fitting(low, high)
        }
        // One operand that is not negative bounds the other's bits.
        Op::And if left.0 >= 0 && right.0 >= 0 => Some(Range(0, left.1.min(right.1))),
        Op::And if right.0 >= 0 => Some(Range(0, right.1)),
        Op::And if left.0 >= 0 => Some(Range(0, left.1)),
        Op::Or | Op::Xor if left.0 >= 0 && right.0 >= 0 => {
            let bits = 64 - (left.1 | right.1).leading_zeros();
            Some(Range(
                0,
                1i64.checked_shl(bits)
                    .filter(|_| bits < 63)
                    .map_or(i64::MAX, |end| end - 1),
            ))
        }
        Op::Sar if right.0 == right.1 && (0..64).contains(&right.0) => {
            Some(Range(left.0 >> right.0, left.1 >> right.0))
        }
        Op::Shr if right.0 == right.1 && (1..64).contains(&right.0) => {
            Some(Range(0, (u64::MAX >> right.0) as i64))
        }
        _ => None,
    }
}
