//! The context of one thread: its transaction, its allocator, its frames, and the exception on its
//! way. Everything that may read or write Python objects takes `cx: &mut Cx`.
//!
//! | file | what |
//! | --- | --- |
//! | `access.rs` | read and write barriers over typed fields |
//! | `alloc.rs` | new objects |
//! | `aside.rs` | long computation, while which signals are heard |
//! | `exhaustion.rs` | what happens when the heap cannot grow |
//! | `safepoint.rs` | polls, collections, blocking system calls |
//! | `transaction.rs` | begin, end and rollback of the transactions that bytecode runs in |
//! | `wait.rs` | waiting for other threads |
//! | `raise.rs` | raising builtin exceptions |
//! | `reserve.rs` | memory for who handles a MemoryError |

mod access;
mod alloc;
mod aside;
mod exhaustion;
mod lookups;
mod raise;
mod reserve;
mod safepoint;
mod transaction;
mod wait;

pub use crate::exit::{Exit, R};
pub use safepoint::{ATTENTION, BOUNDARY, STOP};
pub(crate) use safepoint::{safepoint_while_waiting, sleep_while_waiting};
pub use wait::{Attempt, Wait};

use crate::compiled::Hooks;
#[cfg(feature = "native")]
use crate::compiled::seen::Seen;
use crate::heap::Graph;
use crate::interned::Recent;
use crate::interp::frame::FrameStack;
use crate::protocol::attribute_cache::AttributeCache;
use crate::protocol::global_cache::GlobalCache;
#[cfg(feature = "native")]
use crate::record::Recorder;
use crate::runtime::threads::Identity;
use crate::value::Value;
use crate::vm::Vm;
use exhaustion::Want;
use lookups::Lookups;
use std::fmt;
#[cfg(feature = "native")]
use std::mem::offset_of;
use std::sync::atomic::Ordering;
use std::time::Instant;
use stm_core::Thread;
use transaction::{Checkpoint, Pace};
use tython_gc::Mutator;

/// Values that compiled code hands over to a helper at most.
pub(crate) const HANDED_OVER: usize = 16;

/// One thread's context.
pub struct Cx {
    /// The process's virtual machine.
    pub vm: &'static Vm,
    /// The transactions of this thread.
    pub tx: Thread<Graph>,
    /// The heap's side of this thread. On the Rust heap at a fixed place, because a wait inside the
    /// transactions finds it through a thread-local pointer (`safepoint.rs`).
    mutator: Box<Mutator>,
    /// Bytes that objects of this thread have taken outside of the heap and that it has not been told of.
    unreported: usize,
    /// The frames of running functions.
    pub frames: FrameStack,
    /// What the innermost interpreter loop gives, when it ends.
    pub(crate) result: Value,
    /// The exception that has been raised and not yet caught, while an `Exit::Raise` is on its way.
    pub exception: Value,
    /// The exception that is being handled: `sys.exception()`.
    pub handled: Value,
    /// The containers that are just being written by `repr`, outermost first.
    pub repr_stack: Vec<Value>,
    /// The AttributeError that a look-up made `None` of, in case nobody else has the attribute.
    pub lost_attribute_error: Value,
    /// The exception is raised again as it is: the frame that does so is in its traceback already.
    pub reraising: bool,
    /// The address of the frame that went on at a handler last, and the word of its code that had raised.
    pub(crate) caught_at: (usize, usize),
    /// Who this thread is.
    pub thread: Identity,
    /// What `threading.local` objects have in this thread: a dict.
    pub thread_state: Value,
    /// Threads that the running transaction has asked for: pairs of an order and the rest, or None.
    pub(crate) starting: Value,
    /// The current context of `contextvars`, or None before there is one.
    pub context: Value,
    /// What class look-ups found lately.
    pub lookups: Lookups,
    /// What attribute accesses have to do.
    pub attributes: AttributeCache,
    /// Where global names are.
    pub globals: GlobalCache,
    /// Which interned strings have the texts of others.
    pub(crate) names: Recent,
    /// The collections that the four tables above know of.
    collections: u32,
    /// Finalisers are running in this thread.
    pub finalizing: bool,
    /// When this thread last ran finalisers between two transactions of its own.
    pub(crate) finalized_at: Option<Instant>,
    /// Atomic blocks that are open.
    pub atomic: u32,
    /// Interpreter loops that are running, each called by a native function of the one before.
    pub loops: u32,
    /// The loop, by its number, in which the newest trace runs that has not been left.
    pub(crate) loop_of_trace: u32,
    /// Where the running transaction began, and what it needs to begin again. At a fixed place, as
    /// the mutator.
    checkpoint: Box<Checkpoint>,
    /// There is no way back to the beginning of the running transaction (`transaction.rs`).
    adrift: bool,
    /// Whether the running transaction has found the heap full.
    want: Want,
    /// So many instructions are still to be transactions of their own (`interp/careful.rs`).
    pub(crate) careful: u32,
    /// Polls until the running transaction should end.
    pub(crate) left: u32,
    pace: Pace,
    /// When an atomic block that waits, by beginning again and again, is to give up.
    block_deadline: Option<Instant>,
    /// What is told of back-edges and entries of functions, to find what is worth compiling.
    pub(crate) hooks: Hooks,
    /// The recording that is under way.
    #[cfg(feature = "native")]
    pub(crate) recorder: Option<Box<Recorder>>,
    /// What compiled code hands over to the helper that it calls next.
    pub(crate) handed_over: [Value; HANDED_OVER],
    /// The thread's poll word, for compiled code.
    #[cfg(feature = "native")]
    pub(crate) poll_word: *const u64,
    /// What Python code has seen of a trace's frames.
    #[cfg(feature = "native")]
    pub(crate) seen: Seen,
    /// Where the thread's free cells are, for compiled code.
    #[cfg(feature = "native")]
    pub(crate) allocator: *const u8,
    /// Guards until one of compiled code fails for no reason: see `chaos.rs`.
    #[cfg(feature = "native")]
    pub(crate) guards_left: u32,
    /// The interpreter calls a native function that may leave a pushed frame to it (`Effect::Enters`).
    pub may_enter: bool,
    /// With `Exit::Quit`: the status.
    pub exit_status: i32,
    /// Where the native stack must not grow beyond.
    stack_limit: usize,
}

/// Bytes of native stack that are kept for what runs without asking.
const STACK_RESERVE: usize = 256 << 10;

impl Cx {
    /// Where compiled code finds out what has been seen of its frames.
    #[cfg(feature = "native")]
    pub(crate) const SEEN: usize = offset_of!(Cx, seen) + offset_of!(Seen, flags);

    /// A variable of a running frame has been written by a proxy: a trace may know it otherwise.
    pub(crate) fn has_written_frame(&mut self) {
        #[cfg(feature = "native")]
        {
            self.seen.flags |= Seen::WRITTEN;
        }
    }

    /// The context of the calling thread, which has `stack_bytes` of native stack. The thread is
    /// attached to the transactions and to the heap; no transaction runs yet.
    pub fn new(vm: &'static Vm, tx: Thread<Graph>, stack_bytes: usize) -> Cx {
        let mutator = Box::new(vm.heap.attach(tx.slot()));
        let here = std::ptr::from_ref(&mutator) as usize;
        #[cfg(feature = "native")]
        let poll_word = tx.poll_word();
        #[cfg(feature = "native")]
        let allocator = mutator.allocator_address();
        let mut cx = Cx {
            vm,
            tx,
            mutator,
            unreported: 0,
            frames: FrameStack::new(),
            result: Value::NONE,
            exception: Value::UNBOUND,
            handled: Value::NONE,
            repr_stack: Vec::new(),
            lost_attribute_error: Value::UNBOUND,
            reraising: false,
            caught_at: (0, 0),
            thread: Identity::here(),
            thread_state: Value::NONE,
            starting: Value::NONE,
            context: Value::NONE,
            lookups: Lookups::default(),
            attributes: AttributeCache::default(),
            globals: GlobalCache::default(),
            names: Recent::default(),
            collections: 0,
            finalizing: false,
            finalized_at: None,
            atomic: 0,
            loops: 0,
            loop_of_trace: u32::MAX,
            checkpoint: Box::default(),
            adrift: false,
            want: Want::default(),
            careful: 0,
            left: 1,
            pace: Pace::default(),
            block_deadline: None,
            hooks: Hooks::new(),
            #[cfg(feature = "native")]
            recorder: None,
            handed_over: [Value::NONE; HANDED_OVER],
            #[cfg(feature = "native")]
            poll_word,
            #[cfg(feature = "native")]
            seen: Seen::new(),
            #[cfg(feature = "native")]
            allocator,
            #[cfg(feature = "native")]
            guards_left: 0,
            may_enter: false,
            exit_status: 0,
            stack_limit: here.saturating_sub(stack_bytes.saturating_sub(STACK_RESERVE)),
        };
        cx.enter_heap();
        cx
    }

    /// Forgets what is no root in the tables of addresses, if a collection may have freed it. Before each use of such a table.
    #[inline(always)]
    pub fn refresh_tables(&mut self) {
        // Relaxed: this thread has stopped since, which orders everything.
        if self.collections != self.vm.collections.load(Ordering::Relaxed) {
            self.forget();
        }
    }

    #[cold]
    #[inline(never)]
    fn forget(&mut self) {
        let heap = self.vm.heap;
        // Relaxed: as above.
        let collections = self.vm.collections.load(Ordering::Relaxed);
        // Of one collection that has ended, with none begun since, the marks say what is gone. Of more they do not.
        let is_known = self.collections.wrapping_add(1) == collections && !heap.is_marking();
        self.collections = collections;
        let stays = |value: Value| is_known && heap.was_found(value.bits());
        self.lookups.retain(stays);
        self.attributes.retain(stays);
        self.globals.retain(stays);
        self.names.retain(stays);
    }

    /// Calls `body` one native level deeper, or raises RecursionError if the native stack is used up.
    #[inline]
    pub fn deeper<T>(&mut self, body: impl FnOnce(&mut Cx) -> R<T>) -> R<T> {
        self.deeper_for("", body)
    }

    /// Whether a recording is under way.
    #[inline(always)]
    pub(crate) fn is_recording(&self) -> bool {
        #[cfg(feature = "native")]
        return self.recorder.is_some();
        #[cfg(not(feature = "native"))]
        return false;
    }

    /// [`Cx::deeper`]; the message of the RecursionError ends with these words.
    #[inline]
    pub fn deeper_for<T>(&mut self, what: &str, body: impl FnOnce(&mut Cx) -> R<T>) -> R<T> {
        let marker = 0u8;
        if (std::ptr::from_ref(&marker) as usize) < self.stack_limit {
            let words = "maximum recursion depth exceeded";
            return Err(self.recursion_error(format_args!("{words}{what}")));
        }
        body(self)
    }
}

impl fmt::Debug for Cx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx")
            .field("tx", &self.tx)
            .field("atomic", &self.atomic)
            .field("loops", &self.loops)
            .finish_non_exhaustive()
    }
}
