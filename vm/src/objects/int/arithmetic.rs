//! Operators. Those of small integers seldom come here: the interpreter does them itself.

use super::base::{INT, from_int, with_exacts};
use super::long;
use super::operand::{exact, give, operand, receiver};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::protocol::operators::Binary;
use crate::value::Value;
use tython_num::int::{self, Power};
use tython_num::{Int, Result};

/// `a op b`, or NotImplemented if they are not both integers.
///
/// # Errors
/// The operation's, and MemoryError.
pub(super) fn binary(
    cx: &mut Cx,
    a: Value,
    b: Value,
    operation: fn(&Int, &Int) -> Result<Int>,
) -> R {
    match (operand(cx, a)?, operand(cx, b)?) {
        (Some(a), Some(b)) => {
            let result = long::binary(cx, &a, &b, operation)?;
            give(cx, result)
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

macro_rules! operators {
    ($($name:ident $signature:literal $reflected:ident $reflected_signature:literal: $operation:expr;)*) => {
        $(
            #[native(INT, $signature, slot, effect = pure)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R {
                binary(cx, this, value, $operation)
            }

            #[native(INT, $reflected_signature, slot, effect = pure)]
            fn $reflected(cx: &mut Cx, this: Value, value: Value) -> R {
                binary(cx, value, this, $operation)
            }
        )*
    };
}

operators! {
    add "__add__(self, value, /)" radd "__radd__(self, value, /)": |a, b| Ok(int::add(a, b));
    sub "__sub__(self, value, /)" rsub "__rsub__(self, value, /)": |a, b| Ok(int::sub(a, b));
    mul "__mul__(self, value, /)" rmul "__rmul__(self, value, /)": int::mul;
    floordiv "__floordiv__(self, value, /)" rfloordiv "__rfloordiv__(self, value, /)": int::floordiv;
    modulo "__mod__(self, value, /)" rmodulo "__rmod__(self, value, /)": int::modulo;
    lshift "__lshift__(self, value, /)" rlshift "__rlshift__(self, value, /)": int::shift_left;
    rshift "__rshift__(self, value, /)" rrshift "__rrshift__(self, value, /)": int::shift_right;
    and "__and__(self, value, /)" rand "__rand__(self, value, /)": |a, b| Ok(int::and(a, b));
    or "__or__(self, value, /)" ror "__ror__(self, value, /)": |a, b| Ok(int::or(a, b));
    xor "__xor__(self, value, /)" rxor "__rxor__(self, value, /)": |a, b| Ok(int::xor(a, b));
}

/// `a op b` of two exact integers, none of them a `bool`, if the operator always gives an integer, or two.
///
/// # Errors
/// The operation's, and MemoryError.
pub(crate) fn of_exact(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R<Option<Value>> {
    let operation: fn(&Int, &Int) -> Result<Int> = match op {
        Binary::Add => |a, b| Ok(int::add(a, b)),
        Binary::Sub => |a, b| Ok(int::sub(a, b)),
        Binary::Mul => int::mul,
        Binary::FloorDiv => int::floordiv,
        Binary::Mod => int::modulo,
        Binary::LShift => int::shift_left,
        Binary::RShift => int::shift_right,
        Binary::And => |a, b| Ok(int::and(a, b)),
        Binary::Or => |a, b| Ok(int::or(a, b)),
        Binary::Xor => |a, b| Ok(int::xor(a, b)),
        Binary::DivMod if with_exacts(a, b, |_, _| ()).is_some() => {
            return quotient_and_remainder(cx, a, b).map(Some);
        }
        _ => return Ok(None),
    };
    match with_exacts(a, b, |a, b| long::binary(cx, a, b, operation)) {
        Some(result) => {
            let result = result?;
            give(cx, result).map(Some)
        }
        None => Ok(None),
    }
}

fn true_divide(cx: &mut Cx, a: Value, b: Value) -> R {
    let (Some(a), Some(b)) = (operand(cx, a)?, operand(cx, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match int::true_divide(&a, &b) {
        Ok(quotient) => cx.float(quotient),
        Err(error) => Err(cx.number_error(error)),
    }
}

#[native(INT, "__truediv__(self, value, /)", slot, effect = pure)]
fn truediv(cx: &mut Cx, this: Value, value: Value) -> R {
    true_divide(cx, this, value)
}

#[native(INT, "__rtruediv__(self, value, /)", slot, effect = pure)]
fn rtruediv(cx: &mut Cx, this: Value, value: Value) -> R {
    true_divide(cx, value, this)
}

/// `divmod(a, b)`.
fn quotient_and_remainder(cx: &mut Cx, a: Value, b: Value) -> R {
    let (Some(a), Some(b)) = (operand(cx, a)?, operand(cx, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match long::binary(cx, &a, &b, int::divmod)? {
        Ok((quotient, remainder)) => {
            let pair = [from_int(cx, quotient)?, from_int(cx, remainder)?];
            cx.tuple(&pair)
        }
        Err(error) => Err(cx.number_error(error)),
    }
}

#[native(INT, "__divmod__(self, value, /)", slot, effect = pure)]
fn divmod(cx: &mut Cx, this: Value, value: Value) -> R {
    quotient_and_remainder(cx, this, value)
}

#[native(INT, "__rdivmod__(self, value, /)", slot, effect = pure)]
fn rdivmod(cx: &mut Cx, this: Value, value: Value) -> R {
    quotient_and_remainder(cx, value, this)
}

fn power(cx: &mut Cx, a: Value, b: Value, modulus: Value) -> R {
    let (Some(a), Some(b)) = (operand(cx, a)?, operand(cx, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !modulus.is_none() {
        return match operand(cx, modulus)? {
            Some(modulus) => {
                let result = long::pow_modulo(cx, &a, &b, &modulus)?;
                give(cx, result)
            }
            None => Ok(Value::NOT_IMPLEMENTED),
        };
    }
    match long::pow(cx, &a, &b)? {
        Ok(Power::Int(power)) => from_int(cx, power),
        Ok(Power::Float(power)) => cx.float(power),
        Err(error) => Err(cx.number_error(error)),
    }
}

#[native(INT, "__pow__(self, value, mod=None, /)", slot, effect = pure)]
fn pow(cx: &mut Cx, this: Value, value: Value, mod_: Value) -> R {
    power(cx, this, value, mod_)
}

#[native(INT, "__rpow__(self, value, mod=None, /)", slot, effect = pure)]
fn rpow(cx: &mut Cx, this: Value, value: Value, mod_: Value) -> R {
    power(cx, value, this, mod_)
}

#[native(INT, "__neg__(self, /)", slot, effect = pure)]
fn neg(cx: &mut Cx, this: Value) -> R {
    let number = receiver(cx, this)?;
    from_int(cx, int::neg(&number))
}

#[native(INT, "__abs__(self, /)", slot, effect = pure)]
fn abs(cx: &mut Cx, this: Value) -> R {
    let number = receiver(cx, this)?;
    if number.is_negative() {
        return from_int(cx, int::neg(&number));
    }
    exact(cx, this)
}

#[native(INT, "__invert__(self, /)", slot, effect = pure)]
fn invert(cx: &mut Cx, this: Value) -> R {
    inverted(cx, this)
}

/// `~this`.
///
/// # Errors
/// MemoryError.
pub(super) fn inverted(cx: &mut Cx, this: Value) -> R {
    let number = receiver(cx, this)?;
    from_int(cx, int::invert(&number))
}

#[native(INT, "__bool__(self, /)", slot, effect = pure)]
fn bool(cx: &mut Cx, this: Value) -> R<bool> {
    Ok(!receiver(cx, this)?.is_zero())
}

#[native(INT, "__float__(self, /)", slot, effect = pure)]
fn float(cx: &mut Cx, this: Value) -> R<f64> {
    let number = receiver(cx, this)?;
    int::to_f64(&number).map_err(|error| cx.number_error(error))
}

#[native(INT, "__pos__(self, /)", slot, effect = pure)]
fn pos(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}

#[native(INT, "__int__(self, /)", slot, effect = pure)]
fn int_of(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}

#[native(INT, "__index__(self, /)", slot, effect = pure)]
fn index(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}
