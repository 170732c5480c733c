//! Memory for code: pages that are written first and executable then, never both.
//!
//! Each trace has pages of its own, so that it can be given back by itself. Where in its pages it begins is another place each
//! time: if all began with their pages, they would share a few sets of the processor's caches, and turn each other out.

use memmap2::{Mmap, MmapMut};
use std::io;

/// Bytes of a page.
const PAGE: usize = 4096;

/// Bytes of a line of the caches.
const LINE: usize = 64;

/// Machine code in executable pages.
#[derive(Debug)]
pub struct Memory {
    pages: Mmap,
    first: usize,
    len: usize,
}

impl Memory {
    /// Pages with that code.
    ///
    /// # Errors
    /// If the system has no memory, or does not allow it to be executed.
    pub fn new(code: &[u8]) -> io::Result<Memory> {
        let size = code.len().max(1).next_multiple_of(PAGE);
        let first = place(code, size - code.len());
        let mut pages = MmapMut::map_anon(size)?;
        pages[first..first + code.len()].copy_from_slice(code);
        Ok(Memory {
            pages: pages.make_exec()?,
            first,
            len: code.len(),
        })
    }

    /// Where the code begins.
    #[must_use]
    pub fn address(&self) -> usize {
        self.pages.as_ptr().expose_provenance() + self.first
    }

    /// Bytes of memory that it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.pages.len()
    }

    /// The code.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.pages[self.first..self.first + self.len]
    }
}

/// Where to begin in pages that have so many bytes too many: for other code, elsewhere.
fn place(code: &[u8], room: usize) -> usize {
    let mix = |hash: usize, byte: &u8| (hash ^ usize::from(*byte)).wrapping_mul(0x0100_0193);
    let hash = code.iter().fold(0x811c_9dc5, mix);
    (hash >> 8) % (room / LINE + 1) * LINE
}
