//! `__buffer__` of the builtin classes whose bytes can be shown: what Python code calls. Native code goes
//! through `protocol::buffer`.

use super::base::{MEMORYVIEW, Memory, MemoryView, over};
use super::construct::release as release_view;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::bytearray::{BYTEARRAY, ByteArray};
use crate::objects::bytes::{BYTES, Bytes};
use crate::protocol::buffer;
use crate::value::Value;

/// Return a buffer object that exposes the underlying memory of the object.
#[native(BYTES, "__buffer__(self, flags, /)", slot)]
fn of_bytes(cx: &mut Cx, this: Value, flags: i32) -> R<&'static MemoryView> {
    match cx.payload::<Bytes>(this)? {
        Some(_) if flags & buffer::WRITABLE != 0 => {
            Err(cx.buffer_error(format_args!("Object is not writable.")))
        }
        Some(bytes) => over(cx, Memory::Bytes(bytes), this),
        None => Err(buffer::not_bytes_like(cx, this)?),
    }
}

/// Return a buffer object that exposes the underlying memory of the object.
#[native(BYTEARRAY, "__buffer__(self, flags, /)", slot)]
fn of_bytearray(cx: &mut Cx, this: Value, flags: i32) -> R<&'static MemoryView> {
    let _ = flags;
    match cx.payload::<ByteArray>(this)? {
        Some(array) => over(cx, Memory::ByteArray(array), this),
        None => Err(buffer::not_bytes_like(cx, this)?),
    }
}

/// Return a buffer object that exposes the underlying memory of the object.
#[native(MEMORYVIEW, "__buffer__(self, flags, /)", slot)]
fn of_memoryview(cx: &mut Cx, this: &'static MemoryView, flags: i32) -> R<&'static MemoryView> {
    buffer::view(cx, this.value(), flags, "")
}

fn released(cx: &mut Cx, this: Value, buffer: Value) -> R<()> {
    let Some(view) = buffer.cast::<MemoryView>() else {
        return Err(cx.type_error(format_args!("expected a memoryview object")));
    };
    if view.is_released(cx)? {
        return Err(cx.value_error(format_args!(
            "memoryview's buffer has already been released"
        )));
    }
    match view.owner.get() == this {
        true => release_view(cx, view),
        false => Err(cx.value_error(format_args!("memoryview's buffer is not this object"))),
    }
}

/// Release the buffer object that exposes the underlying memory of the object.
#[native(BYTEARRAY, "__release_buffer__(self, buffer, /)", slot)]
fn release_bytearray(cx: &mut Cx, this: Value, buffer: Value) -> R<()> {
    released(cx, this, buffer)
}

/// Release the buffer object that exposes the underlying memory of the object.
#[native(MEMORYVIEW, "__release_buffer__(self, buffer, /)", slot)]
fn release_memoryview(cx: &mut Cx, this: Value, buffer: Value) -> R<()> {
    released(cx, this, buffer)
}
