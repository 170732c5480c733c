//! The functions of the module, and what the methods of `Struct` share with them.

use super::program::{Program, compile, forget};
use super::{error, iterator, values};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::bytes;
use crate::objects::iterators::Iterator;
use crate::protocol::buffer::{BytesLike, Writable};
use crate::protocol::sequence::{Subscript, subscript};
use crate::protocol::{index, type_name};
use crate::value::Value;

/// Clear the internal cache.
#[native(module = "_struct", "_clearcache()", effect = pure)]
fn clearcache(_: &mut Cx) {
    forget();
}

/// Return size in bytes of the struct described by the format string.
#[native(module = "_struct", "calcsize(format, /)")]
fn calcsize(cx: &mut Cx, format: Value) -> R<usize> {
    Ok(compile(cx, format)?.size)
}

/// pack(format, v1, v2, ...) -> bytes
///
/// Return a bytes object containing the values v1, v2, ... packed according
/// to the format string.  See help(struct) for more on format strings.
#[native(module = "_struct", "pack(*args)", opaque)]
fn pack(cx: &mut Cx, args: &[Value]) -> R {
    let Some((format, values)) = args.split_first() else {
        return Err(cx.type_error(format_args!("missing format argument")));
    };
    let program = compile(cx, *format)?;
    let packed = values::pack(cx, &program, values)?;
    bytes::new(cx, &packed)
}

/// pack_into(format, buffer, offset, v1, v2, ...)
///
/// Pack the values v1, v2, ... according to the format string and write
/// the packed bytes into the writable buffer buf starting at offset.  Note
/// that the offset is a required argument.  See help(struct) for more
/// on format strings.
#[native(module = "_struct", "pack_into(*args)", opaque)]
fn pack_into(cx: &mut Cx, args: &[Value]) -> R<()> {
    let Some((format, rest)) = args.split_first() else {
        return Err(cx.type_error(format_args!("missing format argument")));
    };
    let program = compile(cx, *format)?;
    put_into(cx, &program, rest)
}

/// Packs the values after a buffer and an offset into that buffer.
///
/// # Errors
/// `struct.error`, TypeError if it cannot be written.
pub(super) fn put_into(cx: &mut Cx, program: &Program, args: &[Value]) -> R<()> {
    let (target, offset, values) = match args {
        [] => {
            return Err(error(
                cx,
                format_args!("pack_into expected buffer argument"),
            ));
        }
        [_] => {
            return Err(error(
                cx,
                format_args!("pack_into expected offset argument"),
            ));
        }
        [target, offset, values @ ..] => (*target, *offset, values),
    };
    if values.len() != program.values {
        let (wanted, given) = (program.values, values.len());
        return Err(error(
            cx,
            format_args!("pack_into expected {wanted} items for packing (got {given})"),
        ));
    }
    let Some(target) = Writable::of(cx, target)? else {
        let class = type_name(cx, target)?;
        return Err(cx.type_error(format_args!(
            "argument must be read-write bytes-like object, not {class}"
        )));
    };
    let offset = match subscript(cx, offset)? {
        Some(Subscript::Index(offset)) => offset,
        _ => index(cx, offset)?.as_small_int().unwrap_or(0) as isize,
    };
    let place = place(cx, program, (offset, target.length), "pack_into", "packing")?;
    let packed = values::pack(cx, program, values)?;
    target.write(cx, place, &packed).map(|_| ())
}

/// The place of an offset in a buffer of `length` bytes, where a structure has to fit in.
fn place(
    cx: &mut Cx,
    program: &Program,
    (offset, length): (isize, usize),
    function: &str,
    doing: &str,
) -> R<usize> {
    let size = program.size;
    let place = match usize::try_from(offset) {
        Ok(place) => place,
        Err(_) => {
            let back = offset.unsigned_abs();
            if back < size {
                let what = match doing {
                    "packing" => "no space to pack",
                    _ => "not enough data to unpack",
                };
                return Err(error(
                    cx,
                    format_args!("{what} {size} bytes at offset {offset}"),
                ));
            }
            match length.checked_sub(back) {
                Some(place) => place,
                None => {
                    return Err(error(
                        cx,
                        format_args!("offset {offset} out of range for {length}-byte buffer"),
                    ));
                }
            }
        }
    };
    if length.saturating_sub(place) < size || place > length {
        let least = size.saturating_add(place);
        return Err(error(
            cx,
            format_args!(
                "{function} requires a buffer of at least {least} bytes for {doing} {size} bytes at offset {place} (actual buffer size is {length})"
            ),
        ));
    }
    Ok(place)
}

/// The values of a buffer that is a structure.
///
/// # Errors
/// `struct.error` if it has another size.
pub(super) fn unpack_all(cx: &mut Cx, program: &Program, content: &[u8]) -> R {
    if content.len() != program.size {
        let size = program.size;
        return Err(error(
            cx,
            format_args!("unpack requires a buffer of {size} bytes"),
        ));
    }
    values::unpack(cx, program, content)
}

/// The values of the structure at an offset.
///
/// # Errors
/// `struct.error` if it is not all there.
pub(super) fn unpack_at(cx: &mut Cx, program: &Program, content: &[u8], offset: isize) -> R {
    let around = (offset, content.len());
    let place = place(cx, program, around, "unpack_from", "unpacking")?;
    values::unpack(cx, program, &content[place..place + program.size])
}

/// Return a tuple containing values unpacked according to the format string.
///
/// The buffer's size in bytes must be calcsize(format).
///
/// See help(struct) for more on format strings.
#[native(module = "_struct", "unpack(format, buffer, /)")]
fn unpack(cx: &mut Cx, format: Value, buffer: BytesLike) -> R {
    let program = compile(cx, format)?;
    unpack_all(cx, &program, &buffer.0)
}

/// Return a tuple containing values unpacked according to the format string.
///
/// The buffer's size, minus offset, must be at least calcsize(format).
///
/// See help(struct) for more on format strings.
#[native(module = "_struct", "unpack_from(format, /, buffer, offset=0)")]
fn unpack_from(cx: &mut Cx, format: Value, buffer: BytesLike, offset: isize) -> R {
    let program = compile(cx, format)?;
    unpack_at(cx, &program, &buffer.0, offset)
}

/// Return an iterator yielding tuples unpacked from the given bytes.
///
/// The bytes are unpacked according to the format string, like
/// a repeated invocation of unpack_from().
///
/// Requires that the bytes length be a multiple of the struct size.
#[native(module = "_struct", "iter_unpack(format, buffer, /)")]
fn iter_unpack(cx: &mut Cx, format: Value, buffer: Value) -> R<&'static Iterator> {
    let program = compile(cx, format)?;
    let program = super::object::boxed(cx, program)?;
    iterator::new(cx, program, buffer)
}
