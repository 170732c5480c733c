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
use tython_compiler::parse::CompileError;

/// A program that does not compile.
pub fn compile_error(error: &CompileError) {
    let mut text = String::new();
    if let Some(span) = error.span {
        let _ = writeln!(text, "  File \"{}\", line {}", error.filename, span.line);
        if let Some(line) = &error.text {
            let _ = writeln!(text, "    {}", line.trim());
        }
    }
    eprintln!("{text}{}: {}", error.kind.name(), error.message);
}

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
