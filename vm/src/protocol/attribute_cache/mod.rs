//! A cache of attribute accesses: (shape, name) to what the access has to do.
//!
//! One table for each thread, not a word at each instruction: threads share code
//! objects, and a table of one's own is filled and read without a thought of others. A look-up costs a
//! multiplication and two compares. Keys that meet: `four_way.rs`.
//!
//! What an entry says holds for one state of the class, which the class's version word names (see
//! `type_object`); that word is read through the transaction, so a change of the class by another
//! transaction is a conflict like any other. Entries hold addresses that are no roots: those that refer to what a
//! collection has freed are forgotten when it has ended (`Cx::refresh_tables`).
//!
//! | file | what |
//! | --- | --- |
//! | `learn.rs` | what an access that was made says about the next ones |
//! | `builtins.rs` | methods and computed attributes of builtin objects |
//! | `classes.rs` | attributes of classes |
//! | `constructors.rs` | how a class is called |
//! | `truth.rs` | classes whose instances are all true |

mod builtins;
mod classes;
mod constructors;
mod learn;
mod truth;

pub use builtins::{builtin_getter, builtin_method, learn_builtin, learn_builtin_method};
pub use classes::{class_attribute, learn_class_attribute};
pub use constructors::{Constructor, constructor};
pub use learn::{learn_load, learn_store};
pub use truth::are_always_true;

use crate::cx::{Cx, R};
use crate::four_way::FourWay;
use crate::heap::{HeapType, Meta};
use crate::objects::dict::{self, Dict};
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::native_function::NativeFunction;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::objects::wrapper::Wrapper;
use crate::shape::ShapeId;
use crate::value::Value;

const LOG2: u32 = 11;

/// What an access has to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    /// Read or write a slot.
    Slot,
    /// Call a function of the class, with the object as its first argument.
    Method,
    /// Take a value of the class.
    Value,
    /// Call the function of a property.
    Getter,
    /// Call the native function that computes the attribute.
    Computed,
    /// Take an item of the tuple within the object.
    Item,
    /// Take the function of a `staticmethod`.
    Static,
    /// Call the function of a `classmethod`, with the class as its first argument.
    OfClass,
    /// Look in the `__dict__`, and if it is not there take a value of the class; if that is unbound, the
    /// cache does not know, and if it is [`Value::EMPTY`], there is no such attribute.
    Dict,
    /// Look in the `__dict__`, and if it is not there call a function of the class.
    DictMethod,
    /// Nothing: there is no such attribute.
    Absent,
    /// The same, but the class has a function in Python for that: call its `__getattr__`, with the object and the name.
    Hook,
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
    /// Of a class's attribute: the version of its metaclass, if that is not `type`.
    meta: Value,
    /// The same: the version of the value's class, if that can change.
    of_value: Value,
}

const EMPTY: Entry = Entry {
    key: u64::MAX,
    name: Value::UNBOUND,
    class: None,
    version: Value::UNBOUND,
    what: What::Value,
    slot: 0,
    next: 0,
    value: Value::UNBOUND,
    meta: Value::UNBOUND,
    of_value: Value::UNBOUND,
};

const STORE: u64 = 1 << 32;

/// What the cache says of an access, for who writes it down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// The shape of the instance.
    pub(crate) shape: ShapeId,
    /// What it has to do.
    pub(crate) what: What,
    /// The slot.
    pub(crate) slot: u16,
    /// For `Add`: the next shape.
    pub(crate) next: ShapeId,
    /// The value or function.
    pub(crate) value: Value,
    /// The class, and its version as long as this holds.
    pub(crate) class: &'static Type,
    /// See above.
    pub(crate) version: Value,
}

/// What the cache says of an access to an instance of that shape, as its class is now.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn known(
    cx: &mut Cx,
    instance: &'static Instance,
    name: Value,
    stores: bool,
) -> R<Option<Known>> {
    cx.refresh_tables();
    let shape = instance.shape(cx)?.id;
    let key = u64::from(shape) | if stores { STORE } else { 0 };
    if !stores && cx.attributes.find(key, name).is_none() {
        learn_load(cx, instance, name)?;
    }
    let Some(entry) = cx.attributes.find(key, name).copied() else {
        return Ok(None);
    };
    let Some(class) = entry.class else {
        return Ok(None);
    };
    let is_now = cx.load(class, &class.version)? == entry.version;
    Ok(is_now.then_some(Known {
        shape,
        what: entry.what,
        slot: entry.slot,
        next: entry.next,
        value: entry.value,
        class,
        version: entry.version,
    }))
}

impl Entry {
    #[inline(always)]
    fn is_of(&self, key: u64, name: Value) -> bool {
        self.key == key && self.name == name
    }
}

/// The table.
#[derive(Debug)]
pub struct AttributeCache(FourWay<Entry, { 1 << LOG2 }>);

impl Default for AttributeCache {
    fn default() -> Self {
        AttributeCache(FourWay::of(EMPTY))
    }
}

impl AttributeCache {
    #[inline(always)]
    fn place(key: u64, name: Value) -> usize {
        // All bits of the key count: a load and a store of one attribute have places of their own.
        let mixed = name.bits() ^ key.rotate_left(40);
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LOG2)) as usize
    }

    /// The entry, if it is in its first place: for the fast path.
    #[inline(always)]
    fn find_first(&self, key: u64, name: Value) -> Option<&Entry> {
        let entry = self.0.first(Self::place(key, name));
        entry.is_of(key, name).then_some(entry)
    }

    #[inline]
    fn find(&self, key: u64, name: Value) -> Option<&Entry> {
        let place = Self::place(key, name);
        self.0.find(place, |entry| entry.is_of(key, name))
    }

    fn put(&mut self, entry: Entry) {
        let (key, name) = (entry.key, entry.name);
        let place = Self::place(key, name);
        self.0.put(place, entry, |entry| entry.is_of(key, name));
    }

    /// Forgets what refers to something that does not stay. (A key with an address is that of the class.)
    pub fn retain(&mut self, stays: impl Fn(Value) -> bool) {
        self.0.retain(EMPTY, |entry| {
            let class = entry.class.map_or(Value::UNBOUND, HeapType::value);
            entry.key == u64::MAX || stays(entry.name) && stays(class) && stays(entry.value)
        });
    }
}

/// The content of a slot of the instance, if the cache knows that the attribute is one that lies inside
/// the object; unbound if not: then [`load`] may know more.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn load_slot(cx: &mut Cx, instance: &'static Instance, name: Value) -> R {
    load_quickly(cx, instance, name, |entry, meta| {
        if entry.what == What::Slot && u32::from(entry.slot) < meta.flags() {
            instance.inline(usize::from(entry.slot)).peek()
        } else {
            Value::UNBOUND
        }
    })
}

/// The method of the class, if the cache knows that the attribute is one; unbound if not: then [`load`]
/// may know more.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn load_method(cx: &mut Cx, instance: &'static Instance, name: Value) -> R {
    load_quickly(cx, instance, name, |entry, _| {
        if entry.what == What::Method {
            entry.value
        } else {
            Value::UNBOUND
        }
    })
}

#[inline(always)]
fn load_quickly(
    cx: &mut Cx,
    instance: &'static Instance,
    name: Value,
    look: impl Fn(&Entry, Meta) -> Value,
) -> R {
    cx.refresh_tables();
    let cache = &cx.attributes;
    // The entry and the slot as of one moment; an object has at least the slots that its own meta
    // word says.
    let (class, version, value) = cx.tx.view(instance.token(), || {
        let meta = instance.peek_meta();
        match cache.find_first(u64::from(meta.shape()), name) {
            Some(entry) => (entry.class, entry.version, look(entry, meta)),
            None => (None, Value::UNBOUND, Value::UNBOUND),
        }
    })?;
    match class {
        Some(class) if cx.load(class, &class.version)? == version => Ok(value),
        _ => Ok(Value::UNBOUND),
    }
}

/// What a read finds in the cache.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// The value.
    Value(Value),
    /// The function to call with the object.
    Method(Value),
    /// The function to call with the object's class.
    OfClass(Value, &'static Type),
    /// The function of a property, to call with the object.
    Getter(&'static Function),
    /// The native function that computes the attribute of the object.
    Computed(&'static NativeFunction),
    /// That there is no such attribute.
    Absent,
    /// The same; the `__getattr__` to call with the object and the name.
    Hook(&'static Function),
}

/// The attribute, if the cache knows it.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
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
        What::Computed => value.cast::<NativeFunction>().map(Found::Computed),
        What::Item => {
            let tuple = cx.payload::<Tuple>(instance.value())?;
            let item = tuple.and_then(|tuple| tuple.get(usize::from(slot)));
            item.map(Found::Value)
        }
        What::Absent => Some(Found::Absent),
        What::Hook => value.cast::<Function>().map(Found::Hook),
        What::Static => wrapped(cx, value)?.map(Found::Value),
        What::OfClass => {
            let function = wrapped(cx, value)?.filter(|function| function.is::<Function>());
            function.map(|function| Found::OfClass(function, class))
        }
        What::Dict | What::DictMethod => load_of_dict(cx, instance, name, what, value)?,
        What::Add | What::Setter | What::Other => None,
    })
}

/// The function in a `staticmethod` or `classmethod`.
fn wrapped(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    match value.cast::<Wrapper>() {
        Some(wrapper) => cx.load(wrapper, &wrapper.function).map(Some),
        None => Ok(None),
    }
}

/// The same for an instance whose attributes lie in a dict.
#[inline(never)]
fn load_of_dict(
    cx: &mut Cx,
    instance: &'static Instance,
    name: Value,
    what: What,
    of_class: Value,
) -> R<Option<Found>> {
    let Some(dict) = cx.load(instance, &instance.ext)?.cast::<Dict>() else {
        return Ok(None);
    };
    if let Some(value) = dict::get_str(cx, dict, name)? {
        return Ok(Some(Found::Value(value)));
    }
    Ok(match what {
        What::DictMethod => Some(Found::Method(of_class)),
        _ if of_class == Value::EMPTY => Some(Found::Absent),
        _ => of_class.bound().map(Found::Value),
    })
}

/// Writes the attribute, if the cache knows that it is a slot that lies inside the object. Otherwise
/// [`store`] may know more.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn store_slot(cx: &mut Cx, instance: &'static Instance, name: Value, value: Value) -> R<bool> {
    cx.refresh_tables();
    // A hint, until the unit is owned.
    let meta = instance.peek_meta();
    let Some(entry) = cx.attributes.find(u64::from(meta.shape()) | STORE, name) else {
        return Ok(false);
    };
    let (what, slot, next, version) = (entry.what, entry.slot, entry.next, entry.version);
    let Some(class) = entry.class else {
        return Ok(false);
    };
    let is_inline = matches!(what, What::Slot | What::Add) && u32::from(slot) < meta.flags();
    if !is_inline || cx.load(class, &class.version)? != version {
        return Ok(false);
    }
    let unit = instance.unit();
    // Words of the unit: meta, `ext`, slots.
    cx.tx.open_write(unit, 2 + usize::from(slot))?;
    if what == What::Add {
        cx.tx.open_write(unit, 0)?;
    }
    if instance.peek_meta() != meta {
        return Ok(false);
    }
    instance.inline(usize::from(slot)).poke(value);
    if what == What::Add {
        instance.poke_meta(meta.with_shape(next));
    }
    Ok(true)
}

/// Writes the attribute of an instance whose attributes lie in a dict.
fn store_in_dict(cx: &mut Cx, instance: &'static Instance, name: Value, value: Value) -> R<Stored> {
    let dict = cx.load(instance, &instance.ext)?;
    match dict.cast::<Dict>() {
        Some(dict) => {
            dict::set_str(cx, dict, name, value)?;
            Ok(Stored::Done)
        }
        None => Ok(Stored::Unknown),
    }
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

/// Writes the attribute, if the cache knows how, and it is no slot inside the object ([`store_slot`]).
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn store(cx: &mut Cx, instance: &'static Instance, name: Value, value: Value) -> R<Stored> {
    cx.refresh_tables();
    let meta = instance.peek_meta();
    let Some(entry) = cx.attributes.find(u64::from(meta.shape()) | STORE, name) else {
        return Ok(Stored::Unknown);
    };
    let (what, slot, version, function) = (entry.what, entry.slot, entry.version, entry.value);
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
    let shape = instance.shape(cx)?;
    if what == What::Dict && shape.id == meta.shape() {
        return store_in_dict(cx, instance, name, value);
    }
    // Not for a slot that is just being added.
    if shape.id != meta.shape() || u32::from(slot) >= shape.count {
        return Ok(Stored::Unknown);
    }
    instance.set(cx, usize::from(slot), value)?;
    Ok(Stored::Done)
}
