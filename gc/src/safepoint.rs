//! Stopping the world: the handshake between mutators and whoever wants them to stand still.
//!
//! `PROTOCOL.md`, beside this crate, has the cells, the steps and the argument; `models/safepoint.rs`
//! explores it.
//!
//! Each mutator has a *seat* with one word:
//!
//! | bit | meaning | who changes it |
//! | --- | --- | --- |
//! | `PARKED` | the mutator touches no heap memory, and its roots lie in the seat | the mutator; clears it only by compare-and-swap from a word without `STOP` |
//! | `STOP` | a stop is in force: a parked mutator stays so | the stopper, under the registry's lock |
//!
//! A thread that waits at a safepoint and one that sleeps in the kernel are the same to the stopper:
//! both are parked. A mutator that runs finds out by a poll bit, which is the host's
//! ([`World::stop`] asks for it through a callback).

use crate::sync::mapped::AtomicBool;
use crate::sync::{AtomicU64, Condvar, Mutex, Ordering, UnsafeCell};
use std::fmt;
use std::sync::Arc;

const PARKED: u64 = 1;
const STOP: u64 = 1 << 1;

struct Seat<T> {
    word: AtomicU64,
    tag: usize,
    /// Somebody waits for this mutator to come by a safepoint. Relaxed: a hint, from which nothing follows.
    called: AtomicBool,
    /// The mutator's while it runs, the stopper's while it is parked and `STOP` is set.
    at_rest: UnsafeCell<T>,
}

impl<T> Seat<T> {
    /// Relaxed: for who acts on it by chance alone.
    fn is_parked(&self) -> bool {
        self.word.load(Ordering::Relaxed) & PARKED != 0
    }
}

// SAFETY: `at_rest` has one user at a time, as its comment says; the word's orderings hand it over.
unsafe impl<T: Send> Send for Seat<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Seat<T> {}

/// Tells a mutator's seat from those of the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeatId(usize);

impl SeatId {
    fn of<T>(seat: &Arc<Seat<T>>) -> Self {
        SeatId(Arc::as_ptr(seat).addr())
    }
}

struct Registry<T> {
    seats: Vec<Arc<Seat<T>>>,
    /// Whether a stop is in force, or being prepared.
    stopping: bool,
    /// Seats that were running when the stop began, and still are.
    awaited: usize,
}

/// The mutators of one heap. `T` is what each of them leaves in its seat when it parks.
pub struct World<T> {
    registry: Mutex<Registry<T>>,
    /// `awaited` has become 0.
    arrived: Condvar,
    /// `stopping` has become false.
    resumed: Condvar,
}

impl<T> Default for World<T> {
    fn default() -> Self {
        World {
            registry: Mutex::new(Registry {
                seats: Vec::new(),
                stopping: false,
                awaited: 0,
            }),
            arrived: Condvar::new(),
            resumed: Condvar::new(),
        }
    }
}

impl<T> fmt::Debug for World<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let registry = self.registry.lock();
        f.debug_struct("World")
            .field("mutators", &registry.seats.len())
            .field("stopping", &registry.stopping)
            .finish()
    }
}

impl<T> World<T> {
    /// Enters a mutator, which runs from now on. Waits while a stop is in force.
    pub fn enter(self: &Arc<Self>, tag: usize, at_rest: T) -> Place<T> {
        let mut registry = self.registry.lock();
        while registry.stopping {
            registry = self.resumed.wait(registry);
        }
        let seat = Arc::new(Seat {
            word: AtomicU64::new(0),
            tag,
            called: AtomicBool::new(false),
            at_rest: UnsafeCell::new(at_rest),
        });
        registry.seats.push(Arc::clone(&seat));
        Place {
            world: Arc::clone(self),
            seat,
            parked: false,
        }
    }

    /// Stops the world: returns when every mutator is parked, and keeps them so until the result is
    /// dropped. `request` is called with the tag of each that has to be told. The caller is parked
    /// itself, or has no place. `None`: another stop was in force; it is over now.
    pub fn stop(&self, request: impl Fn(usize)) -> Option<Stopped<'_, T>> {
        let mut registry = self.registry.lock();
        if registry.stopping {
            while registry.stopping {
                registry = self.resumed.wait(registry);
            }
            return None;
        }
        registry.stopping = true;
        let mut running = 0;
        for seat in &registry.seats {
            // Acquire: pairs with the Release of `Place::park`; who is parked already has left its
            // roots. (Who is not will pass through the lock.)
            if seat.word.fetch_or(STOP, Ordering::Acquire) & PARKED == 0 {
                running += 1;
                request(seat.tag);
            }
        }
        registry.awaited = running;
        while registry.awaited > 0 {
            registry = self.arrived.wait(registry);
        }
        Some(Stopped { world: self })
    }

    /// Calls every mutator that runs, to learn by [`World::is_answered`] when it has come by a safepoint, or parked;
    /// how many these are. Nobody stops for that.
    pub fn call(&self, request: impl Fn(usize)) -> usize {
        let registry = self.registry.lock();
        let running = registry.seats.iter().filter(|seat| !seat.is_parked());
        running
            .inspect(|seat| seat.called.store(true, Ordering::Relaxed)) // Relaxed: a hint.
            .map(|seat| request(seat.tag))
            .count()
    }

    /// Whether all that were called have answered.
    pub fn is_answered(&self) -> bool {
        let registry = self.registry.lock();
        // Relaxed: a hint.
        let answers = |seat: &Arc<Seat<T>>| !seat.called.load(Ordering::Relaxed);
        let mut seats = registry.seats.iter();
        seats.all(|seat| seat.is_parked() || answers(seat))
    }

    /// Runs `body`, which copies the process and says whether this is the copy. Nobody enters or leaves meanwhile,
    /// and nobody who comes back to a stopped world is just going to sleep. Of the mutators only the survivor,
    /// who is parked, is in the copy: what the others left in their seats refers to stacks that are gone.
    pub fn copy<R>(&self, survivor: SeatId, body: impl FnOnce() -> (R, bool)) -> (R, bool) {
        let mut registry = self.registry.lock();
        let (result, is_copy) = body();
        if is_copy {
            registry.seats.retain(|seat| SeatId::of(seat) == survivor);
        }
        (result, is_copy)
    }

    /// Mutators now.
    pub fn mutators(&self) -> usize {
        self.registry.lock().seats.len()
    }

    /// One that was awaited has come to rest, or gone.
    fn arrive(&self, registry: &mut Registry<T>) {
        registry.awaited -= 1;
        if registry.awaited == 0 {
            self.arrived.notify_all();
        }
    }
}

/// A mutator's own handle of its seat. Dropping it leaves the world.
pub struct Place<T> {
    world: Arc<World<T>>,
    seat: Arc<Seat<T>>,
    parked: bool,
}

impl<T> Place<T> {
    /// Whether somebody wants this mutator to park.
    #[inline]
    pub fn is_wanted(&self) -> bool {
        // Relaxed: a hint; who acts on it parks, and that orders.
        self.seat.word.load(Ordering::Relaxed) & STOP != 0
    }

    /// This mutator comes by a safepoint: see [`World::call`].
    #[inline]
    pub fn answer(&self) {
        self.seat.called.store(false, Ordering::Relaxed); // Relaxed: a hint.
    }

    /// Changes what lies in the seat.
    pub fn edit<R>(&mut self, change: impl FnOnce(&mut T) -> R) -> R {
        assert!(
            !self.parked,
            "what a parked mutator has left is not its own"
        );
        // SAFETY: this mutator runs, so the seat is its own; `&mut self` excludes a second edit.
        self.seat
            .at_rest
            .with_mut(|at_rest| change(unsafe { &mut *at_rest }))
    }

    /// From running to parked; `leave` puts the roots into the seat. The thread touches no heap
    /// memory until [`Place::unpark`].
    pub fn park(&mut self, leave: impl FnOnce(&mut T)) {
        self.edit(leave);
        self.parked = true;
        // Release: pairs with the Acquire of `World::stop`: the roots are there, and all that this
        // mutator wrote into the heap.
        if self.seat.word.fetch_or(PARKED, Ordering::Release) & STOP != 0 {
            let mut registry = self.world.registry.lock();
            self.world.arrive(&mut registry);
        }
    }

    /// From parked to running. Waits while a stop is in force.
    pub fn unpark(&mut self) {
        // Acquire: pairs with the Release of `Stopped::drop`: the mutator sees what was done to the
        // heap while it was parked.
        while self
            .seat
            .word
            .compare_exchange(PARKED, 0, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            let mut registry = self.world.registry.lock();
            // Relaxed: STOP changes under the lock.
            while self.seat.word.load(Ordering::Relaxed) & STOP != 0 {
                registry = self.world.resumed.wait(registry);
            }
        }
        self.parked = false;
    }

    /// Which seat it is.
    pub fn id(&self) -> SeatId {
        SeatId::of(&self.seat)
    }

    /// The world, to stop it while parked.
    pub fn world(&self) -> &Arc<World<T>> {
        &self.world
    }
}

impl<T> Drop for Place<T> {
    fn drop(&mut self) {
        if self.parked {
            self.unpark();
        }
        let mut registry = self.world.registry.lock();
        if let Some(index) = registry
            .seats
            .iter()
            .position(|seat| Arc::ptr_eq(seat, &self.seat))
        {
            registry.seats.swap_remove(index);
        }
        // Relaxed: STOP changes under the lock. If it is set, this running mutator is awaited.
        if self.seat.word.load(Ordering::Relaxed) & STOP != 0 {
            self.world.arrive(&mut registry);
        }
    }
}

impl<T> fmt::Debug for Place<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place")
            .field("tag", &self.seat.tag)
            .field("parked", &self.parked)
            .finish_non_exhaustive()
    }
}

/// The world stands still. Dropping this lets it go on.
pub struct Stopped<'w, T> {
    world: &'w World<T>,
}

impl<T> Stopped<'_, T> {
    /// What each mutator has left in its seat.
    pub fn each(&self, mut visit: impl FnMut(&T)) {
        // Nobody enters or leaves, so the lock is free; it is not held during the visits.
        let seats = self.world.registry.lock().seats.clone();
        for seat in &seats {
            // SAFETY: the mutator is parked and stays so; `stop` has acquired what it left.
            seat.at_rest.with(|at_rest| visit(unsafe { &*at_rest }));
        }
    }
}

impl<T> Drop for Stopped<'_, T> {
    fn drop(&mut self) {
        let mut registry = self.world.registry.lock();
        registry.stopping = false;
        for seat in &registry.seats {
            // Release: pairs with the Acquire of `Place::unpark`.
            seat.word.fetch_and(!STOP, Ordering::Release);
        }
        self.world.resumed.notify_all();
    }
}

impl<T> fmt::Debug for Stopped<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stopped")
    }
}

#[cfg(all(test, not(feature = "loom")))]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn who_runs_is_called_and_answers_at_a_safepoint_or_by_parking() {
        let world = Arc::new(World::default());
        let mut places = [1, 2, 3].map(|tag| world.enter(tag, ()));
        places[0].park(|()| ());
        let called = RefCell::new(Vec::new());
        assert_eq!(world.call(|tag| called.borrow_mut().push(tag)), 2);
        assert_eq!(called.into_inner(), [2, 3]);
        assert!(!world.is_answered());
        places[1].answer();
        assert!(!world.is_answered());
        places[2].park(|()| ());
        assert!(world.is_answered());
        // Back from where it was parked, it has not come by yet.
        places[2].unpark();
        assert!(!world.is_answered() && !places[2].is_wanted());
        places[2].answer();
        assert!(world.is_answered());
        assert_eq!(world.call(|_| ()), 2);
    }
}
