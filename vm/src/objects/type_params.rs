//! Type parameters and type aliases.

use crate::cx::{Cx, R};
use crate::value::Value;

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn type_var(cx: &mut Cx, _name: Value) -> R {
    Err(cx.not_implemented_error(format_args!("type_params")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn param_spec(cx: &mut Cx, _name: Value) -> R {
    Err(cx.not_implemented_error(format_args!("type_params")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn type_var_tuple(cx: &mut Cx, _name: Value) -> R {
    Err(cx.not_implemented_error(format_args!("type_params")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn subscript_generic(cx: &mut Cx, _name: Value) -> R {
    Err(cx.not_implemented_error(format_args!("type_params")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn type_var_bound(cx: &mut Cx, _name: Value, _evaluate: Value) -> R {
    Err(cx.not_implemented_error(format_args!("type_params")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn type_var_constraints(cx: &mut Cx, _name: Value, _evaluate: Value) -> R {
    Err(cx.not_implemented_error(format_args!("type_params")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn set_default(cx: &mut Cx, _param: Value, _evaluate: Value) -> R<()> {
    Err(cx.not_implemented_error(format_args!("type_params")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn type_alias(cx: &mut Cx, _name: Value, _params: Value, _evaluate: Value) -> R {
    Err(cx.not_implemented_error(format_args!("type_params")))
}
