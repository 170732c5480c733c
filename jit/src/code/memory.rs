//! Memory for code: pages that are written first and executable then, never both.
//!
//! Each trace has pages of its own, so that it can be given back by itself.

use memmap2::{Mmap, MmapMut};
use std::io;

/// Machine code in executable pages.
#[derive(Debug)]
pub struct Memory {
    pages: Mmap,
    len: usize,
}

impl Memory {
    /// Pages with that code.
    ///
    /// # Errors
    /// If the system has no memory, or does not allow it to be executed.
    pub fn new(code: &[u8]) -> io::Result<Memory> {
        let mut pages = MmapMut::map_anon(code.len().max(1))?;
        pages[..code.len()].copy_from_slice(code);
        Ok(Memory {
            pages: pages.make_exec()?,
            len: code.len(),
        })
    }

    /// Where the code begins.
    #[must_use]
    pub fn address(&self) -> usize {
        self.pages.as_ptr().expose_provenance()
    }

    /// The code.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.pages[..self.len]
    }
}
