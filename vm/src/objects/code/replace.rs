//! `code.replace(...)`: a copy with other names, flags or constants.
//!
//! The instructions and what they number stay: there is no way to write them.

use super::attributes::code_bytes;
use super::{CODE, CodeObject, of_data};
use crate::cx::{Cx, Exit, R};
use crate::native::{Kwargs, native};
use crate::objects::bytes::Bytes;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::protocol::{number, type_name};
use crate::value::Value;
use std::sync::Arc;
use tython_compiler::code::{Code, CodeFlags, LocalKind, Name};

/// Flags that belong to the instructions.
const FIXED: u32 = CodeFlags::OPTIMIZED.0
    | CodeFlags::NEWLOCALS.0
    | CodeFlags::VARARGS.0
    | CodeFlags::VARKEYWORDS.0
    | CodeFlags::GENERATOR.0
    | CodeFlags::COROUTINE.0
    | CodeFlags::ASYNC_GENERATOR.0;

/// Return a copy of the code object with new values for the specified fields.
#[native(CODE, "replace(self, /, **changes)")]
fn replace(cx: &mut Cx, this: &'static CodeObject, changes: Kwargs<'_>) -> R {
    replaced(cx, this, changes)
}

/// The same as replace().
#[native(CODE, "__replace__(self, /, **changes)")]
fn replace_special(cx: &mut Cx, this: &'static CodeObject, changes: Kwargs<'_>) -> R {
    replaced(cx, this, changes)
}

fn replaced(cx: &mut Cx, this: &'static CodeObject, changes: Kwargs<'_>) -> R {
    let data = this.data();
    let mut code = Code::clone(&data.code);
    let mut consts = None;
    for (name, value) in changes.iter() {
        let name = str::to_string(name);
        match name.as_str() {
            "co_name" => code.name = text(cx, &name, value)?,
            "co_qualname" => code.qualname = text(cx, &name, value)?,
            "co_filename" => code.filename = text(cx, &name, value)?,
            "co_firstlineno" => code.first_line = count(cx, &name, value)?,
            "co_flags" => code.flags = flags(cx, &code, value)?,
            "co_consts" => consts = Some(constants(cx, this, value)?),
            "co_names" => {
                let length = code.names.len();
                code.names = names(cx, &name, value, length)?;
            }
            "co_varnames" => rename(cx, &mut code, &name, value, LocalKind::LOCAL)?,
            "co_cellvars" => rename(cx, &mut code, &name, value, LocalKind::CELL)?,
            "co_freevars" => rename(cx, &mut code, &name, value, LocalKind::FREE)?,
            "co_code" => keep_code(cx, &code, value)?,
            "co_argcount" => keep(cx, &name, value, code.arg_count)?,
            "co_posonlyargcount" => keep(cx, &name, value, code.posonly_count)?,
            "co_kwonlyargcount" => keep(cx, &name, value, code.kwonly_count)?,
            "co_stacksize" => keep(cx, &name, value, code.registers)?,
            "co_nlocals" => {
                let locals = code.names_of(LocalKind::LOCAL).count() as u32;
                keep(cx, &name, value, locals)?;
            }
            "co_linetable" | "co_exceptiontable" => {}
            _ => {
                return Err(cx.type_error(format_args!(
                    "replace() got an unexpected keyword argument '{name}'"
                )));
            }
        }
    }
    let consts = consts.unwrap_or_else(|| data.consts.clone());
    Ok(Value::from(of_data(
        cx,
        &Arc::new(code),
        consts,
        data.docstring,
    )?))
}

fn mismatch(cx: &mut Cx, name: &str, expected: &str, value: Value) -> R<Exit> {
    let given = match value.is_none() {
        true => "None".to_owned(),
        false => type_name(cx, value)?,
    };
    Ok(cx.type_error(format_args!(
        "replace() argument '{name}' must be {expected}, not {given}"
    )))
}

fn text(cx: &mut Cx, name: &str, value: Value) -> R<Name> {
    match cx.payload::<Str>(value)? {
        Some(string) => Ok(str::to_string(Value::from(string)).into()),
        None => Err(mismatch(cx, name, "str", value)?),
    }
}

fn integer(cx: &mut Cx, value: Value) -> R<i64> {
    let value = number::index(cx, value)?;
    match value
        .as_small_int()
        .filter(|value| i32::try_from(*value).is_ok())
    {
        Some(value) => Ok(value),
        None => Err(cx.overflow_error(format_args!("Python int too large to convert to C int"))),
    }
}

fn count(cx: &mut Cx, name: &str, value: Value) -> R<u32> {
    match u32::try_from(integer(cx, value)?) {
        Ok(value) => Ok(value),
        Err(_) => Err(cx.value_error(format_args!("{name} must be a positive integer"))),
    }
}

/// A number that belongs to the instructions.
fn keep(cx: &mut Cx, name: &str, value: Value, present: u32) -> R<()> {
    if count(cx, name, value)? == present {
        return Ok(());
    }
    Err(cx.value_error(format_args!("code: {name} cannot be changed")))
}

fn keep_code(cx: &mut Cx, code: &Code, value: Value) -> R<()> {
    match cx.payload::<Bytes>(value)? {
        Some(bytes) if bytes.as_slice() == code_bytes(code) => Ok(()),
        Some(_) => Err(cx.value_error(format_args!("code: co_code cannot be changed"))),
        None => Err(mismatch(cx, "co_code", "bytes", value)?),
    }
}

fn flags(cx: &mut Cx, code: &Code, value: Value) -> R<CodeFlags> {
    let flags = count(cx, "co_flags", value)?;
    if (flags ^ code.flags.0) & FIXED != 0 {
        return Err(cx.value_error(format_args!(
            "code: co_flags do not belong to the instructions"
        )));
    }
    Ok(CodeFlags(flags))
}

fn items(cx: &mut Cx, name: &str, value: Value, length: usize) -> R<&'static Tuple> {
    match cx.payload::<Tuple>(value)? {
        Some(items) if items.len() == length => Ok(items),
        Some(items) => {
            let word = match items.len() < length {
                true => "small",
                false => "large",
            };
            Err(cx.value_error(format_args!("code: {name} is too {word}")))
        }
        None => Err(mismatch(cx, name, "tuple", value)?),
    }
}

fn constants(cx: &mut Cx, this: &'static CodeObject, value: Value) -> R<Box<[Value]>> {
    let items = items(cx, "co_consts", value, this.data().consts.len())?;
    let of_code = |value: &Value| value.is::<CodeObject>();
    // An instruction that makes a function needs code where code was.
    let old = this.data().consts.iter().map(of_code);
    if !items.as_slice().iter().map(of_code).eq(old) {
        return Err(cx.value_error(format_args!(
            "code: co_consts do not belong to the instructions"
        )));
    }
    Ok(items.as_slice().into())
}

fn names(cx: &mut Cx, name: &str, value: Value, length: usize) -> R<Vec<Name>> {
    let items = items(cx, name, value, length)?.as_slice();
    if let Some(other) = items.iter().find(|item| !item.is::<Str>()) {
        let class = type_name(cx, *other)?;
        return Err(cx.type_error(format_args!(
            "name tuples must contain only strings, not '{class}'"
        )));
    }
    Ok(items
        .iter()
        .map(|name| str::to_string(*name).into())
        .collect())
}

fn rename(cx: &mut Cx, code: &mut Code, name: &str, value: Value, kind: LocalKind) -> R<()> {
    let new = names(cx, name, value, code.names_of(kind).count())?;
    let locals = code.locals.iter_mut().filter(|local| local.kind.is(kind));
    for (local, name) in locals.zip(new) {
        local.name = name;
    }
    Ok(())
}
