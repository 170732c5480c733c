//! Asynchronous generators: their steps as awaitables.

use crate::cx::{Cx, R};
use crate::value::Value;

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn is_step(_value: Value) -> bool {
    false
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn wrap(cx: &mut Cx, _value: Value) -> R {
    Err(cx.not_implemented_error(format_args!("async_generator")))
}

/// Lets the hook that `sys.set_asyncgen_hooks` set clean up after a generator that is garbage; false if
/// there is none.
///
/// # Errors
/// What the hook raises.
pub(crate) fn finalize(cx: &mut Cx, generator: &'static crate::objects::generator::Generator) -> R<bool> {
    let hook = cx.load(generator, &generator.finalizer)?;
    if hook.is_none() {
        return Ok(false);
    }
    crate::protocol::call_values(cx, hook, &[Value::from(generator)])?;
    Ok(true)
}
