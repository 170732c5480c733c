//! loom models of the shipped code: `cargo test --profile models -p tython-gc --features loom --test models`.
//!
//! loom runs every schedule of the atomic accesses up to a bound of preemptions, and fails when two
//! threads may touch a [`loom::cell::UnsafeCell`] without an order between them. So each model puts "the heap" into
//! such a cell: mutators touch it while they run, the stopper while the world stands still.

mod marking;
mod safepoint;

/// Explores a model.
fn model(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(4);
    builder.check(model);
}
