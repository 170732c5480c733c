//! The module `_warnings`: the two functions that `importlib` needs before there are any others. They are
//! those of the module `warnings`, which is Python.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::{Kwargs, native};
use crate::native_module;
use crate::objects::module::Module;
use crate::protocol::{attribute, call};
use crate::runtime::import;
use crate::value::Value;

native_module!("_warnings", fill);

fn fill(_: &mut Cx, _: &'static Module) -> R<()> {
    Ok(())
}

fn forward(cx: &mut Cx, name: Value, kwargs: Kwargs<'_>) -> R {
    let warnings = import::module(cx, "warnings")?;
    let function = attribute::get(cx, warnings, name)?;
    call::call(cx, function, kwargs.forward(0))
}

/// Issue a warning, or maybe ignore it or raise an exception.
#[native(module = "_warnings", "warn(*args, **kwargs)", opaque)]
fn warn(cx: &mut Cx, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    let name = name!(cx, "warn")?;
    forward(cx, name, kwargs)
}

/// Issue a warning, or maybe ignore it or raise an exception.
#[native(module = "_warnings", "warn_explicit(*args, **kwargs)", opaque)]
fn warn_explicit(cx: &mut Cx, _args: &[Value], kwargs: Kwargs<'_>) -> R {
    let name = name!(cx, "warn_explicit")?;
    forward(cx, name, kwargs)
}
