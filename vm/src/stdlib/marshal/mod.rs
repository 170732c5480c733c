//! The module `marshal`: values as bytes, for `.pyc` files.

use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;
use crate::stdlib::set;
use crate::value::Value;

native_module!("marshal", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    set(cx, module, "version", Value::index(5))
}
