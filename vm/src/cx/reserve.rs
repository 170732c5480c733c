//! Memory that is kept back for who handles a MemoryError.
//!
//! Of a heap with a limit (`-X heap`) a part counts as taken, though nobody has it: a box reports it to
//! the collector as memory outside of the heap. Who finds the heap full raises the one MemoryError that was
//! made at the start. At the first frame that this comes to, everything is in frames; there the reserve is
//! released by a collection that does not count it, and a new MemoryError takes the place of that one.
//! The next collection counts the reserve again.

use crate::cx::{Cx, R};
use crate::objects::exception::{self, classes};
use crate::objects::native_box::{self, Native};
use crate::runtime::config;
use crate::value::Value;
use std::sync::atomic::{AtomicU32, Ordering};
use tython_gc::{Cause, Extent};

/// What part of the limit is kept back, and the most bytes.
const PART: usize = 16;
const MOST: usize = 8 << 20;

/// How many threads are releasing the reserve. (Relaxed: the collection orders it.)
static RELEASING: AtomicU32 = AtomicU32::new(0);

/// What stands for the reserve.
struct Reserve(usize);

impl Native for Reserve {
    fn bytes(&self) -> usize {
        match RELEASING.load(Ordering::Relaxed) {
            0 => self.0,
            _ => 0,
        }
    }
}

impl Cx {
    /// Keeps a part of the heap back, if that has a limit, and makes what is raised without memory.
    ///
    /// # Errors
    /// MemoryError.
    pub(crate) fn prepare_for_exhaustion(&mut self) -> R<()> {
        let error = exception::new(self, &classes::MEMORY_ERROR, &[])?;
        self.vm.memory_error.set(error);
        if let Some(limit) = config::get().heap {
            let reserve = Reserve((limit / PART).min(MOST));
            let reserve = native_box::hidden(self, Box::new(reserve))?;
            self.vm.memory_reserve.set(Value::from(reserve));
        }
        Ok(())
    }

    /// The exception on its way has come to a frame: if it is the one that is raised without memory, there
    /// is some again, and a new one takes its place.
    #[inline]
    pub(crate) fn relieve(&mut self) {
        if self.exception == self.vm.memory_error.get() {
            self.release_reserve();
        }
    }

    #[cold]
    fn release_reserve(&mut self) {
        if config::get().heap.is_some() {
            RELEASING.fetch_add(1, Ordering::Relaxed);
            self.forget_ended();
            self.collect(Cause::Exhaustion, Extent::All);
            RELEASING.fetch_sub(1, Ordering::Relaxed);
        }
        if let Ok(error) = exception::new(self, &classes::MEMORY_ERROR, &[]) {
            self.exception = error;
        }
    }
}
