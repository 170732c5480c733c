//! Prints the tables of the commit-clock simulation (see `stress::clocksim`), in Markdown.
//!
//! ```text
//! clocksim [--threads N] [--cores-per-socket N] [--near NS] [--far NS] [--seed N] [--events N] [TABLE ...]
//! ```
//!
//! Tables: `schemes`, `threads`, `hot`, `sockets`, `readers`, `begin`, `credit`, `mixed`; all of
//! them when none is named. `--events` is the length of each run.

use std::process::ExitCode;
use stress::clocksim::cost::NS;
use stress::clocksim::{Begin, Choice, Costs, Credit, Outcome, Scheme, Shape, Workload, simulate};

const OURS: Choice = Choice::of(Scheme::Writer);

const SCHEMES: [(&str, Choice); 6] = [
    ("GV1", Choice::of(Scheme::Gv1)),
    ("GV4", Choice::of(Scheme::Gv4)),
    ("GV5", Choice::of(Scheme::Gv5)),
    ("GV5+writer", OURS),
    ("blind", Choice::of(Scheme::WriterBlind)),
    ("TSC", Choice::of(Scheme::Tsc)),
];

const CREDITS: [(&str, Choice); 7] = [
    ("none", OURS),
    ("every", OURS.credit(Credit::Every(1))),
    ("every 8th", OURS.credit(Credit::Every(8))),
    ("every 64th", OURS.credit(Credit::Every(64))),
    ("from 10 us", OURS.credit(Credit::Long(10_000 * NS))),
    ("from 100 us", OURS.credit(Credit::Long(100_000 * NS))),
    ("exchange", OURS.credit(Credit::Exchange)),
];

const BEGINS: [(&str, Choice); 7] = [
    ("ours, load", OURS),
    ("ours, commit", OURS.begin(Begin::Commit)),
    ("ours, reuse", OURS.begin(Begin::Reuse)),
    ("GV4, load", Choice::of(Scheme::Gv4)),
    ("GV4, commit", Choice::of(Scheme::Gv4).begin(Begin::Commit)),
    ("TSC, load", Choice::of(Scheme::Tsc)),
    ("TSC, commit", Choice::of(Scheme::Tsc).begin(Begin::Commit)),
];

const SHAPES: [(&str, Shape, u32); 4] = [
    ("100 ns", Shape::TINY, 1 << 14),
    ("1 us", Shape::SMALL, 1 << 16),
    ("10 us", Shape::MEDIUM, 1 << 18),
    ("1 ms", Shape::LONG, 1 << 20),
];

const SHARES: [usize; 4] = [0, 1, 10, 100];

type Rows = Vec<(String, Workload)>;

struct Options {
    threads: usize,
    seed: u64,
    events: u64,
    costs: Costs,
    tables: Vec<String>,
}

impl Options {
    fn parse() -> Result<Self, String> {
        let mut options = Options {
            threads: 64,
            seed: 1,
            events: 1_000_000,
            costs: Costs::default(),
            tables: Vec::new(),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            if !argument.starts_with("--") {
                options.tables.push(argument);
                continue;
            }
            let value = arguments
                .next()
                .ok_or(format!("{argument} needs a number"))?;
            let value: u64 = value
                .parse()
                .map_err(|_| format!("{value} is not a number"))?;
            match argument.as_str() {
                "--threads" if (1..=64).contains(&value) => options.threads = value as usize,
                "--cores-per-socket" => options.costs.cores_per_socket = value as usize,
                "--near" => options.costs.near = value * NS,
                "--far" => options.costs.far = value * NS,
                "--seed" => options.seed = value,
                "--events" => options.events = value,
                _ => return Err(format!("{argument} {value} is not understood")),
            }
        }
        Ok(options)
    }

    fn workload(&self, shape: Shape, pool: u32, share: usize) -> Workload {
        let (threads, seed) = (self.threads, self.seed);
        Workload {
            threads,
            shapes: vec![shape],
            share,
            pool,
            read_only: 0,
            seed,
        }
    }

    /// A row for each shape of `shapes` and each share of `shares`.
    fn rows(&self, shapes: &[(&str, Shape, u32)], shares: &[usize]) -> Rows {
        let mut rows = Vec::new();
        for &(name, shape, pool) in shapes {
            for &share in shares {
                rows.push((
                    format!("{name}, {share} %"),
                    self.workload(shape, pool, share),
                ));
            }
        }
        rows
    }

    fn table(&self, title: &str, rows: &Rows, columns: &[(&str, Choice)], costs: &Costs) {
        println!("\n### {title}");
        let results: Vec<(Outcome, Vec<Outcome>)> = rows
            .iter()
            .map(|(_, workload)| {
                let run = |choice| simulate(workload, choice, costs, self.events);
                (
                    run(Choice::of(Scheme::Free)),
                    columns.iter().map(|&(_, c)| run(c)).collect(),
                )
            })
            .collect();
        let print = |caption: &str, cell: &dyn Fn(&Outcome, &Outcome) -> String| {
            let names: Vec<&str> = columns.iter().map(|&(name, _)| name).collect();
            println!("\n{caption}\n\n| | {} |", names.join(" | "));
            println!("| --- |{}", " ---: |".repeat(columns.len()));
            for ((label, _), (free, outcomes)) in rows.iter().zip(&results) {
                let cells: Vec<String> = outcomes.iter().map(|o| cell(o, free)).collect();
                println!("| {label} | {} |", cells.join(" | "));
            }
        };
        let mixed = rows.iter().any(|(_, workload)| workload.shapes.len() > 1);
        if mixed {
            print(
                "Throughput of the short transactions; no clock = 1.",
                &|o, free| format!("{:.3}", o.useful[1] / free.useful[1]),
            );
            print(
                "Throughput of the long transactions; no clock = 1.",
                &|o, free| format!("{:.3}", o.useful[0] / free.useful[0]),
            );
        } else {
            print("Throughput; no clock = 1.", &|o, free| {
                format!("{:.3}", o.throughput() / free.throughput())
            });
        }
        let each = |count: u64, o: &Outcome| count as f64 / o.commits.max(1) as f64;
        print(
            "Clock line: transfers / read-modify-writes per commit.",
            &|o, _| {
                format!(
                    "{} / {}",
                    short(each(o.transfers, o)),
                    short(each(o.ticks, o))
                )
            },
        );
        print(
            "Extensions per commit, and nanoseconds per commit that they take.",
            &|o, _| {
                let time = each(o.extending, o) / NS as f64;
                format!("{} ({})", short(each(o.extensions, o)), short(time))
            },
        );
        print(
            "Rollbacks per 1,000 commits: failed extension / all others.",
            &|o, _| {
                let failed = 1000.0 * each(o.failed_extensions, o);
                let others = 1000.0 * each(o.failed_commits + o.died, o);
                format!("{} / {}", short(failed), short(others))
            },
        );
    }

    fn run(&self, name: &str) -> Result<(), String> {
        let costs = &self.costs;
        let threads = self.threads;
        match name {
            "schemes" => {
                let rows = self.rows(&SHAPES, &SHARES);
                self.table(
                    &format!("Schemes, {threads} threads"),
                    &rows,
                    &SCHEMES,
                    costs,
                );
            }
            "threads" => {
                let mut rows = Vec::new();
                for share in [0, 1, 10] {
                    for threads in [1, 2, 4, 16, 64] {
                        let shape = self.workload(Shape::SMALL, 1 << 16, share);
                        rows.push((
                            format!("{threads}, {share} %"),
                            Workload { threads, ..shape },
                        ));
                    }
                }
                self.table("Threads (1 us transactions)", &rows, &SCHEMES, costs);
            }
            "hot" => {
                let hot = SHAPES[..3].iter().map(|&(n, s, pool)| (n, s, pool / 64));
                let rows = self.rows(&hot.collect::<Vec<_>>(), &[1, 10, 100]);
                let title = format!("A hot pool, 64 times smaller, {threads} threads");
                self.table(&title, &rows, &SCHEMES, costs);
            }
            "sockets" => {
                let costs = Costs {
                    cores_per_socket: threads / 2,
                    ..costs.clone()
                };
                let rows = self.rows(&SHAPES[..3], &SHARES);
                self.table(
                    &format!("Two sockets, {threads} threads"),
                    &rows,
                    &SCHEMES,
                    &costs,
                );
            }
            "readers" => {
                let mut rows = self.rows(&SHAPES, &[10, 100]);
                rows.iter_mut()
                    .for_each(|(_, workload)| workload.read_only = 90);
                let title = format!("90 % read-only transactions, {threads} threads");
                self.table(&title, &rows, &SCHEMES, costs);
            }
            "begin" => {
                let mut rows = self.rows(&SHAPES, &SHARES);
                for (name, mut workload) in self.rows(&SHAPES[..3], &[10, 100]) {
                    workload.read_only = 90;
                    rows.push((format!("{name}, 90 % read-only"), workload));
                }
                self.table(&format!("Begin, {threads} threads"), &rows, &BEGINS, costs);
            }
            "credit" => {
                let rows = self.rows(&SHAPES, &SHARES);
                self.table(
                    &format!("Credit, {threads} threads"),
                    &rows,
                    &CREDITS,
                    costs,
                );
            }
            "mixed" => {
                let mut rows = Vec::new();
                for (name, long, short) in [
                    ("1 ms and 1 us", Shape::LONG, Shape::SMALL),
                    ("10 us and 100 ns", Shape::MEDIUM, Shape::TINY),
                ] {
                    for share in [0, 1, 10] {
                        let mut workload = self.workload(long, 1 << 18, share);
                        workload.shapes.push(short);
                        rows.push((format!("{name}, {share} %"), workload));
                    }
                }
                let columns = [&SCHEMES[..4], &CREDITS[1..]].concat();
                let title = format!("Long and short transactions, {threads} threads, half each");
                self.table(&title, &rows, &columns, costs);
            }
            _ => return Err(format!("there is no table {name}")),
        }
        Ok(())
    }
}

/// Three significant digits, and nothing for nothing.
fn short(value: f64) -> String {
    match value {
        0.0 => "0".into(),
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v if v >= 0.0095 => format!("{v:.2}"),
        v => format!("{v:.0e}"),
    }
}

fn main() -> ExitCode {
    const ALL: [&str; 8] = [
        "schemes", "threads", "hot", "sockets", "readers", "begin", "credit", "mixed",
    ];
    let done = Options::parse().and_then(|options| {
        let named = options.tables.iter().map(String::as_str);
        let tables: Vec<&str> = if options.tables.is_empty() {
            ALL.to_vec()
        } else {
            named.collect()
        };
        tables.iter().try_for_each(|name| options.run(name))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("clocksim: {problem}");
            ExitCode::FAILURE
        }
    }
}
