//! What is done to a translated program so that it runs faster. None of it changes what is found.
//!
//! - A loop whose passes need no counting, and cannot be empty, becomes a branch.
//! - A branch learns which alternatives can match by the next code point.
//! - A repetition learns what can follow it; if nothing that it takes itself, it needs no way back.
//! - A search learns what a match begins with.

use super::first::First;
use crate::opcodes::MAX_REPEAT;
use crate::program::{At, Branch, Hint, Inst, Next, One, Program, Viable};
use memchr::memmem;

pub(super) fn improve(program: &mut Program) {
    for id in 0..program.loops.len() {
        simplify_loop(program, id as u32);
    }
    for id in 0..program.branches.len() {
        program.branches[id].viable = viable(program, &program.branches[id]);
    }
    for pc in 0..program.insts.len() {
        improve_repeat(program, pc);
    }
    program.hint = hint(program);
}

/// Makes a branch of a loop that is one.
fn simplify_loop(program: &mut Program, id: u32) {
    let info = program.loops[id as usize];
    let (body, behind) = (info.enter + 1, info.until + 1);
    let lazy = match program.insts[info.until as usize] {
        Inst::Until(_) => false,
        Inst::LazyUntil(_) => true,
        _ => return,
    };
    let targets = if lazy {
        vec![behind, body]
    } else {
        vec![body, behind]
    };
    let branch = Inst::Branch(program.branches.len() as u32);
    let (enter, until) = match (info.min, info.max) {
        (0, 0) => (Inst::Jump(behind), Inst::Fail),
        (1, 1) => (Inst::Jump(body), Inst::Jump(behind)),
        (0, 1) => (branch, Inst::Jump(behind)),
        (0 | 1, MAX_REPEAT) if !First::of(program, body, Some(info.until)).empty => {
            match info.min {
                0 => (Inst::Jump(info.until), branch),
                _ => (Inst::Jump(body), branch),
            }
        }
        _ => return,
    };
    program.insts[info.enter as usize] = enter;
    program.insts[info.until as usize] = until;
    program.branches.push(Branch {
        targets,
        viable: None,
    });
}

fn viable(program: &Program, branch: &Branch) -> Option<Box<Viable>> {
    let mut viable = Box::new(Viable {
        low: [0; 256],
        high: 0,
        at_end: 0,
    });
    let mut informed = false;
    for (number, target) in branch.targets.iter().enumerate() {
        let first = First::of(program, *target, None);
        let bit = 1 << number;
        for (code, low) in (0..=u8::MAX).zip(&mut viable.low) {
            if first.low.has(code) || first.empty {
                *low |= bit;
            }
        }
        if first.high || first.empty {
            viable.high |= bit;
        }
        if first.empty {
            viable.at_end |= bit;
        }
        informed |= !first.empty;
    }
    informed.then_some(viable)
}

fn improve_repeat(program: &mut Program, pc: usize) {
    let (Inst::Greedy(id) | Inst::Lazy(id)) = program.insts[pc] else {
        return;
    };
    let one = program.repeats[id as usize].one;
    let next = First::of(program, pc as u32 + 1, None);
    program.repeats[id as usize].next = next.to_next();
    let alone = First::of_one(program, one).is_apart_from(&next);
    if matches!(program.insts[pc], Inst::Greedy(_)) && (alone || ends(program, pc + 1)) {
        program.insts[pc] = Inst::Possessive(id);
    }
}

/// Whether nothing but the end of the pattern comes from `pc` on.
fn ends(program: &Program, mut pc: usize) -> bool {
    loop {
        match program.insts[pc] {
            Inst::Match => return true,
            Inst::Mark(_) => pc += 1,
            // Forwards, so this comes to an end.
            Inst::Jump(target) if target as usize > pc => pc = target as usize,
            _ => return false,
        }
    }
}

fn hint(program: &Program) -> Hint {
    let start = program
        .insts
        .iter()
        .position(|inst| !matches!(inst, Inst::Mark(_)));
    match start.map(|pc| program.insts[pc]) {
        Some(Inst::At(At::Beginning)) => return Hint::Beginning,
        Some(Inst::One(One::Is(code))) => return Hint::Is(code),
        Some(Inst::Literals { start, end }) => {
            let codes: Box<[u32]> = program.literals[start as usize..end as usize].into();
            let latin1: Result<Vec<u8>, _> = codes.iter().map(|code| u8::try_from(*code)).collect();
            let latin1 = latin1.ok();
            let latin1 = latin1.map(|bytes| Box::new(memmem::Finder::new(&bytes).into_owned()));
            return Hint::Literals { codes, latin1 };
        }
        _ => {}
    }
    match First::of(program, 0, None).to_next() {
        Next::Whatever => Hint::Nothing,
        Next::Is(code) => Hint::Is(code),
        next => Hint::Next(next),
    }
}
