//! `__annotations__` and `__annotate__` of modules: evaluated when somebody asks (PEP 649), and then
//! kept in the namespace under their own names.

use super::annotations;
use super::dict;
use super::module::{MODULE, Module};
use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::protocol::{self, call};
use crate::value::Value;

/// Whether the module is just being imported, so that more annotations may follow.
fn is_initializing(cx: &mut Cx, module: &'static Module) -> R<bool> {
    let (spec, flag) = (name!(cx, "__spec__")?, name!(cx, "_initializing")?);
    let Some(spec) = dict::get_str(cx, module.namespace(), spec)? else {
        return Ok(false);
    };
    match protocol::get_attr_or_none(cx, spec, flag)? {
        Some(flag) => protocol::truth(cx, flag),
        None => Ok(false),
    }
}

#[native(MODULE, "__annotations__", getter)]
fn annotations(cx: &mut Cx, this: &'static Module) -> R {
    let (key, function) = (name!(cx, "__annotations__")?, name!(cx, "__annotate__")?);
    let namespace = this.namespace();
    if let Some(annotations) = dict::get_str(cx, namespace, key)? {
        return Ok(annotations);
    }
    let annotate = dict::get_str(cx, namespace, function)?.unwrap_or(Value::NONE);
    let annotations = annotations::evaluate(cx, annotate)?;
    if !is_initializing(cx, this)? {
        dict::set_str(cx, namespace, key, annotations)?;
    }
    Ok(annotations)
}

#[native(MODULE, "__annotations__", setter, effect = writes)]
fn set_annotations(cx: &mut Cx, this: &'static Module, value: Value) -> R<()> {
    let (key, function) = (name!(cx, "__annotations__")?, name!(cx, "__annotate__")?);
    dict::set_str(cx, this.namespace(), key, value)?;
    dict::remove(cx, this.namespace(), function)?;
    Ok(())
}

#[native(MODULE, "__annotations__", deleter, effect = writes)]
fn delete_annotations(cx: &mut Cx, this: &'static Module) -> R<()> {
    let (key, function) = (name!(cx, "__annotations__")?, name!(cx, "__annotate__")?);
    if dict::remove(cx, this.namespace(), key)?.is_none() {
        return Err(cx.attribute_error(format_args!("__annotations__")));
    }
    dict::remove(cx, this.namespace(), function)?;
    Ok(())
}

#[native(MODULE, "__annotate__", getter, effect = writes)]
fn annotate(cx: &mut Cx, this: &'static Module) -> R {
    let key = name!(cx, "__annotate__")?;
    if let Some(annotate) = dict::get_str(cx, this.namespace(), key)? {
        return Ok(annotate);
    }
    dict::set_str(cx, this.namespace(), key, Value::NONE)?;
    Ok(Value::NONE)
}

#[native(MODULE, "__annotate__", setter, effect = writes)]
fn set_annotate(cx: &mut Cx, this: &'static Module, value: Value) -> R<()> {
    if !value.is_none() && !call::is_callable(cx, value)? {
        return Err(cx.type_error(format_args!("__annotate__ must be callable or None")));
    }
    let (key, annotations) = (name!(cx, "__annotate__")?, name!(cx, "__annotations__")?);
    dict::set_str(cx, this.namespace(), key, value)?;
    if !value.is_none() {
        dict::remove(cx, this.namespace(), annotations)?;
    }
    Ok(())
}

#[native(MODULE, "__annotate__", deleter, effect = pure)]
fn delete_annotate(cx: &mut Cx, _this: &'static Module) -> R<()> {
    Err(cx.type_error(format_args!("cannot delete __annotate__ attribute")))
}
