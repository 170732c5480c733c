//! What is left without a compiler.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use tython_jit::hooks::{self, Action, Site};

/// Nothing is counted.
#[derive(Debug)]
pub(crate) struct Hooks;

impl Hooks {
    pub(crate) fn new() -> Hooks {
        Hooks
    }

    #[inline(always)]
    pub(crate) fn back_edge<'s>(&mut self, site: &'s Site) -> Action<'s> {
        hooks::Hooks::back_edge(&mut hooks::Off, site)
    }

    #[inline(always)]
    pub(crate) fn count(&self) -> bool {
        false
    }

    #[inline(always)]
    pub(crate) fn entry<'s>(&mut self, site: &'s Site) -> Action<'s> {
        hooks::Hooks::entry(&mut hooks::Off, site)
    }
}

/// There is never anything to do.
pub(crate) fn at_back_edge(_: &mut Cx, _: Fr, distance: i32, _: Action<'_>) -> R<Flow> {
    Ok(Flow::Jump(distance))
}

pub(crate) fn at_entry(_: &mut Cx, _: Fr, _: Action<'_>) -> R<Flow> {
    Ok(Flow::Switch)
}

pub(crate) fn record(_: &mut Cx) -> R<Flow> {
    Ok(Flow::Switch)
}

pub(crate) fn visit_roots(_: &mut dyn FnMut(u64)) {}

pub(crate) fn while_still<T>(body: impl FnOnce() -> T, _: impl FnOnce(&T) -> bool) -> T {
    body()
}

/// Nothing is compiled.
pub(crate) fn costs() -> [(&'static str, u64); 0] {
    []
}
