//! Fields, barriers, polls.
//!
//! Tokens and the poll word change under the code: they are read by atomic loads, which the code generator
//! neither merges nor moves, and which it moves no other access across.

use super::{Lowering, PollWord, ReadTable, machine_type, plain};
use crate::ir::{Form, Immediate, Index, Inst, Op, Type};
use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I32, I64};

impl Lowering<'_, '_> {
    /// A load or a store.
    pub(super) fn access(&mut self, inst: &Inst, args: &[clif::Value]) -> Option<clif::Value> {
        let (Immediate::Field(id) | Immediate::Array(id)) = inst.immediate else {
            return None;
        };
        let field = self.trace.declared.fields.get(id)?;
        let ty = field.ty;
        let next = self.regions.len() as u32;
        let dfg = &mut self.builder.func.dfg;
        let region = self.regions.entry(id.number()).or_insert_with(|| {
            dfg.alias_regions.insert(clif::AliasRegionData {
                user_id: next,
                description: "a field".into(),
            })
        });
        let flags = plain().with_alias_region(Some(*region));
        let (base, offset) = match (self.trace.args(inst), field.stride) {
            (&[object, index, ..], Some(stride)) => {
                self.element(object, index, stride, field.offset)
            }
            _ => (args[0], field.offset as i32),
        };
        match inst.op {
            Op::Load | Op::LoadAt => {
                let wide = if ty == Type::Bool {
                    I64
                } else {
                    machine_type(ty)
                };
                let loaded = self.builder.ins().load(wide, flags, base, offset);
                Some(match ty {
                    Type::Bool => self.builder.ins().ireduce(I8, loaded),
                    _ => loaded,
                })
            }
            _ => {
                let stored = match (ty, args.last()) {
                    (Type::Bool, Some(bool)) => self.builder.ins().uextend(I64, *bool),
                    (_, Some(value)) => *value,
                    (_, None) => return None,
                };
                self.builder.ins().store(flags, stored, base, offset);
                None
            }
        }
    }

    /// A word of memory of the host's.
    pub(super) fn word_at(&mut self, base: clif::Value, offset: i32) -> clif::Value {
        self.builder.ins().load(I64, plain(), base, offset)
    }

    /// A word of the thread's context.
    pub(super) fn of_context(&mut self, offset: i32) -> clif::Value {
        self.word_at(self.context, offset)
    }

    /// A pointer in the thread's context that never changes.
    pub(super) fn fixed_pointer(&mut self, offset: i32) -> clif::Value {
        let fixed = plain().with_readonly().with_can_move();
        self.builder.ins().load(I64, fixed, self.context, offset)
    }

    /// Leaves if the thread is no longer alone, or has become so, and the trace is of the other form.
    pub(super) fn stay_in_form(&mut self, inst: &Inst) {
        let Some(offset) = self.layout.alone else {
            return;
        };
        let alone = self.builder.ins().load(I8, plain(), self.context, offset);
        match self.trace.origin.form {
            Form::Solo => self.leave_unless(alone, inst),
            Form::Shared => self.leave_if(alone, inst),
        }
    }

    /// The address of an object's token.
    fn token_address(&mut self, object: clif::Value) -> clif::Value {
        self.builder
            .ins()
            .iadd_imm_s(object, i64::from(self.layout.token))
    }

    fn look(&mut self, address: clif::Value) -> clif::Value {
        self.builder.ins().atomic_load(I64, plain(), address)
    }

    /// A barrier; gives the token that was seen.
    pub(super) fn barrier(&mut self, inst: &Inst, object: clif::Value) -> Option<clif::Value> {
        match inst.op {
            Op::OpenReadSolo => None,
            Op::OpenReadShared => Some(self.open_read(inst, object)),
            _ => {
                self.open_write(inst, object);
                None
            }
        }
    }

    /// Mine, or readable and logged already; else the host does it.
    fn open_read(&mut self, inst: &Inst, object: clif::Value) -> clif::Value {
        let address = self.token_address(object);
        let token = self.look(address);
        let done = self.builder.create_block();
        let opened = self.builder.append_block_param(done, I64);
        let slow = self.builder.create_block();
        self.builder.set_cold_block(slow);
        let base = self.of_context(self.layout.thread_base);
        let newest = self.of_context(self.layout.thread_token);
        let above = self.builder.ins().isub(token, base);
        let span = self.builder.ins().isub(newest, base);
        let mine = self
            .builder
            .ins()
            .icmp(IntCC::UnsignedLessThanOrEqual, above, span);
        let other = match self.layout.read_table {
            Some(_) => self.builder.create_block(),
            None => slow,
        };
        self.builder
            .ins()
            .brif(mine, done, &[token.into()], other, &[]);
        if let Some(table) = self.layout.read_table {
            self.builder.switch_to_block(other);
            let known = self.is_logged(table, address, token);
            self.builder
                .ins()
                .brif(known, done, &[token.into()], slow, &[]);
        }
        self.builder.switch_to_block(slow);
        let function = self.host.runtime().open_read as usize;
        let seen = self.call_aside(function, &[object], Some(inst));
        self.jump(done, &[seen]);
        self.builder.switch_to_block(done);
        opened
    }

    fn is_logged(
        &mut self,
        table: ReadTable,
        address: clif::Value,
        token: clif::Value,
    ) -> clif::Value {
        let limit = self.of_context(self.layout.read_limit);
        let readable = self
            .builder
            .ins()
            .icmp(IntCC::UnsignedLessThan, token, limit);
        let slots = self.of_context(table.table);
        let mask = self.of_context(table.mask);
        let epoch = self.of_context(table.epoch);
        let factor = self.address(table.factor);
        let ins = self.builder.ins();
        let product = ins.imul(address, factor);
        let home = self
            .builder
            .ins()
            .ushr_imm_u(product, i64::from(table.shift));
        let home = self.builder.ins().band(home, mask);
        let offset = self.builder.ins().ishl_imm_u(home, 3);
        let place = self.builder.ins().iadd(slots, offset);
        let entry = self.builder.ins().load(I64, plain(), place, 0);
        let rest = self.builder.ins().bxor(entry, address);
        let logged = self.builder.ins().icmp(IntCC::Equal, rest, epoch);
        self.builder.ins().band(readable, logged)
    }

    /// Mine, and logged since the current serial began; else the host does it.
    fn open_write(&mut self, inst: &Inst, object: clif::Value) {
        let address = self.token_address(object);
        let token = self.look(address);
        let mine = self.of_context(self.layout.thread_token);
        let open = self.builder.ins().icmp(IntCC::Equal, token, mine);
        let done = self.builder.create_block();
        let slow = self.builder.create_block();
        self.builder.set_cold_block(slow);
        self.builder.ins().brif(open, done, &[], slow, &[]);
        self.builder.switch_to_block(slow);
        let function = self.host.runtime().open_write as usize;
        self.call_aside(function, &[object], Some(inst));
        self.jump(done, &[]);
        self.builder.switch_to_block(done);
    }

    /// The second look.
    pub(super) fn check_open(&mut self, inst: &Inst, args: &[clif::Value]) {
        // The loads before it come before it: on x86 they do by themselves.
        if cfg!(not(target_arch = "x86_64")) {
            self.builder.ins().fence();
        }
        let address = self.token_address(args[0]);
        let token = self.look(address);
        let changed = self.builder.ins().icmp(IntCC::NotEqual, token, args[1]);
        self.leave_if(changed, inst);
    }

    /// Leaves if anything is asked for.
    pub(super) fn poll(&mut self, inst: &Inst) {
        let (base, offset) = match self.layout.poll {
            PollWord::InContext(offset) => (self.context, offset),
            PollWord::Behind(pointer, offset) => (self.fixed_pointer(pointer), offset),
        };
        let address = self.builder.ins().iadd_imm_s(base, i64::from(offset));
        let asked = self.look(address);
        self.leave_if(asked, inst);
        if self.trace.origin.form == Form::Shared {
            self.count_down(self.layout.turns, inst);
        }
    }

    /// Leaves if a number in the context, if there is one, has come down to nothing.
    pub(super) fn count_down(&mut self, number: Option<i32>, inst: &Inst) {
        let Some(offset) = number else {
            return;
        };
        let left = self.builder.ins().load(I32, plain(), self.context, offset);
        let left = self.builder.ins().iadd_imm_s(left, -1);
        self.builder
            .ins()
            .store(plain(), left, self.context, offset);
        self.leave_unless(left, inst);
    }
}
