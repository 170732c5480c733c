//! Reports of exceptions on standard error, as CPython prints them.
//!
//! The library's `traceback` knows how: with carets, notes, groups and suggestions. A simple report of
//! our own takes its place where that fails, and where CPython has one of its own too: for exceptions
//! that nobody can catch.

use crate::cx::{Cx, Exit, R};
use crate::host::stderr;
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{self, fields};
use crate::objects::str;
use crate::objects::traceback::Traceback;
use crate::objects::tuple;
use crate::protocol::{attribute, call, call_values, class_of, repr};
use crate::runtime::import;
use crate::value::Value;
use std::fmt::Write;

/// What precedes the path inside the library in the name of one of its files.
const LIBRARY: &str = "/lib/tython3.14/";

/// Most exceptions of a chain that are shown.
const MAX_CHAIN: usize = 100;

/// An exception with its traceback, after its cause or context, through `sys.stderr` if there is one.
///
/// # Errors
/// When the transaction has to be rolled back, and what the stream raises.
pub fn exception(cx: &mut Cx, raised: Value) -> R<()> {
    if standard_error(cx)?.is_some_and(Value::is_none) {
        // Not to standard output either, where the library would turn to.
        return Ok(());
    }
    match by_library(cx, "_print_exception_bltin", raised) {
        Ok(_) => Ok(()),
        Err(Exit::Raise) => {
            cx.take_exception();
            let mut text = String::new();
            chain(cx, raised, &mut text, MAX_CHAIN)?;
            write_to_stderr(cx, &text)
        }
        Err(exit) => Err(exit),
    }
}

/// The text of that.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn text(cx: &mut Cx, raised: Value) -> R<String> {
    let mut text = String::new();
    match by_library(cx, "format_exception", raised) {
        Ok(lines) => {
            for line in tuple::of_iterable(cx, lines)?.as_slice() {
                text.push_str(&str::to_string(*line));
            }
        }
        Err(Exit::Raise) => {
            cx.take_exception();
            chain(cx, raised, &mut text, MAX_CHAIN)?;
        }
        Err(exit) => return Err(exit),
    }
    Ok(text)
}

/// Calls a function of the module `traceback` with an exception.
fn by_library(cx: &mut Cx, function: &str, raised: Value) -> R {
    let library = import::module(cx, "traceback")?;
    let function = cx.vm.intern(cx, function)?;
    let function = attribute::get(cx, library, function)?;
    call_values(cx, function, &[raised])
}

/// A line of text.
///
/// # Errors
/// As [`exception`].
pub fn line_to_stderr(cx: &mut Cx, text: Value) -> R<()> {
    write_value(cx, text)?;
    write_to_stderr(cx, "\n")
}

/// `sys.stderr`
fn standard_error(cx: &mut Cx) -> R<Option<Value>> {
    let name = name!(cx, "stderr")?;
    match cx.vm.sys.get().cast::<Dict>() {
        Some(sys) => dict::get_str(cx, sys, name),
        None => Ok(None),
    }
}

fn write_to_stderr(cx: &mut Cx, text: &str) -> R<()> {
    let text = cx.str(text)?;
    write_value(cx, text)
}

fn write_value(cx: &mut Cx, text: Value) -> R<()> {
    let write = name!(cx, "write")?;
    match standard_error(cx)? {
        Some(stderr) if stderr.is_none() => Ok(()),
        Some(stderr) => {
            call::call_method(cx, stderr, write, &[text])?;
            let flush = name!(cx, "flush")?;
            call::call_method(cx, stderr, flush, &[])?;
            Ok(())
        }
        None => {
            stderr::write(format_args!("{}", str::to_string(text)));
            Ok(())
        }
    }
}

/// An exception that cannot be raised where it happened.
///
/// # Errors
/// As [`exception`].
pub fn unraisable_to_stderr(cx: &mut Cx, message: Value, object: Value, raised: Value) -> R<()> {
    let mut text = String::new();
    if !object.is_none() {
        let shown = match repr(cx, object) {
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
        one(cx, raised, ": ", &mut text)?;
    }
    write_to_stderr(cx, &text)
}

/// An exception after those that led to it.
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
    one(cx, raised, "", text)
}

/// Entries alike that are shown; of the others there is only the number.
const MAX_ALIKE: usize = 3;

/// An exception by itself. `end`: what follows the name of its class if there is no message.
fn one(cx: &mut Cx, raised: Value, end: &str, text: &mut String) -> R<()> {
    let mut entry = exception::field(cx, raised, fields::TRACEBACK)?.cast::<Traceback>();
    if entry.is_some() {
        text.push_str("Traceback (most recent call last):\n");
    }
    let (mut last, mut alike) = (String::new(), 0);
    while let Some(some) = entry {
        let shown = entry_text(some);
        if shown == last {
            alike += 1;
        } else {
            end_of_alike(text, alike);
            (last, alike) = (shown, 1);
        }
        if alike <= MAX_ALIKE {
            text.push_str(&last);
        }
        entry = cx.load(some, &some.next)?.cast::<Traceback>();
    }
    end_of_alike(text, alike);
    last_line(cx, raised, end, text)
}

fn end_of_alike(text: &mut String, alike: usize) {
    let more = alike.saturating_sub(MAX_ALIKE);
    if more > 0 {
        let plural = if more == 1 { "" } else { "s" };
        let _ = writeln!(text, "  [Previous line repeated {more} more time{plural}]");
    }
}

fn entry_text(entry: &'static Traceback) -> String {
    let Some(code) = entry.code() else {
        return String::new();
    };
    let data = code.data();
    let (file, name) = (str::to_string(data.filename), str::to_string(data.name));
    let line = entry.line().unwrap_or(0);
    let source = source_line(&file, line).map_or(String::new(), |line| format!("    {line}\n"));
    format!("  File \"{file}\", line {line}, in {name}\n{source}")
}

fn source_line(file: &str, line: u32) -> Option<String> {
    let source = match std::fs::read_to_string(file) {
        Ok(source) => source,
        Err(_) => {
            // A file of the library inside the program.
            let (_, path) = file.rsplit_once(LIBRARY)?;
            String::from_utf8_lossy(&tython_lib::find(path)?.contents()).into_owned()
        }
    };
    let line = source.lines().nth(line.checked_sub(1)? as usize)?;
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

fn last_line(cx: &mut Cx, raised: Value, end: &str, text: &mut String) -> R<()> {
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
    match crate::protocol::str(cx, raised)
        .map(str::to_string)
        .as_deref()
    {
        Ok("") => text.push_str(end),
        Ok(message) => {
            let _ = write!(text, ": {message}");
        }
        Err(Exit::Raise) => {
            cx.take_exception();
            text.push_str(": <exception str() failed>");
        }
        Err(exit) => return Err(*exit),
    }
    text.push('\n');
    Ok(())
}
