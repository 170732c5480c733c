//! `__dict__` and `__weakref__` of instances: descriptors that each class gets which is the first of its
//! bases to give its instances such a thing.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Kind, NativeDef, native, of_class};
use crate::objects::dict::{self, Dict};
use crate::objects::instance::{Instance, adopt_dict};
use crate::objects::native_function;
use crate::objects::object::OBJECT;
use crate::objects::type_object::{Flags, Type};
use crate::objects::weakref;
use crate::protocol::{attribute, class_of, descriptor, type_name};
use crate::value::Value;

/// The attributes, and which classes have them.
const ATTRIBUTES: [(&str, Flags); 2] = [
    ("__dict__", Flags::HAS_DICT),
    ("__weakref__", Flags::WEAKREFABLE),
];

/// Whether a native function of `object` is one of these, which `object` itself does not have.
pub fn is_one(def: &'static NativeDef) -> bool {
    def.class().is_some_and(|cell| std::ptr::eq(cell, &OBJECT))
        && ATTRIBUTES.iter().any(|(name, _)| *name == def.name)
}

/// Enters in the namespace of a class those that none of its bases has.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn install(cx: &mut Cx, class: &'static Type) -> R<()> {
    let base = cx.load(class, &class.base)?.cast::<Type>();
    for (name, flag) in ATTRIBUTES {
        let has = |class: &'static Type| class.flags().has(flag.with(Flags::INSTANCE_LAYOUT));
        if !has(class) || base.is_some_and(has) {
            continue;
        }
        let getter = |def: &&NativeDef| def.name == name && def.kind == Kind::Getter;
        let Some(def) = of_class(&OBJECT).find(getter) else {
            continue;
        };
        let descriptor = native_function::new(cx, def, class.value())?;
        let name = cx.vm.intern(cx, name)?;
        if dict::get_str(cx, class.namespace(), name)?.is_none() {
            dict::set_str(cx, class.namespace(), name, descriptor.value())?;
        }
    }
    Ok(())
}

/// The instance, if it can have attributes of its own.
fn with_attributes(cx: &mut Cx, this: Value) -> R<&'static Instance> {
    match this.cast::<Instance>() {
        Some(instance) if class_of(this).flags().has(Flags::HAS_DICT) => Ok(instance),
        _ => {
            let class = type_name(cx, this)?;
            Err(cx.type_error(format_args!(
                "descriptor '__dict__' doesn't apply to a '{class}' object"
            )))
        }
    }
}

#[native(OBJECT, "__dict__", getter, effect = writes)]
fn namespace(cx: &mut Cx, this: Value) -> R {
    if let Some(descriptor) = builtin_descriptor(cx, this)? {
        return descriptor::get(cx, descriptor, this, class_of(this));
    }
    let instance = with_attributes(cx, this)?;
    Ok(attribute::instance_dict(cx, instance)?.value())
}

/// The `__dict__` of the builtin class that a class of modules, classes or exceptions inherits from, too.
fn builtin_descriptor(cx: &mut Cx, this: Value) -> R<Option<Value>> {
    if this.is::<Instance>() && !class_of(this).flags().has(Flags::EXCEPTION) {
        return Ok(None);
    }
    let name = name!(cx, "__dict__")?;
    for class in class_of(this).mro(cx)?.as_slice() {
        if let Some(class) = class.cast::<Type>()
            && class.flags().has(Flags::BUILTIN)
            && let Some(descriptor) = dict::get_str(cx, class.namespace(), name)?
        {
            return Ok(Some(descriptor));
        }
    }
    Ok(None)
}

#[native(OBJECT, "__dict__", setter)]
fn set_namespace(cx: &mut Cx, this: Value, value: Value) -> R<()> {
    if let Some(descriptor) = builtin_descriptor(cx, this)? {
        return descriptor::change(cx, descriptor, this, Some(value)).map(|_| ());
    }
    let instance = with_attributes(cx, this)?;
    let Some(dict) = cx.payload::<Dict>(value)? else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "__dict__ must be set to a dictionary, not a '{class}'"
        )));
    };
    replace(cx, instance, dict)
}

#[native(OBJECT, "__dict__", deleter)]
fn delete_namespace(cx: &mut Cx, this: Value) -> R<()> {
    if let Some(descriptor) = builtin_descriptor(cx, this)? {
        return descriptor::change(cx, descriptor, this, None).map(|_| ());
    }
    let instance = with_attributes(cx, this)?;
    if gets_dict_from_builtin(cx, class_of(this))? {
        return Err(cx.type_error(format_args!("cannot delete __dict__")));
    }
    let empty = dict::new(cx)?;
    replace(cx, instance, empty)
}

/// Whether already a builtin base of the class gives its instances a `__dict__`.
fn gets_dict_from_builtin(cx: &mut Cx, class: &'static Type) -> R<bool> {
    let bases = class.mro(cx)?.as_slice();
    let mut bases = bases.iter().filter_map(|base| base.cast::<Type>());
    Ok(bases.any(|base| base.flags().has(Flags::BUILTIN.with(Flags::HAS_DICT))))
}

fn replace(cx: &mut Cx, instance: &'static Instance, dict: &'static Dict) -> R<()> {
    // Its attributes leave their slots first.
    attribute::instance_dict(cx, instance)?;
    let shape = instance.shape(cx)?;
    adopt_dict(cx, instance, shape, dict)
}

/// list of weak references to the object
#[native(OBJECT, "__weakref__", getter, effect = reads)]
fn weak_reference(cx: &mut Cx, this: Value) -> Option<Value> {
    weakref::references(cx, this).first().copied()
}
