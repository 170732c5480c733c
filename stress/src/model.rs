//! A sequential reference model of the transactions, and random programs that hold the real ones
//! to it.
//!
//! Several [`stm_core::Thread`]s are driven from one OS thread, one operation at a time, in a
//! random interleaving; with `patience: 0` a conflict is an answer, not a wait. The model
//! ([`memory`]) predicts each answer: the value read, or the exact reason of a rollback; and after
//! each operation the words, the owner and the version of every object. A difference is a finding,
//! and its program is cut down until nothing more can be left out ([`replay`]).

pub mod action;
pub mod memory;
pub mod replay;
