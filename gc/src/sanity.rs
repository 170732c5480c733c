//! A look at the whole heap at the end of marking, which checks it: every value of a marked object must lead
//! to the beginning of an object that is marked, and so must every root that is exact. It is repeated when what has died
//! has been looked after; what is younger than the end of marking is alive then, too.
//!
//! The process is aborted otherwise. (Words on native stacks and in frames may be left over from long ago, so they prove nothing.)

use crate::block::{BLOCK_BYTES, Kind};
use crate::classes::GRANULE;
use crate::header::{Object, is_reference};
use crate::heap::{Heap, Root};
use crate::roots::AtRest;
use crate::safepoint::Stopped;

impl Heap {
    /// Aborts at the first reference to something that is going to be freed. What lives is marked, or younger
    /// than the phase.
    pub(crate) fn check_sanity(&self, stopped: &Stopped<'_, AtRest>) {
        self.each_root(stopped, &mut |root| {
            if let Root::Exact(value) = root {
                self.check_value(value, None);
            }
        });
        self.space.each_used(|id, kind| {
            let (cells, bytes) = match kind {
                Kind::Small { class, .. } => (class.cells(), class.cell_bytes()),
                _ => (1, BLOCK_BYTES),
            };
            let marks = &self.space.blocks.get(id).marks;
            for cell in (0..cells).filter(|cell| marks.has(cell * bytes / GRANULE)) {
                // SAFETY: the begin of a cell.
                let object =
                    unsafe { Object::from_address(self.space.blocks.address(id) + cell * bytes) };
                assert!(!object.meta().is_free(), "a marked cell is free");
                self.each_value(object, &mut |value| self.check_value(value, Some(object)));
            }
        });
    }

    /// The same when what has died has been looked after. By a thread that is parked, or no mutator.
    pub(crate) fn check_sanity_again(&self) {
        // No pause of the heap's, so it does not count as one.
        let stopped = || self.world.stop(|tag| self.request(tag));
        let stopped = std::iter::repeat_with(stopped).flatten().next();
        stopped
            .iter()
            .for_each(|stopped| self.check_sanity(stopped));
    }

    fn check_value(&self, value: u64, from: Option<Object>) {
        let entry = self.space.blocks.entry(value as usize);
        let Some((block, granule)) = entry.filter(|_| is_reference(value)) else {
            return;
        };
        let found = self.find_exact(value);
        let is_young = self.is_clearing();
        if found.is_none() || !is_young && !block.marks.has(granule) {
            let (found, from) = (self.describe(found), self.describe(from));
            // A panic would end the collector's thread, and nobody might notice.
            eprintln!("{value:#x} ({found}), which {from} holds, would be freed");
            std::process::abort();
        }
    }

    fn describe(&self, object: Option<Object>) -> String {
        let Some(object) = object else {
            return "no object".to_owned();
        };
        let layout = self.space.layouts.get(object.meta().layout());
        let name = layout.map_or("unknown", |layout| layout.name);
        format!("{:#x} ({name}, {:?})", object.address(), object.meta())
    }
}
