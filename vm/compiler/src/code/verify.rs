//! A verifier for code objects: what the interpreter takes for granted.
//!
//! Every jump and handler is an instruction's start; operands number registers, constants and names
//! that exist; and on each path to an instruction the registers that it reads have been written,
//! and hold no UNBOUND unless the operand kind says that they may.

use std::collections::BTreeMap;

use super::{Code, Const};
use crate::isa::{Access, Effects, Instr, Kind, Op, for_each_register};

/// What is known of a register. Where paths meet, the lesser holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// Never written.
    Empty,
    /// A value or UNBOUND.
    Maybe,
    /// A value.
    Value,
}

/// Checks a code object and the code objects among its constants.
///
/// # Errors
///
/// Says what is wrong, and where.
pub fn verify(code: &Code) -> Result<(), String> {
    let verifier = Verifier {
        code,
        starts: instruction_starts(code)?,
    };
    verifier.operands()?;
    verifier.registers()?;
    code.consts.iter().try_for_each(|value| match value {
        Const::Code(inner) => verify(&inner.0),
        _ => Ok(()),
    })
}

struct Verifier<'c> {
    code: &'c Code,
    /// By word: whether an instruction starts there.
    starts: Vec<bool>,
}

fn instruction_starts(code: &Code) -> Result<Vec<bool>, String> {
    let mut starts = vec![false; code.words.len()];
    let mut at = 0;
    while at < code.words.len() {
        starts[at] = true;
        let op = Instr(code.words[at]).op();
        let op = op.ok_or_else(|| format!("{}: no operation at word {at}", code.qualname))?;
        at += op.info().words();
    }
    if at == code.words.len() {
        Ok(starts)
    } else {
        Err(format!(
            "{}: the last instruction is cut off",
            code.qualname
        ))
    }
}

impl Verifier<'_> {
    fn instructions(&self) -> impl Iterator<Item = (usize, Op, Instr, u64)> {
        let starts = self.starts.iter().enumerate().filter(|(_, start)| **start);
        starts.filter_map(|(at, _)| self.instruction(at))
    }

    fn instruction(&self, at: usize) -> Option<(usize, Op, Instr, u64)> {
        let instr = Instr(*self.code.words.get(at)?);
        let op = instr.op()?;
        let has_extra = op.info().effects.has(Effects::EXTRA);
        let extra = if has_extra {
            *self.code.words.get(at + 1)?
        } else {
            0
        };
        Some((at, op, instr, extra))
    }

    fn fail<T>(&self, at: usize, what: &str) -> Result<T, String> {
        let op = Instr(self.code.words[at]).op();
        Err(format!(
            "{} ({}): word {at}, {op:?}: {what}",
            self.code.qualname, self.code.filename
        ))
    }

    /// The word that an instruction jumps to.
    fn target(&self, at: usize, op: Op, instr: Instr) -> Option<i64> {
        let (_, kind) = op.info().jump()?;
        let distance = match kind {
            Kind::Jump32 => i64::from(instr.bc() as i32),
            _ => i64::from(instr.c() as i16),
        };
        Some(at as i64 + op.info().words() as i64 + distance)
    }

    fn is_start(&self, word: i64) -> bool {
        usize::try_from(word).is_ok_and(|word| self.starts.get(word) == Some(&true))
    }

    fn operands(&self) -> Result<(), String> {
        let (names, consts) = (self.code.names.len(), self.code.consts.len());
        for (at, op, instr, extra) in self.instructions() {
            if self
                .target(at, op, instr)
                .is_some_and(|target| !self.is_start(target))
            {
                return self.fail(at, "jumps to no instruction");
            }
            for (place, operand) in op.info().operands.iter().enumerate() {
                let in_range = match operand.kind {
                    Kind::Name => usize::from(instr.field(place)) < names,
                    Kind::Name32 => (instr.bc() as usize) < names,
                    Kind::Const32 => (instr.bc() as usize) < consts,
                    _ => true,
                };
                if !in_range {
                    return self.fail(at, operand.name);
                }
            }
            let named = usize::try_from(extra).ok();
            let named = named.and_then(|extra| self.code.consts.get(extra));
            match (op, named) {
                (Op::CallKw | Op::MatchClass, Some(Const::Tuple(_))) => {}
                (Op::CallKw | Op::MatchClass, _) => {
                    return self.fail(at, "the operand word is no tuple of names");
                }
                (Op::MakeGenerator, Some(Const::Code(_))) => {}
                (Op::MakeGenerator, _) => return self.fail(at, "the operand word is no code"),
                _ => {}
            }
        }
        for range in &self.code.exceptions {
            let ok = self.is_start(i64::from(range.handler)) && range.start < range.end;
            if !ok || u32::from(range.exc) >= self.code.registers {
                return Err(format!(
                    "{}: bad exception range {range:?}",
                    self.code.qualname
                ));
            }
        }
        Ok(())
    }

    /// Follows all paths from the entry.
    fn registers(&self) -> Result<(), String> {
        let code = self.code;
        let parameters = code.parameter_count() as usize;
        let mut entry = vec![State::Empty; code.registers as usize];
        for (register, local) in code.locals.iter().enumerate() {
            let bound = register < parameters || local.kind.is(super::LocalKind::FREE);
            entry[register] = if bound { State::Value } else { State::Maybe };
        }
        let mut known: BTreeMap<usize, Vec<State>> = BTreeMap::from([(0, entry)]);
        let mut pending = vec![0];
        while let Some(leader) = pending.pop() {
            let mut state = known.get(&leader).cloned().unwrap_or_default();
            let mut at = leader;
            loop {
                let Some((_, op, instr, extra)) = self.instruction(at) else {
                    return Err(format!("{}: runs past the end", code.qualname));
                };
                let effects = op.info().effects;
                if effects.has(Effects::RAISES)
                    && let Some(range) = code.handler_at(at as u32)
                {
                    let mut raised = state.clone();
                    raised[usize::from(range.exc)] = State::Value;
                    meet(&mut known, &mut pending, range.handler as usize, &raised);
                }
                let before = state.clone();
                self.step(at, op, instr, extra, &mut state)?;
                if let Some(target) = self.target(at, op, instr) {
                    let out = if op == Op::ForIter { &before } else { &state };
                    meet(&mut known, &mut pending, target as usize, out);
                }
                if effects.has(Effects::ENDS) {
                    break;
                }
                at += op.info().words();
                if known.contains_key(&at) {
                    meet(&mut known, &mut pending, at, &state);
                    break;
                }
            }
        }
        Ok(())
    }

    /// Checks what an instruction reads, and notes what it writes.
    fn step(
        &self,
        at: usize,
        op: Op,
        instr: Instr,
        extra: u64,
        state: &mut [State],
    ) -> Result<(), String> {
        let mut problem = None;
        for_each_register(instr, extra, |access, register| {
            let Some(known) = state.get_mut(register as usize) else {
                problem = Some(format!("register {register} does not exist"));
                return;
            };
            let needed = match access {
                Access::Read => State::Value,
                Access::ReadUnbound => State::Maybe,
                Access::Write => {
                    *known = State::Value;
                    return;
                }
            };
            if *known < needed {
                problem = Some(format!("reads register {register}, which is {known:?}"));
            }
        });
        if let Some(problem) = problem {
            return self.fail(at, &problem);
        }
        let first = usize::from(instr.a());
        match op {
            Op::Clear | Op::DeleteLocal => state[first] = State::Maybe,
            Op::CheckBound => state[first] = State::Value,
            _ => {}
        }
        Ok(())
    }
}

/// Notes one more way to an instruction; it is to be looked at again if that says less.
fn meet(
    known: &mut BTreeMap<usize, Vec<State>>,
    pending: &mut Vec<usize>,
    at: usize,
    state: &[State],
) {
    let Some(there) = known.get_mut(&at) else {
        known.insert(at, state.to_vec());
        pending.push(at);
        return;
    };
    let mut changed = false;
    for (there, new) in there.iter_mut().zip(state) {
        changed |= new < there;
        *there = (*there).min(*new);
    }
    if changed {
        pending.push(at);
    }
}
