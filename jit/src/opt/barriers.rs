//! Barriers that open what is open already.
//!
//! A second `open_read` or `open_write` of the same object in the same transaction goes, and so do all
//! barriers of objects that the transaction owns: those that it opened for writing, and new ones. Of an
//! owned object nobody else changes the token, so its `check_open` goes too; and so does a second look
//! that follows another one with no load of that object between them.

use super::facts::{Access, Facts, effects, ends_transaction};
use super::rewrite::Rewriter;
use crate::ir::{Content, Effects, Inst, Op, Trace, Value};
use rustc_hash::{FxHashMap, FxHashSet};

/// Drops barriers.
pub(super) fn run(trace: &Trace) -> Trace {
    let mut barriers = Barriers {
        rewriter: Rewriter::new(trace),
        facts: Facts::default(),
        tokens: FxHashMap::default(),
        looked: FxHashSet::default(),
        loose: FxHashSet::default(),
        used: uses_of_tokens(trace),
    };
    for (number, inst) in trace.insts().iter().enumerate() {
        if inst.op == Op::Loop {
            barriers.header(number);
        }
        barriers.inst(inst);
    }
    barriers.rewriter.finish()
}

/// The values that something else than `check_open` uses.
fn uses_of_tokens(trace: &Trace) -> FxHashSet<Value> {
    let insts = trace.insts().iter().filter(|inst| inst.op != Op::CheckOpen);
    let mut used: FxHashSet<Value> = insts.flat_map(|inst| trace.args(inst)).copied().collect();
    for (_, exit) in trace.exits.iter() {
        used.extend(exit.contents().filter_map(|content| match content {
            Content::Value(value) => Some(value),
            Content::Virtual(_) => None,
        }));
    }
    used
}

/// Whether the instruction may give an object another token, perhaps one that has another name too: then a token
/// that was seen before only makes `check_open` leave.
fn changes_tokens(trace: &Trace, inst: &Inst) -> bool {
    let is_open_write = matches!(inst.op, Op::OpenWriteSolo | Op::OpenWriteShared);
    let writes = inst.op == Op::Call && effects(trace, inst).has(Effects::WRITES);
    is_open_write || writes || ends_transaction(trace, inst)
}

struct Barriers<'a> {
    rewriter: Rewriter<'a>,
    facts: Facts,
    /// The token that was seen when an object was opened for reading.
    tokens: FxHashMap<Value, Value>,
    /// Objects of which nothing was loaded since the last look at their token.
    looked: FxHashSet<Value>,
    /// Objects of which something was loaded, while others might write them, and not looked at since.
    loose: FxHashSet<Value>,
    used: FxHashSet<Value>,
}

impl Barriers<'_> {
    /// What is known at the header of the loop is what is known before it and not changed in it.
    fn header(&mut self, header: usize) {
        let trace = self.rewriter.old;
        self.facts.forget_loop(trace, header);
        self.looked.clear();
        for inst in &trace.insts()[header..] {
            let object = trace
                .args(inst)
                .first()
                .and_then(|arg| self.rewriter.find(*arg));
            let is_open =
                object.is_some_and(|object| self.facts.access(object) == Some(Access::Write));
            if changes_tokens(trace, inst) && !is_open {
                self.tokens.clear();
            }
        }
    }

    fn inst(&mut self, inst: &Inst) {
        let args = self.rewriter.args(inst);
        let object = args.first().copied();
        if object.is_some_and(|object| self.is_needless(inst, object)) {
            return;
        }
        let result = self.rewriter.copy_with(inst, &args);
        self.facts.learn(inst.op, &args, result);
        match (inst.op, object) {
            (Op::OpenReadShared, Some(object)) => {
                self.tokens.extend(result.map(|token| (object, token)));
            }
            (Op::Load | Op::LoadAt, Some(object)) => {
                self.looked.remove(&object);
                if !self.facts.is_owned(object) {
                    self.loose.insert(object);
                }
            }
            (Op::CheckOpen, Some(object)) => {
                self.looked.insert(object);
                self.loose.remove(&object);
            }
            // What was looked at may have changed while others ran.
            (Op::Poll | Op::Call, _) => self.looked.clear(),
            _ => {}
        }
        let trace = self.rewriter.old;
        if changes_tokens(trace, inst) {
            self.tokens.clear();
            self.looked.clear();
        }
        self.facts.forget(trace, inst);
    }

    fn is_needless(&mut self, inst: &Inst, object: Value) -> bool {
        let access = self.facts.access(object);
        match inst.op {
            Op::OpenReadSolo => access.is_some(),
            Op::OpenWriteSolo | Op::OpenWriteShared => access == Some(Access::Write),
            Op::CheckOpen => {
                let is_owned = self.facts.is_owned(object) && !self.loose.contains(&object);
                is_owned || self.looked.contains(&object)
            }
            Op::OpenReadShared => {
                let Some(old) = inst.result.filter(|_| access.is_some()) else {
                    return false;
                };
                if let Some(token) = self.tokens.get(&object) {
                    self.rewriter.map(old, *token);
                    return true;
                }
                // Of an owned object no look at the token remains.
                let is_seen = self.used.contains(&old) || self.loose.contains(&object);
                let goes = self.facts.is_owned(object) && !is_seen;
                if goes {
                    // Stands for a token that nobody looks at.
                    self.rewriter.map(old, object);
                }
                goes
            }
            _ => false,
        }
    }
}
