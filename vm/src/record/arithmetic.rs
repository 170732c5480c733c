//! Arithmetic on integers and floats; what is slow is a call of the interpreter's function.

use super::comparison::{Operand, is_plain, is_scalar, small};
use super::emit::{float_of, int_of};
use super::held::Held;
use super::{After, Recorder, Res};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::interp::handlers::operation;
use crate::objects::str::Str;
use crate::protocol::operators::Binary;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    pub(super) fn arithmetic(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        op: Op,
        i: Instr,
    ) -> Res<Option<After>> {
        if matches!(op, Op::Neg | Op::Pos | Op::Invert) {
            return self.unary(fr, op, i).map(Some);
        }
        let Some(operation) = operation(op) else {
            return Ok(None);
        };
        let (operator, in_place) = (operation.op, operation.in_place);
        let right = match operation.is_number {
            true => small(i.c()),
            false => self.operand(fr, i.c()),
        };
        let left = self.operand(fr, i.b());
        if let Some(held) = self.of_any_numbers(operator, left, right) {
            return Ok(Some(After::Set(i.a(), held)));
        }
        let registers = (i.b(), (!operation.is_number).then(|| i.c()));
        if let Some(after) = self.special_method(cx, fr, i, registers, right)? {
            return Ok(Some(after));
        }
        let (a, b) = (self.word(left.0), self.word(right.0));
        let number = self.int(operator as i64);
        if is_scalar(left.1) && is_scalar(right.1) {
            self.guard_scalar(left)?;
            self.guard_scalar(right)?;
            let are_texts = left.1.is::<Str>() && right.1.is::<Str>();
            let word = match are_texts && operator == Binary::Add {
                true => self.helper_value("add_texts", &[a, b])?,
                false => self.helper_value("binary_scalars", &[number, a, b])?,
            };
            return Ok(Some(After::Opaque(Some((i.a(), word)))));
        }
        if operator == Binary::Mod && left.1.is::<Str>() && is_plain(right.1) {
            self.guard_scalar(left)?;
            let word = self.helper_value("format_plain", &[a, b])?;
            // Other values next time may run Python code.
            let unbound = self.constant(Value::UNBOUND);
            let is_unknown = self.emit(Ir::SameWord, &[word, unbound]);
            self.guard(is_unknown, false);
            return Ok(Some(After::Opaque(Some((i.a(), word)))));
        }
        let helper = if in_place { "in_place" } else { "binary" };
        let word = self.wild_value(helper, &[number, a, b])?;
        Ok(Some(After::Wild(Some((i.a(), word)))))
    }

    fn unary(&mut self, fr: Fr, op: Op, i: Instr) -> Res<After> {
        let operand = self.operand(fr, i.b());
        let (held, now) = match op {
            // It warns of a `bool`.
            Op::Invert => operand,
            _ => self.without_bool(operand),
        };
        if let Some(int) = self.as_int(held, now) {
            let result = match op {
                Op::Neg if int_of(now) != Some(i64::MIN) => {
                    let zero = self.int(0);
                    self.checked(Ir::SubOvf, &[zero, int])
                }
                Op::Invert => {
                    let ones = self.int(-1);
                    self.emit(Ir::Xor, &[int, ones])
                }
                _ => int,
            };
            return Ok(After::Set(i.a(), Held::Int(result, None)));
        }
        if op != Op::Invert
            && let Some(float) = self.as_float(held, now)
        {
            let result = match op {
                Op::Neg => self.emit(Ir::NegFloat, &[float]),
                _ => float,
            };
            return Ok(After::Set(i.a(), Held::Float(result, None)));
        }
        let word = self.word(held);
        let number = self.int(match op {
            Op::Neg => 0,
            Op::Pos => 1,
            _ => 2,
        });
        let word = self.wild_value("unary", &[number, word])?;
        Ok(After::Wild(Some((i.a(), word))))
    }

    /// The result for two numbers, of which some may be `bool`s, if it is a few instructions.
    fn of_any_numbers(&mut self, op: Binary, left: Operand, right: Operand) -> Option<Held> {
        let are_bools = left.1.as_bool().is_some() && right.1.as_bool().is_some();
        let (a, b) = self.as_numbers(left, right);
        let number = self.of_numbers(op, a, b)?;
        Some(match (op, number) {
            (Binary::And | Binary::Or | Binary::Xor, Held::Int(int, _)) if are_bools => {
                let zero = self.int(0);
                Held::Bool(self.emit(Ir::Ne, &[int, zero]))
            }
            (_, number) => number,
        })
    }

    /// The result for two numbers, if it is a few instructions.
    fn of_numbers(&mut self, op: Binary, left: Operand, right: Operand) -> Option<Held> {
        if let (Some(x), Some(y)) = (int_of(left.1), int_of(right.1)) {
            if op == Binary::TrueDiv {
                return self.of_floats(op, left, right);
            }
            if !fits(op, x, y) {
                return None;
            }
            let a = self.as_int(left.0, left.1)?;
            let b = self.as_int(right.0, right.1)?;
            let known = right.0.constant().and(Some(y));
            return self
                .of_ints(op, (a, x), (b, y), known)
                .map(|int| Held::Int(int, None));
        }
        if float_of(left.1).is_some() || float_of(right.1).is_some() {
            return self.of_floats(op, left, right);
        }
        None
    }

    fn of_ints(
        &mut self,
        op: Binary,
        (a, _): (ir::Value, i64),
        (b, y): (ir::Value, i64),
        known: Option<i64>,
    ) -> Option<ir::Value> {
        Some(match op {
            Binary::Add => self.checked(Ir::AddOvf, &[a, b]),
            Binary::Sub => self.checked(Ir::SubOvf, &[a, b]),
            Binary::Mul => self.checked(Ir::MulOvf, &[a, b]),
            Binary::And => self.emit(Ir::And, &[a, b]),
            Binary::Or => self.emit(Ir::Or, &[a, b]),
            Binary::Xor => self.emit(Ir::Xor, &[a, b]),
            Binary::LShift => self.checked(Ir::ShlOvf, &[a, b]),
            Binary::RShift => self.shift_right(a, b, known)?,
            Binary::FloorDiv | Binary::Mod => self.divide(op, a, b, known),
            Binary::Pow => match known? {
                1 => a,
                2 => self.checked(Ir::MulOvf, &[a, a]),
                3 => {
                    let square = self.checked(Ir::MulOvf, &[a, a]);
                    self.checked(Ir::MulOvf, &[square, a])
                }
                4 => {
                    let square = self.checked(Ir::MulOvf, &[a, a]);
                    self.checked(Ir::MulOvf, &[square, square])
                }
                _ => return None,
            },
            _ => {
                let _ = y;
                return None;
            }
        })
    }

    fn shift_right(&mut self, a: ir::Value, b: ir::Value, known: Option<i64>) -> Option<ir::Value> {
        match known {
            Some(0..64) => {}
            Some(_) => return None,
            None => {
                let end = self.int(64);
                let fits = self.emit(Ir::Below, &[b, end]);
                self.guard(fits, true);
            }
        }
        Some(self.emit(Ir::Sar, &[a, b]))
    }

    /// Division that rounds down. By a power of two it is a shift, or a mask.
    pub(super) fn divide(
        &mut self,
        op: Binary,
        a: ir::Value,
        b: ir::Value,
        known: Option<i64>,
    ) -> ir::Value {
        if let Some(by) = known.filter(|by| *by > 0 && by.count_ones() == 1) {
            let (op, number) = match op {
                Binary::Mod => (Ir::And, by - 1),
                _ => (Ir::Sar, i64::from(by.trailing_zeros())),
            };
            let number = self.int(number);
            return self.emit(op, &[a, number]);
        }
        let rest = self.checked(Ir::Rem, &[a, b]);
        // All ones if the rest has the other sign than the divisor.
        let sixty_three = self.int(63);
        let is_wrong = match known {
            Some(1..) => self.emit(Ir::Sar, &[rest, sixty_three]),
            _ => {
                let zero = self.int(0);
                let is_rest = self.emit(Ir::Ne, &[rest, zero]);
                let is_rest = self.emit(Ir::BoolToInt, &[is_rest]);
                let is_rest = self.emit(Ir::Sub, &[zero, is_rest]);
                let signs = self.emit(Ir::Xor, &[rest, b]);
                let differ = self.emit(Ir::Sar, &[signs, sixty_three]);
                self.emit(Ir::And, &[differ, is_rest])
            }
        };
        if op == Binary::Mod {
            let more = self.emit(Ir::And, &[b, is_wrong]);
            return self.emit(Ir::Add, &[rest, more]);
        }
        let quotient = self.checked(Ir::Div, &[a, b]);
        self.emit(Ir::Add, &[quotient, is_wrong])
    }

    fn of_floats(&mut self, op: Binary, left: Operand, right: Operand) -> Option<Held> {
        let op = match op {
            Binary::Add => Ir::AddFloat,
            Binary::Sub => Ir::SubFloat,
            Binary::Mul => Ir::MulFloat,
            Binary::TrueDiv => Ir::DivFloat,
            Binary::Pow => return self.power(left, right),
            _ => return None,
        };
        let by = float_of(right.1).or_else(|| int_of(right.1).map(|int| int as f64))?;
        if op == Ir::DivFloat && by == 0.0 {
            return None;
        }
        let a = self.as_exact_float(left.0, left.1)?;
        let b = self.as_exact_float(right.0, right.1)?;
        if op == Ir::DivFloat {
            let zero = self.float(0.0);
            let divides = self.emit(Ir::NeFloat, &[b, zero]);
            self.guard(divides, true);
        }
        Some(Held::Float(self.emit(op, &[a, b]), None))
    }

    fn power(&mut self, left: Operand, right: Operand) -> Option<Held> {
        float_of(left.1)?;
        let a = self.as_exact_float(left.0, left.1)?;
        let b = self.as_exact_float(right.0, right.1)?;
        let power = self.helper_value("float_power", &[a, b]).ok()?;
        Some(Held::Float(power, None))
    }
}

/// Whether the result of two integers fits into 64 bits.
fn fits(op: Binary, x: i64, y: i64) -> bool {
    match op {
        Binary::Add => x.checked_add(y).is_some(),
        Binary::Sub => x.checked_sub(y).is_some(),
        Binary::Mul => x.checked_mul(y).is_some(),
        Binary::FloorDiv | Binary::Mod => x.checked_div(y).is_some(),
        Binary::LShift => (0..64).contains(&y) && (x << y) >> y == x,
        Binary::RShift => (0..64).contains(&y),
        Binary::Pow => u32::try_from(y).is_ok_and(|y| y > 0 && x.checked_pow(y).is_some()),
        Binary::And | Binary::Or | Binary::Xor => true,
        _ => false,
    }
}
