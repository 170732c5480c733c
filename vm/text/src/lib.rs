//! Python's `str`, `bytes` and codecs as plain Rust data, without a heap and without values.
//!
//! A Python string is *compact*: one, two or four bytes a code point, by the largest one, so that
//! indexing takes constant time. A [`Text`] borrows one, whoever owns its memory; what an algorithm
//! makes is a [`TextBuf`]. Both are always of the narrowest kind that holds them, hence equal
//! strings are equal units. Algorithms are written once, over the trait [`CodeUnit`]; bytes are
//! the case of one byte.
//!
//! - [`mod@str`], [`bytes`]: what the methods of the two types do
//! - [`codecs`]: text to bytes and back, with resumable errors
//! - [`binascii`]: hexadecimal, base64, quoted-printable, uuencode, checksums
//! - [`mod@format`]: templates of `str.format` and of `%`
//! - [`unicodedata`]: the Unicode character database, version 16
//!
//! Lengths that a program controls are checked: what grows a string ends in a [`SizeError`]
//! instead of an abort.
//!
//! ```
//! use tython_text::{Text, TextBuf, str};
//!
//! let text = TextBuf::from("Straße");
//! assert_eq!(str::upper(text.as_text())?, TextBuf::from("STRASSE"));
//! assert_eq!(str::find(text.as_text(), Text::One(b"ra"), 0..6), Some(2));
//! # Ok::<(), tython_text::SizeError>(())
//! ```

pub mod binascii;
pub mod bounds;
mod buf;
mod builder;
pub mod bytes;
pub mod codecs;
pub mod format;
pub mod hash;
mod pieces;
mod search;
pub mod str;
mod text;
pub mod unicodedata;
mod unit;

pub use buf::{SizeError, TextBuf};
pub use builder::Builder;
pub use text::Text;
pub use unit::{CodeUnit, Kind};
