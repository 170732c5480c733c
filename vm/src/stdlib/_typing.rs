//! `_typing`: what `typing` takes from the virtual machine, and what this takes from there.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::module::Module;
use crate::objects::union::UNION;
use crate::protocol::{attribute, call_values};
use crate::runtime::import;
use crate::types::TYPES;
use crate::value::Value;

crate::native_module!("_typing", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    super::set(cx, module, "Union", UNION.value())?;
    super::set(cx, module, "NoDefault", cx.vm.no_default.get())?;
    let names = [
        "Generic",
        "ParamSpec",
        "ParamSpecArgs",
        "ParamSpecKwargs",
        "TypeAliasType",
        "TypeVar",
        "TypeVarTuple",
    ];
    for cell in TYPES {
        if cell.def.module == "typing" && names.contains(&cell.def.name) {
            super::set(cx, module, cell.def.name, cell.value())?;
        }
    }
    Ok(())
}

#[native(module = "_typing", "_idfunc(object, /)", effect = pure)]
fn idfunc(_: &mut Cx, object: Value) -> Value {
    object
}

/// The module `typing`.
///
/// # Errors
/// What importing it raises.
pub(crate) fn typing(cx: &mut Cx) -> R {
    import::module(cx, "typing")
}

/// Calls a function of the module `typing`; `text` is one more argument.
///
/// # Errors
/// What it raises.
pub(crate) fn call_typing(cx: &mut Cx, function: &str, args: &[Value], text: Option<&str>) -> R {
    let typing = typing(cx)?;
    let name = cx.vm.intern(cx, function)?;
    let function = attribute::get(cx, typing, name)?;
    let mut all = [Value::UNBOUND; 4];
    let mut count = args.len().min(3);
    all[..count].copy_from_slice(&args[..count]);
    if let Some(text) = text {
        all[count] = cx.str(text)?;
        count += 1;
    }
    call_values(cx, function, &all[..count])
}
