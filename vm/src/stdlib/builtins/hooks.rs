//! What the builtins leave to `sys`: `breakpoint`.

use super::output::stream;
use crate::cx::{Cx, R};
use crate::native::{Kwargs, native};
use crate::protocol::call;
use crate::value::Value;

/// Call sys.breakpointhook(*args, **kws).
///
/// sys.breakpointhook() must accept whatever arguments are passed.
///
/// By default, this drops you into the pdb debugger.
#[native(module = "builtins", "breakpoint(*args, **kws)")]
fn breakpoint(cx: &mut Cx, _args: &[Value], kws: Kwargs<'_>) -> R {
    match stream(cx, "breakpointhook")? {
        Some(hook) => call::call(cx, hook, kws.forward(0)),
        None => Err(cx.runtime_error(format_args!("lost sys.breakpointhook"))),
    }
}
