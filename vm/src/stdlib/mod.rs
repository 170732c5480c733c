//! Native modules, one file or folder each, named as Python names them.
//!
//! A module is declared by one line, which the linker collects:
//!
//! ```ignore
//! native_module!("math", fill);
//! ```
//!
//! Its functions are the native functions whose owner it is, its classes the builtin classes whose
//! `__module__` it is; what else it has, `fill` adds. A module is made when it is imported.

pub mod _abc;
pub mod _ast;
pub mod _bisect;
pub mod _codecs;
pub mod _collections;
pub mod _contextvars;
pub mod _csv;
pub mod _functools;
pub mod _heapq;
pub mod _imp;
pub mod _io;
pub mod _json;
pub mod _library;
pub mod _locale;
pub mod _opcode;
pub mod _operator;
pub mod _posixsubprocess;
pub mod _queue;
pub mod _random;
pub mod _signal;
pub mod _socket_calls;
pub mod _sre;
pub mod _statistics;
pub mod _string;
pub mod _struct;
pub mod _suggestions;
pub mod _thread;
pub mod _tokenize;
pub mod _tracemalloc;
pub mod _types;
pub mod _typing;
pub mod _warnings;
pub mod _weakref;
pub mod array;
pub mod atexit;
pub mod binascii;
pub mod builtins;
pub mod cmath;
pub mod errno;
pub mod fcntl;
pub mod gc;
pub mod grp;
pub mod hashes;
pub mod itertools;
pub mod marshal;
pub mod math;
pub mod posix;
pub mod pwd;
pub mod resource;
pub mod select;
pub mod stm;
pub mod sys;
pub mod termios;
pub mod time;
pub mod unicodedata;
pub mod zlib;

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::of_module;
use crate::objects::dict;
use crate::objects::module::{self, Module};
use crate::objects::native_function;
use crate::types::TYPES;
use crate::value::Value;
use linkme::distributed_slice;

/// A native module: its name, and what adds what the tables do not say.
#[derive(Debug)]
pub struct NativeModule {
    /// Its name, as in `sys.builtin_module_names`.
    pub name: &'static str,
    /// Adds constants and the like to the new module.
    pub fill: fn(&mut Cx, &'static Module) -> R<()>,
}

/// Every native module, in no order.
#[distributed_slice]
pub static MODULES: [NativeModule];

/// Declares a native module and enters it in [`MODULES`].
#[macro_export]
macro_rules! native_module {
    ($name:literal, $fill:expr) => {
        const _: () = {
            #[linkme::distributed_slice($crate::stdlib::MODULES)]
            static ENTRY: $crate::stdlib::NativeModule = $crate::stdlib::NativeModule {
                name: $name,
                fill: $fill,
            };
        };
    };
}

/// Makes the native module `name`, if there is one.
///
/// # Errors
/// What filling it raises.
pub fn create(cx: &mut Cx, name: &str) -> R<Option<&'static Module>> {
    let Some(native) = MODULES.iter().find(|native| native.name == name) else {
        return Ok(None);
    };
    let module = module(cx, native.name)?;
    for cell in TYPES.iter().filter(|cell| cell.def.module == name) {
        set(cx, module, cell.def.name, cell.value())?;
    }
    (native.fill)(cx, module)?;
    Ok(Some(module))
}

/// Enters a value in a module.
///
/// # Errors
/// MemoryError.
pub fn set(cx: &mut Cx, module: &'static Module, name: &str, value: Value) -> R<()> {
    let name = cx.vm.intern(cx, name)?;
    dict::set_str(cx, module.namespace(), name, value)
}

/// Sets a module's `__doc__`.
///
/// # Errors
/// MemoryError.
pub fn document(cx: &mut Cx, module: &'static Module, doc: &str) -> R<()> {
    let doc = cx.str(doc)?;
    set(cx, module, "__doc__", doc)
}

/// Enters the function `name` of a native module once more, where a class has taken its name.
///
/// # Errors
/// MemoryError.
pub(crate) fn set_function(cx: &mut Cx, module: &'static Module, owner: &str, name: &str) -> R<()> {
    for def in of_module(owner).filter(|def| def.name == name) {
        let function = native_function::new(cx, def, module.value())?;
        set(cx, module, name, function.value())?;
    }
    Ok(())
}

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
