//! `attrgetter`: `obj.a.b`, or a tuple of several such attributes, as a function of `obj`.

use super::{joined_reprs, only_argument};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{attribute, class_of, get_attr, repr_guard};
use crate::types::TypeDef;
use crate::value::Value;
use tython_text::Text;

builtin_type! {
    /// The class.
    pub(super) static ATTRGETTER = TypeDef {
        name: "attrgetter",
        module: "operator",
        layout: Some(layout::INSTANCE),
        reserved: 2,
        doc: "Return a callable object that fetches the given attribute(s) from its operand.\n\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
        ..TypeDef::NEW
    };
}

/// The slot with the names as they were given: a tuple of strings.
const NAMES: usize = 0;

/// The slot with what they say: a tuple; each item is an interned name, or a tuple of those.
const PATHS: usize = 1;

#[native(ATTRGETTER, "__new__(cls, attr, /, *attrs)", new, effect = writes)]
fn new(cx: &mut Cx, cls: &'static Type, attr: Value, attrs: &[Value]) -> R {
    let names = tuple::with(cx, 1 + attrs.len(), |index| match index {
        0 => attr,
        _ => attrs[index - 1],
    })?;
    let paths = tuple::with(cx, names.len(), |_| Value::NONE)?;
    for (index, name) in names.as_slice().iter().enumerate() {
        let path = path(cx, *name)?;
        paths.put(index, path);
    }
    let getter = Instance::new(cx, cls)?;
    getter.set(cx, NAMES, names.value())?;
    getter.set(cx, PATHS, paths.value())?;
    Ok(getter.value())
}

/// The names between the dots.
fn path(cx: &mut Cx, name: Value) -> R {
    let Some(string) = cx.payload::<Str>(name)? else {
        return Err(cx.type_error(format_args!("attribute name must be a string")));
    };
    let dots = dots(string.text());
    if dots.is_empty() {
        return Ok(attribute::intern(cx, string.value()));
    }
    let names = tuple::with(cx, dots.len() + 1, |_| Value::NONE)?;
    let mut start = 0;
    for (index, end) in dots.into_iter().chain([string.len()]).enumerate() {
        let part = str::part(cx, string, start..end)?;
        let part = attribute::intern(cx, part.value());
        names.put(index, part);
        start = end + 1;
    }
    Ok(names.value())
}

/// Where the dots are.
fn dots(text: Text<'_>) -> Vec<usize> {
    (0..text.len())
        .filter(|index| text.get(*index) == Some(u32::from(b'.')))
        .collect()
}

fn tuple_in(cx: &mut Cx, this: &'static Instance, slot: usize) -> R<&'static [Value]> {
    let values = this.get(cx, slot)?;
    Ok(values.cast::<Tuple>().map_or(&[], Tuple::as_slice))
}

fn follow(cx: &mut Cx, object: Value, path: Value) -> R {
    let Some(names) = path.cast::<Tuple>() else {
        return get_attr(cx, object, path);
    };
    let mut object = object;
    for name in names.as_slice() {
        object = get_attr(cx, object, *name)?;
    }
    Ok(object)
}

/// Call self as a function.
#[native(ATTRGETTER, "__call__(self, /, *args, **kwargs)", slot)]
fn call(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let object = only_argument(cx, "attrgetter", args, kwargs)?;
    let paths = tuple_in(cx, this, PATHS)?;
    if let [only] = paths {
        return follow(cx, object, *only);
    }
    let found = tuple::with(cx, paths.len(), |_| Value::NONE)?;
    for (index, path) in paths.iter().enumerate() {
        let value = follow(cx, object, *path)?;
        found.put(index, value);
    }
    Ok(found.value())
}

#[native(ATTRGETTER, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let names = tuple_in(cx, this, NAMES)?;
    let text = repr_guard::guarded(cx, this.value(), |cx| joined_reprs(cx, names))?;
    let text = text.unwrap_or_else(|| "...".to_owned());
    Ok(format!("operator.attrgetter({text})"))
}

/// Return state information for pickling
#[native(ATTRGETTER, "__reduce__(self, /)", effect = reads)]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let names = this.get(cx, NAMES)?;
    cx.tuple(&[class_of(this.value()).value(), names])
}

#[native(ATTRGETTER, "__text_signature__", getter, effect = pure)]
fn text_signature(_: &mut Cx, _this: &'static Instance) -> &'static str {
    "(obj, /)"
}
