//! The rewriter: how a pass makes a new trace of an old one, one instruction after the other.
//!
//! A pass walks over the old trace and says of each instruction what stands in the new one: the same, another,
//! a value that is there already, or nothing. The rewriter keeps which new value stands for each old one,
//! and copies exits when they are used, so that exits of instructions that are gone go as well.

use super::by_value::ByValue;
use crate::ir::{
    Arena, Content, Exit, ExitId, Immediate, Index, Inst, Op, Place, Trace, Type, Value, Virtual,
    VirtualId,
};
use rustc_hash::FxHashMap;

/// A new trace in the making.
pub(super) struct Rewriter<'a> {
    pub(super) old: &'a Trace,
    pub(super) new: Trace,
    /// New values, by the numbers of old ones.
    values: ByValue<Value>,
    /// What stands for a new value from here on.
    aliases: ByValue<Value>,
    /// New exits, by old ones.
    exits: FxHashMap<ExitId, ExitId>,
    /// Which instruction of the new trace defines a value.
    definitions: ByValue<usize>,
    constants: FxHashMap<(Op, Immediate), Value>,
}

impl<'a> Rewriter<'a> {
    /// A new trace with the old one's parameters.
    pub(super) fn new(old: &'a Trace) -> Rewriter<'a> {
        let new = Trace::new(old.origin.clone(), old.declared.clone(), old.entry);
        let mut rewriter = Rewriter {
            old,
            new,
            values: ByValue::new(),
            aliases: ByValue::new(),
            exits: FxHashMap::default(),
            definitions: ByValue::new(),
            constants: FxHashMap::default(),
        };
        for param in &old.params {
            let value = rewriter
                .new
                .param(rewriter.old_type(param.value), param.register);
            rewriter.map(param.value, value);
        }
        rewriter
    }

    /// The new trace.
    pub(super) fn finish(self) -> Trace {
        self.new
    }

    /// The type of an old value.
    pub(super) fn old_type(&self, old: Value) -> Type {
        self.old.ty(old).unwrap_or(Type::Word)
    }

    /// From here on `new` stands for the old value.
    pub(super) fn map(&mut self, old: Value, new: Value) {
        self.values.insert(old, new);
    }

    /// From here on another value stands wherever this new one would.
    pub(super) fn alias(&mut self, from: Value, to: Value) {
        if from != to {
            self.aliases.insert(from, to);
        }
    }

    /// Forgets which exits have been copied: the same old one may need other values from here on.
    pub(super) fn forget_exits(&mut self) {
        self.exits.clear();
    }

    fn resolve(&self, mut new: Value) -> Value {
        while let Some(next) = self.aliases.get(new) {
            new = next;
        }
        new
    }

    /// The new value of an old one, if there is one.
    pub(super) fn find(&self, old: Value) -> Option<Value> {
        self.values.get(old).map(|new| self.resolve(new))
    }

    /// The new value of an old one.
    ///
    /// # Panics
    /// If the old trace uses what it does not define.
    pub(super) fn get(&self, old: Value) -> Value {
        self.find(old)
            .expect("a value that is defined before its use")
    }

    /// The new operands of an old instruction.
    pub(super) fn args(&self, inst: &Inst) -> Vec<Value> {
        let args = self.old.args(inst).iter();
        args.map(|arg| self.get(*arg)).collect()
    }

    /// The new copy of an old exit.
    pub(super) fn exit(&mut self, old: ExitId) -> ExitId {
        if let Some(new) = self.exits.get(&old) {
            return *new;
        }
        let exit = self.translate(old, &mut |_, value| Content::Value(self.get(value)));
        let new = self.new.exits.push(exit);
        self.exits.insert(old, new);
        new
    }

    /// An old exit, with what `held` says in place of each old value. It may add virtual objects.
    pub(super) fn translate(
        &self,
        old: ExitId,
        held: &mut dyn FnMut(&mut Arena<VirtualId, Virtual>, Value) -> Content,
    ) -> Exit {
        let mut exit = self.old.exits.get(old).cloned().unwrap_or_default();
        let Exit { virtuals, frames } = &mut exit;
        for number in (0..virtuals.len() as u32).map(VirtualId::new) {
            let mut fields = virtuals.get(number).map(|virtual_| virtual_.fields.clone());
            for (_, content) in fields.iter_mut().flatten() {
                if let Content::Value(value) = *content {
                    *content = held(virtuals, value);
                }
            }
            if let (Some(virtual_), Some(fields)) = (virtuals.get_mut(number), fields) {
                virtual_.fields = fields;
            }
        }
        let registers = frames.iter_mut().flat_map(|frame| &mut frame.registers);
        for (_, content) in registers {
            if let Content::Value(value) = *content {
                *content = held(virtuals, value);
            }
        }
        exit
    }

    /// The instruction that defines a new value.
    pub(super) fn definition(&self, new: Value) -> Option<&Inst> {
        self.new.insts().get(self.definitions.get(new)?)
    }

    /// Operation and operands of the definition of a new value.
    pub(super) fn parts(&self, new: Value) -> Option<(Op, &[Value])> {
        let inst = self.definition(new)?;
        Some((inst.op, self.new.args(inst)))
    }

    /// The bits of a new value, if it is a constant (of any kind but an object).
    pub(super) fn bits(&self, new: Value) -> Option<u64> {
        match self.definition(new)?.immediate {
            Immediate::Int(int) => Some(int as u64),
            Immediate::Float(bits) | Immediate::Word(bits) => Some(bits),
            Immediate::Bool(bool) => Some(u64::from(bool)),
            _ => None,
        }
    }

    /// A constant of that type.
    pub(super) fn constant(&mut self, ty: Type, bits: u64, place: Option<Place>) -> Value {
        let (op, immediate) = match ty {
            Type::I64 => (Op::Int, Immediate::Int(bits as i64)),
            Type::F64 => (Op::Float, Immediate::Float(bits)),
            Type::Bool => (Op::Bool, Immediate::Bool(bits != 0)),
            Type::Word | Type::Ref => (Op::Word, Immediate::Word(bits)),
        };
        let value = match self.constants.get(&(op, immediate)) {
            Some(value) => *value,
            None => {
                let value = self.emit(op, immediate, &[], None, place);
                let value = value.expect("a constant gives a value");
                self.constants.insert((op, immediate), value);
                value
            }
        };
        if ty != Type::Ref {
            return value;
        }
        let key = (Op::WordAsRef, immediate);
        if let Some(object) = self.constants.get(&key) {
            return *object;
        }
        let object = self.emit(Op::WordAsRef, Immediate::None, &[value], None, place);
        let object = object.expect("a conversion gives a value");
        self.constants.insert(key, object);
        object
    }

    /// Appends an instruction. Operands and exit are the new trace's.
    pub(super) fn emit(
        &mut self,
        op: Op,
        immediate: Immediate,
        args: &[Value],
        exit: Option<ExitId>,
        place: Option<Place>,
    ) -> Option<Value> {
        let number = self.new.insts().len();
        let result = self.new.emit(op, immediate, args, exit, place);
        if let Some(result) = result {
            self.definitions.insert(result, number);
        }
        result
    }

    /// Appends an old instruction with its operands' new values.
    pub(super) fn copy(&mut self, inst: &Inst) -> Option<Value> {
        let args = self.args(inst);
        self.copy_with(inst, &args)
    }

    /// Appends an old instruction with these new operands.
    pub(super) fn copy_with(&mut self, inst: &Inst, args: &[Value]) -> Option<Value> {
        if inst.op == Op::Loop {
            self.open_loop(&self.old.loop_params);
        }
        let exit = inst.exit.map(|exit| self.exit(exit));
        let result = self.emit(inst.op, inst.immediate, args, exit, inst.place);
        if let (Some(old), Some(new)) = (inst.result, result) {
            self.map(old, new);
        }
        result
    }

    /// Gives the new trace loop parameters that stand for these old ones.
    pub(super) fn open_loop(&mut self, params: &[Value]) {
        for param in params {
            let new = self.new.loop_param(self.old_type(*param));
            self.map(*param, new);
        }
    }

    /// One more parameter of the loop, of the type of this value.
    pub(super) fn loop_param_like(&mut self, value: Value) -> Value {
        let ty = self.new.ty(value).unwrap_or(Type::Word);
        self.new.loop_param(ty)
    }

    /// The trace is left here, always.
    pub(super) fn leave(&mut self, inst: &Inst) {
        let exit = inst.exit.map(|exit| self.exit(exit));
        self.emit(Op::Leave, Immediate::None, &[], exit, inst.place);
    }
}
