//! The module `builtins`.

mod anext;
mod attributes;
mod classes;
mod compile;
mod execute;
mod hooks;
mod iteration;
mod namespaces;
mod numbers;
mod objects;
mod output;
pub(crate) mod sum;

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::dict;
use crate::objects::exception::classes::OS_ERROR;
use crate::objects::module::Module;
use crate::types::TYPES;
use crate::value::Value;

/// Classes of the module `builtins` that have no name there.
const HIDDEN: &[&str] = &[
    "NoneType",
    "ellipsis",
    "NotImplementedType",
    "function",
    "builtin_function_or_method",
    "method_descriptor",
    "wrapper_descriptor",
    "classmethod_descriptor",
    "getset_descriptor",
    "member_descriptor",
    "method-wrapper",
    "method",
    "module",
    "code",
    "cell",
    "frame",
    "traceback",
    "generator",
    "coroutine",
    "async_generator",
    "mappingproxy",
    "PyCapsule",
    "FrameLocalsProxy",
    "EncodingMap",
];

/// Makes the module.
///
/// # Errors
/// MemoryError.
pub fn start(cx: &mut Cx) -> R<&'static Module> {
    let module = super::module(cx, "builtins")?;
    let namespace = module.namespace();
    for cell in TYPES {
        let name = cell.def.name;
        let is_hidden = HIDDEN.contains(&name)
            || name.contains('_') && !name.starts_with('_')
            || name.contains("iterator");
        if cell.def.module == "builtins" && !is_hidden {
            let name = cx.vm.intern(cx, name)?;
            dict::set_str(cx, namespace, name, cell.value())?;
        }
    }
    for (name, value) in [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("__debug__", Value::TRUE),
    ] {
        let name = cx.vm.intern(cx, name)?;
        dict::set_str(cx, namespace, name, value)?;
    }
    for (name, value) in [
        ("EnvironmentError", OS_ERROR.value()),
        ("IOError", OS_ERROR.value()),
        ("ExceptionGroup", cx.vm.exception_group.get()),
    ] {
        let name = cx.vm.intern(cx, name)?;
        dict::set_str(cx, namespace, name, value)?;
    }
    cx.vm.builtins_module.set(module.value());
    cx.vm.builtins.set(module.dict.get());
    Ok(module)
}
