//! Passes: before and after as text, and random traces that do the same before and after each of them.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod machine;

use machine::compare::compare;
use machine::generate::{Menu, generate};
use machine::random::Random;
use machine::world::{Script, Thread};
use machine::{Machine, Outcome, Run, interpret};
use std::path::Path;
use tython_jit::ir::{Form, Trace};
use tython_jit::opt::{Pass, optimise};
use tython_jit::verify::verify;

/// How many traces, if the environment does not say.
const TRACES: u64 = 800;

fn traces() -> u64 {
    std::env::var("TRACES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(TRACES)
}

/// Files in `filetests/passes`: `NAME.before` and `NAME.after`, whose name up to the first dash is the pass's.
#[test]
fn passes_make_what_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("filetests/passes");
    let mut tried = Vec::new();
    for file in folder.read_dir().unwrap() {
        let path = file.unwrap().path();
        if path
            .extension()
            .is_none_or(|extension| extension != "before")
        {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let pass = Pass::named(name.split('-').next().unwrap()).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let before: Trace = text
            .parse()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        if let Err(errors) = verify(&before) {
            panic!("{name}: {}", errors[0]);
        }
        let after = pass.run(&before).to_string();
        let expected = path.with_extension("after");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &after).unwrap();
        }
        assert_eq!(after, std::fs::read_to_string(&expected).unwrap(), "{name}");
        tried.push(pass.name);
    }
    let untried: Vec<_> = Pass::ALL
        .iter()
        .filter(|pass| !tried.contains(&pass.name))
        .collect();
    assert!(untried.is_empty(), "{untried:?}");
}

/// A random trace and a random world.
struct Case {
    trace: Trace,
    seed: u64,
    script: Script,
    args: [u64; 4],
}

fn case(seed: u64, thread: &Thread) -> Case {
    let mut random = Random(seed);
    random.next();
    let form = [Form::Solo, Form::Shared][random.below(2)];
    let (steps, ends) = (3 + random.below(40), random.below(3) == 0);
    let trace = generate(
        &mut random,
        Menu {
            form,
            steps,
            ends,
            first: thread.old(0),
        },
    );
    let script = Script {
        poll: (random.below(3) == 0).then(|| random.next() % 30),
        waits: (random.below(6) == 0)
            .then(|| random.below(4))
            .filter(|_| form == Form::Shared),
        ..Script::default()
    };
    let args = [
        random.next() % 100,
        random.next() % 7,
        thread.old(random.below(4)),
        thread.old(random.below(4)),
    ];
    Case {
        trace,
        seed: random.next(),
        script,
        args,
    }
}

fn check(seed: u64, what: &str, before: &Trace, after: &Trace, expected: &Run, got: &Run) {
    if expected.outcome == Outcome::Spent {
        return;
    }
    if let Err(error) = compare(expected, got) {
        panic!(
            "seed {seed}, {what}: {error}\n{before}\n{after}\nexpected {:?}\ngot {:?}",
            expected.outcome, got.outcome
        );
    }
}

#[test]
fn each_pass_keeps_the_meaning() {
    let mut thread = Thread::new();
    let mut changed = vec![0; Pass::ALL.len()];
    for seed in 0..traces() {
        let case = case(seed, &thread);
        thread.reset(case.seed, case.script);
        let expected = interpret(&mut thread, &case.trace, &case.args);
        for (number, pass) in Pass::ALL.iter().enumerate() {
            let after = pass.run(&case.trace);
            if let Err(errors) = verify(&after) {
                panic!(
                    "seed {seed}, {}: {}\n{}\n{after}",
                    pass.name, errors[0], case.trace
                );
            }
            changed[number] += u32::from(after.insts().len() != case.trace.insts().len());
            thread.reset(case.seed, case.script);
            let got = interpret(&mut thread, &after, &case.args);
            check(seed, pass.name, &case.trace, &after, &expected, &got);
        }
    }
    assert!(changed.iter().all(|count| *count > 10), "{changed:?}");
}

#[test]
fn the_pipeline_keeps_the_meaning_down_to_machine_code() {
    let mut machine = Machine::new();
    let mut thread = Thread::new();
    for seed in 0..traces() {
        let case = case(seed, &thread);
        thread.alone = case.trace.origin.form == Form::Solo;
        let mut steps = Vec::new();
        let after = optimise(&case.trace, &mut |pass, trace| {
            steps.push((pass.name, trace.clone()))
        });
        thread.reset(case.seed, case.script);
        let expected = interpret(&mut thread, &case.trace, &case.args);
        let mut before = &case.trace;
        for (name, trace) in &steps {
            thread.reset(case.seed, case.script);
            let got = interpret(&mut thread, trace, &case.args);
            check(seed, name, before, trace, &expected, &got);
            before = trace;
        }
        thread.reset(case.seed, case.script);
        let got = machine.once(&mut thread, &after, &case.args);
        check(seed, "code", &case.trace, &after, &expected, &got);
    }
}
