//! Text, methods and attributes.

use super::base::{COMPLEX, ComplexObject, new};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::number_text::{formatted, spec};
use crate::objects::str::Str;
use crate::protocol;
use crate::value::Value;
use tython_num::complex;
use tython_num::format::format_complex;

#[native(COMPLEX, "__repr__(self, /)", slot, effect = pure)]
fn repr(_: &mut Cx, this: &'static ComplexObject) -> String {
    complex::repr(this.get())
}

/// Convert to a string according to format_spec.
#[native(COMPLEX, "__format__(self, format_spec, /)")]
fn format(cx: &mut Cx, this: Value, format_spec: &'static Str) -> R {
    if format_spec.is_empty() {
        return protocol::str(cx, this);
    }
    let spec = spec(cx, this, format_spec)?;
    match super::operand::complex(cx, this)? {
        Some(number) => formatted(cx, format_complex(number, &spec)),
        None => Ok(this),
    }
}

/// Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.
#[native(COMPLEX, "conjugate(self, /)", effect = pure)]
fn conjugate(cx: &mut Cx, this: &'static ComplexObject) -> R {
    let number = this.get().conjugate();
    new(cx, number.re, number.im)
}

/// Convert this value to exact type complex.
#[native(COMPLEX, "__complex__(self, /)", effect = pure)]
fn complex_of(_: &mut Cx, this: &'static ComplexObject) -> &'static ComplexObject {
    this
}

#[native(COMPLEX, "__getnewargs__(self, /)", effect = pure)]
fn getnewargs(cx: &mut Cx, this: &'static ComplexObject) -> R {
    let number = this.get();
    let parts = [cx.float(number.re)?, cx.float(number.im)?];
    cx.tuple(&parts)
}

/// the real part of a complex number
#[native(COMPLEX, "real", getter, effect = pure)]
fn real(_: &mut Cx, this: &'static ComplexObject) -> f64 {
    this.get().re
}

/// the imaginary part of a complex number
#[native(COMPLEX, "imag", getter, effect = pure)]
fn imag(_: &mut Cx, this: &'static ComplexObject) -> f64 {
    this.get().im
}
