//! Warnings that the virtual machine itself gives.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::protocol::{attribute, call_values};
use crate::types::TypeCell;

/// `warnings.warn(message, category)`; nothing happens as long as nobody has imported that module.
///
/// # Errors
/// The warning itself, where a filter makes an exception of it.
#[cold]
pub fn warn(cx: &mut Cx, category: &TypeCell, message: &str) -> R<()> {
    let Some(modules) = cx.vm.modules.get().cast::<Dict>() else {
        return Ok(());
    };
    let (module, function) = (name!(cx, "warnings")?, name!(cx, "warn")?);
    let Some(warnings) = dict::get_str(cx, modules, module)? else {
        return Ok(());
    };
    let message = cx.str(message)?;
    let warn = attribute::get(cx, warnings, function)?;
    call_values(cx, warn, &[message, category.value()]).map(|_| ())
}
