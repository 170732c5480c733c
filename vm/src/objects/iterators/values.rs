//! Iterators over tuples, strings and bytes: `source` is the object, `position` the index of the next
//! item.

use super::{Iterator, Kind, Step, builtin, new, new_of_kind, restored_index, state_of};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::bytes::{BYTES, Bytes};
use crate::objects::str::{self, STR, Str};
use crate::objects::tuple::{TUPLE, Tuple};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;
use tython_text::Text;

builtin_type! {
    /// The class of iterators over tuples.
    pub(super) static TUPLE_ITERATOR = TypeDef { name: "tuple_iterator", ..ITERATOR };
    /// The class of iterators over strings.
    pub(super) static STR_ITERATOR = TypeDef { name: "str_iterator", ..ITERATOR };
    /// The class of iterators over strings that are ASCII.
    pub(super) static STR_ASCII_ITERATOR = TypeDef { name: "str_ascii_iterator", ..ITERATOR };
    /// The class of iterators over bytes.
    pub(super) static BYTES_ITERATOR = TypeDef { name: "bytes_iterator", ..ITERATOR };
}

const ITERATOR: TypeDef = TypeDef {
    layout: Some(layout::ITERATOR),
    ..TypeDef::NEW
};

/// An iterator over a tuple.
///
/// # Errors
/// MemoryError.
pub(super) fn of_tuple(cx: &mut Cx, tuple: &'static Tuple) -> R<&'static Iterator> {
    let (class, step) = new_iterator();
    new_of_kind(
        cx,
        class,
        (step, Kind::Tuple),
        tuple.value(),
        Value::index(0),
        Value::NONE,
    )
}

/// The class of iterators over tuples, and their step.
pub(super) fn new_iterator() -> (&'static TypeCell, Step) {
    (&TUPLE_ITERATOR, step::<Tuple>)
}

/// The next item of a tuple, whose iterator is opened; unbound: ask the step function.
#[inline(always)]
pub(super) fn advance(iterator: &'static Iterator) -> Value {
    let (tuple, index) = (iterator.source.peek(), iterator.position.peek());
    let (Some(tuple), Some(index)) = (tuple.cast::<Tuple>(), index.as_small_int()) else {
        return Value::UNBOUND;
    };
    match tuple.get(index as usize) {
        Some(value) => {
            iterator.position.poke(Value::index(index as usize + 1));
            value
        }
        None => Value::UNBOUND,
    }
}

/// The next character of a string of Latin-1, whose iterator is opened; unbound: ask the step function.
#[inline]
pub(super) fn advance_in_text(cx: &Cx, iterator: &'static Iterator) -> Value {
    let (string, index) = (iterator.source.peek(), iterator.position.peek());
    let (Some(string), Some(index)) = (string.cast::<Str>(), index.as_small_int()) else {
        return Value::UNBOUND;
    };
    let index = index as usize;
    match (string.text(), str::known_characters(cx)) {
        (Text::One(codes), Some(known)) if index < codes.len() => {
            iterator.position.poke(Value::index(index + 1));
            known[usize::from(codes[index])]
        }
        _ => Value::UNBOUND,
    }
}

/// An iterator over a string.
///
/// # Errors
/// MemoryError.
pub(super) fn of_str(cx: &mut Cx, string: &'static Str) -> R<&'static Iterator> {
    let class = match string.text().is_ascii() {
        true => &STR_ASCII_ITERATOR,
        false => &STR_ITERATOR,
    };
    let kind = match string.kind() {
        tython_text::Kind::One => Kind::Text,
        _ => Kind::Other,
    };
    new_of_kind(
        cx,
        class,
        (step::<Str>, kind),
        string.value(),
        Value::index(0),
        Value::NONE,
    )
}

/// An iterator over bytes.
///
/// # Errors
/// MemoryError.
pub(super) fn of_bytes(cx: &mut Cx, bytes: &'static Bytes) -> R<&'static Iterator> {
    new(
        cx,
        &BYTES_ITERATOR,
        step::<Bytes>,
        bytes.value(),
        Value::index(0),
        Value::NONE,
    )
}

/// An immutable sequence.
trait Items: HeapType {
    fn count(&'static self) -> usize;
    fn item(&'static self, cx: &mut Cx, index: usize) -> R<Option<Value>>;
    /// What `__reduce__` gives an iterator to iterate over that has reached its end.
    fn nothing(cx: &mut Cx) -> R;
}

impl Items for Tuple {
    fn count(&'static self) -> usize {
        self.len()
    }

    #[inline]
    fn item(&'static self, _: &mut Cx, index: usize) -> R<Option<Value>> {
        Ok(self.get(index))
    }

    fn nothing(cx: &mut Cx) -> R {
        cx.tuple(&[])
    }
}

impl Items for Str {
    fn count(&'static self) -> usize {
        self.len()
    }

    #[inline]
    fn item(&'static self, cx: &mut Cx, index: usize) -> R<Option<Value>> {
        match self.text().get(index) {
            Some(code) => Ok(Some(str::character(cx, code)?.value())),
            None => Ok(None),
        }
    }

    fn nothing(cx: &mut Cx) -> R {
        Ok(str::empty(cx).value())
    }
}

impl Items for Bytes {
    fn count(&'static self) -> usize {
        self.as_slice().len()
    }

    #[inline]
    fn item(&'static self, _: &mut Cx, index: usize) -> R<Option<Value>> {
        Ok(self
            .as_slice()
            .get(index)
            .map(|byte| Value::index(usize::from(*byte))))
    }

    fn nothing(cx: &mut Cx) -> R {
        cx.tuple(&[])
    }
}

fn step<T: Items>(cx: &mut Cx, iterator: &'static Iterator) -> R {
    cx.open(iterator)?;
    let Some(source) = iterator.source.peek().cast::<T>() else {
        return Ok(Value::UNBOUND);
    };
    let index = iterator.position.peek().as_small_int().unwrap_or(0) as usize;
    match source.item(cx, index)? {
        Some(item) => {
            iterator.position.poke(Value::index(index + 1));
            Ok(item)
        }
        None => {
            iterator.source.poke(Value::UNBOUND);
            Ok(Value::UNBOUND)
        }
    }
}

fn left<T: Items>(cx: &mut Cx, iterator: &'static Iterator) -> R<usize> {
    let state = state_of::<T>(cx, iterator)?;
    Ok(state.map_or(0, |(source, index)| source.count().saturating_sub(index)))
}

fn reduced<T: Items>(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let function = builtin(cx, "iter")?;
    match state_of::<T>(cx, iterator)? {
        Some((source, index)) => {
            let args = cx.tuple(&[source.value()])?;
            cx.tuple(&[function, args, Value::index(index)])
        }
        None => {
            let nothing = T::nothing(cx)?;
            let args = cx.tuple(&[nothing])?;
            cx.tuple(&[function, args])
        }
    }
}

fn restore<T: Items>(cx: &mut Cx, iterator: &'static Iterator, index: isize) -> R<()> {
    match state_of::<T>(cx, iterator)? {
        Some((source, _)) => restored_index(cx, iterator, index.clamp(0, source.count() as isize)),
        None => Ok(()),
    }
}

macro_rules! classes {
    ($($class:ident: $type:ident;)*) => {
        $(
            $crate::iterator_class!($class);

            const _: () = {
                /// Private method returning an estimate of len(list(it)).
                #[native($class, "__length_hint__(self, /)", effect = reads)]
                fn length_hint(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
                    left::<$type>(cx, this)
                }

                /// Return state information for pickling.
                #[native($class, "__reduce__(self, /)")]
                fn reduce(cx: &mut Cx, this: &'static Iterator) -> R {
                    reduced::<$type>(cx, this)
                }

                /// Set state information for unpickling.
                #[native($class, "__setstate__(self, object, /)", effect = writes)]
                fn setstate(cx: &mut Cx, this: &'static Iterator, object: isize) -> R<()> {
                    restore::<$type>(cx, this, object)
                }
            };
        )*
    };
}

classes! {
    TUPLE_ITERATOR: Tuple;
    STR_ITERATOR: Str;
    STR_ASCII_ITERATOR: Str;
    BYTES_ITERATOR: Bytes;
}

#[native(TUPLE, "__iter__(self, /)", slot, effect = writes)]
fn tuple_iter(cx: &mut Cx, this: &'static Tuple) -> R<&'static Iterator> {
    of_tuple(cx, this)
}

#[native(STR, "__iter__(self, /)", slot, effect = writes)]
fn str_iter(cx: &mut Cx, this: &'static Str) -> R<&'static Iterator> {
    of_str(cx, this)
}

#[native(BYTES, "__iter__(self, /)", slot, effect = writes)]
fn bytes_iter(cx: &mut Cx, this: &'static Bytes) -> R<&'static Iterator> {
    of_bytes(cx, this)
}
