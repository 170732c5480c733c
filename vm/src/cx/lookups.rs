//! A cache of class look-ups: (version of the class, name) to what was found.
//!
//! It belongs to one thread and is no part of transactions: a class version names one state of a class
//! and its bases for ever. (A look-up inside a transaction that has itself changed the class finds
//! the new version number, which nobody else will meet if it is rolled back.)

use crate::four_way::FourWay;
use crate::value::Value;

const LOG2: u32 = 11;

#[derive(Clone, Copy, Debug)]
struct Entry {
    version: Value,
    name: Value,
    found: Value,
}

const EMPTY: Entry = Entry {
    version: Value::UNBOUND,
    name: Value::UNBOUND,
    found: Value::UNBOUND,
};

impl Entry {
    #[inline(always)]
    fn is_of(&self, version: Value, name: Value) -> bool {
        self.version == version && self.name == name
    }
}

/// The table.
#[derive(Debug)]
pub struct Lookups(FourWay<Entry, { 1 << LOG2 }>);

impl Default for Lookups {
    fn default() -> Self {
        Lookups(FourWay::of(EMPTY))
    }
}

impl Lookups {
    #[inline(always)]
    fn place(version: Value, name: Value) -> usize {
        ((name.bits() ^ version.bits() << 35).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LOG2))
            as usize
    }

    /// What a look-up of `name` finds in a class of that version, if that is known.
    #[inline(always)]
    pub fn get(&self, version: Value, name: Value) -> Option<Option<Value>> {
        let place = Self::place(version, name);
        let entry = self.0.find(place, |entry| entry.is_of(version, name))?;
        Some(entry.found.bound())
    }

    /// Remembers a look-up.
    pub fn put(&mut self, version: Value, name: Value, found: Option<Value>) {
        let found = found.unwrap_or(Value::UNBOUND);
        let entry = Entry {
            version,
            name,
            found,
        };
        let place = Self::place(version, name);
        self.0.put(place, entry, |entry| entry.is_of(version, name));
    }

    /// Forgets what refers to something that does not stay: the names and values are no roots, so this is called when a
    /// collection has freed some of them ([`Cx::refresh_tables`](crate::cx::Cx::refresh_tables)).
    pub fn retain(&mut self, stays: impl Fn(Value) -> bool) {
        self.0.retain(EMPTY, |entry| {
            entry.version.is_unbound() || stays(entry.name) && stays(entry.found)
        });
    }
}
