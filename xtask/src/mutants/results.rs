//! What is known of (source, model) pairs, kept on disk between runs.

use super::scratch::{Outcome, Run};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A source and a model, by their numbers.
pub(super) type Pair = (u64, u64);

/// Results of this run and of earlier ones; one line each, appended at once, so that nothing is
/// lost when the tool is stopped.
#[derive(Debug)]
pub(super) struct Results {
    known: Mutex<HashMap<Pair, Run>>,
    file: Mutex<File>,
}

impl Results {
    pub(super) fn open(path: &Path) -> Result<Results, String> {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.map_err(|error| format!("{}: {error}", path.display()))?;
        // Held until the tool ends: the scratch copies are for one run at a time.
        file.try_lock()
            .map_err(|_| "another run is at work in target/mutants".to_string())?;
        Ok(Results {
            known: Mutex::new(text.lines().filter_map(read).collect()),
            file: Mutex::new(file),
        })
    }

    pub(super) fn get(&self, pair: Pair) -> Option<Run> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&pair)
            .copied()
    }

    pub(super) fn put(&self, pair: Pair, run: Run) -> Result<(), String> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(pair, run);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line(pair, run).as_bytes())
            .map_err(|error| format!("target/mutants/results: {error}"))
    }
}

fn line((source, model): Pair, run: Run) -> String {
    format!(
        "{source:016x} {model:016x} {} {:.1}\n",
        run.outcome.name(),
        run.seconds
    )
}

/// Reads a line; one that was cut off is as if it were not there.
fn read(line: &str) -> Option<(Pair, Run)> {
    let mut words = line.split(' ');
    let mut number = || u64::from_str_radix(words.next()?, 16).ok();
    let pair = (number()?, number()?);
    let outcome = Outcome::from_name(words.next()?)?;
    Some((
        pair,
        Run {
            outcome,
            seconds: words.next()?.parse().ok()?,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_as_it_was_written() {
        let (pair, run) = (
            (u64::MAX, 7),
            Run {
                outcome: Outcome::TimedOut,
                seconds: 61.5,
            },
        );
        assert_eq!(read(line(pair, run).trim()), Some((pair, run)));
        assert_eq!(read("12 34 pas"), None);
    }
}
