//! `-X jit`: programs whose loops are compiled print what they print without.
//!
//! Each program of `jit/` has its output beside it, from CPython. It runs with several thresholds, and, if the
//! build has the chaos switch, while guards fail, collections run, and transactions are rolled back.
//!
//! All snippets run the same way with `TYTHONJIT=1 TYTHON_CHAOS=guards=7 cargo test -p tython-tests --test snippets`.

#![allow(clippy::unwrap_used, reason = "what cannot be run fails the test")]

use tython_tests::process::{self, Ending, Limits};
use tython_tests::{interpreter, random, snippet};

/// When loops become hot.
const THRESHOLDS: &[&str] = &["2", "30", "1"];

/// What disturbs them, beside collections at every few allocations.
const CHAOS: &[&str] = &[
    "guards=11",
    "guards=3",
    "guards=50,collect-polls=290",
    "guards=20,collect-beside=2,marking=30",
    "guards=9,rollback=300,delay=50",
];

/// A collection at each third allocation.
const ZEAL: &str = "collect-allocations=3";

/// Where much is allocated, that would take minutes.
const SELDOM: &str = "collect-allocations=11";

/// Runs a program of `jit/` undisturbed with each threshold, and with each disturbance and one of the first two
/// thresholds, in turn; with all pairs if `TYTHON_ALL_SETTINGS` is set (half an hour).
fn check(name: &str, zeal: &str) {
    let disturbances: Vec<&str> = CHAOS.iter().copied().chain([zeal]).collect();
    let thresholds = |turn: usize| match std::env::var_os("TYTHON_ALL_SETTINGS") {
        Some(_) => THRESHOLDS,
        None => &THRESHOLDS[turn % 2..][..1],
    };
    check_with(name, THRESHOLDS, &[""]);
    for (turn, chaos) in disturbances.into_iter().enumerate() {
        check_with(name, thresholds(turn), &[chaos]);
    }
}

fn check_with(name: &str, thresholds: &[&str], settings: &[&str]) {
    let Some(build) = interpreter::find().unwrap() else {
        println!("skipped: there is no build of tython");
        return;
    };
    let program = interpreter::folder().join(format!("jit/{name}.py"));
    let expected = std::fs::read(program.with_extension("out")).unwrap();
    for chaos in settings {
        for threshold in thresholds {
            let mut command = interpreter::command(&build);
            command.env("TYTHON_CHAOS", chaos);
            command.arg("-X").arg(format!("jit={threshold}"));
            command.arg(&program);
            let outcome = process::run(&mut command, Limits::seconds(120)).unwrap();
            let told = String::from_utf8_lossy(&outcome.stderr);
            let difference = snippet::first_difference(&expected, &outcome.stdout);
            let how = format!("{name}, jit={threshold}, {chaos}: {told}");
            assert_eq!(difference, None, "{how}");
            assert_eq!(outcome.ending, Ending::Exit(0), "{how}");
        }
    }
}

#[test]
fn loops_and_what_disturbs_them() {
    check("loops", ZEAL);
}

#[test]
fn loops_of_several_threads() {
    check("threads", ZEAL);
}

/// Who has lost often becomes irrevocable; its turns stay steps nevertheless.
#[test]
fn loops_of_several_threads_that_lose_often() {
    check_with("threads", &["off", "2"], &["rollback=2000"]);
}

#[test]
fn generators_that_loops_run_through() {
    check("generators", ZEAL);
}

#[test]
fn generators_and_coroutines_that_delegate() {
    check("delegation", SELDOM);
}

/// A walk along a tree by generators that wait for each other is compiled, and so is what a coroutine awaits in a loop.
#[test]
fn what_is_delegated_to_is_in_line() {
    let program = interpreter::folder().join("jit/delegation.py");
    let Some(log) = log_of("2", &[&program.to_string_lossy()]) else {
        return;
    };
    for name in ["walk", "middle", "plain", "fibonacci"] {
        let name = format!("name=\"{name} at ");
        assert!(has_line(&log, "trace=", &name), "{name}");
    }
}

#[test]
fn functions_that_take_all_that_a_generator_yields() {
    check("consumers", ZEAL);
}

#[test]
fn blocks_in_loops() {
    check("blocks", ZEAL);
}

#[test]
fn locks_in_loops() {
    check("locks", "collect-allocations=101");
}

#[test]
fn loops_that_are_not_used_any_more() {
    check("dropped", ZEAL);
}

#[test]
fn methods_of_containers() {
    check("containers", ZEAL);
}

#[test]
fn bound_functions() {
    check("bound", SELDOM);
}

/// Not only compiled: the interpreter is who takes values from generators without leaving them.
#[test]
fn values_taken_once_from_generators() {
    check_with(
        "absorbed",
        &["off", "30"],
        &["rollback=2000", "rollback=300"],
    );
}

#[test]
fn cells_and_variables_of_several_types() {
    check("cells", SELDOM);
}

/// Python code looks at frames of calls that are inlined, keeps them, and writes their variables.
#[test]
fn frames_that_are_seen() {
    check("seen", SELDOM);
}

#[test]
fn exceptions_raised_and_caught() {
    check("exceptions", SELDOM);
}

#[test]
fn displays_of_containers() {
    check("displays", ZEAL);
}

#[test]
fn slices_ranges_and_displays_with_a_star() {
    check("slices", SELDOM);
}

#[test]
fn floats_in_lists_and_in_fields() {
    check("floats", SELDOM);
}

#[test]
fn iterators_that_are_made_in_each_turn() {
    check("counting", SELDOM);
}

#[test]
fn ranges_with_steps() {
    check("ranges", SELDOM);
}

#[test]
fn truth_values_in_arithmetic() {
    check("bools", ZEAL);
}

#[test]
fn bytes_and_bytearrays_by_index() {
    check("bytes", SELDOM);
}

#[test]
fn keys_that_are_tuples() {
    check("keys", ZEAL);
}

#[test]
fn calls() {
    check("calls", SELDOM);
}

#[test]
fn iterators_of_containers() {
    check("iterators", SELDOM);
}

#[test]
fn methods_of_objects_and_classes() {
    check("methods", ZEAL);
}

#[test]
fn what_instances_say_of_themselves() {
    check("asks", SELDOM);
}

#[test]
fn calls_with_any_number_of_arguments() {
    check("spread", SELDOM);
}

#[test]
fn loops_in_functions_that_loops_call() {
    check("nested", SELDOM);
}

#[test]
fn functions_that_no_loop_inlines() {
    check("functions", ZEAL);
}

#[test]
fn variables_that_nobody_reads_any_more() {
    check("variables", ZEAL);
}

/// Frames are pushed for what looks at them, and an exit in between is one that a bridge could begin at.
#[test]
fn tracebacks_of_loops() {
    check_with(
        "tracebacks",
        &["1", "2"],
        &["", "guards=11", "guards=37", "guards=50,collect-polls=290"],
    );
}

#[test]
fn jumps_on_what_objects_say() {
    check("decides", ZEAL);
}

#[test]
fn copies_of_the_process() {
    check("fork", ZEAL);
}

/// Runs a program, and gives the lines of the log.
fn log_of(threshold: &str, program: &[&str]) -> Option<Vec<String>> {
    let build = interpreter::find().unwrap()?;
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = interpreter::command(&build);
    command.arg("-X").arg(format!("jit={threshold}"));
    command.arg("-X").arg(format!("jitlog={}", log.display()));
    command.args(program);
    let outcome = process::run(&mut command, Limits::seconds(120)).unwrap();
    assert_eq!(outcome.ending, Ending::Exit(0), "{outcome:?}");
    let log = std::fs::read_to_string(log).unwrap();
    Some(log.lines().map(str::to_owned).collect())
}

fn has_line(log: &[String], start: &str, part: &str) -> bool {
    let mut lines = log.iter();
    lines.any(|line| line.starts_with(start) && line.contains(part))
}

/// A loop is compiled: the log says so, and how it was left.
#[test]
fn the_log() {
    let program = "def f(n):\n i = 0\n while i < n: i += 1\nf(500)";
    let Some(log) = log_of("2", &["-c", program]) else {
        return;
    };
    assert!(has_line(&log, "trace=", "kind=Root form=Solo name=\"f at "));
    assert!(has_line(&log, "exits trace=", "count=1"));
}

/// The compiled instructions of all traces of a log.
fn compiled(log: &[String]) -> impl Iterator<Item = &str> {
    let mut is_compiled = false;
    log.iter().map(String::as_str).filter(move |line| {
        match *line {
            "optimised:" => is_compiled = true,
            "." => is_compiled = false,
            _ => {}
        }
        is_compiled
    })
}

/// A slice or a range that only the next instruction takes is allocated nowhere; one that is kept is.
#[test]
fn slices_and_ranges_for_the_next_instruction_are_not_made() {
    let program = "def f(row, n):
    for i in range(n):
        row[:5] = row[i % 3 + 4:i % 3:-1] + row[3::-3]
        for j in range(i % 4, 9): i += j
f([0, 1, 2, 3, 4, 5, 6, 7], 500)";
    let kept = "def f(row, n):
    for i in range(n):
        row[0], row[1] = slice(1, 2), range(i, n + 1)
f([0, 1], 500)";
    for (program, is_made) in [(program, false), (kept, true)] {
        let Some(log) = log_of("2", &["-c", program]) else {
            return;
        };
        assert!(has_line(&log, "trace=", "kind=Root form=Solo name=\"f at "));
        let names = [":slice\"", ":range\""];
        let makes =
            |line: &str| line.contains(" = alloc ") && names.iter().any(|name| line.contains(name));
        assert_eq!(compiled(&log).any(makes), is_made, "{program}");
    }
}

/// A list that grows has no turn of another kind when it has become large: it leaves only to get a larger buffer.
#[test]
fn lists_that_grow_stay_in_the_loop() {
    let program = "def f(n):
    squares = []
    for i in range(n): squares.append(i)
    return [i + 1 for i in squares]
for _ in range(100): f(1000)";
    let Some(log) = log_of("2", &["-c", program]) else {
        return;
    };
    let counts = log.iter().filter(|line| line.starts_with("exits trace="));
    let counts = counts.filter_map(|line| line.rsplit_once("count=")?.1.parse::<u32>().ok());
    assert!(
        counts
            .max()
            .is_some_and(|most| (100..5_000).contains(&most))
    );
}

/// What is loaded is known from where it is loaded, and from there on: nothing is asked twice in a turn.
#[test]
fn nothing_is_asked_twice() {
    let program = "def f(rows, n):
    total = 0
    for _ in range(n):
        for row in rows:
            total += row[0] * row[1] + row[0]
    return total
f([[i, 2] for i in range(9)], 500)";
    let Some(log) = log_of("2", &["-c", program]) else {
        return;
    };
    let lines: Vec<&str> = compiled(&log).collect();
    let mut guards = 0;
    for trace in lines.split(|line| *line == "optimised:") {
        let mut asked = std::collections::HashSet::new();
        for line in trace.iter().filter(|line| line.contains(" guard_")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let ["guard_true" | "guard_false", condition, ..] = words[..] {
                assert!(asked.insert(condition), "{line}");
                guards += 1;
            }
        }
    }
    assert!(guards > 10, "{guards}");
}

/// What leads from the last turn of a loop around the one outside to the first turn again is not what is recorded.
#[test]
fn loops_are_not_recorded_in_their_last_turns() {
    let program = "def f(n):\n for _ in range(n):\n  for i in range(2): j = i\nf(500)";
    let Some(log) = log_of("2", &["-c", program]) else {
        return;
    };
    assert!(has_line(&log, "refused at=f:", "the last turn of the loop"));
}

/// The compiler takes whatever is recorded.
#[test]
fn nothing_is_rejected() {
    for entry in std::fs::read_dir(interpreter::folder().join("jit")).unwrap() {
        let program = entry.unwrap().path();
        if program
            .extension()
            .is_none_or(|extension| extension != "py")
        {
            continue;
        }
        let Some(log) = log_of("2", &[program.to_str().unwrap()]) else {
            return;
        };
        let rejected = log.iter().find(|line| line.starts_with("rejected="));
        assert_eq!(rejected, None, "{}", program.display());
    }
}

/// A small function that calls itself is in line within itself, once: an exit has both frames. Another one is not.
#[test]
fn recursion_is_in_line_once() {
    let small = "def f(n): return n if n < 2 else f(n - 1) + f(n - 2)\nf(16)";
    let long = "    n = -n; n = -n\n".repeat(60);
    let long = format!("def f(n):\n{long}    return n if n < 2 else f(n - 1) + f(n - 2)\nf(16)");
    for (program, is_in_line) in [(small, true), (&*long, false)] {
        let Some(log) = log_of("2", &["-c", program]) else {
            return;
        };
        let mut traces = log.split(|line| line.starts_with("trace="));
        let headings = log.iter().filter(|line| line.starts_with("trace="));
        traces.next();
        // Frames of an exit, beside the one that the trace was entered from.
        let inner: Vec<usize> = headings
            .zip(traces)
            .filter(|(heading, _)| heading.contains("name=\"f at "))
            .flat_map(|(_, lines)| lines.chunk_by(|_, line| !line.starts_with("exit")))
            .map(|exit| exit.iter().filter(|line| line.starts_with("    frame")))
            .map(|frames| frames.filter(|line| line.contains("inner")).count())
            .collect();
        let most = inner.iter().max().copied();
        assert_eq!(most, Some(usize::from(is_in_line)), "{program}");
    }
}

/// Some random programs; `cargo run -p tython-tests --bin random-loops` makes any number of them.
#[test]
fn random_programs() {
    let Some(build) = interpreter::find().unwrap() else {
        println!("skipped: there is no build of tython");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..8 {
        let file = folder.path().join(format!("random{seed}.py"));
        std::fs::write(&file, random::program(seed)).unwrap();
        let complaints = random::compare(&build, None, seed, &file).unwrap();
        assert!(complaints.is_empty(), "program {seed}: {complaints:?}");
    }
}

/// Locks are taken and given back by traces: a loop with them is not refused.
#[test]
fn loops_with_locks_are_compiled() {
    let program = "import threading
def f(lock, n):
    for i in range(n):
        with lock: i += 1
        lock.acquire()
        lock.release()
f(threading.Lock(), 500)
f(threading.RLock(), 500)";
    let Some(log) = log_of("2", &["-c", program]) else {
        return;
    };
    assert!(has_line(&log, "trace=", "kind=Root form=Solo name=\"f at "));
    assert!(!has_line(&log, "refused at=f:", "cannot be recorded"));
}

/// A function that catches an exception each time it is called is called, and the loop compiled; native managers are called, too.
#[test]
fn loops_with_context_managers_are_compiled() {
    let program = "import contextlib
@contextlib.contextmanager
def opened(n):
    yield n
def f(n):
    for i in range(n):
        with opened(i): pass
def g(n):
    for i in range(n):
        with memoryview(b'abc') as bytes: pass
f(500)
g(500)";
    let Some(log) = log_of("2", &["-c", program]) else {
        return;
    };
    for name in ["f", "g"] {
        let start = format!("kind=Root form=Solo name=\"{name} at <string>");
        assert!(has_line(&log, "trace=", &start), "{name}");
    }
}

/// Functions that are made, run until they are hot, and dropped: their code is given back, and the process does not grow.
#[test]
fn code_is_given_back() {
    let Some(build) = interpreter::find().unwrap() else {
        println!("skipped: there is no build of tython");
        return;
    };
    let mut command = interpreter::command(&build);
    command.args(["-X", "jit=2"]);
    command.arg(interpreter::folder().join("benches/jit/dropped.py"));
    let outcome = process::run(command.arg("2000"), Limits::seconds(300)).unwrap();
    assert_eq!(outcome.ending, Ending::Exit(0), "{outcome:?}");
    let text = String::from_utf8(outcome.stdout).unwrap();
    let numbers =
        |line: &str| -> Vec<f64> { line.split(' ').map(|word| word.parse().unwrap()).collect() };
    let lines: Vec<_> = text.lines().map(numbers).collect();
    let [.., fourth, _, _, _, _, _, last] = &lines[..] else {
        panic!("{text}");
    };
    let &[_, resident, traces, retired, kibibytes, compiled, _] = &last[..] else {
        panic!("{text}");
    };
    assert!(compiled >= 2000.0, "{text}");
    // There is a look at every 256 traces at the least, and one more until what was retired is freed.
    assert!(traces + retired < 1000.0 && kibibytes < 8192.0, "{text}");
    assert!(
        kibibytes >= 4.0 * traces,
        "a trace has a page at the least: {text}"
    );
    assert!(resident < fourth[1] + 8.0, "{text}");
}
