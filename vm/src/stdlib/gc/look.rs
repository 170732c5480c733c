//! Which objects there are, and which refer to which.
//!
//! `get_objects` and `get_referrers` stop the world and walk over what the roots reach. Both are what they
//! are in any program with threads: true of the moment of the walk, with what running transactions have
//! written so far. `get_referents` reads like any other code.

use crate::cx::{Cx, R};
use crate::heap::parts::{self, Explorer, Inside};
use crate::heap::{HeapType, layout};
use crate::interp::dead_registers;
use crate::native::native;
use crate::objects::cell::Cell;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::int;
use crate::objects::list::{self, List};
use crate::objects::set::{self, Set};
use crate::objects::slice::Slice;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::objects::values::Values;
use crate::protocol::type_name;
use crate::runtime::finalizers;
use crate::stdlib::gc::tracked;
use crate::value::Value;
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashSet};
use tython_gc::{Object, Walk};

/// What threads have found in walks, until it lies in lists: roots.
static FOUND: Mutex<BTreeMap<usize, Vec<Value>>> = Mutex::new(BTreeMap::new());

/// Visits what the module keeps, for the collector.
pub(super) fn visit_roots(visit: &mut dyn FnMut(u64)) {
    let found = FOUND.lock();
    found
        .values()
        .flatten()
        .for_each(|value| visit(value.bits()));
}

/// Keeps objects alive for the thread in this slot until it asks for them. The world is stopped.
pub(super) fn keep(slot: usize, mut found: Vec<Value>) {
    FOUND.lock().entry(slot).or_default().append(&mut found);
}

/// The objects that were kept for this thread. They are to lie in the heap before its next safepoint.
pub(super) fn take(cx: &Cx) -> Vec<Value> {
    let found = FOUND.lock().remove(&cx.tx.slot()).unwrap_or_default();
    // A collection that is marking need not have met what only a stray word leads to.
    cx.vm
        .heap
        .shade(&mut found.iter().map(|value| value.bits()));
    found
}

/// The objects that a program sees and `accept` accepts, in a list.
fn search(cx: &mut Cx, accept: impl FnMut(Object) -> bool) -> R<&'static List> {
    dead_registers::clear(cx);
    let slot = cx.tx.slot();
    walk(cx, |walk| keep(slot, select(walk, accept)))?;
    let found = take(cx);
    list::from_slice(cx, &found)
}

/// Between transactions, because the log of one that runs holds things that nobody else holds any more.
fn walk<T>(cx: &mut Cx, body: impl FnOnce(&Walk<'_>) -> T) -> R<T> {
    match cx.may_end() {
        true => cx.between(|cx| cx.walk(body)),
        false => Ok(cx.walk(body)),
    }
}

fn select(walk: &Walk<'_>, mut accept: impl FnMut(Object) -> bool) -> Vec<Value> {
    let heap = walk.heap();
    let (mut found, mut payloads) = (Vec::new(), HashSet::new());
    let explorer = Explorer::default();
    walk.each_reachable(&mut |object| {
        if !parts::is_hidden(object) {
            payloads.extend(explorer.payload_of(heap, object));
            if tracked::is_tracked(parts::value_of(object)) && accept(object) {
                found.push(object);
            }
        }
    });
    found.retain(|object| !payloads.contains(object));
    found.into_iter().map(parts::value_of).collect()
}

/// Return a list of objects tracked by the collector (excluding the list returned).
///
///   generation
///     Generation to extract the objects from.
///
/// If generation is not None, return only the objects tracked by the collector
/// that are in that generation.
#[native(module = "gc", "get_objects(generation=None)", effect = io)]
fn get_objects(cx: &mut Cx, generation: Value) -> R<&'static List> {
    let heap = cx.vm.heap;
    match generation_of(cx, generation)? {
        None => search(cx, |_| true),
        Some(0) => search(cx, |object| !heap.is_old(object)),
        // What survives a collection is old at once.
        Some(1) => list::new(cx),
        Some(_) => search(cx, |object| heap.is_old(object)),
    }
}

/// How many objects `get_objects` would show.
pub(super) fn count(cx: &mut Cx) -> R<usize> {
    walk(cx, |walk| select(walk, |_| true).len())
}

fn generation_of(cx: &mut Cx, generation: Value) -> R<Option<i64>> {
    if generation.is_none() {
        return Ok(None);
    }
    let Some(number) = int::to_int(generation) else {
        let class = type_name(cx, generation)?;
        return Err(cx.type_error(format_args!(
            "argument should be integer or None, not '{class}'"
        )));
    };
    match number.to_i64() {
        None => {
            Err(cx.overflow_error(format_args!("cannot fit 'int' into an index-sized integer")))
        }
        Some(-1) => Ok(None),
        Some(number @ 0..=2) => Ok(Some(number)),
        Some(number) if number < 0 => {
            Err(cx.value_error(format_args!("generation parameter cannot be negative")))
        }
        Some(_) => Err(cx.value_error(format_args!(
            "generation parameter must be less than the number of available generations (3)"
        ))),
    }
}

/// get_referrers(*objs)
/// Return the list of objects that directly refer to any of 'objs'.
#[native(module = "gc", "get_referrers(*objs)", opaque, effect = io)]
fn get_referrers(cx: &mut Cx, objs: &[Value]) -> R<&'static List> {
    let heap = cx.vm.heap;
    let targets = objs
        .iter()
        .filter_map(|value| heap.find_exact(value.bits()));
    let targets: HashSet<Object> = targets.collect();
    if targets.is_empty() {
        return list::new(cx);
    }
    let mut explorer = Explorer::default();
    search(cx, |object| {
        let class = parts::python_class_of(object).map(|class| class.value());
        let class = class.and_then(|class| heap.find_exact(class.bits()));
        let mut refers = class.is_some_and(|class| targets.contains(&class));
        explorer.each_referent(heap, object, |referent| {
            refers |= targets.contains(&referent);
        });
        refers
    })
}

/// get_referents(*objs)
/// Return the list of objects that are directly referred to by 'objs'.
#[native(module = "gc", "get_referents(*objs)", opaque, effect = writes)]
fn get_referents(cx: &mut Cx, objs: &[Value]) -> R<&'static List> {
    let mut found = Vec::new();
    for object in objs {
        referents(cx, *object, &mut found)?;
        if let Some(object) = cx.vm.heap.find_exact(object.bits())
            && let Some(class) = parts::python_class_of(object)
        {
            found.push(class.value());
        }
    }
    let heap = cx.vm.heap;
    found.retain(|value| match heap.find_exact(value.bits()) {
        Some(object) => !parts::is_hidden(object),
        None => value.bound().is_some() && *value != Value::EMPTY,
    });
    list::from_slice(cx, &found)
}

/// What an object and its parts refer to; perhaps marks, too.
fn referents(cx: &mut Cx, whole: Value, found: &mut Vec<Value>) -> R<()> {
    if let Some(items) = whole.cast::<List>() {
        found.append(&mut list::to_vec(cx, items)?);
    } else if let Some(items) = whole.cast::<Tuple>() {
        found.extend_from_slice(items.as_slice());
    } else if let Some(entries) = whole.cast::<Dict>() {
        referents_of_dict(cx, entries, found)?;
    } else if let Some(elements) = whole.cast::<Set>() {
        let mut position = 0;
        while let Some(element) = set::next_element(cx, elements, &mut position)? {
            found.push(element);
        }
    } else if let Some(cell) = whole.cast::<Cell>() {
        found.push(cx.load(cell, &cell.content)?);
    } else if let Some(slice) = whole.cast::<Slice>() {
        found.extend([slice.start.get(), slice.stop.get(), slice.step.get()]);
    } else if let Some(class) = whole.cast::<Type>() {
        found.push(class.dict.get());
        for field in [&class.mro, &class.bases, &class.base] {
            found.push(cx.load(class, field)?);
        }
    } else if let Some(instance) = whole.cast::<Instance>() {
        referents_of_instance(cx, instance, found)?;
    } else if let Some(object) = cx.vm.heap.find_exact(whole.bits()) {
        referents_of_others(cx, vec![object], found)?;
    }
    Ok(())
}

/// Keys count, unless all of them are strings: names, as a rule.
fn referents_of_dict(cx: &mut Cx, entries: &'static Dict, found: &mut Vec<Value>) -> R<()> {
    let (mut position, mut keys) = (0, Vec::new());
    while let Some((key, value)) = dict::next_entry(cx, entries, &mut position)? {
        keys.push(key);
        found.push(value);
    }
    if !keys.iter().all(|key| key.is::<Str>()) {
        found.append(&mut keys);
    }
    Ok(())
}

fn referents_of_instance(
    cx: &mut Cx,
    instance: &'static Instance,
    found: &mut Vec<Value>,
) -> R<()> {
    let shape = instance.shape(cx)?;
    let heap = cx.vm.heap;
    let Some(inside) = heap.find_exact(instance.value().bits()).map(Inside::of) else {
        return Ok(());
    };
    let mut parts = Vec::new();
    for index in 0..shape.count as usize {
        let value = instance.get(cx, index)?;
        if !inside.is_reserved(index) {
            found.push(value);
            continue;
        }
        // The numbers among them are the virtual machine's own.
        let Some(object) = heap.find_exact(value.bits()) else {
            continue;
        };
        match inside.is_part_in_slot(index, object) {
            true if parts::is_hidden(object) => parts.push(object),
            true => referents(cx, value, found)?,
            false => found.push(value),
        }
    }
    let ext = cx.load(instance, &instance.ext)?;
    if ext.is_reference() && !ext.is::<Values>() {
        found.push(ext);
    }
    referents_of_others(cx, parts, found)
}

/// The objects that something else refers to, or parts do. (Numbers among their words are the virtual
/// machine's own.)
fn referents_of_others(cx: &mut Cx, mut work: Vec<Object>, found: &mut Vec<Value>) -> R<()> {
    let heap = cx.vm.heap;
    let mut known: HashSet<Object> = work.iter().copied().collect();
    while let Some(object) = work.pop() {
        if object.meta().layout() == layout::WEAKREF.get() {
            continue;
        }
        let mut values = Vec::new();
        cx.tx.view(object.token(), || {
            values.clear();
            heap.each_value(object, &mut |value| values.push(value));
        })?;
        for referent in values
            .into_iter()
            .filter_map(|value| heap.find_exact(value))
        {
            if !parts::is_hidden(referent) {
                found.push(parts::value_of(referent));
            } else if known.insert(referent) {
                work.push(referent);
            }
        }
    }
    Ok(())
}

/// Returns true if the object is tracked by the garbage collector.
///
/// Simple atomic objects will return false.
#[native(module = "gc", "is_tracked(obj, /)", effect = pure)]
fn is_tracked(_: &mut Cx, obj: Value) -> bool {
    tracked::is_tracked(obj)
}

/// Returns true if the object has been already finalized by the GC.
#[native(module = "gc", "is_finalized(obj, /)", effect = pure)]
fn is_finalized(_: &mut Cx, obj: Value) -> bool {
    finalizers::is_finalized(obj)
}
