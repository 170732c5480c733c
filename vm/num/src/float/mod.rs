//! What `float` adds to `f64`: its text, its arithmetic where Rust's differs, its ratios and hashes.

mod arithmetic;
mod convert;
mod digits;
mod hex;
mod parse;
mod round;
mod scale;
mod square;
mod text;

pub use arithmetic::{Power, divide, divmod, floordiv, modulo, pow};
pub use convert::{as_integer_ratio, ceil, floor, hash, is_integer};
pub use hex::{fromhex, hex};
pub use parse::{ParseFloatError, parse};
pub use round::{round, round_to_int};
pub use scale::{frexp, ldexp};
pub use text::repr;

pub(crate) use arithmetic::power_of_reals;
pub(crate) use parse::parse_number;
pub(crate) use scale::{decompose, scale_rounding};
pub(crate) use text::{Flags, Style, to_text};
