//! Calls of the host: helpers, transactions.

use super::{CompileError, Lowering, Status};
use crate::ir::{Effects, Inst, Op, Type};
use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I8, I64};
use cranelift_codegen::isa::CallConv;

const ASIDE_PARAMS: usize = 5;

/// The function, the context, the record, two arguments; no register is touched.
pub(super) fn aside_signature() -> clif::Signature {
    let mut signature = clif::Signature::new(CallConv::PreserveAll);
    signature.params = vec![clif::AbiParam::new(I64); ASIDE_PARAMS];
    signature
}

impl Lowering<'_, '_> {
    /// The 64 bits of a value.
    pub(super) fn bits(&mut self, ty: Type, value: clif::Value) -> clif::Value {
        match ty {
            Type::F64 => self
                .builder
                .ins()
                .bitcast(I64, clif::MemFlagsData::new(), value),
            Type::Bool => self.builder.ins().uextend(I64, value),
            Type::I64 | Type::Ref | Type::Word => value,
        }
    }

    fn of_bits(&mut self, ty: Type, bits: clif::Value) -> clif::Value {
        match ty {
            Type::F64 => self
                .builder
                .ins()
                .bitcast(F64, clif::MemFlagsData::new(), bits),
            Type::Bool => self.builder.ins().ireduce(I8, bits),
            Type::I64 | Type::Ref | Type::Word => bits,
        }
    }

    fn call(&mut self, function: usize, args: &[clif::Value], results: usize) -> Vec<clif::Value> {
        let convention = self.isa.default_call_conv();
        let builder = &mut self.builder;
        let signature = self
            .signatures
            .entry((args.len(), results))
            .or_insert_with(|| {
                let mut signature = clif::Signature::new(convention);
                signature.params = vec![clif::AbiParam::new(I64); args.len()];
                signature.returns = vec![clif::AbiParam::new(I64); results];
                builder.import_signature(signature)
            });
        let signature = *signature;
        let callee = self.address(function as u64);
        let call = self.builder.ins().call_indirect(signature, callee, args);
        self.builder.inst_results(call).to_vec()
    }

    /// Calls a function of the host that may fail. Gives its bits, if it is done. If not, the trace is left: by the
    /// instruction's exit, if the function says so and there is one, else as rolled back.
    pub(super) fn call_runtime(
        &mut self,
        function: usize,
        args: &[clif::Value],
        leaves: Option<&Inst>,
    ) -> clif::Value {
        let mut all = vec![self.context];
        all.extend(args);
        let returned = self.call(function, &all, 2);
        self.go_on(returned[0], leaves);
        returned[1]
    }

    /// The same, for what is seldom called: with up to two arguments, and registers as they were before.
    pub(super) fn call_aside(
        &mut self,
        function: usize,
        args: &[clif::Value],
        leaves: Option<&Inst>,
    ) -> clif::Value {
        let signature = self.builder.import_signature(aside_signature());
        let (aside, function) = (self.address(self.aside), self.address(function as u64));
        let mut all = vec![function, self.context, self.record];
        all.extend(args);
        all.resize(ASIDE_PARAMS, self.record);
        self.builder.ins().call_indirect(signature, aside, &all);
        let at = crate::code::ASIDE as i32;
        let status = self.word_at(self.record, at);
        self.go_on(status, leaves);
        self.word_at(self.record, at + 8)
    }

    /// Goes on if a function of the host is done.
    fn go_on(&mut self, status: clif::Value, leaves: Option<&Inst>) {
        let next = self.builder.create_block();
        let rolled_back = self.rolled_back_block();
        match leaves.filter(|inst| inst.exit.is_some()) {
            Some(inst) => {
                let failed = self.builder.create_block();
                self.builder.set_cold_block(failed);
                self.builder.ins().brif(status, failed, &[], next, &[]);
                self.builder.switch_to_block(failed);
                let exit = self.failure_block(inst);
                let leave = Status::Leave as i64;
                let leaves = self.builder.ins().icmp_imm_u(IntCC::Equal, status, leave);
                self.builder.ins().brif(leaves, exit, &[], rolled_back, &[]);
            }
            None => {
                self.builder.ins().brif(status, rolled_back, &[], next, &[]);
            }
        }
        self.builder.switch_to_block(next);
    }

    /// A call of a helper.
    pub(super) fn call_helper(
        &mut self,
        inst: &Inst,
        args: &[clif::Value],
    ) -> Result<Option<clif::Value>, CompileError> {
        let helper = self
            .trace
            .helper(inst.immediate)
            .expect("a verified call names a helper");
        let unknown = || CompileError::Helper(helper.name.clone());
        let function = self.host.helper(helper).ok_or_else(unknown)?;
        let mut bits = Vec::new();
        for (arg, ty) in args.iter().zip(&helper.params) {
            bits.push(self.bits(*ty, *arg));
        }
        let result = if helper.effects == Effects::NONE {
            let results = usize::from(helper.result.is_some());
            self.call(function, &bits, results).first().copied()
        } else {
            Some(self.call_runtime(function, &bits, Some(inst)))
        };
        Ok(match (helper.result, result) {
            (Some(ty), Some(bits)) => Some(self.of_bits(ty, bits)),
            _ => None,
        })
    }

    /// A poll, or a step of the transaction.
    pub(super) fn transaction(&mut self, inst: &Inst) -> Option<clif::Value> {
        let runtime = self.host.runtime();
        let function = match inst.op {
            Op::Poll => {
                self.poll(inst);
                return None;
            }
            Op::Commit => {
                let code = self.spill_for(inst);
                let code = self.address(code);
                self.call_runtime(runtime.commit as usize, &[code], Some(inst));
                return None;
            }
            Op::AtomicEnter => runtime.atomic_enter,
            Op::AtomicLeave => runtime.atomic_leave,
            Op::Nest => runtime.nest,
            _ => runtime.irrevocable,
        };
        let none = self.address(0);
        self.call_runtime(function as usize, &[none], None);
        None
    }
}
