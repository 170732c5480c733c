//! What files raise.

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::Args;
use crate::objects::dict;
use crate::objects::exception::classes::{BLOCKING_IO_ERROR, OS_ERROR, VALUE_ERROR};
use crate::objects::tuple;
use crate::objects::type_object::{self, TYPE};
use crate::objects::{exception, type_object::Request};
use crate::protocol::{call_values, type_name};
use crate::value::Value;
use rustix::io::Errno;

/// Makes `io.UnsupportedOperation`, which has two base classes. Once, at start-up.
///
/// # Errors
/// MemoryError.
pub(super) fn unsupported_operation(cx: &mut Cx) -> R {
    let name = name!(cx, "UnsupportedOperation")?;
    let bases = tuple::new(cx, &[OS_ERROR.value(), VALUE_ERROR.value()])?;
    let namespace = dict::new(cx)?;
    let (key, module) = (name!(cx, "__module__")?, name!(cx, "io")?);
    dict::set_str(cx, namespace, key, module)?;
    let class = type_object::create(
        cx,
        Request {
            metaclass: TYPE.class(),
            name,
            bases,
            namespace,
            keywords: Args::positional(&[]),
        },
    )?;
    Ok(class.value())
}

/// Raises `io.UnsupportedOperation`.
#[cold]
pub(super) fn unsupported(cx: &mut Cx, message: &str) -> Exit {
    let class = cx.vm.unsupported_operation.get();
    let exception = cx
        .str(message)
        .and_then(|message| call_values(cx, class, &[message]));
    match exception {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

/// Raises ValueError: the file is closed.
#[cold]
pub(super) fn closed(cx: &mut Cx) -> Exit {
    cx.value_error(format_args!("I/O operation on closed file."))
}

/// Raises BlockingIOError: so many bytes have been written.
#[cold]
pub(super) fn would_block(cx: &mut Cx, message: &str, written: usize) -> Exit {
    let arguments = cx.str(message).map(|message| {
        [
            Value::index(Errno::AGAIN.raw_os_error() as usize),
            message,
            Value::index(written),
        ]
    });
    let exception =
        arguments.and_then(|arguments| exception::new(cx, &BLOCKING_IO_ERROR, &arguments));
    match exception {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

/// Raises TypeError: a method of another file has returned something wrong.
///
/// # Errors
/// Always; when the transaction has to be rolled back.
#[cold]
pub(super) fn wrong_result<T>(cx: &mut Cx, method: &str, expected: &str, given: Value) -> R<T> {
    let class = type_name(cx, given)?;
    Err(cx.type_error(format_args!(
        "{method}() should return {expected}, not '{class}'"
    )))
}
