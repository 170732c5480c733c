//! Read-only views of mappings.

use crate::cx::{Cx, R};
use crate::value::Value;

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn new(cx: &mut Cx, _mapping: Value) -> R {
    Err(cx.not_implemented_error(format_args!("mapping_proxy")))
}
