//! `weakref.proxy`: an object that passes everything on to its referent as long as that lives.

use super::{CALLBACK, new, reference, referent, table};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::str::Str;
use crate::protocol::{self, Compare, attribute, call, class_of, id};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

builtin_type! {
    /// The class of proxies.
    pub static PROXY = TypeDef {
        name: "ProxyType",
        module: "weakref",
        reserved: 2,
        ..TypeDef::NEW
    };
    /// The class of proxies of what can be called.
    pub static CALLABLE_PROXY = TypeDef {
        name: "CallableProxyType",
        module: "weakref",
        reserved: 2,
        ..TypeDef::NEW
    };
}

/// A proxy of an object.
///
/// # Errors
/// TypeError if the object cannot be referred to weakly.
pub(crate) fn of(cx: &mut Cx, object: Value, callback: Value) -> R<&'static Instance> {
    let name = name!(cx, "__call__")?;
    let class: &TypeCell = match class_of(object).lookup(cx, name)? {
        Some(_) => &CALLABLE_PROXY,
        None => &PROXY,
    };
    if callback.is_none() && cx.tx.is_solo() {
        for known in table::references(cx, object) {
            if let Some(known) = known.cast::<Instance>()
                && class.is(class_of(known.value()))
                && known.get(cx, CALLBACK)?.is_none()
            {
                return Ok(known);
            }
        }
    }
    new(cx, class.class(), object, callback)
}

/// The object behind a proxy; anything else is itself.
///
/// # Errors
/// ReferenceError if it has died.
pub(super) fn behind(cx: &mut Cx, value: Value) -> R {
    let class = class_of(value);
    match value.cast::<Instance>() {
        Some(proxy) if PROXY.is(class) || CALLABLE_PROXY.is(class) => living(cx, proxy),
        _ => Ok(value),
    }
}

fn living(cx: &mut Cx, proxy: &'static Instance) -> R {
    match referent(cx, proxy)? {
        Some(object) => Ok(object),
        None => Err(cx.reference_error(format_args!("weakly-referenced object no longer exists"))),
    }
}

#[native(CALLABLE_PROXY, "__call__(self, /, *args, **kwargs)", slot)]
fn call_object(cx: &mut Cx, this: &'static Instance, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    let object = living(cx, this)?;
    call::call(cx, object, kwargs.forward(1))
}

#[native(PROXY, "__getattribute__(self, name, /)", slot)]
#[native(CALLABLE_PROXY, "__getattribute__(self, name, /)", slot)]
fn getattribute(cx: &mut Cx, this: &'static Instance, name: &'static Str) -> R {
    let object = living(cx, this)?;
    let name = attribute::intern(cx, name.value());
    attribute::get(cx, object, name)
}

#[native(PROXY, "__setattr__(self, name, value, /)", slot)]
#[native(CALLABLE_PROXY, "__setattr__(self, name, value, /)", slot)]
fn setattr(cx: &mut Cx, this: &'static Instance, name: &'static Str, value: Value) -> R<()> {
    let object = living(cx, this)?;
    let name = attribute::intern(cx, name.value());
    attribute::set(cx, object, name, value)
}

#[native(PROXY, "__delattr__(self, name, /)", slot)]
#[native(CALLABLE_PROXY, "__delattr__(self, name, /)", slot)]
fn delattr(cx: &mut Cx, this: &'static Instance, name: &'static Str) -> R<()> {
    let object = living(cx, this)?;
    let name = attribute::intern(cx, name.value());
    attribute::delete(cx, object, name)
}

#[native(PROXY, "__str__(self, /)", slot)]
#[native(CALLABLE_PROXY, "__str__(self, /)", slot)]
fn text(cx: &mut Cx, this: &'static Instance) -> R {
    let object = living(cx, this)?;
    protocol::str(cx, object)
}

#[native(PROXY, "__repr__(self, /)", slot)]
#[native(CALLABLE_PROXY, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let object = referent(cx, this)?.unwrap_or(Value::NONE);
    let (class, place) = (reference::class_text(cx, object)?, id(object));
    let address = id(this.value());
    Ok(if object.is_none() {
        format!("<weakproxy at {address:#x}; dead>")
    } else {
        format!("<weakproxy at {address:#x}; to '{class}' at {place:#x}>")
    })
}

macro_rules! comparisons {
    ($($rust:ident $signature:literal $op:ident;)*) => {
        $(
            #[native(PROXY, $signature, slot)]
            #[native(CALLABLE_PROXY, $signature, slot)]
            fn $rust(cx: &mut Cx, this: Value, value: Value) -> R {
                let (a, b) = (behind(cx, this)?, behind(cx, value)?);
                protocol::rich_compare(cx, a, b, Compare::$op)
            }
        )*
    };
}

comparisons! {
    lt "__lt__(self, value, /)" Lt;
    le "__le__(self, value, /)" Le;
    eq "__eq__(self, value, /)" Eq;
    ne "__ne__(self, value, /)" Ne;
    gt "__gt__(self, value, /)" Gt;
    ge "__ge__(self, value, /)" Ge;
}

/// It changes when the referent dies.
#[native(PROXY, "__hash__(self, /)", slot, effect = pure)]
#[native(CALLABLE_PROXY, "__hash__(self, /)", slot, effect = pure)]
fn hash(cx: &mut Cx, this: Value) -> R<i64> {
    let class = protocol::full_type_name(cx, this)?;
    Err(cx.type_error(format_args!("unhashable type: '{class}'")))
}

#[native(PROXY, "__bool__(self, /)", slot)]
#[native(CALLABLE_PROXY, "__bool__(self, /)", slot)]
fn truth(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    let object = living(cx, this)?;
    protocol::truth(cx, object)
}

#[native(PROXY, "__len__(self, /)", slot)]
#[native(CALLABLE_PROXY, "__len__(self, /)", slot)]
fn len(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    let object = living(cx, this)?;
    protocol::len(cx, object)
}

#[native(PROXY, "__getitem__(self, key, /)", slot)]
#[native(CALLABLE_PROXY, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    let object = living(cx, this)?;
    protocol::get_item(cx, object, key)
}

#[native(PROXY, "__setitem__(self, key, value, /)", slot)]
#[native(CALLABLE_PROXY, "__setitem__(self, key, value, /)", slot)]
fn setitem(cx: &mut Cx, this: &'static Instance, key: Value, value: Value) -> R<()> {
    let object = living(cx, this)?;
    protocol::set_item(cx, object, key, value)
}

#[native(PROXY, "__delitem__(self, key, /)", slot)]
#[native(CALLABLE_PROXY, "__delitem__(self, key, /)", slot)]
fn delitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R<()> {
    let object = living(cx, this)?;
    protocol::del_item(cx, object, key)
}

#[native(PROXY, "__contains__(self, key, /)", slot)]
#[native(CALLABLE_PROXY, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static Instance, key: Value) -> R<bool> {
    let object = living(cx, this)?;
    protocol::contains(cx, object, key)
}

#[native(PROXY, "__iter__(self, /)", slot)]
#[native(CALLABLE_PROXY, "__iter__(self, /)", slot)]
fn iter(cx: &mut Cx, this: &'static Instance) -> R {
    let object = living(cx, this)?;
    protocol::iter(cx, object)
}

#[native(PROXY, "__next__(self, /)", slot)]
#[native(CALLABLE_PROXY, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static Instance) -> R {
    let object = living(cx, this)?;
    let name = name!(cx, "__next__")?;
    if class_of(object).lookup(cx, name)?.is_none() {
        let class = protocol::type_name(cx, object)?;
        return Err(cx.type_error(format_args!(
            "Weakref proxy referenced a non-iterator '{class}' object"
        )));
    }
    match protocol::next(cx, object)? {
        Some(value) => Ok(value),
        None => Err(cx.stop_iteration(Value::NONE)),
    }
}

#[native(PROXY, "__reversed__(self, /)")]
#[native(CALLABLE_PROXY, "__reversed__(self, /)")]
fn reversed(cx: &mut Cx, this: &'static Instance) -> R {
    let object = living(cx, this)?;
    let name = name!(cx, "__reversed__")?;
    call::call_method(cx, object, name, &[])
}

#[native(PROXY, "__bytes__(self, /)")]
#[native(CALLABLE_PROXY, "__bytes__(self, /)")]
fn bytes(cx: &mut Cx, this: &'static Instance) -> R {
    let object = living(cx, this)?;
    let name = name!(cx, "__bytes__")?;
    call::call_method(cx, object, name, &[])
}
