//! `grp`: the groups of the system.

use super::pwd::{account_name, account_number};
use crate::cx::{Cx, R};
use crate::host::accounts::{Group, Key, all_groups, find_group};
use crate::host::call;
use crate::native::native;
use crate::native_module;
use crate::objects::list::{self, List};
use crate::objects::str::{Str, to_string};
use crate::objects::struct_sequence::construct;
use crate::stdlib::posix::path::decode;
use crate::struct_sequence;
use crate::value::Value;

native_module!("grp", |_, _| Ok(()));

struct_sequence! {
    /// The class.
    static STRUCT_GROUP = {
        module: "grp",
        name: "struct_group",
        doc: "grp.struct_group: Results from getgr*() routines.\n\nThis object may be accessed either as a tuple of\n  (gr_name,gr_passwd,gr_gid,gr_mem)\nor via the object attributes as named in the above tuple.\n",
        visible: 4,
        fields: { "gr_name", "gr_passwd", "gr_gid", "gr_mem" },
        unnamed: 0,
        more: {},
        new: construct,
    };
}

fn made(cx: &mut Cx, group: &Group) -> R {
    let [name, password] = &group.texts;
    let (name, password) = (decode(cx, name)?, decode(cx, password)?);
    let members = list::new(cx)?;
    for member in &group.members {
        let member = decode(cx, member)?;
        list::append(cx, members, member)?;
    }
    let gid = cx.int(i64::from(group.gid))?;
    STRUCT_GROUP.make(cx, &[name, password, gid, Value::from(members)])
}

/// Return the group database entry for the given numeric group ID.
///
/// If id is not valid, raise KeyError.
#[native(module = "grp", "getgrgid(id)", effect = io)]
fn getgrgid(cx: &mut Cx, id: Value) -> R {
    let found = match account_number(cx, id)? {
        Some(gid) => call::wait_or_raise(cx, None, || find_group(Key::Number(gid)))?,
        None => None,
    };
    match found {
        Some(group) => made(cx, &group),
        None => {
            let shown = crate::protocol::repr(cx, id)?;
            let shown = cx.str(&format!("getgrgid(): gid not found: {}", to_string(shown)))?;
            Err(cx.key_error(shown))
        }
    }
}

/// Return the group database entry for the given group name.
///
/// If name is not valid, raise KeyError.
#[native(module = "grp", "getgrnam(name)", effect = io)]
fn getgrnam(cx: &mut Cx, name: &'static Str) -> R {
    let text = account_name(cx, name)?;
    match call::wait_or_raise(cx, None, || find_group(Key::Name(&text)))? {
        Some(group) => made(cx, &group),
        None => {
            let shown = crate::protocol::repr(cx, Value::from(name))?;
            let shown = cx.str(&format!("getgrnam(): name not found: {}", to_string(shown)))?;
            Err(cx.key_error(shown))
        }
    }
}

/// Return a list of all available group entries, in arbitrary order.
#[native(module = "grp", "getgrall()", effect = io)]
fn getgrall(cx: &mut Cx) -> R<&'static List> {
    let groups = cx.blocking(all_groups)?;
    let all = list::with_room(cx, groups.len())?;
    for group in groups {
        let group = made(cx, &group)?;
        list::append(cx, all, group)?;
    }
    Ok(all)
}
