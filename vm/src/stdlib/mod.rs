//! Native modules, one file or folder each, named as Python names them.
//!
//! A module's functions are the native functions whose owner it is; what else it has, its file adds.

pub mod builtins;

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::of_module;
use crate::objects::dict;
use crate::objects::module::{self, Module};
use crate::objects::native_function;
use crate::value::Value;

/// A module of all native functions that belong to it.
///
/// # Errors
/// MemoryError.
pub fn module(cx: &mut Cx, name: &'static str) -> R<&'static Module> {
    let key = cx.vm.intern(cx, name)?;
    let module = module::new(cx, key, Value::NONE)?;
    for def in of_module(name) {
        let function = native_function::new(cx, def, module.value())?;
        let name = cx.vm.intern(cx, def.name)?;
        dict::set_str(cx, module.namespace(), name, function.value())?;
    }
    Ok(module)
}

/// Makes the modules that are there from the start.
///
/// # Errors
/// MemoryError.
pub fn start(cx: &mut Cx) -> R<()> {
    let modules = dict::new(cx)?;
    cx.vm.modules.set(modules.value());
    let module = builtins::start(cx)?;
    let name = cx.vm.intern(cx, "builtins")?;
    dict::set_str(cx, modules, name, module.value())
}
