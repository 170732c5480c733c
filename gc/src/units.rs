//! The heap as `stm-core` sees it: the units of objects.
//!
//! A virtual machine implements [`stm_core::Heap`] by these two functions.

use crate::header::Object;
use crate::heap::Heap;
use crate::layout::{Layout, Units};
use stm_core::{Token, Unit};

impl Heap {
    /// Visits every unit of the object that `word` refers to, and nothing when it is not a reference
    /// to the beginning of a live object; it may be any garbage.
    pub fn units(&self, word: u64, visit: &mut dyn FnMut(Unit)) {
        let Some(object) = self.find_exact(word) else {
            return;
        };
        let Some(layout) = self.layout(object) else {
            return;
        };
        match layout.units {
            // SAFETY: a live object whose meta word names this layout.
            Units::Custom { all, .. } => unsafe { all(object, visit) },
            Units::Whole | Units::First(_) => visit(self.single_unit(object, layout)),
        }
    }

    /// The unit that `token` belongs to.
    ///
    /// # Panics
    /// If the token does not lie in a live object of this heap.
    pub fn unit(&self, token: &'static Token) -> Unit {
        let object = self.find(std::ptr::from_ref(token) as u64);
        let found = object.and_then(|object| Some((object, self.layout(object)?)));
        let (object, layout) = found.expect("tokens lie in live objects");
        match layout.units {
            // SAFETY: a live object whose meta word names this layout; the token lies in it.
            Units::Custom { of, .. } => unsafe { of(object, token) },
            Units::Whole | Units::First(_) => self.single_unit(object, layout),
        }
    }

    fn single_unit(&self, object: Object, layout: &Layout) -> Unit {
        let capacity = self.capacity(object);
        let words = match layout.units {
            Units::First(words) => words.min(capacity),
            _ => capacity,
        };
        Unit {
            token: object.token(),
            // SAFETY: the cell has so many words.
            words: unsafe { object.unit_words(words) },
        }
    }

    /// The live object that contains the address `word` (a reference is such an address), whatever
    /// garbage `word` may be.
    pub fn find(&self, word: u64) -> Option<Object> {
        self.space.blocks.find(word as usize)
    }

    /// The live object that `value` refers to, whatever garbage `value` may be.
    pub fn find_exact(&self, value: u64) -> Option<Object> {
        self.space.blocks.find_exact(value)
    }

    /// The object that a value of another one refers to, which has died as well, perhaps. In
    /// [`Client::after_mark`](crate::Client::after_mark).
    pub fn find_even_dead(&self, value: u64) -> Option<Object> {
        self.space.blocks.find_even_dead(value)
    }

    fn layout(&self, object: Object) -> Option<&Layout> {
        self.space.layouts.get(object.meta().layout())
    }
}
