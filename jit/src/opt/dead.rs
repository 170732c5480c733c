//! What nobody uses goes; and so do loop parameters that say nothing.
//!
//! A walk from the end marks what is needed: the operands and exits of whatever has an effect, and then of
//! whatever gives those. Values go around the loop, so the walk is repeated until it finds nothing new.
//! A loop parameter that gets itself, or its first value, at the jump always is its first value.

use super::facts::effects;
use super::rewrite::Rewriter;
use crate::ir::{Effects, Immediate, Inst, Op, Trace, Value};
use rustc_hash::FxHashSet;

/// Removes what is not needed.
pub(super) fn run(trace: &Trace) -> Trace {
    let needs = Needs::of(trace);
    let mut rewriter = Rewriter::new(trace);
    let first = header(trace).map_or(&[][..], |inst| trace.args(inst));
    for inst in trace.insts().iter().filter(|inst| needs.keeps(trace, inst)) {
        if !matches!(inst.op, Op::Loop | Op::Jump) {
            rewriter.copy(inst);
            continue;
        }
        let args = rewriter.args_of(trace.args(inst), &needs.params);
        if inst.op == Op::Loop {
            for (number, param) in trace.loop_params.iter().enumerate() {
                match (needs.params[number], first.get(number)) {
                    (Param::Varies, _) => rewriter.open_loop(&[*param]),
                    (Param::Invariant, Some(first)) if rewriter.find(*first).is_some() => {
                        let value = rewriter.get(*first);
                        rewriter.map(*param, value);
                    }
                    _ => {}
                }
            }
        }
        rewriter.emit(inst.op, Immediate::None, &args, None, inst.place);
    }
    rewriter.finish()
}

fn header(trace: &Trace) -> Option<&Inst> {
    trace.insts().iter().find(|inst| inst.op == Op::Loop)
}

/// What becomes of a loop parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Param {
    /// It stays.
    Varies,
    /// Its first value stands for it.
    Invariant,
    /// Nobody needs it.
    Unused,
}

struct Needs {
    params: Vec<Param>,
    values: FxHashSet<Value>,
    /// Objects that are read.
    read: FxHashSet<Value>,
}

impl Needs {
    fn of(trace: &Trace) -> Needs {
        let mut needs = Needs {
            params: params(trace),
            values: FxHashSet::default(),
            read: FxHashSet::default(),
        };
        loop {
            let before = (needs.values.len(), needs.read.len());
            for inst in trace.insts().iter().rev() {
                if needs.keeps(trace, inst) {
                    needs.mark(trace, inst);
                }
            }
            if before == (needs.values.len(), needs.read.len()) {
                break;
            }
        }
        for (param, value) in needs.params.iter_mut().zip(&trace.loop_params) {
            if *param == Param::Varies && !needs.values.contains(value) {
                *param = Param::Unused;
            }
        }
        needs
    }

    fn mark(&mut self, trace: &Trace, inst: &Inst) {
        let args = trace.args(inst);
        match inst.op {
            Op::Loop | Op::Jump => {
                for ((arg, param), kind) in args.iter().zip(&trace.loop_params).zip(&self.params) {
                    let first_of_invariant = *kind == Param::Invariant && inst.op == Op::Loop;
                    if (first_of_invariant || *kind == Param::Varies) && self.values.contains(param)
                    {
                        self.values.insert(*arg);
                    }
                }
            }
            _ => self.values.extend(args),
        }
        if let (Op::Load | Op::LoadAt, Some(object)) = (inst.op, args.first()) {
            self.read.insert(*object);
        }
        let exit = inst.exit.and_then(|exit| trace.exits.get(exit));
        self.values
            .extend(exit.into_iter().flat_map(|exit| exit.values()));
    }

    /// Whether an instruction is needed, as far as is known.
    fn keeps(&self, trace: &Trace, inst: &Inst) -> bool {
        let is_used = inst
            .result
            .is_some_and(|result| self.values.contains(&result));
        let object = trace.args(inst).first();
        match inst.op {
            Op::Load | Op::LoadAt => is_used,
            Op::OpenReadSolo | Op::OpenReadShared => {
                is_used || object.is_some_and(|object| self.read.contains(object))
            }
            Op::Call if effects(trace, inst) == Effects::NONE => is_used,
            op => is_used || !op.is_pure(),
        }
    }
}

fn params(trace: &Trace) -> Vec<Param> {
    let jump = trace.insts().last().filter(|inst| inst.op == Op::Jump);
    let (first, next) = match (header(trace), jump) {
        (Some(header), Some(jump)) => (trace.args(header), trace.args(jump)),
        // The loop is never closed.
        (Some(_), None) => return vec![Param::Invariant; trace.loop_params.len()],
        _ => return Vec::new(),
    };
    let kinds = trace.loop_params.iter().enumerate().map(|(number, param)| {
        let is_same = next.get(number) == Some(param) || next.get(number) == first.get(number);
        if is_same {
            Param::Invariant
        } else {
            Param::Varies
        }
    });
    kinds.collect()
}

impl Rewriter<'_> {
    /// The new values of those operands whose parameters stay.
    fn args_of(&self, args: &[Value], params: &[Param]) -> Vec<Value> {
        let kept = args
            .iter()
            .zip(params)
            .filter(|(_, param)| **param == Param::Varies);
        kept.map(|(arg, _)| self.get(*arg)).collect()
    }
}
