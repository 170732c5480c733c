//! A collection from begin to end, and the thread that does those nobody asked for.
//!
//! ```text
//!   of all objects: make all of them young
//!   stop 1: objects are born marked; roots are marked         they stand
//!   mark what these reach                                     they run, and show what they overwrite
//!   survey of weak references and finalisers                  the same
//!   stop 2: mark what logs still hold; turn the phase: what
//!           is unmarked has died                              they stand
//!   clear weak references to that, queue finalisers           they run, and do not find it
//!   sweep and sort the blocks                                 they run
//! ```
//!
//! A collection of the *young* takes old objects, which have survived one, for living, and what they refer
//! to since from `remembered.rs`. Each collection makes what it finds alive old.
//!
//! `PROTOCOL.md` beside this crate says why nothing that lives stays unmarked. Who drives a collection
//! has the *turn*: the collector's own thread, or a parked mutator that wants one now.

use crate::aftermath::Aftermath;
use crate::cycle::{Cause, Cycle, Extent};
use crate::heap::{Heap, Root};
use crate::mark::{Marking, Shared};
use crate::remembered::Memory;
use crate::roots::AtRest;
use crate::safepoint::{SeatId, Stopped};
use crate::sweep::Sorted;
use crate::sync::mapped::{AtomicBool, AtomicU64, Ordering};
use crate::sync::{Condvar, Mutex};
use std::mem::forget;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// Objects that may be traced, and words of logs looked at, in the second stop; if there are more left, the
/// world runs again meanwhile.
const LAST_OBJECTS: usize = 2000;
const LAST_WORDS: usize = 20_000;
/// How often the second stop is tried; the last time whatever is left.
const LAST_ATTEMPTS: u32 = 4;
/// How long it takes, about, until memory that is not needed any more is given back, the more the longer ago it was
/// needed: a program that has dropped much will soon want as much again, mostly, and new pages cost more than
/// anything that is done with them.
const FORGOTTEN: Duration = Duration::from_secs(16);
/// How long the collector waits for a moment at which nobody is in the middle of a long native operation.
const PATIENCE: Duration = Duration::from_millis(60);
/// How often it calls mutators at the most.
const CALLS: u32 = 3;
/// If mutators come by their safepoints within this time, they will be back as soon.
const PROMPT: Duration = Duration::from_micros(400);
/// How long the collector sleeps before it looks who has come by.
const NAP: Duration = Duration::from_micros(50);
/// The most threads that mark at once while mutators run.
const MOST_MARKERS: usize = 8;

/// Who collects, and what of it is shared with mutators.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    /// Held from begin to end of a collection.
    turn: Mutex<Times>,
    /// Orders for the collector's own thread.
    orders: Mutex<Orders>,
    changed: Condvar,
    /// A collection is ordered or under way. Relaxed: a hint, which saves looking at the orders.
    busy: AtomicBool,
    /// Collections of all objects that have begun.
    full: AtomicU64,
    pub(crate) shared: Shared,
}

#[derive(Debug, Default)]
struct Orders {
    wanted: Option<Cause>,
    /// Whether the thread exists.
    started: bool,
    /// How often the collector has settled.
    ended: u64,
}

/// What the next cycle reports of the last.
#[derive(Debug, Default)]
struct Times {
    ended: Option<Instant>,
    live: usize,
    /// Of old objects.
    external: usize,
    /// Bytes in use when the last collections began; it sinks with the time while they are fewer.
    high: usize,
}

impl Times {
    /// So much time has passed since what was in use was looked at last.
    fn forget(&mut self, passed: Duration) {
        let part = passed.as_secs_f64() / FORGOTTEN.as_secs_f64();
        self.high -= (self.high as f64 * part.min(1.0)) as usize;
    }
}

impl Collector {
    /// Nothing is under way any more: who waits for that goes on.
    fn settle(&self) {
        let mut orders = self.orders.lock();
        orders.ended += 1;
        self.busy.store(orders.wanted.is_some(), Ordering::Relaxed); // Relaxed: a hint.
        self.changed.notify_all();
    }
}

impl Heap {
    /// Lets the collector's own thread begin a collection, if none is under way. False: there is no such
    /// thread.
    pub(crate) fn order(&'static self, cause: Cause) -> bool {
        let collector = &self.collector;
        // Relaxed: see `Collector::busy`.
        if collector.busy.load(Ordering::Relaxed) || collector.busy.swap(true, Ordering::Relaxed) {
            return true;
        }
        let mut orders = collector.orders.lock();
        orders.started = orders.started || spawn(self);
        if orders.started {
            orders.wanted = Some(cause);
        } else {
            collector.busy.store(false, Ordering::Relaxed);
        }
        // The collector's thread, or who waits for it in vain.
        collector.changed.notify_all();
        orders.started
    }

    /// What the collector's own thread does.
    fn serve(&'static self) {
        let collector = &self.collector;
        loop {
            let mut orders = collector.orders.lock();
            let cause = loop {
                if let Some(cause) = orders.wanted.take() {
                    break cause;
                }
                orders = collector.changed.wait(orders);
            };
            drop(orders);
            let mut turn = collector.turn.lock();
            // Another one may have ended meanwhile.
            if self.pacing.is_due() || cause == Cause::Zeal {
                let full = self.pacing.wants_full() || collector.shared.remembered.is_full();
                self.run_cycle(&mut turn, cause, !full);
            } else {
                collector.settle();
            }
        }
    }

    /// A whole collection, by a parked mutator, which begins after this call did; perhaps by another thread.
    pub(crate) fn collect(&self, cause: Cause, extent: Extent) {
        let collector = &self.collector;
        // Relaxed: a collection that counts as begun earlier has to wait for this parked mutator first.
        let before = collector.full.load(Ordering::Relaxed);
        let mut turn = collector.turn.lock();
        if collector.full.load(Ordering::Relaxed) == before {
            self.run_cycle(&mut turn, cause, extent == Extent::Young);
            // Who asks wants to see what became free.
            self.space.trim(self.pacing.limit());
        }
    }

    /// Waits, parked, until a collection that is under way has ended.
    pub(crate) fn wait_for_cycle(&self) {
        let mut orders = self.collector.orders.lock();
        let ended = orders.ended;
        while self.collector.busy.load(Ordering::Relaxed) && orders.ended == ended {
            orders = self.collector.changed.wait(orders);
        }
    }

    /// Waits, parked, until nobody looks after what has died.
    pub(crate) fn await_clearing(&self) {
        while self.is_clearing() {
            self.wait_for_cycle();
        }
    }

    /// Runs `body`, which copies the process and says whether this is the copy, while no collection is
    /// under way; with `alone` in a stopped world. By a parked mutator, in this seat.
    pub(crate) fn copy<R>(&self, seat: SeatId, alone: bool, body: impl FnOnce() -> (R, bool)) -> R {
        let turn = self.collector.turn.lock();
        let body = || {
            // The locks that threads take which are parked, or no mutators yet: in the copy there is nobody to
            // give them back. Not before the world is stopped, because running mutators take them as well.
            let mut orders = self.collector.orders.lock();
            let stats = self.stats.lock();
            let (result, is_copy) = self.world.copy(seat, body);
            if is_copy {
                // The collector's thread is not in the copy.
                (orders.started, orders.wanted) = (false, None);
                self.collector.busy.store(false, Ordering::Relaxed); // Relaxed: see there.
            }
            drop((orders, stats));
            result
        };
        let result = if alone {
            self.stop_for(|_| body()).0
        } else {
            body()
        };
        drop(turn);
        result
    }

    /// From now on there are no collections.
    pub(crate) fn end_collections(&self) {
        forget(self.collector.turn.lock());
    }

    fn run_cycle(&self, times: &mut Times, cause: Cause, young: bool) {
        let collector = &self.collector;
        collector.busy.store(true, Ordering::Relaxed); // Relaxed: see there.
        let began = Instant::now();
        let used_before = self.space.bytes_in_use();
        let mut pauses = Vec::new();
        if !young {
            self.space.forget_ages();
        }
        let mut marking = self.marker(young);
        self.approach(cause);
        let ((external, mut found), pause) = self.stop_for(|stopped| {
            // Relaxed: the world is stopped.
            collector
                .full
                .fetch_add(u64::from(!young), Ordering::Relaxed);
            self.pacing.begin();
            if !young {
                collector.shared.throttle.begin(self.pacing.budget());
            }
            self.begin_marking(stopped)
        });
        pauses.push(pause);
        found.memories = collector.shared.remembered.take();
        let held = std::mem::take(&mut found.held);
        self.remember(held.into_iter().filter_map(|word| self.find(word)));
        if let Some(client) = self.client() {
            client.long_roots(&mut |value| found.values.push(value));
        }
        let mut marked_for = self.mark_together(&mut marking, found);
        if let Some(client) = self.client() {
            client.survey(&marking);
        }
        for patience in (0..LAST_ATTEMPTS).rev() {
            self.approach(cause);
            let (left, pause) =
                self.stop_for(|stopped| self.end_marking(stopped, &mut marking, patience > 0));
            pauses.push(pause);
            match left {
                None => break,
                Some(found) => marked_for += self.mark_together(&mut marking, found),
            }
        }
        let clearing = Instant::now();
        if let Some(client) = self.client() {
            client.after_mark(&mut Aftermath::new(self, &mut marking));
            marking.drain();
        }
        #[cfg(feature = "sanity")]
        self.check_sanity_again();
        self.clearing.end();
        let clearing = clearing.elapsed();
        drop(marking);
        let Sorted {
            live,
            objects,
            born,
        } = self.space.sort_blocks(young);
        // What was reported meanwhile belongs to new objects.
        let born_external = self.space.external().saturating_sub(external);
        let old_external =
            collector.shared.take_external() + if young { times.external } else { 0 };
        let external = old_external + born_external;
        self.space.set_external(external);
        let all = live.saturating_add(external);
        let born = born.saturating_add(born_external);
        let allocated = self.pacing.restart(all, born, !young);
        if !young {
            collector.shared.throttle.learn(all.saturating_sub(born));
        }
        let (used, soon) = (self.space.bytes_in_use(), self.pacing.limit());
        let passed = times.ended.map_or(Duration::ZERO, |ended| ended.elapsed());
        times.forget(passed);
        times.high = times.high.max(used_before);
        let again = times.high.saturating_sub(used);
        self.space.trim(again.max(soon.saturating_mul(2)));
        let mut stats = self.stats.lock();
        stats.collections += 1;
        (stats.live_bytes, stats.live_objects) = (live, objects);
        stats.live_external = external;
        let number = stats.collections;
        drop(stats);
        let cycle = Cycle {
            number,
            cause,
            young,
            live_last: times.live,
            allocated,
            live,
            objects,
            external,
            born,
            heap: used,
            apart: times.ended.map_or(Duration::ZERO, |ended| began - ended),
            total: began.elapsed(),
            marking: marked_for,
            delays: collector.shared.throttle.take_delays(),
            clearing,
            pauses,
        };
        times.ended = Some(Instant::now());
        (times.live, times.external) = (live, old_external);
        collector.settle();
        if let Some(client) = self.client() {
            client.cycle_ended(&cycle);
        }
    }

    fn marker(&self, young: bool) -> Marking<'_> {
        let shared = &self.collector.shared;
        Marking::new(&self.space, shared, &self.config.zeal, young)
    }

    /// Waits for a good moment to stop the world. A mutator copies a list of millions without a safepoint, and all
    /// others would stand meanwhile; so none is asked to until all of them have just come by one. (A lone one is in
    /// nobody's way.)
    fn approach(&self, cause: Cause) {
        if cause != Cause::Allocation {
            return;
        }
        let began = Instant::now();
        for _ in 0..CALLS {
            let called = Instant::now();
            if self.world.call(|tag| self.request(tag)) < 2 {
                return;
            }
            while !self.world.is_answered() {
                if began.elapsed() >= PATIENCE || self.pacing.is_overdue() {
                    return;
                }
                thread::sleep(NAP);
            }
            if called.elapsed() < PROMPT {
                return;
            }
        }
    }

    /// Stop 1: what the roots hold is copied, and marked when mutators run again. The result: external bytes
    /// so far, and the roots.
    fn begin_marking(&self, stopped: &Stopped<'_, AtRest>) -> (usize, Found) {
        self.space.set_marking(true);
        self.collector.shared.remembered.turn();
        // SAFETY: the world is stopped, so these mutators are parked.
        stopped.each(|at_rest| unsafe { at_rest.allocator() }.mark_unborn(&self.space));
        let mut found = Found::default();
        self.each_root(stopped, &mut |root| match root {
            Root::Exact(value) => found.values.push(value),
            Root::Ambiguous(word) => found.words.push(word),
        });
        // SAFETY: as above.
        stopped.each(|at_rest| unsafe { at_rest.each_on_stack(&mut |word| found.held.push(word)) });
        (self.space.external(), found)
    }

    /// Marks what was found and what that leads to while mutators run, with the threads that there are cores
    /// for; how long these worked.
    fn mark_together(&self, marking: &mut Marking<'_>, found: Found) -> Duration {
        static CORES: OnceLock<usize> = OnceLock::new();
        let count = || thread::available_parallelism().map_or(1, usize::from);
        let cores = *CORES.get_or_init(count);
        let markers = (cores / 4).clamp(1, MOST_MARKERS);
        self.collector.shared.gray.begin(markers);
        let young = marking.is_young();
        let timed = |marking: &mut Marking<'_>, found: Found| {
            let began = Instant::now();
            found.mark(marking);
            marking.drain_together();
            began.elapsed()
        };
        thread::scope(|scope| {
            let helper = || timed(&mut self.marker(young), Found::default());
            let helpers: Vec<_> = (1..markers)
                .filter_map(|_| {
                    thread::Builder::new()
                        .name("tython-mark".to_owned())
                        .spawn_scoped(scope, helper)
                        .ok()
                })
                .collect();
            let missing = markers - 1 - helpers.len();
            self.collector.shared.gray.begin_without(missing);
            let own = timed(marking, found);
            helpers
                .into_iter()
                .map(|helper| helper.join().unwrap_or_default())
                .fold(own, |sum, time| sum + time)
        })
    }

    /// Stop 2. If there is too much left to mark while all stand still, and patience for that, the world
    /// runs again first, while what was found is marked.
    fn end_marking(
        &self,
        stopped: &Stopped<'_, AtRest>,
        marking: &mut Marking<'_>,
        patient: bool,
    ) -> Option<Found> {
        let mut found = Found::default();
        // SAFETY: as in `begin_marking`.
        stopped.each(|at_rest| found.words.extend(unsafe { at_rest.logged() }));
        if patient && found.words.len() > LAST_WORDS {
            return Some(found);
        }
        found.mark(marking);
        let objects = if patient { LAST_OBJECTS } else { usize::MAX };
        if !marking.drain_some(objects) {
            return Some(Found::default());
        }
        let mut held = Vec::new();
        stopped.each(|at_rest| {
            // SAFETY: as in `begin_marking`.
            unsafe {
                at_rest.allocator().forget(&self.space);
                at_rest.each_on_stack(&mut |word| held.push(word));
            }
        });
        // A stack may have come by the address of a dead one since marking began.
        let objects = held.into_iter().filter_map(|word| self.find(word));
        let alive = objects.filter(|object| marking.is_marked(object.to_value()));
        self.remember(alive);
        #[cfg(feature = "sanity")]
        self.check_sanity(stopped);
        self.space.forget_room();
        self.space.set_marking(false);
        self.space.blocks.turn_phase();
        self.clearing.begin();
        self.pacing.end();
        self.collector.shared.throttle.end();
        if let Some(client) = self.client() {
            client.marking_ended();
        }
        None
    }
}

/// Copies of roots.
#[derive(Default)]
struct Found {
    /// Values of globals.
    values: Vec<u64>,
    /// Words of stacks, frames and logs: perhaps addresses.
    words: Vec<u64>,
    /// Those of native stacks.
    held: Vec<u64>,
    /// What old objects refer to.
    memories: Vec<Vec<Memory>>,
}

impl Found {
    fn mark(self, marking: &mut Marking<'_>) {
        for value in self.values {
            marking.mark(value);
        }
        for word in self.words {
            marking.mark_ambiguous(word);
        }
        if marking.is_young() {
            for packet in &self.memories {
                marking.mark_remembered(packet);
            }
        }
    }
}

/// Starts the collector's own thread. Signals are none of its business.
fn spawn(heap: &'static Heap) -> bool {
    let masked = Masked::all();
    let thread = thread::Builder::new()
        .name("tython-gc".to_owned())
        .spawn(|| heap.serve());
    drop(masked);
    thread.is_ok()
}

/// The calling thread's signals are blocked, and so are those of threads that it starts, until this is
/// dropped.
struct Masked(libc::sigset_t);

impl Masked {
    fn all() -> Self {
        let mut sets = [std::mem::MaybeUninit::<libc::sigset_t>::zeroed(); 2];
        let [all, before] = &mut sets;
        // SAFETY: sets of signals for the calls to fill; zeroed ones are empty sets here.
        unsafe {
            libc::sigfillset(all.as_mut_ptr());
            libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr());
            Masked(before.assume_init())
        }
    }
}

impl Drop for Masked {
    fn drop(&mut self) {
        // SAFETY: the set that was in force before.
        unsafe {
            libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.0, std::ptr::null_mut())
        };
    }
}
