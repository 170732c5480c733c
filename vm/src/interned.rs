//! Interned strings: one object for each text, so that names are compared by address.
//!
//! The table is no part of transactions: strings are immutable, and one that a rolled-back transaction
//! has interned is as good as any. Interned strings live as long as the process.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::str::{self, Str};
use crate::value::Value;
use hashbrown::HashTable;
use parking_lot::RwLock;
use std::fmt;

const SHARDS: usize = 64;

/// The table, in shards by hash so that threads seldom meet.
pub struct Interned([RwLock<HashTable<Value>>; SHARDS]);

impl Default for Interned {
    fn default() -> Self {
        Interned(std::array::from_fn(|_| RwLock::default()))
    }
}

fn string(value: Value) -> Option<&'static Str> {
    value.cast::<Str>()
}

impl Interned {
    /// The interned string with the text of `new`, which is `new` itself if there was none.
    pub fn string(&self, new: &'static Str) -> Value {
        let hash = new.hash() as u64;
        let shard = &self.0[hash as usize % SHARDS];
        let same = |other: &Value| string(*other).is_some_and(|other| other.equals(new));
        if let Some(found) = shard.read().find(hash, same) {
            return *found;
        }
        let mut table = shard.write();
        let rehash = |value: &Value| string(*value).map_or(0, |string| string.hash() as u64);
        *table.entry(hash, same, rehash).or_insert(new.value()).get()
    }

    /// The interned string with this text.
    ///
    /// # Errors
    /// MemoryError.
    pub fn text(&self, cx: &mut Cx, text: &str) -> R {
        let string = str::from_utf8(cx, text)?;
        Ok(self.string(string))
    }

    /// Whether `value` is an interned string.
    pub fn has(&self, value: Value) -> bool {
        string(value).is_some_and(|string| {
            let hash = string.hash() as u64;
            let shard = self.0[hash as usize % SHARDS].read();
            shard.find(hash, |other| *other == value).is_some()
        })
    }

    /// Visits every string, for the collector.
    pub fn visit(&self, visit: &mut dyn FnMut(u64)) {
        for shard in &self.0 {
            shard.read().iter().for_each(|value| visit(value.bits()));
        }
    }
}

/// The interned strings that a thread asked for lately, by the addresses of the strings that it had. Empty
/// when a collection may have freed one of those.
#[derive(Debug)]
pub struct Recent(Box<[(Value, Value)]>);

/// Entries of [`Recent`], as a power of two.
const RECENT: u32 = 8;

impl Default for Recent {
    fn default() -> Self {
        Recent(vec![(Value::UNBOUND, Value::UNBOUND); 1 << RECENT].into_boxed_slice())
    }
}

impl Recent {
    /// Forgets what refers to something that does not stay.
    pub fn retain(&mut self, stays: impl Fn(Value) -> bool) {
        for entry in &mut self.0 {
            if !(stays(entry.0) && stays(entry.1)) {
                *entry = (Value::UNBOUND, Value::UNBOUND);
            }
        }
    }
}

impl Cx {
    /// The interned string with the text of `string`.
    #[inline]
    pub fn interned(&mut self, string: &'static Str) -> Value {
        self.refresh_tables();
        let value = string.value();
        let place = value.bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - RECENT);
        let (known, interned) = self.names.0[place as usize];
        if known == value {
            return interned;
        }
        let interned = self.vm.interned.string(string);
        self.names.0[place as usize] = (value, interned);
        interned
    }
}

impl fmt::Debug for Interned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interned")
    }
}

/// The interned string of a literal: looked up once for each place in the source.
///
/// ```ignore
/// let append = name!(cx, "append")?;
/// ```
#[macro_export]
macro_rules! name {
    ($cx:expr, $text:literal) => {{
        static NAME: $crate::interned::Name = $crate::interned::Name::new($text);
        NAME.get($cx)
    }};
}

/// A name in the virtual machine's own source.
#[derive(Debug)]
pub struct Name {
    text: &'static str,
    value: std::sync::atomic::AtomicU64,
}

impl Name {
    /// The name with this text.
    pub const fn new(text: &'static str) -> Self {
        Name {
            text,
            value: std::sync::atomic::AtomicU64::new(0),
        }
    }

    /// The text.
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// The interned string.
    ///
    /// # Errors
    /// MemoryError.
    #[inline(always)]
    pub fn get(&self, cx: &mut Cx) -> R {
        // Acquire: pairs with the Release below; the text behind the address is seen.
        match self.value.load(std::sync::atomic::Ordering::Acquire) {
            0 => self.find(cx),
            bits => Ok(Value::from_bits(bits)),
        }
    }

    #[cold]
    fn find(&self, cx: &mut Cx) -> R {
        let value = cx.vm.intern(cx, self.text)?;
        // Whoever is first or second stores the same.
        self.value
            .store(value.bits(), std::sync::atomic::Ordering::Release);
        Ok(value)
    }
}
