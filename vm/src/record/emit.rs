//! Instructions of a trace: the small words that the families write in.

use super::comparison::Operand;
use super::held::Held;
use super::{Recorder, Res, refused};
use crate::heap::Meta;
use crate::objects::int::to_int;
use crate::value::Value;
use tython_jit::hooks::Refusal;
use tython_jit::ir::{self, FieldId, Form, Immediate, Object, Op};

/// Bits of a word that say what a value is.
const TAG: i64 = 0b111;
const REFERENCE: i64 = 0b001;
/// The bits of a meta word that hold layout and shape.
const KIND: i64 = (1 << 40) - 1;

/// The integer, if it fits into 64 bits. No `bool`.
pub(super) fn int_of(value: Value) -> Option<i64> {
    if value.as_bool().is_some() {
        return None;
    }
    value
        .as_small_int()
        .or_else(|| to_int(value).and_then(|int| int.to_i64()))
}

/// The float of a `float`.
pub(super) fn float_of(value: Value) -> Option<f64> {
    crate::objects::float::to_f64(value)
}

impl Recorder {
    pub(super) fn emit(&mut self, op: Op, args: &[ir::Value]) -> ir::Value {
        self.emit_with(op, Immediate::None, args)
    }

    /// An operation with a result that never leaves.
    pub(super) fn emit_with(
        &mut self,
        op: Op,
        immediate: Immediate,
        args: &[ir::Value],
    ) -> ir::Value {
        let place = self.place();
        let result = self.trace.emit(op, immediate, args, None, Some(place));
        result.expect("an operation with a result")
    }

    /// An operation without a result that never leaves.
    pub(super) fn act(&mut self, op: Op, immediate: Immediate, args: &[ir::Value]) {
        let place = self.place();
        self.trace.emit(op, immediate, args, None, Some(place));
    }

    /// An operation that may leave, before the instruction.
    pub(super) fn check(&mut self, op: Op, args: &[ir::Value]) -> Option<ir::Value> {
        debug_assert!(
            !self.pushed,
            "a bridge of this exit would find frames it does not know of"
        );
        let exit = self.exit();
        let place = self.place();
        self.trace
            .emit(op, Immediate::None, args, Some(exit), Some(place))
    }

    /// The result of an operation that may leave.
    pub(super) fn checked(&mut self, op: Op, args: &[ir::Value]) -> ir::Value {
        self.check(op, args).expect("an operation with a result")
    }

    pub(super) fn guard(&mut self, condition: ir::Value, outcome: bool) {
        let op = if outcome {
            Op::GuardTrue
        } else {
            Op::GuardFalse
        };
        self.check(op, &[condition]);
    }

    pub(super) fn int(&mut self, int: i64) -> ir::Value {
        self.once(Op::Int, Immediate::Int(int))
    }

    pub(super) fn float(&mut self, float: f64) -> ir::Value {
        self.once(Op::Float, Immediate::Float(float.to_bits()))
    }

    /// A word that is no reference.
    pub(super) fn raw(&mut self, bits: u64) -> ir::Value {
        self.once(Op::Word, Immediate::Word(bits))
    }

    /// A constant, which a trace has once: most are in many exits.
    fn once(&mut self, op: Op, immediate: Immediate) -> ir::Value {
        if let Some(known) = self.constants.get(&(op, immediate)) {
            return *known;
        }
        let value = self.emit_with(op, immediate, &[]);
        self.constants.insert((op, immediate), value);
        value
    }

    /// The address of an object that the trace keeps alive.
    pub(super) fn object(&mut self, value: Value) -> ir::Value {
        let address = value.address().unwrap_or_default() as u64;
        let known = self.objects.get(&address).copied();
        let id = known.unwrap_or_else(|| {
            let name = format!("{address:x}");
            let id = self.trace.declared.objects.push(Object { name, address });
            self.objects.insert(address, id);
            id
        });
        self.once(Op::Object, Immediate::Object(id))
    }

    /// The word of a constant.
    pub(super) fn constant(&mut self, value: Value) -> ir::Value {
        if !value.is_reference() {
            return self.raw(value.bits());
        }
        let address = self.object(value);
        if let Some(known) = self.references.get(&address) {
            return *known;
        }
        let word = self.tagged(address);
        self.references.insert(address, word);
        word
    }

    /// The word of a reference.
    pub(super) fn tagged(&mut self, address: ir::Value) -> ir::Value {
        let word = self.emit(Op::RefAsWord, &[address]);
        let bits = self.emit(Op::WordAsInt, &[word]);
        let tag = self.int(REFERENCE);
        let tagged = self.emit(Op::Add, &[bits, tag]);
        self.emit(Op::IntAsWord, &[tagged])
    }

    /// An integer whose bits are those of `word & mask`.
    fn masked(&mut self, word: ir::Value, mask: i64) -> ir::Value {
        let bits = self.emit(Op::WordAsInt, &[word]);
        let mask = self.int(mask);
        self.emit(Op::And, &[bits, mask])
    }

    fn guard_tag(&mut self, word: ir::Value, mask: i64, tag: i64) {
        let found = self.masked(word, mask);
        let tag = self.int(tag);
        let fits = self.emit(Op::Eq, &[found, tag]);
        self.guard(fits, true);
    }

    /// A word that is this constant, or the trace is left.
    pub(super) fn guard_word(&mut self, word: ir::Value, value: Value) {
        let constant = self.constant(value);
        let same = self.emit(Op::SameWord, &[word, constant]);
        self.guard(same, true);
    }

    /// What a register holds, as a word. Leaves if it has none without an allocation.
    pub(super) fn word(&mut self, held: Held) -> ir::Value {
        match held {
            Held::Word(word)
            | Held::Int(_, Some(word))
            | Held::Float(_, Some(word))
            | Held::Ref(_, word) => word,
            Held::Const(value) => self.constant(value),
            Held::Int(int, None) => {
                let one = self.int(1);
                let shifted = self.checked(Op::ShlOvf, &[int, one]);
                self.emit(Op::IntAsWord, &[shifted])
            }
            Held::Float(float, None) => self.checked(Op::TagFloat, &[float]),
            Held::Bool(bool) => {
                let number = self.emit(Op::BoolToInt, &[bool]);
                let three = self.int(3);
                let shifted = self.emit(Op::Shl, &[number, three]);
                let least = self.int(Value::FALSE.bits() as i64);
                let bits = self.emit(Op::Add, &[shifted, least]);
                self.emit(Op::IntAsWord, &[bits])
            }
        }
    }

    /// The integer that a register holds: now it is one.
    pub(super) fn as_int(&mut self, held: Held, now: Value) -> Option<ir::Value> {
        let int = int_of(now)?;
        match held {
            Held::Int(value, _) => Some(value),
            Held::Const(_) => Some(self.int(int)),
            Held::Word(word) if now.is_small_int() => {
                self.guard_tag(word, 1, 0);
                let bits = self.emit(Op::WordAsInt, &[word]);
                let one = self.int(1);
                Some(self.emit(Op::Sar, &[bits, one]))
            }
            _ => None,
        }
    }

    /// The number that a register's `bool` is in arithmetic: now it holds one.
    fn bool_as_int(&mut self, held: Held, now: Value) -> Option<ir::Value> {
        let bool = now.as_bool()?;
        match held {
            Held::Bool(bool) => Some(self.emit(Op::BoolToInt, &[bool])),
            Held::Const(_) => Some(self.int(bool.into())),
            Held::Word(word) => {
                // The words of the two differ by one above the tag, and all others differ from them elsewhere.
                let bits = self.emit(Op::WordAsInt, &[word]);
                let least = self.int(Value::FALSE.bits() as i64);
                let above = self.emit(Op::Sub, &[bits, least]);
                let step = (Value::TRUE.bits() - Value::FALSE.bits()) as i64;
                let (mask, zero) = (self.int(!step), self.int(0));
                let rest = self.emit(Op::And, &[above, mask]);
                let fits = self.emit(Op::Eq, &[rest, zero]);
                self.guard(fits, true);
                let by = self.int(i64::from(step.trailing_zeros()));
                Some(self.emit(Op::Sar, &[above, by]))
            }
            _ => None,
        }
    }

    /// Operands of which some are `bool`s and the others numbers, all as numbers; others as they are.
    pub(super) fn as_numbers(&mut self, left: Operand, right: Operand) -> (Operand, Operand) {
        let is_bool = |now: Value| now.as_bool().is_some();
        let fits = |now: Value| is_bool(now) || int_of(now).is_some() || float_of(now).is_some();
        match (is_bool(left.1) || is_bool(right.1)) && fits(left.1) && fits(right.1) {
            true => (self.without_bool(left), self.without_bool(right)),
            false => (left, right),
        }
    }

    /// An operand that is a `bool`, as the number that it is in arithmetic; any other as it is.
    pub(super) fn without_bool(&mut self, (held, now): Operand) -> Operand {
        let number = now.bool_as_int();
        match self.bool_as_int(held, now) {
            Some(_) if held.constant().is_some() => (Held::Const(number), number),
            Some(int) => (Held::Int(int, None), number),
            None => (held, now),
        }
    }

    /// The float that a register holds: now it is one.
    pub(super) fn as_float(&mut self, held: Held, now: Value) -> Option<ir::Value> {
        let float = float_of(now)?;
        match held {
            Held::Float(value, _) => Some(value),
            Held::Const(_) => Some(self.float(float)),
            Held::Word(word) if now.is_immediate_float() => {
                Some(self.checked(Op::UntagFloat, &[word]))
            }
            Held::Word(_) | Held::Ref(..) => {
                let address = self.as_kind(held, now)?;
                let bits = self.fields.float_bits;
                Some(self.load(bits, address))
            }
            _ => None,
        }
    }

    /// The object that a register refers to: now it does.
    pub(super) fn as_ref(&mut self, held: Held, now: Value) -> Option<ir::Value> {
        now.address()?;
        match held {
            Held::Ref(address, _) => Some(address),
            Held::Const(value) => Some(self.object(value)),
            Held::Word(word) => {
                self.guard_tag(word, TAG, REFERENCE);
                Some(self.untagged(word))
            }
            _ => None,
        }
    }

    /// The address in the word of a reference.
    pub(super) fn untagged(&mut self, word: ir::Value) -> ir::Value {
        let bits = self.emit(Op::WordAsInt, &[word]);
        let tag = self.int(REFERENCE);
        let address = self.emit(Op::Sub, &[bits, tag]);
        let address = self.emit(Op::IntAsWord, &[address]);
        self.emit(Op::WordAsRef, &[address])
    }

    /// The object that a register refers to, which is of the layout and the builtin class that it is of now. No
    /// instance of a class that can get other attributes.
    pub(super) fn as_kind(&mut self, held: Held, now: Value) -> Option<ir::Value> {
        let meta = Meta::from_bits(now.header()?.meta.load());
        if held.constant().is_some() {
            return self.as_ref(held, now);
        }
        let address = self.as_ref(held, now)?;
        let kind = self.fields.kind;
        let found = self.load(kind, address);
        let mask = self.int(KIND);
        let found = self.emit(Op::And, &[found, mask]);
        let wanted = self.int(meta.bits() as i64 & KIND);
        let same = self.emit(Op::Eq, &[found, wanted]);
        self.guard(same, true);
        Some(address)
    }

    /// A field of an object that is open, or that never changes.
    pub(super) fn load(&mut self, field: FieldId, object: ir::Value) -> ir::Value {
        let loaded = self.emit_with(Op::Load, Immediate::Field(field), &[object]);
        self.look_again(field, object);
        loaded
    }

    /// An element of an array in an object that is open, or that never changes.
    pub(super) fn load_at(
        &mut self,
        array: FieldId,
        object: ir::Value,
        index: ir::Value,
    ) -> ir::Value {
        let loaded = self.emit_with(Op::LoadAt, Immediate::Array(array), &[object, index]);
        self.look_again(array, object);
        loaded
    }

    /// With several threads what has been loaded counts if the object's token is what it was before.
    fn look_again(&mut self, field: FieldId, object: ir::Value) {
        let fields = &self.trace.declared.fields;
        if let Some(token) = self.tokens.get(&object).copied()
            && fields.get(field).is_some_and(|field| field.mutable)
        {
            self.check(Op::CheckOpen, &[object, token]);
        }
    }

    pub(super) fn store(&mut self, field: FieldId, object: ir::Value, value: ir::Value) {
        self.act(Op::Store, Immediate::Field(field), &[object, value]);
    }

    /// Opens an object for reading. Before anything is written: with several threads it may leave.
    pub(super) fn open_read(&mut self, object: ir::Value) {
        match self.trace.origin.form {
            Form::Solo => self.act(Op::OpenReadSolo, Immediate::None, &[object]),
            Form::Shared => {
                let token = self.checked(Op::OpenReadShared, &[object]);
                self.tokens.insert(object, token);
            }
        }
    }

    /// Opens an object for writing. As for reading: before anything is written.
    pub(super) fn open_write(&mut self, object: ir::Value) {
        match self.trace.origin.form {
            Form::Solo => self.act(Op::OpenWriteSolo, Immediate::None, &[object]),
            Form::Shared => {
                self.check(Op::OpenWriteShared, &[object]);
                self.tokens.remove(&object);
            }
        }
    }

    /// Makes a typed value of what a register holds, of the type that it has now.
    pub(super) fn typed(&mut self, held: Held, now: Value) -> Held {
        let Held::Word(word) = held else {
            return held;
        };
        if now.is_small_int() {
            match self.as_int(held, now) {
                Some(int) => Held::Int(int, Some(word)),
                None => held,
            }
        } else if now.is_immediate_float() {
            match self.as_float(held, now) {
                Some(float) => Held::Float(float, Some(word)),
                None => held,
            }
        } else {
            held
        }
    }

    /// An integer that is small enough that a float holds it exactly.
    pub(super) fn as_exact_float(&mut self, held: Held, now: Value) -> Option<ir::Value> {
        const EXACT: i64 = 1 << 53;
        if let Some(float) = self.as_float(held, now) {
            return Some(float);
        }
        let number = int_of(now).filter(|int| (-EXACT..=EXACT).contains(int))?;
        if let Held::Const(_) = held {
            return Some(self.float(number as f64));
        }
        let int = self.as_int(held, now)?;
        let (least, most) = (self.int(-EXACT), self.int(EXACT));
        for (left, right) in [(least, int), (int, most)] {
            let fits = self.emit(Op::Le, &[left, right]);
            self.guard(fits, true);
        }
        Some(self.emit(Op::IntToFloat, &[int]))
    }
}

/// The operand has to be what it is now.
pub(super) fn some<T>(found: Option<T>, what: &str) -> Res<T> {
    found.ok_or_else(|| refused(Refusal::Unsupported, what))
}
