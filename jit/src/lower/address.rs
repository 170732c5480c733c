//! Addresses of elements of arrays.
//!
//! An address is a sum: the object, the index times the stride, and an offset. What of it is a constant goes into the
//! offset, and what cancels out goes: so a part of an object (which has a token of its own), and the words before an array's first element,
//! cost nothing. What does not change in the loop is added up before it.
//!
//! The code generator would put that sum where it is used, because it has a constant in it, and constants are made where they are used. A
//! sum that says whether it overflows stays where it is.

use super::Lowering;
use crate::ir::{Immediate, Op, Value};
use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::InstBuilder;

/// A sum of products, modulo 2^64.
#[derive(Default)]
struct Sum {
    terms: Vec<Term>,
    rest: i64,
}

/// A value, and its factor.
pub(super) type Term = (Value, i64);

impl Sum {
    fn has(&self, value: Value) -> bool {
        self.terms.iter().any(|(term, _)| *term == value)
    }

    fn add(&mut self, value: Value, factor: i64) {
        match self.terms.iter_mut().find(|(term, _)| *term == value) {
            Some((_, known)) => *known = known.wrapping_add(factor),
            None => self.terms.push((value, factor)),
        }
    }
}

impl Lowering<'_, '_> {
    /// The address of an element, but for what is to be added to it as an offset.
    pub(super) fn element(
        &mut self,
        object: Value,
        index: Value,
        stride: u32,
        offset: u32,
    ) -> (clif::Value, i32) {
        let (sum, before) = self.sum_of(object, index, stride);
        let known = self.bases.get(&sum.terms[..before]).copied();
        let rest = if known.is_some() { before } else { 0 };
        let mut address = known;
        for term in &sum.terms[rest..] {
            let more = self.product(*term);
            address = Some(match address {
                Some(address) => self.builder.ins().iadd(address, more),
                None => more,
            });
        }
        let address = address.unwrap_or_else(|| self.address(0));
        match i32::try_from(sum.rest.wrapping_add(i64::from(offset))) {
            Ok(offset) => (address, offset),
            Err(_) => {
                let address = self.builder.ins().iadd_imm_s(address, sum.rest);
                (address, offset as i32)
            }
        }
    }

    /// Adds up what does not change in the loop, which begins with instruction `header`.
    pub(super) fn add_up_bases(&mut self, header: usize) {
        let trace = self.trace;
        self.first_in_loop = trace.loop_params.first().copied().or_else(|| {
            let loop_ = &trace.insts()[header..];
            loop_.iter().find_map(|inst| inst.result)
        });
        for inst in &trace.insts()[header..] {
            let (Op::LoadAt | Op::StoreAt, &[object, index, ..]) = (inst.op, trace.args(inst))
            else {
                continue;
            };
            let stride = trace.field(inst.immediate).and_then(|field| field.stride);
            let Some(stride) = stride else {
                continue;
            };
            let (sum, before) = self.sum_of(object, index, stride);
            let terms = &sum.terms[..before];
            let (Some((last, others)), false) =
                (terms.split_last(), self.bases.contains_key(terms))
            else {
                continue;
            };
            let mut base = None;
            for term in others {
                let more = self.product(*term);
                base = Some(match base {
                    Some(base) => self.builder.ins().iadd(base, more),
                    None => more,
                });
            }
            if let Some(base) = base {
                let more = self.product(*last);
                let (base, _) = self.builder.ins().uadd_overflow(base, more);
                self.bases.insert(terms.to_vec(), base);
            }
        }
    }

    fn product(&mut self, (value, factor): Term) -> clif::Value {
        let value = self.get(value);
        match factor {
            1 => value,
            _ => self.builder.ins().imul_imm_s(value, factor),
        }
    }

    /// The place of an element, but for the array's offset: a sum, and how many of its terms are from before the loop.
    fn sum_of(&self, object: Value, index: Value, stride: u32) -> (Sum, usize) {
        let mut sum = Sum::default();
        self.take_address(&mut sum, object);
        self.take(&mut sum, index, i64::from(stride));
        sum.terms.retain(|(_, factor)| *factor != 0);
        sum.terms.sort_unstable();
        let terms = sum.terms.iter();
        let before = terms.take_while(|(value, _)| self.is_from_before_loop(*value));
        let before = before.count();
        (sum, before)
    }

    /// An object: a tagged word less its tag, a part of another object, or anything.
    fn take_address(&self, sum: &mut Sum, address: Value) {
        let same = [Op::WordAsRef, Op::IntAsWord, Op::WordAsInt, Op::RefAsWord];
        let inner = same.iter().find_map(|op| self.definition(address, *op));
        if let Some(inner) = inner {
            return self.take_address(sum, inner[0]);
        }
        if let Some(&[left, right]) = self.definition(address, Op::Add) {
            self.take_address(sum, left);
            return self.take_address(sum, right);
        }
        let shifted = self.definition(address, Op::Shl);
        let by = shifted.and_then(|parts| self.constants.get(&parts[1]));
        match (shifted, by) {
            // A number of words.
            (Some(parts), Some(by @ 0..63)) => sum.add(parts[0], 1 << by),
            _ => self.take(sum, address, 1),
        }
    }

    /// A number, taken apart if that is good for anything: what is added to it is a constant, changes less often, or is
    /// in the sum already.
    fn take(&self, sum: &mut Sum, value: Value, factor: i64) {
        if sum.has(value) {
            return sum.add(value, factor);
        }
        if let Some(number) = self.constants.get(&value) {
            sum.rest = sum.rest.wrapping_add(number.wrapping_mul(factor));
            return;
        }
        for (op, sign) in [(Op::Add, 1), (Op::Sub, -1)] {
            if let Some(&[left, right]) = self.definition(value, op)
                && [left, right].iter().any(|part| self.is_apart(sum, *part))
            {
                self.take(sum, left, factor);
                return self.take(sum, right, factor.wrapping_mul(sign));
            }
        }
        sum.add(value, factor);
    }

    fn is_apart(&self, sum: &Sum, part: Value) -> bool {
        self.constants.contains_key(&part) || self.is_from_before_loop(part) || sum.has(part)
    }

    /// Whether this is within the loop, and the value from before it.
    fn is_from_before_loop(&self, value: Value) -> bool {
        self.first_in_loop.is_some_and(|first| value < first)
    }

    /// The operands of the operation that defines a value, if it is this one.
    fn definition(&self, value: Value, op: Op) -> Option<&[Value]> {
        let number = self.definitions.get(&value)?;
        let inst = self.trace.insts().get(*number)?;
        (inst.op == op && inst.immediate == Immediate::None).then(|| self.trace.args(inst))
    }
}
