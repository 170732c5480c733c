//! Runs CPython's own test files on an interpreter, and watches over those tests that pass.
//!
//! `cargo run --release -p tython-tests --bin conformance -- --tests DIR`, where `DIR/test` is
//! CPython 3.14's folder of that name, and any of
//! - `--with INTERPRETER`: another one than the newest build of `tython`
//! - `--only WORD`: only the files with that in their name; may be given more than once
//! - `--limit SECONDS`: for each file (600)
//! - `--jobs N`: files at a time (2)
//! - `--update`: rewrite `passing.txt`, the tests that must go on passing
//! - `--baseline`: rewrite `cpython.txt`, how many tests pass in each file; for CPython itself
//!
//! Each file runs in a process and a folder of its own: `python -m unittest -v test.test_x`; and in a
//! virtual environment, so that the isolated processes that tests start find `test` too. The exit code is
//! 1 if a test of `passing.txt` does not pass, although it exists in the tests at hand.

mod environment;
mod files;
mod lists;
mod report;
mod results;
mod sources;

use files::FILES;
use lists::{Baseline, Passing};
use report::Row;
use results::Results;
use sources::Sources;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tython_tests::process::{self, Ending, Limits};
use tython_tests::{interpreter, pool};

struct Options {
    tests: Option<PathBuf>,
    with: Option<PathBuf>,
    only: Vec<String>,
    limit: u64,
    jobs: usize,
    update: bool,
    baseline: bool,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Options {
            tests: None,
            with: None,
            only: Vec::new(),
            limit: 600,
            jobs: 2,
            update: false,
            baseline: false,
        };
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("{argument} needs a value"))
            };
            let number = |text: String| text.parse().map_err(|_| format!("{text} is not a number"));
            match argument.as_str() {
                "--tests" => options.tests = Some(interpreter::absolute(Path::new(&value()?))),
                "--with" => options.with = Some(interpreter::absolute(Path::new(&value()?))),
                "--only" => options.only.push(value()?),
                "--limit" => options.limit = number(value()?)?,
                "--jobs" => options.jobs = number(value()?)? as usize,
                "--update" => options.update = true,
                "--baseline" => options.baseline = true,
                _ => return Err(format!("unknown option {argument}")),
            }
        }
        Ok(options)
    }

    fn wants(&self, file: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|word| file.contains(word))
    }
}

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("conformance: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<bool, String> {
    let Some(tests) = options
        .tests
        .as_ref()
        .filter(|tests| tests.join("test").is_dir())
    else {
        println!("conformance: skipped, --tests DIR names no folder with CPython's `test` in it");
        return Ok(true);
    };
    let found = match &options.with {
        Some(path) => Some(path.clone()),
        None => interpreter::find()?,
    };
    let Some(python) = found else {
        println!("conformance: skipped, there is no build of tython");
        return Ok(true);
    };
    let mut passing = Passing::read()?;
    let mut baseline = Baseline::read()?;
    let files: Vec<&str> = FILES
        .into_iter()
        .filter(|file| options.wants(file))
        .collect();
    let runs = pool::map(options.jobs, &files, |file| {
        let results = run_file(&python, tests, file, options.limit);
        println!("{}", report::line(file, &results));
        results
    });

    let sources = Sources::read(tests)?;
    let mut rows = Vec::new();
    for (file, results) in files.iter().zip(runs) {
        let results = results?;
        if options.baseline {
            baseline.set(file, results.passed().count());
        }
        let lost = passing.lost(file, &results, &sources);
        if options.update {
            passing.replace(file, &results);
        }
        rows.push(Row::new(file, results, baseline.of(file), lost));
    }
    println!("\n{}", report::table(&rows));
    if options.baseline {
        baseline.write()?;
    }
    if options.update {
        passing.write()?;
        return Ok(true);
    }
    let lost = report::lost(&rows);
    print!("{lost}");
    Ok(lost.is_empty())
}

/// The results of one test file, in a process of its own with an empty working directory.
fn run_file(python: &Path, tests: &Path, file: &str, limit: u64) -> Result<Results, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let support = interpreter::folder().join("conformance/support");
    let environment = environment::make(python, &[tests, &support])?;
    let mut command = interpreter::command(&environment.python);
    command
        .args(["-m", "unittest", "-v", &format!("test.{file}")])
        .current_dir(&folder);
    let outcome = process::run(&mut command, Limits::seconds(limit))
        .map_err(|error| format!("{}: {error}", python.display()))?;
    let mut results = Results::parse(&String::from_utf8_lossy(&outcome.stderr));
    results.wall = outcome.wall;
    // unittest itself says with 1 that tests failed, and with 5 that all were skipped.
    results.ending = match outcome.ending {
        Ending::Exit(0 | 1 | 5) if results.finished => None,
        ending => Some(ending),
    };
    Ok(results)
}
