//! One raw operation at a time: reading and writing happen outside of transactions, so that another
//! thread could begin with the same file meanwhile, and bytes would come out of order.
//!
//! The lock is a transactional slot that holds the number of a thread. What needs the raw file enters its
//! thread there before the system call, which commits that, and leaves afterwards. Who finds somebody
//! else there waits outside of transactions and looks again: the state may have changed altogether.

use super::state::BUSY;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::objects::instance::Instance;
use crate::objects::str::to_string;
use crate::protocol::repr;
use crate::value::Value;
use std::time::Duration;

/// The first wait for another thread; each is twice as long as the one before, up to [`LONGEST`].
const SHORTEST: Duration = Duration::from_micros(20);
/// The longest wait until the next look.
const LONGEST: Duration = Duration::from_millis(2);

fn thread(cx: &Cx) -> Value {
    Value::index(cx.tx.slot())
}

/// Runs `body` while no other thread uses the raw file.
///
/// # Errors
/// RuntimeError if this thread does already, and those of `body`.
pub(super) fn locked<T>(
    cx: &mut Cx,
    this: &'static Instance,
    body: impl FnOnce(&mut Cx) -> R<T>,
) -> R<T> {
    enter(cx, this)?;
    match body(cx) {
        Ok(value) => {
            this.set(cx, BUSY, Value::UNBOUND)?;
            Ok(value)
        }
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            this.set(cx, BUSY, Value::UNBOUND)?;
            Err(cx.raise(raised))
        }
        Err(exit) => Err(exit),
    }
}

fn enter(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let mut pause = SHORTEST;
    loop {
        let owner = this.get(cx, BUSY)?;
        if owner.is_unbound() {
            let thread = thread(cx);
            return this.set(cx, BUSY, thread);
        }
        if owner == thread(cx) {
            let file = repr(cx, this.value())?;
            let file = to_string(file);
            return Err(cx.runtime_error(format_args!("reentrant call inside {file}")));
        }
        cx.blocking(|| std::thread::sleep(pause))?;
        pause = (pause * 2).min(LONGEST);
    }
}
