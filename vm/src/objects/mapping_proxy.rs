//! `mappingproxy`: a read-only view of a mapping, such as a class's `__dict__`.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::list::List;
use crate::objects::str;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::operators::{Binary, binary};
use crate::protocol::{self, Compare, call, class_of, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static MAPPING_PROXY = TypeDef {
        name: "mappingproxy",
        reserved: 1,
        doc: "Read-only proxy of a mapping.",
        ..TypeDef::NEW
    };
}

/// The slot of the mapping.
const MAPPING: usize = 0;

/// A read-only view of a mapping.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, mapping: Value) -> R {
    let proxy = Instance::new(cx, MAPPING_PROXY.class())?;
    proxy.set(cx, MAPPING, mapping)?;
    Ok(proxy.value())
}

#[native(MAPPING_PROXY, "__new__(cls, mapping)", new, effect = writes)]
fn proxy_new(cx: &mut Cx, _cls: &'static Type, mapping: Value) -> R {
    let name = name!(cx, "__getitem__")?;
    let is_sequence = mapping.is::<List>() || mapping.is::<Tuple>();
    if is_sequence || class_of(mapping).lookup(cx, name)?.is_none() {
        let class = type_name(cx, mapping)?;
        return Err(cx.type_error(format_args!(
            "mappingproxy() argument must be a mapping, not {class}"
        )));
    }
    new(cx, mapping)
}

/// The mapping behind a proxy; anything else is itself.
fn behind(cx: &mut Cx, value: Value) -> R {
    match value.cast::<Instance>() {
        Some(proxy) if MAPPING_PROXY.is(class_of(value)) => proxy.get(cx, MAPPING),
        _ => Ok(value),
    }
}

#[native(MAPPING_PROXY, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    let mapping = this.get(cx, MAPPING)?;
    protocol::get_item(cx, mapping, key)
}

#[native(MAPPING_PROXY, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static Instance, key: Value) -> R<bool> {
    let mapping = this.get(cx, MAPPING)?;
    protocol::contains(cx, mapping, key)
}

#[native(MAPPING_PROXY, "__len__(self, /)", slot)]
fn len(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    let mapping = this.get(cx, MAPPING)?;
    protocol::len(cx, mapping)
}

#[native(MAPPING_PROXY, "__iter__(self, /)", slot)]
fn iter(cx: &mut Cx, this: &'static Instance) -> R {
    let mapping = this.get(cx, MAPPING)?;
    protocol::iter(cx, mapping)
}

#[native(MAPPING_PROXY, "__str__(self, /)", slot)]
fn text(cx: &mut Cx, this: &'static Instance) -> R {
    let mapping = this.get(cx, MAPPING)?;
    protocol::str(cx, mapping)
}

#[native(MAPPING_PROXY, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    let mapping = this.get(cx, MAPPING)?;
    let inner = protocol::repr(cx, mapping)?;
    let (open, close) = (cx.str("mappingproxy(")?, cx.str(")")?);
    str::concat(cx, &[open, inner, close])
}

#[native(MAPPING_PROXY, "__hash__(self, /)", slot)]
fn hash(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    let mapping = this.get(cx, MAPPING)?;
    protocol::hash(cx, mapping)
}

macro_rules! comparisons {
    ($($rust:ident $signature:literal $op:ident;)*) => {
        $(
            #[native(MAPPING_PROXY, $signature, slot)]
            fn $rust(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
                let mapping = this.get(cx, MAPPING)?;
                protocol::rich_compare(cx, mapping, value, Compare::$op)
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

#[native(MAPPING_PROXY, "__or__(self, value, /)", slot)]
fn or(cx: &mut Cx, this: Value, value: Value) -> R {
    let (left, right) = (behind(cx, this)?, behind(cx, value)?);
    binary(cx, Binary::Or, left, right)
}

#[native(MAPPING_PROXY, "__ror__(self, value, /)", slot)]
fn ror(cx: &mut Cx, this: Value, value: Value) -> R {
    let (left, right) = (behind(cx, value)?, behind(cx, this)?);
    binary(cx, Binary::Or, left, right)
}

#[native(MAPPING_PROXY, "__ior__(self, value, /)", slot)]
fn ior(cx: &mut Cx, this: Value, _value: Value) -> R {
    let class = type_name(cx, this)?;
    Err(cx.type_error(format_args!(
        "'|=' is not supported by {class}; use '|' instead"
    )))
}

/// Return the value for key if key is in the mapping, else default.
#[native(MAPPING_PROXY, "get(self, key, default=None, /)")]
fn get(cx: &mut Cx, this: &'static Instance, key: Value, default: Value) -> R {
    let (mapping, name) = (this.get(cx, MAPPING)?, name!(cx, "get")?);
    call::call_method(cx, mapping, name, &[key, default])
}

macro_rules! passed_on {
    ($($rust:ident $signature:literal $name:literal $doc:literal;)*) => {
        $(
            #[doc = $doc]
            #[native(MAPPING_PROXY, $signature)]
            fn $rust(cx: &mut Cx, this: &'static Instance) -> R {
                let (mapping, name) = (this.get(cx, MAPPING)?, name!(cx, $name)?);
                call::call_method(cx, mapping, name, &[])
            }
        )*
    };
}

passed_on! {
    keys "keys(self, /)" "keys" "a set-like object providing a view on the underlying mapping's keys";
    values "values(self, /)" "values" "an object providing a view on the underlying mapping's values";
    items "items(self, /)" "items" "a set-like object providing a view on the underlying mapping's items";
    copy "copy(self, /)" "copy" "a shallow copy of the underlying mapping";
    reversed "__reversed__(self, /)" "__reversed__" "Return a reverse iterator over the underlying mapping's keys.";
}
