//! The text form of traces: `Display` for [`Trace`], and a parser.
//!
//! What is printed parses back to the same trace, and what is parsed prints as it was written, but
//! for blank lines, comments (`#` to the end of the line) and spaces. The parser is about form alone:
//! a value that nothing defines, or an exit that is not there, is for [`crate::verify`] to find, so
//! that its tests can be written as text.
//!
//! | file | what |
//! | --- | --- |
//! | `print.rs` | `Display` |
//! | `lexer.rs` | characters to tokens |
//! | `cursor.rs` | a place among the tokens, and the errors there |
//! | `head.rs` | the parser of declarations |
//! | `body.rs` | the parser of instructions |
//! | `exits.rs` | the parser of exits |
//!
//! # Grammar
//!
//! Each item is a line of its own.
//!
//! ```text
//! trace    "trace" NUMBER ("root" | "bridge" NUMBER EXIT) ("solo" | "shared") STRING
//! code     "code" NAME REGISTERS
//! field    "field" NAME ":" TYPE ("mutable" | "immutable" | "own") OFFSET ["stride" BYTES]
//! layout   "layout" NAME BYTES ["solid"] "{" [NAME {"," NAME}] "}"
//! helper   "helper" NAME "(" [TYPE {"," TYPE}] ")" ["->" TYPE] [":" ("pure" | EFFECT {EFFECT})]
//! object   "object" NAME ADDRESS
//! point    "point" NAME "=" PLACE ["live" REGISTER {REGISTER}]
//! enter    "enter" NAME "(" [VALUE ":" TYPE ["=" REGISTER] {"," ...}] ")"
//! inst     [VALUE ":" TYPE "="] MNEMONIC [IMMEDIATE] {"," VALUE} ["->" EXIT] ["@" PLACE]
//! loop     "loop" "(" [VALUE ":" TYPE "=" VALUE {"," ...}] ")" ["@" PLACE]
//! exit     "exit" EXIT, then lines of
//!          VIRTUAL "=" NAME "{" [NAME ":" (VALUE | VIRTUAL) {"," ...}] "}"
//!          "frame" NAME "{" [REGISTER ":" (VALUE | VIRTUAL) {"," ...}] "}"
//! ```
//!
//! A PLACE is `code:pc`; values are `v0`, exits `e0`, virtual objects `o0`, registers `r0`. A NAME
//! that is no plain word is written as a string.

mod body;
mod cursor;
mod exits;
mod head;
mod lexer;
mod print;

pub use cursor::ParseError;
pub(crate) use print::Line;

use crate::ir::Trace;
use cursor::Cursor;
use std::str::FromStr;

impl FromStr for Trace {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Trace, ParseError> {
        let mut cursor = Cursor::new(text)?;
        let mut trace = head::trace(&mut cursor)?;
        body::instructions(&mut cursor, &mut trace)?;
        exits::exits(&mut cursor, &mut trace)?;
        Ok(trace)
    }
}
