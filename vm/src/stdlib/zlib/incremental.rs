//! `zlib._ZlibDecompressor`: a decompressor that keeps input for later itself. `gzip` uses it.

use super::decompressor::{run, start};
use super::state::{Output, boxed, copied};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::protocol::buffer::BytesLike;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static DECOMPRESSOR = TypeDef {
        name: "_ZlibDecompressor",
        module: "zlib",
        layout: Some(layout::INSTANCE),
        reserved: 6,
        doc: "Create a decompressor object for decompressing data incrementally.\n\n  wbits = 15\n  zdict\n     The predefined compression dictionary. This is a sequence of bytes\n     (such as a bytes object) containing subsequences that are expected\n     to occur frequently in the data that is to be compressed. Those\n     subsequences that are expected to be most common should come at the\n     end of the dictionary. This must be the same dictionary as used by the\n     compressor that produced the input data.\n\n",
        ..TypeDef::NEW
    };
}

/// The slot with the stream; None once it has ended.
const STATE: usize = 0;
/// The slot with the dictionary, as `bytes`, or None.
const DICTIONARY: usize = 1;
/// The slot with input for later, as `bytes`.
const INPUT: usize = 2;
/// The slot with what followed the end of the stream.
const UNUSED: usize = 3;
/// The slot with whether the end was reached.
const EOF: usize = 4;
/// The slot with whether there is no more output without input.
const NEEDS_INPUT: usize = 5;

#[native(DECOMPRESSOR, "__new__(cls, wbits=15, zdict=0)", new, opaque)]
fn new(cx: &mut Cx, cls: &'static Type, wbits: i32, zdict: Option<Value>) -> R<&'static Instance> {
    let (state, dictionary) = start(cx, wbits, zdict)?;
    let empty = bytes::new(cx, &[])?;
    let this = Instance::new(cx, cls)?;
    for (slot, value) in [
        (STATE, state),
        (DICTIONARY, dictionary),
        (INPUT, empty),
        (UNUSED, empty),
        (EOF, Value::bool(false)),
        (NEEDS_INPUT, Value::bool(true)),
    ] {
        this.set(cx, slot, value)?;
    }
    Ok(this)
}

/// Decompress *data*, returning uncompressed data as bytes.
///
/// If *max_length* is nonnegative, returns at most *max_length* bytes
/// of decompressed data.  If this limit is reached and further output
/// can be produced, *self.needs_input* will be set to ``False``.  In
/// this case, the next call to *decompress()* may provide *data* as b''
/// to obtain more of the output.
///
/// If all of the input data was decompressed and returned (either
/// because this was less than *max_length* bytes, or because
/// *max_length* was negative), *self.needs_input* will be set to True.
///
/// Attempting to decompress data after the end of stream is reached
/// raises an EOFError.  Any data found after the end of the stream is
/// ignored and saved in the unused_data attribute.
#[native(DECOMPRESSOR, "decompress(self, /, data, max_length=-1)")]
fn decompress(cx: &mut Cx, this: &'static Instance, data: BytesLike, max_length: isize) -> R {
    let state = this.get(cx, STATE)?;
    let Some(mut stream) = copied(cx, state)? else {
        return Err(cx.eof_error(format_args!("End of stream already reached")));
    };
    let kept = this.get(cx, INPUT)?.cast::<Bytes>();
    let kept = kept.map_or(&[][..], |kept| kept.as_slice());
    let joined;
    let input = match kept {
        [] => &data.0[..],
        kept => {
            joined = [kept, &data.0].concat();
            &joined
        }
    };
    let mut output = Output::new(16 << 10, usize::try_from(max_length).unwrap_or(usize::MAX));
    let dictionary = this.get(cx, DICTIONARY)?;
    let (taken, ended) = run(cx, &mut stream, dictionary, input, &mut output)?;
    let rest = bytes::new(cx, &input[taken..])?;
    let more = !ended && output.is_full();
    let (state, input, unused) = match ended {
        true => (Value::NONE, bytes::new(cx, &[])?, Some(rest)),
        false => (boxed(cx, stream)?, rest, None),
    };
    this.set(cx, STATE, state)?;
    this.set(cx, INPUT, input)?;
    if let Some(unused) = unused {
        this.set(cx, UNUSED, unused)?;
    }
    this.set(cx, EOF, Value::bool(ended))?;
    this.set(cx, NEEDS_INPUT, Value::bool(!ended && !more))?;
    bytes::new(cx, output.as_slice())
}

/// True if the end-of-stream marker has been reached.
#[native(DECOMPRESSOR, "eof", getter, effect = reads)]
fn eof(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, EOF)
}

/// Data found after the end of the compressed stream.
#[native(DECOMPRESSOR, "unused_data", getter, effect = reads)]
fn unused_data(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, UNUSED)
}

/// True if more input is needed before more decompressed data can be produced.
#[native(DECOMPRESSOR, "needs_input", getter, effect = reads)]
fn needs_input(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, NEEDS_INPUT)
}
