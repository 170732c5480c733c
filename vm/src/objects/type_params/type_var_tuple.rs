//! `typing.TypeVarTuple`.

use super::common::{self, SLOTS, Variance};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::protocol::{attribute, get_item, iter};
use crate::stdlib::_typing::{call_typing, typing};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static TYPE_VAR_TUPLE = TypeDef {
        name: "TypeVarTuple",
        module: "typing",
        reserved: SLOTS,
        attributes: true,
        doc: "Type variable tuple. A specialized form of type variable that enables\nvariadic generics.\n\nThe preferred way to construct a type variable tuple is via the\ndedicated syntax for generic functions, classes, and type aliases,\nwhere a single '*' indicates a type variable tuple::\n\n    def move_first_element_to_last[T, *Ts](tup: tuple[T, *Ts]) -> tuple[*Ts, T]:\n        return (*tup[1:], tup[0])\n\nType variables tuples can have default values:\n\n    type AliasWithDefault[*Ts = (str, int)] = tuple[*Ts]\n\nFor compatibility with Python 3.11 and earlier, TypeVarTuple objects\ncan also be created as follows::\n\n    Ts = TypeVarTuple('Ts')  # Can be given any name\n    DefaultTs = TypeVarTuple('Ts', default=(str, int))\n\nJust as a TypeVar (type variable) is a placeholder for a single type,\na TypeVarTuple is a placeholder for an *arbitrary* number of types. For\nexample, if we define a generic class using a TypeVarTuple::\n\n    class C[*Ts]: ...\n\nThen we can parameterize that class with an arbitrary number of type\narguments::\n\n    C[int]       # Fine\n    C[int, str]  # Also fine\n    C[()]        # Even this is fine\n\nFor more details, see PEP 646.\n\nNote that only TypeVarTuples defined in the global scope can be\npickled.\n",
        ..TypeDef::NEW
    };
}

/// `[*Ts]`
///
/// # Errors
/// MemoryError.
pub fn type_var_tuple(cx: &mut Cx, name: Value) -> R {
    let parameter = common::plain(cx, TYPE_VAR_TUPLE.class(), name, Variance::INFERRED)?;
    Ok(parameter.value())
}

#[native(TYPE_VAR_TUPLE, "__new__(cls, name, *, default=typing.NoDefault)", new)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    name: Value,
    default: Option<Value>,
) -> R<&'static Instance> {
    common::called(cx, cls, name, Variance::INFERRED, default)
}

/// `typing.Unpack[value]`
///
/// # Errors
/// What importing `typing` raises.
pub(super) fn unpack(cx: &mut Cx, value: Value) -> R {
    let typing = typing(cx)?;
    let name = name!(cx, "Unpack")?;
    let unpack = attribute::get(cx, typing, name)?;
    get_item(cx, unpack, value)
}

/// The iterator of `*Ts`, which gives one item.
///
/// # Errors
/// As [`unpack`].
pub(super) fn unpacked_iter(cx: &mut Cx, value: Value) -> R {
    let unpacked = unpack(cx, value)?;
    let items = cx.tuple(&[unpacked])?;
    iter(cx, items)
}

#[native(TYPE_VAR_TUPLE, "__iter__(self, /)", slot)]
fn iterate(cx: &mut Cx, this: Value) -> R {
    unpacked_iter(cx, this)
}

#[native(TYPE_VAR_TUPLE, "__typing_subst__(self, arg, /)", effect = pure)]
fn subst(cx: &mut Cx, _this: Value, _arg: Value) -> R {
    Err(cx.type_error(format_args!(
        "Substitution of bare TypeVarTuple is not supported"
    )))
}

#[native(TYPE_VAR_TUPLE, "__typing_prepare_subst__(self, alias, args, /)")]
fn prepare_subst(cx: &mut Cx, this: Value, alias: Value, args: Value) -> R {
    call_typing(
        cx,
        "_typevartuple_prepare_subst",
        &[this, alias, args],
        None,
    )
}
