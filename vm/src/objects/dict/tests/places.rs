//! The memory: what the collector and the transactions see of a table, and places of names.

use super::super::table::{self, Table};
use super::*;
use crate::objects::dict::{locate, read_located};
use std::collections::HashSet;
use stm_core::Unit;
use tython_gc::Object;

/// A dict with so many entries, and its table.
fn with_table(cx: &mut Cx, entries: i64) -> (&'static Dict, &'static Table, Object) {
    let dict = atomically(cx, crate::objects::dict::new);
    atomically(cx, |cx| {
        (0..entries).try_for_each(|number| put(cx, dict, int(number), number, int(-number)))
    });
    let (table, object) = table_of(dict);
    (dict, table, object)
}

/// The table of a dict that has one.
fn table_of(dict: &'static Dict) -> (&'static Table, Object) {
    let table = lookup::Owner::table(dict).peek();
    // SAFETY: the word of a dict that has a table.
    let object = unsafe { Object::from_value(table.bits()) };
    // SAFETY: as above.
    (unsafe { &*object.as_ptr().cast::<Table>() }, object)
}

#[test]
fn tracing_visits_every_key_and_value_once() {
    let mut cx = context();
    for entries in [1, 8, 9, 20, 1000] {
        let dict = atomically(&mut cx, crate::objects::dict::new);
        let mut objects = Vec::new();
        for number in 0..entries {
            let mut text = |number: i64| atomically(&mut cx, |cx| cx.str(&number.to_string()));
            let (key, value) = (text(number), text(-1 - number));
            atomically(&mut cx, |cx| put(cx, dict, key, number, value));
            objects.extend([key, value]);
        }
        let (_, object) = table_of(dict);
        let (mut seen, mut from) = (Vec::new(), Some(0));
        while let Some(start) = from {
            // SAFETY: a table.
            from = unsafe { table::trace(object, start, &mut |word| seen.push(word)) };
        }
        for value in objects {
            assert_eq!(seen.iter().filter(|word| **word == value.bits()).count(), 1);
        }
    }
}

#[test]
fn every_token_has_a_unit_and_every_word_one_token() {
    let mut cx = context();
    for entries in [1, 8, 9, 20, 1000] {
        let (_, table, object) = with_table(&mut cx, entries);
        let mut units: Vec<Unit> = Vec::new();
        // SAFETY: a table.
        unsafe { table::units(object, &mut |unit| units.push(unit)) };
        assert_eq!(units.len(), 1 + table.stripes());
        let words = units
            .iter()
            .flat_map(|unit| unit.words)
            .map(|word| word as *const _ as usize);
        let words: Vec<usize> = words.collect();
        assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
        let keys = (0..entries as usize).map(|number| &raw const table.entry(number).key as usize);
        assert!(keys.into_iter().all(|key| words.contains(&key)));
        for unit in units {
            // SAFETY: a table, and a token of it.
            let found = unsafe { table::unit_of(object, unit.token) };
            assert!(std::ptr::eq(found.token, unit.token));
            assert_eq!(found.words.as_ptr_range(), unit.words.as_ptr_range());
        }
    }
}

#[test]
fn a_located_name_is_read_until_the_table_changes() {
    let mut cx = context();
    for entries in [3, 100] {
        let (dict, ..) = with_table(&mut cx, entries);
        let name = atomically(&mut cx, |cx| cx.vm.intern(cx, "a name"));
        let other = atomically(&mut cx, |cx| cx.vm.intern(cx, "another"));
        atomically(&mut cx, |cx| {
            crate::objects::dict::set_str(cx, dict, name, int(1))?;
            assert!(locate(cx, dict, other)?.is_none());
            let place = locate(cx, dict, name)?.expect("there");
            assert_eq!(read_located(cx, dict, place, name)?, int(1));
            crate::objects::dict::set_str(cx, dict, name, int(2))?;
            assert_eq!(read_located(cx, dict, place, name)?, int(2));
            assert_eq!(read_located(cx, dict, place, other)?, Value::UNBOUND);
            crate::objects::dict::remove(cx, dict, name)?;
            assert_eq!(read_located(cx, dict, place, name)?, Value::UNBOUND);
            crate::objects::dict::set_str(cx, dict, name, int(3))?;
            assert_eq!(read_located(cx, dict, place, name)?, Value::UNBOUND);
            let place = locate(cx, dict, name)?.expect("there");
            grow::reserve(cx, dict, 1000)?;
            assert_eq!(read_located(cx, dict, place, name)?, Value::UNBOUND);
            Ok(())
        });
    }
}

use crate::objects::dict::grow;
