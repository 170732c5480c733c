//! `importlib`, brought up: its two halves are frozen modules, as in CPython, and so is the finder of the
//! library inside the program (`library.py`).

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::code::{self, CodeObject};
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{self, classes, fields};
use crate::objects::module::{self, Module};
use crate::protocol::{attribute, call, call_values};
use crate::runtime::main_program::run_code;
use crate::stdlib;
use crate::value::Value;
use tython_compiler::{codegen, parse};

/// A module whose source is part of the program, and that can be imported without a path.
#[derive(Debug)]
pub struct Frozen {
    /// Its name.
    pub name: &'static str,
    /// The name that its source has in the library.
    pub origin: &'static str,
    /// The file in the library.
    path: &'static str,
}

/// Every frozen module.
pub const FROZEN: &[Frozen] = &[
    Frozen {
        name: "_frozen_importlib",
        origin: "importlib._bootstrap",
        path: "importlib/_bootstrap.py",
    },
    Frozen {
        name: "_frozen_importlib_external",
        origin: "importlib._bootstrap_external",
        path: "importlib/_bootstrap_external.py",
    },
    Frozen {
        name: "_frozen_library",
        origin: "importlib._bootstrap_library",
        path: "_frozen_library.py",
    },
];

/// The frozen module with this name.
pub fn frozen(name: &str) -> Option<&'static Frozen> {
    FROZEN.iter().find(|frozen| frozen.name == name)
}

/// The code of a frozen module.
///
/// # Errors
/// MemoryError.
pub fn code_of(cx: &mut Cx, frozen: &Frozen) -> R<&'static CodeObject> {
    library_code(cx, frozen.path, &format!("<frozen {}>", frozen.origin))
}

/// The code of a file of the library.
///
/// # Errors
/// OSError if there is no such file, and MemoryError.
pub fn library_code(cx: &mut Cx, path: &str, filename: &str) -> R<&'static CodeObject> {
    let Some(file) = tython_lib::find(path) else {
        return Err(missing(cx, path)?);
    };
    let text = String::from_utf8_lossy(&file.contents()).into_owned();
    let options = codegen::Options {
        optimize: crate::runtime::config::get().optimize.min(2) as u8,
        ..codegen::Options::default()
    };
    match codegen::compile(text, filename, parse::Options::default(), options) {
        Ok(compiled) => code::new(cx, &compiled.code),
        Err(error) => {
            let error = exception::from_compile_error(cx, &error)?;
            Err(cx.raise_in_context(error))
        }
    }
}

/// Raises the OSError of a file that the library does not have.
///
/// # Errors
/// MemoryError.
pub fn missing(cx: &mut Cx, path: &str) -> R<Exit> {
    let path = cx.str(path)?;
    let error = std::io::Error::from_raw_os_error(libc::ENOENT);
    Ok(exception::os_error::raise(cx, &error, Some(path)))
}

/// An ImportError about the module `name`.
///
/// # Errors
/// MemoryError.
pub fn import_error(cx: &mut Cx, message: &str, name: &str) -> R<Exit> {
    let (message, name) = (cx.str(message)?, cx.str(name)?);
    let error = exception::new(cx, &classes::IMPORT_ERROR, &[message])?;
    exception::set_field(cx, error, fields::IMPORT_NAME, name)?;
    Ok(cx.raise_in_context(error))
}

fn enter_module(cx: &mut Cx, name: &str, module: &'static Module) -> R<()> {
    let name = cx.vm.intern(cx, name)?;
    match cx.vm.modules.get().cast::<Dict>() {
        Some(modules) => dict::set_str(cx, modules, name, module.value()),
        None => Ok(()),
    }
}

/// Runs the first half of `importlib` as a module that nobody has imported.
fn bootstrap(cx: &mut Cx) -> R<&'static Module> {
    let frozen = &FROZEN[0];
    let code = code_of(cx, frozen)?;
    let name = cx.vm.intern(cx, frozen.name)?;
    let module = module::new(cx, name, Value::NONE)?;
    let builtins = name!(cx, "__builtins__")?;
    dict::set_str(
        cx,
        module.namespace(),
        builtins,
        cx.vm.builtins_module.get(),
    )?;
    // What `FrozenImporter._fix_up_module` wants of a module that nobody has imported.
    let (key, origin) = (name!(cx, "__origname__")?, cx.str(frozen.origin)?);
    dict::set_str(cx, module.namespace(), key, origin)?;
    enter_module(cx, frozen.name, module)?;
    run_code(cx, code, module.dict.get(), Value::UNBOUND)?;
    Ok(module)
}

/// Makes `import` work. In one go, before the program begins.
///
/// # Errors
/// What goes wrong in `importlib`.
pub fn start(cx: &mut Cx) -> R<()> {
    cx.deeper(|cx| {
        let builtin = name!(cx, "__import__")?;
        let builtins = cx.vm.builtins_module.get();
        let builtin = attribute::get(cx, builtins, builtin)?;
        cx.vm.import_builtin.set(builtin);
        let module = bootstrap(cx)?;
        for (name, global) in [
            ("__import__", &cx.vm.importlib_import),
            ("_gcd_import", &cx.vm.importlib_gcd_import),
        ] {
            let name = cx.vm.intern(cx, name)?;
            let function = attribute::get(cx, module.value(), name)?;
            global.set(function);
        }
        let Some(imp) = stdlib::create(cx, "_imp")? else {
            return Err(cx.system_error(format_args!("there is no module _imp")));
        };
        enter_module(cx, "_imp", imp)?;
        let arguments = [cx.vm.sys_module.get(), imp.value()];
        let install = name!(cx, "_install")?;
        call::call_method(cx, module.value(), install, &arguments)?;
        let install = name!(cx, "_install_external_importers")?;
        call::call_method(cx, module.value(), install, &[])?;
        super::import::module(cx, "_frozen_library")?;
        make_lock(cx)
    })
}

/// The lock behind `_imp.acquire_lock`.
fn make_lock(cx: &mut Cx) -> R<()> {
    let thread = super::import::module(cx, "_thread")?;
    let class = name!(cx, "RLock")?;
    let class = attribute::get(cx, thread, class)?;
    let lock = call_values(cx, class, &[])?;
    cx.vm.import_lock.set(lock);
    Ok(())
}
