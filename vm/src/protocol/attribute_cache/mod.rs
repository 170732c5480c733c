//! A cache of attribute accesses: (shape, name) to what the access has to do.
//!
//! One direct-mapped table for each thread, not a word at each instruction: threads share code
//! objects, and a table of one's own is filled and read without a thought of others. A look-up costs a
//! multiplication and two compares.
//!
//! What an entry says holds for one state of the class, which the class's version word names (see
//! `type_object`); that word is read through the transaction, so a change of the class by another
//! transaction is a conflict like any other. Entries hold addresses that are no roots: the table is
//! emptied when a collection has happened (`Vm::collections`).
//!
//! | file | what |
//! | --- | --- |
//! | `learn.rs` | what an access that was made says about the next ones |
//! | `builtins.rs` | methods of builtin objects |
//! | `classes.rs` | attributes of classes |
//! | `constructors.rs` | how a class is called |

mod builtins;
mod classes;
mod constructors;
mod learn;

pub use builtins::{builtin_method, learn_builtin_method};
pub use classes::{class_attribute, learn_class_attribute};
pub use constructors::{Constructor, constructor};
pub use learn::{learn_load, learn_store};

use crate::cx::{Cx, R};
use crate::heap::{HeapType, Meta};
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::shape::ShapeId;
use crate::value::Value;

const LOG2: u32 = 11;

/// What an access has to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    /// Read or write a slot.
    Slot,
    /// Call a function of the class, with the object as its first argument.
    Method,
    /// Take a value of the class.
    Value,
    /// Call the function of a property.
    Getter,
    /// Write an inline slot that gets bound by this, and change the shape.
    Add,
    /// Call the function that a property has for writing.
    Setter,
    /// Something that the cache cannot say: it is known that there is nothing to learn.
    Other,
}

#[repr(align(64))]
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The shape, and 1 << 32 for a store.
    key: u64,
    name: Value,
    class: Option<&'static Type>,
    version: Value,
    what: What,
    slot: u16,
    /// For `Add`.
    next: ShapeId,
    value: Value,
}

const STORE: u64 = 1 << 32;

/// The table.
#[derive(Debug)]
pub struct AttributeCache(Box<[Entry]>);

impl Default for AttributeCache {
    fn default() -> Self {
        let empty = Entry {
            key: u64::MAX,
            name: Value::UNBOUND,
            class: None,
            version: Value::UNBOUND,
            what: What::Value,
            slot: 0,
            next: 0,
            value: Value::UNBOUND,
        };
        AttributeCache(vec![empty; 1 << LOG2].into_boxed_slice())
    }
}

impl AttributeCache {
    #[inline(always)]
    fn place(key: u64, name: Value) -> usize {
        // All bits of the key count: a load and a store of one attribute have places of their own.
        let mixed = name.bits() ^ key.rotate_left(40);
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LOG2)) as usize
    }

    #[inline(always)]
    fn find(&self, key: u64, name: Value) -> Option<&Entry> {
        let entry = &self.0[Self::place(key, name)];
        (entry.key == key && entry.name == name).then_some(entry)
    }

    fn put(&mut self, entry: Entry) {
        self.0[Self::place(entry.key, entry.name)] = entry;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// What a read finds in the cache.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// The value.
    Value(Value),
    /// The function to call with the object.
    Method(Value),
    /// The function of a property, to call with the object.
    Getter(&'static Function),
}

/// The attribute, if the cache knows it.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn load(cx: &mut Cx, instance: &'static Instance, name: Value) -> R<Option<Found>> {
    cx.refresh_tables();
    let cache = &cx.attributes;
    // The entry and the slot as of one moment; an object has at least the slots that its own meta
    // word says.
    let looked = cx.tx.view(instance.token(), || {
        let meta = instance.peek_meta();
        let entry = cache.find(u64::from(meta.shape()), name)?;
        let value = match entry.what {
            What::Slot if u32::from(entry.slot) < meta.flags() => {
                instance.inline(usize::from(entry.slot)).peek()
            }
            What::Slot => Value::EMPTY,
            _ => entry.value,
        };
        Some((entry.what, entry.slot, entry.class?, entry.version, value))
    })?;
    let Some((what, slot, class, version, value)) = looked else {
        return Ok(None);
    };
    if cx.load(class, &class.version)? != version {
        return Ok(None);
    }
    Ok(match what {
        What::Slot if value == Value::EMPTY => {
            let value = instance.get(cx, usize::from(slot))?;
            value.bound().map(Found::Value)
        }
        What::Slot => value.bound().map(Found::Value),
        What::Getter => value.cast::<Function>().map(Found::Getter),
        What::Value => Some(Found::Value(value)),
        What::Method => Some(Found::Method(value)),
        What::Add | What::Setter | What::Other => None,
    })
}

/// What became of a write.
#[derive(Clone, Copy, Debug)]
pub enum Stored {
    /// It is done.
    Done,
    /// The cache does not know how.
    Unknown,
    /// The function of a property is to be called, with the object and the value.
    Setter(&'static Function),
}

/// Writes the attribute, if the cache knows how.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn store(cx: &mut Cx, instance: &'static Instance, name: Value, value: Value) -> R<Stored> {
    cx.refresh_tables();
    // A hint, until the unit is owned.
    let meta = instance.peek_meta();
    let Some(entry) = cx.attributes.find(u64::from(meta.shape()) | STORE, name) else {
        return Ok(Stored::Unknown);
    };
    let (what, slot, next, version) = (entry.what, entry.slot, entry.next, entry.version);
    let function = entry.value;
    let Some(class) = entry.class else {
        return Ok(Stored::Unknown);
    };
    if cx.load(class, &class.version)? != version {
        return Ok(Stored::Unknown);
    }
    if matches!(what, What::Setter | What::Other) {
        let setter = function.cast::<Function>();
        return Ok(setter.map_or(Stored::Unknown, Stored::Setter));
    }
    if u32::from(slot) >= meta.flags() {
        return store_outside(cx, instance, meta, usize::from(slot), value);
    }
    let unit = instance.unit();
    // Words of the unit: meta, `ext`, slots.
    cx.tx.open_write(unit, 2 + usize::from(slot))?;
    if what == What::Add {
        cx.tx.open_write(unit, 0)?;
    }
    if instance.peek_meta() != meta {
        return Ok(Stored::Unknown);
    }
    instance.inline(usize::from(slot)).poke(value);
    if what == What::Add {
        instance.poke_meta(meta.with_shape(next));
    }
    Ok(Stored::Done)
}

/// The same for a slot that is not inline.
#[inline(never)]
fn store_outside(
    cx: &mut Cx,
    instance: &'static Instance,
    meta: Meta,
    slot: usize,
    value: Value,
) -> R<Stored> {
    // Not for a slot that is just being added.
    let shape = instance.shape(cx)?;
    if shape.id != meta.shape() || slot >= shape.count as usize {
        return Ok(Stored::Unknown);
    }
    instance.set(cx, slot, value)?;
    Ok(Stored::Done)
}
