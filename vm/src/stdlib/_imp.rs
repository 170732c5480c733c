//! The module `_imp`: what `importlib` needs of the virtual machine.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::native_module;
use crate::objects::bytes;
use crate::objects::code::CodeObject;
use crate::objects::dict::{self, Dict};
use crate::objects::list;
use crate::objects::module::Module;
use crate::objects::str::{self, Str};
use crate::protocol::{attribute, buffer, call};
use crate::runtime::config;
use crate::runtime::importlib::{self, Frozen};
use crate::stdlib::{MODULES, create, set};
use crate::value::Value;
use tython_compiler::isa::Op;

native_module!("_imp", fill);

/// Changed by hand when code that was compiled before means something else, but its instructions look the
/// same.
const REVISION: u64 = 2;

/// What a `.pyc` file begins with: a number that changes with the instruction set.
fn magic() -> usize {
    let texts = Op::ALL.iter().map(|op| op.info());
    let bytes = texts.flat_map(|info| info.name.bytes().chain(info.doc.bytes()));
    // FNV-1a.
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325 ^ REVISION, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 48) as usize | usize::from(u16::from_le_bytes(*b"\r\n")) << 16
}

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    set(cx, module, "pyc_magic_number_token", Value::index(magic()))?;
    let check = config::get().check_hash_based_pycs.as_deref();
    let check = cx.str(check.unwrap_or("default"))?;
    set(cx, module, "check_hash_based_pycs", check)
}

fn lock_method(cx: &mut Cx, name: Value) -> R<()> {
    let lock = cx.vm.import_lock.get();
    if !lock.is_none() {
        call::call_method(cx, lock, name, &[])?;
    }
    Ok(())
}

/// Return True if the import lock is currently held, else False.
///
/// On platforms without threads, return False.
#[native(module = "_imp", "lock_held()")]
fn lock_held(cx: &mut Cx) -> R {
    let lock = cx.vm.import_lock.get();
    let name = name!(cx, "locked")?;
    if lock.is_none() {
        return Ok(Value::FALSE);
    }
    call::call_method(cx, lock, name, &[])
}

/// Acquires the interpreter's import lock for the current thread.
///
/// This lock should be used by import hooks to ensure thread-safety when importing
/// modules. On platforms without threads, this function does nothing.
#[native(module = "_imp", "acquire_lock()")]
fn acquire_lock(cx: &mut Cx) -> R<()> {
    let name = name!(cx, "acquire")?;
    lock_method(cx, name)
}

/// Release the interpreter's import lock.
///
/// On platforms without threads, this function does nothing.
#[native(module = "_imp", "release_lock()")]
fn release_lock(cx: &mut Cx) -> R<()> {
    let name = name!(cx, "release")?;
    lock_method(cx, name)
}

/// Returns the list of file suffixes used to identify extension modules.
#[native(module = "_imp", "extension_suffixes()", effect = pure)]
fn extension_suffixes(cx: &mut Cx) -> R<&'static list::List> {
    list::new(cx)
}

/// Returns True if the module name corresponds to a built-in module.
#[native(module = "_imp", "is_builtin(name, /)", effect = pure)]
fn is_builtin(_: &mut Cx, name: &'static Str) -> i64 {
    let name = str::to_string(name.value());
    match &*name {
        "sys" | "builtins" => -1,
        name => i64::from(MODULES.iter().any(|native| native.name == name)),
    }
}

/// Create an extension module.
#[native(module = "_imp", "create_builtin(spec, /)")]
fn create_builtin(cx: &mut Cx, spec: Value) -> R {
    let key = name!(cx, "name")?;
    let name = attribute::get(cx, spec, key)?;
    if let Some(modules) = cx.vm.modules.get().cast::<Dict>()
        && let Some(module) = dict::get(cx, modules, name)?
    {
        return Ok(module);
    }
    let name = str::to_string(name);
    match create(cx, &name)? {
        Some(module) => Ok(module.value()),
        None => Ok(Value::NONE),
    }
}

/// Initialize a built-in module.
#[native(module = "_imp", "exec_builtin(mod, /)", effect = pure)]
fn exec_builtin(_: &mut Cx, _mod: Value) -> i64 {
    0
}

fn frozen(cx: &mut Cx, name: &'static Str) -> R<&'static Frozen> {
    let name = str::to_string(name.value());
    match importlib::frozen(&name) {
        Some(frozen) => Ok(frozen),
        None => Err(importlib::import_error(
            cx,
            &format!("No such frozen object named {name}"),
            &name,
        )?),
    }
}

/// Returns True if the module name corresponds to a frozen module.
#[native(module = "_imp", "is_frozen(name, /)", effect = pure)]
fn is_frozen(_: &mut Cx, name: &'static Str) -> bool {
    importlib::frozen(&str::to_string(name.value())).is_some()
}

/// Returns True if the module name is of a frozen package.
#[native(module = "_imp", "is_frozen_package(name, /)", effect = pure)]
fn is_frozen_package(cx: &mut Cx, name: &'static Str) -> R<bool> {
    frozen(cx, name)?;
    Ok(false)
}

/// Return info about the corresponding frozen module (if there is one) or None.
///
/// The returned info (a 2-tuple):
///
///  * data         the raw marshalled bytes
///  * is_package   whether or not it is a package
///  * origname     the originally frozen module's name, or None if not
///                 a stdlib module (this will usually be the same as
///                 the module's current name)
#[native(module = "_imp", "find_frozen(name, /, *, withdata=False)", effect = pure)]
fn find_frozen(cx: &mut Cx, name: &'static Str, _withdata: bool) -> R {
    match importlib::frozen(&str::to_string(name.value())) {
        Some(frozen) => {
            let origin = cx.str(frozen.origin)?;
            cx.tuple(&[Value::NONE, Value::FALSE, origin])
        }
        None => Ok(Value::NONE),
    }
}

/// Create a code object for a frozen module.
#[native(module = "_imp", "get_frozen_object(name, data=None, /)")]
fn get_frozen_object(cx: &mut Cx, name: &'static Str, _data: Value) -> R<&'static CodeObject> {
    let frozen = frozen(cx, name)?;
    importlib::code_of(cx, frozen)
}

/// Initializes a frozen module.
#[native(module = "_imp", "init_frozen(name, /)", effect = pure)]
fn init_frozen(_: &mut Cx, _name: &'static Str) {}

/// Return the list of available frozen modules.
#[native(module = "_imp", "_frozen_module_names()", effect = pure)]
fn frozen_module_names(cx: &mut Cx) -> R<&'static list::List> {
    let names = importlib::FROZEN.iter().map(|frozen| cx.str(frozen.name));
    let names = names.collect::<R<Vec<Value>>>()?;
    list::from_slice(cx, &names)
}

/// (internal-only) Override PyConfig.use_frozen_modules.
///
/// (-1: "off", 1: "on", 0: no override)
/// See frozen_modules() in Lib/test/support/import_helper.py.
#[native(module = "_imp", "_override_frozen_modules_for_tests(override, /)", effect = pure)]
fn override_frozen_modules_for_tests(_: &mut Cx, _override: i32) {}

/// (internal-only) Override PyInterpreterConfig.check_multi_interp_extensions.
///
/// (-1: "never", 1: "always", 0: no override)
#[native(
    module = "_imp",
    "_override_multi_interp_extensions_check(override, /)",
    effect = pure
)]
fn override_multi_interp_extensions_check(_: &mut Cx, _override: i32) -> i64 {
    0
}

/// Changes code.co_filename to specify the passed-in path.
#[native(module = "_imp", "_fix_co_filename(code, path, /)", effect = pure)]
fn fix_co_filename(_: &mut Cx, _code: &'static CodeObject, _path: &'static Str) {}

/// Hashes a source for hash-based `.pyc` files.
#[native(module = "_imp", "source_hash(key, source)", opaque)]
fn source_hash(cx: &mut Cx, key: i64, source: Value) -> R {
    let content = buffer::required(cx, source)?;
    let hash = tython_text::hash::HashKey::new([key as u64, 0]).bytes(&content);
    bytes::new(cx, &hash.to_le_bytes())
}
