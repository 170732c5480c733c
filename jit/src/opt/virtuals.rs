//! Objects that nobody sees are not allocated.
//!
//! A new object is *virtual* if its reference goes nowhere but into its own accesses, into other virtual
//! objects, and into exits: then its fields are values of the trace, its loads are those values, and the
//! exits that need it say how to build it. All objects of a fixed size are candidates at first. A walk
//! strikes those that escape, and is repeated until none does (`escape.rs`).
//!
//! An object that escapes on the way is allocated where it was, because the exit of the allocation says
//! what the interpreter's state is *there*.

use super::escape::{Names, survivors};
use super::rewrite::Rewriter;
use crate::ir::{
    Arena, Content, ExitId, FieldId, Immediate, Inst, LayoutId, Op, Trace, Type, Value, Virtual,
    VirtualId,
};
use rustc_hash::FxHashMap;

/// Removes allocations.
pub(super) fn run(trace: &Trace) -> Trace {
    let virtuals = survivors(trace);
    if virtuals.is_empty() {
        return trace.clone();
    }
    let mut removal = Removal {
        rewriter: Rewriter::new(trace),
        names: Names::new(virtuals),
        layouts: FxHashMap::default(),
        exits: FxHashMap::default(),
    };
    for inst in trace.insts() {
        removal.inst(inst);
        removal.names.step(trace, inst);
    }
    removal.rewriter.finish()
}

struct Removal<'a> {
    rewriter: Rewriter<'a>,
    names: Names,
    layouts: FxHashMap<Value, LayoutId>,
    /// The last copy of an old exit that builds virtual objects.
    exits: FxHashMap<ExitId, ExitId>,
}

impl Removal<'_> {
    fn inst(&mut self, inst: &Inst) {
        let trace = self.rewriter.old;
        let args = trace.args(inst);
        let object = args.first().and_then(|arg| self.names.object(*arg));
        match (inst.op, object, args) {
            (Op::Alloc, ..) if inst.result.is_some_and(|new| self.names.is_virtual(new)) => {
                if let (Some(new), Immediate::Layout(layout)) = (inst.result, inst.immediate) {
                    self.layouts.insert(new, layout);
                }
            }
            (Op::Load, Some(object), _) => self.load(inst, object),
            // `Names` keeps what is stored.
            (
                Op::Store | Op::OpenReadSolo | Op::OpenWriteSolo | Op::OpenWriteShared,
                Some(_),
                _,
            ) => {}
            (Op::RefAsWord | Op::WordAsRef | Op::WordAsInt, Some(_), _) => {}
            // Words of virtual objects: their tags are put on where they are built.
            (Op::Add | Op::IntAsWord, ..)
                if args
                    .first()
                    .is_some_and(|arg| self.names.tagging(*arg).is_some()) => {}
            (Op::Same | Op::SameWord, _, &[left, right]) => self.same(inst, left, right),
            _ => self.copy(inst),
        }
    }

    /// What a field of a virtual object holds: what was stored last, or zero.
    fn load(&mut self, inst: &Inst, object: Value) {
        let (Immediate::Field(field), Some(result)) = (inst.immediate, inst.result) else {
            return;
        };
        match self.names.held(object, field) {
            Some(held) if self.names.object(held).is_some() => {}
            Some(held) => {
                let value = self.rewriter.get(held);
                self.rewriter.map(result, value);
            }
            None => {
                let ty = self.rewriter.old_type(result);
                let zero = self.rewriter.constant(ty, 0, inst.place);
                self.rewriter.map(result, zero);
            }
        }
    }

    /// A virtual object is itself, and nothing else.
    fn same(&mut self, inst: &Inst, left: Value, right: Value) {
        let (a, b) = (self.names.object(left), self.names.object(right));
        if a.is_none() && b.is_none() {
            return self.copy(inst);
        }
        if let Some(result) = inst.result {
            let known = self
                .rewriter
                .constant(Type::Bool, u64::from(a == b), inst.place);
            self.rewriter.map(result, known);
        }
    }

    fn copy(&mut self, inst: &Inst) {
        let Some(exit) = inst.exit.filter(|exit| self.needs_virtuals(*exit)) else {
            self.rewriter.copy(inst);
            return;
        };
        let exit = self.exit(exit, inst);
        let args = self.rewriter.args(inst);
        let result = self
            .rewriter
            .emit(inst.op, inst.immediate, &args, Some(exit), inst.place);
        if let (Some(old), Some(new)) = (inst.result, result) {
            self.rewriter.map(old, new);
        }
    }

    fn needs_virtuals(&self, exit: ExitId) -> bool {
        let exit = self.rewriter.old.exits.get(exit);
        exit.is_some_and(|exit| {
            exit.values()
                .any(|value| self.names.object(value).is_some())
        })
    }

    /// A copy of an old exit that builds the virtual objects as they are now.
    fn exit(&mut self, old: ExitId, inst: &Inst) -> ExitId {
        // Zeros of fields that nothing was stored to are values as well.
        let zeros = self.zeros(inst);
        let mut builder = Builder {
            removal: self,
            zeros,
            built: FxHashMap::default(),
        };
        let exit = builder
            .rewriter()
            .translate(old, &mut |virtuals, value| builder.content(virtuals, value));
        let last = self.exits.get(&old).copied();
        if let Some(last) = last.filter(|last| self.rewriter.new.exits.get(*last) == Some(&exit)) {
            return last;
        }
        let new = self.rewriter.new.exits.push(exit);
        self.exits.insert(old, new);
        new
    }

    fn zeros(&mut self, inst: &Inst) -> FxHashMap<Type, Value> {
        let missing: Vec<Type> = self
            .layouts
            .iter()
            .flat_map(|(object, layout)| self.missing(*object, *layout))
            .collect();
        let rewriter = &mut self.rewriter;
        missing
            .into_iter()
            .map(|ty| (ty, rewriter.constant(ty, 0, inst.place)))
            .collect()
    }

    /// The types of an object's fields that nothing was stored to.
    fn missing(&self, object: Value, layout: LayoutId) -> Vec<Type> {
        let declared = &self.rewriter.old.declared;
        let fields = declared
            .layouts
            .get(layout)
            .map_or(&[][..], |layout| &layout.fields);
        let unset = fields
            .iter()
            .filter(|field| self.names.held(object, **field).is_none());
        unset
            .filter_map(|field| declared.fields.get(*field))
            .map(|field| field.ty)
            .collect()
    }
}

/// Builds one exit.
struct Builder<'r, 'a> {
    removal: &'r Removal<'a>,
    zeros: FxHashMap<Type, Value>,
    built: FxHashMap<Value, VirtualId>,
}

impl<'r, 'a> Builder<'r, 'a> {
    fn rewriter(&self) -> &'r Rewriter<'a> {
        &self.removal.rewriter
    }

    /// What stands for an old value.
    fn content(&mut self, virtuals: &mut Arena<VirtualId, Virtual>, value: Value) -> Content {
        match self.removal.names.object(value) {
            Some(object) => Content::Virtual(self.build(virtuals, object)),
            None => Content::Value(self.rewriter().get(value)),
        }
    }

    fn build(&mut self, virtuals: &mut Arena<VirtualId, Virtual>, object: Value) -> VirtualId {
        if let Some(built) = self.built.get(&object) {
            return *built;
        }
        let removal = self.removal;
        let layout = removal.layouts[&object];
        let number = virtuals.push(Virtual {
            layout,
            fields: Vec::new(),
        });
        // Before the fields: objects may refer to each other in a circle.
        self.built.insert(object, number);
        let declared = &removal.rewriter.old.declared;
        let fields = declared
            .layouts
            .get(layout)
            .map_or(&[][..], |layout| &layout.fields);
        let contents = fields
            .iter()
            .map(|field| (*field, self.field(virtuals, object, *field)));
        let contents: Vec<(FieldId, Content)> = contents.collect();
        if let Some(virtual_) = virtuals.get_mut(number) {
            virtual_.fields = contents;
        }
        number
    }

    fn field(
        &mut self,
        virtuals: &mut Arena<VirtualId, Virtual>,
        object: Value,
        field: FieldId,
    ) -> Content {
        match self.removal.names.held(object, field) {
            Some(held) => self.content(virtuals, held),
            None => {
                let declared = self.removal.rewriter.old.declared.fields.get(field);
                let ty = declared.map_or(Type::Word, |field| field.ty);
                Content::Value(self.zeros[&ty])
            }
        }
    }
}
