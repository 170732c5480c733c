//! All links by referent. No part of transactions: a link that a rolled-back transaction has made is
//! garbage, and the next collection takes it out.

use super::{CALLBACK, Link};
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::objects::instance::Instance;
use crate::value::Value;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;
use tython_gc::Marking;

#[derive(Default)]
struct Table {
    /// The links to each referent, by its word.
    links: HashMap<u64, Vec<Value>>,
    /// Referents that have got a link since the last collection: among others, nothing dies young.
    young: Vec<u64>,
}

static TABLE: LazyLock<Mutex<Table>> = LazyLock::new(Mutex::default);

/// Enters a new link.
pub(super) fn enter(referent: Value, link: &'static Link) {
    let mut table = TABLE.lock();
    let links = table.links.entry(referent.bits()).or_default();
    links.push(link.value());
    table.young.push(referent.bits());
}

/// The objects that refer to `referent` weakly, oldest first.
pub(crate) fn references(cx: &Cx, referent: Value) -> Vec<Value> {
    let table = TABLE.lock();
    let links = table.links.get(&referent.bits()).into_iter().flatten();
    let owners = links
        .filter_map(|link| link.cast::<Link>())
        .map(|link| link.owner.get());
    // The table keeps nothing alive.
    owners.inspect(|owner| cx.shade(*owner)).collect()
}

/// How many objects refer to `referent` weakly.
pub(crate) fn count(referent: Value) -> usize {
    TABLE.lock().links.get(&referent.bits()).map_or(0, Vec::len)
}

/// The callback in a slot. The world is stopped.
fn has_callback(owner: Value) -> bool {
    owner.cast::<Instance>().is_some_and(|owner| {
        owner.inline_slots() > CALLBACK
            && !matches!(owner.inline(CALLBACK).peek(), Value::NONE | Value::UNBOUND)
    })
}

/// The collector has marked what lives: the links to what has died are cleared. Gives the living
/// objects with links whose callbacks are to be called.
pub(crate) fn clear_dead(marking: &Marking<'_>) -> Vec<Value> {
    let mut table = TABLE.lock();
    let Table { links, young } = &mut *table;
    let mut notify = Vec::new();
    let mut clear = |links: &[Value]| clear_links(marking, links, &mut notify);
    if marking.is_young() {
        for referent in young.iter().filter(|it| !marking.is_marked(**it)) {
            if let Some(dead) = links.remove(referent) {
                clear(&dead);
            }
        }
    } else {
        links.retain(|referent, links| {
            let lives = marking.is_marked(*referent);
            if !lives {
                clear(links);
            }
            lives
        });
    }
    notify
}

/// Clears the links to one referent. The newest come first, as CPython calls them.
fn clear_links(marking: &Marking<'_>, links: &[Value], notify: &mut Vec<Value>) {
    for link in links.iter().rev().filter_map(|link| link.cast::<Link>()) {
        link.referent.poke(Value::NONE);
        let owner = link.owner.get();
        if marking.is_marked(link.value().bits()) && has_callback(owner) {
            notify.push(owner);
        }
    }
}

/// Everything that lives is marked: links that died themselves are forgotten.
pub(crate) fn drop_unmarked(marking: &Marking<'_>) {
    let mut table = TABLE.lock();
    let Table { links, young } = &mut *table;
    let keep = |links: &mut Vec<Value>| {
        links.retain(|link| marking.is_marked(link.bits()));
        !links.is_empty()
    };
    if marking.is_young() {
        for referent in young.iter() {
            if let Entry::Occupied(mut entry) = links.entry(*referent)
                && !keep(entry.get_mut())
            {
                entry.remove();
            }
        }
    } else {
        links.retain(|_, links| keep(links));
    }
    young.clear();
}
