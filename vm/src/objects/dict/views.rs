//! `dict.keys()`, `dict.values()`, `dict.items()`.
//!
//! A view has no state but the dict that it looks at. Views of keys and items are sets, and their
//! operators take anything that can be iterated over.

use super::base::{self, DICT, Dict};
use super::text::{self, Display};
use super::{iter, walk};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Raw, layout};
use crate::native::native;
use crate::objects::iterators::Iterator;
use crate::objects::set::{self, Set};
use crate::objects::tuple::Tuple;
use crate::protocol::repr_guard::guarded;
use crate::protocol::{self, class_of};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

builtin_type! {
    /// The class of views of keys.
    pub static KEYS = TypeDef { name: "dict_keys", layout: Some(layout::VIEW), ..TypeDef::NEW };
    /// The class of views of values.
    pub static VALUES = TypeDef { name: "dict_values", layout: Some(layout::VIEW), ..TypeDef::NEW };
    /// The class of views of items.
    pub static ITEMS = TypeDef { name: "dict_items", layout: Some(layout::VIEW), ..TypeDef::NEW };
}

/// A view.
#[repr(C)]
#[derive(Debug)]
pub struct View {
    header: Header,
    /// The dict.
    subject: Fixed,
    /// Objects are multiples of 16 bytes.
    unused: Raw,
}

// SAFETY: a header, a value and a raw word.
unsafe impl HeapType for View {
    const LAYOUT: LayoutId = layout::VIEW;
}

fn new(cx: &mut Cx, class: &TypeCell, dict: Value) -> R<&'static View> {
    cx.create(class, |header| View {
        header,
        subject: Fixed::new(dict),
        unused: Raw::new(0),
    })
}

/// Return a set-like object providing a view on the dict's keys.
#[native(DICT, "keys(self, /)", effect = pure)]
fn keys(cx: &mut Cx, this: Value) -> R<&'static View> {
    new(cx, &KEYS, this)
}

/// Return an object providing a view on the dict's values.
#[native(DICT, "values(self, /)", effect = pure)]
fn values(cx: &mut Cx, this: Value) -> R<&'static View> {
    new(cx, &VALUES, this)
}

/// Return a set-like object providing a view on the dict's items.
#[native(DICT, "items(self, /)", effect = pure)]
fn items(cx: &mut Cx, this: Value) -> R<&'static View> {
    new(cx, &ITEMS, this)
}

impl View {
    /// An iterator; `None` of a view of another class, which has an `__iter__` of its own.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(crate) fn iter(&'static self, cx: &mut Cx) -> R<Option<&'static Iterator>> {
        let class = class_of(self.value());
        let iterate = if ITEMS.is(class) {
            iter::items
        } else if KEYS.is(class) {
            iter::keys
        } else if VALUES.is(class) {
            iter::values
        } else {
            return Ok(None);
        };
        let dict = self.dict(cx)?;
        iterate(cx, dict).map(Some)
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn len(&'static self, cx: &mut Cx) -> R<usize> {
        let dict = self.dict(cx)?;
        walk::len(cx, dict)
    }

    fn dict(&'static self, cx: &mut Cx) -> R<&'static Dict> {
        match cx.payload::<Dict>(self.subject.get())? {
            Some(dict) => Ok(dict),
            None => Err(cx.system_error(format_args!("a view of no dict"))),
        }
    }

    /// `element in self`; of values there is no such question.
    fn contains(&'static self, cx: &mut Cx, element: Value) -> R<bool> {
        let dict = self.dict(cx)?;
        if KEYS.is(class_of(self.value())) {
            return base::contains(cx, dict, element);
        }
        let Some(pair) = cx.payload::<Tuple>(element)? else {
            return Ok(false);
        };
        match pair.as_slice() {
            [key, value] => match base::get(cx, dict, *key)? {
                Some(found) => protocol::equal(cx, found, *value),
                None => Ok(false),
            },
            _ => Ok(false),
        }
    }
}

/// A view of keys or items.
pub(super) fn as_set_view(value: Value) -> Option<&'static View> {
    let class = class_of(value);
    let is_one = KEYS.is(class) || ITEMS.is(class);
    value.cast::<View>().filter(|_| is_one)
}

/// dictionary that this view refers to
#[native(KEYS, "mapping", getter)]
#[native(VALUES, "mapping", getter)]
#[native(ITEMS, "mapping", getter)]
fn mapping(cx: &mut Cx, this: &'static View) -> R {
    crate::objects::mapping_proxy::new(cx, this.subject.get())
}

/// Return len(self).
#[native(KEYS, "__len__(self, /)", slot, effect = reads)]
#[native(VALUES, "__len__(self, /)", slot, effect = reads)]
#[native(ITEMS, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static View) -> R<usize> {
    this.len(cx)
}

macro_rules! iteration {
    ($($class:ident $doc:literal $forward:ident $backward:ident;)*) => {
        $(
            /// Implement iter(self).
            #[native($class, "__iter__(self, /)", slot, effect = reads)]
            fn $forward(cx: &mut Cx, this: &'static View) -> R<&'static Iterator> {
                let dict = this.dict(cx)?;
                iter::$forward(cx, dict)
            }

            #[doc = $doc]
            #[native($class, "__reversed__(self, /)", effect = reads)]
            fn $backward(cx: &mut Cx, this: &'static View) -> R<&'static Iterator> {
                let dict = this.dict(cx)?;
                iter::$backward(cx, dict)
            }
        )*
    };
}

mod iteration {
    use super::{ITEMS, Iterator, KEYS, VALUES, View, iter};
    use crate::cx::{Cx, R};
    use crate::native::native;

    iteration! {
        KEYS "Return a reverse iterator over the dict keys." keys keys_backward;
        VALUES "Return a reverse iterator over the dict values." values values_backward;
        ITEMS "Return a reverse iterator over the dict items." items items_backward;
    }
}

/// Return bool(key in self).
#[native(KEYS, "__contains__(self, key, /)", slot)]
#[native(ITEMS, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static View, key: Value) -> R<bool> {
    this.contains(cx, key)
}

/// Return repr(self).
#[native(KEYS, "__repr__(self, /)", slot)]
#[native(VALUES, "__repr__(self, /)", slot)]
#[native(ITEMS, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static View) -> R {
    let class = class_of(this.value());
    let dict = this.dict(cx)?;
    let (name, part): (_, text::Part) = if KEYS.is(class) {
        ("dict_keys([", text::key)
    } else if VALUES.is(class) {
        ("dict_values([", text::value)
    } else {
        ("dict_items([", text::tuple)
    };
    let text = guarded(cx, this.value(), |cx| {
        let mut display = Display::new(name);
        display.entries(cx, dict, part)?;
        display.finish(cx, "])")
    })?;
    match text {
        Some(text) => Ok(text),
        None => cx.str("..."),
    }
}

/// Return True if the view and the given iterable have a null intersection.
#[native(KEYS, "isdisjoint(self, object, /)")]
#[native(ITEMS, "isdisjoint(self, object, /)")]
fn isdisjoint(cx: &mut Cx, this: &'static View, object: Value) -> R<bool> {
    if this.value() == object {
        return Ok(len(cx, this)? == 0);
    }
    let (asked, elements) = smaller_second(cx, this.value(), object)?;
    let elements = protocol::iter(cx, elements)?;
    while let Some(element) = protocol::next(cx, elements)? {
        if protocol::contains(cx, asked, element)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Both, the one with fewer elements second, if the other is a set or a view.
fn smaller_second(cx: &mut Cx, this: Value, other: Value) -> R<(Value, Value)> {
    let is_set = as_set_view(other).is_some() || cx.payload::<Set>(other)?.is_some();
    if is_set && protocol::len(cx, other)? > protocol::len(cx, this)? {
        return Ok((other, this));
    }
    Ok((this, other))
}

/// `left & right`, one of which is a view.
fn intersection(cx: &mut Cx, left: Value, right: Value) -> R<&'static Set> {
    let (view, other) = match as_set_view(left) {
        Some(_) => (left, right),
        None => (right, left),
    };
    let (asked, elements) = match as_set_view(other) {
        Some(_) => smaller_second(cx, view, other)?,
        None => (view, other),
    };
    let result = set::new(cx)?;
    let elements = protocol::iter(cx, elements)?;
    while let Some(element) = protocol::next(cx, elements)? {
        let is_common = match as_set_view(asked) {
            Some(view) => view.contains(cx, element)?,
            None => protocol::contains(cx, asked, element)?,
        };
        if is_common {
            set::add(cx, result, element)?;
        }
    }
    Ok(result)
}

/// `left - right`
fn difference(cx: &mut Cx, left: Value, right: Value) -> R<&'static Set> {
    let result = set::collect(cx, left)?;
    set::subtract(cx, result, right)?;
    Ok(result)
}

/// `left | right`
fn union(cx: &mut Cx, left: Value, right: Value) -> R<&'static Set> {
    let result = set::collect(cx, left)?;
    set::update(cx, result, right)?;
    Ok(result)
}

/// `left ^ right`
fn symmetric_difference(cx: &mut Cx, left: Value, right: Value) -> R<&'static Set> {
    let result = set::collect(cx, left)?;
    set::toggle(cx, result, right)?;
    Ok(result)
}

macro_rules! operators {
    ($($name:ident $method:literal $reflected_name:ident $reflected:literal = $operation:ident;)*) => {
        $(
            #[native(KEYS, $method, slot)]
            #[native(ITEMS, $method, slot)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R<&'static Set> {
                $operation(cx, this, value)
            }

            #[native(KEYS, $reflected, slot)]
            #[native(ITEMS, $reflected, slot)]
            fn $reflected_name(cx: &mut Cx, this: Value, value: Value) -> R<&'static Set> {
                $operation(cx, value, this)
            }
        )*
    };
}

operators! {
    and "__and__(self, value, /)" rand "__rand__(self, value, /)" = intersection;
    or "__or__(self, value, /)" ror "__ror__(self, value, /)" = union;
    sub "__sub__(self, value, /)" rsub "__rsub__(self, value, /)" = difference;
    xor "__xor__(self, value, /)" rxor "__rxor__(self, value, /)" = symmetric_difference;
}

/// Whether every element of `a` is in `b`.
fn all_in(cx: &mut Cx, a: Value, b: Value) -> R<bool> {
    let elements = protocol::iter(cx, a)?;
    while let Some(element) = protocol::next(cx, elements)? {
        if !protocol::contains(cx, b, element)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Compares with another set or view: `sizes` says which lengths allow it, and the elements of
/// the first, or else of the second, must all be in the other.
fn compared(
    cx: &mut Cx,
    this: Value,
    other: Value,
    sizes: fn(usize, usize) -> bool,
    first: bool,
) -> R<Option<bool>> {
    if as_set_view(other).is_none() && cx.payload::<Set>(other)?.is_none() {
        return Ok(None);
    }
    let lengths = (protocol::len(cx, this)?, protocol::len(cx, other)?);
    if !sizes(lengths.0, lengths.1) {
        return Ok(Some(false));
    }
    let (inner, outer) = if first { (this, other) } else { (other, this) };
    Ok(Some(all_in(cx, inner, outer)?))
}

macro_rules! comparisons {
    ($($name:ident $method:literal = $sizes:expr, $first:literal, $result:expr;)*) => {
        $(
            #[native(KEYS, $method, slot)]
            #[native(ITEMS, $method, slot)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R {
                let result = compared(cx, this, value, $sizes, $first)?;
                let result: Option<bool> = result.map($result);
                Ok(result.map_or(Value::NOT_IMPLEMENTED, Value::bool))
            }
        )*
    };
}

comparisons! {
    eq "__eq__(self, value, /)" = |a, b| a == b, true, |holds| holds;
    ne "__ne__(self, value, /)" = |a, b| a == b, true, |holds| !holds;
    le "__le__(self, value, /)" = |a, b| a <= b, true, |holds| holds;
    lt "__lt__(self, value, /)" = |a, b| a < b, true, |holds| holds;
    ge "__ge__(self, value, /)" = |a, b| a >= b, false, |holds| holds;
    gt "__gt__(self, value, /)" = |a, b| a > b, false, |holds| holds;
}
