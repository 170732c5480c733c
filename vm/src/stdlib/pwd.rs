//! `pwd`: the users of the system.

use crate::cx::{Cx, R};
use crate::host::accounts::{Key, User, all_users, find_user};
use crate::host::{call, os_text};
use crate::native::native;
use crate::native_module;
use crate::objects::list::{self, List};
use crate::objects::str::{Str, to_string};
use crate::objects::struct_sequence::construct;
use crate::protocol::number;
use crate::stdlib::posix::path::decode;
use crate::struct_sequence;
use crate::value::Value;
use std::ffi::CString;

native_module!("pwd", |_, _| Ok(()));

struct_sequence! {
    /// The class.
    static STRUCT_PASSWD = {
        module: "pwd",
        name: "struct_passwd",
        doc: "pwd.struct_passwd: Results from getpw*() routines.\n\nThis object may be accessed either as a tuple of\n  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\nor via the object attributes as named in the above tuple.",
        visible: 7,
        fields: { "pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell" },
        unnamed: 0,
        more: {},
        new: construct,
    };
}

fn made(cx: &mut Cx, user: &User) -> R {
    let mut texts = [Value::NONE; 5];
    for (value, text) in texts.iter_mut().zip(&user.texts) {
        *value = decode(cx, text)?;
    }
    let [name, password, remarks, home, shell] = texts;
    let (uid, gid) = (cx.int(i64::from(user.uid))?, cx.int(i64::from(user.gid))?);
    STRUCT_PASSWD.make(cx, &[name, password, uid, gid, remarks, home, shell])
}

/// The number of a user or group as the system has it; `None` if there can be no such.
///
/// # Errors
/// TypeError if it is no integer.
pub(super) fn account_number(cx: &mut Cx, value: Value) -> R<Option<u32>> {
    let index = number::index(cx, value)?;
    Ok(match index.as_small_int() {
        Some(-1) => Some(u32::MAX),
        Some(number) => u32::try_from(number).ok(),
        None => None,
    })
}

/// A name for the system.
///
/// # Errors
/// ValueError if there is a zero in it.
pub(super) fn account_name(cx: &mut Cx, name: &'static Str) -> R<CString> {
    let name = os_text::to_bytes(cx, name)?;
    CString::new(name).map_err(|_| cx.value_error(format_args!("embedded null byte")))
}

/// Return the password database entry for the given numeric user ID.
#[native(module = "pwd", "getpwuid(uidobj, /)", effect = io)]
fn getpwuid(cx: &mut Cx, uidobj: Value) -> R {
    let found = match account_number(cx, uidobj)? {
        Some(uid) => call::wait_or_raise(cx, None, || find_user(Key::Number(uid)))?,
        None => None,
    };
    match found {
        Some(user) => made(cx, &user),
        None => {
            let shown = crate::protocol::repr(cx, uidobj)?;
            let shown = cx.str(&format!("getpwuid(): uid not found: {}", to_string(shown)))?;
            Err(cx.key_error(shown))
        }
    }
}

/// Return the password database entry for the given user name.
#[native(module = "pwd", "getpwnam(name, /)", effect = io)]
fn getpwnam(cx: &mut Cx, name: &'static Str) -> R {
    let text = account_name(cx, name)?;
    match call::wait_or_raise(cx, None, || find_user(Key::Name(&text)))? {
        Some(user) => made(cx, &user),
        None => {
            let shown = crate::protocol::repr(cx, Value::from(name))?;
            let shown = cx.str(&format!("getpwnam(): name not found: {}", to_string(shown)))?;
            Err(cx.key_error(shown))
        }
    }
}

/// Return a list of all available password database entries, in arbitrary order.
#[native(module = "pwd", "getpwall()", effect = io)]
fn getpwall(cx: &mut Cx) -> R<&'static List> {
    let users = cx.blocking(all_users)?;
    let all = list::with_room(cx, users.len())?;
    for user in users {
        let user = made(cx, &user)?;
        list::append(cx, all, user)?;
    }
    Ok(all)
}
