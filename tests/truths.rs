//! The numbered truths about transactions: the programs `snippets/t_NN_*.py`, where NN is the truth.
//!
//! Each prints what CPython prints when the machinery is as it is, also when rollbacks are made common;
//! and does not, in some of several runs, when the part that the truth rests on is left out. So none of
//! these tests passes because nothing happens in it. What can be left out: `vm/src/chaos.rs`.
//!
//! Where no build of tython has these switches, the tests say so and do nothing.

#![allow(clippy::unwrap_used, reason = "what cannot be run fails the test")]

use std::path::{Path, PathBuf};
use tython_tests::snippet::{self, Snippet};
use tython_tests::{interpreter, process};

/// How often a program may still come out right without what it rests on.
const RUNS: usize = 25;

/// Threads give way between a read and a write, and between transactions, so that they meet often: on a
/// busy machine each would run alone for milliseconds, on what it has owned since before.
const DELAYS: &str = "delay=30000";

/// The same between two reads.
const LOOKS: &str = "rollback=1000,delay=2000";

/// Many runs of each block come to nothing.
const ROLLBACKS: &str = "rollback=40";

/// Rollbacks for every reason.
const PRESSURE: &str = "rollback=40,validation=2000,delay=100";

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

/// The programs hold, also when rollbacks are common, and notice when `part` is missing while there is
/// this `chaos`.
fn check(prefix: &str, part: &str, chaos: &str) {
    let Some(build) = build() else {
        return;
    };
    for program in programs(prefix) {
        for chaos in ["", PRESSURE] {
            let difference = run(&program, &build, chaos);
            assert_eq!(difference, None, "{} with {chaos:?}", program.name);
        }
        let notices = |seed| {
            let chaos = format!("{part},{chaos},seed={seed}");
            run(&program, &build, &chaos).is_some()
        };
        let name = &program.name;
        assert!((1..=RUNS).any(notices), "{name} does not notice {part}");
    }
}

#[test]
fn truth_1_sums_are_exact() {
    check("t_01_", "no-validation", DELAYS);
}

#[test]
fn truth_2_transfers_leave_the_total_alone() {
    check("t_02_", "no-validation", DELAYS);
    check("t_02_", "no-undo", ROLLBACKS);
    check("t_02_", "no-blocks", "");
}

#[test]
fn truth_3_write_skew_does_not_happen() {
    check("t_03_", "no-validation", DELAYS);
}

#[test]
fn truth_4_what_will_be_rolled_back_is_consistent_too() {
    check("t_04_", "no-extension", LOOKS);
}

#[test]
fn truth_5_frames_and_iterators_are_rolled_back() {
    check("t_05_", "no-frames", ROLLBACKS);
    check("t_05_generator", "no-undo", ROLLBACKS);
}

#[test]
fn truth_6_exceptions_of_what_was_rolled_back_are_never_seen() {
    check("t_06_", "no-exceptions", ROLLBACKS);
}

#[test]
fn truth_10_what_is_irrevocable_happens_once() {
    check("t_10_irrevocable", "no-irrevocability", LOOKS);
}

#[test]
fn truth_10_a_long_block_lets_short_ones_pass() {
    check("t_10_ageing", "no-ages", "");
}

#[test]
fn truth_11_what_ends_leaves_nothing_behind() {
    check("t_11_half_transfer", "no-interrupts", "");
    check("t_11_raw_thread_dies", "no-farewell", "");
}

#[test]
fn truth_11_an_interrupt_is_raised_at_once() {
    check("t_11_at_once", "no-attention", "");
    check("t_11_in_irrevocable", "no-attention", "");
}
