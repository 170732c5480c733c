//! `#[native]`: declares a native function or method on the Rust function that implements it.
//!
//! ```ignore
//! /// Append object to the end of the list.
//! #[native(LIST, "append(self, object, /)", effect = writes)]
//! fn append(cx: &mut Cx, this: &'static List, object: Value) -> R<()> { ... }
//!
//! /// Multidimensional Euclidean distance from the origin to a point.
//! #[native(module = "math", "hypot(*coordinates)", effect = pure)]
//! fn hypot(cx: &mut Cx, coordinates: &[Value]) -> R<f64> { ... }
//! ```
//!
//! The attribute only collects. The function stays as it is; beside it stands one row of the table
//! `NATIVES` (owner, name, parameters, documentation, effect) and the function that the row points to,
//! which takes the arguments of a call apart and converts them by ordinary traits. What those are is
//! the business of `vm/src/native`; this crate knows their names.
//!
//! | where | what |
//! | --- | --- |
//! | first | the class (a `TypeCell`), or `module = "name"` |
//! | second | the signature, as CPython writes text signatures; of a getter, setter or deleter the name |
//! | `slot` | a special method: `wrapper_descriptor` instead of `method_descriptor` |
//! | `classmethod`, `staticmethod` | as in Python; the first Rust parameter of a class method is the class |
//! | `new` | `__new__`: a static method whose first argument is a class |
//! | `getter`, `setter`, `deleter` | the three parts of an attribute that is computed |
//! | `opaque` | there is no `__text_signature__` |
//! | `effect = pure`, `reads`, `writes`, `waits`, `enters`, `io` | what it does itself; without it, it calls Python code. Before `io` the transaction becomes irrevocable |
//!
//! The parameters of the Rust function are `cx`, the receiver (`self`, `cls` or `type` in the
//! signature), and those of the signature, under the same names and in the same order.

mod attribute;
mod expand;
mod function;
mod signature;

use proc_macro::TokenStream;

/// Declares a native function or method; see the head of this crate.
#[proc_macro_attribute]
pub fn native(attribute: TokenStream, item: TokenStream) -> TokenStream {
    match expand::expand(attribute.into(), item.into()) {
        Ok(tokens) => tokens.into(),
        Err(error) => error.into_compile_error().into(),
    }
}
