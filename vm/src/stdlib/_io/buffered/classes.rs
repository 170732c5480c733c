//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: what Python code calls.

use super::super::DEFAULT_BUFFER_SIZE;
use super::super::arguments::Size;
use super::super::base::{self, Ability, check_able, in_any_case};
use super::super::bases::BUFFERED_IO_BASE;
use super::super::errors::unsupported;
use super::super::file;
use super::super::raw as raw_file;
pub(in super::super) use super::position::flush;
use super::state::{
    FINALIZING, LIMIT, PENDING, PENDING_SIZE, POSITION, RAW, SLOTS, forget_ahead, raw,
};
use super::{position, reading, writing};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::protocol::buffer;
use crate::protocol::call::call_method;
use crate::protocol::{self, attribute, class_of, type_name};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(in super::super) static BUFFERED_READER = TypeDef {
        name: "BufferedReader",
        doc: "Create a new buffered reader using the given readable raw IO object.",
        ..BUFFERED
    };
    /// The class.
    pub(in super::super) static BUFFERED_WRITER = TypeDef {
        name: "BufferedWriter",
        doc: "A buffer for a writeable sequential RawIO object.",
        ..BUFFERED
    };
    /// The class.
    pub(in super::super) static BUFFERED_RANDOM = TypeDef {
        name: "BufferedRandom",
        doc: "A buffered interface to random access streams.",
        ..BUFFERED
    };
}

const BUFFERED: TypeDef = TypeDef {
    module: "_io",
    base: Some(&BUFFERED_IO_BASE),
    reserved: SLOTS,
    subclassable: true,
    attributes: true,
    finalizer: true,
    ..TypeDef::NEW
};

/// The file, if `value` is one of this class and not of a subclass.
pub(in super::super) fn is_exact(value: Value, cell: &TypeCell) -> Option<&'static Instance> {
    match cell.is(class_of(value)) {
        true => value.cast(),
        false => None,
    }
}

/// A new buffered file of one of the three classes.
///
/// # Errors
/// As a call of the class.
pub(in super::super) fn new(
    cx: &mut Cx,
    cell: &TypeCell,
    raw: Value,
    size: usize,
) -> R<&'static Instance> {
    let this = Instance::new(cx, cell.class())?;
    fill(cx, this, raw, size)?;
    Ok(this)
}

fn fill(cx: &mut Cx, this: &'static Instance, raw: Value, size: usize) -> R<()> {
    this.set(cx, RAW, raw)?;
    this.set(cx, LIMIT, Value::index(size))?;
    for slot in [POSITION, PENDING] {
        this.set(cx, slot, Value::UNBOUND)?;
    }
    this.set(cx, PENDING_SIZE, Value::index(0))?;
    forget_ahead(cx, this)
}

fn init(cx: &mut Cx, this: &'static Instance, raw: Value, size: isize, needs: &[Ability]) -> R<()> {
    this.set(cx, RAW, Value::UNBOUND)?;
    for ability in needs {
        check_able(cx, raw, *ability)?;
    }
    if size <= 0 {
        return Err(cx.value_error(format_args!("buffer size must be strictly positive")));
    }
    fill(cx, this, raw, size as usize)
}

macro_rules! common {
    ($($class:ident)*) => {
        $(
            const _: () = {
                #[native($class, "detach(self, /)")]
                fn detach(cx: &mut Cx, this: Value) -> R {
                    detach_raw(cx, this)
                }

                #[native($class, "close(self, /)")]
                fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
                    close_raw(cx, this)
                }

                #[native($class, "seekable(self, /)")]
                fn seekable(cx: &mut Cx, this: &'static Instance) -> R {
                    let name = name!(cx, "seekable")?;
                    delegate(cx, this, name)
                }

                #[native($class, "fileno(self, /)")]
                fn fileno(cx: &mut Cx, this: &'static Instance) -> R {
                    let name = name!(cx, "fileno")?;
                    delegate(cx, this, name)
                }

                #[native($class, "isatty(self, /)")]
                fn isatty(cx: &mut Cx, this: &'static Instance) -> R {
                    let name = name!(cx, "isatty")?;
                    delegate(cx, this, name)
                }

                #[native($class, "seek(self, target, whence=0, /)")]
                fn seek(cx: &mut Cx, this: &'static Instance, target: Value, whence: i32) -> R<i64> {
                    position::seek(cx, this, target, whence)
                }

                #[native($class, "tell(self, /)")]
                fn tell(cx: &mut Cx, this: &'static Instance) -> R<i64> {
                    position::tell(cx, this)
                }

                #[native($class, "__getstate__(self, /)", effect = reads)]
                fn getstate(cx: &mut Cx, this: Value) -> R {
                    file::refuse_pickling(cx, this)
                }

                #[native($class, "__repr__(self, /)", slot)]
                fn repr(cx: &mut Cx, this: Value) -> R {
                    repr_of(cx, this)
                }

                #[native($class, "raw", getter, effect = reads)]
                fn raw_of(cx: &mut Cx, this: &'static Instance) -> R {
                    Ok(this.get(cx, RAW)?.bound().unwrap_or(Value::NONE))
                }

                #[native($class, "closed", getter)]
                fn closed(cx: &mut Cx, this: &'static Instance) -> R<bool> {
                    super::state::is_closed(cx, this)
                }

                #[native($class, "name", getter)]
                fn name(cx: &mut Cx, this: &'static Instance) -> R {
                    let name = name!(cx, "name")?;
                    attribute_of_raw(cx, this, name)
                }

                #[native($class, "mode", getter)]
                fn mode(cx: &mut Cx, this: &'static Instance) -> R {
                    let name = name!(cx, "mode")?;
                    attribute_of_raw(cx, this, name)
                }

                #[native($class, "_finalizing", getter, effect = reads)]
                fn finalizing(cx: &mut Cx, this: &'static Instance) -> R<bool> {
                    Ok(this.get(cx, FINALIZING)? == Value::TRUE)
                }

                #[native($class, "_finalizing", setter, effect = writes)]
                fn set_finalizing(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
                    this.set(cx, FINALIZING, value)
                }
            };
        )*
    };
}

macro_rules! readers {
    ($($class:ident)*) => {
        $(
            const _: () = {
                #[native($class, "readable(self, /)")]
                fn readable(cx: &mut Cx, this: &'static Instance) -> R {
                    let name = name!(cx, "readable")?;
                    delegate(cx, this, name)
                }

                #[native($class, "read(self, size=-1, /)")]
                fn read(cx: &mut Cx, this: &'static Instance, size: Value) -> R {
                    read_checked(cx, this, size)
                }

                #[native($class, "read1(self, size=-1, /)")]
                fn read1(cx: &mut Cx, this: &'static Instance, size: isize) -> R {
                    reading::read1(cx, this, usize::try_from(size).ok())
                }

                #[native($class, "peek(self, size=0, /)")]
                fn peek(cx: &mut Cx, this: &'static Instance, _size: isize) -> R {
                    reading::peek(cx, this)
                }

                #[native($class, "readinto(self, buffer, /)")]
                fn readinto(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R {
                    reading::readinto(cx, this, buffer, false)
                }

                #[native($class, "readinto1(self, buffer, /)")]
                fn readinto1(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R {
                    reading::readinto(cx, this, buffer, true)
                }

                #[native($class, "readline(self, size=-1, /)")]
                fn readline(cx: &mut Cx, this: &'static Instance, size: Size) -> R {
                    reading::readline(cx, this, size.0)
                }

                #[native($class, "__next__(self, /)", slot)]
                fn next(cx: &mut Cx, this: &'static Instance) -> R {
                    next_line(cx, this, &$class)
                }
            };
        )*
    };
}

macro_rules! writers {
    ($($class:ident)*) => {
        $(
            const _: () = {
                #[native($class, "writable(self, /)")]
                fn writable(cx: &mut Cx, this: &'static Instance) -> R {
                    let name = name!(cx, "writable")?;
                    delegate(cx, this, name)
                }

                #[native($class, "write(self, buffer, /)")]
                fn write(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R<usize> {
                    let data = buffer::required(cx, buffer)?;
                    writing::write(cx, this, buffer, &data)
                }

                #[native($class, "flush(self, /)")]
                fn flush(cx: &mut Cx, this: &'static Instance) -> R<()> {
                    position::flush(cx, this)
                }

                #[native($class, "truncate(self, pos=None, /)")]
                fn truncate(cx: &mut Cx, this: &'static Instance, pos: Value) -> R {
                    position::truncate(cx, this, pos)
                }
            };
        )*
    };
}

common! { BUFFERED_READER BUFFERED_WRITER BUFFERED_RANDOM }
readers! { BUFFERED_READER BUFFERED_RANDOM }
writers! { BUFFERED_WRITER BUFFERED_RANDOM }

/// Creates a reader.
#[native(BUFFERED_READER, "__init__(self, raw, buffer_size=131072)", slot)]
fn init_reader(cx: &mut Cx, this: &'static Instance, raw: Value, buffer_size: isize) -> R<()> {
    init(cx, this, raw, buffer_size, &[Ability::Read])
}

/// Creates a writer.
#[native(BUFFERED_WRITER, "__init__(self, raw, buffer_size=131072)", slot)]
fn init_writer(cx: &mut Cx, this: &'static Instance, raw: Value, buffer_size: isize) -> R<()> {
    init(cx, this, raw, buffer_size, &[Ability::Write])
}

/// Creates a reader and writer.
#[native(BUFFERED_RANDOM, "__init__(self, raw, buffer_size=131072)", slot)]
fn init_random(cx: &mut Cx, this: &'static Instance, raw: Value, buffer_size: isize) -> R<()> {
    let needs = [Ability::Seek, Ability::Read, Ability::Write];
    init(cx, this, raw, buffer_size, &needs)
}

const _: () = assert!(
    DEFAULT_BUFFER_SIZE == 131_072,
    "the default in the signatures"
);

#[native(BUFFERED_READER, "flush(self, /)")]
fn flush_reader(cx: &mut Cx, this: &'static Instance) -> R {
    let name = name!(cx, "flush")?;
    delegate(cx, this, name)
}

#[native(BUFFERED_READER, "truncate(self, pos=None, /)")]
fn truncate_reader(cx: &mut Cx, this: &'static Instance, _pos: Value) -> R {
    raw(cx, this)?;
    Err(unsupported(cx, "truncate"))
}

fn delegate(cx: &mut Cx, this: &'static Instance, method: Value) -> R {
    let raw = raw(cx, this)?;
    call_method(cx, raw, method, &[])
}

fn attribute_of_raw(cx: &mut Cx, this: &'static Instance, name: Value) -> R {
    let raw = raw(cx, this)?;
    attribute::get(cx, raw, name)
}

fn read_checked(cx: &mut Cx, this: &'static Instance, size: Value) -> R {
    let size = match size.is_none() {
        true => -1,
        false => super::super::arguments::optional_size(cx, size)?,
    };
    match size {
        0.. => reading::read(cx, this, size as usize),
        -1 => reading::read_all(cx, this),
        _ => Err(cx.value_error(format_args!("read length must be non-negative or -1"))),
    }
}

fn next_line(cx: &mut Cx, this: &'static Instance, cell: &TypeCell) -> R {
    let line = if cell.is(class_of(this.value())) {
        reading::readline(cx, this, None)?
    } else {
        let name = name!(cx, "readline")?;
        let line = call_method(cx, this.value(), name, &[])?;
        if cx.payload::<crate::objects::bytes::Bytes>(line)?.is_none() {
            let class = type_name(cx, line)?;
            return Err(cx.raise_message(
                &crate::objects::exception::classes::OS_ERROR,
                format_args!("readline() should have returned a bytes object, not '{class}'"),
            ));
        }
        line
    };
    match protocol::len(cx, line)? {
        0 => Err(cx.stop_iteration(Value::NONE)),
        _ => Ok(line),
    }
}

fn detach_raw(cx: &mut Cx, this: Value) -> R {
    let Some(file) = this.cast::<Instance>() else {
        return Ok(Value::NONE);
    };
    let raw = raw(cx, file)?;
    let name = name!(cx, "flush")?;
    call_method(cx, this, name, &[])?;
    file.set(cx, RAW, Value::NONE)?;
    Ok(raw)
}

fn close_raw(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let raw = raw(cx, this)?;
    if raw_file::is_closed(cx, raw)? {
        return Ok(());
    }
    let name = name!(cx, "flush")?;
    let flushed = call_method(cx, this.value(), name, &[]).map(|_| ());
    in_any_case(cx, flushed, |cx| {
        // What could not be written is lost with the raw file.
        this.set(cx, PENDING, Value::UNBOUND)?;
        this.set(cx, PENDING_SIZE, Value::index(0))?;
        forget_ahead(cx, this)?;
        let name = name!(cx, "close")?;
        call_method(cx, raw, name, &[]).map(|_| ())
    })
}

fn repr_of(cx: &mut Cx, this: Value) -> R {
    let class = protocol::full_type_name(cx, this)?;
    let name = name!(cx, "name")?;
    let name = attribute::get(cx, this, name);
    let Some(name) = base::ignore(cx, name)? else {
        return cx.str(&format!("<{class}>"));
    };
    let shown = protocol::repr_guard::guarded(cx, this, |cx| protocol::repr(cx, name))?;
    let Some(name) = shown else {
        let class = type_name(cx, this)?;
        return Err(cx.runtime_error(format_args!("reentrant call inside {class}.__repr__")));
    };
    let (head, tail) = (cx.str(&format!("<{class} name="))?, cx.str(">")?);
    str::concat(cx, &[head, name, tail])
}
