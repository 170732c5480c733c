//! The one doorway to atomics, fences, locks and threads.
//!
//! Everything concurrent in this crate imports from here, so that the models under `models/` run
//! the shipped code on loom's (feature `loom`) or shuttle's (feature `shuttle`) primitives. Where
//! both features are on, loom wins.
//!
//! Two things are ours: [`fence_after_rmw`], a full fence that costs nothing on x86-64, and
//! [`Mutex`]/[`Condvar`], which have one interface over the three implementations.

#[cfg(feature = "loom")]
use loom as imp;
#[cfg(all(feature = "shuttle", not(feature = "loom")))]
use shuttle as imp;
#[cfg(not(any(feature = "loom", feature = "shuttle")))]
use std as imp;

#[cfg(not(feature = "loom"))]
pub(crate) use imp::sync::atomic::AtomicU64;
pub(crate) use imp::sync::atomic::{Ordering, fence};
#[cfg(feature = "loom")]
pub use ordered::AtomicU64;
use std::time::Duration;

/// A sequentially consistent fence for a place where the calling thread has just done a
/// read-modify-write on an atomic (nothing but plain accesses in between).
///
/// On x86-64 a locked instruction already is a full barrier, for the accesses before it and after
/// it, so only the compiler has to be held back; `mfence` would cost some 30 cycles more. Elsewhere,
/// and under a model checker, this is `fence(SeqCst)`, and the models prove the protocol with that.
#[inline(always)]
pub(crate) fn fence_after_rmw() {
    #[cfg(all(
        target_arch = "x86_64",
        not(any(feature = "loom", feature = "shuttle"))
    ))]
    std::sync::atomic::compiler_fence(Ordering::SeqCst);
    #[cfg(not(all(
        target_arch = "x86_64",
        not(any(feature = "loom", feature = "shuttle"))
    )))]
    fence(Ordering::SeqCst);
}

/// One turn of a loop that waits for another thread's store.
///
/// The first turns spin, because most waits end within a commit; later ones give the processor
/// away, because with more threads than cores the thread that is waited for may not be running.
pub(crate) fn pause(turn: u32) {
    #[cfg(any(feature = "loom", feature = "shuttle"))]
    {
        let _ = turn;
        imp::thread::yield_now();
    }
    #[cfg(not(any(feature = "loom", feature = "shuttle")))]
    if turn < 6 {
        for _ in 0..1u32 << turn {
            std::hint::spin_loop();
        }
    } else {
        turns::give_way();
    }
}

/// When a loop of [`pause`]s gives up: after so many turns or so much time, whichever comes first. A
/// turn takes less than a microsecond on a quiet machine and milliseconds on a busy one.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) turns: u32,
    pub(crate) time: Duration,
}

impl Limit {
    /// The turns from now on.
    #[cfg(not(any(feature = "loom", feature = "shuttle")))]
    pub(crate) fn turns(self) -> impl Iterator<Item = u32> {
        let end = std::time::Instant::now() + self.time;
        (0..self.turns).take_while(move |_| std::time::Instant::now() < end)
    }

    /// The same where time stands still.
    #[cfg(any(feature = "loom", feature = "shuttle"))]
    pub(crate) fn turns(self) -> impl Iterator<Item = u32> {
        let _ = self.time;
        0..self.turns.min(200)
    }
}

#[cfg(not(any(feature = "loom", feature = "shuttle")))]
mod turns {
    use std::cell::Cell;
    use std::thread::{sleep, yield_now};
    use std::time::{Duration, Instant};

    /// A thread that is without the processor for so long after giving it away shares it with other
    /// programs.
    const LATE: Duration = Duration::from_micros(500);
    /// How long that is believed.
    const BUSY: Duration = Duration::from_millis(100);
    const NAP: Duration = Duration::from_micros(50);

    thread_local! {
        static LATE_AT: Cell<Option<Instant>> = const { Cell::new(None) };
    }

    /// Gives the processor away for a moment. On a machine with nothing else to do that takes a
    /// microsecond, and a nap 160; where other programs fill it, who gives the processor away comes
    /// last (2 ms with four of them on two cores, Linux 6.18), and who has napped comes first (130
    /// microseconds).
    pub(super) fn give_way() {
        let now = Instant::now();
        if LATE_AT.get().is_some_and(|late| now - late < BUSY) {
            return sleep(NAP);
        }
        yield_now();
        if now.elapsed() > LATE {
            LATE_AT.set(Some(now));
        }
    }
}

/// loom's atomic, made safe against a gap in its search.
///
/// loom 0.7.2 decides where else to switch threads by comparing each access with the *last* access
/// of the same object. A load followed by a store of the same thread hides an earlier load of
/// another thread behind its own load, and the schedule in which the store comes before that
/// earlier load is never tried (`a.load()` in one thread against `a.load(); a.compare_exchange()` in
/// another: one execution). So each atomic here has one shadow per thread of the model. A load
/// touches the shadow of its own thread, and a store first touches all of them: what the store meets
/// there as the last access is the other thread's load, which no load of its own can hide. (They
/// are touched by read-modify-writes, which always read the last value: a plain load would be
/// explored with every older one.) The
/// shadows' accesses are relaxed and order nothing.
#[cfg(feature = "loom")]
#[expect(missing_docs, reason = "the names are the standard library's")]
mod ordered {
    use loom::sync::atomic::{AtomicU64 as Inner, Ordering};
    use std::hash::{Hash, Hasher};

    /// Threads of one model, at the most.
    const THREADS: usize = 3;

    #[derive(Debug)]
    pub struct AtomicU64 {
        value: Inner,
        shadows: [Inner; THREADS],
    }

    /// Takes the number out of loom's opaque thread id, which hashes it last.
    #[derive(Default)]
    struct Number(usize);

    impl Hasher for Number {
        fn finish(&self) -> u64 {
            self.0 as u64
        }

        fn write(&mut self, _: &[u8]) {}

        fn write_usize(&mut self, number: usize) {
            self.0 = number;
        }
    }

    fn current() -> usize {
        let mut number = Number::default();
        loom::thread::current().id().hash(&mut number);
        number.0
    }

    impl AtomicU64 {
        pub fn new(value: u64) -> Self {
            AtomicU64 {
                value: Inner::new(value),
                shadows: std::array::from_fn(|_| Inner::new(0)),
            }
        }

        fn changed(&self) -> &Inner {
            for shadow in &self.shadows {
                shadow.fetch_add(1, Ordering::Relaxed); // Relaxed: see above.
            }
            &self.value
        }

        pub fn load(&self, order: Ordering) -> u64 {
            self.shadows[current()].fetch_add(1, Ordering::Relaxed); // Relaxed: see above.
            self.value.load(order)
        }

        pub fn store(&self, value: u64, order: Ordering) {
            self.changed().store(value, order);
        }

        pub fn compare_exchange(
            &self,
            current: u64,
            new: u64,
            success: Ordering,
            failure: Ordering,
        ) -> Result<u64, u64> {
            self.changed()
                .compare_exchange(current, new, success, failure)
        }

        pub fn fetch_add(&self, value: u64, order: Ordering) -> u64 {
            self.changed().fetch_add(value, order)
        }

        pub fn fetch_sub(&self, value: u64, order: Ordering) -> u64 {
            self.changed().fetch_sub(value, order)
        }

        pub fn fetch_or(&self, value: u64, order: Ordering) -> u64 {
            self.changed().fetch_or(value, order)
        }

        pub fn fetch_and(&self, value: u64, order: Ordering) -> u64 {
            self.changed().fetch_and(value, order)
        }

        pub fn fetch_max(&self, value: u64, order: Ordering) -> u64 {
            self.changed().fetch_max(value, order)
        }
    }
}

#[cfg(not(any(feature = "loom", feature = "shuttle")))]
mod lock {
    //! The standard library's, whose whole state is a word: a copy of the process (`Stm::fork`) has no
    //! queues of threads that it has not.

    pub(crate) use std::sync::MutexGuard;
    use std::sync::PoisonError;
    use std::time::Instant;

    /// A mutual exclusion lock without poisoning.
    #[derive(Debug, Default)]
    pub(crate) struct Mutex<T>(std::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Self {
            Self(std::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    /// A condition variable; wake-ups may be spurious.
    #[derive(Debug, Default)]
    pub(crate) struct Condvar(std::sync::Condvar);

    impl Condvar {
        pub(crate) fn new() -> Self {
            Self(std::sync::Condvar::new())
        }

        pub(crate) fn notify_all(&self) {
            self.0.notify_all();
        }

        /// Waits for a notification, at the longest until `deadline`.
        pub(crate) fn wait<'a, T>(
            &self,
            guard: MutexGuard<'a, T>,
            deadline: Option<Instant>,
        ) -> MutexGuard<'a, T> {
            let Some(deadline) = deadline else {
                return self.0.wait(guard).unwrap_or_else(PoisonError::into_inner);
            };
            let left = deadline.saturating_duration_since(Instant::now());
            let (guard, _) = self
                .0
                .wait_timeout(guard, left)
                .unwrap_or_else(PoisonError::into_inner);
            guard
        }
    }
}

#[cfg(any(feature = "loom", feature = "shuttle"))]
mod lock {
    use super::imp;
    pub(crate) use imp::sync::MutexGuard;
    use std::time::Instant;

    #[derive(Debug)]
    pub(crate) struct Mutex<T>(imp::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Self {
            Self(imp::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
            match self.0.lock() {
                Ok(guard) => guard,
                Err(poisoned) => poisoned.into_inner(),
            }
        }
    }

    #[derive(Debug)]
    pub(crate) struct Condvar(imp::sync::Condvar);

    impl Condvar {
        pub(crate) fn new() -> Self {
            Self(imp::sync::Condvar::new())
        }

        pub(crate) fn notify_all(&self) {
            self.0.notify_all();
        }

        /// Model checkers know no time: a wait with a deadline only gives way to other threads.
        pub(crate) fn wait<'a, T>(
            &self,
            guard: MutexGuard<'a, T>,
            deadline: Option<Instant>,
        ) -> MutexGuard<'a, T> {
            if deadline.is_some() {
                imp::thread::yield_now();
                return guard;
            }
            match self.0.wait(guard) {
                Ok(guard) => guard,
                Err(poisoned) => poisoned.into_inner(),
            }
        }
    }
}

pub(crate) use lock::{Condvar, Mutex, MutexGuard};
