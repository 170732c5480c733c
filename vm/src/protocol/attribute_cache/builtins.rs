//! Methods of objects that have no attributes of their own and whose classes do not change: there is no
//! version to check.

use super::{Entry, What};
use crate::cx::Cx;
use crate::heap::Meta;
use crate::objects::function::Function;
use crate::objects::module::Module;
use crate::objects::type_object::{Flags, Type};
use crate::objects::wrapper::Wrapper;
use crate::protocol::class_of;
use crate::shape::ShapeId;
use crate::value::Value;

/// The method of a builtin object that has no attributes of its own, if the cache knows it.
#[inline(always)]
pub fn builtin_method(cx: &mut Cx, object: Value, name: Value) -> Option<Value> {
    cx.refresh_tables();
    let shape = builtin_shape(object);
    let entry = cx.attributes.find(u64::from(shape), name)?;
    // Without a class: no version to check.
    entry.class.is_none().then_some(entry.value)
}

/// Notes a method that was found for a builtin object.
pub fn learn_builtin_method(cx: &mut Cx, object: Value, name: Value, function: Value) {
    let class = class_of(object);
    let may_have_own = object.is::<Type>()
        || object.is::<Module>()
        || object.is::<Function>()
        || object.is::<Wrapper>();
    if class.flags().has(Flags::BUILTIN) && !class.flags().has(Flags::HAS_DICT) && !may_have_own {
        cx.attributes.put(Entry {
            key: u64::from(builtin_shape(object)),
            name,
            class: None,
            version: Value::UNBOUND,
            what: What::Method,
            slot: 0,
            next: 0,
            value: function,
        });
    }
}

/// The shape of an object that never changes it; of an immediate value that of its class.
#[inline(always)]
fn builtin_shape(object: Value) -> ShapeId {
    match object.header() {
        Some(header) => Meta::from_bits(header.meta.load()).shape(),
        None => class_of(object).instance_shape(),
    }
}
