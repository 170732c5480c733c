//! Operands of methods as complex or real numbers.

use super::base::ComplexObject;
use crate::cx::{Cx, R};
use crate::objects::float;
use crate::value::Value;
use tython_num::Complex;

/// A number that takes part in complex arithmetic.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operand {
    Complex(Complex),
    Real(f64),
}

/// The number of a `complex` or of an instance of a subclass; `None` of anything else.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn complex(cx: &mut Cx, value: Value) -> R<Option<Complex>> {
    Ok(cx.payload::<ComplexObject>(value)?.map(ComplexObject::get))
}

/// The same, of floats and integers too.
///
/// # Errors
/// OverflowError if an integer is too large.
pub(super) fn operand(cx: &mut Cx, value: Value) -> R<Option<Operand>> {
    match complex(cx, value)? {
        Some(number) => Ok(Some(Operand::Complex(number))),
        None => Ok(float::operand(cx, value)?.map(Operand::Real)),
    }
}

impl Operand {
    /// A real number has no imaginary part.
    pub(super) fn to_complex(self) -> Complex {
        match self {
            Operand::Complex(number) => number,
            Operand::Real(number) => number.into(),
        }
    }
}
