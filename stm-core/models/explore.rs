//! The explorer, which the models of other crates use as well.

use loom::model::Builder;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Explores every schedule of `model` with at most `preemptions` preemptions, and reports how many
/// there were.
pub(crate) fn explore(name: &str, preemptions: usize, model: impl Fn() + Sync + Send + 'static) {
    let executions = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&executions);
    // For many runs, as of `cargo xtask mutants`: fewer preemptions than the model wants.
    let cap = std::env::var("MODEL_BOUND")
        .ok()
        .and_then(|cap| cap.parse().ok());
    let preemptions = preemptions.min(cap.unwrap_or(usize::MAX));
    let mut builder = Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.max_branches = 20_000;
    // For work on a model: a look at how it goes, of so many seconds.
    let limit = std::env::var("MODEL_SECONDS")
        .ok()
        .and_then(|limit| limit.parse().ok());
    builder.max_duration = limit.map(Duration::from_secs);
    let start = Instant::now();
    builder.check(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        model();
    });
    let count = executions.load(Ordering::Relaxed);
    let stopped = if limit.is_some_and(|limit| start.elapsed().as_secs() >= limit) {
        ", not finished"
    } else {
        ""
    };
    println!(
        "model {name}: bound {preemptions}, {count} executions, {:.1} s{stopped}",
        start.elapsed().as_secs_f64()
    );
}
