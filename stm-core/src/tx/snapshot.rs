//! Snapshots: reading one consistent instant for as long as one likes, without being rolled back
//! and without making anybody wait. And the writers' side of it: exporting pre-images.
//!
//! The protocol is described in `versions.rs`.

use crate::heap::{Heap, Unit};
use crate::log::undo::Record;
use crate::slots::poll;
use crate::sync::{Ordering, fence, pause};
use crate::thread::Thread;
use crate::token::{Token, TokenWord};
use crate::versions::{Found, Old};

/// One consistent instant. It ends when this is dropped.
#[derive(Debug)]
pub struct Snapshot<'t, H: Heap> {
    thread: &'t mut Thread<H>,
    at: u64,
}

impl<H: Heap> Thread<H> {
    /// Starts a snapshot of now. The thread must be between transactions.
    pub fn snapshot(&mut self) -> Snapshot<'_, H> {
        debug_assert!(!self.in_transaction());
        let at = self.stm.versions.start(&self.stm.clock);
        Snapshot { thread: self, at }
    }

    /// From now on pre-images are exported as they are logged.
    pub(crate) fn start_exporting(&mut self) {
        self.exporting = !self.solo;
    }

    pub(crate) fn stop_exporting(&mut self) {
        self.exporting = false;
    }

    /// Exports all pre-images so far, and says that this transaction will commit above now.
    pub(crate) fn export(&mut self) {
        if self.in_transaction() && !self.solo {
            self.export_all(self.stm.clock.floor() + 1);
        }
    }

    /// Exports the newest record.
    pub(crate) fn export_newest(&self) {
        if let Some(record) = self.undo.records().last() {
            self.export_record(record, self.stm.clock.floor() + 1);
        }
    }

    /// Exports whatever is not exported yet, and promises to commit at `until` or above. The
    /// promise comes last: a unit of which only some parts are exported must decide nothing.
    fn export_all(&mut self, until: u64) {
        if !self.exporting {
            self.exporting = true;
            for record in self.undo.records() {
                self.export_record(record, 0);
            }
        }
        for record in self.undo.records() {
            self.stm.versions.promise(record.token, self.slot, until);
        }
    }

    fn export_record(&self, record: &Record, until: u64) {
        // What was logged again may be dirty, but a clean image of the same words precedes it then.
        let image = self.undo.image(record);
        let old = Old::new(self.slot, until, record.words, image, record.whole);
        self.stm.versions.add(record.token, old);
    }

    /// The transaction has taken its version: settle what was exported. A snapshot that started
    /// after this transaction last looked is seen now, at the latest (see `versions.rs`).
    pub(crate) fn export_committed(&mut self, version: u64) {
        if !self.exporting {
            if !self.stm.versions.is_active() {
                return;
            }
            // The bound is the version itself: the clock may have moved on since it was taken.
            self.export_all(version);
        }
        for record in self.undo.records() {
            self.stm.versions.settle(record.token, self.slot, version);
        }
    }

    /// A record has been undone.
    pub(crate) fn unexport(&self, record: &Record) {
        self.stm
            .versions
            .take_back(record.token, self.slot, record.words);
    }
}

impl<H: Heap> Snapshot<'_, H> {
    /// Word `index` of the unit, as it was when the snapshot started.
    ///
    /// # Panics
    /// When the unit has no word `index`.
    pub fn read(&mut self, unit: Unit, index: usize) -> u64 {
        let word = &unit.words[index];
        let mut turn = 0;
        loop {
            let seen = unit.token.look();
            if self.thread.solo || self.thread.is_mine(seen) {
                return word.load();
            }
            if !seen.is_owned() && seen < TokenWord::unreadable_at(self.at) {
                let value = word.load();
                // As in `tx::read`.
                fence(Ordering::Acquire);
                if unit.token.glance() == seen {
                    return value;
                }
                continue;
            }
            let owner = seen.is_owned().then(|| seen.slot());
            match self
                .thread
                .stm
                .versions
                .find(unit.token, owner, word, self.at)
            {
                Found::Value(value) => {
                    // As in `tx::read`: the value may have come from memory.
                    fence(Ordering::Acquire);
                    if unit.token.glance() == seen {
                        return value;
                    }
                }
                Found::Undecided => self.ask(unit.token, seen, &mut turn),
            }
        }
    }

    /// Asks the owner to export what it has overwritten (or to publish, if the unit is private),
    /// and waits a turn for its next poll.
    fn ask(&mut self, token: &'static Token, seen: TokenWord, turn: &mut u32) {
        if seen.is_owned() && !self.thread.meet_absent(token, seen) {
            let owner = self.thread.stm.slots.get(seen.slot());
            owner.request(poll::EXPORT);
            if turn.is_multiple_of(8) {
                owner.ask(token);
            }
        }
        pause(*turn);
        self.poll();
        *turn += 1;
    }

    /// Answers other threads that wait for private objects of this one. A long snapshot should call
    /// it now and then.
    pub fn poll(&mut self) {
        self.thread.stm.heap.safepoint(self.thread);
        if self.thread.own_slot.is_asked() && !self.thread.solo {
            self.thread.publish_asked();
        }
    }

    /// The token for a new object, which belongs to the thread.
    pub fn birth_token(&mut self) -> TokenWord {
        self.thread.birth_token()
    }

    /// The commit version that this snapshot shows.
    pub fn version(&self) -> u64 {
        self.at
    }
}

impl<H: Heap> Drop for Snapshot<'_, H> {
    fn drop(&mut self) {
        self.thread.stm.versions.end(self.at);
    }
}
