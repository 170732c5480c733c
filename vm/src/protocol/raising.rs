//! What `raise`, `except` and `with` ask of their operands.

use crate::cx::{Cx, R};
use crate::interp::Flow;
use crate::native::Args;
use crate::objects::exception::{as_exception_class, is_exception};
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::{call, class_of, type_name};
use crate::value::Value;
use tython_compiler::isa::SpecialMethod;

/// The exception that `raise value` raises: a class is called.
///
/// # Errors
/// TypeError if it is neither an exception nor a class of exceptions, and what the class raises.
pub fn instantiate(cx: &mut Cx, value: Value) -> R {
    if is_exception(value) {
        return Ok(value);
    }
    if as_exception_class(value).is_some() {
        let exception = call::call(cx, value, Args::positional(&[]))?;
        if is_exception(exception) {
            return Ok(exception);
        }
        let (class, other) = (crate::protocol::repr(cx, value)?, type_name(cx, exception)?);
        let class = crate::objects::str::to_string(class);
        return Err(cx.type_error(format_args!(
            "calling {class} should have returned an instance of BaseException, not <class '{other}'>"
        )));
    }
    Err(cx.type_error(format_args!("exceptions must derive from BaseException")))
}

/// The cause that `raise ... from value` sets.
///
/// # Errors
/// TypeError if it can be none.
pub fn cause(cx: &mut Cx, value: Value) -> R {
    if value.is_none() || is_exception(value) {
        return Ok(value);
    }
    if as_exception_class(value).is_some() {
        return instantiate(cx, value);
    }
    Err(cx.type_error(format_args!(
        "exception causes must derive from BaseException"
    )))
}

/// Whether `except pattern` catches `exception`.
///
/// # Errors
/// TypeError if the pattern is neither a class of exceptions nor a tuple of such.
pub fn matches(cx: &mut Cx, exception: Value, pattern: Value) -> R<bool> {
    if let Some(class) = as_exception_class(pattern) {
        return class_of(exception).is_subclass(cx, class);
    }
    if let Some(classes) = pattern.cast::<Tuple>()
        && classes
            .as_slice()
            .iter()
            .all(|class| as_exception_class(*class).is_some())
    {
        for class in classes.as_slice() {
            if let Some(class) = class.cast::<Type>()
                && class_of(exception).is_subclass(cx, class)?
            {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    Err(cx.type_error(format_args!(
        "catching classes that do not inherit from BaseException is not allowed"
    )))
}

/// The TypeError of a `with` statement whose object lacks a special method.
///
/// # Errors
/// That one.
pub fn no_context_manager(cx: &mut Cx, object: Value, which: u16) -> R<Flow> {
    let name = SpecialMethod::NAMES[usize::from(which)];
    let class = type_name(cx, object)?;
    let (protocol, other) = if name.starts_with("__a") {
        ("asynchronous context manager", ["__enter__", "__exit__"])
    } else {
        ("context manager", ["__aenter__", "__aexit__"])
    };
    let mut hint = "";
    let mut found = true;
    for name in other {
        let name = cx.vm.intern(cx, name)?;
        found &= class_of(object).lookup(cx, name)?.is_some();
    }
    if found {
        hint = if name.starts_with("__a") {
            " but it supports the context manager protocol. Did you mean to use 'with'?"
        } else {
            " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"
        };
    }
    Err(cx.type_error(format_args!(
        "'{class}' object does not support the {protocol} protocol (missed {name} method){hint}"
    )))
}
