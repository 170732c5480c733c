//! A second language on the crate: recorded, compiled, bridged, and with the results of its interpreter.
//!
//! That it gets at least ten times faster is for `benches/tiny_language.rs` to show.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod tiny;

use tiny::interp::Error;
use tiny::{Program, Vm, alternating, nested, overflowing, short_lived, summing};
use tython_jit::hooks::Thresholds;

const SOON: Thresholds = Thresholds {
    loops: 3,
    entries: 0,
    exits: 3,
    tries: 4,
};

/// Runs a program on the interpreter alone, and with traces.
fn both(program: Program, argument: i64, cells: usize) -> (Result<i64, Error>, Vm) {
    let expected = Vm::new(program(), Thresholds::NEVER, cells).run(argument);
    let mut vm = Vm::new(program(), SOON, cells);
    for _ in 0..3 {
        assert_eq!(vm.run(argument), expected);
    }
    (expected, vm)
}

#[test]
fn a_loop_with_a_call_and_a_cell_is_compiled() {
    let (sum, vm) = both(summing, 1000, 100);
    assert!(sum.is_ok());
    assert!(vm.traces() >= 1 && vm.entered >= 1);
}

#[test]
fn a_loop_in_a_loop_becomes_traces_that_lead_to_each_other() {
    for program in [nested, alternating] {
        let (sum, vm) = both(program, 60, 0);
        assert!(sum.is_ok());
        // The inner loop, a bridge for its other branch, and the way around the outer loop.
        assert!(vm.traces() >= 3, "{}", vm.traces());
        // Once they lead to each other, the interpreter is left for good.
        assert!(vm.entered < 60, "{}", vm.entered);
    }
}

#[test]
fn a_cell_that_nobody_keeps_is_not_allocated() {
    let (sum, vm) = both(short_lived, 500, 1100);
    assert_eq!(sum, Ok((0..500).sum::<i64>() + 499));
    // Two for each turn of the interpreter; three runs would fill the heap.
    assert!(vm.heap.cells() < 200, "{}", vm.heap.cells());
}

#[test]
fn an_overflow_is_the_interpreters_to_find() {
    let (result, vm) = both(overflowing, 1, 0);
    assert_eq!(result, Err(Error::Overflow));
    assert!(vm.entered >= 1);
}

#[test]
fn a_poll_leaves_the_loop() {
    let mut vm = Vm::new(summing(), SOON, 100);
    vm.heap.poll = 1;
    let expected = Vm::new(summing(), Thresholds::NEVER, 100).run(100);
    assert_eq!(vm.run(100), expected);
    assert!(vm.entered > 10, "{}", vm.entered);
}
