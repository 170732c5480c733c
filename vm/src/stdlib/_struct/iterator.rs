//! `iter_unpack`: `source` is a view of the buffer, `position` the offset, `more` the program.

use super::program::unboxed;
use super::{error, values};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::iterators::{self, Iterator};
use crate::objects::memoryview::MemoryView;
use crate::objects::native_box::NativeBox;
use crate::protocol::buffer;
use crate::types::TypeDef;
use crate::value::Value;

/// The name of the class.
pub(super) const NAME: &str = "unpack_iterator";

builtin_type! {
    /// The class.
    static UNPACK_ITERATOR = TypeDef {
        name: NAME,
        module: "_struct",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

crate::iterator_class!(UNPACK_ITERATOR);

/// An iterator over the structures in a buffer.
///
/// # Errors
/// `struct.error` if the buffer has not the size of several.
pub(super) fn new(cx: &mut Cx, program: &'static NativeBox, source: Value) -> R<&'static Iterator> {
    let view = buffer::view(cx, source, buffer::SIMPLE, "")?;
    let size = unboxed(program.value()).map_or(0, |program| program.size);
    if size == 0 {
        return Err(error(
            cx,
            format_args!("cannot iteratively unpack with a struct of length 0"),
        ));
    }
    if !view.geometry().bytes().is_multiple_of(size) {
        return Err(error(
            cx,
            format_args!("iterative unpacking requires a buffer of a multiple of {size} bytes"),
        ));
    }
    let (source, start) = (view.value(), Value::index(0));
    iterators::new(cx, &UNPACK_ITERATOR, step, source, start, program.value())
}

/// The view and the offset.
fn state(cx: &mut Cx, iterator: &'static Iterator) -> R<Option<(&'static MemoryView, usize)>> {
    let look = || (iterator.source.peek(), iterator.position.peek());
    let (source, position) = cx.view(iterator, look)?;
    let position = position.as_small_int().unwrap_or(0) as usize;
    Ok(source.cast::<MemoryView>().map(|view| (view, position)))
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let Some((view, at)) = state(cx, iterator)? else {
        return Ok(Value::UNBOUND);
    };
    let Some(program) = unboxed(cx.load(iterator, &iterator.more)?) else {
        return Ok(Value::UNBOUND);
    };
    let geometry = view.geometry();
    if at >= geometry.bytes() {
        return iterator.finish(cx);
    }
    let start = usize::try_from(geometry.offset).unwrap_or(0) + at;
    let content = view.memory(cx)?.part(cx, start, program.size)?;
    let next = Value::index(at + program.size);
    cx.store(iterator, &iterator.position, next)?;
    values::unpack(cx, program, &content)
}

#[native(UNPACK_ITERATOR, "__length_hint__(self, /)", effect = reads)]
fn length_hint(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
    let Some((view, at)) = state(cx, this)? else {
        return Ok(0);
    };
    let program = unboxed(cx.load(this, &this.more)?);
    let size = program.map_or(1, |program| program.size);
    Ok(view.geometry().bytes().saturating_sub(at) / size.max(1))
}
