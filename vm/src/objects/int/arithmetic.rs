//! Operators. Those of small integers seldom come here: the interpreter does them itself.

use super::base::{INT, digits, exact as read, from_int, written};
use super::long;
use super::operand::{exact, give, operand, receiver};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::protocol::operators::{Binary, Unary};
use crate::value::Value;
use tython_num::int::direct::{self, Direct};
use tython_num::int::{self, Digits, Power};
use tython_num::{Int, IntRef, Result};

/// `a op b`.
#[inline]
fn apply<O: Direct>(cx: &mut Cx, a: Digits<'_>, b: Digits<'_>) -> R {
    match O::room(a, b) {
        Some(room) => written(cx, room, |out| O::write(a, b, out)),
        None => computed(cx, a, b, O::compute),
    }
}

/// The same in the library.
#[cold]
fn computed(
    cx: &mut Cx,
    a: Digits<'_>,
    b: Digits<'_>,
    operation: fn(&Int, &Int) -> Result<Int>,
) -> R {
    let [a, b] = [a, b].map(|digits| IntRef::new(digits.negative, digits.words).to_int());
    let result = long::binary(cx, &a, &b, operation)?;
    give(cx, result)
}

/// `a op b`, or NotImplemented if they are not both integers.
///
/// # Errors
/// The operation's, and MemoryError.
pub(super) fn binary<O: Direct>(cx: &mut Cx, a: Value, b: Value) -> R {
    match (operand(cx, a)?, operand(cx, b)?) {
        (Some(a), Some(b)) => apply::<O>(cx, a.digits(&mut 0), b.digits(&mut 0)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

macro_rules! operators {
    ($($name:ident $signature:literal $reflected:ident $reflected_signature:literal: $operation:ty;)*) => {
        $(
            #[native(INT, $signature, slot, effect = pure)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R {
                binary::<$operation>(cx, this, value)
            }

            #[native(INT, $reflected_signature, slot, effect = pure)]
            fn $reflected(cx: &mut Cx, this: Value, value: Value) -> R {
                binary::<$operation>(cx, value, this)
            }
        )*
    };
}

operators! {
    add "__add__(self, value, /)" radd "__radd__(self, value, /)": direct::Add;
    sub "__sub__(self, value, /)" rsub "__rsub__(self, value, /)": direct::Sub;
    mul "__mul__(self, value, /)" rmul "__rmul__(self, value, /)": direct::Mul;
    floordiv "__floordiv__(self, value, /)" rfloordiv "__rfloordiv__(self, value, /)": direct::FloorDiv;
    modulo "__mod__(self, value, /)" rmodulo "__rmod__(self, value, /)": direct::Mod;
    lshift "__lshift__(self, value, /)" rlshift "__rlshift__(self, value, /)": direct::LShift;
    rshift "__rshift__(self, value, /)" rrshift "__rrshift__(self, value, /)": direct::RShift;
    and "__and__(self, value, /)" rand "__rand__(self, value, /)": direct::And;
    or "__or__(self, value, /)" ror "__ror__(self, value, /)": direct::Or;
    xor "__xor__(self, value, /)" rxor "__rxor__(self, value, /)": direct::Xor;
}

/// `op a` of an exact integer that is no `bool`.
///
/// # Errors
/// MemoryError.
pub(crate) fn unary_of_exact(cx: &mut Cx, op: Unary, a: Value) -> R<Option<Value>> {
    if read(a).is_none() {
        return Ok(None);
    }
    let result = match op {
        Unary::Neg => negative(cx, a),
        Unary::Pos => Ok(a),
        Unary::Invert => inverted(cx, a),
    };
    result.map(Some)
}

/// `a op b` of two exact integers, none of them a `bool`, of all operators but powers.
///
/// # Errors
/// The operation's, and MemoryError.
pub(crate) fn of_exact(cx: &mut Cx, op: Binary, a: Value, b: Value) -> R<Option<Value>> {
    let (mut one, mut other) = (0, 0);
    let (Some(x), Some(y)) = (digits(a, &mut one), digits(b, &mut other)) else {
        return Ok(None);
    };
    let result = match op {
        Binary::Add => apply::<direct::Add>(cx, x, y),
        Binary::Sub => apply::<direct::Sub>(cx, x, y),
        Binary::Mul => apply::<direct::Mul>(cx, x, y),
        Binary::FloorDiv => apply::<direct::FloorDiv>(cx, x, y),
        Binary::Mod => apply::<direct::Mod>(cx, x, y),
        Binary::LShift => apply::<direct::LShift>(cx, x, y),
        Binary::RShift => apply::<direct::RShift>(cx, x, y),
        Binary::And => apply::<direct::And>(cx, x, y),
        Binary::Or => apply::<direct::Or>(cx, x, y),
        Binary::Xor => apply::<direct::Xor>(cx, x, y),
        Binary::TrueDiv => true_divide(cx, a, b),
        Binary::DivMod => quotient_and_remainder(cx, a, b),
        _ => return Ok(None),
    };
    result.map(Some)
}

fn true_divide(cx: &mut Cx, a: Value, b: Value) -> R {
    let (Some(a), Some(b)) = (operand(cx, a)?, operand(cx, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match int::true_divide(&a.to_int(), &b.to_int()) {
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
    match long::binary(cx, &a.to_int(), &b.to_int(), int::divmod)? {
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
                let result = long::pow_modulo(cx, &a.to_int(), &b.to_int(), &modulus.to_int())?;
                give(cx, result)
            }
            None => Ok(Value::NOT_IMPLEMENTED),
        };
    }
    match long::pow(cx, &a.to_int(), &b.to_int())? {
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
    negative(cx, this)
}

fn subtracted(cx: &mut Cx, from: i64, this: Value) -> R {
    let (from, number) = (IntRef::Small(from), receiver(cx, this)?);
    apply::<direct::Sub>(cx, from.digits(&mut 0), number.digits(&mut 0))
}

/// `-this`: what is missing up to 0.
fn negative(cx: &mut Cx, this: Value) -> R {
    subtracted(cx, 0, this)
}

#[native(INT, "__abs__(self, /)", slot, effect = pure)]
fn abs(cx: &mut Cx, this: Value) -> R {
    if receiver(cx, this)?.is_negative() {
        return negative(cx, this);
    }
    exact(cx, this)
}

#[native(INT, "__invert__(self, /)", slot, effect = pure)]
fn invert(cx: &mut Cx, this: Value) -> R {
    inverted(cx, this)
}

/// `~this`: what is missing up to -1.
///
/// # Errors
/// MemoryError.
pub(super) fn inverted(cx: &mut Cx, this: Value) -> R {
    subtracted(cx, -1, this)
}

#[native(INT, "__bool__(self, /)", slot, effect = pure)]
fn bool(cx: &mut Cx, this: Value) -> R<bool> {
    Ok(!receiver(cx, this)?.is_zero())
}

#[native(INT, "__float__(self, /)", slot, effect = pure)]
fn float(cx: &mut Cx, this: Value) -> R<f64> {
    let number = receiver(cx, this)?;
    int::to_f64(number).map_err(|error| cx.number_error(error))
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
