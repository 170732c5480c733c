//! `types.SimpleNamespace`: attributes that a call gives.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::{Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::attribute::{self, instance_dict};
use crate::protocol::compare::{Compare, rich_compare};
use crate::protocol::{class_of, is_instance, repr, repr_guard, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static SIMPLE_NAMESPACE = TypeDef {
        name: "SimpleNamespace",
        module: "types",
        layout: Some(layout::INSTANCE),
        subclassable: true,
        attributes: true,
        doc: "A simple attribute-based namespace.",
        ..TypeDef::NEW
    };
}

/// A namespace with these attributes.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, attributes: &[(&str, Value)]) -> R {
    let namespace = Instance::new(cx, SIMPLE_NAMESPACE.class())?;
    for (name, value) in attributes {
        let name = cx.vm.intern(cx, name)?;
        attribute::set(cx, namespace.value(), name, *value)?;
    }
    Ok(namespace.value())
}

/// Create and return a new object.
#[native(SIMPLE_NAMESPACE, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn make(cx: &mut Cx, cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    Ok(Instance::new(cx, cls)?.value())
}

/// Initialize self.  See help(type(self)) for accurate signature.
#[native(SIMPLE_NAMESPACE, "__init__(self, /, *args, **kwargs)", slot)]
fn init(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    let attributes = instance_dict(cx, this)?;
    match args {
        [] => {}
        [mapping] => {
            let given = dict::new(cx)?;
            dict::update(cx, given, *mapping)?;
            let mut position = 0;
            while let Some((name, _)) = dict::next_entry(cx, given, &mut position)? {
                if cx.payload::<Str>(name)?.is_none() {
                    return Err(cx.type_error(format_args!("keywords must be strings")));
                }
            }
            dict::merge(cx, attributes, given)?;
        }
        _ => {
            let (class, count) = (type_name(cx, this.value())?, args.len());
            return Err(cx.type_error(format_args!(
                "{class} expected at most 1 argument, got {count}"
            )));
        }
    }
    for (name, value) in kwargs.iter() {
        let name = attribute::intern(cx, name);
        dict::set_str(cx, attributes, name, value)?;
    }
    Ok(())
}

/// Return repr(self).
#[native(SIMPLE_NAMESPACE, "__repr__(self, /)", slot)]
fn text(cx: &mut Cx, this: &'static Instance) -> R {
    let name = if SIMPLE_NAMESPACE.is(class_of(this.value())) {
        "namespace".to_owned()
    } else {
        type_name(cx, this.value())?
    };
    let whole = repr_guard::guarded(cx, this.value(), |cx| {
        let attributes = instance_dict(cx, this)?;
        let mut text = cx.str(&format!("{name}("))?;
        let (mut position, mut separator) = (0, "");
        while let Some((key, value)) = dict::next_entry(cx, attributes, &mut position)? {
            if cx.payload::<Str>(key)?.is_none_or(Str::is_empty) {
                continue;
            }
            let value = repr(cx, value)?;
            let label = cx.str(&format!("{separator}{}=", str::to_string(key)))?;
            text = str::concat(cx, &[text, label, value])?;
            separator = ", ";
        }
        let close = cx.str(")")?;
        str::concat(cx, &[text, close])
    })?;
    match whole {
        Some(text) => Ok(text),
        None => cx.str(&format!("{name}(...)")),
    }
}

fn compare(cx: &mut Cx, this: &'static Instance, other: Value, op: Compare) -> R {
    if !is_instance(cx, other, &SIMPLE_NAMESPACE)? {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let Some(other) = other.cast::<Instance>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = (instance_dict(cx, this)?, instance_dict(cx, other)?);
    rich_compare(cx, a.value(), b.value(), op)
}

/// Return self==value.
#[native(SIMPLE_NAMESPACE, "__eq__(self, value, /)", slot)]
fn equal(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    compare(cx, this, value, Compare::Eq)
}

/// Return self!=value.
#[native(SIMPLE_NAMESPACE, "__ne__(self, value, /)", slot)]
fn unequal(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    compare(cx, this, value, Compare::Ne)
}

#[native(SIMPLE_NAMESPACE, "__dict__", getter, effect = writes)]
fn dictionary(cx: &mut Cx, this: &'static Instance) -> R<&'static Dict> {
    instance_dict(cx, this)
}

/// Return state information for pickling
#[native(SIMPLE_NAMESPACE, "__reduce__(self, /)", effect = writes)]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let attributes = instance_dict(cx, this)?;
    let class = class_of(this.value()).value();
    let empty = cx.tuple(&[])?;
    cx.tuple(&[class, empty, attributes.value()])
}

/// Return a copy of the namespace object with new values for the specified attributes.
#[native(SIMPLE_NAMESPACE, "__replace__(self, /, **changes)", opaque)]
fn replace(cx: &mut Cx, this: &'static Instance, changes: Kwargs<'_>) -> R {
    let class = class_of(this.value()).value();
    let copy = crate::protocol::call::call_values(cx, class, &[])?;
    let Some(instance) = copy.cast::<Instance>() else {
        let class = type_name(cx, this.value())?;
        let made = type_name(cx, copy)?;
        return Err(cx.type_error(format_args!(
            "expect {class} type, but {class}() returned '{made}' object"
        )));
    };
    let (attributes, old) = (instance_dict(cx, instance)?, instance_dict(cx, this)?);
    dict::merge(cx, attributes, old)?;
    for (name, value) in changes.iter() {
        let name = attribute::intern(cx, name);
        dict::set_str(cx, attributes, name, value)?;
    }
    Ok(copy)
}
