//! Arguments that many methods of files have in common.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::native::{ArgPlace, FromArg, FromDefault};
use crate::objects::int::to_int;
use crate::protocol::{class_of, number, type_name};
use crate::value::Value;

/// How much to read: `None` (in Python: none, or a negative number) is all there is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size(pub(super) Option<usize>);

impl FromArg for Size {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        if value.is_none() {
            return Ok(Size(None));
        }
        let size = optional_size(cx, value)?;
        Ok(Size(usize::try_from(size).ok()))
    }
}

impl FromDefault<i64> for Size {
    fn from_default(size: i64) -> Self {
        Size(usize::try_from(size).ok())
    }
}

impl FromDefault<()> for Size {
    fn from_default((): ()) -> Self {
        Size(None)
    }
}

/// A size where None could be given as well.
///
/// # Errors
/// TypeError if it is no integer, OverflowError if it is too large.
pub(super) fn optional_size(cx: &mut Cx, value: Value) -> R<isize> {
    if !is_integer(cx, value)? {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "argument should be integer or None, not '{class}'"
        )));
    }
    to_isize(cx, value)
}

fn is_integer(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__index__")?;
    Ok(value.is_small_int() || class_of(value).lookup(cx, name)?.is_some())
}

/// A size or a distance.
///
/// # Errors
/// TypeError if it is no integer, OverflowError if it is too large for one.
pub(super) fn to_isize(cx: &mut Cx, value: Value) -> R<isize> {
    match to_i64(cx, value)? {
        Some(number) => Ok(number as isize),
        None => Err(too_large(cx, value, "an index-sized integer")?),
    }
}

/// A position in a file.
///
/// # Errors
/// TypeError if it is no integer, ValueError if it is too large for one.
pub(super) fn to_offset(cx: &mut Cx, value: Value) -> R<i64> {
    match to_i64(cx, value)? {
        Some(number) => Ok(number),
        None => Err(cx.overflow_error(format_args!("Python int too large to convert to C long"))),
    }
}

fn to_i64(cx: &mut Cx, value: Value) -> R<Option<i64>> {
    let index = number::index(cx, value)?;
    Ok(to_int(index).and_then(|int| int.to_i64()))
}

#[cold]
fn too_large(cx: &mut Cx, value: Value, kind: &str) -> R<Exit> {
    let class = type_name(cx, value)?;
    Ok(cx.overflow_error(format_args!("cannot fit '{class}' into {kind}")))
}
