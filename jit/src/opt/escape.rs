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
        fields.all(|field| field.stride.is_none())
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
        match (inst.op, args) {
            (Op::RefAsWord | Op::WordAsRef | Op::Same | Op::SameWord | Op::Load, _) => {}
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
pub(super) struct Names {
    virtuals: Virtuals,
    objects: FxHashMap<Value, Value>,
    fields: FxHashMap<(Value, FieldId), Value>,
}

impl Names {
    /// At the beginning of the trace.
    pub(super) fn new(virtuals: Virtuals) -> Names {
        Names {
            virtuals,
            objects: FxHashMap::default(),
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
        if let (Some(result), Some(named)) = (inst.result, named) {
            self.objects.insert(result, named);
        }
        if let (Op::Store, Immediate::Field(field), Some(object), Some(value)) =
            (inst.op, inst.immediate, object, args.get(1))
        {
            self.fields.insert((object, field), *value);
        }
    }
}
