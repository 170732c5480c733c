//! The format specification mini-language, and numbers in `%`-formatting.
//!
//! `format(value, spec)` is [`Spec::parse`] and then one of the functions here. What they return is
//! a [`Formatted`]: the fill may be any code point, so padding is only counted.

mod complex;
mod float;
mod formatted;
mod group;
mod int;
mod number;
mod percent;
mod spec;
mod text;

pub use complex::format_complex;
pub use float::format_float;
pub use formatted::{Body, Formatted};
pub use int::format_int;
pub use percent::{Percent, percent_float, percent_int};
pub use spec::{Align, Grouping, Sign, Spec};
pub use text::{TextLayout, format_text};
