//! The object.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Raw, layout};
use crate::types::TypeDef;
use std::sync::atomic::{AtomicU64, Ordering};
use stm_core::Unit;

builtin_type! {
    /// The class.
    pub static BYTES = TypeDef {
        name: "bytes",
        layout: Some(layout::BYTES),
        subclassable: true,
        doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer",
        ..TypeDef::NEW
    };
}

/// A bytes object.
#[repr(C)]
#[derive(Debug)]
pub struct Bytes {
    header: Header,
    length: Raw,
    /// The hash, or 0 as long as nobody asked. Whoever computes it stores the same number.
    hash: AtomicU64,
}

// SAFETY: a header and raw words.
unsafe impl HeapType for Bytes {
    const LAYOUT: LayoutId = layout::BYTES;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        Unit {
            token: self.token(),
            words: &[],
        }
    }
}

/// Where compiled code finds twice the number of bytes.
pub(crate) const LENGTH: usize = std::mem::offset_of!(Bytes, length);
/// Where compiled code finds the bytes.
pub(crate) const BYTES_AT: usize = size_of::<Bytes>();

impl Bytes {
    /// The bytes.
    #[inline(always)]
    pub fn as_slice(&'static self) -> &'static [u8] {
        let length = self.length.get() as usize;
        // SAFETY: the bytes follow the fixed part, as many as `length` says; they never change.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), length) }
    }

    /// The hash, as Python sees it.
    pub fn hash(&'static self) -> i64 {
        // Relaxed, also below: the number depends on the immutable bytes alone.
        let known = self.hash.load(Ordering::Relaxed);
        if known != 0 {
            return known as i64;
        }
        let hash = crate::vm::hash_key().bytes(self.as_slice());
        self.hash.store(hash as u64, Ordering::Relaxed);
        hash
    }
}

/// A bytes object of these bytes.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, content: &[u8]) -> R {
    joined(cx, content, &[])
}

/// A bytes object of these bytes and those.
///
/// # Errors
/// MemoryError.
pub(super) fn joined(cx: &mut Cx, first: &[u8], second: &[u8]) -> R {
    // Slices are never so long that the sum overflows.
    let length = first.len() + second.len();
    let object = cx.create_shaped(BYTES.shape(), length.div_ceil(8), |header| Bytes {
        header,
        length: Raw::new(length as u64),
        hash: AtomicU64::new(0),
    })?;
    // SAFETY: the cell has room for the bytes, and nobody else has seen it.
    unsafe {
        let place = std::ptr::from_ref(object).add(1).cast_mut().cast::<u8>();
        std::ptr::copy_nonoverlapping(first.as_ptr(), place, first.len());
        std::ptr::copy_nonoverlapping(second.as_ptr(), place.add(first.len()), second.len());
    }
    Ok(object.value())
}
