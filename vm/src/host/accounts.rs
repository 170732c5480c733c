//! The databases of users and groups.

use parking_lot::Mutex;
use rustix::io::{Errno, Result};
use std::ffi::{CStr, c_char, c_int};
use std::ptr::null_mut;

/// A user.
#[derive(Clone, Debug)]
pub struct User {
    /// Name, password, full name and other remarks, home, shell.
    pub texts: [Vec<u8>; 5],
    /// The number.
    pub uid: u32,
    /// The number of the group.
    pub gid: u32,
}

/// A group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name and password.
    pub texts: [Vec<u8>; 2],
    /// The number.
    pub gid: u32,
    /// The names of its members.
    pub members: Vec<Vec<u8>>,
}

/// Who is looked for.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// The one with this number.
    Number(u32),
    /// The one with this name.
    Name(&'a CStr),
}

/// A copy of a text.
///
/// # Safety
/// It is null or ends with a zero.
unsafe fn text(pointer: *const c_char) -> Vec<u8> {
    if pointer.is_null() {
        return Vec::new();
    }
    // SAFETY: as above.
    unsafe { CStr::from_ptr(pointer) }.to_bytes().to_vec()
}

/// A copy of a user.
///
/// # Safety
/// Its texts end with zeros.
unsafe fn user(found: &libc::passwd) -> User {
    // SAFETY: as above.
    unsafe {
        User {
            texts: [
                text(found.pw_name),
                text(found.pw_passwd),
                text(found.pw_gecos),
                text(found.pw_dir),
                text(found.pw_shell),
            ],
            uid: found.pw_uid,
            gid: found.pw_gid,
        }
    }
}

/// A copy of a group.
///
/// # Safety
/// Its texts end with zeros, its members with a null pointer.
unsafe fn group(found: &libc::group) -> Group {
    let mut members = Vec::new();
    let mut member = found.gr_mem;
    // SAFETY: as above.
    unsafe {
        while !member.is_null() && !(*member).is_null() {
            members.push(text(*member));
            member = member.add(1);
        }
        Group {
            texts: [text(found.gr_name), text(found.gr_passwd)],
            gid: found.gr_gid,
            members,
        }
    }
}

/// Bytes for texts at first; more if they do not suffice.
const ROOM: usize = 1 << 10;
/// The most.
const MOST: usize = 1 << 24;

/// Asks with more and more room, until it suffices.
fn with_room(mut ask: impl FnMut(&mut [c_char]) -> c_int) -> Result<()> {
    let mut room = ROOM;
    loop {
        let mut buffer: Vec<c_char> = vec![0; room];
        match ask(&mut buffer) {
            0 => return Ok(()),
            libc::ERANGE if room < MOST => room *= 4,
            libc::EINTR => {}
            number => return Err(Errno::from_raw_os_error(number)),
        }
    }
}

/// A user, if there is one.
///
/// # Errors
/// What the system says.
pub fn find_user(key: Key<'_>) -> Result<Option<User>> {
    let mut copy = None;
    with_room(|buffer| {
        let (place, room) = (buffer.as_mut_ptr(), buffer.len());
        let mut found = null_mut();
        // SAFETY: a structure of numbers and pointers, all of which may be zero; then room for it and for
        // its texts, which is read before it is gone.
        unsafe {
            let mut entry: libc::passwd = std::mem::zeroed();
            let result = match key {
                Key::Number(uid) => libc::getpwuid_r(uid, &mut entry, place, room, &mut found),
                Key::Name(name) => {
                    libc::getpwnam_r(name.as_ptr(), &mut entry, place, room, &mut found)
                }
            };
            copy = found.as_ref().map(|found| user(found));
            result
        }
    })?;
    Ok(copy)
}

/// A group, if there is one.
///
/// # Errors
/// What the system says.
pub fn find_group(key: Key<'_>) -> Result<Option<Group>> {
    let mut copy = None;
    with_room(|buffer| {
        let (place, room) = (buffer.as_mut_ptr(), buffer.len());
        let mut found = null_mut();
        // SAFETY: as in `find_user`.
        unsafe {
            let mut entry: libc::group = std::mem::zeroed();
            let result = match key {
                Key::Number(gid) => libc::getgrgid_r(gid, &mut entry, place, room, &mut found),
                Key::Name(name) => {
                    libc::getgrnam_r(name.as_ptr(), &mut entry, place, room, &mut found)
                }
            };
            copy = found.as_ref().map(|found| group(found));
            result
        }
    })?;
    Ok(copy)
}

/// The walk through a database is one for the whole process.
static WALK: Mutex<()> = Mutex::new(());

/// All users.
pub fn all_users() -> Vec<User> {
    let _walk = WALK.lock();
    let mut users = Vec::new();
    // SAFETY: only this function and the next one walk, one at a time; entries are copied at once.
    unsafe {
        libc::setpwent();
        while let Some(found) = libc::getpwent().as_ref() {
            users.push(user(found));
        }
        libc::endpwent();
    }
    users
}

/// All groups.
pub fn all_groups() -> Vec<Group> {
    let _walk = WALK.lock();
    let mut groups = Vec::new();
    // SAFETY: as in `all_users`.
    unsafe {
        libc::setgrent();
        while let Some(found) = libc::getgrent().as_ref() {
            groups.push(group(found));
        }
        libc::endgrent();
    }
    groups
}
