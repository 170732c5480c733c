//! What is known of objects at a place of a trace: who may touch them, and how long that holds.
//!
//! A walk keeps, for each object, what the transaction may do with it. Such facts hold until the transaction ends; at
//! the slow path of a poll the trace is left, so they survive `poll`. At the loop header hold those from
//! before the loop, unless the loop itself takes them away. The verifier (`verify/barriers.rs`) reckons
//! in the same way, by itself: it is the check of what is done with these.

use crate::ir::{Effects, Form, Inst, Op, Trace, Value};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a transaction may do with an object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Access {
    /// Its reads are logged.
    Read,
    /// Nobody else touches it.
    Owned,
    /// It may be written too.
    Write,
}

/// Facts of objects, by their values.
#[derive(Default)]
pub(super) struct Facts {
    access: FxHashMap<Value, Access>,
    born: FxHashSet<Value>,
}

impl Facts {
    /// What may be done with the object.
    pub(super) fn access(&self, object: Value) -> Option<Access> {
        self.access.get(&object).copied()
    }

    /// Whether others cannot be touching the object.
    pub(super) fn is_owned(&self, object: Value) -> bool {
        self.access(object) >= Some(Access::Owned)
    }

    /// Whether the trace allocated the object (in any transaction).
    pub(super) fn is_born(&self, object: Value) -> bool {
        self.born.contains(&object)
    }

    /// What holds behind an instruction with these operands and this result.
    pub(super) fn learn(&mut self, op: Op, args: &[Value], result: Option<Value>) {
        let mut open = |object: Option<Value>, access| {
            if let Some(object) = object {
                let known = self.access.entry(object).or_insert(access);
                *known = access.max(*known);
            }
        };
        match op {
            Op::OpenReadSolo | Op::OpenReadShared => open(args.first().copied(), Access::Read),
            Op::OpenWriteSolo | Op::OpenWriteShared => open(args.first().copied(), Access::Write),
            Op::Alloc | Op::AllocArray => {
                open(result, Access::Write);
                self.born.extend(result);
            }
            _ => {}
        }
    }

    /// What an instruction takes away.
    pub(super) fn forget(&mut self, trace: &Trace, inst: &Inst) {
        if ends_transaction(trace, inst) {
            self.access.clear();
        } else if begins_part(trace, inst) {
            // What was logged before is logged once more before it is written.
            for access in self.access.values_mut() {
                *access = Access::Owned.min(*access);
            }
        }
    }

    /// What the loop that begins at instruction `header` takes away.
    pub(super) fn forget_loop(&mut self, trace: &Trace, header: usize) {
        for inst in &trace.insts()[header..] {
            self.forget(trace, inst);
        }
    }
}

/// Whether a part of the transaction begins that can be undone by itself. With one thread, nothing may have been logged before
/// an atomic block.
pub(super) fn begins_part(trace: &Trace, inst: &Inst) -> bool {
    let is_solo = trace.origin.form == Form::Solo;
    inst.op == Op::Nest || inst.op == Op::AtomicEnter && is_solo
}

/// Whether another transaction runs behind the instruction.
pub(super) fn ends_transaction(trace: &Trace, inst: &Inst) -> bool {
    inst.op == Op::Commit || inst.op == Op::Call && effects(trace, inst).has(Effects::ENDS)
}

/// What the helper of a call may do.
pub(super) fn effects(trace: &Trace, inst: &Inst) -> Effects {
    let helper = trace.helper(inst.immediate);
    helper.map_or_else(Effects::default, |helper| helper.effects)
}
