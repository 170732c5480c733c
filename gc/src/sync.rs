//! The one doorway to atomics and locks.
//!
//! What the safepoint handshake is made of ([`AtomicU64`], [`UnsafeCell`], [`Mutex`], [`Condvar`])
//! becomes loom's under the feature `loom`, so that the models under `models/` run the shipped code.
//! Words of the heap itself, and of its tables, lie in mapped memory, where loom's cannot: they come
//! from [`mapped`], and are always the processor's own.

/// Atomics that lie in mapped memory, or count what no handshake depends on.
pub(crate) mod mapped {
    pub(crate) use std::sync::atomic::{
        AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
    };
}

#[cfg(feature = "loom")]
pub(crate) use loom::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};
#[cfg(not(feature = "loom"))]
pub(crate) use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};

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

/// A queue without a lock; crossbeam's, which has models of its own, and under loom one with a lock.
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

#[derive(Debug)]
#[cfg(feature = "loom")]
pub(crate) struct Queue<T>(Mutex<std::collections::VecDeque<T>>);

#[cfg(feature = "loom")]
impl<T> Queue<T> {
    pub(crate) fn new() -> Self {
        Queue(Mutex::new(std::collections::VecDeque::new()))
    }

    pub(crate) fn push(&self, item: T) {
        self.0.lock().push_back(item);
    }

    pub(crate) fn pop(&self) -> Option<T> {
        self.0.lock().pop_front()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
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
