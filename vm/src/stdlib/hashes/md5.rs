//! `_md5`

use super::object::hash_class;
use super::state::Fixed;
use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;
use crate::stdlib::{set, set_function};
use md5::{Digest, Md5};

native_module!("_md5", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    // The function has the name of the class.
    set_function(cx, module, "_md5", "md5")?;
    set(cx, module, "MD5Type", MD5.value())
}

hash_class! {
    /// Return a new MD5 hash object; optionally initialized with a string.
    MD5 = "_md5" "md5", "md5" block 64,
    new_md5 "md5(data=0, *, usedforsecurity=True, string=0)" Fixed(Md5::new())
}
