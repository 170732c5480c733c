//! `-X heap=SIZE`: programs that fill a small heap get their MemoryErrors, and go on.
//!
//! Each program of `heap_limit/` says in its first line how large its heap is, and beside it lies what
//! it prints. How it ends is told here.

#![allow(clippy::unwrap_used, reason = "what cannot be run fails the test")]

use std::path::PathBuf;
use tython_tests::process::{self, Ending, Limits, Outcome};
use tython_tests::{interpreter, snippet};

fn build() -> Option<PathBuf> {
    let build = interpreter::find().unwrap();
    if build.is_none() {
        println!("skipped: there is no build of tython");
    }
    build
}

fn run(arguments: &[&str]) -> Option<Outcome> {
    let mut command = interpreter::command(&build()?);
    command.args(arguments);
    Some(process::run(&mut command, Limits::seconds(120)).unwrap())
}

/// Runs a program of the folder, which is to end with this code.
fn check(name: &str, code: i32) {
    let program = interpreter::folder().join(format!("heap_limit/{name}.py"));
    let source = std::fs::read_to_string(&program).unwrap();
    let head = source.strip_prefix("# ").unwrap();
    let (limit, _) = head.split_once(':').unwrap();
    let expected = std::fs::read(program.with_extension("out")).unwrap();
    let Some(outcome) = run(&["-X", limit, program.to_str().unwrap()]) else {
        return;
    };
    let told = String::from_utf8_lossy(&outcome.stderr);
    let difference = snippet::first_difference(&expected, &outcome.stdout);
    assert_eq!(difference, None, "{name}: {told}");
    assert_eq!(outcome.ending, Ending::Exit(code), "{name}: {told}");
}

#[test]
fn whatever_fills_the_heap() {
    check("forms", 0);
}

#[test]
fn garbage_does_not_count() {
    check("garbage", 0);
}

#[test]
fn handlers_have_memory() {
    check("handlers", 0);
}

#[test]
fn threads_fill_it_together() {
    check("threads", 0);
}

#[test]
fn blocks_keep_their_effects() {
    check("blocks", 0);
}

#[test]
fn finalisers_imports_and_the_end() {
    check("places", 1);
}

#[test]
fn sizes_that_are_none() {
    for option in ["heap", "heap=", "heap=1.5G", "heap=-1"] {
        let Some(outcome) = run(&["-X", option, "-c", "1"]) else {
            return;
        };
        let told = String::from_utf8_lossy(&outcome.stderr);
        let start = "Fatal Python error: config_init_heap: -X heap: invalid size";
        assert!(told.starts_with(start), "{told}");
        assert_eq!(outcome.ending, Ending::Exit(1));
    }
}

#[test]
fn the_variable_and_the_option() {
    let Some(build) = build() else {
        return;
    };
    let program = "import sys\ntry: len(bytearray(64 << 20))\nexcept MemoryError: sys.exit(3)";
    let ending = |value: &str, options: &[&str]| {
        let mut command = interpreter::command(&build);
        command.env("TYTHONHEAP", value).args(options);
        command.args(["-c", program]);
        process::run(&mut command, Limits::seconds(60))
            .unwrap()
            .ending
    };
    assert_eq!(ending("16M", &[]), Ending::Exit(3));
    assert_eq!(ending("16M", &["-X", "heap=512M"]), Ending::Exit(0));
    assert_eq!(ending("512M", &["-X", "heap=16M"]), Ending::Exit(3));
    assert_eq!(ending("16M", &["-E"]), Ending::Exit(0));
    assert_eq!(ending("nonsense", &["-I"]), Ending::Exit(0));
    assert_eq!(ending("nonsense", &[]), Ending::Exit(1));
}

#[test]
fn a_heap_that_is_too_small_to_start() {
    for limit in ["heap=1", "heap=500K", "heap=2M"] {
        let Some(outcome) = run(&["-X", limit, "-c", "1"]) else {
            return;
        };
        assert_eq!(outcome.ending, Ending::Exit(1), "{limit}: {outcome:?}");
        assert!(!outcome.stderr.is_empty());
    }
}
