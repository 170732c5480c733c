//! `_collections`: what `collections` has in native code.
//!
//! | file | what |
//! | --- | --- |
//! | `deque/` | `deque` and its iterators |
//! | `defaultdict.rs` | `defaultdict` |
//! | `tuplegetter.rs` | the attributes of named tuples |
//! | `count.rs` | what `Counter` counts with |
//!
//! `OrderedDict` is that of the library, which is written in Python.

mod count;
mod defaultdict;
mod deque;
mod tuplegetter;

pub(crate) use deque::DEQUE;
pub(crate) use tuplegetter::index_of as item_of_getter;

use super::{document, set};
use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;

native_module!("_collections", fill);

/// `__doc__`
const DOC: &str = "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n";

/// The classes say that they are of `collections`.
fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)?;
    let classes = [
        &deque::DEQUE,
        &deque::DEQUE_ITERATOR,
        &deque::DEQUE_REVERSE_ITERATOR,
        &defaultdict::DEFAULTDICT,
        &tuplegetter::TUPLEGETTER,
    ];
    for class in classes {
        set(cx, module, class.def.name, class.value())?;
    }
    Ok(())
}
