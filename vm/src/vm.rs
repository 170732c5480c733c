//! What all threads of the process share.

use crate::cx::{Cx, R};
use crate::heap::Graph;
use crate::interned::Interned;
use crate::value::Value;
use std::fmt;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use stm_core::Stm;
use tython_gc::{Aftermath, Client, Cycle, Heap, Marking};
use tython_num::DigitLimit;
use tython_text::hash::HashKey;

/// A value that the whole process shares: a root for the collector. It is set while the process starts,
/// or by code that has published what it stores.
#[derive(Debug)]
pub struct Global(AtomicU64);

impl Default for Global {
    fn default() -> Self {
        Global(AtomicU64::new(Value::NONE.bits()))
    }
}

impl Global {
    /// The value; None before it is set.
    #[inline(always)]
    pub fn get(&self) -> Value {
        // Acquire: pairs with `set`; what the value leads to is seen.
        Value::from_bits(self.0.load(Ordering::Acquire))
    }

    /// Sets the value.
    pub fn set(&self, value: Value) {
        self.0.store(value.bits(), Ordering::Release);
    }
}

macro_rules! globals {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The virtual machine of this process.
        pub struct Vm {
            /// The heap.
            pub heap: &'static Heap,
            /// The transactions.
            pub stm: Arc<Stm<Graph>>,
            /// Interned strings.
            pub interned: Interned,
            /// The key of string hashes.
            pub hash_key: HashKey,
            /// `sys.setrecursionlimit`.
            pub recursion_limit: AtomicUsize,
            /// `sys.set_int_max_str_digits`; 0: no limit.
            pub int_max_str_digits: AtomicUsize,
            /// The process is on its way out: daemon threads stop at their next poll.
            pub finalizing: AtomicBool,
            /// Collections so far: what tables of addresses that are no roots compare with.
            pub collections: AtomicU32,
            $($(#[$doc])* pub $name: Global,)*
        }

        impl Vm {
            /// A machine over this heap and these transactions; nothing is set yet.
            pub fn new(heap: &'static Heap, stm: Arc<Stm<Graph>>, hash_key: HashKey) -> Self {
                Vm {
                    heap,
                    stm,
                    interned: Interned::default(),
                    hash_key,
                    recursion_limit: AtomicUsize::new(1000),
                    int_max_str_digits: AtomicUsize::new(DigitLimit::DEFAULT.0),
                    finalizing: AtomicBool::new(false),
                    collections: AtomicU32::new(0),
                    $($name: Global::default(),)*
                }
            }

            fn visit_globals(&self, visit: &mut dyn FnMut(u64)) {
                $(visit(self.$name.get().bits());)*
            }
        }
    };
}

globals! {
    /// `()`
    empty_tuple,
    /// `""`
    empty_str,
    /// The strings of one code point of Latin-1: a tuple.
    characters,
    /// The MemoryError that is raised when there is no memory for a new one.
    memory_error,
    /// What is kept back of the heap for who handles a MemoryError, if that has a limit.
    memory_reserve,
    /// The class `ExceptionGroup`.
    exception_group,
    /// The module `builtins`.
    builtins_module,
    /// The namespace of the module `builtins`.
    builtins,
    /// The module `sys`.
    sys_module,
    /// The namespace of the module `sys`.
    sys,
    /// `sys.modules`
    modules,
    /// The registry of codecs: `protocol::codec::registry`.
    codecs,
    /// `object.__getattribute__`
    object_getattribute,
    /// `object.__setattr__`
    object_setattr,
    /// `object.__delattr__`
    object_delattr,
    /// `type.__getattribute__`
    type_getattribute,
    /// `ModuleType.__getattribute__`
    module_getattribute,
    /// `object.__eq__`
    object_eq,
    /// `object.__ne__`
    object_ne,
    /// `object.__new__`
    object_new,
    /// `object.__init__`
    object_init,
    /// `BaseException.__new__`
    exception_new,
    /// `BaseException.__init__`
    exception_init,
    /// `type.__instancecheck__`
    type_instancecheck,
    /// `type.__call__`
    type_call,
    /// The functions to be called around `os.fork`: a tuple of three lists.
    at_fork,
    /// The `_ThreadHandle` of the main thread, once there is one.
    main_handle,
    /// The class `io.UnsupportedOperation`.
    unsupported_operation,
    /// What the functions of `sys` remember: `stdlib::sys::state`.
    sys_state,
    /// The loops of native functions over generators, where they are not compiled.
    consumers,
    /// True once there is an audit hook.
    audit_hooks,
    /// `builtins.__import__`, as it was at the start.
    import_builtin,
    /// `importlib.__import__`
    importlib_import,
    /// `importlib._bootstrap._gcd_import`
    importlib_gcd_import,
    /// What `atexit` calls: a list.
    exit_callbacks,
    /// The lock behind `_imp.acquire_lock`.
    import_lock,
    /// How many classes have been registered with abstract ones: a cell.
    abc_counter,
    /// `typing.NoDefault`
    no_default,
    /// The classes of syntax trees by name, once somebody needs them: a dict.
    syntax_classes,
    /// `gc.garbage`
    gc_garbage,
    /// `gc.callbacks`
    gc_callbacks,
    /// Objects that must live as long as the process: a list.
    immortals,
}

static VM: OnceLock<&'static Vm> = OnceLock::new();

impl Vm {
    /// Makes this the machine of the process.
    pub fn install(self) -> &'static Vm {
        VM.get_or_init(|| Box::leak(Box::new(self)))
    }

    /// The machine of the process, once there is one.
    pub fn get() -> Option<&'static Vm> {
        VM.get().copied()
    }

    /// The interned string with this text.
    ///
    /// # Errors
    /// MemoryError.
    pub fn intern(&self, cx: &mut Cx, text: &str) -> R {
        self.interned.text(cx, text)
    }

    /// What a thread does between two transactions: it starts threads that were asked for, and
    /// delivers what was deferred to the commit.
    pub fn between_transactions(&self, cx: &mut Cx) {
        crate::runtime::between_transactions(cx);
    }
}

impl fmt::Debug for Vm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vm")
    }
}

/// The collector's view of the machine.
#[derive(Debug)]
pub struct Roots(pub &'static Vm);

impl Client for Roots {
    fn request(&self, tag: usize) {
        self.0.stm.request(tag, crate::cx::STOP);
    }

    fn roots(&self, visit: &mut dyn FnMut(u64)) {
        self.0.visit_globals(visit);
        self.0.interned.visit(visit);
        crate::shape::visit_roots(visit);
        for cell in crate::types::TYPES {
            visit(cell.value().bits());
        }
        crate::runtime::visit_roots(visit);
        crate::compiled::visit_roots(visit);
    }

    fn long_roots(&self, visit: &mut dyn FnMut(u64)) {
        crate::runtime::finalizers::visit_jobs(visit);
    }

    fn survey(&self, marking: &Marking<'_>) {
        crate::runtime::finalizers::survey(marking);
    }

    fn marking_ended(&self) {
        // Relaxed: the world is stopped, which orders everything.
        self.0.collections.fetch_add(1, Ordering::Relaxed);
        crate::stdlib::gc::marking_ended();
    }

    fn after_mark(&self, dead: &mut Aftermath<'_, '_>) {
        let found = crate::runtime::finalizers::clear_dead(dead);
        crate::stdlib::gc::count_dead(self.0, dead);
        crate::runtime::finalizers::settle(dead, found);
    }

    fn cycle_ended(&self, cycle: &Cycle) {
        crate::runtime::gc_log::cycle_ended(cycle);
        crate::stdlib::gc::cycle_ended(cycle);
    }
}

/// The key of string hashes.
pub fn hash_key() -> &'static HashKey {
    static UNSEEDED: OnceLock<HashKey> = OnceLock::new();
    match Vm::get() {
        Some(vm) => &vm.hash_key,
        None => UNSEEDED.get_or_init(|| HashKey::from_seed(0)),
    }
}
