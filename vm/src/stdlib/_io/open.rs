//! `open`, `open_code`, `text_encoding`.

use super::base::in_any_case;
use super::buffered::{self, BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER};
use super::file::BLOCK_SIZE;
use super::text::{self, Options};
use super::{DEFAULT_BUFFER_SIZE, file, file_open};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::host::fd;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::RUNTIME_WARNING;
use crate::objects::instance::Instance;
use crate::objects::str::{Str, to_string};
use crate::protocol::call::call_method;
use crate::protocol::warning::warn;
use crate::protocol::{attribute, number, type_name};
use crate::stdlib::posix::path;
use crate::value::Value;

/// What a mode asks for.
#[derive(Clone, Copy, Default, Debug)]
struct Mode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}

impl Mode {
    fn parse(cx: &mut Cx, text: &str) -> R<Mode> {
        let mut mode = Mode::default();
        for char in text.chars() {
            let field = match char {
                'x' => &mut mode.creating,
                'r' => &mut mode.reading,
                'w' => &mut mode.writing,
                'a' => &mut mode.appending,
                '+' => &mut mode.updating,
                't' => &mut mode.text,
                'b' => &mut mode.binary,
                _ => return Err(cx.value_error(format_args!("invalid mode: '{text}'"))),
            };
            if std::mem::replace(field, true) {
                return Err(cx.value_error(format_args!("invalid mode: '{text}'")));
            }
        }
        let kinds = [mode.creating, mode.reading, mode.writing, mode.appending];
        if mode.text && mode.binary {
            return Err(cx.value_error(format_args!("can't have text and binary mode at once")));
        }
        // That there is none, the raw file says.
        if kinds.into_iter().filter(|kind| *kind).count() > 1 {
            return Err(cx.value_error(format_args!(
                "must have exactly one of create/read/write/append mode"
            )));
        }
        Ok(mode)
    }

    /// The mode of the raw file.
    fn raw(self) -> String {
        let letters = [
            (self.creating, 'x'),
            (self.reading, 'r'),
            (self.writing, 'w'),
            (self.appending, 'a'),
            (self.updating, '+'),
        ];
        let set = letters.into_iter().filter(|(set, _)| *set);
        set.map(|(_, letter)| letter).collect()
    }
}

/// Open file and return a stream.  Raise OSError upon failure.
///
/// file is a path, or the number of a file descriptor. mode says what is to
/// be done with the file: 'r' reading (the default), 'w' writing, with the old
/// contents gone, 'x' writing to a file that must not be there yet, 'a' writing
/// to the end; with '+', both reading and writing; with 'b', bytes instead of text.
///
/// buffering is 0 for none, 1 for lines, or a size. encoding, errors and newline
/// say how text is decoded and encoded. closefd=False leaves a given descriptor
/// open when the file is closed. opener(file, flags) is called in the place of
/// the system's open.
#[native(
    module = "_io",
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    effect = io
)]
fn open(
    cx: &mut Cx,
    file: Value,
    mode: Value,
    buffering: i32,
    encoding: Value,
    errors: Value,
    newline: Value,
    closefd: bool,
    opener: Value,
) -> R {
    let mode_text = string_argument(cx, "mode", mode, false)?;
    for (name, value) in [
        ("encoding", encoding),
        ("errors", errors),
        ("newline", newline),
    ] {
        string_argument(cx, name, value, true)?;
    }
    let path = match number::exact_int(cx, file)? {
        Some(_) => file,
        None => path::fspath(cx, file)?,
    };
    let mode = Mode::parse(cx, &mode_text)?;
    if mode.binary {
        let text_only = [
            ("encoding", "an encoding", encoding),
            ("errors", "an errors", errors),
            ("newline", "a newline", newline),
        ];
        for (_, words, value) in text_only {
            if !value.is_none() {
                return Err(
                    cx.value_error(format_args!("binary mode doesn't take {words} argument"))
                );
            }
        }
    }
    if mode.binary && buffering == 1 {
        warn(
            cx,
            &RUNTIME_WARNING,
            "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
        )?;
    }
    let raw_mode = file_open::parse_mode(cx, &mode.raw())?;
    let raw = file_open::open(cx, path, raw_mode, closefd, opener)?;
    let text = Options {
        encoding,
        errors,
        newline,
        line_buffering: false,
        write_through: false,
    };
    let made = layers(cx, raw, mode, buffering, text);
    match made {
        Ok(file) => {
            if !mode.binary {
                let name = name!(cx, "mode")?;
                let value = cx.str(&mode_text)?;
                attribute::set(cx, file, name, value)?;
            }
            Ok(file)
        }
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            let failed = Err(cx.raise(raised));
            in_any_case(cx, failed, |cx| {
                let name = name!(cx, "close")?;
                call_method(cx, raw.value(), name, &[]).map(|_| ())
            })?;
            Err(Exit::Raise)
        }
        Err(exit) => Err(exit),
    }
}

fn string_argument(cx: &mut Cx, name: &str, value: Value, or_none: bool) -> R<String> {
    if let Some(text) = cx.payload::<Str>(value)? {
        let text = to_string(text.value());
        if text.contains('\0') {
            return Err(cx.value_error(format_args!("embedded null character")));
        }
        return Ok(text);
    }
    if or_none && value.is_none() {
        return Ok(String::new());
    }
    let (class, none) = (type_name(cx, value)?, if or_none { " or None" } else { "" });
    Err(cx.type_error(format_args!(
        "open() argument '{name}' must be str{none}, not {class}"
    )))
}

/// The largest buffer that a file gets by itself.
const LARGEST_BUFFER: usize = 8 << 20;

/// The file that the program gets, over the raw one.
fn layers(cx: &mut Cx, raw: &'static Instance, mode: Mode, buffering: i32, text: Options) -> R {
    let is_terminal = {
        let number = file::descriptor(cx, raw)?;
        buffering < 0 && fd::is_terminal(number)
    };
    let size = match buffering {
        ..=-1 | 1 => {
            let block = raw.get(cx, BLOCK_SIZE)?.as_small_int().unwrap_or(0);
            (block as usize).clamp(DEFAULT_BUFFER_SIZE, LARGEST_BUFFER)
        }
        size => size as usize,
    };
    if size == 0 {
        return match mode.binary {
            true => Ok(raw.value()),
            false => Err(cx.value_error(format_args!("can't have unbuffered text I/O"))),
        };
    }
    let class = if mode.updating {
        &BUFFERED_RANDOM
    } else if mode.reading {
        &BUFFERED_READER
    } else {
        &BUFFERED_WRITER
    };
    if mode.updating {
        super::base::check_able(cx, raw.value(), super::base::Ability::Seek)?;
    }
    let buffer = buffered::new(cx, class, raw.value(), size)?.value();
    if mode.binary {
        return Ok(buffer);
    }
    let options = Options {
        line_buffering: buffering == 1 || is_terminal,
        ..text
    };
    Ok(text::new(cx, buffer, options)?.value())
}

/// Opens the provided file with the intent to import the contents.
#[native(module = "_io", "open_code(path)", effect = io)]
fn open_code(cx: &mut Cx, path: Value) -> R {
    let mode = name!(cx, "rb")?;
    let none = Value::NONE;
    open(cx, path, mode, -1, none, none, none, true, none)
}

/// A helper function to choose the text encoding.
///
/// When encoding is not None, this function returns it.
/// Otherwise, this function returns the default text encoding
/// (i.e. "locale" or "utf-8" depends on UTF-8 mode).
#[native(module = "_io", "text_encoding(encoding, stacklevel=2, /)", effect = pure)]
fn text_encoding(cx: &mut Cx, encoding: Value, _stacklevel: i32) -> R {
    match encoding.is_none() {
        true if text::locale_encoding() == "utf-8" => name!(cx, "utf-8"),
        true => name!(cx, "locale"),
        false => Ok(encoding),
    }
}
