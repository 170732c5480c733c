//! `types.GenericAlias`: `list[int]`, a class with type arguments that nobody checks.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, layout};
use crate::objects::tuple::{self, Tuple};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static GENERIC_ALIAS = TypeDef {
        name: "GenericAlias",
        module: "types",
        layout: Some(layout::ALIAS),
        subclassable: true,
        doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
        ..TypeDef::NEW
    };
}

/// A generic alias.
#[repr(C)]
#[derive(Debug)]
pub struct GenericAlias {
    header: Header,
    /// `__origin__`
    pub origin: Fixed,
    /// `__args__`: a tuple.
    pub args: Fixed,
    /// Whether it stands for its arguments one by one: `*tuple[int, str]`.
    pub starred: Fixed,
}

// SAFETY: a header and values.
unsafe impl HeapType for GenericAlias {
    const LAYOUT: LayoutId = layout::ALIAS;
}

/// `origin[args]`, where several arguments come as a tuple.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, origin: Value, args: Value) -> R {
    let args = match args.cast::<Tuple>() {
        Some(args) => args,
        None => tuple::new(cx, &[args])?,
    };
    Ok(create(cx, origin, args, false)?.value())
}

fn create(
    cx: &mut Cx,
    origin: Value,
    args: &'static Tuple,
    starred: bool,
) -> R<&'static GenericAlias> {
    cx.create(&GENERIC_ALIAS, |header| GenericAlias {
        header,
        origin: Fixed::new(origin),
        args: Fixed::new(args.value()),
        starred: Fixed::new(Value::bool(starred)),
    })
}
