//! The class `Struct`: a format, parsed once.
//!
//! An instance has two slots, which `__init__` fills: the format as a string, and the program.

use super::functions::{put_into, unpack_all, unpack_at};
use super::iterator;
use super::program::{Program, compile, text, unboxed};
use super::values;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, layout, parts};
use crate::native::{Kwargs, native};
use crate::objects::bytes;
use crate::objects::instance::Instance;
use crate::objects::iterators::Iterator;
use crate::objects::native_box::{self, NativeBox};
use crate::objects::str::from_text;
use crate::objects::type_object::Type;
use crate::protocol::buffer::BytesLike;
use crate::protocol::{class_of, repr as repr_of};
use crate::types::TypeDef;
use crate::value::Value;
use std::sync::Arc;
use tython_text::Text;

builtin_type! {
    /// `struct.Struct`
    static STRUCT = TypeDef {
        name: "Struct",
        module: "_struct",
        reserved: 2,
        subclassable: true,
        weakrefs: true,
        doc: "Struct(fmt) --> compiled struct object",
        ..TypeDef::NEW
    };
    /// The class of boxed programs, which Python code never meets.
    static PROGRAM = TypeDef {
        name: "struct_program",
        layout: Some(layout::NATIVE_BOX),
        ..TypeDef::NEW
    };
}

/// The slot of the format.
const FORMAT: usize = 0;
/// The slot of the program.
const COMPILED: usize = 1;

/// A program as a heap object.
pub(super) fn boxed(cx: &mut Cx, program: Arc<Program>) -> R<&'static NativeBox> {
    let content = Box::new(program);
    native_box::new(cx, PROGRAM.shape(), content, Value::NONE, Value::NONE)
}

#[cold]
fn not_initialised(cx: &mut Cx) -> Exit {
    cx.runtime_error(format_args!("Struct object is not initialized"))
}

/// The program of an instance.
fn program(cx: &mut Cx, this: &'static Instance) -> R<&'static Arc<Program>> {
    match unboxed(this.get(cx, COMPILED)?) {
        Some(program) => Ok(program),
        None => Err(not_initialised(cx)),
    }
}

#[native(STRUCT, "__new__(cls, /, *args, **kwargs)", new, opaque)]
fn struct_new(
    cx: &mut Cx,
    cls: &'static Type,
    _args: &[Value],
    _kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    Instance::new(cx, cls)
}

#[native(STRUCT, "__init__(self, format)", slot, opaque)]
fn init(cx: &mut Cx, this: &'static Instance, format: Value) -> R<()> {
    let program = compile(cx, format)?;
    let program = boxed(cx, program)?;
    let format = text(cx, format)?;
    let format = from_text(cx, Text::One(&format))?;
    this.set(cx, FORMAT, format.value())?;
    this.set(cx, COMPILED, program.value())
}

/// struct format string
#[native(STRUCT, "format", getter, effect = reads)]
fn format(cx: &mut Cx, this: &'static Instance) -> R {
    program(cx, this)?;
    this.get(cx, FORMAT)
}

/// struct size in bytes
#[native(STRUCT, "size", getter, effect = reads)]
fn size(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    let program = unboxed(this.get(cx, COMPILED)?);
    Ok(program.map_or(-1, |program| program.size as i64))
}

#[native(STRUCT, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    program(cx, this)?;
    let class = class_of(this.value()).name_text(cx)?;
    let format = this.get(cx, FORMAT)?;
    let format = repr_of(cx, format)?;
    let (before, after) = (cx.str(&format!("{class}("))?, cx.str(")")?);
    crate::objects::str::concat(cx, &[before, format, after])
}

/// S.__sizeof__() -> size of S in memory, in bytes
#[native(STRUCT, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    program(cx, this)?;
    parts::size_of(cx, this.value())
}

/// S.pack(v1, v2, ...) -> bytes
///
/// Return a bytes object containing values v1, v2, ... packed according
/// to the format string S.format.  See help(struct) for more on format
/// strings.
#[native(STRUCT, "pack(self, /, *args)", opaque)]
fn pack(cx: &mut Cx, this: &'static Instance, args: &[Value]) -> R {
    let program = program(cx, this)?;
    let packed = values::pack(cx, program, args)?;
    bytes::new(cx, &packed)
}

/// S.pack_into(buffer, offset, v1, v2, ...)
///
/// Pack the values v1, v2, ... according to the format string S.format
/// and write the packed bytes into the writable buffer buf starting at
/// offset.  Note that the offset is a required argument.  See
/// help(struct) for more on format strings.
#[native(STRUCT, "pack_into(self, /, *args)", opaque)]
fn pack_into(cx: &mut Cx, this: &'static Instance, args: &[Value]) -> R<()> {
    let program = program(cx, this)?;
    put_into(cx, program, args)
}

/// Return a tuple containing unpacked values.
///
/// Unpack according to the format string Struct.format. The buffer's size
/// in bytes must be Struct.size.
///
/// See help(struct) for more on format strings.
#[native(STRUCT, "unpack(self, buffer, /)")]
fn unpack(cx: &mut Cx, this: &'static Instance, buffer: BytesLike) -> R {
    let program = program(cx, this)?;
    unpack_all(cx, program, &buffer.0)
}

/// Return a tuple containing unpacked values.
///
/// Values are unpacked according to the format string Struct.format.
///
/// The buffer's size in bytes, starting at position offset, must be
/// at least Struct.size.
///
/// See help(struct) for more on format strings.
#[native(STRUCT, "unpack_from(self, /, buffer, offset=0)")]
fn unpack_from(cx: &mut Cx, this: &'static Instance, buffer: BytesLike, offset: isize) -> R {
    let program = program(cx, this)?;
    unpack_at(cx, program, &buffer.0, offset)
}

/// Return an iterator yielding tuples.
///
/// Tuples are unpacked from the given bytes source, like a repeated
/// invocation of unpack_from().
///
/// Requires that the bytes length be a multiple of the struct size.
#[native(STRUCT, "iter_unpack(self, buffer, /)")]
fn iter_unpack(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R<&'static Iterator> {
    program(cx, this)?;
    match this.get(cx, COMPILED)?.cast::<NativeBox>() {
        Some(program) => iterator::new(cx, program, buffer),
        None => Err(not_initialised(cx)),
    }
}
