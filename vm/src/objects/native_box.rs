//! A Rust value as a heap object: what native modules keep behind a pointer.
//!
//! What is inside must not change, or only in ways that no transaction can notice (a cache): mutable
//! state belongs into fields that are [`Slot`](crate::heap::Slot)s, or behind functions that are
//! declared irrevocable.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Slot, layout};
use crate::shape::ShapeId;
use crate::types::TypeDef;
use crate::value::Value;
use std::any::Any;
use stm_core::Word;
use tython_gc::Object;

builtin_type! {
    /// The class of boxes that no program sees.
    static HIDDEN = TypeDef {
        name: "native_box",
        module: "_native",
        layout: Some(layout::NATIVE_BOX),
        ..TypeDef::NEW
    };
}

/// What can be put into a box.
pub trait Native: Any + Send + Sync {
    /// Bytes that it owns, itself included.
    fn bytes(&self) -> usize {
        size_of_val(self)
    }
}

/// A boxed Rust value, with a few transactional fields beside it.
#[repr(C)]
#[derive(Debug)]
pub struct NativeBox {
    header: Header,
    /// The address of a `Box<dyn Native>` on the Rust heap; raw.
    content: Word,
    /// Values that the box keeps alive.
    pub keeps: Fixed,
    /// A mutable field.
    pub state: Slot,
}

// SAFETY: a header, a raw word, and values.
unsafe impl HeapType for NativeBox {
    const LAYOUT: LayoutId = layout::NATIVE_BOX;
}

/// A box of `content` as an instance of the class with this shape.
///
/// # Errors
/// MemoryError.
pub fn new(
    cx: &mut Cx,
    shape: ShapeId,
    content: Box<dyn Native>,
    keeps: Value,
    state: Value,
) -> R<&'static NativeBox> {
    cx.account(content.bytes())?;
    let content = Box::into_raw(Box::new(content)) as u64;
    cx.create_shaped(shape, 0, |header| NativeBox {
        header,
        content: Word::new(content),
        keeps: Fixed::new(keeps),
        state: Slot::new(state),
    })
}

/// A box of `content` that only native code sees.
///
/// # Errors
/// MemoryError.
pub fn hidden(cx: &mut Cx, content: Box<dyn Native>) -> R<&'static NativeBox> {
    new(cx, HIDDEN.shape(), content, Value::NONE, Value::NONE)
}

/// Whether the box is one that only native code sees.
pub(crate) fn is_hidden(object: Object) -> bool {
    object.meta().shape() == HIDDEN.shape()
}

impl NativeBox {
    /// The content, if it is a `T`.
    pub fn get<T: Native>(&'static self) -> Option<&'static T> {
        // SAFETY: `new` stored it; it lives as long as the object, which the caller holds.
        let content: &'static dyn Native =
            unsafe { &**(self.content.load() as *const Box<dyn Native>) };
        (content as &dyn Any).downcast_ref()
    }
}

fn content_of(object: Object) -> *mut Box<dyn Native> {
    // SAFETY: the first payload word.
    unsafe { object.word(0) }.load() as *mut Box<dyn Native>
}

/// Visits the two values.
///
/// # Safety
/// As `tython_gc::TraceFn`.
pub unsafe fn trace(object: Object, _from: usize, visit: &mut dyn FnMut(u64)) -> Option<usize> {
    for index in 1..3 {
        // SAFETY: the second and third payload word.
        visit(unsafe { object.word(index) }.load());
    }
    None
}

/// Frees the content.
///
/// # Safety
/// As `tython_gc::Layout::drop`.
pub unsafe fn drop_box(object: Object) {
    let content = content_of(object);
    if !content.is_null() {
        // SAFETY: `new` made it of a box, and the object has died.
        drop(unsafe { Box::from_raw(content) });
    }
}

/// Bytes outside of the heap.
///
/// # Safety
/// As `tython_gc::Layout::external_size`.
pub unsafe fn box_size(object: Object) -> usize {
    // SAFETY: null as long as the object is being made, then what `new` stored.
    unsafe { content_of(object).as_ref() }.map_or(0, |content| content.bytes())
}
