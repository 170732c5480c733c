//! Signals: the system's handler marks a signal as pending and asks for the main thread's attention; the
//! main thread runs Python's handlers at its next poll.
//!
//! The system may deliver a signal to any thread. One that is not the main thread passes it on, so that
//! a system call in which the main thread blocks is interrupted.

use crate::cx::{ATTENTION, Cx, Exit, R};
use crate::objects::exception::{classes, os_error};
use crate::objects::frame_object;
use crate::protocol::call_values;
use crate::runtime::report;
use crate::value::Value;
use crate::vm::{Global, Vm};
use std::ffi::c_int;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, AtomicUsize, Ordering};

/// One more than the highest number of a signal.
pub const NSIG: usize = 65;

/// Bit n - 1: signal n has arrived, and its handler has not run yet.
static PENDING: AtomicU64 = AtomicU64::new(0);
/// Bit n - 1: the main thread is to be interrupted, by a signal n that another thread has received.
static PASSED_ON: AtomicU64 = AtomicU64::new(0);
/// The main thread, for `pthread_kill`.
static MAIN: AtomicU64 = AtomicU64::new(0);
static MAIN_SLOT: AtomicUsize = AtomicUsize::new(0);
/// Whether SIGINT raises KeyboardInterrupt.
static SIGINT_RAISES: AtomicBool = AtomicBool::new(false);
/// `signal.set_wakeup_fd`
static WAKEUP: AtomicI32 = AtomicI32::new(-1);
static WARN_IF_FULL: AtomicBool = AtomicBool::new(true);
/// A write to that descriptor failed: `errno`, or 0.
static WAKEUP_ERROR: AtomicI32 = AtomicI32::new(0);

static HANDLERS: LazyLock<Box<[Global]>> =
    LazyLock::new(|| (0..NSIG).map(|_| Global::default()).collect());

/// `SIG_DFL`
pub const DEFAULT: Value = Value::index(0);
/// `SIG_IGN`
pub const IGNORE: Value = Value::index(1);
/// The handler of SIGINT, as long as the module `_signal` has not been made.
const INTERRUPT: Value = Value::ELLIPSIS;

fn bit(signal: c_int) -> u64 {
    1u64.checked_shl(signal.wrapping_sub(1) as u32).unwrap_or(0)
}

/// What `getsignal` gives.
pub fn handler(signal: usize) -> Value {
    HANDLERS.get(signal).map_or(Value::NONE, Global::get)
}

/// Sets Python's handler. `raises`: it is the one that raises KeyboardInterrupt.
pub fn set_handler(signal: usize, handler: Value, raises: bool) {
    if let Some(place) = HANDLERS.get(signal) {
        place.set(handler);
    }
    if signal == libc::SIGINT as usize {
        // Relaxed: a hint; the pending signal is looked at again.
        SIGINT_RAISES.store(raises, Ordering::Relaxed);
    }
}

/// The function `default_int_handler` has been made.
pub fn name_interrupt(function: Value) {
    let place = &HANDLERS[libc::SIGINT as usize];
    if place.get() == INTERRUPT {
        place.set(function);
    }
}

extern "C" fn on_signal(signal: c_int) {
    // SAFETY: `errno` of this thread.
    let errno = unsafe { *libc::__errno_location() };
    // Relaxed, all of it: the flags say everything, and `request` comes last.
    let is_main = MAIN.load(Ordering::Relaxed) == this_thread();
    if is_main && PASSED_ON.fetch_and(!bit(signal), Ordering::Relaxed) & bit(signal) != 0 {
        return;
    }
    trip(signal);
    if !is_main {
        PASSED_ON.fetch_or(bit(signal), Ordering::Relaxed);
        // SAFETY: the main thread lives as long as the process.
        unsafe { libc::pthread_kill(MAIN.load(Ordering::Relaxed), signal) };
    }
    // SAFETY: as above.
    unsafe { *libc::__errno_location() = errno };
}

/// A signal has arrived, or is said to have.
pub fn trip(signal: c_int) {
    // Relaxed: `request` is a Release, and comes after.
    PENDING.fetch_or(bit(signal), Ordering::Relaxed);
    if let Some(vm) = Vm::get() {
        vm.stm.request(MAIN_SLOT.load(Ordering::Relaxed), ATTENTION);
    }
    let wakeup = WAKEUP.load(Ordering::Relaxed);
    if wakeup >= 0 {
        let byte = signal as u8;
        // SAFETY: one byte, of this frame.
        let written = unsafe { libc::write(wakeup, (&raw const byte).cast(), 1) };
        if written < 0 {
            // SAFETY: `errno` of this thread.
            let errno = unsafe { *libc::__errno_location() };
            let full = errno == libc::EAGAIN || errno == libc::EWOULDBLOCK;
            if !full || WARN_IF_FULL.load(Ordering::Relaxed) {
                WAKEUP_ERROR.store(errno, Ordering::Relaxed);
            }
        }
    }
}

fn this_thread() -> u64 {
    // SAFETY: always.
    unsafe { libc::pthread_self() }
}

/// The identity of the main thread.
pub fn main_ident() -> u64 {
    MAIN.load(Ordering::Relaxed) // Relaxed: set before any other thread starts.
}

/// Where the main thread's poll word is.
pub fn main_slot() -> usize {
    MAIN_SLOT.load(Ordering::Relaxed) // Relaxed: as above.
}

/// Has the system call [`on_signal`], or does what `SIG_DFL` and `SIG_IGN` say. False if the system
/// refuses.
pub fn install(signal: c_int, handler: Value) -> bool {
    let action = match handler {
        DEFAULT => libc::SIG_DFL,
        IGNORE => libc::SIG_IGN,
        _ => on_signal as extern "C" fn(c_int) as libc::sighandler_t,
    };
    // SAFETY: a zeroed `sigaction` is one without flags; the handler touches only atomics.
    unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = action;
        libc::sigemptyset(&mut new.sa_mask);
        libc::sigaction(signal, &new, std::ptr::null_mut()) == 0
    }
}

/// Whether the signal interrupts system calls, or has them made again. False if the system refuses.
pub fn set_interrupting(signal: c_int, interrupts: bool) -> bool {
    let mut action = std::mem::MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: writes `action` if it succeeds, and sets it again with another flag.
    unsafe {
        if libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr()) != 0 {
            return false;
        }
        let mut action = action.assume_init();
        if interrupts {
            action.sa_flags &= !libc::SA_RESTART;
        } else {
            action.sa_flags |= libc::SA_RESTART;
        }
        libc::sigaction(signal, &action, std::ptr::null_mut()) == 0
    }
}

/// The calling thread, which runs no Python code, leaves all signals to the others.
pub fn block_all() {
    let mut all = std::mem::MaybeUninit::uninit();
    // SAFETY: initialises the set, and reads it.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_BLOCK, all.as_ptr(), std::ptr::null_mut());
    }
}

/// `signal.set_wakeup_fd`; gives the old one.
pub fn set_wakeup(fd: c_int, warn_if_full: bool) -> c_int {
    WARN_IF_FULL.store(warn_if_full, Ordering::Relaxed); // Relaxed: both are looked at by one thread.
    WAKEUP.swap(fd, Ordering::Relaxed)
}

/// The calling thread is the main thread from now on: of a copy of the process it is the only one.
pub(crate) fn adopt_main(cx: &mut Cx) {
    MAIN.store(this_thread(), Ordering::Relaxed); // Relaxed: there is no other thread.
    MAIN_SLOT.store(cx.tx.slot(), Ordering::Relaxed);
    cx.thread.is_main = true;
}

/// What the process's signals do at the start. On the main thread.
pub fn start(cx: &mut Cx) {
    MAIN.store(this_thread(), Ordering::Relaxed); // Relaxed: no handler is installed yet.
    MAIN_SLOT.store(cx.tx.slot(), Ordering::Relaxed);
    cx.thread.is_main = true;
    for signal in 1..NSIG {
        let mut old = std::mem::MaybeUninit::<libc::sigaction>::uninit();
        // SAFETY: asks only, and writes `old` if it succeeds.
        let action = unsafe {
            let known = libc::sigaction(signal as c_int, std::ptr::null(), old.as_mut_ptr()) == 0;
            known.then(|| old.assume_init().sa_sigaction)
        };
        let handler = match action {
            Some(libc::SIG_DFL) => DEFAULT,
            Some(libc::SIG_IGN) => IGNORE,
            _ => Value::NONE,
        };
        set_handler(signal, handler, false);
    }
    for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
        if install(signal, IGNORE) {
            set_handler(signal as usize, IGNORE, false);
        }
    }
    if handler(libc::SIGINT as usize) == DEFAULT && install(libc::SIGINT, INTERRUPT) {
        set_handler(libc::SIGINT as usize, INTERRUPT, true);
    }
}

/// Python's handlers do not run any more: their signals do what they did before there were any.
pub fn stop() {
    for signal in 1..NSIG {
        let handler = handler(signal);
        if !(handler.is_none() || handler == DEFAULT || handler == IGNORE) {
            install(signal as c_int, DEFAULT);
        }
    }
}

/// Whether a signal has arrived whose handler has not run yet.
#[inline]
pub(crate) fn are_pending() -> bool {
    PENDING.load(Ordering::Relaxed) != 0 // Relaxed: as in `is_interrupted`.
}

/// Whether a KeyboardInterrupt is to be raised.
pub fn is_interrupted() -> bool {
    // Relaxed: see `trip`; a miss is made up for at the next poll.
    PENDING.load(Ordering::Relaxed) & bit(libc::SIGINT) != 0
        && SIGINT_RAISES.load(Ordering::Relaxed)
}

/// Runs the handlers of all signals that have arrived. On the main thread, in an irrevocable
/// transaction.
///
/// # Errors
/// What a handler raises; the others run at the next poll then.
pub fn handle(cx: &mut Cx) -> R<()> {
    report_wakeup_error(cx)?;
    // Relaxed: the caller has acquired the request.
    while let pending @ 1.. = PENDING.load(Ordering::Relaxed) {
        let signal = pending.trailing_zeros() as c_int + 1;
        PENDING.fetch_and(!bit(signal), Ordering::Relaxed);
        let result = run_handler(cx, signal);
        if result.is_err() {
            if PENDING.load(Ordering::Relaxed) != 0 {
                cx.vm.stm.request(cx.tx.slot(), ATTENTION);
            }
            return result;
        }
    }
    Ok(())
}

fn report_wakeup_error(cx: &mut Cx) -> R<()> {
    // Relaxed: a number.
    let errno = WAKEUP_ERROR.swap(0, Ordering::Relaxed);
    if errno == 0 {
        return Ok(());
    }
    let error = std::io::Error::from_raw_os_error(errno);
    let exit = os_error::raise(cx, &error, None);
    if exit != Exit::Raise {
        return Err(exit);
    }
    let raised = cx.take_exception();
    let message = cx.str("Exception ignored when trying to write to the signal wakeup fd")?;
    report::unraisable_to_stderr(cx, message, Value::NONE, raised)
}

fn run_handler(cx: &mut Cx, signal: c_int) -> R<()> {
    let handler = handler(signal as usize);
    // Relaxed: as in `is_interrupted`.
    if signal == libc::SIGINT && SIGINT_RAISES.load(Ordering::Relaxed) {
        return Err(interrupt(cx));
    }
    if handler == DEFAULT || handler == IGNORE || handler.is_none() {
        return Ok(());
    }
    let frame = match frame_object::at_depth(cx, 0)? {
        Some(frame) => Value::from(frame),
        None => Value::NONE,
    };
    call_values(cx, handler, &[Value::index(signal as usize), frame]).map(|_| ())
}

/// Raises KeyboardInterrupt.
pub fn interrupt(cx: &mut Cx) -> Exit {
    match crate::objects::exception::new(cx, &classes::KEYBOARD_INTERRUPT, &[]) {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

/// The process ends as one that SIGINT has killed: what shells look at.
pub fn die_of_interrupt() -> i32 {
    install(libc::SIGINT, DEFAULT);
    let mut interrupt = std::mem::MaybeUninit::uninit();
    // SAFETY: initialises the set, and reads it. Kills this process, or does nothing.
    unsafe {
        libc::sigemptyset(interrupt.as_mut_ptr());
        libc::sigaddset(interrupt.as_mut_ptr(), libc::SIGINT);
        libc::pthread_sigmask(libc::SIG_UNBLOCK, interrupt.as_ptr(), std::ptr::null_mut());
        libc::kill(libc::getpid(), libc::SIGINT);
    }
    128 + libc::SIGINT
}

/// Visits the handlers, for the collector.
pub fn visit_roots(visit: &mut dyn FnMut(u64)) {
    HANDLERS
        .iter()
        .for_each(|handler| visit(handler.get().bits()));
}
