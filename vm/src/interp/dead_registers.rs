//! Temporaries that nobody will read again: what they still hold would keep garbage alive.
//!
//! A register stays as it is when its value has been used. That does not matter for a collection now
//! and then, but `gc.collect()` should find all that is garbage. So before it the temporaries of the
//! thread's frames that are dead where each frame stands are cleared. (Liveness by backward data flow,
//! as in any textbook; one bit set for each instruction.)

use crate::cx::Cx;
use crate::interp::frame::Frame;
use crate::interp::{Fr, unwind};
use crate::value::Value;
use tython_compiler::code::Code;
use tython_compiler::isa::{Access, Effects, Instr, Kind, Op, for_each_register};

/// Clears the dead temporaries of all frames of this thread.
pub fn clear(cx: &mut Cx) {
    let mut frame: *mut Frame = cx.frames.top();
    // Who waits for what a special method says may need the operands again, or jump.
    let mut waits = false;
    while !frame.is_null() {
        cx.touch(frame);
        clear_frame(Fr(frame), waits);
        waits = Fr(frame).frame().back().0.awaits();
        frame = Fr(frame).frame().caller;
    }
}

fn clear_frame(fr: Fr, waits: bool) {
    let data = fr.code();
    let next = unwind::word_index(fr) as usize + usize::from(!waits);
    let live = Liveness::of(&data.code).before(next);
    for register in data.locals..data.registers {
        if !live.has(register as u32) {
            fr.set(register as u16, Value::UNBOUND);
        }
    }
}

/// The registers that are live before each word at which an instruction starts.
pub(crate) fn live_registers(code: &Code) -> Vec<Set> {
    Liveness::of(code).live
}

/// A set of registers.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Set(Vec<u64>);

impl Set {
    pub(crate) fn has(&self, register: u32) -> bool {
        let word = self.0.get(register as usize / 64);
        word.is_some_and(|word| word >> (register % 64) & 1 != 0)
    }

    pub(crate) fn add(&mut self, register: u32) {
        let index = register as usize / 64;
        if self.0.len() <= index {
            self.0.resize(index + 1, 0);
        }
        self.0[index] |= 1 << (register % 64);
    }

    fn remove(&mut self, register: u32) {
        if let Some(word) = self.0.get_mut(register as usize / 64) {
            *word &= !(1 << (register % 64));
        }
    }

    fn add_all(&mut self, other: &Set) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }
}

/// The registers that are live before each word at which an instruction starts.
struct Liveness<'c> {
    code: &'c Code,
    starts: Vec<usize>,
    live: Vec<Set>,
}

impl<'c> Liveness<'c> {
    fn of(code: &'c Code) -> Self {
        let mut starts = Vec::new();
        let mut at = 0;
        while let Some(word) = code.words.get(at) {
            starts.push(at);
            at += Instr(*word).op().map_or(1, |op| op.info().words());
        }
        let live = vec![Set::default(); code.words.len() + 1];
        let mut liveness = Liveness { code, starts, live };
        while liveness.pass() {}
        liveness
    }

    fn before(mut self, word: usize) -> Set {
        self.live
            .get_mut(word)
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// Goes over all instructions, the last first; true if something was added.
    fn pass(&mut self) -> bool {
        let mut changed = false;
        for index in (0..self.starts.len()).rev() {
            let at = self.starts[index];
            let previous = index.checked_sub(1).map(|index| self.starts[index]);
            let live = self.step(at, previous);
            if live != self.live[at] {
                self.live[at] = live;
                changed = true;
            }
        }
        changed
    }

    /// What is live before the instruction at `at`, as far as is known. A frame stands there as well while it waits for a call
    /// that is the previous one, and whose exception may have a handler.
    fn step(&self, at: usize, previous: Option<usize>) -> Set {
        let instr = Instr(self.code.words[at]);
        let mut live = self.live[at].clone();
        let Some(op) = instr.op() else {
            return live;
        };
        let info = op.info();
        let next = at + info.words();
        let extra = match info.effects.has(Effects::EXTRA) {
            true => self.code.words.get(at + 1).copied().unwrap_or(0),
            false => 0,
        };
        // An iterator that is at its end leaves the register as it was.
        let mut exhausted = Set::default();
        let mut after = Set::default();
        if !info.effects.has(Effects::ENDS) {
            self.add_from(&mut after, next as i64);
        }
        if let Some((_, kind)) = info.jump() {
            let distance = match kind {
                Kind::Jump32 => i64::from(instr.bc() as i32),
                _ => i64::from(instr.c() as i16),
            };
            let target = match op {
                Op::ForIter => &mut exhausted,
                _ => &mut after,
            };
            self.add_from(target, next as i64 + distance);
        }
        for_each_register(instr, extra, |access, register| {
            if access == Access::Write {
                after.remove(register);
            }
        });
        after.add_all(&exhausted);
        // An exception comes before the instruction has written anything.
        let ranges = [Some(at), previous]
            .into_iter()
            .flatten()
            .filter_map(|at| self.code.handler_at(at as u32));
        for range in ranges {
            let mut handler = self.live[range.handler as usize].clone();
            handler.remove(u32::from(range.exc));
            after.add_all(&handler);
        }
        for_each_register(instr, extra, |access, register| {
            if access != Access::Write {
                after.add(register);
            }
        });
        live.add_all(&after);
        live
    }

    fn add_from(&self, set: &mut Set, word: i64) {
        if let Some(live) = usize::try_from(word)
            .ok()
            .and_then(|word| self.live.get(word))
        {
            set.add_all(live);
        }
    }
}
