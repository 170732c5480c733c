//! `partial`: a function with some of its arguments.

use super::arguments::{merged, placeholders, with_all};
use super::is_callable;
use super::placeholder::is_placeholder;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::dict::{self, DICT, Dict};
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::method;
use crate::objects::str;
use crate::objects::tuple::{TUPLE, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{self, attribute, call, class_of, is_instance, repr_guard};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(crate) static PARTIAL = TypeDef {
        name: "partial",
        module: "functools",
        layout: Some(layout::INSTANCE),
        reserved: 4,
        subclassable: true,
        attributes: true,
        doc: "Create a new function with partial application of the given arguments\nand keywords.",
        ..TypeDef::NEW
    };
}

/// The slot with the function.
const FUNCTION: usize = 0;

/// The slot with the positional arguments: a tuple.
const ARGUMENTS: usize = 1;

/// The slot with the keyword arguments: a dict.
const KEYWORDS: usize = 2;

/// The slot with the number of placeholders among the positional arguments.
const PLACEHOLDERS: usize = 3;

/// The parts of a `partial`.
struct Parts {
    function: Value,
    arguments: &'static Tuple,
    keywords: &'static Dict,
}

fn parts(cx: &mut Cx, this: &'static Instance) -> R<Parts> {
    let function = this.get(cx, FUNCTION)?;
    let (arguments, keywords) = (this.get(cx, ARGUMENTS)?, this.get(cx, KEYWORDS)?);
    match (arguments.cast::<Tuple>(), keywords.cast::<Dict>()) {
        (Some(arguments), Some(keywords)) => Ok(Parts {
            function,
            arguments,
            keywords,
        }),
        _ => Err(cx.system_error(format_args!("a partial without arguments"))),
    }
}

fn put(cx: &mut Cx, this: &'static Instance, parts: &Parts) -> R<()> {
    let placeholders = placeholders(parts.arguments.as_slice());
    this.set(cx, FUNCTION, parts.function)?;
    this.set(cx, ARGUMENTS, parts.arguments.value())?;
    this.set(cx, KEYWORDS, parts.keywords.value())?;
    this.set(cx, PLACEHOLDERS, Value::index(placeholders))
}

/// The parts of a `partial` that has no attributes of its own: another can be made of them.
fn inner_parts(cx: &mut Cx, function: Value) -> R<Option<Parts>> {
    match function.cast::<Instance>() {
        Some(inner) if is_instance(cx, function, &PARTIAL)? && !has_attributes(cx, inner)? => {
            parts(cx, inner).map(Some)
        }
        _ => Ok(None),
    }
}

fn has_attributes(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    let shape = this.shape(cx)?;
    Ok(shape.dictionary || shape.count > shape.reserved)
}

#[native(PARTIAL, "__new__(cls, /, *args, **keywords)", new)]
fn new(cx: &mut Cx, cls: &'static Type, args: &[Value], keywords: Kwargs<'_>) -> R {
    let [func, args @ ..] = args else {
        return Err(cx.type_error(format_args!("type 'partial' takes at least one argument")));
    };
    let func = *func;
    if !is_callable(cx, func)? {
        return Err(cx.type_error(format_args!("the first argument must be callable")));
    }
    check_no_trailing_placeholder(cx, args)?;
    if keywords.iter().any(|(_, value)| is_placeholder(value)) {
        return Err(cx.type_error(format_args!(
            "Placeholder cannot be passed as a keyword argument"
        )));
    }
    let inner = inner_parts(cx, func)?;
    let fixed = inner
        .as_ref()
        .map_or(&[][..], |inner| inner.arguments.as_slice());
    let arguments = merged(cx, fixed, args)?;
    let inner_keywords = inner.as_ref().map(|inner| inner.keywords);
    let parts = Parts {
        function: inner.as_ref().map_or(func, |inner| inner.function),
        arguments,
        keywords: super::arguments::keywords(cx, inner_keywords, keywords)?,
    };
    let this = Instance::new(cx, cls)?;
    put(cx, this, &parts)?;
    Ok(this.value())
}

fn check_no_trailing_placeholder(cx: &mut Cx, arguments: &[Value]) -> R<()> {
    match arguments.last() {
        Some(last) if is_placeholder(*last) => {
            Err(cx.type_error(format_args!("trailing Placeholders are not allowed")))
        }
        _ => Ok(()),
    }
}

/// Call self as a function.
#[native(PARTIAL, "__call__(self, /, *args, **kwargs)", slot)]
fn call(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R {
    let parts = parts(cx, this)?;
    let wanted = this.get(cx, PLACEHOLDERS)?.as_small_int().unwrap_or(0);
    let given = args.len();
    if (given as i64) < wanted {
        return Err(cx.type_error(format_args!(
            "missing positional arguments in 'partial' call; expected at least {wanted}, got {given}"
        )));
    }
    let args: Args<'_> = kwargs.forward(1);
    let keywords = (dict::len(cx, parts.keywords)? > 0).then_some(parts.keywords);
    with_all(cx, parts.arguments, keywords, args, |cx, args| {
        call::call(cx, parts.function, args)
    })
}

/// Return an attribute of instance, which is of type owner.
#[native(PARTIAL, "__get__(self, instance, owner=None, /)", slot, effect = writes)]
fn get(cx: &mut Cx, this: &'static Instance, instance: Value, _owner: Value) -> R {
    if instance.is_none() {
        return Ok(this.value());
    }
    Ok(method::new(cx, this.value(), instance)?.value())
}

/// function object to use in future partial calls
#[native(PARTIAL, "func", getter, effect = reads)]
fn function(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, FUNCTION)
}

/// tuple of arguments to future partial calls
#[native(PARTIAL, "args", getter, effect = reads)]
fn arguments(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, ARGUMENTS)
}

/// dictionary of keyword arguments to future partial calls
#[native(PARTIAL, "keywords", getter, effect = reads)]
fn keyword_arguments(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, KEYWORDS)
}

fn arguments_text(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let parts = parts(cx, this)?;
    let function = protocol::repr(cx, parts.function)?;
    let mut text = str::to_string(function);
    for argument in parts.arguments.as_slice() {
        let repr = protocol::repr(cx, *argument)?;
        text.push_str(", ");
        text.push_str(&str::to_string(repr));
    }
    let mut position = 0;
    while let Some((name, value)) = dict::next_entry(cx, parts.keywords, &mut position)? {
        let name = protocol::str(cx, name)?;
        let name = str::to_string(name);
        let repr = protocol::repr(cx, value)?;
        text.push_str(&format!(", {name}={}", str::to_string(repr)));
    }
    Ok(text)
}

#[native(PARTIAL, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let text = repr_guard::guarded(cx, this.value(), |cx| arguments_text(cx, this))?;
    let Some(text) = text else {
        return Ok("...".to_owned());
    };
    let class = class_of(this.value());
    let qualname = cx.load(class, &class.qualname)?;
    let qualname = str::to_string(qualname);
    let name = name!(cx, "__module__")?;
    let module = protocol::get_attr(cx, class.value(), name)?;
    let module = protocol::str(cx, module)?;
    let module = str::to_string(module);
    Ok(format!("{module}.{qualname}({text})"))
}

/// `partial`, the function alone, and the state.
#[native(PARTIAL, "__reduce__(self, /)", opaque, effect = writes)]
fn reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let parts = parts(cx, this)?;
    let attributes = if has_attributes(cx, this)? {
        attribute::instance_dict(cx, this)?.value()
    } else {
        Value::NONE
    };
    let constructor = cx.tuple(&[parts.function])?;
    let state = cx.tuple(&[
        parts.function,
        parts.arguments.value(),
        parts.keywords.value(),
        attributes,
    ])?;
    cx.tuple(&[class_of(this.value()).value(), constructor, state])
}

/// Takes the state that `__reduce__` gave.
#[native(PARTIAL, "__setstate__(self, state, /)", opaque)]
fn setstate(cx: &mut Cx, this: &'static Instance, state: Value) -> R<()> {
    let state = cx.payload::<Tuple>(state)?.map(Tuple::as_slice);
    let Some([function, arguments, keywords, attributes]) = state else {
        return Err(invalid_state(cx));
    };
    let (Some(exact), true) = (
        cx.payload::<Tuple>(*arguments)?,
        is_callable(cx, *function)?,
    ) else {
        return Err(invalid_state(cx));
    };
    let kept = match cx.payload::<Dict>(*keywords)? {
        None if keywords.is_none() => dict::new(cx)?,
        None => return Err(invalid_state(cx)),
        Some(same) if DICT.is(class_of(*keywords)) => same,
        Some(_) => {
            let copy = dict::new(cx)?;
            dict::update(cx, copy, *keywords)?;
            copy
        }
    };
    check_no_trailing_placeholder(cx, exact.as_slice())?;
    let arguments = if TUPLE.is(class_of(*arguments)) {
        exact
    } else {
        crate::objects::tuple::of_iterable(cx, *arguments)?
    };
    put(
        cx,
        this,
        &Parts {
            function: *function,
            arguments,
            keywords: kept,
        },
    )?;
    let attributes = if attributes.is_none() {
        dict::new(cx)?.value()
    } else {
        *attributes
    };
    let name = name!(cx, "__dict__")?;
    protocol::set_attr(cx, this.value(), name, attributes)
}

#[cold]
fn invalid_state(cx: &mut Cx) -> crate::cx::Exit {
    cx.type_error(format_args!("invalid partial state"))
}

/// See PEP 585
#[native(PARTIAL, "__class_getitem__(cls, object, /)", classmethod, effect = writes)]
fn class_getitem(cx: &mut Cx, cls: &'static Type, object: Value) -> R {
    generic_alias::new(cx, cls.value(), object)
}
