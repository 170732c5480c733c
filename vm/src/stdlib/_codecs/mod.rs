//! The module `_codecs`: the registry of codecs, and the codecs that are written in Rust.
//!
//! | file | what |
//! | --- | --- |
//! | `mod.rs` | the registry, which is `protocol::codec::registry` |
//! | `handlers.rs` | the builtin error handlers as functions |
//! | `encoders.rs`, `decoders.rs` | Unicode's encodings, ASCII, Latin-1 |
//! | `escapes.rs` | what looks like Python's source |
//! | `charmap.rs` | encodings by a mapping |

mod charmap;
mod decoders;
mod encoders;
mod escapes;
mod handlers;

use crate::cx::{Cx, R};
use crate::native::native;
use crate::native_module;
use crate::objects::str::Str;
use crate::protocol::codec::name_text;
use crate::protocol::codec::registry::{self, Direction};
use crate::value::Value;

native_module!("_codecs", |_, _| Ok(()));

/// Register a codec search function.
///
/// Search functions are expected to take one argument, the encoding name in
/// all lower case letters, and either return None, or a tuple of functions
/// (encoder, decoder, stream_reader, stream_writer) (or a CodecInfo object).
#[native(module = "_codecs", "register(search_function, /)")]
fn register(cx: &mut Cx, search_function: Value) -> R<()> {
    registry::register(cx, search_function)
}

/// Unregister a codec search function and clear the registry's cache.
///
/// If the search function is not registered, do nothing.
#[native(module = "_codecs", "unregister(search_function, /)")]
fn unregister(cx: &mut Cx, search_function: Value) -> R<()> {
    registry::unregister(cx, search_function)
}

/// Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.
#[native(module = "_codecs", "lookup(encoding, /)")]
fn lookup(cx: &mut Cx, encoding: &'static Str) -> R {
    let encoding = name_text(cx, encoding)?;
    registry::lookup(cx, &encoding)
}

/// The codec of an encoding, with its name.
fn named(cx: &mut Cx, encoding: Option<&'static Str>) -> R<(String, Value)> {
    let name = match encoding {
        Some(encoding) => name_text(cx, encoding)?,
        None => "utf-8".to_owned(),
    };
    let codec = registry::lookup(cx, &name)?;
    Ok((name, codec))
}

/// Encodes obj using the codec registered for encoding.
///
/// The default encoding is 'utf-8'.  errors may be given to set a
/// different error handling scheme.  Default is 'strict' meaning that encoding
/// errors raise a ValueError.  Other possible values are 'ignore', 'replace'
/// and 'backslashreplace' as well as any other name registered with
/// codecs.register_error that can handle ValueErrors.
#[native(module = "_codecs", "encode(obj, encoding='utf-8', errors='strict')")]
fn encode(
    cx: &mut Cx,
    obj: Value,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R {
    let (name, codec) = named(cx, encoding)?;
    registry::run(cx, Direction::Encode, (&name, codec), obj, errors)
}

/// Decodes obj using the codec registered for encoding.
///
/// Default encoding is 'utf-8'.  errors may be given to set a
/// different error handling scheme.  Default is 'strict' meaning that encoding
/// errors raise a ValueError.  Other possible values are 'ignore', 'replace'
/// and 'backslashreplace' as well as any other name registered with
/// codecs.register_error that can handle ValueErrors.
#[native(module = "_codecs", "decode(obj, encoding='utf-8', errors='strict')")]
fn decode(
    cx: &mut Cx,
    obj: Value,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R {
    let (name, codec) = named(cx, encoding)?;
    registry::run(cx, Direction::Decode, (&name, codec), obj, errors)
}

/// Register the specified error handler under the name errors.
///
/// handler must be a callable object, that
/// will be called with an exception instance containing
/// information about the location of the encoding/decoding
/// error and must return a (replacement, new position) tuple.
#[native(module = "_codecs", "register_error(errors, handler, /)")]
fn register_error(cx: &mut Cx, errors: &'static Str, handler: Value) -> R<()> {
    registry::register_error(cx, Value::from(errors), handler)
}

/// Un-register the specified error handler for the error handling `errors'.
///
/// Only custom error handlers can be un-registered. An exception is raised
/// if the error handling is a built-in one (e.g., 'strict'), or if an error
/// occurs.
///
/// Otherwise, this returns True if a custom handler has been successfully
/// un-registered, and False if no custom handler for the specified error
/// handling exists.
#[native(module = "_codecs", "_unregister_error(errors, /)")]
fn unregister_error(cx: &mut Cx, errors: &'static Str) -> R<bool> {
    let name = name_text(cx, errors)?;
    if registry::is_builtin_handler(&name) {
        return Err(cx.value_error(format_args!(
            "cannot un-register built-in error handler '{name}'"
        )));
    }
    registry::unregister_error(cx, Value::from(errors))
}

/// lookup_error(errors) -> handler
///
/// Return the error handler for the specified error handling name or raise a
/// LookupError, if no handler exists under this name.
#[native(module = "_codecs", "lookup_error(name, /)")]
fn lookup_error(cx: &mut Cx, name: &'static Str) -> R {
    registry::error_handler(cx, name)
}
