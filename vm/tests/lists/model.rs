//! Random operations on a list and on a vector.

use crate::world::{Random, context, int, shared, turn};
use stm_core::Abort;
use tython::cx::{Cx, Exit, R};
use tython::objects::list::{self, LIST, List};
use tython::objects::slice;
use tython::protocol::{self, call};
use tython::value::Value;

/// `list.name(*args)`
fn method(cx: &mut Cx, list: &'static List, name: &str, args: &[Value]) -> R {
    let name = cx.vm.intern(cx, name)?;
    call::call_method(cx, Value::from(list), name, args)
}

/// A slice, and what it means in a sequence of some length.
struct RandomSlice {
    value: Value,
    /// Where elements are inserted, if it is a plain one.
    plain_start: Option<usize>,
    indices: Vec<usize>,
}

fn random_slice(cx: &mut Cx, random: &mut Random, length: usize) -> RandomSlice {
    let mut bound = || (random.below(4) > 0).then(|| random.around(length + 2));
    let (start, stop) = (bound(), bound());
    let step = [1, 1, 1, 2, 3, -1, -2][random.below(7)];
    let bound = |number: Option<i64>| number.map_or(Value::NONE, int);
    let value = slice::new(cx, bound(start), bound(stop), int(step)).expect("memory");
    let length = length as i64;
    let (least, most) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let clip = |index: i64| (if index < 0 { index + length } else { index }).clamp(least, most);
    let (first, last) = if step > 0 {
        (least, most)
    } else {
        (most, least)
    };
    let start = start.map_or(first, clip);
    let stop = stop.map_or(last, clip);
    let is_before_stop = |at: &i64| if step > 0 { *at < stop } else { *at > stop };
    let indices = (0..)
        .map(|number| start + number * step)
        .take_while(is_before_stop);
    RandomSlice {
        value,
        plain_start: (step == 1).then_some(start as usize),
        indices: indices.map(|index| index as usize).collect(),
    }
}

fn numbers(cx: &mut Cx, list: &'static List) -> Vec<i64> {
    let values = list::to_vec(cx, list).expect("no conflict");
    values
        .iter()
        .map(|value| value.as_small_int().expect("a number"))
        .collect()
}

fn list_of(cx: &mut Cx, numbers: &[i64]) -> Value {
    let values: Vec<Value> = numbers.iter().map(|number| int(*number)).collect();
    Value::from(list::from_slice(cx, &values).expect("memory"))
}

/// Python's index: its place if it is one.
fn place(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 {
        index + length as i64
    } else {
        index
    };
    usize::try_from(index).ok().filter(|index| *index < length)
}

fn fails(cx: &mut Cx, result: R) {
    assert_eq!(result, Err(Exit::Raise));
    cx.take_exception();
}

/// One random operation on both.
fn operate(cx: &mut Cx, random: &mut Random, list: &'static List, model: &mut Vec<i64>) {
    let object = Value::from(list);
    let length = model.len();
    let number = random.below(50) as i64;
    match random.below(20) {
        0..4 => {
            list::append(cx, list, int(number)).expect("memory");
            model.push(number);
        }
        4 => {
            let popped = list::pop_last(cx, list).expect("no conflict");
            assert_eq!(popped, model.pop().map(int));
        }
        5 => {
            let index = random.around(length + 1);
            let popped = method(cx, list, "pop", &[int(index)]);
            match place(index, length) {
                Some(index) => assert_eq!(popped, Ok(int(model.remove(index)))),
                None => fails(cx, popped),
            }
        }
        6 => {
            let index = random.around(length + 2);
            method(cx, list, "insert", &[int(index), int(number)]).expect("memory");
            let from_end = if index < 0 {
                index + length as i64
            } else {
                index
            };
            model.insert(from_end.clamp(0, length as i64) as usize, number);
        }
        7 => {
            let index = random.below(length + 2);
            let is_there = list::set(cx, list, index, int(number)).expect("no conflict");
            assert_eq!(is_there, index < length);
            if let Some(slot) = model.get_mut(index) {
                *slot = number;
            }
        }
        8 => {
            let index = random.around(length + 1);
            let deleted = protocol::del_item(cx, object, int(index)).map(|()| Value::NONE);
            match place(index, length) {
                Some(index) => {
                    assert_eq!(deleted, Ok(Value::NONE));
                    model.remove(index);
                }
                None => fails(cx, deleted),
            }
        }
        9 | 10 => {
            let slice = random_slice(cx, random, length);
            let part = protocol::get_item(cx, object, slice.value).expect("memory");
            let part = numbers(cx, part.cast::<List>().expect("a list"));
            let expected: Vec<i64> = slice.indices.iter().map(|index| model[*index]).collect();
            assert_eq!(part, expected);
        }
        11 | 12 => set_slice(cx, random, list, model),
        13 => {
            let mut slice = random_slice(cx, random, length);
            protocol::del_item(cx, object, slice.value).expect("no conflict");
            slice.indices.sort();
            slice.indices.iter().rev().for_each(|index| {
                model.remove(*index);
            });
        }
        14 => {
            let more: Vec<i64> = (0..random.below(70)).map(|more| more as i64).collect();
            let values = match random.below(3) {
                0 => object,
                1 => list_of(cx, &more),
                _ => {
                    let list = list_of(cx, &more);
                    protocol::iter(cx, list).expect("an iterator")
                }
            };
            let more = if values == object {
                model.clone()
            } else {
                more
            };
            if length + more.len() < 600 {
                method(cx, list, "extend", &[values]).expect("memory");
                model.extend(more);
            }
        }
        15 => {
            method(cx, list, "reverse", &[]).expect("no conflict");
            model.reverse();
        }
        16 => {
            method(cx, list, "sort", &[]).expect("memory");
            model.sort();
        }
        17 => {
            let removed = method(cx, list, "remove", &[int(number)]);
            match model.iter().position(|other| *other == number) {
                Some(index) => {
                    assert_eq!(removed, Ok(Value::NONE));
                    model.remove(index);
                }
                None => fails(cx, removed),
            }
        }
        18 => {
            let counted = method(cx, list, "count", &[int(number)]);
            let expected = model.iter().filter(|other| **other == number).count();
            assert_eq!(counted, Ok(Value::index(expected)));
            let copy = method(cx, list, "copy", &[]).expect("memory");
            assert_eq!(protocol::equal(cx, copy, object), Ok(true));
        }
        _ if random.below(10) == 0 => {
            method(cx, list, "clear", &[]).expect("no conflict");
            model.clear();
        }
        _ => {}
    }
}

fn set_slice(cx: &mut Cx, random: &mut Random, list: &'static List, model: &mut Vec<i64>) {
    let object = Value::from(list);
    let slice = random_slice(cx, random, model.len());
    let count = slice.indices.len();
    if let Some(start) = slice.plain_start {
        let values: Vec<i64> = (0..random.below(80))
            .map(|value| 100 + value as i64)
            .collect();
        if model.len() + values.len() > 700 {
            return;
        }
        let new = list_of(cx, &values);
        protocol::set_item(cx, object, slice.value, new).expect("memory");
        model.splice(start..start + count, values);
        return;
    }
    let values: Vec<i64> = (0..count).map(|value| 200 + value as i64).collect();
    let new = list_of(cx, &values);
    protocol::set_item(cx, object, slice.value, new).expect("memory");
    slice
        .indices
        .iter()
        .zip(values)
        .for_each(|(index, value)| model[*index] = value);
    let longer = list_of(cx, &vec![1; count + 1]);
    let refused = protocol::set_item(cx, object, slice.value, longer).map(|()| Value::NONE);
    fails(cx, refused);
}

fn check(cx: &mut Cx, list: &'static List, model: &[i64]) {
    assert_eq!(numbers(cx, list), model);
    assert_eq!(list::len(cx, list), Ok(model.len()));
    for index in 0..model.len() + 40 {
        let found = list::get(cx, list, index).expect("no conflict");
        assert_eq!(found, model.get(index).copied().map(int), "[{index}]");
    }
}

#[test]
fn agrees_with_a_vector() {
    let _turn = turn();
    for seed in 1..60 {
        let mut cx = context();
        let mut random = Random(seed * 0x9e37_79b9);
        let list = list::new(&mut cx).expect("memory");
        let mut model = Vec::new();
        for _ in 0..200 {
            operate(&mut cx, &mut random, list, &mut model);
            check(&mut cx, list, &model);
        }
        cx.tx.commit().expect("nobody else is there");
    }
}

#[test]
fn a_rollback_brings_everything_back() {
    let _turn = turn();
    for seed in 1..40 {
        let mut random = Random(seed * 0x517c_c1b7);
        let length = [0, 3, 16, 17, 33, 100, 500][random.below(7)];
        let numbers: Vec<i64> = (0..length).collect();
        let object = shared(|cx| list_of(cx, &numbers));
        // Another thread, so that there are logs.
        let _other = context();
        let mut cx = context();
        let list = object.cast::<List>().expect("a list");
        let mut committed = numbers;
        for _ in 0..6 {
            let mut model = committed.clone();
            for _ in 0..random.below(30) {
                operate(&mut cx, &mut random, list, &mut model);
            }
            check(&mut cx, list, &model);
            if random.below(2) == 0 {
                cx.tx.rollback(Abort::Cancelled);
            } else {
                cx.tx.commit().expect("nobody else does anything");
                committed = model;
            }
            cx.begin();
            check(&mut cx, list, &committed);
        }
        cx.tx.commit().expect("nobody else does anything");
    }
}

#[test]
fn a_sort_that_fails_changes_nothing() {
    let _turn = turn();
    let mut cx = context();
    let mut values: Vec<Value> = (0..200).map(|number| int((number * 37) % 101)).collect();
    values[150] = Value::NONE;
    let list = list::from_slice(&mut cx, &values).expect("memory");
    let result = list::sort(&mut cx, list, Value::NONE, false);
    fails(&mut cx, result.map(|()| Value::NONE));
    assert_eq!(list::to_vec(&mut cx, list), Ok(values));
    assert!(LIST.is(protocol::class_of(Value::from(list))));
    cx.tx.commit().expect("nobody else is there");
}
