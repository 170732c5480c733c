//! Exit stubs and links, and the codes that say how a trace was left.

use super::{Lowering, plain};
use crate::ir::{Exit, ExitId, Index, Inst, Trace, TraceId, Value};
use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::types::I64;
use cranelift_frontend::FunctionBuilder;
use rustc_hash::FxHashMap;

/// The values that an exit leaves in the record, in their order: each once, as the snapshot first names them. A
/// bridge from the exit has them as its parameters.
#[must_use]
pub fn needs(exit: &Exit) -> Vec<Value> {
    let mut needed = Vec::new();
    for value in exit.values() {
        if !needed.contains(&value) {
            needed.push(value);
        }
    }
    needed
}

/// How compiled code was left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// By that exit of that trace. The values that it needs are in the record.
    Exit(TraceId, ExitId),
    /// At the end of that trace, which links to one that is not there. The record has its arguments.
    Link(TraceId),
    /// The transaction was rolled back.
    RolledBack(TraceId),
}

const LINK: u32 = u32::MAX - 1;
const ROLLED_BACK: u32 = u32::MAX;

impl Left {
    /// What a code means that compiled code gave, or passed to [`Runtime::commit`](super::Runtime::commit).
    #[must_use]
    pub fn from_code(code: u64) -> Left {
        let trace = TraceId((code >> 32) as u32);
        match code as u32 {
            LINK => Left::Link(trace),
            ROLLED_BACK => Left::RolledBack(trace),
            exit => Left::Exit(trace, ExitId::new(exit)),
        }
    }
}

fn code(trace: TraceId, exit: u32) -> u64 {
    u64::from(trace.0) << 32 | u64::from(exit)
}

fn exit_of(inst: &Inst) -> ExitId {
    inst.exit
        .expect("a verified operation that leaves has an exit")
}

fn cold_block(builder: &mut FunctionBuilder<'_>) -> clif::Block {
    let block = builder.create_block();
    builder.set_cold_block(block);
    block
}

impl Lowering<'_, '_> {
    /// The stub of an instruction's exit, which is filled later.
    pub(super) fn exit_block(&mut self, inst: &Inst) -> clif::Block {
        let builder = &mut self.builder;
        let block = self.exits.entry(exit_of(inst));
        *block.or_insert_with(|| cold_block(builder))
    }

    /// The stub of an instruction's exit for a function of the host that has failed. Even where the exit has a bridge, which
    /// a guard of the same instruction shares, control goes back to the host: it has an exception to raise, or an
    /// instruction to execute, and may have frames to remove.
    pub(super) fn failure_block(&mut self, inst: &Inst) -> clif::Block {
        let builder = &mut self.builder;
        let block = self.failures.entry(exit_of(inst));
        *block.or_insert_with(|| cold_block(builder))
    }

    /// Where the trace is left without an exit.
    pub(super) fn rolled_back_block(&mut self) -> clif::Block {
        let builder = &mut self.builder;
        *self.rolled_back.get_or_insert_with(|| cold_block(builder))
    }

    /// Writes the values that the instruction's exit needs, and gives the exit's code.
    pub(super) fn spill_for(&mut self, inst: &Inst) -> u64 {
        let exit = exit_of(inst);
        self.spill_exit(exit);
        code(self.trace.origin.id, exit.number())
    }

    fn spill_exit(&mut self, exit: ExitId) {
        let needed = self.trace.exits.get(exit).map(needs);
        for (place, value) in needed.into_iter().flatten().enumerate() {
            let held = self.get(value);
            self.spill(place, value, held);
        }
    }

    fn spill(&mut self, place: usize, value: Value, held: clif::Value) {
        let ty = self.ty(value);
        let bits = self.bits(ty, held);
        self.builder
            .ins()
            .store(plain(), bits, self.record, 8 * place as i32);
    }

    /// Where a data slot points.
    fn target_of(&mut self, slot: usize) -> clif::Value {
        let slot = self.address(self.slots.address(slot));
        // Acquire, and more: who sees the address of a trace sees the trace.
        self.builder.ins().atomic_load(I64, plain(), slot)
    }

    /// Goes to a trace, or to the gate's stub, with a code for the case that it is that.
    fn go(&mut self, target: clif::Value, code: clif::Value) {
        let signature = self.builder.import_signature(super::trace_signature());
        let args = [self.context, self.record, code];
        self.builder
            .ins()
            .return_call_indirect(signature, target, &args);
    }

    /// The end of a trace that goes on in another one.
    pub(super) fn link(&mut self, inst: &Inst, args: &[clif::Value]) {
        let values = self.trace.args(inst).to_vec();
        for (place, (value, held)) in values.into_iter().zip(args).enumerate() {
            self.spill(place, value, *held);
        }
        let target = self.target_of(self.trace.exits.len());
        let code = self.address(code(self.trace.origin.id, LINK));
        self.go(target, code);
    }

    /// Fills the stubs. Those that leave nearly the same do so in one place, behind what each leaves alone: that is less code, and the
    /// registers go to the values that the trace works with, not to those that it leaves in many ways.
    pub(super) fn stubs(&mut self) {
        let exits = in_order(&mut self.exits).into_iter();
        let failures = in_order(&mut self.failures).into_iter();
        let exits = exits.map(|(exit, block)| Stub::new(self.trace, exit, block, false));
        let failures = failures.map(|(exit, block)| Stub::new(self.trace, exit, block, true));
        let stubs: Vec<Stub> = exits.chain(failures).collect();
        for group in groups(&stubs) {
            self.group(group);
        }
        if let Some(block) = self.rolled_back {
            self.builder.switch_to_block(block);
            let code = self.address(code(self.trace.origin.id, ROLLED_BACK));
            self.builder.ins().return_(&[code]);
        }
    }

    /// Fills these stubs.
    fn group(&mut self, group: Group<'_>) {
        let end = cold_block(&mut self.builder);
        let ways = [(); 2].map(|()| self.builder.append_block_param(end, I64));
        let shared = group.shared;
        for stub in group.stubs {
            self.builder.switch_to_block(stub.block);
            self.count(|counts| counts.exit_address(stub.exit));
            for (place, value) in stub.left.iter().filter(|left| !shared.contains(left)) {
                self.spill(*place, *value, self.get(*value));
            }
            let target = match stub.fails {
                true => self.address(self.gate_stub),
                false => self.target_of(stub.exit.number() as usize),
            };
            let code = self.address(code(self.trace.origin.id, stub.exit.number()));
            self.jump(end, &[target, code]);
        }
        self.builder.switch_to_block(end);
        for (place, value) in shared {
            self.spill(place, value, self.get(value));
        }
        self.go(ways[0], ways[1]);
    }
}

/// A way out, and what it leaves where in the record.
struct Stub {
    exit: ExitId,
    block: clif::Block,
    /// Whether a function of the host has failed there.
    fails: bool,
    left: Vec<(usize, Value)>,
}

impl Stub {
    fn new(trace: &Trace, exit: ExitId, block: clif::Block, fails: bool) -> Stub {
        let needed = trace.exits.get(exit).map(needs).unwrap_or_default();
        Stub {
            exit,
            block,
            fails,
            left: needed.into_iter().enumerate().collect(),
        }
    }

    /// Whether this is what it leaves there.
    fn leaves(&self, left: (usize, Value)) -> bool {
        self.left.get(left.0) == Some(&left)
    }
}

/// Stubs that end in one place, and what all of them leave there. It is known at the first of them, and so at each.
struct Group<'s> {
    stubs: &'s [Stub],
    shared: Vec<(usize, Value)>,
}

/// Stubs one behind the other that leave three quarters of what they leave together.
fn groups(stubs: &[Stub]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut first = 0;
    for (number, stub) in stubs.iter().enumerate() {
        if let Some(group) = groups.last_mut() {
            let shared = group.shared.iter().copied();
            let shared: Vec<_> = shared.filter(|left| stub.leaves(*left)).collect();
            let most = group.stubs.iter().map(|stub| stub.left.len()).max();
            let most = most.unwrap_or_default().max(stub.left.len());
            if 4 * shared.len() >= 3 * most {
                let stubs = &stubs[first..=number];
                *group = Group { stubs, shared };
                continue;
            }
        }
        first = number;
        groups.push(Group {
            stubs: &stubs[first..=number],
            shared: stub.left.clone(),
        });
    }
    groups
}

/// Stubs in an order that does not depend on the table.
fn in_order(stubs: &mut FxHashMap<ExitId, clif::Block>) -> Vec<(ExitId, clif::Block)> {
    let mut stubs: Vec<(ExitId, clif::Block)> = stubs.drain().collect();
    stubs.sort_unstable();
    stubs
}
