//! Random programs run against an executable model of the transactions, and real threads whose
//! recorded histories are checked for serialisability and opacity.

pub mod clocksim;
pub mod history;
pub mod model;
pub mod objects;
pub mod program;
pub mod rng;
pub mod run;
pub mod serializability;
pub mod worker;
