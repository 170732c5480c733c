//! What Python code can ask of native functions.

use super::{
    BUILTIN_FUNCTION, BoundNative, CLASSMETHOD_DESCRIPTOR, GETSET_DESCRIPTOR, METHOD_DESCRIPTOR,
    METHOD_WRAPPER, NativeFunction, WRAPPER_DESCRIPTOR, call, call_bound, descriptor, repr,
};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{ClassReceiver, Kind, Kwargs, NativeDef, Owner, doc, native, text_signature};
use crate::objects::dict::{self, Dict};
use crate::objects::str::to_string;
use crate::objects::type_object::Type;
use crate::protocol::{class_of, id, is_identical};
use crate::value::Value;

/// A native function of either kind of memory.
#[derive(Clone, Copy)]
enum Native {
    Free(&'static NativeFunction),
    Bound(&'static BoundNative),
}

impl Native {
    /// The methods below have no other receivers.
    fn of(cx: &mut Cx, value: Value) -> R<Native> {
        let free = value.cast().map(Native::Free);
        match free.or_else(|| value.cast().map(Native::Bound)) {
            Some(native) => Ok(native),
            None => Err(cx.system_error(format_args!("no native function"))),
        }
    }

    fn def(self) -> &'static NativeDef {
        match self {
            Native::Free(function) => function.def(),
            Native::Bound(bound) => bound.def(),
        }
    }

    /// `__self__`: of functions of modules the module, of static methods the class.
    fn receiver(self) -> Value {
        match self {
            Native::Free(function) => function.owner.get(),
            Native::Bound(bound) => bound.receiver.get(),
        }
    }
}

#[native(BUILTIN_FUNCTION, "__name__", getter, effect = pure)]
#[native(METHOD_DESCRIPTOR, "__name__", getter, effect = pure)]
#[native(WRAPPER_DESCRIPTOR, "__name__", getter, effect = pure)]
#[native(CLASSMETHOD_DESCRIPTOR, "__name__", getter, effect = pure)]
#[native(GETSET_DESCRIPTOR, "__name__", getter, effect = pure)]
#[native(METHOD_WRAPPER, "__name__", getter, effect = pure)]
fn name(cx: &mut Cx, this: Value) -> R {
    let name = Native::of(cx, this)?.def().name;
    cx.vm.intern(cx, name)
}

#[native(METHOD_DESCRIPTOR, "__qualname__", getter, effect = pure)]
#[native(WRAPPER_DESCRIPTOR, "__qualname__", getter, effect = pure)]
#[native(CLASSMETHOD_DESCRIPTOR, "__qualname__", getter, effect = pure)]
#[native(GETSET_DESCRIPTOR, "__qualname__", getter, effect = pure)]
#[native(METHOD_WRAPPER, "__qualname__", getter, effect = pure)]
fn qualname(cx: &mut Cx, this: Value) -> R<String> {
    Ok(Native::of(cx, this)?.def().qualname())
}

#[native(BUILTIN_FUNCTION, "__qualname__", getter, effect = reads)]
fn qualname_by_receiver(cx: &mut Cx, this: Value) -> R<String> {
    let native = Native::of(cx, this)?;
    let def = native.def();
    if let Owner::Module(_) = def.owner {
        return Ok(def.name.to_owned());
    }
    let receiver = native.receiver();
    let class = receiver
        .cast::<Type>()
        .unwrap_or_else(|| class_of(receiver));
    let class = cx.load(class, &class.qualname)?;
    Ok(format!("{}.{}", to_string(class), def.name))
}

#[native(BUILTIN_FUNCTION, "__doc__", getter, effect = pure)]
#[native(METHOD_DESCRIPTOR, "__doc__", getter, effect = pure)]
#[native(WRAPPER_DESCRIPTOR, "__doc__", getter, effect = pure)]
#[native(CLASSMETHOD_DESCRIPTOR, "__doc__", getter, effect = pure)]
#[native(GETSET_DESCRIPTOR, "__doc__", getter, effect = pure)]
#[native(METHOD_WRAPPER, "__doc__", getter, effect = pure)]
fn documentation(cx: &mut Cx, this: Value) -> R<Option<&'static str>> {
    let text = doc(Native::of(cx, this)?.def());
    Ok((!text.is_empty()).then_some(text))
}

#[native(BUILTIN_FUNCTION, "__text_signature__", getter, effect = pure)]
#[native(METHOD_DESCRIPTOR, "__text_signature__", getter, effect = pure)]
#[native(WRAPPER_DESCRIPTOR, "__text_signature__", getter, effect = pure)]
#[native(CLASSMETHOD_DESCRIPTOR, "__text_signature__", getter, effect = pure)]
#[native(METHOD_WRAPPER, "__text_signature__", getter, effect = pure)]
fn signature(cx: &mut Cx, this: Value) -> R<Option<String>> {
    Ok(text_signature(Native::of(cx, this)?.def()))
}

#[native(BUILTIN_FUNCTION, "__self__", getter, effect = pure)]
#[native(METHOD_WRAPPER, "__self__", getter, effect = pure)]
fn receiver(cx: &mut Cx, this: Value) -> R {
    Ok(Native::of(cx, this)?.receiver())
}

#[native(BUILTIN_FUNCTION, "__module__", getter, effect = reads)]
fn module(cx: &mut Cx, this: Value) -> R {
    match Native::of(cx, this)? {
        Native::Free(function) => cx.load(function, &function.module),
        Native::Bound(_) => Ok(Value::NONE),
    }
}

#[native(BUILTIN_FUNCTION, "__module__", setter, effect = writes)]
fn set_module(cx: &mut Cx, this: &'static NativeFunction, value: Value) -> R<()> {
    cx.store(this, &this.module, value)
}

#[native(METHOD_DESCRIPTOR, "__objclass__", getter, effect = pure)]
#[native(WRAPPER_DESCRIPTOR, "__objclass__", getter, effect = pure)]
#[native(CLASSMETHOD_DESCRIPTOR, "__objclass__", getter, effect = pure)]
#[native(GETSET_DESCRIPTOR, "__objclass__", getter, effect = pure)]
#[native(METHOD_WRAPPER, "__objclass__", getter, effect = pure)]
fn class(cx: &mut Cx, this: Value) -> R<Option<Value>> {
    let native = Native::of(cx, this)?;
    Ok(match native {
        // The same attribute of several classes says which it is of.
        Native::Free(function) => Some(function.owner.get()),
        Native::Bound(bound) => bound.def().class().map(|cell| cell.value()),
    })
}

#[native(BUILTIN_FUNCTION, "__repr__(self, /)", slot, effect = reads)]
#[native(METHOD_DESCRIPTOR, "__repr__(self, /)", slot, effect = reads)]
#[native(WRAPPER_DESCRIPTOR, "__repr__(self, /)", slot, effect = reads)]
#[native(CLASSMETHOD_DESCRIPTOR, "__repr__(self, /)", slot, effect = reads)]
#[native(GETSET_DESCRIPTOR, "__repr__(self, /)", slot, effect = reads)]
#[native(METHOD_WRAPPER, "__repr__(self, /)", slot, effect = reads)]
fn representation(cx: &mut Cx, this: Value) -> R<String> {
    match Native::of(cx, this)? {
        Native::Free(function) => repr::function(cx, function),
        Native::Bound(bound) => repr::bound(cx, bound),
    }
}

#[native(BUILTIN_FUNCTION, "__call__(self, /, *args, **kwargs)", slot)]
#[native(METHOD_DESCRIPTOR, "__call__(self, /, *args, **kwargs)", slot)]
#[native(WRAPPER_DESCRIPTOR, "__call__(self, /, *args, **kwargs)", slot)]
#[native(CLASSMETHOD_DESCRIPTOR, "__call__(self, /, *args, **kwargs)", slot)]
#[native(METHOD_WRAPPER, "__call__(self, /, *args, **kwargs)", slot)]
fn call_it(cx: &mut Cx, this: Value, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    let args = kwargs.forward(1);
    match Native::of(cx, this)? {
        Native::Free(function) => call(cx, function, args),
        Native::Bound(bound) => call_bound(cx, bound, args),
    }
}

#[native(METHOD_DESCRIPTOR, "__get__(self, instance, owner=None, /)", slot)]
#[native(WRAPPER_DESCRIPTOR, "__get__(self, instance, owner=None, /)", slot)]
#[native(CLASSMETHOD_DESCRIPTOR, "__get__(self, instance, owner=None, /)", slot)]
#[native(GETSET_DESCRIPTOR, "__get__(self, instance, owner=None, /)", slot)]
fn get(cx: &mut Cx, this: &'static NativeFunction, instance: Value, owner: Value) -> R {
    if instance.is_none() && owner.is_none() {
        return Err(cx.type_error(format_args!("__get__(None, None) is invalid")));
    }
    let class = match this.def().kind {
        _ if owner.is_none() => class_of(instance),
        Kind::ClassMethod => <&'static Type>::receive_class(cx, owner, this.def())?,
        // The class says nothing to the others.
        _ => class_of(instance),
    };
    let instance = Some(instance).filter(|instance| !instance.is_none());
    descriptor::get(cx, this, instance, class)
}

#[native(GETSET_DESCRIPTOR, "__set__(self, instance, value, /)", slot)]
fn set(cx: &mut Cx, this: &'static NativeFunction, instance: Value, value: Value) -> R<()> {
    descriptor::set(cx, this, instance, value)
}

#[native(GETSET_DESCRIPTOR, "__delete__(self, instance, /)", slot)]
fn delete(cx: &mut Cx, this: &'static NativeFunction, instance: Value) -> R<()> {
    descriptor::delete(cx, this, instance)
}

#[native(BUILTIN_FUNCTION, "__eq__(self, value, /)", slot, effect = pure)]
#[native(METHOD_WRAPPER, "__eq__(self, value, /)", slot, effect = pure)]
fn equals(_cx: &mut Cx, this: Value, value: Value) -> Value {
    Value::bool(
        match (this.cast::<BoundNative>(), value.cast::<BoundNative>()) {
            (Some(a), Some(b)) => {
                std::ptr::eq(a.def(), b.def()) && is_identical(a.receiver.get(), b.receiver.get())
            }
            _ if class_of(this).value() == class_of(value).value() => this == value,
            _ => return Value::NOT_IMPLEMENTED,
        },
    )
}

#[native(BUILTIN_FUNCTION, "__hash__(self, /)", slot, effect = pure)]
#[native(METHOD_WRAPPER, "__hash__(self, /)", slot, effect = pure)]
fn hash(cx: &mut Cx, this: Value) -> R<i64> {
    let native = Native::of(cx, this)?;
    let def = std::ptr::from_ref(native.def()) as u64;
    // Addresses end in zeros, which say nothing.
    let mixed = (def >> 3) ^ id(native.receiver()).rotate_right(4);
    Ok((mixed >> 3) as i64)
}

/// Helper for pickle.
#[native(BUILTIN_FUNCTION, "__reduce__(self, /)", effect = reads)]
#[native(METHOD_DESCRIPTOR, "__reduce__(self, /)", effect = reads)]
#[native(WRAPPER_DESCRIPTOR, "__reduce__(self, /)", effect = reads)]
#[native(METHOD_WRAPPER, "__reduce__(self, /)", effect = reads)]
fn reduce(cx: &mut Cx, this: Value) -> R {
    let native = Native::of(cx, this)?;
    let def = native.def();
    let name = cx.vm.intern(cx, def.name)?;
    if def.kind == Kind::Function {
        return Ok(name);
    }
    let getattr = name!(cx, "getattr")?;
    let builtins = cx.vm.builtins.get().cast::<Dict>();
    let getattr = match builtins {
        Some(builtins) => dict::get_str(cx, builtins, getattr)?,
        None => None,
    };
    let arguments = cx.tuple(&[native.receiver(), name])?;
    cx.tuple(&[getattr.unwrap_or(Value::NONE), arguments])
}
