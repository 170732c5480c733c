//! `print`.

use crate::cx::{Cx, R};
use crate::host::stdout;
use crate::native::native;
use crate::objects::str;
use crate::protocol;
use crate::value::Value;

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
fn print(cx: &mut Cx, args: &[Value], sep: Value, end: Value, _file: Value, flush: bool) -> R<()> {
    let mut text = String::new();
    for (index, value) in args.iter().enumerate() {
        if index > 0 {
            text.push_str(&separator(sep, " "));
        }
        let value = protocol::str(cx, *value)?;
        text.push_str(&str::to_string(value));
    }
    text.push_str(&separator(end, "\n"));
    cx.blocking(move || stdout::write(text.as_bytes(), flush))
}

fn separator(value: Value, default: &str) -> String {
    if value.is_none() {
        default.to_owned()
    } else {
        str::to_string(value)
    }
}
