//! The object.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, layout};
use crate::types::TypeDef;
use stm_core::{Unit, Word};
use tython_num::Complex;

builtin_type! {
    /// The class.
    pub static COMPLEX = TypeDef {
        name: "complex",
        layout: Some(layout::COMPLEX),
        subclassable: true,
        doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
        ..TypeDef::NEW
    };
}

/// A complex number.
#[repr(C)]
#[derive(Debug)]
pub struct ComplexObject {
    header: Header,
    /// Bits; raw.
    real: Word,
    /// Bits; raw.
    imaginary: Word,
}

// SAFETY: a header and raw words.
unsafe impl HeapType for ComplexObject {
    const LAYOUT: LayoutId = layout::COMPLEX;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        Unit {
            token: self.token(),
            words: &[],
        }
    }
}

impl ComplexObject {
    /// The number.
    pub fn get(&self) -> Complex {
        Complex {
            re: f64::from_bits(self.real.load()),
            im: f64::from_bits(self.imaginary.load()),
        }
    }
}

/// A complex number.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, real: f64, imaginary: f64) -> R {
    let object = cx.create(&COMPLEX, |header| ComplexObject {
        header,
        real: Word::new(real.to_bits()),
        imaginary: Word::new(imaginary.to_bits()),
    })?;
    Ok(object.value())
}
