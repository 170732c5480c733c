//! The object as it lies in memory: a header of two words, and its payload.
//!
//! ```text
//!  byte 0   token   who may touch the object's mutable words (stm-core)
//!  byte 8   meta    bits 0..32 shape, 32..40 layout, 40..64 flags of the virtual machine
//!  byte 16  payload words of 8 bytes, as the layout says
//! ```
//!
//! Objects lie at multiples of 16 bytes. A cell whose meta word is 0 is free; so no layout has the
//! number 0. Shape and flags are mutable, and transactional like any other word; the layout never
//! changes while the object lives. A *value* that refers to an object is its address plus one.

use crate::layout::LayoutId;
use std::fmt;
use std::ptr::NonNull;
use stm_core::{Token, Word};

/// Bytes of a header.
pub const HEADER_BYTES: usize = size_of::<Header>();

const LAYOUT_SHIFT: u32 = 32;
const FLAGS_SHIFT: u32 = 40;

/// The low three bits of a value that refers to an object.
pub const REFERENCE_TAG: u64 = 0b001;
/// The bits of a value that [`REFERENCE_TAG`] is compared with.
pub const TAG_MASK: u64 = 0b111;

/// Whether a value has the tag of a reference.
#[inline(always)]
pub const fn is_reference(value: u64) -> bool {
    value & TAG_MASK == REFERENCE_TAG
}

/// The first two words of every object.
#[repr(C, align(16))]
#[derive(Debug)]
pub struct Header {
    /// Who may touch the mutable words.
    pub token: Token,
    /// Shape, layout and flags: see [`Meta`].
    pub meta: Word,
}

/// A value of the meta word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Meta(u64);

impl Meta {
    /// The meta word of a new object, without flags.
    #[inline(always)]
    pub const fn new(layout: LayoutId, shape: u32) -> Self {
        Meta((layout.get() as u64) << LAYOUT_SHIFT | shape as u64)
    }

    /// As it was read from memory.
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Self {
        Meta(bits)
    }

    /// As it lies in memory.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether this is a free cell, and no object.
    #[inline(always)]
    pub const fn is_free(self) -> bool {
        self.0 == 0
    }

    /// The shape.
    #[inline(always)]
    pub const fn shape(self) -> u32 {
        self.0 as u32
    }

    /// The number of the layout; 0 in a free cell.
    #[inline(always)]
    pub const fn layout(self) -> u8 {
        (self.0 >> LAYOUT_SHIFT) as u8
    }

    /// The 24 flags.
    #[inline(always)]
    pub const fn flags(self) -> u32 {
        (self.0 >> FLAGS_SHIFT) as u32
    }

    /// The same with another shape.
    #[inline(always)]
    #[must_use]
    pub const fn with_shape(self, shape: u32) -> Self {
        Meta(self.0 & !(u32::MAX as u64) | shape as u64)
    }

    /// The same with these flags; those above bit 23 are lost.
    #[inline(always)]
    #[must_use]
    pub const fn with_flags(self, flags: u32) -> Self {
        Meta(self.0 & ((1 << FLAGS_SHIFT) - 1) | (flags as u64) << FLAGS_SHIFT)
    }
}

impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Meta(layout {}, shape {}, flags {:#x})",
            self.layout(),
            self.shape(),
            self.flags()
        )
    }
}

/// The address of an object, or of one that has been: heap memory stays mapped as long as the
/// process lives, so the header can always be looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(transparent)]
pub struct Object(NonNull<Header>);

// SAFETY: an address; what lies there is accessed by atomics, or under its owner's promises.
unsafe impl Send for Object {}
// SAFETY: as above.
unsafe impl Sync for Object {}

impl Object {
    /// # Safety
    /// The address of a cell of a heap.
    #[inline(always)]
    pub(crate) unsafe fn from_address(address: usize) -> Self {
        // SAFETY: no cell lies at address 0.
        Object(unsafe { NonNull::new_unchecked(address as *mut Header) })
    }

    /// The object that a value refers to.
    ///
    /// # Safety
    /// The value is a reference that [`Object::to_value`] made.
    #[inline(always)]
    pub unsafe fn from_value(value: u64) -> Self {
        debug_assert!(is_reference(value));
        // SAFETY: the caller's promise.
        unsafe { Self::from_address((value - REFERENCE_TAG) as usize) }
    }

    /// The value that refers to this object.
    #[inline(always)]
    pub fn to_value(self) -> u64 {
        self.address() as u64 + REFERENCE_TAG
    }

    /// The address.
    #[inline(always)]
    pub fn address(self) -> usize {
        self.0.as_ptr() as usize
    }

    /// The address as a pointer to the header; the payload follows.
    #[inline(always)]
    pub fn as_ptr(self) -> *mut Header {
        self.0.as_ptr()
    }

    /// The token.
    #[inline(always)]
    pub fn token(self) -> &'static Token {
        // SAFETY: heap memory stays mapped, and a token is an atomic.
        unsafe { &(*self.0.as_ptr()).token }
    }

    /// The meta word, for transactional access.
    #[inline(always)]
    pub fn meta_word(self) -> &'static Word {
        // SAFETY: heap memory stays mapped, and a word is an atomic.
        unsafe { &(*self.0.as_ptr()).meta }
    }

    /// What the meta word says now.
    #[inline(always)]
    pub fn meta(self) -> Meta {
        Meta(self.meta_word().load())
    }

    /// The first payload word.
    #[inline(always)]
    pub fn payload(self) -> *mut u64 {
        // SAFETY: just behind the header; a cell has at least room for that.
        unsafe { self.0.as_ptr().add(1).cast() }
    }

    /// Payload word `index`.
    ///
    /// # Safety
    /// The object's cell has that many payload words.
    #[inline(always)]
    pub unsafe fn word(self, index: usize) -> &'static Word {
        // SAFETY: in the cell, says the caller; heap memory stays mapped.
        unsafe { &*self.payload().add(index).cast::<Word>() }
    }

    /// The first `payload_words` words behind the meta word, and the meta word itself before them: the
    /// words of an object that is one unit.
    ///
    /// # Safety
    /// The object's cell has that many payload words.
    #[inline(always)]
    pub unsafe fn unit_words(self, payload_words: usize) -> &'static [Word] {
        let meta = std::ptr::from_ref(self.meta_word());
        // SAFETY: in the cell, says the caller. The pointer's origin is that of the whole mapping.
        unsafe { std::slice::from_raw_parts(meta, payload_words + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_is_what_compiled_code_bakes_in() {
        assert_eq!((size_of::<Header>(), align_of::<Header>()), (16, 16));
        assert_eq!(std::mem::offset_of!(Header, token), 0);
        assert_eq!(std::mem::offset_of!(Header, meta), 8);
    }

    #[test]
    fn meta_fields_do_not_overlap() {
        let layout = LayoutId::with_drop(255);
        let meta = Meta::new(layout, u32::MAX).with_flags(0xff_ffff);
        assert_eq!((meta.layout(), meta.shape()), (255, u32::MAX));
        let other = meta.with_shape(7);
        assert_eq!((other.layout(), other.shape()), (255, 7));
        assert_eq!(other.flags(), 0xff_ffff);
        assert_eq!(other.with_flags(0), Meta::new(layout, 7));
    }
}
