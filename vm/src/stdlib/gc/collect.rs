//! `gc.collect`: collections that a program asks for, and what is told of them.

use super::{DEBUG, dead, look};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::host::stderr;
use crate::interp::dead_registers;
use crate::name;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::protocol::call_values;
use crate::runtime::{finalizers, unraisable};
use crate::value::Value;
use parking_lot::Mutex;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// What has been asked for since the start.
#[derive(Clone, Copy, Debug)]
struct Asked {
    /// For each generation, how often it was asked for, and what was found dead.
    generations: [(u64, u64); 3],
    /// How often a generation was asked for since an older one was.
    since: [u64; 2],
    /// Collections of the heap that these were; all others began by themselves.
    of_heap: u64,
    /// What the heap had ever allocated when the last one ended.
    allocated: u64,
}

static ASKED: Mutex<Asked> = Mutex::new(Asked {
    generations: [(0, 0); 3],
    since: [0; 2],
    of_heap: 0,
    allocated: 0,
});

/// The slots of the threads that are in `collect`.
static COLLECTING: Mutex<Vec<usize>> = Mutex::new(Vec::new());

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
        .filter(|number| *number < 3)
    else {
        return Err(cx.value_error(format_args!("invalid generation")));
    };
    let slot = cx.tx.slot();
    let mut collecting = COLLECTING.lock();
    if collecting.contains(&slot) {
        // A finaliser or a callback asks for what is going on.
        return Ok(0);
    }
    collecting.push(slot);
    drop(collecting);
    let collected = collect_and_tell(cx, generation);
    COLLECTING.lock().retain(|other| *other != slot);
    collected.map(|collected| collected as i64)
}

fn collect_and_tell(cx: &mut Cx, generation: usize) -> R<u64> {
    let debug = DEBUG.load(Ordering::Relaxed); // Relaxed: as in `enable`.
    notify(cx, "start", generation, 0)?;
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
    let before = cx.vm.heap.stats().collections;
    let mut collected = collect_once(cx, debug)?;
    if finalizers::are_due() {
        finalizers::run_here(cx)?;
        // What they have not brought back to life is gone now, as it would be in CPython.
        collected += collect_once(cx, debug)?;
        finalizers::run_here(cx)?;
    }
    let stats = cx.vm.heap.stats();
    let mut asked = ASKED.lock();
    asked.generations[generation].0 += 1;
    asked.generations[generation].1 += collected;
    asked.of_heap += stats.collections - before;
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
    notify(cx, "stop", generation, collected)?;
    Ok(collected)
}

/// One collection; how many objects only it could have freed.
fn collect_once(cx: &mut Cx, debug: i32) -> R<u64> {
    dead_registers::clear(cx);
    dead::order(cx, debug);
    cx.collect_now()?;
    let (collected, lines) = dead::count();
    for line in lines {
        stderr::line(format_args!("{line}"));
    }
    let saved = look::take(cx);
    if !saved.is_empty() {
        let found = list::from_slice(cx, &saved)?;
        if let Some(garbage) = attribute(cx, "garbage")? {
            list::extend(cx, garbage, found.value())?;
        }
    }
    Ok(collected)
}

/// A list that is an attribute of the module.
fn attribute(cx: &mut Cx, name: &str) -> R<Option<&'static List>> {
    let Some(modules) = cx.vm.modules.get().cast::<Dict>() else {
        return Ok(None);
    };
    let (module, name) = (name!(cx, "gc")?, cx.vm.intern(cx, name)?);
    let module = dict::get_str(cx, modules, module)?.and_then(|module| module.cast::<Module>());
    let found = match module {
        Some(module) => dict::get_str(cx, module.namespace(), name)?,
        None => None,
    };
    Ok(found.and_then(|found| found.cast::<List>()))
}

/// Calls the functions in `gc.callbacks`.
fn notify(cx: &mut Cx, phase: &str, generation: usize, collected: u64) -> R<()> {
    let Some(callbacks) = attribute(cx, "callbacks")? else {
        return Ok(());
    };
    let mut index = 0;
    while let Some(callback) = list::get(cx, callbacks, index)? {
        index += 1;
        let info = dict::new(cx)?;
        enter(cx, info, "generation", generation as u64)?;
        enter(cx, info, "collected", collected)?;
        enter(cx, info, "uncollectable", 0)?;
        let phase = cx.str(phase)?;
        if call_values(cx, callback, &[phase, info.value()]) == Err(Exit::Raise) {
            let raised = cx.take_exception();
            let message = "Exception ignored while calling GC callback";
            unraisable::report(cx, raised, message, callback)?;
        }
    }
    Ok(())
}

fn enter(cx: &mut Cx, info: &'static Dict, name: &str, number: u64) -> R<()> {
    let (name, number) = (cx.vm.intern(cx, name)?, cx.int(number as i64)?);
    dict::set_str(cx, info, name, number)
}

/// Return a list of dictionaries containing per-generation statistics.
#[native(module = "gc", "get_stats()", effect = writes)]
fn get_stats(cx: &mut Cx) -> R<&'static List> {
    let asked = *ASKED.lock();
    let by_itself = cx.vm.heap.stats().collections.saturating_sub(asked.of_heap);
    let all = list::new(cx)?;
    for (number, (collections, collected)) in asked.generations.into_iter().enumerate() {
        let more = if number == 2 { by_itself } else { 0 };
        let stats = dict::new(cx)?;
        enter(cx, stats, "collections", collections + more)?;
        enter(cx, stats, "collected", collected)?;
        enter(cx, stats, "uncollectable", 0)?;
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
