//! `-X gclog=FILE`: a line for each collection.
//!
//! A line is `gc`, and pairs `key=value` with a blank between them, always all of them and in this order:
//!
//! | key | what |
//! | --- | --- |
//! | `cycle` | the number of the collection, from 1 on |
//! | `at` | when it ended: seconds since the start |
//! | `cause` | why it began: `allocation`, `request`, `exhaustion`, `zeal` |
//! | `kind` | `young`: of the young objects alone; `full` |
//! | `live_last` | bytes that were alive after the last collection |
//! | `allocated` | bytes allocated since |
//! | `rate` | the same by the second |
//! | `live` | bytes alive |
//! | `objects` | objects alive |
//! | `external` | bytes that these own outside of the heap |
//! | `born` | of the bytes alive, these too, those that were born while there was marking: they live or not |
//! | `heap` | bytes of all blocks in use |
//! | `delays` | how often a thread was delayed for a moment, because it allocated faster than was marked |
//! | `pauses_us` | microseconds for which the world stood still each time, with commas between them |
//! | `marking_us` | microseconds that threads marked, taken together |
//! | `clearing_us` | microseconds for which what had died of weak references and finalisers was looked after |
//! | `total_us` | microseconds from begin to end |
//!
//! `tython -m gc.report` reads it. Each line is one write, which does not wait: what a full disk or a pipe
//! does not take is lost.

use crate::host::process;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tython_gc::Cycle;

#[derive(Debug)]
struct Log {
    file: File,
    start: Instant,
}

static LOG: OnceLock<Log> = OnceLock::new();

/// Collections are to be written to this file, which is emptied.
///
/// # Errors
/// What the system says.
pub(crate) fn open(path: &Path) -> io::Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path)?;
    let start = Instant::now();
    let _ = LOG.set(Log { file, start });
    Ok(())
}

/// A collection has ended. A copy of the process does not write into its parent's file.
pub(crate) fn cycle_ended(cycle: &Cycle) {
    if let Some(log) = LOG.get()
        && !process::is_forked()
    {
        let line = line(cycle, log.start.elapsed());
        let _ = (&log.file).write(line.as_bytes());
    }
}

fn line(cycle: &Cycle, at: Duration) -> String {
    let (apart, at) = (cycle.apart + cycle.total, at.as_secs_f64());
    let rate = match apart.as_secs_f64() {
        0.0 => 0.0,
        seconds => cycle.allocated as f64 / seconds,
    };
    let pauses: Vec<String> = cycle.pauses.iter().map(microseconds).collect();
    let kind = if cycle.young { "young" } else { "full" };
    let (number, cause) = (cycle.number, cycle.cause);
    let mut line = format!("gc cycle={number} at={at:.6} cause={cause} kind={kind}");
    for (key, number) in [
        ("live_last", cycle.live_last as u64),
        ("allocated", cycle.allocated as u64),
        ("rate", rate as u64),
        ("live", cycle.live as u64),
        ("objects", cycle.objects as u64),
        ("external", cycle.external as u64),
        ("born", cycle.born as u64),
        ("heap", cycle.heap as u64),
        ("delays", cycle.delays as u64),
    ] {
        let _ = write!(line, " {key}={number}");
    }
    let _ = write!(line, " pauses_us={}", pauses.join(","));
    for (key, time) in [
        ("marking_us", cycle.marking),
        ("clearing_us", cycle.clearing),
        ("total_us", cycle.total),
    ] {
        let _ = write!(line, " {key}={}", microseconds(&time));
    }
    line.push('\n');
    line
}

/// To a tenth, because pauses may be shorter than one.
fn microseconds(time: &Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tython_gc::Cause;

    #[test]
    fn a_line_has_every_key() {
        let cycle = Cycle {
            number: 3,
            cause: Cause::Request,
            young: true,
            live_last: 1 << 20,
            allocated: 3_000_000,
            live: 2_000_000,
            objects: 40_000,
            external: 512,
            born: 1000,
            heap: 4 << 20,
            apart: Duration::from_millis(1490),
            total: Duration::from_millis(10),
            marking: Duration::from_micros(9_500),
            delays: 7,
            clearing: Duration::from_micros(300),
            pauses: vec![Duration::from_nanos(120_060), Duration::from_micros(80)],
        };
        assert_eq!(
            line(&cycle, Duration::from_millis(2500)),
            "gc cycle=3 at=2.500000 cause=request kind=young live_last=1048576 allocated=3000000 \
             rate=2000000 live=2000000 objects=40000 external=512 born=1000 heap=4194304 delays=7 \
             pauses_us=120.1,80.0 marking_us=9500.0 clearing_us=300.0 total_us=10000.0\n"
        );
    }
}
