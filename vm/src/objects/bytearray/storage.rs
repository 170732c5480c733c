//! The memory of mutable bytes: raw words in the heap, which are read and written through the
//! transaction.
//!
//! One unit: whoever writes a byte conflicts with whoever reads another one. The words may be any
//! garbage to the collector and to publication, which both ask the heap what a word refers to. A lone thread reads
//! them as bytes, where they lie.

use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, layout};
use crate::objects::object::OBJECT;
use std::ops::Range;
use stm_core::{Unit, Word};

// The first byte of a word is its lowest: so the bytes lie in memory in their order.
const _: () = assert!(cfg!(target_endian = "little"));

/// Bytes in a word.
const WORD: usize = size_of::<u64>();

/// Words beyond which a write makes all words writable at once instead of one by one.
const MANY: usize = 64;

/// Raw bytes that may change. Their number does not.
#[repr(C)]
#[derive(Debug)]
pub struct RawWords {
    header: Header,
    /// How many words follow.
    count: Word,
}

// SAFETY: a header and raw words, as the layout says.
unsafe impl HeapType for RawWords {
    const LAYOUT: LayoutId = layout::RAW_WORDS;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        let meta = std::ptr::from_ref(&self.header.meta);
        Unit {
            token: &self.header.token,
            // SAFETY: the meta word, the count and the words.
            words: unsafe { std::slice::from_raw_parts(meta, HEAD + self.words().len()) },
        }
    }
}

/// Words of the unit before the bytes: the meta word and the count.
const HEAD: usize = 2;

/// Where the bytes begin, in bytes.
pub(super) const WORDS: usize = std::mem::offset_of!(RawWords, count) + WORD;

/// Room for `capacity` bytes, of which the first are these and the others zero.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, bytes: &[u8], capacity: usize) -> R<&'static RawWords> {
    let count = capacity.max(bytes.len()).div_ceil(WORD);
    // Of no class that Python sees: the shape is object's.
    let object = cx.alloc_raw(RawWords::LAYOUT, 1 + count, OBJECT.shape())?;
    // SAFETY: the cell has `1 + count` payload words, and its layout is that of `RawWords`.
    let storage = unsafe {
        object.word(0).store(count as u64);
        &*object.as_ptr().cast::<RawWords>()
    };
    // SAFETY: just made, and nobody else has seen it.
    unsafe { storage.fill(0, bytes) };
    Ok(storage)
}

/// Room for `capacity` bytes: those of `old`, of which so many count, with others in the place of a range.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(super) fn spliced(
    cx: &mut Cx,
    old: &'static RawWords,
    length: usize,
    range: Range<usize>,
    bytes: &[u8],
    capacity: usize,
) -> R<&'static RawWords> {
    let storage = new(cx, &[], capacity)?;
    old.look(cx, 0..length, |old| {
        let Some((before, after)) = old.get(..range.start).zip(old.get(range.end..)) else {
            return;
        };
        let mut at = 0;
        for part in [before, bytes, after] {
            // SAFETY: just made, and nobody else has seen it.
            unsafe { storage.fill(at, part) };
            at += part.len();
        }
    })?;
    Ok(storage)
}

/// A word with some of its bytes, from `at` on, replaced.
fn merged(word: u64, at: usize, bytes: &[u8]) -> u64 {
    let mut all = word.to_le_bytes();
    for (place, byte) in all.iter_mut().skip(at).zip(bytes) {
        *place = *byte;
    }
    u64::from_le_bytes(all)
}

impl RawWords {
    /// How many bytes there is room for.
    pub fn capacity(&self) -> usize {
        self.count.load() as usize * WORD
    }

    /// Writes bytes where there is room for them.
    ///
    /// # Safety
    /// Nobody else has seen the object.
    unsafe fn fill(&self, at: usize, bytes: &[u8]) {
        let fits = at
            .checked_add(bytes.len())
            .is_some_and(|end| end <= self.capacity());
        assert!(fits, "bytes beyond their storage");
        let place = self.words().as_ptr().cast::<u8>().cast_mut();
        // SAFETY: within the words; the rest is the caller's promise.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), place.add(at), bytes.len()) };
    }

    /// Shows the bytes of a range, which is within the capacity, as of one moment: of a lone thread those in memory, which
    /// nobody changes meanwhile, otherwise a copy.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, and MemoryError.
    #[inline]
    pub fn look<V>(
        &'static self,
        cx: &mut Cx,
        range: Range<usize>,
        look: impl FnOnce(&[u8]) -> V,
    ) -> R<V> {
        if !cx.tx.is_solo() {
            let mut copy = Vec::new();
            self.copy(cx, range, &mut copy)?;
            return Ok(look(&copy));
        }
        let words = self.words();
        // SAFETY: the words, as bytes. No other thread writes any, and this one does nothing else until `look` is done, which
        // has no context to do it with.
        let bytes = unsafe {
            std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), size_of_val::<[_]>(words))
        };
        Ok(look(bytes.get(range).unwrap_or_default()))
    }

    fn words(&self) -> &'static [Word] {
        // SAFETY: the words follow the count, and there are that many.
        unsafe {
            std::slice::from_raw_parts((&raw const self.count).add(1), self.count.load() as usize)
        }
    }

    /// Appends the bytes of a range, which is within the capacity, as of one moment.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, and MemoryError.
    pub fn read(&'static self, cx: &mut Cx, range: Range<usize>, out: &mut Vec<u8>) -> R<()> {
        if range.is_empty() {
            return Ok(());
        }
        if out.try_reserve(range.len() + 2 * WORD).is_err() {
            return Err(cx.memory_error());
        }
        match cx.tx.is_solo() {
            true => self.look(cx, range, |bytes| out.extend_from_slice(bytes)),
            false => self.copy(cx, range, out),
        }
    }

    /// The same, word by word, while others may write.
    fn copy(&'static self, cx: &mut Cx, range: Range<usize>, out: &mut Vec<u8>) -> R<()> {
        let before = out.len();
        let size = range.len();
        let (first, skip) = (range.start / WORD, range.start % WORD);
        let words = self
            .words()
            .get(first..range.end.div_ceil(WORD))
            .unwrap_or_default();
        out.resize(before + words.len() * WORD, 0);
        let room = out[before..].as_chunks_mut().0;
        cx.view(self, || {
            for (bytes, word) in room.iter_mut().zip(words) {
                *bytes = word.load().to_le_bytes();
            }
        })?;
        if skip > 0 {
            out.copy_within(before + skip.., before);
        }
        out.truncate(before + size);
        Ok(())
    }

    /// Byte `index`, which is within the capacity.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn byte(&'static self, cx: &mut Cx, index: usize) -> R<u8> {
        Ok(self.word(cx, index)?[index % WORD])
    }

    /// The word that byte `at` is in, which is within the capacity.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn word(&'static self, cx: &mut Cx, at: usize) -> R<[u8; WORD]> {
        match self.words().get(at / WORD) {
            Some(word) => Ok(cx.load_word(self.token(), word)?.bits().to_le_bytes()),
            None => Ok([0; WORD]),
        }
    }

    /// Writes byte `at`, which is within the capacity.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub fn set_byte(&'static self, cx: &mut Cx, at: usize, byte: u8) -> R<()> {
        let (index, place) = (at / WORD, at % WORD * 8);
        let Some(word) = self.words().get(index) else {
            return Ok(());
        };
        cx.tx.open_write(self.unit(), HEAD + index)?;
        word.store(word.load() & !(0xFF << place) | u64::from(byte) << place);
        Ok(())
    }

    /// Writes bytes from `at` on, all within the capacity.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn write(&'static self, cx: &mut Cx, at: usize, bytes: &[u8]) -> R<()> {
        let unit = self.unit();
        if bytes.len() > MANY * WORD {
            cx.tx.open_write_all(unit)?;
        }
        let (mut index, mut skip, mut rest) = (at / WORD, at % WORD, bytes);
        while !rest.is_empty() {
            let (here, after) = rest.split_at(rest.len().min(WORD - skip));
            cx.tx.open_write(unit, HEAD + index)?;
            let Some(word) = self.words().get(index) else {
                return Ok(());
            };
            word.store(match <[u8; WORD]>::try_from(here) {
                Ok(whole) => u64::from_le_bytes(whole),
                Err(_) => merged(word.load(), skip, here),
            });
            (index, skip, rest) = (index + 1, 0, after);
        }
        Ok(())
    }
}
