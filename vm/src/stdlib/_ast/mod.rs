//! `_ast`: the classes of syntax trees.
//!
//! | file | what |
//! | --- | --- |
//! | `grammar.rs` | which classes there are |
//! | `classes.rs` | how they are made |
//! | `node.rs` | `AST`, the base of all: construction, copies |
//! | `text.rs` | `repr` |
//! | `tree.rs` | trees of source text |
//! | `compile.rs` | code of trees |

mod classes;
mod compile;
mod grammar;
mod node;
mod text;
mod tree;

pub(crate) use compile::{checked, compile};
pub(crate) use node::AST;
pub(crate) use tree::of_text;

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native_module;
use crate::objects::dict;
use crate::objects::module::Module;
use crate::value::Value;

native_module!("_ast", fill);

/// Makes room for the classes, which are made when they are needed.
///
/// # Errors
/// MemoryError.
pub(crate) fn start(cx: &mut Cx) -> R<()> {
    let table = dict::new(cx)?;
    cx.vm.syntax_classes.set(table.value());
    Ok(())
}

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    classes::add_all(cx, module)?;
    for (name, flag) in [
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
        ("PyCF_ONLY_AST", 0x400),
        ("PyCF_TYPE_COMMENTS", 0x1000),
        ("PyCF_OPTIMIZED_AST", 0x8400),
    ] {
        super::set(cx, module, name, Value::index(flag))?;
    }
    Ok(())
}
