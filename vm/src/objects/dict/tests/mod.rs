//! Tests of the table, through a dict: against a model, in one thread and in several.
//!
//! Keys are hashed by the tests themselves, so that hashes collide as they are told to.

mod conflicts;
mod model;
mod pairs;
mod places;

use super::base::Dict;
use super::place::Hash;
use super::{insert, lookup};
use crate::cx::{Cx, Exit, R};
use crate::testing::context;
use crate::value::Value;

/// Runs `body` in transactions until one commits.
fn atomically<T>(cx: &mut Cx, mut body: impl FnMut(&mut Cx) -> R<T>) -> T {
    loop {
        cx.tx.begin();
        match body(cx) {
            Ok(result) => match cx.tx.commit() {
                Ok(()) => return result,
                Err(abort) => cx.tx.rollback(abort),
            },
            Err(Exit::Abort(abort)) => cx.tx.rollback(abort),
            Err(exit) => panic!("{exit:?}"),
        }
    }
}

fn int(number: i64) -> Value {
    Value::small_int(number).expect("small")
}

/// A dict that every thread can reach.
fn shared_dict(cx: &mut Cx) -> &'static Dict {
    let dict = atomically(cx, super::new);
    // An object that is private to a thread is published when another meets it; that is not what the
    // tests are about.
    let shared = cx.vm.builtins.get().cast::<Dict>().expect("made");
    atomically(cx, |cx| {
        super::set(cx, shared, Value::from(dict), Value::from(dict)).or(Ok(()))
    });
    dict
}

/// A small generator of random numbers (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// What hash a number gets.
type Hashing = fn(i64) -> i64;

fn get(cx: &mut Cx, dict: &'static Dict, key: Value, hash: i64) -> R<Option<Value>> {
    Ok(lookup::find(cx, dict, key, Hash::new(hash))?.map(|hit| hit.value))
}

fn put(cx: &mut Cx, dict: &'static Dict, key: Value, hash: i64, value: Value) -> R<()> {
    insert::set(cx, dict, key, Hash::new(hash), value)
}

fn delete(cx: &mut Cx, dict: &'static Dict, key: Value, hash: i64) -> R<Option<Value>> {
    let hit = lookup::find(cx, dict, key, Hash::new(hash))?;
    if let Some(hit) = hit {
        super::delete::entry(cx, hit, Hash::new(hash))?;
    }
    Ok(hit.map(|hit| hit.value))
}

fn contents(cx: &mut Cx, dict: &'static Dict) -> R<Vec<(Value, Value)>> {
    let (mut position, mut found) = (0, Vec::new());
    while let Some(entry) = super::next_entry(cx, dict, &mut position)? {
        found.push(entry);
    }
    Ok(found)
}
