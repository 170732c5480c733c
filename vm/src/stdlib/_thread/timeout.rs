//! Timeouts of waiting functions.

use crate::cx::{Cx, R, Wait};
use crate::stdlib::time::duration;
use crate::value::Value;
use std::time::{Duration, Instant};

/// `threading.TIMEOUT_MAX`, in seconds.
pub(crate) const MAX: f64 = 9_223_372_036.0;

/// A timeout of -1 second is none.
const NONE: i64 = -1_000_000_000;

/// The moment in so many nanoseconds; further than the clock goes is for ever.
pub(crate) fn after(nanoseconds: i64) -> Wait {
    let time = Duration::from_nanos(nanoseconds.unsigned_abs());
    Instant::now()
        .checked_add(time)
        .map_or(Wait::Always, Wait::Until)
}

/// `acquire(blocking=True, timeout=-1)`
///
/// # Errors
/// ValueError and OverflowError.
pub(crate) fn of_lock(cx: &mut Cx, blocking: bool, timeout: Value) -> R<Wait> {
    let unset = timeout.as_small_int() == Some(-1);
    let nanoseconds = match unset {
        true => NONE,
        false => duration::up(cx, timeout)?,
    };
    match (blocking, nanoseconds) {
        (true, NONE) => return Ok(Wait::Always),
        (false, NONE) => return Ok(Wait::No),
        (false, _) => {
            return Err(cx.value_error(format_args!(
                "can't specify a timeout for a non-blocking call"
            )));
        }
        (true, _) => {}
    }
    if nanoseconds < 0 {
        return Err(cx.value_error(format_args!("timeout value must be a non-negative number")));
    }
    if nanoseconds as f64 / 1e9 > MAX {
        return Err(cx.overflow_error(format_args!("timeout value is too large")));
    }
    Ok(after(nanoseconds))
}

/// A timeout that is None for none, and where a negative one is none either.
///
/// # Errors
/// TypeError, ValueError, OverflowError.
pub(crate) fn optional(cx: &mut Cx, timeout: Value) -> R<Wait> {
    if timeout.is_none() {
        return Ok(Wait::Always);
    }
    let nanoseconds = duration::up(cx, timeout)?;
    Ok(match nanoseconds {
        0.. => after(nanoseconds),
        _ => Wait::Always,
    })
}
