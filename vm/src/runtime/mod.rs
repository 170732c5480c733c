//! The life of the process: start-up, what happens between transactions, the way out.

pub mod attention;
pub mod bootstrap;
pub mod command_line;
pub mod import;
pub mod main_program;
pub mod report;

use crate::cx::Cx;

/// What a thread does between two transactions.
pub fn between_transactions(_cx: &mut Cx) {}

/// Visits what the runtime keeps, for the collector.
pub fn visit_roots(_visit: &mut dyn FnMut(u64)) {}
