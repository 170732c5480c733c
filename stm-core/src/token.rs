//! The token: one 64-bit word that says who may touch a unit of mutable words.
//!
//! ```text
//!  bit 63   62 ......... 17   16 ..... 8   7 .. 2    1        0
//!  +---+------------------+------------+--------+--------+------+
//!  | 0 | version (46)     | writer (9) | bump(6)| WAITED | HELD |   VERSION: shared, unlocked
//!  +---+------------------+------------+--------+--------+------+
//!  | 1 | slot (15) | serial (46)           |   SHARED   | PARTIAL |   OWNED: locked by, or private to
//!  +---+-----------+-----------------------+------------+---------+
//!  bit 63   62 .. 48        47 ......... 2       1           0
//! ```
//!
//! | field | meaning | who may change it |
//! | --- | --- | --- |
//! | version | number of the commit that last changed the unit | the owner, when it unlocks |
//! | writer | slot + 1 of the thread that did; 0: nobody in particular | the same |
//! | bump | rollbacks since that commit; on overflow the unlock takes a fresh version | the owner, at rollback |
//! | WAITED | a thread sleeps in `retry` on this unit | any thread, by compare-and-swap; an unlock clears it |
//! | HELD | the irrevocable transaction has read this unit: nobody else may acquire it | the holder of the turn, by compare-and-swap |
//! | slot | index of the owning thread's slot | by compare-and-swap from a VERSION; then the owner alone |
//! | serial | which of the owner's serials logged (or bore) the unit | the owner |
//! | PARTIAL | only some words of this large or scattered unit are logged: never equal to a thread's token | the owner |
//! | SHARED | of a PARTIAL one: others could reach the unit when the transaction first wrote it | the owner |
//!
//! The fields are ordered so that the two hot questions are one compare each: a reader asks
//! `token < (read version + 1, all zeros)` (an OWNED token is larger than any VERSION), and a writer
//! asks `token == thread.token`.
//!
//! Widths: 2^46 versions last 81 days at ten million clock ticks a second, and the clock ticks
//! only when threads really exchange data. 2^46 serials last 81 days of one slot beginning ten
//! million writing transactions a second without a pause. A collector that stops the world may
//! restamp tokens and start both again. The 9-bit writer is a hint: slots from 511 on write 0.

use crate::sync::{AtomicU64, Ordering};
use std::fmt;

const OWNED: u64 = 1 << 63;
const HELD: u64 = 1;
const WAITED: u64 = 1 << 1;
const BUMP_SHIFT: u32 = 2;
const BUMP_BITS: u32 = 6;
const BUMP_MASK: u64 = ((1 << BUMP_BITS) - 1) << BUMP_SHIFT;
const WRITER_SHIFT: u32 = BUMP_SHIFT + BUMP_BITS;
const WRITER_BITS: u32 = 9;
const WRITER_MASK: u64 = ((1 << WRITER_BITS) - 1) << WRITER_SHIFT;
const VERSION_SHIFT: u32 = WRITER_SHIFT + WRITER_BITS;
const PARTIAL: u64 = 1;
const SHARED: u64 = 1 << 1;
const SERIAL_SHIFT: u32 = 2;
const SERIAL_BITS: u32 = 46;
const SLOT_SHIFT: u32 = SERIAL_SHIFT + SERIAL_BITS;

/// The largest version that a token can hold.
pub const MAX_VERSION: u64 = (1 << (63 - VERSION_SHIFT)) - 1;
/// The largest serial that a token can hold.
pub const MAX_SERIAL: u64 = (1 << SERIAL_BITS) - 1;
/// The largest number of threads at a time.
pub const MAX_THREADS: usize = 1 << (63 - SLOT_SHIFT);

/// The value of a token at one moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenWord(u64);

/// The part of a VERSION token that names its last writer, ready to be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Writer(u64);

impl Writer {
    /// What a token of nobody in particular says.
    pub(crate) const NOBODY: Writer = Writer(0);
    /// What no token says.
    pub(crate) const NONE: Writer = Writer(u64::MAX);

    pub(crate) fn of_slot(slot: usize) -> Self {
        let number = slot as u64 + 1;
        if number < 1 << WRITER_BITS {
            Writer(number << WRITER_SHIFT)
        } else {
            Self::NOBODY
        }
    }
}

impl TokenWord {
    /// Shared, unlocked, last changed by commit `version` of nobody in particular.
    pub const fn version(version: u64) -> Self {
        TokenWord(version << VERSION_SHIFT)
    }

    #[inline(always)]
    pub(crate) fn committed(version: u64, writer: Writer) -> Self {
        TokenWord(version << VERSION_SHIFT | writer.0)
    }

    /// Owned by thread `slot` since its `serial`.
    #[inline(always)]
    pub(crate) fn owned(slot: usize, serial: u64) -> Self {
        TokenWord(OWNED | (slot as u64) << SLOT_SHIFT | serial << SERIAL_SHIFT)
    }

    /// The first token that is *not* readable at `version`, whatever its writer, bump and flags.
    #[inline(always)]
    pub(crate) fn unreadable_at(version: u64) -> Self {
        TokenWord((version + 1) << VERSION_SHIFT)
    }

    /// Whether somebody owns the unit.
    #[inline(always)]
    pub fn is_owned(self) -> bool {
        self.0 & OWNED != 0
    }

    /// The commit that last changed the unit. Meaningful for a VERSION only.
    #[inline(always)]
    pub fn commit_version(self) -> u64 {
        debug_assert!(!self.is_owned());
        self.0 >> VERSION_SHIFT
    }

    /// The slot of the owner. Meaningful for an OWNED only.
    pub(crate) fn slot(self) -> usize {
        debug_assert!(self.is_owned());
        ((self.0 & !OWNED) >> SLOT_SHIFT) as usize
    }

    /// The owner's serial. Meaningful for an OWNED only.
    pub(crate) fn serial(self) -> u64 {
        debug_assert!(self.is_owned());
        self.0 >> SERIAL_SHIFT & MAX_SERIAL
    }

    #[inline(always)]
    pub(crate) fn written_by(self, writer: Writer) -> bool {
        self.0 & (OWNED | WRITER_MASK) == writer.0
    }

    pub(crate) fn is_held(self) -> bool {
        !self.is_owned() && self.0 & HELD != 0
    }

    /// Whether somebody may be asleep until the unit changes.
    pub fn is_waited(self) -> bool {
        !self.is_owned() && self.0 & WAITED != 0
    }

    pub(crate) fn with_held(self) -> Self {
        TokenWord(self.0 | HELD)
    }

    pub(crate) fn without_held(self) -> Self {
        TokenWord(self.0 & !HELD)
    }

    pub(crate) fn with_waited(self) -> Self {
        TokenWord(self.0 | WAITED)
    }

    /// The same owner and serial, for a unit that is logged in parts.
    #[inline(always)]
    pub(crate) fn partial(self, shared: bool) -> Self {
        TokenWord(self.0 | PARTIAL | if shared { SHARED } else { 0 })
    }

    /// The largest token with this owner and serial.
    #[inline(always)]
    pub(crate) fn last_of_serial(self) -> Self {
        TokenWord(self.0 | PARTIAL | SHARED)
    }

    /// Whether the unit is logged in parts and others could reach it when it was first written.
    pub(crate) fn is_shared_part(self) -> bool {
        self.is_owned() && self.0 & SHARED != 0
    }

    /// The same version after one more rollback; `None` when the counter is full and the unlock
    /// must take a fresh version, lest a reader between its two looks meets the same word again.
    pub(crate) fn bumped(self) -> Option<Self> {
        debug_assert!(!self.is_owned());
        (self.0 & BUMP_MASK != BUMP_MASK).then(|| TokenWord(self.0 + (1 << BUMP_SHIFT)))
    }

    /// The word as it lies in memory.
    #[inline(always)]
    pub fn bits(self) -> u64 {
        self.0
    }
}

impl fmt::Debug for TokenWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_owned() {
            let partial = match (self.0 & PARTIAL != 0, self.is_shared_part()) {
                (true, true) => ", partial, shared",
                (true, false) => ", partial",
                _ => "",
            };
            return write!(
                f,
                "Owned(slot {}, serial {}{partial})",
                self.slot(),
                self.serial()
            );
        }
        let bump = (self.0 & BUMP_MASK) >> BUMP_SHIFT;
        let writer = (self.0 & WRITER_MASK) >> WRITER_SHIFT;
        write!(
            f,
            "Version({}, writer {writer}, bump {bump}",
            self.commit_version()
        )?;
        write!(
            f,
            "{}{})",
            if self.is_held() { ", held" } else { "" },
            if self.is_waited() { ", waited" } else { "" }
        )
    }
}

/// The token of one unit, in memory.
#[repr(transparent)]
pub struct Token(AtomicU64);

impl Token {
    /// A token with this first value; use [`crate::Thread::birth_token`] for a new object.
    #[inline(always)]
    pub fn new(word: TokenWord) -> Self {
        Token(AtomicU64::new(word.0))
    }

    /// The first look of a read. Acquire: pairs with the Release of the unlock (`store` in commit
    /// and rollback), so that the words read next are those of this version or newer.
    #[inline(always)]
    pub(crate) fn look(&self) -> TokenWord {
        TokenWord(self.0.load(Ordering::Acquire))
    }

    /// A look that orders nothing: the caller owns the unit, or has fenced, or looks again.
    #[inline(always)]
    pub(crate) fn glance(&self) -> TokenWord {
        TokenWord(self.0.load(Ordering::Relaxed))
    }

    /// Takes the unit. Release: who meets the token and looks into the owner's slot finds that
    /// incarnation alive there. (The look that gave `seen` has acquired what the last unlock left,
    /// and what must come *after* the acquisition is held back by the fence that follows it.)
    #[inline(always)]
    pub(crate) fn swap_from(&self, seen: TokenWord, new: TokenWord) -> bool {
        self.0
            .compare_exchange(seen.0, new.0, Ordering::Release, Ordering::Relaxed)
            .is_ok()
    }

    /// Sets or clears a flag of a VERSION. Relaxed. As a read-modify-write it passes the last
    /// unlock's Release on. HELD: whoever acquires the unit after the mark is cleared fences, and so
    /// did the irrevocable transaction after each of its acquisitions, so its tokens are seen.
    /// WAITED: the list of sleepers has a lock; whoever saw the mark takes it after the sleeper.
    pub(crate) fn mark_from(&self, seen: TokenWord, new: TokenWord) -> bool {
        self.0
            .compare_exchange(seen.0, new.0, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    }

    /// Unlocks. Release: pairs with `look`; the words written before are seen by who sees this.
    #[inline(always)]
    pub(crate) fn unlock(&self, word: TokenWord) {
        self.0.store(word.0, Ordering::Release);
    }

    /// Restamps a unit that only the caller may touch (private or owned). Release: as in
    /// `swap_from`, for who meets this word.
    #[inline(always)]
    pub(crate) fn restamp(&self, word: TokenWord) {
        self.0.store(word.0, Ordering::Release);
    }

    /// The value now, for reports and tests.
    #[inline]
    pub fn inspect(&self) -> TokenWord {
        self.glance()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.glance().fmt(f)
    }
}

#[cfg(all(test, not(any(feature = "loom", feature = "shuttle"))))]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_overlap() {
        let owned = TokenWord::owned(MAX_THREADS - 1, MAX_SERIAL);
        assert_eq!(
            (owned.slot(), owned.serial()),
            (MAX_THREADS - 1, MAX_SERIAL)
        );
        for shared in [false, true] {
            let partial = owned.partial(shared);
            assert!(owned < partial && partial <= owned.last_of_serial());
            assert_eq!(partial.is_shared_part(), shared);
            assert_eq!(partial.serial(), MAX_SERIAL);
        }
        let version = TokenWord::committed(MAX_VERSION, Writer::of_slot(510));
        assert!(!version.is_owned() && version.commit_version() == MAX_VERSION);
        assert!(
            version.written_by(Writer::of_slot(510)) && !version.written_by(Writer::of_slot(509))
        );
        assert!(!version.with_held().is_waited() && !version.with_waited().is_held());
    }

    #[test]
    fn one_compare_tells_readable() {
        let limit = TokenWord::unreadable_at(7);
        let full = TokenWord::committed(7, Writer::of_slot(3))
            .with_held()
            .with_waited();
        assert!(full < limit);
        assert!(TokenWord::version(8) >= limit);
        assert!(TokenWord::owned(0, 0) >= TokenWord::unreadable_at(MAX_VERSION));
    }

    #[test]
    fn bump_ends() {
        let mut word = TokenWord::version(5);
        for _ in 0..(1 << BUMP_BITS) - 1 {
            let next = word.bumped().expect("room");
            assert!(next > word && next.commit_version() == 5);
            word = next;
        }
        assert_eq!(word.bumped(), None);
    }

    #[test]
    fn high_slots_have_no_writer() {
        assert_eq!(Writer::of_slot(511), Writer::NOBODY);
        assert!(!TokenWord::version(1).written_by(Writer::NONE));
        assert!(!TokenWord::owned(0, 0).written_by(Writer::NOBODY));
    }
}
