//! Templates: those of `str.format` and those of the operator `%`.
//!
//! The parsers find the pieces and what is wrong with them; values are the caller's. A parser goes
//! from piece to piece, because what a piece does to its arguments comes before what is wrong with
//! the next one.

mod braces;
mod field;
mod percent;

pub use braces::{MAX_DEPTH, Piece, Replacement, TOO_DEEP, Template};
pub use field::{AutoNumber, Field, FieldPart, Numbering, Step};
pub use percent::{Amount, Conversion, Flags, Kind, PercentError, PercentPiece, PercentTemplate};

/// The message of a `ValueError` about a template.
pub type Message = &'static str;

#[cfg(test)]
mod tests;
