//! `zlib`: the deflate format, by the library zlib-rs.
//!
//! The state of a stream ([`stream`]) lies in a box and never changes: what goes on with it makes a copy
//! first, so that a transaction that is rolled back still has the old one. The copies are the price: a
//! compressor therefore collects small inputs before it does anything with them.

mod checksum;
mod compressor;
mod decompressor;
mod incremental;
mod one_shot;
mod state;
mod stream;

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::native_module;
use crate::objects::exception::classes::EXCEPTION;
use crate::objects::exception::fields;
use crate::objects::module::Module;
use crate::stdlib::set;
use crate::types::TypeDef;
use libz_rs_sys as library;
use std::fmt::Arguments;

native_module!("zlib", fill);

builtin_type! {
    /// `zlib.error`
    static ERROR = TypeDef {
        name: "error",
        module: "zlib",
        base: Some(&EXCEPTION),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
}

/// The largest window, as a power of two.
const MAX_WBITS: i32 = 15;

/// The constants.
const NUMBERS: [(&str, i32); 20] = [
    ("MAX_WBITS", MAX_WBITS),
    ("DEFLATED", library::Z_DEFLATED),
    ("DEF_MEM_LEVEL", 8),
    ("DEF_BUF_SIZE", 16 * 1024),
    ("Z_BEST_SPEED", library::Z_BEST_SPEED),
    ("Z_BEST_COMPRESSION", library::Z_BEST_COMPRESSION),
    ("Z_DEFAULT_COMPRESSION", library::Z_DEFAULT_COMPRESSION),
    ("Z_NO_COMPRESSION", library::Z_NO_COMPRESSION),
    ("Z_DEFAULT_STRATEGY", library::Z_DEFAULT_STRATEGY),
    ("Z_FILTERED", library::Z_FILTERED),
    ("Z_HUFFMAN_ONLY", library::Z_HUFFMAN_ONLY),
    ("Z_RLE", library::Z_RLE),
    ("Z_FIXED", library::Z_FIXED),
    ("Z_NO_FLUSH", library::Z_NO_FLUSH),
    ("Z_PARTIAL_FLUSH", library::Z_PARTIAL_FLUSH),
    ("Z_SYNC_FLUSH", library::Z_SYNC_FLUSH),
    ("Z_FULL_FLUSH", library::Z_FULL_FLUSH),
    ("Z_FINISH", library::Z_FINISH),
    ("Z_BLOCK", library::Z_BLOCK),
    ("Z_TREES", library::Z_TREES),
];

/// The version of zlib whose behaviour the library has.
const VERSION: &str = "1.3.2";

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, number) in NUMBERS {
        let number = cx.int(number.into())?;
        set(cx, module, name, number)?;
    }
    for name in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
        let version = cx.str(VERSION)?;
        set(cx, module, name, version)?;
    }
    Ok(())
}

/// Raises `zlib.error` with a message.
#[cold]
fn error(cx: &mut Cx, message: Arguments<'_>) -> Exit {
    cx.raise_message(&ERROR, message)
}

/// Raises `zlib.error` for what a function of the library returned while `doing`. `said` is what it
/// has to say itself.
#[cold]
fn failure(cx: &mut Cx, code: i32, doing: &str, said: Option<&str>) -> Exit {
    if code == library::Z_MEM_ERROR {
        return cx.memory_error();
    }
    let usual = match code {
        library::Z_BUF_ERROR => Some("incomplete or truncated stream"),
        library::Z_STREAM_ERROR => Some("inconsistent stream state"),
        library::Z_DATA_ERROR => Some("invalid input data"),
        _ => None,
    };
    match said.or(usual) {
        Some(reason) => error(cx, format_args!("Error {code} {doing}: {reason}")),
        None => error(cx, format_args!("Error {code} {doing}")),
    }
}

/// Raises ValueError: a stream cannot be made with these parameters.
#[cold]
fn refused(cx: &mut Cx, code: i32) -> Exit {
    match code {
        library::Z_STREAM_ERROR => cx.value_error(format_args!("Invalid initialization option")),
        library::Z_MEM_ERROR => cx.memory_error(),
        code => failure(cx, code, "while creating compression object", None),
    }
}
