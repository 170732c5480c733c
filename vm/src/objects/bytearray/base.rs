//! The object, and what native code does with it.

use super::storage::{self, RawWords};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Slot, layout};
use crate::protocol::sequence::position;
use crate::shape::ShapeId;
use crate::types::TypeDef;
use crate::value::Value;
use std::ops::Range;

builtin_type! {
    /// The class.
    pub static BYTEARRAY = TypeDef {
        name: "bytearray",
        layout: Some(layout::BYTEARRAY),
        subclassable: true,
        doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer",
        ..TypeDef::NEW
    };
}

/// A bytearray: a length, and storage that may have room for more.
#[repr(C)]
#[derive(Debug)]
pub struct ByteArray {
    header: Header,
    /// A `RawWords`.
    pub(super) storage: Slot,
    /// An integer.
    pub(super) length: Slot,
    /// How many views may be in use: see `exports.rs`.
    pub(super) exports: Slot,
    /// How many views are in use for certain.
    pub(super) held: Slot,
}

// SAFETY: a header and values.
unsafe impl HeapType for ByteArray {
    const LAYOUT: LayoutId = layout::BYTEARRAY;
}

/// A bytearray of these bytes.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, bytes: &[u8]) -> R<&'static ByteArray> {
    new_shaped(cx, BYTEARRAY.shape(), bytes)
}

fn new_shaped(cx: &mut Cx, shape: ShapeId, bytes: &[u8]) -> R<&'static ByteArray> {
    let storage = storage::new(cx, bytes, 0)?;
    cx.create_shaped(shape, 0, |header| ByteArray {
        header,
        storage: Slot::new(storage.value()),
        length: Slot::new(Value::index(bytes.len())),
        exports: Slot::new(Value::index(0)),
        held: Slot::new(Value::index(0)),
    })
}

impl ByteArray {
    /// The storage and the length, as of one moment.
    fn parts(&'static self, cx: &mut Cx) -> R<(&'static RawWords, usize)> {
        let (storage, length) = cx.view(self, || (self.storage.peek(), self.length.peek()))?;
        match (storage.cast::<RawWords>(), length.as_small_int()) {
            (Some(storage), Some(length)) => Ok((storage, length as usize)),
            _ => Err(cx.system_error(format_args!("a bytearray without storage"))),
        }
    }

    /// How many bytes there are.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn len(&'static self, cx: &mut Cx) -> R<usize> {
        Ok(self.parts(cx)?.1)
    }

    /// A copy of the bytes.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, and MemoryError.
    pub fn to_vec(&'static self, cx: &mut Cx) -> R<Vec<u8>> {
        let (storage, length) = self.parts(cx)?;
        let mut bytes = Vec::new();
        storage.read(cx, 0..length, &mut bytes)?;
        Ok(bytes)
    }

    /// Shows the bytes, as of one moment.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, and MemoryError.
    #[inline]
    pub(super) fn look<V>(&'static self, cx: &mut Cx, look: impl FnOnce(&[u8]) -> V) -> R<V> {
        let (storage, length) = self.parts(cx)?;
        storage.look(cx, 0..length, look)
    }

    /// A copy of the bytes of a range, cut to what there is.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, and MemoryError.
    pub fn part(&'static self, cx: &mut Cx, range: Range<usize>) -> R<Vec<u8>> {
        let (storage, length) = self.parts(cx)?;
        let end = range.end.min(length);
        let mut bytes = Vec::new();
        storage.read(cx, range.start.min(end)..end, &mut bytes)?;
        Ok(bytes)
    }

    /// Byte `index`, if there is one.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn get(&'static self, cx: &mut Cx, index: usize) -> R<Option<u8>> {
        let (storage, length) = self.parts(cx)?;
        match index < length {
            true => storage.byte(cx, index).map(Some),
            false => Ok(None),
        }
    }

    /// The `size` bytes at `at`, at the beginning of eight; `None` if there are not so many. They lie
    /// within one word: `size` is a power of two that divides `at`.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn item(&'static self, cx: &mut Cx, at: usize, size: usize) -> R<Option<[u8; 8]>> {
        let (storage, length) = self.parts(cx)?;
        if at.checked_add(size).is_none_or(|end| end > length) {
            return Ok(None);
        }
        let mut word = storage.word(cx, at)?;
        word.rotate_left(at % size_of::<u64>());
        Ok(Some(word))
    }

    /// Writes byte `index`, a negative one counted from the end; false if there is none.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub fn set(&'static self, cx: &mut Cx, index: isize, byte: u8) -> R<bool> {
        let (storage, length) = self.parts(cx)?;
        match position(index, length) {
            Some(place) => storage.set_byte(cx, place, byte).map(|()| true),
            None => Ok(false),
        }
    }

    /// Overwrites bytes from `at` on; false if there are not so many.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn overwrite(&'static self, cx: &mut Cx, at: usize, bytes: &[u8]) -> R<bool> {
        let (storage, length) = self.parts(cx)?;
        let fits = at.checked_add(bytes.len()).is_some_and(|end| end <= length);
        if fits {
            storage.write(cx, at, bytes)?;
        }
        Ok(fits)
    }

    /// Puts other bytes in the place of a range, which must be there. They may be more or fewer.
    ///
    /// # Errors
    /// BufferError if the length would change while a view is in use, when the transaction has to be
    /// rolled back, and MemoryError.
    pub fn splice(&'static self, cx: &mut Cx, range: Range<usize>, bytes: &[u8]) -> R<()> {
        let (storage, length) = self.parts(cx)?;
        let end = range.end.min(length);
        let start = range.start.min(end);
        let fresh = length - (end - start) + bytes.len();
        if fresh == length {
            return storage.write(cx, start, bytes);
        }
        self.refuse_if_exported(cx, EXPORTED)?;
        if fresh > storage.capacity() {
            let larger = storage::spliced(cx, storage, length, start..end, bytes, roomy(fresh))?;
            cx.store(self, &self.storage, larger.value())?;
        } else if end == length {
            storage.write(cx, start, bytes)?;
        } else {
            let mut tail = bytes.to_vec();
            storage.read(cx, end..length, &mut tail)?;
            storage.write(cx, start, &tail)?;
        }
        cx.store(self, &self.length, Value::index(fresh))
    }

    /// Puts other bytes in the place of all.
    ///
    /// # Errors
    /// As [`ByteArray::splice`].
    pub fn replace_all(&'static self, cx: &mut Cx, bytes: &[u8]) -> R<()> {
        if bytes.len() != self.len(cx)? {
            self.refuse_if_exported(cx, EXPORTED)?;
        }
        let storage = storage::new(cx, bytes, 0)?;
        cx.store(self, &self.storage, storage.value())?;
        cx.store(self, &self.length, Value::index(bytes.len()))
    }

    /// Puts so many zeros in the place of all.
    ///
    /// # Errors
    /// As [`ByteArray::splice`].
    pub(super) fn replace_by_zeros(&'static self, cx: &mut Cx, count: usize) -> R<()> {
        if count != self.len(cx)? {
            self.refuse_if_exported(cx, EXPORTED)?;
        }
        let storage = storage::new(cx, &[], count)?;
        cx.store(self, &self.storage, storage.value())?;
        cx.store(self, &self.length, Value::index(count))
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// As [`ByteArray::splice`].
    pub fn append(&'static self, cx: &mut Cx, bytes: &[u8]) -> R<()> {
        let length = self.len(cx)?;
        self.splice(cx, length..length, bytes)
    }

    /// Appends so many zeros.
    ///
    /// # Errors
    /// BufferError if there are views of it, MemoryError, and when the transaction has to be rolled back.
    pub(crate) fn append_zeros(&'static self, cx: &mut Cx, count: usize) -> R<()> {
        let zeros = zeros(cx, count)?;
        self.append(cx, &zeros)
    }

    /// Bytes that there is room for.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn capacity(&'static self, cx: &mut Cx) -> R<usize> {
        Ok(self.parts(cx)?.0.capacity())
    }
}

/// So many zeros, on the Rust heap.
///
/// # Errors
/// MemoryError.
pub(crate) fn zeros(cx: &mut Cx, count: usize) -> R<Vec<u8>> {
    let mut zeros = Vec::new();
    // Twice: they are going to be copied.
    if zeros.try_reserve_exact(count.saturating_mul(2)).is_err() {
        return Err(cx.memory_error());
    }
    zeros.resize(count, 0);
    Ok(zeros)
}

const EXPORTED: &str = "Existing exports of data: object cannot be re-sized";

/// Room for a growing bytearray of this length: an eighth more, so that appending takes constant time.
fn roomy(length: usize) -> usize {
    length.saturating_add(length / 8).saturating_add(16)
}
