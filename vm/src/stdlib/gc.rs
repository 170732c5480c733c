//! `gc`: the collector.
//!
//! It has no generations and no thresholds, so what CPython has of these is remembered and no more. It
//! collects by itself whether it is enabled or not: nothing else frees memory here.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::dead_registers;
use crate::name;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::protocol::{call_values, type_name};
use crate::runtime::finalizers;
use crate::value::Value;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

crate::native_module!("gc", fill);

static ENABLED: AtomicBool = AtomicBool::new(true);
static DEBUG: AtomicI64 = AtomicI64::new(0);
static THRESHOLDS: [AtomicI64; 3] = [AtomicI64::new(2000), AtomicI64::new(10), AtomicI64::new(0)];

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for name in ["garbage", "callbacks"] {
        let list = list::new(cx)?;
        super::set(cx, module, name, list.value())?;
    }
    for (name, number) in [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ] {
        super::set(cx, module, name, Value::index(number))?;
    }
    Ok(())
}

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

/// Run the garbage collector.
///
/// With no arguments, run a full collection.  The optional argument
/// may be an integer specifying which generation to collect.  A ValueError
/// is raised if the generation number is invalid.
///
/// The number of unreachable objects is returned.
#[native(module = "gc", "collect(generation=2)", effect = io)]
fn collect(cx: &mut Cx, generation: i64) -> R<i64> {
    if !(0..=2).contains(&generation) {
        return Err(cx.value_error(format_args!("invalid generation")));
    }
    notify(cx, "start", generation)?;
    dead_registers::clear(cx);
    cx.collect_now()?;
    finalizers::run_here(cx)?;
    notify(cx, "stop", generation)?;
    Ok(0)
}

/// Calls the functions in `gc.callbacks`.
fn notify(cx: &mut Cx, phase: &str, generation: i64) -> R<()> {
    let Some(modules) = cx.vm.modules.get().cast::<Dict>() else {
        return Ok(());
    };
    let (name, callbacks) = (name!(cx, "gc")?, name!(cx, "callbacks")?);
    let module = dict::get_str(cx, modules, name)?.and_then(|module| module.cast::<Module>());
    let callbacks = match module {
        Some(module) => dict::get_str(cx, module.namespace(), callbacks)?,
        None => None,
    };
    let Some(callbacks) = callbacks.and_then(|callbacks| callbacks.cast::<List>()) else {
        return Ok(());
    };
    let mut index = 0;
    while let Some(callback) = list::get(cx, callbacks, index)? {
        index += 1;
        let info = dict::new(cx)?;
        for (name, number) in [
            ("generation", generation),
            ("collected", 0),
            ("uncollectable", 0),
        ] {
            let (name, number) = (cx.vm.intern(cx, name)?, cx.int(number)?);
            dict::set_str(cx, info, name, number)?;
        }
        let phase = cx.str(phase)?;
        if call_values(cx, callback, &[phase, info.value()]) == Err(crate::cx::Exit::Raise) {
            let raised = cx.take_exception();
            let message = "Exception ignored while calling GC callback";
            crate::runtime::unraisable::report(cx, raised, message, callback)?;
        }
    }
    Ok(())
}

/// Return a three-tuple of the current collection counts.
#[native(module = "gc", "get_count()", effect = reads)]
fn get_count(cx: &mut Cx) -> R {
    cx.tuple(&[Value::index(0), Value::index(0), Value::index(0)])
}

/// Return the current collection thresholds.
#[native(module = "gc", "get_threshold()", effect = reads)]
fn get_threshold(cx: &mut Cx) -> R {
    let mut all = [Value::NONE; 3];
    for (value, threshold) in all.iter_mut().zip(&THRESHOLDS) {
        *value = cx.int(threshold.load(Ordering::Relaxed))?; // Relaxed: as in `enable`.
    }
    cx.tuple(&all)
}

/// set_threshold(threshold0, [threshold1, [threshold2]])
/// Set the collection thresholds (the collection frequency).
///
/// Setting 'threshold0' to zero disables collection.
#[native(
    module = "gc",
    "set_threshold(threshold0[, threshold1[, threshold2]], /)",
    opaque,
    effect = io
)]
fn set_threshold(_: &mut Cx, threshold0: i64, threshold1: Option<i64>, threshold2: Option<i64>) {
    let given = [Some(threshold0), threshold1, threshold2];
    for (threshold, given) in THRESHOLDS.iter().zip(given) {
        if let Some(given) = given {
            threshold.store(given, Ordering::Relaxed); // Relaxed: as in `enable`.
        }
    }
}

/// Get the garbage collection debugging flags.
#[native(module = "gc", "get_debug()", effect = reads)]
fn get_debug(_: &mut Cx) -> i64 {
    DEBUG.load(Ordering::Relaxed) // Relaxed: as in `enable`.
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
fn set_debug(_: &mut Cx, flags: i64) {
    DEBUG.store(flags, Ordering::Relaxed); // Relaxed: as in `enable`.
}

/// Return a list of objects tracked by the collector (excluding the list returned).
///
///   generation
///     Generation to extract the objects from.
///
/// If generation is not None, return only the objects tracked by the collector
/// that are in that generation.
#[native(module = "gc", "get_objects(generation=None)", effect = writes)]
fn get_objects(cx: &mut Cx, generation: Value) -> R<&'static List> {
    if let Some(number) = generation.as_small_int() {
        if number < 0 {
            return Err(cx.value_error(format_args!("generation parameter cannot be negative")));
        }
        if number > 2 {
            return Err(cx.value_error(format_args!(
                "generation parameter must be less than the number of available generations (3)"
            )));
        }
    } else if !generation.is_none() {
        let class = type_name(cx, generation)?;
        return Err(cx.type_error(format_args!(
            "'{class}' object cannot be interpreted as an integer"
        )));
    }
    list::new(cx)
}

/// Return a list of dictionaries containing per-generation statistics.
#[native(module = "gc", "get_stats()", effect = writes)]
fn get_stats(cx: &mut Cx) -> R<&'static List> {
    let all = list::new(cx)?;
    let collections = cx.vm.heap.stats().collections;
    for generation in 0..3 {
        let stats = dict::new(cx)?;
        let count = if generation == 2 {
            collections as i64
        } else {
            0
        };
        for (name, number) in [
            ("collections", count),
            ("collected", 0),
            ("uncollectable", 0),
        ] {
            let (name, number) = (cx.vm.intern(cx, name)?, cx.int(number)?);
            dict::set_str(cx, stats, name, number)?;
        }
        list::append(cx, all, stats.value())?;
    }
    Ok(all)
}

/// get_referrers(*objs)
/// Return the list of objects that directly refer to any of 'objs'.
#[native(module = "gc", "get_referrers(*objs)", opaque, effect = writes)]
fn get_referrers(cx: &mut Cx, _objs: &[Value]) -> R<&'static List> {
    list::new(cx)
}

/// get_referents(*objs)
/// Return the list of objects that are directly referred to by 'objs'.
#[native(module = "gc", "get_referents(*objs)", opaque, effect = writes)]
fn get_referents(cx: &mut Cx, objs: &[Value]) -> R<&'static List> {
    use crate::objects::tuple::Tuple;
    let all = list::new(cx)?;
    for object in objs {
        if let Some(inner) = object.cast::<List>() {
            for item in list::to_vec(cx, inner)? {
                list::append(cx, all, item)?;
            }
        } else if let Some(inner) = object.cast::<Tuple>() {
            for item in inner.as_slice() {
                list::append(cx, all, *item)?;
            }
        } else if let Some(inner) = object.cast::<Dict>() {
            let mut position = 0;
            while let Some((key, value)) = dict::next_entry(cx, inner, &mut position)? {
                list::append(cx, all, key)?;
                list::append(cx, all, value)?;
            }
        }
    }
    Ok(all)
}

/// Returns true if the object is tracked by the garbage collector.
///
/// Simple atomic objects will return false.
#[native(module = "gc", "is_tracked(obj, /)", effect = pure)]
fn is_tracked(_: &mut Cx, obj: Value) -> bool {
    use crate::objects::bytes::Bytes;
    use crate::objects::complex::ComplexObject;
    use crate::objects::float::Float;
    use crate::objects::int::BigIntObject;
    use crate::objects::str::Str;
    let is_atom = obj.is::<Str>()
        || obj.is::<Bytes>()
        || obj.is::<Float>()
        || obj.is::<ComplexObject>()
        || obj.is::<BigIntObject>();
    obj.is_reference() && !is_atom
}

/// Returns true if the object has been already finalized by the GC.
#[native(module = "gc", "is_finalized(obj, /)", effect = pure)]
fn is_finalized(_: &mut Cx, obj: Value) -> bool {
    finalizers::is_finalized(obj)
}

/// Freeze all current tracked objects and ignore them for future collections.
///
/// This can be used before a POSIX fork() call to make the gc copy-on-write friendly.
/// Note: collection before a POSIX fork() call may free pages for future allocation
/// which can cause copy-on-write.
#[native(module = "gc", "freeze()", effect = pure)]
fn freeze(_: &mut Cx) {}

/// Unfreeze all objects in the permanent generation.
///
/// Put all objects in the permanent generation back into oldest generation.
#[native(module = "gc", "unfreeze()", effect = pure)]
fn unfreeze(_: &mut Cx) {}

/// Return the number of objects in the permanent generation.
#[native(module = "gc", "get_freeze_count()", effect = pure)]
fn get_freeze_count(_: &mut Cx) -> i64 {
    0
}
