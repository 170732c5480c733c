//! A plain TL2 (Dice, Shalev, Shavit: Transactional Locking II, DISC 2006).
//!
//! A global version clock; one versioned lock per object; reads are validated as they happen
//! against the read version and logged; writes wait in a write set; a commit locks the write set,
//! ticks the clock, validates the read set (unless its tick is the next one after the read
//! version: then nobody committed in between), writes back and unlocks with the new version.
//! Read-only transactions log nothing. A read beyond the read version rolls back: there is no
//! extension.
//!
//! The lock word is the version, or, while a commit holds it, `LOCKED | holder | version`. So
//! "unlocked and not newer than the read version" is one compare, and with the holder's own bits
//! flipped the same compare accepts what a commit has locked itself.

mod write_set;

use super::Line;
use crate::backend::{Backend, Leaked, Read, WORDS, Write};
use crate::random::Random;
use crossbeam_utils::CachePadded;
use std::hint::spin_loop;
use std::sync::Arc;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicU64, fence};
use write_set::WriteSet;

const LOCKED: u64 = 1 << 63;
const HOLDER_SHIFT: u32 = 48;

type Ref = Leaked<Line>;

#[derive(Default)]
struct Shared {
    clock: CachePadded<AtomicU64>,
    threads: AtomicU64,
}

pub(crate) struct Tl2(Arc<Shared>);

/// The transaction is doomed and has to start anew.
pub(crate) struct Conflict;

/// One consistent look at words of an object, if it is not newer than `read_version`.
#[inline(always)]
fn look<const N: usize>(
    object: Ref,
    words: [usize; N],
    read_version: u64,
) -> Result<[u64; N], Conflict> {
    // Acquire: pairs with the Release of `unlock`.
    let before = object.0.header.load(Acquire);
    let values = words.map(|word| object.0.words[word].load(Relaxed));
    // Pairs with the fence of a commit between its acquisitions and its writes: who saw one of its
    // values sees its lock, or what came after.
    fence(Acquire);
    let after = object.0.header.load(Relaxed);
    if before == after && before <= read_version {
        Ok(values)
    } else {
        Err(Conflict)
    }
}

/// A read-only transaction.
pub(crate) struct Reader {
    read_version: u64,
}

impl Read for Reader {
    type Object = Ref;
    type Abort = Conflict;

    #[inline(always)]
    fn read<const N: usize>(
        &mut self,
        object: Ref,
        words: [usize; N],
    ) -> Result<[u64; N], Conflict> {
        look(object, words, self.read_version)
    }
}

/// An updating transaction.
pub(crate) struct Writer {
    /// `LOCKED` and the thread's number, as they stand in a lock word.
    mine: u64,
    read_version: u64,
    reads: Vec<Ref>,
    writes: WriteSet,
}

impl Read for Writer {
    type Object = Ref;
    type Abort = Conflict;

    #[inline(always)]
    fn read<const N: usize>(
        &mut self,
        object: Ref,
        words: [usize; N],
    ) -> Result<[u64; N], Conflict> {
        if self.writes.may_hold(object)
            && let Some(entry) = self.writes.find(object)
        {
            return self.read_own(entry, object, words);
        }
        let values = look(object, words, self.read_version)?;
        self.reads.push(object);
        Ok(values)
    }
}

impl Write for Writer {
    #[inline(always)]
    fn write<const N: usize>(
        &mut self,
        object: Ref,
        words: [(usize, u64); N],
    ) -> Result<(), Conflict> {
        self.writes.put(object, words);
        Ok(())
    }

    fn alloc(&mut self, words: [u64; WORDS]) -> Ref {
        // Version 0, unlocked, and unreachable until the commit writes a reference to it back.
        Leaked::new(Line::new(words))
    }
}

impl Writer {
    fn begin(&mut self, shared: &Shared) {
        self.reads.clear();
        self.writes.clear();
        self.read_version = shared.clock.load(Acquire);
    }

    /// Reads an object of the write set: memory is asked only for what was not written.
    fn read_own<const N: usize>(
        &mut self,
        entry: usize,
        object: Ref,
        words: [usize; N],
    ) -> Result<[u64; N], Conflict> {
        if let Some(values) = self.writes.values(entry, words) {
            return Ok(values);
        }
        let memory = look(object, words, self.read_version)?;
        self.reads.push(object);
        Ok(self.writes.overlay(entry, words, memory))
    }

    fn commit(&mut self, shared: &Shared) -> Result<(), Conflict> {
        if self.writes.is_empty() {
            return Ok(());
        }
        for taken in 0..self.writes.len() {
            if let Err(conflict) = self.writes.lock(taken, self.mine) {
                self.writes.unlock_unchanged(taken);
                return Err(conflict);
            }
        }
        // AcqRel: of two commits that lock what the other has read, the one that ticks second sees
        // the other's locks.
        let version = shared.clock.fetch_add(1, AcqRel) + 1;
        if version != self.read_version + 1 && !self.reads_are_valid() {
            self.writes.unlock_unchanged(self.writes.len());
            return Err(Conflict);
        }
        fence(Release);
        self.writes.write_back_and_unlock(version);
        Ok(())
    }

    fn reads_are_valid(&self) -> bool {
        self.reads.iter().all(|object| {
            let now = object.0.header.load(Relaxed);
            now <= self.read_version || now ^ self.mine <= self.read_version
        })
    }
}

/// One thread's logs, kept from transaction to transaction.
pub(crate) struct Thread {
    shared: Arc<Shared>,
    reader: Reader,
    writer: Writer,
    random: Random,
}

impl Thread {
    /// After failure number `failures` in a row: again at once, then randomly later, then not
    /// before others had a turn on this core.
    #[cold]
    fn back_off(&mut self, failures: u32) {
        match failures {
            1 => spin_loop(),
            2..8 => (0..self.random.below(16 << failures)).for_each(|_| spin_loop()),
            _ => std::thread::yield_now(),
        }
    }
}

impl Backend for Tl2 {
    const NAME: &'static str = "TL2";

    type Object = Ref;
    type Abort = Conflict;
    type Reader = Reader;
    type Writer = Writer;
    type Thread = Thread;

    fn new() -> Self {
        Tl2(Arc::default())
    }

    fn attach(&self) -> Thread {
        let number = self.0.threads.fetch_add(1, Relaxed) % (LOCKED >> HOLDER_SHIFT);
        Thread {
            shared: Arc::clone(&self.0),
            reader: Reader { read_version: 0 },
            writer: Writer {
                mine: LOCKED | number << HOLDER_SHIFT,
                read_version: 0,
                reads: Vec::with_capacity(1024),
                writes: WriteSet::default(),
            },
            random: Random::new(number),
        }
    }

    fn root(&self) -> Ref {
        Leaked::new(Line::new([0; WORDS]))
    }

    #[inline(always)]
    fn atomically<R>(thread: &mut Thread, body: impl Fn(&mut Writer) -> Result<R, Conflict>) -> R {
        let mut failures = 0;
        loop {
            thread.writer.begin(&thread.shared);
            if let Ok(result) = body(&mut thread.writer)
                && thread.writer.commit(&thread.shared).is_ok()
            {
                return result;
            }
            failures += 1;
            thread.back_off(failures);
        }
    }

    #[inline(always)]
    fn read_only<R>(thread: &mut Thread, body: impl Fn(&mut Reader) -> Result<R, Conflict>) -> R {
        let mut failures = 0;
        loop {
            thread.reader.read_version = thread.shared.clock.load(Acquire);
            if let Ok(result) = body(&mut thread.reader) {
                return result;
            }
            failures += 1;
            thread.back_off(failures);
        }
    }
}
