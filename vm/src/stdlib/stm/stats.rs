//! `stats()`: what transactions have done, in all and by thread.

use crate::compiled;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::runtime::threads;
use crate::value::Value;
use stm_core::{Abort, Stats};

fn describe(cx: &mut Cx, stats: &Stats) -> R<&'static Dict> {
    let all = dict::new(cx)?;
    for (name, number) in [
        ("commits", stats.commits),
        ("writing_commits", stats.writing_commits),
        ("irrevocable", stats.irrevocable),
        ("extensions", stats.extensions),
        ("published", stats.published),
        ("waits", stats.waits),
        ("sleeps", stats.sleeps),
    ] {
        put_number(cx, all, name, number)?;
    }
    let rollbacks = dict::new(cx)?;
    for reason in Abort::ALL {
        let name = format!("{reason:?}").to_lowercase();
        put_number(cx, rollbacks, &name, stats.rollbacks(*reason))?;
    }
    put(cx, all, "rollbacks", rollbacks.value())?;
    Ok(all)
}

fn put(cx: &mut Cx, dict: &'static Dict, name: &str, value: Value) -> R<()> {
    let name = cx.vm.intern(cx, name)?;
    dict::set_str(cx, dict, name, value)
}

fn put_number(cx: &mut Cx, dict: &'static Dict, name: &str, number: u64) -> R<()> {
    let number = cx.int(number as i64)?;
    put(cx, dict, name, number)
}

/// What transactions have done so far: the calling thread's, and those of all threads that have ended.
/// With "threads", a dict by identity, of the calling thread alone; "length": how long its transactions
/// are now, in polls; "solo": whether it runs alone; with "compiled", a dict of what compiled code
/// costs: "traces": how many there are, "retired": how many of those that were given up are not freed yet,
/// "bytes": of memory for both, "compiled": how many recordings have been compiled so far, and "us": how many
/// microseconds that took.
#[native(module = "stm", "stats()", effect = reads)]
fn stats(cx: &mut Cx) -> R<&'static Dict> {
    let own = cx.tx.stats().clone();
    let mut sum = threads::ended_stats();
    sum.add(&own);
    let all = describe(cx, &sum)?;
    let length = u64::from(cx.transaction_length());
    put_number(cx, all, "length", length)?;
    let solo = Value::bool(cx.tx.is_solo());
    put(cx, all, "solo", solo)?;
    let compiled = dict::new(cx)?;
    for (name, number) in compiled::costs() {
        put_number(cx, compiled, name, number)?;
    }
    put(cx, all, "compiled", compiled.value())?;
    let threads = dict::new(cx)?;
    let ident = cx.int(cx.thread.ident as i64)?;
    let described = describe(cx, &own)?;
    dict::set(cx, threads, ident, described.value())?;
    put(cx, all, "threads", threads.value())?;
    Ok(all)
}
