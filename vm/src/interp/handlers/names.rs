//! Cells, globals, and names that are looked up in a mapping.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::objects::cell::Cell;
use crate::objects::dict::{self, Dict};
use crate::protocol::global_cache;
use crate::protocol::{del_item, get_item_or_none, set_item};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// The cell in a register.
fn cell(fr: Fr, register: u16) -> &'static Cell {
    match fr.get(register).cast::<Cell>() {
        Some(cell) => cell,
        None => unreachable!("the compiler keeps a cell here"),
    }
}

pub(in crate::interp) fn MakeCell(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let cell = crate::objects::cell::new(cx, fr.get(i.a()))?;
    fr.set(i.a(), Value::from(cell));
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn LoadCell(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let cell = cell(fr, i.b());
    let value = cx.load(cell, &cell.content)?;
    if value.is_unbound() {
        return empty(cx, fr, i.b());
    }
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn StoreCell(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let cell = cell(fr, i.a());
    cx.store(cell, &cell.content, fr.get(i.b()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn DeleteCell(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let cell = cell(fr, i.a());
    if cx.load(cell, &cell.content)?.is_unbound() {
        return empty(cx, fr, i.a());
    }
    cx.store(cell, &cell.content, Value::UNBOUND)?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn LoadFromDictOrCell(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let name = fr.code().local_names[usize::from(i.b())];
    let value = match get_item_or_none(cx, fr.get(i.a()), name)? {
        Some(value) => value,
        None => {
            let cell = cell(fr, i.b());
            cx.load(cell, &cell.content)?
        }
    };
    if value.is_unbound() {
        return empty(cx, fr, i.b());
    }
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

#[cold]
fn empty(cx: &mut Cx, fr: Fr, register: u16) -> R<Flow> {
    let data = fr.code();
    let name = data
        .code
        .register_name(register)
        .map_or("?", |name| &**name);
    Err(if data.free.contains(&register) {
        cx.name_error(format_args!(
            "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
        ))
    } else {
        cx.unbound_local_error(format_args!(
            "cannot access local variable '{name}' where it is not associated with a value"
        ))
    })
}

/// A name of the code.
#[inline(always)]
fn name(fr: Fr, i: Instr) -> Value {
    fr.name(i.bc() as usize)
}

/// What the builtins call `name`.
pub(super) fn builtin(cx: &mut Cx, name: Value) -> R {
    let Some(builtins) = cx.vm.builtins.get().cast::<Dict>() else {
        return not_defined(cx, name);
    };
    match dict::get_str(cx, builtins, name)? {
        Some(value) => Ok(value),
        None => not_defined(cx, name),
    }
}

#[cold]
fn not_defined(cx: &mut Cx, name: Value) -> R {
    let text = crate::objects::str::to_string(name);
    let exit = cx.name_error(format_args!("name '{text}' is not defined"));
    crate::objects::exception::remember_name(cx, name)?;
    Err(exit)
}

/// Looks a name up in a mapping that may be a dict.
fn find(cx: &mut Cx, mapping: Value, name: Value) -> R<Option<Value>> {
    match mapping.cast::<Dict>() {
        Some(dict) => dict::get_str(cx, dict, name),
        None => get_item_or_none(cx, mapping, name),
    }
}

fn global(cx: &mut Cx, fr: Fr, name: Value) -> R {
    let (globals, builtins) = (fr.frame().globals, fr.frame().builtins);
    if let Some(value) = find(cx, globals, name)? {
        return Ok(value);
    }
    match find(cx, builtins, name)? {
        Some(value) => Ok(value),
        None => not_defined(cx, name),
    }
}

#[inline(always)]
pub(in crate::interp) fn LoadGlobal(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (globals, builtins) = (fr.frame().globals, fr.frame().builtins);
    let value = global_cache::load(cx, globals, builtins, name(fr, i))?;
    if value.is_unbound() {
        return load_global_slowly(cx, fr, i);
    }
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

#[inline(never)]
fn load_global_slowly(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (globals, builtins) = (fr.frame().globals, fr.frame().builtins);
    let value = global(cx, fr, name(fr, i))?;
    // The cache has attributes of modules under one namespace as both.
    if globals != builtins {
        global_cache::learn(cx, globals, builtins, name(fr, i))?;
    }
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn StoreGlobal(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    store(cx, fr.frame().globals, name(fr, i), fr.get(i.a()))?;
    Ok(Flow::Next)
}

fn store(cx: &mut Cx, mapping: Value, name: Value, value: Value) -> R<()> {
    match mapping.cast::<Dict>() {
        Some(dict) => dict::set_str(cx, dict, name, value),
        None => set_item(cx, mapping, name, value),
    }
}

pub(in crate::interp) fn DeleteGlobal(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    delete(cx, fr.frame().globals, name(fr, i))
}

fn delete(cx: &mut Cx, mapping: Value, name: Value) -> R<Flow> {
    if find(cx, mapping, name)?.is_none() {
        return not_defined(cx, name).map(|_| Flow::Next);
    }
    del_item(cx, mapping, name)?;
    Ok(Flow::Next)
}

/// The mapping that names are stored in: that of a class body or of `exec`, else the globals.
fn locals(fr: Fr) -> Value {
    fr.frame().locals.bound().unwrap_or(fr.frame().globals)
}

pub(in crate::interp) fn LoadName(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let name = name(fr, i);
    let value = match find(cx, locals(fr), name)? {
        Some(value) => value,
        None => global(cx, fr, name)?,
    };
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

pub(in crate::interp) fn StoreName(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    store(cx, locals(fr), name(fr, i), fr.get(i.a()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn DeleteName(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    delete(cx, locals(fr), name(fr, i))
}

pub(in crate::interp) fn LoadLocals(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    fr.set(i.a(), locals(fr));
    Ok(Flow::Next)
}

pub(in crate::interp) fn LoadFromDictOrGlobals(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let name = name(fr, i);
    let value = match get_item_or_none(cx, fr.get(i.a()), name)? {
        Some(value) => value,
        None => global(cx, fr, name)?,
    };
    fr.set(i.a(), value);
    Ok(Flow::Next)
}
