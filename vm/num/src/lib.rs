//! Python's numbers as plain Rust data: no heap of the virtual machine, no Python objects.
//!
//! [`int`] is `int` (on magnitudes: `limbs`), [`float`] and [`complex`] are what `float` and `complex` add to `f64`,
//! [`mod@format`] is the format specification mini-language and `%`-formatting, [`math`] is what the
//! modules `math` and `cmath` need beyond the C library, [`random`] is the generator of `_random`.
//!
//! Results and messages of errors are CPython 3.14's. No function panics or aborts, whatever it is
//! given: sizes that an argument controls are asked for first (see [`mod@memory`]).

pub mod complex;
pub mod error;
pub mod float;
pub mod format;
pub mod int;
pub mod math;
pub mod memory;
pub mod random;
pub mod text;

mod hash;
mod limbs;

pub use complex::Complex;
pub use error::{Error, ErrorKind, Result};
pub use format::{Formatted, Spec};
pub use int::{DigitLimit, Int, IntRef};
