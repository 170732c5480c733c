//! Memory is opened before it is touched, and looked at twice.
//!
//! One walk over the trace keeps what is known of each object: that the transaction logged reading it,
//! owns it, or may write it. Such facts hold until the transaction ends; at the slow path of a poll the
//! trace is left, so they survive `poll`. At the loop header hold those from before the loop, unless
//! the loop itself ends the transaction; of the header's parameters nothing is known.
//!
//! What is loaded from an object that others may write is *loose* until `check_open` has found the
//! token of the object unchanged since before the load. A loose value may not be used at all, neither
//! as an operand nor in the snapshot of an exit that might be taken.

use super::{Checker, Rule};
use crate::ir::{Effects, Form, Inst, Op, Trace, Value};
use rustc_hash::{FxHashMap, FxHashSet};

pub(super) fn check(checker: &mut Checker<'_>) {
    let trace = checker.trace;
    let mut facts = Facts::default();
    for (number, inst) in trace.insts().iter().enumerate() {
        facts.now = number;
        form(checker, inst);
        loose(checker, &facts, inst);
        match inst.op {
            Op::Load | Op::LoadAt => load(checker, &mut facts, inst),
            Op::Store | Op::StoreAt => store(checker, &facts, inst),
            Op::CheckOpen => check_open(checker, &mut facts, inst),
            Op::Loop => {
                for later in &trace.insts()[number..] {
                    facts.forget(trace, later);
                }
            }
            _ => {
                facts.learn(trace, inst);
                facts.forget(trace, inst);
            }
        }
    }
}

/// What a transaction may do with an object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Access {
    /// Its reads are logged.
    Read,
    /// Nobody else touches it.
    Owned,
    /// It may be written too.
    Write,
}

#[derive(Default)]
struct Facts {
    /// The number of the instruction that is looked at.
    now: usize,
    access: FxHashMap<Value, Access>,
    /// Tokens: of which object, and when they were seen.
    tokens: FxHashMap<Value, (Value, usize)>,
    /// Objects that nobody else can know yet.
    born: FxHashSet<Value>,
    /// Loose values: the object that they were loaded from, and when.
    loose: FxHashMap<Value, (Value, usize)>,
}

impl Facts {
    fn open(&mut self, object: Option<&Value>, access: Access) {
        if let Some(object) = object {
            let known = self.access.entry(*object).or_insert(access);
            *known = access.max(*known);
        }
    }

    /// What holds behind an instruction.
    fn learn(&mut self, trace: &Trace, inst: &Inst) {
        let object = trace.args(inst).first();
        match inst.op {
            Op::OpenReadSolo => self.open(object, Access::Read),
            Op::OpenReadShared => {
                self.open(object, Access::Read);
                if let (Some(token), Some(object)) = (inst.result, object) {
                    self.tokens.insert(token, (*object, self.now));
                }
            }
            Op::OpenWriteSolo | Op::OpenWriteShared => self.open(object, Access::Write),
            Op::Alloc | Op::AllocArray => {
                self.open(inst.result.as_ref(), Access::Write);
                self.born.extend(inst.result);
            }
            _ => {}
        }
    }

    /// What does not hold any more behind an instruction.
    fn forget(&mut self, trace: &Trace, inst: &Inst) {
        match inst.op {
            Op::Commit => self.end(),
            Op::Call => {
                let helper = trace.helper(inst.immediate);
                if helper.is_some_and(|helper| helper.effects.has(Effects::ENDS)) {
                    self.end();
                }
            }
            // What was logged before is logged once more before it is written.
            Op::Nest => {
                for access in self.access.values_mut() {
                    *access = Access::Owned.min(*access);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        self.access.clear();
        self.tokens.clear();
        self.born.clear();
    }
}

fn form(checker: &mut Checker<'_>, inst: &Inst) {
    let wanted = match inst.op {
        Op::OpenReadSolo | Op::OpenWriteSolo => Form::Solo,
        Op::OpenReadShared | Op::OpenWriteShared | Op::CheckOpen => Form::Shared,
        _ => return,
    };
    if checker.trace.origin.form != wanted {
        checker.complain_inst(Rule::Form, inst, "it belongs into the trace's other form");
    }
}

fn loose(checker: &mut Checker<'_>, facts: &Facts, inst: &Inst) {
    let trace = checker.trace;
    let exit = inst.exit.and_then(|id| trace.exits.get(id));
    let needed = exit.into_iter().flat_map(|exit| exit.values());
    for value in trace.args(inst).iter().copied().chain(needed) {
        if let Some((object, _)) = facts.loose.get(&value) {
            let message = format!("{value} was loaded from {object}, without a second look since");
            checker.complain_inst(Rule::SecondLook, inst, message);
        }
    }
}

fn load(checker: &mut Checker<'_>, facts: &mut Facts, inst: &Inst) {
    let trace = checker.trace;
    let (Some(object), Some(field)) = (trace.args(inst).first(), trace.field(inst.immediate))
    else {
        return;
    };
    if !field.mutable || field.own {
        return;
    }
    match facts.access.get(object) {
        None => {
            let message = format!("{object} is not open for reading");
            checker.complain_inst(Rule::OpenBeforeAccess, inst, message);
        }
        Some(Access::Read) if trace.origin.form == Form::Shared => {
            let since = (*object, facts.now);
            facts.loose.extend(inst.result.map(|value| (value, since)));
        }
        Some(_) => {}
    }
}

fn store(checker: &mut Checker<'_>, facts: &Facts, inst: &Inst) {
    let trace = checker.trace;
    let (Some(object), Some(field)) = (trace.args(inst).first(), trace.field(inst.immediate))
    else {
        return;
    };
    if field.own {
        return;
    }
    if field.mutable && facts.access.get(object) != Some(&Access::Write) {
        let message = format!("{object} is not open for writing");
        checker.complain_inst(Rule::OpenBeforeAccess, inst, message);
    }
    if !field.mutable && !facts.born.contains(object) {
        let message = format!("{object} was there before");
        checker.complain_inst(Rule::Immutable, inst, message);
    }
}

fn check_open(checker: &mut Checker<'_>, facts: &mut Facts, inst: &Inst) {
    let &[object, token] = checker.trace.args(inst) else {
        return;
    };
    match facts.tokens.get(&token) {
        Some(&(of, seen)) if of == object => {
            facts
                .loose
                .retain(|_, (from, loaded)| *from != object || *loaded < seen);
        }
        _ => {
            let message = format!("{token} is not what `open_read` saw of {object}");
            checker.complain_inst(Rule::Token, inst, message);
        }
    }
}
