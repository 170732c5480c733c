//! Taking exception groups apart: `split`, `subgroup`, and what `except*` does.

use super::groups::{exceptions_of, group_of, is_group};
use super::{as_exception_class, field, fields, set_field};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::interp::{Fr, unwind};
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::traceback;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::{attribute, call, call_values, class_of, id, raising, truth, type_name};
use crate::value::Value;

/// Which exceptions are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Matcher {
    /// Instances of a class, or of a class in a tuple.
    Classes(Value),
    /// Those for which a callable gives a true value.
    Predicate(Value),
    /// Those whose identities are the keys of a dict.
    Leaves(&'static Dict),
}

impl Matcher {
    /// The matcher that an argument of `split` or `subgroup` means.
    ///
    /// # Errors
    /// TypeError if it means none.
    pub(super) fn of(cx: &mut Cx, value: Value) -> R<Matcher> {
        if as_exception_class(value).is_some() || is_tuple_of_classes(value) {
            return Ok(Matcher::Classes(value));
        }
        let name = name!(cx, "__call__")?;
        if !value.is::<Type>() && class_of(value).lookup(cx, name)?.is_some() {
            return Ok(Matcher::Predicate(value));
        }
        Err(cx.type_error(format_args!(
            "expected an exception type, a tuple of exception types, or a callable (other than a class)"
        )))
    }

    fn wants(self, cx: &mut Cx, exception: Value) -> R<bool> {
        match self {
            Matcher::Classes(classes) => raising::matches(cx, exception, classes),
            Matcher::Predicate(callable) => {
                let result = call_values(cx, callable, &[exception])?;
                truth(cx, result)
            }
            Matcher::Leaves(leaves) => {
                let identity = cx.int(id(exception) as i64)?;
                dict::contains(cx, leaves, identity)
            }
        }
    }
}

fn is_tuple_of_classes(value: Value) -> bool {
    let is_class = |item: &Value| as_exception_class(*item).is_some();
    value
        .cast::<Tuple>()
        .is_some_and(|tuple| tuple.as_slice().iter().all(is_class))
}

/// What the matcher wants of an exception, and the rest of it unless nobody asks; None for nothing.
///
/// # Errors
/// What the predicate and `derive` raise, and RecursionError.
pub(super) fn parts(
    cx: &mut Cx,
    exception: Value,
    matcher: Matcher,
    with_rest: bool,
) -> R<(Value, Value)> {
    if matcher.wants(cx, exception)? {
        return Ok((exception, Value::NONE));
    }
    if !is_group(cx, exception)? {
        return Ok((Value::NONE, if with_rest { exception } else { Value::NONE }));
    }
    let (matched, rest) = (list::new(cx)?, list::new(cx)?);
    for member in exceptions_of(cx, exception)?.as_slice() {
        let (wanted, other) = cx.deeper(|cx| parts(cx, *member, matcher, with_rest))?;
        if !wanted.is_none() {
            list::append(cx, matched, wanted)?;
        }
        if !other.is_none() {
            list::append(cx, rest, other)?;
        }
    }
    let matched = derived(cx, exception, matched)?;
    let rest = derived(cx, exception, rest)?;
    Ok((matched, rest))
}

/// A group like `group` of some of its exceptions; None of none.
fn derived(cx: &mut Cx, group: Value, exceptions: &'static List) -> R {
    if list::len(cx, exceptions)? == 0 {
        return Ok(Value::NONE);
    }
    let name = name!(cx, "derive")?;
    let part = call::call_method(cx, group, name, &[exceptions.value()])?;
    if !is_group(cx, part)? {
        return Err(cx.type_error(format_args!(
            "derive must return an instance of BaseExceptionGroup"
        )));
    }
    for index in [fields::TRACEBACK, fields::CONTEXT, fields::CAUSE] {
        let value = field(cx, group, index)?;
        set_field(cx, part, index, value)?;
    }
    set_field(cx, part, fields::SUPPRESS_CONTEXT, Value::TRUE)?;
    copy_notes(cx, group, part)?;
    Ok(part)
}

fn copy_notes(cx: &mut Cx, from: Value, to: Value) -> R<()> {
    let name = name!(cx, "__notes__")?;
    let Some(notes) = attribute::find(cx, from, name)? else {
        return Ok(());
    };
    // Notes that are no list or tuple are not looked at.
    let items = match (cx.payload::<List>(notes)?, cx.payload::<Tuple>(notes)?) {
        (Some(list), _) => tuple::of_list(cx, list)?,
        (None, Some(items)) => items,
        (None, None) => return Ok(()),
    };
    let copy = list::from_slice(cx, items.as_slice())?;
    attribute::set(cx, to, name, copy.value())
}

/// What `except* class` takes of an exception, and what it leaves; None for nothing. An exception that
/// is no group is wrapped.
///
/// # Errors
/// TypeError if the classes can be none of such a clause, and what an own `split` raises.
pub fn split(cx: &mut Cx, exception: Value, class: Value) -> R<(Value, Value)> {
    check_classes(cx, class)?;
    if exception.is_none() {
        return Ok((Value::NONE, Value::NONE));
    }
    let group = is_group(cx, exception)?;
    if raising::matches(cx, exception, class)? {
        let matched = if group {
            exception
        } else {
            wrapped(cx, exception)?
        };
        return Ok((matched, Value::NONE));
    }
    if !group {
        return Ok((Value::NONE, exception));
    }
    let name = name!(cx, "split")?;
    let pair = call::call_method(cx, exception, name, &[class])?;
    let owner = type_name(cx, exception)?;
    let Some(pair) = cx.payload::<Tuple>(pair)? else {
        let other = type_name(cx, pair)?;
        return Err(cx.type_error(format_args!(
            "{owner}.split must return a tuple, not {other}"
        )));
    };
    match *pair.as_slice() {
        [matched, rest, ..] => Ok((matched, rest)),
        _ => {
            let size = pair.len();
            Err(cx.type_error(format_args!(
                "{owner}.split must return a 2-tuple, got tuple of size {size}"
            )))
        }
    }
}

/// A group of one exception, which has been raised here.
fn wrapped(cx: &mut Cx, exception: Value) -> R {
    let members = cx.tuple(&[exception])?;
    let message = cx.vm.empty_str.get();
    let group = group_of(cx, message, members)?;
    let fr = Fr(cx.frames.top());
    traceback::add(cx, group, fr, unwind::word_index(fr))?;
    Ok(group)
}

fn check_classes(cx: &mut Cx, class: Value) -> R<()> {
    let single = [class];
    let classes = match class.cast::<Tuple>() {
        Some(classes) => classes.as_slice(),
        None => &single,
    };
    for class in classes {
        let Some(class) = as_exception_class(*class) else {
            return Err(no_exception_class(cx));
        };
        if class.is_subclass(cx, super::classes::BASE_EXCEPTION_GROUP.class())? {
            return Err(cx.type_error(format_args!(
                "catching ExceptionGroup with except* is not allowed. Use except instead."
            )));
        }
    }
    Ok(())
}

fn no_exception_class(cx: &mut Cx) -> Exit {
    cx.type_error(format_args!(
        "catching classes that do not inherit from BaseException is not allowed"
    ))
}

/// What is to be raised after a `try` statement with `except*` clauses, or None: `list` has what the
/// clauses raised and what none of them took.
///
/// # Errors
/// MemoryError, and what an own `derive` raises.
pub fn to_reraise(cx: &mut Cx, original: Value, list: Value) -> R {
    let Some(list) = list.cast::<List>() else {
        return Err(cx.system_error(format_args!("except* without a list of exceptions")));
    };
    if !is_group(cx, original)? {
        return Ok(list::get(cx, list, 0)?.unwrap_or(Value::NONE));
    }
    let (raised, reraised) = (list::new(cx)?, dict::new(cx)?);
    for exception in tuple::of_list(cx, list)?.as_slice() {
        if exception.is_none() {
            continue;
        }
        if is_part_of(cx, *exception, original)? {
            collect_leaves(cx, *exception, reraised)?;
        } else {
            list::append(cx, raised, *exception)?;
        }
    }
    let reraised = parts(cx, original, Matcher::Leaves(reraised), false)?.0;
    if list::len(cx, raised)? == 0 {
        return Ok(reraised);
    }
    if !reraised.is_none() {
        list::append(cx, raised, reraised)?;
    }
    if list::len(cx, raised)? > 1 {
        let message = cx.vm.empty_str.get();
        return group_of(cx, message, raised.value());
    }
    Ok(list::get(cx, raised, 0)?.unwrap_or(Value::NONE))
}

/// Whether an exception is what `split` made of the original one: it has been nowhere else.
fn is_part_of(cx: &mut Cx, exception: Value, original: Value) -> R<bool> {
    for index in [fields::TRACEBACK, fields::CAUSE, fields::CONTEXT] {
        if field(cx, exception, index)? != field(cx, original, index)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Enters the identities of all exceptions in a group that are no groups.
fn collect_leaves(cx: &mut Cx, exception: Value, leaves: &'static Dict) -> R<()> {
    if !is_group(cx, exception)? {
        let identity = cx.int(id(exception) as i64)?;
        return dict::set(cx, leaves, identity, Value::NONE);
    }
    for member in exceptions_of(cx, exception)?.as_slice() {
        cx.deeper(|cx| collect_leaves(cx, *member, leaves))?;
    }
    Ok(())
}
