//! `_sha3`: SHA-3, and SHAKE, whose digests are as long as is wanted.

use super::object::{self, digest_methods, hash_methods};
use super::state::{Data, Extendable, Fixed, Hasher, either};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::native::native;
use crate::native_module;
use crate::objects::bytes;
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::module::Module;
use crate::objects::type_object::Type;
use crate::protocol::index;
use crate::stdlib::set;
use crate::types::TypeDef;
use crate::value::Value;
use sha3::{Digest, Sha3_224, Sha3_256, Sha3_384, Sha3_512, Shake128, Shake256};

native_module!("_sha3", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    let implementation = cx.str("RustCrypto")?;
    set(cx, module, "implementation", implementation)
}

/// Bits of the permutation's state.
const STATE_BITS: usize = 1600;

macro_rules! keccak_class {
    ($class:ident $name:literal block $block:literal suffix $suffix:literal $hasher:expr, $doc:literal) => {
        builtin_type! {
            /// The class.
            static $class = TypeDef {
                name: $name,
                module: "_sha3",
                layout: Some(layout::INSTANCE),
                reserved: 1,
                doc: $doc,
                ..TypeDef::NEW
            };
        }

        hash_methods!($class $name block $block);

        const _: () = {
            #[native(
                $class,
                "__new__(cls, /, data=0, *, usedforsecurity=True, string=0)",
                new,
                opaque,
                effect = writes
            )]
            fn new(
                cx: &mut Cx,
                cls: &'static Type,
                data: Option<Data>,
                usedforsecurity: bool,
                string: Option<Data>,
            ) -> R<&'static Instance> {
                let _ = usedforsecurity;
                let data = either(cx, data, string)?;
                let hasher: Box<dyn Hasher> = Box::new($hasher);
                object::new(cx, cls, hasher, data)
            }

            #[native($class, "_rate_bits", getter, effect = pure)]
            fn rate_bits(_: &mut Cx, _this: &'static Instance) -> usize {
                8 * $block
            }

            #[native($class, "_capacity_bits", getter, effect = pure)]
            fn capacity_bits(_: &mut Cx, _this: &'static Instance) -> usize {
                STATE_BITS - 8 * $block
            }

            #[native($class, "_suffix", getter, effect = pure)]
            fn suffix(cx: &mut Cx, _this: &'static Instance) -> R {
                bytes::new(cx, &[$suffix])
            }
        };
    };
}

macro_rules! sha3_class {
    ($class:ident $name:literal block $block:literal $hasher:expr, $doc:literal) => {
        keccak_class!($class $name block $block suffix 6 Fixed($hasher), $doc);
        digest_methods!($class);
    };
}

sha3_class!(SHA3_224 "sha3_224" block 144 Sha3_224::new(), "sha3_224([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 28 bytes.");
sha3_class!(SHA3_256 "sha3_256" block 136 Sha3_256::new(), "sha3_256([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 32 bytes.");
sha3_class!(SHA3_384 "sha3_384" block 104 Sha3_384::new(), "sha3_384([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 48 bytes.");
sha3_class!(SHA3_512 "sha3_512" block 72 Sha3_512::new(), "sha3_512([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object with a hashbit length of 64 bytes.");

/// The longest digest that SHAKE gives.
const LONGEST: i64 = 1 << 29;

/// The length of a digest.
fn digest_length(cx: &mut Cx, length: Value) -> R<usize> {
    let length = index(cx, length)?;
    let number = to_int(length);
    if number.as_ref().is_some_and(|number| number.is_negative()) {
        return Err(cx.value_error(format_args!("Cannot convert negative int")));
    }
    match number.and_then(|number| number.to_i64()) {
        Some(length) if length < LONGEST => Ok(length as usize),
        _ => Err(cx.value_error(format_args!("length is too large"))),
    }
}

macro_rules! shake_class {
    ($class:ident $name:literal block $block:literal $hasher:expr, $doc:literal) => {
        keccak_class!($class $name block $block suffix 0x1F Extendable($hasher), $doc);

        const _: () = {
            /// Return the digest value as a bytes object.
            #[native($class, "digest(self, /, length)", effect = reads)]
            fn digest(cx: &mut Cx, this: &'static Instance, length: Value) -> R {
                let length = digest_length(cx, length)?;
                object::digest(cx, this, length)
            }

            /// Return the digest value as a string of hexadecimal digits.
            #[native($class, "hexdigest(self, /, length)", effect = reads)]
            fn hexdigest(cx: &mut Cx, this: &'static Instance, length: Value) -> R<String> {
                let length = digest_length(cx, length)?;
                object::hexdigest(cx, this, length)
            }
        };
    };
}

shake_class!(SHAKE_128 "shake_128" block 168 Shake128::default(), "shake_128([data], *, usedforsecurity=True) -> SHAKE object\n\nReturn a new SHAKE hash object.");
shake_class!(SHAKE_256 "shake_256" block 136 Shake256::default(), "shake_256([data], *, usedforsecurity=True) -> SHAKE object\n\nReturn a new SHAKE hash object.");
