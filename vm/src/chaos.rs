//! The chaos switch, for tests: rare paths are made common, and parts of the machinery are left out, so
//! that a test can show that it notices. Only builds with debug assertions or the feature `chaos` have this
//! switch; `stm._chaos` says whether it is there.
//!
//! The variable TYTHON_CHAOS says what, in words with commas between them:
//!
//! | word | effect |
//! | --- | --- |
//! | `rollback=N`, `validation=N`, `delay=N` | how often an operation rolls back, a validation fails, a thread dawdles: in 65536 chances |
//! | `seed=N` | the first state of the dice |
//! | `no-validation` | nobody looks whether what was read is unchanged |
//! | `no-extension` | what is newer than the read version is read nevertheless |
//! | `no-undo` | a rollback does not restore objects |
//! | `no-frames` | a rollback does not restore frames |
//! | `no-exceptions` | a rollback does not restore the exceptions that are being handled |
//! | `no-ages` | who has lost often is treated as whoever has just come |
//! | `no-blocks` | transactions end within atomic blocks as well |
//! | `no-irrevocability` | I/O does not make a transaction irrevocable |
//! | `no-attention` | who is in an atomic block does not look at signals |
//! | `no-interrupts` | KeyboardInterrupt does not undo the block that it interrupts |
//! | `collect-polls=N`, `collect-allocations=N` | a thread collects at every N-th poll; after every N-th slow allocation |
//! | `collect-beside=N` | the collector's own thread begins at every N-th slow allocation |
//! | `guards=N` | of the guards in compiled code, about one in N fails for no reason |
//! | `marking=N` | a marker sleeps so many microseconds after each piece of work |
//! | `no-barrier` | collections learn nothing of what is written |
//! | `no-farewell` | a thread that dies leaves its transaction as it is |

/// What is left out of the virtual machine.
#[derive(Debug)]
pub(crate) struct Missing {
    pub(crate) frames: bool,
    pub(crate) exceptions: bool,
    pub(crate) blocks: bool,
    pub(crate) irrevocability: bool,
    pub(crate) attention: bool,
    pub(crate) interrupts: bool,
    pub(crate) farewell: bool,
}

#[cfg(any(feature = "chaos", debug_assertions))]
mod on {
    use super::Missing;
    use std::sync::OnceLock;
    use stm_core::{Config, Lacks, Rates};
    use tython_gc::Zeal;

    static WORDS: OnceLock<Vec<String>> = OnceLock::new();

    fn words() -> &'static [String] {
        WORDS.get_or_init(|| {
            let words = std::env::var("TYTHON_CHAOS").unwrap_or_default();
            words.split(',').map(str::to_owned).collect()
        })
    }

    fn has(word: &str) -> bool {
        words().iter().any(|given| given == word)
    }

    fn number(name: &str) -> u64 {
        let given = |word: &String| word.strip_prefix(name)?.strip_prefix('=')?.parse().ok();
        words().iter().find_map(given).unwrap_or(0)
    }

    pub(crate) const PRESENT: bool = true;

    /// What of it concerns the transactions.
    pub(crate) fn configure(config: &mut Config) {
        config.chaos = Rates {
            rollback: number("rollback") as u16,
            validation: number("validation") as u16,
            delay: number("delay") as u16,
            seed: number("seed"),
            lacks: Lacks {
                validation: has("no-validation"),
                extension: has("no-extension"),
                undo: has("no-undo"),
                ages: has("no-ages"),
            },
        };
    }

    /// What of it concerns the collector.
    pub(crate) fn zeal() -> Zeal {
        Zeal {
            safepoints: number("collect-polls") as u32,
            allocations: number("collect-allocations") as u32,
            orders: number("collect-beside") as u32,
            mark_stack: 0,
            linger: number("marking") as u32,
            without_barrier: has("no-barrier"),
        }
    }

    /// Compiled code leaves at about every guard of that number; 0: at those that fail.
    pub(crate) fn guards() -> u32 {
        static GUARDS: OnceLock<u32> = OnceLock::new();
        *GUARDS.get_or_init(|| number("guards") as u32)
    }

    pub(crate) fn missing() -> &'static Missing {
        static MISSING: OnceLock<Missing> = OnceLock::new();
        MISSING.get_or_init(|| Missing {
            frames: has("no-frames"),
            exceptions: has("no-exceptions"),
            blocks: has("no-blocks"),
            irrevocability: has("no-irrevocability"),
            attention: has("no-attention"),
            interrupts: has("no-interrupts"),
            farewell: has("no-farewell"),
        })
    }
}

#[cfg(not(any(feature = "chaos", debug_assertions)))]
mod off {
    use super::Missing;
    use stm_core::Config;
    use tython_gc::Zeal;

    pub(crate) const PRESENT: bool = false;

    #[inline(always)]
    pub(crate) fn configure(_: &mut Config) {}

    pub(crate) fn zeal() -> Zeal {
        Zeal::default()
    }

    #[inline(always)]
    pub(crate) fn guards() -> u32 {
        0
    }

    /// Nothing is left out.
    static NOTHING: Missing = Missing {
        frames: false,
        exceptions: false,
        blocks: false,
        irrevocability: false,
        attention: false,
        interrupts: false,
        farewell: false,
    };

    #[inline(always)]
    pub(crate) fn missing() -> &'static Missing {
        &NOTHING
    }
}

#[cfg(not(any(feature = "chaos", debug_assertions)))]
pub(crate) use off::{PRESENT, configure, guards, missing, zeal};
#[cfg(any(feature = "chaos", debug_assertions))]
pub(crate) use on::{PRESENT, configure, guards, missing, zeal};
