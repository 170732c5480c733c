//! Cells: variables that closures share.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Slot, layout};
use crate::native::native;
use crate::objects::type_object::Type;
use crate::protocol::compare::compare;
use crate::protocol::{Compare, id, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static CELL = TypeDef {
        name: "cell",
        layout: Some(layout::CELL),
        doc: "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and\n further attempts to access its cell_contents attribute will\n    raise a ValueError.",
        ..TypeDef::NEW
    };
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

#[native(CELL, "__new__(cls, contents=<unrepresentable>, /)", new, effect = pure)]
fn cell_new(cx: &mut Cx, _cls: &'static Type, contents: Option<Value>) -> R<&'static Cell> {
    new(cx, contents.unwrap_or(Value::UNBOUND))
}

#[native(CELL, "cell_contents", getter, effect = reads)]
fn contents(cx: &mut Cx, this: &'static Cell) -> R {
    match cx.load(this, &this.content)?.bound() {
        Some(content) => Ok(content),
        None => Err(cx.value_error(format_args!("Cell is empty"))),
    }
}

#[native(CELL, "cell_contents", setter, effect = writes)]
fn set_contents(cx: &mut Cx, this: &'static Cell, value: Value) -> R<()> {
    cx.store(this, &this.content, value)
}

#[native(CELL, "cell_contents", deleter, effect = writes)]
fn delete_contents(cx: &mut Cx, this: &'static Cell) -> R<()> {
    cx.store(this, &this.content, Value::UNBOUND)
}

#[native(CELL, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Cell) -> R<String> {
    let address = id(Value::from(this));
    match cx.load(this, &this.content)?.bound() {
        Some(content) => {
            let (class, content) = (type_name(cx, content)?, id(content));
            Ok(format!(
                "<cell at {address:#x}: {class} object at {content:#x}>"
            ))
        }
        None => Ok(format!("<cell at {address:#x}: empty>")),
    }
}

/// Empty cells come before all others.
fn order(cx: &mut Cx, this: &'static Cell, value: Value, op: Compare) -> R {
    let Some(other) = value.cast::<Cell>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let a = cx.load(this, &this.content)?.bound();
    let b = cx.load(other, &other.content)?.bound();
    Ok(Value::bool(match (a, b) {
        (Some(a), Some(b)) => compare(cx, a, b, op)?,
        _ => op.holds(a.is_some().cmp(&b.is_some())),
    }))
}

macro_rules! comparisons {
    ($($name:ident $signature:literal $op:ident;)*) => {
        $(
            #[native(CELL, $signature, slot)]
            fn $name(cx: &mut Cx, this: &'static Cell, value: Value) -> R {
                order(cx, this, value, Compare::$op)
            }
        )*
    };
}

comparisons! {
    lt "__lt__(self, value, /)" Lt;
    le "__le__(self, value, /)" Le;
    eq "__eq__(self, value, /)" Eq;
    ne "__ne__(self, value, /)" Ne;
    gt "__gt__(self, value, /)" Gt;
    ge "__ge__(self, value, /)" Ge;
}
