//! Weak references.
//!
//! What Python code holds (a `ref` or a proxy) is an instance with a *link*: an object of its own, with
//! the one word that the collector does not follow ([`Weak`]).
//!
//! | file | what |
//! | --- | --- |
//! | `table.rs` | all links by referent, and what the collector does with them |
//! | `reference.rs` | `weakref.ref` |
//! | `proxy.rs`, `operators.rs` | `weakref.proxy` |

mod operators;
mod proxy;
mod reference;
mod table;

pub(crate) use proxy::of as proxy_of;
pub use proxy::{CALLABLE_PROXY, PROXY};
pub use reference::REFERENCE;
pub(crate) use reference::plain;
pub(crate) use table::{Found, clear_dead, count, references, restore, survey};

use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, layout};
use crate::objects::instance::Instance;
use crate::objects::type_object::{Flags, Type};
use crate::protocol::{class_of, type_name};
use crate::value::Value;
use tython_gc::{Object, Weak};

/// What leads to the referent.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Link {
    header: Header,
    /// The referent. Not traced.
    referent: Weak,
    /// The `ref` or proxy.
    owner: Fixed,
}

// SAFETY: a header, a word and a value.
unsafe impl HeapType for Link {
    const LAYOUT: LayoutId = layout::WEAKREF;
}

/// Visits what a link holds strongly.
///
/// # Safety
/// As `tython_gc::TraceFn`.
pub unsafe fn trace(object: Object, _from: usize, visit: &mut dyn FnMut(u64)) -> Option<usize> {
    // SAFETY: a link has two payload words.
    visit(unsafe { object.word(1) }.load());
    None
}

/// The slot of a `ref` or proxy that holds its link.
const LINK: usize = 0;
/// The slot of the callback, or None.
const CALLBACK: usize = 1;
/// The slot of the referent's hash, of a `ref`: unbound as long as nobody asked.
const HASH: usize = 2;

/// A `ref` or proxy of this class.
///
/// # Errors
/// TypeError if the referent cannot be referred to weakly.
fn new(
    cx: &mut Cx,
    class: &'static Type,
    referent: Value,
    callback: Value,
) -> R<&'static Instance> {
    if !may_be_referent(referent) {
        let class = type_name(cx, referent)?;
        return Err(cx.type_error(format_args!(
            "cannot create weak reference to '{class}' object"
        )));
    }
    let owner = Instance::new(cx, class)?;
    let shape = crate::objects::object::OBJECT.shape();
    let link: &'static Link = cx.create_shaped(shape, 0, |header| Link {
        header,
        referent: Weak::new(referent.bits()),
        owner: Fixed::new(owner.value()),
    })?;
    owner.set(cx, LINK, link.value())?;
    owner.set(cx, CALLBACK, callback)?;
    table::enter(referent, link);
    Ok(owner)
}

/// What a `ref` or proxy refers to; `None` if it has died.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn referent(cx: &mut Cx, owner: &'static Instance) -> R<Option<Value>> {
    let link = owner.get(cx, LINK)?.cast::<Link>();
    let referent = link.and_then(|link| link.referent.get(cx.vm.heap));
    Ok(referent.map(Value::from_bits))
}

/// The callback of a `ref` or proxy, or None; from now on it has none.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn take_callback(cx: &mut Cx, owner: &'static Instance) -> R {
    let callback = owner.get(cx, CALLBACK)?;
    owner.set(cx, CALLBACK, Value::NONE)?;
    Ok(callback.bound().unwrap_or(Value::NONE))
}

/// Builtin classes whose instances can be referred to weakly, by the names of their modules and their
/// own.
const REFERABLE: &[(&str, &str)] = &[
    ("builtins", "function"),
    ("builtins", "builtin_function_or_method"),
    ("builtins", "method"),
    ("builtins", "type"),
    ("builtins", "module"),
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("builtins", "generator"),
    ("builtins", "coroutine"),
    ("builtins", "async_generator"),
    ("builtins", "code"),
    ("builtins", "memoryview"),
    ("builtins", "classmethod"),
    ("builtins", "staticmethod"),
    ("types", "GenericAlias"),
    ("typing", "ParamSpecArgs"),
    ("typing", "ParamSpecKwargs"),
    ("typing", "Union"),
    ("collections", "deque"),
    ("array", "array"),
    ("functools", "partial"),
    ("functools", "_lru_cache_wrapper"),
    ("re", "Pattern"),
    ("_thread", "lock"),
    ("_thread", "RLock"),
    ("_queue", "SimpleQueue"),
    ("_contextvars", "Context"),
    ("_random", "Random"),
    ("_socket", "socket"),
    ("mmap", "mmap"),
];

/// Whether a value can be referred to weakly.
fn may_be_referent(value: Value) -> bool {
    if !value.is_reference() {
        return false;
    }
    let class = class_of(value);
    if class.flags().has(Flags::WEAKREFABLE) {
        return true;
    }
    if class.flags().has(Flags::METACLASS) {
        return true;
    }
    if !class.flags().has(Flags::BUILTIN) {
        return false;
    }
    crate::types::TYPES
        .iter()
        .filter(|cell| cell.is(class))
        .any(|cell| {
            let names = (cell.def.module, cell.def.name);
            names.0 == "_io" || REFERABLE.contains(&names)
        })
}
