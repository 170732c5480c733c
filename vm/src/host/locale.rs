//! The locale of the process. It belongs to the C library, which knows of one only; so what changes it and
//! what reads a lot of it take turns.

use parking_lot::Mutex;
use rustix::io::{Errno, Result};
use std::cmp::Ordering;
use std::ffi::{CStr, c_char, c_int};
use std::ptr::null;

static TURN: Mutex<()> = Mutex::new(());

/// A copy of a text of the C library's.
///
/// # Safety
/// It is null or ends with a zero.
unsafe fn text(pointer: *const c_char) -> Vec<u8> {
    match pointer.is_null() {
        true => Vec::new(),
        // SAFETY: as above.
        false => unsafe { CStr::from_ptr(pointer) }.to_bytes().to_vec(),
    }
}

/// What the environment says of the locale of texts.
pub fn of_environment() -> Option<String> {
    let variables = ["LC_ALL", "LC_CTYPE", "LANG"];
    let locale = variables
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|locale| !locale.is_empty());
    locale.map(|locale| locale.to_string_lossy().into_owned())
}

/// Whether that is a locale without an encoding.
pub fn is_c() -> bool {
    matches!(of_environment().as_deref(), None | Some("C" | "POSIX"))
}

/// Changes a part of the locale, or asks for its name; `None` if there is no such locale.
pub fn set(category: c_int, locale: Option<&CStr>) -> Option<Vec<u8>> {
    let _turn = TURN.lock();
    // SAFETY: a text with its zero, or null; the result is copied at once.
    unsafe {
        let name = libc::setlocale(category, locale.map_or(null(), CStr::as_ptr));
        (!name.is_null()).then(|| text(name))
    }
}

/// How numbers and amounts of money are written.
#[derive(Debug)]
pub struct Conventions {
    /// Texts by name.
    pub texts: [(&'static str, Vec<u8>); 8],
    /// Sizes of groups of digits, by name.
    pub groupings: [(&'static str, Vec<u8>); 2],
    /// Numbers by name.
    pub numbers: [(&'static str, c_char); 8],
}

/// How numbers and amounts of money are written in the locale.
pub fn conventions() -> Conventions {
    let _turn = TURN.lock();
    // SAFETY: the structure stays as it is until the locale is changed; its texts are copied.
    unsafe {
        let found = &*libc::localeconv();
        Conventions {
            texts: [
                ("decimal_point", text(found.decimal_point)),
                ("thousands_sep", text(found.thousands_sep)),
                ("int_curr_symbol", text(found.int_curr_symbol)),
                ("currency_symbol", text(found.currency_symbol)),
                ("mon_decimal_point", text(found.mon_decimal_point)),
                ("mon_thousands_sep", text(found.mon_thousands_sep)),
                ("positive_sign", text(found.positive_sign)),
                ("negative_sign", text(found.negative_sign)),
            ],
            groupings: [
                ("grouping", text(found.grouping)),
                ("mon_grouping", text(found.mon_grouping)),
            ],
            numbers: [
                ("int_frac_digits", found.int_frac_digits),
                ("frac_digits", found.frac_digits),
                ("p_cs_precedes", found.p_cs_precedes),
                ("p_sep_by_space", found.p_sep_by_space),
                ("n_cs_precedes", found.n_cs_precedes),
                ("n_sep_by_space", found.n_sep_by_space),
                ("p_sign_posn", found.p_sign_posn),
                ("n_sign_posn", found.n_sign_posn),
            ],
        }
    }
}

/// A piece of what the locale says of itself.
pub fn information(item: c_int) -> Vec<u8> {
    let _turn = TURN.lock();
    // SAFETY: the text is copied at once.
    unsafe { text(libc::nl_langinfo(item)) }
}

/// The order of two texts.
pub fn compare(a: &CStr, b: &CStr) -> Ordering {
    // SAFETY: two texts with their zeros.
    unsafe { libc::strcoll(a.as_ptr(), b.as_ptr()) }.cmp(&0)
}

/// A text whose plain order is the locale's order of the original.
///
/// # Errors
/// `ENOMEM` if it would be too long.
pub fn transform(original: &CStr) -> Result<Vec<u8>> {
    // SAFETY: the first call asks for the length, the second one has room for that and a zero.
    unsafe {
        let length = libc::strxfrm(std::ptr::null_mut(), original.as_ptr(), 0);
        let mut made = Vec::new();
        made.try_reserve_exact(length.saturating_add(1))
            .map_err(|_| Errno::NOMEM)?;
        made.resize(length + 1, 0u8);
        libc::strxfrm(made.as_mut_ptr().cast(), original.as_ptr(), made.len());
        made.truncate(length);
        Ok(made)
    }
}
