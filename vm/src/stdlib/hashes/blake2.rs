//! `_blake2`: BLAKE2b and BLAKE2s, keyed, salted, and in trees.

use super::object::{self, digest_methods, hash_methods};
use super::state::{Data, Hasher, either};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::layout;
use crate::native::native;
use crate::native_module;
use crate::objects::dict;
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::module::Module;
use crate::objects::type_object::Type;
use crate::protocol::{buffer::BytesLike, index};
use crate::stdlib::set;
use crate::types::TypeDef;
use crate::value::Value;

native_module!("_blake2", fill);

/// What an algorithm allows.
struct Limits {
    name: &'static str,
    digest: usize,
    key: usize,
    salt: usize,
    person: usize,
    /// Node numbers are below this power of two.
    node_bits: u32,
}

const B: Limits = Limits {
    name: "Blake2b",
    digest: 64,
    key: 64,
    salt: 16,
    person: 16,
    node_bits: 64,
};

const S: Limits = Limits {
    name: "Blake2s",
    digest: 32,
    key: 32,
    salt: 8,
    person: 8,
    node_bits: 48,
};

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (class, prefix, limits) in [(&BLAKE2B, "BLAKE2B", B), (&BLAKE2S, "BLAKE2S", S)] {
        for (name, number) in [
            ("MAX_DIGEST_SIZE", limits.digest),
            ("MAX_KEY_SIZE", limits.key),
            ("SALT_SIZE", limits.salt),
            ("PERSON_SIZE", limits.person),
        ] {
            set(
                cx,
                module,
                &format!("{prefix}_{name}"),
                Value::index(number),
            )?;
            let name = cx.vm.intern(cx, name)?;
            dict::set_str(cx, class.class().namespace(), name, Value::index(number))?;
        }
    }
    Ok(())
}

/// The parameters of a hash, checked.
struct Parameters {
    digest_size: usize,
    fanout: u8,
    depth: u8,
    leaf_size: u32,
    node_offset: u64,
    node_depth: u8,
    inner_size: usize,
    key: BytesLike,
    salt: BytesLike,
    person: BytesLike,
    last_node: bool,
}

/// Numbers as they were given.
struct Numbers {
    digest_size: Option<isize>,
    fanout: isize,
    depth: isize,
    leaf_size: Value,
    node_offset: Value,
    node_depth: isize,
    inner_size: isize,
}

/// A number below `1 << bits` for the parameter `name`.
fn unsigned(cx: &mut Cx, value: Value, bits: u32, name: &str) -> R<u64> {
    let value = index(cx, value)?;
    let number = to_int(value);
    if number.as_ref().is_some_and(|number| number.is_negative()) {
        return Err(cx.value_error(format_args!("Cannot convert negative int")));
    }
    let number = number.and_then(|number| {
        let number = number.to_int();
        let bytes =
            tython_num::int::to_bytes(&number, 8, tython_num::int::ByteOrder::Little, false);
        Some(u64::from_le_bytes(bytes.ok()?.try_into().ok()?))
    });
    match number {
        None => Err(cx.overflow_error(format_args!(
            "Python int too large for C unsigned long long"
        ))),
        Some(number) if bits < 64 && number >> bits != 0 => {
            Err(cx.overflow_error(format_args!("{name} is too large")))
        }
        Some(number) => Ok(number),
    }
}

/// A number between two bounds, of the parameter `name`.
fn byte(cx: &mut Cx, number: isize, low: isize, name: &str) -> R<u8> {
    match u8::try_from(number) {
        Ok(byte) if number >= low => Ok(byte),
        _ => Err(cx.value_error(format_args!("{name} must be between {low} and 255"))),
    }
}

fn check_length(cx: &mut Cx, bytes: &BytesLike, limit: usize, name: &str) -> R<()> {
    match bytes.0.len() <= limit {
        true => Ok(()),
        false => Err(cx.value_error(format_args!("maximum {name} length is {limit} bytes"))),
    }
}

fn check(
    cx: &mut Cx,
    limits: &Limits,
    numbers: &Numbers,
    [key, salt, person]: [BytesLike; 3],
    last_node: bool,
) -> R<Parameters> {
    let most = limits.digest;
    let size = numbers.digest_size.unwrap_or(most as isize);
    let digest_size = usize::try_from(size)
        .ok()
        .filter(|size| (1..=most).contains(size));
    let Some(digest_size) = digest_size else {
        let name = limits.name;
        return Err(cx.value_error(format_args!(
            "digest_size for {name} must be between 1 and {most} bytes, here it is {size}"
        )));
    };
    check_length(cx, &salt, limits.salt, "salt")?;
    check_length(cx, &person, limits.person, "person")?;
    let fanout = byte(cx, numbers.fanout, 0, "fanout")?;
    let depth = byte(cx, numbers.depth, 1, "depth")?;
    let leaf_size = unsigned(cx, numbers.leaf_size, 32, "leaf_size")? as u32;
    let node_offset = unsigned(cx, numbers.node_offset, limits.node_bits, "node_offset")?;
    let node_depth = byte(cx, numbers.node_depth, 0, "node_depth")?;
    let inner_size = usize::try_from(numbers.inner_size)
        .ok()
        .filter(|size| *size <= most);
    let Some(inner_size) = inner_size else {
        return Err(cx.value_error(format_args!("inner_size must be between 0 and is {most}")));
    };
    check_length(cx, &key, limits.key, "key")?;
    Ok(Parameters {
        digest_size,
        fanout,
        depth,
        leaf_size,
        node_offset,
        node_depth,
        inner_size,
        key,
        salt,
        person,
        last_node,
    })
}

macro_rules! blake2 {
    ($class:ident $name:literal $library:ident $limits:ident block $block:literal $doc:literal) => {
        builtin_type! {
            /// The class.
            static $class = TypeDef {
                name: $name,
                module: "_blake2",
                layout: Some(layout::INSTANCE),
                reserved: 1,
                subclassable: true,
                doc: $doc,
                ..TypeDef::NEW
            };
        }

        hash_methods!($class $name block $block);
        digest_methods!($class);

        const _: () = {
            #[derive(Clone)]
            struct Blake2 {
                state: $library::State,
                size: usize,
            }

            impl Hasher for Blake2 {
                fn update(&mut self, data: &[u8]) {
                    self.state.update(data);
                }

                fn digest(&self, _: usize) -> Vec<u8> {
                    self.state.finalize().as_bytes().to_vec()
                }

                fn size(&self) -> usize {
                    self.size
                }

                fn copy(&self) -> Box<dyn Hasher> {
                    Box::new(self.clone())
                }
            }

            fn state(parameters: &Parameters) -> Blake2 {
                let mut params = $library::Params::new();
                params
                    .hash_length(parameters.digest_size)
                    .key(&parameters.key.0)
                    .salt(&parameters.salt.0)
                    .personal(&parameters.person.0)
                    .fanout(parameters.fanout)
                    .max_depth(parameters.depth)
                    .max_leaf_length(parameters.leaf_size)
                    .node_offset(parameters.node_offset)
                    .node_depth(parameters.node_depth)
                    .inner_hash_length(parameters.inner_size)
                    .last_node(parameters.last_node);
                Blake2 {
                    state: params.to_state(),
                    size: parameters.digest_size,
                }
            }

            #[native(
                $class,
                "__new__(cls, /, data=0, *, digest_size=0, key=0, salt=0, person=0, fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=0)",
                new,
                opaque
            )]
            fn new(
                cx: &mut Cx,
                cls: &'static Type,
                data: Option<Data>,
                digest_size: Option<isize>,
                key: BytesLike,
                salt: BytesLike,
                person: BytesLike,
                fanout: isize,
                depth: isize,
                leaf_size: Value,
                node_offset: Value,
                node_depth: isize,
                inner_size: isize,
                last_node: bool,
                usedforsecurity: bool,
                string: Option<Data>,
            ) -> R<&'static Instance> {
                let _ = usedforsecurity;
                let data = either(cx, data, string)?;
                let numbers = Numbers {
                    digest_size,
                    fanout,
                    depth,
                    leaf_size,
                    node_offset,
                    node_depth,
                    inner_size,
                };
                let texts = [key, salt, person];
                let parameters = check(cx, &$limits, &numbers, texts, last_node)?;
                object::new(cx, cls, Box::new(state(&parameters)), data)
            }
        };
    };
}

blake2!(BLAKE2B "blake2b" blake2b_simd B block 128 "Return a new BLAKE2b hash object.");
blake2!(BLAKE2S "blake2s" blake2s_simd S block 64 "Return a new BLAKE2s hash object.");
