//! The thread's frame stack, as traces change it: frames are pushed and popped by loads and stores.
//!
//! All words of it are the thread's own. Nobody looks at them between two of the stores, since there is no helper among them and no
//! poll; what comes before them makes sure that there is room, or that nobody else has to be told of a frame that goes.

use super::begin::NOTHING;
use super::held::Held;
use super::{Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::interp::frame::{Frame, FrameStack, HEAD, Offsets, ROOM};
use crate::objects::function::Function;
use crate::value::Value;
use crate::vm::Vm;
use std::mem::offset_of;
use tython_jit::ir::{self, FieldId, Immediate, Op, Type};

const STACK: Offsets = FrameStack::OFFSETS;

/// Where the context has a word of the frame stack.
const fn in_stack(offset: usize) -> usize {
    offset_of!(Cx, frames) + offset
}

impl Recorder {
    /// There is room for more frames than a trace pushes, or the trace is left before the instruction; the poll that comes next
    /// leaves by the same exit, so no bridge begins there.
    pub(super) fn room_for_frames(&mut self) {
        let context = self.emit(Op::Context, &[]);
        let vm = self.fixed("context", offset_of!(Cx, vm));
        let limit = self.own("vm", Type::I64, offset_of!(Vm, recursion_limit));
        let depth = self.own("context", Type::I64, in_stack(STACK.depth));
        let vm = self.load(vm, context);
        let limit = self.load(limit, vm);
        let depth = self.load(depth, context);
        let room = self.int(ROOM as i64);
        let deeper = self.emit(Op::Add, &[depth, room]);
        let may_grow = self.emit(Op::Le, &[deeper, limit]);
        self.guard(may_grow, true);
        let roomy = self.own("context", Type::I64, in_stack(STACK.roomy));
        let roomy = self.load(roomy, context);
        let frame = self.address_of(0);
        let frame = self.emit(Op::WordAsInt, &[frame]);
        let is_low = self.emit(Op::Le, &[frame, roomy]);
        self.guard(is_low, true);
    }

    /// Writes the frame of an inlined call, with its variables, above that of its caller. The stack does not have it yet.
    pub(super) fn write_frame(&mut self, depth: usize, behind: i64) -> Res<()> {
        let level = &self.levels[depth];
        let (size, back) = (level.size, level.back_bits());
        let Some(data) = self.data(depth) else {
            return unsupported("a frame without code");
        };
        let [generator, function, globals, builtins] = self.callee(depth)?;
        let pc = data.words.as_ptr() as u64 + 8 * behind as u64;
        let caller = self.address_of(depth - 1);
        let code = self.constant(self.code_at(depth));
        let unbound = self.constant(Value::UNBOUND);
        let handled = self.handled_in(depth - 1);
        let proxy = self.levels[depth].proxy.unwrap_or(NOTHING);
        let proxy = self.word(proxy);
        let (pc, back) = (self.raw(pc), self.raw(back));
        let size_word = self.raw(Frame::size_bits(size));
        let head = [
            (offset_of!(Frame, caller), caller),
            (offset_of!(Frame, pc), pc),
            (offset_of!(Frame, code), code),
            (offset_of!(Frame, function), function),
            (offset_of!(Frame, globals), globals),
            (offset_of!(Frame, builtins), builtins),
            (offset_of!(Frame, locals), unbound),
            (offset_of!(Frame, generator), generator),
            (offset_of!(Frame, handled), handled),
            (offset_of!(Frame, proxy), proxy),
            (Frame::BACK, back),
            (Frame::SIZE, size_word),
        ];
        for (offset, word) in head {
            self.store_above(self.offset(depth) + offset, word);
        }
        for register in 0..data.locals.min(size) {
            let held = self.levels[depth].registers[register].unwrap_or(NOTHING);
            let word = self.word_at(depth, register as u16, held);
            self.store_register(depth, register as u16, word);
        }
        Ok(())
    }

    /// What runs in the frame of a level: the generator, or unbound; the function, and its names.
    pub(super) fn callee(&mut self, depth: usize) -> Res<[ir::Value; 4]> {
        let level = &self.levels[depth];
        if let Some(body) = level.body.clone() {
            let address = self.generator(&body);
            let (function, globals, builtins) = (
                self.fields.generator_function,
                self.fields.generator_globals,
                self.fields.generator_builtins,
            );
            let names = [function, globals, builtins].map(|field| self.load(field, address));
            return Ok([self.word(body.generator), names[0], names[1], names[2]]);
        }
        let function = level.function.constant();
        let Some(function) = function.and_then(|value| value.cast::<Function>()) else {
            return unsupported("the frame of a function that is no constant");
        };
        Ok([
            self.constant(Value::UNBOUND),
            self.constant(function.value()),
            self.constant(function.globals.get()),
            self.constant(function.builtins.get()),
        ])
    }

    /// The frames of inlined calls, which have been written, are on the stack.
    pub(super) fn push_written(&mut self) {
        let newest = self.levels.len() - 1;
        let (top, end) = (self.address_of(newest), self.address_of(newest + 1));
        self.move_top(top, end, newest as i64);
    }

    /// The frame that the trace was entered from returns: if Python code has a proxy of it, that takes what there is to see.
    pub(super) fn show_first(&mut self, fr: Fr) -> Res<()> {
        let is_seen = !fr.frame().proxy.is_unbound();
        let is_body = !fr.frame().generator.is_unbound();
        let frame = self.emit(Op::Frame, &[]);
        let proxy = self.frame_field(Type::Word, offset_of!(Frame, proxy));
        let proxy = self.load(proxy, frame);
        let unbound = self.constant(Value::UNBOUND);
        let is_unseen = self.emit(Op::SameWord, &[proxy, unbound]);
        match is_body {
            // What the generator is by now is for the interpreter.
            true => self.guard_for_host(is_unseen),
            false => self.guard(is_unseen, !is_seen),
        }
        if is_seen && !is_body {
            self.write_changes();
            self.write_pc(self.word_behind(0));
            self.call_helper("show_frame", &[])?;
        }
        Ok(())
    }

    /// Pops the frame that the trace was entered from: its caller, whose address this is, gets a value in a register.
    pub(super) fn pop_first(&mut self, caller: ir::Value, (value, register): (Held, Option<u16>)) {
        let value = self.word(value);
        let frame = self.emit(Op::Frame, &[]);
        // If the transaction has to keep the caller's words, that is for the interpreter.
        let context = self.emit(Op::Context, &[]);
        let checkpoint = self.fixed("context", Cx::CHECKPOINT);
        let checkpoint = self.load(checkpoint, context);
        let oldest = self.own("checkpoint", Type::I64, Cx::OLDEST);
        let oldest = self.load(oldest, checkpoint);
        let address = self.emit(Op::RefAsWord, &[caller]);
        let bits = self.emit(Op::WordAsInt, &[address]);
        let is_kept = self.emit(Op::Ge, &[bits, oldest]);
        self.guard_for_host(is_kept);
        if let Some(register) = register {
            let place = self.frame_field(Type::Word, 8 * (HEAD + usize::from(register)));
            self.store(place, caller, value);
        }
        let handled = self.frame_field(Type::Word, offset_of!(Frame, handled));
        let handled = self.load(handled, frame);
        let place = self.own("context", Type::Word, offset_of!(Cx, handled));
        self.store(place, context, handled);
        let end = self.address_of(0);
        self.move_top(address, end, -1);
    }

    /// The newest frame is this one, which ends there, and there are so many more.
    fn move_top(&mut self, top: ir::Value, end: ir::Value, more: i64) {
        let context = self.emit(Op::Context, &[]);
        let place = self.own("context", Type::Word, in_stack(STACK.top));
        self.store(place, context, top);
        let place = self.own("context", Type::I64, in_stack(STACK.depth));
        let depth = self.load(place, context);
        let more = self.int(more);
        let depth = self.emit(Op::Add, &[depth, more]);
        self.store(place, context, depth);
        let range = self.fixed("context", in_stack(STACK.range));
        let range = self.load(range, context);
        let place = self.own("range", Type::Word, STACK.end);
        self.store(place, range, end);
    }

    /// The address of a frame, as a word: of the one that the trace was entered from, or of an inlined call.
    pub(super) fn address_of(&mut self, depth: usize) -> ir::Value {
        let frame = self.emit(Op::Frame, &[]);
        let address = self.emit(Op::RefAsWord, &[frame]);
        if depth == 0 {
            return address;
        }
        let bits = self.emit(Op::WordAsInt, &[address]);
        let offset = self.int(self.offset(depth) as i64);
        let bits = self.emit(Op::Add, &[bits, offset]);
        self.emit(Op::IntAsWord, &[bits])
    }

    /// Leaves to before the instruction unless this holds, and never to a bridge.
    fn guard_for_host(&mut self, condition: ir::Value) {
        let exit = self.exit_now();
        let place = self.place();
        let args = [condition];
        self.trace.emit(
            Op::GuardHost,
            Immediate::None,
            &args,
            Some(exit),
            Some(place),
        );
    }

    pub(super) fn context_word(&mut self, offset: usize) -> ir::Value {
        let context = self.emit(Op::Context, &[]);
        let field = self.own("context", Type::Word, offset);
        self.load(field, context)
    }

    /// A word of what belongs to the thread, which nobody else changes while the trace runs.
    pub(super) fn own(&mut self, whose: &str, ty: Type, offset: usize) -> FieldId {
        let declared = &mut self.trace.declared;
        self.fields.own(declared, whose, (ty, true), offset as u32)
    }

    /// An address there that never changes.
    fn fixed(&mut self, whose: &str, offset: usize) -> FieldId {
        let declared = &mut self.trace.declared;
        self.fields
            .own(declared, whose, (Type::Ref, false), offset as u32)
    }
}
