//! Users and groups.

use crate::cx::{Cx, R};
use crate::host::{call, process};
use crate::native::{ArgPlace, FromArg, native};
use crate::objects::int::to_int;
use crate::objects::list::{self, List};
use crate::protocol::{number, sequence, type_name};
use crate::value::Value;

/// The number of a user or group; `None`: -1, which leaves it as it is.
///
/// # Errors
/// TypeError if it is no integer, OverflowError if it does not fit.
pub(super) fn id(cx: &mut Cx, value: Value) -> R<Option<u32>> {
    if !value.is_small_int() && number::exact_int(cx, value)?.is_none() {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!("uid should be integer, not {class}")));
    }
    let index = number::index(cx, value)?;
    let wide = to_int(index).and_then(|int| int.to_i64());
    match wide {
        Some(-1) => Ok(None),
        Some(number) if number < -1 => {
            Err(cx.overflow_error(format_args!("uid is less than minimum")))
        }
        Some(number) if u32::try_from(number).is_ok() => Ok(Some(number as u32)),
        _ => Err(cx.overflow_error(format_args!("uid is greater than maximum"))),
    }
}

/// As an argument: -1 is the largest number, as for the system.
#[derive(Clone, Copy, Debug)]
struct Id(u32);

impl FromArg for Id {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        Ok(Id(id(cx, value)?.unwrap_or(u32::MAX)))
    }
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident $signature:literal;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "posix", $signature, effect = io)]
            fn $name(_: &mut Cx) -> i64 {
                i64::from(process::$name())
            }
        )*
    };
}

getters! {
    /// Return the current process's user id.
    getuid "getuid()";
    /// Return the current process's effective user id.
    geteuid "geteuid()";
    /// Return the current process's group id.
    getgid "getgid()";
    /// Return the current process's effective group id.
    getegid "getegid()";
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident $signature:literal ($($id:ident),*);)*) => {
        $(
            $(#[$doc])*
            #[native(module = "posix", $signature, effect = io)]
            fn $name(cx: &mut Cx, $($id: Id),*) -> R<()> {
                match process::$name($($id.0),*) {
                    Ok(_) => Ok(()),
                    Err(error) => Err(call::raise(cx, error, None)),
                }
            }
        )*
    };
}

setters! {
    /// Set the current process's user id.
    setuid "setuid(uid, /)" (uid);
    /// Set the current process's effective user id.
    seteuid "seteuid(euid, /)" (euid);
    /// Set the current process's group id.
    setgid "setgid(gid, /)" (gid);
    /// Set the current process's effective group id.
    setegid "setegid(egid, /)" (egid);
    /// Set the current process's real and effective user ids.
    setreuid "setreuid(ruid, euid, /)" (ruid, euid);
    /// Set the current process's real and effective group ids.
    setregid "setregid(rgid, egid, /)" (rgid, egid);
    /// Set the current process's real, effective, and saved user ids.
    setresuid "setresuid(ruid, euid, suid, /)" (ruid, euid, suid);
    /// Set the current process's real, effective, and saved group ids.
    setresgid "setresgid(rgid, egid, sgid, /)" (rgid, egid, sgid);
}

fn ids(cx: &mut Cx, ids: [u32; 3]) -> R {
    let mut values = [Value::NONE; 3];
    for (value, id) in values.iter_mut().zip(ids) {
        *value = cx.int(i64::from(id))?;
    }
    cx.tuple(&values)
}

/// Return a tuple of the current process's real, effective, and saved user ids.
#[native(module = "posix", "getresuid()", effect = io)]
fn getresuid(cx: &mut Cx) -> R {
    ids(cx, process::getresuid())
}

/// Return a tuple of the current process's real, effective, and saved group ids.
#[native(module = "posix", "getresgid()", effect = io)]
fn getresgid(cx: &mut Cx) -> R {
    ids(cx, process::getresgid())
}

fn list_of(cx: &mut Cx, groups: &[u32]) -> R<&'static List> {
    let list = list::new(cx)?;
    for group in groups {
        let group = cx.int(i64::from(*group))?;
        list::append(cx, list, group)?;
    }
    Ok(list)
}

/// Return list of supplemental group IDs for the process.
#[native(module = "posix", "getgroups()", effect = io)]
fn getgroups(cx: &mut Cx) -> R<&'static List> {
    let groups = call::wait_or_raise(cx, None, rustix::process::getgroups)?;
    let groups: Vec<u32> = groups
        .into_iter()
        .map(rustix::process::Gid::as_raw)
        .collect();
    list_of(cx, &groups)
}

/// Set the groups of the current process to list.
#[native(module = "posix", "setgroups(groups, /)", effect = io)]
fn setgroups(cx: &mut Cx, groups: Value) -> R<()> {
    let items = sequence::items(cx, groups, "setgroups argument must be a sequence")?;
    let mut numbers = Vec::new();
    for item in items {
        numbers.push(id(cx, item)?.unwrap_or(u32::MAX));
    }
    process::setgroups(&numbers).map_err(|error| call::raise(cx, error, None))
}

/// Returns a list of groups to which a user belongs.
#[native(module = "posix", "getgrouplist(user, group, /)", effect = io)]
fn getgrouplist(cx: &mut Cx, user: super::arguments::Path, group: i64) -> R<&'static List> {
    let groups = process::getgrouplist(user.0.as_c_str(), group as u32);
    list_of(cx, &groups)
}

/// Return the actual login name.
#[native(module = "posix", "getlogin()", effect = io)]
fn getlogin(cx: &mut Cx) -> R {
    match process::getlogin() {
        Ok(name) => super::path::decode(cx, &name),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}
