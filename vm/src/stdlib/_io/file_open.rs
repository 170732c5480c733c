//! `FileIO(...)`: how a file descriptor comes to its object.

use super::file::{
    APPENDING, BLOCK_SIZE, CLOSE_FD, CREATED, FD, FILE_IO, FLAGS, READABLE, SEEKABLE, WRITABLE,
    let_go,
};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::{call, fd};
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::RUNTIME_WARNING;
use crate::objects::instance::Instance;
use crate::objects::str::{Str, to_string};
use crate::protocol::warning::warn;
use crate::protocol::{attribute, call_values, number};
use crate::stdlib::posix::path::{self, FsPath};
use crate::value::Value;
use rustix::fs::{Mode, OFlags};
use rustix::io::{Errno, FdFlags};

/// What `mode` says: flags of the object, and how the file is opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawMode {
    flags: i64,
    open: OFlags,
}

/// The mode of a raw file: one of `rwxa`, perhaps a `+`, perhaps a `b`.
///
/// # Errors
/// ValueError in CPython's words.
pub(super) fn parse_mode(cx: &mut Cx, text: &str) -> R<RawMode> {
    let mut flags = 0;
    let mut open = OFlags::empty();
    let (mut kinds, mut plus) = (0, 0);
    for char in text.chars() {
        let (flag, how) = match char {
            'r' => (READABLE, OFlags::empty()),
            'w' => (WRITABLE, OFlags::CREATE | OFlags::TRUNC),
            'x' => (CREATED | WRITABLE, OFlags::CREATE | OFlags::EXCL),
            'a' => (APPENDING | WRITABLE, OFlags::CREATE | OFlags::APPEND),
            '+' => (READABLE | WRITABLE, OFlags::empty()),
            'b' => continue,
            _ => return Err(cx.value_error(format_args!("invalid mode: {text}"))),
        };
        match char {
            '+' => plus += 1,
            _ => kinds += 1,
        }
        flags |= flag;
        open |= how;
    }
    if kinds != 1 || plus > 1 {
        return Err(cx.value_error(format_args!(
            "Must have exactly one of create/read/write/append mode and at most one plus"
        )));
    }
    open |= match (flags & READABLE != 0, flags & WRITABLE != 0) {
        (true, true) => OFlags::RDWR,
        (true, false) => OFlags::RDONLY,
        _ => OFlags::WRONLY,
    };
    Ok(RawMode {
        flags,
        open: open | OFlags::CLOEXEC,
    })
}

/// What is to be opened: a descriptor, or a name.
enum Source {
    Descriptor(i32),
    Path(FsPath),
}

fn source(cx: &mut Cx, file: Value) -> R<Source> {
    if file.as_bool().is_some() {
        warn(cx, &RUNTIME_WARNING, "bool is used as a file descriptor")?;
    }
    if let Some(number) = number::exact_int(cx, file)? {
        let fd = path::descriptor_number(cx, number)?;
        if fd < 0 {
            return Err(cx.value_error(format_args!("negative file descriptor")));
        }
        return Ok(Source::Descriptor(fd));
    }
    let path = path::path(cx, file)?;
    Ok(Source::Path(path))
}

/// Opens a file.
///
/// # Errors
/// OSError, and ValueError or TypeError if the arguments do not go together.
#[native(FILE_IO, "__init__(self, file, mode='r', closefd=True, opener=None)", slot, effect = io)]
fn init(
    cx: &mut Cx,
    this: &'static Instance,
    file: Value,
    mode: Value,
    closefd: bool,
    opener: Value,
) -> R<()> {
    let mode = match mode.is::<Str>() {
        true => to_string(mode),
        false => {
            let class = crate::protocol::type_name(cx, mode)?;
            return Err(cx.type_error(format_args!(
                "FileIO() argument 'mode' must be str, not {class}"
            )));
        }
    };
    let mode = parse_mode(cx, &mode)?;
    fill(cx, this, file, mode, closefd, opener)
}

/// A new `FileIO`.
///
/// # Errors
/// As `FileIO(...)`.
pub(super) fn open(
    cx: &mut Cx,
    file: Value,
    mode: RawMode,
    closefd: bool,
    opener: Value,
) -> R<&'static Instance> {
    let this = Instance::new(cx, FILE_IO.class())?;
    fill(cx, this, file, mode, closefd, opener)?;
    Ok(this)
}

fn fill(
    cx: &mut Cx,
    this: &'static Instance,
    file: Value,
    mode: RawMode,
    closefd: bool,
    opener: Value,
) -> R<()> {
    let_go(cx, this)?;
    let source = source(cx, file)?;
    let (number, owned) = match source {
        Source::Descriptor(number) => (number, closefd),
        Source::Path(_) if !closefd => {
            return Err(cx.value_error(format_args!("Cannot use closefd=False with file name")));
        }
        Source::Path(path) if opener.is_none() => (open_path(cx, &path, mode)?, true),
        Source::Path(_) => (ask_opener(cx, opener, file, mode)?, true),
    };
    let opened = adopt(cx, this, file, number, mode, owned);
    if opened.is_err() && matches!(opened, Err(crate::cx::Exit::Raise)) {
        let raised = cx.take_exception();
        if !owned || number_is_given(cx, file)? {
            this.set(cx, FD, Value::NONE)?;
        } else {
            let_go(cx, this)?;
        }
        return Err(cx.raise(raised));
    }
    opened
}

fn number_is_given(cx: &mut Cx, file: Value) -> R<bool> {
    Ok(number::exact_int(cx, file)?.is_some())
}

fn open_path(cx: &mut Cx, path: &FsPath, mode: RawMode) -> R<i32> {
    let name = path.as_c_str();
    let permissions = Mode::from_raw_mode(0o666);
    let fd = call::wait_or_raise(cx, Some(path.given), || {
        rustix::fs::open(name, mode.open, permissions)
    })?;
    Ok(fd::release(fd))
}

fn ask_opener(cx: &mut Cx, opener: Value, file: Value, mode: RawMode) -> R<i32> {
    let flags = cx.int(i64::from(mode.open.bits()))?;
    let number = call_values(cx, opener, &[file, flags])?;
    let Some(number) = number::exact_int(cx, number)? else {
        return Err(cx.type_error(format_args!("expected integer from opener")));
    };
    let number = path::descriptor_number(cx, number)?;
    if number < 0 {
        return Err(cx.value_error(format_args!("opener returned {number}")));
    }
    cx.enter_io()?;
    let inheritable =
        fd::borrow(number).and_then(|fd| rustix::io::fcntl_setfd(fd, FdFlags::CLOEXEC));
    inheritable.map_err(|error| call::raise(cx, error, None))?;
    Ok(number)
}

/// Makes the descriptor that of the object.
fn adopt(
    cx: &mut Cx,
    this: &'static Instance,
    file: Value,
    number: i32,
    mode: RawMode,
    owned: bool,
) -> R<()> {
    let flags = mode.flags | if owned { CLOSE_FD } else { 0 };
    this.set(cx, FD, Value::index(number as usize))?;
    this.set(cx, FLAGS, Value::index(flags as usize))?;
    this.set(cx, SEEKABLE, Value::UNBOUND)?;
    cx.enter_io()?;
    let stat = fd::borrow(number).and_then(rustix::fs::fstat);
    match stat {
        Ok(stat) if stat.st_mode & libc::S_IFMT == libc::S_IFDIR => {
            return Err(call::raise(cx, Errno::ISDIR, Some(file)));
        }
        Ok(stat) if stat.st_blksize > 1 => {
            this.set(cx, BLOCK_SIZE, Value::index(stat.st_blksize as usize))?;
        }
        Err(Errno::BADF) => return Err(call::raise(cx, Errno::BADF, None)),
        _ => {}
    }
    let name = name!(cx, "name")?;
    attribute::set(cx, this.value(), name, file)?;
    if mode.flags & APPENDING != 0 {
        let at_end = fd::seek(number, 0, libc::SEEK_END);
        this.set(cx, SEEKABLE, Value::bool(at_end.is_ok()))?;
        if let Err(error) = at_end
            && error != Errno::SPIPE
        {
            return Err(call::raise(cx, error, None));
        }
    }
    Ok(())
}
