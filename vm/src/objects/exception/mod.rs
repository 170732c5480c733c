//! Exceptions: instances with reserved slots for what every exception has.
//!
//! | file | what |
//! | --- | --- |
//! | `classes.rs`, `fields.rs` | the classes and their slots |
//! | `base.rs` | `BaseException` |
//! | `members.rs` | fields that are plain attributes |
//! | `named.rs`, `os_error.rs`, `syntax_error.rs`, `unicode_error.rs` | what some classes have of their own |
//! | `groups.rs`, `group_split.rs` | exception groups, and how `except*` splits them |

mod base;
pub mod classes;
pub mod fields;
mod group_split;
pub mod groups;
mod members;
mod named;
pub mod os_error;
mod syntax_error;
mod unicode_error;

pub use syntax_error::from_compile_error;

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::objects::type_object::{Flags, Type};
use crate::protocol::class_of;
use crate::shape::Shape;
use crate::types::TypeCell;
use crate::value::Value;

/// Whether it is an instance of BaseException.
#[inline]
pub fn is_exception(value: Value) -> bool {
    class_of(value).flags().has(Flags::EXCEPTION)
}

/// The class that a value is, if that is a class of exceptions.
pub fn as_exception_class(value: Value) -> Option<&'static Type> {
    value
        .cast::<Type>()
        .filter(|class| class.flags().has(Flags::EXCEPTION))
}

/// A new exception of a builtin class with these arguments, as if its class had been called.
///
/// # Errors
/// MemoryError, what the class says of its arguments, and when the transaction has to be rolled back.
pub fn new(cx: &mut Cx, class: &TypeCell, arguments: &[Value]) -> R {
    let class = match std::ptr::eq(class, &classes::OS_ERROR) {
        true => os_error::class_for(arguments),
        false => class.class(),
    };
    let exception = blank(cx, class, arguments)?;
    if Shape::of(class.instance_shape()).reserved > fields::COMMON {
        init_own_fields(cx, exception, class, arguments)?;
    }
    Ok(exception.value())
}

/// An instance with these arguments, of which no field beyond those of every exception is set.
///
/// # Errors
/// As [`new`].
pub fn blank(cx: &mut Cx, class: &'static Type, arguments: &[Value]) -> R<&'static Instance> {
    let arguments = cx.tuple(arguments)?;
    let exception = Instance::new(cx, class)?;
    let first = [
        arguments,
        Value::NONE,
        Value::NONE,
        Value::NONE,
        Value::FALSE,
    ];
    // All reserved slots are inline, and nobody else has seen the object.
    for (index, value) in first.into_iter().enumerate() {
        exception.inline(index).poke(value);
    }
    Ok(exception)
}

type Fill = fn(&mut Cx, &'static Instance, &[Value]) -> R<()>;

/// The classes that take fields out of their arguments.
static FILLED: [(&TypeCell, Fill); 8] = [
    (&classes::STOP_ITERATION, named::set_first),
    (&classes::OS_ERROR, os_error::fill),
    (&classes::IMPORT_ERROR, named::set_message),
    (&classes::SYSTEM_EXIT, named::set_code),
    (&classes::SYNTAX_ERROR, syntax_error::fill),
    (&classes::UNICODE_DECODE_ERROR, unicode_error::fill_decode),
    (&classes::UNICODE_ENCODE_ERROR, unicode_error::fill_encode),
    (
        &classes::UNICODE_TRANSLATE_ERROR,
        unicode_error::fill_translate,
    ),
];

fn init_own_fields(
    cx: &mut Cx,
    exception: &'static Instance,
    class: &'static Type,
    arguments: &[Value],
) -> R<()> {
    for (cell, fill) in FILLED {
        if class.is_subclass(cx, cell.class())? {
            return fill(cx, exception, arguments);
        }
    }
    Ok(())
}

fn tuple_of(cx: &mut Cx, value: Value) -> R<&'static Tuple> {
    match value.cast::<Tuple>() {
        Some(tuple) => Ok(tuple),
        None => Err(cx.system_error(format_args!("a field of an exception is no tuple"))),
    }
}

/// A field of an exception.
///
/// # Errors
/// When the transaction has to be rolled back, and TypeError if it is no exception.
pub fn field(cx: &mut Cx, exception: Value, index: usize) -> R {
    let value = instance(cx, exception)?.get(cx, index)?;
    Ok(value.bound().unwrap_or(Value::NONE))
}

/// Sets a field of an exception.
///
/// # Errors
/// As [`field`].
pub fn set_field(cx: &mut Cx, exception: Value, index: usize, value: Value) -> R<()> {
    instance(cx, exception)?.set(cx, index, value)
}

fn instance(cx: &mut Cx, exception: Value) -> R<&'static Instance> {
    match exception.cast::<Instance>() {
        Some(instance) if is_exception(exception) => Ok(instance),
        _ => Err(cx.type_error(format_args!("exceptions must derive from BaseException"))),
    }
}

/// Makes `context` (None: nothing is being handled) the context of `exception`; a chain that would
/// close to a circle is cut.
///
/// # Errors
/// As [`field`].
pub fn set_context(cx: &mut Cx, exception: Value, context: Value) -> R<()> {
    if context.is_none() || context == exception {
        return Ok(());
    }
    // The second pointer moves at half the speed: a circle that does not lead through `exception` ends
    // the walk (Floyd).
    let (mut link, mut slow, mut steps) = (context, context, 0u32);
    loop {
        let next = field(cx, link, fields::CONTEXT)?;
        if next.is_none() || next == slow {
            break;
        }
        if next == exception {
            set_field(cx, link, fields::CONTEXT, Value::NONE)?;
            break;
        }
        link = next;
        steps += 1;
        if steps % 2 == 0 {
            slow = field(cx, slow, fields::CONTEXT)?;
        }
    }
    set_field(cx, exception, fields::CONTEXT, context)
}

/// Lets the exception on its way know which name was not found (`NameError.name`).
///
/// # Errors
/// As [`field`].
pub fn remember_name(cx: &mut Cx, name: Value) -> R<()> {
    let exception = cx.exception;
    set_field(cx, exception, fields::FIRST, name)
}

/// Lets the exception on its way know which attribute of what was not found (`AttributeError.name`,
/// `AttributeError.obj`).
///
/// # Errors
/// As [`field`].
pub fn remember_attribute(cx: &mut Cx, object: Value, name: Value) -> R<()> {
    let exception = cx.exception;
    set_field(cx, exception, fields::FIRST, name)?;
    set_field(cx, exception, fields::FIRST + 1, object)
}

/// One line for a person about an exception, without calling Python code: for errors of the virtual
/// machine itself.
pub fn describe(cx: &mut Cx, exception: Value) -> String {
    let class = class_of(exception).name_text(cx).unwrap_or_default();
    let args = field(cx, exception, fields::ARGS).unwrap_or(Value::NONE);
    let first = args.cast::<Tuple>().and_then(|args| args.get(0));
    match first {
        Some(first) if first.is::<Str>() => format!("{class}: {}", str::to_string(first)),
        _ => class,
    }
}
