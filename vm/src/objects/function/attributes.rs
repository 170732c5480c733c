//! The attributes of a function.

use super::{FUNCTION, Function, dict_of};
use crate::cx::{Cx, R};
use crate::heap::Slot;
use crate::native::{Kwargs, native};
use crate::objects::code::CodeObject;
use crate::objects::dict::Dict;
use crate::objects::method;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::protocol::{call, id, type_name};
use crate::value::Value;

/// Declares attributes that are fields: name, field, and what may be assigned.
macro_rules! fields {
    ($($get:ident $set:ident $delete:ident $name:literal $field:ident $check:ident;)*) => {
        $(
            #[native(FUNCTION, $name, getter, effect = reads)]
            fn $get(cx: &mut Cx, this: &'static Function) -> R {
                cx.load(this, &this.$field)
            }

            #[native(FUNCTION, $name, setter)]
            fn $set(cx: &mut Cx, this: &'static Function, value: Value) -> R<()> {
                $check(cx, this, Some(value), $name, &this.$field)
            }

            #[native(FUNCTION, $name, deleter)]
            fn $delete(cx: &mut Cx, this: &'static Function) -> R<()> {
                $check(cx, this, None, $name, &this.$field)
            }
        )*
    };
}

fields! {
    name set_name delete_name "__name__" name text;
    qualname set_qualname delete_qualname "__qualname__" qualname text;
    defaults set_defaults delete_defaults "__defaults__" defaults tuple_or_none;
    kwdefaults set_kwdefaults delete_kwdefaults "__kwdefaults__" kwdefaults dict_or_none;
    doc set_doc delete_doc "__doc__" doc anything;
    module set_module delete_module "__module__" module anything;
    type_params set_type_params delete_type_params "__type_params__" type_params tuple;
    code set_code delete_code "__code__" code code_that_fits;
}

fn anything(
    cx: &mut Cx,
    this: &'static Function,
    value: Option<Value>,
    _: &str,
    field: &'static Slot,
) -> R<()> {
    cx.store(this, field, value.unwrap_or(Value::NONE))
}

fn text(
    cx: &mut Cx,
    this: &'static Function,
    value: Option<Value>,
    name: &str,
    field: &'static Slot,
) -> R<()> {
    let text = match value {
        Some(value) if cx.payload::<Str>(value)?.is_some() => value,
        _ => return Err(cx.type_error(format_args!("{name} must be set to a string object"))),
    };
    cx.store(this, field, text)
}

fn tuple_or_none(
    cx: &mut Cx,
    this: &'static Function,
    value: Option<Value>,
    name: &str,
    field: &'static Slot,
) -> R<()> {
    let value = value.unwrap_or(Value::NONE);
    if value.is_none() {
        return cx.store(this, field, value);
    }
    match cx.payload::<Tuple>(value)? {
        Some(tuple) => cx.store(this, field, Value::from(tuple)),
        None => Err(cx.type_error(format_args!("{name} must be set to a tuple object"))),
    }
}

fn dict_or_none(
    cx: &mut Cx,
    this: &'static Function,
    value: Option<Value>,
    name: &str,
    field: &'static Slot,
) -> R<()> {
    let value = value.unwrap_or(Value::NONE);
    if value.is_none() {
        return cx.store(this, field, value);
    }
    match cx.payload::<Dict>(value)? {
        Some(dict) => cx.store(this, field, Value::from(dict)),
        None => Err(cx.type_error(format_args!("{name} must be set to a dict object"))),
    }
}

fn tuple(
    cx: &mut Cx,
    this: &'static Function,
    value: Option<Value>,
    name: &str,
    field: &'static Slot,
) -> R<()> {
    let tuple = match value {
        Some(value) => cx.payload::<Tuple>(value)?,
        None => None,
    };
    match tuple {
        Some(tuple) => cx.store(this, field, Value::from(tuple)),
        None => Err(cx.type_error(format_args!("{name} must be set to a tuple"))),
    }
}

fn code_that_fits(
    cx: &mut Cx,
    this: &'static Function,
    value: Option<Value>,
    name: &str,
    field: &'static Slot,
) -> R<()> {
    let Some(code) = value.and_then(|value| value.cast::<CodeObject>()) else {
        return Err(cx.type_error(format_args!("{name} must be set to a code object")));
    };
    let closure = cx.load(this, &this.closure)?;
    let (needed, cells) = (
        code.data().free.len(),
        closure.cast::<Tuple>().map_or(0, Tuple::len),
    );
    if needed != cells {
        let function = cx.load(this, &this.name)?;
        let function = str::to_string(function);
        return Err(cx.type_error(format_args!(
            "{function}() requires a code object with {cells} free vars, not {needed}"
        )));
    }
    cx.store(this, field, Value::from(code))
}

#[native(FUNCTION, "__closure__", getter, effect = reads)]
fn closure(cx: &mut Cx, this: &'static Function) -> R {
    cx.load(this, &this.closure)
}

#[native(FUNCTION, "__globals__", getter, effect = pure)]
fn globals(_: &mut Cx, this: &'static Function) -> Value {
    this.globals.get()
}

#[native(FUNCTION, "__builtins__", getter, effect = pure)]
fn builtins(_: &mut Cx, this: &'static Function) -> Value {
    this.builtins.get()
}

#[native(FUNCTION, "__closure__", setter, effect = pure)]
#[native(FUNCTION, "__globals__", setter, effect = pure)]
#[native(FUNCTION, "__builtins__", setter, effect = pure)]
fn set_read_only(cx: &mut Cx, _this: &'static Function, _value: Value) -> R<()> {
    Err(cx.attribute_error(format_args!("readonly attribute")))
}

#[native(FUNCTION, "__closure__", deleter, effect = pure)]
#[native(FUNCTION, "__globals__", deleter, effect = pure)]
#[native(FUNCTION, "__builtins__", deleter, effect = pure)]
fn delete_read_only(cx: &mut Cx, _this: &'static Function) -> R<()> {
    Err(cx.attribute_error(format_args!("readonly attribute")))
}

#[native(FUNCTION, "__dict__", getter, effect = writes)]
fn namespace(cx: &mut Cx, this: &'static Function) -> R<&'static Dict> {
    dict_of(cx, this)
}

#[native(FUNCTION, "__dict__", setter, effect = writes)]
fn set_namespace(cx: &mut Cx, this: &'static Function, value: Value) -> R<()> {
    match cx.payload::<Dict>(value)? {
        Some(dict) => cx.store(this, &this.dict, Value::from(dict)),
        None => {
            let class = type_name(cx, value)?;
            Err(cx.type_error(format_args!(
                "__dict__ must be set to a dictionary, not a '{class}'"
            )))
        }
    }
}

#[native(FUNCTION, "__dict__", deleter, effect = pure)]
fn delete_namespace(cx: &mut Cx, _this: &'static Function) -> R<()> {
    Err(cx.type_error(format_args!("cannot delete __dict__")))
}

#[native(FUNCTION, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Function) -> R<String> {
    let name = cx.load(this, &this.qualname)?;
    let (name, address) = (str::to_string(name), id(Value::from(this)));
    Ok(format!("<function {name} at {address:#x}>"))
}

#[native(FUNCTION, "__call__(self, /, *args, **kwargs)", slot)]
fn call_it(cx: &mut Cx, this: Value, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    call::call(cx, this, kwargs.forward(1))
}

#[native(FUNCTION, "__get__(self, instance, owner=None, /)", slot, effect = pure)]
fn get(cx: &mut Cx, this: Value, instance: Value, owner: Value) -> R {
    match (instance.is_none(), owner.is_none()) {
        (true, true) => Err(cx.type_error(format_args!("__get__(None, None) is invalid"))),
        (true, false) => Ok(this),
        (false, _) => Ok(Value::from(method::new(cx, this, instance)?)),
    }
}
