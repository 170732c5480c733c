//! Bound methods.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, layout};
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::iterators::builtin;
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::{attribute, call, descriptor, equal, hash, is_identical};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static METHOD = TypeDef {
        name: "method",
        layout: Some(layout::METHOD),
        doc: "Create a bound instance method object.",
        ..TypeDef::NEW
    };
}

/// A bound method.
#[repr(C)]
#[derive(Debug)]
pub struct Method {
    header: Header,
    /// `__func__`.
    pub function: Fixed,
    /// `__self__`.
    pub receiver: Fixed,
}

// SAFETY: a header and values.
unsafe impl HeapType for Method {
    const LAYOUT: LayoutId = layout::METHOD;
}

/// `function` bound to `receiver`.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, function: Value, receiver: Value) -> R<&'static Method> {
    cx.create(&METHOD, |header| Method {
        header,
        function: Fixed::new(function),
        receiver: Fixed::new(receiver),
    })
}

#[native(METHOD, "__new__(cls, function, instance, /)", new)]
fn method_new(
    cx: &mut Cx,
    _cls: &'static Type,
    function: Value,
    instance: Value,
) -> R<&'static Method> {
    if !call::is_callable(cx, function)? {
        return Err(cx.type_error(format_args!("first argument must be callable")));
    }
    if instance.is_none() {
        return Err(cx.type_error(format_args!("instance must not be None")));
    }
    new(cx, function, instance)
}

/// the function (or other callable) implementing a method
#[native(METHOD, "__func__", getter, effect = pure)]
fn function(_: &mut Cx, this: &'static Method) -> Value {
    this.function.get()
}

/// the instance to which a method is bound
#[native(METHOD, "__self__", getter, effect = pure)]
fn receiver(_: &mut Cx, this: &'static Method) -> Value {
    this.receiver.get()
}

/// The function's documentation.
#[native(METHOD, "__doc__", getter)]
fn doc(cx: &mut Cx, this: &'static Method) -> R {
    let name = name!(cx, "__doc__")?;
    attribute::get(cx, this.function.get(), name)
}

/// Whatever the method itself does not have, its function has: `__name__`, `__doc__`, ...
#[native(METHOD, "__getattribute__(self, name, /)", slot)]
fn getattribute(cx: &mut Cx, this: &'static Method, name: Value) -> R {
    let name = attribute::checked_name(cx, name)?;
    let class = METHOD.class();
    match class.lookup(cx, name)? {
        Some(found) => descriptor::get(cx, found, this.value(), class),
        None => attribute::get(cx, this.function.get(), name),
    }
}

#[native(METHOD, "__call__(self, /, *args, **kwargs)", slot)]
fn call_it(cx: &mut Cx, this: Value, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    call::call(cx, this, kwargs.forward(1))
}

#[native(METHOD, "__get__(self, instance, owner=None, /)", slot, effect = pure)]
fn get(_: &mut Cx, this: Value, _instance: Value, _owner: Value) -> Value {
    this
}

#[native(METHOD, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Method) -> R<String> {
    let function = this.function.get();
    let (qualname, name) = (name!(cx, "__qualname__")?, name!(cx, "__name__")?);
    let found = match attribute::find(cx, function, qualname)? {
        Some(qualname) => Some(qualname),
        None => attribute::find(cx, function, name)?,
    };
    let name = match found {
        Some(name) if name.is::<Str>() => str::to_string(name),
        _ => "?".to_owned(),
    };
    let receiver = crate::protocol::repr(cx, this.receiver.get())?;
    let receiver = str::to_string(receiver);
    Ok(format!("<bound method {name} of {receiver}>"))
}

#[native(METHOD, "__eq__(self, value, /)", slot)]
fn eq(cx: &mut Cx, this: &'static Method, value: Value) -> R {
    let Some(other) = value.cast::<Method>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = is_identical(this.receiver.get(), other.receiver.get())
        && equal(cx, this.function.get(), other.function.get())?;
    Ok(Value::bool(same))
}

#[native(METHOD, "__hash__(self, /)", slot)]
fn hash_of(cx: &mut Cx, this: &'static Method) -> R<i64> {
    let receiver = (crate::protocol::id(this.receiver.get()) >> 4) as i64;
    Ok(receiver ^ hash(cx, this.function.get())?)
}

/// Return state information for pickling.
#[native(METHOD, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Method) -> R {
    let getattr = builtin(cx, "getattr")?;
    let key = name!(cx, "__name__")?;
    let name = attribute::get(cx, this.function.get(), key)?;
    let args = cx.tuple(&[this.receiver.get(), name])?;
    cx.tuple(&[getattr, args])
}
