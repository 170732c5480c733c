//! `stats()`: what transactions have done, by thread and in all.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::runtime::threads;
use crate::value::Value;
use stm_core::{Abort, Stats};

fn describe(cx: &mut Cx, stats: &Stats) -> R<&'static Dict> {
    let all = dict::new(cx)?;
    let rollbacks = dict::new(cx)?;
    for reason in Abort::ALL {
        let name = format!("{reason:?}").to_lowercase();
        put(cx, rollbacks, &name, stats.rollbacks(*reason))?;
    }
    for (name, number) in [
        ("commits", stats.commits),
        ("writing_commits", stats.writing_commits),
        ("irrevocable", stats.irrevocable),
        ("extensions", stats.extensions),
        ("published", stats.published),
        ("waits", stats.waits),
        ("sleeps", stats.sleeps),
        ("all_rollbacks", stats.all_rollbacks()),
    ] {
        put(cx, all, name, number)?;
    }
    let name = cx.vm.intern(cx, "rollbacks")?;
    dict::set_str(cx, all, name, rollbacks.value())?;
    Ok(all)
}

fn put(cx: &mut Cx, dict: &'static Dict, name: &str, number: u64) -> R<()> {
    let name = cx.vm.intern(cx, name)?;
    let number = cx.int(number as i64)?;
    dict::set_str(cx, dict, name, number)
}

/// What transactions have done so far: of this thread, of all threads that have ended, and how long,
/// in polls, this thread's transactions are now.
#[native(module = "stm", "stats()", effect = reads)]
fn stats(cx: &mut Cx) -> R<&'static Dict> {
    let all = dict::new(cx)?;
    let own = cx.tx.stats().clone();
    for (name, stats) in [("thread", own), ("ended", threads::ended_stats())] {
        let described = describe(cx, &stats)?;
        let name = cx.vm.intern(cx, name)?;
        dict::set_str(cx, all, name, described.value())?;
    }
    let length = cx.transaction_length();
    put(cx, all, "length", u64::from(length))?;
    let name = cx.vm.intern(cx, "solo")?;
    let solo = Value::bool(cx.tx.is_solo());
    dict::set_str(cx, all, name, solo)?;
    Ok(all)
}
