//! Finalisers: `__del__`, the callbacks of weak references, and the closing of suspended generators.
//!
//! An object with a finaliser is registered when the transaction that made it has committed: before
//! that, its context keeps it alive (`Cx::note_newborn`), and a rollback forgets it, so that the finaliser
//! of an object that never was does not run. The collector keeps a registered object that it finds
//! dead for one more cycle, takes it out of the register, and queues a job. Jobs run between two
//! transactions, on whichever thread comes by first, and at the end of `gc.collect()`: in irrevocable
//! transactions of a millisecond each, because only one thread at a time can be irrevocable.
//!
//! The collector does that when marking has ended, beside mutators. So what it brings back goes into the queue when all
//! of it is marked, and the register is not emptied meanwhile.

mod queue;
mod register;
mod turns;

pub use queue::{are_due, visit_jobs};
pub use turns::{run_between, run_here};

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
use queue::Job;
use register::Register;
use std::collections::VecDeque;
use tython_gc::{Aftermath, Marking};

/// Objects with finalisers that have not run yet. They are no roots.
static REGISTER: Mutex<Register> = Mutex::new(Register::new());
/// Objects whose finalisers have run, as long as they live. No roots either.
static FINALIZED: Mutex<Register> = Mutex::new(Register::new());
/// Objects of the register on their way into the queue, at the end of the process.
static LEAVING: Mutex<Vec<Value>> = Mutex::new(Vec::new());

/// Leaves out generators that have ended. In the transaction in which these objects were born; nothing of
/// that may be undone afterwards but all of it.
pub fn forget_ended(newborn: &mut Vec<Value>) {
    newborn.retain(|value| !value.cast::<Generator>().is_some_and(Generator::has_ended));
}

/// The transaction in which these objects were born has committed.
pub fn register(newborn: &mut Vec<Value>) {
    if !newborn.is_empty() {
        REGISTER.lock().append(newborn);
    }
}

/// Visits the subjects of jobs to come, for the collector.
pub fn visit_roots(visit: &mut dyn FnMut(u64)) {
    for value in &*LEAVING.lock() {
        visit(value.bits());
    }
}

/// Marking is nearly done, and mutators run: what is not marked may be dead.
pub fn survey(marking: &Marking<'_>) {
    weakref::survey(marking);
    register::survey(&REGISTER, marking);
    register::survey(&FINALIZED, marking);
}

/// What a collection has found.
#[derive(Debug)]
pub struct Found {
    jobs: VecDeque<Job>,
    links: weakref::Found,
}

/// Marking has ended, and mutators run: weak references to what has died are cleared, and what finalisers need is brought
/// back.
pub fn clear_dead(dead: &mut Aftermath<'_, '_>) -> Found {
    let mut links = weakref::clear_dead(dead);
    let notify = std::mem::take(&mut links.notify);
    let mut jobs: VecDeque<Job> = notify.into_iter().map(Job::Notify).collect();
    // The newest goes first: it may use the older ones, as a text file does the file under it.
    for value in register::take_dead(&REGISTER, dead) {
        if has_work(value) {
            dead.revive(value.bits());
            jobs.push_back(Job::Finalize(value));
        }
    }
    dead.drain();
    Found { jobs, links }
}

/// What is to be brought back has been.
pub fn settle(dead: &Aftermath<'_, '_>, found: Found) {
    weakref::restore(dead, found.links);
    register::take_dead(&FINALIZED, dead);
    queue::append(found.jobs);
}

/// Whether the finaliser of a dead object would do anything.
fn has_work(value: Value) -> bool {
    match value.cast::<Generator>() {
        Some(generator) => generator.has_cleanup(),
        None => true,
    }
}

/// Whether the finaliser of an object has run.
pub fn is_finalized(object: Value) -> bool {
    FINALIZED.lock().contains(object)
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
    // What follows may wait for another thread, and for its collections meanwhile.
    cx.await_clearing();
    for value in leave(cx) {
        if spared.contains(&value) {
            continue;
        }
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
    queue::extend(jobs);
    LEAVING.lock().clear();
    run_here(cx)
}

/// Takes all out of the register, and makes them roots.
fn leave(cx: &Cx) -> Vec<Value> {
    // No dead are among them, because there is no clearing. No safepoint comes before they are: a collection that begins later visits them, and one that is marking is
    // told of them.
    let all = REGISTER.lock().take_all();
    LEAVING.lock().clone_from(&all);
    all.iter().for_each(|value| cx.shade(*value));
    all
}

/// Runs `body`, which calls Python code, in a transaction of its own, between two of this thread. It happens once.
pub(crate) fn between(cx: &mut Cx, body: impl FnOnce(&mut Cx) -> R<()>) {
    cx.irrevocably(|cx| {
        let exception = cx.take_exception();
        // Whatever ends the process is seen at the next poll.
        let _ = apart(cx, body);
        cx.exception = exception;
    });
}

/// The same in the running transaction, which is irrevocable.
fn apart<T>(cx: &mut Cx, body: impl FnOnce(&mut Cx) -> R<T>) -> R<T> {
    let was = std::mem::replace(&mut cx.finalizing, true);
    let handled = std::mem::replace(&mut cx.handled, Value::NONE);
    let result = body(cx);
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
