//! `import`: what the bytecode asks for.
//!
//! A module that is there already is found here. Everything else is done by `importlib`, which is Python:
//! the interpreter enters its `__import__` like any function, so that the code of a module runs in
//! frames on top of its importer's, in transactions that end, however deep the imports nest.

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{classes, fields, set_field};
use crate::objects::module::Module;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::protocol::{attribute, call_values, get_item_or_none, iter, next, set_item, truth};
use crate::runtime::import_frames;
use crate::value::Value;

/// The arguments of `__import__`.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The module's name.
    pub name: Value,
    /// The globals of the importing code.
    pub globals: Value,
    /// Its locals.
    pub locals: Value,
    /// The names that are wanted of it: a tuple or None.
    pub names: Value,
    /// 0, or the number of dots before the name.
    pub level: Value,
}

impl Request {
    /// As they are passed.
    pub fn arguments(&self) -> [Value; 5] {
        [self.name, self.globals, self.locals, self.names, self.level]
    }
}

/// What an import needs.
#[derive(Clone, Copy, Debug)]
pub enum Import {
    /// Nothing: here is the module.
    Done(Value),
    /// A call of this with [`Request::arguments`].
    Call(Value),
}

/// Begins an import statement, by whatever `__import__` the builtins have.
///
/// # Errors
/// ImportError, and what attributes of modules raise.
pub fn begin(cx: &mut Cx, builtins: Value, request: &Request) -> R<Import> {
    let key = name!(cx, "__import__")?;
    let import = match builtins.cast::<Dict>() {
        Some(builtins) => dict::get_str(cx, builtins, key)?,
        None => get_item_or_none(cx, builtins, key)?,
    };
    match import {
        Some(import) if import == cx.vm.import_builtin.get() => {}
        Some(import) => return Ok(Import::Call(import)),
        None => return Err(cx.import_error(format_args!("__import__ not found"))),
    }
    match loaded(cx, request)? {
        Some(module) => Ok(Import::Done(module)),
        None => Ok(Import::Call(cx.vm.importlib_import.get())),
    }
}

/// What the import gives if all modules in question are there. `None`: ask `importlib`.
fn loaded(cx: &mut Cx, request: &Request) -> R<Option<Value>> {
    let (Some(name), Some(level)) = (request.name.cast::<Str>(), request.level.as_small_int())
    else {
        return Ok(None);
    };
    let Some(modules) = cx.vm.modules.get().cast::<Dict>() else {
        return Ok(None);
    };
    let full = match level {
        0 => name.value(),
        1.. => match absolute(cx, request, name, level as usize)? {
            Some(full) => full,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let Some(module) = ready(cx, modules, full)? else {
        return Ok(None);
    };
    if let Some(names) = request.names.cast::<Tuple>()
        && !names.is_empty()
    {
        let all = has_names(cx, module, names)?;
        return Ok(all.then_some(module));
    }
    if level > 0 || !request.names.is_none() && truth(cx, request.names)? {
        return Ok(None);
    }
    // `import a.b` binds `a`.
    match name.text().codes().position(|code| code == u32::from(b'.')) {
        None => Ok(Some(module)),
        Some(end) => {
            let first = str::part(cx, name, 0..end)?;
            ready(cx, modules, first.value())
        }
    }
}

/// The name that a relative import means.
fn absolute(cx: &mut Cx, request: &Request, name: &'static Str, level: usize) -> R<Option<Value>> {
    let key = name!(cx, "__package__")?;
    let package = match request.globals.cast::<Dict>() {
        Some(globals) => dict::get_str(cx, globals, key)?,
        None => None,
    };
    let Some(package) = package.and_then(|package| package.cast::<Str>()) else {
        return Ok(None);
    };
    let text = str::to_string(package.value());
    let mut base = &*text;
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((outer, _)) => base = outer,
            None => return Ok(None),
        }
    }
    match base {
        "" => Ok(None),
        _ if name.is_empty() => cx.str(base).map(Some),
        _ => cx
            .str(&format!("{base}.{}", str::to_string(name.value())))
            .map(Some),
    }
}

/// A module of `sys.modules` that nobody is just loading.
fn ready(cx: &mut Cx, modules: &'static Dict, name: Value) -> R<Option<Value>> {
    let Some(module) = dict::get(cx, modules, name)? else {
        return Ok(None);
    };
    if module.is_none() {
        return Ok(None);
    }
    let (spec, initializing) = (name!(cx, "__spec__")?, name!(cx, "_initializing")?);
    let spec = match module.cast::<Module>() {
        Some(module) => dict::get_str(cx, module.namespace(), spec)?,
        None => attribute::find(cx, module, spec)?,
    };
    let Some(spec) = spec.filter(|spec| !spec.is_none()) else {
        return Ok(Some(module));
    };
    let busy = match attribute::find(cx, spec, initializing)? {
        Some(busy) => truth(cx, busy)?,
        None => false,
    };
    Ok((!busy).then_some(module))
}

/// Whether none of the names can be a submodule that has to be loaded.
fn has_names(cx: &mut Cx, module: Value, names: &'static Tuple) -> R<bool> {
    let path = name!(cx, "__path__")?;
    if attribute::find(cx, module, path)?.is_none() {
        return Ok(true);
    }
    for name in names.as_slice() {
        let Some(text) = name.cast::<Str>() else {
            return Ok(false);
        };
        if text.len() == 1 && text.text().get(0) == Some(u32::from(b'*')) {
            return Ok(false);
        }
        if attribute::find(cx, module, *name)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Import a module.
///
/// Because this function is meant for use by the Python
/// interpreter and not for general use, it is better to use
/// importlib.import_module() to programmatically import a module.
///
/// The globals argument is only used to determine the context;
/// they are not modified.  The locals argument is unused.  The fromlist
/// should be a list of names to emulate ``from name import ...``, or an
/// empty list to emulate ``import name``.
/// When importing a module from a package, note that __import__('A.B', ...)
/// returns package A when fromlist is empty, but its submodule B when
/// fromlist is not empty.  The level argument is used to determine whether to
/// perform absolute or relative imports: 0 is absolute, while a positive number
/// is the number of parent directories to search relative to the current module.
#[native(
    module = "builtins",
    "__import__(name, globals=None, locals=None, fromlist=(), level=0)"
)]
fn dunder_import(
    cx: &mut Cx,
    name: Value,
    globals: Value,
    locals: Value,
    fromlist: Option<Value>,
    level: Value,
) -> R {
    let names = match fromlist {
        Some(names) => names,
        None => cx.vm.empty_tuple.get(),
    };
    let request = Request {
        name,
        globals,
        locals,
        names,
        level,
    };
    match loaded(cx, &request)? {
        Some(module) => Ok(module),
        None => call_values(cx, cx.vm.importlib_import.get(), &request.arguments()),
    }
}

/// Imports a module by its full name, for native code.
///
/// # Errors
/// What the import raises.
pub fn module(cx: &mut Cx, name: &str) -> R {
    let name = cx.vm.intern(cx, name)?;
    named(cx, name)
}

/// The same; `name` is an interned string.
///
/// # Errors
/// As [`module`].
pub fn named(cx: &mut Cx, name: Value) -> R {
    if let Some(modules) = cx.vm.modules.get().cast::<Dict>()
        && let Some(module) = ready(cx, modules, name)?
    {
        return Ok(module);
    }
    match call_values(cx, cx.vm.importlib_gcd_import.get(), &[name]) {
        Err(Exit::Raise) => {
            import_frames::leave_out(cx, cx.exception)?;
            Err(Exit::Raise)
        }
        other => other,
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
    let package = attribute::find(cx, module, key)?.filter(|package| package.is::<Str>());
    let wanted = str::to_string(name);
    if let Some(package) = package {
        let full = cx.str(&format!("{}.{wanted}", str::to_string(package)))?;
        if let Some(found) = get_item_or_none(cx, cx.vm.modules.get(), full)? {
            return Ok(found);
        }
    }
    cannot_import(cx, module, package, name)
}

/// Raises the ImportError of a name that a module does not have.
fn cannot_import(cx: &mut Cx, module: Value, package: Option<Value>, name: Value) -> R {
    let shown = package.map_or_else(|| "<unknown module name>".to_owned(), str::to_string);
    let wanted = str::to_string(name);
    let [file_key, spec_key, busy_key, origin_key] = [
        name!(cx, "__file__")?,
        name!(cx, "__spec__")?,
        name!(cx, "_initializing")?,
        name!(cx, "origin")?,
    ];
    let spec = attribute::find(cx, module, spec_key)?;
    let mut file = attribute::find(cx, module, file_key)?.filter(|file| file.is::<Str>());
    let mut busy = false;
    if let Some(spec) = spec.filter(|spec| !spec.is_none()) {
        if let Some(value) = attribute::find(cx, spec, busy_key)? {
            busy = truth(cx, value)?;
        }
        if file.is_none() {
            let origin = attribute::find(cx, spec, origin_key)?;
            file = origin.filter(|_| false);
        }
    }
    let place = file.map_or_else(|| "unknown location".to_owned(), str::to_string);
    let message = if busy {
        format!(
            "cannot import name '{wanted}' from partially initialized module '{shown}' (most likely due to a circular import) ({place})"
        )
    } else {
        format!("cannot import name '{wanted}' from '{shown}' ({place})")
    };
    let message = cx.str(&message)?;
    let error = crate::objects::exception::new(cx, &classes::IMPORT_ERROR, &[message])?;
    set_field(
        cx,
        error,
        fields::IMPORT_NAME,
        package.unwrap_or(Value::NONE),
    )?;
    set_field(cx, error, fields::IMPORT_PATH, file.unwrap_or(Value::NONE))?;
    set_field(cx, error, fields::IMPORT_NAME_FROM, name)?;
    Err(cx.raise_in_context(error))
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
    let hook = match cx.vm.sys.get().cast::<Dict>() {
        Some(sys) => dict::get_str(cx, sys, name)?,
        None => None,
    };
    match hook {
        Some(hook) => call_values(cx, hook, &[value]).map(|_| ()),
        None => Err(cx.runtime_error(format_args!("lost sys.displayhook"))),
    }
}
