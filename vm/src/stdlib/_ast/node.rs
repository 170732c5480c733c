//! `AST`: how nodes are constructed and copied.

use super::classes;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::DEPRECATION_WARNING;
use crate::objects::generic_alias;
use crate::objects::list;
use crate::objects::str;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::objects::union::UNION;
use crate::protocol::{attribute, call, class_of, contains, is_instance, iter, next, warning};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(crate) static AST = TypeDef {
        name: "AST",
        module: "ast",
        layout: Some(crate::heap::layout::INSTANCE),
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
}

/// The name of a class in messages: that of `AST` has its module.
fn shown(cx: &mut Cx, class: &'static Type) -> R<String> {
    match AST.is(class) {
        true => Ok("ast.AST".to_owned()),
        false => class.name_text(cx),
    }
}

/// The field names of a class: a tuple; empty if it has none.
pub(super) fn fields_of(cx: &mut Cx, class: &'static Type) -> R<&'static Tuple> {
    let name = name!(cx, "_fields")?;
    match attribute::find(cx, Value::from(class), name)? {
        Some(fields) => tuple::of_iterable(cx, fields),
        None => tuple::new(cx, &[]),
    }
}

fn repr_text(cx: &mut Cx, value: Value) -> R<String> {
    Ok(str::to_string(crate::protocol::repr(cx, value)?))
}

#[native(AST, "__init__(self, /, *args, **kwargs)", slot)]
fn init(cx: &mut Cx, this: Value, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    let class = class_of(this);
    let fields = fields_of(cx, class)?;
    if args.len() > fields.len() {
        let (name, most) = (class.name_text(cx)?, fields.len());
        let plural = if most == 1 { "" } else { "s" };
        return Err(cx.type_error(format_args!(
            "{name} constructor takes at most {most} positional argument{plural}"
        )));
    }
    for (field, value) in fields.as_slice().iter().zip(args) {
        set(cx, this, *field, *value)?;
    }
    let (given, rest) = fields.as_slice().split_at(args.len());
    for (name, value) in kwargs.iter() {
        if has(cx, given, name)? {
            let (class, name) = (class.name_text(cx)?, repr_text(cx, name)?);
            return Err(cx.type_error(format_args!(
                "{class} got multiple values for argument {name}"
            )));
        }
        if !has(cx, rest, name)? {
            check_attribute(cx, this, class, name)?;
        }
        set(cx, this, name, value)?;
    }
    for field in rest {
        let mut named = kwargs.iter();
        let is_given = named.any(|(name, _)| str::to_string(name) == str::to_string(*field));
        if !is_given {
            fill_in(cx, this, class, *field)?;
        }
    }
    Ok(())
}

fn set(cx: &mut Cx, this: Value, name: Value, value: Value) -> R<()> {
    let name = attribute::checked_name(cx, name)?;
    attribute::set(cx, this, name, value)
}

/// Whether a name is among some.
fn has(cx: &mut Cx, names: &[Value], name: Value) -> R<bool> {
    for other in names {
        if crate::protocol::equal(cx, *other, name)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A keyword argument that is no field should be one of `_attributes`.
fn check_attribute(cx: &mut Cx, this: Value, class: &'static Type, name: Value) -> R<()> {
    let key = name!(cx, "_attributes")?;
    let attributes = attribute::get(cx, this, key)?;
    if contains(cx, attributes, name)? {
        return Ok(());
    }
    let (class, name) = (shown(cx, class)?, repr_text(cx, name)?);
    let message = format!(
        "{class}.__init__ got an unexpected keyword argument {name}. \
         Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
    );
    warning::warn(cx, &DEPRECATION_WARNING, &message)
}

/// Gives a field that the call has left out the value that its type suggests.
fn fill_in(cx: &mut Cx, this: Value, class: &'static Type, field: Value) -> R<()> {
    let key = name!(cx, "_field_types")?;
    let types = attribute::find(cx, Value::from(class), key)?;
    let Some(types) = types.and_then(|types| types.cast::<Dict>()) else {
        return Ok(());
    };
    let Some(kind) = dict::get(cx, types, field)? else {
        let (class, field) = (shown(cx, class)?, repr_text(cx, field)?);
        let message = format!(
            "Field {field} is missing from {class}._field_types. \
             This will become an error in Python 3.15."
        );
        return warning::warn(cx, &DEPRECATION_WARNING, &message);
    };
    if is_instance(cx, kind, &UNION)? {
        return Ok(());
    }
    if generic_alias::as_alias(cx, kind)?.is_some() {
        let empty = list::new(cx)?;
        return set(cx, this, field, Value::from(empty));
    }
    if let Some(kind) = kind.cast::<Type>()
        && kind.name_text(cx)? == "expr_context"
    {
        let table = classes::table(cx)?;
        let load = classes::named(cx, table, "Load()")?;
        return set(cx, this, field, load);
    }
    let (class, field) = (shown(cx, class)?, repr_text(cx, field)?);
    let message = format!(
        "{class}.__init__ missing 1 required positional argument: {field}. \
         This will become an error in Python 3.15."
    );
    warning::warn(cx, &DEPRECATION_WARNING, &message)
}

fn state_of(cx: &mut Cx, this: Value) -> R<&'static Dict> {
    let key = name!(cx, "__dict__")?;
    let own = attribute::get(cx, this, key)?;
    let state = dict::new(cx)?;
    dict::update(cx, state, own)?;
    Ok(state)
}

/// Return state information for pickling: the fields come again when the node's own attributes are set.
#[native(AST, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: Value) -> R {
    let class = class_of(this);
    let state = state_of(cx, this)?;
    let fields = fields_of(cx, class)?;
    let mut placeholders = Vec::new();
    for field in fields.as_slice() {
        if dict::get(cx, state, *field)?.is_none() {
            break;
        }
        placeholders.push(Value::NONE);
    }
    let args = cx.tuple(&placeholders)?;
    cx.tuple(&[Value::from(class), args, Value::from(state)])
}

/// Fields of a copy that were deleted from the original must be among the new ones, if they are required.
fn check_complete(
    cx: &mut Cx,
    class: &'static Type,
    fields: &'static Tuple,
    state: &'static Dict,
) -> R<()> {
    let key = name!(cx, "_field_types")?;
    let types = attribute::find(cx, Value::from(class), key)?;
    let Some(types) = types.and_then(|types| types.cast::<Dict>()) else {
        return Ok(());
    };
    let mut missing = Vec::new();
    for field in fields.as_slice() {
        if dict::get(cx, state, *field)?.is_some() {
            continue;
        }
        let kind = dict::get(cx, types, *field)?.unwrap_or(Value::NONE);
        if !is_instance(cx, kind, &UNION)? && generic_alias::as_alias(cx, kind)?.is_none() {
            missing.push(repr_text(cx, *field)?);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let (class, count) = (shown(cx, class)?, missing.len());
    let plural = if count == 1 { "" } else { "s" };
    Err(cx.type_error(format_args!(
        "{class}.__replace__ missing {count} keyword argument{plural}: {}.",
        missing.join(", ")
    )))
}

/// Return a copy of the AST node with new values for the specified fields.
#[native(AST, "__replace__(self, /, **fields)")]
fn replace(cx: &mut Cx, this: Value, fields: Kwargs<'_>) -> R {
    let class = class_of(this);
    let state = state_of(cx, this)?;
    let known = fields_of(cx, class)?;
    let key = name!(cx, "_attributes")?;
    let attributes = attribute::get(cx, this, key)?;
    for (name, value) in fields.iter() {
        if !has(cx, known.as_slice(), name)? && !contains(cx, attributes, name)? {
            let (class, name) = (shown(cx, class)?, repr_text(cx, name)?);
            return Err(cx.type_error(format_args!(
                "{class}.__replace__ got an unexpected keyword argument {name}."
            )));
        }
        dict::set(cx, state, name, value)?;
    }
    check_complete(cx, class, known, state)?;
    let (names, values) = (list::new(cx)?, list::new(cx)?);
    let mut position = 0;
    while let Some((name, value)) = dict::next_entry(cx, state, &mut position)? {
        if has(cx, known.as_slice(), name)? || contains(cx, attributes, name)? {
            list::append(cx, names, name)?;
            list::append(cx, values, value)?;
        }
    }
    let (names, values) = (tuple::of_list(cx, names)?, tuple::of_list(cx, values)?);
    let args = Args {
        values: values.as_slice(),
        kwnames: (!names.is_empty()).then_some(names),
    };
    call::call(cx, Value::from(class), args)
}

/// The items of a list or tuple among the fields.
pub(super) fn items_of(cx: &mut Cx, values: Value) -> R<&'static Tuple> {
    let collected = list::new(cx)?;
    let iterator = iter(cx, values)?;
    while let Some(value) = next(cx, iterator)? {
        list::append(cx, collected, value)?;
    }
    tuple::of_list(cx, collected)
}
