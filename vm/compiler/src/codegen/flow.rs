//! Control flow over the instructions of a unit: jumps are threaded, unreachable code is found, and
//! checks of variables that are certainly bound are dropped.

use super::registers::{Reg, Space};
use super::unit::{HandlerId, Inst, Label, Unit};
use crate::code::LocalKind;
use crate::isa::{Effects, Kind, Op};

/// The instructions of a unit with jumps to instruction numbers, and which of them are kept.
pub(super) struct Flow {
    pub(super) insts: Vec<Inst>,
    /// By label: the instruction's number.
    labels: Vec<usize>,
    /// By handler: the instruction's number.
    handlers: Vec<usize>,
    pub(super) live: Vec<bool>,
}

impl Flow {
    pub(super) fn new(unit: &mut Unit<'_>) -> Self {
        let insts = std::mem::take(&mut unit.insts);
        let labels: Vec<usize> = unit
            .labels
            .iter()
            .map(|place| place.map_or(insts.len(), |place| place as usize))
            .collect();
        let handlers = unit
            .handlers
            .iter()
            .map(|handler| labels[handler.label.0 as usize]);
        let handlers = handlers.collect();
        let live = vec![false; insts.len()];
        let mut flow = Self {
            insts,
            labels,
            handlers,
            live,
        };
        flow.thread_jumps();
        flow.find_live();
        flow
    }

    /// The instruction that a jump goes to.
    pub(super) fn target(&self, inst: &Inst) -> Option<usize> {
        let (place, _) = inst.op.info().jump()?;
        self.labels.get(inst.operands[place] as usize).copied()
    }

    /// The instruction at which a handler starts.
    pub(super) fn handler(&self, id: HandlerId) -> usize {
        self.handlers[id.0 as usize]
    }

    /// Lets labels in front of unconditional jumps name the jumps' targets.
    fn thread_jumps(&mut self) {
        for label in 0..self.labels.len() {
            let mut target = self.labels[label];
            // Bounded: jumps may go round in a circle.
            for _ in 0..16 {
                match self.insts.get(target) {
                    Some(inst) if inst.op == Op::Nop => target += 1,
                    Some(inst) if inst.op == Op::Jump => {
                        let next = Label(inst.operands[0]);
                        target = self.labels[next.0 as usize];
                    }
                    _ => break,
                }
            }
            self.labels[label] = target;
        }
    }

    fn find_live(&mut self) {
        let mut pending = vec![0];
        while let Some(mut at) = pending.pop() {
            while let Some(inst) = self.insts.get(at) {
                if std::mem::replace(&mut self.live[at], true) {
                    break;
                }
                let effects = inst.op.info().effects;
                pending.extend(self.target(inst));
                if effects.has(Effects::RAISES) {
                    pending.extend(inst.handler.map(|handler| self.handler(handler)));
                }
                if effects.has(Effects::ENDS) {
                    break;
                }
                at += 1;
            }
        }
        for (live, inst) in self.live.iter_mut().zip(&self.insts) {
            *live &= inst.op != Op::Nop;
        }
    }

    /// Drops jumps to where the code goes on anyway.
    pub(super) fn drop_short_jumps(&mut self) {
        let mut next_live = self.insts.len();
        for at in (0..self.insts.len()).rev() {
            let inst = &self.insts[at];
            if !self.live[at] {
                continue;
            }
            if inst.op == Op::Jump
                && let Some(target) = self.target(inst)
                && target > at
                && target <= next_live
            {
                self.live[at] = false;
                continue;
            }
            next_live = at;
        }
    }

    /// Drops `CheckBound` of variables that are bound on every path there, and then the `Clear`s
    /// that only such checks would have needed.
    pub(super) fn drop_checks(&mut self, unit: &Unit<'_>) {
        if !self.insts.iter().any(|inst| inst.op == Op::CheckBound) {
            self.drop_needless_clears(&[]);
            return;
        }
        let bound = Bound::analyse(self, unit);
        let mut state = Vec::new();
        let mut still_checked = Vec::new();
        for at in 0..self.insts.len() {
            if let Some(entry) = &bound.at_leader[at] {
                state.clone_from(entry);
            }
            if !self.live[at] {
                continue;
            }
            let inst = self.insts[at];
            if inst.op == Op::CheckBound {
                let reg = Reg::from_bits(inst.operands[0]);
                if bound.contains(&state, reg) {
                    self.live[at] = false;
                } else {
                    still_checked.push(reg);
                }
            }
            bound.step(&mut state, &inst);
        }
        self.drop_needless_clears(&still_checked);
    }

    fn drop_needless_clears(&mut self, checked: &[Reg]) {
        for (live, inst) in self.live.iter_mut().zip(&self.insts) {
            let optional = inst.op == Op::Clear && inst.extra != 0;
            if optional && !checked.contains(&Reg::from_bits(inst.operands[0])) {
                *live = false;
            }
        }
    }

    /// The live instructions that something jumps to, or that follow a jump.
    fn leaders(&self) -> Vec<bool> {
        let mut leaders = vec![false; self.insts.len() + 1];
        leaders[0] = true;
        for (at, inst) in self
            .insts
            .iter()
            .enumerate()
            .filter(|(at, _)| self.live[*at])
        {
            let target = self.target(inst);
            if target.is_some() || inst.op.info().effects.has(Effects::ENDS) {
                leaders[at + 1] = true;
            }
            if let Some(target) = target {
                leaders[target] = true;
            }
            if let Some(handler) = inst.handler {
                leaders[self.handler(handler)] = true;
            }
        }
        leaders
    }
}

/// A set of variables, one bit each.
type Set = Vec<u64>;

/// Which variables are certainly bound at the start of each basic block.
struct Bound {
    at_leader: Vec<Option<Set>>,
    /// The number of variables that are followed.
    locals: usize,
    hidden: usize,
}

impl Bound {
    /// Works forward from the entry until nothing changes; a block's set only shrinks.
    fn analyse(flow: &Flow, unit: &Unit<'_>) -> Self {
        let locals = unit.registers.variables_in(Space::Local);
        let hidden = unit.registers.variables_in(Space::Hidden);
        let parameters = unit.parameter_count();
        let (local_count, hidden_count) = (locals.len(), hidden.len());
        let words = (local_count + hidden_count).div_ceil(64).max(1);
        let mut entry = vec![0; words];
        for (index, local) in locals.iter().enumerate() {
            if index < parameters && !local.kind.is(LocalKind::CELL) {
                entry[index / 64] |= 1 << (index % 64);
            }
        }
        let leaders = flow.leaders();
        let at_leader = vec![None; flow.insts.len() + 1];
        let mut bound = Self {
            at_leader,
            locals: local_count,
            hidden: hidden_count,
        };
        bound.at_leader[0] = Some(entry);
        while bound.sweep(flow, &leaders) {}
        bound
    }

    /// One pass over all blocks that have been reached; whether anything changed.
    fn sweep(&mut self, flow: &Flow, leaders: &[bool]) -> bool {
        let mut changed = false;
        let mut state: Option<Set> = None;
        for (at, inst) in flow.insts.iter().enumerate() {
            if leaders[at] {
                if let Some(state) = &state {
                    changed |= self.meet(at, state);
                }
                state.clone_from(&self.at_leader[at]);
            }
            let Some(current) = &mut state else { continue };
            if !flow.live[at] {
                continue;
            }
            let effects = inst.op.info().effects;
            if effects.has(Effects::RAISES)
                && let Some(handler) = inst.handler
            {
                changed |= self.meet(flow.handler(handler), current);
            }
            let before = matches!(inst.op, Op::ForIter | Op::Send).then(|| current.clone());
            self.step(current, inst);
            if let Some(target) = flow.target(inst) {
                changed |= self.meet(target, before.as_ref().unwrap_or(current));
            }
            if effects.has(Effects::ENDS) {
                state = None;
            }
        }
        changed
    }

    /// Intersects a block's set with that of one more way there.
    fn meet(&mut self, at: usize, state: &Set) -> bool {
        let Some(known) = &mut self.at_leader[at] else {
            self.at_leader[at] = Some(state.clone());
            return true;
        };
        let mut changed = false;
        for (known, new) in known.iter_mut().zip(state) {
            changed |= *known & !new != 0;
            *known &= new;
        }
        changed
    }

    /// The bit of a variable's register.
    fn bit(&self, reg: Reg) -> Option<usize> {
        let index = reg.index() as usize;
        match reg.space() {
            Space::Local if index < self.locals => Some(index),
            Space::Hidden if index < self.hidden => Some(self.locals + index),
            _ => None,
        }
    }

    fn contains(&self, state: &Set, reg: Reg) -> bool {
        let word = |bit: usize| {
            state
                .get(bit / 64)
                .is_some_and(|word| word >> (bit % 64) & 1 == 1)
        };
        self.bit(reg).is_some_and(word)
    }

    /// What an instruction does to the set.
    fn step(&self, state: &mut Set, inst: &Inst) {
        let mut set = |reg: Reg, bound: bool| {
            if let Some(bit) = self.bit(reg) {
                let word = &mut state[bit / 64];
                *word = if bound {
                    *word | 1 << (bit % 64)
                } else {
                    *word & !(1 << (bit % 64))
                };
            }
        };
        let first = Reg::from_bits(inst.operands[0]);
        match inst.op {
            Op::CheckBound => set(first, true),
            Op::Clear | Op::DeleteLocal => set(first, false),
            _ => for_each_written(inst, |reg| set(reg, true)),
        }
    }
}

/// Visits the registers that an instruction writes.
fn for_each_written(inst: &Inst, mut visit: impl FnMut(Reg)) {
    for (operand, bits) in inst.op.info().operands.iter().zip(inst.operands) {
        let reg = Reg::from_bits(bits);
        match operand.kind {
            Kind::W | Kind::X | Kind::XU => visit(reg),
            Kind::W2 | Kind::R3W2 => (0..2).for_each(|place| visit(reg.offset(place))),
            Kind::WindowW => {
                let count = inst.operands[2];
                (0..count).for_each(|place| visit(reg.offset(place)));
            }
            _ => {}
        }
    }
}
