//! What `sys` does to classes.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::dict;
use crate::objects::type_object::{Flags, Type};
use crate::protocol::attribute;

/// Clear the internal type lookup cache.
#[native(module = "sys", "_clear_type_cache()", effect = pure)]
fn clear_type_cache(_: &mut Cx) {}

/// Clear all internal performance-related caches.
#[native(module = "sys", "_clear_internal_caches()", effect = pure)]
fn clear_internal_caches(_: &mut Cx) {}

/// Private function for clearing certain descriptors from a type's dictionary.
///
/// See gh-135228 for context.
#[native(module = "sys", "_clear_type_descriptors(type, /)", effect = writes)]
fn clear_type_descriptors(cx: &mut Cx, r#type: &'static Type) -> R<()> {
    if r#type.flags().has(Flags::BUILTIN) {
        return Err(cx.type_error(format_args!("argument is immutable")));
    }
    for name in [name!(cx, "__dict__")?, name!(cx, "__weakref__")?] {
        dict::remove(cx, r#type.namespace(), name)?;
    }
    attribute::changed(cx, r#type)
}
