//! New objects. Allocation never collects: that happens at polls alone, so a native function that does
//! not call Python code may keep values wherever it likes.

use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId};
use crate::shape::ShapeId;
use crate::types::TypeCell;
use crate::value::Value;
use stm_core::{Token, TokenWord, Word};
use tython_gc::{Meta, Object};

/// So many bytes outside of the heap may be known to their thread alone: to tell of them takes a lock.
const UNREPORTED: usize = 1 << 14;

impl Cx {
    /// The token that a new object gets, for tokens inside buffers.
    #[inline(always)]
    pub fn birth_token(&mut self) -> TokenWord {
        self.tx.birth_token()
    }

    /// Memory for an object with so many payload words, all zero, whose meta word says `layout` and
    /// `shape`. The caller fills it before anything else happens.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn alloc_raw(&mut self, layout: LayoutId, words: usize, shape: ShapeId) -> R<Object> {
        let token = self.tx.birth_token();
        match self.mutator.alloc(layout, words, shape, token) {
            Ok(object) => Ok(object),
            Err(_) => Err(self.exhausted(words.saturating_mul(size_of::<Word>()))),
        }
    }

    /// The same for the layout of that number; without an exception if there is no memory.
    #[inline]
    pub(crate) fn alloc_quietly(
        &mut self,
        layout: u8,
        words: usize,
        shape: ShapeId,
    ) -> Option<Object> {
        let token = self.tx.birth_token();
        let layout = LayoutId::of_number(layout);
        self.mutator.alloc(layout, words, shape, token).ok()
    }

    /// A new object of a builtin class. `fields` makes it from its header.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn create<T: HeapType>(
        &mut self,
        class: &TypeCell,
        fields: impl FnOnce(Header) -> T,
    ) -> R<&'static T> {
        self.create_shaped(class.shape(), 0, fields)
    }

    /// A new object with this shape, and `more` payload words behind its fields.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn create_shaped<T: HeapType>(
        &mut self,
        shape: ShapeId,
        more: usize,
        fields: impl FnOnce(Header) -> T,
    ) -> R<&'static T> {
        let words = (size_of::<T>() - size_of::<Header>()) / size_of::<Word>() + more;
        let object = self.alloc_raw(T::LAYOUT, words, shape)?;
        let header = Header {
            token: Token::new(object.token().inspect()),
            meta: Word::new(Meta::new(T::LAYOUT, shape).bits()),
        };
        let place = object.as_ptr().cast::<T>();
        // SAFETY: the cell is large enough, and nobody else has seen it.
        unsafe {
            place.write(fields(header));
            Ok(&*place)
        }
    }

    /// Tells the heap of bytes that an object has taken outside of it; of small ones, when they are many.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn account(&mut self, bytes: usize) -> R<()> {
        self.unreported += bytes;
        match self.unreported {
            ..UNREPORTED => Ok(()),
            _ => self.report(),
        }
    }

    #[inline(never)]
    fn report(&mut self) -> R<()> {
        let bytes = std::mem::take(&mut self.unreported);
        if self.mutator.external(bytes).is_err() {
            return Err(self.exhausted(bytes));
        }
        Ok(())
    }

    /// A tuple of these values.
    ///
    /// # Errors
    /// MemoryError.
    pub fn tuple(&mut self, items: &[Value]) -> R {
        Ok(crate::objects::tuple::new(self, items)?.value())
    }

    /// A string.
    ///
    /// # Errors
    /// MemoryError.
    pub fn str(&mut self, text: &str) -> R {
        Ok(crate::objects::str::from_utf8(self, text)?.value())
    }

    /// An integer.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn int(&mut self, value: i64) -> R {
        match Value::small_int(value) {
            Some(small) => Ok(small),
            None => crate::objects::int::from_i64(self, value),
        }
    }

    /// A float.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn float(&mut self, value: f64) -> R {
        match Value::immediate_float(value) {
            Some(immediate) => Ok(immediate),
            None => crate::objects::float::boxed(self, value),
        }
    }
}
