//! A cache of global names: (globals, name) to the place of the value, there or in the builtins.
//!
//! One table for each thread, like the cache of attributes and for the same reasons. What an entry says
//! is checked by the read itself (`objects::dict::located`), so nothing has to be thrown away when a
//! namespace changes. A builtin is found by two reads: that the globals still lack the name, and the value.

use crate::cx::{Cx, R};
use crate::four_way::FourWay;
use crate::heap::HeapType;
use crate::objects::dict::{self, Absent, Dict, Located};
use crate::value::Value;

const LOG2: u32 = 10;

#[repr(align(64))]
#[derive(Clone, Copy, Debug)]
struct Entry {
    globals: &'static Dict,
    builtins: &'static Dict,
    name: Value,
    /// Of a builtin: that the globals lack the name.
    absent: Option<Absent>,
    place: Located,
}

/// The table.
#[derive(Debug)]
pub struct GlobalCache(FourWay<Option<Entry>, { 1 << LOG2 }>);

impl Default for GlobalCache {
    fn default() -> Self {
        GlobalCache(FourWay::of(None))
    }
}

impl GlobalCache {
    #[inline(always)]
    fn place(globals: Value, name: Value) -> usize {
        let mixed = name.bits() ^ globals.bits().rotate_left(21);
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LOG2)) as usize
    }

    /// Forgets what refers to something that does not stay.
    pub fn retain(&mut self, stays: impl Fn(Value) -> bool) {
        let all_stay = |entry: &Entry| {
            let tables = [Some(entry.place.table()), entry.absent.map(Absent::table)];
            let others = [entry.globals.value(), entry.builtins.value(), entry.name];
            others
                .into_iter()
                .chain(tables.into_iter().flatten())
                .all(&stays)
        };
        self.0
            .retain(None, |entry| entry.as_ref().is_none_or(all_stay));
    }
}

#[inline(always)]
fn is_of(entry: &Option<Entry>, globals: Value, builtins: Value, name: Value) -> bool {
    entry.as_ref().is_some_and(|entry| {
        entry.globals.value() == globals && entry.name == name && entry.builtins.value() == builtins
    })
}

/// The value of a name, if the cache knows where it is; else unbound.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn load(cx: &mut Cx, globals: Value, builtins: Value, name: Value) -> R {
    cx.refresh_tables();
    let place = GlobalCache::place(globals, name);
    let is = |entry: &Option<Entry>| is_of(entry, globals, builtins, name);
    let Some(Some(entry)) = cx.globals.0.find(place, is) else {
        return Ok(Value::UNBOUND);
    };
    let (own, others, absent, place) = (entry.globals, entry.builtins, entry.absent, entry.place);
    match absent {
        None => dict::read_located(cx, own, place, name),
        Some(absent) if dict::is_absent(cx, own, absent)? => {
            dict::read_located(cx, others, place, name)
        }
        Some(_) => Ok(Value::UNBOUND),
    }
}

/// Notes where a name was found.
///
/// # Errors
/// When the transaction has to be rolled back, and what comparing keys raises.
#[cold]
#[inline(never)]
pub fn learn(cx: &mut Cx, globals: Value, builtins: Value, name: Value) -> R<()> {
    let (Some(own), Some(others)) = (globals.cast::<Dict>(), builtins.cast::<Dict>()) else {
        return Ok(());
    };
    let (absent, place) = match dict::locate(cx, own, name)? {
        Some(place) => (None, Some(place)),
        None => (
            dict::note_absence(cx, own)?,
            dict::locate(cx, others, name)?,
        ),
    };
    // The name may have come since, under another string, or gone.
    let is_own = dict::get_str(cx, own, name)?.is_some();
    if let Some(place) = place
        && is_own == absent.is_none()
    {
        let entry = Entry {
            globals: own,
            builtins: others,
            name,
            absent,
            place,
        };
        let is = |entry: &Option<Entry>| is_of(entry, globals, builtins, name);
        let place = GlobalCache::place(globals, name);
        cx.globals.0.put(place, Some(entry), is);
    }
    Ok(())
}
