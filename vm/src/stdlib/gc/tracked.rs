//! Which objects CPython's collector would know of. This one's knows all, and a program is told what it
//! would be told there.

use crate::heap::{LayoutId, Meta, layout};
use crate::objects::object::OBJECT;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::{Flags, Type};
use crate::protocol::class_of;
use crate::value::Value;

/// Layouts of objects that refer to nothing that could refer back.
const ATOMS: [LayoutId; 8] = [
    layout::STR,
    layout::BYTES,
    layout::FLOAT,
    layout::COMPLEX,
    layout::BIG_INT,
    layout::BYTEARRAY,
    layout::RANGE,
    layout::CODE,
];

/// Tuples inside of each other that are looked into.
const DEPTH: u32 = 16;

/// Whether CPython's collector would track an object, once it has met it.
pub(super) fn is_tracked(value: Value) -> bool {
    is_tracked_within(value, DEPTH)
}

fn is_tracked_within(value: Value, depth: u32) -> bool {
    let Some(header) = value.header() else {
        return false;
    };
    if let Some(tuple) = value.cast::<Tuple>() {
        let mut items = tuple.as_slice().iter();
        return depth == 0 || items.any(|item| is_tracked_within(*item, depth - 1));
    }
    if let Some(class) = value.cast::<Type>() {
        return !class.flags().has(Flags::BUILTIN);
    }
    let number = Meta::from_bits(header.meta.load()).layout();
    let is_atom = ATOMS.iter().any(|layout| layout.get() == number);
    !is_atom && !OBJECT.is(class_of(value))
}
