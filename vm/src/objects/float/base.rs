//! The object of a float that is not immediate.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, layout};
use crate::types::TypeDef;
use crate::value::Value;
use stm_core::{Unit, Word};

builtin_type! {
    /// The class.
    pub static FLOAT = TypeDef {
        name: "float",
        layout: Some(layout::FLOAT),
        subclassable: true,
        doc: "Convert a string or number to a floating-point number, if possible.",
        ..TypeDef::NEW
    };
}

/// A float with a large or small exponent, an infinity, or NaN.
#[repr(C)]
#[derive(Debug)]
pub struct Float {
    header: Header,
    /// The bits; raw.
    bits: Word,
}

/// Where machine code finds the number.
pub(crate) const FLOAT_BITS: usize = std::mem::offset_of!(Float, bits);

// SAFETY: a header and a raw word.
unsafe impl HeapType for Float {
    const LAYOUT: LayoutId = layout::FLOAT;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        Unit {
            token: self.token(),
            words: &[],
        }
    }
}

impl Float {
    /// The number.
    #[inline(always)]
    pub fn get(&self) -> f64 {
        f64::from_bits(self.bits.load())
    }
}

/// The object of a number that is not immediate.
///
/// # Errors
/// MemoryError.
#[cold]
pub fn boxed(cx: &mut Cx, number: f64) -> R {
    let object = cx.create(&FLOAT, |header| Float {
        header,
        bits: Word::new(number.to_bits()),
    })?;
    Ok(object.value())
}

/// The number of a `float` that is no instance of a subclass.
#[inline(always)]
pub fn to_f64(value: Value) -> Option<f64> {
    match value.as_immediate_float() {
        Some(float) => Some(float),
        None => value.cast::<Float>().map(Float::get),
    }
}
