//! Whom to blame when a recording has come to nothing: a function, or a generator, that is not inlined any more
//! (`CodeData::resist`), so that the next recording gets further.
//!
//! A loop that inlines more than fits into a trace would never be compiled. The function that has taken at least half of what
//! was recorded, and of several that call each other the innermost, is called from then on, and gets a trace of its own.

use super::Recorder;
use super::calls::has_loops;
use super::level::Level;
use crate::objects::code::{CodeData, CodeObject};
use rustc_hash::FxHashMap;
use tython_jit::hooks::Refusal;
use tython_jit::ir::{CodeId, Index};

impl Recorder {
    /// The recording of a loop has come to nothing: the generator inside of which that was is not inlined any more, nor is the
    /// function with loops; or the one that made it too long.
    pub(super) fn blame(&self, refusal: Refusal) {
        if !self.is_loop() {
            return;
        }
        let to_blame = match refusal {
            Refusal::TooLong => self.longest().or_else(|| self.innermost_to_blame()),
            Refusal::Unsupported | Refusal::LeftLoop => self.innermost_to_blame(),
            _ => None,
        };
        if let Some(data) = to_blame {
            data.resist();
        }
    }

    /// The innermost generator, or function with loops.
    fn innermost_to_blame(&self) -> Option<&'static CodeData> {
        let mut inwards = self.levels.iter().skip(1);
        let level = inwards.rfind(|level| level.body.is_some() || self.has_loops(level))?;
        self.data_of(level.code)
    }

    /// A call is over.
    pub(super) fn has_taken(&mut self, level: &Level) {
        let length = self.trace.insts().len() - level.since;
        *self.taken.entry(level.code).or_default() += length;
    }

    /// The function whose calls have taken the least that is no less than half of the trace; if there is none, the most.
    fn longest(&self) -> Option<&'static CodeData> {
        let length = self.trace.insts().len();
        let mut taken: FxHashMap<CodeId, usize> = self.taken.clone();
        for level in self.levels.iter().skip(1) {
            *taken.entry(level.code).or_default() += length - level.since;
        }
        let first = self.levels[0].code;
        let taken = || taken.iter().filter(|(code, _)| **code != first);
        let half = taken().filter(|(_, taken)| **taken >= length / 2);
        let found = half
            .min_by_key(|(code, taken)| (**taken, code.number()))
            .or_else(|| taken().max_by_key(|(code, taken)| (**taken, code.number())));
        self.data_of(*found?.0)
    }

    /// The running instruction has raised. Where an inlined function catches that, as many do each time they are called, the
    /// function is not inlined any more.
    pub(super) fn has_raised(&self) {
        let newest = self.levels.len() - 1;
        for (depth, level) in self.levels.iter().enumerate().skip(1).rev() {
            let word = level.word - u32::from(depth < newest);
            let data = self.data_of(level.code);
            if let Some(data) = data.filter(|data| data.code.handler_at(word).is_some()) {
                return data.has_caught();
            }
        }
    }

    fn data_of(&self, code: CodeId) -> Option<&'static CodeData> {
        let code = self.codes.get(code.number() as usize)?;
        Some(code.cast::<CodeObject>()?.data())
    }

    fn has_loops(&self, level: &Level) -> bool {
        self.data_of(level.code).is_some_and(has_loops)
    }
}
