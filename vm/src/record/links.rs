//! Jumps back to a loop that is compiled: the trace ends there, and control goes to that one.
//!
//! Its exits are sparse: they do not name what is as it was at its entry. So before control goes there, what has
//! changed is written into the frame. If the loop is one of a function that was inlined, that function's frame is pushed for
//! good, with those of its callers: what is live in them lies in memory from there on, and they come back to it when the loop
//! is left (`returns.rs`).

use super::begin::NOTHING;
use super::{Going, Recorder, Res};
use crate::compiled;
use tython_jit::ir::{Immediate, Op};

impl Recorder {
    /// A jump back to `target`: if there is a compiled loop, the trace ends there.
    pub(super) fn link(&mut self, target: u32) -> Res<Option<Going>> {
        let is_inside = self.levels.len() > 1;
        if self.is_loop() && !is_inside {
            return Ok(None);
        }
        // Frames of generators are not pushed.
        if self.levels.iter().any(|level| level.body.is_some()) {
            return Ok(None);
        }
        let code = self.code_at(self.levels.len() - 1);
        let Some((root, parameters)) = compiled::root_at(code, target, self.trace.origin.form)
        else {
            return Ok(None);
        };
        let mut arguments = Vec::new();
        for register in parameters {
            arguments.push(self.get_word(register));
        }
        if is_inside {
            self.room_for_frames();
        }
        self.check(Op::Poll, &[]);
        self.write_handled();
        self.level().word = target;
        match is_inside {
            false => self.write_live(target),
            true => self.push_frames()?,
        }
        self.act(Op::Link, Immediate::Trace(root), &arguments);
        Ok(Some(Going::Ended))
    }

    /// What is live in the first frame, where it goes on, is written there.
    fn write_live(&mut self, word: u32) {
        let level = &self.levels[0];
        let live = level.live.get(word as usize).cloned().unwrap_or_default();
        let size = level.size as u16;
        for register in (0..size).filter(|register| live.has(u32::from(*register))) {
            self.write_first(register);
        }
    }

    /// The frames of inlined calls are pushed for good, and the trace goes on in the newest.
    pub(super) fn push_frames(&mut self) -> Res<()> {
        self.write_handled();
        let newest = self.levels.len() - 1;
        let first = self.levels[0].word;
        self.write_live(first - u32::from(self.levels[0].awaits));
        // Whoever is called may look at variables that nobody reads any more.
        self.write_changes();
        self.write_pc(i64::from(first));
        self.make_words(true);
        for depth in 1..=newest {
            let word = self.levels[depth].word;
            self.write_frame(depth, i64::from(word))?;
            self.write_temporaries(depth);
        }
        self.push_written();
        let address = self.address_of(newest);
        let address = self.emit(Op::WordAsRef, &[address]);
        self.act(Op::Reframe, Immediate::None, &[address]);
        Ok(())
    }

    /// Registers of a frame that has been pushed, beside those of its variables, that are live in it.
    fn write_temporaries(&mut self, depth: usize) {
        let locals = self.data(depth).map_or(0, |data| data.locals);
        let level = &self.levels[depth];
        let (size, pending) = (level.size, level.pending);
        let live = level.live.get(level.word_of_live()).cloned();
        let live = live.unwrap_or_default();
        for register in locals..size {
            if live.has(register as u32) && pending != Some(register as u16) {
                let held = self.levels[depth].registers[register].unwrap_or(NOTHING);
                let word = self.word_at(depth, register as u16, held);
                self.store_register(depth, register as u16, word);
            }
        }
    }
}
