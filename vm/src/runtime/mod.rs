//! The life of the process: start-up, what happens between transactions, the way out.

pub mod attention;
pub mod bootstrap;
pub(crate) mod byte_size;
pub mod command_line;
pub mod config;
pub mod exit;
pub mod finalizers;
pub(crate) mod fork;
pub(crate) mod gc_log;
pub mod help;
pub mod import;
pub mod import_frames;
pub mod importlib;
pub mod main_program;
pub mod options;
pub mod paths;
pub mod program;
pub mod report;
pub mod signals;
pub mod site;
pub(crate) mod source_text;
pub mod threads;
pub mod unraisable;

use crate::cx::Cx;

/// What a thread does between two transactions.
#[inline]
pub fn between_transactions(cx: &mut Cx) {
    threads::between_transactions(cx);
}

/// Visits what the runtime keeps, for the collector.
pub fn visit_roots(visit: &mut dyn FnMut(u64)) {
    finalizers::visit_roots(visit);
    threads::visit_roots(visit);
    signals::visit_roots(visit);
    crate::stdlib::gc::visit_roots(visit);
}
