//! `resource`: limits and usage of what the system gives.

use super::set;
use crate::cx::{Cx, R};
use crate::host::{call, usage};
use crate::native::native;
use crate::native_module;
use crate::objects::exception::classes::OS_ERROR;
use crate::objects::int::to_int;
use crate::objects::module::Module;
use crate::objects::struct_sequence::construct;
use crate::protocol::{number, sequence};
use crate::struct_sequence;
use crate::value::Value;
use rustix::io::Errno;

native_module!("resource", fill);

struct_sequence! {
    /// The class.
    static STRUCT_RUSAGE = {
        module: "resource",
        name: "struct_rusage",
        doc: "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of\n    (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n    nswap,inblock,oublock,msgsnd,msgrcv,nsignals,nvcsw,nivcsw)\nor via the attributes ru_utime, ru_stime, ru_maxrss, and so on.",
        visible: 16,
        fields: {
            "ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt",
            "ru_majflt", "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv",
            "ru_nsignals", "ru_nvcsw", "ru_nivcsw",
        },
        unnamed: 0,
        more: {},
        new: construct,
    };
}

const CONSTANTS: [(&str, i64); 20] = [
    ("RLIMIT_CPU", 0),
    ("RLIMIT_FSIZE", 1),
    ("RLIMIT_DATA", 2),
    ("RLIMIT_STACK", 3),
    ("RLIMIT_CORE", 4),
    ("RLIMIT_RSS", 5),
    ("RLIMIT_NPROC", 6),
    ("RLIMIT_NOFILE", 7),
    ("RLIMIT_OFILE", 7),
    ("RLIMIT_MEMLOCK", 8),
    ("RLIMIT_AS", 9),
    ("RLIMIT_SIGPENDING", 11),
    ("RLIMIT_MSGQUEUE", 12),
    ("RLIMIT_NICE", 13),
    ("RLIMIT_RTPRIO", 14),
    ("RLIMIT_RTTIME", 15),
    ("RUSAGE_SELF", 0),
    ("RUSAGE_CHILDREN", -1),
    ("RUSAGE_THREAD", 1),
    ("RLIM_INFINITY", -1),
];

/// How many limits there are.
const LIMITS: i32 = 16;

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, value) in CONSTANTS {
        let value = cx.int(value)?;
        set(cx, module, name, value)?;
    }
    set(cx, module, "error", OS_ERROR.value())
}

/// The object of what the system says of usage.
///
/// # Errors
/// MemoryError.
pub(super) fn usage_result(cx: &mut Cx, usage: &libc::rusage) -> R {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    let mut values = vec![
        cx.float(seconds(usage.ru_utime))?,
        cx.float(seconds(usage.ru_stime))?,
    ];
    for count in [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ] {
        values.push(cx.int(count)?);
    }
    STRUCT_RUSAGE.make(cx, &values)
}

/// Get information about consumed resources.
#[native(module = "resource", "getrusage(who, /)", effect = io)]
fn getrusage(cx: &mut Cx, who: i32) -> R {
    match usage::of(who) {
        Ok(usage) => usage_result(cx, &usage),
        Err(Errno::INVAL) => Err(cx.value_error(format_args!("invalid who parameter"))),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

fn check(cx: &mut Cx, resource: i32) -> R<()> {
    match (0..LIMITS).contains(&resource) {
        true => Ok(()),
        false => Err(cx.value_error(format_args!("invalid resource specified"))),
    }
}

fn pair(cx: &mut Cx, limits: [u64; 2]) -> R {
    // No limit is the largest number of the system, and -1 here.
    let limits = [cx.int(limits[0] as i64)?, cx.int(limits[1] as i64)?];
    cx.tuple(&limits)
}

fn limits_of(cx: &mut Cx, limits: Value) -> R<[u64; 2]> {
    let items = sequence::items(cx, limits, "expected a tuple of 2 integers")?;
    let [soft, hard] = items[..] else {
        return Err(cx.value_error(format_args!("expected a tuple of 2 integers")));
    };
    let mut numbers = [0; 2];
    for (number, item) in numbers.iter_mut().zip([soft, hard]) {
        let index = number::index(cx, item)?;
        match to_int(index).and_then(|int| int.to_i64()) {
            Some(limit) => *number = limit as u64,
            None => {
                return Err(
                    cx.overflow_error(format_args!("Python int too large to convert to C rlim_t"))
                );
            }
        }
    }
    Ok(numbers)
}

fn limit_error(cx: &mut Cx, error: Errno) -> crate::cx::Exit {
    match error {
        Errno::INVAL => cx.value_error(format_args!("current limit exceeds maximum limit")),
        Errno::PERM => cx.value_error(format_args!("not allowed to raise maximum limit")),
        error => call::raise(cx, error, None),
    }
}

/// Get the soft and hard limits of a resource.
#[native(module = "resource", "getrlimit(resource, /)", effect = io)]
fn getrlimit(cx: &mut Cx, resource: i32) -> R {
    check(cx, resource)?;
    match usage::limits(0, resource, None) {
        Ok(limits) => pair(cx, limits),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

/// Set new limits of consumption of a resource.
#[native(module = "resource", "setrlimit(resource, limits, /)", effect = io)]
fn setrlimit(cx: &mut Cx, resource: i32, limits: Value) -> R<()> {
    check(cx, resource)?;
    let limits = limits_of(cx, limits)?;
    match usage::limits(0, resource, Some(limits)) {
        Ok(_) => Ok(()),
        Err(error) => Err(limit_error(cx, error)),
    }
}

/// Get, and perhaps set, the limits of a process.
#[native(module = "resource", "prlimit(pid, resource[, limits], /)", effect = io)]
fn prlimit(cx: &mut Cx, pid: i32, resource: i32, limits: Option<Value>) -> R {
    check(cx, resource)?;
    let limits = match limits.filter(|limits| !limits.is_none()) {
        Some(limits) => Some(limits_of(cx, limits)?),
        None => None,
    };
    match usage::limits(pid, resource, limits) {
        Ok(limits) => pair(cx, limits),
        Err(Errno::INVAL) => Err(limit_error(cx, Errno::INVAL)),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

/// Get the size of a page of memory.
#[native(module = "resource", "getpagesize()", effect = pure)]
fn getpagesize(_: &mut Cx) -> usize {
    rustix::param::page_size()
}
