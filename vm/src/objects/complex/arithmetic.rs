//! Operators. A real operand stays one: it has no imaginary part, not even zero.

use super::base::{COMPLEX, ComplexObject, new};
use super::operand::Operand::{Complex as Imaginary, Real};
use super::operand::{Operand, operand};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::value::Value;
use tython_num::complex;
use tython_num::{Complex, Result};

/// `a op b`, or NotImplemented if one is no number.
fn binary(
    cx: &mut Cx,
    a: Value,
    b: Value,
    operation: fn(Operand, Operand) -> Result<Complex>,
) -> R {
    let (Some(a), Some(b)) = (operand(cx, a)?, operand(cx, b)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match operation(a, b) {
        Ok(number) => new(cx, number.re, number.im),
        Err(error) => Err(cx.number_error(error)),
    }
}

fn add(a: Operand, b: Operand) -> Result<Complex> {
    Ok(match (a, b) {
        (Imaginary(a), Imaginary(b)) => complex::add(a, b),
        (Imaginary(a), Real(b)) | (Real(b), Imaginary(a)) => complex::add_real(a, b),
        (Real(a), Real(b)) => (a + b).into(),
    })
}

fn sub(a: Operand, b: Operand) -> Result<Complex> {
    Ok(match (a, b) {
        (Imaginary(a), Imaginary(b)) => complex::sub(a, b),
        (Imaginary(a), Real(b)) => complex::sub_real(a, b),
        (Real(a), Imaginary(b)) => complex::real_sub(a, b),
        (Real(a), Real(b)) => (a - b).into(),
    })
}

fn mul(a: Operand, b: Operand) -> Result<Complex> {
    Ok(match (a, b) {
        (Imaginary(a), Imaginary(b)) => complex::mul(a, b),
        (Imaginary(a), Real(b)) | (Real(b), Imaginary(a)) => complex::mul_real(a, b),
        (Real(a), Real(b)) => (a * b).into(),
    })
}

fn div(a: Operand, b: Operand) -> Result<Complex> {
    match (a, b) {
        (Imaginary(a), Imaginary(b)) => complex::div(a, b),
        (Imaginary(a), Real(b)) => complex::div_real(a, b),
        (Real(a), b) => complex::real_div(a, b.to_complex()),
    }
}

fn pow(a: Operand, b: Operand) -> Result<Complex> {
    complex::pow(a.to_complex(), b.to_complex())
}

macro_rules! operators {
    ($($name:ident $signature:literal $reflected:ident $reflected_signature:literal: $operation:ident;)*) => {
        $(
            #[native(COMPLEX, $signature, slot, effect = pure)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R {
                binary(cx, this, value, $operation)
            }

            #[native(COMPLEX, $reflected_signature, slot, effect = pure)]
            fn $reflected(cx: &mut Cx, this: Value, value: Value) -> R {
                binary(cx, value, this, $operation)
            }
        )*
    };
}

operators! {
    dunder_add "__add__(self, value, /)" radd "__radd__(self, value, /)": add;
    dunder_sub "__sub__(self, value, /)" rsub "__rsub__(self, value, /)": sub;
    dunder_mul "__mul__(self, value, /)" rmul "__rmul__(self, value, /)": mul;
    truediv "__truediv__(self, value, /)" rtruediv "__rtruediv__(self, value, /)": div;
}

fn power(cx: &mut Cx, a: Value, b: Value, modulus: Value) -> R {
    if modulus.is_none() {
        return binary(cx, a, b, pow);
    }
    match (operand(cx, a)?, operand(cx, b)?) {
        (Some(_), Some(_)) => Err(cx.value_error(format_args!("complex modulo"))),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

#[native(COMPLEX, "__pow__(self, value, mod=None, /)", slot, effect = pure)]
fn dunder_pow(cx: &mut Cx, this: Value, value: Value, mod_: Value) -> R {
    power(cx, this, value, mod_)
}

#[native(COMPLEX, "__rpow__(self, value, mod=None, /)", slot, effect = pure)]
fn rpow(cx: &mut Cx, this: Value, value: Value, mod_: Value) -> R {
    power(cx, value, this, mod_)
}

#[native(COMPLEX, "__neg__(self, /)", slot, effect = pure)]
fn neg(cx: &mut Cx, this: &'static ComplexObject) -> R {
    let number = complex::neg(this.get());
    new(cx, number.re, number.im)
}

#[native(COMPLEX, "__pos__(self, /)", slot, effect = pure)]
fn pos(_: &mut Cx, this: &'static ComplexObject) -> &'static ComplexObject {
    this
}

#[native(COMPLEX, "__abs__(self, /)", slot, effect = pure)]
fn abs(cx: &mut Cx, this: &'static ComplexObject) -> R<f64> {
    complex::abs(this.get()).map_err(|error| cx.number_error(error))
}

#[native(COMPLEX, "__bool__(self, /)", slot, effect = pure)]
fn bool(_: &mut Cx, this: &'static ComplexObject) -> bool {
    this.get() != Complex::new(0.0, 0.0)
}
