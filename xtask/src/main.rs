//! The project's own tools, run as `cargo xtask TOOL`.

use std::process::ExitCode;

const USAGE: &str =
    "usage: cargo xtask mutants [--crate FOLDER] [--list] [--sample] [--only TEXT] [--jobs N] [--limit SECONDS]

  mutants   change a crate in one place at a time and tell which loom model notices
    --crate FOLDER    which: stm-core or gc (stm-core)
    --list            name the mutants, run nothing
    --sample          only those that its mutants.toml lists under `sample`, on the models they expect
    --only TEXT       only those whose id contains TEXT
    --jobs N          copies that work in parallel (2)
    --limit SECONDS   start no further model for a mutant after so long; it is then `undecided`";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let outcome = match words.next().as_deref() {
        Some("mutants") => {
            xtask::mutants::Options::parse(words).and_then(|options| xtask::mutants::run(&options))
        }
        _ => Err(USAGE.to_string()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}
