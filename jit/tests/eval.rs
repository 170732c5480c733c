//! The evaluator: whole traces in a small world, with its exits, barriers and virtual objects.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

use std::collections::{HashMap, VecDeque};
use tython_jit::eval::{End, World, evaluate};
use tython_jit::ir::{ExitId, Field, Helper, Index, Layout, Op, Register, Trace, TraceId, Type};
use tython_jit::resume::Resumed;

/// Memory by address, and a script of what happens at polls and calls.
#[derive(Default)]
struct Small {
    memory: HashMap<u64, u64>,
    allocated: u64,
    no_memory: bool,
    /// Polls and looks at tokens until the world is another.
    patience: Option<u32>,
    calls: Vec<(String, Vec<u64>)>,
    answers: VecDeque<Option<Option<u64>>>,
    events: Vec<Op>,
}

fn address(object: u64, field: &Field, index: Option<i64>) -> u64 {
    let element = index.map_or(0, |index| index as u64 * u64::from(field.stride.unwrap()));
    object + u64::from(field.offset) + element
}

impl Small {
    /// Whether something has happened by now.
    fn has_happened(&mut self) -> bool {
        self.patience.as_mut().is_some_and(|left| {
            *left -= 1;
            *left == 0
        })
    }
}

impl World for Small {
    fn load(&mut self, object: u64, field: &Field, index: Option<i64>) -> u64 {
        let word = self.memory.get(&address(object, field, index));
        word.copied().unwrap_or_default()
    }

    fn store(&mut self, object: u64, field: &Field, index: Option<i64>, bits: u64) {
        self.memory.insert(address(object, field, index), bits);
    }

    fn alloc(&mut self, _: &Layout, _: Option<i64>) -> Option<u64> {
        self.allocated += 1;
        (!self.no_memory).then_some(self.allocated << 20)
    }

    fn token(&mut self, object: u64) -> u64 {
        let changed = self.has_happened();
        object ^ u64::from(changed)
    }

    fn open(&mut self, op: Op, _: u64) -> bool {
        self.events.push(op);
        false
    }

    fn is_valid(&mut self) -> bool {
        true
    }

    fn poll(&mut self) -> bool {
        self.has_happened()
    }

    fn transact(&mut self, op: Op) {
        self.events.push(op);
    }

    fn call(&mut self, helper: &Helper, args: &[u64]) -> Option<Option<u64>> {
        self.calls.push((helper.name.clone(), args.to_vec()));
        self.answers.pop_front().expect("an answer to each call")
    }
}

const OBJECT: u64 = 0x1000;

fn count() -> Trace {
    include_str!("../filetests/count.trace").parse().unwrap()
}

fn left(exit: u32, registers: &[(u16, Type, u64)]) -> End {
    let registers = registers
        .iter()
        .map(|&(register, ty, bits)| (Register(register), ty, bits))
        .collect();
    let point = Index::new(0);
    End::Exit(Index::new(exit), vec![Resumed { point, registers }])
}

/// The loop counts up to what the field holds; the register gets the counter.
#[test]
fn a_loop_runs_until_a_guard_fails() {
    let mut world = Small::default();
    world.memory.insert(OBJECT + 24, 5);
    let trace = count();
    // The field is also where the counter begins.
    let end = evaluate(&trace, &[OBJECT], &mut world, 1000);
    assert_eq!(end, left(1, &[(1, Type::I64, 5)]));
    assert_eq!(world.events, [Op::OpenReadShared]);
}

/// A trace that counts for ever, unless something stops it.
fn endless() -> Trace {
    let text = count().to_string().replace("= lt v6, v7", "= le v7, v6");
    text.parse().unwrap()
}

#[test]
fn a_loop_is_left_at_a_poll_or_when_a_token_changes() {
    // `open_read` and `check_open` look once each before the loop; in it, each turn looks twice.
    for (patience, counter) in [(3, 0), (4, 0), (5, 1), (6, 1), (21, 9)] {
        let mut world = Small {
            patience: Some(patience),
            ..Small::default()
        };
        let end = evaluate(&endless(), &[OBJECT], &mut world, 10_000);
        assert_eq!(end, left(1, &[(1, Type::I64, counter)]), "{patience}");
    }
    let mut world = Small {
        patience: Some(2),
        ..Small::default()
    };
    let end = evaluate(&endless(), &[OBJECT], &mut world, 10_000);
    assert_eq!(end, left(0, &[]));
}

#[test]
fn a_loop_ends_with_its_allowance() {
    let end = evaluate(&endless(), &[OBJECT], &mut Small::default(), 10_000);
    assert_eq!(end, End::Spent);
}

fn inlined() -> Trace {
    include_str!("../filetests/inlined.trace").parse().unwrap()
}

#[test]
fn a_call_that_leaves_builds_frames_and_virtual_objects() {
    let mut world = Small::default();
    world.answers.push_back(None);
    let half = 0.5f64.to_bits();
    let end = evaluate(&inlined(), &[7, half], &mut world, 100);
    let (outer, inner) = (1 << 20, 2 << 20);
    let End::Exit(exit, frames) = end else {
        panic!("{end:?}");
    };
    assert_eq!(exit, ExitId::new(0));
    assert_eq!(frames.len(), 2);
    assert_eq!(frames[0].registers, [(Register(1), Type::I64, 7)]);
    let inside = [
        (Register(0), Type::F64, half),
        (Register(2), Type::Ref, outer),
    ];
    assert_eq!(frames[1].registers, inside);
    // Both refer to each other.
    assert_eq!(world.memory[&(outer + 24)], inner);
    assert_eq!(world.memory[&(inner + 24)], outer);
    assert_eq!(world.memory[&(inner + 16)], half);
    assert_eq!(world.memory[&(inner + 8)], 7);
}

#[test]
fn an_exit_without_memory_says_so() {
    let mut world = Small {
        no_memory: true,
        ..Small::default()
    };
    world.answers.push_back(None);
    let end = evaluate(&inlined(), &[7, 0], &mut world, 100);
    assert_eq!(end, End::NoMemory(ExitId::new(0)));
}

#[test]
fn a_trace_that_ends_in_a_link_passes_arguments() {
    let mut world = Small::default();
    let module = 0x7f00_0000_1000;
    world.memory.insert(module + 16, 99);
    world.answers = [Some(Some(0)), Some(None), Some(None), Some(Some(5))].into();
    let end = evaluate(&inlined(), &[7, 3], &mut world, 100);
    assert_eq!(end, End::Link(TraceId(7), vec![5, module]));
    let names: Vec<_> = world.calls.iter().map(|call| call.0.as_str()).collect();
    assert_eq!(names, ["compare", "log", "anything", "hash"]);
    assert_eq!(world.calls[0].1, [7, 42]);
    assert_eq!(world.events, [Op::OpenReadSolo, Op::OpenWriteSolo]);
}

#[test]
fn every_operation_runs() {
    let trace: Trace = include_str!("../filetests/operations.trace")
        .parse()
        .unwrap();
    let mut world = Small::default();
    let end = evaluate(&trace, &[7, 0], &mut world, 1000);
    assert!(matches!(end, End::Exit(..)), "{end:?}");
    // It was not left before its end.
    let events = [
        Op::AtomicEnter,
        Op::Nest,
        Op::OpenWriteShared,
        Op::AtomicLeave,
        Op::Irrevocable,
        Op::Commit,
    ];
    assert_eq!(world.events, events);
    // The new object was stored in the second element of the array.
    assert_eq!(world.memory[&((2 << 20) + 32 + 8)], 1 << 20);
}
