//! Bound methods.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, layout};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static METHOD = TypeDef {
        name: "method",
        layout: Some(layout::METHOD),
        doc: "Create a bound instance method object.",
        ..TypeDef::NEW
    };
}

/// A bound method.
#[repr(C)]
#[derive(Debug)]
pub struct Method {
    header: Header,
    /// `__func__`.
    pub function: Fixed,
    /// `__self__`.
    pub receiver: Fixed,
}

// SAFETY: a header and values.
unsafe impl HeapType for Method {
    const LAYOUT: LayoutId = layout::METHOD;
}

/// `function` bound to `receiver`.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, function: Value, receiver: Value) -> R<&'static Method> {
    cx.create(&METHOD, |header| Method {
        header,
        function: Fixed::new(function),
        receiver: Fixed::new(receiver),
    })
}
