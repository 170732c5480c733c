//! `_posixsubprocess`: what `subprocess` starts programs with.

use crate::cx::{Cx, Exit, R};
use crate::host::call;
use crate::host::spawn::Spawn;
use crate::native::native;
use crate::native_module;
use crate::objects::tuple::Tuple;
use crate::protocol::{call_values, number, sequence};
use crate::stdlib::posix::process::argument;
use crate::value::Value;
use std::ffi::CString;

native_module!("_posixsubprocess", |_, _| Ok(()));

fn texts(cx: &mut Cx, items: Value, message: &str) -> R<Vec<CString>> {
    let items = sequence::items(cx, items, message)?;
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        texts.push(argument(cx, item)?);
    }
    Ok(texts)
}

/// Descriptors, in ascending order.
fn descriptors(cx: &mut Cx, fds: Value) -> R<Vec<i32>> {
    let items = cx.payload::<Tuple>(fds)?.map_or(&[][..], Tuple::as_slice);
    let mut numbers: Vec<i32> = Vec::with_capacity(items.len());
    for item in items {
        let number = item
            .as_small_int()
            .and_then(|number| i32::try_from(number).ok());
        match number {
            Some(number) if number >= 0 && numbers.last().is_none_or(|last| *last < number) => {
                numbers.push(number);
            }
            _ => return Err(cx.value_error(format_args!("bad value(s) in fds_to_keep"))),
        }
    }
    Ok(numbers)
}

fn identity(cx: &mut Cx, value: Value) -> R<Option<u32>> {
    if value.is_none() {
        return Ok(None);
    }
    let index = number::index(cx, value)?;
    match index.as_small_int().map(u32::try_from) {
        Some(Ok(number)) => Ok(Some(number)),
        _ => Err(cx.value_error(format_args!("invalid user or group id"))),
    }
}

fn groups(cx: &mut Cx, value: Value) -> R<Option<Vec<u32>>> {
    if value.is_none() {
        return Ok(None);
    }
    let items = sequence::items(cx, value, "setgroups argument must be a sequence")?;
    let mut groups = Vec::with_capacity(items.len());
    for item in items {
        groups.push(identity(cx, item)?.unwrap_or(u32::MAX));
    }
    Ok(Some(groups))
}

/// Spawn a fresh new child process.
///
/// Only the file descriptors in pass_fds survive in it, if close_fds is true, besides the
/// first three; those are the ends of the given pipes. What goes wrong before a program runs is
/// reported through errpipe_write. Returns the child's process number.
#[native(
    module = "_posixsubprocess",
    "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /)",
    effect = io
)]
fn fork_exec(
    cx: &mut Cx,
    args: Value,
    executable_list: Value,
    close_fds: bool,
    pass_fds: Value,
    cwd: Value,
    env: Value,
    p2cread: i32,
    p2cwrite: i32,
    c2pread: i32,
    c2pwrite: i32,
    errread: i32,
    errwrite: i32,
    _errpipe_read: i32,
    errpipe_write: i32,
    restore_signals: bool,
    call_setsid: bool,
    pgid_to_set: i32,
    gid: Value,
    extra_groups: Value,
    uid: Value,
    child_umask: i32,
    preexec_fn: Value,
) -> R<i64> {
    let keep = descriptors(cx, pass_fds)?;
    if close_fds && errpipe_write < 3 {
        return Err(cx.value_error(format_args!("errpipe_write must be >= 3")));
    }
    let spawn = Spawn {
        programs: texts(cx, executable_list, "executable_list must be a sequence")?,
        arguments: match args.is_none() {
            true => Vec::new(),
            false => texts(cx, args, "argv must be a tuple")?,
        },
        environment: match env.is_none() {
            true => None,
            false => Some(texts(cx, env, "env must be a sequence")?),
        },
        folder: match cwd.is_none() {
            true => None,
            false => Some(argument(cx, cwd)?),
        },
        close: close_fds,
        keep,
        pipes: [
            [p2cread, p2cwrite],
            [c2pread, c2pwrite],
            [errread, errwrite],
        ],
        report: errpipe_write,
        restore_signals,
        new_session: call_setsid,
        group: pgid_to_set,
        gid: identity(cx, gid)?,
        groups: groups(cx, extra_groups)?,
        uid: identity(cx, uid)?,
        umask: child_umask,
    };
    let pid = match preexec_fn.is_none() {
        true => spawn.run(None),
        false => with_hook(cx, &spawn, preexec_fn)?,
    };
    match pid {
        Ok(pid) => Ok(i64::from(pid)),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

fn with_hook(cx: &mut Cx, spawn: &Spawn, hook: Value) -> R<rustix::io::Result<i32>> {
    if !cx.tx.is_solo() {
        return Err(cx.runtime_error(format_args!(
            "preexec_fn cannot run while there are other threads: the child would have none of them"
        )));
    }
    let mut run = || !matches!(call_values(cx, hook, &[]), Err(Exit::Raise));
    Ok(spawn.run(Some(&mut run)))
}
