//! `fcntl`: control of descriptors, and locks on files.

use super::set;
use crate::cx::{Cx, R};
use crate::host::{call, control};
use crate::native::native;
use crate::native_module;
use crate::objects::bytes::{self, Bytes};
use crate::objects::int::to_int;
use crate::objects::module::Module;
use crate::protocol::buffer::{self, Writable};
use crate::protocol::number;
use crate::stdlib::posix::path::file_descriptor;
use crate::value::Value;
use rustix::io::Errno;

native_module!("fcntl", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, value) in CONSTANTS {
        let value = cx.int(*value)?;
        set(cx, module, name, value)?;
    }
    Ok(())
}

/// The longest memory that is passed on as a copy.
const LONGEST: usize = 1024;
/// What the system may write behind what it was given.
const SLACK: usize = 1024;

/// An argument that is a number; `None` if it is none.
fn number_of(cx: &mut Cx, arg: Option<Value>) -> R<Option<i64>> {
    let Some(arg) = arg else {
        return Ok(Some(0));
    };
    if number::exact_int(cx, arg)?.is_none() {
        return Ok(None);
    }
    let index = number::index(cx, arg)?;
    let int = to_int(index);
    // Requests are numbers without a sign as well.
    let wide = int.and_then(|int| {
        int.to_i64()
            .or_else(|| int.to_usize().map(|number| number as i64))
    });
    match wide {
        Some(number) => Ok(Some(number)),
        None => Err(cx.overflow_error(format_args!("Python int too large to convert to C long"))),
    }
}

/// A copy of an argument that is memory, with room behind it.
fn memory_of(cx: &mut Cx, function: &str, arg: Value) -> R<(Vec<u8>, usize)> {
    let contents = match cx.payload::<crate::objects::str::Str>(arg)? {
        Some(text) => crate::host::os_text::to_bytes(cx, text)?.into(),
        None => match buffer::contents(cx, arg)? {
            Some(contents) => contents,
            None => {
                let class = crate::protocol::type_name(cx, arg)?;
                return Err(cx.type_error(format_args!(
                    "{function}() argument 3 must be int, bytes-like object, or str, not {class}"
                )));
            }
        },
    };
    let length = contents.len();
    let mut memory = contents.into_owned();
    memory.resize(length + SLACK, 0);
    Ok((memory, length))
}

/// Perform the operation `cmd` on file descriptor fd.
///
/// If arg is given, it is a number, or bytes in the place of a structure; the result is then
/// bytes too.
#[native(module = "fcntl", "fcntl(fd, cmd, arg=0, /)", effect = io)]
fn fcntl(cx: &mut Cx, fd: Value, cmd: i32, arg: Option<Value>) -> R {
    let fd = file_descriptor(cx, fd)?;
    if let Some(argument) = number_of(cx, arg)? {
        let result = call::wait_or_raise(cx, None, || control::fcntl(fd, cmd, argument))?;
        return cx.int(i64::from(result));
    }
    let (mut memory, length) = memory_of(cx, "fcntl", arg.unwrap_or(Value::NONE))?;
    if length > LONGEST {
        return Err(cx.value_error(format_args!("fcntl argument 3 is too long")));
    }
    call::wait_or_raise(cx, None, || control::fcntl_memory(fd, cmd, &mut memory))?;
    bytes::new(cx, &memory[..length])
}

/// Perform the operation request on file descriptor fd.
///
/// arg is a number, or memory: if that can be written and mutate_flag is true, the
/// system writes into it, and the result is a number; else the result is a changed copy.
#[native(
    module = "fcntl",
    "ioctl(fd, request, arg=0, mutate_flag=True, /)",
    effect = io
)]
fn ioctl(cx: &mut Cx, fd: Value, request: Value, arg: Option<Value>, mutate_flag: bool) -> R {
    let fd = file_descriptor(cx, fd)?;
    let Some(request) = number_of(cx, Some(request))? else {
        let class = crate::protocol::type_name(cx, request)?;
        return Err(cx.type_error(format_args!("ioctl() argument 2 must be int, not {class}")));
    };
    let request = request as libc::c_ulong;
    if let Some(argument) = number_of(cx, arg)? {
        let result = call::wait_or_raise(cx, None, || control::ioctl(fd, request, argument))?;
        return cx.int(i64::from(result));
    }
    let arg = arg.unwrap_or(Value::NONE);
    let target = match arg.is::<Bytes>() {
        true => None,
        false => Writable::of(cx, arg)?,
    };
    let (mut memory, length) = memory_of(cx, "ioctl", arg)?;
    let target = target.filter(|_| mutate_flag);
    if target.is_none() && length > LONGEST {
        return Err(cx.value_error(format_args!("ioctl argument 3 is too long")));
    }
    let result = call::wait_or_raise(cx, None, || control::ioctl_memory(fd, request, &mut memory))?;
    match target {
        Some(target) => {
            target.write(cx, 0, &memory[..length])?;
            cx.int(i64::from(result))
        }
        None => bytes::new(cx, &memory[..length]),
    }
}

/// Perform the lock operation `operation` on file descriptor fd.
#[native(module = "fcntl", "flock(fd, operation, /)", effect = io)]
fn flock(cx: &mut Cx, fd: Value, operation: i32) -> R<()> {
    let fd = file_descriptor(cx, fd)?;
    call::wait_or_raise(cx, None, || control::flock(fd, operation)).map(|_| ())
}

fn offset(cx: &mut Cx, value: Value) -> R<i64> {
    let index = number::index(cx, value)?;
    match to_int(index).and_then(|int| int.to_i64()) {
        Some(offset) => Ok(offset),
        None => Err(cx.overflow_error(format_args!("Python int too large to convert to C long"))),
    }
}

/// A wrapper around the fcntl() locking calls.
#[native(module = "fcntl", "lockf(fd, cmd, len=0, start=0, whence=0, /)", effect = io)]
fn lockf(
    cx: &mut Cx,
    fd: Value,
    cmd: i32,
    len: Option<Value>,
    start: Option<Value>,
    whence: i32,
) -> R<()> {
    let fd = file_descriptor(cx, fd)?;
    let kind = if cmd == libc::LOCK_UN {
        libc::F_UNLCK
    } else if cmd & libc::LOCK_SH != 0 {
        libc::F_RDLCK
    } else if cmd & libc::LOCK_EX != 0 {
        libc::F_WRLCK
    } else {
        return Err(cx.value_error(format_args!("unrecognized lockf argument")));
    };
    let start = offset(cx, start.unwrap_or(Value::index(0)))?;
    let length = offset(cx, len.unwrap_or(Value::index(0)))?;
    let Ok(whence) = i16::try_from(whence) else {
        return Err(call::raise(cx, Errno::INVAL, None));
    };
    let wait = cmd & libc::LOCK_NB == 0;
    call::wait_or_raise(cx, None, || {
        control::lock(fd, kind as i16, wait, [start, length], whence)
    })
}

#[rustfmt::skip]
const CONSTANTS: &[(&str, i64)] = &[
    ("DN_ACCESS", 1), ("DN_ATTRIB", 32), ("DN_CREATE", 4), ("DN_DELETE", 8), ("DN_MODIFY", 2),
    ("DN_MULTISHOT", 2147483648), ("DN_RENAME", 16), ("FASYNC", 8192), ("FD_CLOEXEC", 1),
    ("FICLONE", 1074041865), ("FICLONERANGE", 1075876877), ("F_ADD_SEALS", 1033), ("F_DUPFD", 0),
    ("F_DUPFD_CLOEXEC", 1030), ("F_DUPFD_QUERY", 1027), ("F_EXLCK", 4), ("F_GETFD", 1),
    ("F_GETFL", 3), ("F_GETLEASE", 1025), ("F_GETLK", 5), ("F_GETLK64", 5), ("F_GETOWN", 9),
    ("F_GETOWN_EX", 16), ("F_GETPIPE_SZ", 1032), ("F_GETSIG", 11), ("F_GET_FILE_RW_HINT", 1037),
    ("F_GET_RW_HINT", 1035), ("F_GET_SEALS", 1034), ("F_NOTIFY", 1026), ("F_OFD_GETLK", 36),
    ("F_OFD_SETLK", 37), ("F_OFD_SETLKW", 38), ("F_OWNER_PGRP", 2), ("F_OWNER_PID", 1),
    ("F_OWNER_TID", 0), ("F_RDLCK", 0), ("F_SEAL_FUTURE_WRITE", 16), ("F_SEAL_GROW", 4),
    ("F_SEAL_SEAL", 1), ("F_SEAL_SHRINK", 2), ("F_SEAL_WRITE", 8), ("F_SETFD", 2), ("F_SETFL", 4),
    ("F_SETLEASE", 1024), ("F_SETLK", 6), ("F_SETLK64", 6), ("F_SETLKW", 7), ("F_SETLKW64", 7),
    ("F_SETOWN", 8), ("F_SETOWN_EX", 15), ("F_SETPIPE_SZ", 1031), ("F_SETSIG", 10),
    ("F_SET_FILE_RW_HINT", 1038), ("F_SET_RW_HINT", 1036), ("F_SHLCK", 8), ("F_UNLCK", 2),
    ("F_WRLCK", 1), ("LOCK_EX", 2), ("LOCK_MAND", 32), ("LOCK_NB", 4), ("LOCK_READ", 64),
    ("LOCK_RW", 192), ("LOCK_SH", 1), ("LOCK_UN", 8), ("LOCK_WRITE", 128),
    ("RWH_WRITE_LIFE_EXTREME", 5), ("RWH_WRITE_LIFE_LONG", 4), ("RWH_WRITE_LIFE_MEDIUM", 3),
    ("RWH_WRITE_LIFE_NONE", 1), ("RWH_WRITE_LIFE_NOT_SET", 0), ("RWH_WRITE_LIFE_SHORT", 2),
];
