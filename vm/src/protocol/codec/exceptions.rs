//! UnicodeEncodeError and UnicodeDecodeError: made of a fault, and read after a handler had them.

use crate::cx::{Cx, R};
use crate::objects::exception::{self, classes, fields};
use crate::objects::int::to_int;
use crate::types::TypeCell;
use crate::value::Value;
use tython_text::codecs::Fault;

/// The field that holds the text or the bytes.
const OBJECT: usize = fields::FIRST + 1;

/// An exception about a fault in `object`, a string or bytes object.
///
/// # Errors
/// MemoryError.
pub(super) fn new(cx: &mut Cx, class: &TypeCell, encoding: &str, object: Value, fault: Fault) -> R {
    let encoding = cx.vm.intern(cx, encoding)?;
    let reason = cx.str(fault.reason)?;
    let arguments = [
        encoding,
        object,
        Value::index(fault.start),
        Value::index(fault.end),
        reason,
    ];
    let exception = exception::new(cx, class, &arguments)?;
    for (index, argument) in arguments.into_iter().enumerate() {
        exception::set_field(cx, exception, fields::FIRST + index, argument)?;
    }
    Ok(exception)
}

/// A UnicodeEncodeError.
///
/// # Errors
/// MemoryError.
pub(super) fn of_encoding(cx: &mut Cx, encoding: &str, text: Value, fault: Fault) -> R {
    new(cx, &classes::UNICODE_ENCODE_ERROR, encoding, text, fault)
}

/// A UnicodeDecodeError.
///
/// # Errors
/// MemoryError.
pub(super) fn of_decoding(cx: &mut Cx, encoding: &str, bytes: Value, fault: Fault) -> R {
    new(cx, &classes::UNICODE_DECODE_ERROR, encoding, bytes, fault)
}

/// The text or the bytes that an exception is about: a handler may have put others there.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn object_of(cx: &mut Cx, exception: Value) -> R {
    exception::field(cx, exception, OBJECT)
}

/// The place in a sequence of `length` units at which a handler wants to go on.
///
/// # Errors
/// IndexError if there is none.
pub(super) fn resume_at(cx: &mut Cx, position: Value, length: usize) -> R<usize> {
    let number = to_int(position)
        .and_then(|int| int.to_i64())
        .unwrap_or(i64::MAX);
    let place = match usize::try_from(number) {
        Ok(place) => Some(place),
        Err(_) => length.checked_sub(number.unsigned_abs() as usize),
    };
    match place.filter(|place| *place <= length) {
        Some(place) => Ok(place),
        None => Err(cx.index_error(format_args!(
            "position {number} from error handler out of bounds"
        ))),
    }
}
