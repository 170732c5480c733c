//! Going through the values that a dict or set is to be made of.

use crate::cx::{Cx, R};
use crate::objects::list::{self, List};
use crate::objects::tuple::Tuple;
use crate::protocol;
use crate::value::Value;

/// Calls `take` for each of the values. Those of a list or tuple need no iterator: nobody would see
/// it. What `take` adds to the list, or takes away, counts, as it would for one.
///
/// # Errors
/// TypeError if it cannot be iterated over; what the iteration and `take` raise.
pub(crate) fn each(
    cx: &mut Cx,
    values: Value,
    mut take: impl FnMut(&mut Cx, Value) -> R<()>,
) -> R<()> {
    if let Some(tuple) = values.cast::<Tuple>() {
        return tuple
            .as_slice()
            .iter()
            .try_for_each(|value| take(cx, *value));
    }
    if let Some(list) = values.cast::<List>() {
        let mut index = 0;
        while let Some(value) = list::get(cx, list, index)? {
            take(cx, value)?;
            index += 1;
        }
        return Ok(());
    }
    let iterator = protocol::iter(cx, values)?;
    while let Some(value) = protocol::next(cx, iterator)? {
        take(cx, value)?;
    }
    Ok(())
}
