//! Asking for memory before it is needed.

/// Lets the memory at an address come nearer. Any address will do.
#[inline(always)]
pub(crate) fn fetch(address: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a hint, which never faults.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::without_provenance(address));
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

/// Bytes that come at once.
const LINE: usize = 64;

/// Lets the memory from one address to another come near enough, while other things are done.
#[inline]
pub(crate) fn fetch_ahead(from: usize, to: usize) {
    for address in (from..to).step_by(LINE) {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        unsafe {
            use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
            _mm_prefetch::<_MM_HINT_T1>(std::ptr::without_provenance(address));
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = address;
    }
}
