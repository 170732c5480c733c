//! The numbered truths about transactions: the programs `snippets/t_NN_*.py`, where NN is the truth.
//!
//! Each prints what CPython prints when the machinery is as it is, also when rollbacks are made common;
//! and does not, in some of several runs, when the part that the truth rests on is left out. So none of
//! these tests passes because nothing happens in it. What can be left out: `vm/src/chaos.rs`.
//!
//! A build without these switches, or none at all: what needs them is skipped, and says so.

#![allow(clippy::unwrap_used, reason = "what cannot be run fails the test")]

use std::path::{Path, PathBuf};
use tython_tests::snippet::{self, Snippet};
use tython_tests::{interpreter, process};

/// How often a program may still come out right without what it rests on.
const RUNS: usize = 25;

/// Makes threads meet more often: with few processors they would do so once in a while only.
const DELAYS: &str = "delay=3000";

/// Many runs of each block come to nothing.
const PRESSURE: &str = "rollback=40,validation=2000,delay=300";

/// A build that has the switches.
fn build() -> Option<PathBuf> {
    let debug = interpreter::root().join("target/debug/tython");
    let builds = interpreter::find().unwrap().into_iter().chain([debug]);
    let found = builds.into_iter().find(|build| has_switches(build));
    if found.is_none() {
        println!("skipped: no build of tython has the chaos switch");
    }
    found
}

fn has_switches(build: &Path) -> bool {
    let mut command = interpreter::command(build);
    command.args(["-c", "import stm; print(stm._chaos)"]);
    let outcome = process::run(&mut command, process::Limits::seconds(20));
    outcome.is_ok_and(|outcome| outcome.stdout == b"True\n")
}

fn programs(prefix: &str) -> Vec<Snippet> {
    let mut programs = snippet::collect(&interpreter::folder().join("snippets")).unwrap();
    programs.retain(|program| program.name.starts_with(prefix));
    assert!(!programs.is_empty(), "there is no {prefix}*.py");
    programs
}

/// What is wrong with what it prints, if anything.
fn run(program: &Snippet, build: &Path, chaos: &str) -> Option<(usize, String, String)> {
    let printed = program.run_with(build, &[("TYTHON_CHAOS", chaos)]).unwrap();
    snippet::first_difference(&program.expected().unwrap(), &printed)
}

/// The programs of a truth hold, and notice when any of the parts is missing.
fn check(prefix: &str, missing: &[&str]) {
    let Some(build) = build() else {
        return;
    };
    for program in programs(prefix) {
        for chaos in ["", PRESSURE] {
            let difference = run(&program, &build, chaos);
            assert_eq!(difference, None, "{} with {chaos:?}", program.name);
        }
        for part in missing {
            let chaos = format!("{part},{DELAYS}");
            let notices = (0..RUNS).any(|seed| {
                let chaos = format!("{chaos},seed={seed}");
                run(&program, &build, &chaos).is_some()
            });
            assert!(notices, "{} does not notice {part}", program.name);
        }
    }
}

#[test]
fn truth_1_sums_are_exact() {
    check("t_01_", &["no-validation", "no-undo,rollback=40"]);
}

#[test]
fn truth_2_transfers_leave_the_total_alone() {
    check("t_02_", &["no-validation", "no-extension", "no-undo,rollback=40", "no-blocks"]);
}

#[test]
fn truth_3_write_skew_does_not_happen() {
    check("t_03_", &["no-validation"]);
}

#[test]
fn truth_4_what_will_be_rolled_back_is_consistent_too() {
    check("t_04_", &["no-extension"]);
}

#[test]
fn truth_5_frames_and_iterators_are_rolled_back() {
    check("t_05_", &["no-frames,rollback=40"]);
    check("t_05_", &["no-undo,rollback=40"]);
}

#[test]
fn truth_6_exceptions_of_what_was_rolled_back_are_never_seen() {
    check("t_06_", &["no-exceptions,rollback=40"]);
}

#[test]
fn truth_10_everybody_makes_progress() {
    check("t_10_long_block", &["no-ages"]);
    check("t_10_irrevocable", &["no-irrevocability"]);
    check("t_10_print", &["no-irrevocability"]);
}

#[test]
fn truth_11_what_ends_leaves_nothing_behind() {
    check("t_11_half_transfer", &["no-interrupts"]);
    check("t_11_thread_dies", &["no-farewell"]);
}
