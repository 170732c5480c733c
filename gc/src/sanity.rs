//! A second, slow trace after each collection, which checks the first.
//!
//! Everything is swept first. Then every reference that is reached from the roots must lead to the
//! beginning of a live object.

use crate::header::{Object, is_reference};
use crate::heap::{Heap, Root};
use crate::layout::Words;
use crate::roots::AtRest;
use crate::safepoint::Stopped;
use std::collections::HashSet;

impl Heap {
    /// Panics at the first dangling reference.
    pub(crate) fn check_sanity(&self, stopped: &Stopped<'_, AtRest>) {
        self.space.sweep_all();
        let mut seen = HashSet::new();
        let mut work = Vec::new();
        self.each_root(stopped, &mut |root| match root {
            Root::Exact(value) => self.reach(value, None, &mut seen, &mut work),
            Root::Ambiguous(word) => {
                let object = self.find(word);
                work.extend(object.filter(|object| seen.insert(*object)));
            }
        });
        while let Some(object) = work.pop() {
            self.each_value(object, &mut |value| {
                self.reach(value, Some(object), &mut seen, &mut work);
            });
        }
    }

    fn reach(
        &self,
        value: u64,
        from: Option<Object>,
        seen: &mut HashSet<Object>,
        work: &mut Vec<Object>,
    ) {
        let inside = is_reference(value) && self.space.blocks.locate(value as usize).is_some();
        if !inside {
            return;
        }
        let Some(object) = self.find_exact(value) else {
            panic!(
                "{value:#x}, which {} holds, refers to no live object",
                self.describe(from)
            );
        };
        if seen.insert(object) {
            work.push(object);
        }
    }

    fn describe(&self, object: Option<Object>) -> String {
        let Some(object) = object else {
            return "a root".to_owned();
        };
        let layout = self.space.layouts.get(object.meta().layout());
        let name = layout.map_or("unknown", |layout| layout.name);
        format!("{:#x} ({name}, {:?})", object.address(), object.meta())
    }

    fn each_value(&self, object: Object, visit: &mut dyn FnMut(u64)) {
        let Some(layout) = self.space.layouts.get(object.meta().layout()) else {
            panic!("{} has no layout", self.describe(Some(object)));
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
}
