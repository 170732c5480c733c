//! Iterators over dicts and sets.
//!
//! An iterator remembers how many entries its dict had: when that has changed, it raises, and goes on
//! raising. Its own place is a number of an entry, which stays what it is when the dict gets another
//! table; so what follows a deletion and an insertion in between is any of the entries, as in CPython.
//!
//! Of the fields of [`Iterator`], `source` is the dict or set, `position` that of a [`Walk`], and `more`
//! a [`Count`].

use super::base::Dict;
use super::lookup::Owner;
use super::walk::{self, Direction, Item, Next, Walk};
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, Slot, layout};
use crate::name;
use crate::native::native;
use crate::objects::iterators::{self, Iterator, Kind, Step};
use crate::objects::list;
use crate::objects::set::Set;
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

macro_rules! iterator_classes {
    ($($(#[$doc:meta])* $name:ident = $python:literal;)*) => {
        builtin_type! {
            $(
                $(#[$doc])*
                pub static $name = TypeDef {
                    name: $python,
                    layout: Some(layout::ITERATOR),
                    ..TypeDef::NEW
                };
            )*
        }
    };
}

iterator_classes! {
    /// The class of iterators over keys.
    KEY_ITERATOR = "dict_keyiterator";
    /// The class of iterators over values.
    VALUE_ITERATOR = "dict_valueiterator";
    /// The class of iterators over items.
    ITEM_ITERATOR = "dict_itemiterator";
    /// The class of reversed iterators over keys.
    REVERSE_KEY_ITERATOR = "dict_reversekeyiterator";
    /// The class of reversed iterators over values.
    REVERSE_VALUE_ITERATOR = "dict_reversevalueiterator";
    /// The class of reversed iterators over items.
    REVERSE_ITEM_ITERATOR = "dict_reverseitemiterator";
    /// The class of iterators over sets.
    SET_ITERATOR = "set_iterator";
}

/// What an iterator gives of an entry.
pub(super) trait Part: 'static {
    fn of(cx: &mut Cx, item: Item) -> R;
}

/// The key.
pub(super) struct Key;
/// The value.
pub(super) struct ItsValue;
/// A tuple of both.
pub(super) struct Both;

impl Part for Key {
    #[inline(always)]
    fn of(_: &mut Cx, item: Item) -> R {
        Ok(item.key)
    }
}

impl Part for ItsValue {
    #[inline(always)]
    fn of(_: &mut Cx, item: Item) -> R {
        Ok(item.value)
    }
}

impl Part for Both {
    #[inline(always)]
    fn of(cx: &mut Cx, item: Item) -> R {
        cx.tuple(&[item.key, item.value])
    }
}

/// How many entries there were at the beginning, and how many are still to come, in one integer value.
/// A table has fewer than 2^30 entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Count {
    pub(super) expected: usize,
    pub(super) left: usize,
}

impl Count {
    /// How many bits the lower number has.
    pub(super) const BITS: u32 = 30;
    /// There have been more entries, or fewer.
    const BROKEN: Value = Value::NONE;

    pub(super) fn unpack(value: Value) -> Option<Count> {
        let both = value.as_small_int()? as usize;
        Some(Count {
            expected: both >> Self::BITS,
            left: both & ((1 << Self::BITS) - 1),
        })
    }

    fn pack(self) -> Value {
        Value::index(self.expected << Self::BITS | self.left)
    }
}

fn new(
    cx: &mut Cx,
    class: &TypeCell,
    (step, kind): (Step, Kind),
    owner: Value,
    length: usize,
    walk: Walk,
) -> R<&'static Iterator> {
    let count = Count {
        expected: length,
        left: length,
    };
    let position = Value::index(walk.position);
    iterators::new_of_kind(cx, class, (step, kind), owner, position, count.pack())
}

/// An iterator over a set or frozenset.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn of_set(cx: &mut Cx, set: &'static Set) -> R<&'static Iterator> {
    let length = walk::len(cx, set)?;
    new(
        cx,
        &SET_ITERATOR,
        (step::<Set, Key, false>, Kind::Elements),
        set.value(),
        length,
        Walk::FORWARD,
    )
}

macro_rules! of_dict {
    ($($(#[$doc:meta])* $name:ident = $class:ident, $kind:ident, $part:ident, $backward:literal, $start:ident;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// MemoryError, and when the transaction has to be rolled back.
            pub fn $name(cx: &mut Cx, dict: &'static Dict) -> R<&'static Iterator> {
                let length = walk::len(cx, dict)?;
                let step = step::<Dict, $part, $backward>;
                let walk = Walk::$start(cx, dict)?;
                new(cx, &$class, (step, Kind::$kind), dict.value(), length, walk)
            }
        )*
    };
}

of_dict! {
    /// An iterator over the keys of a dict.
    keys = KEY_ITERATOR, Keys, Key, false, forward;
    /// An iterator over the values of a dict.
    values = VALUE_ITERATOR, Values, ItsValue, false, forward;
    /// An iterator over the items of a dict.
    items = ITEM_ITERATOR, Items, Both, false, forward;
    /// An iterator over the keys of a dict, newest first.
    keys_backward = REVERSE_KEY_ITERATOR, Other, Key, true, backward;
    /// An iterator over the values of a dict, newest first.
    values_backward = REVERSE_VALUE_ITERATOR, Other, ItsValue, true, backward;
    /// An iterator over the items of a dict, newest first.
    items_backward = REVERSE_ITEM_ITERATOR, Other, Both, true, backward;
}

fn step<O: Owner, P: Part, const BACKWARD: bool>(cx: &mut Cx, this: &'static Iterator) -> R {
    match advance::<O, BACKWARD>(cx, this)? {
        Some(item) => P::of(cx, item),
        None => Ok(Value::UNBOUND),
    }
}

/// The next key and value of an iterator over the items of a dict; `None` at the end.
///
/// # Errors
/// RuntimeError if the dict has changed its size.
pub(crate) fn next_item(cx: &mut Cx, this: &'static Iterator) -> R<Option<(Value, Value)>> {
    let item = advance::<Dict, false>(cx, this)?;
    Ok(item.map(|item| (item.key, item.value)))
}

/// Makes a step.
#[inline(always)]
fn advance<O: Owner, const BACKWARD: bool>(
    cx: &mut Cx,
    this: &'static Iterator,
) -> R<Option<Item>> {
    cx.open(this)?;
    // Memory of another type than `O` cannot be there; unbound is the end.
    let Some(owner) = this.source.peek().cast::<O>() else {
        return Ok(None);
    };
    let Some(count) = Count::unpack(this.more.peek()) else {
        return Err(resized::<O>(cx));
    };
    let mut walk = Walk {
        position: this.position.peek().as_small_int().unwrap_or(0) as usize,
        direction: if BACKWARD {
            Direction::Backward
        } else {
            Direction::Forward
        },
    };
    match walk.next(cx, owner, count.expected)? {
        Next::Item(item) => {
            let Some(left) = count.left.checked_sub(1) else {
                this.finish(cx)?;
                return Err(
                    cx.runtime_error(format_args!("dictionary keys changed during iteration"))
                );
            };
            this.position.poke(Value::index(walk.position));
            this.more.poke(Count { left, ..count }.pack());
            Ok(Some(item))
        }
        Next::End => {
            this.finish(cx)?;
            Ok(None)
        }
        Next::Resized => {
            this.more.poke(Count::BROKEN);
            Err(resized::<O>(cx))
        }
    }
}

#[cold]
pub(super) fn resized<O: Owner>(cx: &mut Cx) -> Exit {
    let what = if O::LAYOUT == Set::LAYOUT {
        "Set"
    } else {
        "dictionary"
    };
    cx.runtime_error(format_args!("{what} changed size during iteration"))
}

/// How many are still to come, if nothing changes.
fn remaining(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
    let (source, more) = cx.view(this, || (this.source.peek(), this.more.peek()))?;
    let length = match (source.cast::<Dict>(), source.cast::<Set>()) {
        (Some(dict), _) => walk::len(cx, dict)?,
        (_, Some(set)) => walk::len(cx, set)?,
        _ => return Ok(0),
    };
    let count = Count::unpack(more).filter(|count| count.expected == length);
    Ok(count.map_or(0, |count| count.left))
}

/// `(iter, ([...],))` with all that are still to come; the iterator stays where it is.
fn reduced(cx: &mut Cx, this: &'static Iterator) -> R {
    let fields = [&this.source, &this.position, &this.more];
    let before = cx.view(this, || fields.map(Slot::peek))?;
    let rest = list::new(cx)?;
    let end = loop {
        match this.next(cx) {
            Ok(Some(value)) => list::append(cx, rest, value)?,
            Ok(None) => break Ok(()),
            Err(exit) => break Err(exit),
        }
    };
    for (field, value) in fields.into_iter().zip(before) {
        cx.store(this, field, value)?;
    }
    end?;
    let name = name!(cx, "iter")?;
    let builtins = cx.vm.builtins.get();
    let iter = crate::protocol::get_item(cx, builtins, name)?;
    let arguments = cx.tuple(&[rest.value()])?;
    cx.tuple(&[iter, arguments])
}

macro_rules! methods {
    ($($class:ident)*) => {
        /// Implement iter(self).
        $(#[native($class, "__iter__(self, /)", slot, effect = pure)])*
        fn iter(_: &mut Cx, this: Value) -> R {
            Ok(this)
        }

        /// Implement next(self).
        $(#[native($class, "__next__(self, /)", slot, effect = writes)])*
        fn next(cx: &mut Cx, this: &'static Iterator) -> R {
            match this.next(cx)? {
                Some(value) => Ok(value),
                None => Err(cx.stop_iteration(Value::NONE)),
            }
        }

        /// Private method returning an estimate of len(list(it)).
        $(#[native($class, "__length_hint__(self, /)", effect = reads)])*
        fn length_hint(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
            remaining(cx, this)
        }

        /// Return state information for pickling.
        $(#[native($class, "__reduce__(self, /)", effect = writes)])*
        fn reduce(cx: &mut Cx, this: &'static Iterator) -> R {
            reduced(cx, this)
        }
    };
}

methods! {
    KEY_ITERATOR VALUE_ITERATOR ITEM_ITERATOR
    REVERSE_KEY_ITERATOR REVERSE_VALUE_ITERATOR REVERSE_ITEM_ITERATOR
    SET_ITERATOR
}
