//! Operators. Those of two immediate floats seldom come here: the interpreter does most of them itself.

use super::base::FLOAT;
use super::operand::{exact, operand, receiver};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::complex;
use crate::objects::int::from_int;
use crate::value::Value;
use tython_num::Result;
use tython_num::float::{self, Power};

/// `a op b`, or NotImplemented if one is no real number.
fn binary(cx: &mut Cx, a: Value, b: Value, operation: fn(f64, f64) -> Result<f64>) -> R {
    let (Some(a), Some(b)) = (operand(cx, a)?, operand(cx, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match operation(a, b) {
        Ok(number) => cx.float(number),
        Err(error) => Err(cx.number_error(error)),
    }
}

macro_rules! operators {
    ($($name:ident $signature:literal $reflected:ident $reflected_signature:literal: $operation:expr;)*) => {
        $(
            #[native(FLOAT, $signature, slot, effect = pure)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R {
                binary(cx, this, value, $operation)
            }

            #[native(FLOAT, $reflected_signature, slot, effect = pure)]
            fn $reflected(cx: &mut Cx, this: Value, value: Value) -> R {
                binary(cx, value, this, $operation)
            }
        )*
    };
}

operators! {
    add "__add__(self, value, /)" radd "__radd__(self, value, /)": |a, b| Ok(a + b);
    sub "__sub__(self, value, /)" rsub "__rsub__(self, value, /)": |a, b| Ok(a - b);
    mul "__mul__(self, value, /)" rmul "__rmul__(self, value, /)": |a, b| Ok(a * b);
    truediv "__truediv__(self, value, /)" rtruediv "__rtruediv__(self, value, /)": float::divide;
    floordiv "__floordiv__(self, value, /)" rfloordiv "__rfloordiv__(self, value, /)": float::floordiv;
    modulo "__mod__(self, value, /)" rmodulo "__rmod__(self, value, /)": float::modulo;
}

/// `divmod(a, b)`.
fn quotient_and_remainder(cx: &mut Cx, a: Value, b: Value) -> R {
    let (Some(a), Some(b)) = (operand(cx, a)?, operand(cx, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match float::divmod(a, b) {
        Ok((quotient, remainder)) => {
            let pair = [cx.float(quotient)?, cx.float(remainder)?];
            cx.tuple(&pair)
        }
        Err(error) => Err(cx.number_error(error)),
    }
}

#[native(FLOAT, "__divmod__(self, value, /)", slot, effect = pure)]
fn divmod(cx: &mut Cx, this: Value, value: Value) -> R {
    quotient_and_remainder(cx, this, value)
}

#[native(FLOAT, "__rdivmod__(self, value, /)", slot, effect = pure)]
fn rdivmod(cx: &mut Cx, this: Value, value: Value) -> R {
    quotient_and_remainder(cx, value, this)
}

fn power(cx: &mut Cx, a: Value, b: Value, modulus: Value) -> R {
    if !modulus.is_none() {
        return Err(cx.type_error(format_args!(
            "pow() 3rd argument not allowed unless all arguments are integers"
        )));
    }
    let (Some(a), Some(b)) = (operand(cx, a)?, operand(cx, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match float::pow(a, b) {
        Ok(Power::Float(power)) => cx.float(power),
        Ok(Power::Complex(power)) => complex::new(cx, power.re, power.im),
        Err(error) => Err(cx.number_error(error)),
    }
}

#[native(FLOAT, "__pow__(self, value, mod=None, /)", slot, effect = pure)]
fn pow(cx: &mut Cx, this: Value, value: Value, mod_: Value) -> R {
    power(cx, this, value, mod_)
}

#[native(FLOAT, "__rpow__(self, value, mod=None, /)", slot, effect = pure)]
fn rpow(cx: &mut Cx, this: Value, value: Value, mod_: Value) -> R {
    power(cx, value, this, mod_)
}

#[native(FLOAT, "__neg__(self, /)", slot, effect = pure)]
fn neg(cx: &mut Cx, this: Value) -> R<f64> {
    Ok(-receiver(cx, this)?)
}

#[native(FLOAT, "__pos__(self, /)", slot, effect = pure)]
fn pos(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}

#[native(FLOAT, "__abs__(self, /)", slot, effect = pure)]
fn abs(cx: &mut Cx, this: Value) -> R<f64> {
    Ok(receiver(cx, this)?.abs())
}

#[native(FLOAT, "__bool__(self, /)", slot, effect = pure)]
fn bool(cx: &mut Cx, this: Value) -> R<bool> {
    Ok(receiver(cx, this)? != 0.0)
}

#[native(FLOAT, "__float__(self, /)", slot, effect = pure)]
fn float_of(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}

#[native(FLOAT, "__int__(self, /)", slot, effect = pure)]
fn int_of(cx: &mut Cx, this: Value) -> R {
    let number = receiver(cx, this)?;
    match tython_num::int::from_f64(number) {
        Ok(number) => from_int(cx, number),
        Err(error) => Err(cx.number_error(error)),
    }
}
