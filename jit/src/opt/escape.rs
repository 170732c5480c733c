//! Which new objects nobody sees, and under which names a trace knows them.

use super::facts::begins_part;
use crate::ir::{FieldId, Immediate, Inst, Op, Trace, Value};
use rustc_hash::{FxHashMap, FxHashSet};

/// New objects, by the values that their allocations define.
pub(super) type Virtuals = FxHashSet<Value>;

/// The new objects of a trace that need not be allocated.
pub(super) fn survivors(trace: &Trace) -> Virtuals {
    let mut candidates: Virtuals = trace
        .insts()
        .iter()
        .filter(|inst| inst.op == Op::Alloc && is_fixed(trace, inst))
        .filter_map(|inst| inst.result)
        .collect();
    // A struck object may have been where another one was kept.
    loop {
        let escaped = escaped(trace, &candidates);
        if escaped.is_empty() {
            return candidates;
        }
        candidates.retain(|object| !escaped.contains(object));
    }
}

/// Whether an object of this layout may be none, and has no array.
fn is_fixed(trace: &Trace, inst: &Inst) -> bool {
    let Immediate::Layout(layout) = inst.immediate else {
        return false;
    };
    let layout = trace.declared.layouts.get(layout);
    layout.is_some_and(|layout| {
        let mut fields = layout
            .fields
            .iter()
            .filter_map(|field| trace.declared.fields.get(*field));
        !layout.solid && fields.all(|field| field.stride.is_none())
    })
}

/// The candidates that one walk over the trace finds escaping.
fn escaped(trace: &Trace, candidates: &Virtuals) -> FxHashSet<Value> {
    let mut names = Names::new(candidates.clone());
    let mut escaped = FxHashSet::default();
    // Objects from before the loop header, or from before a nested part.
    let mut older: FxHashSet<Value> = FxHashSet::default();
    let mut born: Vec<Value> = Vec::new();
    for inst in trace.insts() {
        let args = trace.args(inst);
        let objects = |values: &[Value]| -> Vec<Value> {
            values
                .iter()
                .filter_map(|value| names.object(*value))
                .collect()
        };
        if args.iter().any(|arg| names.tagging(*arg).is_some()) && !names.is_tagged_by(inst, args) {
            escaped.extend(args.iter().filter_map(|arg| names.tagging(*arg)));
        }
        match (inst.op, args) {
            (Op::RefAsWord | Op::WordAsRef | Op::Same | Op::SameWord | Op::Load, _) => {}
            (Op::WordAsInt, _) => {}
            (Op::OpenReadSolo | Op::OpenWriteSolo | Op::OpenWriteShared, _) => {}
            (Op::Store, &[object, value]) => match names.object(object) {
                // What the loop stores would be another value in each turn, and what a nested part
                // stores can be undone by itself.
                Some(container) if older.contains(&container) => {
                    escaped.insert(container);
                    escaped.extend(objects(&[value]));
                }
                Some(_) => {}
                None => escaped.extend(objects(&[value])),
            },
            _ => escaped.extend(objects(args)),
        }
        match inst.op {
            Op::Loop => older.extend(born.iter().copied()),
            _ if begins_part(trace, inst) => older.extend(born.iter().copied()),
            Op::Alloc => born.extend(inst.result),
            _ => {}
        }
        names.step(trace, inst);
    }
    escaped
}

/// Which values are virtual objects at a place of the trace, and what the fields of those hold there.
///
/// A host that tags its references stores words that are an address and a number (`ref_as_word`, `word_as_int`, `add`,
/// `int_as_word`). Such a word is a name of the object as well: who builds the object makes the word.
pub(super) struct Names {
    virtuals: Virtuals,
    objects: FxHashMap<Value, Value>,
    /// Integers on the way from an object's address to its tagged word.
    tagging: FxHashMap<Value, Value>,
    /// Integers that are constants.
    constants: FxHashSet<Value>,
    fields: FxHashMap<(Value, FieldId), Value>,
}

impl Names {
    /// At the beginning of the trace.
    pub(super) fn new(virtuals: Virtuals) -> Names {
        Names {
            virtuals,
            objects: FxHashMap::default(),
            tagging: FxHashMap::default(),
            constants: FxHashSet::default(),
            fields: FxHashMap::default(),
        }
    }

    /// Whether this allocation makes a virtual object.
    pub(super) fn is_virtual(&self, new: Value) -> bool {
        self.virtuals.contains(&new)
    }

    /// The virtual object that a value is.
    pub(super) fn object(&self, value: Value) -> Option<Value> {
        self.objects.get(&value).copied()
    }

    /// The virtual object whose word becomes a tagged one by way of this integer.
    pub(super) fn tagging(&self, value: Value) -> Option<Value> {
        self.tagging.get(&value).copied()
    }

    /// Whether an instruction makes a tagged word of an integer that is a virtual object's address, or a part of that.
    pub(super) fn is_tagged_by(&self, inst: &Inst, args: &[Value]) -> bool {
        match (inst.op, args) {
            (Op::IntAsWord, _) => true,
            // Tags are constants. What else is added to an address is no such thing.
            (Op::Add, &[address, tag]) => {
                self.tagging(address).is_some() && self.constants.contains(&tag)
            }
            _ => false,
        }
    }

    /// What a field of a virtual object holds, if something was stored to it.
    pub(super) fn held(&self, object: Value, field: FieldId) -> Option<Value> {
        self.fields.get(&(object, field)).copied()
    }

    /// Goes past an instruction.
    pub(super) fn step(&mut self, trace: &Trace, inst: &Inst) {
        let args = trace.args(inst);
        let object = args.first().and_then(|arg| self.object(*arg));
        let named = match (inst.op, inst.immediate) {
            (Op::Alloc, _) => inst.result.filter(|new| self.is_virtual(*new)),
            (Op::RefAsWord | Op::WordAsRef, _) => object,
            (Op::Load, Immediate::Field(field)) => {
                let held = object.and_then(|object| self.held(object, field));
                held.and_then(|held| self.object(held))
            }
            _ => None,
        };
        let named = match inst.op {
            Op::IntAsWord => args.first().and_then(|arg| self.tagging(*arg)),
            _ => named,
        };
        if let (Some(result), Some(named)) = (inst.result, named) {
            self.objects.insert(result, named);
        }
        let tagging = match inst.op {
            Op::WordAsInt => object,
            Op::Add if self.is_tagged_by(inst, args) => self.tagging(args[0]),
            Op::Int => {
                self.constants.extend(inst.result);
                None
            }
            _ => None,
        };
        if let (Some(result), Some(tagging)) = (inst.result, tagging) {
            self.tagging.insert(result, tagging);
        }
        if let (Op::Store, Immediate::Field(field), Some(object), Some(value)) =
            (inst.op, inst.immediate, object, args.get(1))
        {
            self.fields.insert((object, field), *value);
        }
    }
}
