//! The memory of a list's elements.
//!
//! ```text
//! header | capacity | length | tokens of the cards | slots
//! ```
//!
//! | buffer | token | what it guards |
//! | --- | --- | --- |
//! | small: at most [`SMALL`] slots, no tokens of cards | the header's | length and slots |
//! | large | the header's | the length |
//! | | of a card | its [`CARD`] slots (the last card may have fewer) |
//!
//! Slots beyond the length hold [`Value::EMPTY`], so who asks for an element needs the card alone.
//! The capacity never changes.

use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::objects::object::OBJECT;
use crate::value::Value;
use std::ops::Range;
use stm_core::{Token, Unit, Word};
use tython_gc::{Heap, Object, is_reference};

/// Slots of the largest buffer that is one unit.
pub const SMALL: usize = 16;
/// Slots of a card.
pub const CARD: usize = 32;
/// Words between the header and what follows.
const HEAD_WORDS: usize = 2;
/// Most slots that a list can have: what is beyond can have no memory, and sums do not overflow.
const MOST: usize = isize::MAX as usize / 16;
/// Slots that the collector visits in one go.
const TRACE_PART: usize = 512;

/// A buffer. See above for what follows the head.
#[repr(C)]
#[derive(Debug)]
pub struct Buffer {
    header: Header,
    capacity: Raw,
    length: Slot,
}

// SAFETY: a header and words; the layout has functions for what follows.
unsafe impl HeapType for Buffer {
    const LAYOUT: LayoutId = layout::LIST_BUFFER;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        self.head_unit()
    }
}

/// Where machine code finds the capacity, the length, and what follows.
pub(super) const OFFSETS: [usize; 3] = [
    std::mem::offset_of!(Buffer, capacity),
    std::mem::offset_of!(Buffer, length),
    size_of::<Buffer>(),
];

/// How many cards a buffer with so many slots has.
#[inline(always)]
const fn cards_of(capacity: usize) -> usize {
    if capacity <= SMALL {
        0
    } else {
        capacity.div_ceil(CARD)
    }
}

/// The capacity, not below `capacity`, that leaves nothing of the cell unused.
#[inline(always)]
fn rounded(capacity: usize) -> usize {
    if capacity <= SMALL {
        // Small cells differ by two words.
        return capacity.next_multiple_of(2);
    }
    rounded_large(capacity)
}

fn rounded_large(capacity: usize) -> usize {
    let words = Heap::good_words(HEAD_WORDS + cards_of(capacity) + capacity) - HEAD_WORDS;
    // Each card is a token and so many slots.
    words - words.div_ceil(CARD + 1)
}

impl Buffer {
    /// A buffer with room for `capacity` elements, of which `fill` gives the first `length` one after
    /// the other. It must not call Python code. Nobody else sees the buffer before it is stored.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub(super) fn new(
        cx: &mut Cx,
        capacity: usize,
        length: usize,
        mut fill: impl FnMut(usize) -> Value,
    ) -> R<&'static Buffer> {
        let buffer = Buffer::blank(cx, capacity, length)?;
        for (index, slot) in buffer.slots()[..length].iter().enumerate() {
            slot.poke(fill(index));
        }
        Ok(buffer)
    }

    /// A buffer with room for `capacity` elements, of which the first `length` are zeros, as the memory is. Nobody else sees
    /// the buffer before it is stored.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub(super) fn blank(cx: &mut Cx, capacity: usize, length: usize) -> R<&'static Buffer> {
        debug_assert!(length <= capacity);
        if capacity > MOST {
            return Err(cx.memory_error());
        }
        let capacity = rounded(capacity);
        let words = HEAD_WORDS + cards_of(capacity) + capacity;
        // Of no class that Python sees: the shape is object's.
        let object = cx.alloc_raw(Self::LAYOUT, words, OBJECT.shape())?;
        let token = cx.birth_token();
        // SAFETY: the cell is large enough, zero, and nobody else has seen it. Zeros are a buffer
        // without slots, so it may be looked at while it is made.
        let buffer: &'static Buffer = unsafe { &*object.as_ptr().cast::<Buffer>() };
        // SAFETY: the first payload word, which nobody has seen yet.
        unsafe {
            (&raw const buffer.capacity)
                .cast_mut()
                .write(Raw::new(capacity as u64))
        };
        buffer.length.poke(Value::index(length));
        for card in 0..cards_of(capacity) {
            // SAFETY: the tokens follow the head, and nobody has seen them yet.
            unsafe {
                buffer
                    .body()
                    .add(card)
                    .cast_mut()
                    .cast::<Token>()
                    .write(Token::new(token))
            };
        }
        // SAFETY: nobody has seen the buffer, and nothing else is had of its slots here.
        let slots = unsafe { &mut *buffer.fresh() };
        slots[length..].fill(Value::EMPTY);
        Ok(buffer)
    }

    /// A buffer with room for `capacity` elements, of which these are the first.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub(super) fn holding(cx: &mut Cx, capacity: usize, elements: &[Value]) -> R<&'static Buffer> {
        let buffer = Buffer::blank(cx, capacity, elements.len())?;
        // SAFETY: nobody has seen the buffer, and nothing else is had of its slots here.
        let slots = unsafe { &mut *buffer.fresh() };
        slots[..elements.len()].copy_from_slice(elements);
        Ok(buffer)
    }

    /// All slots of a buffer that nobody else has seen.
    #[inline(always)]
    fn fresh(&'static self) -> *mut [Value] {
        let slots = self.slots();
        // A slot is a word, as a value is.
        std::ptr::slice_from_raw_parts_mut(slots.as_ptr().cast_mut().cast(), slots.len())
    }

    /// How many slots there are.
    #[inline(always)]
    pub(super) fn capacity(&self) -> usize {
        self.capacity.get() as usize
    }

    /// How many elements there are. While the head's token is looked at or owned.
    #[inline(always)]
    pub(super) fn length(&self) -> usize {
        (self.length.peek().bits() >> 1) as usize
    }

    /// Changes the length. While the head is opened.
    #[inline(always)]
    pub(super) fn set_length(&self, length: usize) {
        self.length.poke(Value::index(length));
    }

    /// Whether there are cards.
    #[inline(always)]
    pub(super) fn is_large(&self) -> bool {
        self.capacity() > SMALL
    }

    /// Where the tokens of the cards begin, or the slots if there are none.
    #[inline(always)]
    fn body(&self) -> *const Word {
        (&raw const *self).wrapping_add(1).cast()
    }

    /// All slots.
    #[inline(always)]
    pub(super) fn slots(&'static self) -> &'static [Slot] {
        let capacity = self.capacity();
        let first = self.body().wrapping_add(cards_of(capacity));
        // SAFETY: the slots follow the tokens, and there are that many; a slot is a word.
        unsafe { std::slice::from_raw_parts(first.cast(), capacity) }
    }

    /// The elements, while nobody writes any of them.
    #[inline(always)]
    pub(super) fn elements(&'static self) -> &'static [Value] {
        let slots = &self.slots()[..self.length()];
        // SAFETY: a slot is a word, as a value is, and the collector only reads it.
        unsafe { std::slice::from_raw_parts(slots.as_ptr().cast(), slots.len()) }
    }

    /// The head's token.
    #[inline(always)]
    pub(super) fn head_token(&'static self) -> &'static Token {
        &self.header.token
    }

    /// The unit of the head's token: the length, and the slots of a small buffer.
    #[inline(always)]
    pub(super) fn head_unit(&'static self) -> Unit {
        let slots = if self.is_large() { 0 } else { self.capacity() };
        Unit {
            token: &self.header.token,
            // SAFETY: the length, and a small buffer's slots right behind it.
            words: unsafe {
                std::slice::from_raw_parts((&raw const self.length).cast(), 1 + slots)
            },
        }
    }

    /// The token of card `card` of a large buffer.
    #[inline(always)]
    fn card_token(&'static self, card: usize) -> &'static Token {
        debug_assert!(self.is_large() && card < cards_of(self.capacity()));
        // SAFETY: callers have the card of a slot, or count to the number of cards.
        unsafe { &*self.body().add(card).cast::<Token>() }
    }

    fn card_unit(&'static self, card: usize) -> Unit {
        let slots = &self.slots()[card * CARD..self.capacity().min((card + 1) * CARD)];
        Unit {
            token: self.card_token(card),
            // SAFETY: a slot is a word.
            words: unsafe { std::slice::from_raw_parts(slots.as_ptr().cast(), slots.len()) },
        }
    }

    /// The token of slot `index`, which there is.
    #[inline(always)]
    pub(super) fn token_of(&'static self, index: usize) -> &'static Token {
        if self.is_large() {
            self.card_token(index / CARD)
        } else {
            self.head_token()
        }
    }

    /// The unit of slot `index`, which there is.
    #[inline(always)]
    pub(super) fn unit_of(&'static self, index: usize) -> Unit {
        if self.is_large() {
            self.card_unit(index / CARD)
        } else {
            self.head_unit()
        }
    }

    /// Owns the units of these slots.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn own_slots(&'static self, cx: &mut Cx, slots: Range<usize>) -> R<()> {
        if slots.is_empty() {
            return Ok(());
        }
        if !self.is_large() {
            if !cx.tx.is_open(self.head_token()) {
                cx.tx.open_write_all(self.head_unit())?;
            }
            return Ok(());
        }
        for card in slots.start / CARD..slots.end.div_ceil(CARD) {
            cx.tx.open_write_all(self.card_unit(card))?;
        }
        Ok(())
    }

    /// Owns all units of a buffer that is not going to be written any more: no pre-images are kept.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn own(&'static self, cx: &mut Cx) -> R<()> {
        cx.tx.open_write_part(self.head_token(), &[])?;
        if self.is_large() && !cx.tx.is_solo() {
            for card in 0..cards_of(self.capacity()) {
                let token = self.card_unit(card).token;
                if !cx.tx.owns(token) {
                    cx.tx.open_write_part(token, &[])?;
                }
            }
        }
        Ok(())
    }
}

/// # Safety
/// The object has the layout LIST_BUFFER.
unsafe fn buffer_of(object: Object) -> &'static Buffer {
    // SAFETY: the caller's promise.
    unsafe { &*object.as_ptr().cast::<Buffer>() }
}

/// Visits the elements.
///
/// # Safety
/// As `tython_gc::TraceFn`.
pub unsafe fn trace(object: Object, from: usize, visit: &mut dyn FnMut(u64)) -> Option<usize> {
    // SAFETY: the caller's promise.
    let slots = unsafe { buffer_of(object) }.slots();
    let to = slots.len().min(from + TRACE_PART);
    let values = slots[from..to].iter().map(|slot| slot.peek().bits());
    values.filter(|bits| is_reference(*bits)).for_each(visit);
    (to < slots.len()).then_some(to)
}

/// Visits the unit of the head and those of the cards.
///
/// # Safety
/// As `tython_gc::UnitsFn`.
pub unsafe fn units(object: Object, visit: &mut dyn FnMut(Unit)) {
    // SAFETY: the caller's promise.
    let buffer = unsafe { buffer_of(object) };
    visit(buffer.head_unit());
    for card in 0..cards_of(buffer.capacity()) {
        visit(buffer.card_unit(card));
    }
}

/// Finds the unit of a token: the head's, or a card's.
///
/// # Safety
/// As `tython_gc::UnitFn`.
pub unsafe fn unit_of(object: Object, token: &'static Token) -> Unit {
    // SAFETY: the caller's promise.
    let buffer = unsafe { buffer_of(object) };
    if std::ptr::eq(token, buffer.head_token()) {
        return buffer.head_unit();
    }
    let offset = std::ptr::from_ref(token) as usize - buffer.body() as usize;
    buffer.card_unit(offset / size_of::<Token>())
}

const _: () = {
    assert!(size_of::<Buffer>() == size_of::<Header>() + 8 * HEAD_WORDS);
    assert!(std::mem::offset_of!(Buffer, length) == size_of::<Buffer>() - 8);
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_wastes_nothing_and_fits() {
        for capacity in (1..5000).chain([1 << 20, (1 << 20) + 7]) {
            let rounded = rounded(capacity);
            assert!(rounded >= capacity, "{capacity}");
            assert_eq!(rounded <= SMALL, capacity <= SMALL, "{capacity}");
            let words = HEAD_WORDS + cards_of(rounded) + rounded;
            let least = HEAD_WORDS + cards_of(capacity) + capacity;
            assert_eq!(
                Heap::good_words(words),
                Heap::good_words(least),
                "{capacity}"
            );
        }
    }
}
