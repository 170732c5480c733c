//! All links by referent. No part of transactions: a link that a rolled-back transaction has made is
//! garbage, and the next collection takes it out.

use super::{CALLBACK, Link};
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::objects::instance::Instance;
use crate::value::Value;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::LazyLock;
use tython_gc::Marking;

/// The links to each referent, by its word.
static TABLE: LazyLock<Mutex<HashMap<u64, Vec<Value>>>> = LazyLock::new(Mutex::default);

/// Enters a new link.
pub(super) fn enter(referent: Value, link: &'static Link) {
    let mut table = TABLE.lock();
    table.entry(referent.bits()).or_default().push(link.value());
}

/// The objects that refer to `referent` weakly, oldest first.
pub(crate) fn references(cx: &Cx, referent: Value) -> Vec<Value> {
    let table = TABLE.lock();
    let links = table.get(&referent.bits()).into_iter().flatten();
    let owners = links
        .filter_map(|link| link.cast::<Link>())
        .map(|link| link.owner.get());
    // The table keeps nothing alive.
    owners.inspect(|owner| cx.shade(*owner)).collect()
}

/// How many objects refer to `referent` weakly.
pub(crate) fn count(referent: Value) -> usize {
    TABLE.lock().get(&referent.bits()).map_or(0, Vec::len)
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
    let mut notify = Vec::new();
    TABLE.lock().retain(|referent, links| {
        if marking.is_marked(*referent) {
            return true;
        }
        // The newest first, as CPython calls them.
        for link in links.iter().rev().filter_map(|link| link.cast::<Link>()) {
            link.referent.poke(Value::NONE);
            let owner = link.owner.get();
            if marking.is_marked(link.value().bits()) && has_callback(owner) {
                notify.push(owner);
            }
        }
        false
    });
    notify
}

/// Everything that lives is marked: links that died themselves are forgotten.
pub(crate) fn drop_unmarked(marking: &Marking<'_>) {
    TABLE.lock().retain(|_, links| {
        links.retain(|link| marking.is_marked(link.bits()));
        !links.is_empty()
    });
}
