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
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::range::{self, Range};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::types::TypeCell;
use crate::value::Value;

/// Makes a step: the next value, or `None` at the end.
pub type Step = fn(&mut Cx, &'static Iterator) -> R<Option<Value>>;

/// An iterator. What the fields hold is the step function's affair.
#[repr(C)]
#[derive(Debug)]
pub struct Iterator {
    header: Header,
    /// The address of the step function.
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
    cx.create(class, |header| Iterator {
        header,
        step: Raw::new(step as usize as u64),
        source: Slot::new(source),
        position: Slot::new(position),
        more: Slot::new(more),
    })
}

impl Iterator {
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
        let step = unsafe { std::mem::transmute::<usize, Step>(self.step.get() as usize) };
        step(cx, self)
    }

    /// From now on there is nothing more.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn finish(&'static self, cx: &mut Cx) -> R<Option<Value>> {
        cx.store(self, &self.source, Value::UNBOUND)?;
        Ok(None)
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
