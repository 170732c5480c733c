//! Machine code does what the evaluator does: random traces, in random worlds, and each way out by itself.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod machine;

use machine::generate::{Menu, generate};
use machine::random::Random;
use machine::world::{Script, Thread};
use machine::{Machine, Outcome, compare::compare, interpret};
use std::sync::Arc;
use tython_jit::code::{Cache, Code, Job, Limits, Refused, Usage, Worker};
use tython_jit::ir::{ExitId, Form, Index, Register, Trace, TraceId, Type};
use tython_jit::resume::Resumed;
use tython_jit::verify::verify;

/// How many traces, if the environment does not say.
const TRACES: u64 = 800;

fn traces() -> u64 {
    std::env::var("TRACES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(TRACES)
}

#[test]
fn random_traces_do_the_same_on_both() {
    let mut machine = Machine::new();
    let mut thread = Thread::new();
    let first = thread.old(0);
    let mut ends = std::collections::HashMap::new();
    for seed in 0..traces() {
        let mut random = Random(seed);
        random.next();
        let form = [Form::Solo, Form::Shared][random.below(2)];
        thread.alone = form == Form::Solo;
        let (steps, ends_) = (3 + random.below(40), random.below(3) == 0);
        let trace = generate(
            &mut random,
            Menu {
                form,
                steps,
                ends: ends_,
                first,
            },
        );
        if let Err(errors) = verify(&trace) {
            panic!("{seed}:\n{trace}\n{}", errors[0]);
        }
        machine.install(&trace);
        for turn in 0..4 {
            let script = Script {
                poll: (random.below(3) == 0).then(|| random.next() % 30),
                commit: (random.below(3) == 0).then(|| (random.next() % 10, random.below(3))),
                objects: (random.below(8) == 0).then(|| random.below(20)),
                rollback: None,
                waits: (random.below(6) == 0)
                    .then(|| random.below(4))
                    .filter(|_| form == Form::Shared),
            };
            let data = random.next();
            let args = [
                data % 100,
                random.next() % 7,
                thread.old(random.below(4)),
                thread.old(random.below(4)),
            ];
            thread.reset(data, script);
            let expected = interpret(&mut thread, &trace, &args);
            thread.reset(data, script);
            let got = machine.run(&mut thread, trace.origin.id, &args).unwrap();
            let same = compare(&expected, &got).and_then(|()| {
                let seen = |run: &machine::Run| {
                    (
                        run.image.logs.clone(),
                        run.image.events.clone(),
                        run.image.calls.clone(),
                    )
                };
                if seen(&expected) == seen(&got) {
                    Ok(())
                } else {
                    Err("logs, events or calls".into())
                }
            });
            if let Err(error) = same {
                panic!(
                    "seed {seed}, turn {turn}: {error}\n{trace}\nexpected {:?}\ngot {:?}",
                    expected.outcome, got.outcome
                );
            }
            let kind = std::mem::discriminant(&expected.outcome);
            *ends.entry(kind).or_insert(0) += 1;
        }
        machine.cache.retire(trace.origin.id);
        machine.cache.collect();
    }
    // Exits, links and a lack of memory: the traces get somewhere.
    assert!(ends.len() >= 3, "{ends:?}");
    assert_eq!(machine.cache.usage(), Default::default());
}

/// A trace that counts up to a limit and leaves.
const COUNT: &str = r#"
trace 1 root shared "count"

code main 2
field count: i64 mutable 16
point head = main:0 live r0 r1

enter head(v0: word = r0, v1: word = r1)
    v2: i64 = word_as_int v0
    v3: ref = word_as_ref v1
    v4: i64 = int 1
    loop(v5: i64 = v2)
    guard_valid -> e0
    v6: word = open_read.shared v3 -> e0
    v7: i64 = load count, v3
    check_open v3, v6 -> e0
    v8: bool = lt v5, v7
    guard_true v8 -> e1
    v9: i64 = add_ovf v5, v4 -> e0
    poll -> e0
    jump v9

exit e0
    frame head { r0: v5 }
exit e1
    frame head { r0: v5, r1: v3 }
"#;

/// What goes on where `COUNT` leaves: once more from the beginning, with 10 less, or out.
const BRIDGE: &str = r#"
trace 2 bridge 1 e1 shared "on"

code main 2
point head = main:0 live r0 r1

enter head(v0: i64, v1: ref)
    v2: i64 = int 10
    v3: i64 = sub v0, v2
    v4: i64 = int 0
    v5: bool = gt v3, v4
    guard_true v5 -> e0
    v6: word = int_as_word v3
    v7: word = ref_as_word v1
    link 1, v6, v7

exit e0
    frame head { r0: v3 }
"#;

fn parse(text: &str) -> Trace {
    let trace: Trace = text.parse().unwrap();
    assert_eq!(verify(&trace), Ok(()));
    trace
}

fn registers(run: &machine::Run) -> Vec<u64> {
    match &run.outcome {
        Outcome::Exit(_, frames) => frames[0]
            .registers
            .iter()
            .map(|register| register.2)
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// An object whose count is that.
fn object(thread: &mut Thread, count: u64) -> u64 {
    thread.reset(0, Script::default());
    let object = thread.old(0);
    let was = thread.help("peek", &[object]).unwrap().unwrap();
    thread.help("bump", &[object, count + 1000 - was]);
    object
}

/// The same for a lone thread.
fn count_alone() -> Trace {
    parse(&COUNT.replace("trace 1 root shared", "trace 2 root solo").replace(
        "    v6: word = open_read.shared v3 -> e0\n    v7: i64 = load count, v3\n    check_open v3, v6 -> e0\n",
        "    open_read.solo v3\n    v7: i64 = load count, v3\n",
    ))
}

/// Whether a thread is alone is what its traces rely on.
#[test]
fn a_trace_of_the_other_form_is_left() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    machine.install(&parse(COUNT));
    machine.install(&count_alone());
    let object = object(&mut thread, 100);
    let mut counted = |alone: bool, trace: u32| {
        thread.alone = alone;
        let run = machine.run(&mut thread, TraceId(trace), &[3, object]);
        registers(&run.unwrap())[0]
    };
    assert_eq!(counted(false, 1), 100);
    assert_eq!(counted(true, 1), 3);
    assert_eq!(counted(true, 2), 100);
    assert_eq!(counted(false, 2), 3);
}

#[test]
fn turns_and_guards_are_counted_down() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    machine.install(&parse(COUNT));
    machine.install(&count_alone());
    let object = object(&mut thread, 100);
    let mut counted = |turns: u32, guards: u32, trace: u32| {
        (thread.turns, thread.guards, thread.alone) = (turns, guards, trace == 2);
        let run = machine.run(&mut thread, TraceId(trace), &[3, object]);
        registers(&run.unwrap())[0]
    };
    assert_eq!(counted(0, 0, 1), 100);
    // The poll stands before the jump, whose argument the exit does not have.
    assert_eq!(counted(20, 0, 1), 22);
    // Three guards in a turn, and an addition.
    assert_eq!(counted(0, 9, 1), 5);
    assert_eq!(counted(0, 8, 1), 4);
    // A lone thread's transactions have no reason to end.
    assert_eq!(counted(20, 0, 2), 100);
    assert_eq!(counted(0, 10, 2), 6);
}

/// Entries from outside and by links, turns, and exits with and without a bridge.
#[test]
fn code_counts_where_it_comes_past() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    machine.install(&parse(COUNT));
    let object = object(&mut thread, 7);
    let counts = |machine: &Machine, trace: u32| {
        let counts = |code: &Code| {
            let counts = code.counts().unwrap();
            let exits: Vec<u64> = counts.exits().collect();
            (counts.entries(), counts.turns(), exits[1])
        };
        machine.cache.with_code(TraceId(trace), counts).unwrap()
    };
    assert_eq!(counts(&machine, 1), (0, 0, 0));
    machine.run(&mut thread, TraceId(1), &[3, object]).unwrap();
    let (entries, turns, exits) = counts(&machine, 1);
    assert_eq!((entries, exits), (1, 1));
    assert!(turns > 1);
    machine.install(&parse(BRIDGE));
    machine.run(&mut thread, TraceId(1), &[40, object]).unwrap();
    let bridge = machine.cache.with_code(TraceId(2), |code| {
        assert!(!code.listing().unwrap().text.is_empty());
        let pieces = &code.listing().unwrap().pieces;
        assert!(
            pieces
                .iter()
                .all(|piece| { piece.0 < code.trace().insts().len() && piece.1 < piece.2 })
        );
        assert!(pieces.last().unwrap().2 as usize <= code.bytes().len());
        code.counts().unwrap().entries()
    });
    let (entries, _, exits) = counts(&machine, 1);
    assert_eq!(bridge, Some(exits - 1));
    assert!(entries > 2, "the bridge links back");
}

/// A word of the frame is written and read without barriers.
const OWN: &str = r#"
trace 1 root solo "own"

code main 2
field slot: word own 8
point head = main:0 live r0 r1

enter head(v0: word = r0, v1: word = r1)
    v2: ref = frame
    v3: word = load slot, v2
    store slot, v2, v0
    leave -> e0

exit e0
    frame head { r0: v3 }
"#;

#[test]
fn a_frame_is_the_threads_own() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    machine.install(&parse(OWN));
    let mut frame = [0u64, 5];
    let address = frame.as_mut_ptr().expose_provenance() as u64;
    machine.record.set_frame(address);
    let run = machine.run(&mut thread, TraceId(1), &[7, 0]).unwrap();
    assert_eq!(registers(&run), [5]);
    assert_eq!(std::hint::black_box(frame), [0, 7]);
    let shared = OWN.replace("own 8", "mutable 8");
    assert!(verify(&shared.parse().unwrap()).is_err());
}

/// A word of the thread's context is read and written, unless the host has to do something first.
const CONTEXT: &str = r#"
trace 1 root solo "context"

code main 2
field epoch: i64 own OFFSET
point head = main:0 live r0 r1
point first = main:1 live r0

enter head(v0: word = r0, v1: word = r1)
    v2: ref = context
    v3: i64 = load epoch, v2
    v4: i64 = word_as_int v0
    v5: bool = le v3, v4
    guard_host v5 -> e1
    store epoch, v2, v4
    leave -> e0

exit e0
    frame head { r0: v3 }
exit e1
    frame first { r0: v3 }
"#;

#[test]
fn a_context_is_the_threads_own() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    let offset = std::mem::offset_of!(Thread, epoch).to_string();
    machine.install(&parse(&CONTEXT.replace("OFFSET", &offset)));
    thread.epoch = 5;
    let run = machine.run(&mut thread, TraceId(1), &[7, 0]).unwrap();
    assert_eq!((registers(&run), thread.epoch), (vec![5], 7));
    let run = machine.run(&mut thread, TraceId(1), &[6, 0]).unwrap();
    assert!(matches!(run.outcome, Outcome::Exit(1, _)), "{run:?}");
    assert_eq!(thread.epoch, 7);
}

#[test]
fn bridges_and_links_lead_from_trace_to_trace() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    machine.install(&parse(COUNT));
    let object = object(&mut thread, 7);
    let run = machine.run(&mut thread, TraceId(1), &[3, object]).unwrap();
    assert_eq!(
        run.outcome,
        Outcome::Exit(
            1,
            vec![resumed(&[(0, Type::I64, 7), (1, Type::Ref, object)])]
        )
    );
    machine.install(&parse(BRIDGE));
    let run = machine.run(&mut thread, TraceId(1), &[3, object]).unwrap();
    assert_eq!(registers(&run), [7u64.wrapping_sub(10)]);
    // Through the link, and the bridge again and again: 40 is above the limit at once, and so on down.
    let run = machine.run(&mut thread, TraceId(1), &[40, object]).unwrap();
    assert_eq!(registers(&run), [0]);
    // Without the root there is no bridge; the exit of the root leads back when the bridge alone goes.
    machine.cache.retire(TraceId(2));
    assert_eq!(machine.cache.collect(), 1);
    let run = machine.run(&mut thread, TraceId(1), &[3, object]).unwrap();
    assert_eq!(registers(&run), [7, object]);
    machine.install(&parse(BRIDGE));
    machine.cache.retire(TraceId(1));
    assert_eq!(machine.cache.usage().traces, 0);
    assert!(machine.run(&mut thread, TraceId(1), &[3, object]).is_none());
    assert_eq!(machine.cache.collect(), 2);
    assert_eq!(machine.cache.usage(), Usage::default());
}

fn resumed(registers: &[(u16, Type, u64)]) -> Resumed {
    let registers = registers.iter();
    Resumed {
        point: Index::new(0),
        registers: registers
            .map(|&(register, ty, bits)| (Register(register), ty, bits))
            .collect(),
    }
}

#[test]
fn a_link_to_a_trace_that_is_not_there_says_what_it_passes() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    let mut root = parse(
        &BRIDGE
            .replace("bridge 1 e1", "root")
            .replace("v0: i64, v1: ref", "v8: word = r0, v9: word = r1")
            .replace(
                "    v2: i64",
                "    v0: i64 = word_as_int v8\n    v1: ref = word_as_ref v9\n    v2: i64",
            ),
    );
    root.origin.id = TraceId(5);
    machine.install(&root);
    let object = object(&mut thread, 7);
    let run = machine.run(&mut thread, TraceId(5), &[13, object]).unwrap();
    assert_eq!(run.outcome, Outcome::Link(TraceId(1), vec![3, object]));
    // And when it comes, the link is there.
    machine.install(&parse(COUNT));
    let run = machine.run(&mut thread, TraceId(5), &[13, object]).unwrap();
    assert_eq!(registers(&run), [7, object]);
}

/// A guard and a helper that leave by the same exit, and a bridge of that exit.
const MAYBE: &str = r#"
trace 1 root solo "maybe"

code main 1
helper maybe(i64) -> i64: reads raises
point head = main:0 live r0

enter head(v0: word = r0)
    v1: i64 = word_as_int v0
    v2: i64 = int 10
    v3: bool = lt v1, v2
    guard_true v3 -> e0
    v4: i64 = call maybe, v1 -> e0
    leave -> e1

exit e0
    frame head { r0: v1 }
exit e1
    frame head { r0: v4 }
.
trace 2 bridge 1 e0 solo "on"

code main 1
point head = main:0 live r0

enter head(v0: i64)
    v1: i64 = int 1000
    leave -> e0

exit e0
    frame head { r0: v1 }
"#;

/// What a helper says who has failed is for the host: what is executed there may be to raise an exception.
#[test]
fn a_helper_that_fails_does_not_go_into_a_bridge() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    for trace in MAYBE.split(".\n") {
        machine.install(&parse(trace));
    }
    let mut run = |value| {
        let run = machine.run(&mut thread, TraceId(1), &[value]).unwrap();
        registers(&run)
    };
    assert_eq!(run(2), [3]);
    assert_eq!(run(10), [1000]);
    assert_eq!(run(3), [3]);
}

#[test]
fn bridges_are_capped_and_there_is_one_for_an_exit() {
    let mut machine = Machine::new();
    machine.cache = Cache::new(
        machine.compiler.gate(),
        Limits {
            bridges: 1,
            ..Limits::default()
        },
    );
    let install = |machine: &mut Machine, text: &str| {
        let code = machine.compiler.compile(Arc::new(parse(text))).unwrap();
        machine.cache.install(code, &[], 0)
    };
    assert_eq!(install(&mut machine, BRIDGE), Err(Refused::Parent));
    install(&mut machine, COUNT).unwrap();
    install(&mut machine, BRIDGE).unwrap();
    assert_eq!(install(&mut machine, BRIDGE), Err(Refused::Parent));
    let other = BRIDGE
        .replace("1 e1", "1 e0")
        .replace("trace 2", "trace 3")
        .replace("v0: i64, v1: ref", "v0: i64")
        .replace("    v7: word = ref_as_word v1", "    v7: word = word 0x0");
    assert_eq!(install(&mut machine, &other), Err(Refused::Bridges));
    assert!(!machine.cache.takes_bridge(TraceId(1), ExitId::new(0)));
    machine.cache.retire(TraceId(2));
    install(&mut machine, &other).unwrap();
}

#[test]
fn what_has_changed_refuses_and_retires() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    let object = object(&mut thread, 7);
    let compile = |machine: &mut Machine| machine.compiler.compile(Arc::new(parse(COUNT))).unwrap();
    let since = machine.cache.now();
    assert!(machine.cache.change(11).is_empty());
    let code = compile(&mut machine);
    assert_eq!(
        machine.cache.install(code, &[11, 12], since),
        Err(Refused::Changed)
    );
    let code = compile(&mut machine);
    machine.cache.install(code, &[12], since).unwrap();
    assert!(machine.run(&mut thread, TraceId(1), &[3, object]).is_some());
    assert_eq!(machine.cache.change(12), [TraceId(1)]);
    assert!(machine.run(&mut thread, TraceId(1), &[3, object]).is_none());
}

#[test]
fn an_invalid_trace_leaves_at_its_guard() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    let object = object(&mut thread, 7);
    let code = machine.compiler.compile(Arc::new(parse(COUNT))).unwrap();
    code.slots().invalidate();
    machine.cache.install(code, &[], 0).unwrap();
    let run = machine.run(&mut thread, TraceId(1), &[3, object]).unwrap();
    assert_eq!(registers(&run), [3]);
}

/// Every call that may roll back does, once.
#[test]
fn a_rollback_leaves_without_an_exit() {
    let (mut machine, mut thread) = (Machine::new(), Thread::new());
    let text = include_str!("../filetests/operations.trace");
    let start = text.find("    v53: ref = alloc cell").unwrap();
    let (head, body) = (&text[..start], &text[start..]);
    let first = head.find("    v14: i64").unwrap();
    let last = head.find("    v19: f64").unwrap();
    // Without what leaves before.
    let head = format!("{}{}", &head[..first], &head[last..])
        .replace("v18", "v13")
        .replace("    guard_true v52 -> e0\n", "");
    let trace = parse(&(head + body));
    machine.install(&trace);
    let mut steps = Vec::new();
    for turn in 0.. {
        thread.reset(
            0,
            Script {
                rollback: Some(turn),
                ..Script::default()
            },
        );
        let run = machine.run(&mut thread, trace.origin.id, &[7, 0]).unwrap();
        if run.outcome != Outcome::RolledBack {
            break;
        }
        steps.push(run.image.events.len());
    }
    // `open_write` finds the new object's token of an earlier serial; the others are steps themselves.
    assert_eq!(steps, [0, 1, 2, 2, 3, 4]);
}

#[test]
fn traces_that_are_taken_away_leave_no_code() {
    let mut machine = Machine::new();
    let mut trace = parse(COUNT);
    for number in 1..=500 {
        trace.origin.id = TraceId(number);
        machine.install(&trace);
        machine.cache.retire(TraceId(number));
        machine.cache.collect();
    }
    assert_eq!(machine.cache.usage(), Usage::default());
}

#[test]
fn traces_that_nobody_enters_are_given_up() {
    let mut machine = Machine::new();
    let mut thread = Thread::new();
    let arguments = [7, object(&mut thread, 7)];
    let mut trace = parse(COUNT);
    let mut most = 0;
    for number in 1..=2000 {
        trace.origin.id = TraceId(number);
        machine.install(&trace);
        // The first one is in use all the time.
        let run = machine.run(&mut thread, TraceId(1), &arguments);
        assert!(run.is_some(), "after {number}");
        machine.cache.age();
        machine.cache.collect();
        most = most.max(machine.cache.usage().traces);
    }
    assert!((256..1000).contains(&most), "{most}");
    assert!(machine.run(&mut thread, TraceId(2), &arguments).is_none());
}

#[test]
fn a_worker_compiles_in_the_background_what_it_takes() {
    for background in [false, true] {
        let machine = Machine::new();
        let cache = Arc::new(machine.cache);
        let worker = match background {
            false => Worker::at_once(machine.compiler),
            true => Worker::background(machine.compiler, 4).unwrap(),
        };
        let (sent, shared) = (Arc::new(parse(COUNT)), Arc::clone(&cache));
        let job: Job = Box::new(move |compiler| {
            let code = compiler.compile(sent).unwrap();
            shared.install(code, &[], 0).unwrap();
        });
        assert!(worker.submit(job).is_ok());
        drop(worker);
        assert_eq!(cache.usage().traces, 1);
    }
}

#[test]
fn a_queue_that_is_full_gives_the_job_back() {
    let worker = Worker::background(Machine::new().compiler, 1).unwrap();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    assert!(
        worker
            .submit(Box::new(move |_| wait.recv().unwrap()))
            .is_ok()
    );
    // The thread may have taken the first or not; one more waits, and the next has no place.
    let refused = (0..3).any(|_| worker.submit(Box::new(|_| {})).is_err());
    assert!(refused);
    go.send(()).unwrap();
}
