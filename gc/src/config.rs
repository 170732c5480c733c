//! What may be tuned.

/// How a heap behaves. [`Config::default`] suits a program that owns its machine.
#[derive(Clone, Debug)]
pub struct Config {
    /// Bytes that the heap may take from the system, with what objects own outside of it; at the
    /// most the machine's memory, which is also the default.
    pub max_heap: Option<usize>,
    /// Bytes to allocate before a collection is due, whatever is alive.
    pub min_allocation: usize,
    /// By how many percent the heap may grow, in bytes of objects, until all objects have been collected again.
    pub growth_percent: usize,
    /// Rare paths made common.
    pub zeal: Zeal,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            max_heap: None,
            min_allocation: 8 << 20,
            growth_percent: 100,
            zeal: Zeal::default(),
        }
    }
}

/// When to collect without need, to find objects that are not held by anything the collector sees.
#[derive(Clone, Copy, Default, Debug)]
pub struct Zeal {
    /// Collect at the safepoint after every so many slow paths of the allocator; 0: never.
    pub allocations: u32,
    /// Let the collector's own thread begin at every so many slow paths of the allocator; 0: never.
    pub orders: u32,
    /// Collect at every so many safepoints, and poll without need; 0: never.
    pub safepoints: u32,
    /// Entries that a mark stack may have; 0: as many as memory holds.
    pub mark_stack: usize,
    /// Microseconds that a marker sleeps after each piece of work while mutators run, so that marking takes
    /// long; 0: none.
    pub linger: u32,
    /// Collections learn nothing of what is written: so a test can show that it notices.
    pub without_barrier: bool,
}
