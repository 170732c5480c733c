//! What each step of a transaction costs, and how transactions scale when they need not meet.
//!
//! `cargo bench -p stm-core --bench primitives`, followed by `-- --quick` for a smoke test that
//! writes no result.

mod costs;
mod scaling;

use std::path::Path;
use std::{fs, io};

/// How long to measure.
#[derive(Clone, Copy)]
struct Effort {
    rounds: usize,
    /// Samples of each cost in a round.
    samples: usize,
    /// How often the points of the scaling take turns, and the milliseconds of each.
    turns: usize,
    millis: u64,
}

fn main() -> io::Result<()> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let effort = if quick {
        Effort {
            rounds: 1,
            samples: 20,
            turns: 1,
            millis: 5,
        }
    } else {
        Effort {
            rounds: 25,
            samples: 400,
            turns: 100,
            millis: 30,
        }
    };
    let text = format!(
        "# What a transaction costs\n\n```\ncargo bench -p stm-core --bench primitives\n```\n\n{}\n{}",
        costs::report(effort),
        scaling::report(effort)
    );
    println!("{text}");
    if !quick {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/results");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("primitives.md"), text)?;
    }
    Ok(())
}
