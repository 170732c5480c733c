//! Marking: finding what was reachable when the world stood still for it.
//!
//! One bit per object, in the block's entry, and a stack for each marker of objects whose values are still
//! to be looked at (`gray.rs`: what markers give each other). What it finds in them waits for its turn
//! (`regions.rs`, `ring.rs`). Large objects are traced in parts, so the
//! stack stays small; if it cannot grow all the same, what does not fit is found again by a walk over
//! all marked objects.
//!
//! Mutators run meanwhile, and change what is being looked at: see `PROTOCOL.md` for why nothing that
//! lives stays unmarked.

use crate::block::{BLOCK_BYTES, Kind};
use crate::classes::GRANULE;
use crate::config::Zeal;
use crate::gray::Gray;
use crate::header::{Object, REFERENCE_TAG, is_reference};
use crate::heap::Heap;
use crate::layout::{Layout, Words};
use crate::prefetch::fetch;
use crate::regions::Regions;
use crate::remembered::{Memory, Remembered};
use crate::ring::Ring;
use crate::space::Space;
use crate::sync::mapped::{AtomicBool, AtomicUsize, Ordering};
use crate::throttle::Throttle;
use std::fmt;
use std::time::Duration;
use stm_core::Word;

/// Values of one object that are looked at in one go.
const PART: usize = 256;
/// Entries of its stack that a marker gives away when others have none; it keeps as many at least.
const PACKET: usize = 128;
/// Objects that are traced before a marker looks whether others have none.
const PIECE: usize = 256;
/// Objects that are fetched before they are traced.
const AHEAD: usize = 8;
/// Mark bits that are fetched before they are looked at.
const NEAR: usize = 16;

/// An object to trace, from some word on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    object: Object,
    from: usize,
}

impl Work {
    /// All of an object.
    pub(crate) fn all(object: Object) -> Self {
        Work { object, from: 0 }
    }
}

/// What the markers of one heap share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) gray: Gray<Work>,
    pub(crate) remembered: Remembered<Memory>,
    pub(crate) throttle: Throttle,
    /// Whether something marked got onto no stack.
    overflowed: AtomicBool,
    /// Bytes that marked objects own outside of the heap, as far as markers have ended.
    external: AtomicUsize,
}

impl Shared {
    /// Bytes that marked objects own outside of the heap, counted since the last call. No marker runs.
    pub(crate) fn take_external(&self) -> usize {
        self.external.swap(0, Ordering::Relaxed) // Relaxed: the markers have been joined.
    }
}

/// One marker.
pub struct Marking<'h> {
    space: &'h Space,
    shared: &'h Shared,
    stack: Vec<Work>,
    /// What has been found in objects and may not be marked yet. In a collection of the young few objects are marked, here
    /// and there: nothing is gained by sorting that, and it waits only until the mark bits are near.
    near: Ring<u64, NEAR>,
    found: Regions,
    /// The most entries that the stack may have.
    limit: usize,
    /// How long to sleep after each piece of work, for zeal.
    linger: Duration,
    /// Old objects count as marked.
    young: bool,
    /// Marking has ended, and only what has died is marked: it is brought back.
    revives: bool,
    external: usize,
}

impl<'h> Marking<'h> {
    /// `young`: of a collection of the young objects alone.
    pub(crate) fn new(space: &'h Space, shared: &'h Shared, zeal: &Zeal, young: bool) -> Self {
        let limit = zeal.mark_stack;
        Marking {
            space,
            shared,
            stack: Vec::new(),
            near: Ring::new(),
            found: Regions::new(),
            limit: if limit == 0 { usize::MAX } else { limit },
            linger: Duration::from_micros(zeal.linger.into()),
            young,
            revives: false,
            external: 0,
        }
    }

    /// Whether this is a collection of the young objects alone: what was alive at the last one is marked, and
    /// cannot have died.
    pub fn is_young(&self) -> bool {
        self.young
    }

    /// Marking has ended.
    pub(crate) fn begin_revival(&mut self) {
        self.revives = true;
    }

    /// Whether the object that `value` refers to is marked. What does not refer into the heap counts
    /// as marked.
    pub fn is_marked(&self, value: u64) -> bool {
        self.space.is_marked(value)
    }

    /// Whether the object that `value` refers to is marked, and is older than marking: nothing has to be asked about it
    /// until all objects are collected. What does not refer into the heap counts as such.
    pub fn is_old(&self, value: u64) -> bool {
        self.space.is_old(value)
    }

    /// Marks the object that `value` refers to; true if it was not marked before. What it refers to
    /// follows in [`Marking::drain`]. Values that do not refer into the heap are ignored.
    #[inline]
    pub fn mark(&mut self, value: u64) -> bool {
        if self.revives && !self.space.blocks.has_died(value) {
            return false;
        }
        let Some(Marked { object, leaf }) = self.space.mark(value) else {
            return false;
        };
        if !leaf {
            self.push(Work { object, from: 0 });
        }
        true
    }

    /// Marks the object that `value` refers to, now or when the turn comes of where it lies.
    #[inline]
    fn find(&mut self, value: u64) {
        if !is_reference(value) {
            return;
        }
        if self.young {
            self.space.blocks.fetch_mark(value);
            if let Some(oldest) = self.near.put(value) {
                self.mark(oldest);
            }
            return;
        }
        if let Some(offset) = self.space.blocks.offset((value - REFERENCE_TAG) as usize)
            && !self.found.put(offset)
        {
            self.mark(value);
        }
    }

    /// Whether something that has been found waits to be marked.
    fn is_found(&self) -> bool {
        !(self.near.is_empty() && self.found.is_empty())
    }

    /// Marks what has been found, until so much is to be traced.
    fn mark_found(&mut self, enough: usize) {
        while self.stack.len() < enough
            && let Some(value) = self.near.take()
        {
            self.mark(value);
        }
        while self.stack.len() < enough
            && let Some(offset) = self.found.take()
        {
            self.mark(self.space.blocks.reference(offset));
        }
    }

    /// Marks the object that contains the address `word`, if it happens to be one.
    pub(crate) fn mark_ambiguous(&mut self, word: u64) {
        if let Some(object) = self.space.blocks.find(word as usize) {
            self.mark(object.to_value());
        }
    }

    /// Marks everything that what is marked refers to. For a marker that works alone.
    pub fn drain(&mut self) {
        while !self.drain_some(usize::MAX) {}
    }

    /// Traces about so many objects at the most; true when there is nothing left. For a marker that works
    /// alone.
    pub(crate) fn drain_some(&mut self, objects: usize) -> bool {
        let mut left = objects;
        loop {
            left = self.work_off(left);
            if left == 0 {
                return false;
            }
            if let Some(packet) = self.shared.gray.take() {
                self.stack.extend(packet);
            // Relaxed: whoever set it has ended, or is this marker.
            } else if self.shared.overflowed.swap(false, Ordering::Relaxed) {
                self.trace_marked();
            } else {
                return true;
            }
        }
    }

    /// Marks what remembered words refer to. Neither the words nor the objects are in a cache, so a few of them are
    /// fetched at a time.
    pub(crate) fn mark_remembered(&mut self, memory: &[Memory]) {
        let mut found = Vec::new();
        for few in memory.chunks(2 * AHEAD) {
            few.iter().for_each(|memory| fetch(memory.address()));
            for memory in few {
                match memory {
                    Memory::Words(words) => {
                        let values = words.iter().map(Word::load);
                        found.extend(values.filter(|value| is_reference(*value)));
                    }
                    // What it owns outside of the heap has been counted since it is old.
                    Memory::Object(object) => self.trace(Work::all(*object)),
                }
            }
            let space = self.space;
            found
                .iter()
                .for_each(|value| space.blocks.fetch_mark(*value));
            found.retain(|value| !space.is_marked(*value));
            found.iter().for_each(|value| fetch(*value as usize));
            for value in found.drain(..) {
                // It may be raw.
                if let Some(object) = space.blocks.find_exact(value) {
                    self.mark(object.to_value());
                }
            }
        }
    }

    /// Traces together with other markers, until none of them has anything left.
    pub(crate) fn drain_together(&mut self) {
        let shared = self.shared;
        self.mark_found(usize::MAX);
        self.give_away(0);
        shared.gray.work(|packet| {
            self.stack.extend(packet);
            while self.work_off(PIECE) == 0 {
                shared.throttle.advance(PIECE);
                if !self.linger.is_zero() {
                    std::thread::sleep(self.linger);
                }
                if shared.gray.is_wanted() {
                    // Most of what a marker has waits for its region.
                    self.mark_found(2 * PACKET);
                    if self.stack.len() > PACKET {
                        self.give_away(self.stack.len() / 2);
                    }
                }
            }
        });
    }

    /// Gives everything away but the `kept` newest entries: the oldest lead to most.
    fn give_away(&mut self, kept: usize) {
        let given = self.stack.len() - kept;
        let mut oldest = self.stack.drain(..given).peekable();
        while oldest.peek().is_some() {
            self.shared
                .gray
                .give(oldest.by_ref().take(PACKET).collect());
        }
    }

    /// Works off at most so many entries of this marker's stack; gives how many more it would have.
    ///
    /// Most objects are in no cache. So between the stack and the tracing lies a short queue, and who enters
    /// it is fetched meanwhile.
    fn work_off(&mut self, mut left: usize) -> usize {
        let mut queue = Ring::<Work, AHEAD>::new();
        while left > 0 {
            if self.stack.is_empty() && self.is_found() {
                self.mark_found(AHEAD);
            }
            let due = match self.stack.pop() {
                Some(work) => {
                    fetch(work.object.address());
                    queue.put(work)
                }
                None if queue.is_empty() => break,
                None => queue.take(),
            };
            if let Some(work) = due {
                left -= 1;
                self.trace_all(work);
            }
        }
        self.stack.extend(std::iter::from_fn(|| queue.take()));
        left
    }

    fn trace_all(&mut self, work: Work) {
        if work.from == 0 {
            self.count_external(work.object);
        }
        self.trace(work);
    }

    /// Puts work onto the stack; false if it does not fit.
    fn push(&mut self, work: Work) -> bool {
        let room = self.stack.len() < self.stack.capacity() || self.stack.try_reserve(1).is_ok();
        let fits = room && self.stack.len() < self.limit;
        if fits {
            self.stack.push(work);
        } else {
            // Relaxed: as in `drain_some`.
            self.shared.overflowed.store(true, Ordering::Relaxed);
        }
        fits
    }

    fn layout(&self, object: Object) -> Option<&'h Layout> {
        self.space.layouts.get(object.meta().layout())
    }

    fn count_external(&mut self, object: Object) {
        if let Some(external_size) = self.layout(object).and_then(|layout| layout.external_size) {
            // SAFETY: a live object whose meta word names this layout.
            let bytes = unsafe { external_size(object) };
            self.external = self.external.saturating_add(bytes);
        }
    }

    fn trace(&mut self, work: Work) {
        let object = work.object;
        // There is none in a marked cell that has not become an object yet.
        let Some(layout) = self.layout(object) else {
            return;
        };
        let capacity = self.space.blocks.capacity(object);
        match layout.words {
            Words::None => {}
            Words::All => self.trace_range(work, capacity),
            Words::First(words) => self.trace_range(work, words.min(capacity)),
            Words::Counted if capacity > 0 => {
                // SAFETY: the object's cell has a payload word.
                let count = unsafe { object.word(0) }.load() as usize;
                let from = work.from.max(1);
                self.trace_range(Work { object, from }, count.min(capacity - 1) + 1);
            }
            Words::Counted => {}
            Words::Custom(trace) => {
                // What is left of this object goes below what it refers to.
                let place = self.stack.len();
                let place = self.push(work).then_some(place);
                let mut visit = |value| self.find(value);
                // SAFETY: a live object whose meta word names this layout.
                let next = unsafe { trace(object, work.from, &mut visit) };
                self.update(place, object, next);
            }
        }
    }

    /// Changes the work at `place` into what is left of the object.
    fn update(&mut self, place: Option<usize>, object: Object, next: Option<usize>) {
        match (next, place) {
            (Some(from), Some(place)) => self.stack[place] = Work { object, from },
            (None, Some(place)) => {
                self.stack.swap_remove(place);
            }
            // It will be found again from its beginning.
            (_, None) => {}
        }
    }

    /// Looks at the payload words from `work.from` to `end`, which the object's cell has.
    fn trace_range(&mut self, work: Work, end: usize) {
        let Work { object, from } = work;
        let part = end.min(from.saturating_add(PART));
        if part < end {
            self.push(Work { object, from: part });
        }
        for index in from..part {
            // SAFETY: in the cell: the callers bound `end` by its capacity.
            self.find(unsafe { object.word(index) }.load());
        }
    }

    /// Looks at all values of all marked objects, because some of them did not get onto a stack.
    /// (What these own outside of the heap is not counted: that is only a matter of pacing.)
    fn trace_marked(&mut self) {
        let space = self.space;
        space.each_used(|id, kind| {
            let (cells, bytes) = match kind {
                Kind::Small { class, .. } => (class.cells(), class.cell_bytes()),
                _ => (1, BLOCK_BYTES),
            };
            let marks = &space.blocks.get(id).marks;
            for cell in (0..cells).filter(|cell| marks.has(cell * bytes / GRANULE)) {
                // SAFETY: the begin of a marked object.
                let object =
                    unsafe { Object::from_address(space.blocks.address(id) + cell * bytes) };
                self.trace(Work { object, from: 0 });
                self.work_off(usize::MAX);
            }
        });
    }
}

impl Drop for Marking<'_> {
    fn drop(&mut self) {
        // Relaxed: read when the markers have been joined.
        self.shared
            .external
            .fetch_add(self.external, Ordering::Relaxed);
        let is_done = self.stack.is_empty() && !self.is_found();
        debug_assert!(is_done, "work is lost");
    }
}

/// An object that has been marked, and has to be traced if it is no leaf.
pub(crate) struct Marked {
    object: Object,
    leaf: bool,
}

impl Space {
    /// Marks the object that `value` refers to, which is given if it was not marked before. Values that do not refer
    /// into the heap are ignored.
    #[inline(always)]
    pub(crate) fn mark(&self, value: u64) -> Option<Marked> {
        if !is_reference(value) {
            return None;
        }
        let address = (value - REFERENCE_TAG) as usize;
        let (id, offset) = self.blocks.locate(address)?;
        if !self.blocks.get(id).marks.set(offset / GRANULE) {
            return None;
        }
        // SAFETY: a reference into the heap is to an object.
        let object = unsafe { Object::from_address(address) };
        // Who finds the mark missing meets no object that is younger than S1: its block has long been what it is.
        let leaf = self.blocks.has_leaves(id);
        Some(Marked { object, leaf })
    }
}

impl Heap {
    /// Marks the objects that these words refer to, if there is marking: references that were in the heap
    /// when it began and are being overwritten, or that come from where the collector does not look, a
    /// weak reference. So nothing that they lead to is missed, whoever overwrites it. By a mutator that
    /// runs; the words may be any garbage.
    pub fn shade(&self, words: &mut dyn Iterator<Item = u64>) {
        if !self.is_marking() || self.config.zeal.without_barrier {
            return;
        }
        let found = words.filter_map(|word| self.find_exact(word));
        let new = found.filter_map(|object| self.space.mark(object.to_value()));
        let traced = new.filter(|marked| !marked.leaf);
        let packet = traced.map(|marked| Work::all(marked.object)).collect();
        self.collector.shared.gray.give(packet);
    }
}

impl fmt::Debug for Marking<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Marking")
            .field("stack", &self.stack.len())
            .finish_non_exhaustive()
    }
}
