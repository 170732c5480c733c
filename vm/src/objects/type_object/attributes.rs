//! The attributes of a class that `type` computes.
//!
//! What can be set of a class written in Python lies in its fields or its namespace; of a builtin class
//! nothing can be set, which `attribute::change_class` sees to.

use super::{Flags, TYPE, Type, is_abstract};
use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::native::native;
use crate::objects::dict;
use crate::objects::object::full_name;
use crate::objects::str::{self, Str};
use crate::protocol::{attribute, type_name};
use crate::shape::Shape;
use crate::types::{TYPES, TypeCell};
use crate::value::Value;

/// Raises TypeError: the attribute cannot be deleted.
pub(super) fn cannot_delete(cx: &mut Cx, class: &'static Type, attribute: &str) -> R<Exit> {
    let class = class.name_text(cx)?;
    Ok(cx.type_error(format_args!(
        "cannot delete '{attribute}' attribute of immutable type '{class}'"
    )))
}

/// Refuses to change an attribute of a builtin class, by whatever way.
///
/// # Errors
/// TypeError if it is one.
#[inline]
pub(crate) fn check_mutable(cx: &mut Cx, class: &'static Type, attribute: Value) -> R<()> {
    if !class.flags().has(Flags::BUILTIN) {
        return Ok(());
    }
    let (attribute, class) = (str::to_string(attribute), full_name(class));
    Err(cx.type_error(format_args!(
        "cannot set '{attribute}' attribute of immutable type '{class}'"
    )))
}

/// A name of the class that somebody assigns.
fn checked_text(cx: &mut Cx, class: &'static Type, name: &str, value: Value) -> R<Value> {
    let attribute = cx.vm.intern(cx, name)?;
    check_mutable(cx, class, attribute)?;
    match cx.payload::<Str>(value)? {
        Some(_) => Ok(value),
        None => {
            let (class, got) = (class.name_text(cx)?, type_name(cx, value)?);
            Err(cx.type_error(format_args!(
                "can only assign string to {class}.{name}, not '{got}'"
            )))
        }
    }
}

/// A class's name has no null characters and no surrogates.
///
/// # Errors
/// ValueError, UnicodeEncodeError.
pub(super) fn check_name(cx: &mut Cx, name: &'static Str) -> R<()> {
    if name.text().codes().any(|code| code == 0) {
        return Err(cx.value_error(format_args!("type name must not contain null characters")));
    }
    if name
        .text()
        .codes()
        .any(|code| (0xd800..0xe000).contains(&code))
    {
        crate::protocol::codec::encode(cx, name, None, None)?;
    }
    Ok(())
}

#[native(TYPE, "__name__", getter, effect = reads)]
fn name(cx: &mut Cx, this: &'static Type) -> R {
    cx.load(this, &this.name)
}

#[native(TYPE, "__name__", setter, effect = writes)]
fn set_name(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    let value = checked_text(cx, this, "__name__", value)?;
    if let Some(text) = cx.payload::<Str>(value)? {
        check_name(cx, text)?;
    }
    cx.store(this, &this.name, value)
}

#[native(TYPE, "__qualname__", getter, effect = reads)]
fn qualname(cx: &mut Cx, this: &'static Type) -> R {
    cx.load(this, &this.qualname)
}

#[native(TYPE, "__qualname__", setter, effect = writes)]
fn set_qualname(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    let value = checked_text(cx, this, "__qualname__", value)?;
    cx.store(this, &this.qualname, value)
}

macro_rules! undeletable {
    ($($rust:ident $name:literal;)*) => {
        $(
            #[native(TYPE, $name, deleter, effect = reads)]
            fn $rust(cx: &mut Cx, this: &'static Type) -> R<()> {
                Err(cannot_delete(cx, this, $name)?)
            }
        )*
    };
}

undeletable! {
    delete_name "__name__";
    delete_qualname "__qualname__";
    delete_module "__module__";
    delete_doc "__doc__";
    delete_type_params "__type_params__";
}

/// The declaration of a builtin class.
fn builtin_cell(class: &'static Type) -> Option<&'static TypeCell> {
    if !class.flags().has(Flags::BUILTIN) {
        return None;
    }
    TYPES.iter().copied().find(|cell| cell.is(class))
}

#[native(TYPE, "__module__", getter, effect = reads)]
fn module(cx: &mut Cx, this: &'static Type) -> R {
    if let Some(cell) = builtin_cell(this) {
        return cx.vm.intern(cx, cell.def.module);
    }
    let name = name!(cx, "__module__")?;
    match dict::get_str(cx, this.namespace(), name)? {
        Some(module) => Ok(module),
        None => cx.vm.intern(cx, "builtins"),
    }
}

#[native(TYPE, "__module__", setter, effect = writes)]
fn set_module(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    let name = name!(cx, "__module__")?;
    check_mutable(cx, this, name)?;
    enter(cx, this, name, value)
}

/// Sets an attribute that lies in the namespace.
pub(super) fn enter(cx: &mut Cx, class: &'static Type, name: Value, value: Value) -> R<()> {
    dict::set_str(cx, class.namespace(), name, value)?;
    attribute::changed(cx, class)
}

#[native(TYPE, "__doc__", getter)]
fn doc(cx: &mut Cx, this: &'static Type) -> R {
    // Instances may have documentation of their own, by a descriptor of this name.
    if let Some(cell) = builtin_cell(this)
        && !cell.def.doc.is_empty()
    {
        return cx.str(cell.def.doc);
    }
    let name = name!(cx, "__doc__")?;
    match dict::get_str(cx, this.namespace(), name)? {
        Some(doc) => crate::protocol::descriptor::get(cx, doc, Value::UNBOUND, this),
        None => Ok(Value::NONE),
    }
}

#[native(TYPE, "__doc__", setter, effect = writes)]
fn set_doc(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    let name = name!(cx, "__doc__")?;
    check_mutable(cx, this, name)?;
    enter(cx, this, name, value)
}

#[native(TYPE, "__type_params__", getter, effect = reads)]
fn type_params(cx: &mut Cx, this: &'static Type) -> R {
    // That of `type` is this descriptor.
    if this.flags().has(Flags::BUILTIN) {
        return Ok(cx.vm.empty_tuple.get());
    }
    let name = name!(cx, "__type_params__")?;
    let found = dict::get_str(cx, this.namespace(), name)?;
    Ok(found.unwrap_or(cx.vm.empty_tuple.get()))
}

#[native(TYPE, "__type_params__", setter, effect = writes)]
fn set_type_params(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    let name = name!(cx, "__type_params__")?;
    check_mutable(cx, this, name)?;
    enter(cx, this, name, value)
}

#[native(TYPE, "__abstractmethods__", getter, effect = reads)]
fn abstract_methods(cx: &mut Cx, this: &'static Type) -> R {
    let name = name!(cx, "__abstractmethods__")?;
    // That of `type` is this descriptor.
    let found = match TYPE.is(this) {
        true => None,
        false => dict::get_str(cx, this.namespace(), name)?,
    };
    match found {
        Some(methods) => Ok(methods),
        None => Err(cx.attribute_error(format_args!("__abstractmethods__"))),
    }
}

#[native(TYPE, "__abstractmethods__", setter)]
fn set_abstract_methods(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    let name = name!(cx, "__abstractmethods__")?;
    // Whatever it is, it must have a truth.
    crate::protocol::truth(cx, value)?;
    enter(cx, this, name, value)
}

#[native(TYPE, "__abstractmethods__", deleter, effect = writes)]
fn delete_abstract_methods(cx: &mut Cx, this: &'static Type) -> R<()> {
    let name = name!(cx, "__abstractmethods__")?;
    match dict::remove(cx, this.namespace(), name)? {
        Some(_) => attribute::changed(cx, this),
        None => Err(cx.attribute_error(format_args!("__abstractmethods__"))),
    }
}

#[native(TYPE, "__base__", getter, effect = reads)]
fn base(cx: &mut Cx, this: &'static Type) -> R {
    cx.load(this, &this.base)
}

#[native(TYPE, "__mro__", getter, effect = reads)]
fn mro_of(cx: &mut Cx, this: &'static Type) -> R {
    cx.load(this, &this.mro)
}

#[native(TYPE, "__dict__", getter, effect = writes)]
fn namespace(cx: &mut Cx, this: &'static Type) -> R {
    crate::objects::mapping_proxy::new(cx, this.dict.get())
}

#[native(TYPE, "__text_signature__", getter, effect = pure)]
fn text_signature(_: &mut Cx, this: &'static Type) -> Option<String> {
    crate::native::class_signature(builtin_cell(this)?)
}

#[native(TYPE, "__flags__", getter, effect = reads)]
fn flags(cx: &mut Cx, this: &'static Type) -> R<i64> {
    // CPython's numbers of those that programs look at: INLINE_VALUES, MANAGED_DICT, SEQUENCE, MAPPING,
    // IMMUTABLETYPE, HEAPTYPE, BASETYPE, READY, IS_ABSTRACT.
    let flags = this.flags();
    let bit = |flag: Flags, bit: u32| i64::from(flags.has(flag)) << bit;
    // There, only the builtin classes proper are no heap types.
    let heap_type = builtin_cell(this).is_none_or(|cell| cell.def.module != "builtins");
    let heap_type = i64::from(heap_type) << 9;
    let is_abstract = i64::from(is_abstract(cx, this)?) << 20;
    let own_dict = flags.has(Flags::HAS_DICT) && !flags.has(Flags::BUILTIN);
    let inline = own_dict && !flags.has(Flags::PAYLOAD);
    Ok(1 << 12
        | i64::from(inline) << 2
        | i64::from(own_dict) << 4
        | heap_type
        | is_abstract
        | bit(Flags::SEQUENCE, 5)
        | bit(Flags::MAPPING, 6)
        | bit(Flags::SUBCLASSABLE, 10)
        | bit(Flags::BUILTIN, 8))
}

/// Bytes of an instance without what it has behind its slots.
#[native(TYPE, "__basicsize__", getter, effect = pure)]
fn basic_size(_: &mut Cx, this: &'static Type) -> i64 {
    16 + 8 * i64::from(Shape::of(this.instance_shape()).reserved)
}

/// An instance says by its layout how large it is.
#[native(TYPE, "__itemsize__", getter, effect = pure)]
fn item_size(_: &mut Cx, this: &'static Type) -> i64 {
    let sized = [
        (&crate::objects::int::INT, 4),
        (&crate::objects::tuple::TUPLE, 8),
        (&crate::objects::bytes::BYTES, 1),
        (&TYPE, 40),
    ];
    let found = sized.iter().find(|(cell, _)| this.has_storage(cell));
    found.map_or(0, |(_, size)| *size)
}

/// As CPython says it of attributes that it keeps itself: not 0 if there are some.
#[native(TYPE, "__dictoffset__", getter, effect = pure)]
fn dict_offset(_: &mut Cx, this: &'static Type) -> i64 {
    -i64::from(this.flags().has(Flags::HAS_DICT))
}

#[native(TYPE, "__weakrefoffset__", getter, effect = pure)]
fn weakref_offset(_: &mut Cx, this: &'static Type) -> i64 {
    -32 * i64::from(this.flags().has(Flags::WEAKREFABLE))
}

#[native(TYPE, "__base__", setter, effect = pure)]
#[native(TYPE, "__basicsize__", setter, effect = pure)]
#[native(TYPE, "__itemsize__", setter, effect = pure)]
#[native(TYPE, "__dictoffset__", setter, effect = pure)]
#[native(TYPE, "__weakrefoffset__", setter, effect = pure)]
fn set_read_only(cx: &mut Cx, _this: &'static Type, _value: Value) -> R<()> {
    Err(cx.attribute_error(format_args!("readonly attribute")))
}

#[native(TYPE, "__base__", deleter, effect = pure)]
#[native(TYPE, "__basicsize__", deleter, effect = pure)]
#[native(TYPE, "__itemsize__", deleter, effect = pure)]
#[native(TYPE, "__dictoffset__", deleter, effect = pure)]
#[native(TYPE, "__weakrefoffset__", deleter, effect = pure)]
fn delete_read_only(cx: &mut Cx, _this: &'static Type) -> R<()> {
    Err(cx.attribute_error(format_args!("readonly attribute")))
}
