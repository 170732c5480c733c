//! Attributes.

use crate::cx::{Cx, R};
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::handlers::calls::entered;
use crate::interp::{Flow, Fr};
use crate::native::Args;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::method;
use crate::objects::module::{MODULE, Module};
use crate::objects::type_object::Type;
use crate::protocol::attribute::{self, Method};
use crate::protocol::attribute_cache::{self, Found, Stored};
use crate::protocol::{class_of, global_cache};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// Name number `number` of the code.
#[inline(always)]
fn name(fr: Fr, number: u16) -> Value {
    fr.code().names[usize::from(number)]
}

#[inline(always)]
pub(in crate::interp) fn LoadAttr(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, name) = (fr.get(i.b()), name(fr, i.c()));
    if let Some(instance) = object.cast::<Instance>() {
        match attribute_cache::load(cx, instance, name)? {
            Some(Found::Value(value)) => {
                fr.set(i.a(), value);
                return Ok(Flow::Next);
            }
            Some(Found::Method(function)) if function.is::<Function>() => {
                let method = method::new(cx, function, object)?;
                fr.set(i.a(), Value::from(method));
                return Ok(Flow::Next);
            }
            Some(Found::Getter(function)) => return call_getter(cx, function, object, i),
            _ => {}
        }
    } else if let Some(value) = of_namespace(cx, object, name)? {
        fr.set(i.a(), value);
        return Ok(Flow::Next);
    }
    load_slowly(cx, fr, i)
}

/// The attribute of a class or module, if a cache knows it.
#[inline]
fn of_namespace(cx: &mut Cx, object: Value, name: Value) -> R<Option<Value>> {
    if let Some(class) = object.cast::<Type>() {
        return attribute_cache::class_attribute(cx, class, name);
    }
    match plain_module(object) {
        Some(dict) if MODULE.class().lookup(cx, name)?.is_none() => {
            global_cache::load(cx, dict, dict, name)
        }
        _ => Ok(None),
    }
}

/// The namespace of a module of no other class.
#[inline(always)]
fn plain_module(object: Value) -> Option<Value> {
    let module = object.cast::<Module>()?;
    MODULE.is(class_of(object)).then(|| module.dict.get())
}

/// Notes an attribute that was read slowly.
#[cold]
#[inline(never)]
fn learn(cx: &mut Cx, object: Value, name: Value, value: Value) -> R<()> {
    if let Some(instance) = object.cast::<Instance>() {
        attribute_cache::learn_load(cx, instance, name)
    } else if let Some(class) = object.cast::<Type>() {
        attribute_cache::learn_class_attribute(cx, class, name, value)
    } else if let Some(dict) = plain_module(object) {
        global_cache::learn(cx, dict, dict, name)
    } else {
        Ok(())
    }
}

/// Calls the function of a property in a frame of its own.
#[inline(never)]
fn call_getter(cx: &mut Cx, function: &'static Function, object: Value, i: Instr) -> R<Flow> {
    enter(
        cx,
        function,
        Args::positional(&[object]),
        Back::Store,
        i.a(),
    )?;
    entered(cx)
}

#[inline(never)]
fn load_slowly(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, name) = (fr.get(i.b()), name(fr, i.c()));
    let value = attribute::get(cx, object, name)?;
    learn(cx, object, name, value)?;
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn StoreAttr(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, name, value) = (fr.get(i.a()), name(fr, i.b()), fr.get(i.c()));
    let Some(instance) = object.cast::<Instance>() else {
        attribute::set(cx, object, name, value)?;
        return Ok(Flow::Next);
    };
    match attribute_cache::store(cx, instance, name, value)? {
        Stored::Done => {}
        Stored::Unknown => store_slowly(cx, instance, name, value)?,
        Stored::Setter(function) => return call_setter(cx, function, object, value),
    }
    Ok(Flow::Next)
}

/// Calls the function of a property in a frame of its own.
#[inline(never)]
fn call_setter(cx: &mut Cx, function: &'static Function, object: Value, value: Value) -> R<Flow> {
    let values = [object, value];
    enter(cx, function, Args::positional(&values), Back::Drop, 0)?;
    entered(cx)
}

#[inline(never)]
fn store_slowly(cx: &mut Cx, instance: &'static Instance, name: Value, value: Value) -> R<()> {
    let before = instance.shape(cx)?;
    attribute::set(cx, Value::from(instance), name, value)?;
    attribute_cache::learn_store(cx, instance, before, name)
}

pub(in crate::interp) fn DeleteAttr(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    attribute::delete(cx, fr.get(i.a()), name(fr, i.b()))?;
    Ok(Flow::Next)
}

/// Puts what `LoadMethod` and `LoadSpecial` find into a call window.
pub(super) fn put(fr: Fr, base: u16, method: Method) {
    let (function, receiver) = match method {
        Method::Unbound { function, receiver } => (function, receiver),
        Method::Value(value) => (value, Value::UNBOUND),
    };
    fr.set(base, function);
    fr.set(base + 1, receiver);
}

#[inline(always)]
pub(in crate::interp) fn LoadMethod(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, name) = (fr.get(i.b()), name(fr, i.c()));
    if let Some(instance) = object.cast::<Instance>() {
        let (function, receiver) = match attribute_cache::load(cx, instance, name)? {
            Some(Found::Method(function)) => (function, object),
            Some(Found::Value(value)) => (value, Value::UNBOUND),
            Some(Found::Getter(_)) | None => return load_method_slowly(cx, fr, i),
        };
        fr.set(i.a(), function);
        fr.set(i.a() + 1, receiver);
        return Ok(Flow::Next);
    }
    if let Some(function) = attribute_cache::builtin_method(cx, object, name) {
        fr.set(i.a(), function);
        fr.set(i.a() + 1, object);
        return Ok(Flow::Next);
    }
    if let Some(value) = of_namespace(cx, object, name)? {
        put(fr, i.a(), Method::Value(value));
        return Ok(Flow::Next);
    }
    load_method_slowly(cx, fr, i)
}

#[inline(never)]
fn load_method_slowly(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, name) = (fr.get(i.b()), name(fr, i.c()));
    let method = attribute::get_method(cx, object, name)?;
    match method {
        Method::Unbound { function, .. } if !object.is::<Instance>() => {
            attribute_cache::learn_builtin_method(cx, object, name, function);
        }
        Method::Unbound { function, .. } => learn(cx, object, name, function)?,
        Method::Value(value) => learn(cx, object, name, value)?,
    }
    put(fr, i.a(), method);
    Ok(Flow::Next)
}

pub(in crate::interp) fn LoadSuper(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let window = fr.window(i.a(), 3);
    let method = attribute::get_super(cx, window, name(fr, i.b()), i.c())?;
    put(fr, i.a(), method);
    Ok(Flow::Next)
}

pub(in crate::interp) fn LoadAttrWide(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = attribute::get(cx, fr.get(i.b()), fr.get(i.c()))?;
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

pub(in crate::interp) fn StoreAttrWide(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    attribute::set(cx, fr.get(i.a()), fr.get(i.b()), fr.get(i.c()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn DeleteAttrWide(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    attribute::delete(cx, fr.get(i.a()), fr.get(i.b()))?;
    Ok(Flow::Next)
}
