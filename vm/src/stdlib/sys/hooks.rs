//! What happens to shown values and to exceptions that nobody catches; auditing.

use super::state;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{self, classes, fields};
use crate::objects::list::{self, List};
use crate::objects::str::Str;
use crate::protocol::{self, attribute, call_values, is_instance};
use crate::runtime::report;
use crate::value::Value;

fn sys_entry(cx: &mut Cx, name: Value) -> R<Option<Value>> {
    match cx.vm.sys.get().cast::<Dict>() {
        Some(sys) => dict::get_str(cx, sys, name),
        None => Ok(None),
    }
}

/// Print an object to sys.stdout and also save it in builtins._
#[native(module = "sys", "displayhook(object, /)")]
fn displayhook(cx: &mut Cx, object: Value) -> R<()> {
    let Some(builtins) = cx.vm.builtins.get().cast::<Dict>() else {
        return Err(cx.runtime_error(format_args!("lost builtins module")));
    };
    if object.is_none() {
        return Ok(());
    }
    let last = name!(cx, "_")?;
    dict::set_str(cx, builtins, last, Value::NONE)?;
    let name = name!(cx, "stdout")?;
    let Some(stdout) = sys_entry(cx, name)?.filter(|stdout| !stdout.is_none()) else {
        return Err(cx.runtime_error(format_args!("lost sys.stdout")));
    };
    let text = protocol::repr(cx, object)?;
    let (write, newline) = (name!(cx, "write")?, name!(cx, "\n")?);
    match protocol::call::call_method(cx, stdout, write, &[text]) {
        Ok(_) => {}
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            if !is_instance(cx, raised, &classes::UNICODE_ENCODE_ERROR)? {
                return Err(cx.raise(raised));
            }
            let text = with_escapes(cx, stdout, text)?;
            protocol::call::call_method(cx, stdout, write, &[text])?;
        }
        Err(exit) => return Err(exit),
    }
    protocol::call::call_method(cx, stdout, write, &[newline])?;
    dict::set_str(cx, builtins, last, object)
}

/// The text with escapes for what the stream's encoding does not have.
fn with_escapes(cx: &mut Cx, stream: Value, text: Value) -> R {
    let key = name!(cx, "encoding")?;
    let encoding = attribute::get(cx, stream, key)?.cast::<Str>();
    let errors = name!(cx, "backslashreplace")?.cast::<Str>();
    let Some(text) = text.cast::<Str>() else {
        return Ok(text);
    };
    let bytes = protocol::codec::encode(cx, text, encoding, errors)?;
    let name = name!(cx, "decode")?;
    let encoding = encoding.map_or(Value::NONE, |encoding| encoding.value());
    protocol::call::call_method(cx, bytes, name, &[encoding])
}

/// Handle an exception by displaying it with a traceback on sys.stderr.
#[native(module = "sys", "excepthook(exctype, value, traceback, /)")]
fn excepthook(cx: &mut Cx, _exctype: Value, value: Value, traceback: Value) -> R<()> {
    if exception::is_exception(value)
        && !traceback.is_none()
        && exception::field(cx, value, fields::TRACEBACK)?.is_none()
    {
        exception::set_field(cx, value, fields::TRACEBACK, traceback)?;
    }
    report::exception(cx, value)
}

/// Handle an unraisable exception.
///
/// The unraisable argument has the following attributes:
///
/// * exc_type: Exception type.
/// * exc_value: Exception value, can be None.
/// * exc_traceback: Exception traceback, can be None.
/// * err_msg: Error message, can be None.
/// * object: Object causing the exception, can be None.
#[native(module = "sys", "unraisablehook(unraisable, /)")]
fn unraisablehook(cx: &mut Cx, unraisable: Value) -> R<()> {
    let [message, object, value] = [
        name!(cx, "err_msg")?,
        name!(cx, "object")?,
        name!(cx, "exc_value")?,
    ];
    let message = attribute::get(cx, unraisable, message)?;
    let object = attribute::get(cx, unraisable, object)?;
    let value = attribute::get(cx, unraisable, value)?;
    report::unraisable_to_stderr(cx, message, object, value)
}

/// This hook function is called by built-in breakpoint().
#[native(module = "sys", "breakpointhook(*args, **kwargs)")]
fn breakpointhook(cx: &mut Cx, args: &[Value], kwargs: crate::native::Kwargs<'_>) -> R {
    let _ = args;
    let hook = std::env::var("PYTHONBREAKPOINT").unwrap_or_default();
    let ignores = crate::runtime::config::get().ignore_environment > 0;
    let hook = match &*hook {
        "0" if !ignores => return Ok(Value::NONE),
        "" => "pdb.set_trace",
        _ if ignores => "pdb.set_trace",
        hook => hook,
    };
    let (module, function) = hook.rsplit_once('.').unwrap_or(("builtins", hook));
    let found = match crate::runtime::import::module(cx, module) {
        Ok(module) => {
            let function = cx.vm.intern(cx, function)?;
            attribute::find(cx, module, function)?
        }
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            if !is_instance(cx, raised, &classes::IMPORT_ERROR)? {
                return Err(cx.raise(raised));
            }
            None
        }
        Err(exit) => return Err(exit),
    };
    match found {
        Some(function) => protocol::call::call(cx, function, kwargs.forward(0)),
        None => {
            let message = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{hook}\"");
            protocol::warning::warn(cx, &classes::RUNTIME_WARNING, &message)?;
            Ok(Value::NONE)
        }
    }
}

fn audit_hooks(cx: &mut Cx) -> R<Option<&'static List>> {
    Ok(state::get(cx, "audit_hooks")?.cast::<List>())
}

/// Raises an audit event, for native code.
///
/// # Errors
/// What a hook raises.
pub fn raise_event(cx: &mut Cx, event: &str, arguments: &[Value]) -> R<()> {
    if cx.vm.audit_hooks.get().is_none() {
        return Ok(());
    }
    let event = cx.str(event)?;
    call_hooks(cx, event, arguments)
}

fn call_hooks(cx: &mut Cx, event: Value, arguments: &[Value]) -> R<()> {
    let Some(hooks) = audit_hooks(cx)? else {
        return Ok(());
    };
    let arguments = cx.tuple(arguments)?;
    let mut index = 0;
    while let Some(hook) = list::get(cx, hooks, index)? {
        call_values(cx, hook, &[event, arguments])?;
        index += 1;
    }
    Ok(())
}

/// Passes the event to any audit hooks that are attached.
#[native(module = "sys", "audit(event, /, *args)")]
fn audit(cx: &mut Cx, event: Value, args: &[Value]) -> R<()> {
    if event.cast::<Str>().is_none() {
        let class = protocol::type_name(cx, event)?;
        return Err(cx.type_error(format_args!("audit() argument 1 must be str, not {class}")));
    }
    call_hooks(cx, event, args)
}

/// Adds a new audit hook callback.
#[native(module = "sys", "addaudithook(hook)")]
fn addaudithook(cx: &mut Cx, hook: Value) -> R<()> {
    // A hook can refuse the ones after it.
    let event = cx.str("sys.addaudithook")?;
    match call_hooks(cx, event, &[]) {
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            if is_instance(cx, raised, &classes::RUNTIME_ERROR)? {
                return Ok(());
            }
            return Err(cx.raise(raised));
        }
        other => other?,
    }
    let hooks = match audit_hooks(cx)? {
        Some(hooks) => hooks,
        None => {
            let hooks = list::new(cx)?;
            state::set(cx, "audit_hooks", hooks.value())?;
            hooks
        }
    };
    cx.vm.audit_hooks.set(Value::TRUE);
    list::append(cx, hooks, hook)
}
