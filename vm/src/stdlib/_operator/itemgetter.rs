//! `itemgetter`: `obj[key]`, or a tuple of several such items, as a function of `obj`.

use super::{joined_reprs, only_argument};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::heap::layout;
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{self, class_of, repr_guard};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static ITEMGETTER = TypeDef {
        name: "itemgetter",
        module: "operator",
        layout: Some(layout::INSTANCE),
        reserved: 1,
        doc: "Return a callable object that fetches the given item(s) from its operand.\n\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
        ..TypeDef::NEW
    };
}

/// The slot with the keys: a tuple.
const KEYS: usize = 0;

#[native(ITEMGETTER, "__new__(cls, item, /, *items)", new, effect = writes)]
fn new(cx: &mut Cx, cls: &'static Type, item: Value, items: &[Value]) -> R {
    let keys = tuple::with(cx, 1 + items.len(), |index| match index {
        0 => item,
        _ => items[index - 1],
    })?;
    let getter = Instance::new(cx, cls)?;
    getter.set(cx, KEYS, keys.value())?;
    Ok(getter.value())
}

fn keys(cx: &mut Cx, this: &'static Instance) -> R<&'static [Value]> {
    let keys = this.get(cx, KEYS)?;
    Ok(keys.cast::<Tuple>().map_or(&[], Tuple::as_slice))
}

/// `object[key]`, quickly if it is an element of a list or tuple.
#[inline]
fn item(cx: &mut Cx, object: Value, key: Value) -> R {
    if let Some(index) = key
        .as_small_int()
        .and_then(|index| usize::try_from(index).ok())
    {
        if let Some(tuple) = object.cast::<Tuple>() {
            if let Some(item) = tuple.get(index) {
                return Ok(item);
            }
        } else if let Some(list) = object.cast::<List>()
            && let Some(item) = list::get(cx, list, index)?
        {
            return Ok(item);
        }
    }
    protocol::get_item(cx, object, key)
}

/// Call self as a function.
#[native(ITEMGETTER, "__call__(self, /, *args, **kwargs)", slot)]
fn call(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let object = only_argument(cx, "itemgetter", args, kwargs)?;
    let keys = keys(cx, this)?;
    if let [only] = keys {
        return item(cx, object, *only);
    }
    let items = tuple::with(cx, keys.len(), |_| Value::NONE)?;
    for (index, key) in keys.iter().enumerate() {
        let item = item(cx, object, *key)?;
        items.put(index, item);
    }
    Ok(items.value())
}

#[native(ITEMGETTER, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let keys = keys(cx, this)?;
    let text = repr_guard::guarded(cx, this.value(), |cx| joined_reprs(cx, keys))?;
    let text = text.unwrap_or_else(|| "...".to_owned());
    Ok(format!("operator.itemgetter({text})"))
}

/// Return state information for pickling
#[native(ITEMGETTER, "__reduce__(self, /)", effect = reads)]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let keys = this.get(cx, KEYS)?;
    cx.tuple(&[class_of(this.value()).value(), keys])
}

#[native(ITEMGETTER, "__text_signature__", getter, effect = pure)]
fn text_signature(_: &mut Cx, _this: &'static Instance) -> &'static str {
    "(obj, /)"
}
