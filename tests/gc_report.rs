//! `tython -X gclog=FILE` writes what `tython -m gc.report` reads.

#![allow(clippy::unwrap_used, reason = "what cannot be run fails the test")]

use std::path::{Path, PathBuf};
use tython_tests::process::{Ending, Outcome};
use tython_tests::tool;

const LOG: &str = "\
gc cycle=1 at=0.500000 cause=allocation kind=full live_last=0 allocated=4194304 rate=8388608 live=1048576 objects=1000 external=0 heap=8388608 delays=0 pauses_us=100.0,50.0 marking_us=2000.0 total_us=3000.0
gc cycle=2 at=1.000000 cause=allocation kind=young live_last=1048576 allocated=4194304 rate=8388608 live=2097152 objects=2000 external=0 heap=8388608 delays=0 pauses_us=900.0,50.0 marking_us=4000.0 total_us=5000.0
gc cycle=3 at=2.000000 cause=request kind=full live_last=2097152 allocated=1048576 rate=1048576 live=524288 objects=10 external=512 heap=4194304 delays=12 pauses_us=200.0 marking_us=2000.0 total_us=2500.0
gc cycle=4 at=2.1";

const REPORT: &str = "\
3 collections in 2.000 s, 1 of the young alone: 2 by allocation, 1 by request

5 pauses: median 0.100 ms, 99 % 0.900 ms, 99.9 % 0.900 ms, longest 0.900 ms
paused 0.001300 s: 0.07 % of the time
marking 0.008000 s: 0.40 % of the time
allocated 9.0 MiB, 4.5 MiB/s
threads delayed 12 times, because they allocated faster than was marked
live after a collection: least 512.0 KiB, most 2.0 MiB, last 512.0 KiB
largest heap after a collection: 8.0 MiB

cycle       at       cause   kind   before       live     heap  longest pause   marking
    1  0.500 s  allocation   full  4.0 MiB    1.0 MiB  8.0 MiB       0.100 ms  2.000 ms
    2  1.000 s  allocation  young  5.0 MiB    2.0 MiB  8.0 MiB       0.900 ms  4.000 ms
    3  2.000 s     request   full  3.0 MiB  512.0 KiB  4.0 MiB       0.200 ms  2.000 ms
";

/// See [`tool::place`].
fn place() -> Option<(tempfile::TempDir, PathBuf)> {
    tool::place().unwrap()
}

/// See [`tool::run`].
fn run(build: &Path, folder: &Path, arguments: &[&str]) -> Outcome {
    tool::run(build, folder, arguments).unwrap()
}

fn report(build: &Path, folder: &Path, arguments: &[&str]) -> Outcome {
    run(build, folder, &[&["-m", "gc.report"], arguments].concat())
}

#[test]
fn a_log_becomes_a_table_and_a_plot() {
    let Some((folder, build)) = place() else {
        return;
    };
    let folder = folder.path();
    std::fs::write(folder.join("log"), LOG).unwrap();
    let outcome = report(&build, folder, &["log", "-o", "plot.svg"]);
    assert_eq!(String::from_utf8_lossy(&outcome.stdout), REPORT);
    assert_eq!(outcome.ending, Ending::Exit(0));
    let plot = std::fs::read_to_string(folder.join("plot.svg")).unwrap();
    assert!(plot.starts_with("<svg ") && plot.ends_with("</svg>\n"));
    // A dot for each pause.
    assert_eq!(plot.matches("<circle ").count(), 5);
    report(&build, folder, &["log", "-o", "page.html"]);
    let page = std::fs::read_to_string(folder.join("page.html")).unwrap();
    assert!(page.contains(plot.trim_end()) && page.contains("99.9 % 0.900 ms"));
}

#[test]
fn what_is_no_log_is_refused() {
    let Some((folder, build)) = place() else {
        return;
    };
    let folder = folder.path();
    std::fs::write(folder.join("log"), "gc cycle=1\n").unwrap();
    for (file, words) in [("log", "line 1 is none"), ("missing", "No such file")] {
        let outcome = report(&build, folder, &[file]);
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        assert!(
            stderr.starts_with("gc.report: ") && stderr.contains(words),
            "{stderr}"
        );
        assert_eq!(outcome.ending, Ending::Exit(1));
    }
    let outcome = run(&build, folder, &["-X", "gclog=missing/log", "-c", "1"]);
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    assert!(stderr.contains("cannot open 'missing/log'"), "{stderr}");
    assert_eq!(outcome.ending, Ending::Exit(1));
}

#[test]
fn each_collection_has_a_line() {
    let Some((folder, build)) = place() else {
        return;
    };
    let folder = folder.path();
    let program = "import gc\nfor _ in range(3): gc.collect()";
    run(&build, folder, &["-X", "gclog=log", "-c", program]);
    let log = std::fs::read_to_string(folder.join("log")).unwrap();
    let requests = log.lines().filter(|line| line.contains(" cause=request "));
    assert!(requests.count() >= 3, "{log}");
    let outcome = report(&build, folder, &["log"]);
    let count = format!("{} collections in ", log.lines().count());
    assert!(String::from_utf8_lossy(&outcome.stdout).starts_with(&count));
    // A program's own output does not suffer from a full disk.
    let outcome = run(
        &build,
        folder,
        &[
            "-X",
            "gclog=/dev/full",
            "-c",
            "import gc; print(gc.collect())",
        ],
    );
    assert_eq!(
        (outcome.stdout, outcome.ending),
        (b"0\n".to_vec(), Ending::Exit(0))
    );
}
