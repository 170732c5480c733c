//! Which of the three standard streams the process was started with.
//!
//! Rust's runtime opens `/dev/null` in the place of those that are missing, before `main`. So this is
//! looked up even earlier, by a function that the loader calls.

use std::sync::atomic::{AtomicU8, Ordering};

/// A bit for each descriptor that was not open.
static MISSING: AtomicU8 = AtomicU8::new(0);

extern "C" fn look() {
    for number in 0..3 {
        // SAFETY: asks for the flags of a descriptor, which need not be open.
        if unsafe { libc::fcntl(number, libc::F_GETFD) } == -1 {
            MISSING.fetch_or(1 << number, Ordering::Relaxed); // Relaxed: there are no threads yet.
        }
    }
}

// SAFETY: the section holds pointers to functions, which are called in turn before `main`; this one
// needs nothing that is not there yet.
#[used]
#[cfg_attr(
    any(target_os = "linux", target_os = "android"),
    unsafe(link_section = ".init_array")
)]
#[cfg_attr(
    target_vendor = "apple",
    unsafe(link_section = "__DATA,__mod_init_func")
)]
static LOOK: extern "C" fn() = look;

/// Whether the process was started without this one of the streams 0, 1, 2.
pub fn is_missing(number: usize) -> bool {
    // Relaxed: it was written before there were threads.
    number < 3 && MISSING.load(Ordering::Relaxed) & 1 << number != 0
}
