//! `gc.collect`: collections that a program asks for, and what is told of them.

use super::{DEBUG, OLDEST, automatic, callbacks, dead, list_of, look};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::stderr;
use crate::interp::{call_site, dead_registers};
use crate::native::{NativeDef, Owner, native};
use crate::objects::dict;
use crate::objects::list::{self, List};
use crate::runtime::finalizers;
use crate::value::Value;
use parking_lot::Mutex;
use std::sync::atomic::Ordering;
use std::time::Instant;
use tython_gc::Extent;

/// What has been asked for since the start.
#[derive(Clone, Copy, Debug)]
struct Asked {
    /// For each generation, how often it was asked for, and what was found dead.
    generations: [(u64, u64); 3],
    /// How often a generation was asked for since an older one was.
    since: [u64; 2],
    /// What the heap had ever allocated when the last one ended.
    allocated: u64,
}

static ASKED: Mutex<Asked> = Mutex::new(Asked {
    generations: [(0, 0); 3],
    since: [0; 2],
    allocated: 0,
});

/// Run the garbage collector.
///
/// With no arguments, run a full collection.  The optional argument
/// may be an integer specifying which generation to collect.  A ValueError
/// is raised if the generation number is invalid.
///
/// The number of unreachable objects is returned.
#[native(module = "gc", "collect(generation=2)", effect = io)]
fn collect(cx: &mut Cx, generation: i32) -> R<i64> {
    let Some(generation) = usize::try_from(generation)
        .ok()
        .filter(|number| *number <= OLDEST)
    else {
        return Err(cx.value_error(format_args!("invalid generation")));
    };
    // If a finaliser or a callback asks, it is going on.
    let collected = callbacks::alone(cx, |cx| collect_and_tell(cx, generation))?;
    Ok(collected.unwrap_or(0) as i64)
}

fn collect_and_tell(cx: &mut Cx, generation: usize) -> R<u64> {
    let debug = DEBUG.load(Ordering::Relaxed); // Relaxed: as in `enable`.
    // Before dead registers are cleared.
    let is_called = is_called(cx);
    automatic::tell(cx)?;
    callbacks::notify(cx, "start", generation, 0)?;
    let begin = Instant::now();
    if debug & super::STATS != 0 {
        let objects = cx.vm.heap.stats().live_objects;
        stderr::line(format_args!(
            "gc: collecting generation {generation}...\n\
             gc: objects in each generation: 0 0 {objects}\n\
             gc: objects in permanent generation: {}",
            super::frozen()
        ));
    }
    let mut collected = collect_once(cx, generation, is_called, debug)?;
    if finalizers::are_due() {
        finalizers::run_here(cx)?;
        // What they have not brought back to life is gone now, as it would be in CPython.
        collected += collect_once(cx, generation, is_called, debug)?;
        finalizers::run_here(cx)?;
    }
    let stats = cx.vm.heap.stats();
    let mut asked = ASKED.lock();
    asked.generations[generation].0 += 1;
    asked.generations[generation].1 += collected;
    asked.allocated = stats.allocated_bytes;
    asked.since[..generation].fill(0);
    if let Some(since) = asked.since.get_mut(generation) {
        *since += 1;
    }
    drop(asked);
    if debug & super::STATS != 0 {
        let seconds = begin.elapsed().as_secs_f64();
        stderr::line(format_args!(
            "gc: done, {collected} unreachable, 0 uncollectable, {seconds:.4}s elapsed"
        ));
    }
    callbacks::notify(cx, "stop", generation, collected)?;
    Ok(collected)
}

/// One collection; how many objects only it could have freed.
fn collect_once(cx: &mut Cx, generation: usize, is_called: bool, debug: i32) -> R<u64> {
    dead_registers::clear(cx);
    dead::order(cx, debug);
    let extent = match generation {
        OLDEST => Extent::All,
        _ => Extent::Young,
    };
    cx.collect_now(extent, is_called)?;
    let (collected, lines) = dead::count();
    for line in lines {
        stderr::line(format_args!("{line}"));
    }
    let saved = look::take(cx);
    if !saved.is_empty() {
        let found = list::from_slice(cx, &saved)?;
        if let Some(garbage) = list_of(cx.vm.gc_garbage.get()) {
            list::extend(cx, garbage, found.value())?;
        }
    }
    Ok(collected)
}

/// Whether the running instruction calls `collect`. If it does, and neither a finaliser nor a callback runs, it
/// has called this one: within itself, it does nothing.
fn is_called(cx: &Cx) -> bool {
    let is_this =
        |def: &NativeDef| matches!(def.owner, Owner::Module("gc")) && def.name == "collect";
    !cx.finalizing && call_site::callee(cx).is_some_and(is_this)
}

/// Return a list of dictionaries containing per-generation statistics.
#[native(module = "gc", "get_stats()", effect = writes)]
fn get_stats(cx: &mut Cx) -> R<&'static List> {
    let asked = *ASKED.lock();
    let all = list::new(cx)?;
    for (number, (collections, collected)) in asked.generations.into_iter().enumerate() {
        let more = automatic::count(number);
        let stats = dict::new(cx)?;
        callbacks::enter(cx, stats, "collections", collections + more)?;
        callbacks::enter(cx, stats, "collected", collected)?;
        callbacks::enter(cx, stats, "uncollectable", 0)?;
        list::append(cx, all, stats.value())?;
    }
    Ok(all)
}

/// Return a three-tuple of the current collection counts.
#[native(module = "gc", "get_count()", effect = reads)]
fn get_count(cx: &mut Cx) -> R {
    let asked = *ASKED.lock();
    // Objects are not counted, bytes are: how many of the smallest these would be.
    let bytes = cx.vm.heap.stats().allocated_bytes - asked.allocated;
    let young = cx.int((bytes / SMALLEST).min(i64::MAX as u64) as i64)?;
    let [first, second] = asked.since;
    cx.tuple(&[
        young,
        Value::index(first as usize),
        Value::index(second as usize),
    ])
}

/// Bytes of the smallest object that CPython's collector would track.
const SMALLEST: u64 = 32;
