//! `math`. The mathematics is that of the crate `tython-num`; here are the arguments and results.
//!
//! | file | what |
//! | --- | --- |
//! | `elementary.rs` | functions of one or two floats |
//! | `parts.rs` | the parts of floats, their neighbours, logarithms; rounding to integers |
//! | `integers.rs` | functions of integers |
//! | `sums.rs` | sums, products, lengths of vectors |

mod elementary;
mod integers;
mod parts;
mod sums;

use super::{document, set};
use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;
use std::f64::consts::{E, PI, TAU};

native_module!("math", fill);

/// `__doc__`
const DOC: &str =
    "This module provides access to the mathematical functions\ndefined by the C standard.";

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)?;
    constants(cx, module)
}

/// The constants that `math` and `cmath` share.
pub(super) fn constants(cx: &mut Cx, module: &'static Module) -> R<()> {
    let constants = [
        ("pi", PI),
        ("e", E),
        ("tau", TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, number) in constants {
        let number = cx.float(number)?;
        set(cx, module, name, number)?;
    }
    Ok(())
}

/// A result of `tython-num` as that of a function.
fn give<T>(cx: &mut Cx, result: tython_num::Result<T>) -> R<T> {
    result.map_err(|error| cx.number_error(error))
}
