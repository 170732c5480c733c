//! What memory holds: loads that are there already, and loads of what was just stored.
//!
//! Memory words are told apart by their fields, which never overlap, by their objects (a new object is
//! no object that was there before), and by constant indices of arrays. A store is remembered, and so is a
//! load; a store to a word that may be another one forgets. What is computed of the same operands is computed once: so of a
//! chain, of which each load gives the object of the next one, one walk finds all.
//!
//! Into a loop goes what is known before it and not changed in it; and what is changed and then is as it was at the
//! end of each turn. That is supposed, and where it turns out to be wrong, all is done again: what is known at the end of the
//! turn, though it is something else, becomes a parameter of the loop (`carry.rs`), and of anything else nothing is supposed.
//!
//! How long is a value good? Until a helper writes, or the transaction ends. In a shared trace there is
//! one more limit: a word of an object that the transaction has only read is loaded again behind each
//! poll, and so looked at again, so that no load and no second look is moved across a poll.

use super::carry::{Carried, Plan};
use super::facts::{Facts, effects, ends_transaction};
use super::rewrite::Rewriter;
use crate::ir::{Effects, FieldId, Form, Immediate, Inst, Op, Trace, Value};
use rustc_hash::{FxHashMap, FxHashSet};

/// Forwards loads and stores.
pub(super) fn run(trace: &Trace) -> Trace {
    let mut plan = Plan::default();
    loop {
        let mut heap = Heap {
            rewriter: Rewriter::new(trace),
            facts: Facts::default(),
            words: FxHashMap::default(),
            mutable: FxHashSet::default(),
            unseen: FxHashSet::default(),
            computed: FxHashMap::default(),
            supposed: FxHashMap::default(),
            carried: Carried::default(),
        };
        for (number, inst) in trace.insts().iter().enumerate() {
            if inst.op == Op::Loop {
                heap.loop_header(number, &plan);
                heap.open_loop(inst, &plan);
            } else {
                heap.inst(inst);
            }
        }
        let is_right = plan.improve(&heap.supposed, &heap.words, &heap.carried);
        if is_right {
            return heap.rewriter.finish();
        }
    }
}

/// A word of an object: a field, or an element of an array.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Place {
    field: FieldId,
    object: Value,
    index: Option<Value>,
}

/// What words hold.
pub(super) type Words = FxHashMap<Place, Value>;

struct Heap<'a> {
    rewriter: Rewriter<'a>,
    facts: Facts,
    words: Words,
    /// Words of mutable fields among them.
    mutable: FxHashSet<Place>,
    /// New objects that nothing else has a reference to.
    unseen: FxHashSet<Value>,
    /// What words that are written in the loop are supposed to be at its header, each time.
    supposed: Words,
    carried: Carried,
    /// What has been computed.
    computed: FxHashMap<(Op, Immediate, Vec<Value>), Value>,
}

impl Heap<'_> {
    fn inst(&mut self, inst: &Inst) {
        let args = self.rewriter.args(inst);
        match (inst.op, &args[..]) {
            (Op::Load, &[object]) => self.load(inst, &args, object, None),
            (Op::LoadAt, &[object, index]) => self.load(inst, &args, object, Some(index)),
            (Op::Store, &[object, value]) => self.store(inst, &args, object, None, value),
            (Op::StoreAt, &[object, index, value]) => {
                self.store(inst, &args, object, Some(index), value);
            }
            (Op::Jump, _) => self.close_loop(inst, args),
            (Op::UntagFloat, &[word]) if self.carried.float(word).is_some() => {
                if let (Some(float), Some(result)) = (self.carried.float(word), inst.result) {
                    self.rewriter.map(result, float);
                }
            }
            _ if inst.op.is_pure() => self.compute(inst, args),
            _ => self.other(inst, &args),
        }
    }

    fn compute(&mut self, inst: &Inst, args: Vec<Value>) {
        let key = (inst.op, inst.immediate, args);
        if let (Some(known), Some(result)) = (self.computed.get(&key), inst.result) {
            self.rewriter.map(result, *known);
            return;
        }
        let result = self.rewriter.copy_with(inst, &key.2);
        if inst.op != Op::Same {
            key.2.iter().for_each(|arg| self.see(*arg));
        }
        if let Some(result) = result {
            self.computed.insert(key, result);
        }
    }

    fn place(&self, inst: &Inst, object: Value, index: Option<Value>) -> Option<Place> {
        match inst.immediate {
            Immediate::Field(field) | Immediate::Array(field) => Some(Place {
                field,
                object,
                index,
            }),
            _ => None,
        }
    }

    fn load(&mut self, inst: &Inst, args: &[Value], object: Value, index: Option<Value>) {
        let place = self.place(inst, object, index);
        let known = place.and_then(|place| self.words.get(&place));
        if let (Some(known), Some(result)) = (known, inst.result) {
            self.rewriter.map(result, *known);
            return;
        }
        let result = self.rewriter.copy_with(inst, args);
        if let (Some(place), Some(value)) = (place, result) {
            self.remember(inst, place, value);
        }
    }

    fn store(
        &mut self,
        inst: &Inst,
        args: &[Value],
        object: Value,
        index: Option<Value>,
        value: Value,
    ) {
        let Some(place) = self.place(inst, object, index) else {
            return;
        };
        // What is there is stored once more.
        if self.words.get(&place) == Some(&value) {
            return;
        }
        self.rewriter.copy_with(inst, args);
        let overwritten: Vec<Place> = self
            .words
            .keys()
            .filter(|other| self.may_be(place, **other))
            .copied()
            .collect();
        for other in overwritten {
            self.words.remove(&other);
        }
        self.see(value);
        self.remember(inst, place, value);
    }

    fn remember(&mut self, inst: &Inst, place: Place, value: Value) {
        self.words.insert(place, value);
        if self
            .rewriter
            .old
            .field(inst.immediate)
            .is_none_or(|field| field.mutable)
        {
            self.mutable.insert(place);
        }
    }

    /// Whether a store to one word may change the other.
    fn may_be(&self, stored: Place, other: Place) -> bool {
        if stored.field != other.field {
            return false;
        }
        if stored.object != other.object && (self.are_distinct(stored.object, other.object)) {
            return false;
        }
        match (stored.index, other.index) {
            (Some(a), Some(b)) => match (self.rewriter.bits(a), self.rewriter.bits(b)) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            },
            _ => true,
        }
    }

    /// Whether two values are never the same object: both are new, or one of them is and nobody has got it
    /// from memory.
    fn are_distinct(&self, a: Value, b: Value) -> bool {
        let both_new = self.facts.is_born(a) && self.facts.is_born(b);
        both_new || self.unseen.contains(&a) || self.unseen.contains(&b)
    }

    /// A value goes to where others may get it from.
    fn see(&mut self, value: Value) {
        self.unseen.remove(&value);
    }

    fn other(&mut self, inst: &Inst, args: &[Value]) {
        let result = self.rewriter.copy_with(inst, args);
        let trace = self.rewriter.old;
        self.facts.learn(inst.op, args, result);
        match inst.op {
            Op::Alloc | Op::AllocArray => self.unseen.extend(result),
            // Neither makes a reference that has another value's name.
            Op::OpenReadSolo | Op::OpenReadShared | Op::OpenWriteSolo | Op::OpenWriteShared => {}
            Op::CheckOpen => {}
            _ => args.iter().for_each(|arg| self.see(*arg)),
        }
        // What was loaded before this look counts with an earlier one's token, not with this.
        if let (Op::OpenReadShared, Some(object)) = (inst.op, args.first())
            && !self.facts.is_owned(*object)
        {
            let mutable = &self.mutable;
            self.words
                .retain(|place, _| place.object != *object || !mutable.contains(place));
        }
        if inst.op == Op::Poll && trace.origin.form == Form::Shared {
            self.forget_shared();
        }
        if inst.op == Op::Call && effects(trace, inst).has(Effects::WRITES) {
            self.forget_mutable();
        }
        // A rollback to here would come back with the old words; what is open has to be opened again.
        if ends_transaction(trace, inst) {
            self.forget_mutable();
        }
        self.facts.forget(trace, inst);
    }

    /// Forgets the mutable words of objects that others may change.
    fn forget_shared(&mut self) {
        let facts = &self.facts;
        let mutable = &self.mutable;
        self.words
            .retain(|place, _| !mutable.contains(place) || facts.is_owned(place.object));
    }

    fn forget_mutable(&mut self) {
        let mutable = &self.mutable;
        self.words.retain(|place, _| !mutable.contains(place));
    }

    /// What is known at the header of the loop is what is known before it and not changed in it, and what is supposed.
    fn loop_header(&mut self, header: usize, plan: &Plan) {
        let mut written = FxHashSet::default();
        let trace = self.rewriter.old;
        self.facts.forget_loop(trace, header);
        for inst in &trace.insts()[header..] {
            match (inst.op, inst.immediate) {
                (Op::Store | Op::StoreAt, Immediate::Field(field) | Immediate::Array(field)) => {
                    written.insert(field);
                }
                (Op::Poll, _) if trace.origin.form == Form::Shared => self.forget_shared(),
                (Op::Call, _) if effects(trace, inst).has(Effects::WRITES) => self.forget_mutable(),
                _ => {}
            }
            if ends_transaction(trace, inst) {
                self.forget_mutable();
            }
        }
        self.words.retain(|place, _| !plan.is_lost(*place));
        let supposed = self.words.iter();
        let supposed = supposed.filter(|(place, _)| written.contains(&place.field));
        self.supposed = supposed.map(|(place, word)| (*place, *word)).collect();
        // A reference to any new object may have got anywhere by the end of the loop.
        self.unseen.clear();
    }

    /// The header, with parameters for what is carried.
    fn open_loop(&mut self, inst: &Inst, plan: &Plan) {
        let mut args = self.rewriter.args(inst);
        args.iter().for_each(|arg| self.see(*arg));
        let trace = self.rewriter.old;
        self.rewriter.open_loop(&trace.loop_params);
        let opened = Carried::open(plan, &self.words, &mut self.rewriter);
        args.extend(opened.first());
        self.rewriter
            .emit(Op::Loop, inst.immediate, &args, None, inst.place);
        opened.tell(&mut self.rewriter, &mut self.words, &mut self.computed);
        self.carried = opened;
    }

    fn close_loop(&mut self, inst: &Inst, mut args: Vec<Value>) {
        args.extend(self.carried.next(&self.words, &self.rewriter));
        self.rewriter
            .emit(Op::Jump, inst.immediate, &args, None, inst.place);
    }
}
