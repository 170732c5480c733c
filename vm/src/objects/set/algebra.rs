//! Union, intersection, difference and comparison of a set with anything that can be iterated over.
//!
//! Elements are compared, and those that are not in a table yet hashed, by Python code perhaps; nothing
//! is kept across that but positions and what lies on the native stack.

use super::base::{
    EXPECTED, FROZENSET, SET, Set, add_hashed, clear, contains_hashed, copy, discard_hashed, each,
    len, of_class, update,
};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::dict::lookup::{self, Owner};
use crate::objects::dict::walk::{self, Item, Walk};
use crate::objects::dict::{DICT, Dict, grow};
use crate::protocol::{self, class_of};
use crate::types::TypeCell;
use crate::value::Value;

/// The class of what an operation on `set` makes: [`SET`] or [`FROZENSET`].
pub(super) fn kind(set: &'static Set) -> &'static TypeCell {
    if set.is_frozen() { &FROZENSET } else { &SET }
}

/// A set of these elements.
///
/// # Errors
/// As [`update`].
pub(crate) fn collect(cx: &mut Cx, elements: Value) -> R<&'static Set> {
    let set = of_class(cx, &SET)?;
    update(cx, set, elements)?;
    Ok(set)
}

/// `set | others`
///
/// # Errors
/// As [`update`].
pub(crate) fn union(cx: &mut Cx, set: &'static Set, others: &[Value]) -> R<&'static Set> {
    let mut more = 0;
    if let [other] = others
        && *other != set.value()
        && let Some(other) = other.cast::<Set>()
    {
        more = len(cx, other)?;
    }
    let result = copy(cx, set, kind(set), more)?;
    for other in others.iter().filter(|other| **other != set.value()) {
        update(cx, result, *other)?;
    }
    Ok(result)
}

/// `set & other`
///
/// # Errors
/// As [`update`].
pub(crate) fn intersection(cx: &mut Cx, set: &'static Set, other: Value) -> R<&'static Set> {
    let result = of_class(cx, kind(set))?;
    let Some(other_set) = cx.payload::<Set>(other)? else {
        each(cx, other, |cx, element, hash| {
            if contains_hashed(cx, set, element, hash)? {
                add_hashed(cx, result, element, hash)?;
            }
            Ok(())
        })?;
        return Ok(result);
    };
    if std::ptr::eq(set, other_set) {
        return copy(cx, set, kind(set), 0);
    }
    let (small, large) = match len(cx, other_set)? > len(cx, set)? {
        true => (set, other_set),
        false => (other_set, set),
    };
    pick(cx, small, large, true, result)?;
    Ok(result)
}

/// Adds those elements of `set` to `result` that are in `other`, or those that are not.
fn pick<O: Owner>(
    cx: &mut Cx,
    set: &'static Set,
    other: &'static O,
    present: bool,
    result: &'static Set,
) -> R<()> {
    let (mut walk, mut seen) = (Walk::FORWARD, 0);
    while let Some(Item { key, hash, .. }) = walk.step(cx, set)? {
        if lookup::find(cx, other, key, hash)?.is_some() == present {
            if len(cx, result)? == 0 {
                // Nothing is known of the others but how many there are.
                let others = len(cx, set)?.saturating_sub(seen);
                grow::reserve(cx, result, others.clamp(1, EXPECTED))?;
            }
            add_hashed(cx, result, key, hash)?;
        }
        seen += 1;
    }
    grow::fit(cx, result)
}

/// `set & others`
pub(super) fn intersection_of(cx: &mut Cx, set: &'static Set, others: &[Value]) -> R<&'static Set> {
    let Some((first, rest)) = others.split_first() else {
        return copy(cx, set, kind(set), 0);
    };
    let mut result = intersection(cx, set, *first)?;
    for other in rest {
        result = intersection(cx, result, *other)?;
    }
    Ok(result)
}

/// `set -= other`
pub(crate) fn subtract(cx: &mut Cx, set: &'static Set, other: Value) -> R<()> {
    if let Some(other) = cx.payload::<Set>(other)?
        && std::ptr::eq(set, other)
    {
        return clear(cx, set);
    }
    each(cx, other, |cx, element, hash| {
        discard_hashed(cx, set, element, hash)?;
        Ok(())
    })
}

/// `set - other`
///
/// # Errors
/// As [`update`].
pub(crate) fn difference(cx: &mut Cx, set: &'static Set, other: Value) -> R<&'static Set> {
    if let Some(other) = cx.payload::<Set>(other)? {
        return without(cx, set, other);
    }
    if let Some(dict) = other.cast::<Dict>()
        && DICT.is(class_of(other))
    {
        return without(cx, set, dict);
    }
    copy_and_subtract(cx, set, other)
}

/// A copy without the elements of `other`: if these are few, they are looked for, else the others.
fn without<O: Owner>(cx: &mut Cx, set: &'static Set, other: &'static O) -> R<&'static Set> {
    if len(cx, set)? / 4 > walk::len(cx, other)? {
        copy_and_subtract(cx, set, other.value())
    } else {
        keep_absent(cx, set, other)
    }
}

fn copy_and_subtract(cx: &mut Cx, set: &'static Set, other: Value) -> R<&'static Set> {
    let result = copy(cx, set, kind(set), 0)?;
    subtract(cx, result, other)?;
    Ok(result)
}

fn keep_absent<O: Owner>(cx: &mut Cx, set: &'static Set, other: &'static O) -> R<&'static Set> {
    let result = of_class(cx, kind(set))?;
    pick(cx, set, other, false, result)?;
    Ok(result)
}

/// `set - others`
pub(super) fn difference_of(cx: &mut Cx, set: &'static Set, others: &[Value]) -> R<&'static Set> {
    let Some((first, rest)) = others.split_first() else {
        return copy(cx, set, kind(set), 0);
    };
    let result = difference(cx, set, *first)?;
    for other in rest {
        subtract(cx, result, *other)?;
    }
    Ok(result)
}

/// `set ^= other`
pub(crate) fn toggle(cx: &mut Cx, set: &'static Set, other: Value) -> R<()> {
    let is_dict = DICT.is(class_of(other));
    // An element that comes twice would be put back: other iterables are made sets first.
    let other = match cx.payload::<Set>(other)? {
        Some(other) if std::ptr::eq(set, other) => return clear(cx, set),
        None if !is_dict => collect(cx, other)?.value(),
        _ => other,
    };
    each(cx, other, |cx, element, hash| {
        if !discard_hashed(cx, set, element, hash)? {
            add_hashed(cx, set, element, hash)?;
        }
        Ok(())
    })
}

/// `set ^ other`
pub(super) fn symmetric_difference(
    cx: &mut Cx,
    set: &'static Set,
    other: Value,
) -> R<&'static Set> {
    let result = of_class(cx, kind(set))?;
    update(cx, result, other)?;
    toggle(cx, result, set.value())?;
    Ok(result)
}

/// Replaces the elements of `set` by those of `other`, which nobody else has.
pub(super) fn take(cx: &mut Cx, set: &'static Set, other: &'static Set) -> R<()> {
    clear(cx, set)?;
    update(cx, set, other.value())
}

/// `set <= other`
pub(super) fn is_subset(cx: &mut Cx, set: &'static Set, other: &'static Set) -> R<bool> {
    if len(cx, set)? > len(cx, other)? {
        return Ok(false);
    }
    let mut walk = Walk::FORWARD;
    while let Some(item) = walk.step(cx, set)? {
        if !contains_hashed(cx, other, item.key, item.hash)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `set == other`
pub(super) fn equal(cx: &mut Cx, set: &'static Set, other: &'static Set) -> R<bool> {
    if len(cx, set)? != len(cx, other)? {
        return Ok(false);
    }
    if let (Some(hash), Some(other_hash)) = (set.known_hash(), other.known_hash())
        && hash != other_hash
    {
        return Ok(false);
    }
    is_subset(cx, set, other)
}

/// Whether every one of the elements is in `set`.
pub(super) fn has_all(cx: &mut Cx, set: &'static Set, elements: Value) -> R<bool> {
    if let Some(other) = cx.payload::<Set>(elements)? {
        return is_subset(cx, other, set);
    }
    has(cx, set, elements, false)
}

/// Whether none of the elements is in `set`.
pub(super) fn is_disjoint(cx: &mut Cx, set: &'static Set, elements: Value) -> R<bool> {
    let Some(other) = cx.payload::<Set>(elements)? else {
        return has(cx, set, elements, true);
    };
    let (small, large) = match len(cx, other)? > len(cx, set)? {
        true => (set, other),
        false => (other, set),
    };
    has(cx, large, small.value(), true)
}

/// Whether no element is found in `set` (`absent`), or all are.
fn has(cx: &mut Cx, set: &'static Set, elements: Value, absent: bool) -> R<bool> {
    if let Some(other) = cx.payload::<Set>(elements)? {
        let mut walk = Walk::FORWARD;
        while let Some(item) = walk.step(cx, other)? {
            if contains_hashed(cx, set, item.key, item.hash)? == absent {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let iterator = protocol::iter(cx, elements)?;
    while let Some(element) = protocol::next(cx, iterator)? {
        let hash = crate::objects::dict::hashing::hash::<Set>(cx, element)?;
        if contains_hashed(cx, set, element, hash)? == absent {
            return Ok(false);
        }
    }
    Ok(true)
}
