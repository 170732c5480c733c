//! Times of files and processes: `utime`, and what `times` gives.

use super::arguments::{DirFd, PathOrFd};
use crate::cx::{Cx, R};
use crate::host::{call, fd};
use crate::native::native;
use crate::objects::float::to_f64;
use crate::objects::int::to_int;
use crate::objects::tuple::Tuple;
use crate::protocol::{number, type_name};
use crate::struct_sequence;
use crate::value::Value;
use rustix::fs::{AtFlags, Timespec, Timestamps, UTIME_NOW};

struct_sequence! {
    /// The class.
    pub(super) static TIMES_RESULT = {
        module: "posix",
        name: "times_result",
        doc: "times_result: Result from os.times().\n\nThis object may be accessed either as a tuple of\n  (user, system, children_user, children_system, elapsed),\nor via the attributes user, system, children_user, children_system,\nand elapsed.\n\nSee os.times for more information.",
        visible: 5,
        fields: { "user", "system", "children_user", "children_system", "elapsed" },
        unnamed: 0,
        more: {},
        new: crate::objects::struct_sequence::construct,
    };
}

const NANOSECONDS: i64 = 1_000_000_000;

/// A time in seconds, an integer or a float.
fn of_seconds(cx: &mut Cx, value: Value) -> R<Timespec> {
    if let Some(seconds) = to_f64(value) {
        if seconds.is_nan() {
            return Err(cx.value_error(format_args!("Invalid value NaN (not a number)")));
        }
        let whole = seconds.floor();
        let mut tv_sec = whole as i64;
        let mut tv_nsec = ((seconds - whole) * 1e9).floor() as i64;
        if tv_nsec >= NANOSECONDS {
            (tv_sec, tv_nsec) = (tv_sec + 1, tv_nsec - NANOSECONDS);
        }
        if !(-9.3e18..9.3e18).contains(&whole) {
            return Err(
                cx.overflow_error(format_args!("timestamp out of range for platform time_t"))
            );
        }
        return Ok(Timespec { tv_sec, tv_nsec });
    }
    if number::exact_int(cx, value)?.is_none() {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!("argument must be int or float, not {class}")));
    }
    let index = number::index(cx, value)?;
    match to_int(index).and_then(|int| int.to_i64()) {
        Some(tv_sec) => Ok(Timespec { tv_sec, tv_nsec: 0 }),
        None => Err(cx.overflow_error(format_args!("timestamp out of range for platform time_t"))),
    }
}

/// A time in nanoseconds.
fn of_nanoseconds(cx: &mut Cx, value: Value) -> R<Timespec> {
    let index = number::index(cx, value)?;
    match to_int(index).and_then(|int| int.to_i64()) {
        Some(total) => Ok(Timespec {
            tv_sec: total.div_euclid(NANOSECONDS),
            tv_nsec: total.rem_euclid(NANOSECONDS),
        }),
        None => Err(cx.overflow_error(format_args!("timestamp out of range for platform time_t"))),
    }
}

fn timestamps(cx: &mut Cx, times: Value, ns: Option<Value>) -> R<Timestamps> {
    if ns.is_some() && !times.is_none() {
        return Err(cx.value_error(format_args!(
            "utime: you may specify either 'times' or 'ns' but not both"
        )));
    }
    if let Some(ns) = ns {
        let Some([access, modification]) = cx.payload::<Tuple>(ns)?.map(Tuple::as_slice) else {
            return Err(cx.type_error(format_args!("utime: 'ns' must be a tuple of two ints")));
        };
        return Ok(Timestamps {
            last_access: of_nanoseconds(cx, *access)?,
            last_modification: of_nanoseconds(cx, *modification)?,
        });
    }
    if times.is_none() {
        let now = || Timespec {
            tv_sec: 0,
            tv_nsec: UTIME_NOW,
        };
        return Ok(Timestamps {
            last_access: now(),
            last_modification: now(),
        });
    }
    let Some([access, modification]) = cx.payload::<Tuple>(times)?.map(Tuple::as_slice) else {
        return Err(cx.type_error(format_args!(
            "utime: 'times' must be either a tuple of two ints or None"
        )));
    };
    Ok(Timestamps {
        last_access: of_seconds(cx, *access)?,
        last_modification: of_seconds(cx, *modification)?,
    })
}

/// Set the access and modified time of path.
///
/// times is a pair of seconds, ns a pair of nanoseconds; without either, it is the
/// current time.
#[native(
    module = "posix",
    "utime(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)",
    effect = io
)]
fn utime(
    cx: &mut Cx,
    path: PathOrFd,
    times: Value,
    ns: Option<Value>,
    dir_fd: DirFd,
    follow_symlinks: bool,
) -> R<()> {
    let times = timestamps(cx, times, ns)?;
    path.check_dir(cx, "utime", dir_fd)?;
    path.check_follow(cx, "utime", follow_symlinks)?;
    let flags = match follow_symlinks {
        true => AtFlags::empty(),
        false => AtFlags::SYMLINK_NOFOLLOW,
    };
    call::wait_or_raise(cx, Some(path.given()), || match &path {
        PathOrFd::Fd(number, _) => rustix::fs::futimens(fd::borrow(*number)?, &times),
        PathOrFd::Path(name) => {
            rustix::fs::utimensat(dir_fd.borrow()?, name.as_c_str(), &times, flags)
        }
    })
}
