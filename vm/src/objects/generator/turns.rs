//! How many turns a generator expression has before it. The loops of `consume.rs` have to be entered and left, which takes as
//! long as ten turns gain where they are compiled: for fewer, a native function resumes the generator itself.

use super::{Generator, State};
use crate::cx::{Cx, R};
use crate::objects::code::CodeData;
use crate::objects::dict::{self, Dict};
use crate::objects::iterators::{Iterator, Kind};
use crate::objects::list::{self, List};
use crate::objects::set::{self, Set};
use crate::objects::tuple::Tuple;
use crate::value::Value;
use tython_compiler::code::Code;
use tython_compiler::isa::{Instr, Op};

/// So many are not few.
const MANY: usize = 10;

/// Whether this is the code of a generator expression with one loop: that is over what it is given.
pub(crate) fn has_one_loop(code: &Code) -> bool {
    let is_expression = code
        .locals
        .first()
        .is_some_and(|local| &*local.name == ".0");
    let (mut word, mut loops) = (0, 0);
    while let Some(op) = code.words.get(word).and_then(|word| Instr(*word).op()) {
        loops += usize::from(op == Op::ForIter);
        word += op.info().words();
    }
    is_expression && loops == 1
}

/// Whether a generator is known to have few turns before it.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn are_few(cx: &mut Cx, generator: &'static Generator, data: &CodeData) -> R<bool> {
    if !data.has_one_loop || generator.state(cx)? != State::Created {
        return Ok(false);
    }
    let given = generator.register(cx, 0)?;
    Ok(length(cx, given)?.is_some_and(|length| length < MANY))
}

/// How much there is in what a builtin iterator goes through, if it is a container.
fn length(cx: &mut Cx, iterator: Value) -> R<Option<usize>> {
    let Some(iterator) = iterator.cast::<Iterator>() else {
        return Ok(None);
    };
    let source = cx.load(iterator, &iterator.source)?;
    Ok(match iterator.known_kind() {
        Some(Kind::List) => match source.cast::<List>() {
            Some(list) => Some(list::len(cx, list)?),
            None => None,
        },
        Some(Kind::Tuple) => source.cast::<Tuple>().map(Tuple::len),
        Some(Kind::Keys | Kind::Values | Kind::Items) => match source.cast::<Dict>() {
            Some(dict) => Some(dict::len(cx, dict)?),
            None => None,
        },
        Some(Kind::Elements) => match source.cast::<Set>() {
            Some(set) => Some(set::len(cx, set)?),
            None => None,
        },
        _ => None,
    })
}
