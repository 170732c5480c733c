//! `import`: what the bytecode asks for. Finding and loading modules is `importlib`'s.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes;
use crate::objects::str;
use crate::protocol::{attribute, call_values, get_item_or_none, iter, next, set_item};
use crate::value::Value;

/// `__import__(name, globals, locals, names, level)`, by whatever `__import__` the builtins have.
///
/// # Errors
/// ImportError, and what the import raises.
pub fn import_name(
    cx: &mut Cx,
    globals: Value,
    locals: Value,
    name: Value,
    names: Value,
    level: Value,
) -> R {
    let key = name!(cx, "__import__")?;
    let import = match cx.vm.builtins.get().cast::<Dict>() {
        Some(builtins) => dict::get_str(cx, builtins, key)?,
        None => None,
    };
    match import {
        Some(import) => call_values(cx, import, &[name, globals, locals, names, level]),
        None => Err(cx.import_error(format_args!("__import__ not found"))),
    }
}

/// `from module import name`: an attribute, or the submodule in `sys.modules`.
///
/// # Errors
/// ImportError.
pub fn import_from(cx: &mut Cx, module: Value, name: Value) -> R {
    if let Some(value) = attribute::find(cx, module, name)? {
        return Ok(value);
    }
    let key = name!(cx, "__name__")?;
    let package = attribute::find(cx, module, key)?.map_or_else(String::new, str::to_string);
    let wanted = str::to_string(name);
    let full = cx.str(&format!("{package}.{wanted}"))?;
    if let Some(found) = get_item_or_none(cx, cx.vm.modules.get(), full)? {
        return Ok(found);
    }
    let key = name!(cx, "__file__")?;
    let place = match attribute::find(cx, module, key)? {
        Some(file) => str::to_string(file),
        None => "unknown location".to_owned(),
    };
    let message = cx.str(&format!(
        "cannot import name '{wanted}' from '{package}' ({place})"
    ))?;
    Err(cx.raise_with(&classes::IMPORT_ERROR, message))
}

/// `from module import *`.
///
/// # Errors
/// AttributeError, and what the module's `__all__` raises.
pub fn import_star(cx: &mut Cx, module: Value, locals: Value) -> R<()> {
    let all = name!(cx, "__all__")?;
    if let Some(all) = attribute::find(cx, module, all)? {
        let names = iter(cx, all)?;
        while let Some(name) = next(cx, names)? {
            let name = attribute::intern(cx, name);
            let value = attribute::get(cx, module, name)?;
            set_item(cx, locals, name, value)?;
        }
        return Ok(());
    }
    let namespace = name!(cx, "__dict__")?;
    let namespace = attribute::get(cx, module, namespace)?;
    let Some(namespace) = namespace.cast::<Dict>() else {
        return Err(cx.import_error(format_args!(
            "from-import-* object has no __dict__ and no __all__"
        )));
    };
    let mut position = 0;
    while let Some((name, value)) = dict::next_entry(cx, namespace, &mut position)? {
        if !str::to_string(name).starts_with('_') {
            set_item(cx, locals, name, value)?;
        }
    }
    Ok(())
}

/// Shows a value at the prompt.
///
/// # Errors
/// What `sys.displayhook` raises.
pub fn display(cx: &mut Cx, value: Value) -> R<()> {
    let name = name!(cx, "displayhook")?;
    let hook = attribute::get(cx, cx.vm.sys_module.get(), name)?;
    call_values(cx, hook, &[value]).map(|_| ())
}
