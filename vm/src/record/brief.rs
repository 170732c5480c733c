//! Loops over a few values that are written down: `for flag in self, other`.
//!
//! If they are short they have no traces of their own. Whoever runs through one has all its turns in line, in a function that is
//! inlined as well; a trace of the loop would be entered for a turn or two, and return to everybody who calls that function. (In line,
//! the ways through a longer one would multiply.)

use super::begin::last_of;
use crate::objects::code::CodeData;
use crate::objects::tuple::Tuple;
use tython_compiler::isa::{Instr, Op};

/// Values at most.
const FEW: usize = 4;

/// Words of the loop at most.
const SHORT: u32 = 24;

/// Whether the loop with this header is such a one.
pub(crate) fn is_brief(data: &CodeData, header: u32) -> bool {
    if last_of(data, header as usize).is_none_or(|last| last - header > SHORT) {
        return false;
    }
    let words = &data.code.words;
    // What comes before: the values, and their iterator.
    let mut before = [None; 2];
    let mut at = 0;
    while at < header as usize
        && let Some(instr) = words.get(at).map(|word| Instr(*word))
        && let Some(op) = instr.op()
    {
        before = [before[1], Some((op, instr))];
        at += op.info().words();
    }
    let [Some((op, values)), Some((Op::GetIter, _))] = before else {
        return false;
    };
    match op {
        Op::BuildTuple | Op::BuildList => usize::from(values.c()) <= FEW,
        Op::LoadConst => {
            let constant = data.consts.get(values.bc() as usize);
            let tuple = constant.and_then(|constant| constant.cast::<Tuple>());
            tuple.is_some_and(|tuple| tuple.len() <= FEW)
        }
        _ => false,
    }
}
