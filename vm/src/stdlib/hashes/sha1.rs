//! `_sha1`

use super::object::hash_class;
use super::state::Fixed;
use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::module::Module;
use crate::stdlib::{set, set_function};
use sha1::{Digest, Sha1};

native_module!("_sha1", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    // The function has the name of the class.
    set_function(cx, module, "_sha1", "sha1")?;
    set(cx, module, "SHA1Type", SHA1.value())
}

hash_class! {
    /// Return a new SHA1 hash object; optionally initialized with a string.
    SHA1 = "_sha1" "sha1", "sha1" block 64,
    new_sha1 "sha1(data=0, *, usedforsecurity=True, string=0)" Fixed(Sha1::new())
}
