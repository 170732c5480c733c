//! A vector of values of fixed length in the heap: attributes that have no room in their instance, and
//! what native code keeps across a call of Python code.

use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Slot, layout};
use crate::value::Value;
use stm_core::{Unit, Word};

/// Values that may change.
#[repr(C)]
#[derive(Debug)]
pub struct Values {
    header: Header,
    /// Raw, for the collector (`Words::Counted`).
    length: Word,
}

// SAFETY: a header, a raw count, and as many values.
unsafe impl HeapType for Values {
    const LAYOUT: LayoutId = layout::VALUES;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        let meta = std::ptr::from_ref(&self.header.meta);
        Unit {
            token: &self.header.token,
            // SAFETY: the meta word, the length and the values.
            words: unsafe { std::slice::from_raw_parts(meta, 2 + self.len()) },
        }
    }
}

/// `length` values, all unbound.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, length: usize) -> R<&'static Values> {
    // Of no class that Python sees: the shape is object's.
    let shape = crate::objects::object::OBJECT.shape();
    let object = cx.alloc_raw(Values::LAYOUT, 1 + length, shape)?;
    // SAFETY: the cell has `1 + length` payload words.
    unsafe {
        object.word(0).store(length as u64);
        for index in 0..length {
            object.word(1 + index).store(Value::UNBOUND.bits());
        }
        Ok(&*object.as_ptr().cast::<Values>())
    }
}

/// `length` values, of which the first are those of `old`.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn grown(cx: &mut Cx, old: Option<&'static Values>, length: usize) -> R<&'static Values> {
    let fresh = new(cx, length)?;
    if let Some(old) = old {
        for index in 0..old.len().min(length) {
            let value = old.get(cx, index)?;
            fresh.slot(index).poke(value);
        }
    }
    Ok(fresh)
}

impl Values {
    /// The place of the count; the values follow it.
    pub(crate) const LENGTH: usize = std::mem::offset_of!(Values, length);

    /// How many there are.
    #[inline(always)]
    #[allow(clippy::len_without_is_empty, reason = "fixed when it is made")]
    pub fn len(&self) -> usize {
        self.length.load() as usize
    }

    fn slot(&'static self, index: usize) -> &'static Slot {
        assert!(index < self.len());
        // SAFETY: the values follow the length, and there are that many.
        unsafe { &*(&raw const self.length).add(1 + index).cast::<Slot>() }
    }

    fn slots(&'static self) -> &'static [Slot] {
        // SAFETY: the values follow the length, and there are that many.
        unsafe { std::slice::from_raw_parts((&raw const self.length).add(1).cast(), self.len()) }
    }

    /// Value `index`.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    ///
    /// # Panics
    /// When there is none.
    pub fn get(&'static self, cx: &mut Cx, index: usize) -> R {
        let slot = self.slot(index);
        cx.load(self, slot)
    }

    /// The number in value `index`, which is a hint: see [`Values::poke_hint`].
    ///
    /// # Panics
    /// When there is none.
    #[inline]
    pub fn peek_hint(&'static self, index: usize) -> i64 {
        self.slot(index).peek().as_small_int().unwrap_or(0)
    }

    /// Writes a number past the transaction: other threads may see it at once, a rollback may keep it,
    /// and a write of any thread may be lost. Nothing but speed, or the choice among right answers, may
    /// depend on it. Other values of the vector must not be written once it is shared.
    ///
    /// # Panics
    /// When there is none.
    #[inline]
    pub fn poke_hint(&'static self, index: usize, number: i64) {
        let number = Value::small_int(number).unwrap_or(Value::index(0));
        self.slot(index).poke(number);
    }

    /// Gives a vector that has just been made its first values.
    pub fn init(&'static self, mut value: impl FnMut(usize) -> Value) {
        for index in 0..self.len() {
            self.slot(index).poke(value(index));
        }
    }

    /// Overwrites all values, one after the other.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn write(&'static self, cx: &mut Cx, mut value: impl FnMut(usize) -> Value) -> R<()> {
        cx.open(self)?;
        for (index, slot) in self.slots().iter().enumerate() {
            slot.poke(value(index));
        }
        Ok(())
    }

    /// Overwrites all values.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn fill(&'static self, cx: &mut Cx, values: &[Value]) -> R<()> {
        debug_assert_eq!(values.len(), self.len());
        cx.open(self)?;
        for (slot, value) in self.slots().iter().zip(values) {
            slot.poke(*value);
        }
        Ok(())
    }

    /// Gives all values as of one moment, in order. `take` may be called more than once for each; the
    /// last time counts.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn copy_to(&'static self, cx: &mut Cx, mut take: impl FnMut(usize, Value)) -> R<()> {
        cx.view(self, || {
            for (index, slot) in self.slots().iter().enumerate() {
                take(index, slot.peek());
            }
        })
    }

    /// Writes value `index`.
    ///
    /// # Errors
    /// As [`Values::get`].
    ///
    /// # Panics
    /// As [`Values::get`].
    pub fn set(&'static self, cx: &mut Cx, index: usize, value: Value) -> R<()> {
        // The unit begins with the meta word and the length.
        Ok(cx.tx.write(self.unit(), 2 + index, value.bits())?)
    }
}
