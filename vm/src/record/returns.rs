//! Returns from the frame that a trace was entered from: a loop is left with its function, and the trace with it goes to the
//! caller.
//!
//! A bridge comes here: what follows a loop may be the end of the function. Guards make sure that the caller stands where
//! it stands now; the frame is popped, and the trace ends in the caller's. Its last exit is one of that frame, so that what
//! the caller does then is a bridge of its own, and leads to where a loop is compiled: the caller's, or the same one again,
//! in the next call.

use super::held::Held;
use super::level::Level;
use super::{Going, Recorder, Res};
use crate::compiled;
use crate::interp::Fr;
use crate::interp::frame::{BARE, Back, Frame};
use crate::objects::code::CodeObject;
use crate::objects::generator::recorded;
use crate::value::Value;
use std::mem::offset_of;
use std::rc::Rc;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Immediate, Op as Ir};

impl Recorder {
    /// The running instruction returns from the first frame: whether the trace ends in the caller's.
    pub(super) fn go_back(&mut self, fr: Fr, op: Op, i: Instr) -> Res<Option<Going>> {
        if self.levels.len() != 1 || self.is_loop() {
            return Ok(None);
        }
        let is_body = !fr.frame().generator.is_unbound();
        let (value, now) = match op {
            Op::Return => (self.get(i.a()), fr.get(i.a())),
            Op::ReturnConst => {
                let value = fr.constant(i.bc() as usize);
                (Held::Const(value), value)
            }
            _ => return Ok(None),
        };
        let (back, register) = fr.frame().back();
        let caller = Fr(fr.frame().caller);
        let register = match back {
            Back::Send if is_body && may_finish(fr) && !caller.frame().is_bare() => Some(register),
            _ if is_body => return Ok(None),
            Back::Store => Some(register),
            Back::Operator if is_answer(fr, now) => {
                self.guard_answer(value)?;
                Some(register)
            }
            Back::Drop => None,
            Back::Init if value == Held::Const(Value::NONE) => None,
            _ => return Ok(None),
        };
        let Some(code) = caller.frame().code.cast::<CodeObject>() else {
            return Ok(None);
        };
        let address = self.guard_caller(fr);
        let mut word = caller.word_of(caller.frame().pc);
        if is_body {
            self.guard_dressed(address);
            // May leave, and so comes first.
            self.word(value);
            self.finish(fr);
            word = (word as i64 + i64::from(Instr(caller.word_before_next(1)).c() as i16)) as usize;
        }
        self.word(value);
        self.show_first(fr)?;
        self.pop_first(address, (value, register));
        if is_body {
            let pc = self.frame_field(ir::Type::I64, offset_of!(Frame, pc));
            let target = code.data().words.as_ptr() as i64 + 8 * word as i64;
            let target = self.int(target);
            self.store(pc, address, target);
        }
        self.act(Ir::Reframe, Immediate::None, &[address]);
        let number = self.code(code);
        let mut level = Level::new(number, code.data());
        level.word = word as u32;
        self.levels = vec![level];
        self.entered = Rc::default();
        self.here = None;
        // What the caller does then is the same, whoever returns to it.
        match compiled::open_at(
            caller.frame().code,
            self.levels[0].word,
            self.trace.origin.form,
        ) {
            Some(trace) => self.act(Ir::Link, Immediate::Trace(trace), &[]),
            None => drop(self.check(Ir::Leave, &[])),
        }
        Ok(Some(Going::Ended))
    }

    /// Whoever called the first frame is who has called it now. Gives the address of the caller's frame.
    fn guard_caller(&mut self, fr: Fr) -> ir::Value {
        let frame = self.emit(Ir::Frame, &[]);
        let back = self.frame_field(ir::Type::I64, Frame::BACK);
        let caller = self.frame_field(ir::Type::Ref, offset_of!(Frame, caller));
        let pc = self.frame_field(ir::Type::I64, offset_of!(Frame, pc));
        let now = fr.frame();
        let found = self.load(back, frame);
        self.guard_int(found, now.back_bits() as i64);
        let caller = self.load(caller, frame);
        let found = self.load(pc, caller);
        // The trace keeps the caller's code, so nobody else's has this address.
        self.guard_int(found, Fr(now.caller).frame().pc as i64);
        caller
    }

    /// The registers of the caller, which awaits a coroutine, lie in its frame.
    fn guard_dressed(&mut self, caller: ir::Value) {
        let back = self.frame_field(ir::Type::I64, Frame::BACK);
        let back = self.load(back, caller);
        let bare = self.int(BARE as i64);
        let bare = self.emit(Ir::And, &[back, bare]);
        self.guard_int(bare, 0);
    }

    /// The generator that runs in the first frame has returned. (If the trace is left before its frame is popped, the interpreter
    /// does that again.)
    fn finish(&mut self, fr: Fr) {
        let frame = self.emit(Ir::Frame, &[]);
        let place = self.frame_field(ir::Type::Word, offset_of!(Frame, generator));
        let generator = self.load(place, frame);
        let generator = self.untagged(generator);
        self.open_write(generator);
        let unbound = self.constant(Value::UNBOUND);
        let (finished, none) = (
            self.constant(recorded::FINISHED),
            self.constant(Value::NONE),
        );
        let head = [
            (self.fields.generator_state, finished),
            (self.fields.generator_delegate, none),
            (self.fields.generator_frame, unbound),
        ];
        for (field, word) in head {
            self.store(field, generator, word);
        }
        for register in 0..fr.code().registers as u16 {
            let field = self.generator_register(register);
            self.store(field, generator, unbound);
        }
    }

    pub(super) fn guard_int(&mut self, found: ir::Value, wanted: i64) {
        let wanted = self.int(wanted);
        let same = self.emit(Ir::Eq, &[found, wanted]);
        self.guard(same, true);
    }
}

/// Registers of a generator that a trace clears at most.
const MOST_CLEARED: usize = 24;

/// Whether a generator that returns in this frame may be finished by the trace.
fn may_finish(fr: Fr) -> bool {
    fr.code().registers <= MOST_CLEARED
}

/// Whether this is the result of the operator that the caller stands behind, and goes to its register.
fn is_answer(fr: Fr, value: Value) -> bool {
    let caller = Fr(fr.frame().caller);
    value != Value::NOT_IMPLEMENTED && !super::special::jumps(caller.word_before_next(1))
}
