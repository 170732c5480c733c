//! The modules `math` and `cmath`: what they compute themselves, and their errors.
//!
//! Elementary functions are the C library's, through `std` where it has them. Functions that it
//! lacks, or that CPython computes itself, are written here with the source of the algorithm.

pub mod cmath;

mod bits;
mod double_length;
mod elementary;
mod gamma;
mod logarithm;
mod norm;
mod sums;

pub use bits::{isclose, ldexp, modf, nextafter, ulp};
pub use elementary::{
    acos, acosh, asin, asinh, atan, atan2, atanh, cbrt, copysign, cos, cosh, degrees, erf, erfc,
    exp, exp2, expm1, fabs, fma, fmod, log1p, pow, radians, remainder, sin, sinh, sqrt, tan, tanh,
};
pub use gamma::{gamma, lgamma};
pub use logarithm::{Logarithm, log_float, log_int};
pub use norm::{dist, hypot};
pub use sums::{FloatSum, ProductSum};

use crate::{Error, float};

fn domain() -> Error {
    Error::value("math domain error")
}

fn range() -> Error {
    Error::overflow("math range error")
}

/// A domain error that shows the argument.
fn unexpected(expected: &str, argument: f64) -> Error {
    let argument = float::repr(argument);
    Error::value(format!("expected {expected}, got {argument}"))
}
