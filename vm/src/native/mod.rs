//! Native functions: how builtin functions and methods are declared, found and called.
//!
//! A function is declared once, by the attribute `#[native]` (crate `tython-macros`, which explains
//! it), and the linker collects the declarations in [`NATIVES`]. Who makes classes and modules, who
//! renders `help()`, who records traces and who lists what is missing reads that one table.
//!
//! | file | what |
//! | --- | --- |
//! | `def.rs` | a row of the table |
//! | `signature.rs` | the texts that Python code sees: `__text_signature__`, `__doc__` |
//! | `slots.rs` | what CPython says of special methods |
//! | `args.rs` | the arguments of a call |
//! | `bind.rs`, `wording.rs`, `suggest.rs` | keywords, defaults, wrong calls, and CPython's words for them |
//! | `receiver.rs` | the first argument of methods |
//! | `convert.rs`, `number.rs` | arguments to Rust, defaults |
//! | `result.rs` | results to Python |
//!
//! A call is `(def.call)(cx, args)`. The function behind `call` is straight-line code when the call
//! gives positional arguments in the right number; everything else goes through [`bind()`].

mod args;
mod bind;
mod convert;
mod def;
mod number;
mod receiver;
mod result;
mod signature;
mod slots;
mod suggest;
#[cfg(test)]
mod tests;
mod wording;

pub use args::{Args, Kwargs};
pub use bind::bind;
pub use convert::{Absent, ArgPlace, FromArg, FromDefault, MaxSize, Text};
pub use def::{
    Effect, Kind, NATIVES, NativeCall, NativeDef, Owner, Param, ParamKind, of_class, of_module,
};
pub use number::SliceIndex;
pub use receiver::{ClassReceiver, Receiver};
pub use result::IntoResult;
pub use signature::{class_signature, doc, text_signature};
pub use suggest::closest;
pub use tython_macros::native;
