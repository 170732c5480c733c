//! `__annotations__` and `__annotate__`: annotations are evaluated when somebody asks (PEP 649).

use super::{FUNCTION, Function};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::annotations;
use crate::objects::dict::Dict;
use crate::protocol::call;
use crate::value::Value;

#[native(FUNCTION, "__annotations__", getter)]
fn annotations(cx: &mut Cx, this: &'static Function) -> R {
    if let Some(annotations) = cx.load(this, &this.annotations)?.bound() {
        return Ok(annotations);
    }
    let annotate = cx.load(this, &this.annotate)?;
    let annotations = annotations::evaluate(cx, annotate)?;
    cx.store(this, &this.annotations, annotations)?;
    Ok(annotations)
}

#[native(FUNCTION, "__annotations__", setter, effect = writes)]
fn set_annotations(cx: &mut Cx, this: &'static Function, value: Value) -> R<()> {
    if value.is_none() {
        return delete_annotations(cx, this);
    }
    if cx.payload::<Dict>(value)?.is_none() {
        return Err(cx.type_error(format_args!("__annotations__ must be set to a dict object")));
    }
    cx.store(this, &this.annotations, value)?;
    cx.store(this, &this.annotate, Value::NONE)
}

#[native(FUNCTION, "__annotations__", deleter, effect = writes)]
fn delete_annotations(cx: &mut Cx, this: &'static Function) -> R<()> {
    cx.store(this, &this.annotations, Value::UNBOUND)?;
    cx.store(this, &this.annotate, Value::NONE)
}

#[native(FUNCTION, "__annotate__", getter, effect = reads)]
fn annotate(cx: &mut Cx, this: &'static Function) -> R {
    cx.load(this, &this.annotate)
}

#[native(FUNCTION, "__annotate__", setter, effect = writes)]
fn set_annotate(cx: &mut Cx, this: &'static Function, value: Value) -> R<()> {
    if value.is_none() {
        return cx.store(this, &this.annotate, value);
    }
    if !call::is_callable(cx, value)? {
        return Err(cx.type_error(format_args!("__annotate__ must be callable or None")));
    }
    cx.store(this, &this.annotate, value)?;
    cx.store(this, &this.annotations, Value::UNBOUND)
}

#[native(FUNCTION, "__annotate__", deleter, effect = pure)]
fn delete_annotate(cx: &mut Cx, _this: &'static Function) -> R<()> {
    Err(cx.type_error(format_args!("__annotate__ cannot be deleted")))
}
