//! `zlib.compressobj`: a compressor that is fed bit by bit.

use super::state::{boxed, compress as run, copied};
use super::stream::{Options, Stream};
use super::{failure, library, refused};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::protocol::buffer::{self, BytesLike};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static COMPRESS = TypeDef {
        name: "Compress",
        module: "zlib",
        layout: Some(layout::INSTANCE),
        reserved: 3,
        ..TypeDef::NEW
    };
}

/// The slot with the stream; None once it has ended.
const STATE: usize = 0;
/// The slot with a list of inputs that have not been compressed yet.
const WAITING: usize = 1;
/// The slot with how many bytes they have.
const WAITING_BYTES: usize = 2;

/// So many bytes wait before they are compressed.
const PATIENCE: usize = 64 << 10;

/// Return a compressor object.
///
///   level
///     The compression level (an integer in the range 0-9 or -1; default is
///     currently equivalent to 6).  Higher compression levels are slower,
///     but produce smaller results.
///   method
///     The compression algorithm.  If given, this must be DEFLATED.
///   wbits
///     +9 to +15: The base-two logarithm of the window size.  Include a zlib
///         container.
///     -9 to -15: Generate a raw stream.
///     +25 to +31: Include a gzip container.
///   memLevel
///     Controls the amount of memory used for internal compression state.
///     Valid values range from 1 to 9.  Higher values result in higher memory
///     usage, faster compression, and smaller output.
///   strategy
///     Used to tune the compression algorithm.  Possible values are
///     Z_DEFAULT_STRATEGY, Z_FILTERED, and Z_HUFFMAN_ONLY.
///   zdict
///     The predefined compression dictionary - a sequence of bytes
///     containing subsequences that are likely to occur in the input data.
#[native(
    module = "zlib",
    "compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=0)",
    opaque
)]
#[allow(non_snake_case, reason = "the name of the parameter is Python's")]
fn compressobj(
    cx: &mut Cx,
    level: i32,
    method: i32,
    wbits: i32,
    memLevel: i32,
    strategy: i32,
    zdict: Option<Value>,
) -> R<&'static Instance> {
    let dictionary = match zdict.filter(|zdict| !zdict.is_none()) {
        Some(zdict) => Some(buffer::required(cx, zdict)?),
        None => None,
    };
    let options = Options {
        level,
        method,
        window_bits: wbits,
        memory_level: memLevel,
        strategy,
    };
    let mut stream = match Stream::compressor(&options) {
        Ok(stream) => stream,
        Err(code) => return Err(refused(cx, code)),
    };
    if let Some(dictionary) = dictionary {
        match stream.set_dictionary(&dictionary) {
            library::Z_OK => {}
            library::Z_STREAM_ERROR => {
                return Err(cx.value_error(format_args!("Invalid dictionary")));
            }
            _ => return Err(cx.value_error(format_args!("deflateSetDictionary()"))),
        }
    }
    let state = boxed(cx, stream)?;
    let waiting = list::new(cx)?;
    made(cx, state, waiting, Value::index(0))
}

fn made(cx: &mut Cx, state: Value, waiting: &'static List, count: Value) -> R<&'static Instance> {
    let this = Instance::new(cx, COMPRESS.class())?;
    this.set(cx, STATE, state)?;
    this.set(cx, WAITING, waiting.value())?;
    this.set(cx, WAITING_BYTES, count)?;
    Ok(this)
}

fn waiting(cx: &mut Cx, this: &'static Instance) -> R<(&'static List, usize)> {
    let count = this.get(cx, WAITING_BYTES)?.as_small_int().unwrap_or(0);
    match this.get(cx, WAITING)?.cast::<List>() {
        Some(list) => Ok((list, count as usize)),
        None => unreachable!("a compressor has a list"),
    }
}

/// Compresses what waits and `more`.
fn go_on(cx: &mut Cx, this: &'static Instance, more: &[u8], flush: i32, doing: &str) -> R {
    let state = this.get(cx, STATE)?;
    let Some(mut stream) = copied(cx, state)? else {
        return Err(failure(cx, library::Z_STREAM_ERROR, doing, None));
    };
    let (list, count) = waiting(cx, this)?;
    let mut input = Vec::with_capacity(count + more.len());
    for value in list::to_vec(cx, list)? {
        if let Some(bytes) = value.cast::<Bytes>() {
            input.extend_from_slice(bytes.as_slice());
        }
    }
    input.extend_from_slice(more);
    let (output, code) = run(cx, &mut stream, &input, flush, doing)?;
    let state = match code {
        library::Z_STREAM_END => Value::NONE,
        _ => boxed(cx, stream)?,
    };
    this.set(cx, STATE, state)?;
    if count > 0 {
        let empty = list::new(cx)?;
        this.set(cx, WAITING, empty.value())?;
        this.set(cx, WAITING_BYTES, Value::index(0))?;
    }
    bytes::new(cx, output.as_slice())
}

/// Returns a bytes object containing compressed data.
///
///   data
///     Binary data to be compressed.
///
/// After calling this function, some of the input data may still
/// be stored in internal buffers for later processing.
/// Call the flush() method to clear these buffers.
#[native(COMPRESS, "compress(self, data, /)")]
fn compress(cx: &mut Cx, this: &'static Instance, data: BytesLike) -> R {
    let doing = "while compressing data";
    let (list, count) = waiting(cx, this)?;
    let total = count + data.0.len();
    if total >= PATIENCE || this.get(cx, STATE)?.is_none() {
        return go_on(cx, this, &data.0, library::Z_NO_FLUSH, doing);
    }
    if !data.0.is_empty() {
        let data = bytes::new(cx, &data.0)?;
        list::append(cx, list, data)?;
        this.set(cx, WAITING_BYTES, Value::index(total))?;
    }
    bytes::new(cx, &[])
}

/// Return a bytes object containing any remaining compressed data.
///
///   mode
///     One of the constants Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH.
///     If mode == Z_FINISH, the compressor object can no longer be
///     used after calling the flush() method.  Otherwise, more data
///     can still be compressed.
#[native(COMPRESS, "flush(self, mode=4, /)")]
fn flush(cx: &mut Cx, this: &'static Instance, mode: i32) -> R {
    match mode {
        library::Z_NO_FLUSH => bytes::new(cx, &[]),
        _ => go_on(cx, this, &[], mode, "while flushing"),
    }
}

/// Return a copy of the compression object.
#[native(COMPRESS, "copy(self)")]
fn copy(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    let state = this.get(cx, STATE)?;
    if state.is_none() {
        return Err(cx.value_error(format_args!("Inconsistent stream state")));
    }
    let (list, _) = waiting(cx, this)?;
    let values = list::to_vec(cx, list)?;
    let list = list::from_slice(cx, &values)?;
    let count = this.get(cx, WAITING_BYTES)?;
    made(cx, state, list, count)
}

#[native(COMPRESS, "__copy__(self)")]
fn copy_protocol(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    copy(cx, this)
}

#[native(COMPRESS, "__deepcopy__(self, memo, /)")]
fn deepcopy(cx: &mut Cx, this: &'static Instance, _memo: Value) -> R<&'static Instance> {
    copy(cx, this)
}
