//! `zlib.decompressobj`: a decompressor that is fed bit by bit.

use super::state::{Output, boxed, copied, failed};
use super::stream::Stream;
use super::{failure, library, refused};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::protocol::buffer::{self, BytesLike};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static DECOMPRESS = TypeDef {
        name: "Decompress",
        module: "zlib",
        layout: Some(layout::INSTANCE),
        reserved: 5,
        ..TypeDef::NEW
    };
}

/// The slot with the stream; None once it has ended.
const STATE: usize = 0;
/// The slot with the dictionary, as `bytes`, or None.
const DICTIONARY: usize = 1;
/// The slot with what followed the end of the stream.
const UNUSED: usize = 2;
/// The slot with what was left of the input when there was enough output.
const TAIL: usize = 3;
/// The slot with whether the end was reached.
const EOF: usize = 4;

const DOING: &str = "while decompressing data";

/// A stream for a new decompressor, and the dictionary as `bytes`. Only a raw stream takes the
/// dictionary at once; others ask for it.
///
/// # Errors
/// ValueError if there is no such stream.
pub(super) fn start(cx: &mut Cx, wbits: i32, zdict: Option<Value>) -> R<(Value, Value)> {
    let dictionary = match zdict {
        None => Value::NONE,
        Some(zdict) => match buffer::contents(cx, zdict)? {
            Some(content) if content.is_empty() => Value::NONE,
            Some(content) => bytes::new(cx, &content)?,
            None => {
                return Err(cx.type_error(format_args!(
                    "zdict argument must support the buffer protocol"
                )));
            }
        },
    };
    let mut stream = match Stream::decompressor(wbits) {
        Ok(stream) => stream,
        Err(code) => return Err(refused(cx, code)),
    };
    if wbits < 0 {
        give_dictionary(cx, &mut stream, dictionary)?;
    }
    Ok((boxed(cx, stream)?, dictionary))
}

/// Gives the dictionary to the stream; false if there is none.
fn give_dictionary(cx: &mut Cx, stream: &mut Stream, dictionary: Value) -> R<bool> {
    let Some(dictionary) = dictionary.cast::<Bytes>() else {
        return Ok(false);
    };
    match stream.set_dictionary(dictionary.as_slice()) {
        library::Z_OK => Ok(true),
        code => Err(failure(cx, code, "while setting zdict", None)),
    }
}

/// Decompresses until the input or the room is used up, or the stream ends. How much of the input
/// was taken, and whether the stream has ended.
///
/// # Errors
/// `zlib.error`
pub(super) fn run(
    cx: &mut Cx,
    stream: &mut Stream,
    dictionary: Value,
    input: &[u8],
    output: &mut Output,
) -> R<(usize, bool)> {
    let mut taken = 0;
    loop {
        let room = output.room();
        let size = room.len();
        let step = stream.step(&input[taken..], room, library::Z_SYNC_FLUSH);
        output.wrote(step.written);
        taken += step.taken;
        match step.code {
            library::Z_STREAM_END => return Ok((taken, true)),
            library::Z_OK | library::Z_BUF_ERROR => {}
            library::Z_NEED_DICT if give_dictionary(cx, stream, dictionary)? => continue,
            code => return Err(failed(cx, stream, code, DOING)),
        }
        if output.is_full() || taken == input.len() && step.written < size {
            return Ok((taken, false));
        }
    }
}

/// Return a decompressor object.
///
///   wbits
///     The window buffer size and container format.
///   zdict
///     The predefined compression dictionary.  This must be the same
///     dictionary as used by the compressor that produced the input data.
#[native(module = "zlib", "decompressobj(wbits=15, zdict=0)", opaque)]
fn decompressobj(cx: &mut Cx, wbits: i32, zdict: Option<Value>) -> R<&'static Instance> {
    let (state, dictionary) = start(cx, wbits, zdict)?;
    let empty = bytes::new(cx, &[])?;
    made(cx, [state, dictionary, empty, empty, Value::bool(false)])
}

fn made(cx: &mut Cx, slots: [Value; 5]) -> R<&'static Instance> {
    let this = Instance::new(cx, DECOMPRESS.class())?;
    for (slot, value) in slots.into_iter().enumerate() {
        this.set(cx, slot, value)?;
    }
    Ok(this)
}

/// Decompresses `input`, and keeps what is left of it. With `last`, the stream is given up if it has
/// ended.
fn go_on(cx: &mut Cx, this: &'static Instance, input: &[u8], mut output: Output, last: bool) -> R {
    let state = this.get(cx, STATE)?;
    let Some(mut stream) = copied(cx, state)? else {
        return Err(failure(cx, library::Z_STREAM_ERROR, DOING, None));
    };
    let dictionary = this.get(cx, DICTIONARY)?;
    let (taken, ended) = run(cx, &mut stream, dictionary, input, &mut output)?;
    let rest = &input[taken..];
    if ended {
        add_unused(cx, this, rest)?;
        this.set(cx, EOF, Value::bool(true))?;
    }
    let tail = bytes::new(cx, if ended { &[] } else { rest })?;
    this.set(cx, TAIL, tail)?;
    let state = match ended && last {
        true => Value::NONE,
        false => boxed(cx, stream)?,
    };
    this.set(cx, STATE, state)?;
    bytes::new(cx, output.as_slice())
}

fn add_unused(cx: &mut Cx, this: &'static Instance, rest: &[u8]) -> R<()> {
    let unused = this.get(cx, UNUSED)?.cast::<Bytes>();
    let unused = unused.map_or(&[][..], |unused| unused.as_slice());
    let unused = bytes::new(cx, &[unused, rest].concat())?;
    this.set(cx, UNUSED, unused)
}

/// Return a bytes object containing the decompressed version of the data.
///
///   data
///     The binary data to decompress.
///   max_length
///     The maximum allowable length of the decompressed data.
///     Unconsumed input data will be stored in
///     the unconsumed_tail attribute.
///
/// After calling this function, some of the input data may still be stored in
/// internal buffers for later processing.
/// Call the flush() method to clear these buffers.
#[native(DECOMPRESS, "decompress(self, data, /, max_length=0)")]
fn decompress(cx: &mut Cx, this: &'static Instance, data: BytesLike, max_length: isize) -> R {
    let Ok(limit) = usize::try_from(max_length) else {
        return Err(cx.value_error(format_args!("max_length must be non-negative")));
    };
    let limit = if limit == 0 { usize::MAX } else { limit };
    go_on(cx, this, &data.0, Output::new(16 << 10, limit), false)
}

/// Return a bytes object containing any remaining decompressed data.
///
///   length
///     the initial size of the output buffer.
#[native(DECOMPRESS, "flush(self, length=16384, /)")]
fn flush(cx: &mut Cx, this: &'static Instance, length: isize) -> R {
    let Some(length) = usize::try_from(length).ok().filter(|length| *length > 0) else {
        return Err(cx.value_error(format_args!("length must be greater than zero")));
    };
    if this.get(cx, STATE)?.is_none() {
        return bytes::new(cx, &[]);
    }
    let tail = this.get(cx, TAIL)?.cast::<Bytes>();
    let tail = tail.map_or(&[][..], |tail| tail.as_slice());
    go_on(cx, this, tail, Output::new(length, usize::MAX), true)
}

/// Return a copy of the decompression object.
#[native(DECOMPRESS, "copy(self)")]
fn copy(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    let mut slots = [Value::NONE; 5];
    for (slot, value) in slots.iter_mut().enumerate() {
        *value = this.get(cx, slot)?;
    }
    if slots[STATE].is_none() {
        return Err(cx.value_error(format_args!("Inconsistent stream state")));
    }
    made(cx, slots)
}

#[native(DECOMPRESS, "__copy__(self)")]
fn copy_protocol(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    copy(cx, this)
}

#[native(DECOMPRESS, "__deepcopy__(self, memo, /)")]
fn deepcopy(cx: &mut Cx, this: &'static Instance, _memo: Value) -> R<&'static Instance> {
    copy(cx, this)
}

#[native(DECOMPRESS, "unused_data", getter, effect = reads)]
fn unused_data(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, UNUSED)
}

#[native(DECOMPRESS, "unconsumed_tail", getter, effect = reads)]
fn unconsumed_tail(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, TAIL)
}

#[native(DECOMPRESS, "eof", getter, effect = reads)]
fn eof(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, EOF)
}
