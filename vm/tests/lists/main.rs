//! Lists: against a vector as a model, in transactions that are rolled back, and between threads.

mod conflicts;
mod model;
mod threads;
mod world;
