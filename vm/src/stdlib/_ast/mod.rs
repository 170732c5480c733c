//! `_ast`: the classes of syntax trees.
//!
//! | file | what |
//! | --- | --- |
//! | `grammar.rs` | which classes there are |
//! | `classes.rs` | how they are made |
//! | `node.rs` | `AST`, the base of all: construction, copies |
//! | `text.rs` | `repr` |

mod classes;
mod grammar;
mod node;
mod text;

use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;
use crate::value::Value;

native_module!("_ast", fill);

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
