//! `frame.f_locals` of a function: a mapping that reads and writes its variables (PEP 667).

use super::frame_object::FrameObject;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::iterators;
use crate::objects::list::{self, List};
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::operators::{Binary, binary};
use crate::protocol::{self, call_values, class_of, repr_guard, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use tython_compiler::code::LocalKind;

builtin_type! {
    /// The class.
    static LOCALS = TypeDef {
        name: "FrameLocalsProxy",
        reserved: 1,
        ..TypeDef::NEW
    };
}

/// The slot of the frame.
const FRAME: usize = 0;

/// The proxy of a function's frame.
///
/// # Errors
/// MemoryError.
pub(super) fn new(cx: &mut Cx, frame: &'static FrameObject) -> R<&'static Instance> {
    let proxy = Instance::new(cx, LOCALS.class())?;
    proxy.set(cx, FRAME, frame.value())?;
    Ok(proxy)
}

#[native(LOCALS, "__new__(cls, /, *args)", new, effect = writes)]
fn proxy_new(cx: &mut Cx, _cls: &'static Type, args: &[Value]) -> R<&'static Instance> {
    let &[frame] = args else {
        let count = args.len();
        return Err(cx.type_error(format_args!(
            "FrameLocalsProxy expected 1 argument, got {count}"
        )));
    };
    match frame.cast::<FrameObject>() {
        Some(frame) => new(cx, frame),
        None => {
            let class = type_name(cx, frame)?;
            Err(cx.type_error(format_args!("expect frame, not {class}")))
        }
    }
}

fn frame_of(cx: &mut Cx, proxy: &'static Instance) -> R<&'static FrameObject> {
    match proxy.get(cx, FRAME)?.cast::<FrameObject>() {
        Some(frame) => Ok(frame),
        None => Err(cx.system_error(format_args!("a proxy without its frame"))),
    }
}

/// The register of the variable with this name. (The last one: a class cell may share a name.)
fn register_of(cx: &mut Cx, frame: &'static FrameObject, name: Value) -> R<Option<usize>> {
    let (Some(code), Some(name)) = (frame.code_object(), name.cast::<Str>()) else {
        return Ok(None);
    };
    let data = code.data();
    for (index, other) in data.local_names.iter().enumerate() {
        let is_it = other.cast::<Str>().is_some_and(|other| other.equals(name));
        let hidden = data.code.locals[index].kind.is(LocalKind::HIDDEN);
        if is_it && (!hidden || !frame.variable(cx, index)?.is_unbound()) {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn extra(cx: &mut Cx, frame: &'static FrameObject) -> R<Option<&'static Dict>> {
    Ok(cx.load(frame, &frame.extra)?.cast::<Dict>())
}

fn find(cx: &mut Cx, proxy: &'static Instance, key: Value) -> R<Option<Value>> {
    let frame = frame_of(cx, proxy)?;
    if let Some(register) = register_of(cx, frame, key)? {
        return Ok(frame.variable(cx, register)?.bound());
    }
    match extra(cx, frame)? {
        Some(extra) => dict::get(cx, extra, key),
        None => Ok(None),
    }
}

/// All that is bound, as a new dict.
fn as_dict(cx: &mut Cx, proxy: &'static Instance) -> R<&'static Dict> {
    let frame = frame_of(cx, proxy)?;
    let all = dict::new(cx)?;
    if let Some(code) = frame.code_object() {
        for (index, name) in code.data().local_names.iter().enumerate() {
            let value = frame.variable(cx, index)?;
            if let Some(value) = value.bound() {
                dict::set_str(cx, all, *name, value)?;
            }
        }
    }
    if let Some(extra) = extra(cx, frame)? {
        dict::merge(cx, all, extra)?;
    }
    Ok(all)
}

#[cold]
fn undefined(cx: &mut Cx, key: Value) -> Exit {
    let key = match protocol::repr(cx, key) {
        Ok(key) => str::to_string(key),
        Err(exit) => return exit,
    };
    let message = match cx.str(&format!("local variable '{key}' is not defined")) {
        Ok(message) => message,
        Err(exit) => return exit,
    };
    cx.key_error(message)
}

#[native(LOCALS, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    match find(cx, this, key)? {
        Some(value) => Ok(value),
        None => Err(undefined(cx, key)),
    }
}

#[native(LOCALS, "__setitem__(self, key, value, /)", slot)]
fn setitem(cx: &mut Cx, this: &'static Instance, key: Value, value: Value) -> R<()> {
    let frame = frame_of(cx, this)?;
    if let Some(register) = register_of(cx, frame, key)? {
        return frame.set_variable(cx, register, value);
    }
    let extra = match extra(cx, frame)? {
        Some(extra) => extra,
        None => {
            let extra = dict::new(cx)?;
            cx.store(frame, &frame.extra, extra.value())?;
            extra
        }
    };
    dict::set(cx, extra, key, value)
}

/// Takes an entry out that is no variable.
fn take(cx: &mut Cx, proxy: &'static Instance, key: Value) -> R<Option<Value>> {
    let frame = frame_of(cx, proxy)?;
    if register_of(cx, frame, key)?.is_some() {
        return Err(cx.value_error(format_args!(
            "cannot remove local variables from FrameLocalsProxy"
        )));
    }
    match extra(cx, frame)? {
        Some(extra) => dict::remove(cx, extra, key),
        None => Ok(None),
    }
}

#[native(LOCALS, "__delitem__(self, key, /)", slot)]
fn delitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R<()> {
    match take(cx, this, key)? {
        Some(_) => Ok(()),
        None => Err(cx.key_error(key)),
    }
}

#[native(LOCALS, "pop(self, key[, default], /)", opaque)]
fn pop(cx: &mut Cx, this: &'static Instance, key: Value, default: Option<Value>) -> R {
    match take(cx, this, key)?.or(default) {
        Some(value) => Ok(value),
        None => Err(cx.key_error(key)),
    }
}

#[native(LOCALS, "get(self, key[, default], /)", opaque)]
fn get(cx: &mut Cx, this: &'static Instance, key: Value, default: Option<Value>) -> R {
    let found = find(cx, this, key)?;
    Ok(found.or(default).unwrap_or(Value::NONE))
}

#[native(LOCALS, "setdefault(self, key[, default], /)", opaque)]
fn setdefault(cx: &mut Cx, this: &'static Instance, key: Value, default: Option<Value>) -> R {
    if let Some(value) = find(cx, this, key)? {
        return Ok(value);
    }
    let default = default.unwrap_or(Value::NONE);
    setitem(cx, this, key, default)?;
    Ok(default)
}

#[native(LOCALS, "update(self, other, /)")]
fn update(cx: &mut Cx, this: &'static Instance, other: Value) -> R<()> {
    let all = dict::new(cx)?;
    dict::update(cx, all, other)?;
    let mut position = 0;
    while let Some((key, value)) = dict::next_entry(cx, all, &mut position)? {
        setitem(cx, this, key, value)?;
    }
    Ok(())
}

#[native(LOCALS, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static Instance, key: Value) -> R<bool> {
    Ok(find(cx, this, key)?.is_some())
}

#[native(LOCALS, "__len__(self, /)", slot)]
fn len(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    let all = as_dict(cx, this)?;
    dict::len(cx, all)
}

#[native(LOCALS, "copy(self, /)", effect = writes)]
fn copy(cx: &mut Cx, this: &'static Instance) -> R<&'static Dict> {
    as_dict(cx, this)
}

fn entries(
    cx: &mut Cx,
    proxy: &'static Instance,
    entry: impl Fn(&mut Cx, Value, Value) -> R,
) -> R<&'static List> {
    let (all, entries) = (as_dict(cx, proxy)?, list::new(cx)?);
    let mut position = 0;
    while let Some((key, value)) = dict::next_entry(cx, all, &mut position)? {
        let entry = entry(cx, key, value)?;
        list::append(cx, entries, entry)?;
    }
    Ok(entries)
}

#[native(LOCALS, "keys(self, /)", effect = writes)]
fn keys(cx: &mut Cx, this: &'static Instance) -> R<&'static List> {
    entries(cx, this, |_, key, _| Ok(key))
}

#[native(LOCALS, "values(self, /)", effect = writes)]
fn values(cx: &mut Cx, this: &'static Instance) -> R<&'static List> {
    entries(cx, this, |_, _, value| Ok(value))
}

#[native(LOCALS, "items(self, /)", effect = writes)]
fn items(cx: &mut Cx, this: &'static Instance) -> R<&'static List> {
    entries(cx, this, |cx, key, value| cx.tuple(&[key, value]))
}

#[native(LOCALS, "__iter__(self, /)", slot)]
fn iter(cx: &mut Cx, this: &'static Instance) -> R {
    let keys = keys(cx, this)?;
    protocol::iter(cx, keys.value())
}

#[native(LOCALS, "__reversed__(self, /)")]
fn reversed(cx: &mut Cx, this: &'static Instance) -> R {
    let keys = keys(cx, this)?;
    let reversed = iterators::builtin(cx, "reversed")?;
    call_values(cx, reversed, &[keys.value()])
}

#[native(LOCALS, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    let text = repr_guard::guarded(cx, this.value(), |cx| {
        let all = as_dict(cx, this)?;
        protocol::repr(cx, all.value())
    })?;
    match text {
        Some(text) => Ok(text),
        None => cx.str("{...}"),
    }
}

/// A proxy as a dict; anything else is itself.
fn behind(cx: &mut Cx, value: Value) -> R {
    match value.cast::<Instance>() {
        Some(proxy) if LOCALS.is(class_of(value)) => Ok(as_dict(cx, proxy)?.value()),
        _ => Ok(value),
    }
}

#[native(LOCALS, "__eq__(self, value, /)", slot)]
fn eq(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let (a, b) = (as_dict(cx, this)?, behind(cx, value)?);
    if !b.is::<Dict>() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::bool(protocol::equal(cx, a.value(), b)?))
}

#[native(LOCALS, "__or__(self, value, /)", slot)]
fn or(cx: &mut Cx, this: Value, value: Value) -> R {
    let (a, b) = (behind(cx, this)?, behind(cx, value)?);
    binary(cx, Binary::Or, a, b)
}

#[native(LOCALS, "__ror__(self, value, /)", slot)]
fn ror(cx: &mut Cx, this: Value, value: Value) -> R {
    let (a, b) = (behind(cx, value)?, behind(cx, this)?);
    binary(cx, Binary::Or, a, b)
}

#[native(LOCALS, "__ior__(self, value, /)", slot)]
fn ior(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    update(cx, this, value)?;
    Ok(this.value())
}
