//! Random operations in one thread, some of them rolled back, against a model that keeps the order.

use super::*;
use std::collections::{BTreeMap, HashMap};
use stm_core::Abort;

/// A map in the order of insertion.
#[derive(Clone, Default)]
struct Model {
    entries: BTreeMap<u64, (i64, i64)>,
    places: HashMap<i64, u64>,
    next: u64,
}

impl Model {
    fn set(&mut self, key: i64, value: i64) {
        let next = self.next;
        let place = *self.places.entry(key).or_insert(next);
        self.next += u64::from(place == next);
        self.entries.insert(place, (key, value));
    }

    fn get(&self, key: i64) -> Option<i64> {
        let place = self.places.get(&key)?;
        Some(self.entries[place].1)
    }

    fn remove(&mut self, key: i64) -> Option<i64> {
        let place = self.places.remove(&key)?;
        self.entries.remove(&place).map(|(_, value)| value)
    }

    fn pop_last(&mut self) -> Option<(i64, i64)> {
        let (_, (key, value)) = self.entries.pop_last()?;
        self.places.remove(&key);
        Some((key, value))
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.places.clear();
    }
}

/// Keys: each number has several values that are equal and not the same.
struct Keys {
    make: fn(&mut Cx, i64) -> R,
    hashing: Hashing,
}

fn same_int(_: &mut Cx, number: i64) -> R {
    Ok(int(number))
}

fn new_str(cx: &mut Cx, number: i64) -> R {
    cx.str(&format!("key {number}"))
}

fn check(cx: &mut Cx, dict: &'static Dict, model: &Model) -> R<()> {
    let found = contents(cx, dict)?;
    let number = |cx: &mut Cx, key: Value| match key.as_small_int() {
        Some(int) => int,
        None => {
            let text = crate::objects::str::to_string(key);
            let _ = cx;
            text.trim_start_matches("key ").parse().expect("a number")
        }
    };
    let mut entries = Vec::new();
    for (key, value) in found {
        entries.push((number(cx, key), value.as_small_int().expect("an int")));
    }
    let expected: Vec<(i64, i64)> = model.entries.values().copied().collect();
    assert_eq!(entries, expected);
    assert_eq!(crate::objects::dict::len(cx, dict)?, expected.len());
    Ok(())
}

/// One transaction.
fn step(
    cx: &mut Cx,
    dict: &'static Dict,
    model: &mut Model,
    keys: &Keys,
    random: &mut Random,
    (range, growing): (u64, bool),
) -> R<()> {
    for _ in 0..random.below(40) {
        let number = random.below(range) as i64;
        let (key, hash) = ((keys.make)(cx, number)?, (keys.hashing)(number));
        let value = random.below(1000) as i64;
        match random.below(if growing { 20 } else { 30 }) {
            0..8 => {
                put(cx, dict, key, hash, int(value))?;
                model.set(number, value);
            }
            8..12 => assert_eq!(get(cx, dict, key, hash)?, model.get(number).map(int)),
            12..18 | 20..29 => {
                let found = delete(cx, dict, key, hash)?;
                assert_eq!(found, model.remove(number).map(int));
            }
            18 => {
                let found = crate::objects::dict::pop_last(cx, dict)?;
                assert_eq!(
                    found.map(|(_, value)| value),
                    model.pop_last().map(|(_, value)| int(value))
                );
            }
            19 if random.below(20) > 0 => {
                let copy = crate::objects::dict::copy(cx, dict)?;
                check(cx, copy, model)?;
                assert_eq!(get(cx, copy, key, hash)?, model.get(number).map(int));
            }
            _ if random.below(10) == 0 => {
                crate::objects::dict::clear(cx, dict)?;
                model.clear();
            }
            _ => cx.tx.advance_serial(),
        }
    }
    check(cx, dict, model)
}

fn compare(keys: &Keys, range: u64, dict: fn(&mut Cx) -> &'static Dict) {
    let mut cx = context();
    let dict = dict(&mut cx);
    let mut random = Random(0x9e37_79b9 + range);
    let mut model = Model::default();
    for round in 0..300 {
        let mut attempt = model.clone();
        cx.tx.begin();
        let phase = (range, round / 40 % 2 == 0);
        step(&mut cx, dict, &mut attempt, keys, &mut random, phase).expect("alone");
        if random.below(3) == 0 {
            cx.tx.rollback(Abort::Retry);
        } else {
            cx.tx.commit().expect("alone");
            model = attempt;
        }
        atomically(&mut cx, |cx| check(cx, dict, &model));
    }
}

fn compare_all(keys: &Keys) {
    for range in [3, 6, 12, 30, 100, 500] {
        compare(keys, range, |cx| atomically(cx, crate::objects::dict::new));
        compare(keys, range, shared_dict);
    }
}

#[test]
fn distinct_hashes() {
    let keys = Keys {
        make: same_int,
        hashing: |number| number.wrapping_mul(0x0123_4567_89ab_cdef),
    };
    compare_all(&keys);
}

#[test]
fn equal_strings() {
    let keys = Keys {
        make: new_str,
        hashing: |number| number,
    };
    compare_all(&keys);
}

#[test]
fn few_hashes() {
    let keys = Keys {
        make: same_int,
        hashing: |number| number % 7,
    };
    compare_all(&keys);
}

/// All hashes select the same stripe, so most entries overflow to others.
#[test]
fn one_stripe() {
    let keys = Keys {
        make: new_str,
        hashing: |number| {
            let mut hash = number * 1_000_003;
            while Hash::new(hash).stripe(5) != 3 {
                hash += 1;
            }
            hash
        },
    };
    compare_all(&keys);
}
