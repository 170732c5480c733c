//! The object, and what the virtual machine asks of it.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, layout};
use crate::types::TypeDef;
use crate::value::Value;
use stm_core::{Unit, Word};

builtin_type! {
    /// The class.
    pub static TUPLE = TypeDef {
        name: "tuple",
        layout: Some(layout::TUPLE),
        subclassable: true,
        doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
        ..TypeDef::NEW
    };
}

/// A tuple.
#[repr(C)]
#[derive(Debug)]
pub struct Tuple {
    header: Header,
    /// Raw, for the collector (`Words::Counted`).
    length: Word,
}

/// Where machine code finds the items; before them is their number.
pub(crate) const ITEMS: usize = std::mem::offset_of!(Tuple, length) + size_of::<Word>();

// SAFETY: a header, a raw count, and as many values.
unsafe impl HeapType for Tuple {
    const LAYOUT: LayoutId = layout::TUPLE;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        let meta = std::ptr::from_ref(&self.header().meta);
        Unit {
            token: self.token(),
            // SAFETY: the meta word, the length and the values.
            words: unsafe { std::slice::from_raw_parts(meta, 2 + self.len()) },
        }
    }
}

/// A tuple of `length` items, which are zeros, as the memory is, until they are put into it. Nobody else sees it before.
///
/// # Errors
/// MemoryError.
#[inline]
pub(crate) fn blank(cx: &mut Cx, length: usize) -> R<&'static Tuple> {
    let object = cx.alloc_raw(Tuple::LAYOUT, 1 + length, TUPLE.shape())?;
    // SAFETY: the cell has `1 + length` payload words.
    unsafe {
        object.word(0).store(length as u64);
        Ok(&*object.as_ptr().cast::<Tuple>())
    }
}

/// A tuple of `length` items, which `item` gives one after the other. It must not call Python code.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn with(cx: &mut Cx, length: usize, mut item: impl FnMut(usize) -> Value) -> R<&'static Tuple> {
    if length == 0
        && let Some(empty) = cx.vm.empty_tuple.get().cast::<Tuple>()
    {
        return Ok(empty);
    }
    let tuple = blank(cx, length)?;
    for index in 0..length {
        // SAFETY: the items follow the length, and there are that many; an item is a word.
        unsafe { (*(&raw const tuple.length).add(1 + index)).store(item(index).bits()) };
    }
    Ok(tuple)
}

/// A tuple of these items.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn new(cx: &mut Cx, items: &[Value]) -> R<&'static Tuple> {
    with(cx, items.len(), |index| items[index])
}

impl Tuple {
    /// How many items there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.load() as usize
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items.
    #[inline(always)]
    pub fn items(&'static self) -> &'static [Fixed] {
        // SAFETY: the values follow the length, and there are that many; they never change.
        unsafe { std::slice::from_raw_parts((&raw const self.length).add(1).cast(), self.len()) }
    }

    /// The items, as values.
    #[inline(always)]
    pub fn as_slice(&'static self) -> &'static [Value] {
        // SAFETY: a `Value` is what an immutable word holds; nobody writes it any more.
        unsafe { std::slice::from_raw_parts((&raw const self.length).add(1).cast(), self.len()) }
    }

    /// Gives a tuple that is being made its item `index`.
    ///
    /// # Panics
    /// When there is none.
    #[inline]
    pub(crate) fn put(&'static self, index: usize, item: Value) {
        assert!(index < self.len());
        // SAFETY: the values follow the length, and there are that many; an item is a word.
        let word: &Word = unsafe { &*(&raw const self.length).add(1 + index) };
        word.store(item.bits());
    }

    /// Item `index`, if there is one.
    #[inline(always)]
    pub fn get(&'static self, index: usize) -> Option<Value> {
        self.items().get(index).map(Fixed::get)
    }
}
