//! `cargo xtask mutants`: is every ordering, fence and step of stm-core (or gc) load-bearing?
//!
//! One mutant is the crate with one mistake. The loom models run on it, the likeliest first, until
//! one fails. A mutant that passes them all is a survivor: it gets a stronger model, or a litmus
//! test, or a written proof (after which the source is changed, or the proof stands under
//! `[[explained]]` in the crate's `mutants.toml`).
//!
//! Nothing is guessed from a timeout: a model that runs ten times as long as on the unchanged
//! source is stopped, the others still get their turn, and only where none of them fails the
//! verdict is `timed out`. Results are kept in `target/mutants/CRATE/results` by (source, model), so a
//! run that was stopped goes on where it was, and a new model runs on the survivors only.

mod automatic;
mod bench;
mod catalogue;
mod results;
mod scratch;
mod snapshot;
mod subject;
mod table;
mod verdict;

use bench::Bench;
use catalogue::Catalogue;
use snapshot::Snapshot;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use subject::Subject;
use table::Row;

/// A text in place of some bytes of a file.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    range: Range<usize>,
    replacement: String,
}

/// One mistake in one file.
#[derive(Clone, Debug)]
pub(crate) struct Mutant {
    /// Stable under edits elsewhere in the file.
    id: String,
    /// Path below the crate's `src`, or of a file of a crate that it needs: see [`Subject::path`].
    file: String,
    line: usize,
    /// In the order of the file, and apart from each other.
    edits: Vec<Edit>,
    /// What is changed, or why that should be noticed.
    what: String,
    /// Models to run first.
    expect: Vec<String>,
    /// False for code that only the shipped build contains: no model can see it.
    modelled: bool,
}

impl Mutant {
    /// The text of its file with the mistake.
    fn applied_to(&self, text: &str) -> String {
        let (mut mutated, mut end) = (String::new(), 0);
        for edit in &self.edits {
            mutated.push_str(&text[end..edit.range.start]);
            mutated.push_str(&edit.replacement);
            end = edit.range.end;
        }
        mutated + &text[end..]
    }
}

/// The command line.
#[derive(Debug, Default)]
pub struct Options {
    subject: Subject,
    list: bool,
    sample: bool,
    only: Option<String>,
    jobs: usize,
    limit: Option<f64>,
}

impl Options {
    /// Reads the words after `mutants`.
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options {
            jobs: 2,
            ..Options::default()
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--crate" => options.subject = Subject::named(&value()?)?,
                "--list" => options.list = true,
                "--sample" => options.sample = true,
                "--only" => options.only = Some(value()?),
                "--jobs" => options.jobs = value()?.parse().map_err(|_| "--jobs needs a number")?,
                "--limit" => {
                    options.limit = Some(value()?.parse().map_err(|_| "--limit needs seconds")?)
                }
                _ => return Err(format!("unknown option {word}")),
            }
        }
        if options.jobs == 0 {
            Err("--jobs needs at least one".to_string())
        } else {
            Ok(options)
        }
    }

    fn selects(&self, mutant: &Mutant, catalogue: &Catalogue) -> bool {
        self.only
            .as_ref()
            .is_none_or(|text| mutant.id.contains(text))
            && (!self.sample || catalogue.sample.contains(&mutant.id))
    }
}

/// Runs the command. False: there is a mutant that neither was noticed nor is explained.
pub fn run(options: &Options) -> Result<bool, String> {
    let snapshot = Snapshot::take(&crate::root(), options.subject)?;
    let catalogue = Catalogue::parse(snapshot.catalogue())?;
    let mutants = all(&snapshot, &catalogue)?;
    catalogue.check(&mutants)?;
    let chosen: Vec<&Mutant> = mutants
        .iter()
        .filter(|mutant| options.selects(mutant, &catalogue))
        .collect();
    if options.list {
        for mutant in &chosen {
            println!(
                "{}  {}:{}  {}",
                mutant.id,
                options.subject.path(&mutant.file).display(),
                mutant.line,
                mutant.what
            );
        }
        return Ok(true);
    }

    let bench = Bench::prepare(snapshot, &catalogue, &chosen, options)?;
    in_parallel(options.jobs, &chosen, |job, mutant| {
        println!("{:<60} {}", mutant.id, bench.judge(mutant, job)?);
        Ok(())
    })?;
    // A sample meets a part of the models, so it says nothing about the other mutants.
    let shown = if options.sample {
        chosen
    } else {
        mutants.iter().collect()
    };
    let row = |mutant| Row::new(mutant, bench.known(mutant), &catalogue);
    let rows: Vec<Row<'_>> = shown.into_iter().map(row).collect();
    if !options.sample {
        table::write(&rows, &bench, &catalogue)?;
    }
    let run = rows
        .iter()
        .filter(|row| options.selects(row.mutant, &catalogue));
    let (open, closed): (Vec<_>, Vec<_>) = run.partition(|row| row.is_open());
    for row in &open {
        println!("unexplained: {} ({})", row.mutant.id, row.trial);
    }
    println!(
        "{} mutants noticed or explained, {} not",
        closed.len(),
        open.len()
    );
    Ok(open.is_empty())
}

/// Does `work` on every item, in as many threads as there are jobs. The first error ends its
/// thread, and is returned when the others are done.
fn in_parallel<T: Sync>(
    jobs: usize,
    items: &[T],
    work: impl Fn(usize, &T) -> Result<(), String> + Sync,
) -> Result<(), String> {
    let next = Mutex::new(items.iter());
    let take = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
    let worker = |job| std::iter::from_fn(take).try_for_each(|item| work(job, item));
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs)
            .map(|job| scope.spawn(move || worker(job)))
            .collect();
        workers
            .into_iter()
            .try_for_each(|thread| match thread.join() {
                Ok(outcome) => outcome,
                Err(panic) => std::panic::resume_unwind(panic),
            })
    })
}

/// All mutants, in the order of the files.
fn all(snapshot: &Snapshot, catalogue: &Catalogue) -> Result<Vec<Mutant>, String> {
    let mut mutants = Vec::new();
    for (file, text) in snapshot.sources() {
        mutants.extend(automatic::mutants(file, text).map_err(|error| format!("{file}: {error}"))?);
        mutants.extend(catalogue.mutants(file, text)?);
    }
    for file in catalogue.elsewhere(snapshot.subject) {
        let text = snapshot.source(file).unwrap_or_default();
        mutants.extend(catalogue.mutants(file, text)?);
    }
    Ok(mutants)
}
