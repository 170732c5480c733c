//! Values to bytes and back.

use super::error;
use super::program::{Content, Field, Program};
use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::{self, Bytes, construct::zeroed};
use crate::objects::complex;
use crate::objects::int::to_int;
use crate::protocol::packed::{Kind, Packed};
use crate::protocol::{attribute, buffer, class_of, number, truth};
use crate::value::Value;
use std::borrow::Cow;
use tython_text::codecs::ByteOrder;

/// The bytes of a structure that holds these values.
///
/// # Errors
/// `struct.error` if they do not fit, and what their methods raise.
pub(super) fn pack(cx: &mut Cx, program: &Program, values: &[Value]) -> R<Vec<u8>> {
    if values.len() != program.values {
        let (wanted, given) = (program.values, values.len());
        return Err(error(
            cx,
            format_args!("pack expected {wanted} items for packing (got {given})"),
        ));
    }
    let mut out = zeroed(cx, program.size)?;
    let mut values = values.iter();
    for field in &program.fields {
        match field.content {
            Content::Numbers(packed, count) => {
                for (index, value) in values.by_ref().take(count).enumerate() {
                    let at = field.offset + index * packed.size;
                    let place = &mut out[at..at + packed.size];
                    put_number(cx, program, field.code, packed, *value, place)?;
                }
            }
            Content::Bytes(length) | Content::Pascal(length) => {
                let value = values.next().copied().unwrap_or(Value::NONE);
                let content = byte_string(cx, field.code, value)?;
                let place = &mut out[field.offset..field.offset + length];
                put_bytes(*field, &content, place);
            }
        }
    }
    Ok(out)
}

fn byte_string(cx: &mut Cx, code: u8, value: Value) -> R<Cow<'static, [u8]>> {
    if cx.payload::<Bytes>(value)?.is_none() && cx.payload::<ByteArray>(value)?.is_none() {
        let code = char::from(code);
        return Err(error(
            cx,
            format_args!("argument for '{code}' must be a bytes object"),
        ));
    }
    buffer::required(cx, value)
}

fn put_bytes(field: Field, content: &[u8], place: &mut [u8]) {
    let place = match (field.content, place) {
        (Content::Pascal(_), [first, rest @ ..]) => {
            *first = content.len().min(rest.len()).min(255) as u8;
            rest
        }
        (_, place) => place,
    };
    for (place, byte) in place.iter_mut().zip(content) {
        *place = *byte;
    }
}

fn put_number(
    cx: &mut Cx,
    program: &Program,
    code: u8,
    packed: Packed,
    value: Value,
    place: &mut [u8],
) -> R<()> {
    let order = program.order;
    let number = match packed.kind {
        Kind::Bool => {
            place[0] = u8::from(truth(cx, value)?);
            return Ok(());
        }
        Kind::Char => {
            match cx.payload::<Bytes>(value)?.map(Bytes::as_slice) {
                Some([byte]) => place[0] = *byte,
                _ => {
                    return Err(error(
                        cx,
                        format_args!("char format requires a bytes object of length 1"),
                    ));
                }
            }
            return Ok(());
        }
        Kind::Complex => {
            let [real, imaginary] = complex_parts(cx, value)?;
            let half = Packed {
                kind: Kind::Float,
                size: packed.size / 2,
            };
            let (first, second) = place.split_at_mut(half.size);
            for (part, place) in [(real, first), (imaginary, second)] {
                let bytes = match half.float(part, order) {
                    Some(bytes) => bytes,
                    None if order == ByteOrder::NATIVE => half.rounded(part),
                    None => return Err(too_large_float(cx, 'f')),
                };
                place.copy_from_slice(&bytes[..half.size]);
            }
            return Ok(());
        }
        Kind::Float => {
            let float = float(cx, value)?;
            match packed.float(float, order) {
                Some(bytes) => Ok(bytes),
                None if number::exact_int(cx, value)?.is_some() => Err(too_large(cx)),
                None => Err(too_large_float(cx, char::from(code))),
            }
        }
        Kind::Signed | Kind::Unsigned => integer(cx, program, code, packed, value),
    }?;
    place.copy_from_slice(&number[..packed.size]);
    Ok(())
}

#[cold]
fn too_large(cx: &mut Cx) -> Exit {
    error(cx, format_args!("int too large to convert"))
}

#[cold]
fn too_large_float(cx: &mut Cx, code: char) -> Exit {
    cx.overflow_error(format_args!("float too large to pack with {code} format"))
}

fn integer(cx: &mut Cx, program: &Program, code: u8, packed: Packed, value: Value) -> R<[u8; 8]> {
    let name = name!(cx, "__index__")?;
    if number::exact_int(cx, value)?.is_none() && class_of(value).lookup(cx, name)?.is_none() {
        return Err(error(
            cx,
            format_args!("required argument is not an integer"),
        ));
    }
    let index = number::index(cx, value)?;
    let Some(number) = to_int(index) else {
        return Err(cx.system_error(format_args!("__index__ gave no int")));
    };
    if let Some(bytes) = packed.integer(number, program.order) {
        return Ok(bytes);
    }
    if code == b'P' {
        // A pointer may be given as a negative number.
        let signed = Packed {
            kind: Kind::Signed,
            ..packed
        };
        return match signed.integer(number, program.order) {
            Some(bytes) => Ok(bytes),
            None => Err(too_large(cx)),
        };
    }
    let (code, (least, most)) = (char::from(code), packed.limits());
    Err(error(
        cx,
        format_args!("'{code}' format requires {least} <= number <= {most}"),
    ))
}

/// The result of a conversion, with this module's words for whatever went wrong.
fn converted<T>(cx: &mut Cx, result: R<T>, wanted: &str) -> R<T> {
    match result {
        Err(Exit::Raise) => Err(error(
            cx,
            format_args!("required argument is not a {wanted}"),
        )),
        result => result,
    }
}

fn float(cx: &mut Cx, value: Value) -> R<f64> {
    let number = number::float(cx, value);
    converted(cx, number, "float")
}

fn complex_parts(cx: &mut Cx, value: Value) -> R<[f64; 2]> {
    if let Some(number) = cx.payload::<complex::ComplexObject>(value)? {
        let number = number.get();
        return Ok([number.re, number.im]);
    }
    let name = name!(cx, "__complex__")?;
    let result = attribute::call_special(cx, value, name, &[]);
    if let Some(result) = converted(cx, result, "complex")?
        && let Some(number) = cx.payload::<complex::ComplexObject>(result)?
    {
        let number = number.get();
        return Ok([number.re, number.im]);
    }
    let real = number::float(cx, value);
    Ok([converted(cx, real, "complex")?, 0.0])
}

/// The values of a structure, which has all its bytes.
///
/// # Errors
/// MemoryError.
pub(super) fn unpack(cx: &mut Cx, program: &Program, content: &[u8]) -> R {
    let mut values = Vec::new();
    if values.try_reserve_exact(program.values).is_err() {
        return Err(cx.memory_error());
    }
    for field in &program.fields {
        match field.content {
            Content::Numbers(packed, count) => {
                for index in 0..count {
                    let at = field.offset + index * packed.size;
                    let number = &content[at..at + packed.size];
                    values.push(packed.read(cx, number, program.order)?);
                }
            }
            Content::Bytes(length) | Content::Pascal(length) => {
                let all = &content[field.offset..field.offset + length];
                let part = match (field.content, all) {
                    (Content::Pascal(_), [first, rest @ ..]) => {
                        &rest[..rest.len().min(usize::from(*first))]
                    }
                    _ => all,
                };
                values.push(bytes::new(cx, part)?);
            }
        }
    }
    cx.tuple(&values)
}
