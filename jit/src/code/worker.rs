//! Compiling in the background: one thread with a compiler and a queue.
//!
//! A job is whatever is to be done with the compiler: optimise, compile, install, let go of the claim. The queue
//! is bounded; who finds it full keeps the job, and gives it up. Tests use a worker without a thread, which
//! does each job at once: what they see does not depend on time.

use crate::lower::Compiler;
use std::fmt;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

/// What is done with the compiler.
pub type Job = Box<dyn FnOnce(&mut Compiler) + Send>;

/// Does jobs.
pub struct Worker(How);

enum How {
    AtOnce(Box<Mutex<Compiler>>),
    Later(Option<SyncSender<Job>>, Option<JoinHandle<()>>),
}

impl Worker {
    /// A worker that does each job when it is given, on the thread that gives it.
    #[must_use]
    pub fn at_once(compiler: Compiler) -> Worker {
        Worker(How::AtOnce(Box::new(Mutex::new(compiler))))
    }

    /// A worker with a thread of its own and a queue for so many jobs.
    ///
    /// # Errors
    /// If the system has no thread for it.
    pub fn background(mut compiler: Compiler, queue: usize) -> std::io::Result<Worker> {
        let (sender, jobs) = sync_channel::<Job>(queue);
        let thread = Builder::new().name("jit".into()).spawn(move || {
            for job in jobs {
                job(&mut compiler);
            }
        })?;
        Ok(Worker(How::Later(Some(sender), Some(thread))))
    }

    /// Gives a job.
    ///
    /// # Errors
    /// The job, if the queue is full.
    pub fn submit(&self, job: Job) -> Result<(), Job> {
        match &self.0 {
            How::AtOnce(compiler) => {
                // A job that panicked has left nothing half-done: each compilation begins anew.
                job(&mut compiler.lock().unwrap_or_else(PoisonError::into_inner));
                Ok(())
            }
            How::Later(sender, _) => match sender {
                Some(sender) => sender.try_send(job).map_err(|error| match error {
                    TrySendError::Full(job) | TrySendError::Disconnected(job) => job,
                }),
                None => Err(job),
            },
        }
    }
}

impl Drop for Worker {
    /// Waits until the jobs that were given are done.
    fn drop(&mut self) {
        if let How::Later(sender, thread) = &mut self.0 {
            drop(sender.take());
            if let Some(thread) = thread.take() {
                // A thread that panicked has said so.
                let _ = thread.join();
            }
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            How::AtOnce(_) => "Worker(at once)",
            How::Later(..) => "Worker(background)",
        })
    }
}
