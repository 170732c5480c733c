//! Text to bytes and back.
//!
//! A codec stops at what it cannot do and says where and why: a [`Fault`]. Whoever runs it asks an
//! error handler, puts the handler's replacement into the output, and lets the codec go on from
//! where the handler says. So handlers written in Python need no callbacks from here. For the
//! built-in [`Handler`]s, [`encode`] and [`decode`] run that loop.
//!
//! Positions and reasons are CPython's, for programs read them from the exceptions.

mod bytes_escape;
mod charmap;
mod escape;
mod handler;
mod out;
mod single_byte;
mod standard;
mod utf16;
mod utf32;
mod utf7;
mod utf8;

pub use bytes_escape::{BadHex, EscapeError, escape_decode, escape_encode};
pub use charmap::{CharmapDecoder, CharmapEncoder, EncodingMap};
pub use escape::{
    InvalidEscape, RawUnicodeEscapeDecoder, UnicodeEscapeDecoder, raw_unicode_escape,
    unicode_escape,
};
pub use handler::{Handler, Refusal, Replacement};
pub use out::ByteBuilder;
pub use single_byte::{Ascii, Latin1};
pub use standard::Standard;
pub use utf7::{Utf7Decoder, utf7_encode};
pub use utf8::Utf8;
pub use utf16::{Utf16Decoder, Utf16Encoder};
pub use utf32::{Utf32Decoder, Utf32Encoder};

use crate::{Builder, SizeError, Text, TextBuf};

/// A part of the input that a codec cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What is wrong with it, in CPython's words.
    pub reason: &'static str,
}

/// The order of the bytes in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The least significant first.
    Little,
    /// The most significant first.
    Big,
}

impl ByteOrder {
    /// That of this machine.
    pub const NATIVE: ByteOrder = match cfg!(target_endian = "big") {
        true => ByteOrder::Big,
        false => ByteOrder::Little,
    };
}

/// Bytes to text.
pub trait Decoder {
    /// What a `UnicodeDecodeError` calls the encoding.
    fn encoding(&self) -> &'static str;

    /// Decodes `input` from `at` on, and says up to where it came.
    ///
    /// Unless this is the `last` of the input, it may come less far than the end: the caller
    /// keeps what is left, and gives it again with what follows.
    fn decode(
        &mut self,
        input: &[u8],
        at: usize,
        last: bool,
        out: &mut Builder,
    ) -> Result<usize, Fault>;
}

/// Text to bytes.
pub trait Encoder {
    /// What a `UnicodeEncodeError` calls the encoding.
    fn encoding(&self) -> &'static str;

    /// Encodes `text` from `at` to its end.
    fn encode(&mut self, text: Text<'_>, at: usize, out: &mut ByteBuilder) -> Result<(), Fault>;

    /// Appends what an error handler gave, or else says that it cannot be: then the error is raised
    /// after all.
    fn replace(&mut self, replacement: &Replacement, out: &mut ByteBuilder) -> bool;
}

/// Why text and bytes could not be made of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodecError {
    /// The handler refused to go on: the exception of this fault is to be raised.
    Fault(Fault),
    /// The handler is not one for this direction (`TypeError`).
    WrongHandler,
    /// There is no memory for the result.
    Size(SizeError),
}

impl From<SizeError> for CodecError {
    fn from(error: SizeError) -> Self {
        CodecError::Size(error)
    }
}

/// Decodes with a built-in handler, and says how far it came.
pub fn decode(
    decoder: &mut impl Decoder,
    handler: Handler,
    input: &[u8],
    last: bool,
) -> Result<(TextBuf, usize), CodecError> {
    let mut out = Builder::wide(crate::Kind::One, 0);
    let mut at = 0;
    let end = loop {
        match decoder.decode(input, at, last, &mut out) {
            Ok(end) => break end,
            Err(fault) => at = handler.decode(decoder.encoding(), input, fault, &mut out)?,
        }
    };
    Ok((out.finish()?, end))
}

/// Encodes with a built-in handler.
pub fn encode(
    encoder: &mut impl Encoder,
    handler: Handler,
    text: Text<'_>,
) -> Result<Vec<u8>, CodecError> {
    let mut out = ByteBuilder::new();
    let mut at = 0;
    while let Err(fault) = encoder.encode(text, at, &mut out) {
        let (replacement, next) = handler.encode(encoder.encoding(), text, fault)?;
        if !encoder.replace(&replacement, &mut out) {
            return Err(CodecError::Fault(fault));
        }
        at = next;
    }
    Ok(out.finish()?)
}

#[cfg(test)]
mod tests;
