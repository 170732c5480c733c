//! The object, and what the virtual machine asks of it.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Slot, layout};
use crate::objects::dict::hashing::hash;
use crate::objects::dict::insert;
use crate::objects::dict::lookup::{self, Owner};
use crate::objects::dict::place::Hash;
use crate::objects::dict::walk::{self, Item, Walk};
use crate::objects::dict::{DICT, Dict, copies, delete, given, grow};
use crate::objects::generator::consume::{Consumer, consume};
use crate::objects::list::{self, List};
use crate::objects::tuple::Tuple;
use crate::protocol::class_of;
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;
use std::sync::atomic::{AtomicU64, Ordering};

builtin_type! {
    /// The class of sets that change.
    pub static SET = TypeDef {
        name: "set",
        layout: Some(layout::SET),
        subclassable: true,
        doc: "Build an unordered collection of unique elements.",
        ..TypeDef::NEW
    };
    /// The class of those that do not.
    pub static FROZENSET = TypeDef {
        name: "frozenset",
        layout: Some(layout::SET),
        subclassable: true,
        doc: "Build an immutable unordered collection of unique elements.",
        ..TypeDef::NEW
    };
}

/// A set or frozenset. The elements are the keys of a table; the values beside them are None.
#[repr(C)]
#[derive(Debug)]
pub struct Set {
    header: Header,
    table: Slot,
    /// Of a frozenset: the halves of its hash, each as an integer value with a bit that says that it is
    /// known. No part of transactions: whoever computes them stores the same numbers.
    hash: [AtomicU64; 2],
}

// SAFETY: a header and three words, of which the last two always hold integers.
unsafe impl HeapType for Set {
    const LAYOUT: LayoutId = layout::SET;
}

/// Where machine code finds the reference to the table.
pub(crate) const TABLE: usize = std::mem::offset_of!(Set, table);

/// The bit above a half of a hash.
const KNOWN: i64 = 1 << 32;

impl Owner for Set {
    const ROLE: &'static str = "set element";
    const GROWTH: usize = 3;

    #[inline(always)]
    fn table(&'static self) -> &'static Slot {
        &self.table
    }
}

impl Set {
    /// Whether it is a frozenset.
    pub fn is_frozen(&'static self) -> bool {
        FROZENSET.is(class_of(self.value()))
    }

    /// The hash of a frozenset, if it has been computed.
    pub(super) fn known_hash(&self) -> Option<i64> {
        let half = |half: &AtomicU64| {
            // Relaxed: the number depends on the elements alone, which never change.
            let half = Value::from_bits(half.load(Ordering::Relaxed)).as_small_int()?;
            (half & KNOWN != 0).then_some(half & !KNOWN)
        };
        let [low, high] = &self.hash;
        Some(half(high)? << 32 | half(low)?)
    }

    /// Remembers the hash of a frozenset.
    pub(super) fn learn_hash(&self, hash: i64) {
        let halves = [hash & (KNOWN - 1), hash >> 32 & (KNOWN - 1)];
        for (word, half) in self.hash.iter().zip(halves) {
            let half = Value::index((half | KNOWN) as usize);
            word.store(half.bits(), Ordering::Relaxed); // Relaxed: as above.
        }
    }
}

/// An empty set of this class, [`SET`] or [`FROZENSET`].
///
/// # Errors
/// MemoryError.
pub(super) fn of_class(cx: &mut Cx, class: &TypeCell) -> R<&'static Set> {
    cx.create(class, |header| Set {
        header,
        table: Slot::new(Value::UNBOUND),
        hash: [const { AtomicU64::new(0) }; 2],
    })
}

/// An empty set.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx) -> R<&'static Set> {
    of_class(cx, &SET)
}

/// A frozenset of these elements.
///
/// # Errors
/// TypeError if one cannot be an element, and MemoryError.
pub fn frozen(cx: &mut Cx, elements: &[Value]) -> R {
    let set = of_class(cx, &FROZENSET)?;
    for element in elements {
        add(cx, set, *element)?;
    }
    Ok(set.value())
}

/// `set.add(element)`; false if it is there already.
///
/// # Errors
/// TypeError if it cannot be an element, what hashing and comparing raise, MemoryError, and when the
/// transaction has to be rolled back.
#[inline]
pub fn add(cx: &mut Cx, set: &'static Set, element: Value) -> R<bool> {
    let hash = hash::<Set>(cx, element)?;
    add_hashed(cx, set, element, hash)
}

/// [`add`], of an element whose hash is known.
#[inline]
pub(super) fn add_hashed(cx: &mut Cx, set: &'static Set, element: Value, hash: Hash) -> R<bool> {
    insert::add_new(cx, set, element, hash, Value::NONE)
}

/// `element in set`; a set that is looked for is taken for a frozenset.
///
/// # Errors
/// As [`add`].
#[inline]
pub fn contains(cx: &mut Cx, set: &'static Set, element: Value) -> R<bool> {
    let hash = super::hash::of_sought(cx, element)?;
    contains_hashed(cx, set, element, hash)
}

#[inline]
pub(super) fn contains_hashed(
    cx: &mut Cx,
    set: &'static Set,
    element: Value,
    hash: Hash,
) -> R<bool> {
    Ok(lookup::find(cx, set, element, hash)?.is_some())
}

/// `set.discard(element)`; false if it is not there.
///
/// # Errors
/// As [`add`].
pub fn discard(cx: &mut Cx, set: &'static Set, element: Value) -> R<bool> {
    let hash = super::hash::of_sought(cx, element)?;
    discard_hashed(cx, set, element, hash)
}

pub(super) fn discard_hashed(
    cx: &mut Cx,
    set: &'static Set,
    element: Value,
    hash: Hash,
) -> R<bool> {
    let hit = lookup::find(cx, set, element, hash)?;
    if let Some(hit) = hit {
        delete::entry(cx, hit, hash)?;
    }
    Ok(hit.is_some())
}

/// `set.pop()`: the newest element.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn pop(cx: &mut Cx, set: &'static Set) -> R<Option<Value>> {
    Ok(delete::pop_last(cx, set)?.map(|item| item.key))
}

/// `len(set)`
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn len(cx: &mut Cx, set: &'static Set) -> R<usize> {
    walk::len(cx, set)
}

/// `set.clear()`
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn clear(cx: &mut Cx, set: &'static Set) -> R<()> {
    grow::clear(cx, set)
}

/// The first element at or behind `position`, which moves behind it: to go through a set, begin with 0.
/// Nobody looks whether the set changes in between.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn next_element(cx: &mut Cx, set: &'static Set, position: &mut usize) -> R<Option<Value>> {
    let mut walk = Walk {
        position: *position,
        ..Walk::FORWARD
    };
    let item = walk.step(cx, set)?;
    *position = walk.position;
    Ok(item.map(|item| item.key))
}

/// A new set of this class with the elements of another, and room for `more`.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(super) fn copy(
    cx: &mut Cx,
    set: &'static Set,
    class: &TypeCell,
    more: usize,
) -> R<&'static Set> {
    let fresh = of_class(cx, class)?;
    copies::copy(cx, set, fresh, more)?;
    Ok(fresh)
}

/// `set.update(elements)`
///
/// # Errors
/// As [`add`], TypeError if `elements` cannot be iterated over, and what the iteration raises.
pub fn update(cx: &mut Cx, set: &'static Set, elements: Value) -> R<()> {
    if let Some(other) = cx.payload::<Set>(elements)? {
        return merge(cx, set, other);
    }
    if consume(cx, Consumer::Add, elements, set.value())?.is_some() {
        return Ok(());
    }
    expect(cx, set, elements)?;
    each(cx, elements, |cx, element, hash| {
        add_hashed(cx, set, element, hash)?;
        Ok(())
    })
}

/// Elements that room is made for at once, though they may be equal to each other.
pub(super) const EXPECTED: usize = 60;

/// Makes room in an empty set for the elements of a list or tuple.
fn expect(cx: &mut Cx, set: &'static Set, elements: Value) -> R<()> {
    let count = match (elements.cast::<List>(), elements.cast::<Tuple>()) {
        (Some(list), _) => list::len(cx, list)?,
        (_, Some(tuple)) => tuple.len(),
        _ => return Ok(()),
    };
    if count > 0 && len(cx, set)? == 0 {
        grow::reserve(cx, set, count.min(EXPECTED))?;
    }
    Ok(())
}

fn merge(cx: &mut Cx, set: &'static Set, other: &'static Set) -> R<()> {
    if std::ptr::eq(set, other) {
        return Ok(());
    }
    if len(cx, set)? == 0 {
        return copies::copy(cx, other, set, 0);
    }
    let more = len(cx, other)?;
    grow::expect(cx, set, more)?;
    let mut walk = Walk::FORWARD;
    while let Some(Item { key, hash, .. }) = walk.step(cx, other)? {
        add_hashed(cx, set, key, hash)?;
    }
    Ok(())
}

/// Calls `each` for every element of a set, key of a dict, or item of another iterable, with its hash.
/// Values that it keeps are its own affair: hashing may run Python code.
///
/// # Errors
/// TypeError if `elements` cannot be iterated over or one cannot be an element of a set; what the
/// iteration and `each` raise.
pub(super) fn each(
    cx: &mut Cx,
    elements: Value,
    mut each: impl FnMut(&mut Cx, Value, Hash) -> R<()>,
) -> R<()> {
    if let Some(set) = cx.payload::<Set>(elements)? {
        return each_of(cx, set, each);
    }
    if let Some(dict) = elements.cast::<Dict>()
        && DICT.is(class_of(elements))
    {
        return each_of(cx, dict, each);
    }
    given::each(cx, elements, |cx, element| {
        let hash = hash::<Set>(cx, element)?;
        each(cx, element, hash)
    })
}

fn each_of<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    mut each: impl FnMut(&mut Cx, Value, Hash) -> R<()>,
) -> R<()> {
    let mut walk = Walk::FORWARD;
    while let Some(item) = walk.step(cx, owner)? {
        each(cx, item.key, item.hash)?;
    }
    Ok(())
}
