//! The C library's `malloc`: digits of large integers, buffers of bytes and the like come from it.
//!
//! By itself it returns memory to the system as soon as 128 KiB are free at its end, and maps blocks of
//! that size one by one. A loop over integers of a few thousand digits then spends two fifths of its time
//! in the kernel, which clears the same pages again and again.

/// Bytes at the end of `malloc`'s memory that are kept.
const KEPT: i32 = 16 << 20;

/// Bytes from which on a block is mapped by itself.
const MAPPED: i32 = 4 << 20;

/// Tells `malloc` to keep what it has just got. Before there are other threads.
pub fn tune() {
    #[cfg(target_env = "gnu")]
    // SAFETY: sets numbers that `malloc` looks at.
    unsafe {
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
        libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED);
    }
}
