//! Type parameters: which ones occur in type arguments, and what is put in their places.
//!
//! What a parameter does with its argument it says itself: `__typing_subst__` gives what replaces it,
//! and `__typing_prepare_subst__` may look at all arguments before.

use super::as_tuple;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::list::{self, List};
use crate::objects::str;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{
    attribute, call_values, class_of, get_item, is_identical, repr, truth, type_name,
};
use crate::value::Value;

/// The type parameters in these arguments, each once, in the order in which they occur.
///
/// # Errors
/// What the attributes of the arguments raise.
pub(crate) fn parameters_of(cx: &mut Cx, args: &[Value]) -> R<&'static Tuple> {
    let found = list::new(cx)?;
    collect(cx, args, found)?;
    tuple::of_list(cx, found)
}

fn collect(cx: &mut Cx, args: &[Value], found: &'static List) -> R<()> {
    let subst = name!(cx, "__typing_subst__")?;
    let parameters = name!(cx, "__parameters__")?;
    for arg in args {
        // A class that is not subscripted has `__parameters__` that are not its own.
        if arg.is::<Type>() {
            continue;
        }
        if let Some(inner) = items_of(cx, *arg)? {
            cx.deeper(|cx| collect(cx, inner.as_slice(), found))?;
        } else if attribute::find(cx, *arg, subst)?.is_some() {
            add(cx, found, *arg)?;
        } else if let Some(inner) = attribute::find(cx, *arg, parameters)?
            && let Some(inner) = inner.cast::<Tuple>()
        {
            for parameter in inner.as_slice() {
                add(cx, found, *parameter)?;
            }
        }
    }
    Ok(())
}

fn items_of(cx: &mut Cx, value: Value) -> R<Option<&'static Tuple>> {
    match value.cast::<List>() {
        Some(list) => tuple::of_list(cx, list).map(Some),
        None => Ok(value.cast::<Tuple>()),
    }
}

fn add(cx: &mut Cx, found: &'static List, parameter: Value) -> R<()> {
    let mut index = 0;
    while let Some(known) = list::get(cx, found, index)? {
        if is_identical(known, parameter) {
            return Ok(());
        }
        index += 1;
    }
    list::append(cx, found, parameter)
}

/// The arguments `args` of `alias` with what `item` says for its `parameters`.
///
/// # Errors
/// TypeError if there are none, or if their number does not fit, and what parameters raise.
pub(crate) fn substitute(
    cx: &mut Cx,
    alias: Value,
    args: &'static Tuple,
    parameters: &'static Tuple,
    item: Value,
) -> R<&'static Tuple> {
    if parameters.is_empty() {
        let alias = repr(cx, alias)?;
        let alias = str::to_string(alias);
        return Err(cx.type_error(format_args!("{alias} is not a generic class")));
    }
    let mut item = unpacked(cx, item)?;
    let prepare = name!(cx, "__typing_prepare_subst__")?;
    for parameter in parameters.as_slice() {
        if let Some(prepare) = attribute::find(cx, *parameter, prepare)?
            && !prepare.is_none()
        {
            let prepared = call_values(cx, prepare, &[alias, item.value()])?;
            item = as_tuple(cx, prepared)?;
        }
    }
    if item.len() != parameters.len() {
        let alias = repr(cx, alias)?;
        let alias = str::to_string(alias);
        let (given, wanted) = (item.len(), parameters.len());
        let many = if given > wanted { "many" } else { "few" };
        return Err(cx.type_error(format_args!(
            "Too {many} arguments for {alias}; actual {given}, expected {wanted}"
        )));
    }
    replace(cx, args, parameters, item)
}

/// The items of an argument, with `*tuple[...]` of fixed length taken apart.
fn unpacked(cx: &mut Cx, item: Value) -> R<&'static Tuple> {
    let items = as_tuple(cx, item)?;
    let all = list::new(cx)?;
    let name = name!(cx, "__typing_unpacked_tuple_args__")?;
    for item in items.as_slice() {
        if !item.is::<Type>()
            && let Some(inner) = attribute::find(cx, *item, name)?
            && let Some(inner) = inner.cast::<Tuple>()
            && inner.as_slice().last() != Some(&Value::ELLIPSIS)
        {
            for item in inner.as_slice() {
                list::append(cx, all, *item)?;
            }
        } else {
            list::append(cx, all, *item)?;
        }
    }
    tuple::of_list(cx, all)
}

fn replace(
    cx: &mut Cx,
    args: &'static Tuple,
    parameters: &'static Tuple,
    items: &'static Tuple,
) -> R<&'static Tuple> {
    let replaced = list::new(cx)?;
    for arg in args.as_slice() {
        if arg.is::<Type>() {
            list::append(cx, replaced, *arg)?;
            continue;
        }
        if let Some(inner) = items_of(cx, *arg)? {
            let inner = cx.deeper(|cx| replace(cx, inner, parameters, items))?;
            let inner = if arg.is::<List>() {
                list::from_slice(cx, inner.as_slice())?.value()
            } else {
                inner.value()
            };
            list::append(cx, replaced, inner)?;
            continue;
        }
        replace_one(cx, *arg, parameters, items, replaced)?;
    }
    tuple::of_list(cx, replaced)
}

fn replace_one(
    cx: &mut Cx,
    arg: Value,
    parameters: &'static Tuple,
    items: &'static Tuple,
    replaced: &'static List,
) -> R<()> {
    let unpack = name!(cx, "__typing_is_unpacked_typevartuple__")?;
    let unpack = match attribute::find(cx, arg, unpack)? {
        Some(unpack) => truth(cx, unpack)?,
        None => false,
    };
    let subst = name!(cx, "__typing_subst__")?;
    let new = match attribute::find(cx, arg, subst)? {
        Some(subst) => match place_of(parameters, arg).and_then(|place| items.get(place)) {
            Some(item) => call_values(cx, subst, &[item])?,
            None => arg,
        },
        None => in_part(cx, arg, parameters, items)?,
    };
    if !unpack {
        return list::append(cx, replaced, new);
    }
    let Some(new) = new.cast::<Tuple>() else {
        let (arg, new) = (type_name(cx, arg)?, type_name(cx, new)?);
        return Err(cx.type_error(format_args!(
            "expected __typing_subst__ of {arg} objects to return a tuple, not {new}"
        )));
    };
    for item in new.as_slice() {
        list::append(cx, replaced, *item)?;
    }
    Ok(())
}

fn place_of(parameters: &'static Tuple, parameter: Value) -> Option<usize> {
    let mut all = parameters.as_slice().iter();
    all.position(|other| is_identical(*other, parameter))
}

/// An argument that has parameters of its own, subscripted with what is put in their places.
fn in_part(cx: &mut Cx, arg: Value, parameters: &'static Tuple, items: &'static Tuple) -> R {
    let name = name!(cx, "__parameters__")?;
    let inner = attribute::find(cx, arg, name)?.and_then(|inner| inner.cast::<Tuple>());
    let Some(inner) = inner.filter(|inner| !inner.is_empty()) else {
        return Ok(arg);
    };
    let subscript = list::new(cx)?;
    let iter = name!(cx, "__iter__")?;
    for parameter in inner.as_slice() {
        let item = place_of(parameters, *parameter).and_then(|place| items.get(place));
        match item {
            // What a TypeVarTuple stands for.
            Some(item)
                if item.is::<Tuple>() && class_of(*parameter).lookup(cx, iter)?.is_some() =>
            {
                let many = item.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
                for item in many {
                    list::append(cx, subscript, *item)?;
                }
            }
            Some(item) => list::append(cx, subscript, item)?,
            None => list::append(cx, subscript, *parameter)?,
        }
    }
    let subscript = tuple::of_list(cx, subscript)?;
    get_item(cx, arg, subscript.value())
}
