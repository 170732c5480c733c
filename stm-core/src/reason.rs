//! Why a transaction rolls back: one table for the enum, its messages and its counters.

use std::fmt;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $message:literal,)*) => {
        /// Why a transaction cannot go on. It travels up as the `Err` of every operation; the code
        /// that began the transaction then calls [`crate::Thread::rollback`].
        ///
        /// It is as large as a word, so that a `Result` of a word and this is returned in two
        /// registers.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u64)]
        #[must_use = "the transaction has to be rolled back"]
        pub enum Abort {
            $($(#[$doc])* $name,)*
        }

        impl Abort {
            /// Every reason, in the order of the counters in [`crate::Stats`].
            pub const ALL: &'static [Abort] = &[$(Abort::$name,)*];

            /// One line for a person.
            pub fn message(self) -> &'static str {
                match self {
                    $(Abort::$name => $message,)*
                }
            }
        }
    };
}

reasons! {
    /// What was to be touched belongs to a transaction that goes first.
    Owned = "another transaction owns what was to be touched",
    /// The irrevocable transaction has read what was to be written.
    Held = "the irrevocable transaction has read what was to be written",
    /// Something that was read has been changed by a commit.
    Stale = "something that was read has changed",
    /// An older transaction, or the irrevocable one, needs what this one owns.
    Wounded = "an older transaction needs what this one owns",
    /// Another transaction has the irrevocable turn, and this one may not wait for it.
    Turn = "another transaction is irrevocable",
    /// The program called `retry`.
    Retry = "retry was called",
    /// The program gave the transaction up.
    Cancelled = "the program cancelled the transaction",
    /// The heap is full: it is collected before the transaction runs again.
    Exhausted = "the heap was full",
    /// Injected by the chaos switch.
    Chaos = "injected for testing",
}

impl fmt::Display for Abort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Abort {}
