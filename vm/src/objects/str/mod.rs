//! `str`: immutable text, one, two or four bytes a code point.
//!
//! The text lies in the object behind two words. Algorithms are those of the crate `tython-text`.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object |
//! | `make.rs` | new strings out of others |
//! | `construct.rs` | `str(...)` |
//! | `operators.rs` | operators, comparison, subscripts |
//! | `methods_*.rs`, `translate.rs` | methods, by family |
//! | `encode.rs` | `encode` |
//! | `format.rs`, `fields.rs`, `percent.rs` | `format`, `format_map`, `%` |

mod base;
pub(crate) mod bounds;
mod construct;
mod encode;
mod format;
mod make;
mod methods_case;
mod methods_find;
mod methods_pad;
mod methods_split;
mod operators;
mod percent;
mod translate;

pub(crate) use base::{INFO, KIND_BITS, LENGTH_SHIFT, UNITS, characters};
pub use base::{
    Room, STR, Str, build, character, constant, empty, from_part, from_text, from_utf8,
    known_characters, part, to_string,
};
pub(crate) use format::dunder_format as format;
pub use make::{add, checked, concat, made, repeat, to_ascii};
pub(crate) use methods_split::limit;
pub(crate) use operators::{contains, get_item, get_slice, repr};
pub(crate) use percent::modulo;
