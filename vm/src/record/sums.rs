//! The steps of `sum` over a generator.

use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::interp::Fr;
use crate::objects::float::to_f64;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::Op as Ir;

impl Recorder {
    pub(super) fn sums(&mut self, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        match op {
            Op::AddInts => self.add_ints(fr, i).map(Some),
            Op::AddFloats => self.add_floats(fr, i).map(Some),
            _ => Ok(None),
        }
    }

    fn add_ints(&mut self, fr: Fr, i: Instr) -> Res<After> {
        // Where it is not small, the interpreter jumps.
        let (total, item) = (self.operand(fr, i.a()), self.operand(fr, i.b()));
        let (total, item) = self.as_numbers(total, item);
        let sum = total.1.as_small_int().zip(item.1.as_small_int());
        let sum = sum.and_then(|(total, item)| total.checked_add(item));
        if sum.and_then(Value::small_int).is_none() {
            return unsupported("a sum of something else than small integers");
        }
        let (total, item) = (self.as_int(total.0, total.1), self.as_int(item.0, item.1));
        let (Some(total), Some(item)) = (total, item) else {
            return unsupported("a sum of something else than integers");
        };
        // What is too large for a small integer the interpreter finds when the trace has been left.
        let sum = self.checked(Ir::AddOvf, &[total, item]);
        Ok(After::Set(i.a(), Held::Int(sum, None)))
    }

    /// A term and its error, as `Compensated::add` has them.
    fn add_floats(&mut self, fr: Fr, i: Instr) -> Res<After> {
        let registers = [i.a(), i.a() + 1, i.a() + 2];
        let [sum, error, term] = registers.map(|register| self.get_float(fr, register));
        let [sum_now, _, term_now] = registers.map(|register| to_f64(fr.get(register)));
        let (Some(sum), Some(error), Some(term)) = (sum, error, term) else {
            return unsupported("a sum of something else than floats");
        };
        let new = self.emit(Ir::AddFloat, &[sum, term]);
        let sizes = [sum, term].map(|float| self.emit(Ir::AbsFloat, &[float]));
        let is_larger = self.emit(Ir::GeFloat, &sizes);
        let is_larger_now = sum_now.map(f64::abs) >= term_now.map(f64::abs);
        self.guard(is_larger, is_larger_now);
        let (larger, smaller) = match is_larger_now {
            true => (sum, term),
            false => (term, sum),
        };
        let rest = self.emit(Ir::SubFloat, &[larger, new]);
        let lost = self.emit(Ir::AddFloat, &[rest, smaller]);
        let error = self.emit(Ir::AddFloat, &[error, lost]);
        self.pending_sets = vec![
            (i.a(), Held::Float(new, None)),
            (i.a() + 1, Held::Float(error, None)),
        ];
        Ok(After::Nothing)
    }
}
