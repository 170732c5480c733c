//! What registers hold while a trace is recorded.

use crate::value::Value;
use tython_jit::ir;

/// What a register holds, as the trace knows it. A value that came out of a word remembers the word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Held {
    /// A value as it lies in registers and in the heap.
    Word(ir::Value),
    /// An integer that fits into 64 bits.
    Int(ir::Value, Option<ir::Value>),
    /// A float.
    Float(ir::Value, Option<ir::Value>),
    /// A truth value.
    Bool(ir::Value),
    /// The address of an object, and its word.
    Ref(ir::Value, ir::Value),
    /// This value, always.
    Const(Value),
}

impl Held {
    /// The value, if it is always the same.
    pub(super) fn constant(self) -> Option<Value> {
        match self {
            Held::Const(value) => Some(value),
            _ => None,
        }
    }

    /// The word, if there is one already.
    pub(super) fn known_word(self) -> Option<ir::Value> {
        match self {
            Held::Word(word) | Held::Ref(_, word) => Some(word),
            Held::Int(_, word) | Held::Float(_, word) => word,
            Held::Bool(_) | Held::Const(_) => None,
        }
    }
}
