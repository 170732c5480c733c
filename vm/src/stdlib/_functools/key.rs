//! `cmp_to_key`: objects that are ordered by a function.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::protocol::{Compare, call_values, is_instance, rich_compare};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static KEY_WRAPPER = TypeDef {
        name: "KeyWrapper",
        module: "functools",
        layout: Some(layout::INSTANCE),
        reserved: 2,
        ..TypeDef::NEW
    };
}

/// The slot with the function that compares.
const FUNCTION: usize = 0;

/// The slot with the object that is wrapped; unbound in what `cmp_to_key` returns.
const OBJECT: usize = 1;

fn wrapper(cx: &mut Cx, function: Value, object: Value) -> R<&'static Instance> {
    let wrapper = Instance::new(cx, KEY_WRAPPER.class())?;
    wrapper.set(cx, FUNCTION, function)?;
    wrapper.set(cx, OBJECT, object)?;
    Ok(wrapper)
}

/// Convert a cmp= function into a key= function.
///
///   mycmp
///     Function that compares two objects.
#[native(module = "_functools", "cmp_to_key(mycmp)", effect = writes)]
fn cmp_to_key(cx: &mut Cx, mycmp: Value) -> R<&'static Instance> {
    wrapper(cx, mycmp, Value::UNBOUND)
}

#[native(KEY_WRAPPER, "__call__(self, /, *args, **kwargs)", slot, effect = writes)]
fn call(
    cx: &mut Cx,
    this: &'static Instance,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    let function = this.get(cx, FUNCTION)?;
    let object = args.first().copied().or_else(|| kwargs.get("obj"));
    let count = args.len() + kwargs.iter().count();
    match object {
        Some(object) if count == 1 => wrapper(cx, function, object),
        Some(_) => Err(cx.type_error(format_args!("K() takes at most 1 argument ({count} given)"))),
        None => Err(cx.type_error(format_args!("K() missing required argument 'obj' (pos 1)"))),
    }
}

/// The signature of a call, which makes another of the class.
#[native(KEY_WRAPPER, "__text_signature__", getter, effect = pure)]
fn text_signature(_: &mut Cx, _this: &'static Instance) -> String {
    "(obj)".to_owned()
}

/// Value wrapped by a key function.
#[native(KEY_WRAPPER, "obj", getter, effect = reads)]
fn object(cx: &mut Cx, this: &'static Instance) -> R {
    Ok(this.get(cx, OBJECT)?.bound().unwrap_or(Value::NONE))
}

#[native(KEY_WRAPPER, "obj", setter, effect = writes)]
fn set_object(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    this.set(cx, OBJECT, value)
}

fn compare(cx: &mut Cx, this: &'static Instance, other: Value, op: Compare) -> R {
    let other = match other.cast::<Instance>() {
        Some(wrapper) if is_instance(cx, other, &KEY_WRAPPER)? => wrapper,
        _ => return Err(cx.type_error(format_args!("other argument must be K instance"))),
    };
    let objects = [this.get(cx, OBJECT)?, other.get(cx, OBJECT)?];
    if objects.iter().any(|object| object.is_unbound()) {
        return Err(cx.attribute_error(format_args!("object")));
    }
    let function = this.get(cx, FUNCTION)?;
    let order = call_values(cx, function, &objects)?;
    if let Some(order) = order.as_small_int() {
        return Ok(Value::bool(op.holds(order.cmp(&0))));
    }
    rich_compare(cx, order, Value::index(0), op)
}

crate::comparisons!(KEY_WRAPPER, Instance, compare);
