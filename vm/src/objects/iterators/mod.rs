//! Iterators that are written in Rust: over the builtin containers, and `enumerate`, `zip`, `map`,
//! `filter`, `reversed`.
//!
//! All of them are objects of one layout, [`Iterator`]: a function that makes a step, and three fields
//! for it. The classes differ in the function, and in what else can be asked of them. An iterator is
//! one unit, so threads that share one conflict, and a rollback puts it back where it was.
//!
//! | file | what |
//! | --- | --- |
//! | `values.rs` | over tuples, strings, bytes |
//! | `sequence.rs` | over what has `__getitem__`, and `reversed` |
//! | `callable.rs` | `iter(callable, sentinel)` |
//! | `enumerate.rs`, `zip.rs`, `map.rs`, `filter.rs` | the classes of these names |
//!
//! Those of `list` and `range` lie with their classes; dicts and sets have their own layout.

mod callable;
mod enumerate;
mod filter;
mod map;
mod sequence;
mod values;
mod zip;

pub use callable::{CALLABLE_ITERATOR, of_callable};
pub(crate) use enumerate::ENUMERATE;
pub use sequence::of_sequence;

use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::objects::bytes::Bytes;
use crate::objects::dict::views::View;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::range::{self, Range};
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::shape::ShapeId;
use crate::types::TypeCell;
use crate::value::Value;

/// Makes a step: the next value, or [`Value::UNBOUND`] at the end (one word, so that the result is
/// returned in registers).
pub type Step = fn(&mut Cx, &'static Iterator) -> R;

/// An iterator. What the fields hold is the step function's affair.
#[repr(C)]
#[derive(Debug)]
pub struct Iterator {
    header: Header,
    /// The address of the step function, whether only a loop has it ([`of_loop`]), and the [`Kind`] in the lowest bits.
    step: Raw,
    /// What is iterated over; unbound when the end has been reached.
    pub source: Slot,
    /// Where the iteration stands.
    pub position: Slot,
    /// Something more.
    pub more: Slot,
}

// SAFETY: a header, a word that looks like an integer, and values.
unsafe impl HeapType for Iterator {
    const LAYOUT: LayoutId = layout::ITERATOR;
}

/// An iterator of a class whose layout this is.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn new(
    cx: &mut Cx,
    class: &TypeCell,
    step: Step,
    source: Value,
    position: Value,
    more: Value,
) -> R<&'static Iterator> {
    new_of_kind(cx, class, (step, Kind::Other), source, position, more)
}

/// The same, of an iterator that loops may know.
///
/// # Errors
/// MemoryError.
#[inline]
pub(crate) fn new_of_kind(
    cx: &mut Cx,
    class: &TypeCell,
    (step, kind): (Step, Kind),
    source: Value,
    position: Value,
    more: Value,
) -> R<&'static Iterator> {
    cx.create(class, |header| Iterator {
        header,
        step: Raw::new(bits_of((step, kind))),
        source: Slot::new(source),
        position: Slot::new(position),
        more: Slot::new(more),
    })
}

fn bits_of((step, kind): (Step, Kind)) -> u64 {
    (step as usize as u64) << STEP_SHIFT | kind as u64
}

/// What a loop gets for an iterator over a value. If that is a new one over a list, a tuple or a range, nobody but the loop has it.
///
/// # Errors
/// As [`crate::protocol::iter`].
#[inline(never)]
pub(crate) fn of_loop(cx: &mut Cx, value: Value) -> R {
    let iterator = crate::protocol::iter(cx, value)?;
    let is_new = value.is::<List>() || value.is::<Tuple>() || value.is::<Range>();
    if let Some(iterator) = iterator.cast::<Iterator>().filter(|_| is_new) {
        let step = Raw::new(iterator.step.get() | OF_LOOP);
        // SAFETY: it has been made just now, and nobody else has seen it.
        unsafe { (&raw const iterator.step).cast_mut().write(step) };
    }
    Ok(iterator)
}

/// A loop's new iterator, as machine code makes it: the shape, and the word that says what it is, of one over a list, a tuple or a
/// range.
pub(crate) fn recorded(kind: Kind) -> Option<(ShapeId, u64)> {
    let (class, step) = match kind {
        Kind::List => list::new_iterator(),
        Kind::Range => range::new_iterator(),
        Kind::Tuple => values::new_iterator(),
        _ => return None,
    };
    Some((class.shape(), (bits_of((step, kind)) | OF_LOOP) << 1))
}

/// Iterators that the interpreter's loops know, so that they can do without the call of a step function,
/// or without a tuple. What steps of these kinds do else is the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Some other.
    Other,
    /// Over a list, forward.
    List,
    /// Over a range of small integers.
    Range,
    /// Over a tuple.
    Tuple,
    /// Over a string of Latin-1.
    Text,
    /// Over the keys of a dict, from the oldest to the newest.
    Keys,
    /// Over its values.
    Values,
    /// Over a set.
    Elements,
    /// `enumerate`. This one and what follows gives pairs.
    Enumerate,
    /// `zip` of two.
    Zip,
    /// The items of a dict.
    Items,
}

/// Bits that hold a [`Kind`].
const KIND_BITS: u32 = 4;
/// The bit that says that only a loop has the iterator.
const OF_LOOP: u64 = 1 << KIND_BITS;
/// By how much the address is shifted.
const STEP_SHIFT: u32 = KIND_BITS + 1;

impl Iterator {
    /// Where machine code finds the word that says what the iterator is.
    pub(crate) const STEP: usize = std::mem::offset_of!(Iterator, step);

    /// That word.
    pub(crate) fn step_word(&self) -> u64 {
        self.step.get() << 1
    }

    /// Whether only the loop has it that it was made for, whose it is no more at its end.
    pub(crate) fn is_of_loop(&self) -> bool {
        self.step.get() & OF_LOOP != 0
    }

    /// The three fields as of one moment: `source`, `position`, `more`.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub fn fields(&'static self, cx: &mut Cx) -> R<(Value, Value, Value)> {
        cx.view(self, || {
            (self.source.peek(), self.position.peek(), self.more.peek())
        })
    }

    /// The next value; `None` at the end.
    ///
    /// # Errors
    /// What the step raises.
    #[inline(always)]
    pub fn next(&'static self, cx: &mut Cx) -> R<Option<Value>> {
        // SAFETY: `new` stored the address of such a function.
        let step =
            unsafe { std::mem::transmute::<usize, Step>((self.step.get() >> STEP_SHIFT) as usize) };
        Ok(step(cx, self)?.bound())
    }

    #[inline(always)]
    fn kind(&self) -> u8 {
        (self.step.get() & ((1 << KIND_BITS) - 1)) as u8
    }

    /// Its kind, if that is one of those that loops know.
    pub(crate) fn known_kind(&self) -> Option<Kind> {
        let kinds = [
            Kind::List,
            Kind::Range,
            Kind::Tuple,
            Kind::Text,
            Kind::Keys,
            Kind::Values,
            Kind::Elements,
            Kind::Enumerate,
            Kind::Zip,
            Kind::Items,
        ];
        kinds.into_iter().find(|kind| *kind as u8 == self.kind())
    }

    /// Whether [`Iterator::next_pair`] does what `next` does, but for the tuple.
    #[inline(always)]
    pub(crate) fn gives_pairs(&self) -> bool {
        self.kind() >= Kind::Enumerate as u8
    }

    /// The next two values, of an iterator that gives pairs; `None` at the end.
    ///
    /// # Errors
    /// What the step raises.
    pub(crate) fn next_pair(&'static self, cx: &mut Cx) -> R<Option<(Value, Value)>> {
        const ENUMERATE: u8 = Kind::Enumerate as u8;
        const ZIP: u8 = Kind::Zip as u8;
        match self.kind() {
            ENUMERATE => enumerate::next_pair(cx, self),
            ZIP => zip::next_pair(cx, self),
            _ => dict::iter::next_item(cx, self),
        }
    }

    /// The next value of an iterator over a list, a tuple, a range or a string, without a call, if that is easy; unbound: ask
    /// [`Iterator::next`].
    #[inline(always)]
    pub(crate) fn next_easily(&'static self, cx: &Cx) -> Value {
        if !cx.tx.is_open(self.token()) {
            return Value::UNBOUND;
        }
        match self.kind() {
            kind if kind == Kind::Range as u8 => range::advance(self),
            kind if kind == Kind::List as u8 && cx.tx.is_solo() => list::advance_alone(self),
            kind if kind == Kind::Tuple as u8 => values::advance(self),
            kind if kind == Kind::Text as u8 => values::advance_in_text(cx, self),
            _ => Value::UNBOUND,
        }
    }

    /// From now on there is nothing more: what a step gives then.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn finish(&'static self, cx: &mut Cx) -> R {
        cx.store(self, &self.source, Value::UNBOUND)?;
        Ok(Value::UNBOUND)
    }
}

/// What is iterated over, if it is a `T`, and the index of the next item; `None` at the end.
///
/// # Errors
/// When the transaction has to be rolled back.
fn state_of<T: HeapType>(
    cx: &mut Cx,
    iterator: &'static Iterator,
) -> R<Option<(&'static T, usize)>> {
    let look = || (iterator.source.peek(), iterator.position.peek());
    let (source, position) = cx.view(iterator, look)?;
    let index = position
        .as_small_int()
        .and_then(|index| usize::try_from(index).ok());
    Ok(source.cast::<T>().zip(index))
}

/// The object of a new iterator for a call of `class`, which is its own or derived from that.
///
/// # Errors
/// MemoryError.
pub(crate) fn object(cx: &mut Cx, class: &'static Type, iterator: &'static Iterator) -> R {
    if std::ptr::eq(class, crate::protocol::class_of(iterator.value())) {
        return Ok(iterator.value());
    }
    let instance = Instance::new(cx, class)?;
    instance.set(cx, 0, iterator.value())?;
    Ok(instance.value())
}

/// Puts an iterator at an index, for `__setstate__`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn restored_index(cx: &mut Cx, iterator: &'static Iterator, index: isize) -> R<()> {
    let index = cx.int(index as i64)?;
    cx.store(iterator, &iterator.position, index)
}

/// A builtin function, for `__reduce__`.
///
/// # Errors
/// AttributeError if somebody has deleted it.
pub(crate) fn builtin(cx: &mut Cx, name: &str) -> R {
    let key = cx.vm.intern(cx, name)?;
    let found = match cx.vm.builtins.get().cast::<Dict>() {
        Some(builtins) => dict::get_str(cx, builtins, key)?,
        None => None,
    };
    match found {
        Some(function) => Ok(function),
        None => {
            Err(cx.attribute_error(format_args!("module 'builtins' has no attribute '{name}'")))
        }
    }
}

/// Declares `__iter__` and `__next__` of a class of iterators.
#[macro_export]
macro_rules! iterator_class {
    ($class:ident) => {
        const _: () = {
            use $crate::cx::{Cx, R};
            use $crate::objects::iterators::Iterator;
            use $crate::value::Value;

            #[$crate::native::native($class, "__iter__(self, /)", slot, effect = pure)]
            fn iter(_: &mut Cx, this: Value) -> Value {
                this
            }

            #[$crate::native::native($class, "__next__(self, /)", slot)]
            fn next(cx: &mut Cx, this: &'static Iterator) -> R {
                match this.next(cx)? {
                    Some(value) => Ok(value),
                    None => Err(cx.stop_iteration(Value::NONE)),
                }
            }
        };
    };
}

/// The iterator of an object of a builtin class; `None`: ask its `__iter__`.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn of_builtin(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    if !value.is_reference() {
        return Ok(None);
    }
    let iterator = if let Some(list) = value.cast::<List>() {
        list::iter(cx, list)?
    } else if let Some(range) = value.cast::<Range>() {
        range::iter(cx, range)?
    } else if let Some(tuple) = value.cast::<Tuple>() {
        values::of_tuple(cx, tuple)?
    } else if let Some(iterator) = value.cast::<Iterator>() {
        iterator
    } else if let Some(dict) = value.cast::<Dict>() {
        dict::iter::keys(cx, dict)?
    } else if let Some(view) = value.cast::<View>() {
        return Ok(view.iter(cx)?.map(Iterator::value));
    } else if let Some(set) = value.cast::<Set>() {
        dict::iter::of_set(cx, set)?
    } else if let Some(string) = value.cast::<Str>() {
        values::of_str(cx, string)?
    } else if let Some(bytes) = value.cast::<Bytes>() {
        values::of_bytes(cx, bytes)?
    } else {
        return Ok(None);
    };
    Ok(Some(iterator.value()))
}

/// The next value of an iterator of these classes, `None` at its end; `None` outside: it is no such
/// iterator.
///
/// # Errors
/// What the step raises.
#[inline(always)]
pub fn next_builtin(cx: &mut Cx, iterator: Value) -> R<Option<Option<Value>>> {
    match iterator.cast::<Iterator>() {
        Some(iterator) => Ok(Some(iterator.next(cx)?)),
        None => Ok(None),
    }
}
