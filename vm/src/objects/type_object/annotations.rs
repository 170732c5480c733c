//! `__annotations__` and `__annotate__` of classes: evaluated when somebody asks (PEP 649).
//!
//! The class body leaves a function in `__annotate_func__`; what it gives is kept in
//! `__annotations_cache__`. Both names are CPython's.

use super::attributes::enter;
use super::{Flags, TYPE, Type};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::annotations;
use crate::objects::dict;
use crate::protocol::{attribute, call, descriptor};
use crate::value::Value;

/// An attribute of the class itself, bound to it.
fn own(cx: &mut Cx, class: &'static Type, name: Value) -> R<Option<Value>> {
    match dict::get_str(cx, class.namespace(), name)? {
        Some(found) => descriptor::get(cx, found, Value::UNBOUND, class).map(Some),
        None => Ok(None),
    }
}

/// Only classes written in Python have annotations.
fn check_written(cx: &mut Cx, class: &'static Type, name: &str) -> R<()> {
    if class.flags().has(Flags::BUILTIN) {
        let class = class.name_text(cx)?;
        return Err(cx.attribute_error(format_args!(
            "type object '{class}' has no attribute '{name}'"
        )));
    }
    Ok(())
}

#[native(TYPE, "__annotations__", getter)]
fn annotations(cx: &mut Cx, this: &'static Type) -> R {
    check_written(cx, this, "__annotations__")?;
    let (name, cache) = (
        name!(cx, "__annotations__")?,
        name!(cx, "__annotations_cache__")?,
    );
    for name in [name, cache] {
        if let Some(found) = own(cx, this, name)? {
            return Ok(found);
        }
    }
    let key = name!(cx, "__annotate__")?;
    let annotate = attribute::get(cx, this.value(), key)?;
    let annotations = annotations::evaluate(cx, annotate)?;
    enter(cx, this, cache, annotations)?;
    Ok(annotations)
}

/// Takes what gave annotations so far out of the namespace.
fn forget_function(cx: &mut Cx, class: &'static Type) -> R<()> {
    let names = [name!(cx, "__annotate_func__")?, name!(cx, "__annotate__")?];
    for name in names {
        dict::remove(cx, class.namespace(), name)?;
    }
    attribute::changed(cx, class)
}

#[native(TYPE, "__annotations__", setter, effect = writes)]
fn set_annotations(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    let (name, cache) = (
        name!(cx, "__annotations__")?,
        name!(cx, "__annotations_cache__")?,
    );
    let has_own = dict::get_str(cx, this.namespace(), name)?.is_some();
    enter(cx, this, if has_own { name } else { cache }, value)?;
    forget_function(cx, this)
}

#[native(TYPE, "__annotations__", deleter, effect = writes)]
fn delete_annotations(cx: &mut Cx, this: &'static Type) -> R<()> {
    let (name, cache) = (
        name!(cx, "__annotations__")?,
        name!(cx, "__annotations_cache__")?,
    );
    let removed = [
        dict::remove(cx, this.namespace(), name)?,
        dict::remove(cx, this.namespace(), cache)?,
    ];
    if removed == [None, None] {
        return Err(cx.attribute_error(format_args!("__annotations__")));
    }
    forget_function(cx, this)
}

#[native(TYPE, "__annotate__", getter)]
fn annotate(cx: &mut Cx, this: &'static Type) -> R {
    check_written(cx, this, "__annotate__")?;
    let (function, name) = (name!(cx, "__annotate_func__")?, name!(cx, "__annotate__")?);
    for name in [function, name] {
        if let Some(found) = own(cx, this, name)? {
            return Ok(found);
        }
    }
    enter(cx, this, function, Value::NONE)?;
    Ok(Value::NONE)
}

#[native(TYPE, "__annotate__", setter, effect = writes)]
fn set_annotate(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    if !value.is_none() && !call::is_callable(cx, value)? {
        return Err(cx.type_error(format_args!("__annotate__ must be callable or None")));
    }
    let (function, cache) = (
        name!(cx, "__annotate_func__")?,
        name!(cx, "__annotations_cache__")?,
    );
    if !value.is_none() {
        dict::remove(cx, this.namespace(), cache)?;
    }
    enter(cx, this, function, value)
}

#[native(TYPE, "__annotate__", deleter, effect = pure)]
fn delete_annotate(cx: &mut Cx, _this: &'static Type) -> R<()> {
    Err(cx.type_error(format_args!("cannot delete __annotate__ attribute")))
}
