//! `types.FunctionType(...)`.

use super::{FUNCTION, Function, new};
use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::native::native;
use crate::objects::cell::Cell;
use crate::objects::code::CodeObject;
use crate::objects::dict::{self, Dict};
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::type_name;
use crate::runtime::main_program::builtins_of;
use crate::value::Value;

#[native(
    FUNCTION,
    "__new__(cls, /, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
    new
)]
fn function_new(
    cx: &mut Cx,
    _cls: &'static Type,
    code: Value,
    globals: Value,
    name: Value,
    argdefs: Value,
    closure: Value,
    kwdefaults: Value,
) -> R<&'static Function> {
    let Some(code) = code.cast::<CodeObject>() else {
        return Err(mismatch(cx, "code", "code", code)?);
    };
    let Some(namespace) = cx.payload::<Dict>(globals)? else {
        return Err(mismatch(cx, "globals", "dict", globals)?);
    };
    if !name.is_none() && cx.payload::<Str>(name)?.is_none() {
        return Err(cx.type_error(format_args!("arg 3 (name) must be None or string")));
    }
    if !argdefs.is_none() && !argdefs.is::<Tuple>() {
        return Err(cx.type_error(format_args!("arg 4 (defaults) must be None or tuple")));
    }
    check_closure(cx, code, closure)?;
    if !kwdefaults.is_none() && !kwdefaults.is::<Dict>() {
        return Err(cx.type_error(format_args!("arg 6 (kwdefaults) must be None or dict")));
    }
    let key = name!(cx, "__name__")?;
    let module = dict::get_str(cx, namespace, key)?.unwrap_or(Value::NONE);
    let builtins = builtins_of(cx, globals)?;
    let function = new(cx, code, globals, builtins, module)?;
    if !name.is_none() {
        cx.store(function, &function.name, name)?;
    }
    for (field, value) in [
        (&function.defaults, argdefs),
        (&function.closure, closure),
        (&function.kwdefaults, kwdefaults),
    ] {
        cx.store(function, field, value)?;
    }
    Ok(function)
}

fn mismatch(cx: &mut Cx, argument: &str, expected: &str, given: Value) -> R<Exit> {
    let given = type_name(cx, given)?;
    Ok(cx.type_error(format_args!(
        "function() argument '{argument}' must be {expected}, not {given}"
    )))
}

/// The closure must have a cell for each free variable of the code.
fn check_closure(cx: &mut Cx, code: &'static CodeObject, closure: Value) -> R<()> {
    let needed = code.data().free.len();
    let cells = match closure.cast::<Tuple>() {
        Some(cells) => cells.as_slice(),
        None if closure.is_none() && needed == 0 => &[],
        None if needed > 0 => {
            return Err(cx.type_error(format_args!("arg 5 (closure) must be tuple")));
        }
        None => {
            return Err(cx.type_error(format_args!("arg 5 (closure) must be None or tuple")));
        }
    };
    if cells.len() != needed {
        let (name, given) = (str::to_string(code.data().name), cells.len());
        return Err(cx.value_error(format_args!(
            "{name} requires closure of length {needed}, not {given}"
        )));
    }
    match cells.iter().find(|cell| !cell.is::<Cell>()) {
        None => Ok(()),
        Some(other) => {
            let class = type_name(cx, *other)?;
            Err(cx.type_error(format_args!("arg 5 (closure) expected cell, found {class}")))
        }
    }
}
