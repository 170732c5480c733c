//! The jobs that wait: callbacks and finalisers of what collections have found dead, oldest first.

use crate::cx::Cx;
use crate::value::Value;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub(super) enum Job {
    /// To call the callback of a weak reference.
    Notify(Value),
    /// To call `__del__`, or to close a generator.
    Finalize(Value),
}

impl Job {
    pub(super) fn subject(self) -> Value {
        match self {
            Job::Notify(subject) | Job::Finalize(subject) => subject,
        }
    }
}

static QUEUE: Mutex<VecDeque<Job>> = Mutex::new(VecDeque::new());
/// Whether the queue has something in it.
static DUE: AtomicBool = AtomicBool::new(false);
/// Whether a collection has found more before what the one before had found was done.
static BEHIND: AtomicBool = AtomicBool::new(false);

/// Jobs that are visited before others may have the lock.
const PIECE: usize = 4096;

/// Visits the subjects of all jobs that wait, for the collector. Beside mutators, which take the oldest, and shade it.
pub fn visit_jobs(visit: &mut dyn FnMut(u64)) {
    let mut visited = 0;
    loop {
        let queue = QUEUE.lock();
        // From the newest on, whose places do not change.
        let left = queue.len().saturating_sub(visited);
        for job in queue.range(left.saturating_sub(PIECE)..left) {
            visit(job.subject().bits());
        }
        if left <= PIECE {
            break;
        }
        visited += PIECE;
    }
}

/// What a collection has found.
pub(super) fn append(mut jobs: VecDeque<Job>) {
    let mut queue = QUEUE.lock();
    if !queue.is_empty() && !jobs.is_empty() {
        BEHIND.store(true, Ordering::Relaxed); // Relaxed: as below.
    }
    // The longer one stays where it is.
    if queue.len() < jobs.len() {
        queue.drain(..).rev().for_each(|job| jobs.push_front(job));
        *queue = jobs;
    } else {
        queue.append(&mut jobs);
    }
    if !queue.is_empty() {
        // Relaxed: who misses it sees it at the next boundary.
        DUE.store(true, Ordering::Relaxed);
    }
}

/// What is left at the end of the process.
pub(super) fn extend(jobs: Vec<Job>) {
    QUEUE.lock().extend(jobs);
}

/// Whether jobs wait.
#[inline(always)]
pub fn are_due() -> bool {
    DUE.load(Ordering::Relaxed) // Relaxed: as in `append`.
}

/// Whether they come faster than they are done.
pub(super) fn is_behind() -> bool {
    BEHIND.load(Ordering::Relaxed) // Relaxed: as in `append`.
}

/// The oldest one.
pub(super) fn take(cx: &Cx) -> Option<Job> {
    let mut queue = QUEUE.lock();
    let job = queue.pop_front();
    // A marking under way may not have come by.
    job.iter().for_each(|job| cx.shade(job.subject()));
    if queue.is_empty() {
        // Relaxed: as in `append`.
        DUE.store(false, Ordering::Relaxed);
        BEHIND.store(false, Ordering::Relaxed);
    }
    job
}
