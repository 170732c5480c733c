//! Looking at objects from outside: what one holds and takes, and which ones there are.
//!
//! A collector that moves nothing can show a program its own objects. [`Mutator::walk`] stops the world
//! and visits what roots reach, by a trace of its own that leaves the marks alone. So only objects are
//! shown that the program could come by in another way, too; a marking that is under way does not lose
//! them.

use crate::block::BLOCK_BYTES;
use crate::classes::GRANULE;
use crate::header::{HEADER_BYTES, Object};
use crate::heap::Heap;
use crate::layout::{Layout, Words};
use crate::mutator::Mutator;
use crate::roots::{AtRest, Roots};
use crate::safepoint::Stopped;
use crate::space::Space;
use std::fmt;

const BITMAP_WORDS: usize = BLOCK_BYTES / GRANULE / 64;

/// A look at the heap while the world is stopped.
pub struct Walk<'s> {
    heap: &'static Heap,
    stopped: &'s Stopped<'s, AtRest>,
}

impl Mutator {
    /// Stops the world, and runs `body` with a view of all objects. What `body` has found is kept alive
    /// by whatever kept it alive before, and by nothing else once the world runs again.
    pub fn walk<R>(
        &mut self,
        roots: impl FnOnce(&mut Roots<'_>),
        body: impl FnOnce(&Walk<'_>) -> R,
    ) -> R {
        let heap = self.heap();
        let mut body = Some(body);
        self.blocked(roots, || {
            loop {
                // A word that is garbage must not lead to what is just being brought back.
                heap.await_clearing();
                let (result, _) = heap.stop_for(|stopped| {
                    let body = body.take_if(|_| !heap.is_clearing());
                    body.map(|body| body(&Walk { heap, stopped }))
                });
                if let Some(result) = result {
                    return result;
                }
            }
        })
    }
}

impl Walk<'_> {
    /// The heap.
    pub fn heap(&self) -> &'static Heap {
        self.heap
    }

    /// Visits what globals and ranges hold, and what mutators have handed over. What native stacks hold is
    /// left out: a lot of it has been left over there, and what is in use is the native code's own affair.
    fn each_root(&self, visit: &mut dyn FnMut(u64)) {
        if let Some(client) = self.heap.client() {
            client.roots(visit);
            client.long_roots(visit);
        }
        self.stopped.each(|at_rest| {
            // SAFETY: the world is stopped, so this mutator is parked.
            unsafe {
                at_rest.logged().iter().for_each(|word| visit(*word));
                at_rest.each_in_ranges(visit);
            }
        });
    }

    /// Visits each object that these roots reach, once.
    pub fn each_reachable(&self, visit: &mut dyn FnMut(Object)) {
        let mut seen = Seen::default();
        let mut work = Vec::new();
        let space = &self.heap.space;
        self.each_root(&mut |word| {
            let found = self.heap.find(word);
            work.extend(found.filter(|object| seen.insert(space, *object)));
        });
        while let Some(object) = work.pop() {
            visit(object);
            self.heap.each_value(object, &mut |value| {
                let found = self.heap.find_exact(value);
                work.extend(found.filter(|object| seen.insert(space, *object)));
            });
        }
    }
}

impl fmt::Debug for Walk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Walk").finish_non_exhaustive()
    }
}

/// A set of objects: a bit for each granule of the blocks that have some in it.
#[derive(Default)]
struct Seen(Vec<Option<Box<[u64; BITMAP_WORDS]>>>);

impl Seen {
    /// Adds an object; whether it was not in the set.
    fn insert(&mut self, space: &Space, object: Object) -> bool {
        let Some((id, offset)) = space.blocks.locate(object.address()) else {
            return false;
        };
        if id.index() >= self.0.len() {
            self.0.resize(id.index() + 1, None);
        }
        let bitmap = self.0[id.index()].get_or_insert_with(|| Box::new([0; BITMAP_WORDS]));
        let granule = offset / GRANULE;
        let (word, bit) = (&mut bitmap[granule / 64], 1 << (granule % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

impl Heap {
    /// Visits the values that a live object holds, as they stand in memory. While the world is stopped, or
    /// inside a view of the object's token: then they may be any garbage, and the view is repeated.
    pub fn each_value(&self, object: Object, visit: &mut dyn FnMut(u64)) {
        let Some(layout) = self.layout_of(object) else {
            return;
        };
        let capacity = self.capacity(object);
        // SAFETY: all indices below are smaller than the capacity.
        let word = |index| unsafe { object.word(index) }.load();
        let range = match layout.words {
            Words::None => 0..0,
            Words::All => 0..capacity,
            Words::First(words) => 0..words.min(capacity),
            Words::Counted if capacity > 0 => 1..(word(0) as usize).min(capacity - 1) + 1,
            Words::Counted => 0..0,
            Words::Custom(trace) => {
                let mut part = Some(0);
                while let Some(from) = part {
                    // SAFETY: a live object whose meta word names this layout.
                    part = unsafe { trace(object, from, visit) };
                }
                return;
            }
        };
        range.for_each(|index| visit(word(index)));
    }

    /// Bytes that a live object takes: its cell, and what it owns outside of the heap.
    pub fn bytes_of(&self, object: Object) -> usize {
        let external_size = self
            .layout_of(object)
            .and_then(|layout| layout.external_size);
        // SAFETY: a live object whose meta word names this layout.
        let external = external_size.map_or(0, |external_size| unsafe { external_size(object) });
        HEADER_BYTES + 8 * self.capacity(object) + external
    }

    /// Whether a collection has found the object alive; it is young otherwise. While the world is stopped.
    pub fn is_old(&self, object: Object) -> bool {
        self.space.is_old(object.to_value())
    }

    fn layout_of(&self, object: Object) -> Option<&Layout> {
        self.space.layouts.get(object.meta().layout())
    }
}
