//! What each operation does: a file a family, a function an operation, named as in the table.

#![allow(
    non_snake_case,
    clippy::unnecessary_wraps,
    reason = "the functions are named like the operations, and all have the same type"
)]

mod arithmetic;
pub(crate) mod asked;
mod attributes;
mod calls;
mod classes;
mod comparison;
mod containers;
mod exceptions;
mod generators;
mod imports;
mod iteration;
mod jumps;
mod moves;
mod names;
mod patterns;
pub(crate) mod special;
mod subscripts;
mod text;

pub(crate) use arithmetic::operation;
pub(super) use arithmetic::*;
pub(super) use attributes::*;
pub(super) use calls::*;
pub(super) use classes::*;
pub(super) use comparison::*;
pub(crate) use comparison::{compare_numbers, comparison};
pub(super) use containers::*;
pub(super) use exceptions::*;
pub(super) use generators::*;
pub(super) use imports::*;
pub(super) use iteration::*;
pub(super) use jumps::*;
pub(super) use moves::*;
pub(super) use names::*;
pub(super) use patterns::*;
pub(super) use subscripts::*;
pub(super) use text::*;
