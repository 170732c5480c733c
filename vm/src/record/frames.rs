//! Frames in memory, as the interpreter would have them: for what may look at frames, or push one.
//!
//! While a trace runs, the frame that it was entered from is as it was then, and those of inlined calls are not there. Before
//! an instruction that may run Python code, what variables hold is written to the first frame, and the others
//! are pushed; behind it they are popped again. If the trace is left in between, its host pops them (`compiled/enter.rs`), and
//! the exit puts them there anew.

use super::held::Held;
use super::{Recorder, Res, unsupported};
use crate::interp::Fr;
use crate::interp::frame::{Frame, HEAD};
use crate::objects::code::{CodeData, CodeObject};
use crate::value::Value;
use std::mem::offset_of;
use tython_compiler::isa::Instr;
use tython_jit::ir::{self, Index, Op};

impl Recorder {
    /// What comes next may look at frames: they are to be as the interpreter would have them, the newest one behind the
    /// running instruction.
    pub(super) fn flush(&mut self) -> Res<()> {
        if self.levels.iter().any(|level| level.body.is_some()) {
            return unsupported("what may look at the frame of a generator that is inlined");
        }
        let newest = self.levels.len() - 1;
        self.write_changes();
        self.write_pc(self.word_behind(0));
        self.make_words(false);
        // Nothing leaves from here on.
        self.lent = self.lend_handled();
        for depth in 1..=newest {
            self.write_frame(depth, self.word_behind(depth))?;
        }
        if newest > 0 {
            self.push_written();
            self.pushed = true;
        }
        self.flushed = Some(self.with_proxies());
        Ok(())
    }

    /// Which of the interpreter's frames have proxies, by their depth; not the first one.
    fn with_proxies(&self) -> Vec<bool> {
        let mut has_proxies = vec![false; self.levels.len()];
        let mut fr = self.running;
        for has_proxy in has_proxies.iter_mut().skip(1).rev() {
            *has_proxy = !fr.frame().proxy.is_unbound();
            fr = Fr(fr.frame().caller);
        }
        has_proxies
    }

    /// Makes words of what the frames hold that are going to be pushed. An integer may be too large for that without an object,
    /// and then the trace is left; but not where some of the frames are there, since a bridge of that exit would know nothing
    /// of them.
    pub(super) fn make_words(&mut self, is_for_good: bool) {
        for depth in 1..self.levels.len() {
            let registers = match self.data(depth) {
                Some(data) if !is_for_good => data.locals,
                _ => self.levels[depth].size,
            };
            for register in 0..registers.min(self.levels[depth].size) {
                let held = self.levels[depth].registers[register];
                if let Some(held @ (Held::Int(_, None) | Held::Float(_, None))) = held {
                    self.word_at(depth, register as u16, held);
                }
            }
        }
    }

    /// What had to be flushed is over: the frames of inlined calls are not there again. Those of which Python code has got proxies
    /// meanwhile have these from now on in the trace. The result of what was called for goes to this register.
    pub(super) fn unflush(&mut self, result: Option<u16>) -> Res<()> {
        let Some(had_proxies) = self.flushed.take() else {
            return Ok(());
        };
        self.pushed = false;
        let newest = self.levels.len() - 1;
        if newest > 0 {
            let has_proxies = self.with_proxies();
            for depth in 1..=newest {
                let is_new = has_proxies[depth] && !had_proxies[depth];
                if is_new && self.levels[depth].proxy.is_none() {
                    let offset = self.offset(depth) + offset_of!(Frame, proxy);
                    let field = self.frame_field(ir::Type::Word, offset);
                    let frame = self.emit(Op::Frame, &[]);
                    let proxy = self.load(field, frame);
                    self.levels[depth].proxy = Some(Held::Word(proxy));
                }
            }
            let count = self.int(newest as i64);
            let known = self.int(self.known_proxies());
            let result = self.int(result.map_or(-1, i64::from));
            self.call_helper("pop_frames", &[count, known, result])?;
        }
        if let Some(handled) = self.lent.take() {
            self.store_handled(handled);
        }
        Ok(())
    }

    /// The word behind the instruction that a frame is at. Callers stand behind theirs already.
    pub(super) fn word_behind(&self, depth: usize) -> i64 {
        let level = &self.levels[depth];
        let word = i64::from(level.word);
        if depth + 1 < self.levels.len() {
            return word;
        }
        let instr = self.data(depth).and_then(|data| {
            let word = data.code.words.get(level.word as usize)?;
            Instr(*word).op()
        });
        word + instr.map_or(1, |op| op.info().words() as i64)
    }

    pub(super) fn data(&self, depth: usize) -> Option<&'static CodeData> {
        let code = self.code_at(depth).cast::<CodeObject>()?;
        Some(code.data())
    }

    pub(super) fn code_at(&self, depth: usize) -> Value {
        let number = self.levels[depth].code.number() as usize;
        self.codes[number]
    }

    /// Where the frame of a level lies, in bytes from that of the first.
    pub(super) fn offset(&self, depth: usize) -> usize {
        let below = self.levels[..depth].iter();
        below.map(|level| 8 * (HEAD + level.size)).sum()
    }

    pub(super) fn frame_field(&mut self, ty: ir::Type, offset: usize) -> ir::FieldId {
        self.own("frame", ty, offset)
    }

    /// What the memory of a register holds.
    pub(super) fn load_register(&mut self, depth: usize, register: u16) -> ir::Value {
        let offset = self.offset(depth) + 8 * (HEAD + usize::from(register));
        let field = self.frame_field(ir::Type::Word, offset);
        let frame = self.emit(Op::Frame, &[]);
        self.load(field, frame)
    }

    /// Writes the memory of a register.
    pub(super) fn store_register(&mut self, depth: usize, register: u16, word: ir::Value) {
        self.store_above(
            self.offset(depth) + 8 * (HEAD + usize::from(register)),
            word,
        );
    }

    /// Writes a word so many bytes above where the first frame begins.
    pub(super) fn store_above(&mut self, offset: usize, word: ir::Value) {
        let field = self.frame_field(ir::Type::Word, offset);
        let frame = self.emit(Op::Frame, &[]);
        self.store(field, frame, word);
    }

    /// The first frame stands at this word of its code.
    pub(super) fn write_pc(&mut self, word: i64) {
        let Some(data) = self.data(0) else {
            return;
        };
        let address = data.words.as_ptr() as i64 + 8 * word;
        let address = self.int(address);
        let field = self.frame_field(ir::Type::I64, offset_of!(Frame, pc));
        let frame = self.emit(Op::Frame, &[]);
        self.store(field, frame, address);
    }

    /// The variables of the first frame that hold something else than it has.
    pub(super) fn write_changes(&mut self) {
        let locals = self.data(0).map_or(0, |data| data.locals);
        for register in 0..locals.min(self.levels[0].size) {
            self.write_first(register as u16);
        }
    }

    /// What a register of the first frame holds is written there, if that is something else.
    pub(super) fn write_first(&mut self, register: u16) {
        let held = self.levels[0].registers[usize::from(register)];
        let Some(held) = held.filter(|held| !self.is_as_entered(register, *held)) else {
            return;
        };
        let word = self.word_at(0, register, held);
        self.store_register(0, register, word);
        // Exits need not name it, as long as it holds this.
        self.holds(register, word);
    }

    /// What a register of a frame holds, as a word.
    pub(super) fn word_at(&mut self, depth: usize, register: u16, held: Held) -> ir::Value {
        let word = self.word(held);
        let place = self.levels[depth].register(register);
        match held {
            Held::Int(int, None) => *place = Some(Held::Int(int, Some(word))),
            Held::Float(float, None) => *place = Some(Held::Float(float, Some(word))),
            _ => {}
        }
        word
    }
}
