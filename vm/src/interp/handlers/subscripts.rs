//! Subscripts and slices.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::slice;
use crate::objects::tuple::Tuple;
use crate::protocol::{self, builtin};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// `object[key]` of the commonest kinds, if it is one and has the item.
#[inline(always)]
fn fast(cx: &mut Cx, object: Value, key: Value) -> R<Option<Value>> {
    if let Some(index) = key.as_small_int() {
        if index < 0 {
            return Ok(None);
        }
        if let Some(list) = object.cast::<List>() {
            return list::get(cx, list, index as usize);
        }
        if let Some(tuple) = object.cast::<Tuple>() {
            return Ok(tuple.get(index as usize));
        }
    }
    if let Some(dict) = object.cast::<Dict>() {
        return dict::get(cx, dict, key);
    }
    Ok(None)
}

#[inline(always)]
fn get(cx: &mut Cx, fr: Fr, i: Instr, key: Value) -> R<Flow> {
    let object = fr.get(i.b());
    let value = match fast(cx, object, key)? {
        Some(value) => value,
        None => protocol::get_item(cx, object, key)?,
    };
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn GetItem(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    get(cx, fr, i, fr.get(i.c()))
}

#[inline(always)]
pub(in crate::interp) fn GetItemInt(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let key = Value::small_int(i64::from(i.c() as i16)).unwrap_or(Value::NONE);
    get(cx, fr, i, key)
}

#[inline(always)]
pub(in crate::interp) fn SetItem(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, key, value) = (fr.get(i.a()), fr.get(i.b()), fr.get(i.c()));
    if let (Some(list), Some(index)) = (object.cast::<List>(), key.as_small_int())
        && index >= 0
        && list::set(cx, list, index as usize, value)?
    {
        return Ok(Flow::Next);
    }
    match object.cast::<Dict>() {
        Some(dict) => dict::set(cx, dict, key, value)?,
        None => protocol::set_item(cx, object, key, value)?,
    }
    Ok(Flow::Next)
}

pub(in crate::interp) fn DelItem(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    protocol::del_item(cx, fr.get(i.a()), fr.get(i.b()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn GetSlice(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (object, start, stop) = (fr.get(i.b()), fr.get(i.c()), fr.get(i.c() + 1));
    let value = match builtin::get_slice(cx, object, start, stop)? {
        Some(value) => value,
        None => {
            let bounds = slice::new(cx, start, stop, Value::NONE)?;
            protocol::get_item(cx, object, bounds)?
        }
    };
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

pub(in crate::interp) fn SetSlice(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let bounds = slice::new(cx, fr.get(i.b()), fr.get(i.b() + 1), Value::NONE)?;
    protocol::set_item(cx, fr.get(i.a()), bounds, fr.get(i.c()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildSlice(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let base = i.b();
    let slice = slice::new(cx, fr.get(base), fr.get(base + 1), fr.get(base + 2))?;
    fr.set(i.a(), slice);
    Ok(Flow::Next)
}
