//! Exit stubs and links, and the codes that say how a trace was left.

use super::{Lowering, plain};
use crate::ir::{Exit, ExitId, Index, Inst, TraceId, Value};
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

    /// Goes to where a data slot points, with a code for the case that nothing is there.
    fn go(&mut self, slot: usize, code: u64) {
        let slot = self.address(self.slots.address(slot));
        // Acquire, and more: who sees the address of a trace sees the trace.
        let target = self.builder.ins().atomic_load(I64, plain(), slot);
        let code = self.address(code);
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
        self.go(self.trace.exits.len(), code(self.trace.origin.id, LINK));
    }

    /// Fills the stubs.
    pub(super) fn stubs(&mut self) {
        for (exit, block) in in_order(&mut self.exits) {
            let code = self.stub(exit, block);
            self.go(exit.number() as usize, code);
        }
        for (exit, block) in in_order(&mut self.failures) {
            let code = self.stub(exit, block);
            let code = self.address(code);
            self.builder.ins().return_(&[code]);
        }
        if let Some(block) = self.rolled_back {
            self.builder.switch_to_block(block);
            let code = self.address(code(self.trace.origin.id, ROLLED_BACK));
            self.builder.ins().return_(&[code]);
        }
    }

    /// What each way out by an exit does first. Gives its code.
    fn stub(&mut self, exit: ExitId, block: clif::Block) -> u64 {
        self.builder.switch_to_block(block);
        self.count(|counts| counts.exit_address(exit));
        self.spill_exit(exit);
        code(self.trace.origin.id, exit.number())
    }
}

/// Stubs in an order that does not depend on the table.
fn in_order(stubs: &mut FxHashMap<ExitId, clif::Block>) -> Vec<(ExitId, clif::Block)> {
    let mut stubs: Vec<(ExitId, clif::Block)> = stubs.drain().collect();
    stubs.sort_unstable();
    stubs
}
