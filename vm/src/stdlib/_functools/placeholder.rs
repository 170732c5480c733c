//! `Placeholder`: what stands for an argument of a `partial` that the call gives.
//!
//! It is known by its class, which has no other instance: `__new__` returns the one that the module
//! has.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::dict;
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::protocol::class_of;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static PLACEHOLDER_TYPE = TypeDef {
        name: "_PlaceholderType",
        module: "functools",
        layout: Some(layout::INSTANCE),
        doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
        ..TypeDef::NEW
    };
}

/// Whether it is the placeholder.
#[inline]
pub(super) fn is_placeholder(value: Value) -> bool {
    value.is_reference() && PLACEHOLDER_TYPE.is(class_of(value))
}

/// The placeholder. The class keeps it, under a name that no program asks for.
///
/// # Errors
/// MemoryError.
pub(super) fn get(cx: &mut Cx) -> R {
    let name = name!(cx, "<instance>")?;
    let namespace = PLACEHOLDER_TYPE.class().namespace();
    match dict::get_str(cx, namespace, name)? {
        Some(placeholder) => Ok(placeholder),
        None => {
            let placeholder = Instance::new(cx, PLACEHOLDER_TYPE.class())?;
            dict::set_default(cx, namespace, name, placeholder.into())
        }
    }
}

#[native(PLACEHOLDER_TYPE, "__new__(cls, /, *args, **kwargs)", new)]
fn new(cx: &mut Cx, _cls: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    if !args.is_empty() || !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("PlaceholderType takes no arguments")));
    }
    get(cx)
}

#[native(PLACEHOLDER_TYPE, "__repr__(self, /)", slot, effect = pure)]
fn repr(_: &mut Cx, _this: Value) -> &'static str {
    "Placeholder"
}

/// It is pickled as the module's attribute.
#[native(PLACEHOLDER_TYPE, "__reduce__(self, /)", opaque, effect = pure)]
fn reduce(_: &mut Cx, _this: Value) -> &'static str {
    "Placeholder"
}
