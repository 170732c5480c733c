//! The one doorway to atomics and locks.
//!
//! What the protocols are made of ([`AtomicU64`], [`UnsafeCell`], [`Mutex`], [`Condvar`], [`Queue`])
//! becomes loom's under the feature `loom`, so that the models under `models/` run the shipped code. (There is
//! no heap in such a build: loom's atomics cannot lie in its memory.) What no order depends on comes from
//! [`mapped`], and is always the processor's own.

/// Counts, hints, what lies in mapped memory and is only looked at in its place, and what changes while the
/// world is stopped: all of it relaxed.
pub(crate) mod mapped {
    pub(crate) use std::sync::atomic::{
        AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering,
    };
}

#[cfg(feature = "loom")]
pub(crate) use loom::sync::atomic::{Ordering, fence};
#[cfg(feature = "loom")]
pub(crate) use model::{AtomicUsize, Queue};
#[cfg(not(feature = "loom"))]
pub(crate) use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};
#[cfg(feature = "loom")]
pub(crate) use stm_core::ModelAtomicU64 as AtomicU64;

/// One turn of a loop that waits for another thread's store.
pub(crate) fn pause(turn: u32) {
    #[cfg(feature = "loom")]
    {
        let _ = turn;
        loom::thread::yield_now();
    }
    #[cfg(not(feature = "loom"))]
    if turn < 100 {
        std::hint::spin_loop();
    } else {
        std::thread::sleep(std::time::Duration::from_micros(50));
    }
}

/// A queue without a lock: crossbeam's, which has models of its own.
#[derive(Debug)]
#[cfg(not(feature = "loom"))]
pub(crate) struct Queue<T>(crossbeam_deque::Injector<T>);

#[cfg(not(feature = "loom"))]
impl<T> Queue<T> {
    pub(crate) fn new() -> Self {
        Queue(crossbeam_deque::Injector::new())
    }

    pub(crate) fn push(&self, item: T) {
        self.0.push(item);
    }

    pub(crate) fn pop(&self) -> Option<T> {
        loop {
            match self.0.steal() {
                crossbeam_deque::Steal::Success(item) => return Some(item),
                crossbeam_deque::Steal::Empty => return None,
                crossbeam_deque::Steal::Retry => {}
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(feature = "loom")]
mod model {
    use super::{AtomicU64, Mutex, Ordering};
    use std::collections::VecDeque;

    #[derive(Debug)]
    pub(crate) struct AtomicUsize(AtomicU64);

    impl AtomicUsize {
        pub(crate) fn new(value: usize) -> Self {
            Self(AtomicU64::new(value as u64))
        }

        pub(crate) fn load(&self, order: Ordering) -> usize {
            self.0.load(order) as usize
        }

        pub(crate) fn store(&self, value: usize, order: Ordering) {
            self.0.store(value as u64, order);
        }

        pub(crate) fn fetch_add(&self, value: usize, order: Ordering) -> usize {
            self.0.fetch_add(value as u64, order) as usize
        }

        pub(crate) fn fetch_sub(&self, value: usize, order: Ordering) -> usize {
            self.0.fetch_sub(value as u64, order) as usize
        }
    }

    /// As weak as the shipped one may be: who asks sees what was pushed *before* that, in the order of the
    /// program and of what it synchronises with, and of the rest perhaps nothing.
    #[derive(Debug)]
    pub(crate) struct Queue<T> {
        items: Mutex<VecDeque<T>>,
        length: AtomicUsize,
    }

    impl<T> Queue<T> {
        pub(crate) fn new() -> Self {
            Queue {
                items: Mutex::new(VecDeque::new()),
                length: AtomicUsize::new(0),
            }
        }

        pub(crate) fn push(&self, item: T) {
            let mut items = self.items.lock();
            items.push_back(item);
            self.length.fetch_add(1, Ordering::Relaxed);
        }

        pub(crate) fn pop(&self) -> Option<T> {
            if self.is_empty() {
                return None;
            }
            let mut items = self.items.lock();
            let item = items.pop_front()?;
            self.length.fetch_sub(1, Ordering::Relaxed);
            Some(item)
        }

        pub(crate) fn is_empty(&self) -> bool {
            self.length.load(Ordering::Relaxed) == 0
        }
    }
}

#[cfg(feature = "loom")]
pub(crate) use loom::cell::UnsafeCell;

#[cfg(not(feature = "loom"))]
pub(crate) use cell::UnsafeCell;

#[cfg(not(feature = "loom"))]
mod cell {
    /// A cell with loom's interface.
    #[derive(Debug, Default)]
    pub(crate) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

    impl<T> UnsafeCell<T> {
        pub(crate) fn new(value: T) -> Self {
            Self(std::cell::UnsafeCell::new(value))
        }

        #[inline(always)]
        pub(crate) fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
            read(self.0.get())
        }

        #[inline(always)]
        pub(crate) fn with_mut<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
            write(self.0.get())
        }
    }
}

// Whose locks they are. The whole state of one of the standard library's is a word, so a copy of the process
// has no queues of threads that it has not.
#[cfg(feature = "loom")]
use loom::sync as host;
#[cfg(not(feature = "loom"))]
use std::sync as host;

use host::MutexGuard;
use std::sync::PoisonError;

/// A mutual exclusion lock without poisoning.
#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(host::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(host::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A condition variable; wake-ups may be spurious.
#[derive(Debug, Default)]
pub(crate) struct Condvar(host::Condvar);

impl Condvar {
    pub(crate) fn new() -> Self {
        Self(host::Condvar::new())
    }

    pub(crate) fn notify_all(&self) {
        self.0.notify_all();
    }

    pub(crate) fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        self.0.wait(guard).unwrap_or_else(PoisonError::into_inner)
    }
}
