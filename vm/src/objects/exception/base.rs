//! `BaseException`: what every exception has.

use super::classes::BASE_EXCEPTION;
use super::{blank, fields, is_exception, tuple_of};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::str::{self, Str};
use crate::objects::traceback::Traceback;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{self, attribute, class_of, type_name};
use crate::value::Value;

#[native(BASE_EXCEPTION, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    args: &[Value],
    _kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    blank(cx, cls, args)
}

#[native(BASE_EXCEPTION, "__init__(self, /, *args, **kwargs)", slot, effect = writes)]
fn init(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    refuse_keywords(cx, class_of(this.value()), kwargs)?;
    set_args(cx, this, args)
}

/// TypeError if there are keyword arguments.
///
/// # Errors
/// That one.
pub(super) fn refuse_keywords(cx: &mut Cx, class: &'static Type, kwargs: Kwargs<'_>) -> R<()> {
    if kwargs.is_empty() {
        return Ok(());
    }
    let class = class.name_text(cx)?;
    Err(cx.type_error(format_args!("{class}() takes no keyword arguments")))
}

/// Sets `args`.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(super) fn set_args(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    // `__new__` has done so, mostly.
    let before = exception.get(cx, fields::ARGS)?.cast::<Tuple>();
    if before.is_some_and(|before| before.as_slice() == args) {
        return Ok(());
    }
    let args = cx.tuple(args)?;
    exception.set(cx, fields::ARGS, args)
}

/// `args`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn args_of(cx: &mut Cx, exception: &'static Instance) -> R<&'static Tuple> {
    let args = exception.get(cx, fields::ARGS)?;
    tuple_of(cx, args)
}

/// `BaseException.__str__`.
///
/// # Errors
/// What `__str__` of an argument raises.
pub(super) fn plain_text(cx: &mut Cx, exception: &'static Instance) -> R {
    let args = args_of(cx, exception)?;
    match args.as_slice() {
        [] => Ok(str::empty(cx).value()),
        [only] => protocol::str(cx, *only),
        _ => protocol::repr(cx, args.value()),
    }
}

#[native(BASE_EXCEPTION, "__str__(self, /)", slot)]
fn text(cx: &mut Cx, this: &'static Instance) -> R {
    plain_text(cx, this)
}

#[native(BASE_EXCEPTION, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    let class = class_of(this.value());
    let class = cx.load(class, &class.name)?;
    let args = args_of(cx, this)?;
    match args.as_slice() {
        [only] => {
            let only = protocol::repr(cx, *only)?;
            let (open, close) = (cx.str("(")?, cx.str(")")?);
            str::concat(cx, &[class, open, only, close])
        }
        _ => {
            let args = protocol::repr(cx, args.value())?;
            str::concat(cx, &[class, args])
        }
    }
}

/// The attributes of an exception beyond its fields, if it has some.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(super) fn attributes_of(cx: &mut Cx, exception: &'static Instance) -> R<Option<&'static Dict>> {
    let shape = exception.shape(cx)?;
    if shape.dictionary || shape.count > shape.reserved {
        return attribute::instance_dict(cx, exception).map(Some);
    }
    Ok(None)
}

/// What `__reduce__` gives: the class, its arguments, and the state if there is one.
///
/// # Errors
/// MemoryError.
pub(super) fn reduced(
    cx: &mut Cx,
    exception: &'static Instance,
    args: Value,
    state: Option<Value>,
) -> R {
    let class = class_of(exception.value()).value();
    match state {
        Some(state) => cx.tuple(&[class, args, state]),
        None => cx.tuple(&[class, args]),
    }
}

#[native(BASE_EXCEPTION, "__reduce__(self, /)", effect = writes)]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let args = this.get(cx, fields::ARGS)?;
    let state = attributes_of(cx, this)?.map(|dict| dict.value());
    reduced(cx, this, args, state)
}

#[native(BASE_EXCEPTION, "__setstate__(self, object, /)")]
fn setstate(cx: &mut Cx, this: &'static Instance, object: Value) -> R<()> {
    if object.is_none() {
        return Ok(());
    }
    let Some(state) = cx.payload::<Dict>(object)? else {
        return Err(cx.type_error(format_args!("state is not a dictionary")));
    };
    let mut position = 0;
    while let Some((name, value)) = dict::next_entry(cx, state, &mut position)? {
        let name = attribute::intern(cx, name);
        attribute::set(cx, this.value(), name, value)?;
    }
    Ok(())
}

/// Set self.__traceback__ to tb and return self.
#[native(BASE_EXCEPTION, "with_traceback(self, object, /)", effect = writes)]
fn with_traceback(cx: &mut Cx, this: &'static Instance, object: Value) -> R {
    set_traceback(cx, this, object)?;
    Ok(this.value())
}

/// Add a note to the exception
#[native(BASE_EXCEPTION, "add_note(self, object, /)")]
fn add_note(cx: &mut Cx, this: &'static Instance, object: &'static Str) -> R<()> {
    let name = name!(cx, "__notes__")?;
    let notes = match attribute::find(cx, this.value(), name)? {
        Some(notes) => notes,
        None => {
            let notes = list::new(cx)?.value();
            attribute::set(cx, this.value(), name, notes)?;
            notes
        }
    };
    match cx.payload::<List>(notes)? {
        Some(notes) => list::append(cx, notes, object.value()),
        None => Err(cx.type_error(format_args!("Cannot add note: __notes__ is not a list"))),
    }
}

#[native(BASE_EXCEPTION, "args", getter, effect = reads)]
fn arguments(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, fields::ARGS)
}

#[native(BASE_EXCEPTION, "args", setter)]
fn assign_args(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    let args = tuple::of_iterable(cx, value)?;
    this.set(cx, fields::ARGS, args.value())
}

#[native(BASE_EXCEPTION, "args", deleter, effect = pure)]
fn delete_args(cx: &mut Cx, _this: &'static Instance) -> R<()> {
    Err(may_not_be_deleted(cx, "args"))
}

fn may_not_be_deleted(cx: &mut Cx, name: &str) -> Exit {
    cx.type_error(format_args!("{name} may not be deleted"))
}

#[native(BASE_EXCEPTION, "__traceback__", getter, effect = reads)]
fn traceback(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, fields::TRACEBACK)
}

#[native(BASE_EXCEPTION, "__traceback__", setter, effect = writes)]
fn set_traceback(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    if !value.is_none() && !value.is::<Traceback>() {
        return Err(cx.type_error(format_args!("__traceback__ must be a traceback or None")));
    }
    this.set(cx, fields::TRACEBACK, value)
}

#[native(BASE_EXCEPTION, "__traceback__", deleter, effect = pure)]
fn delete_traceback(cx: &mut Cx, _this: &'static Instance) -> R<()> {
    Err(may_not_be_deleted(cx, "__traceback__"))
}

/// Sets a field that holds an exception or None.
fn set_link(
    cx: &mut Cx,
    exception: &'static Instance,
    field: usize,
    value: Value,
    what: &str,
) -> R<()> {
    if !value.is_none() && !is_exception(value) {
        return Err(cx.type_error(format_args!(
            "exception {what} must be None or derive from BaseException"
        )));
    }
    exception.set(cx, field, value)
}

#[native(BASE_EXCEPTION, "__context__", getter, effect = reads)]
fn context(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, fields::CONTEXT)
}

#[native(BASE_EXCEPTION, "__context__", setter, effect = writes)]
fn assign_context(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    set_link(cx, this, fields::CONTEXT, value, "context")
}

#[native(BASE_EXCEPTION, "__context__", deleter, effect = pure)]
fn delete_context(cx: &mut Cx, _this: &'static Instance) -> R<()> {
    Err(may_not_be_deleted(cx, "__context__"))
}

#[native(BASE_EXCEPTION, "__cause__", getter, effect = reads)]
fn cause(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, fields::CAUSE)
}

#[native(BASE_EXCEPTION, "__cause__", setter, effect = writes)]
fn assign_cause(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    set_link(cx, this, fields::CAUSE, value, "cause")?;
    this.set(cx, fields::SUPPRESS_CONTEXT, Value::TRUE)
}

#[native(BASE_EXCEPTION, "__cause__", deleter, effect = pure)]
fn delete_cause(cx: &mut Cx, _this: &'static Instance) -> R<()> {
    Err(may_not_be_deleted(cx, "__cause__"))
}

#[native(BASE_EXCEPTION, "__suppress_context__", getter, effect = reads)]
fn suppress_context(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, fields::SUPPRESS_CONTEXT)
}

#[native(BASE_EXCEPTION, "__suppress_context__", setter, effect = writes)]
fn assign_suppress_context(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    if value.as_bool().is_none() {
        return Err(cx.type_error(format_args!("attribute value type must be bool")));
    }
    this.set(cx, fields::SUPPRESS_CONTEXT, value)
}

#[native(BASE_EXCEPTION, "__suppress_context__", deleter, effect = pure)]
fn delete_suppress_context(cx: &mut Cx, _this: &'static Instance) -> R<()> {
    Err(cx.type_error(format_args!("can't delete numeric/char attribute")))
}

#[native(BASE_EXCEPTION, "__dict__", getter, effect = writes)]
fn attributes(cx: &mut Cx, this: &'static Instance) -> R<&'static Dict> {
    attribute::instance_dict(cx, this)
}

#[native(BASE_EXCEPTION, "__dict__", setter, effect = writes)]
fn set_attributes(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    let Some(dict) = value.cast::<Dict>() else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "__dict__ must be set to a dictionary, not a '{class}'"
        )));
    };
    let shape = this.shape(cx)?;
    crate::objects::instance::adopt_dict(cx, this, shape, dict)
}
