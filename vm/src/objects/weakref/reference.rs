//! `weakref.ref`.

use super::{CALLBACK, HASH, new, referent, table};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::{self, Compare, attribute, class_of, id, is_identical, is_instance};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static REFERENCE = TypeDef {
        name: "ReferenceType",
        module: "weakref",
        reserved: 3,
        subclassable: true,
        ..TypeDef::NEW
    };
}

/// The referent and the callback of a call of the class.
fn arguments(cx: &mut Cx, function: &str, args: &[Value]) -> R<(Value, Value)> {
    match args {
        [referent] => Ok((*referent, Value::NONE)),
        [referent, callback] => Ok((*referent, *callback)),
        [] => Err(cx.type_error(format_args!(
            "{function} expected at least 1 argument, got 0"
        ))),
        _ => {
            let count = args.len();
            Err(cx.type_error(format_args!(
                "{function} expected at most 2 arguments, got {count}"
            )))
        }
    }
}

#[native(REFERENCE, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn reference_new(
    cx: &mut Cx,
    cls: &'static Type,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    if REFERENCE.is(cls) && !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("ref() takes no keyword arguments")));
    }
    let (referent, callback) = arguments(cx, "__new__", args)?;
    if REFERENCE.is(cls) && callback.is_none() {
        return plain(cx, referent);
    }
    new(cx, cls, referent, callback)
}

/// A `ref` without a callback. It is made once, as long as no other thread can know it.
///
/// # Errors
/// TypeError if the referent cannot be referred to weakly.
pub(crate) fn plain(cx: &mut Cx, referent: Value) -> R<&'static Instance> {
    if cx.tx.is_solo() {
        for known in table::references(cx, referent) {
            if let Some(known) = known.cast::<Instance>()
                && REFERENCE.is(class_of(known.value()))
                && known.get(cx, CALLBACK)?.is_none()
            {
                return Ok(known);
            }
        }
    }
    new(cx, REFERENCE.class(), referent, Value::NONE)
}

#[native(REFERENCE, "__init__(self, /, *args, **kwargs)", slot, effect = pure)]
fn init(cx: &mut Cx, _this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    if !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("ref() takes no keyword arguments")));
    }
    arguments(cx, "__init__", args).map(|_| ())
}

#[native(REFERENCE, "__call__(self, /)", slot, effect = reads)]
fn call(cx: &mut Cx, this: &'static Instance) -> R {
    Ok(referent(cx, this)?.unwrap_or(Value::NONE))
}

#[native(REFERENCE, "__callback__", getter, effect = reads)]
fn callback(cx: &mut Cx, this: &'static Instance) -> R {
    match referent(cx, this)? {
        Some(_) => this.get(cx, CALLBACK),
        None => Ok(Value::NONE),
    }
}

#[native(REFERENCE, "__hash__(self, /)", slot)]
fn hash(cx: &mut Cx, this: &'static Instance) -> R {
    if let Some(known) = this.get(cx, HASH)?.bound() {
        return Ok(known);
    }
    let Some(object) = referent(cx, this)? else {
        return Err(cx.type_error(format_args!("weak object has gone away")));
    };
    let hash = protocol::hash(cx, object)?;
    let hash = cx.int(hash)?;
    this.set(cx, HASH, hash)?;
    Ok(hash)
}

fn compare(cx: &mut Cx, this: &'static Instance, other: Value, op: Compare) -> R {
    let Some(other) = other.cast::<Instance>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !is_instance(cx, other.value(), &REFERENCE)? {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match (referent(cx, this)?, referent(cx, other)?) {
        (Some(a), Some(b)) => protocol::rich_compare(cx, a, b, op),
        _ => {
            let same = is_identical(this.value(), other.value());
            Ok(Value::bool(same == (op == Compare::Eq)))
        }
    }
}

#[native(REFERENCE, "__eq__(self, value, /)", slot)]
fn eq(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    compare(cx, this, value, Compare::Eq)
}

#[native(REFERENCE, "__ne__(self, value, /)", slot)]
fn ne(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    compare(cx, this, value, Compare::Ne)
}

/// `C` or `a.b.C`, as `repr` of weak references and proxies says it.
pub(super) fn class_text(cx: &mut Cx, object: Value) -> R<String> {
    class_of(object).name_text(cx)
}

#[native(REFERENCE, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let address = id(this.value());
    let Some(object) = referent(cx, this)? else {
        return Ok(format!("<weakref at {address:#x}; dead>"));
    };
    let (class, place) = (class_text(cx, object)?, id(object));
    let name = name!(cx, "__name__")?;
    let name = attribute::find(cx, object, name)?.filter(|name| name.is::<Str>());
    Ok(match name {
        Some(name) => {
            let name = str::to_string(name);
            format!("<weakref at {address:#x}; to '{class}' at {place:#x} ({name})>")
        }
        None => format!("<weakref at {address:#x}; to '{class}' at {place:#x}>"),
    })
}

/// See PEP 585
#[native(REFERENCE, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
fn class_getitem(cx: &mut Cx, cls: &'static Type, object: Value) -> R {
    generic_alias::new(cx, cls.value(), object)
}
