//! Guards that say what is known already.
//!
//! Behind `guard_true v`, `v` is true: wherever it stands later, the constant does. A guard on a comparison
//! says more: behind `a < b`, `b <= a` is false, and `b != a` true. Behind a guard that a value equals a
//! constant, the constant stands for it. The guards that this decides are dropped by folding.
//!
//! `guard_valid` is known to hold until a call, a poll or the end of a transaction, where others run.

use super::rewrite::Rewriter;
use crate::ir::{Effects, Family, Inst, Op, Trace, Type, Value};
use rustc_hash::FxHashMap;

/// Finds out what guards say.
pub(super) fn run(trace: &Trace) -> Trace {
    let mut guards = Guards {
        rewriter: Rewriter::new(trace),
        facts: FxHashMap::default(),
        is_valid: false,
    };
    for (number, inst) in trace.insts().iter().enumerate() {
        match inst.op {
            Op::GuardTrue | Op::GuardFalse => guards.guard(inst),
            Op::GuardValid if guards.is_valid => {}
            Op::GuardValid => {
                guards.rewriter.copy(inst);
                guards.is_valid = true;
            }
            Op::Loop => {
                guards.is_valid &= !trace.insts()[number..]
                    .iter()
                    .any(|inst| lets_others_run(trace, inst));
                guards.rewriter.copy(inst);
            }
            _ => guards.other(inst),
        }
    }
    guards.rewriter.finish()
}

/// Whether something that the trace relies on may change here.
fn lets_others_run(trace: &Trace, inst: &Inst) -> bool {
    match inst.op {
        Op::Poll | Op::Commit => true,
        Op::Call => {
            let helper = trace.helper(inst.immediate);
            helper.is_none_or(|helper| {
                helper.effects.has(Effects::WRITES) || helper.effects.has(Effects::ENDS)
            })
        }
        _ => false,
    }
}

struct Guards<'a> {
    rewriter: Rewriter<'a>,
    /// Comparisons whose outcome is known.
    facts: FxHashMap<(Op, Value, Value), bool>,
    is_valid: bool,
}

impl Guards<'_> {
    fn other(&mut self, inst: &Inst) {
        if lets_others_run(self.rewriter.old, inst) {
            self.is_valid = false;
        }
        let args = self.rewriter.args(inst);
        let fact = match args[..] {
            [left, right] => self.facts.get(&(inst.op, left, right)).copied(),
            _ => None,
        };
        match (fact, inst.result) {
            (Some(fact), Some(result)) => {
                let known = self
                    .rewriter
                    .constant(Type::Bool, u64::from(fact), inst.place);
                self.rewriter.map(result, known);
            }
            _ => {
                self.rewriter.copy_with(inst, &args);
            }
        }
    }

    fn guard(&mut self, inst: &Inst) {
        let args = self.rewriter.args(inst);
        self.rewriter.copy_with(inst, &args);
        let Some(&condition) = args.first() else {
            return;
        };
        let outcome = inst.op == Op::GuardTrue;
        if self.rewriter.bits(condition).is_some() {
            return;
        }
        self.learn(condition, outcome, inst);
        let known = self
            .rewriter
            .constant(Type::Bool, u64::from(outcome), inst.place);
        self.rewriter.alias(condition, known);
    }

    /// A condition has this outcome.
    fn learn(&mut self, condition: Value, outcome: bool, inst: &Inst) {
        let Some((op, args)) = self.rewriter.parts(condition) else {
            return;
        };
        let args = args.to_vec();
        match (op, &args[..]) {
            (Op::Not, &[inner]) if self.rewriter.bits(inner).is_none() => {
                self.learn(inner, !outcome, inst);
                let known = self
                    .rewriter
                    .constant(Type::Bool, u64::from(!outcome), inst.place);
                self.rewriter.alias(inner, known);
            }
            (_, &[left, right]) if op.info().family == Family::Compare => {
                self.order(op, left, right, outcome);
                let is_equal = matches!(
                    (op, outcome),
                    (Op::Eq | Op::SameWord, true) | (Op::Ne, false)
                );
                if is_equal
                    && self.rewriter.bits(left).is_none()
                    && self.rewriter.bits(right).is_some()
                {
                    self.rewriter.alias(left, right);
                }
            }
            _ => {}
        }
    }

    /// What follows from the outcome of a comparison.
    fn order(&mut self, op: Op, left: Value, right: Value, outcome: bool) {
        let mut fact = |op, left, right, outcome| self.facts.insert((op, left, right), outcome);
        match (op, outcome) {
            // `left < right`.
            (Op::Lt, true) | (Op::Le, false) | (Op::Gt, _) | (Op::Ge, _) => {
                let (less, more) = match (op, outcome) {
                    (Op::Lt, _) | (Op::Ge, false) => (left, right),
                    (Op::Le, _) | (Op::Gt, true) => (right, left),
                    // `left <= right` and its mirror.
                    (Op::Gt, false) => return self.order(Op::Le, left, right, true),
                    _ => return self.order(Op::Le, right, left, true),
                };
                for (op, outcome) in [
                    (Op::Lt, true),
                    (Op::Le, true),
                    (Op::Gt, false),
                    (Op::Ge, false),
                ] {
                    fact(op, less, more, outcome);
                    fact(op, more, less, !outcome);
                }
                for (op, outcome) in [(Op::Eq, false), (Op::Ne, true)] {
                    fact(op, less, more, outcome);
                    fact(op, more, less, outcome);
                }
            }
            (Op::Lt, false) => self.order(Op::Le, right, left, true),
            (Op::Le, true) => {
                fact(Op::Le, left, right, true);
                fact(Op::Ge, right, left, true);
                fact(Op::Lt, right, left, false);
                fact(Op::Gt, left, right, false);
            }
            (Op::Eq | Op::Ne, _) => {
                let equal = (op == Op::Eq) == outcome;
                for (op, outcome) in [(Op::Eq, equal), (Op::Ne, !equal)] {
                    fact(op, left, right, outcome);
                    fact(op, right, left, outcome);
                }
            }
            (Op::Same | Op::SameWord, _) => {
                fact(op, left, right, outcome);
                fact(op, right, left, outcome);
            }
            _ => {
                fact(op, left, right, outcome);
            }
        }
    }
}
