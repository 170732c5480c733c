//! Who runs the jobs that wait, and for how long at a time.
//!
//! Jobs run in irrevocable transactions, and only one thread at a time can be irrevocable. So whoever runs many pauses
//! after each millisecond, for whoever waits for the turn. A thread that only comes by with a transaction of its own just
//! ended runs jobs for at most as long as it has been at its own work since: a million that die at once take half of its
//! time for a while, and do not stop it. When a collection finds more before the last one's are done, that is not
//! enough, and the thread goes on until none are left.

use super::{apart, between, queue, run};
use crate::cx::{Cx, R};
use std::thread;
use std::time::{Duration, Instant};

/// For how long jobs run before others may be irrevocable.
const TURN: Duration = Duration::from_millis(1);
/// How long they then may begin to be.
const NAP: Duration = Duration::from_micros(50);

/// Runs jobs that wait, between two transactions of this thread.
#[cold]
pub fn run_between(cx: &mut Cx, all: bool) {
    if cx.finalizing {
        return;
    }
    let now = Instant::now();
    let own = cx.finalized_at.map_or(TURN, |at| now - at);
    if all || queue::is_behind() || cx.tx.is_solo() {
        between(cx, run_here);
    } else {
        between(cx, |cx| run_for(cx, own.min(TURN)).map(|_| ()));
    }
    cx.finalized_at = Some(Instant::now());
}

/// Runs the jobs that wait in the running transaction, which is irrevocable, and in further ones if there
/// are many.
///
/// # Errors
/// When the process ends.
pub fn run_here(cx: &mut Cx) -> R<()> {
    while run_for(cx, TURN)? {
        if cx.atomic == 0 && !cx.tx.is_solo() {
            cx.blocking(|| thread::sleep(NAP))?;
        }
    }
    Ok(())
}

/// Runs jobs in the running transaction, which is irrevocable, for so long. False: there are no more.
fn run_for(cx: &mut Cx, time: Duration) -> R<bool> {
    let since = Instant::now();
    apart(cx, |cx| {
        while let Some(job) = queue::take(cx) {
            run(cx, job)?;
            if since.elapsed() >= time {
                return Ok(true);
            }
        }
        Ok(false)
    })
}
