//! Subscripts and slices.

use crate::cx::{Cx, R};
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::handlers::calls::entered;
use crate::interp::{Flow, Fr};
use crate::name;
use crate::native::Args;
use crate::objects::dict::{self, Dict};
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::slice::{self, Unpacked};
use crate::objects::tuple::Tuple;
use crate::protocol::{self, builtin, class_of};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// `object[key]` of the commonest kinds, if it is one and has the item.
#[inline(always)]
fn fast(cx: &mut Cx, object: Value, key: Value) -> R<Option<Value>> {
    if let Some(index) = key.as_small_int() {
        let index = if index < 0 {
            from_end(cx, object, index)?
        } else {
            index as usize
        };
        if let Some(list) = object.cast::<List>() {
            return list::get(cx, list, index);
        }
        if let Some(tuple) = object.cast::<Tuple>() {
            return Ok(tuple.get(index));
        }
    }
    if let Some(dict) = object.cast::<Dict>() {
        return dict::get(cx, dict, key);
    }
    Ok(None)
}

/// The index that a negative one means; one beyond the end, if there is none.
#[inline(never)]
fn from_end(cx: &mut Cx, object: Value, index: i64) -> R<usize> {
    let length = if let Some(list) = object.cast::<List>() {
        list::len(cx, list)?
    } else {
        object.cast::<Tuple>().map_or(0, Tuple::len)
    };
    Ok(usize::try_from(length as i64 + index).unwrap_or(length))
}

#[inline(always)]
fn get(cx: &mut Cx, fr: Fr, i: Instr, key: Value) -> R<Flow> {
    let object = fr.get(i.b());
    match fast(cx, object, key)? {
        Some(value) => {
            fr.set(i.a(), value);
            Ok(Flow::Next)
        }
        None => get_otherwise(cx, fr, i, key),
    }
}

#[inline(never)]
fn get_otherwise(cx: &mut Cx, fr: Fr, i: Instr, key: Value) -> R<Flow> {
    let object = fr.get(i.b());
    let name = name!(cx, "__getitem__")?;
    let method = match object.is::<Instance>() {
        true => class_of(object).lookup(cx, name)?,
        false => None,
    };
    if let Some(function) = method.and_then(|method| method.cast::<Function>()) {
        let args = [object, key];
        enter(cx, function, Args::positional(&args), Back::Store, i.a())?;
        return entered(cx);
    }
    let value = match method {
        Some(method) => protocol::get_item_by(cx, method, object, key)?,
        None => protocol::get_item(cx, object, key)?,
    };
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

/// What the class of an instance has under the name of a special method, if that is a function in Python.
fn special_method(cx: &mut Cx, object: Value, name: Value) -> R<Option<&'static Function>> {
    if !object.is::<Instance>() {
        return Ok(None);
    }
    let found = class_of(object).lookup(cx, name)?;
    Ok(found.and_then(|function| function.cast::<Function>()))
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
    match builtin::set_item(cx, object, key, value)? {
        true => Ok(Flow::Next),
        false => set_otherwise(cx, object, key, value),
    }
}

#[inline(never)]
fn set_otherwise(cx: &mut Cx, object: Value, key: Value, value: Value) -> R<Flow> {
    let name = name!(cx, "__setitem__")?;
    if let Some(function) = special_method(cx, object, name)? {
        let args = [object, key, value];
        enter(cx, function, Args::positional(&args), Back::Drop, 0)?;
        return entered(cx);
    }
    protocol::set_item(cx, object, key, value)?;
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
    let (object, start, stop, value) = (
        fr.get(i.a()),
        fr.get(i.b()),
        fr.get(i.b() + 1),
        fr.get(i.c()),
    );
    if let Some(list) = object.cast::<List>()
        && let Some(bounds) = Unpacked::of_bounds(start, stop)
    {
        list::set_slice(cx, list, bounds, value)?;
        return Ok(Flow::Next);
    }
    let bounds = slice::new(cx, start, stop, Value::NONE)?;
    protocol::set_item(cx, object, bounds, value)?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildSlice(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let base = i.b();
    let slice = slice::new(cx, fr.get(base), fr.get(base + 1), fr.get(base + 2))?;
    fr.set(i.a(), slice);
    Ok(Flow::Next)
}
