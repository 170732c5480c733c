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
use crate::objects::native_function;
use crate::objects::type_object::Type;
use crate::protocol::attribute::{self, Method};
use crate::protocol::attribute_cache::{self, Found, Stored};
use crate::protocol::{class_of, global_cache};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// Name number `number` of the code.
#[inline(always)]
fn name(fr: Fr, number: u16) -> Value {
    fr.name(usize::from(number))
}

#[inline(always)]
pub(in crate::interp) fn LoadAttr(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, name) = (fr.get(i.b()), name(fr, i.c()));
    if let Some(instance) = object.cast::<Instance>() {
        let value = attribute_cache::load_slot(cx, instance, name)?;
        if !value.is_unbound() {
            fr.set(i.a(), value);
            return Ok(Flow::Next);
        }
    }
    load_otherwise(cx, fr, i)
}

/// The same for what is no slot inside an instance.
#[inline(never)]
fn load_otherwise(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
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
            Some(Found::OfClass(function, class)) => {
                let method = method::new(cx, function, Value::from(class))?;
                fr.set(i.a(), Value::from(method));
                return Ok(Flow::Next);
            }
            Some(Found::Getter(function)) => return call_getter(cx, function, &[object], i),
            Some(Found::Hook(function)) => return call_getter(cx, function, &[object, name], i),
            Some(Found::Computed(getter)) => {
                let value = native_function::compute(cx, getter, object)?;
                fr.set(i.a(), value);
                return Ok(Flow::Next);
            }
            Some(Found::Method(_) | Found::Absent) | None => {}
        }
        // This learns.
        let value = attribute::get(cx, object, name)?;
        fr.set(i.a(), value);
        return Ok(Flow::Next);
    }
    let value = if let Some(found) = of_namespace(cx, object, name)? {
        match found {
            Method::Value(value) => value,
            Method::Unbound { function, receiver } => {
                Value::from(method::new(cx, function, receiver)?)
            }
        }
    } else if let Some(getter) = attribute_cache::builtin_getter(cx, object, name) {
        native_function::compute(cx, getter, object)?
    } else {
        let value = attribute::get(cx, object, name)?;
        learn(cx, object, name, value)?;
        value
    };
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

/// The attribute of a class or module, if a cache knows it.
#[inline]
fn of_namespace(cx: &mut Cx, object: Value, name: Value) -> R<Option<Method>> {
    if let Some(class) = object.cast::<Type>() {
        return attribute_cache::class_attribute(cx, class, name);
    }
    match plain_module(object) {
        Some(dict) => {
            let value = global_cache::load(cx, dict, dict, name)?;
            Ok(value.bound().map(Method::Value))
        }
        None => Ok(None),
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
        attribute_cache::learn_class_attribute(cx, class, name, value)?;
        attribute_cache::learn_builtin(cx, object, name)
    } else if let Some(dict) = plain_module(object)
        // What the class has is found there first, and the class does not change.
        && MODULE.class().lookup(cx, name)?.is_none()
    {
        global_cache::learn(cx, dict, dict, name)
    } else {
        attribute_cache::learn_builtin(cx, object, name)
    }
}

/// Calls the function of a property, or a `__getattr__`, in a frame of its own.
#[inline(never)]
fn call_getter(cx: &mut Cx, function: &'static Function, args: &[Value], i: Instr) -> R<Flow> {
    enter(cx, function, Args::positional(args), Back::Store, i.a())?;
    entered(cx)
}

#[inline(always)]
pub(in crate::interp) fn StoreAttr(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, name, value) = (fr.get(i.a()), name(fr, i.b()), fr.get(i.c()));
    if let Some(instance) = object.cast::<Instance>()
        && attribute_cache::store_slot(cx, instance, name, value)?
    {
        return Ok(Flow::Next);
    }
    store_otherwise(cx, object, name, value)
}

/// The same for what is no slot inside an instance.
#[inline(never)]
fn store_otherwise(cx: &mut Cx, object: Value, name: Value, value: Value) -> R<Flow> {
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
    let function = match object.cast::<Instance>() {
        Some(instance) => attribute_cache::load_method(cx, instance, name)?,
        // Of what has a namespace, nothing is learnt as of other builtin objects.
        None if object.is::<Module>() || object.is::<Type>() => Value::UNBOUND,
        None => attribute_cache::builtin_method(cx, object, name),
    };
    if function.is_unbound() {
        return load_method_otherwise(cx, fr, i);
    }
    fr.set(i.a(), function);
    fr.set(i.a() + 1, object);
    Ok(Flow::Next)
}

/// The same for what is no plain method of a class.
#[inline(never)]
fn load_method_otherwise(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, name) = (fr.get(i.b()), name(fr, i.c()));
    let known = match object.cast::<Instance>() {
        Some(instance) => match attribute_cache::load(cx, instance, name)? {
            Some(Found::Value(value)) => Some(Method::Value(value)),
            Some(Found::Method(function)) => Some(Method::Unbound {
                function,
                receiver: object,
            }),
            Some(Found::OfClass(function, class)) => Some(Method::Unbound {
                function,
                receiver: Value::from(class),
            }),
            Some(Found::Computed(getter)) => {
                let value = native_function::compute(cx, getter, object)?;
                Some(Method::Value(value))
            }
            _ => None,
        },
        None => of_namespace(cx, object, name)?,
    };
    match known {
        Some(method) => {
            put(fr, i.a(), method);
            Ok(Flow::Next)
        }
        None => load_method_slowly(cx, fr, i),
    }
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
