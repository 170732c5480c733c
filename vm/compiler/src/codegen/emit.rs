//! Emitting instructions, labels and exception handlers into the unit under construction.

use ruff_text_size::TextRange;

use super::Generator;
use super::registers::Reg;
use super::unit::{Handler, HandlerId, Inst, Label};
use crate::code::{Const, Name};
use crate::isa::{Conversion, Op};

/// Something that an operand can hold.
pub(super) trait Operand {
    fn bits(self) -> u32;
}

impl Operand for Reg {
    fn bits(self) -> u32 {
        Reg::bits(self)
    }
}

impl Operand for Label {
    fn bits(self) -> u32 {
        self.0
    }
}

impl Operand for u32 {
    fn bits(self) -> u32 {
        self
    }
}

impl Operand for u16 {
    fn bits(self) -> u32 {
        u32::from(self)
    }
}

impl Operand for i32 {
    fn bits(self) -> u32 {
        self as u32
    }
}

impl Operand for Conversion {
    fn bits(self) -> u32 {
        self as u32
    }
}

/// The operands of an instruction.
pub(super) trait Operands {
    fn list(self) -> [u32; 3];
    const COUNT: usize;
}

impl Operands for () {
    const COUNT: usize = 0;
    fn list(self) -> [u32; 3] {
        [0; 3]
    }
}

impl<A: Operand> Operands for (A,) {
    const COUNT: usize = 1;
    fn list(self) -> [u32; 3] {
        [self.0.bits(), 0, 0]
    }
}

impl<A: Operand, B: Operand> Operands for (A, B) {
    const COUNT: usize = 2;
    fn list(self) -> [u32; 3] {
        [self.0.bits(), self.1.bits(), 0]
    }
}

impl<A: Operand, B: Operand, C: Operand> Operands for (A, B, C) {
    const COUNT: usize = 3;
    fn list(self) -> [u32; 3] {
        [self.0.bits(), self.1.bits(), self.2.bits()]
    }
}

impl<'p> Generator<'p> {
    /// Emits an instruction.
    pub(super) fn emit<T: Operands>(&mut self, op: Op, operands: T) {
        debug_assert_eq!(op.info().operands.len(), T::COUNT, "{op:?}");
        self.emit_extra(op, operands, 0);
    }

    /// Emits an instruction with an operand word.
    pub(super) fn emit_extra<T: Operands>(&mut self, op: Op, operands: T, extra: u64) {
        let unit = &mut self.unit;
        let (range, handler) = (unit.range, unit.handler);
        unit.insts.push(Inst {
            op,
            operands: operands.list(),
            extra,
            range,
            handler,
        });
    }

    /// A new label, not placed yet.
    pub(super) fn label(&mut self) -> Label {
        self.unit.labels.push(None);
        Label(self.unit.labels.len() as u32 - 1)
    }

    /// Places the label here.
    pub(super) fn place(&mut self, label: Label) {
        self.unit.labels[label.0 as usize] = Some(self.unit.insts.len() as u32);
    }

    /// A new label, placed here.
    pub(super) fn label_here(&mut self) -> Label {
        let label = self.label();
        self.place(label);
        label
    }

    /// A new exception handler, whose code is yet to come; it takes a temporary for the exception.
    pub(super) fn handler(&mut self) -> HandlerId {
        let label = self.label();
        let exc = self.temp();
        self.unit.handlers.push(Handler { label, exc });
        HandlerId(self.unit.handlers.len() as u32 - 1)
    }

    /// Places a handler's code here; returns the register that holds the exception.
    pub(super) fn place_handler(&mut self, handler: HandlerId) -> Reg {
        let Handler { label, exc } = self.unit.handlers[handler.0 as usize];
        self.place(label);
        exc
    }

    /// Makes what is emitted from now on raise to `handler`; returns the one before.
    pub(super) fn enter_handler(&mut self, handler: HandlerId) -> Option<HandlerId> {
        self.unit.handler.replace(handler)
    }

    /// Says where the instructions emitted from now on come from; returns what was before.
    pub(super) fn at(&mut self, range: TextRange) -> Option<TextRange> {
        self.unit.range.replace(range)
    }

    /// A new temporary.
    pub(super) fn temp(&mut self) -> Reg {
        self.unit.registers.take(1)
    }

    /// The number of a name.
    pub(super) fn name_number(&mut self, name: &str) -> u32 {
        let name = self.intern(name);
        self.unit.names.number(name)
    }

    /// A constant in a new temporary.
    pub(super) fn load_const(&mut self, value: Const) -> Reg {
        let dst = self.temp();
        self.load_const_to(value, dst);
        dst
    }

    /// Loads a constant.
    pub(super) fn load_const_to(&mut self, value: Const, dst: Reg) {
        if let Const::Int(value) = value
            && let Ok(value) = i32::try_from(value)
        {
            self.emit(Op::LoadInt, (dst, value));
            return;
        }
        let number = self.unit.consts.number(value);
        self.emit(Op::LoadConst, (dst, number));
    }

    /// Loads a string constant.
    pub(super) fn load_str(&mut self, text: &str) -> Reg {
        self.load_const(Const::str(text))
    }

    /// Moves a value, if it is not there already.
    pub(super) fn move_to(&mut self, src: Reg, dst: Reg) {
        if src != dst {
            self.emit(Op::Move, (dst, src));
        }
    }

    /// Emits an operation on an attribute: `op` with the name's number, or `wide` with the name in
    /// a register if the number is too large.
    pub(super) fn emit_named(
        &mut self,
        op: Op,
        wide: Op,
        first: Reg,
        second: Option<Reg>,
        name: &str,
    ) {
        let number = self.name_number(name);
        let mark = self.unit.registers.mark();
        let (op, name) = match u16::try_from(number) {
            Ok(number) => (op, u32::from(number)),
            Err(_) => (wide, self.load_str(name).bits()),
        };
        let place = op
            .info()
            .operands
            .iter()
            .position(|operand| operand.name == "name");
        debug_assert!(matches!(place, Some(1 | 2)), "{op:?}");
        match (place, second) {
            (Some(2), Some(second)) => self.emit_extra(op, (first, second, name), 0),
            (_, Some(second)) => self.emit_extra(op, (first, name, second), 0),
            (_, None) => self.emit_extra(op, (first, name), 0),
        }
        self.unit.registers.release(mark);
    }

    /// `dst = object.name`
    pub(super) fn load_attr(&mut self, dst: Reg, object: Reg, name: &str) {
        self.emit_named(Op::LoadAttr, Op::LoadAttrWide, dst, Some(object), name);
    }

    /// A name, shared with its other uses.
    pub(super) fn intern(&mut self, name: &str) -> Name {
        if let Some(name) = self.interned.get(name) {
            return name.clone();
        }
        let name = Name::from(name);
        self.interned.insert(name.clone());
        name
    }
}
