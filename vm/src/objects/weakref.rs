//! Weak references.

use tython_gc::{Marking, Object};

/// Visits what a weak reference holds strongly: its callback.
///
/// # Safety
/// As `tython_gc::TraceFn`.
pub unsafe fn trace(object: Object, _from: usize, visit: &mut dyn FnMut(u64)) -> Option<usize> {
    // SAFETY: a weak reference has two payload words.
    visit(unsafe { object.word(1) }.load());
    None
}

/// Clears the references to what has died.
pub fn after_mark(_marking: &mut Marking<'_>) {}
