//! Several threads in one dict, which grows, shrinks and is cleared: entries that are always changed
//! together are always seen together, whatever conflicts, and also in what is rolled back.

use super::*;
use stm_core::Abort;

/// The partner of key `k` is `k + PARTNER`.
const PARTNER: i64 = 1_000_000;

fn partner(key: i64) -> i64 {
    if key >= PARTNER {
        key - PARTNER
    } else {
        key + PARTNER
    }
}

/// Threads are made to meet: there may be fewer processors than threads.
fn meet(random: &mut Random) {
    if random.below(2) == 0 {
        std::thread::yield_now();
    }
}

fn set_both(cx: &mut Cx, dict: &'static Dict, key: i64, value: i64, random: &mut Random) -> R<()> {
    put(cx, dict, int(key), key, int(value))?;
    meet(random);
    put(cx, dict, int(partner(key)), partner(key), int(value))
}

fn delete_both(cx: &mut Cx, dict: &'static Dict, key: i64, random: &mut Random) -> R<()> {
    let first = delete(cx, dict, int(key), key)?;
    meet(random);
    let second = delete(cx, dict, int(partner(key)), partner(key))?;
    assert_eq!(first, second);
    Ok(())
}

fn read_both(cx: &mut Cx, dict: &'static Dict, key: i64, random: &mut Random) -> R<()> {
    let first = get(cx, dict, int(key), key)?;
    meet(random);
    let second = get(cx, dict, int(partner(key)), partner(key))?;
    assert_eq!(first, second);
    Ok(())
}

fn pop_both(cx: &mut Cx, dict: &'static Dict, random: &mut Random) -> R<()> {
    if let Some((key, value)) = crate::objects::dict::pop_last(cx, dict)? {
        meet(random);
        let other = partner(key.as_small_int().expect("an int"));
        assert_eq!(delete(cx, dict, int(other), other)?, Some(value));
    }
    Ok(())
}

fn read_all(cx: &mut Cx, dict: &'static Dict) -> R<()> {
    let all = contents(cx, dict)?;
    assert_eq!(all.len(), crate::objects::dict::len(cx, dict)?);
    let found: std::collections::HashMap<i64, Value> = all
        .iter()
        .map(|(key, value)| (key.as_small_int().expect("an int"), *value))
        .collect();
    assert_eq!(found.len(), all.len(), "a key comes twice");
    for (key, value) in &found {
        assert_eq!(found.get(&partner(*key)), Some(value));
    }
    Ok(())
}

fn step(cx: &mut Cx, dict: &'static Dict, range: u64, random: &mut Random) -> R<()> {
    let key = random.below(range) as i64;
    let value = random.below(1000) as i64;
    match random.below(100) {
        0..30 => set_both(cx, dict, key, value, random),
        30..50 => delete_both(cx, dict, key, random),
        50..52 => crate::objects::dict::clear(cx, dict),
        52..60 => pop_both(cx, dict, random),
        60..64 => read_all(cx, dict),
        64..68 => (0..30).try_for_each(|more| set_both(cx, dict, key + more, value, random)),
        68..72 => (0..30).try_for_each(|more| delete_both(cx, dict, key + more, random)),
        _ => read_both(cx, dict, key, random),
    }
}

/// Something that would break every pair, and is rolled back.
fn mess(cx: &mut Cx, dict: &'static Dict, key: i64) -> R<()> {
    put(cx, dict, int(key), key, int(-1))?;
    for number in 0..40 {
        put(cx, dict, int(5 * PARTNER + number), number, int(1))?;
    }
    crate::objects::dict::pop_last(cx, dict)?;
    crate::objects::dict::clear(cx, dict)?;
    std::thread::yield_now();
    put(cx, dict, int(key), key, int(-2))
}

fn run(range: u64, threads: u64) {
    let dict = shared_dict(&mut context());
    std::thread::scope(|scope| {
        for thread in 1..=threads {
            scope.spawn(move || {
                let mut cx = context();
                let mut random = Random(0x0dd5_eed5 * thread);
                for _ in 0..1500 {
                    let seed = random.next();
                    atomically(&mut cx, |cx| step(cx, dict, range, &mut Random(seed)));
                    if random.below(40) == 0 {
                        cx.tx.begin();
                        let _ = mess(&mut cx, dict, random.below(range) as i64);
                        cx.tx.rollback(Abort::Retry);
                    }
                }
            });
        }
    });
}

#[test]
fn in_small_tables() {
    run(3, 3);
}

#[test]
fn between_small_and_large_tables() {
    run(12, 3);
}

#[test]
fn in_large_tables() {
    run(300, 4);
}
