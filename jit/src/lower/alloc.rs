//! New objects.
//!
//! A thread has free cells of each size at hand, one behind the other: the first of them becomes the object. If there is
//! none, or the host has no such cells for a layout, the host is called.

use super::{Cells, Lowering, plain};
use crate::ir::{Immediate, Inst, Op};
use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I64};

impl Lowering<'_, '_> {
    /// A new object, or one with an array.
    pub(super) fn allocate(&mut self, inst: &Inst, args: &[clif::Value]) -> Option<clif::Value> {
        let Immediate::Layout(layout) = inst.immediate else {
            return None;
        };
        let layout = self.trace.declared.layouts.get(layout)?;
        let bits = self.host.layout_bits(layout);
        let length = match inst.op {
            Op::AllocArray => Some(self.length(inst, *args.first()?)),
            _ => None,
        };
        Some(match (length, self.host.cells(layout)) {
            (None, Some(cells)) => self.take_cell(inst, bits, &cells),
            _ => self.allocate_by_host(inst, bits, length),
        })
    }

    /// The length of an array; leaves if it is negative, because -1 would say that there is no array.
    fn length(&mut self, inst: &Inst, length: clif::Value) -> clif::Value {
        let less = IntCC::SignedLessThan;
        let negative = self.builder.ins().icmp_imm_s(less, length, 0);
        self.leave_if(negative, inst);
        length
    }

    fn allocate_by_host(
        &mut self,
        inst: &Inst,
        layout: u64,
        length: Option<clif::Value>,
    ) -> clif::Value {
        let function = self.host.runtime().alloc as usize;
        let layout = self.address(layout);
        let length = match length {
            Some(length) => length,
            None => self.address(u64::MAX),
        };
        self.call_aside(function, &[layout, length], Some(inst))
    }

    fn take_cell(&mut self, inst: &Inst, layout: u64, cells: &Cells) -> clif::Value {
        let allocator = self.fixed_pointer(cells.allocator);
        let cell = self.word_at(allocator, cells.cursor);
        let end = self.word_at(allocator, cells.end);
        let token = self.of_context(self.layout.thread_token);
        let slow = self.builder.create_block();
        self.builder.set_cold_block(slow);
        let fast = self.builder.create_block();
        let done = self.builder.create_block();
        let object = self.builder.append_block_param(done, I64);
        let is_out = self.builder.ins().icmp(IntCC::Equal, cell, end);
        self.builder.ins().brif(is_out, slow, &[], fast, &[]);

        self.builder.switch_to_block(fast);
        let next = self.builder.ins().iadd_imm_s(cell, i64::from(cells.bytes));
        let (meta, yes) = (self.address(cells.meta.1), self.builder.ins().iconst(I8, 1));
        let context = self.context;
        for (value, base, offset) in [
            (next, allocator, cells.cursor),
            (yes, context, cells.used),
            (token, cell, self.layout.token),
            // The last: until then the cell is free.
            (meta, cell, cells.meta.0),
        ] {
            self.builder.ins().store(plain(), value, base, offset);
        }
        self.jump(done, &[cell]);

        self.builder.switch_to_block(slow);
        let made = self.allocate_by_host(inst, layout, None);
        self.jump(done, &[made]);
        self.builder.switch_to_block(done);
        object
    }
}
