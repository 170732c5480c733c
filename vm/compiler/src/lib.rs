//! Python 3.14 source text to Tython's code objects.
//!
//! Plain Rust data all the way: no heap, no values of the virtual machine. The stages, in order:
//!
//! 1. [`source`]: bytes to text (byte order marks, coding cookies, newlines);
//! 2. [`parse`]: text to a syntax tree, with CPython's errors and warnings;
//! 3. [`symtable`]: which name means what in which scope;
//! 4. [`codegen`]: tree and scopes to [`code`] in the instruction set of [`isa`];
//! 5. [`dis`]: code as text.
//!
//! [`tree`] makes of the syntax tree what the module `ast` shows.

pub mod code;
pub mod codegen;
pub mod dis;
pub mod isa;
pub mod parse;
pub mod source;
pub mod symtable;
pub mod tree;
