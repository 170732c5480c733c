//! Random programs on real threads, with their histories checked.
//!
//! ```text
//! cargo run --release -p stress --features chaos --bin random -- \
//!     [--transactions N] [--seed S] [--threads T] [--round N] [--no-chaos]
//! ```
//!
//! Prints one line per million transactions and one at the end. Exit code 1, with the findings and
//! the round's seed and settings, if there is a finding, a panic or a hang; `--seed S
//! --transactions 1` runs the round of seed S alone again (its schedule may differ, of course).

use std::time::Instant;
use stm_core::Abort;
use stress::rng::Rng;
use stress::run::{Plan, Summary, round};

fn main() {
    let mut transactions = 1_000_000;
    let mut seed = 1;
    let mut plan = Plan {
        threads: 0,
        transactions: 20_000,
        chaos: true,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || {
            let text = arguments.next().unwrap_or_else(|| usage(&argument));
            let digits = text.strip_prefix("0x");
            digits
                .map_or_else(|| text.parse(), |digits| u64::from_str_radix(digits, 16))
                .unwrap_or_else(|_| usage(&text))
        };
        match argument.as_str() {
            "--transactions" => transactions = number(),
            "--seed" => seed = number(),
            "--threads" => plan.threads = number() as usize,
            "--round" => plan.transactions = number().max(1),
            "--no-chaos" => plan.chaos = false,
            _ => usage(&argument),
        }
    }
    let start = Instant::now();
    let mut sum = Summary::default();
    let mut printed = 0;
    // The first round has the seed itself, so that a round can be repeated by its own.
    let mut seeds = Rng::new(seed);
    while sum.committed < transactions {
        match round(plan, seed) {
            Ok(summary) => sum.add(&summary),
            Err(report) => {
                println!("{report}");
                std::process::exit(1);
            }
        }
        seed = seeds.next();
        if sum.committed / 1_000_000 > printed {
            printed = sum.committed / 1_000_000;
            print(&sum, start);
        }
    }
    print!("done, no finding: ");
    print(&sum, start);
}

fn print(sum: &Summary, start: Instant) {
    let reasons: Vec<String> = Abort::ALL
        .iter()
        .zip(&sum.rollbacks)
        .map(|(reason, count)| format!("{reason:?} {count}"))
        .collect();
    println!(
        "{} committed, {} rolled back ({}), {:.0?} of {:.0?} checking",
        sum.committed,
        sum.rolled_back(),
        reasons.join(", "),
        sum.checking,
        start.elapsed()
    );
}

fn usage(what: &str) -> ! {
    eprintln!(
        "cannot use {what:?}: random [--transactions N] [--seed S] [--threads T] [--round N] [--no-chaos]"
    );
    std::process::exit(2)
}
