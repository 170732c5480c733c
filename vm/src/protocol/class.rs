//! Which class a value has, and what identity is.

use crate::cx::{Cx, R};
use crate::heap::Meta;
use crate::name;
use crate::objects::dict;
use crate::objects::float::{FLOAT, Float};
use crate::objects::int::{BOOL, INT};
use crate::objects::object::OBJECT;
use crate::objects::singletons::{ELLIPSIS, NONE, NOT_IMPLEMENTED};
use crate::objects::str::{self, Str};
use crate::objects::type_object::{Flags, Type};
use crate::shape::Shape;
use crate::types::TypeCell;
use crate::value::Value;

/// The class of a value. No barrier: an attribute that is added changes the shape, but not the class,
/// and `__class__` is assigned while no other transaction runs.
#[inline(always)]
pub fn class_of(value: Value) -> &'static Type {
    match value.header() {
        Some(header) => Shape::of(Meta::from_bits(header.meta.load()).shape()).class(),
        None => class_of_immediate(value),
    }
}

fn class_of_immediate(value: Value) -> &'static Type {
    let cell: &TypeCell = if value.is_small_int() {
        &INT
    } else if value.is_immediate_float() {
        &FLOAT
    } else if value.as_bool().is_some() {
        &BOOL
    } else if value.is_none() {
        &NONE
    } else if value == Value::ELLIPSIS {
        &ELLIPSIS
    } else if value == Value::NOT_IMPLEMENTED {
        &NOT_IMPLEMENTED
    } else {
        // Marks, which no program sees.
        &OBJECT
    };
    cell.class()
}

/// `a is b`: numbers are the same if they have the same value, save NaN, which is itself only.
#[inline(always)]
pub fn is_identical(a: Value, b: Value) -> bool {
    a == b || a.is_reference() && b.is_reference() && same_boxed_float(a, b)
}

#[inline]
fn same_boxed_float(a: Value, b: Value) -> bool {
    match (a.cast::<Float>(), b.cast::<Float>()) {
        (Some(a), Some(b)) => a.get() == b.get(),
        _ => false,
    }
}

/// Whether a value is an instance of a builtin class or of a subclass of it; `__instancecheck__` is not
/// asked.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn is_instance(cx: &mut Cx, value: Value, cell: &TypeCell) -> R<bool> {
    class_of(value).is_subclass(cx, cell.class())
}

/// The name of a value's class, for messages: of a builtin class with its module, unless that is
/// `builtins`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn type_name(cx: &mut Cx, value: Value) -> R<String> {
    let class = class_of(value);
    if class.flags().has(Flags::BUILTIN) {
        let name = name!(cx, "__module__")?;
        let module = dict::get_str(cx, class.namespace(), name)?;
        if let Some(module) = module.filter(|module| module.is::<Str>()) {
            let module = str::to_string(module);
            if module != "builtins" {
                return Ok(format!("{module}.{}", class.name_text(cx)?));
            }
        }
    }
    class.name_text(cx)
}

/// The name of a value's class with its module, for messages: without one that is `builtins` or
/// `__main__`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn full_type_name(cx: &mut Cx, value: Value) -> R<String> {
    let class = class_of(value);
    let qualname = cx.load(class, &class.qualname)?;
    let qualname = str::to_string(qualname);
    let name = name!(cx, "__module__")?;
    let module = dict::get_str(cx, class.namespace(), name)?;
    Ok(
        match module
            .filter(|module| module.is::<Str>())
            .map(str::to_string)
        {
            Some(module) if !matches!(module.as_str(), "builtins" | "__main__") => {
                format!("{module}.{qualname}")
            }
            _ => qualname,
        },
    )
}

/// `id(value)`: the address of an object, which never moves; of an immediate value its word.
pub fn id(value: Value) -> u64 {
    value
        .address()
        .map_or(value.bits(), |address| address as u64)
}
