//! Streams in boxes, and running them.

use super::stream::Stream;
use super::{failure, library};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::objects::native_box::{self, Native, NativeBox};
use crate::value::Value;
use std::sync::{Mutex, PoisonError};

/// A stream that is only ever copied: for that, the library wants it for itself.
struct State {
    stream: Mutex<Stream>,
    bytes: usize,
}

impl Native for State {
    fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The stream in a box.
///
/// # Errors
/// MemoryError.
pub(super) fn boxed(cx: &mut Cx, stream: Stream) -> R {
    let state = Box::new(State {
        bytes: stream.bytes(),
        stream: Mutex::new(stream),
    });
    Ok(native_box::hidden(cx, state)?.value())
}

/// A copy of the stream in a box; `None` if there is no box, because the stream has ended.
///
/// # Errors
/// MemoryError.
pub(super) fn copied(cx: &mut Cx, state: Value) -> R<Option<Stream>> {
    let state = state.cast::<NativeBox>();
    let Some(state) = state.and_then(|state| state.get::<State>()) else {
        return Ok(None);
    };
    let mut stream = state.stream.lock().unwrap_or_else(PoisonError::into_inner);
    match stream.copy() {
        Ok(copy) => Ok(Some(copy)),
        Err(_) => Err(cx.memory_error()),
    }
}

/// Output that grows as it is needed, up to a limit.
pub(super) struct Output {
    bytes: Vec<u8>,
    filled: usize,
    limit: usize,
}

/// The least room that is given to the library.
const ROOM: usize = 16 << 10;

impl Output {
    /// Room for `first` bytes at first, and for `limit` at most.
    pub(super) fn new(first: usize, limit: usize) -> Output {
        Output {
            bytes: vec![0; first.max(1).min(limit).min(1 << 20)],
            filled: 0,
            limit,
        }
    }

    /// The room that is left: none if the limit is reached.
    pub(super) fn room(&mut self) -> &mut [u8] {
        if self.filled == self.bytes.len() && self.filled < self.limit {
            let more = self.filled.max(ROOM).min(self.limit - self.filled);
            self.bytes.resize(self.filled + more, 0);
        }
        &mut self.bytes[self.filled..]
    }

    /// Whether no more may be written.
    pub(super) fn is_full(&self) -> bool {
        self.filled == self.limit
    }

    pub(super) fn wrote(&mut self, count: usize) {
        self.filled += count;
    }

    /// What was written.
    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }
}

/// Compresses all of `input`, and flushes as `flush` says.
///
/// # Errors
/// `zlib.error`, for what went wrong while `doing`.
pub(super) fn compress(
    cx: &mut Cx,
    stream: &mut Stream,
    mut input: &[u8],
    flush: i32,
    doing: &str,
) -> R<(Output, i32)> {
    let mut output = Output::new(input.len() / 2 + 64, usize::MAX);
    loop {
        let room = output.room();
        let size = room.len();
        let step = stream.step(input, room, flush);
        output.wrote(step.written);
        input = &input[step.taken..];
        match step.code {
            library::Z_OK | library::Z_BUF_ERROR | library::Z_STREAM_END => {}
            code => return Err(failed(cx, stream, code, doing)),
        }
        let room_left = step.written < size;
        if step.code == library::Z_STREAM_END || room_left && input.is_empty() {
            return Ok((output, step.code));
        }
    }
}

/// Raises `zlib.error` with what the stream has to say.
#[cold]
pub(super) fn failed(cx: &mut Cx, stream: &Stream, code: i32, doing: &str) -> Exit {
    let message = stream.message();
    failure(cx, code, doing, message.as_deref())
}
