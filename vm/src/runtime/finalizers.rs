//! Finalisers: `__del__`, the callbacks of weak references, and the closing of suspended generators.
//!
//! An object with a finaliser is registered when the transaction that made it has committed: before
//! that, its context keeps it alive (`Cx::note_newborn`), and a rollback forgets it, so that the finaliser
//! of an object that never was does not run. The collector keeps a registered object that it finds
//! dead for one more cycle, takes it out of the register, and queues a job. Jobs run between two
//! transactions, each in a transaction of its own, on whichever thread comes by first; and at the end of
//! `gc.collect()`.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::instance::Instance;
use crate::objects::type_object::Flags;
use crate::objects::weakref;
use crate::protocol::{attribute, call_values, class_of};
use crate::runtime::{threads, unraisable};
use crate::value::Value;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use tython_gc::Marking;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
enum Job {
    /// To call the callback of a weak reference.
    Notify(Value),
    /// To call `__del__`, or to close a generator.
    Finalize(Value),
}

/// See [`REGISTER`].
struct Register {
    values: Vec<Value>,
    /// So many of them, at the begin, have survived a collection.
    old: usize,
}

impl Register {
    /// Takes out those that have died, the newest first.
    fn take_dead(&mut self, marking: &Marking<'_>) -> Vec<Value> {
        let from = if marking.is_young() { self.old } else { 0 };
        let looked_at = self.values.split_off(from);
        let (living, mut dead): (Vec<_>, Vec<_>) = looked_at
            .into_iter()
            .partition(|value| marking.is_marked(value.bits()));
        self.values.extend(living);
        self.old = self.values.len();
        dead.reverse();
        dead
    }

    fn take_all(&mut self) -> Vec<Value> {
        self.old = 0;
        std::mem::take(&mut self.values)
    }
}

impl Job {
    fn subject(self) -> Value {
        match self {
            Job::Notify(subject) | Job::Finalize(subject) => subject,
        }
    }
}

/// Objects with finalisers that have not run yet. They are no roots.
static REGISTER: Mutex<Register> = Mutex::new(Register {
    values: Vec::new(),
    old: 0,
});
/// Objects whose finalisers have run, as long as they live. No roots either.
static FINALIZED: Mutex<Vec<Value>> = Mutex::new(Vec::new());
static QUEUE: Mutex<VecDeque<Job>> = Mutex::new(VecDeque::new());
/// Whether the queue has something in it.
static DUE: AtomicBool = AtomicBool::new(false);

/// Leaves out generators that have ended. In the transaction in which these objects were born; nothing of
/// that may be undone afterwards but all of it.
pub fn forget_ended(newborn: &mut Vec<Value>) {
    newborn.retain(|value| !value.cast::<Generator>().is_some_and(Generator::has_ended));
}

/// The transaction in which these objects were born has committed.
pub fn register(newborn: &mut Vec<Value>) {
    if !newborn.is_empty() {
        REGISTER.lock().values.append(newborn);
    }
}

/// Visits the subjects of all jobs, for the collector.
pub fn visit_roots(visit: &mut dyn FnMut(u64)) {
    for job in &*QUEUE.lock() {
        visit(job.subject().bits());
    }
}

/// The collector has marked what lives: weak references to what has died are cleared, and jobs queued.
pub fn after_mark(marking: &mut Marking<'_>) {
    let mut queue = QUEUE.lock();
    queue.extend(weakref::clear_dead(marking).into_iter().map(Job::Notify));
    // The newest goes first: it may use the older ones, as a text file does the file under it.
    for value in REGISTER.lock().take_dead(marking) {
        if has_work(value) {
            marking.mark(value.bits());
            queue.push_back(Job::Finalize(value));
        }
    }
    marking.drain();
    weakref::drop_unmarked(marking);
    if !marking.is_young() {
        FINALIZED
            .lock()
            .retain(|value| marking.is_marked(value.bits()));
    }
    if !queue.is_empty() {
        // Relaxed: who misses it sees it at the next boundary.
        DUE.store(true, Ordering::Relaxed);
    }
}

/// Whether the finaliser of a dead object would do anything. The world is stopped.
fn has_work(value: Value) -> bool {
    match value.cast::<Generator>() {
        Some(generator) => generator.has_cleanup(),
        None => true,
    }
}

/// Whether the finaliser of an object has run.
pub fn is_finalized(object: Value) -> bool {
    FINALIZED.lock().contains(&object)
}

/// Whether jobs wait.
#[inline(always)]
pub fn are_due() -> bool {
    DUE.load(Ordering::Relaxed) // Relaxed: as in `after_mark`.
}

/// At the end of the process: runs the finalisers of all that still lives, but for what is spared. Those in
/// Python come first, the oldest object first, and files last, the newest first, because it may write to
/// the ones under it. In an irrevocable transaction.
///
/// # Errors
/// When the process ends at once.
pub fn run_all(cx: &mut Cx, spared: &[Value]) -> R<()> {
    let name = name!(cx, "__del__")?;
    let alone = threads::count() == 0;
    let (mut jobs, mut files) = (Vec::new(), Vec::new());
    // No collection comes before all of them lie in the queue.
    for value in REGISTER.lock().take_all() {
        if spared.contains(&value) {
            continue;
        }
        cx.shade(value);
        if value.is::<Generator>() {
            // Others may just be running it.
            if alone && has_work(value) {
                jobs.push(Job::Finalize(value));
            }
        } else {
            match class_of(value).lookup(cx, name)? {
                Some(method) if method.is::<Function>() => jobs.push(Job::Finalize(value)),
                _ => files.push(Job::Finalize(value)),
            }
        }
    }
    jobs.extend(files.into_iter().rev());
    QUEUE.lock().extend(jobs);
    run_here(cx)
}

fn take() -> Option<Job> {
    let mut queue = QUEUE.lock();
    let job = queue.pop_front();
    if queue.is_empty() {
        DUE.store(false, Ordering::Relaxed); // Relaxed: as in `after_mark`.
    }
    job
}

/// Runs the jobs that wait, between two transactions of this thread.
#[cold]
pub fn run_between(cx: &mut Cx) {
    if cx.finalizing {
        return;
    }
    cx.irrevocably(|cx| {
        let exception = cx.take_exception();
        // Whatever ends the process is seen at the next poll.
        let _ = run_here(cx);
        cx.exception = exception;
    });
}

/// Runs the jobs that wait in the running transaction, which is irrevocable.
///
/// # Errors
/// When the process ends.
pub fn run_here(cx: &mut Cx) -> R<()> {
    let was = std::mem::replace(&mut cx.finalizing, true);
    let handled = cx.handled;
    let mut result = Ok(());
    while result.is_ok()
        && let Some(job) = take()
    {
        result = run(cx, job);
    }
    cx.handled = handled;
    cx.finalizing = was;
    result
}

/// Runs one job; what it raises is reported.
fn run(cx: &mut Cx, job: Job) -> R<()> {
    cx.handled = Value::NONE;
    let (result, message, culprit) = match job {
        Job::Notify(owner) => {
            let Some(reference) = owner.cast::<Instance>() else {
                return Ok(());
            };
            let callback = weakref::take_callback(cx, reference)?;
            if callback.is_none() {
                return Ok(());
            }
            let message = "Exception ignored while calling weakref callback";
            (call_values(cx, callback, &[owner]), message, callback)
        }
        Job::Finalize(object) => match object.cast::<Generator>() {
            Some(generator) => {
                let message = match generator.never_awaited(cx)? {
                    true => "Exception ignored while finalizing coroutine",
                    false => "Exception ignored while closing generator",
                };
                (generator.clean_up(cx), message, object)
            }
            None => {
                let name = name!(cx, "__del__")?;
                FINALIZED.lock().push(object);
                let Some(method) = class_of(object).lookup(cx, name)? else {
                    return Ok(());
                };
                let message = "Exception ignored while calling deallocator";
                let result = attribute::call_special(cx, object, name, &[]);
                (result.map(|_| Value::NONE), message, method)
            }
        },
    };
    match result {
        Ok(_) => Ok(()),
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            unraisable::report(cx, raised, message, culprit)
        }
        Err(exit) => Err(exit),
    }
}

/// Notes that a new object has a finaliser, if it does.
#[inline(always)]
pub fn born(cx: &mut Cx, flags: Flags, object: Value) {
    if flags.has(Flags::FINALIZER) {
        cx.note_newborn(object);
    }
}

/// Notes that a new generator may have something to clean up.
pub fn generator_born(cx: &mut Cx, generator: &'static Generator) {
    cx.note_newborn(Value::from(generator));
}
