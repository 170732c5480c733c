//! The regular expression engine behind `re`, as plain Rust data: no heap, no values.
//!
//! The standard library's `re._compiler` turns a pattern into a list of numbers, the code of the
//! "SRE" machine. [`Program::new`] checks that code, since any program can hand in any numbers, and
//! translates it into instructions with absolute targets; it also finds out which code points can
//! begin what, so that most decisions at run time are made by a look at the next code point instead
//! of by trying. A [`Pattern`] does that when it first runs.
//!
//! Matching is backtracking, as in CPython, since the groups that a match reports depend on its
//! order; but on an explicit stack (`engine`), so no pattern and no text overflows the native one.
//! It works on strings of one, two and four bytes a code point alike, and on bytes. A text is
//! borrowed, positions are indices, and what a run needs besides lies in a [`Scratch`] that is used
//! again by the next one.
//!
//! ```
//! use tython_sre::{Mode, Program, Request, Scratch};
//! use tython_text::Text;
//!
//! // What re._compiler makes of "b+": REPEAT_ONE, skip, min, max, LITERAL b, SUCCESS; SUCCESS.
//! let program = Program::new(&[24, 6, 1, u32::MAX, 16, 98, 1, 1], 0)?;
//! let request = Request::new(Text::One(b"abbbc"), Mode::Search);
//! let mut scratch = Scratch::default();
//! assert_eq!(program.run(&request, &mut scratch, &mut || true), Ok(true));
//! assert_eq!(scratch.span(0), Some(1..4));
//! # Ok::<(), tython_sre::InvalidCode>(())
//! ```

mod build;
pub mod case;
mod category;
mod engine;
mod latin;
mod low;
mod opcodes;
mod pattern;
mod program;
mod scratch;
mod set;

pub use build::InvalidCode;
pub use engine::{Mode, Request, Stop};
pub use opcodes::{CODE_SIZE, MAGIC, MAX_GROUPS, MAX_REPEAT};
pub use pattern::Pattern;
pub use program::Program;
pub use scratch::Scratch;

#[cfg(test)]
mod tests;
