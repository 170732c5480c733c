//! `print` and `input`: the standard streams, whatever `sys` says they are.

use crate::cx::{Cx, Exit, R};
use crate::host::stdout;
use crate::name;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::str::{self, Str};
use crate::objects::type_object::Flags;
use crate::protocol::{self, call, class_of, type_name};
use crate::stdlib::_io;
use crate::value::Value;
use tython_text::Builder;

/// A stream of the module `sys`: `None` of Rust as long as nobody has set one.
pub(super) fn stream(cx: &mut Cx, name: &str) -> R<Option<Value>> {
    let key = cx.vm.intern(cx, name)?;
    match cx.vm.sys.get().cast::<Dict>() {
        Some(sys) => dict::get_str(cx, sys, key),
        None => Ok(None),
    }
}

/// Where `print` writes.
#[derive(Clone, Copy)]
enum Target {
    /// Straight to the process's standard output, while `sys` has no streams yet.
    Process,
    /// A stream of a builtin class, which gets all of the text at once.
    Whole(Value),
    /// Any other object: one call of `write` for each part, as programs expect.
    Parts(Value),
}

impl Target {
    fn of(cx: &mut Cx, file: Value) -> R<Option<Target>> {
        let file = if file.is_none() {
            match stream(cx, "stdout")? {
                Some(file) if file.is_none() => return Ok(None),
                Some(file) => file,
                None if stream(cx, "__stdout__")?.is_none() => return Ok(Some(Target::Process)),
                None => return Err(cx.runtime_error(format_args!("lost sys.stdout"))),
            }
        } else {
            file
        };
        let is_builtin = class_of(file).flags().has(Flags::BUILTIN);
        Ok(Some(if is_builtin {
            Target::Whole(file)
        } else {
            Target::Parts(file)
        }))
    }

    /// The next part of the text.
    fn write(self, cx: &mut Cx, text: Value, collected: &mut Builder) -> R<()> {
        match self {
            Target::Parts(file) => write_to(cx, file, text),
            Target::Process | Target::Whole(_) => {
                if let Some(text) = cx.payload::<Str>(text)? {
                    collected.push_text(text.text());
                }
                Ok(())
            }
        }
    }

    /// There are no more parts.
    fn finish(self, cx: &mut Cx, collected: Builder) -> R<()> {
        let text = str::made(cx, collected.finish(), "string is too long")?;
        match self {
            Target::Process => {
                let text = str::to_string(Value::from(text));
                cx.blocking(move || stdout::write(text.as_bytes(), false))
            }
            Target::Whole(file) => write_to(cx, file, Value::from(text)),
            Target::Parts(_) => Ok(()),
        }
    }
}

fn write_to(cx: &mut Cx, file: Value, text: Value) -> R<()> {
    if let Some(text) = text.cast::<Str>()
        && _io::write_text(cx, file, text)?
    {
        return Ok(());
    }
    let name = name!(cx, "write")?;
    call::call_method(cx, file, name, &[text]).map(|_| ())
}

/// Prints the values to a stream, or to sys.stdout by default.
///
///   sep
///     string inserted between values, default a space.
///   end
///     string appended after the last value, default a newline.
///   file
///     a file-like object (stream); defaults to the current sys.stdout.
///   flush
///     whether to forcibly flush the stream.
#[native(
    module = "builtins",
    "print(*args, sep=' ', end='\\n', file=None, flush=False)"
)]
fn print(cx: &mut Cx, args: &[Value], sep: Value, end: Value, file: Value, flush: bool) -> R<()> {
    let Some(target) = Target::of(cx, file)? else {
        return Ok(());
    };
    let sep = separator(cx, sep, "sep", " ")?;
    let end = separator(cx, end, "end", "\n")?;
    let mut collected = Builder::new();
    match write_parts(cx, target, args, sep, end, &mut collected) {
        Ok(()) => target.finish(cx, collected)?,
        // What came before the value that has no text is printed all the same.
        Err(Exit::Raise) => {
            let exception = cx.take_exception();
            target.finish(cx, collected)?;
            return Err(cx.raise(exception));
        }
        Err(exit) => return Err(exit),
    }
    if flush {
        match target {
            Target::Process => cx.blocking(|| stdout::write(&[], true))?,
            Target::Whole(file) | Target::Parts(file) => flush_stream(cx, file)?,
        }
    }
    Ok(())
}

fn write_parts(
    cx: &mut Cx,
    target: Target,
    args: &[Value],
    sep: Value,
    end: Value,
    collected: &mut Builder,
) -> R<()> {
    for (index, value) in args.iter().enumerate() {
        if index > 0 {
            target.write(cx, sep, collected)?;
        }
        let text = protocol::str(cx, *value)?;
        target.write(cx, text, collected)?;
    }
    target.write(cx, end, collected)
}

fn separator(cx: &mut Cx, value: Value, name: &str, default: &str) -> R {
    if value.is_none() {
        return cx.str(default);
    }
    if cx.payload::<Str>(value)?.is_some() {
        return Ok(value);
    }
    let class = type_name(cx, value)?;
    Err(cx.type_error(format_args!("{name} must be None or a string, not {class}")))
}

fn flush_stream(cx: &mut Cx, file: Value) -> R<()> {
    let name = name!(cx, "flush")?;
    call::call_method(cx, file, name, &[]).map(|_| ())
}

/// Read a string from standard input.  The trailing newline is stripped.
///
/// The prompt string, if given, is printed to standard output without a
/// trailing newline before reading input.
///
/// If the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.
/// On *nix systems, readline is used if available.
#[native(module = "builtins", "input(prompt='', /)")]
fn input(cx: &mut Cx, prompt: Option<Value>) -> R {
    let [stdin, stdout, stderr] = ["stdin", "stdout", "stderr"].map(|name| present(cx, name));
    let (stdin, stdout, stderr) = (stdin?, stdout?, stderr?);
    flush_quietly(cx, stderr)?;
    if let Some(prompt) = prompt {
        let prompt = protocol::str(cx, prompt)?;
        write_to(cx, stdout, prompt)?;
    }
    flush_quietly(cx, stdout)?;
    let name = name!(cx, "readline")?;
    let line = call::call_method(cx, stdin, name, &[])?;
    let Some(line) = cx.payload::<Str>(line)? else {
        return Err(cx.type_error(format_args!("object.readline() returned non-string")));
    };
    let length = line.text().len();
    match line.text().get(length.wrapping_sub(1)) {
        None => Err(cx.eof_error(format_args!("EOF when reading a line"))),
        Some(0x0a) => Ok(Value::from(str::part(cx, line, 0..length - 1)?)),
        Some(_) => Ok(Value::from(line)),
    }
}

/// A stream that `input` needs.
fn present(cx: &mut Cx, name: &str) -> R {
    match stream(cx, name)? {
        Some(stream) if !stream.is_none() => Ok(stream),
        _ => Err(cx.runtime_error(format_args!("lost sys.{name}"))),
    }
}

/// Flushes; that it does not work is no reason not to read.
fn flush_quietly(cx: &mut Cx, file: Value) -> R<()> {
    match flush_stream(cx, file) {
        Err(Exit::Raise) => {
            cx.take_exception();
            Ok(())
        }
        other => other,
    }
}
