//! What sequences do for operators whose number methods do not know: CPython's `sq_concat` and
//! `sq_repeat`. Here those are `__add__`, `__mul__` and `__rmul__` of the sequences; so what is left is
//! that they come last, and the words of the errors.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::bytearray::BYTEARRAY;
use crate::objects::bytes::BYTES;
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::int::to_int;
use crate::objects::list::{self, LIST, List};
use crate::objects::native_function::NativeFunction;
use crate::objects::slice::{Indices, Slice, Unpacked};
use crate::objects::str::STR;
use crate::objects::tuple::{TUPLE, Tuple};
use crate::protocol::operators::Binary;
use crate::protocol::{class_of, is_instance, iter, number, type_name};
use crate::stdlib::_collections::DEQUE;
use crate::stdlib::array::ARRAY;
use crate::types::TypeCell;
use crate::value::Value;

/// The classes that join by `+` and repeat by `*`.
const SEQUENCES: [&TypeCell; 7] = [&STR, &LIST, &TUPLE, &BYTES, &BYTEARRAY, &ARRAY, &DEQUE];

/// Whether this method is `sq_concat` or `sq_repeat` of a builtin sequence: then the other operand's
/// number method comes first.
pub(super) fn goes_last(op: Binary, method: Option<Value>) -> bool {
    if !matches!(op, Binary::Add | Binary::Mul) {
        return false;
    }
    let function = method.and_then(Value::cast::<NativeFunction>);
    let class = function.and_then(|function| function.def().class());
    class.is_some_and(|class| SEQUENCES.iter().any(|other| std::ptr::eq(*other, class)))
}

/// Whether this method is `sq_repeat` of a builtin sequence, and `count` is no number for it: then it is
/// not asked, for it would say so in other words.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn cannot_repeat(
    cx: &mut Cx,
    op: Binary,
    method: Option<Value>,
    count: Value,
) -> R<bool> {
    let is_repeat = op == Binary::Mul && !count.is_small_int() && goes_last(op, method);
    Ok(is_repeat && !is_index(cx, count)?)
}

/// The TypeError of a sequence that was to be joined with something of another kind.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
pub(crate) fn cannot_concatenate(cx: &mut Cx, class: &str, value: Value) -> R<Exit> {
    let given = type_name(cx, value)?;
    Ok(cx.type_error(format_args!(
        "can only concatenate {class} (not \"{given}\") to {class}"
    )))
}

/// What is left when neither operand knew: NotImplemented, or the TypeError of a sequence that was to be
/// repeated by something that is no integer.
///
/// # Errors
/// That one.
pub fn attempt(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R {
    if op == Binary::Mul {
        for (sequence, count) in [(a, b), (b, a)] {
            if is_sequence(cx, sequence)? {
                let class = type_name(cx, count)?;
                return Err(cx.type_error(format_args!(
                    "can't multiply sequence by non-int of type '{class}'"
                )));
            }
        }
    }
    Ok(Value::NOT_IMPLEMENTED)
}

/// Whether its class repeats by `*`, and is no number.
fn is_sequence(cx: &mut Cx, value: Value) -> R<bool> {
    let class = class_of(value);
    let (repeat, join, subtract) = (
        name!(cx, "__rmul__")?,
        name!(cx, "__getitem__")?,
        name!(cx, "__sub__")?,
    );
    Ok(class.lookup(cx, repeat)?.is_some()
        && class.lookup(cx, join)?.is_some()
        && class.lookup(cx, subtract)?.is_none()
        && class
            .flags()
            .has(crate::objects::type_object::Flags::BUILTIN))
}

/// A subscript of a sequence.
#[derive(Clone, Copy, Debug)]
pub enum Subscript {
    /// A number; a negative one counts from the end.
    Index(isize),
    /// A slice.
    Slice(Unpacked),
}

/// The numbers of a subscript; `None` if it is neither an integer nor a slice. `__index__` may run
/// Python code, so the length of a sequence that may change is to be looked at afterwards.
///
/// # Errors
/// IndexError if an index is no machine integer, and as [`Slice::unpack`].
#[inline]
pub fn subscript(cx: &mut Cx, key: Value) -> R<Option<Subscript>> {
    if let Some(small) = key.as_small_int() {
        return Ok(Some(Subscript::Index(small as isize)));
    }
    if let Some(slice) = key.cast::<Slice>() {
        return Ok(Some(Subscript::Slice(slice.unpack(cx)?)));
    }
    if !is_index(cx, key)? {
        return Ok(None);
    }
    match machine_integer(cx, key)? {
        Ok(index) => Ok(Some(Subscript::Index(index))),
        Err(_) => {
            let class = type_name(cx, key)?;
            Err(cx.index_error(format_args!(
                "cannot fit '{class}' into an index-sized integer"
            )))
        }
    }
}

/// The place of an index in a sequence of `length` items, if it is in it.
#[inline]
pub fn position(index: isize, length: usize) -> Option<usize> {
    let place = match usize::try_from(index) {
        Ok(index) => index,
        Err(_) => length.checked_sub(index.unsigned_abs())?,
    };
    Some(place).filter(|place| *place < length)
}

/// How often `*` repeats a sequence: 0 for negative numbers.
///
/// # Errors
/// TypeError if it is no integer, OverflowError if it is too large, and what `__index__` raises.
pub fn repeat_count(cx: &mut Cx, value: Value) -> R<usize> {
    match machine_integer(cx, value)? {
        Ok(count) => Ok(usize::try_from(count).unwrap_or(0)),
        Err(_) => {
            let class = type_name(cx, value)?;
            Err(cx.overflow_error(format_args!(
                "cannot fit '{class}' into an index-sized integer"
            )))
        }
    }
}

fn is_index(cx: &mut Cx, value: Value) -> R<bool> {
    if value.is_small_int() {
        return Ok(true);
    }
    let name = name!(cx, "__index__")?;
    Ok(class_of(value).lookup(cx, name)?.is_some())
}

/// The number of what has `__index__`, or the nearest one if that is no machine integer.
fn machine_integer(cx: &mut Cx, value: Value) -> R<Result<isize, isize>> {
    let index = number::index(cx, value)?;
    if let Some(small) = index.as_small_int() {
        return Ok(Ok(small as isize));
    }
    Ok(match to_int(index) {
        Some(int) => match int.to_i64() {
            Some(number) => Ok(number as isize),
            None if int.is_negative() => Err(isize::MIN),
            None => Err(isize::MAX),
        },
        None => return Err(cx.system_error(format_args!("__index__ gave no int"))),
    })
}

/// The items of any iterable, for code that calls no Python code as long as it has them.
///
/// # Errors
/// TypeError with this message if it cannot be iterated over, and what the iteration raises.
pub fn items(cx: &mut Cx, iterable: Value, message: &str) -> R<Vec<Value>> {
    if let Some(list) = iterable.cast::<List>() {
        return list::to_vec(cx, list);
    }
    if let Some(tuple) = iterable.cast::<Tuple>() {
        return Ok(tuple.as_slice().to_vec());
    }
    let iterator = match iter(cx, iterable) {
        Ok(iterator) => iterator,
        Err(Exit::Raise) => {
            let exception = cx.exception;
            return Err(match is_instance(cx, exception, &TYPE_ERROR)? {
                true => cx.type_error(format_args!("{message}")),
                false => Exit::Raise,
            });
        }
        Err(exit) => return Err(exit),
    };
    let all = list::from_slice(cx, &[])?;
    list::append_all(cx, all, iterator)?;
    list::to_vec(cx, all)
}

/// The indices of a slice as the algorithms of `tython-text` take them.
impl From<Indices> for tython_text::bounds::Slice {
    fn from(indices: Indices) -> Self {
        tython_text::bounds::Slice {
            start: usize::try_from(indices.start).unwrap_or(0),
            step: indices.step,
            length: indices.count,
        }
    }
}
