//! Cells: variables that closures share.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Slot, layout};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static CELL = TypeDef { name: "cell", layout: Some(layout::CELL), ..TypeDef::NEW };
}

/// A cell.
#[repr(C)]
#[derive(Debug)]
pub struct Cell {
    header: Header,
    /// The variable's value, or unbound.
    pub content: Slot,
}

// SAFETY: a header and a value.
unsafe impl HeapType for Cell {
    const LAYOUT: LayoutId = layout::CELL;
}

/// A cell with this content.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, content: Value) -> R<&'static Cell> {
    cx.create(&CELL, |header| Cell {
        header,
        content: Slot::new(content),
    })
}
