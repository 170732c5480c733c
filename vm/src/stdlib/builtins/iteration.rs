//! Iteration: `iter`, `next`, and what consumes a whole iterable.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::generator::consume::{Consumer, consume};
use crate::objects::generator::{GENERATOR, Generator};
use crate::objects::iterators;
use crate::objects::list::{self, List};
use crate::protocol::compare::compare;
use crate::protocol::{self, Compare, attribute, call, call_values, class_of, truth, type_name};
use crate::value::Value;

/// iter(iterable) -> iterator
/// iter(callable, sentinel) -> iterator
///
/// Get an iterator from an object.
/// In the first form, the argument must supply its own iterator, or be a sequence.
/// In the second form, the callable is called until it returns the sentinel.
#[native(
    module = "builtins",
    "iter(object, sentinel=<unrepresentable>, /)",
    opaque
)]
fn iter(cx: &mut Cx, object: Value, sentinel: Option<Value>) -> R {
    let Some(sentinel) = sentinel else {
        return protocol::iter(cx, object);
    };
    if !call::is_callable(cx, object)? {
        return Err(cx.type_error(format_args!("iter(v, w): v must be callable")));
    }
    iterators::of_callable(cx, object, sentinel)
}

/// next(iterator[, default])
///
/// Return the next item from the iterator.
///
/// If default is given and the iterator is exhausted,
/// it is returned instead of raising StopIteration.
#[native(
    module = "builtins",
    "next(iterator, default=<unrepresentable>, /)",
    opaque
)]
fn next(cx: &mut Cx, iterator: Value, default: Option<Value>) -> R {
    let Some(default) = default else {
        return step(cx, iterator);
    };
    Ok(protocol::next(cx, iterator)?.unwrap_or(default))
}

/// The next item, or the iterator's own StopIteration.
fn step(cx: &mut Cx, iterator: Value) -> R {
    if let Some(found) = iterators::next_builtin(cx, iterator)? {
        return match found {
            Some(item) => Ok(item),
            None => Err(cx.stop_iteration(Value::NONE)),
        };
    }
    if let Some(generator) = iterator.cast::<Generator>()
        && GENERATOR.is(class_of(iterator))
    {
        return match generator.send(cx, Value::NONE)? {
            Ok(item) => Ok(item),
            Err(result) => Err(cx.stop_iteration(result)),
        };
    }
    let name = name!(cx, "__next__")?;
    match attribute::call_special(cx, iterator, name, &[])? {
        Some(item) => Ok(item),
        None => {
            let class = type_name(cx, iterator)?;
            Err(cx.type_error(format_args!("'{class}' object is not an iterator")))
        }
    }
}

/// Return an AsyncIterator for an AsyncIterable object.
#[native(module = "builtins", "aiter(async_iterable, /)")]
fn aiter(cx: &mut Cx, async_iterable: Value) -> R {
    let name = name!(cx, "__aiter__")?;
    let Some(iterator) = attribute::call_special(cx, async_iterable, name, &[])? else {
        let class = type_name(cx, async_iterable)?;
        return Err(cx.type_error(format_args!("'{class}' object is not an async iterable")));
    };
    let name = name!(cx, "__anext__")?;
    if class_of(iterator).lookup(cx, name)?.is_none() {
        let class = type_name(cx, iterator)?;
        return Err(cx.type_error(format_args!(
            "aiter() returned not an async iterator of type '{class}'"
        )));
    }
    Ok(iterator)
}

/// Return True if bool(x) is True for any x in the iterable.
///
/// If the iterable is empty, return False.
#[native(module = "builtins", "any(iterable, /)")]
fn any(cx: &mut Cx, iterable: Value) -> R<bool> {
    some_is(cx, iterable, true)
}

/// Return True if bool(x) is True for all values x in the iterable.
///
/// If the iterable is empty, return True.
#[native(module = "builtins", "all(iterable, /)")]
fn all(cx: &mut Cx, iterable: Value) -> R<bool> {
    Ok(!some_is(cx, iterable, false)?)
}

/// Whether the truth of an item is `wanted`.
fn some_is(cx: &mut Cx, iterable: Value, wanted: bool) -> R<bool> {
    let iterator = protocol::iter(cx, iterable)?;
    let how = match wanted {
        true => Consumer::Any,
        false => Consumer::All,
    };
    if let Some(found) = consume(cx, how, iterator, Value::NONE)? {
        return Ok((found == Value::TRUE) == wanted);
    }
    while let Some(item) = protocol::next(cx, iterator)? {
        if truth(cx, item)? == wanted {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Return a new list containing all items from the iterable in ascending order.
///
/// A custom key function can be supplied to customize the sort order, and the
/// reverse flag can be set to request the result in descending order.
#[native(module = "builtins", "sorted(iterable, /, *, key=None, reverse=False)")]
fn sorted(cx: &mut Cx, iterable: Value, key: Value, reverse: bool) -> R<&'static List> {
    let items = list::new(cx)?;
    list::extend(cx, items, iterable)?;
    list::sort(cx, items, key, reverse)?;
    Ok(items)
}

/// min(iterable, *[, default=obj, key=func]) -> value
/// min(arg1, arg2, *args, *[, key=func]) -> value
///
/// With a single iterable argument, return its smallest item. The
/// default keyword-only argument specifies an object to return if
/// the provided iterable is empty.
/// With two or more positional arguments, return the smallest argument.
#[native(
    module = "builtins",
    "min(*args, key=None, default=<unrepresentable>)",
    opaque
)]
fn min(cx: &mut Cx, args: &[Value], key: Value, default: Option<Value>) -> R {
    extreme(cx, "min", Compare::Lt, args, key, default)
}

/// max(iterable, *[, default=obj, key=func]) -> value
/// max(arg1, arg2, *args, *[, key=func]) -> value
///
/// With a single iterable argument, return its biggest item. The
/// default keyword-only argument specifies an object to return if
/// the provided iterable is empty.
/// With two or more positional arguments, return the largest argument.
#[native(
    module = "builtins",
    "max(*args, key=None, default=<unrepresentable>)",
    opaque
)]
fn max(cx: &mut Cx, args: &[Value], key: Value, default: Option<Value>) -> R {
    extreme(cx, "max", Compare::Gt, args, key, default)
}

/// The best item so far, and what it was judged by.
struct Best {
    op: Compare,
    key: Value,
    item: Value,
    rank: Value,
}

impl Best {
    /// Sees all of an iterator.
    fn see_all(&mut self, cx: &mut Cx, iterator: Value) -> R<()> {
        let how = match self.op {
            Compare::Lt => Consumer::Min,
            _ => Consumer::Max,
        };
        if self.key.is_none()
            && let Some(item) = consume(cx, how, iterator, Value::UNBOUND)?
        {
            self.item = item;
            return Ok(());
        }
        while let Some(item) = protocol::next(cx, iterator)? {
            self.see(cx, item)?;
        }
        Ok(())
    }

    fn see(&mut self, cx: &mut Cx, item: Value) -> R<()> {
        let rank = if self.key.is_none() {
            item
        } else {
            call_values(cx, self.key, &[item])?
        };
        let better = match (rank.as_small_int(), self.rank.as_small_int()) {
            (Some(new), Some(old)) => self.op.holds(new.cmp(&old)),
            _ if self.rank.is_unbound() => true,
            _ => compare(cx, rank, self.rank, self.op)?,
        };
        if better {
            (self.item, self.rank) = (item, rank);
        }
        Ok(())
    }
}

fn extreme(
    cx: &mut Cx,
    function: &str,
    op: Compare,
    args: &[Value],
    key: Value,
    default: Option<Value>,
) -> R {
    let mut best = Best {
        op,
        key,
        item: Value::UNBOUND,
        rank: Value::UNBOUND,
    };
    match args {
        [] => {
            return Err(cx.type_error(format_args!(
                "{function} expected at least 1 argument, got 0"
            )));
        }
        [iterable] => {
            let iterator = protocol::iter(cx, *iterable)?;
            best.see_all(cx, iterator)?;
        }
        _ if default.is_some() => {
            return Err(cx.type_error(format_args!(
                "Cannot specify a default for {function}() with multiple positional arguments"
            )));
        }
        _ => {
            for item in args {
                best.see(cx, *item)?;
            }
        }
    }
    match best.item.bound().or(default) {
        Some(item) => Ok(item),
        None => Err(cx.value_error(format_args!("{function}() iterable argument is empty"))),
    }
}
