//! Objects as Rust sees them: a header and fields of three kinds.
//!
//! | field | what it holds | how it is touched |
//! | --- | --- | --- |
//! | [`Slot`] | a value that may change | through a transaction: [`Cx::load`](crate::cx::Cx::load), [`Cx::store`](crate::cx::Cx::store) |
//! | [`Fixed`] | a value that never changes | [`Fixed::get`] |
//! | [`Raw`] | a number that never changes | [`Raw::get`] |
//!
//! All three are one word. A typed reference is a `&'static T`: objects never move, the native stack
//! is scanned for references, and memory that has been an object's stays readable, so what the type
//! promises is true as long as the reference lies on the stack or in the heap. It must not lie in
//! memory that the collector does not scan (a `Vec`, a `HashMap`) across a safepoint.

use crate::value::Value;
use std::fmt;
use stm_core::{Token, Unit, Word};
use tython_gc::{Header, LayoutId, Meta};

/// A mutable field.
#[repr(transparent)]
pub struct Slot(Word);

impl Slot {
    /// A field with this first value.
    #[inline(always)]
    pub fn new(value: Value) -> Self {
        Slot(Word::new(value.bits()))
    }

    /// The word, for a barrier.
    #[inline(always)]
    pub fn word(&self) -> &Word {
        &self.0
    }

    /// What the word holds now. Between two looks at the token, or while the unit is owned.
    #[inline(always)]
    pub fn peek(&self) -> Value {
        Value::from_bits(self.0.load())
    }

    /// Overwrites the word. While the unit is opened for writing, or nobody else can reach it.
    #[inline(always)]
    pub fn poke(&self, value: Value) {
        self.0.store(value.bits());
    }
}

/// An immutable field that holds a value.
#[repr(transparent)]
pub struct Fixed(Word);

impl Fixed {
    /// A field with this value.
    #[inline(always)]
    pub fn new(value: Value) -> Self {
        Fixed(Word::new(value.bits()))
    }

    /// The value.
    #[inline(always)]
    pub fn get(&self) -> Value {
        Value::from_bits(self.0.load())
    }
}

/// An immutable number of 63 bits. It lies in memory as an integer value, so that a collector that
/// looks at it sees no reference.
#[repr(transparent)]
pub struct Raw(Word);

impl Raw {
    /// A field with this number; the highest bit is lost.
    #[inline(always)]
    pub fn new(number: u64) -> Self {
        Raw(Word::new(number << 1))
    }

    /// The number.
    #[inline(always)]
    pub fn get(&self) -> u64 {
        self.0.load() >> 1
    }

    /// The word as it lies in memory: twice the number.
    #[inline(always)]
    pub fn bits(&self) -> u64 {
        self.0.load()
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.peek().fmt(f)
    }
}

impl fmt::Debug for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// A Rust type that is the memory of heap objects of one layout.
///
/// # Safety
/// The type is `#[repr(C)]`, begins with a [`Header`], and all its other fields are of the kinds
/// above (or raw words that the layout's entry in the table says are not values). Objects whose meta
/// word names [`HeapType::LAYOUT`] are of this type.
pub unsafe trait HeapType: Sized + 'static {
    /// The layout of these objects.
    const LAYOUT: LayoutId;

    /// The header.
    #[inline(always)]
    fn header(&self) -> &Header {
        // SAFETY: the type begins with a header.
        unsafe { &*std::ptr::from_ref(self).cast::<Header>() }
    }

    /// The token of the object's first unit.
    #[inline(always)]
    fn token(&'static self) -> &'static Token {
        &self.header().token
    }

    /// The unit that the fields belong to: the meta word and all fields of the type.
    #[inline(always)]
    fn unit(&'static self) -> Unit {
        let meta = std::ptr::from_ref(&self.header().meta);
        let words = (size_of::<Self>() - size_of::<Token>()) / size_of::<Word>();
        Unit {
            token: self.token(),
            // SAFETY: the object's memory from the meta word on, all of it words.
            words: unsafe { std::slice::from_raw_parts(meta, words) },
        }
    }

    /// The object as a value.
    #[inline(always)]
    fn value(&'static self) -> Value {
        Value::reference(std::ptr::from_ref(self) as usize)
    }
}

/// The place of a field in its object's unit.
#[inline(always)]
pub(crate) fn index_in_unit<T: HeapType>(object: &'static T, field: &Slot) -> usize {
    let meta = std::ptr::from_ref(&object.header().meta) as usize;
    (std::ptr::from_ref(field) as usize - meta) / size_of::<Word>()
}

impl Value {
    /// The header of the object that this refers to.
    #[inline(always)]
    pub fn header(self) -> Option<&'static Header> {
        // SAFETY: reference values are made from objects, and object memory stays readable.
        self.address()
            .map(|address| unsafe { &*(address as *const Header) })
    }

    /// The object, if its memory is that of a `T`. A subclass of a builtin type has another layout
    /// (see [`Cx::payload`](crate::cx::Cx::payload)).
    #[inline(always)]
    pub fn cast<T: HeapType>(self) -> Option<&'static T> {
        let header = self.header()?;
        if Meta::from_bits(header.meta.load()).layout() == T::LAYOUT.get() {
            // SAFETY: the layout says so, for as long as the object lives.
            Some(unsafe { &*std::ptr::from_ref(header).cast::<T>() })
        } else {
            None
        }
    }

    /// Whether [`Value::cast`] would find a `T`.
    #[inline(always)]
    pub fn is<T: HeapType>(self) -> bool {
        self.cast::<T>().is_some()
    }
}

/// Lets a value be made from a typed reference.
impl<T: HeapType> From<&'static T> for Value {
    #[inline(always)]
    fn from(object: &'static T) -> Value {
        object.value()
    }
}
