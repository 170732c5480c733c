//! Exceptions that cannot be raised where they happened: `sys.unraisablehook`.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{self, fields};
use crate::objects::{str, struct_sequence as sequence};
use crate::protocol::{call_values, class_of, repr};
use crate::runtime::report;
use crate::struct_sequence;
use crate::value::Value;

struct_sequence! {
    /// The class of what the hook gets.
    static HOOK_ARGS = {
        module: "sys",
        name: "UnraisableHookArgs",
        doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
        visible: 5,
        fields: { "exc_type", "exc_value", "exc_traceback", "err_msg", "object" },
        unnamed: 0,
        more: {},
        new: sequence::construct,
    };
}

/// Reports an exception that nobody can catch: `message` says what was going on with `culprit`.
///
/// # Errors
/// When the transaction has to be rolled back, or the process ends.
pub fn report(cx: &mut Cx, raised: Value, message: &str, culprit: Value) -> R<()> {
    let shown = match repr(cx, culprit) {
        Ok(shown) => str::to_string(shown),
        Err(Exit::Raise) => {
            cx.take_exception();
            "<object repr() failed>".to_owned()
        }
        Err(exit) => return Err(exit),
    };
    without_culprit(cx, raised, &format!("{message} {shown}"))
}

/// The same where the message says it all.
///
/// # Errors
/// As [`report`].
pub fn without_culprit(cx: &mut Cx, raised: Value, message: &str) -> R<()> {
    let message = cx.str(message)?;
    match by_hook(cx, raised, message) {
        Ok(true) => Ok(()),
        Ok(false) => print(cx, message, raised),
        // The hook itself has failed.
        Err(Exit::Raise) => {
            let failure = cx.take_exception();
            let message = cx.str("Exception ignored in sys.unraisablehook")?;
            print(cx, message, failure)
        }
        Err(exit) => Err(exit),
    }
}

fn print(cx: &mut Cx, message: Value, raised: Value) -> R<()> {
    match report::unraisable_to_stderr(cx, message, Value::NONE, raised) {
        Err(Exit::Raise) => {
            cx.take_exception();
            Ok(())
        }
        other => other,
    }
}

/// Calls the hook; false if there is none.
fn by_hook(cx: &mut Cx, raised: Value, message: Value) -> R<bool> {
    let name = name!(cx, "unraisablehook")?;
    let hook = match cx.vm.sys.get().cast::<Dict>() {
        Some(sys) => dict::get_str(cx, sys, name)?,
        None => None,
    };
    let Some(hook) = hook.filter(|hook| !hook.is_none()) else {
        return Ok(false);
    };
    let class = Value::from(class_of(raised));
    let traceback = exception::field(cx, raised, fields::TRACEBACK)?;
    let args = [class, raised, traceback, message, Value::NONE];
    let args = HOOK_ARGS.make(cx, &args)?;
    call_values(cx, hook, &[args])?;
    Ok(true)
}
