//! `threading.excepthook`, and what it is called with.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::exception::classes;
use crate::objects::str;
use crate::objects::struct_sequence;
use crate::protocol::{attribute, call_values, class_of};
use crate::runtime::report;
use crate::struct_sequence;
use crate::value::Value;

struct_sequence! {
    /// The class.
    static EXCEPT_HOOK_ARGS = {
        module: "_thread",
        name: "_ExceptHookArgs",
        doc: "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
        visible: 4,
        fields: { "exc_type", "exc_value", "exc_traceback", "thread" },
        unnamed: 0,
        more: {},
        new: struct_sequence::construct,
    };
}

/// Handle uncaught Thread.run() exception.
#[native(module = "_thread", "_excepthook(args, /)")]
fn excepthook(cx: &mut Cx, args: Value) -> R<()> {
    if !EXCEPT_HOOK_ARGS.class.is(class_of(args)) {
        return Err(cx.type_error(format_args!(
            "_thread.excepthook argument type must be ExceptHookArgs"
        )));
    }
    let [kind, value, thread] = [
        name!(cx, "exc_type")?,
        name!(cx, "exc_value")?,
        name!(cx, "thread")?,
    ];
    let kind = attribute::get(cx, args, kind)?;
    if kind == classes::SYSTEM_EXIT.value() {
        return Ok(());
    }
    let (value, thread) = (
        attribute::get(cx, args, value)?,
        attribute::get(cx, args, thread)?,
    );
    let name = thread_name(cx, thread)?;
    let Some(stderr) = standard_error(cx, thread)? else {
        return Ok(());
    };
    let write = name!(cx, "write")?;
    let head = cx.str(&format!("Exception in thread {name}:\n"))?;
    let write = attribute::get(cx, stderr, write)?;
    call_values(cx, write, &[head])?;
    let text = report::text(cx, value)?;
    let text = cx.str(&text)?;
    call_values(cx, write, &[text])?;
    let flush = name!(cx, "flush")?;
    let flush = attribute::get(cx, stderr, flush)?;
    call_values(cx, flush, &[]).map(|_| ())
}

/// `sys.stderr`, or what the thread remembers of it.
fn standard_error(cx: &mut Cx, thread: Value) -> R<Option<Value>> {
    let name = name!(cx, "stderr")?;
    let found = attribute::find(cx, cx.vm.sys_module.get(), name)?;
    if let Some(stderr) = found.filter(|stderr| !stderr.is_none()) {
        return Ok(Some(stderr));
    }
    if thread.is_none() {
        return Ok(None);
    }
    let name = name!(cx, "_stderr")?;
    let found = attribute::find(cx, thread, name)?;
    Ok(found.filter(|stderr| !stderr.is_none()))
}

fn thread_name(cx: &mut Cx, thread: Value) -> R<String> {
    let attribute = name!(cx, "name")?;
    let name = match thread.is_none() {
        true => None,
        false => attribute::find(cx, thread, attribute)?,
    };
    match name {
        Some(name) => {
            let name = crate::protocol::str(cx, name)?;
            Ok(str::to_string(name))
        }
        None => Ok(cx.thread.ident.to_string()),
    }
}
