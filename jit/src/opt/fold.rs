//! Constant folding, strength reduction, and common subexpressions.
//!
//! What is known is computed; what can be said more cheaply is; what was computed before is not computed
//! again. The rules (`rules.rs`) are type-preserving and directional: applied until none fits, they end. A trace is straight-line code, so
//! one table of all that was computed so far is value numbering over the whole trace, and what the loop
//! computes as its preamble did comes from the preamble: with `peel.rs` before it, this is the motion of
//! invariant code.

use super::rewrite::Rewriter;
use super::rules::{Simpler, simplify};
use crate::ir::{Effects, Family, Immediate, Inst, Op, Trace, Value};
use rustc_hash::FxHashMap;

/// Folds.
pub(super) fn run(trace: &Trace) -> Trace {
    let mut folder = Folder {
        rewriter: Rewriter::new(trace),
        known: FxHashMap::default(),
    };
    for inst in trace.insts() {
        if folder.inst(inst) == Flow::Ends {
            break;
        }
    }
    folder.rewriter.finish()
}

#[derive(PartialEq, Eq)]
enum Flow {
    GoesOn,
    Ends,
}

struct Folder<'a> {
    rewriter: Rewriter<'a>,
    known: FxHashMap<(Op, Immediate, Vec<Value>), Value>,
}

impl Folder<'_> {
    fn inst(&mut self, inst: &Inst) -> Flow {
        let (mut op, mut args) = (inst.op, self.rewriter.args(inst));
        loop {
            match simplify(&self.rewriter, op, inst.immediate, &args) {
                Simpler::Keep => break,
                Simpler::Drop => return Flow::GoesOn,
                Simpler::Is(value) => return self.is(inst, value),
                Simpler::Constant(bits) => {
                    let ty = self.rewriter.new.result_type(op, inst.immediate);
                    let ty = ty.expect("what is computed has a type");
                    let value = self.rewriter.constant(ty, bits, inst.place);
                    return self.is(inst, value);
                }
                Simpler::Leave => {
                    self.rewriter.leave(inst);
                    return Flow::Ends;
                }
                Simpler::Become(next, operands) => {
                    op = next;
                    args = operands;
                }
                Simpler::WithConstant(next, left, ty, bits) => {
                    let right = self.rewriter.constant(ty, bits, inst.place);
                    op = next;
                    args = vec![left, right];
                }
            }
        }
        self.number(inst, op, args)
    }

    /// The result of `inst` is `value`.
    fn is(&mut self, inst: &Inst, value: Value) -> Flow {
        if let Some(result) = inst.result {
            self.rewriter.map(result, value);
        }
        Flow::GoesOn
    }

    /// Looks the operation up, or appends it.
    fn number(&mut self, inst: &Inst, op: Op, args: Vec<Value>) -> Flow {
        if op == Op::Loop {
            self.rewriter.copy_with(inst, &args);
            return Flow::GoesOn;
        }
        if let Immediate::Int(_) | Immediate::Float(_) | Immediate::Bool(_) | Immediate::Word(_) =
            inst.immediate
        {
            let (ty, bits) = constant(inst);
            let value = self.rewriter.constant(ty, bits, inst.place);
            return self.is(inst, value);
        }
        let key = (op, inst.immediate, args);
        if self.can_repeat(inst, op)
            && let Some(value) = self.known.get(&key)
        {
            return self.is(inst, *value);
        }
        let needs_exit = self.rewriter.new.has_exit(op, inst.immediate);
        let exit = inst.exit.filter(|_| needs_exit);
        let exit = exit.map(|exit| self.rewriter.exit(exit));
        let result = self
            .rewriter
            .emit(op, inst.immediate, &key.2, exit, inst.place);
        if let Some(value) = result {
            self.is(inst, value);
            if self.can_repeat(inst, op) {
                self.known.insert(key, value);
            }
        }
        Flow::GoesOn
    }

    /// Whether the same operation on the same operands gives the same again. A checked operation that did
    /// not leave the first time does not leave the second time.
    fn can_repeat(&self, inst: &Inst, op: Op) -> bool {
        let is_pure_call = || {
            let helper = self.rewriter.new.helper(inst.immediate);
            helper.is_some_and(|helper| helper.effects == Effects::NONE)
        };
        op.is_pure() || op.info().family == Family::Checked || op == Op::Call && is_pure_call()
    }
}

fn constant(inst: &Inst) -> (crate::ir::Type, u64) {
    use crate::ir::Type;
    match inst.immediate {
        Immediate::Int(int) => (Type::I64, int as u64),
        Immediate::Float(bits) => (Type::F64, bits),
        Immediate::Bool(bool) => (Type::Bool, u64::from(bool)),
        Immediate::Word(bits) => (Type::Word, bits),
        _ => unreachable!("asked of constants only"),
    }
}
