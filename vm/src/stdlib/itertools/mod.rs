//! `itertools`.
//!
//! The classes are iterators as those of the builtins are (`objects::iterators`): a function that makes
//! a step, and three fields whose meaning is said where the class is. Copying and pickling went in
//! Python 3.14, so the fields are nobody else's business.
//!
//! | file | what |
//! | --- | --- |
//! | `endless.rs` | `count`, `repeat`, `cycle` |
//! | `chain.rs` | `chain` |
//! | `select.rs` | `takewhile`, `dropwhile`, `filterfalse`, `compress` |
//! | `islice.rs` | `islice` |
//! | `windows.rs` | `pairwise`, `batched` |
//! | `apply.rs` | `accumulate`, `starmap` |
//! | `zip_longest.rs`, `groupby.rs`, `tee.rs` | the classes of these names |
//! | `product.rs`, `combinations.rs`, `permutations.rs` | combinatorics |
//! | `indices.rs` | what those count with |

mod apply;
mod chain;
mod combinations;
mod endless;
mod groupby;
mod indices;
mod islice;
mod permutations;
mod product;
mod select;
mod tee;
mod windows;
mod zip_longest;

use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;
use crate::protocol;
use crate::value::Value;

native_module!("itertools", fill);

/// The tables say everything.
fn fill(_: &mut Cx, _: &'static Module) -> R<()> {
    Ok(())
}

/// The next value of the iterator that a field holds; `None` if it is unbound.
#[inline]
fn next_of(cx: &mut Cx, iterator: Value) -> R<Option<Value>> {
    match iterator.bound() {
        Some(iterator) => protocol::next(cx, iterator),
        None => Ok(None),
    }
}

/// Declares a class of iterators, with the functions that all of them have.
macro_rules! iterator_type {
    ($(#[$doc:meta])* $cell:ident $name:literal $python_doc:literal) => {
        $crate::builtin_type! {
            $(#[$doc])*
            static $cell = $crate::types::TypeDef {
                name: $name,
                module: "itertools",
                layout: Some($crate::heap::layout::ITERATOR),
                subclassable: true,
                doc: $python_doc,
                ..$crate::types::TypeDef::NEW
            };
        }

        $crate::iterator_class!($cell);
    };
}

use iterator_type;
