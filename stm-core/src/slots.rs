//! Slots: what other threads may know of, and ask of, a thread.
//!
//! A thread has a slot while it is attached. Slots are reused, serials are not: an incarnation
//! starts above the last serial of the one before (`Slot::life` holds its first), so a token with a
//! smaller serial belongs to a thread that has ended, and whoever meets it may adopt its unit.
//!
//! | cell | who writes | when |
//! | --- | --- | --- |
//! | `poll` | anybody sets bits, the thread clears them | the one word that a running thread polls |
//! | `life` | the thread; an adopter for a moment (`CUSTODY`) | attach, idle, resume, detach |
//! | `wound`, `wounder` | an older transaction | to roll back the transaction that owns this token, and whose slot that is |
//! | `age` | the thread | while its transaction has lost a conflict before |
//! | `asked` | anybody | the unit that somebody wants published |

use crate::sync::{AtomicU64, Mutex, Ordering};
use crate::token::{Token, TokenWord};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Bits of a thread's poll word.
pub mod poll {
    /// Another thread waits for something that this one owns: end the transaction when possible.
    pub const END: u64 = 1;
    /// An older transaction needs what this one owns.
    pub const WOUND: u64 = 1 << 1;
    /// A snapshot needs the old values of what this transaction has written.
    pub const EXPORT: u64 = 1 << 2;
    /// From this bit on the host may use the word as it likes.
    pub const HOST: u64 = 1 << 8;
}

/// The age of a transaction that has not lost a conflict yet.
pub(crate) const YOUNGEST: u64 = u64::MAX;

const ACTIVE: u64 = 0;
const IDLE: u64 = 1;
const CUSTODY: u64 = 2;
const DEAD: u64 = 3;
const STATE: u64 = 3;

/// What became of the thread that a token names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Presence {
    /// It runs, and sees its poll word.
    Active,
    /// It is outside of transactions and may be so for long; its units may be taken in custody.
    Idle,
    /// That incarnation has ended.
    Dead,
}

#[repr(align(128))]
pub(crate) struct Slot {
    pub(crate) poll: AtomicU64,
    life: AtomicU64,
    wound: AtomicU64,
    wounder: AtomicU64,
    age: AtomicU64,
    asked: AtomicU64,
}

impl Slot {
    fn new() -> Self {
        Slot {
            poll: AtomicU64::new(0),
            life: AtomicU64::new(DEAD),
            wound: AtomicU64::new(0),
            wounder: AtomicU64::new(0),
            age: AtomicU64::new(YOUNGEST),
            asked: AtomicU64::new(0),
        }
    }

    /// What became of the owner with this serial. Acquire: pairs with the Release of `leave` and
    /// `go_idle`; who adopts sees all that the owner wrote.
    pub(crate) fn presence(&self, serial: u64) -> Presence {
        let life = self.life.load(Ordering::Acquire);
        if serial < life >> 2 {
            return Presence::Dead;
        }
        match life & STATE {
            DEAD => Presence::Dead,
            IDLE => Presence::Idle,
            _ => Presence::Active,
        }
    }

    fn set_life(&self, first_serial: u64, state: u64) {
        // Release: see `presence`. A slot is entered under the registry's lock, and only its
        // thread stores here otherwise (custody is entered and left by compare-and-swap).
        self.life
            .store(first_serial << 2 | state, Ordering::Release);
    }

    pub(crate) fn go_idle(&self, first_serial: u64) {
        self.set_life(first_serial, IDLE);
    }

    /// Back from idleness, if the thread was idle, unless somebody has its units in custody just now.
    /// Acquire: pairs with the Release of `leave_custody`; the thread sees what the adopter did.
    pub(crate) fn try_resume(&self, first_serial: u64) -> bool {
        let (idle, active) = (first_serial << 2 | IDLE, first_serial << 2 | ACTIVE);
        match self
            .life
            .compare_exchange(idle, active, Ordering::Acquire, Ordering::Relaxed)
        {
            Ok(_) => true,
            Err(life) => life == active,
        }
    }

    /// Takes an idle thread's units in custody. Relaxed: `presence` has acquired the words of the
    /// unit that was met, and had the owner come back and written it since, it would have restamped
    /// the token, so that the adoption fails.
    pub(crate) fn try_custody(&self) -> bool {
        let life = self.life.load(Ordering::Relaxed);
        life & STATE == IDLE
            && self
                .life
                .compare_exchange(
                    life,
                    life - IDLE + CUSTODY,
                    Ordering::Relaxed,
                    Ordering::Relaxed,
                )
                .is_ok()
    }

    pub(crate) fn leave_custody(&self) {
        // Release: pairs with `try_resume`. Nobody else changes the word while it says CUSTODY.
        let life = self.life.load(Ordering::Relaxed);
        self.life.store(life - CUSTODY + IDLE, Ordering::Release);
    }

    /// Whether the thread is in a transaction, or may begin one at any moment. Acquire: as in `presence`.
    fn is_busy(&self) -> bool {
        !matches!(self.life.load(Ordering::Acquire) & STATE, IDLE | DEAD)
    }

    /// The thread, which was idle, is not in this process.
    fn bury(&self) {
        let life = self.life.load(Ordering::Relaxed); // Relaxed: there is one thread.
        self.set_life(life >> 2, DEAD);
    }

    /// Sets bits of the poll word. Relaxed: the bits are hints; what they announce lies in cells
    /// that have their own ordering.
    pub(crate) fn request(&self, bits: u64) {
        if self.poll.load(Ordering::Relaxed) & bits != bits {
            self.poll.fetch_or(bits, Ordering::Relaxed);
        }
    }

    /// Asks that the transaction that owns `token` be rolled back. Relaxed: the number says it all,
    /// and a transaction that misses it is asked again.
    pub(crate) fn wound(&self, owned: TokenWord, by: usize) {
        self.wounder.store(by as u64, Ordering::Relaxed);
        self.wound.fetch_max(owned.bits(), Ordering::Relaxed);
        self.request(poll::WOUND);
    }

    /// Whether a transaction that owns tokens from `base` on has been wounded. Relaxed: as above.
    #[inline]
    pub(crate) fn is_wounded(&self, base: TokenWord) -> bool {
        self.wound.load(Ordering::Relaxed) >= base.bits()
    }

    /// The slot of who wounded this thread last. Relaxed: as above.
    pub(crate) fn wounder(&self) -> usize {
        self.wounder.load(Ordering::Relaxed) as usize
    }

    /// Relaxed: ages decide who yields, never what is read.
    pub(crate) fn age(&self) -> u64 {
        self.age.load(Ordering::Relaxed)
    }

    /// Relaxed: as above.
    pub(crate) fn set_age(&self, age: u64) {
        self.age.store(age, Ordering::Relaxed);
    }

    /// Asks the thread to publish the object of `token`, if it is private. A later request may
    /// overwrite an earlier one; who still waits asks again.
    pub(crate) fn ask(&self, token: &'static Token) {
        // Relaxed: the pointer leads to a unit that the thread owned when it was asked.
        self.asked
            .store(token as *const Token as u64, Ordering::Relaxed);
        self.request(poll::END);
    }

    /// Whether there is a request to publish. Relaxed: as above.
    #[inline(always)]
    pub(crate) fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed) != 0
    }

    /// The unit that somebody wants published, if there is one. Relaxed: see `ask`.
    pub(crate) fn asked(&self) -> Option<&'static Token> {
        let address = self.asked.load(Ordering::Relaxed) as *const Token;
        // SAFETY: `ask` alone stores here, from a `&'static Token`.
        unsafe { address.as_ref() }
    }

    /// The same, and the request is gone.
    pub(crate) fn take_asked(&self) -> Option<&'static Token> {
        let asked = self.asked();
        if asked.is_some() {
            // Relaxed: see `ask`. Who asked in between asks again.
            self.asked.store(0, Ordering::Relaxed);
        }
        asked
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let life = self.life.load(Ordering::Relaxed); // Relaxed: a report.
        write!(
            f,
            "Slot {{ first_serial: {}, state: {} }}",
            life >> 2,
            life & STATE
        )
    }
}

const CHUNK: usize = 256;

type Chunk = Box<[OnceLock<Arc<Slot>>]>;

#[derive(Debug, Default)]
struct Registry {
    /// Slots that were used before, with the first serial of their next incarnation.
    free: Vec<(usize, u64)>,
    used: usize,
    live: usize,
    /// Threads that have attached so far.
    attached: u64,
    solo: bool,
}

/// Every slot; they are made in chunks and never move.
#[derive(Debug)]
pub(crate) struct Slots {
    chunks: Box<[OnceLock<Chunk>]>,
    registry: Mutex<Registry>,
    max: usize,
}

/// What a thread gets when it attaches.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) index: usize,
    pub(crate) first_serial: u64,
    /// Unlike the slot's index never used again: which thread this is, from 1.
    pub(crate) number: u64,
    pub(crate) solo: bool,
}

/// Why a thread could not attach.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AttachError {
    /// As many threads as tokens can name are attached.
    TooManyThreads,
    /// The only thread runs solo; it must call [`crate::Thread::leave_solo`] first.
    Solo,
}

impl fmt::Display for AttachError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AttachError::TooManyThreads => "too many threads",
            AttachError::Solo => {
                "the only thread runs without transactions and has to leave that mode first"
            }
        })
    }
}

impl std::error::Error for AttachError {}

impl Slots {
    pub(crate) fn new(max: usize) -> Self {
        let max = max.clamp(1, crate::token::MAX_THREADS);
        let chunks = (0..max.div_ceil(CHUNK)).map(|_| OnceLock::new()).collect();
        Slots {
            chunks,
            registry: Mutex::new(Registry::default()),
            max,
        }
    }

    pub(crate) fn get(&self, index: usize) -> &Arc<Slot> {
        let chunk = self.chunks[index / CHUNK]
            .get_or_init(|| (0..CHUNK).map(|_| OnceLock::new()).collect());
        chunk[index % CHUNK].get_or_init(|| Arc::new(Slot::new()))
    }

    /// A slot for a new thread.
    pub(crate) fn enter(&self, may_solo: bool) -> Result<Entry, AttachError> {
        let mut registry = self.registry.lock();
        if registry.solo {
            return Err(AttachError::Solo);
        }
        let (index, first_serial) = match registry.free.pop() {
            Some(slot) => slot,
            None if registry.used < self.max => {
                registry.used += 1;
                (registry.used - 1, 1)
            }
            None => return Err(AttachError::TooManyThreads),
        };
        registry.live += 1;
        registry.solo = may_solo && registry.live == 1;
        let slot = self.get(index);
        slot.wound.store(0, Ordering::Relaxed); // Relaxed, like all of it: hints.
        slot.asked.store(0, Ordering::Relaxed);
        slot.poll.store(0, Ordering::Relaxed);
        slot.set_age(YOUNGEST);
        slot.set_life(first_serial, ACTIVE);
        registry.attached += 1;
        Ok(Entry {
            index,
            first_serial,
            number: registry.attached,
            solo: registry.solo,
        })
    }

    /// The thread ends; its serials up to `last_serial` are used up.
    pub(crate) fn leave(&self, index: usize, last_serial: u64) {
        let mut registry = self.registry.lock();
        registry.live -= 1;
        registry.solo = false;
        self.get(index).set_life(last_serial + 1, DEAD);
        if last_serial < crate::token::MAX_SERIAL / 2 {
            registry.free.push((index, last_serial + 1));
        }
    }

    /// Calls `fork` if all threads but the one in `survivor` are idle, and none attaches or leaves meanwhile.
    /// What it says is whether this process is the copy, in which the others have ended.
    pub(crate) fn fork(&self, survivor: usize, fork: impl FnOnce() -> bool) -> Option<bool> {
        let mut registry = self.registry.lock();
        let others = (0..registry.used).filter(|index| *index != survivor);
        if others.clone().any(|index| self.get(index).is_busy()) {
            return None;
        }
        let is_copy = fork();
        if is_copy {
            others.for_each(|index| self.get(index).bury());
            registry.live = 1;
        }
        Some(is_copy)
    }

    /// Returns true if the calling thread is the only one. No thread can attach then before
    /// [`Slots::end_solo`].
    pub(crate) fn begin_solo(&self) -> bool {
        let mut registry = self.registry.lock();
        registry.solo = registry.live == 1;
        registry.solo
    }

    /// Runs `change`, then lets threads attach.
    pub(crate) fn end_solo(&self, change: impl FnOnce()) {
        let mut registry = self.registry.lock();
        change();
        registry.solo = false;
    }

    /// Threads attached now.
    pub(crate) fn live(&self) -> usize {
        self.registry.lock().live
    }
}

#[cfg(all(test, not(feature = "loom"), not(feature = "shuttle")))]
mod tests {
    use super::{Presence, Slots};

    #[test]
    fn a_copy_of_the_process_has_one_thread() {
        let slots = Slots::new(4);
        let [first, second] = [slots.enter(false), slots.enter(false)].map(Result::unwrap);
        assert_eq!(
            slots.fork(first.index, || true),
            None,
            "the other one is busy"
        );
        slots.get(second.index).go_idle(second.first_serial);
        assert_eq!(slots.fork(first.index, || false), Some(false));
        assert_eq!(slots.live(), 2);
        assert_eq!(slots.fork(first.index, || true), Some(true));
        assert_eq!(slots.live(), 1);
        let other = slots.get(second.index);
        assert_eq!(other.presence(second.first_serial), Presence::Dead);
        assert!(slots.begin_solo());
    }
}
