//! The object of a large integer, and the way between values and `tython_num::Int`.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, layout};
use crate::types::TypeDef;
use crate::value::Value;
use std::borrow::Cow;
use stm_core::{Unit, Word};
use tython_gc::Object;
use tython_num::{DigitLimit, Int};

builtin_type! {
    /// The class.
    pub static INT = TypeDef {
        name: "int",
        layout: Some(layout::BIG_INT),
        subclassable: true,
        doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
        ..TypeDef::NEW
    };
    /// The class of `True` and `False`.
    pub static BOOL = TypeDef {
        name: "bool",
        base: Some(&INT),
        doc: "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
        ..TypeDef::NEW
    };
}

/// An integer of more than 63 bits.
#[repr(C)]
#[derive(Debug)]
pub struct BigIntObject {
    header: Header,
    /// What the object owns; raw. Up to 128 bits lie in it, and what is longer on the Rust heap.
    number: Int,
}

// SAFETY: a header and raw words, which the layout says are no values.
unsafe impl HeapType for BigIntObject {
    const LAYOUT: LayoutId = layout::BIG_INT;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        Unit {
            token: self.token(),
            words: &[],
        }
    }
}

impl BigIntObject {
    /// The number.
    #[inline(always)]
    pub fn get(&'static self) -> &'static Int {
        &self.number
    }
}

/// The value of a number.
///
/// # Errors
/// MemoryError.
pub fn from_int(cx: &mut Cx, number: Int) -> R {
    if let Int::Small(small) = number
        && let Some(value) = Value::small_int(small)
    {
        return Ok(value);
    }
    let bytes = bytes_outside(&number);
    if bytes > 0 {
        cx.account(bytes)?;
    }
    let object = cx.create(&INT, |header| BigIntObject { header, number })?;
    Ok(object.value())
}

/// The value of a machine integer.
///
/// # Errors
/// MemoryError.
pub fn from_i64(cx: &mut Cx, number: i64) -> R {
    from_int(cx, Int::from(number))
}

/// The value of a constant: maybe a minus sign, then decimal digits, or `0x` and hexadecimal ones.
///
/// # Errors
/// MemoryError.
pub fn from_decimal(cx: &mut Cx, digits: &str) -> R {
    let radix = if digits.contains('x') { 16 } else { 10 };
    match tython_num::int::parse(digits.as_bytes(), radix, DigitLimit::NONE) {
        Ok(number) => from_int(cx, number),
        Err(_) => Err(cx.system_error(format_args!("bad integer constant"))),
    }
}

/// What `body` makes of the numbers of two exact `int`s; `None` if one is anything else.
#[inline(always)]
pub(crate) fn with_exacts<T>(a: Value, b: Value, body: impl FnOnce(&Int, &Int) -> T) -> Option<T> {
    let (mut small_a, mut small_b) = (Int::Small(0), Int::Small(0));
    Some(body(
        exact_number(a, &mut small_a)?,
        exact_number(b, &mut small_b)?,
    ))
}

/// The number of an exact `int`, in `small` if it is a machine integer.
#[inline(always)]
fn exact_number(value: Value, small: &mut Int) -> Option<&Int> {
    match value.as_small_int() {
        Some(number) => {
            *small = Int::Small(number);
            Some(small)
        }
        None => value.cast::<BigIntObject>().map(BigIntObject::get),
    }
}

/// The number of an `int` or `bool` that is no instance of a subclass.
pub fn to_int(value: Value) -> Option<Cow<'static, Int>> {
    if let Some(small) = value.as_small_int() {
        return Some(Cow::Owned(Int::Small(small)));
    }
    if let Some(bool) = value.as_bool() {
        return Some(Cow::Owned(Int::Small(i64::from(bool))));
    }
    value
        .cast::<BigIntObject>()
        .map(|big| Cow::Borrowed(big.get()))
}

/// Bytes that a number takes on the Rust heap.
#[inline]
fn bytes_outside(number: &Int) -> usize {
    match number {
        Int::Big(number) if number.words().len() > 2 => size_of_val(number.words()),
        _ => 0,
    }
}

fn number_of(object: Object) -> *mut Int {
    // SAFETY: the number lies behind the header.
    std::ptr::from_ref(unsafe { object.word(0) })
        .cast_mut()
        .cast()
}

/// Frees the number.
///
/// # Safety
/// As `tython_gc::Layout::drop`.
pub unsafe fn drop_big(object: Object) {
    // SAFETY: `from_int` wrote it in one go with the header, and the object has died.
    unsafe { number_of(object).drop_in_place() };
}

/// Bytes outside of the heap.
///
/// # Safety
/// As `tython_gc::Layout::external_size`.
pub unsafe fn big_size(object: Object) -> usize {
    // SAFETY: as in `drop_big`; the object lives.
    bytes_outside(unsafe { &*number_of(object) })
}

const _: () = {
    // The number lies where `number_of` looks for it, and is made of words.
    assert!(std::mem::offset_of!(BigIntObject, number) == size_of::<Header>());
    assert!(size_of::<BigIntObject>().is_multiple_of(size_of::<Word>()));
};
