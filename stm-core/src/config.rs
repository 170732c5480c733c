//! The numbers that may be tuned, each with its unit. Models and tests shrink them.

/// Tunable numbers of one [`crate::Stm`].
#[derive(Clone, Debug)]
pub struct Config {
    /// Threads at a time, at most [`crate::token::MAX_THREADS`].
    pub max_threads: usize,
    /// How many turns (see `sync::pause`) an operation waits for the owner of a unit before it
    /// decides who yields. 0: never waits for a revocable owner, so one OS thread can drive several
    /// [`crate::Thread`]s.
    pub patience: u32,
    /// Rollbacks after which a transaction stops being timid and takes an age.
    pub timid_tries: u32,
    /// Rollbacks after which [`crate::Thread::atomically`] takes the irrevocable turn.
    pub irrevocable_after: u32,
    /// Units of at most this many words are logged whole.
    pub small_words: usize,
    /// Words in a card of a larger unit.
    pub card_words: usize,
    /// Single words of a larger unit that are logged before a whole card is.
    pub words_before_card: u32,
    /// Slots of the read log's table to begin with; it grows when half of them are taken.
    pub read_slots: usize,
    /// Distinct entries that the read log and the list of held units may have. A transaction that
    /// reads more becomes irrevocable and stops all other writers, and needs no log.
    pub max_reads: usize,
    /// Whether a lone thread runs without logs.
    pub solo: bool,
    /// What the chaos switch does.
    #[cfg(any(feature = "chaos", debug_assertions))]
    pub chaos: crate::chaos::Rates,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            max_threads: crate::token::MAX_THREADS,
            patience: 12,
            timid_tries: 2,
            irrevocable_after: 50,
            small_words: 16,
            card_words: 32,
            words_before_card: 3,
            read_slots: 1024,
            max_reads: 1 << 22,
            solo: false,
            #[cfg(any(feature = "chaos", debug_assertions))]
            chaos: crate::chaos::Rates::default(),
        }
    }
}
