//! The optional bounds of `find`, `count`, `startswith` and their like: numbers or None.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::{ArgPlace, FromArg, FromDefault, SliceIndex};
use crate::protocol::{attribute, number};
use crate::value::Value;
use std::ops::Range;

/// A bound; `None` where it was not given, or given as None.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound(Option<isize>);

impl FromArg for Bound {
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        if value.is_none() {
            return Ok(Bound(None));
        }
        let index = name!(cx, "__index__")?;
        if number::exact_int(cx, value)?.is_none()
            && attribute::get_special(cx, value, index)?.is_none()
        {
            return Err(cx.type_error(format_args!(
                "slice indices must be integers or None or have an __index__ method"
            )));
        }
        let SliceIndex(bound) = SliceIndex::from_arg(cx, value, place)?;
        Ok(Bound(Some(bound)))
    }
}

impl<D> FromDefault<D> for Bound {
    fn from_default(_: D) -> Self {
        Bound(None)
    }
}

/// The part of `length` units that two bounds mean; `None` if it begins after its end.
pub(crate) fn range(start: Bound, end: Bound, length: usize) -> Option<Range<usize>> {
    tython_text::bounds::range(start.0.unwrap_or(0), end.0.unwrap_or(isize::MAX), length)
}
