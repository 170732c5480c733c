//! What an interpreter calls at loop headers and function entries, and what it is told to do there.
//!
//! Such a place has a [`Site`], one word that all threads share and that hardly ever changes. How often
//! a thread has come past is counted in that thread's own [`Profile`]: a shared counter would be a
//! cache line that every thread stores to. Neither is part of a transaction. What a transaction that
//! rolls back has counted stays counted, and a trace that it recorded stays a good guess.
//!
//! ```
//! use tython_jit::hooks::{Action, Hooks, Profile, Site, Thresholds};
//! use tython_jit::ir::TraceId;
//!
//! let header = Site::default();
//! let mut profile = Profile::new(Thresholds { loops: 2, ..Thresholds::default() });
//! assert_eq!(profile.back_edge(&header), Action::GoOn);
//! match profile.back_edge(&header) {
//!     // Here the loop is recorded and compiled.
//!     Action::Record(claim) => claim.install(TraceId(7)),
//!     other => panic!("{other:?}"),
//! }
//! assert_eq!(profile.back_edge(&header), Action::Enter(TraceId(7)));
//! ```
//!
//! | file | what |
//! | --- | --- |
//! | `site.rs` | the word of a place, and who may change it |
//! | `profile.rs` | a thread's counters |
//! | `refusal.rs` | why a recording comes to nothing |

mod profile;
mod refusal;
mod site;

pub use profile::{Profile, Thresholds};
pub use refusal::Refusal;
pub use site::{Claim, Site, State};

use crate::ir::TraceId;

/// What the interpreter does next.
#[derive(PartialEq, Eq, Debug)]
#[must_use = "a claim that is dropped has been a recording for nothing"]
pub enum Action<'s> {
    /// It goes on interpreting.
    GoOn,
    /// It goes on and records what it does. Nobody else does so for this site, as long as the claim
    /// is there.
    Record(Claim<'s>),
    /// It enters this trace.
    Enter(TraceId),
}

/// The calls that an interpreter makes.
pub trait Hooks {
    /// At a jump back to the loop header of this site, before the jump.
    fn back_edge<'s>(&mut self, site: &'s Site) -> Action<'s>;

    /// At the entry of the function of this site, with the arguments in place.
    fn entry<'s>(&mut self, site: &'s Site) -> Action<'s>;

    /// When a trace was left by the exit of this site ([`Code::site`](crate::code::Code::site)), with the
    /// interpreter's state put together.
    fn exit<'s>(&mut self, site: &'s Site) -> Action<'s>;
}

/// Hooks of an interpreter that never compiles: they are optimised away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Off;

impl Hooks for Off {
    #[inline(always)]
    fn back_edge<'s>(&mut self, _: &'s Site) -> Action<'s> {
        Action::GoOn
    }

    #[inline(always)]
    fn entry<'s>(&mut self, _: &'s Site) -> Action<'s> {
        Action::GoOn
    }

    #[inline(always)]
    fn exit<'s>(&mut self, _: &'s Site) -> Action<'s> {
        Action::GoOn
    }
}
