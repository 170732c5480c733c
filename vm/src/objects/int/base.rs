//! The object of a large integer, and the way between values and `tython_num::Int`.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, layout};
use crate::types::TypeDef;
use crate::value::Value;
use stm_core::{Unit, Word};
use tython_num::int::Digits;
use tython_num::{DigitLimit, Int, IntRef};

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

/// An integer of more than 63 bits. The words of its magnitude follow.
#[repr(C)]
#[derive(Debug)]
pub struct BigIntObject {
    header: Header,
    /// Twice the number of words, and 1 more for a negative number; raw.
    size: Word,
}

// SAFETY: a header and a raw word.
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
    /// A new object with room for so many words, all zero, which the caller is the first to see.
    #[inline]
    fn with_room(cx: &mut Cx, words: usize) -> R<(&'static BigIntObject, &'static mut [u64])> {
        let object = cx.create_shaped(INT.shape(), words, |header| BigIntObject {
            header,
            size: Word::new(0),
        })?;
        let place = std::ptr::from_ref(object).cast_mut();
        // SAFETY: the cell has room for the words behind the fixed part, and nobody else has seen it.
        let words = unsafe { std::slice::from_raw_parts_mut(place.add(1).cast(), words) };
        Ok((object, words))
    }

    /// Says what its words mean, of which there may have been more.
    #[inline]
    fn finish(&'static self, digits: Digits<'_>) -> Value {
        let size = digits.words.len() as u64 * 2 + u64::from(digits.negative);
        self.size.store(size);
        self.value()
    }

    /// The number.
    #[inline(always)]
    pub fn get(&'static self) -> Digits<'static> {
        let size = self.size.load();
        // SAFETY: the words follow the fixed part, as many as `size` says; they never change.
        let words = unsafe {
            std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), size as usize / 2)
        };
        Digits {
            negative: size & 1 != 0,
            words,
        }
    }
}

/// The value of a number that is read from elsewhere.
///
/// # Errors
/// MemoryError.
#[inline]
pub(super) fn copied(cx: &mut Cx, number: IntRef<'_>) -> R {
    match number {
        IntRef::Small(small) => cx.int(small),
        IntRef::Big(digits) => {
            let (object, words) = BigIntObject::with_room(cx, digits.words.len())?;
            match (digits.words, &mut *words) {
                ([word], [place]) => *place = *word,
                ([low, high], [first, second]) => (*first, *second) = (*low, *high),
                (digits, words) => words.copy_from_slice(digits),
            }
            Ok(object.finish(digits))
        }
    }
}

/// The value of a number of up to `room` words, which `write` writes into zeros; it gives the sign.
///
/// # Errors
/// MemoryError.
#[inline]
pub(super) fn written(cx: &mut Cx, room: usize, write: impl FnOnce(&mut [u64]) -> bool) -> R {
    /// So many words are written on the stack: the result may be an immediate.
    const FEW: usize = 4;
    /// So many words of a cell may be left over.
    const SPARE: usize = 2;
    if room <= FEW {
        let mut words = [0; FEW];
        let words = &mut words[..room];
        let negative = write(words);
        return copied(cx, IntRef::new(negative, words));
    }
    let (object, words) = BigIntObject::with_room(cx, room)?;
    let negative = write(words);
    match IntRef::new(negative, words) {
        IntRef::Big(digits) if room - digits.words.len() <= SPARE => Ok(object.finish(digits)),
        shorter => copied(cx, shorter),
    }
}

/// The value of a number.
///
/// # Errors
/// MemoryError.
pub fn from_int(cx: &mut Cx, number: Int) -> R {
    copied(cx, number.view())
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

/// Sign and magnitude of an exact `int`, no `bool`; the magnitude of an immediate is put into `word`.
#[inline(always)]
pub(super) fn digits(value: Value, word: &mut u64) -> Option<Digits<'_>> {
    match value.as_small_int() {
        Some(number) => Some(IntRef::Small(number).digits(word)),
        None => Some(value.cast::<BigIntObject>()?.get()),
    }
}

/// The number of an exact `int`, no `bool`.
#[inline(always)]
pub(super) fn exact(value: Value) -> Option<IntRef<'static>> {
    match value.as_small_int() {
        Some(number) => Some(IntRef::Small(number)),
        None => Some(IntRef::Big(value.cast::<BigIntObject>()?.get())),
    }
}

/// The number of an `int` or `bool` that is no instance of a subclass, where it lies.
#[inline]
pub fn to_int(value: Value) -> Option<IntRef<'static>> {
    match value.as_bool() {
        Some(bool) => Some(IntRef::Small(i64::from(bool))),
        None => exact(value),
    }
}
