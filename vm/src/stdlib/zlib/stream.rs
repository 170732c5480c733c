//! A stream of the library: the one place where it is called.
//!
//! The library's interface is C's. A `z_stream` is made by an `Init` function, used by one thread at a
//! time, and ended once; input and output are given for the length of a call.

use library::z_stream;
use libz_rs_sys as library;
use std::ffi::{CStr, c_int};
use std::mem::MaybeUninit;
use std::ptr::{NonNull, null, null_mut};

/// Which way a stream goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Deflate,
    Inflate,
}

/// How a compressor works.
#[derive(Clone, Copy, Debug)]
pub(super) struct Options {
    pub(super) level: i32,
    pub(super) method: i32,
    pub(super) window_bits: i32,
    pub(super) memory_level: i32,
    pub(super) strategy: i32,
}

/// What a step of a stream did.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// What the library returned.
    pub(super) code: i32,
    /// Bytes of the input that were taken.
    pub(super) taken: usize,
    /// Bytes of the output that were written.
    pub(super) written: usize,
}

/// A stream.
pub(super) struct Stream {
    raw: Box<z_stream>,
    way: Way,
}

// SAFETY: all that the pointers in it lead to belongs to it; input and output are empty between calls.
unsafe impl Send for Stream {}

fn size() -> c_int {
    size_of::<z_stream>() as c_int
}

impl Stream {
    /// A compressor.
    ///
    /// # Errors
    /// The library's code.
    pub(super) fn compressor(options: &Options) -> Result<Stream, i32> {
        Stream::made(Way::Deflate, |raw| {
            // SAFETY: `raw` is as `Default` made it, and the version is the library's own.
            unsafe {
                library::deflateInit2_(
                    raw,
                    options.level,
                    options.method,
                    options.window_bits,
                    options.memory_level,
                    options.strategy,
                    library::zlibVersion(),
                    size(),
                )
            }
        })
    }

    /// A decompressor.
    ///
    /// # Errors
    /// The library's code.
    pub(super) fn decompressor(window_bits: i32) -> Result<Stream, i32> {
        Stream::made(Way::Inflate, |raw| {
            // SAFETY: as above.
            unsafe { library::inflateInit2_(raw, window_bits, library::zlibVersion(), size()) }
        })
    }

    fn made(way: Way, init: impl FnOnce(*mut z_stream) -> c_int) -> Result<Stream, i32> {
        let mut raw = Box::<z_stream>::default();
        match init(&raw mut *raw) {
            library::Z_OK => Ok(Stream { raw, way }),
            code => Err(code),
        }
    }

    /// A stream of its own in the same state.
    ///
    /// # Errors
    /// The library's code.
    pub(super) fn copy(&mut self) -> Result<Stream, i32> {
        let mut raw = Box::new(MaybeUninit::<z_stream>::zeroed());
        // The library refuses a stream that was never given any room.
        self.raw.next_out = NonNull::dangling().as_ptr();
        // SAFETY: this stream was initialised, and the other one is memory for one.
        let code = unsafe {
            match self.way {
                Way::Deflate => library::deflateCopy(raw.as_mut_ptr(), &raw mut *self.raw),
                Way::Inflate => library::inflateCopy(raw.as_mut_ptr(), &raw const *self.raw),
            }
        };
        self.raw.next_out = null_mut();
        if code != library::Z_OK {
            return Err(code);
        }
        // SAFETY: the library has filled it.
        let raw = unsafe { raw.assume_init() };
        Ok(Stream { raw, way: self.way })
    }

    /// Sets the dictionary. The code of the library.
    pub(super) fn set_dictionary(&mut self, dictionary: &[u8]) -> i32 {
        // The last bytes are the ones that count.
        let dictionary = match dictionary.len().checked_sub(u32::MAX as usize) {
            Some(more) => &dictionary[more..],
            None => dictionary,
        };
        let length = dictionary.len() as u32;
        // SAFETY: the stream was initialised, and the bytes are there for the length of the call.
        unsafe {
            match self.way {
                Way::Deflate => {
                    library::deflateSetDictionary(&raw mut *self.raw, dictionary.as_ptr(), length)
                }
                Way::Inflate => {
                    library::inflateSetDictionary(&raw mut *self.raw, dictionary.as_ptr(), length)
                }
            }
        }
    }

    /// Goes on with some input, and room for some output.
    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Step {
        let given = input.len().min(u32::MAX as usize);
        let room = output.len().min(u32::MAX as usize);
        self.raw.next_in = input.as_ptr();
        self.raw.avail_in = given as u32;
        self.raw.next_out = output.as_mut_ptr();
        self.raw.avail_out = room as u32;
        // SAFETY: the stream was initialised; input and output are there for the length of the call.
        let code = unsafe {
            match self.way {
                Way::Deflate => library::deflate(&raw mut *self.raw, flush),
                Way::Inflate => library::inflate(&raw mut *self.raw, flush),
            }
        };
        let step = Step {
            code,
            taken: given - self.raw.avail_in as usize,
            written: room - self.raw.avail_out as usize,
        };
        self.raw.next_in = null();
        self.raw.avail_in = 0;
        self.raw.next_out = null_mut();
        self.raw.avail_out = 0;
        step
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        match self.way {
            Way::Deflate => 300 << 10,
            Way::Inflate => 48 << 10,
        }
    }

    /// What the library has to say about the last failure.
    pub(super) fn message(&self) -> Option<String> {
        if self.raw.msg.is_null() {
            return None;
        }
        // SAFETY: a constant of the library.
        let message = unsafe { CStr::from_ptr(self.raw.msg) };
        Some(message.to_string_lossy().into_owned())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let raw = &raw mut *self.raw;
        // SAFETY: it was initialised, and is ended here alone. What the codes say is of no interest.
        unsafe {
            match self.way {
                Way::Deflate => library::deflateEnd(raw),
                Way::Inflate => library::inflateEnd(raw),
            }
        };
    }
}
