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

use crate::cx::{Cx, R};
use crate::heap::{HeapType, Meta};
use crate::name;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::member::Member;
use crate::objects::module::Module;
use crate::objects::native_function::NativeFunction;
use crate::objects::property;
use crate::objects::type_object::{Flags, TYPE, Type, is_abstract};
use crate::objects::wrapper::Wrapper;
use crate::protocol::attribute::is_plain_method;
use crate::protocol::{class_of, descriptor};
use crate::shape::{Shape, ShapeId};
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
        ((name.bits() ^ key << 36).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LOG2)) as usize
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
        What::Add => None,
    })
}

/// Writes the attribute, if the cache knows how: true if that is done.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn store(cx: &mut Cx, instance: &'static Instance, name: Value, value: Value) -> R<bool> {
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
    if cx.load(class, &class.version)? != version {
        return Ok(false);
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
        return Ok(false);
    }
    instance.inline(usize::from(slot)).poke(value);
    if what == What::Add {
        instance.poke_meta(meta.with_shape(next));
    }
    Ok(true)
}

/// How a class is called that does nothing unusual: `object.__new__`, and then this.
#[derive(Clone, Copy, Debug)]
pub enum Constructor {
    /// A function in Python.
    Init(&'static Function),
    /// `object.__init__`, which takes no arguments.
    Nothing,
    /// Not `object.__new__`, but this; then nothing, if it gives an instance of just this class.
    New(&'static NativeFunction),
}

impl Constructor {
    /// As it lies in the cache: a function; a native `__new__`; unbound for nothing; None for some other
    /// way.
    fn of_entry(value: Value) -> Option<Constructor> {
        if let Some(init) = value.cast::<Function>() {
            return Some(Constructor::Init(init));
        }
        if let Some(new) = value.cast::<NativeFunction>() {
            return Some(Constructor::New(new));
        }
        value.is_unbound().then_some(Constructor::Nothing)
    }
}

/// The key of a class's constructor. (Shapes are below 1 << 33.)
fn constructor_key(class: &'static Type) -> u64 {
    std::ptr::from_ref(class) as u64 | 1 << 63
}

/// How a class is called; `None`: in some other way.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn constructor(cx: &mut Cx, class: &'static Type) -> R<Option<Constructor>> {
    cx.refresh_tables();
    let Some(entry) = cx.attributes.find(constructor_key(class), Value::UNBOUND) else {
        return learn_constructor(cx, class);
    };
    let (value, version) = (entry.value, entry.version);
    if cx.load(class, &class.version)? != version {
        return learn_constructor(cx, class);
    }
    Ok(Constructor::of_entry(value))
}

#[cold]
#[inline(never)]
fn learn_constructor(cx: &mut Cx, class: &'static Type) -> R<Option<Constructor>> {
    let flags = class.flags();
    let (new, init) = (name!(cx, "__new__")?, name!(cx, "__init__")?);
    let new = class.lookup(cx, new)?.unwrap_or(Value::NONE);
    // The metaclass cannot change, if it is `type`.
    let direct = TYPE.is(class_of(class.value())) && !TYPE.is(class);
    let usual = direct
        && flags.has(Flags::INSTANCE_LAYOUT)
        && !flags.has(Flags::BUILTIN)
        && !flags.has(Flags::PAYLOAD)
        && !flags.has(Flags::EXCEPTION)
        && !is_abstract(cx, class)?
        && new == cx.vm.object_new.get();
    let init = class.lookup(cx, init)?.unwrap_or(Value::NONE);
    let value = if direct && init == cx.vm.object_init.get() && new != cx.vm.object_new.get() {
        native_new(cx, new)?.unwrap_or(Value::NONE)
    } else if !usual {
        Value::NONE
    } else if init == cx.vm.object_init.get() {
        Value::UNBOUND
    } else if init.is::<Function>() {
        init
    } else {
        Value::NONE
    };
    let version = cx.load(class, &class.version)?;
    cx.attributes.put(Entry {
        key: constructor_key(class),
        name: Value::UNBOUND,
        class: Some(class),
        version,
        what: What::Value,
        slot: 0,
        next: 0,
        value,
    });
    Ok(Constructor::of_entry(value))
}

/// The same for a slot that is not inline.
#[inline(never)]
fn store_outside(
    cx: &mut Cx,
    instance: &'static Instance,
    meta: Meta,
    slot: usize,
    value: Value,
) -> R<bool> {
    // Not for a slot that is just being added.
    let shape = instance.shape(cx)?;
    if shape.id != meta.shape() || slot >= shape.count as usize {
        return Ok(false);
    }
    instance.set(cx, slot, value)?;
    Ok(true)
}

/// The native function in the `staticmethod` that a `__new__` is.
fn native_new(cx: &mut Cx, new: Value) -> R<Option<Value>> {
    let function = match new.cast::<Wrapper>() {
        Some(wrapper) => cx.load(wrapper, &wrapper.function)?,
        None => new,
    };
    Ok(Some(function).filter(|function| function.is::<NativeFunction>()))
}

/// The method of a builtin object that has no attributes of its own, if the cache knows it.
#[inline(always)]
pub fn builtin_method(cx: &mut Cx, object: Value, name: Value) -> Option<Value> {
    cx.refresh_tables();
    let shape = builtin_shape(object);
    let entry = cx.attributes.find(u64::from(shape), name)?;
    // Without a class: no version to check.
    entry.class.is_none().then_some(entry.value)
}

/// Notes a method that was found for a builtin object.
pub fn learn_builtin_method(cx: &mut Cx, object: Value, name: Value, function: Value) {
    let class = class_of(object);
    let may_have_own = object.is::<Type>() || object.is::<Module>() || object.is::<Function>();
    if class.flags().has(Flags::BUILTIN) && !class.flags().has(Flags::HAS_DICT) && !may_have_own {
        cx.attributes.put(Entry {
            key: u64::from(builtin_shape(object)),
            name,
            class: None,
            version: Value::UNBOUND,
            what: What::Method,
            slot: 0,
            next: 0,
            value: function,
        });
    }
}

/// The shape of an object that never changes it; of an immediate value that of its class.
#[inline(always)]
fn builtin_shape(object: Value) -> ShapeId {
    match object.header() {
        Some(header) => Meta::from_bits(header.meta.load()).shape(),
        None => class_of(object).instance_shape(),
    }
}

/// Notes how `name` is read of an instance as it is now, if that is something that the cache can say.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
#[inline(never)]
pub fn learn_load(cx: &mut Cx, instance: &'static Instance, name: Value) -> R<()> {
    let shape = instance.shape(cx)?;
    let class = shape.class();
    let how = name!(cx, "__getattribute__")?;
    if shape.dictionary || class.lookup(cx, how)? != Some(cx.vm.object_getattribute.get()) {
        return Ok(());
    }
    let found = class.lookup(cx, name)?;
    let known = match found {
        Some(value) => of_descriptor(cx, class, value)?,
        None => None,
    };
    let own = shape
        .slot(name)
        .map(|slot| (What::Slot, slot, Value::UNBOUND));
    let is_data = match found {
        Some(value) => descriptor::is_data(cx, value)?,
        None => false,
    };
    let known = if is_data { known } else { own.or(known) };
    let Some((what, slot, value)) = known else {
        return Ok(());
    };
    if let Ok(slot) = u16::try_from(slot) {
        let entry = Entry {
            key: u64::from(shape.id),
            name,
            class: Some(class),
            version: cx.load(class, &class.version)?,
            what,
            slot,
            next: 0,
            value,
        };
        cx.attributes.put(entry);
    }
    Ok(())
}

/// What a value found in the class means for a read of an instance.
fn of_descriptor(cx: &mut Cx, class: &'static Type, value: Value) -> R<Option<(What, u32, Value)>> {
    if let Some(slot) = member_slot(cx, class, value)? {
        return Ok(Some((What::Slot, slot, Value::UNBOUND)));
    }
    if is_plain_method(value) {
        return Ok(Some((What::Method, 0, value)));
    }
    if let Some(getter) = property::getter_of(cx, value)? {
        return Ok(getter.is::<Function>().then_some((What::Getter, 0, getter)));
    }
    let get = name!(cx, "__get__")?;
    let is_descriptor = class_of(value).lookup(cx, get)?.is_some();
    Ok((!is_descriptor).then_some((What::Value, 0, value)))
}

/// The slot of a member descriptor that applies to instances of `class`.
fn member_slot(cx: &mut Cx, class: &'static Type, value: Value) -> R<Option<u32>> {
    let Some(member) = value.cast::<Member>() else {
        return Ok(None);
    };
    match member.class.get().cast::<Type>() {
        Some(owner) if class.is_subclass(cx, owner)? => Ok(Some(member.slot() as u32)),
        _ => Ok(None),
    }
}

/// Notes how `name` is written, for instances of the shape `before`, when it has been written.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
#[inline(never)]
pub fn learn_store(
    cx: &mut Cx,
    instance: &'static Instance,
    before: &'static Shape,
    name: Value,
) -> R<()> {
    let class = before.class();
    let after = instance.shape(cx)?;
    let how = name!(cx, "__setattr__")?;
    if before.dictionary
        || after.dictionary
        || class.lookup(cx, how)? != Some(cx.vm.object_setattr.get())
    {
        return Ok(());
    }
    let slot = match class.lookup(cx, name)? {
        Some(value) => match member_slot(cx, class, value)? {
            Some(slot) => Some(slot),
            None if descriptor::is_data(cx, value)? => None,
            None => after.slot(name),
        },
        None => after.slot(name),
    };
    let Some(slot) = slot.and_then(|slot| u16::try_from(slot).ok()) else {
        return Ok(());
    };
    if before.id != after.id && !class.flags().has(Flags::HAS_DICT) {
        return Ok(());
    }
    let entry = Entry {
        key: u64::from(before.id) | STORE,
        name,
        class: Some(class),
        version: cx.load(class, &class.version)?,
        what: if before.id == after.id {
            What::Slot
        } else {
            What::Add
        },
        slot,
        next: after.id,
        value: Value::UNBOUND,
    };
    cx.attributes.put(entry);
    Ok(())
}
