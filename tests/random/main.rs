//! Random programs, run by the interpreter, by compiled code, and by CPython: all have to print the same.
//!
//!     cargo run -p tython-tests --bin random-loops -- [--from SEED] [--count N] [--seconds N] [--keep FOLDER] [--show SEED]
//!
//! The interpreter is found as for all tests (`TYTHON`); CPython is what `PEER` names, if that is set. A program that
//! differs is kept, and named with the settings that show it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tython_tests::interpreter;
use tython_tests::random::{compare, program};

struct Options {
    from: u64,
    count: u64,
    seconds: u64,
    keep: PathBuf,
}

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("random: {error}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        from: 0,
        count: u64::MAX,
        seconds: 60,
        keep: std::env::temp_dir(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or(format!("{word}: a value is missing"))?;
        let number = || {
            value
                .parse::<u64>()
                .map_err(|error| format!("{word} {value}: {error}"))
        };
        match word.as_str() {
            "--from" => options.from = number()?,
            "--count" => options.count = number()?,
            "--seconds" => options.seconds = number()?,
            "--keep" => options.keep = value.into(),
            "--show" => {
                print!("{}", program(number()?));
                std::process::exit(0);
            }
            _ => return Err(format!("there is no option {word}")),
        }
    }
    Ok(options)
}

/// Runs programs until the time is over; gives how many differed.
fn run() -> Result<u64, String> {
    let options = options()?;
    let build = interpreter::find()?.ok_or("there is no build of tython")?;
    let peer = std::env::var_os("PEER").map(PathBuf::from);
    let begin = Instant::now();
    let (mut ran, mut differed) = (0, 0);
    for seed in options.from..options.from.saturating_add(options.count) {
        if begin.elapsed() > Duration::from_secs(options.seconds) {
            break;
        }
        let file = options.keep.join(format!("random-{seed}.py"));
        std::fs::write(&file, program(seed)).map_err(|error| error.to_string())?;
        let complaints =
            compare(&build, peer.as_deref(), seed, &file).map_err(|error| error.to_string())?;
        ran += 1;
        if complaints.is_empty() {
            let _ = std::fs::remove_file(&file);
        } else {
            differed += 1;
            println!("{}: {}", file.display(), complaints.join("; "));
        }
    }
    println!("{ran} programs, {differed} with differences");
    Ok(differed)
}
