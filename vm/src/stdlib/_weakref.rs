//! `_weakref`: weak references.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::objects::weakref::{self, CALLABLE_PROXY, PROXY, REFERENCE};
use crate::protocol::is_instance;
use crate::value::Value;

crate::native_module!("_weakref", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, cell) in [
        ("ref", &REFERENCE),
        ("ReferenceType", &REFERENCE),
        ("ProxyType", &PROXY),
        ("CallableProxyType", &CALLABLE_PROXY),
    ] {
        super::set(cx, module, name, cell.value())?;
    }
    Ok(())
}

/// Return the number of weak references to 'object'.
#[native(module = "_weakref", "getweakrefcount(object, /)", effect = pure)]
fn getweakrefcount(_: &mut Cx, object: Value) -> usize {
    weakref::count(object)
}

/// Return a list of all weak reference objects pointing to 'object'.
#[native(module = "_weakref", "getweakrefs(object, /)", effect = pure)]
fn getweakrefs(cx: &mut Cx, object: Value) -> R<&'static List> {
    let references = weakref::references(cx, object);
    list::from_slice(cx, &references)
}

/// Create a proxy object that weakly references 'object'.
///
/// 'callback', if given, is called with a reference to the
/// proxy when 'object' is about to be finalized.
#[native(module = "_weakref", "proxy(object, callback=None, /)", effect = writes)]
fn proxy(cx: &mut Cx, object: Value, callback: Value) -> R<&'static Instance> {
    weakref::proxy_of(cx, object, callback)
}

/// Atomically remove key from dict if it points to a dead weakref.
#[native(module = "_weakref", "_remove_dead_weakref(dct, key, /)")]
fn remove_dead_weakref(cx: &mut Cx, dct: &'static Dict, key: Value) -> R<()> {
    let Some(value) = dict::get(cx, dct, key)? else {
        return Ok(());
    };
    let Some(reference) = value.cast::<Instance>() else {
        return Err(cx.type_error(format_args!("not a weakref")));
    };
    if !is_instance(cx, value, &REFERENCE)? {
        return Err(cx.type_error(format_args!("not a weakref")));
    }
    if weakref::referent(cx, reference)?.is_none() {
        dict::remove(cx, dct, key)?;
    }
    Ok(())
}
