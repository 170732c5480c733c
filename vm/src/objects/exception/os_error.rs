//! `OSError`: what the system says, and the subclasses that its numbers have.

use super::base::{args_of, attributes_of, plain_text, reduced, refuse_keywords, set_args};
use super::classes::{self, BLOCKING_IO_ERROR, OS_ERROR};
use super::{blank, fields};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::str;
use crate::objects::type_object::Type;
use crate::protocol::{self, class_of, number, type_name};
use crate::types::TypeCell;
use crate::value::Value;

/// The class of errors with this number.
fn class_of_number(number: i64) -> Option<&'static TypeCell> {
    Some(match i32::try_from(number).ok()? {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => &classes::BLOCKING_IO_ERROR,
        libc::EPIPE | libc::ESHUTDOWN => &classes::BROKEN_PIPE_ERROR,
        libc::ECHILD => &classes::CHILD_PROCESS_ERROR,
        libc::ECONNABORTED => &classes::CONNECTION_ABORTED_ERROR,
        libc::ECONNREFUSED => &classes::CONNECTION_REFUSED_ERROR,
        libc::ECONNRESET => &classes::CONNECTION_RESET_ERROR,
        libc::EEXIST => &classes::FILE_EXISTS_ERROR,
        libc::ENOENT => &classes::FILE_NOT_FOUND_ERROR,
        libc::EISDIR => &classes::IS_A_DIRECTORY_ERROR,
        libc::ENOTDIR => &classes::NOT_A_DIRECTORY_ERROR,
        libc::EINTR => &classes::INTERRUPTED_ERROR,
        libc::EACCES | libc::EPERM => &classes::PERMISSION_ERROR,
        libc::ESRCH => &classes::PROCESS_LOOKUP_ERROR,
        libc::ETIMEDOUT => &classes::TIMEOUT_ERROR,
        _ => return None,
    })
}

/// The class that `OSError(*args)` makes an instance of.
pub(super) fn class_for(args: &[Value]) -> &'static Type {
    let number = match args {
        [number, _] | [number, _, ..] if args.len() <= MOST => number.as_small_int(),
        _ => None,
    };
    number
        .and_then(class_of_number)
        .unwrap_or(&OS_ERROR)
        .class()
}

/// More arguments than these are no number, message and names.
const MOST: usize = 5;

/// Whether `__init__` does the work: the class overrides it, and not `__new__`.
fn is_made_by_init(cx: &mut Cx, class: &'static Type) -> R<bool> {
    let (new, init) = (name!(cx, "__new__")?, name!(cx, "__init__")?);
    let (ours, builtin) = (class, OS_ERROR.class());
    Ok(ours.lookup(cx, init)? != builtin.lookup(cx, init)?
        && ours.lookup(cx, new)? == builtin.lookup(cx, new)?)
}

#[native(OS_ERROR, "__new__(cls, /, *args, **kwargs)", new)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    if is_made_by_init(cx, cls)? {
        return blank(cx, cls, &[]);
    }
    refuse_keywords(cx, cls, kwargs)?;
    let class = if OS_ERROR.is(cls) {
        class_for(args)
    } else {
        cls
    };
    let exception = blank(cx, class, args)?;
    fill(cx, exception, args)?;
    Ok(exception)
}

#[native(OS_ERROR, "__init__(self, /, *args, **kwargs)", slot)]
fn init(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    let class = class_of(this.value());
    if !is_made_by_init(cx, class)? {
        return Ok(());
    }
    refuse_keywords(cx, class, kwargs)?;
    set_args(cx, this, args)?;
    fill(cx, this, args)
}

/// Takes number, message and names out of the arguments, and the names out of `args`.
///
/// # Errors
/// What `__index__` of the number of written characters raises.
pub(super) fn fill(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    if args.len() < 2 || args.len() > MOST {
        return Ok(());
    }
    exception.set(cx, fields::OS_ERRNO, args[0])?;
    exception.set(cx, fields::OS_STRERROR, args[1])?;
    // The fourth is another system's number.
    let given = |index: usize| args.get(index).copied().filter(|value| !value.is_none());
    let Some(filename) = given(2) else {
        return Ok(());
    };
    if BLOCKING_IO_ERROR.is(class_of(exception.value())) && is_number(cx, filename)? {
        return set_written(cx, exception, filename);
    }
    exception.set(cx, fields::OS_FILENAME, filename)?;
    if let Some(second) = given(4) {
        exception.set(cx, fields::OS_FILENAME2, second)?;
    }
    set_args(cx, exception, &args[..2])
}

fn is_number(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__index__")?;
    Ok(value.is_small_int() || class_of(value).lookup(cx, name)?.is_some())
}

#[native(OS_ERROR, "__str__(self, /)", slot)]
fn text(cx: &mut Cx, this: &'static Instance) -> R {
    let [number, reason, filename, second] = fields_of(cx, this)?;
    let Some(head) = head(cx, number, reason, filename)? else {
        return plain_text(cx, this);
    };
    let Some(filename) = filename.bound() else {
        return Ok(head);
    };
    let colon = cx.str(": ")?;
    let filename = protocol::repr(cx, filename)?;
    let Some(second) = second.bound() else {
        return str::concat(cx, &[head, colon, filename]);
    };
    let second = protocol::repr(cx, second)?;
    let arrow = cx.str(" -> ")?;
    str::concat(cx, &[head, colon, filename, arrow, second])
}

fn fields_of(cx: &mut Cx, exception: &'static Instance) -> R<[Value; 4]> {
    let mut values = [Value::UNBOUND; 4];
    for (index, value) in values.iter_mut().enumerate() {
        *value = exception.get(cx, fields::OS_ERRNO + index)?;
    }
    Ok(values)
}

/// `[Errno 2] No such file or directory`, unless there is too little to say.
fn head(cx: &mut Cx, number: Value, reason: Value, filename: Value) -> R<Option<Value>> {
    if filename.is_unbound() && (number.is_unbound() || reason.is_unbound()) {
        return Ok(None);
    }
    let number = protocol::str(cx, number.bound().unwrap_or(Value::NONE))?;
    let reason = protocol::str(cx, reason.bound().unwrap_or(Value::NONE))?;
    let (open, close) = (cx.str("[Errno ")?, cx.str("] ")?);
    str::concat(cx, &[open, number, close, reason]).map(Some)
}

#[native(OS_ERROR, "__reduce__(self, /)", effect = writes)]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let args = args_of(cx, this)?;
    let [_, _, filename, second] = fields_of(cx, this)?;
    let args = match (args.as_slice(), filename.bound(), second.bound()) {
        (&[number, reason], Some(filename), None) => cx.tuple(&[number, reason, filename])?,
        (&[number, reason], Some(filename), Some(second)) => {
            cx.tuple(&[number, reason, filename, Value::NONE, second])?
        }
        _ => args.value(),
    };
    let state = attributes_of(cx, this)?.map(|dict| dict.value());
    reduced(cx, this, args, state)
}

#[native(OS_ERROR, "characters_written", getter, effect = reads)]
fn written(cx: &mut Cx, this: &'static Instance) -> R {
    match this.get(cx, fields::OS_WRITTEN)?.bound() {
        Some(written) => Ok(written),
        None => Err(not_written(cx)),
    }
}

fn not_written(cx: &mut Cx) -> Exit {
    cx.attribute_error(format_args!("characters_written"))
}

#[native(OS_ERROR, "characters_written", setter)]
fn set_written(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    let written = number::index(cx, value)?;
    if to_int(written)
        .and_then(|written| written.to_i64())
        .is_none()
    {
        let class = type_name(cx, value)?;
        return Err(cx.value_error(format_args!(
            "cannot fit '{class}' into an index-sized integer"
        )));
    }
    this.set(cx, fields::OS_WRITTEN, written)
}

#[native(OS_ERROR, "characters_written", deleter, effect = writes)]
fn forget_written(cx: &mut Cx, this: &'static Instance) -> R<()> {
    if this.get(cx, fields::OS_WRITTEN)?.is_unbound() {
        return Err(not_written(cx));
    }
    this.set(cx, fields::OS_WRITTEN, Value::UNBOUND)
}

/// Raises the OSError of a failed system call, with the name of the file if it was about one.
#[cold]
pub fn raise(cx: &mut Cx, error: &std::io::Error, filename: Option<Value>) -> Exit {
    match make(cx, error, filename) {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

fn make(cx: &mut Cx, error: &std::io::Error, filename: Option<Value>) -> R {
    let reason = error.to_string();
    let Some(number) = error.raw_os_error() else {
        let reason = cx.str(&reason)?;
        return super::new(cx, &OS_ERROR, &[reason]);
    };
    // The library adds the number in parentheses.
    let reason = reason
        .rsplit_once(" (os error")
        .map_or(&*reason, |(reason, _)| reason);
    let (number, reason) = (cx.int(i64::from(number))?, cx.str(reason)?);
    match filename {
        Some(filename) => super::new(cx, &OS_ERROR, &[number, reason, filename]),
        None => super::new(cx, &OS_ERROR, &[number, reason]),
    }
}
