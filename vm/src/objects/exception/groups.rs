//! `BaseExceptionGroup` and `ExceptionGroup`: several exceptions as one.

use super::base::{refuse_keywords, set_args};
use super::classes::{BASE_EXCEPTION_GROUP, EXCEPTION};
use super::group_split::{self, Matcher};
use super::{blank, fields, is_exception, tuple_of};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::dict;
use crate::objects::instance::Instance;
use crate::objects::list;
use crate::objects::str::{self, STR};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::{self, Flags, Request, TYPE, Type};
use crate::protocol::{self, call_values, class_of, is_instance, type_name};
use crate::value::Value;

pub use group_split::{split, to_reraise};

/// Makes the class `ExceptionGroup`, the only builtin one that has two bases.
///
/// # Errors
/// MemoryError.
pub fn start(cx: &mut Cx) -> R {
    let namespace = dict::new(cx)?;
    let (module, builtins) = (name!(cx, "__module__")?, name!(cx, "builtins")?);
    dict::set_str(cx, namespace, module, builtins)?;
    let bases = tuple::new(cx, &[BASE_EXCEPTION_GROUP.value(), EXCEPTION.value()])?;
    let request = Request {
        metaclass: TYPE.class(),
        name: name!(cx, "ExceptionGroup")?,
        bases,
        namespace,
        keywords: Args::positional(&[]),
    };
    let class = type_object::create(cx, request)?.value();
    cx.vm.exception_group.set(class);
    Ok(class)
}

/// Whether it is an exception group.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn is_group(cx: &mut Cx, value: Value) -> R<bool> {
    is_instance(cx, value, &BASE_EXCEPTION_GROUP)
}

/// The exceptions in a group.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn exceptions_of(cx: &mut Cx, group: Value) -> R<&'static Tuple> {
    let exceptions = super::field(cx, group, fields::GROUP_EXCEPTIONS)?;
    tuple_of(cx, exceptions)
}

/// A group of the exceptions in a list.
///
/// # Errors
/// As a call of `BaseExceptionGroup`.
pub(super) fn group_of(cx: &mut Cx, message: Value, exceptions: Value) -> R {
    call_values(cx, BASE_EXCEPTION_GROUP.value(), &[message, exceptions])
}

#[native(BASE_EXCEPTION_GROUP, "__new__(cls, /, *args, **kwargs)", new)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    args: &[Value],
    _kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    let &[message, exceptions] = args else {
        let count = args.len();
        return Err(cx.type_error(format_args!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)"
        )));
    };
    if !is_instance(cx, message, &STR)? {
        let class = type_name(cx, message)?;
        return Err(cx.type_error(format_args!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {class}"
        )));
    }
    let members = checked_members(cx, exceptions)?;
    let class = class_for(cx, cls, members)?;
    let group = blank(cx, class, args)?;
    group.set(cx, fields::GROUP_MESSAGE, message)?;
    group.set(cx, fields::GROUP_EXCEPTIONS, members.value())?;
    Ok(group)
}

fn is_sequence(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__getitem__")?;
    let class = class_of(value);
    Ok(!class.flags().has(Flags::MAPPING) && class.lookup(cx, name)?.is_some())
}

fn checked_members(cx: &mut Cx, exceptions: Value) -> R<&'static Tuple> {
    if !is_sequence(cx, exceptions)? {
        return Err(cx.type_error(format_args!(
            "second argument (exceptions) must be a sequence"
        )));
    }
    let members = tuple::of_iterable(cx, exceptions)?;
    if members.is_empty() {
        return Err(cx.value_error(format_args!(
            "second argument (exceptions) must be a non-empty sequence"
        )));
    }
    match members
        .as_slice()
        .iter()
        .position(|member| !is_exception(*member))
    {
        None => Ok(members),
        Some(index) => Err(cx.value_error(format_args!(
            "Item {index} of second argument (exceptions) is not an exception"
        ))),
    }
}

/// The class of a group of these exceptions that is to be an instance of `class`.
fn class_for(cx: &mut Cx, class: &'static Type, members: &'static Tuple) -> R<&'static Type> {
    let mut all_plain = true;
    for member in members.as_slice() {
        all_plain &= is_instance(cx, *member, &EXCEPTION)?;
    }
    let exception_group = cx.vm.exception_group.get().cast::<Type>();
    if all_plain {
        let is_base = BASE_EXCEPTION_GROUP.is(class);
        return Ok(exception_group.filter(|_| is_base).unwrap_or(class));
    }
    if exception_group.is_some_and(|other| std::ptr::eq(other, class)) {
        return Err(cx.type_error(format_args!(
            "Cannot nest BaseExceptions in an ExceptionGroup"
        )));
    }
    if class.is_subclass(cx, EXCEPTION.class())? {
        let class = class.name_text(cx)?;
        return Err(cx.type_error(format_args!("Cannot nest BaseExceptions in '{class}'")));
    }
    Ok(class)
}

#[native(BASE_EXCEPTION_GROUP, "__init__(self, /, *args, **kwargs)", slot, effect = writes)]
fn init(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    refuse_keywords(cx, class_of(this.value()), kwargs)?;
    set_args(cx, this, args)
}

#[native(BASE_EXCEPTION_GROUP, "__str__(self, /)", slot)]
fn text(cx: &mut Cx, this: &'static Instance) -> R {
    let message = this.get(cx, fields::GROUP_MESSAGE)?;
    let message = protocol::str(cx, message)?;
    let count = exceptions_of(cx, this.value())?.len();
    let plural = if count == 1 { "" } else { "s" };
    let rest = cx.str(&format!(" ({count} sub-exception{plural})"))?;
    str::concat(cx, &[message, rest])
}

/// The exceptions as they were given, in a list or a tuple.
#[native(BASE_EXCEPTION_GROUP, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    let class = class_of(this.value());
    let class = cx.load(class, &class.name)?;
    let message = this.get(cx, fields::GROUP_MESSAGE)?;
    let message = protocol::repr(cx, message)?;
    let members = exceptions_of(cx, this.value())?;
    let args = super::base::args_of(cx, this)?;
    let members = match args.get(1) {
        Some(given) if given.is::<list::List>() => {
            list::from_slice(cx, members.as_slice())?.value()
        }
        _ => members.value(),
    };
    let members = protocol::repr(cx, members)?;
    let (open, comma, close) = (cx.str("(")?, cx.str(", ")?, cx.str(")")?);
    str::concat(cx, &[class, open, message, comma, members, close])
}

#[native(BASE_EXCEPTION_GROUP, "derive(self, excs, /)")]
fn derive(cx: &mut Cx, this: &'static Instance, excs: Value) -> R {
    let message = this.get(cx, fields::GROUP_MESSAGE)?;
    group_of(cx, message, excs)
}

#[native(BASE_EXCEPTION_GROUP, "split(self, matcher_value, /)")]
fn split_method(cx: &mut Cx, this: &'static Instance, matcher_value: Value) -> R {
    let matcher = Matcher::of(cx, matcher_value)?;
    let (matched, rest) = group_split::parts(cx, this.value(), matcher, true)?;
    cx.tuple(&[matched, rest])
}

#[native(BASE_EXCEPTION_GROUP, "subgroup(self, matcher_value, /)")]
fn subgroup(cx: &mut Cx, this: &'static Instance, matcher_value: Value) -> R {
    let matcher = Matcher::of(cx, matcher_value)?;
    Ok(group_split::parts(cx, this.value(), matcher, false)?.0)
}
