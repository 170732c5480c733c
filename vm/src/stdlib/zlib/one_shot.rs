//! `compress` and `decompress` of whole data.

use super::state::{Output, compress as run, failed};
use super::stream::{Options, Stream};
use super::{error, failure, library};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::bytes;
use crate::protocol::buffer::BytesLike;

/// Returns a bytes object containing compressed data.
///
///   data
///     Binary data to be compressed.
///   level
///     Compression level, in 0-9 or -1.
///   wbits
///     The window buffer size and container format.
#[native(module = "zlib", "compress(data, /, level=-1, wbits=15)")]
fn compress(cx: &mut Cx, data: BytesLike, level: i32, wbits: i32) -> R {
    let options = Options {
        level,
        method: library::Z_DEFLATED,
        window_bits: wbits,
        memory_level: 8,
        strategy: library::Z_DEFAULT_STRATEGY,
    };
    let mut stream = match Stream::compressor(&options) {
        Ok(stream) => stream,
        Err(library::Z_STREAM_ERROR) => {
            return Err(error(cx, format_args!("Bad compression level")));
        }
        Err(code) => return Err(failure(cx, code, "while compressing data", None)),
    };
    let doing = "while compressing data";
    let (output, _) = run(cx, &mut stream, &data.0, library::Z_FINISH, doing)?;
    bytes::new(cx, output.as_slice())
}

/// Returns a bytes object containing the uncompressed data.
///
///   data
///     Compressed data.
///   wbits
///     The window buffer size and container format.
///   bufsize
///     The initial output buffer size.
#[native(module = "zlib", "decompress(data, /, wbits=15, bufsize=16384)")]
fn decompress(cx: &mut Cx, data: BytesLike, wbits: i32, bufsize: isize) -> R {
    let Ok(first) = usize::try_from(bufsize) else {
        return Err(cx.value_error(format_args!("bufsize must be non-negative")));
    };
    let doing = "while decompressing data";
    let mut stream = match Stream::decompressor(wbits) {
        Ok(stream) => stream,
        Err(code) => {
            return Err(failure(
                cx,
                code,
                "while preparing to decompress data",
                None,
            ));
        }
    };
    let mut output = Output::new(first, usize::MAX);
    let mut input = &data.0[..];
    loop {
        let room = output.room();
        let size = room.len();
        let step = stream.step(input, room, library::Z_NO_FLUSH);
        output.wrote(step.written);
        input = &input[step.taken..];
        match step.code {
            library::Z_STREAM_END => return bytes::new(cx, output.as_slice()),
            library::Z_OK | library::Z_BUF_ERROR => {}
            code => return Err(failed(cx, &stream, code, doing)),
        }
        if input.is_empty() && step.written < size {
            return Err(failed(cx, &stream, library::Z_BUF_ERROR, doing));
        }
    }
}
