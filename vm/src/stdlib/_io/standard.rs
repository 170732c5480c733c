//! `sys.stdin`, `sys.stdout`, `sys.stderr`.

use super::buffered::{self, BUFFERED_READER, BUFFERED_WRITER};
use super::text::{self, Options};
use super::{DEFAULT_BUFFER_SIZE, file_open};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::{fd, locale, standard};
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::str::Str;
use crate::protocol::attribute;
use crate::runtime::config;
use crate::value::Value;

/// One of the three streams.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stream {
    In,
    Out,
    Err,
}

impl Stream {
    fn name(self) -> &'static str {
        match self {
            Stream::In => "stdin",
            Stream::Out => "stdout",
            Stream::Err => "stderr",
        }
    }
}

/// How the streams decode and encode.
#[derive(Debug)]
struct Encoding {
    encoding: String,
    errors: String,
}

impl Encoding {
    /// What PYTHONIOENCODING says, as `encoding:errors`, and else the locale.
    fn find() -> Encoding {
        let config = config::get();
        let asked = config.io_encoding.as_deref().unwrap_or_default();
        let (encoding, errors) = asked.split_once(':').unwrap_or((asked, ""));
        let or = |given: &str, default: &str| {
            let text = if given.is_empty() { default } else { given };
            text.to_owned()
        };
        let lenient = match config.utf8_mode {
            Some(true) => true,
            _ => is_plain_locale(),
        };
        // An encoding that was asked for is strict unless that was asked for too.
        let errors_by_locale = match lenient && encoding.is_empty() {
            true => "surrogateescape",
            false => "strict",
        };
        Encoding {
            encoding: or(encoding, "utf-8"),
            errors: or(errors, errors_by_locale),
        }
    }
}

/// Whether the locale is one of those that say nothing of the encoding: names of files and the like may
/// be in any.
fn is_plain_locale() -> bool {
    let locale = locale::of_environment();
    locale::is_c() || matches!(locale.as_deref(), Some("C.UTF-8" | "C.utf8" | "UTF-8"))
}

/// Makes the standard streams, and enters them in `sys`, and `open` among the builtins. Once, when `_io`
/// has been imported.
///
/// # Errors
/// LookupError if PYTHONIOENCODING names no encoding, and MemoryError.
pub fn standard_streams(cx: &mut Cx) -> R<()> {
    let Some(sys) = cx.vm.sys.get().cast::<Dict>() else {
        return Ok(());
    };
    enter_open(cx)?;
    let encoding = Encoding::find();
    for (number, stream) in [Stream::In, Stream::Out, Stream::Err]
        .into_iter()
        .enumerate()
    {
        let file = match fd::borrow(number as i32).and_then(rustix::fs::fstat) {
            Ok(_) if !standard::is_missing(number) => open(cx, number, stream, &encoding)?,
            // The process was started without it.
            _ => Value::NONE,
        };
        for name in [stream.name().to_owned(), format!("__{}__", stream.name())] {
            let name = cx.vm.intern(cx, &name)?;
            dict::set_str(cx, sys, name, file)?;
        }
    }
    Ok(())
}

fn enter_open(cx: &mut Cx) -> R<()> {
    let (module, name) = (name!(cx, "_io")?, name!(cx, "open")?);
    let modules = cx.vm.modules.get().cast::<Dict>();
    let builtins = cx.vm.builtins.get().cast::<Dict>();
    if let (Some(modules), Some(builtins)) = (modules, builtins)
        && let Some(module) = dict::get_str(cx, modules, module)?
    {
        let open = attribute::get(cx, module, name)?;
        dict::set_str(cx, builtins, name, open)?;
    }
    Ok(())
}

fn open(cx: &mut Cx, number: usize, stream: Stream, encoding: &Encoding) -> R {
    let writes = stream != Stream::In;
    let mode = file_open::parse_mode(cx, if writes { "wb" } else { "rb" })?;
    let raw = file_open::open(cx, Value::index(number), mode, false, Value::NONE)?;
    let name = name!(cx, "name")?;
    let value = cx.str(&format!("<{}>", stream.name()))?;
    attribute::set(cx, raw.value(), name, value)?;
    let unbuffered = writes && config::get().unbuffered;
    let buffer = if unbuffered {
        raw.value()
    } else {
        let class = if writes {
            &BUFFERED_WRITER
        } else {
            &BUFFERED_READER
        };
        buffered::new(cx, class, raw.value(), DEFAULT_BUFFER_SIZE)?.value()
    };
    let errors = match stream {
        Stream::Err => "backslashreplace",
        _ => &encoding.errors,
    };
    let is_terminal = writes && fd::is_terminal(number as i32);
    let options = Options {
        encoding: cx.str(&encoding.encoding)?,
        errors: cx.vm.intern(cx, errors)?,
        newline: name!(cx, "\n")?,
        line_buffering: is_terminal || stream == Stream::Err,
        write_through: unbuffered,
    };
    let file = text::new(cx, buffer, options)?.value();
    let (name, mode) = (name!(cx, "mode")?, if writes { "w" } else { "r" });
    let mode = cx.vm.intern(cx, mode)?;
    attribute::set(cx, file, name, mode)?;
    Ok(file)
}

/// Writes to a text file of the builtin class without asking for its methods; false if `file` is another
/// object.
///
/// # Errors
/// As `file.write(text)`.
pub fn write_text(cx: &mut Cx, file: Value, text: &'static Str) -> R<bool> {
    match text::exact(file) {
        Some(file) => text::write(cx, file, text).map(|()| true),
        None => Ok(false),
    }
}
