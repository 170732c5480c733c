//! The methods.

use super::algebra;
use super::base::{self, FROZENSET, SET, Set};
use super::{hash, text};
use crate::cx::{Cx, R};
use crate::heap::{HeapType, parts};
use crate::name;
use crate::native::native;
use crate::objects::dict::iter;
use crate::objects::instance::Instance;
use crate::objects::iterators::Iterator;
use crate::objects::list;
use crate::objects::type_object::Type;
use crate::protocol::{call, class_of};
use crate::value::Value;

/// An instance of a subclass with this set inside, or the set itself.
fn wrapped(cx: &mut Cx, class: &'static Type, set: &'static Set) -> R {
    if SET.is(class) || FROZENSET.is(class) {
        return Ok(set.value());
    }
    let instance = Instance::new(cx, class)?;
    instance.set(cx, 0, set.value())?;
    Ok(instance.value())
}

/// Create and return a new object.  See help(type) for accurate signature.
#[native(SET, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn new(cx: &mut Cx, cls: &'static Type, _args: &[Value], _kwargs: crate::native::Kwargs<'_>) -> R {
    let set = base::new(cx)?;
    wrapped(cx, cls, set)
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(SET, "__init__(self, iterable=<unrepresentable>, /)", slot)]
fn init(cx: &mut Cx, this: &'static Set, iterable: Option<Value>) -> R<()> {
    base::clear(cx, this)?;
    match iterable {
        Some(iterable) => base::update(cx, this, iterable),
        None => Ok(()),
    }
}

/// Create and return a new object.  See help(type) for accurate signature.
#[native(FROZENSET, "__new__(cls, iterable=<unrepresentable>, /)", new)]
fn new_frozen(cx: &mut Cx, cls: &'static Type, iterable: Option<Value>) -> R {
    if FROZENSET.is(cls)
        && let Some(iterable) = iterable
        && FROZENSET.is(class_of(iterable))
    {
        return Ok(iterable);
    }
    let set = base::of_class(cx, &FROZENSET)?;
    if let Some(iterable) = iterable {
        base::update(cx, set, iterable)?;
    }
    wrapped(cx, cls, set)
}

/// Return len(self).
#[native(SET, "__len__(self, /)", slot, effect = reads)]
#[native(FROZENSET, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static Set) -> R<usize> {
    base::len(cx, this)
}

/// Implement iter(self).
#[native(SET, "__iter__(self, /)", slot, effect = reads)]
#[native(FROZENSET, "__iter__(self, /)", slot, effect = reads)]
fn iterate(cx: &mut Cx, this: &'static Set) -> R<&'static Iterator> {
    iter::of_set(cx, this)
}

/// x.__contains__(y) <==> y in x.
#[native(SET, "__contains__(self, object, /)")]
#[native(FROZENSET, "__contains__(self, object, /)")]
fn contains(cx: &mut Cx, this: &'static Set, object: Value) -> R<bool> {
    base::contains(cx, this, object)
}

/// Return hash(self).
#[native(FROZENSET, "__hash__(self, /)", slot, effect = reads)]
fn hash(cx: &mut Cx, this: &'static Set) -> R<i64> {
    hash::of_set(cx, this)
}

/// Return repr(self).
#[native(SET, "__repr__(self, /)", slot)]
#[native(FROZENSET, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: Value) -> R {
    match cx.payload::<Set>(this)? {
        Some(set) => text::repr(cx, this, set),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Add an element to a set.
///
/// This has no effect if the element is already present.
#[native(SET, "add(self, object, /)")]
fn add(cx: &mut Cx, this: &'static Set, object: Value) -> R<()> {
    base::add(cx, this, object)?;
    Ok(())
}

/// Remove all elements from this set.
#[native(SET, "clear(self, /)", effect = writes)]
fn clear(cx: &mut Cx, this: &'static Set) -> R<()> {
    base::clear(cx, this)
}

/// Return a shallow copy of a set.
#[native(SET, "copy(self, /)", effect = writes)]
#[native(FROZENSET, "copy(self, /)", effect = writes)]
fn copy(cx: &mut Cx, this: Value) -> R {
    let Some(set) = cx.payload::<Set>(this)? else {
        return Ok(this);
    };
    if FROZENSET.is(class_of(this)) {
        return Ok(this);
    }
    Ok(base::copy(cx, set, algebra::kind(set), 0)?.value())
}

/// Remove an element from a set if it is a member.
///
/// Unlike set.remove(), the discard() method does not raise
/// an exception when an element is missing from the set.
#[native(SET, "discard(self, object, /)")]
fn discard(cx: &mut Cx, this: &'static Set, object: Value) -> R<()> {
    base::discard(cx, this, object)?;
    Ok(())
}

/// Remove an element from a set; it must be a member.
///
/// If the element is not a member, raise a KeyError.
#[native(SET, "remove(self, object, /)")]
fn remove(cx: &mut Cx, this: &'static Set, object: Value) -> R<()> {
    match base::discard(cx, this, object)? {
        true => Ok(()),
        false => Err(cx.key_error(object)),
    }
}

/// Remove and return an arbitrary set element.
///
/// Raises KeyError if the set is empty.
#[native(SET, "pop(self, /)", effect = writes)]
fn pop(cx: &mut Cx, this: &'static Set) -> R {
    match base::pop(cx, this)? {
        Some(element) => Ok(element),
        None => {
            let message = cx.str("pop from an empty set")?;
            Err(cx.key_error(message))
        }
    }
}

/// Update the set, adding elements from all others.
#[native(SET, "update(self, /, *others)")]
fn update(cx: &mut Cx, this: &'static Set, others: &[Value]) -> R<()> {
    others
        .iter()
        .try_for_each(|other| base::update(cx, this, *other))
}

/// Return a new set with elements from the set and all others.
#[native(SET, "union(self, /, *others)")]
#[native(FROZENSET, "union(self, /, *others)")]
fn union(cx: &mut Cx, this: &'static Set, others: &[Value]) -> R<&'static Set> {
    algebra::union(cx, this, others)
}

/// Return a new set with elements common to the set and all others.
#[native(SET, "intersection(self, /, *others)")]
#[native(FROZENSET, "intersection(self, /, *others)")]
fn intersection(cx: &mut Cx, this: &'static Set, others: &[Value]) -> R<&'static Set> {
    algebra::intersection_of(cx, this, others)
}

/// Update the set, keeping only elements found in it and all others.
#[native(SET, "intersection_update(self, /, *others)")]
fn intersection_update(cx: &mut Cx, this: &'static Set, others: &[Value]) -> R<()> {
    let result = algebra::intersection_of(cx, this, others)?;
    algebra::take(cx, this, result)
}

/// Return a new set with elements in the set that are not in the others.
#[native(SET, "difference(self, /, *others)")]
#[native(FROZENSET, "difference(self, /, *others)")]
fn difference(cx: &mut Cx, this: &'static Set, others: &[Value]) -> R<&'static Set> {
    algebra::difference_of(cx, this, others)
}

/// Update the set, removing elements found in others.
#[native(SET, "difference_update(self, /, *others)")]
fn difference_update(cx: &mut Cx, this: &'static Set, others: &[Value]) -> R<()> {
    others
        .iter()
        .try_for_each(|other| algebra::subtract(cx, this, *other))
}

/// Return a new set with elements in either the set or other but not both.
#[native(SET, "symmetric_difference(self, other, /)")]
#[native(FROZENSET, "symmetric_difference(self, other, /)")]
fn symmetric_difference(cx: &mut Cx, this: &'static Set, other: Value) -> R<&'static Set> {
    algebra::symmetric_difference(cx, this, other)
}

/// Update the set, keeping only elements found in either set, but not in both.
#[native(SET, "symmetric_difference_update(self, other, /)")]
fn symmetric_difference_update(cx: &mut Cx, this: &'static Set, other: Value) -> R<()> {
    algebra::toggle(cx, this, other)
}

/// Report whether another set contains this set.
#[native(SET, "issubset(self, other, /)")]
#[native(FROZENSET, "issubset(self, other, /)")]
fn issubset(cx: &mut Cx, this: &'static Set, other: Value) -> R<bool> {
    if let Some(other) = cx.payload::<Set>(other)? {
        return algebra::is_subset(cx, this, other);
    }
    let common = algebra::intersection(cx, this, other)?;
    Ok(base::len(cx, common)? == base::len(cx, this)?)
}

/// Report whether this set contains another set.
#[native(SET, "issuperset(self, other, /)")]
#[native(FROZENSET, "issuperset(self, other, /)")]
fn issuperset(cx: &mut Cx, this: &'static Set, other: Value) -> R<bool> {
    algebra::has_all(cx, this, other)
}

/// Return True if two sets have a null intersection.
#[native(SET, "isdisjoint(self, other, /)")]
#[native(FROZENSET, "isdisjoint(self, other, /)")]
fn isdisjoint(cx: &mut Cx, this: &'static Set, other: Value) -> R<bool> {
    algebra::is_disjoint(cx, this, other)
}

/// Return state information for pickling.
#[native(SET, "__reduce__(self, /)")]
#[native(FROZENSET, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: Value) -> R {
    let elements = list::new(cx)?;
    if let Some(set) = cx.payload::<Set>(this)? {
        let mut position = 0;
        while let Some(element) = base::next_element(cx, set, &mut position)? {
            list::append(cx, elements, element)?;
        }
    }
    let arguments = cx.tuple(&[elements.value()])?;
    let name = name!(cx, "__getstate__")?;
    let state = call::call_method(cx, this, name, &[])?;
    cx.tuple(&[class_of(this).value(), arguments, state])
}

/// S.__sizeof__() -> size of S in memory, in bytes.
#[native(SET, "__sizeof__(self, /)", effect = reads)]
#[native(FROZENSET, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: Value) -> R<usize> {
    parts::size_of(cx, this)
}
