//! `_sha2`

use super::object::hash_class;
use super::state::Fixed;
use crate::native_module;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

native_module!("_sha2", |_, _| Ok(()));

hash_class! {
    /// Return a new SHA-224 hash object; optionally initialized with a string.
    SHA224 = "_sha2" "SHA224Type", "sha224" block 64,
    new_sha224 "sha224(data=0, *, usedforsecurity=True, string=0)" Fixed(Sha224::new())
}

hash_class! {
    /// Return a new SHA-256 hash object; optionally initialized with a string.
    SHA256 = "_sha2" "SHA256Type", "sha256" block 64,
    new_sha256 "sha256(data=0, *, usedforsecurity=True, string=0)" Fixed(Sha256::new())
}

hash_class! {
    /// Return a new SHA-384 hash object; optionally initialized with a string.
    SHA384 = "_sha2" "SHA384Type", "sha384" block 128,
    new_sha384 "sha384(data=0, *, usedforsecurity=True, string=0)" Fixed(Sha384::new())
}

hash_class! {
    /// Return a new SHA-512 hash object; optionally initialized with a string.
    SHA512 = "_sha2" "SHA512Type", "sha512" block 128,
    new_sha512 "sha512(data=0, *, usedforsecurity=True, string=0)" Fixed(Sha512::new())
}
