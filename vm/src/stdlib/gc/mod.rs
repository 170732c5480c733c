//! `gc`: the collector, as programs see it.
//!
//! | file | what |
//! | --- | --- |
//! | `automatic.rs` | collections that nobody asked for |
//! | `callbacks.rs` | who is told of collections |
//! | `collect.rs` | `collect`, counts |
//! | `dead.rs` | how many objects a collection has found dead |
//! | `look.rs` | `get_objects`, `get_referrers`, `get_referents` |
//! | `tracked.rs` | `is_tracked` |
//!
//! The collector has no thresholds, and two generations, which are CPython's first and last; what CPython
//! has beyond that is remembered and no more. `collect` always collects both. The collector works whether
//! it is enabled or not: nothing else frees memory here, and a program that disables it wants no cyclic
//! collection, not to run out of memory.

mod automatic;
mod callbacks;
mod collect;
mod dead;
mod look;
mod tracked;

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::protocol::number::index;
use crate::value::Value;
use crate::vm::Vm;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, Ordering};
use tython_gc::Aftermath;

pub(crate) use automatic::{cycle_ended, is_due, tell_between};

crate::native_module!("gc", fill);

/// The generation that has all objects in it. The two below are the same here: objects that have survived no
/// collection.
const OLDEST: usize = 2;

static ENABLED: AtomicBool = AtomicBool::new(true);
static DEBUG: AtomicI32 = AtomicI32::new(0);
static THRESHOLDS: [AtomicI32; 3] = [AtomicI32::new(2000), AtomicI32::new(10), AtomicI32::new(10)];
/// How many objects `freeze` has met.
static FROZEN: AtomicI64 = AtomicI64::new(0);

/// `DEBUG_STATS`
const STATS: i32 = 1;
/// `DEBUG_COLLECTABLE`
const COLLECTABLE: i32 = 2;
/// `DEBUG_SAVEALL`
const SAVEALL: i32 = 32;

/// Visits what the module keeps, for the collector.
pub fn visit_roots(visit: &mut dyn FnMut(u64)) {
    look::visit_roots(visit);
}

/// The collector has marked what lives. The world is stopped.
pub fn marking_ended() {
    dead::marking_ended();
}

/// It has brought back what finalisers need.
pub fn count_dead(vm: &Vm, dead: &mut Aftermath<'_, '_>) {
    dead::count_dead(vm, dead);
}

/// Makes the lists that collections look into, whatever the module's attributes are later.
///
/// # Errors
/// MemoryError.
pub(crate) fn start(cx: &mut Cx) -> R<()> {
    for global in [&cx.vm.gc_garbage, &cx.vm.gc_callbacks] {
        global.set(list::new(cx)?.value());
    }
    Ok(())
}

fn list_of(value: Value) -> Option<&'static List> {
    value.cast::<List>()
}

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    let (garbage, callbacks) = (cx.vm.gc_garbage.get(), cx.vm.gc_callbacks.get());
    super::set(cx, module, "garbage", garbage)?;
    super::set(cx, module, "callbacks", callbacks)?;
    for (name, number) in [
        ("DEBUG_STATS", STATS),
        ("DEBUG_COLLECTABLE", COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", SAVEALL),
        ("DEBUG_LEAK", COLLECTABLE | 4 | SAVEALL),
    ] {
        super::set(cx, module, name, Value::index(number as usize))?;
    }
    super::document(cx, module, DOC)
}

const DOC: &str = "\
This module provides access to the garbage collector for reference cycles.

enable() -- Enable automatic garbage collection.
disable() -- Disable automatic garbage collection.
isenabled() -- Returns true if automatic collection is enabled.
collect() -- Do a full collection right now.
get_count() -- Return the current collection counts.
get_stats() -- Return list of dictionaries containing per-generation stats.
set_debug() -- Set debugging flags.
get_debug() -- Get debugging flags.
set_threshold() -- Set the collection thresholds.
get_threshold() -- Return the current collection thresholds.
get_objects() -- Return a list of all objects tracked by the collector.
is_tracked() -- Returns true if a given object is tracked.
is_finalized() -- Returns true if a given object has been already finalized.
get_referrers() -- Return the list of objects that refer to an object.
get_referents() -- Return the list of objects that an object refers to.
freeze() -- Freeze all tracked objects and ignore them for future collections.
unfreeze() -- Unfreeze all objects in the permanent generation.
get_freeze_count() -- Return the number of objects in the permanent generation.

callbacks -- Functions that are called with a phase, \"start\" or \"stop\", and a
dict. collect() calls them before and after the collection. A collection that
begins by itself runs beside the program, and they are called for both phases
when it has ended. It counts no objects: \"collected\" is 0.
";

/// Enable automatic garbage collection.
#[native(module = "gc", "enable()", effect = io)]
fn enable(_: &mut Cx) {
    ENABLED.store(true, Ordering::Relaxed); // Relaxed: a flag, and nothing hangs on it.
}

/// Disable automatic garbage collection.
#[native(module = "gc", "disable()", effect = io)]
fn disable(_: &mut Cx) {
    ENABLED.store(false, Ordering::Relaxed); // Relaxed: as in `enable`.
}

/// Returns true if automatic garbage collection is enabled.
#[native(module = "gc", "isenabled()", effect = reads)]
fn isenabled(_: &mut Cx) -> bool {
    ENABLED.load(Ordering::Relaxed) // Relaxed: as in `enable`.
}

/// Return the current collection thresholds.
#[native(module = "gc", "get_threshold()", effect = reads)]
fn get_threshold(cx: &mut Cx) -> R {
    let mut all = [Value::NONE; 3];
    for (value, threshold) in all.iter_mut().zip(&THRESHOLDS) {
        *value = cx.int(threshold.load(Ordering::Relaxed).into())?; // Relaxed: as in `enable`.
    }
    cx.tuple(&all)
}

/// set_threshold(threshold0, [threshold1, [threshold2]])
/// Set the collection thresholds (the collection frequency).
///
/// Setting 'threshold0' to zero disables collection.
#[native(module = "gc", "set_threshold(*args)", opaque, effect = io)]
fn set_threshold(cx: &mut Cx, args: &[Value]) -> R<()> {
    if !(1..=THRESHOLDS.len()).contains(&args.len()) {
        return Err(cx.type_error(format_args!("gc.set_threshold requires 1 to 3 arguments")));
    }
    let mut given = Vec::with_capacity(args.len());
    for argument in args {
        let number = index(cx, *argument)?.as_small_int();
        let Some(number) = number.and_then(|number| i32::try_from(number).ok()) else {
            let most = "signed integer is greater than maximum";
            return Err(cx.overflow_error(format_args!("{most}")));
        };
        given.push(number);
    }
    for (threshold, given) in THRESHOLDS.iter().zip(given) {
        threshold.store(given, Ordering::Relaxed); // Relaxed: as in `enable`.
    }
    Ok(())
}

/// Get the garbage collection debugging flags.
#[native(module = "gc", "get_debug()", effect = reads)]
fn get_debug(_: &mut Cx) -> i64 {
    DEBUG.load(Ordering::Relaxed).into() // Relaxed: as in `enable`.
}

/// Set the garbage collection debugging flags.
///
///   flags
///     An integer that can have the following bits turned on:
///       DEBUG_STATS - Print statistics during collection.
///       DEBUG_COLLECTABLE - Print collectable objects found.
///       DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects
///         found.
///       DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.
///       DEBUG_LEAK - Debug leaking programs (everything but STATS).
///
/// Debugging information is written to sys.stderr.
#[native(module = "gc", "set_debug(flags, /)", effect = io)]
fn set_debug(_: &mut Cx, flags: i32) {
    DEBUG.store(flags, Ordering::Relaxed); // Relaxed: as in `enable`.
}

/// Freeze all current tracked objects and ignore them for future collections.
///
/// This can be used before a POSIX fork() call to make the gc copy-on-write friendly.
/// Note: collection before a POSIX fork() call may free pages for future allocation
/// which can cause copy-on-write.
#[native(module = "gc", "freeze()", effect = io)]
fn freeze(cx: &mut Cx) -> R<()> {
    let objects = look::count(cx)? as i64;
    FROZEN.store(objects, Ordering::Relaxed); // Relaxed: as in `enable`.
    Ok(())
}

/// Unfreeze all objects in the permanent generation.
///
/// Put all objects in the permanent generation back into oldest generation.
#[native(module = "gc", "unfreeze()", effect = io)]
fn unfreeze(_: &mut Cx) {
    FROZEN.store(0, Ordering::Relaxed); // Relaxed: as in `enable`.
}

/// Return the number of objects in the permanent generation.
#[native(module = "gc", "get_freeze_count()", effect = reads)]
fn get_freeze_count(_: &mut Cx) -> i64 {
    frozen()
}

fn frozen() -> i64 {
    FROZEN.load(Ordering::Relaxed) // Relaxed: as in `enable`.
}
