//! The heap: what all mutators share, and a collection from begin to end.

use crate::aftermath::Aftermath;
use crate::block::BLOCK_BYTES;
use crate::classes::{Class, MAX_CELL};
use crate::collector::Collector;
use crate::config::Config;
use crate::cycle::Cycle;
use crate::header::{HEADER_BYTES, Object};
use crate::layout::Layouts;
use crate::mark::Marking;
use crate::memory;
use crate::mutator::Mutator;
use crate::pacing::Pacing;
use crate::roots::AtRest;
use crate::safepoint::{Stopped, World};
use crate::space::{OutOfMemory, Space};
use crate::stats::Stats;
use crate::sync::Mutex;
use crate::weak::Clearing;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// What the heap asks of the virtual machine.
pub trait Client: Send + Sync + 'static {
    /// Makes the mutator that attached with `tag` call [`Mutator::safepoint`] soon, by a bit in its
    /// poll word. The virtual machine clears the bit *before* that call. Called on any thread, under
    /// a lock: it only sets the bit.
    fn request(&self, tag: usize);

    /// Visits the values that globals hold. The world is stopped.
    fn roots(&self, visit: &mut dyn FnMut(u64));

    /// Visits the values of lists that may be long. Called beside mutators when marking begins; so who takes a value out of
    /// such a list meanwhile calls [`Heap::shade`].
    fn long_roots(&self, _visit: &mut dyn FnMut(u64)) {}

    /// Called when nearly everything that lives is marked, while mutators run: to look beside them for what may have
    /// died, of what [`Client::after_mark`] is about. What is marked now stays so until then.
    fn survey(&self, _marking: &Marking<'_>) {}

    /// Called when everything that roots reach is marked: the rest has died. The world is stopped.
    fn marking_ended(&self) {}

    /// Called after that, before anything is freed, while mutators run: weak references to what has died are
    /// cleared here, and finalisers queued. What the virtual machine revives ([`Aftermath::revive`],
    /// [`Aftermath::drain`]) stays alive. By a thread that is parked, or no mutator.
    fn after_mark(&self, dead: &mut Aftermath<'_, '_>);

    /// A collection has ended, and the world runs again. Called by the thread that collected, which is
    /// parked: no object may be touched.
    fn cycle_ended(&self, _cycle: &Cycle) {}
}

/// A root, as the collector sees it.
pub(crate) enum Root {
    /// A value.
    Exact(u64),
    /// A word that may be an address.
    Ambiguous(u64),
}

/// A heap. It lives as long as the process, so references into it are `'static`.
pub struct Heap {
    pub(crate) space: Space,
    pub(crate) config: Config,
    pub(crate) pacing: Pacing,
    pub(crate) world: Arc<World<AtRest>>,
    client: OnceLock<Box<dyn Client>>,
    pub(crate) stats: Mutex<Stats>,
    pub(crate) collector: Collector,
    /// Between the end of marking and the sorting of blocks: the dead lie there whole.
    pub(crate) clearing: Clearing,
}

impl Heap {
    /// A new heap.
    ///
    /// # Errors
    /// When the system has no addresses left.
    pub fn create(config: Config, layouts: Layouts) -> Result<&'static Heap, OutOfMemory> {
        let memory = memory::available();
        let max_bytes = config
            .max_heap
            .unwrap_or(memory)
            .min(memory)
            .max(BLOCK_BYTES);
        let heap = Heap {
            space: Space::new(max_bytes, layouts)?,
            pacing: Pacing::new(&config),
            config,
            world: Arc::default(),
            client: OnceLock::new(),
            stats: Mutex::default(),
            collector: Collector::default(),
            clearing: Clearing::default(),
        };
        Ok(Box::leak(Box::new(heap)))
    }

    /// Says who holds globals and answers requests. Once, before the first collection.
    ///
    /// # Panics
    /// The second time.
    pub fn set_client(&self, client: Box<dyn Client>) {
        assert!(self.client.set(client).is_ok(), "a heap has one client");
    }

    /// Enters a mutator, which runs from now on. `tag` is for [`Client::request`]. Waits while the
    /// world is stopped.
    pub fn attach(&'static self, tag: usize) -> Mutator {
        let mutator = Mutator::new(self, tag, |at_rest| self.world.enter(tag, at_rest));
        if self.config.zeal.safepoints != 0 {
            self.request(tag);
        }
        mutator
    }

    /// Payload words of the object's cell: at least as many as were asked for, all of them usable.
    #[inline]
    pub fn capacity(&self, object: Object) -> usize {
        self.space.blocks.capacity(object)
    }

    /// Payload words of the cell that a request for `payload_words` gets. Growing containers round
    /// their capacity up to it.
    #[inline]
    pub fn good_words(payload_words: usize) -> usize {
        let Some(bytes) = payload_words
            .checked_mul(8)
            .and_then(|bytes| bytes.checked_add(HEADER_BYTES))
        else {
            return payload_words;
        };
        let cell = if bytes <= MAX_CELL {
            Class::of(bytes, false).cell_bytes()
        } else {
            bytes.checked_next_multiple_of(BLOCK_BYTES).unwrap_or(bytes)
        };
        (cell - HEADER_BYTES) / 8
    }

    /// Numbers up to now.
    pub fn stats(&self) -> Stats {
        Stats {
            heap_bytes: self.space.bytes_in_use(),
            peak_bytes: self.space.peak_bytes(),
            allocated_bytes: self.pacing.total(),
            ..*self.stats.lock()
        }
    }

    /// Whether a collection is marking while mutators run: they have to show what they overwrite
    /// ([`Heap::shade`]). Changes only while the world is stopped.
    #[inline(always)]
    pub fn is_marking(&self) -> bool {
        self.space.is_marking()
    }

    /// Whether mutators allocate faster than all objects are being marked.
    #[inline]
    pub(crate) fn is_ahead(&self) -> bool {
        self.collector
            .shared
            .throttle
            .is_ahead(self.pacing.counted())
    }

    /// Whether the client looks after what has died ([`Client::after_mark`]). Begins only while the world is stopped.
    #[inline(always)]
    pub fn is_clearing(&self) -> bool {
        self.clearing.is_under_way()
    }

    /// Whether the object that `value` refers to has died, while there is a clearing: for values that tables hold
    /// which are no roots. By a mutator that runs.
    pub fn has_died(&self, value: u64) -> bool {
        self.is_clearing() && self.space.blocks.has_died(value)
    }

    /// Whether the last collection that has ended found the object that `value` referred to then: it is there, at the same
    /// address. What does not refer into the heap counts as found.
    ///
    /// For a thread that was stopped for the end of that collection, as long as no other has begun: what is allocated since
    /// is not marked, so an address of something that died does not count as found when it is used again. Before all
    /// objects are collected marks are taken away, which makes what is alive count as not found, and nothing else.
    pub fn was_found(&self, value: u64) -> bool {
        debug_assert!(!self.is_marking());
        self.space.is_marked(value)
    }

    /// Mutators attached now.
    pub fn mutators(&self) -> usize {
        self.world.mutators()
    }

    /// Runs the drop functions of everything that is left, at the end of the process.
    ///
    /// # Safety
    /// No mutator is attached, and nobody looks at an object any more.
    pub unsafe fn shutdown(&self) {
        self.end_collections();
        self.space.drop_all();
    }

    pub(crate) fn request(&self, tag: usize) {
        if let Some(client) = self.client.get() {
            client.request(tag);
        }
    }

    pub(crate) fn client(&self) -> Option<&dyn Client> {
        self.client.get().map(|client| &**client)
    }

    /// Stops the world for `body`, unless another stop was in force, which is over then. The caller
    /// is parked, or no mutator.
    pub(crate) fn stop<R>(&self, body: impl FnOnce(&Stopped<'_, AtRest>) -> R) -> Option<R> {
        let begin = Instant::now();
        let stopped = self.world.stop(|tag| self.request(tag))?;
        let result = body(&stopped);
        drop(stopped);
        self.stats.lock().add_pause(begin.elapsed());
        Some(result)
    }

    /// The same, whoever else wants the world stopped; and for how long it was, the waiting included.
    pub(crate) fn stop_for<R>(
        &self,
        body: impl FnOnce(&Stopped<'_, AtRest>) -> R,
    ) -> (R, Duration) {
        let mut body = Some(body);
        loop {
            let began = Instant::now();
            let result = self.stop(|stopped| body.take().map(|body| body(stopped)));
            if let Some(result) = result.flatten() {
                return (result, began.elapsed());
            }
        }
    }

    /// Visits all roots.
    pub(crate) fn each_root(&self, stopped: &Stopped<'_, AtRest>, visit: &mut dyn FnMut(Root)) {
        if let Some(client) = self.client.get() {
            client.roots(&mut |value| visit(Root::Exact(value)));
        }
        stopped.each(|at_rest| {
            // SAFETY: the world is stopped, so this mutator is parked.
            unsafe { at_rest.each(&mut |word| visit(Root::Ambiguous(word))) };
        });
    }
}

impl fmt::Debug for Heap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heap")
            .field("stats", &self.stats())
            .field("world", &self.world)
            .finish_non_exhaustive()
    }
}
