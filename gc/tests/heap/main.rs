//! The heap as a virtual machine uses it, on real threads.

mod ages;
mod drops;
mod graphs;
mod leaves;
mod limits;
mod reuse;
mod stacks;
mod threads;
mod units;
mod walk;
mod weak;
mod world;
