//! Comparisons, as values and fused with jumps.

use super::emit::{float_of, int_of};
use super::held::Held;
use super::plain::is_plain_class;
use super::{After, Recorder, Res};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::interp::handlers::comparison;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::protocol::Compare;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Op as Ir};

/// Tuples within each other that are looked into.
const DEEPEST: u32 = 3;

const fn of_ints(op: Compare) -> Ir {
    match op {
        Compare::Lt => Ir::Lt,
        Compare::Le => Ir::Le,
        Compare::Eq => Ir::Eq,
        Compare::Ne => Ir::Ne,
        Compare::Gt => Ir::Gt,
        Compare::Ge => Ir::Ge,
    }
}

const fn of_floats(op: Compare) -> Ir {
    match op {
        Compare::Lt => Ir::LtFloat,
        Compare::Le => Ir::LeFloat,
        Compare::Eq => Ir::EqFloat,
        Compare::Ne => Ir::NeFloat,
        Compare::Gt => Ir::GtFloat,
        Compare::Ge => Ir::GeFloat,
    }
}

/// An operand: what the trace knows of it, and what it is now.
pub(super) type Operand = (Held, Value);

/// An immediate operand.
pub(super) fn small(number: u16) -> Operand {
    let number = Value::small_int(i64::from(number as i16)).unwrap_or(Value::NONE);
    (Held::Const(number), number)
}

impl Recorder {
    pub(super) fn comparisons(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        op: Op,
        i: Instr,
    ) -> Res<Option<After>> {
        if matches!(op, Op::In | Op::NotIn) {
            return match self.asks_for_contents(cx, fr, i.c(), i.b())? {
                Some(after) => Ok(Some(after)),
                None => self.membership(fr, op, i).map(Some),
            };
        }
        let Some(comparison) = comparison(op) else {
            return Ok(None);
        };
        let (a, b) = match comparison.jumps {
            Some(_) => (i.a(), i.b()),
            None => (i.b(), i.c()),
        };
        let left = self.operand(fr, a);
        let right = match comparison.is_number {
            true => small(b),
            false => self.operand(fr, b),
        };
        let registers = (a, (!comparison.is_number).then_some(b));
        if let Some(after) = self.special_method(cx, fr, i, registers, right)? {
            return Ok(Some(after));
        }
        let decides = comparison.jumps.is_some();
        if let Some(holds) = self.compared(comparison.op, left, right, decides)? {
            return Ok(Some(match comparison.jumps {
                None => After::Set(i.a(), Held::Bool(holds)),
                Some(jumps_if) => After::Branch(holds, jumps_if),
            }));
        }
        let (a, b) = (self.word(left.0), self.word(right.0));
        let number = self.int(comparison.op as i64);
        Ok(Some(match comparison.jumps {
            None => {
                let word = self.wild_value("compare", &[number, a, b])?;
                After::Wild(Some((i.a(), word)))
            }
            Some(jumps_if) => {
                let holds = self.wild_value("compare_any", &[number, a, b])?;
                After::Decided(holds, jumps_if)
            }
        }))
    }

    /// A register, with the type that it has now.
    pub(super) fn operand(&mut self, fr: Fr, register: u16) -> Operand {
        let now = fr.get(register);
        if int_of(now).is_some() {
            self.get_int(fr, register);
        } else if float_of(now).is_some() {
            self.get_float(fr, register);
        }
        (self.get(register), now)
    }

    /// The answer, if it is a builtin one; if it `decides` where a jump goes, see [`Recorder::compared_texts`].
    fn compared(
        &mut self,
        op: Compare,
        left: Operand,
        right: Operand,
        decides: bool,
    ) -> Res<Option<ir::Value>> {
        let (left, right) = self.as_numbers(left, right);
        if let (Some(a), Some(b)) = (self.as_int(left.0, left.1), self.as_int(right.0, right.1)) {
            return Ok(Some(self.emit(of_ints(op), &[a, b])));
        }
        let has_float = float_of(left.1).is_some() || float_of(right.1).is_some();
        if has_float
            && let Some(a) = self.as_exact_float(left.0, left.1)
            && let Some(b) = self.as_exact_float(right.0, right.1)
        {
            return Ok(Some(self.emit(of_floats(op), &[a, b])));
        }
        if !is_scalar(left.1) || !is_scalar(right.1) {
            return Ok(None);
        }
        let (a, b) = (self.word(left.0), self.word(right.0));
        let number = self.int(op as i64);
        self.guard_scalar(left)?;
        self.guard_scalar(right)?;
        if left.1.is::<Str>() && right.1.is::<Str>() {
            return self.compared_texts(op, left, right, decides).map(Some);
        }
        let holds = self.helper_value("compare_scalars", &[number, a, b])?;
        Ok(Some(holds))
    }

    fn membership(&mut self, fr: Fr, op: Op, i: Instr) -> Res<After> {
        if let Some(found) = self.is_among(fr, i.b(), i.c())? {
            let holds = match op {
                Op::In => found,
                _ => self.emit(Ir::Not, &[found]),
            };
            return Ok(After::Set(i.a(), Held::Bool(holds)));
        }
        let (value, container) = (self.get_word(i.b()), self.get_word(i.c()));
        let negated = self.int(i64::from(op == Op::NotIn));
        let args = [negated, container, value];
        if is_scalar(fr.get(i.b())) && fr.get(i.c()).is::<Str>() {
            let value = self.operand(fr, i.b());
            self.guard_scalar(value)?;
            if self.get_kind(fr, i.c()).is_some() {
                let word = self.helper_value("contains", &args)?;
                return Ok(After::Opaque(Some((i.a(), word))));
            }
        }
        let word = self.wild_value("contains_any", &args)?;
        Ok(After::Wild(Some((i.a(), word))))
    }

    /// What some registers hold stays what it is.
    pub(super) fn guard_scalars(&mut self, fr: Fr, registers: &[u16]) -> Res<()> {
        for register in registers {
            let operand = self.operand(fr, *register);
            self.guard_scalar(operand)?;
        }
        Ok(())
    }

    /// What an operand is stays what it is.
    pub(super) fn guard_scalar(&mut self, (held, now): Operand) -> Res<()> {
        match held {
            Held::Word(word) if !now.is_reference() => match now.is_small_int() {
                true => drop(self.as_int(held, now)),
                false if now.is_immediate_float() => drop(self.as_float(held, now)),
                false => self.guard_word(word, now),
            },
            Held::Word(_) | Held::Ref(..) => drop(self.as_kind(held, now)),
            _ => {}
        }
        Ok(())
    }
}

/// Whether comparing and hashing it runs no Python code, whatever it is compared with of these.
pub(super) fn is_scalar(value: Value) -> bool {
    use crate::objects::bytes::Bytes;
    use crate::objects::float::Float;
    use crate::objects::int::BigIntObject;
    !value.is_reference()
        || value.is::<Str>()
        || value.is::<Float>()
        || value.is::<BigIntObject>()
        || value.is::<Bytes>()
}

/// The same of what is looked for: a scalar, a class that has `type` as its metaclass, or a tuple of such.
pub(super) fn is_plain(value: Value) -> bool {
    is_plain_within(value, DEEPEST)
}

fn is_plain_within(value: Value, depth: u32) -> bool {
    if is_scalar(value) || is_plain_class(value) {
        return true;
    }
    let items = value.cast::<Tuple>().filter(|_| depth > 0);
    items.is_some_and(|tuple| {
        let mut items = tuple.as_slice().iter();
        items.all(|item| is_plain_within(*item, depth - 1))
    })
}
