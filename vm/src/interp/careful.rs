//! Instructions that are transactions of their own.
//!
//! The heap is collected where the transaction that found it full began (`cx/exhaustion.rs`). What the program has
//! given up since then is still in use there, and polls may be far apart. So for a while after the heap was
//! full each instruction is a transaction of its own: the next one that finds no memory goes back to
//! its own beginning, where nothing is in use that will not be used.

use super::{Fr, end, execute, step};
use crate::cx::{Cx, R};

/// Runs the newest frame as the loop does, but its next instructions one by one if the heap was full just now.
pub(super) fn execute_carefully(cx: &mut Cx) -> R {
    while cx.careful > 0 {
        cx.careful -= 1;
        let fr = Fr(cx.frames.top());
        let flow = step(cx, fr, fr.instruction())?;
        if let Some(result) = end(cx, flow)? {
            return Ok(result);
        }
        if cx.may_end() {
            cx.next_transaction()?;
        }
    }
    execute(cx)
}
