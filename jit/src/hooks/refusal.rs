//! Why a recording comes to nothing: one table for the enum, its messages, and what it costs.

use std::fmt;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $message:literal, $cost:literal;)*) => {
        /// Why a recording comes to nothing.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Refusal {
            $($(#[$doc])* $name,)*
        }

        impl Refusal {
            /// Every reason.
            pub const ALL: &'static [Refusal] = &[$(Refusal::$name,)*];

            /// One line for a person.
            #[must_use]
            pub fn message(self) -> &'static str {
                match self {
                    $(Refusal::$name => $message,)*
                }
            }

            /// How many of the site's tries are used up.
            #[must_use]
            pub fn cost(self) -> u8 {
                match self {
                    $(Refusal::$name => $cost,)*
                }
            }
        }
    };
}

refusals! {
    /// The place is not to blame: the thread ended, say.
    Interrupted = "the recording was interrupted", 0;
    /// The trace grew beyond the limit.
    TooLong = "the trace is too long", 1;
    /// Too many calls were inlined into each other.
    TooDeep = "too many calls are inlined", 1;
    /// Control did not come back to where the recording began.
    LeftLoop = "control left the loop", 1;
    /// The recorder met an operation that it cannot express.
    Unsupported = "an operation cannot be recorded", 1;
    /// The compiler did not take the trace.
    Rejected = "the compiler rejected the trace", 1;
    /// A function that whoever calls it has in line.
    Inlined = "its callers have it in line", 1;
    /// What the trace relied on has changed.
    Invalidated = "an assumption of the trace does not hold any more", 1;
    /// Nobody has entered the trace for long, and it was given up.
    Unused = "the trace was not used", 0;
    /// No trace of this place can ever be of use.
    Hopeless = "nothing can be gained here", 255;
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}
