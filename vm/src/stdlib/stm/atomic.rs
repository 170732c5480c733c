//! `atomic`: a context manager, and a decorator.
//!
//! An atomic block is a count: as long as it is not zero, the thread's transaction does not end. Small
//! blocks so become parts of the running transaction. Entering the outermost one ends a transaction that
//! should have ended already; leaving it asks for the end if it is time.

use super::error;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::dict;
use crate::objects::instance::Instance;
use crate::objects::module::Module;
use crate::protocol::call::is_callable;
use crate::protocol::{call_values, type_name};
use crate::runtime::main_program::run_code;
use crate::stdlib::set;
use crate::types::TypeDef;
use crate::value::Value;
use tython_compiler::{codegen, parse};

builtin_type! {
    /// The class of `atomic`.
    pub(crate) static ATOMIC = TypeDef {
        name: "atomic",
        module: "stm",
        reserved: 1,
        doc: "A block that is one indivisible step for every other thread: `with atomic:`, or `@atomic`.",
        ..TypeDef::NEW
    };
}

/// The function that makes a decorated function.
const DECORATE: usize = 0;

const SOURCE: &str = include_str!("atomic.py");

pub(super) fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    let atomic = Instance::new(cx, ATOMIC.class())?;
    let decorate = decorator(cx)?;
    atomic.set(cx, DECORATE, decorate)?;
    set(cx, module, "atomic", Value::from(atomic))
}

/// Runs the part that is written in Python, and gives its function.
fn decorator(cx: &mut Cx) -> R {
    let compiled = codegen::compile(
        SOURCE.to_owned(),
        "<stm>",
        parse::Options::default(),
        codegen::Options::default(),
    );
    let Ok(compiled) = compiled else {
        return Err(cx.system_error(format_args!("the module stm does not compile")));
    };
    let code = crate::objects::code::new(cx, &compiled.code)?;
    let globals = dict::new(cx)?;
    cx.deeper(|cx| run_code(cx, code, globals.value(), Value::UNBOUND))?;
    let name = cx.vm.intern(cx, "decorate")?;
    let found = dict::get_str(cx, globals, name)?;
    Ok(found.unwrap_or(Value::NONE))
}

#[native(ATOMIC, "__enter__(self, /)", effect = waits)]
fn enter(cx: &mut Cx, this: Value) -> R {
    if cx.atomic == 0 {
        cx.prepare_block()?;
    }
    cx.atomic += 1;
    Ok(this)
}

#[native(ATOMIC, "__exit__(self, /, *exc_info)", effect = writes)]
fn exit(cx: &mut Cx, _this: Value, _exc_info: &[Value]) -> R<()> {
    match leave(cx) {
        true => Ok(()),
        false => Err(error(cx, format_args!("not in an atomic block"))),
    }
}

/// Enters a block, if there is nothing to do before: whether that is so.
pub(crate) fn enter_at_once(cx: &mut Cx) -> bool {
    let is_ready = cx.atomic > 0 || cx.is_ready_for_block();
    cx.atomic += u32::from(is_ready);
    is_ready
}

/// Leaves a block; false if there is none.
pub(crate) fn leave(cx: &mut Cx) -> bool {
    match cx.atomic {
        0 => return false,
        1 if cx.is_overdue() => cx.end_soon(),
        _ => {}
    }
    cx.atomic -= 1;
    true
}

/// Each call of the function is an atomic block.
#[native(ATOMIC, "__call__(self, function, /)", slot)]
fn call(cx: &mut Cx, this: &'static Instance, function: Value) -> R {
    if !is_callable(cx, function)? {
        let given = type_name(cx, function)?;
        return Err(cx.type_error(format_args!(
            "atomic decorates what can be called, not '{given}'"
        )));
    }
    let decorate = this.get(cx, DECORATE)?;
    call_values(cx, decorate, &[this.value(), function])
}

#[native(ATOMIC, "__repr__(self, /)", slot, effect = pure)]
fn repr(_: &mut Cx, _this: Value) -> &'static str {
    "<atomic>"
}
