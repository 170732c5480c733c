//! Bytes under construction.

use crate::SizeError;
use crate::buf::reserve;

/// Bytes under construction. Running out of memory is remembered, and [`ByteBuilder::finish`]
/// reports it.
#[derive(Debug, Default)]
pub struct ByteBuilder {
    bytes: Vec<u8>,
    failed: Option<SizeError>,
}

impl ByteBuilder {
    /// An empty one.
    pub fn new() -> ByteBuilder {
        ByteBuilder::default()
    }

    /// Whether nothing was appended yet.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Makes room for `more` bytes.
    pub fn reserve(&mut self, more: usize) {
        reserve(&mut self.bytes, more, &mut self.failed);
    }

    /// Appends bytes.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) {
        let room = self.bytes.capacity() - self.bytes.len();
        if bytes.len() <= room || reserve(&mut self.bytes, bytes.len(), &mut self.failed) {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Takes back the last byte, if it is `byte`.
    pub(crate) fn take_back(&mut self, byte: u8) -> bool {
        self.bytes.pop_if(|last| *last == byte).is_some()
    }

    /// The bytes.
    pub fn finish(self) -> Result<Vec<u8>, SizeError> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.bytes),
        }
    }
}
