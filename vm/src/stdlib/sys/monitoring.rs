//! `sys.monitoring`: who wants to know of which events. It is remembered, and that is all: the
//! interpreter does not report events.

use super::state;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::code::CodeObject;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::object::OBJECT;
use crate::objects::simple_namespace;
use crate::objects::str::Str;
use crate::stdlib::{self, set};
use crate::value::Value;

/// The names of the tools that have a number of their own.
const TOOLS: [(&str, usize); 4] = [
    ("DEBUGGER_ID", 0),
    ("COVERAGE_ID", 1),
    ("PROFILER_ID", 2),
    ("OPTIMIZER_ID", 5),
];

/// The events, each twice the one before.
const EVENTS: [&str; 19] = [
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH_LEFT",
    "BRANCH_RIGHT",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
    "BRANCH",
];

/// The module.
pub(super) fn module(cx: &mut Cx) -> R {
    let module = stdlib::module(cx, "sys.monitoring")?;
    for (name, number) in TOOLS {
        set(cx, module, name, Value::index(number))?;
    }
    for name in ["DISABLE", "MISSING"] {
        let mark = Instance::new(cx, OBJECT.class())?;
        set(cx, module, name, mark.value())?;
    }
    let mut events: Vec<(&str, Value)> = EVENTS
        .iter()
        .enumerate()
        .map(|(bit, name)| (*name, Value::index(1 << bit)))
        .collect();
    events.push(("NO_EVENTS", Value::index(0)));
    let events = simple_namespace::new(cx, &events)?;
    set(cx, module, "events", events)?;
    Ok(module.value())
}

fn check_tool(cx: &mut Cx, tool: i64) -> R<()> {
    if (0..6).contains(&tool) {
        return Ok(());
    }
    Err(cx.value_error(format_args!(
        "invalid tool {tool} (must be between 0 and 5)"
    )))
}

fn check_in_use(cx: &mut Cx, tool: i64) -> R<()> {
    check_tool(cx, tool)?;
    if state::get(cx, &name_key(tool))?.is_none() {
        return Err(cx.value_error(format_args!("tool {tool} is not in use")));
    }
    Ok(())
}

fn check_events(cx: &mut Cx, events: i64) -> R<()> {
    if (0..1 << EVENTS.len()).contains(&events) {
        return Ok(());
    }
    Err(cx.value_error(format_args!("invalid event set {events:#x}")))
}

fn name_key(tool: i64) -> String {
    format!("monitoring name {tool}")
}

fn events_key(tool: i64) -> String {
    format!("monitoring events {tool}")
}

fn callback_key(tool: i64, event: u32) -> String {
    format!("monitoring callback {tool} {event}")
}

/// What was remembered as a set of events.
fn remembered(cx: &mut Cx, key: &str) -> R {
    let events = state::get(cx, key)?;
    Ok(if events.is_none() {
        Value::index(0)
    } else {
        events
    })
}

/// The sets of events of a tool by code objects, as a dict.
fn local_events(cx: &mut Cx, tool: i64) -> R<&'static Dict> {
    let key = format!("monitoring code {tool}");
    if let Some(events) = state::get(cx, &key)?.cast::<Dict>() {
        return Ok(events);
    }
    let events = dict::new(cx)?;
    state::set(cx, &key, events.value())?;
    Ok(events)
}

fn check_code(cx: &mut Cx, code: Value) -> R<()> {
    if code.is::<CodeObject>() {
        return Ok(());
    }
    Err(cx.type_error(format_args!("code must be a code object")))
}

#[native(module = "sys.monitoring", "use_tool_id(tool_id, name, /)", effect = writes)]
fn use_tool_id(cx: &mut Cx, tool_id: i64, name: Value) -> R<()> {
    check_tool(cx, tool_id)?;
    if !name.is::<Str>() {
        return Err(cx.value_error(format_args!("tool name must be a str")));
    }
    if !state::get(cx, &name_key(tool_id))?.is_none() {
        return Err(cx.value_error(format_args!("tool {tool_id} is already in use")));
    }
    state::set(cx, &name_key(tool_id), name)
}

#[native(module = "sys.monitoring", "clear_tool_id(tool_id, /)", effect = writes)]
fn clear_tool_id(cx: &mut Cx, tool_id: i64) -> R<()> {
    check_tool(cx, tool_id)?;
    state::set(cx, &events_key(tool_id), Value::NONE)?;
    state::set(cx, &format!("monitoring code {tool_id}"), Value::NONE)?;
    for event in 0..EVENTS.len() as u32 {
        state::set(cx, &callback_key(tool_id, event), Value::NONE)?;
    }
    Ok(())
}

#[native(module = "sys.monitoring", "free_tool_id(tool_id, /)", effect = writes)]
fn free_tool_id(cx: &mut Cx, tool_id: i64) -> R<()> {
    clear_tool_id(cx, tool_id)?;
    state::set(cx, &name_key(tool_id), Value::NONE)
}

#[native(module = "sys.monitoring", "get_tool(tool_id, /)", effect = reads)]
fn get_tool(cx: &mut Cx, tool_id: i64) -> R {
    check_tool(cx, tool_id)?;
    state::get(cx, &name_key(tool_id))
}

#[native(module = "sys.monitoring", "register_callback(tool_id, event, func, /)", effect = writes)]
fn register_callback(cx: &mut Cx, tool_id: i64, event: i64, func: Value) -> R {
    check_tool(cx, tool_id)?;
    if event.count_ones() != 1 {
        return Err(cx.value_error(format_args!(
            "The callback can only be set for one event at a time"
        )));
    }
    if !(1..1 << EVENTS.len()).contains(&event) {
        return Err(cx.value_error(format_args!("invalid event {event}")));
    }
    let key = callback_key(tool_id, event.trailing_zeros());
    let before = state::get(cx, &key)?;
    state::set(cx, &key, func)?;
    Ok(before)
}

#[native(module = "sys.monitoring", "get_events(tool_id, /)", effect = reads)]
fn get_events(cx: &mut Cx, tool_id: i64) -> R {
    check_tool(cx, tool_id)?;
    remembered(cx, &events_key(tool_id))
}

#[native(module = "sys.monitoring", "set_events(tool_id, event_set, /)", effect = writes)]
fn set_events(cx: &mut Cx, tool_id: i64, event_set: i64) -> R<()> {
    check_tool(cx, tool_id)?;
    check_events(cx, event_set)?;
    check_in_use(cx, tool_id)?;
    let events = cx.int(event_set)?;
    state::set(cx, &events_key(tool_id), events)
}

#[native(module = "sys.monitoring", "get_local_events(tool_id, code, /)")]
fn get_local_events(cx: &mut Cx, tool_id: i64, code: Value) -> R {
    check_code(cx, code)?;
    check_tool(cx, tool_id)?;
    let events = local_events(cx, tool_id)?;
    Ok(dict::get(cx, events, code)?.unwrap_or(Value::index(0)))
}

#[native(
    module = "sys.monitoring",
    "set_local_events(tool_id, code, event_set, /)"
)]
fn set_local_events(cx: &mut Cx, tool_id: i64, code: Value, event_set: i64) -> R<()> {
    check_code(cx, code)?;
    check_tool(cx, tool_id)?;
    check_events(cx, event_set)?;
    check_in_use(cx, tool_id)?;
    let (events, set) = (local_events(cx, tool_id)?, cx.int(event_set)?);
    dict::set(cx, events, code, set)
}

#[native(module = "sys.monitoring", "restart_events()", effect = pure)]
fn restart_events(_: &mut Cx) {}

#[native(module = "sys.monitoring", "_all_events()", effect = writes)]
fn all_events(cx: &mut Cx) -> R<&'static Dict> {
    let all = dict::new(cx)?;
    for (bit, name) in EVENTS.iter().enumerate() {
        let mut tools = 0;
        for tool in 0..6 {
            let events = remembered(cx, &events_key(tool))?.as_small_int();
            tools |= (events.unwrap_or(0) >> bit & 1) << tool;
        }
        if tools != 0 {
            let (name, tools) = (cx.vm.intern(cx, name)?, cx.int(tools)?);
            dict::set_str(cx, all, name, tools)?;
        }
    }
    Ok(all)
}
