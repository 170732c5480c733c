//! The encodings that need no look-up in Python's registry.

use super::{
    Ascii, ByteOrder, CodecError, Handler, Latin1, Utf8, Utf16Decoder, Utf16Encoder, Utf32Decoder,
    Utf32Encoder, decode, encode,
};
use crate::{Text, TextBuf};

/// An encoding that `str.encode` and `bytes.decode` know by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// UTF-8.
    Utf8,
    /// UTF-16, of a byte order or with a mark.
    Utf16(Option<ByteOrder>),
    /// UTF-32, of a byte order or with a mark.
    Utf32(Option<ByteOrder>),
    /// Latin-1.
    Latin1,
    /// ASCII.
    Ascii,
}

impl Standard {
    /// The encoding of a name, as programs usually write it. Other names go to the registry.
    pub fn from_name(name: &str) -> Option<Standard> {
        let name = name.to_ascii_lowercase().replace('_', "-");
        Some(match &name[..] {
            "utf-8" | "utf8" => Standard::Utf8,
            "utf-16" | "utf16" => Standard::Utf16(None),
            "utf-16-le" | "utf-16le" => Standard::Utf16(Some(ByteOrder::Little)),
            "utf-16-be" | "utf-16be" => Standard::Utf16(Some(ByteOrder::Big)),
            "utf-32" | "utf32" => Standard::Utf32(None),
            "utf-32-le" | "utf-32le" => Standard::Utf32(Some(ByteOrder::Little)),
            "utf-32-be" | "utf-32be" => Standard::Utf32(Some(ByteOrder::Big)),
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" => Standard::Latin1,
            "ascii" | "us-ascii" => Standard::Ascii,
            _ => return None,
        })
    }

    /// Encodes with a built-in handler.
    pub fn encode(self, handler: Handler, text: Text<'_>) -> Result<Vec<u8>, CodecError> {
        match self {
            Standard::Utf8 => encode(&mut Utf8, handler, text),
            Standard::Utf16(order) => encode(&mut Utf16Encoder::new(order), handler, text),
            Standard::Utf32(order) => encode(&mut Utf32Encoder::new(order), handler, text),
            Standard::Latin1 => encode(&mut Latin1, handler, text),
            Standard::Ascii => encode(&mut Ascii, handler, text),
        }
    }

    /// Decodes all of `input` with a built-in handler.
    pub fn decode(self, handler: Handler, input: &[u8]) -> Result<TextBuf, CodecError> {
        let decoded = match self {
            Standard::Utf8 => decode(&mut Utf8, handler, input, true),
            Standard::Utf16(order) => decode(&mut Utf16Decoder::new(order), handler, input, true),
            Standard::Utf32(order) => decode(&mut Utf32Decoder::new(order), handler, input, true),
            Standard::Latin1 => decode(&mut Latin1, handler, input, true),
            Standard::Ascii => decode(&mut Ascii, handler, input, true),
        };
        decoded.map(|(text, _)| text)
    }
}
