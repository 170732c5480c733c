//! Small numbers in a vector of values, as combinatorics count with them.

use crate::cx::{Cx, R};
use crate::objects::values::{self, Values};
use crate::value::Value;

/// Numbers that fit on the native stack.
const ON_STACK: usize = 16;

/// A vector of these numbers.
///
/// # Errors
/// MemoryError.
pub(super) fn new(
    cx: &mut Cx,
    count: usize,
    mut number: impl FnMut(usize) -> usize,
) -> R<&'static Values> {
    let vector = values::new(cx, count)?;
    vector.init(|index| Value::index(number(index)));
    Ok(vector)
}

/// Lets `body` read and change the numbers. Those that it has changed are written if it returns true.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn change(
    cx: &mut Cx,
    vector: &'static Values,
    body: impl FnOnce(&mut [usize]) -> bool,
) -> R<bool> {
    if vector.len() <= ON_STACK {
        let mut numbers = [0; ON_STACK];
        return change_in(cx, vector, &mut numbers[..vector.len()], body);
    }
    let mut numbers = vec![0; vector.len()];
    change_in(cx, vector, &mut numbers, body)
}

fn change_in(
    cx: &mut Cx,
    vector: &'static Values,
    numbers: &mut [usize],
    body: impl FnOnce(&mut [usize]) -> bool,
) -> R<bool> {
    vector.copy_to(cx, |index, value| {
        numbers[index] = value.as_small_int().unwrap_or(0) as usize;
    })?;
    if !body(numbers) {
        return Ok(false);
    }
    vector.write(cx, |index| Value::index(numbers[index]))?;
    Ok(true)
}
