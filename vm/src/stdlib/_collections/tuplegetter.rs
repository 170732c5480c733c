//! `_tuplegetter`: the descriptor of a named tuple's attribute.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::layout;
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::{self, class_of, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static TUPLEGETTER = TypeDef {
        name: "_tuplegetter",
        module: "collections",
        layout: Some(layout::INSTANCE),
        reserved: 2,
        ..TypeDef::NEW
    };
}

/// The slot with the item's index.
const INDEX: usize = 0;

/// The slot with the documentation.
const DOC: usize = 1;

#[native(TUPLEGETTER, "__new__(cls, /, *args, **kwargs)", new)]
fn new(cx: &mut Cx, cls: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    if !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("_tuplegetter() takes no keyword arguments")));
    }
    let [index, doc] = args else {
        let count = args.len();
        return Err(cx.type_error(format_args!(
            "_tuplegetter expected 2 arguments, got {count}"
        )));
    };
    let index = protocol::index(cx, *index)?;
    if !index.is_small_int() {
        return Err(cx.overflow_error(format_args!("Python int too large to convert to C ssize_t")));
    }
    let getter = Instance::new(cx, cls)?;
    getter.set(cx, INDEX, index)?;
    getter.set(cx, DOC, *doc)?;
    Ok(getter.into())
}

fn index(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    Ok(this.get(cx, INDEX)?.as_small_int().unwrap_or(0))
}

/// The index of the item that a descriptor gives, if it is one of these.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn index_of(cx: &mut Cx, descriptor: Value) -> R<Option<u32>> {
    match descriptor.cast::<Instance>() {
        Some(getter) if TUPLEGETTER.is(class_of(descriptor)) => {
            Ok(u32::try_from(index(cx, getter)?).ok())
        }
        _ => Ok(None),
    }
}

/// Return an attribute of instance, which is of type owner.
#[native(TUPLEGETTER, "__get__(self, instance, owner=None, /)", slot, effect = reads)]
fn get(cx: &mut Cx, this: &'static Instance, instance: Value, _owner: Value) -> R {
    let index = index(cx, this)?;
    let Some(tuple) = cx.payload::<Tuple>(instance)? else {
        if instance.is_none() {
            return Ok(this.into());
        }
        let class = type_name(cx, instance)?;
        return Err(cx.type_error(format_args!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{class}' object"
        )));
    };
    match usize::try_from(index)
        .ok()
        .and_then(|index| tuple.get(index))
    {
        Some(item) => Ok(item),
        None => Err(cx.index_error(format_args!("tuple index out of range"))),
    }
}

/// Set an attribute of instance to value.
#[native(TUPLEGETTER, "__set__(self, instance, value, /)", slot, effect = pure)]
fn set(cx: &mut Cx, _this: &'static Instance, _instance: Value, _value: Value) -> R<()> {
    Err(refuse(cx, "set"))
}

/// Delete an attribute of instance.
#[native(TUPLEGETTER, "__delete__(self, instance, /)", slot, effect = pure)]
fn delete(cx: &mut Cx, _this: &'static Instance, _instance: Value) -> R<()> {
    Err(refuse(cx, "delete"))
}

#[cold]
fn refuse(cx: &mut Cx, what: &str) -> Exit {
    cx.attribute_error(format_args!("can't {what} attribute"))
}

/// The documentation of the attribute.
#[native(TUPLEGETTER, "__doc__", getter, effect = reads)]
fn doc(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, DOC)
}

#[native(TUPLEGETTER, "__doc__", setter, effect = writes)]
fn set_doc(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    this.set(cx, DOC, value)
}

#[native(TUPLEGETTER, "__reduce__(self, /)", opaque, effect = reads)]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let (index, doc) = (this.get(cx, INDEX)?, this.get(cx, DOC)?);
    let parts = cx.tuple(&[index, doc])?;
    cx.tuple(&[class_of(this.into()).into(), parts])
}

#[native(TUPLEGETTER, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let index = index(cx, this)?;
    let doc = this.get(cx, DOC)?;
    let doc = protocol::repr(cx, doc)?;
    Ok(format!("_tuplegetter({index}, {})", str::to_string(doc)))
}
