//! The thread that compiles.
//!
//! It is no thread of Python's: it owns no objects, hears no signals, and nobody waits for it when the process
//! ends. It begins when there is something to do for the first time. `fork` waits until it has done
//! its job, and the copy, which has not got it, begins another one.
//!
//! With thresholds so low that only tests have them each trace is compiled on the spot, by the thread that
//! has recorded it: what a test sees does not depend on time then.

use crate::runtime::signals;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use tython_jit::code::{Job, Worker};
use tython_jit::lower::Compiler;

/// Jobs that may wait.
const QUEUE: usize = 64;

pub(super) struct Background {
    at_once: bool,
    worker: Worker,
    /// Held while a job is being done.
    busy: Mutex<()>,
    queue: Mutex<Queue>,
    wake: Condvar,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    is_served: bool,
}

/// A lock that a panic has not spoilt: what it guards is never left half-done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Background {
    pub(super) fn new(compiler: Compiler, at_once: bool) -> Background {
        Background {
            at_once,
            worker: Worker::at_once(compiler),
            busy: Mutex::default(),
            queue: Mutex::default(),
            wake: Condvar::new(),
        }
    }

    /// Gives a job; the job, if there are too many already, or there is no thread for it.
    pub(super) fn submit(&'static self, job: Job) -> Result<(), Job> {
        if self.at_once {
            return self.worker.submit(job);
        }
        let mut queue = lock(&self.queue);
        queue.is_served = queue.is_served || self.start();
        if !queue.is_served || queue.jobs.len() >= QUEUE {
            return Err(job);
        }
        queue.jobs.push_back(job);
        self.wake.notify_one();
        Ok(())
    }

    fn start(&'static self) -> bool {
        let thread = thread::Builder::new().name("tython-jit".to_owned());
        let started = thread.spawn(|| {
            signals::block_all();
            self.serve();
        });
        started.is_ok()
    }

    fn serve(&self) {
        loop {
            let mut queue = lock(&self.queue);
            let job = loop {
                match queue.jobs.pop_front() {
                    Some(job) => break job,
                    None => {
                        queue = self
                            .wake
                            .wait(queue)
                            .unwrap_or_else(PoisonError::into_inner);
                    }
                }
            };
            drop(queue);
            let _busy = lock(&self.busy);
            // It is done at once, so it never comes back.
            let _ = self.worker.submit(job);
        }
    }

    /// Runs `body` while no job is being done; it says whether this is a copy of the process then.
    pub(super) fn while_still<T>(
        &self,
        body: impl FnOnce() -> T,
        is_copy: impl FnOnce(&T) -> bool,
    ) -> T {
        let _busy = lock(&self.busy);
        let mut queue = lock(&self.queue);
        let result = body();
        if is_copy(&result) {
            queue.is_served = false;
        }
        result
    }
}
