//! Every classical anomaly is found; what a serial execution could have done is not.

use super::*;
use crate::history::{Log, Op, Outcome};
use crate::rng::Rng;
use Outcome::{Committed, RolledBack};
use std::ops::Range;

const X: Variable = Variable(0);
const Y: Variable = Variable(1);

fn r(variable: Variable, value: u32) -> Op {
    Op::Read(variable, Value(value))
}

fn w(variable: Variable, over: u32, value: u32) -> Op {
    Op::Write {
        variable,
        over: Value(over),
        value: Value(value),
    }
}

/// Thread, time, outcome, steps.
type Act = (usize, Range<u64>, Outcome, Vec<Op>);

fn history(acts: &[Act]) -> History {
    let threads = acts.iter().map(|act| act.0 + 1).max().unwrap_or(0);
    let mut logs: Vec<Log> = (0..threads)
        .map(|thread| Log::new(thread, threads))
        .collect();
    for (thread, time, outcome, ops) in acts {
        let log = &mut logs[*thread];
        log.begin(time.start);
        for op in ops {
            match *op {
                Op::Read(variable, value) => log.read(variable, value),
                Op::Write {
                    variable,
                    over,
                    value,
                } => log.write(variable, over, value),
                Op::Undo { to } => log.undo_to(to),
            }
        }
        log.end(time.end, *outcome);
    }
    History::new(logs)
}

/// The findings for attempts of different threads that all ran at the same time.
fn together(attempts: &[(Outcome, Vec<Op>)]) -> Vec<Finding> {
    let acts: Vec<Act> = attempts
        .iter()
        .enumerate()
        .map(|(thread, (outcome, ops))| (thread, 0..100, *outcome, ops.clone()))
        .collect();
    check(&history(&acts), Order::RealTime)
}

/// Each edge of the only finding, a cycle: the two threads and the reason.
fn cycle(findings: &[Finding]) -> Vec<(usize, usize, Dependency)> {
    let [Finding::Cycle(edges)] = findings else {
        panic!("not one cycle: {findings:?}")
    };
    edges
        .iter()
        .map(|edge| (edge.from.thread, edge.to.thread, edge.why))
        .collect()
}

#[test]
fn lost_update() {
    let findings = together(&[
        (Committed, vec![r(X, 0), w(X, 0, 1)]),
        (Committed, vec![r(X, 0), w(X, 0, 2)]),
    ]);
    assert!(
        matches!(
            findings[0],
            Finding::LostUpdate {
                variable: X,
                over: Value(0),
                ..
            }
        ),
        "{findings:?}"
    );
}

#[test]
fn lost_update_whose_chain_is_whole() {
    let findings = together(&[
        (Committed, vec![w(X, 0, 1)]),
        (Committed, vec![r(X, 0), w(X, 1, 2)]),
    ]);
    assert!(
        matches!(findings[0], Finding::Unrepeatable { .. }),
        "{findings:?}"
    );
}

#[test]
fn write_skew() {
    let findings = together(&[
        (Committed, vec![r(X, 0), w(Y, 0, 1)]),
        (Committed, vec![r(Y, 0), w(X, 0, 2)]),
    ]);
    let first = Dependency::ReadWrite(X, Value(0));
    let second = Dependency::ReadWrite(Y, Value(0));
    assert_eq!(cycle(&findings), [(0, 1, first), (1, 0, second)]);
}

#[test]
fn read_skew() {
    let findings = together(&[
        (Committed, vec![w(X, 0, 1), w(Y, 0, 2)]),
        (Committed, vec![r(X, 0), r(Y, 2)]),
    ]);
    let first = Dependency::WriteRead(Y, Value(2));
    let second = Dependency::ReadWrite(X, Value(0));
    assert_eq!(cycle(&findings), [(0, 1, first), (1, 0, second)]);
}

#[test]
fn opacity() {
    let reader = vec![r(X, 0), r(Y, 2)];
    let findings = together(&[
        (Committed, vec![w(X, 0, 1), w(Y, 0, 2)]),
        (RolledBack, reader),
    ]);
    assert_eq!(cycle(&findings).len(), 2);
    // What it overwrote was seen as well.
    let writer = vec![r(X, 0), w(Y, 2, 3)];
    let findings = together(&[
        (Committed, vec![w(X, 0, 1), w(Y, 0, 2)]),
        (RolledBack, writer),
    ]);
    assert_eq!(cycle(&findings).len(), 2);
}

#[test]
fn write_order_against_read_order() {
    let findings = together(&[
        (Committed, vec![w(X, 0, 1), w(Y, 2, 3)]),
        (Committed, vec![w(X, 1, 4), w(Y, 0, 2)]),
    ]);
    let first = Dependency::WriteWrite(X, Value(1));
    let second = Dependency::WriteWrite(Y, Value(2));
    assert_eq!(cycle(&findings), [(0, 1, first), (1, 0, second)]);
}

#[test]
fn long_fork() {
    let findings = together(&[
        (Committed, vec![w(X, 0, 1)]),
        (Committed, vec![w(Y, 0, 2)]),
        (Committed, vec![r(X, 1), r(Y, 0)]),
        (Committed, vec![r(X, 0), r(Y, 2)]),
    ]);
    assert_eq!(cycle(&findings).len(), 4);
}

fn fate(findings: &[Finding]) -> Fate {
    match findings {
        [Finding::DirtyRead { fate, .. }, ..] => *fate,
        _ => panic!("no dirty read: {findings:?}"),
    }
}

#[test]
fn dirty_reads() {
    let reader = (Committed, vec![r(X, 1)]);
    let of = |outcome, ops| fate(&together(&[(outcome, ops), reader.clone()]));
    assert_eq!(of(RolledBack, vec![w(X, 0, 1)]), Fate::RolledBack);
    assert_eq!(
        of(Committed, vec![w(X, 0, 1), w(X, 1, 2)]),
        Fate::Intermediate
    );
    assert_eq!(
        of(Committed, vec![w(X, 0, 1), Op::Undo { to: 0 }]),
        Fate::Undone
    );
    assert_eq!(
        of(Committed, vec![w(Y, 0, 1)]),
        Fate::Visible,
        "of another variable"
    );
    assert_eq!(of(Committed, vec![]), Fate::Unwritten);
    assert_eq!(
        fate(&together(&[
            (Committed, vec![w(X, 0, 1)]),
            (RolledBack, vec![r(X, u32::MAX)])
        ])),
        Fate::Unwritten
    );
}

#[test]
fn replaced_a_value_that_was_taken_back() {
    let findings = together(&[
        (RolledBack, vec![w(X, 0, 1)]),
        (Committed, vec![w(X, 1, 2)]),
    ]);
    assert_eq!(fate(&findings), Fate::RolledBack);
}

#[test]
fn unrepeatable_read() {
    let findings = together(&[
        (Committed, vec![w(X, 0, 1)]),
        (RolledBack, vec![r(X, 0), r(X, 1)]),
    ]);
    assert!(
        matches!(
            findings[0],
            Finding::Unrepeatable {
                values: [Value(0), Value(1)],
                ..
            }
        ),
        "{findings:?}"
    );
}

#[test]
fn own_write_missed() {
    let missed = |ops| {
        matches!(
            together(&[(RolledBack, ops)])[..],
            [Finding::OwnWriteMissed { .. }, ..]
        )
    };
    assert!(missed(vec![w(X, 0, 1), r(X, 0)]));
    assert!(missed(vec![w(X, 0, 1), w(X, 0, 2)]));
    assert!(missed(vec![
        w(X, 0, 1),
        w(X, 1, 2),
        Op::Undo { to: 1 },
        r(X, 2)
    ]));
}

#[test]
fn nested_undo() {
    let undo = |to| Op::Undo { to };
    let fine = |ops| together(&[(Committed, ops)]).is_empty();
    assert!(fine(vec![
        w(X, 0, 1),
        w(X, 1, 2),
        undo(1),
        r(X, 1),
        w(X, 1, 3)
    ]));
    assert!(fine(vec![
        w(X, 0, 1),
        w(X, 1, 2),
        undo(1),
        undo(0),
        r(X, 0),
        w(X, 0, 3),
        r(X, 3)
    ]));
    assert!(fine(vec![
        r(Y, 0),
        w(X, 0, 1),
        w(Y, 0, 2),
        undo(1),
        r(X, 0),
        r(Y, 0)
    ]));
    assert!(!fine(vec![w(X, 0, 1), undo(0), r(X, 1)]));
    // The value that is visible in the end is that of the last standing write.
    let ops = vec![w(X, 0, 1), w(X, 1, 2), undo(1)];
    assert!(together(&[(Committed, ops.clone()), (Committed, vec![r(X, 1)])]).is_empty());
    assert_eq!(
        fate(&together(&[(Committed, ops), (Committed, vec![r(X, 2)])])),
        Fate::Undone
    );
}

#[test]
fn real_time() {
    let acts = |outcome| {
        [
            (0, 0..10, Committed, vec![w(X, 0, 1)]),
            (1, 11..20, outcome, vec![r(X, 0)]),
        ]
    };
    for outcome in [Committed, RolledBack] {
        let history = history(&acts(outcome));
        assert_eq!(check(&history, Order::Program), []);
        let expected = [
            (0, 1, Dependency::RealTime),
            (1, 0, Dependency::ReadWrite(X, Value(0))),
        ];
        assert_eq!(cycle(&check(&history, Order::RealTime)), expected);
    }
    // Ends and begins at the same moment: no order.
    let touching = [
        (0, 0..10, Committed, vec![w(X, 0, 1)]),
        (1, 10..20, Committed, vec![r(X, 0)]),
    ];
    assert_eq!(check(&history(&touching), Order::RealTime), []);
}

#[test]
fn real_time_over_several_moments() {
    let acts = [
        (0, 0..10, Committed, vec![w(X, 0, 1)]),
        (1, 5..15, Committed, vec![]),
        (2, 16..17, Committed, vec![]),
        (1, 18..19, Committed, vec![]),
        (3, 20..30, Committed, vec![r(X, 0)]),
    ];
    let edges = cycle(&check(&history(&acts), Order::RealTime));
    assert_eq!(
        edges,
        [
            (0, 3, Dependency::RealTime),
            (3, 0, Dependency::ReadWrite(X, Value(0)))
        ]
    );
}

#[test]
fn program_order() {
    let acts = [
        (0, 0..10, Committed, vec![w(X, 0, 1)]),
        (0, 10..20, Committed, vec![r(X, 0)]),
    ];
    let edges = cycle(&check(&history(&acts), Order::Program));
    assert_eq!(
        edges,
        [
            (0, 0, Dependency::Program),
            (0, 0, Dependency::ReadWrite(X, Value(0)))
        ]
    );
}

#[test]
fn a_report_is_readable() {
    let history = history(&[
        (0, 0..10, Committed, vec![w(X, 0, 1)]),
        (1, 11..20, RolledBack, vec![r(X, 0)]),
    ]);
    let report = check(&history, Order::RealTime)[0].report(&history);
    let expected = "cycle of 2:\n  \
         T0#0 before T1#0: ended before the other began\n  \
         T1#0 before T0#0: T1#0 saw x0=0, which T0#0 replaced\n  \
         T0#0 Committed 0..10: 0:write x0=0->1\n  \
         T1#0 RolledBack 11..20: 0:read x0=0\n";
    assert_eq!(report, expected);
}

/// A serial execution of random attempts over a few variables; attempt `i` runs at time `10 i`.
fn serial(rng: &mut Rng, attempts: usize, threads: usize, variables: usize) -> Vec<Act> {
    let mut memory = vec![0; variables];
    let mut next = 0;
    let mut acts = Vec::new();
    for index in 0..attempts {
        let before = memory.clone();
        let mut saved = Vec::new();
        let mut ops = Vec::new();
        for _ in 0..rng.below(9) {
            let variable = rng.below(variables);
            let name = Variable(variable as u32);
            match rng.below(16) {
                0 => saved.push((ops.len(), memory.clone())),
                1 => {
                    if let Some((to, content)) = saved.pop() {
                        memory = content;
                        ops.push(Op::Undo { to: to as u32 });
                    }
                }
                2..8 => {
                    next += 1;
                    ops.push(w(name, memory[variable], next));
                    memory[variable] = next;
                }
                _ => ops.push(r(name, memory[variable])),
            }
        }
        let outcome = if rng.percent(30) {
            RolledBack
        } else {
            Committed
        };
        if outcome == RolledBack {
            memory = before;
        }
        let start = index as u64 * 10;
        acts.push((rng.below(threads), start..start + 9, outcome, ops));
    }
    acts
}

#[test]
fn serial_executions_are_fine() {
    for seed in 0..300 {
        let mut rng = Rng::new(seed);
        let mut acts = serial(&mut rng, 200, 4, 5);
        assert_eq!(check(&history(&acts), Order::RealTime), [], "seed {seed}");
        // Threads of their own, so that they may overlap around the moments when they took effect.
        for (index, (thread, time, ..)) in acts.iter_mut().enumerate() {
            *thread = index;
            *time =
                time.start.saturating_sub(rng.below(100) as u64)..time.end + rng.below(100) as u64;
        }
        assert_eq!(
            check(&history(&acts), Order::RealTime),
            [],
            "seed {seed}, overlapping"
        );
    }
}

/// The `index`-th thing that was seen.
fn seen(acts: &mut [Act], index: usize) -> Option<(Variable, &mut Value)> {
    let ops = acts.iter_mut().flat_map(|act| &mut act.3);
    let mut looks = ops.filter_map(|op| match op {
        Op::Read(variable, value) => Some((*variable, value)),
        Op::Write { variable, over, .. } => Some((*variable, over)),
        Op::Undo { .. } => None,
    });
    looks.nth(index)
}

#[test]
fn any_wrong_look_in_a_serial_execution_is_found() {
    for seed in 0..1000 {
        let mut rng = Rng::new(seed);
        let mut acts = serial(&mut rng, 40, 4, 3);
        let values = history(&acts).bounds().1.0 as usize;
        let Some((_, value)) = seen(&mut acts, rng.below(100)) else {
            continue;
        };
        let wrong = Value(rng.below(values + 1) as u32);
        if std::mem::replace(value, wrong) != wrong {
            assert_ne!(
                check(&history(&acts), Order::RealTime),
                [],
                "seed {seed}: {wrong:?} in {acts:?}"
            );
        }
    }
}

/// Whether some order of the attempts explains everything, by trying them all.
fn explained(acts: &[Act], order: Order, done: &mut Vec<usize>, memory: &[u32]) -> bool {
    if done.len() == acts.len() {
        return true;
    }
    let comes_first = |a: usize, b: usize| {
        let real_time = order == Order::RealTime && acts[a].1.end < acts[b].1.start;
        real_time || (acts[a].0 == acts[b].0 && a < b)
    };
    (0..acts.len()).any(|next| {
        let free = |&other: &usize| !done.contains(&other) && comes_first(other, next);
        if done.contains(&next) || (0..acts.len()).any(|other| free(&other)) {
            return false;
        }
        let Some(after) = replayed(&acts[next], memory) else {
            return false;
        };
        done.push(next);
        let found = explained(acts, order, done, &after);
        done.pop();
        found
    })
}

/// The memory after the attempt, if the attempt sees what it saw.
fn replayed((_, _, outcome, ops): &Act, memory: &[u32]) -> Option<Vec<u32>> {
    let mut states = vec![memory.to_vec()];
    for op in ops {
        let mut state = states[states.len() - 1].clone();
        match *op {
            Op::Read(variable, value) if state[variable.0 as usize] != value.0 => return None,
            Op::Read(..) => {}
            Op::Write {
                variable,
                over,
                value,
            } => {
                if std::mem::replace(&mut state[variable.0 as usize], value.0) != over.0 {
                    return None;
                }
            }
            Op::Undo { to } => state = states[to as usize].clone(),
        }
        states.push(state);
    }
    if *outcome == Committed {
        states.pop()
    } else {
        Some(memory.to_vec())
    }
}

#[test]
fn agrees_with_trying_all_orders() {
    let mut verdicts = [0; 2];
    for seed in 0..20_000 {
        let mut rng = Rng::new(seed);
        let attempts = 2 + rng.below(4);
        let mut acts = serial(&mut rng, attempts, 3, 3);
        let stretch = 1 + rng.below(40);
        for (_, time, ..) in &mut acts {
            *time = time.start.saturating_sub(rng.below(stretch) as u64)
                ..time.end + rng.below(stretch) as u64;
        }
        let values = history(&acts).bounds().1.0 as usize;
        for _ in 0..rng.below(4) {
            let index = rng.below(12);
            if let Some((_, value)) = seen(&mut acts, index) {
                *value = Value(rng.below(values + 1) as u32);
            }
        }
        for order in [Order::Program, Order::RealTime] {
            let findings = check(&history(&acts), order);
            let fine = explained(&acts, order, &mut Vec::new(), &[0; 3]);
            assert_eq!(
                findings.is_empty(),
                fine,
                "seed {seed} {order:?}: {acts:?} {findings:?}"
            );
            verdicts[usize::from(fine)] += 1;
        }
    }
    assert!(verdicts.iter().all(|&count| count > 1000), "{verdicts:?}");
}

#[test]
#[ignore = "large; measures the checker: cargo test --release -p stress a_million -- --ignored --nocapture"]
fn a_million_attempts() {
    let mut acts = serial(&mut Rng::new(1), 1_000_000, 8, 100);
    let steps: usize = acts.iter().map(|act| act.3.len()).sum();
    let large = history(&acts);
    for order in [Order::Program, Order::RealTime] {
        let start = std::time::Instant::now();
        assert_eq!(check(&large, order), []);
        println!(
            "{} attempts, {steps} steps, {order:?}: {:?}",
            large.len(),
            start.elapsed()
        );
    }
    // A cycle in it is found as well.
    let (variable, value) = seen(&mut acts, steps / 2).expect("there is a middle");
    *value = Value::INITIAL;
    let start = std::time::Instant::now();
    let findings = check(&history(&acts), Order::RealTime);
    println!(
        "with a wrong look at {variable:?}: {} findings, {:?}",
        findings.len(),
        start.elapsed()
    );
    assert!(!findings.is_empty());
}
