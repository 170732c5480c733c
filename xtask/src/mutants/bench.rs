//! The models with all that they are run on: which one a mutant meets next, and what came of it.

use super::catalogue::Catalogue;
use super::results::Results;
use super::scratch::{Outcome, Run, Scratch};
use super::snapshot::Snapshot;
use super::verdict::{self, Trial, Verdict};
use super::{Mutant, Options, in_parallel};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Everything that trials share.
#[derive(Debug)]
pub(super) struct Bench {
    snapshot: Snapshot,
    scratches: Vec<Scratch>,
    results: Results,
    /// For each model its number.
    models: BTreeMap<String, u64>,
    /// For each model how long it runs on the unchanged source.
    baseline: BTreeMap<String, f64>,
    /// For each source file the models named as likely.
    order: BTreeMap<String, Vec<String>>,
    /// How many mutants of a file a model has caught in this run.
    caught: Mutex<HashMap<(String, String), usize>>,
    limit: Option<f64>,
    /// Whether a mutant meets only the models that it expects.
    expected_only: bool,
}

/// The results' entry for a source that does not compile, whatever the model.
const COMPILER: u64 = 0;

impl Bench {
    /// Builds the models on the unchanged source and times each one that the chosen mutants may
    /// meet; all must pass.
    pub(super) fn prepare(
        snapshot: Snapshot,
        catalogue: &Catalogue,
        chosen: &[&Mutant],
        options: &Options,
    ) -> Result<Bench, String> {
        let folder = crate::root()
            .join("target/mutants")
            .join(snapshot.subject.folder);
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = (cores / options.jobs).max(1);
        let scratches: Vec<Scratch> = (0..options.jobs)
            .map(|job| Scratch::new(&folder, job, threads))
            .collect();
        scratches.iter().try_for_each(Scratch::create)?;
        let results = Results::open(&folder.join("results"))?;
        println!("building the models");
        let binary = scratches[0]
            .build(&snapshot, None)?
            .map_err(|error| format!("the models do not compile: {error}"))?;
        let mut names = Scratch::models(&binary)?;
        let expected: Vec<&String> = chosen.iter().flat_map(|mutant| &mutant.expect).collect();
        for hint in expected
            .iter()
            .copied()
            .chain(catalogue.order.values().flatten())
        {
            if !names.iter().any(|name| named(hint, name)) {
                println!("mutants.toml: there is no model {hint}");
            }
        }
        // Where every mutant of the sample names its models, the others need not run.
        let expected_only = options.sample && chosen.iter().all(|mutant| !mutant.expect.is_empty());
        if expected_only {
            names.retain(|name| expected.iter().any(|hint| named(hint, name)));
        }
        let models = snapshot.model_hashes(&names);
        let source = snapshot.source_hash(None);
        baseline(&scratches, &binary, &results, source, &models)?;
        let seconds = |number: &u64| {
            results
                .get((source, *number))
                .map_or(0.0, |run| run.seconds)
        };
        let baseline = models
            .iter()
            .map(|(model, number)| (model.clone(), seconds(number)))
            .collect();
        let (order, caught) = (catalogue.order.clone(), Mutex::default());
        Ok(Bench {
            snapshot,
            scratches,
            results,
            models,
            baseline,
            order,
            caught,
            limit: options.limit,
            expected_only,
        })
    }

    /// The folder of the crate.
    pub(super) fn folder(&self) -> &'static str {
        self.snapshot.subject.folder
    }

    /// How many models there are, and how long all of them run on the unchanged source.
    pub(super) fn models(&self) -> (usize, f64) {
        (self.models.len(), self.baseline.values().sum())
    }

    /// What the results so far say of a mutant.
    pub(super) fn known(&self, mutant: &Mutant) -> Trial {
        let source = self
            .snapshot
            .source_hash(Some((&mutant.file, &self.mutated(mutant))));
        self.conclude(mutant, source).0
    }

    /// Tries a mutant in scratch number `job`, as far as it is not known.
    pub(super) fn judge(&self, mutant: &Mutant, job: usize) -> Result<String, String> {
        let text = self.mutated(mutant);
        let changed = Some((mutant.file.as_str(), text.as_str()));
        let source = self.snapshot.source_hash(changed);
        let started = Instant::now();
        let (mut binary, mut reason) = (None, String::new());
        loop {
            let (trial, next) = self.conclude(mutant, source);
            let late = self
                .limit
                .is_some_and(|limit| started.elapsed().as_secs_f64() > limit);
            let Some(model) = next.filter(|_| !late) else {
                self.remember(mutant, &trial);
                return Ok(if reason.is_empty() {
                    trial.to_string()
                } else {
                    format!("{trial}: {reason}")
                });
            };
            let scratch = &self.scratches[job];
            let Some(binary) = &binary else {
                match scratch.build(&self.snapshot, changed)? {
                    Ok(path) => binary = Some(path),
                    Err(message) => {
                        reason = message;
                        let run = Run {
                            outcome: Outcome::DidNotCompile,
                            seconds: 0.0,
                        };
                        self.results.put((source, COMPILER), run)?;
                    }
                }
                continue;
            };
            let (run, message) = scratch.run(binary, &model, patience(self.baseline[&model]))?;
            self.results.put((source, self.models[&model]), run)?;
            reason = message;
        }
    }

    /// A model that caught one mutant of a file is likely to catch the next.
    fn remember(&self, mutant: &Mutant, trial: &Trial) {
        if let (Verdict::Caught, Some(model)) = (trial.verdict, &trial.model) {
            let mut caught = self.caught.lock().unwrap_or_else(PoisonError::into_inner);
            *caught
                .entry((mutant.file.clone(), model.clone()))
                .or_default() += 1;
        }
    }

    fn mutated(&self, mutant: &Mutant) -> String {
        mutant.applied_to(self.snapshot.source(&mutant.file).unwrap_or_default())
    }

    /// The verdict on a mutant whose source has this number, and the next model if it is open.
    fn conclude(&self, mutant: &Mutant, source: u64) -> (Trial, Option<String>) {
        let models = self.ordered(mutant);
        let runs = models
            .iter()
            .map(|model| {
                (
                    model.as_str(),
                    self.results.get((source, self.models[model])),
                )
            })
            .collect();
        if !mutant.modelled {
            (
                Trial {
                    verdict: Verdict::NotModelled,
                    model: None,
                    seconds: 0.0,
                },
                None,
            )
        } else if self.results.get((source, COMPILER)).is_some() {
            (
                Trial {
                    verdict: Verdict::DidNotCompile,
                    model: None,
                    seconds: 0.0,
                },
                None,
            )
        } else {
            verdict::conclude(runs)
        }
    }

    /// The models, the likeliest to notice the mutant first and then the quickest.
    fn ordered(&self, mutant: &Mutant) -> Vec<String> {
        let caught = self.caught.lock().unwrap_or_else(PoisonError::into_inner);
        let hints = self.order.get(&mutant.file).map_or(&[][..], Vec::as_slice);
        let place = |list: &[String], model: &str| {
            list.iter()
                .position(|name| named(name, model))
                .unwrap_or(list.len())
        };
        let mut models: Vec<&String> = self.models.keys().collect();
        if self.expected_only {
            models.retain(|model| mutant.expect.iter().any(|name| named(name, model)));
        }
        models.sort_by_cached_key(|model| {
            let count = caught
                .get(&(mutant.file.clone(), model.to_string()))
                .copied()
                .unwrap_or(0);
            let quick = (self.baseline[*model] * 1000.0) as u64;
            (
                place(&mutant.expect, model),
                place(hints, model),
                std::cmp::Reverse(count),
                quick,
            )
        });
        models.into_iter().cloned().collect()
    }
}

/// Whether a hint means a model: its whole name, or its module's.
fn named(hint: &str, model: &str) -> bool {
    model
        .strip_prefix(hint)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// How long a model may run that takes `seconds` on the unchanged source.
fn patience(seconds: f64) -> Duration {
    Duration::from_secs_f64((10.0 * seconds).max(60.0))
}

/// Runs the models that have no time yet on the unchanged source.
fn baseline(
    scratches: &[Scratch],
    binary: &Path,
    results: &Results,
    source: u64,
    models: &BTreeMap<String, u64>,
) -> Result<(), String> {
    let passed = |number: &u64| {
        results
            .get((source, *number))
            .is_some_and(|run| run.outcome == Outcome::Passed)
    };
    let missing: Vec<_> = models
        .iter()
        .filter(|(_, number)| !passed(number))
        .collect();
    in_parallel(scratches.len(), &missing, |job, (model, number)| {
        let (run, reason) = scratches[job].run(binary, model, Duration::from_secs(3600))?;
        println!(
            "unchanged: {model:<49} {}, {:.1} s",
            run.outcome.name(),
            run.seconds
        );
        if run.outcome != Outcome::Passed {
            return Err(format!("{model} fails on the unchanged source: {reason}"));
        }
        results.put((source, **number), run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_names_a_model_or_its_module() {
        assert!(named("skew", "skew::two_cells") && named("skew::two_cells", "skew::two_cells"));
        assert!(!named("sk", "skew::two_cells"));
    }
}
