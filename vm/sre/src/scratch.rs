//! The memory of a run: its stack of ways back, and where the groups are.

use crate::engine::Stop;
use std::ops::Range;

/// A position that is none.
pub(crate) const NONE: usize = usize::MAX;

/// What there is to do when a way has turned out wrong: the way back, newest last.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Frame {
    /// Go on at `pc` with `pos`.
    Choice { pc: u32, pos: usize },
    /// Try the next of the alternatives `rest` of a branch.
    Branch { id: u32, pos: usize, rest: u64 },
    /// Give up one code point of a repetition, but none before `low`.
    Greedy { pc: u32, pos: usize, low: usize },
    /// Take one code point more into a repetition, but none from `high` on.
    Lazy { pc: u32, pos: usize, high: usize },
    /// Take one pass more through a loop.
    LazyLoop { pc: u32, pos: usize },
    /// Begin and end of groups, as they were: put `mark` and the last group back.
    Mark {
        index: u32,
        last_group: u32,
        old: usize,
    },
    /// Put the state of a loop back.
    Loop { slot: u32, passes: u32, last: usize },
    /// Here an assertion or an atomic group began; `outer` is the one around it.
    Barrier { pc: u32, outer: u32, pos: usize },
}

/// The state of a loop that has to count, or to watch out for empty passes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Loop {
    /// Passes begun.
    pub(crate) passes: u32,
    /// Where the last optional pass began.
    pub(crate) last: usize,
}

/// The most frames: about a gigabyte of them. Tests do with less.
const MAX_FRAMES: usize = if cfg!(test) { 1 << 16 } else { 1 << 25 };

/// What a run works in; afterwards, what it found.
#[derive(Debug, Default)]
pub struct Scratch {
    stack: Vec<Frame>,
    /// Begin and end of each group, from the first on.
    pub(crate) marks: Vec<usize>,
    pub(crate) loops: Vec<Loop>,
    /// The group that was closed last, or 0.
    pub(crate) last_group: u32,
    /// The whole match.
    pub(crate) whole: Range<usize>,
    /// Whether marks are set, perhaps.
    dirty: bool,
}

impl Scratch {
    /// Where group `group` was found; group 0 is the whole match. `None` if it took no part in it.
    pub fn span(&self, group: usize) -> Option<Range<usize>> {
        if group == 0 {
            return Some(self.whole.clone());
        }
        let pair = self.marks.get(2 * group - 2..2 * group)?;
        (pair[0] != NONE && pair[1] != NONE).then(|| pair[0]..pair[1])
    }

    /// The group that was closed last.
    pub fn last_group(&self) -> Option<usize> {
        (self.last_group != 0).then_some(self.last_group as usize)
    }

    /// Gives back memory that an unusual run has taken.
    pub fn trim(&mut self) {
        const USUAL: usize = 1 << 12;
        self.stack.clear();
        self.stack.shrink_to(USUAL);
        self.marks.shrink_to(USUAL);
    }

    /// Makes room for a program.
    pub(crate) fn prepare(&mut self, marks: usize, loops: usize) -> Result<(), Stop> {
        self.stack.clear();
        self.marks.clear();
        self.loops.clear();
        self.marks.try_reserve(marks).map_err(|_| Stop::Memory)?;
        self.loops.try_reserve(loops).map_err(|_| Stop::Memory)?;
        self.marks.resize(marks, NONE);
        let state = Loop {
            passes: 0,
            last: NONE,
        };
        self.loops.resize(loops, state);
        self.last_group = 0;
        self.dirty = false;
        Ok(())
    }

    /// Forgets what an attempt at another position has left.
    #[inline]
    pub(crate) fn begin(&mut self) {
        self.stack.clear();
        if self.dirty {
            self.marks.fill(NONE);
            self.last_group = 0;
            self.dirty = false;
        }
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, frame: Frame) -> Result<(), Stop> {
        if self.stack.len() == self.stack.capacity() {
            self.grow()?;
        }
        self.stack.push(frame);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> Result<(), Stop> {
        if self.stack.len() >= MAX_FRAMES {
            return Err(Stop::Memory);
        }
        let more = self.stack.len().max(64);
        self.stack.try_reserve(more).map_err(|_| Stop::Memory)
    }

    #[inline(always)]
    pub(crate) fn pop(&mut self) -> Option<Frame> {
        self.stack.pop()
    }

    /// How many frames there are.
    pub(crate) fn height(&self) -> usize {
        self.stack.len()
    }

    pub(crate) fn frame(&self, index: usize) -> Option<Frame> {
        self.stack.get(index).copied()
    }

    /// Sets a mark, in a way that can be undone. With no way back there is nothing to undo.
    #[inline(always)]
    pub(crate) fn mark(&mut self, index: u32, pos: usize) -> Result<(), Stop> {
        let old = std::mem::replace(&mut self.marks[index as usize], pos);
        if !self.stack.is_empty() {
            let last_group = self.last_group;
            self.push(Frame::Mark {
                index,
                last_group,
                old,
            })?;
        }
        if index & 1 == 1 {
            self.last_group = index / 2 + 1;
        }
        self.dirty = true;
        Ok(())
    }

    /// Changes the state of a loop, in a way that can be undone.
    #[inline]
    pub(crate) fn set_loop(&mut self, slot: u32, passes: u32, last: usize) -> Result<(), Stop> {
        let state = Loop { passes, last };
        let old = std::mem::replace(&mut self.loops[slot as usize], state);
        if !self.stack.is_empty() {
            let (passes, last) = (old.passes, old.last);
            self.push(Frame::Loop { slot, passes, last })?;
        }
        Ok(())
    }

    /// Puts back what a frame of [`Scratch::mark`] or [`Scratch::set_loop`] remembers. False if it is
    /// another one.
    #[inline(always)]
    pub(crate) fn undo(&mut self, frame: Frame) -> bool {
        match frame {
            Frame::Mark {
                index,
                last_group,
                old,
            } => {
                self.marks[index as usize] = old;
                self.last_group = last_group;
                true
            }
            Frame::Loop { slot, passes, last } => {
                self.loops[slot as usize] = Loop { passes, last };
                true
            }
            _ => false,
        }
    }

    /// Takes the frames from `height` on away, with what they remember.
    pub(crate) fn undo_to(&mut self, height: usize) {
        while self.stack.len() > height {
            if let Some(frame) = self.stack.pop() {
                self.undo(frame);
            }
        }
    }

    /// Takes the ways back from `height` on away, but keeps what they undo on the way.
    pub(crate) fn commit_to(&mut self, height: usize) {
        let mut kept = height;
        // At the bottom nothing is left to go back to.
        let from = if height == 0 {
            self.stack.len()
        } else {
            height
        };
        for index in from..self.stack.len() {
            let frame = self.stack[index];
            if matches!(frame, Frame::Mark { .. } | Frame::Loop { .. }) {
                self.stack[kept] = frame;
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }
}
