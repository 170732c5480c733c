//! Memory from the operating system: one range of addresses is reserved at the start, and becomes
//! memory piece by piece.
//!
//! Reserved addresses cost nothing but numbers. In return an address tells by two subtractions and
//! shifts which block it lies in, and garbage is told from references by one comparison.

use std::ffi::c_int;
use std::fs;
use std::ptr;

/// A range of addresses, for as long as the process lives.
#[derive(Debug)]
pub(crate) struct Range {
    start: usize,
    bytes: usize,
}

impl Range {
    /// Reserves addresses at a multiple of `align`. Nothing can be accessed there yet.
    pub(crate) fn reserve(bytes: usize, align: usize) -> Option<Self> {
        let padded = bytes.checked_add(align)?;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: a new mapping where the system likes it.
        let start = unsafe { libc::mmap(ptr::null_mut(), padded, libc::PROT_NONE, flags, -1, 0) };
        (start != libc::MAP_FAILED).then(|| Range {
            start: (start as usize).next_multiple_of(align),
            bytes,
        })
    }

    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// Makes memory, all zero, of a part that was not memory before. False: the system has none left.
    pub(crate) fn commit(&self, offset: usize, bytes: usize) -> bool {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: inside this range, which `span` has checked; nothing lies there yet.
        unsafe { libc::mprotect(self.span(offset, bytes), bytes, access) == 0 }
    }

    /// Gives the memory of a part back; it is zero when it is next accessed. False: it kept its
    /// contents.
    pub(crate) fn discard(&self, offset: usize, bytes: usize) -> bool {
        // SAFETY: inside this range; the caller has nothing there any more.
        unsafe { libc::madvise(self.span(offset, bytes), bytes, libc::MADV_DONTNEED) == 0 }
    }

    fn span(&self, offset: usize, bytes: usize) -> *mut libc::c_void {
        assert!(offset <= self.bytes && bytes <= self.bytes - offset);
        ptr::with_exposed_provenance_mut(self.start + offset)
    }
}

/// Bytes of memory that this process may hope for: what the machine has, or what its control group
/// allows.
pub(crate) fn available() -> usize {
    let groups = [
        "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ];
    let allowed = groups
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok()?.trim().parse::<usize>().ok())
        .min();
    physical().min(allowed.unwrap_or(usize::MAX))
}

fn physical() -> usize {
    let ask = |name: c_int| {
        // SAFETY: a question without side effects.
        usize::try_from(unsafe { libc::sysconf(name) }).ok()
    };
    match (ask(libc::_SC_PHYS_PAGES), ask(libc::_SC_PAGESIZE)) {
        (Some(pages), Some(bytes)) => pages.saturating_mul(bytes),
        _ => usize::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_memory_is_zero_and_again_so_after_a_discard() {
        let range = Range::reserve(1 << 20, 1 << 16).expect("addresses");
        assert_eq!(range.start() % (1 << 16), 0);
        assert!(range.commit(1 << 16, 1 << 16));
        let word = (range.start() + (1 << 16)) as *mut u64;
        // SAFETY: committed above; one thread.
        unsafe {
            assert_eq!(word.read(), 0);
            word.write(7);
            assert!(range.discard(1 << 16, 1 << 16));
            assert_eq!(word.read(), 0);
        }
    }

    #[test]
    fn more_than_the_address_space_is_refused() {
        assert!(Range::reserve(1 << 60, 1 << 16).is_none());
        assert!(Range::reserve(usize::MAX, 1 << 16).is_none());
    }

    #[test]
    fn memory_is_known() {
        assert!((1 << 20..1 << 50).contains(&available()));
    }
}
