//! Interpreters against each other, on the same programs, taking turns.
//!
//! `cargo run --release -p tython-tests --bin bench -- --with NAME=PATH --with NAME=PATH...`; the first
//! interpreter is the one that the others are compared with. Without any: `python3.14` and the newest
//! build of `tython`. A name that ends in `+before` or `+after` runs its programs beside a second thread
//! that was started before the data was built, or after. Options:
//! - `--set programs` or `--set threads`: only one of the two sets
//! - `--set processes`: instead of them, the programs as whole processes of about a second
//! - `--set gc`: instead of them, what concerns the collector, which is the four sets `allocation` (as
//!   `threads`, but for programs that do little but allocate), `memory`, `pauses` and `server`
//! - `--pyperformance DIR`: instead of them, pyperformance's programs (where the package was unpacked)
//! - `--only WORD`: only the programs with that in their name; may be given more than once
//! - `--rounds 5`: in each round every interpreter has its turn at every program, in its own process
//! - `--warmup 1`, `--repeats 5`: seconds of warming up, and measurements, in each process
//! - `--quick`: one round, one measurement, no warming up; smaller heaps and fewer requests
//! - `--save FOLDER`: write the tables and plots there, too
//!
//! The exit code is 1 if a program fails or computes something else than on the first interpreter.

mod contest;
mod curve;
mod findings;
mod jobs;
mod plot;
mod report;
mod study;

use contest::{Contestant, Pace};
use jobs::Set;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use study::Study;
use tython_tests::interpreter;

struct Options {
    contestants: Vec<Contestant>,
    sets: Vec<Set>,
    studies: Vec<Study>,
    pyperformance: Option<PathBuf>,
    only: Vec<String>,
    pace: Pace,
    save: Option<PathBuf>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Options {
            contestants: Vec::new(),
            sets: vec![Set::Programs, Set::Threads],
            studies: Vec::new(),
            pyperformance: None,
            only: Vec::new(),
            pace: Pace::default(),
            save: None,
        };
        while let Some(argument) = arguments.next() {
            if argument == "--quick" {
                options.pace = Pace::QUICK;
                continue;
            }
            let value = arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value, or is unknown"))?;
            let number = || {
                value
                    .parse::<usize>()
                    .map_err(|_| format!("{argument}: {value} is not a number"))
            };
            match argument.as_str() {
                "--with" => options.contestants.push(Contestant::parse(&value)?),
                "--set" => (options.sets, options.studies) = chosen(&value)?,
                "--pyperformance" => {
                    options.sets = vec![Set::Pyperformance];
                    options.pyperformance = Some(interpreter::absolute(Path::new(&value)));
                }
                "--only" => options.only.push(value),
                "--rounds" => options.pace.rounds = number()?.max(1),
                "--repeats" => options.pace.repeats = number()?.max(1),
                "--warmup" => options.pace.warmup = value.clone(),
                "--save" => options.save = Some(PathBuf::from(value)),
                _ => return Err(format!("unknown option {argument}")),
            }
        }
        if options.contestants.is_empty() {
            let tython =
                interpreter::find()?.ok_or("there is no build of tython; give --with NAME=PATH")?;
            options.contestants = vec![
                Contestant::new("cpython", PathBuf::from("python3.14")),
                Contestant::new("tython", tython),
            ];
        }
        Ok(options)
    }

    /// Prints a table, and keeps it with its picture where that was asked.
    fn show(&self, name: &str, text: &str, picture: &str) -> Result<(), String> {
        println!("{text}");
        let Some(folder) = &self.save else {
            return Ok(());
        };
        for (end, contents) in [("md", text), ("svg", picture)] {
            let path = folder.join(name).with_extension(end);
            std::fs::create_dir_all(folder)
                .and_then(|()| std::fs::write(&path, contents))
                .map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(())
    }

    fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|word| name.contains(word))
    }
}

/// What a name stands for.
fn chosen(name: &str) -> Result<(Vec<Set>, Vec<Study>), String> {
    if name == "gc" {
        return Ok((vec![Set::Allocation], Study::ALL.to_vec()));
    }
    let study = Study::ALL.into_iter().find(|study| study.name() == name);
    match study {
        Some(study) => Ok((Vec::new(), vec![study])),
        None => Ok((vec![Set::parse(name)?], Vec::new())),
    }
}

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("bench: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<bool, String> {
    let names: Vec<&str> = options
        .contestants
        .iter()
        .map(|contestant| contestant.name.as_str())
        .collect();
    let mut right = true;
    for &set in &options.sets {
        let mut jobs = jobs::of(set, options.pyperformance.as_deref())?;
        jobs.retain(|job| options.wants(&job.name));
        if jobs.is_empty() {
            continue;
        }
        let scores = contest::run(&jobs, &options.contestants, &options.pace)?;
        let text = report::markdown(set, &names, &scores, &options.pace);
        options.show(set.name(), &text, &plot::svg(set, &names, &scores))?;
        right &= scores
            .iter()
            .all(|score| score.complaints().next().is_none());
    }
    for &study in &options.studies {
        let wanted = |name: &str| options.wants(name);
        let outcomes = study::run(study, &options.contestants, &options.pace, wanted)?;
        let text = findings::markdown(study, &names, &outcomes, &options.pace);
        let picture = match (study, outcomes.first()) {
            (Study::Pauses | Study::Server, Some(outcome)) => curve::svg(study, &names, outcome),
            _ => findings::memory_plot(&names, &outcomes),
        };
        options.show(study.name(), &text, &picture)?;
        right &= outcomes.iter().all(|outcome| outcome.complaints.is_empty());
    }
    Ok(right)
}
