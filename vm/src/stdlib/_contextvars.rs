//! `_contextvars`: variables with values by context (PEP 567).
//!
//! A context is an object with a dict from variables to values. Each thread has a current one
//! (`Cx::context`), which `Context.run` changes for the time of a call.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::{Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::module::Module;
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::{self, call, class_of, id, is_identical, repr};
use crate::types::TypeDef;
use crate::value::Value;

crate::native_module!("_contextvars", fill);

builtin_type! {
    /// The class of contexts.
    static CONTEXT = TypeDef {
        name: "Context",
        module: "_contextvars",
        reserved: 3,
        ..TypeDef::NEW
    };
    /// The class of variables.
    static VARIABLE = TypeDef {
        name: "ContextVar",
        module: "_contextvars",
        reserved: 2,
        ..TypeDef::NEW
    };
    /// The class of what `ContextVar.set` gives.
    static TOKEN = TypeDef {
        name: "Token",
        module: "_contextvars",
        reserved: 4,
        ..TypeDef::NEW
    };
    /// The class of `Token.MISSING`.
    static MISSING = TypeDef {
        name: "_MissingType",
        module: "Token",
        ..TypeDef::NEW
    };
}

/// The slot of the values: a dict.
const VALUES: usize = 0;
/// The slot that says whether the context is entered.
const ENTERED: usize = 1;

/// The slot of the variable's name.
const NAME: usize = 0;
/// The slot of the default, or unbound.
const DEFAULT: usize = 1;

/// The slot of the context in which the token was made.
const TOKEN_CONTEXT: usize = 0;
/// The slot of the variable.
const TOKEN_VARIABLE: usize = 1;
/// The slot of the value before, or `Token.MISSING`.
const TOKEN_OLD: usize = 2;
/// The slot that says whether the token has been used.
const TOKEN_USED: usize = 3;

fn fill(cx: &mut Cx, _module: &'static Module) -> R<()> {
    let missing = Instance::new(cx, MISSING.class())?;
    let name = name!(cx, "MISSING")?;
    dict::set_str(cx, TOKEN.class().namespace(), name, missing.value())
}

#[native(MISSING, "__repr__(self, /)", slot, effect = pure)]
fn missing_repr(_: &mut Cx, _this: Value) -> &'static str {
    "<Token.MISSING>"
}

fn new_context(cx: &mut Cx) -> R<&'static Instance> {
    let context = Instance::new(cx, CONTEXT.class())?;
    let values = dict::new(cx)?;
    context.set(cx, VALUES, values.value())?;
    context.set(cx, ENTERED, Value::FALSE)?;
    Ok(context)
}

fn values(cx: &mut Cx, context: &'static Instance) -> R<&'static Dict> {
    match context.get(cx, VALUES)?.cast::<Dict>() {
        Some(values) => Ok(values),
        None => Err(cx.system_error(format_args!("a context without values"))),
    }
}

/// The current context of this thread.
fn current(cx: &mut Cx) -> R<&'static Instance> {
    if let Some(context) = cx.context.cast::<Instance>() {
        return Ok(context);
    }
    let context = new_context(cx)?;
    context.set(cx, ENTERED, Value::TRUE)?;
    cx.context = context.value();
    Ok(context)
}

fn copy_of(cx: &mut Cx, context: &'static Instance) -> R<&'static Instance> {
    let (values, copy) = (values(cx, context)?, new_context(cx)?);
    let values = dict::copy(cx, values)?;
    copy.set(cx, VALUES, values.value())?;
    Ok(copy)
}

#[native(module = "_contextvars", "copy_context()", effect = writes)]
fn copy_context(cx: &mut Cx) -> R<&'static Instance> {
    let context = current(cx)?;
    copy_of(cx, context)
}

#[native(CONTEXT, "__new__(cls, /, *args, **kwargs)", new, effect = writes)]
fn context_new(
    cx: &mut Cx,
    _cls: &'static Type,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    if !args.is_empty() || !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("Context() does not accept any arguments")));
    }
    new_context(cx)
}

#[native(CONTEXT, "run(self, /, *args, **kwargs)", opaque)]
fn run(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let [callable, ..] = *args else {
        return Err(cx.type_error(format_args!("run() missing 1 required positional argument")));
    };
    if this.get(cx, ENTERED)? == Value::TRUE {
        let this = repr(cx, this.value())?;
        let this = str::to_string(this);
        return Err(cx.runtime_error(format_args!(
            "cannot enter context: {this} is already entered"
        )));
    }
    // So that the context of the caller is there when it is left again.
    let outer = current(cx)?.value();
    this.set(cx, ENTERED, Value::TRUE)?;
    cx.context = this.value();
    let result = call::call(cx, callable, kwargs.forward(2));
    cx.context = outer;
    match result {
        Ok(_) => this.set(cx, ENTERED, Value::FALSE)?,
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            this.set(cx, ENTERED, Value::FALSE)?;
            return Err(cx.raise(raised));
        }
        Err(_) => {}
    }
    result
}

/// Return a shallow copy of the context object.
#[native(CONTEXT, "copy(self, /)", effect = writes)]
fn copy(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    copy_of(cx, this)
}

/// TypeError unless a key is a variable.
fn check_key(cx: &mut Cx, key: Value) -> R<()> {
    if VARIABLE.is(class_of(key)) {
        return Ok(());
    }
    let key = repr(cx, key)?;
    let key = str::to_string(key);
    Err(cx.type_error(format_args!("a ContextVar key was expected, got {key}")))
}

fn find(cx: &mut Cx, context: &'static Instance, key: Value) -> R<Option<Value>> {
    check_key(cx, key)?;
    let values = values(cx, context)?;
    dict::get(cx, values, key)
}

#[native(CONTEXT, "__getitem__(self, key, /)", slot, effect = reads)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    match find(cx, this, key)? {
        Some(value) => Ok(value),
        None => Err(cx.key_error(key)),
    }
}

#[native(CONTEXT, "__contains__(self, key, /)", slot, effect = reads)]
fn contains(cx: &mut Cx, this: &'static Instance, key: Value) -> R<bool> {
    Ok(find(cx, this, key)?.is_some())
}

#[native(CONTEXT, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    let values = values(cx, this)?;
    dict::len(cx, values)
}

#[native(CONTEXT, "__iter__(self, /)", slot)]
fn iter(cx: &mut Cx, this: &'static Instance) -> R {
    let values = values(cx, this)?;
    protocol::iter(cx, values.value())
}

#[native(CONTEXT, "__eq__(self, value, /)", slot)]
fn eq(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let Some(other) = value
        .cast::<Instance>()
        .filter(|_| CONTEXT.is(class_of(value)))
    else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = (this.get(cx, VALUES)?, other.get(cx, VALUES)?);
    Ok(Value::bool(protocol::equal(cx, a, b)?))
}

/// Return the value for `key` if `key` has the value in the context object.
///
/// If `key` does not exist, return `default`. If `default` is not given,
/// return None.
#[native(CONTEXT, "get(self, key, default=None, /)", effect = reads)]
fn get(cx: &mut Cx, this: &'static Instance, key: Value, default: Value) -> R {
    Ok(find(cx, this, key)?.unwrap_or(default))
}

macro_rules! views {
    ($($rust:ident $signature:literal $name:literal $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[native(CONTEXT, $signature)]
            fn $rust(cx: &mut Cx, this: &'static Instance) -> R {
                let (values, name) = (values(cx, this)?, name!(cx, $name)?);
                call::call_method(cx, values.value(), name, &[])
            }
        )*
    };
}

views! {
    context_keys "keys(self, /)" "keys" "Return a list of all variables in the context object.";
    context_values "values(self, /)" "values" "Return a list of all variables' values in the context object.";
    context_items "items(self, /)" "items" "Return all variables and their values in the context object.\n\nThe result is returned as a list of 2-tuples (variable, value).";
}

#[native(VARIABLE, "__new__(cls, name, /, *, default=<unrepresentable>)", new, effect = writes)]
fn variable_new(
    cx: &mut Cx,
    _cls: &'static Type,
    name: Value,
    default: Option<Value>,
) -> R<&'static Instance> {
    if !name.is::<Str>() {
        return Err(cx.type_error(format_args!("context variable name must be a str")));
    }
    let variable = Instance::new(cx, VARIABLE.class())?;
    variable.set(cx, NAME, name)?;
    if let Some(default) = default {
        variable.set(cx, DEFAULT, default)?;
    }
    Ok(variable)
}

/// Return a value for the context variable for the current context.
///
/// If there is no value for the variable in the current context, the method will:
///  * return the value of the default argument of the method, if provided; or
///  * return the default value for the context variable, if it was created
///    with one; or
///  * raise a LookupError.
#[native(VARIABLE, "get(self, default=<unrepresentable>, /)", effect = writes)]
fn variable_get(cx: &mut Cx, this: &'static Instance, default: Option<Value>) -> R {
    let context = current(cx)?;
    let values = values(cx, context)?;
    if let Some(value) = dict::get(cx, values, this.value())? {
        return Ok(value);
    }
    if let Some(default) = default {
        return Ok(default);
    }
    match this.get(cx, DEFAULT)?.bound() {
        Some(default) => Ok(default),
        None => Err(cx.raise_with(
            &crate::objects::exception::classes::LOOKUP_ERROR,
            this.value(),
        )),
    }
}

/// Call to set a new value for the context variable in the current context.
///
/// The required *value* argument is the new value for the context variable.
///
/// Returns a Token object that can be used to restore the variable to its previous
/// value via the `ContextVar.reset()` method.
#[native(VARIABLE, "set(self, value, /)", effect = writes)]
fn variable_set(cx: &mut Cx, this: &'static Instance, value: Value) -> R<&'static Instance> {
    let context = current(cx)?;
    let values = values(cx, context)?;
    let old = match dict::get(cx, values, this.value())? {
        Some(old) => old,
        None => missing(cx)?,
    };
    dict::set(cx, values, this.value(), value)?;
    let token = Instance::new(cx, TOKEN.class())?;
    token.set(cx, TOKEN_CONTEXT, context.value())?;
    token.set(cx, TOKEN_VARIABLE, this.value())?;
    token.set(cx, TOKEN_OLD, old)?;
    token.set(cx, TOKEN_USED, Value::FALSE)?;
    Ok(token)
}

fn missing(cx: &mut Cx) -> R {
    let name = name!(cx, "MISSING")?;
    let missing = dict::get_str(cx, TOKEN.class().namespace(), name)?;
    Ok(missing.unwrap_or(Value::NONE))
}

fn give_back(cx: &mut Cx, variable: Value, token: &'static Instance) -> R<()> {
    if token.get(cx, TOKEN_USED)? == Value::TRUE {
        let token = repr(cx, token.value())?;
        let token = str::to_string(token);
        return Err(cx.runtime_error(format_args!("{token} has already been used once")));
    }
    if !is_identical(token.get(cx, TOKEN_VARIABLE)?, variable) {
        let token = repr(cx, token.value())?;
        let token = str::to_string(token);
        return Err(cx.value_error(format_args!(
            "{token} was created by a different ContextVar"
        )));
    }
    let context = current(cx)?;
    if !is_identical(token.get(cx, TOKEN_CONTEXT)?, context.value()) {
        let token = repr(cx, token.value())?;
        let token = str::to_string(token);
        return Err(cx.value_error(format_args!("{token} was created in a different Context")));
    }
    token.set(cx, TOKEN_USED, Value::TRUE)?;
    let (old, missing) = (token.get(cx, TOKEN_OLD)?, missing(cx)?);
    let values = values(cx, context)?;
    if old == missing {
        dict::remove(cx, values, variable)?;
        return Ok(());
    }
    dict::set(cx, values, variable, old)
}

/// Reset the context variable.
///
/// The variable is reset to the value it had before the `ContextVar.set()` that
/// created the token was used.
#[native(VARIABLE, "reset(self, token, /)")]
fn variable_reset(cx: &mut Cx, this: Value, token: Value) -> R<()> {
    match token.cast::<Instance>() {
        Some(token) if TOKEN.is(class_of(token.value())) => give_back(cx, this, token),
        _ => {
            let token = repr(cx, token)?;
            let token = str::to_string(token);
            Err(cx.type_error(format_args!("expected an instance of Token, got {token}")))
        }
    }
}

#[native(VARIABLE, "name", getter, effect = reads)]
fn variable_name(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, NAME)
}

#[native(VARIABLE, "__repr__(self, /)", slot)]
fn variable_repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let name = this.get(cx, NAME)?;
    let name = repr(cx, name)?;
    let address = id(this.value());
    let default = match this.get(cx, DEFAULT)?.bound() {
        Some(default) => {
            let default = repr(cx, default)?;
            format!(" default={}", str::to_string(default))
        }
        None => String::new(),
    };
    let name = str::to_string(name);
    Ok(format!("<ContextVar name={name}{default} at {address:#x}>"))
}

/// See PEP 585
#[native(VARIABLE, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
#[native(TOKEN, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
fn class_getitem(cx: &mut Cx, cls: &'static Type, object: Value) -> R {
    generic_alias::new(cx, cls.value(), object)
}

#[native(TOKEN, "__new__(cls, /, *args, **kwargs)", new, effect = pure)]
fn token_new(cx: &mut Cx, _cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    Err(cx.runtime_error(format_args!("Tokens can only be created by ContextVars")))
}

#[native(TOKEN, "var", getter, effect = reads)]
fn token_variable(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, TOKEN_VARIABLE)
}

#[native(TOKEN, "old_value", getter, effect = reads)]
fn token_old(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, TOKEN_OLD)
}

#[native(TOKEN, "__repr__(self, /)", slot)]
fn token_repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let used = if this.get(cx, TOKEN_USED)? == Value::TRUE {
        " used"
    } else {
        ""
    };
    let variable = this.get(cx, TOKEN_VARIABLE)?;
    let variable = repr(cx, variable)?;
    let (variable, address) = (str::to_string(variable), id(this.value()));
    Ok(format!("<Token{used} var={variable} at {address:#x}>"))
}

/// Enter into Token context manager.
#[native(TOKEN, "__enter__(self, /)", effect = pure)]
fn enter(_: &mut Cx, this: Value) -> Value {
    this
}

/// Exit from Token context manager, restore the linked ContextVar.
#[native(TOKEN, "__exit__(self, type, val, tb, /)")]
fn exit(cx: &mut Cx, this: &'static Instance, r#type: Value, val: Value, tb: Value) -> R<()> {
    let _ = (r#type, val, tb);
    let variable = this.get(cx, TOKEN_VARIABLE)?;
    give_back(cx, variable, this)
}
