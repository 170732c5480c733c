//! How a text file is made and reconfigured.

use super::super::text::class::TEXT_IO_WRAPPER;
use super::codec;
use super::state::{
    AT_START, BUFFER, CHUNK, CHUNK_SIZE, DECODER, ENCODER, ENCODING, ERRORS, HAS_READ1,
    LINE_BUFFERING, NEWLINES, PENDING, PENDING_SIZE, RATIO, READ_NEWLINE, SEEKABLE, SNAPSHOT, TAIL,
    TELLING, TRANSLATE, UNIVERSAL, WRITE_NEWLINE, WRITE_THROUGH, WRITE_TRANSLATE, chunk, flags,
    native_buffer, set_flag, set_flags,
};
use super::writing::flush;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::str::{Str, to_string};
use crate::protocol::call::call_method;
use crate::protocol::{attribute, number, truth, type_name};
use crate::value::Value;

/// Bytes that are read or written at once, unless `_CHUNK_SIZE` says otherwise.
const DEFAULT_CHUNK_SIZE: usize = 8192;

/// How a text file is to behave.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Options {
    /// A string or None: that of the locale.
    pub(in super::super) encoding: Value,
    /// A string or None: `strict`.
    pub(in super::super) errors: Value,
    /// A string or None: universal newlines.
    pub(in super::super) newline: Value,
    /// Flush after each line.
    pub(in super::super) line_buffering: bool,
    /// Keep nothing back.
    pub(in super::super) write_through: bool,
}

/// A new text file.
///
/// # Errors
/// As a call of the class.
pub(in super::super) fn new(cx: &mut Cx, buffer: Value, options: Options) -> R<&'static Instance> {
    let this = Instance::new(cx, TEXT_IO_WRAPPER.class())?;
    fill(cx, this, buffer, options)?;
    Ok(this)
}

/// The encoding of the locale, which is always some spelling of UTF-8.
pub(in super::super) fn locale_encoding() -> &'static str {
    let variables = ["LC_ALL", "LC_CTYPE", "LANG"];
    let locale = variables
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|locale| !locale.is_empty());
    // Without a locale of its own, Python runs in its UTF-8 mode.
    match locale.as_ref().and_then(|locale| locale.to_str()) {
        None | Some("C" | "POSIX") => "utf-8",
        Some(_) => "UTF-8",
    }
}

#[native(
    TEXT_IO_WRAPPER,
    "__init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    slot
)]
fn init(
    cx: &mut Cx,
    this: &'static Instance,
    buffer: Value,
    encoding: Value,
    errors: Value,
    newline: Value,
    line_buffering: bool,
    write_through: bool,
) -> R<()> {
    for (name, value) in [("encoding", encoding), ("errors", errors)] {
        if !value.is_none() && !value.is::<Str>() {
            let class = type_name(cx, value)?;
            return Err(cx.type_error(format_args!(
                "TextIOWrapper() argument '{name}' must be str or None, not {class}"
            )));
        }
    }
    this.set(cx, BUFFER, Value::UNBOUND)?;
    let options = Options {
        encoding,
        errors,
        newline,
        line_buffering,
        write_through,
    };
    fill(cx, this, buffer, options)
}

/// The name of an encoding, of which `None` and `locale` are that of the locale.
fn encoding_name(cx: &mut Cx, encoding: Value) -> R {
    if encoding.is_none() || to_string(encoding) == "locale" {
        return cx.str(locale_encoding());
    }
    let text = to_string(encoding);
    if text.contains('\0') {
        return Err(cx.value_error(format_args!("embedded null character")));
    }
    codec::check(cx, &text)?;
    Ok(encoding)
}

fn errors_name(cx: &mut Cx, errors: Value) -> R {
    if errors.is_none() {
        return name!(cx, "strict");
    }
    if to_string(errors).contains('\0') {
        return Err(cx.value_error(format_args!("embedded null character")));
    }
    Ok(errors)
}

/// Sets what depends on `newline`; the result are the flags of it.
fn set_newline(cx: &mut Cx, this: &'static Instance, newline: Value) -> R<i64> {
    let text = newline.cast::<Str>().map(|newline| newline.text());
    let given = match text.map(tython_text::Text::to_string) {
        None if newline.is_none() => None,
        None => {
            let class = type_name(cx, newline)?;
            return Err(cx.type_error(format_args!("newline must be str or None, not {class}")));
        }
        Some(given) => match given.as_deref() {
            Some("" | "\n" | "\r" | "\r\n") => given,
            _ => {
                let shown = crate::protocol::repr(cx, newline)?;
                let shown = to_string(shown);
                return Err(cx.value_error(format_args!("illegal newline value: {shown}")));
            }
        },
    };
    this.set(cx, READ_NEWLINE, newline)?;
    let replaces = matches!(given.as_deref(), Some("\r" | "\r\n"));
    this.set(
        cx,
        WRITE_NEWLINE,
        if replaces { newline } else { Value::NONE },
    )?;
    Ok(match given.as_deref() {
        None => UNIVERSAL | TRANSLATE | WRITE_TRANSLATE,
        Some("") => UNIVERSAL,
        Some(_) => WRITE_TRANSLATE,
    })
}

fn fill(cx: &mut Cx, this: &'static Instance, buffer: Value, options: Options) -> R<()> {
    let encoding = encoding_name(cx, options.encoding)?;
    let errors = errors_name(cx, options.errors)?;
    this.set(cx, ENCODING, encoding)?;
    this.set(cx, ERRORS, errors)?;
    let mut flags = set_newline(cx, this, options.newline)?;
    for (flag, on) in [
        (LINE_BUFFERING, options.line_buffering),
        (WRITE_THROUGH, options.write_through),
    ] {
        flags |= if on { flag } else { 0 };
    }
    for slot in [CHUNK, SNAPSHOT, TAIL, DECODER, ENCODER] {
        this.set(cx, slot, Value::NONE)?;
    }
    this.set(cx, PENDING, Value::UNBOUND)?;
    this.set(cx, PENDING_SIZE, Value::index(0))?;
    this.set(cx, NEWLINES, Value::index(0))?;
    this.set(cx, CHUNK_SIZE, Value::index(DEFAULT_CHUNK_SIZE))?;
    let ratio = cx.float(0.0)?;
    this.set(cx, RATIO, ratio)?;
    set_flags(cx, this, flags)?;
    let name = name!(cx, "readable")?;
    let readable = ask(cx, buffer, name)?;
    let name = name!(cx, "writable")?;
    let writable = ask(cx, buffer, name)?;
    codec::attach(cx, this, readable, writable)?;
    let name = name!(cx, "seekable")?;
    let seekable = ask(cx, buffer, name)?;
    for flag in [SEEKABLE, TELLING] {
        set_flag(cx, this, flag, seekable)?;
    }
    let name = name!(cx, "read1")?;
    let has_read1 = native_buffer(buffer).is_some() || attribute::find(cx, buffer, name)?.is_some();
    set_flag(cx, this, HAS_READ1, has_read1)?;
    this.set(cx, BUFFER, buffer)?;
    fix_encoder(cx, this, buffer)
}

fn ask(cx: &mut Cx, buffer: Value, method: Value) -> R<bool> {
    let answer = call_method(cx, buffer, method, &[])?;
    truth(cx, answer)
}

/// An encoding with a byte order mark puts it at the beginning of a file only.
fn fix_encoder(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R<()> {
    set_flag(cx, this, AT_START, true)?;
    let encoder = this.get(cx, ENCODER)?;
    if encoder.is_none() || encoder.is_small_int() || flags(cx, this)? & SEEKABLE == 0 {
        return Ok(());
    }
    let name = name!(cx, "tell")?;
    let at = call_method(cx, buffer, name, &[])?;
    match number::index(cx, at)? == Value::index(0) {
        true => Ok(()),
        false => codec::reset_encoder(cx, this, false),
    }
}

/// An argument of `reconfigure` that is a truth value if it is given.
fn flag_argument(cx: &mut Cx, value: Value, flag: i64, flags: i64) -> R<i64> {
    if value.is_none() {
        return Ok(flags);
    }
    let number = number::index(cx, value)?;
    Ok(if truth(cx, number)? {
        flags | flag
    } else {
        flags & !flag
    })
}

/// Reconfigure the text stream with new parameters.
///
/// This also does an implicit stream flush.
#[native(
    TEXT_IO_WRAPPER,
    "reconfigure(self, /, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, write_through=None)",
    opaque
)]
fn reconfigure(
    cx: &mut Cx,
    this: &'static Instance,
    encoding: Value,
    errors: Value,
    newline: Option<Value>,
    line_buffering: Value,
    write_through: Value,
) -> R<()> {
    let changes_codec = !encoding.is_none() || !errors.is_none() || newline.is_some();
    if changes_codec && chunk(cx, this)?.is_some() {
        return Err(super::super::errors::unsupported(
            cx,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    for (name, value) in [("encoding", encoding), ("errors", errors)] {
        if !value.is_none() && !value.is::<Str>() {
            let class = type_name(cx, value)?;
            return Err(cx.type_error(format_args!(
                "reconfigure() argument '{name}' must be str or None, not {class}"
            )));
        }
    }
    let mut new = flags(cx, this)?;
    new = flag_argument(cx, line_buffering, LINE_BUFFERING, new)?;
    new = flag_argument(cx, write_through, WRITE_THROUGH, new)?;
    let name = name!(cx, "flush")?;
    call_method(cx, this.value(), name, &[])?;
    if let Some(newline) = newline {
        let kinds = UNIVERSAL | TRANSLATE | WRITE_TRANSLATE;
        new = new & !kinds | set_newline(cx, this, newline)?;
    }
    set_flags(cx, this, new)?;
    if !changes_codec {
        return Ok(());
    }
    if !encoding.is_none() {
        let encoding = encoding_name(cx, encoding)?;
        this.set(cx, ENCODING, encoding)?;
    }
    if !errors.is_none() || !encoding.is_none() {
        let errors = errors_name(cx, errors)?;
        this.set(cx, ERRORS, errors)?;
    }
    let readable = !this.get(cx, DECODER)?.is_none();
    let writable = !this.get(cx, ENCODER)?.is_none();
    codec::attach(cx, this, readable, writable)?;
    flush(cx, this)?;
    let buffer = this.get(cx, BUFFER)?;
    fix_encoder(cx, this, buffer)
}
