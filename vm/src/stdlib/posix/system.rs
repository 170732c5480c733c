//! The machine: its name, its processors, its limits, chance, terminals.

use super::arguments::{FileDescriptor, Path, PathOrFd};
use super::path;
use crate::cx::{Cx, R};
use crate::host::{call, fd, machine};
use crate::native::native;
use crate::objects::bytes;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::set::{self, Set};
use crate::objects::str::{Str, to_string};
use crate::objects::struct_sequence::construct;
use crate::protocol::{self, number};
use crate::struct_sequence;
use crate::value::Value;
use rustix::io::Errno;
use rustix::process::Pid;
use rustix::pty::OpenptFlags;
use rustix::thread::CpuSet;

struct_sequence! {
    /// The class.
    pub(super) static UNAME_RESULT = {
        module: "posix",
        name: "uname_result",
        doc: "uname_result: Result from os.uname().\n\nThis object may be accessed either as a tuple of\n  (sysname, nodename, release, version, machine),\nor via the attributes sysname, nodename, release, version, and machine.\n\nSee os.uname for more information.",
        visible: 5,
        fields: { "sysname", "nodename", "release", "version", "machine" },
        unnamed: 0,
        more: {},
        new: construct,
    };
    /// The class.
    pub(super) static TERMINAL_SIZE = {
        module: "os",
        name: "terminal_size",
        doc: "A tuple of (columns, lines) for holding terminal window size",
        visible: 2,
        fields: { "columns", "lines" },
        unnamed: 0,
        more: {},
        new: construct,
    };
    /// The class.
    pub(super) static SCHED_PARAM = {
        module: "posix",
        name: "sched_param",
        doc: "Currently has only one field: sched_priority",
        visible: 1,
        fields: { "sched_priority" },
        unnamed: 0,
        more: {},
        new: construct_param,
    };
}

/// `sched_param` takes its only field itself.
fn construct_param(
    cx: &mut Cx,
    this: &'static crate::objects::struct_sequence::StructSequence,
    priority: Value,
    _: Option<Value>,
) -> R {
    this.make(cx, &[priority])
}

/// Return an object identifying the current operating system.
#[native(module = "posix", "uname()", effect = io)]
fn uname(cx: &mut Cx) -> R {
    let uname = rustix::system::uname();
    let texts = [
        uname.sysname(),
        uname.nodename(),
        uname.release(),
        uname.version(),
        uname.machine(),
    ];
    let mut values = [Value::NONE; 5];
    for (value, text) in values.iter_mut().zip(texts) {
        *value = path::decode(cx, text.to_bytes())?;
    }
    UNAME_RESULT.make(cx, &values)
}

/// Return the number of logical CPUs in the system; None if indeterminable.
#[native(module = "posix", "cpu_count()", effect = io)]
fn cpu_count(_: &mut Cx) -> Option<usize> {
    machine::processors()
}

/// Return average recent system load information.
#[native(module = "posix", "getloadavg()", effect = io)]
fn getloadavg(cx: &mut Cx) -> R {
    let averages = match machine::load_averages() {
        Ok(averages) => averages,
        Err(error) => return Err(call::raise(cx, error, None)),
    };
    let mut values = [Value::NONE; 3];
    for (value, average) in values.iter_mut().zip(averages) {
        *value = cx.float(average)?;
    }
    cx.tuple(&values)
}

fn process_id(cx: &mut Cx, pid: i32) -> R<Option<Pid>> {
    match pid {
        0 => Ok(None),
        pid if pid > 0 => Ok(Pid::from_raw(pid)),
        _ => Err(call::raise(cx, Errno::SRCH, None)),
    }
}

/// Return the affinity of the process identified by pid (or the current process if zero).
///
/// The affinity is returned as a set of CPU identifiers.
#[native(module = "posix", "sched_getaffinity(pid, /)", effect = io)]
fn sched_getaffinity(cx: &mut Cx, pid: i32) -> R<&'static Set> {
    let pid = process_id(cx, pid)?;
    let cpus = call::wait_or_raise(cx, None, || rustix::thread::sched_getaffinity(pid))?;
    let result = set::new(cx)?;
    for cpu in (0..CpuSet::MAX_CPU).filter(|cpu| cpus.is_set(*cpu)) {
        set::add(cx, result, Value::index(cpu))?;
    }
    Ok(result)
}

/// Set the CPU affinity of the process identified by pid to mask.
#[native(module = "posix", "sched_setaffinity(pid, mask, /)", effect = io)]
fn sched_setaffinity(cx: &mut Cx, pid: i32, mask: Value) -> R<()> {
    let pid = process_id(cx, pid)?;
    let mut cpus = CpuSet::new();
    let iterator = protocol::iter(cx, mask)?;
    while let Some(cpu) = protocol::next(cx, iterator)? {
        let index = number::index(cx, cpu)?;
        match index.as_small_int() {
            Some(cpu) if cpu < 0 => {
                return Err(cx.value_error(format_args!("negative CPU number")));
            }
            Some(cpu) if (cpu as usize) < CpuSet::MAX_CPU => cpus.set(cpu as usize),
            _ => return Err(cx.overflow_error(format_args!("CPU number too large"))),
        }
    }
    call::wait_or_raise(cx, None, || rustix::thread::sched_setaffinity(pid, &cpus))
}

/// Voluntarily relinquish the CPU.
#[native(module = "posix", "sched_yield()", effect = io)]
fn sched_yield(cx: &mut Cx) -> R<()> {
    cx.blocking(rustix::thread::sched_yield)
}

/// Returns scheduling parameters for the process identified by pid.
#[native(module = "posix", "sched_getparam(pid, /)", effect = io)]
fn sched_getparam(cx: &mut Cx, pid: i32) -> R {
    let priority = match machine::sched_getparam(pid) {
        Ok(priority) => cx.int(i64::from(priority))?,
        Err(error) => return Err(call::raise(cx, error, None)),
    };
    SCHED_PARAM.make(cx, &[priority])
}

fn priority_of(cx: &mut Cx, param: Value) -> R<i32> {
    let instance = param.cast::<Instance>();
    match instance {
        Some(instance) if SCHED_PARAM.class.is(protocol::class_of(param)) => {
            let priority = SCHED_PARAM.get(cx, instance, 0)?;
            let index = number::index(cx, priority)?;
            path::descriptor_number(cx, index)
        }
        _ => Err(cx.type_error(format_args!("must have a sched_param object"))),
    }
}

/// Set scheduling parameters for the process identified by pid.
#[native(module = "posix", "sched_setparam(pid, param, /)", effect = io)]
fn sched_setparam(cx: &mut Cx, pid: i32, param: Value) -> R<()> {
    let priority = priority_of(cx, param)?;
    machine::sched_set(pid, None, priority).map_err(|error| call::raise(cx, error, None))
}

/// Set the scheduling policy for the process identified by pid.
#[native(
    module = "posix",
    "sched_setscheduler(pid, policy, param, /)",
    effect = io
)]
fn sched_setscheduler(cx: &mut Cx, pid: i32, policy: i32, param: Value) -> R<()> {
    let priority = priority_of(cx, param)?;
    machine::sched_set(pid, Some(policy), priority).map_err(|error| call::raise(cx, error, None))
}

/// Most random bytes that one call of the system gives.
const MOST: usize = 0x1ff_ffff;

/// Return a bytes object containing random bytes suitable for cryptographic use.
#[native(module = "posix", "urandom(size, /)", effect = io)]
fn urandom(cx: &mut Cx, size: isize) -> R {
    let Ok(size) = usize::try_from(size) else {
        return Err(cx.value_error(format_args!("negative argument not allowed")));
    };
    let mut all = Vec::new();
    while all.len() < size {
        let left = size - all.len();
        // Some at a time: the system gives no more than so many anyway.
        let more = call::wait_or_raise(cx, None, || machine::random(left.min(MOST), 0))?;
        if all.try_reserve_exact(left).is_err() {
            return Err(cx.memory_error());
        }
        all.extend(more);
    }
    bytes::new(cx, &all)
}

/// Obtain a series of random bytes.
#[native(module = "posix", "getrandom(size, flags=0)", effect = io)]
fn getrandom(cx: &mut Cx, size: isize, flags: i32) -> R {
    let Ok(size) = usize::try_from(size) else {
        return Err(call::raise(cx, Errno::INVAL, None));
    };
    let all = call::wait_or_raise(cx, None, || machine::random(size, flags as u32))?;
    bytes::new(cx, &all)
}

/// Return the size of the terminal window as (columns, lines).
#[native(
    module = "posix",
    "get_terminal_size(fd=<unrepresentable>, /)",
    effect = io
)]
fn get_terminal_size(cx: &mut Cx, fd: Option<i32>) -> R {
    let fd = fd.unwrap_or(libc::STDOUT_FILENO);
    let size = call::wait_or_raise(cx, None, || rustix::termios::tcgetwinsize(fd::borrow(fd)?))?;
    let values = [size.ws_col, size.ws_row].map(|count| Value::index(usize::from(count)));
    TERMINAL_SIZE.make(cx, &values)
}

/// Return the name of the terminal device connected to 'fd'.
#[native(module = "posix", "ttyname(fd, /)", effect = io)]
fn ttyname(cx: &mut Cx, fd: i32) -> R {
    let name = call::wait_or_raise(cx, None, || {
        rustix::termios::ttyname(fd::borrow(fd)?, Vec::new())
    })?;
    path::decode(cx, name.as_bytes())
}

/// Return the name of the controlling terminal for this process.
#[native(module = "posix", "ctermid()", effect = pure)]
fn ctermid(_: &mut Cx) -> &'static str {
    "/dev/tty"
}

/// Open a pseudo-terminal.
///
/// Return a tuple of (master_fd, slave_fd) containing open file descriptors
/// for both the master and slave ends.
#[native(module = "posix", "openpty()", effect = io)]
fn openpty(cx: &mut Cx) -> R {
    let (master, slave) = call::wait_or_raise(cx, None, || {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = rustix::pty::openpt(flags)?;
        rustix::pty::grantpt(&master)?;
        rustix::pty::unlockpt(&master)?;
        let slave = rustix::pty::ioctl_tiocgptpeer(&master, flags)?;
        Ok((master, slave))
    })?;
    let ends = [
        cx.int(i64::from(fd::release(master)))?,
        cx.int(i64::from(fd::release(slave)))?,
    ];
    cx.tuple(&ends)
}

/// The number of a name, or the number itself.
fn configuration_name(cx: &mut Cx, name: Value, table: &str) -> R<i32> {
    if let Some(number) = number::exact_int(cx, name)? {
        return path::descriptor_number(cx, number);
    }
    let Some(text) = cx.payload::<Str>(name)? else {
        return Err(cx.type_error(format_args!(
            "configuration names must be strings or integers"
        )));
    };
    let text = to_string(Value::from(text));
    let names = super::constants::configuration(table);
    match names.iter().find(|(known, _)| *known == text) {
        Some((_, number)) => Ok(*number),
        None => Err(cx.value_error(format_args!("unrecognized configuration name"))),
    }
}

/// Return an integer-valued system configuration variable.
#[native(module = "posix", "sysconf(name, /)", effect = io)]
fn sysconf(cx: &mut Cx, name: Value) -> R<i64> {
    let name = configuration_name(cx, name, "sysconf_names")?;
    machine::sysconf(name).map_err(|error| call::raise(cx, error, None))
}

/// Return a string-valued system configuration variable.
#[native(module = "posix", "confstr(name, /)", effect = io)]
fn confstr(cx: &mut Cx, name: Value) -> R {
    let name = configuration_name(cx, name, "confstr_names")?;
    match machine::confstr(name) {
        Ok(Some(text)) => path::decode(cx, &text),
        Ok(None) => Ok(Value::NONE),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

/// Return the configuration limit name for the file descriptor fd.
#[native(module = "posix", "fpathconf(fd, name, /)", effect = io)]
fn fpathconf(cx: &mut Cx, fd: FileDescriptor, name: Value) -> R<i64> {
    let name = configuration_name(cx, name, "pathconf_names")?;
    machine::fpathconf(fd.0, name).map_err(|error| call::raise(cx, error, None))
}

/// Return the configuration limit name for the file or directory path.
#[native(module = "posix", "pathconf(path, name)", effect = io)]
fn pathconf(cx: &mut Cx, path: PathOrFd, name: Value) -> R<i64> {
    let name = configuration_name(cx, name, "pathconf_names")?;
    let result = match &path {
        PathOrFd::Fd(number, _) => machine::fpathconf(*number, name),
        PathOrFd::Path(path) => machine::pathconf(path.as_c_str(), name),
    };
    result.map_err(|error| call::raise(cx, error, Some(path.given())))
}

/// A dict of the names of configuration variables.
///
/// # Errors
/// MemoryError.
pub(super) fn names(cx: &mut Cx, table: &str) -> R<&'static Dict> {
    let names = dict::new(cx)?;
    for (name, number) in super::constants::configuration(table) {
        let name = cx.vm.intern(cx, name)?;
        let number = cx.int(i64::from(*number))?;
        dict::set_str(cx, names, name, number)?;
    }
    Ok(names)
}

/// Extracts the device's major number.
#[native(module = "posix", "major(device, /)", effect = pure)]
fn major(_: &mut Cx, device: i64) -> i64 {
    i64::from(rustix::fs::major(device as u64))
}

/// Extracts the device's minor number.
#[native(module = "posix", "minor(device, /)", effect = pure)]
fn minor(_: &mut Cx, device: i64) -> i64 {
    i64::from(rustix::fs::minor(device as u64))
}

/// Composes a raw device number from the major and minor device numbers.
#[native(module = "posix", "makedev(major, minor, /)", effect = pure)]
fn makedev(cx: &mut Cx, major: i64, minor: i64) -> R {
    let device = rustix::fs::makedev(major as u32, minor as u32);
    super::arguments::unsigned(cx, device)
}

fn attribute_name(path: &Path) -> &std::ffi::CStr {
    path.0.as_c_str()
}

/// Return the value of extended attribute attribute on path.
#[native(
    module = "posix",
    "getxattr(path, attribute, *, follow_symlinks=True)",
    effect = io
)]
fn getxattr(cx: &mut Cx, path: PathOrFd, attribute: Path, follow_symlinks: bool) -> R {
    let given = path.given();
    let value = call::wait_or_raise(cx, Some(given), || {
        let mut value = vec![0u8; 64 << 10];
        let name = attribute_name(&attribute);
        let length = match &path {
            PathOrFd::Fd(number, _) => {
                rustix::fs::fgetxattr(fd::borrow(*number)?, name, &mut value[..])?
            }
            PathOrFd::Path(path) if follow_symlinks => {
                rustix::fs::getxattr(path.as_c_str(), name, &mut value[..])?
            }
            PathOrFd::Path(path) => rustix::fs::lgetxattr(path.as_c_str(), name, &mut value[..])?,
        };
        value.truncate(length);
        Ok(value)
    })?;
    bytes::new(cx, &value)
}

/// Set extended attribute attribute on path to value.
#[native(
    module = "posix",
    "setxattr(path, attribute, value, flags=0, *, follow_symlinks=True)",
    effect = io
)]
fn setxattr(
    cx: &mut Cx,
    path: PathOrFd,
    attribute: Path,
    value: protocol::buffer::BytesLike,
    flags: i32,
    follow_symlinks: bool,
) -> R<()> {
    let flags = rustix::fs::XattrFlags::from_bits_retain(flags as u32);
    call::wait_or_raise(cx, Some(path.given()), || {
        let name = attribute_name(&attribute);
        match &path {
            PathOrFd::Fd(number, _) => {
                rustix::fs::fsetxattr(fd::borrow(*number)?, name, &value.0, flags)
            }
            PathOrFd::Path(path) if follow_symlinks => {
                rustix::fs::setxattr(path.as_c_str(), name, &value.0, flags)
            }
            PathOrFd::Path(path) => rustix::fs::lsetxattr(path.as_c_str(), name, &value.0, flags),
        }
    })
}

/// Remove extended attribute attribute on path.
#[native(
    module = "posix",
    "removexattr(path, attribute, *, follow_symlinks=True)",
    effect = io
)]
fn removexattr(cx: &mut Cx, path: PathOrFd, attribute: Path, follow_symlinks: bool) -> R<()> {
    call::wait_or_raise(cx, Some(path.given()), || {
        let name = attribute_name(&attribute);
        match &path {
            PathOrFd::Fd(number, _) => rustix::fs::fremovexattr(fd::borrow(*number)?, name),
            PathOrFd::Path(path) if follow_symlinks => {
                rustix::fs::removexattr(path.as_c_str(), name)
            }
            PathOrFd::Path(path) => rustix::fs::lremovexattr(path.as_c_str(), name),
        }
    })
}

/// Return a list of extended attributes on path.
#[native(
    module = "posix",
    "listxattr(path=None, *, follow_symlinks=True)",
    effect = io
)]
fn listxattr(
    cx: &mut Cx,
    path: super::arguments::Folder,
    follow_symlinks: bool,
) -> R<&'static crate::objects::list::List> {
    let all = call::wait_or_raise(cx, path.given(), || {
        let mut all = vec![0u8; 64 << 10];
        let length = match (path.name(), &path.0) {
            (None, Some(PathOrFd::Fd(number, _))) => {
                rustix::fs::flistxattr(fd::borrow(*number)?, &mut all[..])?
            }
            (name, _) if follow_symlinks => {
                rustix::fs::listxattr(name.unwrap_or(c"."), &mut all[..])?
            }
            (name, _) => rustix::fs::llistxattr(name.unwrap_or(c"."), &mut all[..])?,
        };
        all.truncate(length);
        Ok(all)
    })?;
    let names = crate::objects::list::new(cx)?;
    for name in all.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let name = path::decode(cx, name)?;
        crate::objects::list::append(cx, names, name)?;
    }
    Ok(names)
}

/// Checks if PyOS_InputHook is set.
#[native(module = "posix", "_is_inputhook_installed()", effect = pure)]
fn is_inputhook_installed(_: &mut Cx) -> bool {
    false
}

/// Calls the input hook, of which there is none here
#[native(module = "posix", "_inputhook()", effect = pure)]
fn inputhook(_: &mut Cx) {}
