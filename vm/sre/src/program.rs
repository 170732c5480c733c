//! What a pattern is translated into.

use crate::case::Fold;
use crate::category::{is_ascii_word, is_word};
use crate::low::Low;
use crate::set::Set;
use memchr::memmem;

/// An instruction. Targets are indices of instructions, other numbers those of tables.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Inst {
    /// The end: a match, if the request agrees.
    Match,
    /// A dead end.
    Fail,
    /// One code point.
    One(One),
    /// A run of code points, `literals[start..end]`.
    Literals {
        start: u32,
        end: u32,
    },
    /// A condition on the position.
    At(At),
    /// Begin (even) or end (odd) of a group.
    Mark(u32),
    Jump(u32),
    /// Alternatives, of `branches`.
    Branch(u32),
    /// A repetition of one code point, of `repeats`, as often as possible.
    Greedy(u32),
    /// As rarely as possible.
    Lazy(u32),
    /// As often as possible, without a way back.
    Possessive(u32),
    /// Enters a loop, of `loops`.
    Enter(u32),
    /// The end of a pass through a loop.
    Until(u32),
    /// The same of a loop that prefers to end.
    LazyUntil(u32),
    /// Tries a pass through a possessive loop.
    Try(u32),
    /// The end of such a pass.
    Again(u32),
    /// What follows, to its `EndAssert`, matches `back` code points before here; then on at `next`.
    Assert {
        back: u32,
        next: u32,
    },
    /// The same, but it must not match.
    AssertNot {
        back: u32,
        next: u32,
    },
    /// Begins an atomic group.
    Atomic,
    EndAssert,
    EndAssertNot,
    /// Ends the group that began at `start`.
    EndAtomic {
        start: u32,
    },
    /// The text of a group again.
    GroupRef {
        group: u32,
        fold: Fold,
    },
    /// On at `otherwise` if the group took no part so far.
    IfGroup {
        group: u32,
        otherwise: u32,
    },
}

/// What one code point can be asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum One {
    Is(u32),
    IsNot(u32),
    /// Anything but a line end.
    Any,
    All,
    /// In one of `sets`.
    In(u32),
}

/// Conditions on a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Beginning,
    BeginningLine,
    End,
    EndLine,
    EndString,
    Boundary(Word),
    NonBoundary(Word),
}

/// What words are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Ascii,
    Unicode,
}

impl Word {
    #[inline]
    pub(crate) fn contains(self, code: u32) -> bool {
        match self {
            Word::Ascii => is_ascii_word(code),
            Word::Unicode => is_word(code),
        }
    }
}

/// Which code points can come next.
#[derive(Clone, Debug)]
pub(crate) enum Next {
    /// Any, or the end of the text.
    Whatever,
    /// Just this one.
    Is(u32),
    /// One of these below 256, or one above if `high`.
    Among { low: Low, high: bool },
}

impl Next {
    #[inline(always)]
    pub(crate) fn may_be(&self, code: Option<u32>) -> bool {
        match (self, code) {
            (Next::Whatever, _) => true,
            (_, None) => false,
            (Next::Is(only), Some(code)) => *only == code,
            (Next::Among { low, high }, Some(code)) => match u8::try_from(code) {
                Ok(byte) => low.has(byte),
                Err(_) => *high,
            },
        }
    }
}

/// A repetition of one code point.
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    pub(crate) one: One,
    pub(crate) min: u32,
    pub(crate) max: u32,
    /// What can follow it.
    pub(crate) next: Next,
}

/// The most alternatives of one branch; of more, the last is a branch itself.
pub(crate) const MAX_ALTERNATIVES: usize = 64;

/// Alternatives, in the order in which they are tried.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) targets: Vec<u32>,
    /// Which of them can match at all, by the next code point; without it, all.
    pub(crate) viable: Option<Box<Viable>>,
}

/// Sets of alternatives, as bits.
#[derive(Clone, Debug)]
pub(crate) struct Viable {
    pub(crate) low: [u64; 256],
    pub(crate) high: u64,
    pub(crate) at_end: u64,
}

impl Branch {
    #[inline(always)]
    pub(crate) fn viable(&self, code: Option<u32>) -> u64 {
        match (&self.viable, code) {
            (None, _) => u64::MAX >> (MAX_ALTERNATIVES - self.targets.len()),
            (Some(viable), None) => viable.at_end,
            (Some(viable), Some(code)) => match u8::try_from(code) {
                Ok(byte) => viable.low[usize::from(byte)],
                Err(_) => viable.high,
            },
        }
    }
}

/// A loop over more than one code point. Its passes are counted in the slot of the same number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoopInfo {
    pub(crate) min: u32,
    pub(crate) max: u32,
    /// Where it is entered; the body begins behind.
    pub(crate) enter: u32,
    /// What decides on the first pass.
    pub(crate) first: u32,
    /// Where a pass ends; what follows the loop begins behind.
    pub(crate) until: u32,
}

/// How a search finds the places that are worth an attempt.
#[derive(Debug)]
pub(crate) enum Hint {
    /// Everywhere.
    Nothing,
    /// At the beginning of the text alone.
    Beginning,
    /// Where this code point is.
    Is(u32),
    /// Where these code points are.
    Literals {
        codes: Box<[u32]>,
        latin1: Option<Box<memmem::Finder<'static>>>,
    },
    /// Where one of these is.
    Next(Next),
}

/// A pattern, ready to run. It never changes.
#[derive(Debug)]
pub struct Program {
    pub(crate) insts: Vec<Inst>,
    pub(crate) literals: Vec<u32>,
    pub(crate) sets: Vec<Set>,
    pub(crate) branches: Vec<Branch>,
    pub(crate) repeats: Vec<Repeat>,
    pub(crate) loops: Vec<LoopInfo>,
    pub(crate) hint: Hint,
    /// The shortest text that it can match.
    pub(crate) min_width: usize,
    pub(crate) groups: u32,
}

impl Program {
    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.groups as usize
    }

    /// Bytes that it takes, about.
    pub fn bytes(&self) -> usize {
        let viable = |branch: &Branch| branch.viable.as_ref().map_or(0, |_| size_of::<Viable>());
        size_of::<Program>()
            + size_of_val::<[_]>(&self.insts)
            + size_of_val::<[_]>(&self.literals)
            + self.sets.iter().map(Set::bytes).sum::<usize>()
            + self
                .branches
                .iter()
                .map(|branch| 64 + viable(branch))
                .sum::<usize>()
            + self.repeats.len() * (size_of::<Repeat>() + 256)
            + size_of_val::<[_]>(&self.loops)
    }
}
