//! Numbers as arguments, with the limits and the words of the C types that CPython converts to.

use super::{ArgPlace, FromArg, FromDefault, MaxSize};
use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::float::to_f64;
use crate::objects::int::to_int;
use crate::protocol::{class_of, number};
use crate::value::Value;

/// A bound of a slice: what is too large or too small becomes the largest or smallest number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SliceIndex(pub isize);

/// The number of an integer, or of what has `__index__`; `None` if it has more than 64 bits. With it
/// whether it is negative.
#[cold]
#[inline(never)]
fn integer(cx: &mut Cx, value: Value) -> R<(Option<i64>, bool)> {
    let index = number::index(cx, value)?;
    match to_int(index) {
        Some(int) => Ok((int.to_i64(), int.is_negative())),
        None => Err(cx.system_error(format_args!("__index__ gave no int"))),
    }
}

#[cold]
fn too_large(cx: &mut Cx, kind: &str) -> Exit {
    cx.overflow_error(format_args!("Python int too large to convert to C {kind}"))
}

macro_rules! integers {
    ($($rust:ty = $c:literal;)*) => {
        $(
            impl FromArg for $rust {
                #[inline]
                fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
                    let number = match value.as_small_int() {
                        Some(small) => Some(small),
                        None => integer(cx, value)?.0,
                    };
                    match number.and_then(|number| number.try_into().ok()) {
                        Some(number) => Ok(number),
                        None => Err(too_large(cx, $c)),
                    }
                }
            }

            impl FromDefault<i64> for $rust {
                #[inline(always)]
                fn from_default(default: i64) -> Self {
                    default as $rust
                }
            }
        )*
    };
}

integers! {
    i32 = "int";
    i64 = "long";
    isize = "ssize_t";
}

impl FromDefault<MaxSize> for isize {
    #[inline(always)]
    fn from_default(_: MaxSize) -> Self {
        isize::MAX
    }
}

fn has_index(cx: &mut Cx, value: Value) -> R<bool> {
    let index = name!(cx, "__index__")?;
    Ok(class_of(value).lookup(cx, index)?.is_some())
}

impl FromArg for SliceIndex {
    #[inline]
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        if let Some(small) = value.as_small_int() {
            return Ok(SliceIndex(small as isize));
        }
        if to_int(value).is_none() && !has_index(cx, value)? {
            let none = if place.is_nullable() { "None or " } else { "" };
            return Err(cx.type_error(format_args!(
                "slice indices must be integers or {none}have an __index__ method"
            )));
        }
        Ok(SliceIndex(match integer(cx, value)? {
            (Some(number), _) => number as isize,
            (None, true) => isize::MIN,
            (None, false) => isize::MAX,
        }))
    }
}

impl FromDefault<i64> for SliceIndex {
    #[inline(always)]
    fn from_default(default: i64) -> Self {
        SliceIndex(default as isize)
    }
}

impl FromDefault<MaxSize> for SliceIndex {
    #[inline(always)]
    fn from_default(_: MaxSize) -> Self {
        SliceIndex(isize::MAX)
    }
}

impl FromArg for f64 {
    #[inline]
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        match to_f64(value) {
            Some(float) => Ok(float),
            None => number::float(cx, value),
        }
    }
}

impl FromDefault<f64> for f64 {
    #[inline(always)]
    fn from_default(default: f64) -> Self {
        default
    }
}
