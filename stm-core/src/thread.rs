//! A thread's side of the transactions: its current token, its logs, and where it stands.
//!
//! The operations live in `tx/`, one file each. This file has the state they share, and the loop
//! that most callers want ([`Thread::atomically`]).

use crate::chaos::Chaos;
use crate::contention::Backoff;
use crate::heap::{Heap, Unit, Word};
use crate::log::reads::{ReadLog, ReadTable};
use crate::log::undo::UndoLog;
use crate::reason::Abort;
use crate::slots::{Entry, Slot, poll};
use crate::stats::Stats;
use crate::stm::Stm;
use crate::sync::{Ordering, pause};
use crate::token::{Token, TokenWord, Writer};
use crate::tx::deferred::Pending;
use crate::tx::wait::WaitError;
use std::fmt;
use std::mem::offset_of;
use std::sync::Arc;

/// Where a thread stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// Between transactions.
    Outside,
    /// In a transaction that may be rolled back.
    Revocable,
    /// In the one transaction that is never rolled back.
    Irrevocable,
}

/// The handle of one thread. Not for sharing; it may be moved between transactions.
pub struct Thread<H: Heap> {
    /// What a token says when this thread may write the unit without asking.
    pub(crate) token: TokenWord,
    /// The first token that is too new to be read. Zero while irrevocable: then each unit is held
    /// before it is read.
    pub(crate) readable: TokenWord,
    pub(crate) solo: bool,
    pub(crate) reads: ReadLog,
    pub(crate) undo: UndoLog,
    pub(crate) mode: Mode,
    /// The smallest token of this incarnation: `base <= t <= token` means "mine".
    pub(crate) base: TokenWord,
    /// The thread's token when the transaction began: what it acquired or bore is not below.
    pub(crate) tx_base: TokenWord,
    pub(crate) serial: u64,
    /// While solo: the serial to go on with afterwards.
    pub(crate) shared_serial: u64,
    /// Whether something was logged or born under the current serial.
    pub(crate) serial_used: bool,
    /// What this thread's commits write into tokens.
    pub(crate) writer: Writer,
    /// Whose versions are readable however new: the thread's own; none while irrevocable.
    pub(crate) own: Writer,
    pub(crate) slot: usize,
    /// Which thread this is; unlike its slot, no other thread will have it.
    pub(crate) number: u64,
    pub(crate) own_slot: Arc<Slot>,
    /// What a commit has found so far that becomes reachable, while the world may stand still. A weak reference alone
    /// may lead there.
    pub(crate) escaping: Vec<&'static Token>,
    /// Units whose tokens say HELD on behalf of this thread.
    pub(crate) held: Vec<&'static Token>,
    /// Whether this thread has stopped all other writers instead of holding units.
    pub(crate) holds_all: bool,
    /// Whether pre-images go to the version store as they are logged.
    pub(crate) exporting: bool,
    pub(crate) pending: Vec<Pending<H>>,
    /// Whether an acquisition may not wait.
    pub(crate) try_only: bool,
    /// Locks taken by elision, and how often each.
    pub(crate) elided: Vec<(Unit, u32)>,
    /// Whether the transaction has forgotten something that it read, and must not commit.
    pub(crate) doomed: bool,
    /// Whether it became irrevocable unasked, only so that it cannot lose: it may still undo itself.
    pub(crate) insisted: bool,
    pub(crate) backoff: Backoff,
    pub(crate) stats: Stats,
    pub(crate) chaos: Chaos,
    pub(crate) stm: Arc<Stm<H>>,
}

/// Where compiled code finds what its barriers compare tokens with, and which barriers it needs: offsets in bytes from a [`Thread`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offsets {
    /// What a token says when this thread may write the unit without asking.
    pub token: usize,
    /// The smallest token that says "mine".
    pub base: usize,
    /// The first token that is too new to be read.
    pub readable: usize,
    /// What has been read: a unit that is there, and not too new, may be read again.
    pub reads: ReadTable,
    /// A byte: 1 if there is one thread, else 0.
    pub solo: usize,
    /// A byte that becomes 1 when a new object gets the token ([`Thread::birth_token`]).
    pub used: usize,
}

impl<H: Heap> Thread<H> {
    /// Where compiled code finds what it compares with.
    pub const OFFSETS: Offsets = Offsets {
        token: offset_of!(Thread<H>, token),
        base: offset_of!(Thread<H>, base),
        readable: offset_of!(Thread<H>, readable),
        reads: ReadLog::offsets(offset_of!(Thread<H>, reads)),
        solo: offset_of!(Thread<H>, solo),
        used: offset_of!(Thread<H>, serial_used),
    };

    pub(crate) fn new(stm: Arc<Stm<H>>, entry: Entry) -> Self {
        let Entry {
            index: slot,
            first_serial,
            number,
            solo,
        } = entry;
        let base = TokenWord::owned(slot, first_serial);
        let mut thread = Thread {
            token: base,
            readable: TokenWord::version(0),
            solo: false,
            reads: ReadLog::new(stm.config.read_slots, stm.config.max_reads),
            undo: UndoLog::new(),
            mode: Mode::Outside,
            base,
            tx_base: base,
            serial: first_serial,
            shared_serial: first_serial,
            serial_used: false,
            writer: Writer::of_slot(slot),
            own: Writer::NONE,
            slot,
            number,
            own_slot: Arc::clone(stm.slots.get(slot)),
            escaping: Vec::new(),
            held: Vec::new(),
            holds_all: false,
            exporting: false,
            pending: Vec::new(),
            try_only: false,
            elided: Vec::new(),
            doomed: false,
            insisted: false,
            backoff: Backoff::default(),
            stats: Stats::default(),
            chaos: Chaos::new(&stm.config, slot),
            stm,
        };
        thread.renew_read_version();
        if solo {
            thread.start_solo();
        }
        thread
    }

    /// Runs `body` as one transaction, again and again until it commits.
    ///
    /// # Errors
    /// When `body` called [`Thread::retry`] and nothing can ever wake it, or when it gave up after
    /// [`Thread::become_irrevocable`]; what it did is committed then.
    pub fn atomically<R>(
        &mut self,
        mut body: impl FnMut(&mut Self) -> Result<R, Abort>,
    ) -> Result<R, WaitError> {
        let running = Unwinding(self);
        loop {
            running.0.begin();
            let done = running.0.insist().and_then(|()| body(running.0));
            match done.and_then(|result| running.0.commit().map(|()| result)) {
                Ok(result) => return Ok(result),
                Err(_) if running.0.cannot_be_undone() => return Err(WaitError::Irrevocable),
                Err(Abort::Retry) => {
                    running.0.wait(None)?;
                }
                Err(abort) => running.0.rollback(abort),
            }
        }
    }

    /// Ends a running transaction from outside: it is undone, or, if it cannot be, committed as far
    /// as it came.
    pub(crate) fn abandon(&mut self) {
        if self.cannot_be_undone() {
            // Whoever was in a critical section is gone: its elided locks are free.
            self.elided.clear();
            // An irrevocable commit cannot fail.
            let _ = self.commit();
        }
        if self.in_transaction() {
            self.rollback(Abort::Cancelled);
        }
        self.forget_conflicts();
    }

    /// Whether the program asked the running transaction to become irrevocable.
    pub fn cannot_be_undone(&self) -> bool {
        self.mode == Mode::Irrevocable && !self.insisted
    }

    /// Takes the irrevocable turn when the transaction, which has just begun, has been rolled back too
    /// often: it cannot lose again, but may still give itself up. [`Thread::atomically`] does so by
    /// itself.
    ///
    /// # Errors
    /// When somebody else needs what this thread waits with.
    #[inline]
    pub fn insist(&mut self) -> Result<(), Abort> {
        if self.backoff.tries < self.stm.config.irrevocable_after {
            Ok(())
        } else {
            self.become_irrevocable()?;
            self.insisted = true;
            Ok(())
        }
    }

    /// The number of this thread's slot, to address its poll word with [`Stm::request`].
    pub fn slot(&self) -> usize {
        self.slot
    }

    /// The shared part.
    pub fn stm(&self) -> &Arc<Stm<H>> {
        &self.stm
    }

    /// What this thread has done so far.
    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Whether a transaction is running.
    pub fn in_transaction(&self) -> bool {
        self.mode != Mode::Outside
    }

    /// Whether the running transaction can no longer be rolled back.
    pub fn is_irrevocable(&self) -> bool {
        self.mode == Mode::Irrevocable
    }

    /// Whether this is a lone thread that runs without logs.
    #[inline(always)]
    pub fn is_solo(&self) -> bool {
        self.solo
    }

    /// The token that a new object gets. It is private to this thread until a commit makes it
    /// reachable for others.
    #[inline(always)]
    pub fn birth_token(&mut self) -> TokenWord {
        self.serial_used = true;
        self.token
    }

    /// Visits whatever this thread's transaction may still need of the heap: words (what it has written in place, pre-images, and
    /// what pending operations refer to) and tokens (of units that it has logged, or will look at
    /// again). For a collector, while the thread does not run.
    pub fn visit_roots(&self, word: &mut dyn FnMut(u64), token: &mut dyn FnMut(&'static Token)) {
        for record in self.undo.records() {
            token(record.token);
            let words = record.words.iter().map(Word::load);
            let both = words.chain(self.undo.image(record).iter().copied());
            both.for_each(&mut *word);
        }
        let logged = self.reads.entries().iter().chain(&self.held);
        logged.chain(&self.escaping).copied().for_each(&mut *token);
        self.elided.iter().for_each(|(unit, _)| token(unit.token));
        self.own_slot.asked().into_iter().for_each(&mut *token);
        self.backoff.lost().into_iter().for_each(&mut *token);
        for pending in &self.pending {
            pending.visit(word, token);
        }
    }

    /// Whether a token is owned by this incarnation of this thread.
    #[inline(always)]
    pub(crate) fn is_mine(&self, word: TokenWord) -> bool {
        !self.solo && self.base <= word && word <= self.token.last_of_serial()
    }

    /// Looks at the poll word. Call it at back-edges and calls, at a place where the transaction
    /// can be rolled back. Returns the bits that are the host's to act on: [`poll::END`] (end the
    /// transaction when the program allows it) and the host's own. They stay set until the end of
    /// the transaction, or until [`Thread::clear_poll`].
    ///
    /// # Errors
    /// [`Abort::Wounded`] when an older transaction needs what this one owns.
    #[inline(always)]
    pub fn poll(&mut self) -> Result<u64, Abort> {
        // Relaxed: see `Slot::request`.
        let bits = self.own_slot.poll.load(Ordering::Relaxed);
        if bits == 0 { Ok(0) } else { self.serve(bits) }
    }

    #[cold]
    fn serve(&mut self, bits: u64) -> Result<u64, Abort> {
        if bits & poll::EXPORT != 0 {
            self.clear_poll(poll::EXPORT);
            self.export();
        }
        self.check_wound()?;
        Ok(bits & !(poll::EXPORT | poll::WOUND))
    }

    /// Where the poll word is: the same place as long as the thread is attached.
    pub fn poll_word(&self) -> *const u64 {
        std::ptr::from_ref(&self.own_slot.poll).cast()
    }

    /// Records in the undo log: how much the transaction has to remember of what it wrote.
    pub fn undo_records(&self) -> usize {
        self.undo.records().len()
    }

    /// Clears bits of the poll word.
    pub fn clear_poll(&mut self, bits: u64) {
        // Acquire: pairs with `Stm::request`; what a host stored before it asked is seen after.
        self.own_slot.poll.fetch_and(!bits, Ordering::Acquire);
    }

    /// Ends the transaction with [`Abort::Wounded`] if an older one asked for that. (A lone thread's
    /// tokens compare lower than what it was once wounded for.)
    pub(crate) fn check_wound(&self) -> Result<(), Abort> {
        let wounded =
            self.mode == Mode::Revocable && !self.solo && self.own_slot.is_wounded(self.tx_base);
        if wounded { Err(Abort::Wounded) } else { Ok(()) }
    }

    /// One turn of waiting for another thread, during which this one still answers others.
    pub(crate) fn wait_turn(&mut self, turn: u32) -> Result<(), Abort> {
        pause(turn);
        self.stm.heap.safepoint(self);
        self.renew_serial_if_watched();
        self.poll().map(|_| ())
    }

    /// What was opened before the heap began to watch is logged once more before it is written.
    pub(crate) fn renew_serial_if_watched(&mut self) {
        if self.stm.heap.watches() {
            self.advance_serial();
        }
    }

    /// Tells the others that this thread is outside of transactions and may be so for long (it is
    /// going to block): its private objects may be adopted. Until [`Thread::resume`] it touches
    /// nothing.
    pub fn go_idle(&mut self) {
        debug_assert!(!self.in_transaction());
        self.mark_idle();
    }

    pub(crate) fn mark_idle(&self) {
        self.own_slot.go_idle(self.base.serial());
    }

    /// Back from [`Thread::go_idle`].
    pub fn resume(&mut self) {
        let mut turn = 0;
        while !self.own_slot.try_resume(self.base.serial()) {
            pause(turn);
            turn += 1;
        }
    }
}

impl<H: Heap> Drop for Thread<H> {
    /// Ends the thread: nothing stays owned, held or registered.
    fn drop(&mut self) {
        self.resume();
        self.abandon();
        self.leave_solo();
        self.stm.slots.leave(self.slot, self.serial);
        self.stm.sleepers.one_thread_less(&self.stm.slots);
    }
}

/// Ends the transaction of a thread whose body panics (or which gives up in `wait`).
struct Unwinding<'t, H: Heap>(&'t mut Thread<H>);

impl<H: Heap> Drop for Unwinding<'_, H> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

impl<H: Heap> fmt::Debug for Thread<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("slot", &self.slot)
            .field("mode", &self.mode)
            .field("solo", &self.solo)
            .field("token", &self.token)
            .field("reads", &self.reads.entries().len())
            .field("writes", &self.undo.records().len())
            .finish_non_exhaustive()
    }
}
