//! Classes: what the `class` statement calls, `isinstance`, `issubclass`.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::call::run_body;
use crate::name;
use crate::native::{Args, Kwargs, native};
use crate::objects::cell::Cell;
use crate::objects::dict;
use crate::objects::function::Function;
use crate::objects::list;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::{TYPE, Type, is_instance_of, is_subclass_of, metaclass_of};
use crate::protocol::{self, attribute, call, class_of, is_identical, type_name};
use crate::value::Value;

/// Internal helper function used by the class statement.
#[native(
    module = "builtins",
    "__build_class__(*args, metaclass=<unrepresentable>, **kwds)",
    opaque
)]
fn build_class(cx: &mut Cx, args: &[Value], metaclass: Option<Value>, kwds: Kwargs<'_>) -> R {
    let &[func, name, ref bases @ ..] = args else {
        return Err(cx.type_error(format_args!("__build_class__: not enough arguments")));
    };
    let Some(body) = func.cast::<Function>() else {
        return Err(cx.type_error(format_args!("__build_class__: func must be a function")));
    };
    if !name.is::<Str>() {
        return Err(cx.type_error(format_args!("__build_class__: name is not a string")));
    }
    let original = tuple::new(cx, bases)?;
    let bases = resolved_bases(cx, original)?;
    let keywords = keywords_of(cx, kwds)?;
    let metaclass = derived_metaclass(cx, metaclass, bases)?;
    let namespace = prepare(cx, metaclass, name, bases, keywords)?;
    let cell = run_body(cx, body, namespace)?;
    if !std::ptr::eq(bases, original) {
        let key = name!(cx, "__orig_bases__")?;
        protocol::set_item(cx, namespace, key, original.value())?;
    }
    let class = call_with(cx, metaclass, &[name, bases.value(), namespace], keywords)?;
    if let Some(cell) = cell.cast::<Cell>()
        && class.is::<Type>()
    {
        check_cell(cx, cell, class, name)?;
    }
    Ok(class)
}

/// The bases with those replaced that are no classes but know what stands for them
/// (`__mro_entries__`); the same tuple if there are none.
fn resolved_bases(cx: &mut Cx, bases: &'static Tuple) -> R<&'static Tuple> {
    let hook = name!(cx, "__mro_entries__")?;
    let mut resolved = None;
    for (index, base) in bases.as_slice().iter().enumerate() {
        let entries = if base.is::<Type>() {
            None
        } else {
            attribute::find(cx, *base, hook)?
        };
        let Some(hook) = entries else {
            if let Some(list) = resolved {
                list::append(cx, list, *base)?;
            }
            continue;
        };
        let entries = protocol::call_values(cx, hook, &[bases.value()])?;
        let Some(entries) = entries.cast::<Tuple>() else {
            return Err(cx.type_error(format_args!("__mro_entries__ must return a tuple")));
        };
        let list = match resolved {
            Some(list) => list,
            None => list::from_slice(cx, &bases.as_slice()[..index])?,
        };
        for entry in entries.as_slice() {
            list::append(cx, list, *entry)?;
        }
        resolved = Some(list);
    }
    match resolved {
        Some(list) => tuple::of_list(cx, list),
        None => Ok(bases),
    }
}

/// The keyword arguments that go on to the metaclass: names and values.
type Keywords = (&'static Tuple, &'static Tuple);

fn keywords_of(cx: &mut Cx, kwds: Kwargs<'_>) -> R<Keywords> {
    let (names, values): (Vec<Value>, Vec<Value>) = kwds.iter().unzip();
    Ok((tuple::new(cx, &names)?, tuple::new(cx, &values)?))
}

/// `callee(*values, **keywords)`
fn call_with(cx: &mut Cx, callee: Value, values: &[Value], (names, named): Keywords) -> R {
    if names.is_empty() {
        return protocol::call_values(cx, callee, values);
    }
    let all = [values, named.as_slice()].concat();
    // In the heap, because the callee may run Python code.
    let all = tuple::new(cx, &all)?;
    let args = Args {
        values: all.as_slice(),
        kwnames: Some(names),
    };
    call::call(cx, callee, args)
}

fn derived_metaclass(cx: &mut Cx, wanted: Option<Value>, bases: &'static Tuple) -> R {
    let wanted = match (wanted, bases.as_slice().first()) {
        (Some(wanted), _) => wanted,
        (None, Some(first)) => class_of(*first).value(),
        (None, None) => TYPE.value(),
    };
    match wanted.cast::<Type>() {
        Some(class) => Ok(metaclass_of(cx, class, bases)?.value()),
        None => Ok(wanted),
    }
}

/// The namespace that the body fills.
fn prepare(
    cx: &mut Cx,
    metaclass: Value,
    name: Value,
    bases: &'static Tuple,
    keywords: Keywords,
) -> R {
    let hook = name!(cx, "__prepare__")?;
    let Some(hook) = attribute::find(cx, metaclass, hook)? else {
        return Ok(dict::new(cx)?.value());
    };
    let namespace = call_with(cx, hook, &[name, bases.value()], keywords)?;
    let getter = name!(cx, "__getitem__")?;
    if class_of(namespace).lookup(cx, getter)?.is_none() {
        let metaclass = match metaclass.cast::<Type>() {
            Some(class) => class.name_text(cx)?,
            None => "<metaclass>".to_owned(),
        };
        let given = type_name(cx, namespace)?;
        return Err(cx.type_error(format_args!(
            "{metaclass}.__prepare__() must return a mapping, not {given}"
        )));
    }
    Ok(namespace)
}

/// `__class__` in the methods must be the new class by now.
fn check_cell(cx: &mut Cx, cell: &'static Cell, class: Value, name: Value) -> R<()> {
    let content = cx.load(cell, &cell.content)?;
    if is_identical(content, class) {
        return Ok(());
    }
    let (name, shown) = (repr_text(cx, name)?, repr_text(cx, class)?);
    if content.is_unbound() {
        return Err(cx.runtime_error(format_args!(
            "__class__ not set defining {name} as {shown}. Was __classcell__ propagated to type.__new__?"
        )));
    }
    let content = repr_text(cx, content)?;
    Err(cx.type_error(format_args!(
        "__class__ set to {content} defining {name} as {shown}"
    )))
}

fn repr_text(cx: &mut Cx, value: Value) -> R<String> {
    Ok(str::to_string(protocol::repr(cx, value)?))
}

/// Return whether an object is an instance of a class or of a subclass thereof.
///
/// A tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to
/// check against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)
/// or ...`` etc.
#[native(module = "builtins", "isinstance(obj, class_or_tuple, /)")]
fn isinstance(cx: &mut Cx, obj: Value, class_or_tuple: Value) -> R<bool> {
    is_instance_of(cx, obj, class_or_tuple)
}

/// Return whether 'cls' is derived from another class or is the same class.
///
/// A tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to
/// check against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)
/// or ...``.
#[native(module = "builtins", "issubclass(cls, class_or_tuple, /)")]
fn issubclass(cx: &mut Cx, cls: Value, class_or_tuple: Value) -> R<bool> {
    is_subclass_of(cx, cls, class_or_tuple)
}
