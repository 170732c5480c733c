//! Threads: starting them, what they run, and how they end.
//!
//! A thread is a thread of the operating system with a context of its own. What it is to run lies in an
//! *order*, a tuple that the registry here keeps alive. A thread is started between two transactions of
//! the one that asked for it: outside of atomic blocks at once, else when the block has committed.

use crate::chaos;
use crate::cx::{ATTENTION, BOUNDARY, Cx, Exit, R};
use crate::heap::Graph;
use crate::name;
use crate::native::Args;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes;
use crate::objects::tuple::Tuple;
use crate::protocol::{call, is_instance};
use crate::runtime::main_program::{Outcome, run_to_end};
use crate::runtime::{fork, report, unraisable};
use crate::stdlib::_thread::handle;
use crate::value::Value;
use crate::vm::Vm;
use parking_lot::Mutex;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use stm_core::{Abort, Stats, Thread};

/// Bytes of native stack of a new thread, unless `stack_size` says otherwise.
const STACK: usize = 16 << 20;
/// What a thread needs at least, however little it asks for.
const LEAST_STACK: usize = 2 << 20;

/// `_thread.stack_size`; 0: the default.
pub static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);

/// Who a thread is.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// `threading.get_ident()`
    pub ident: u64,
    /// `threading.get_native_id()`
    pub native_id: u64,
    /// Whether it is the one that runs the main program.
    pub is_main: bool,
}

impl Identity {
    /// The calling thread.
    pub fn here() -> Self {
        // SAFETY: always.
        let (ident, native_id) = unsafe { (libc::pthread_self(), libc::gettid()) };
        Identity {
            ident,
            native_id: native_id as u64,
            is_main: false,
        }
    }
}

/// What a thread is to do: the items of an order.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// The function.
    pub function: Value,
    /// Its positional arguments: a tuple.
    pub args: Value,
    /// Its keyword arguments: a dict, or None.
    pub kwargs: Value,
    /// The `_ThreadHandle`, or None.
    pub handle: Value,
    /// The process does not wait for it: a bool.
    pub daemon: Value,
}

impl Order {
    fn pack(self, cx: &mut Cx) -> R {
        cx.tuple(&[
            self.function,
            self.args,
            self.kwargs,
            self.handle,
            self.daemon,
        ])
    }

    fn unpack(order: Value) -> Self {
        let items = order.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
        let item = |index: usize| items.get(index).copied().unwrap_or(Value::NONE);
        Order {
            function: item(0),
            args: item(1),
            kwargs: item(2),
            handle: item(3),
            daemon: item(4),
        }
    }
}

/// A thread that has been started and has not ended.
struct Live {
    key: u64,
    order: Value,
    /// Where its poll word is.
    slot: usize,
}

struct Registry {
    live: Vec<Live>,
    keys: u64,
    /// What the threads have done that have ended.
    ended: Option<Stats>,
}

static REGISTRY: Mutex<Registry> = Mutex::new(Registry {
    live: Vec::new(),
    keys: 0,
    ended: None,
});

/// A thread has ended, and perhaps only one is left.
static ONE_LESS: AtomicBool = AtomicBool::new(false);

/// Raises if the process is on its way out, when other threads run no Python code any more.
///
/// # Errors
/// PythonFinalizationError.
pub(crate) fn refuse_at_end(cx: &mut Cx, what: &str) -> R<()> {
    // Relaxed: the main thread itself has stored it, or the calling thread stops at its next poll.
    if !cx.vm.finalizing.load(Ordering::Relaxed) {
        return Ok(());
    }
    Err(cx.raise_message(
        &classes::PYTHON_FINALIZATION_ERROR,
        format_args!("{what} at interpreter shutdown"),
    ))
}

/// Starts a thread; gives its identity, or 0 if it starts when the atomic block has committed.
///
/// # Errors
/// RuntimeError when the system refuses.
pub fn start(cx: &mut Cx, order: Order) -> R<u64> {
    refuse_at_end(cx, "can't create new thread")?;
    let order = order.pack(cx)?;
    if cx.atomic > 0 {
        cx.starting = cx.tuple(&[order, cx.starting])?;
        cx.end_soon();
        return Ok(0);
    }
    match cx.between(|cx| launch(cx, order, true))? {
        Some(ident) => Ok(ident),
        None => Err(cx.runtime_error(format_args!("can't start new thread"))),
    }
}

/// Between transactions: starts what atomic blocks have asked for, and goes solo when alone.
#[inline]
pub fn between_transactions(cx: &mut Cx) {
    // Relaxed: a hint.
    if !cx.starting.is_none() || ONE_LESS.load(Ordering::Relaxed) || fork::is_coming() {
        serve(cx);
    }
}

#[cold]
fn serve(cx: &mut Cx) {
    if fork::is_coming() {
        fork::stand_aside(cx);
    }
    while let Some(pair) = cx.starting.cast::<Tuple>() {
        let order = pair.get(0).unwrap_or(Value::NONE);
        cx.starting = pair.get(1).unwrap_or(Value::NONE);
        if launch(cx, order, false).is_none() {
            crate::host::stderr::line(format_args!("tython: can't start new thread"));
        }
    }
    // Relaxed: a hint.
    if ONE_LESS.swap(false, Ordering::Relaxed) {
        cx.tx.try_solo();
    }
}

/// Starts a thread, between transactions. `None` if the system refuses. With `wait`, the thread has its
/// identity when this returns.
fn launch(cx: &mut Cx, order: Value, wait: bool) -> Option<u64> {
    cx.tx.leave_solo();
    let started = try_launch(cx, order, wait);
    if started.is_none() {
        ONE_LESS.store(true, Ordering::Relaxed); // Relaxed: a hint.
    }
    started
}

fn try_launch(cx: &mut Cx, order: Value, wait: bool) -> Option<u64> {
    let vm = cx.vm;
    let tx = vm.stm.attach().ok()?;
    let key = enter(order, tx.slot());
    let stack = match STACK_SIZE.load(Ordering::Relaxed) {
        0 => STACK,
        size => size.max(LEAST_STACK),
    };
    let (started, receiver) = sync_channel(1);
    let spawned = std::thread::Builder::new()
        .stack_size(stack)
        .spawn(move || thread_main(vm, tx, key, stack, &started));
    if spawned.is_err() {
        leave(key, None);
        return None;
    }
    if wait {
        cx.rest(|| receiver.recv().ok())
    } else {
        Some(0)
    }
}

fn enter(order: Value, slot: usize) -> u64 {
    let mut registry = REGISTRY.lock();
    registry.keys += 1;
    let key = registry.keys;
    registry.live.push(Live { key, order, slot });
    key
}

fn leave(key: u64, stats: Option<&Stats>) {
    let mut registry = REGISTRY.lock();
    registry.live.retain(|live| live.key != key);
    if let Some(stats) = stats {
        registry.ended.get_or_insert_default().add(stats);
    }
}

fn order_of(key: u64) -> Order {
    let registry = REGISTRY.lock();
    let found = registry.live.iter().find(|live| live.key == key);
    Order::unpack(found.map_or(Value::NONE, |live| live.order))
}

/// The life of a thread.
fn thread_main(
    vm: &'static Vm,
    tx: Thread<Graph>,
    key: u64,
    stack: usize,
    started: &SyncSender<u64>,
) {
    let mut cx = Cx::new(vm, tx, stack);
    let order = order_of(key);
    // A panic is a mistake of the virtual machine's own; whoever waits for the thread must not pay.
    let panicked = catch_unwind(AssertUnwindSafe(|| run(&mut cx, order, started))).is_err();
    if panicked && cx.tx.in_transaction() {
        cx.tx.rollback(Abort::Cancelled);
    }
    cx.starting = Value::NONE;
    if !order.handle.is_none() {
        let _ = cx.atomically(|cx| handle::set_done(cx, order.handle));
    }
    leave(key, Some(cx.tx.stats()));
    drop(cx);
    if vm.stm.threads() == 1 {
        ONE_LESS.store(true, Ordering::Relaxed); // Relaxed: a hint.
        request_of_all(vm, BOUNDARY);
    }
}

fn run(cx: &mut Cx, order: Order, started: &SyncSender<u64>) {
    let ident = cx.thread.ident;
    let _ = prepare(cx);
    if !order.handle.is_none() {
        let _ = cx.atomically(|cx| handle::set_started(cx, order.handle, ident));
    }
    let _ = started.send(ident);
    cx.begin();
    let outcome = run_to_end(cx, |cx| call_ordered(cx, order));
    if chaos::missing().farewell && outcome == Outcome::Raised {
        // The thread is gone, its transaction is not.
        loop {
            std::thread::park();
        }
    }
    if outcome == Outcome::Raised {
        let raised = cx.take_exception();
        let _ = report_uncaught(cx, order.function, raised);
    }
    // Irrevocable, or it has not done anything.
    if cx.tx.in_transaction() && cx.tx.commit().is_err() {
        cx.tx.rollback(Abort::Cancelled);
    }
}

/// What a thread has from its beginning.
///
/// # Errors
/// MemoryError.
pub fn prepare(cx: &mut Cx) -> R<()> {
    // Made in a transaction of its own, so that later ones log what they change.
    let locals = cx.atomically(|cx| Ok(Value::from(dict::new(cx)?)))?;
    cx.thread_state = locals;
    Ok(())
}

fn call_ordered(cx: &mut Cx, order: Order) -> R<()> {
    let Some(args) = order.args.cast::<Tuple>() else {
        return Err(cx.system_error(format_args!("a thread's arguments are no tuple")));
    };
    let mut values = args.as_slice().to_vec();
    let kwnames = match order.kwargs.cast::<Dict>() {
        Some(kwargs) => Some(call::keywords(cx, kwargs, &mut values)?),
        None => None,
    };
    // Named arguments are in no tuple that somebody holds.
    let values = crate::objects::tuple::new(cx, &values)?;
    let args = Args {
        values: values.as_slice(),
        kwnames: kwnames.filter(|names| !names.is_empty()),
    };
    call::call(cx, order.function, args).map(|_| ())
}

/// What a thread that `threading` knows nothing of did not catch.
fn report_uncaught(cx: &mut Cx, function: Value, raised: Value) -> R<()> {
    if is_instance(cx, raised, &classes::SYSTEM_EXIT)? {
        return Ok(());
    }
    unraisable::report(
        cx,
        raised,
        "Exception ignored in thread started by",
        function,
    )
}

/// Threads that have been started and have not ended, without the main thread.
pub fn count() -> usize {
    REGISTRY.lock().live.len()
}

/// Sets bits in the poll words of all threads.
pub(super) fn request_of_all(vm: &Vm, bits: u64) {
    for live in &REGISTRY.lock().live {
        vm.stm.request(live.slot, bits);
    }
    vm.stm.request(crate::runtime::signals::main_slot(), bits);
}

/// Runs `body` while no thread is entered or leaves.
pub(super) fn while_none_starts<T>(body: impl FnOnce() -> T) -> T {
    let _registry = REGISTRY.lock();
    body()
}

/// This process is a copy, in which the calling thread is the only one: the others have ended. Between
/// transactions.
pub(super) fn survive(cx: &mut Cx) {
    let slot = cx.tx.slot();
    let lost: Vec<Value> = {
        let registry = REGISTRY.lock();
        let others = registry.live.iter().filter(|live| live.slot != slot);
        others.map(|live| live.order).collect()
    };
    let handles = lost.into_iter().map(|order| Order::unpack(order).handle);
    let main = (!cx.thread.is_main).then(|| cx.vm.main_handle.get());
    // The registry, and the machine, keep the handles alive.
    for handle in handles.chain(main) {
        let _ = cx.atomically(|cx| handle::set_done(cx, handle));
    }
    REGISTRY.lock().live.retain(|live| live.slot == slot);
}

/// Waits for all threads that are no daemons, but the calling one; not any longer if a signal handler
/// raises an exception.
///
/// # Errors
/// When the transaction has to be rolled back, or the process ends.
pub fn join_all(cx: &mut Cx) -> R<()> {
    while let Some(handle) = next_to_join(cx.tx.slot()) {
        match handle::join_value(cx, handle) {
            Err(Exit::Raise) => {
                let raised = cx.take_exception();
                let message = "Exception ignored while joining a thread in _thread._shutdown()";
                return unraisable::without_culprit(cx, raised, message);
            }
            other => other?,
        }
    }
    Ok(())
}

fn next_to_join(slot: usize) -> Option<Value> {
    let registry = REGISTRY.lock();
    let others = registry.live.iter().filter(|live| live.slot != slot);
    others
        .map(|live| Order::unpack(live.order))
        .find(|order| order.daemon == Value::FALSE)
        .map(|order| order.handle)
}

/// The main program has ended: waits for the threads that are no daemons, as `threading._shutdown`
/// does, and tells the others to stop.
pub fn end_of_program(cx: &mut Cx) {
    let joined = call_shutdown(cx);
    if joined == Err(Exit::Raise) {
        let raised = cx.take_exception();
        let _ = cx
            .str("Exception ignored on threading shutdown")
            .and_then(|message| report::unraisable_to_stderr(cx, message, Value::NONE, raised));
    }
    finalize(cx);
}

fn call_shutdown(cx: &mut Cx) -> R<()> {
    let (module, shutdown) = (name!(cx, "threading")?, name!(cx, "_shutdown")?);
    let modules: Option<&'static Dict> = cx.vm.modules.get().cast();
    let threading = match modules {
        Some(modules) => dict::get_str(cx, modules, module)?,
        None => None,
    };
    match threading {
        Some(threading) => call::call_method(cx, threading, shutdown, &[]).map(|_| ()),
        None => Ok(()),
    }
}

/// The process is on its way out: the threads that are left stop at their next poll.
pub fn finalize(cx: &mut Cx) {
    // Release: pairs with nothing that matters; the requests come after.
    cx.vm.finalizing.store(true, Ordering::Release);
    request_of_all(cx.vm, ATTENTION | BOUNDARY);
}

/// What all threads that have ended have done.
pub fn ended_stats() -> Stats {
    REGISTRY.lock().ended.clone().unwrap_or_default()
}

/// Visits the orders, for the collector.
pub fn visit_roots(visit: &mut dyn FnMut(u64)) {
    for live in &REGISTRY.lock().live {
        visit(live.order.bits());
    }
}
