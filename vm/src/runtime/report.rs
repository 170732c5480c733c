//! Reports of exceptions on standard error, as CPython prints them.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::dict;
use crate::objects::exception::{self, fields};
use crate::objects::str;
use crate::objects::traceback::Traceback;
use crate::protocol::class_of;
use crate::value::Value;
use std::fmt::Write;

/// Most exceptions of a chain that are shown.
const MAX_CHAIN: usize = 100;

/// An exception with its traceback, after its cause or context.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn exception(cx: &mut Cx, raised: Value) -> R<()> {
    let mut text = String::new();
    chain(cx, raised, &mut text, MAX_CHAIN)?;
    eprint!("{text}");
    Ok(())
}

/// The text of that.
///
/// # Errors
/// As [`exception`].
pub fn text(cx: &mut Cx, raised: Value) -> R<String> {
    let mut text = String::new();
    chain(cx, raised, &mut text, MAX_CHAIN)?;
    Ok(text)
}

/// The same, through `sys.stderr`, if there is one.
///
/// # Errors
/// When the transaction has to be rolled back, and what the stream raises.
pub fn to_stderr(cx: &mut Cx, raised: Value) -> R<()> {
    let mut text = String::new();
    chain(cx, raised, &mut text, MAX_CHAIN)?;
    write_to_stderr(cx, &text)
}

/// A line of text.
///
/// # Errors
/// As [`to_stderr`].
pub fn line_to_stderr(cx: &mut Cx, text: Value) -> R<()> {
    write_to_stderr(cx, &format!("{}\n", str::to_string(text)))
}

fn write_to_stderr(cx: &mut Cx, text: &str) -> R<()> {
    let [name, write] = [name!(cx, "stderr")?, name!(cx, "write")?];
    let stderr = match cx.vm.sys.get().cast::<dict::Dict>() {
        Some(sys) => dict::get_str(cx, sys, name)?,
        None => None,
    };
    match stderr {
        Some(stderr) if stderr.is_none() => Ok(()),
        Some(stderr) => {
            let text = cx.str(text)?;
            crate::protocol::call::call_method(cx, stderr, write, &[text])?;
            let flush = name!(cx, "flush")?;
            crate::protocol::call::call_method(cx, stderr, flush, &[])?;
            Ok(())
        }
        None => {
            eprint!("{text}");
            Ok(())
        }
    }
}

/// An exception that cannot be raised where it happened.
///
/// # Errors
/// As [`to_stderr`].
pub fn unraisable_to_stderr(
    cx: &mut Cx,
    message: Value,
    object: Value,
    raised: Value,
) -> R<()> {
    let mut text = String::new();
    if !object.is_none() {
        let shown = match crate::protocol::repr(cx, object) {
            Ok(shown) => str::to_string(shown),
            Err(_) => "<object repr() failed>".to_owned(),
        };
        if message.is_none() {
            let _ = writeln!(text, "Exception ignored in: {shown}");
        } else {
            let _ = writeln!(text, "{}: {shown}", str::to_string(message));
        }
    } else if !message.is_none() {
        let _ = writeln!(text, "{}:", str::to_string(message));
    }
    if !raised.is_none() {
        chain(cx, raised, &mut text, 0)?;
    }
    write_to_stderr(cx, &text)
}

fn chain(cx: &mut Cx, raised: Value, text: &mut String, left: usize) -> R<()> {
    let cause = exception::field(cx, raised, fields::CAUSE)?;
    let context = exception::field(cx, raised, fields::CONTEXT)?;
    let suppressed = exception::field(cx, raised, fields::SUPPRESS_CONTEXT)? == Value::TRUE;
    let before = if !cause.is_none() {
        Some((
            cause,
            "The above exception was the direct cause of the following exception:",
        ))
    } else if !context.is_none() && !suppressed {
        Some((
            context,
            "During handling of the above exception, another exception occurred:",
        ))
    } else {
        None
    };
    if let Some((earlier, words)) = before
        && left > 0
    {
        chain(cx, earlier, text, left - 1)?;
        let _ = writeln!(text, "\n{words}\n");
    }
    one(cx, raised, text)
}

fn one(cx: &mut Cx, raised: Value, text: &mut String) -> R<()> {
    let mut entry = exception::field(cx, raised, fields::TRACEBACK)?.cast::<Traceback>();
    if entry.is_some() {
        text.push_str("Traceback (most recent call last):\n");
    }
    while let Some(some) = entry {
        if let Some(code) = some.code() {
            let data = code.data();
            let (file, name) = (str::to_string(data.filename), str::to_string(data.name));
            let line = some.line();
            let _ = writeln!(text, "  File \"{file}\", line {line}, in {name}");
            if let Some(source) = source_line(&file, line) {
                let _ = writeln!(text, "    {source}");
            }
        }
        entry = cx.load(some, &some.next)?.cast::<Traceback>();
    }
    last_line(cx, raised, text)
}

fn source_line(file: &str, line: u32) -> Option<String> {
    let source = std::fs::read_to_string(file).ok()?;
    let line = source.lines().nth(line.checked_sub(1)? as usize)?;
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

fn last_line(cx: &mut Cx, raised: Value, text: &mut String) -> R<()> {
    let class = class_of(raised);
    let qualname = cx.load(class, &class.qualname)?;
    let qualname = str::to_string(qualname);
    let module = name!(cx, "__module__")?;
    let module = dict::get_str(cx, class.namespace(), module)?.map(str::to_string);
    match module.as_deref() {
        None | Some("builtins" | "__main__") => text.push_str(&qualname),
        Some(module) => {
            let _ = write!(text, "{module}.{qualname}");
        }
    }
    let message = crate::protocol::str(cx, raised).map(str::to_string);
    match message.as_deref() {
        Ok("") => {}
        Ok(message) => {
            let _ = write!(text, ": {message}");
        }
        Err(_) => text.push_str(": <exception str() failed>"),
    }
    text.push('\n');
    Ok(())
}
