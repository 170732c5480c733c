//! stm-core against one mutex, the `stm` crate and a plain TL2, on the same workloads.
//!
//! `cargo run --release --target-dir target --manifest-path stm-core/benches/versus/Cargo.toml`,
//! followed by `--` and any of
//! - `--quick`: a few milliseconds of everything, for the checks; writes no result
//! - `--threads 1,2,4,16`
//! - `--rounds 5`, `--millis 250`: how often and how long each point is measured
//! - `--only tree`: the workloads with that in their name; writes no result

mod backend;
mod backends;
mod contest;
mod plot;
mod random;
mod report;
mod workloads;

use backends::{mutex::Mutex, stm_crate::StmCrate, tl2::Tl2, tython::Tython};
use contest::{Contest, Contestant};
use report::{Report, Row};
use std::path::Path;
use std::time::Duration;
use workloads::{
    bank::Bank, counter::Counter, hash_table::HashTable, linked_list::LinkedList, rb_tree::RbTree,
};

struct Options {
    threads: Vec<usize>,
    rounds: usize,
    duration: Duration,
    only: Option<String>,
    save: bool,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Options {
            threads: vec![1, 2, 4, 16],
            rounds: 5,
            duration: Duration::from_millis(250),
            only: None,
            save: true,
        };
        while let Some(argument) = arguments.next() {
            if argument == "--quick" {
                (options.rounds, options.duration, options.save) =
                    (1, Duration::from_millis(3), false);
                continue;
            }
            let value = arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value, or is unknown"))?;
            let number = |text: &str| {
                text.parse()
                    .map_err(|_| format!("{argument}: {text} is not a number"))
            };
            match argument.as_str() {
                "--threads" => {
                    options.threads = value.split(',').map(number).collect::<Result<_, _>>()?
                }
                "--rounds" => options.rounds = number(&value)?,
                "--millis" => options.duration = Duration::from_millis(number(&value)? as u64),
                "--only" => (options.only, options.save) = (Some(value), false),
                _ => return Err(format!("unknown option {argument}")),
            }
        }
        Ok(options)
    }
}

/// One workload, built once for each backend.
macro_rules! contest {
    ($workload:ident) => {{
        let contestants: Vec<Box<dyn Contestant>> = vec![
            Box::new(Contest::<Mutex, $workload<Mutex>>::new()),
            Box::new(Contest::<StmCrate, $workload<StmCrate>>::new()),
            Box::new(Contest::<Tl2, $workload<Tl2>>::new()),
            Box::new(Contest::<Tython, $workload<Tython>>::new()),
        ];
        contestants
    }};
}

fn main() -> Result<(), String> {
    let options = Options::parse(std::env::args().skip(1))?;
    let mut contests = vec![
        contest!(Counter),
        contest!(Bank),
        contest!(LinkedList),
        contest!(RbTree),
        contest!(HashTable),
    ];
    if let Some(only) = &options.only {
        contests.retain(|contest| contest[0].workload().contains(only.as_str()));
    }

    let mut rows = Vec::new();
    for contest in &contests {
        for &(mix, label) in contest[0].mixes() {
            for &threads in &options.threads {
                let names = contest.iter().map(|contestant| contestant.backend());
                rows.push(Row::new(contest[0].workload(), mix, label, threads, names));
            }
        }
    }
    for round in 0..options.rounds {
        for row in &mut rows {
            let contest = contests
                .iter_mut()
                .find(|contest| contest[0].workload() == row.workload)
                .expect("its own");
            for turn in 0..contest.len() {
                // Nobody is always the first, or always after the slowest.
                let turn = (turn + round) % contest.len();
                let throughput = contest[turn].run(row.threads, row.mix, options.duration);
                row.throughputs[turn].1.push(throughput);
            }
        }
    }

    let report = Report {
        rows,
        rounds: options.rounds,
        duration: options.duration,
    };
    println!("{}", report.markdown());
    if options.save {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../results");
        report
            .save(&folder)
            .map_err(|error| format!("cannot write the results: {error}"))?;
    }
    Ok(())
}
