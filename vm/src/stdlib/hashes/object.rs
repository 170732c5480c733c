//! Hash objects: what all their classes have in common.

use super::state::{Data, Hasher, State};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::bytes;
use crate::objects::instance::Instance;
use crate::objects::native_box::NativeBox;
use crate::objects::type_object::Type;
use std::fmt::Write as _;

/// The slot with the state.
const STATE: usize = 0;

/// A hash object that has taken in `data`.
///
/// # Errors
/// MemoryError.
pub(super) fn new(
    cx: &mut Cx,
    class: &'static Type,
    mut hasher: Box<dyn Hasher>,
    data: Option<Data>,
) -> R<&'static Instance> {
    if let Some(data) = data {
        hasher.update(&data.0);
    }
    let state = State(hasher).boxed(cx)?;
    let this = Instance::new(cx, class)?;
    this.set(cx, STATE, state.value())?;
    Ok(this)
}

/// The state of a hash object.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn hasher(cx: &mut Cx, this: &'static Instance) -> R<&'static dyn Hasher> {
    let state = this.get(cx, STATE)?.cast::<NativeBox>();
    match state.and_then(|state| state.get::<State>()) {
        Some(state) => Ok(&*state.0),
        None => unreachable!("a hash object has a state"),
    }
}

/// Takes in more.
///
/// # Errors
/// MemoryError.
pub(super) fn update(cx: &mut Cx, this: &'static Instance, data: &Data) -> R<()> {
    let mut hasher = hasher(cx, this)?.copy();
    hasher.update(&data.0);
    let state = State(hasher).boxed(cx)?;
    this.set(cx, STATE, state.value())
}

/// A digest as `bytes`.
///
/// # Errors
/// MemoryError.
pub(super) fn digest(cx: &mut Cx, this: &'static Instance, length: usize) -> R {
    let digest = hasher(cx, this)?.digest(length);
    bytes::new(cx, &digest)
}

/// A digest as hexadecimal digits.
///
/// # Errors
/// MemoryError.
pub(super) fn hexdigest(cx: &mut Cx, this: &'static Instance, length: usize) -> R<String> {
    let digest = hasher(cx, this)?.digest(length);
    let mut digits = String::with_capacity(2 * digest.len());
    for byte in digest {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

/// An object of its own with the same state.
///
/// # Errors
/// MemoryError.
pub(super) fn copy(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
    let state = this.get(cx, STATE)?;
    let copy = Instance::new(cx, crate::protocol::class_of(this.value()))?;
    copy.set(cx, STATE, state)?;
    Ok(copy)
}

/// Declares what every class of hash objects has besides digests.
macro_rules! hash_methods {
    ($class:ident $name:literal block $block:literal) => {
        const _: () = {
            use $crate::cx::{Cx, R};
            use $crate::native::native;
            use $crate::objects::instance::Instance;
            use $crate::stdlib::hashes::object;
            use $crate::stdlib::hashes::state::Data;

            /// Return a copy of the hash object.
            #[native($class, "copy(self)", effect = writes)]
            fn copy(cx: &mut Cx, this: &'static Instance) -> R<&'static Instance> {
                object::copy(cx, this)
            }

            /// Update this hash object's state with the provided bytes-like object.
            #[native($class, "update(self, data, /)", effect = writes)]
            fn update(cx: &mut Cx, this: &'static Instance, data: Data) -> R<()> {
                object::update(cx, this, &data)
            }

            #[native($class, "name", getter, effect = pure)]
            fn name(_: &mut Cx, _this: &'static Instance) -> &'static str {
                $name
            }

            #[native($class, "block_size", getter, effect = pure)]
            fn block_size(_: &mut Cx, _this: &'static Instance) -> usize {
                $block
            }

            #[native($class, "digest_size", getter, effect = reads)]
            fn digest_size(cx: &mut Cx, this: &'static Instance) -> R<usize> {
                Ok(object::hasher(cx, this)?.size())
            }
        };
    };
}

/// Declares the digests of a class whose digests have one length.
macro_rules! digest_methods {
    ($class:ident) => {
        const _: () = {
            use $crate::cx::{Cx, R};
            use $crate::native::native;
            use $crate::objects::instance::Instance;
            use $crate::stdlib::hashes::object;

            /// Return the digest value as a bytes object.
            #[native($class, "digest(self)", effect = reads)]
            fn digest(cx: &mut Cx, this: &'static Instance) -> R {
                object::digest(cx, this, 0)
            }

            /// Return the digest value as a string of hexadecimal digits.
            #[native($class, "hexdigest(self)", effect = reads)]
            fn hexdigest(cx: &mut Cx, this: &'static Instance) -> R<String> {
                object::hexdigest(cx, this, 0)
            }
        };
    };
}

/// Declares a class of hash objects, and the function that makes them.
macro_rules! hash_class {
    (
        $(#[$doc:meta])*
        $class:ident = $module:literal $type_name:literal, $name:literal block $block:literal,
        $function:ident $signature:literal $hasher:expr
    ) => {
        $crate::builtin_type! {
            /// The class.
            static $class = $crate::types::TypeDef {
                name: $type_name,
                module: $module,
                layout: Some($crate::heap::layout::INSTANCE),
                reserved: 1,
                ..$crate::types::TypeDef::NEW
            };
        }

        $crate::stdlib::hashes::object::hash_methods!($class $name block $block);
        $crate::stdlib::hashes::object::digest_methods!($class);

        $(#[$doc])*
        #[$crate::native::native(module = $module, $signature, opaque, effect = writes)]
        fn $function(
            cx: &mut $crate::cx::Cx,
            data: Option<$crate::stdlib::hashes::state::Data>,
            usedforsecurity: bool,
            string: Option<$crate::stdlib::hashes::state::Data>,
        ) -> $crate::cx::R<&'static $crate::objects::instance::Instance> {
            let _ = usedforsecurity;
            let data = $crate::stdlib::hashes::state::either(cx, data, string)?;
            $crate::stdlib::hashes::object::new(cx, $class.class(), Box::new($hasher), data)
        }
    };
}

pub(super) use {digest_methods, hash_class, hash_methods};
