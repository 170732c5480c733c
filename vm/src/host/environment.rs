//! Changes of the process's environment. Nothing in Rust reads it while Python code runs, save what asks
//! for it through the standard library, which takes a lock of its own that the functions here take too.

use rustix::io::{Errno, Result};
use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;

/// Sets a variable.
///
/// # Errors
/// `EINVAL` of an impossible name.
pub fn set(name: &CStr, value: &CStr) -> Result<()> {
    check(name)?;
    let (name, value) = (
        OsStr::from_bytes(name.to_bytes()),
        OsStr::from_bytes(value.to_bytes()),
    );
    // SAFETY: as the head of this file says; C libraries that read the environment at the same time are
    // as unsafe as they are in any other process that changes it.
    unsafe { std::env::set_var(name, value) };
    Ok(())
}

/// Removes a variable.
///
/// # Errors
/// `EINVAL` of an impossible name.
pub fn remove(name: &CStr) -> Result<()> {
    check(name)?;
    // SAFETY: as in `set`.
    unsafe { std::env::remove_var(OsStr::from_bytes(name.to_bytes())) };
    Ok(())
}

fn check(name: &CStr) -> Result<()> {
    let name = name.to_bytes();
    match name.is_empty() || name.contains(&b'=') {
        true => Err(Errno::INVAL),
        false => Ok(()),
    }
}
