//! How an operation ends that does not give a value.

use stm_core::Abort;

/// Why there is no value. It travels up as an ordinary `Err`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Exit {
    /// A Python exception has been raised: [`crate::cx::Cx::exception`] holds it.
    Raise,
    /// The transaction must be rolled back, to the bytecode at which it began. Nobody may swallow this.
    Abort(Abort),
    /// The whole process ends, with the exit status in [`crate::cx::Cx::exit_status`]: no Python code
    /// runs any more in this thread.
    Quit,
}

impl From<Abort> for Exit {
    #[inline(always)]
    fn from(abort: Abort) -> Exit {
        Exit::Abort(abort)
    }
}

/// What an operation gives: a value of type `T`, or the reason why not.
pub type R<T = crate::value::Value> = Result<T, Exit>;
