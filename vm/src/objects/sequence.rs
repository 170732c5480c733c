//! What lists and tuples have in common: looking for a value, comparing, `repr`.
//!
//! Comparisons may run Python code that changes a list, so each element is asked for anew.

use crate::cx::{Cx, R};
use crate::native::SliceIndex;
use crate::objects::str::{Str, made};
use crate::protocol::{Compare, equal, repr, rich_compare};
use crate::value::Value;
use std::ops::Range;
use tython_text::{Builder, Text};

/// A list or a tuple.
pub(crate) trait Elements: Copy {
    /// How many elements there are now.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    fn length(self, cx: &mut Cx) -> R<usize>;

    /// Element `index` now, if there is one.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    fn element(self, cx: &mut Cx, index: usize) -> R<Option<Value>>;
}

/// The index of the first element in `range` that equals `value`.
///
/// # Errors
/// What a comparison raises.
pub(crate) fn find<S: Elements>(
    cx: &mut Cx,
    sequence: S,
    value: Value,
    range: Range<usize>,
) -> R<Option<usize>> {
    for index in range {
        match sequence.element(cx, index)? {
            Some(element) if equal(cx, element, value)? => return Ok(Some(index)),
            Some(_) => {}
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// The range of the arguments `start` and `stop` of `index`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn index_range<S: Elements>(
    cx: &mut Cx,
    sequence: S,
    start: SliceIndex,
    stop: SliceIndex,
) -> R<Range<usize>> {
    if start.0 >= 0 && stop.0 >= 0 {
        return Ok(start.0 as usize..stop.0 as usize);
    }
    let length = sequence.length(cx)?;
    let place = |SliceIndex(index): SliceIndex| match usize::try_from(index) {
        Ok(index) => index,
        Err(_) => length.saturating_sub(index.unsigned_abs()),
    };
    Ok(place(start)..place(stop))
}

/// How many elements equal `value`.
///
/// # Errors
/// What a comparison raises.
pub(crate) fn count<S: Elements>(cx: &mut Cx, sequence: S, value: Value) -> R<usize> {
    let mut count = 0;
    let mut from = 0;
    while let Some(index) = find(cx, sequence, value, from..usize::MAX)? {
        count += 1;
        from = index + 1;
    }
    Ok(count)
}

/// `a op b`: the first elements that differ decide, or the lengths.
///
/// # Errors
/// What a comparison raises.
pub(crate) fn compare<S: Elements>(cx: &mut Cx, a: S, b: S, op: Compare) -> R {
    if matches!(op, Compare::Eq | Compare::Ne) && a.length(cx)? != b.length(cx)? {
        return Ok(Value::bool(op == Compare::Ne));
    }
    let mut index = 0;
    while let (Some(x), Some(y)) = (a.element(cx, index)?, b.element(cx, index)?) {
        if !equal(cx, x, y)? {
            // The comparison may have made one of them shorter.
            if index >= a.length(cx)? || index >= b.length(cx)? {
                break;
            }
            return match op {
                Compare::Eq => Ok(Value::FALSE),
                Compare::Ne => Ok(Value::TRUE),
                _ => rich_compare(cx, x, y, op),
            };
        }
        index += 1;
    }
    let (a, b) = (a.length(cx)?, b.length(cx)?);
    Ok(Value::bool(op.holds(a.cmp(&b))))
}

/// The `repr` of the elements, with commas between them, after `open` and before what `close` gives for
/// their number.
///
/// # Errors
/// What an element's `__repr__` raises, and MemoryError.
pub(crate) fn text<S: Elements>(
    cx: &mut Cx,
    sequence: S,
    open: &str,
    close: impl FnOnce(usize) -> &'static str,
) -> R<&'static Str> {
    let mut builder = Builder::new();
    builder.push_text(Text::One(open.as_bytes()));
    let mut index = 0;
    while let Some(element) = sequence.element(cx, index)? {
        if index > 0 {
            builder.push_text(Text::One(b", "));
        }
        let part = repr(cx, element)?;
        if let Some(part) = cx.payload::<Str>(part)? {
            builder.push_text(part.text());
        }
        index += 1;
    }
    builder.push_text(Text::One(close(index).as_bytes()));
    made(cx, builder.finish(), "string is too long")
}

/// Declares the six comparisons of a class by one function.
#[macro_export]
macro_rules! comparisons {
    ($class:ident, $type:ty, $compare:ident) => {
        $crate::comparisons! { $class, $type, $compare,
            lt "__lt__(self, value, /)" Lt;
            le "__le__(self, value, /)" Le;
            eq "__eq__(self, value, /)" Eq;
            ne "__ne__(self, value, /)" Ne;
            gt "__gt__(self, value, /)" Gt;
            ge "__ge__(self, value, /)" Ge;
        }
    };
    ($class:ident, $type:ty, $compare:ident, $($name:ident $signature:literal $op:ident;)*) => {
        $(
            #[$crate::native::native($class, $signature, slot)]
            fn $name(cx: &mut $crate::cx::Cx, this: &'static $type, value: $crate::value::Value) -> $crate::cx::R {
                $compare(cx, this, value, $crate::protocol::Compare::$op)
            }
        )*
    };
}
