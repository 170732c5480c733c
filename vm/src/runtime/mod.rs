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
use crate::stdlib::gc;

/// What a thread does between two transactions.
#[inline]
pub fn between_transactions(cx: &mut Cx) {
    threads::between_transactions(cx);
}

/// Whether Python code is to run between two transactions.
#[inline(always)]
pub(crate) fn has_work() -> bool {
    finalizers::are_due() || gc::is_due()
}

/// Runs finalisers, and tells of collections, between two transactions of this thread. Not within what is run so.
#[cold]
pub(crate) fn work_between(cx: &mut Cx) {
    if finalizers::are_due() {
        finalizers::run_between(cx, false);
    }
    if gc::is_due() && !cx.finalizing {
        gc::tell_between(cx);
    }
}

/// Visits what the runtime keeps, for the collector.
pub fn visit_roots(visit: &mut dyn FnMut(u64)) {
    finalizers::visit_roots(visit);
    threads::visit_roots(visit);
    signals::visit_roots(visit);
    gc::visit_roots(visit);
}
