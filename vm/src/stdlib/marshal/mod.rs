//! The module `marshal`: values as bytes, for `.pyc` files.
//!
//! The format is CPython's, so that its data can be read and it can read ours; only code objects are
//! our own ([`tython_compiler::code::serial`]), because so is what they contain.

mod read;
mod write;

use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::native_module;
use crate::objects::bytes;
use crate::objects::module::Module;
use crate::protocol::buffer::BytesLike;
use crate::protocol::call::call_method;
use crate::stdlib::set;
use crate::value::Value;

native_module!("marshal", fill);

/// The newest version of the format.
const VERSION: i32 = 5;

/// How deeply containers may nest.
const MAX_DEPTH: usize = 2000;

/// A bit of a type's byte: the value may be referred to later.
const FLAG_REF: u8 = 0x80;

/// What stands before a value. The letters are CPython's.
mod kind {
    pub(super) const NULL: u8 = b'0';
    pub(super) const NONE: u8 = b'N';
    pub(super) const FALSE: u8 = b'F';
    pub(super) const TRUE: u8 = b'T';
    pub(super) const STOP_ITERATION: u8 = b'S';
    pub(super) const ELLIPSIS: u8 = b'.';
    pub(super) const INT: u8 = b'i';
    pub(super) const INT_64: u8 = b'I';
    pub(super) const LONG: u8 = b'l';
    pub(super) const FLOAT: u8 = b'f';
    pub(super) const BINARY_FLOAT: u8 = b'g';
    pub(super) const COMPLEX: u8 = b'x';
    pub(super) const BINARY_COMPLEX: u8 = b'y';
    pub(super) const BYTES: u8 = b's';
    pub(super) const INTERNED: u8 = b't';
    pub(super) const UNICODE: u8 = b'u';
    pub(super) const ASCII: u8 = b'a';
    pub(super) const ASCII_INTERNED: u8 = b'A';
    pub(super) const SHORT_ASCII: u8 = b'z';
    pub(super) const SHORT_ASCII_INTERNED: u8 = b'Z';
    pub(super) const REFERENCE: u8 = b'r';
    pub(super) const TUPLE: u8 = b'(';
    pub(super) const SMALL_TUPLE: u8 = b')';
    pub(super) const LIST: u8 = b'[';
    pub(super) const DICT: u8 = b'{';
    pub(super) const SET: u8 = b'<';
    pub(super) const FROZEN_SET: u8 = b'>';
    pub(super) const SLICE: u8 = b':';
    pub(super) const CODE: u8 = b'c';
}

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    set(cx, module, "version", Value::index(VERSION as usize))
}

/// Return the bytes object that would be written to a file by dump(value, file).
///
///   value
///     Must be a supported type.
///   version
///     Indicates the data format that dumps should use.
///   allow_code
///     Allow to write code objects.
///
/// Raise a ValueError exception if value has (or contains an object that has) an
/// unsupported type.
#[native(module = "marshal", "dumps(value, version=5, /, *, allow_code=True)")]
fn dumps(cx: &mut Cx, value: Value, version: i32, allow_code: bool) -> R {
    let written = write::write(cx, value, version, allow_code)?;
    bytes::new(cx, &written)
}

/// Write the value on the open file.
///
///   value
///     Must be a supported type.
///   file
///     Must be a writeable binary file.
///   version
///     Indicates the data format that dump should use.
///   allow_code
///     Allow to write code objects.
///
/// If the value has (or contains an object that has) an unsupported type, a
/// ValueError exception is raised - but garbage data will also be written
/// to the file. The object will not be properly read back by load().
#[native(
    module = "marshal",
    "dump(value, file, version=5, /, *, allow_code=True)"
)]
fn dump(cx: &mut Cx, value: Value, file: Value, version: i32, allow_code: bool) -> R {
    let written = dumps(cx, value, version, allow_code)?;
    let name = name!(cx, "write")?;
    call_method(cx, file, name, &[written])
}

/// Convert the bytes-like object to a value.
///
///   allow_code
///     Allow to load code objects.
///
/// If no valid value is found, raise EOFError, ValueError or TypeError.  Extra
/// bytes in the input are ignored.
#[native(module = "marshal", "loads(bytes, /, *, allow_code=True)")]
fn loads(cx: &mut Cx, bytes: BytesLike, allow_code: bool) -> R {
    read::from_bytes(cx, bytes.0, allow_code)
}

/// Read one value from the open file and return it.
///
///   file
///     Must be readable binary file.
///   allow_code
///     Allow to load code objects.
///
/// If no valid value is read (e.g. because the data has a different Python
/// version's incompatible marshal format), raise EOFError, ValueError or
/// TypeError.
///
/// Note: If an object containing an unsupported type was marshalled with
/// dump(), load() will substitute None for the unmarshallable type.
#[native(module = "marshal", "load(file, /, *, allow_code=True)")]
fn load(cx: &mut Cx, file: Value, allow_code: bool) -> R {
    read::from_file(cx, file, allow_code)
}
