//! The module `sys`.
//!
//! | file | what |
//! | --- | --- |
//! | `classes.rs` | what concerns classes |
//! | `info.rs` | named tuples of constants |
//! | `jit.rs` | `sys._jit` |
//! | `limits.rs` | limits and figures |
//! | `frames.rs` | frames, exceptions, tracing |
//! | `hooks.rs` | what is called for shown values and uncaught exceptions; auditing |
//! | `monitoring.rs` | `sys.monitoring` |
//! | `module_names.rs` | the names of the library's modules |
//! | `state.rs` | what functions remember |

mod classes;
mod frames;
pub mod hooks;
mod info;
mod jit;
mod limits;
mod module_names;
mod monitoring;
mod state;

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::os_text;
use crate::objects::dict;
use crate::objects::list;
use crate::objects::module::Module;
use crate::objects::set;
use crate::objects::simple_namespace;
use crate::runtime::config::{self, Config};
use crate::runtime::paths::Paths;
use crate::stdlib::{MODULES, set as enter};
use crate::value::Value;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// Makes the module, as far as it does not depend on the program that is to run.
///
/// # Errors
/// MemoryError.
pub fn start(cx: &mut Cx) -> R<()> {
    let state = dict::new(cx)?;
    cx.vm.sys_state.set(state.value());
    super::atexit::start(cx)?;
    let module = super::module(cx, "sys")?;
    cx.vm.sys_module.set(module.value());
    cx.vm.sys.set(module.dict.get());
    enter(cx, module, "modules", cx.vm.modules.get())?;
    if let Some(modules) = cx.vm.modules.get().cast::<dict::Dict>() {
        let name = cx.vm.intern(cx, "sys")?;
        dict::set_str(cx, modules, name, module.value())?;
    }
    constants(cx, module)?;
    versions(cx, module)?;
    hooks_again(cx, module)?;
    names(cx, module)?;
    for name in ["meta_path", "path_hooks", "path", "warnoptions"] {
        let list = list::new(cx)?;
        enter(cx, module, name, list.value())?;
    }
    for name in ["path_importer_cache", "_xoptions"] {
        let dict = dict::new(cx)?;
        enter(cx, module, name, dict.value())?;
    }
    Ok(())
}

fn constants(cx: &mut Cx, module: &'static Module) -> R<()> {
    let maximum = cx.int(i64::MAX)?;
    for (name, value) in [
        ("maxsize", maximum),
        ("maxunicode", Value::index(0x10_ffff)),
        ("api_version", Value::index(1013)),
        ("hexversion", Value::index(info::HEX_VERSION)),
    ] {
        enter(cx, module, name, value)?;
    }
    for (name, text) in [
        ("byteorder", "little"),
        ("platform", "linux"),
        ("platlibdir", "lib"),
        ("abiflags", ""),
        ("_framework", ""),
        ("float_repr_style", "short"),
        (
            "copyright",
            "Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.",
        ),
        (
            "__doc__",
            "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
        ),
    ] {
        let text = cx.str(text)?;
        enter(cx, module, name, text)?;
    }
    let [name, empty] = [cx.str("Tython")?, cx.str("")?];
    let git = cx.tuple(&[name, empty, empty])?;
    enter(cx, module, "_git", git)?;
    let jit = jit::module(cx)?;
    enter(cx, module, "_jit", jit)?;
    let monitoring = monitoring::module(cx)?;
    enter(cx, module, "monitoring", monitoring)?;
    enter(cx, module, "pycache_prefix", Value::NONE)?;
    enter(cx, module, "_home", Value::NONE)
}

fn versions(cx: &mut Cx, module: &'static Module) -> R<()> {
    let [major, minor, micro] = info::VERSION;
    let text = cx.str(&format!(
        "{major}.{minor}.{micro} (Tython {})",
        env!("CARGO_PKG_VERSION")
    ))?;
    enter(cx, module, "version", text)?;
    let version = info::version(cx)?;
    enter(cx, module, "version_info", version)?;
    let [float, int] = [info::float(cx)?, info::int(cx)?];
    let [hash, thread] = [info::hash(cx)?, info::thread(cx)?];
    for (name, value) in [
        ("float_info", float),
        ("int_info", int),
        ("hash_info", hash),
        ("thread_info", thread),
    ] {
        enter(cx, module, name, value)?;
    }
    let name = cx.str("tython")?;
    let cache_tag = cx.str("tython-314")?;
    let multiarch = cx.str(concat_arch())?;
    let implementation = simple_namespace::new(
        cx,
        &[
            ("name", name),
            ("cache_tag", cache_tag),
            ("version", version),
            ("hexversion", Value::index(info::HEX_VERSION)),
            ("_multiarch", multiarch),
            ("supports_isolated_interpreters", Value::FALSE),
        ],
    )?;
    enter(cx, module, "implementation", implementation)
}

/// The name of the platform's folders of libraries.
const fn concat_arch() -> &'static str {
    if cfg!(target_arch = "aarch64") {
        "aarch64-linux-gnu"
    } else {
        "x86_64-linux-gnu"
    }
}

/// The hooks under the names that nobody changes.
fn hooks_again(cx: &mut Cx, module: &'static Module) -> R<()> {
    for name in [
        "displayhook",
        "excepthook",
        "unraisablehook",
        "breakpointhook",
    ] {
        let key = cx.vm.intern(cx, name)?;
        if let Some(hook) = dict::get_str(cx, module.namespace(), key)? {
            enter(cx, module, &format!("__{name}__"), hook)?;
        }
    }
    Ok(())
}

fn names(cx: &mut Cx, module: &'static Module) -> R<()> {
    let mut builtin: Vec<&str> = MODULES.iter().map(|native| native.name).collect();
    builtin.extend(["builtins", "sys"]);
    builtin.sort_unstable();
    let builtin = strings(cx, builtin.into_iter())?;
    let builtin = cx.tuple(&builtin)?;
    enter(cx, module, "builtin_module_names", builtin)?;
    let all = strings(cx, module_names::STDLIB.split_whitespace())?;
    let all = set::frozen(cx, &all)?;
    enter(cx, module, "stdlib_module_names", all)
}

fn strings<'a>(cx: &mut Cx, texts: impl Iterator<Item = &'a str>) -> R<Vec<Value>> {
    texts.map(|text| cx.vm.intern(cx, text)).collect()
}

/// Tells the module of the options, the paths and the arguments of the program.
///
/// # Errors
/// MemoryError.
pub fn configure(cx: &mut Cx, paths: &Paths) -> R<()> {
    let Some(module) = cx.vm.sys_module.get().cast::<Module>() else {
        return Ok(());
    };
    let config = config::get();
    for (name, path) in [
        ("executable", &paths.executable),
        ("_base_executable", &paths.base_executable),
        ("prefix", &paths.prefix),
        ("exec_prefix", &paths.prefix),
        ("base_prefix", &paths.base_prefix),
        ("base_exec_prefix", &paths.base_prefix),
        ("_stdlib_dir", &paths.library()),
    ] {
        let path = os_text::to_value(cx, path.as_os_str())?;
        enter(cx, module, name, path)?;
    }
    if let Some(home) = &paths.home {
        let home = os_text::to_value(cx, home.as_os_str())?;
        enter(cx, module, "_home", home)?;
    }
    if let Some(prefix) = &config.pycache_prefix {
        let prefix = os_text::to_value(cx, prefix)?;
        enter(cx, module, "pycache_prefix", prefix)?;
    }
    for (name, list) in [("argv", &config.argv), ("orig_argv", &config.orig_argv)] {
        let list = list_of(cx, list.iter().map(OsString::as_os_str))?;
        enter(cx, module, name, list)?;
    }
    let path = search_path(config, paths);
    let path = list_of(cx, path.iter().map(|folder| folder.as_os_str()))?;
    enter(cx, module, "path", path)?;
    let writes_none = Value::bool(config.dont_write_bytecode > 0);
    enter(cx, module, "dont_write_bytecode", writes_none)?;
    let flags = info::flags(cx)?;
    enter(cx, module, "flags", flags)?;
    options(cx, module, config)
}

fn list_of<'a>(cx: &mut Cx, texts: impl Iterator<Item = &'a OsStr>) -> R {
    let texts: R<Vec<Value>> = texts.map(|text| os_text::to_value(cx, text)).collect();
    Ok(list::from_slice(cx, &texts?)?.value())
}

/// `sys.path` but for the program's own folder: PYTHONPATH and the library.
fn search_path(config: &Config, paths: &Paths) -> Vec<PathBuf> {
    let mut path: Vec<PathBuf> = match &config.python_path {
        Some(folders) => std::env::split_paths(folders).collect(),
        None => Vec::new(),
    };
    path.push(paths.library());
    path
}

fn options(cx: &mut Cx, module: &'static Module, config: &Config) -> R<()> {
    let given = strings(cx, config.warn_options.iter().map(String::as_str))?;
    let given = list::from_slice(cx, &given)?;
    enter(cx, module, "warnoptions", given.value())?;
    let given = dict::new(cx)?;
    for (name, value) in &config.x_options {
        let name = cx.vm.intern(cx, name)?;
        let value = match value {
            Some(value) => cx.str(value)?,
            None => Value::TRUE,
        };
        dict::set_str(cx, given, name, value)?;
    }
    enter(cx, module, "_xoptions", given.value())
}

/// A hook that this thread has for asynchronous generators (`firstiter` or `finalizer`), or None.
///
/// # Errors
/// MemoryError.
pub(crate) fn asyncgen_hook(cx: &mut Cx, name: &str) -> R {
    state::get_of_thread(cx, name)
}
