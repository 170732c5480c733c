//! The heap: what all mutators share, and a collection from begin to end.

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
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// What the heap asks of the virtual machine.
pub trait Client: Send + Sync + 'static {
    /// Makes the mutator that attached with `tag` call [`Mutator::safepoint`] soon, by a bit in its
    /// poll word. The virtual machine clears the bit *before* that call. Called on any thread, under
    /// a lock: it only sets the bit.
    fn request(&self, tag: usize);

    /// Visits the values that globals hold. The world is stopped.
    fn roots(&self, visit: &mut dyn FnMut(u64));

    /// Called when everything that roots reach is marked, before anything is freed: weak references
    /// to what is not marked are cleared here, and finalisers queued. What the virtual machine marks
    /// ([`Marking::mark`], [`Marking::drain`]) stays alive. The world is stopped.
    fn after_mark(&self, marking: &mut Marking<'_>);

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
    world: Arc<World<AtRest>>,
    client: OnceLock<Box<dyn Client>>,
    pub(crate) stats: Mutex<Stats>,
    pub(crate) collector: Collector,
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
            Class::of(bytes).cell_bytes()
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

    /// The same for `body`, whoever else wants the world stopped.
    pub(crate) fn stop_with<R>(&self, body: impl FnOnce() -> R) -> R {
        let mut body = Some(body);
        loop {
            let result = self.stop(|_| body.take().map(|body| body()));
            if let Some(result) = result.flatten() {
                return result;
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
