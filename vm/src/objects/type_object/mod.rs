//! Classes.
//!
//! A class is one unit: its fields conflict as one, which is right because they change together and
//! rarely. Its namespace is a dict of its own. `version` changes with every change of the namespace or
//! the bases of the class or of a base: caches of look-ups remember it, and read it in their
//! transaction, so that a change of a class is an ordinary conflict with whoever relied on it.

mod annotations;
mod attributes;
mod bases;
mod create;
mod methods;
mod mro;
mod room;
mod slots;
mod subclasses;

pub(crate) use attributes::check_mutable;
pub(crate) use create::same_memory;
pub use create::{Request, create, metaclass_of};
pub use methods::{is_instance_of, is_subclass_of};
pub(crate) use subclasses::remember_subclass;
pub use subclasses::subclasses;

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::tuple::Tuple;
use crate::shape::{Shape, ShapeId};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;
use std::sync::atomic::{AtomicU64, Ordering};

/// A class.
#[repr(C)]
#[derive(Debug)]
pub struct Type {
    header: Header,
    /// `__name__`: a string.
    pub name: Slot,
    /// `__qualname__`: a string.
    pub qualname: Slot,
    /// `__bases__`: a tuple.
    pub bases: Slot,
    /// `__mro__`: a tuple, this class first.
    pub mro: Slot,
    /// The number of the current state of the class and its bases; see [`next_version`].
    pub version: Slot,
    /// Subclasses: see `subclasses.rs`; a list, or None.
    pub subclasses: Slot,
    /// The most derived base.
    pub base: Slot,
    /// The namespace: a dict.
    pub dict: Fixed,
    /// The builtin class whose memory its instances have: `list` for a subclass of `list`, `object`
    /// for most.
    pub storage: Fixed,
    instance_shape: Raw,
    dictionary_shape: Raw,
    /// Twice [`Flags`]. No part of transactions: most never change, the others are only ever set.
    flags: AtomicU64,
    /// Slots that instances get room for at birth; grows by experience. No part of transactions.
    room: AtomicU64,
}

// SAFETY: a header and words; `flags` and `room` hold small even numbers.
unsafe impl HeapType for Type {
    const LAYOUT: LayoutId = layout::TYPE;
}

builtin_type! {
    /// The class.
    pub static TYPE = TypeDef {
        name: "type",
        layout: Some(layout::TYPE),
        subclassable: true,
        doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
        ..TypeDef::NEW
    };
}

/// What never changes of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flags(pub u64);

impl Flags {
    /// Made by the virtual machine: its attributes cannot be set.
    pub const BUILTIN: Flags = Flags(1);
    /// Python classes may inherit from it.
    pub const SUBCLASSABLE: Flags = Flags(1 << 1);
    /// Instances have a `__dict__`.
    pub const HAS_DICT: Flags = Flags(1 << 2);
    /// Instances are exceptions.
    pub const EXCEPTION: Flags = Flags(1 << 3);
    /// Instances are classes.
    pub const METACLASS: Flags = Flags(1 << 4);
    /// Instances have the layout INSTANCE.
    pub const INSTANCE_LAYOUT: Flags = Flags(1 << 5);
    /// A subclass of a builtin container or value: slot 0 of an instance is the payload.
    pub const PAYLOAD: Flags = Flags(1 << 6);
    /// Instances can be weakly referenced.
    pub const WEAKREFABLE: Flags = Flags(1 << 7);
    /// Instances have a finaliser (`__del__`).
    pub const FINALIZER: Flags = Flags(1 << 8);
    /// Subject of mapping patterns.
    pub const MAPPING: Flags = Flags(1 << 9);
    /// Subject of sequence patterns.
    pub const SEQUENCE: Flags = Flags(1 << 10);

    /// Whether all of `other` are set.
    #[inline(always)]
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both.
    #[must_use]
    pub const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// What a new class is made of.
#[derive(Debug)]
pub struct Parts {
    /// The shape of the class object itself, which says its metaclass.
    pub shape: ShapeId,
    /// `__name__`.
    pub name: Value,
    /// `__qualname__`.
    pub qualname: Value,
    /// `__bases__`.
    pub bases: Value,
    /// The most derived base, or None.
    pub base: Value,
    /// The namespace.
    pub dict: Value,
    /// See [`Type::storage`]; unbound: the class itself.
    pub storage: Value,
    /// Slots of instances that are not attributes.
    pub reserved: u32,
    /// What never changes.
    pub flags: Flags,
}

/// A number that no class state had before. Not transactional: a number that a rollback wastes is no
/// harm.
pub fn next_version() -> Value {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    // Relaxed: each number is handed out once.
    Value::index(NEXT.fetch_add(1, Ordering::Relaxed) as usize)
}

impl Type {
    /// A new class, without an `__mro__`, which the caller stores next.
    ///
    /// # Errors
    /// MemoryError.
    pub fn create(cx: &mut Cx, parts: &Parts) -> R<&'static Type> {
        let class = cx.create_shaped(parts.shape, 0, |header| Type {
            header,
            name: Slot::new(parts.name),
            qualname: Slot::new(parts.qualname),
            bases: Slot::new(parts.bases),
            mro: Slot::new(Value::NONE),
            version: Slot::new(next_version()),
            subclasses: Slot::new(Value::NONE),
            base: Slot::new(parts.base),
            dict: Fixed::new(parts.dict),
            storage: Fixed::new(parts.storage),
            instance_shape: Raw::new(0),
            dictionary_shape: Raw::new(0),
            flags: AtomicU64::new(parts.flags.0 << 1),
            room: AtomicU64::new(4 << 1),
        })?;
        let shape = Shape::root(class, parts.reserved, false);
        let dictionary = Shape::root(class, parts.reserved, true);
        for (field, shape) in [
            (&class.instance_shape, shape),
            (&class.dictionary_shape, dictionary),
        ] {
            // SAFETY: nobody else has seen the class yet.
            unsafe {
                std::ptr::from_ref(field)
                    .cast_mut()
                    .write(Raw::new(u64::from(shape.id)))
            };
        }
        if parts.storage.is_unbound() {
            let storage = std::ptr::from_ref(&class.storage).cast_mut();
            // SAFETY: as above.
            unsafe { storage.write(Fixed::new(class.value())) };
        }
        Ok(class)
    }

    /// The shape of a new instance.
    #[inline(always)]
    pub fn instance_shape(&self) -> ShapeId {
        self.instance_shape.get() as ShapeId
    }

    /// The shape of an instance whose attributes lie in its `__dict__`.
    pub fn dictionary_shape(&self) -> &'static Shape {
        Shape::of(self.dictionary_shape.get() as ShapeId)
    }

    /// Marks of the class.
    #[inline(always)]
    pub fn flags(&self) -> Flags {
        Flags(self.flags.load(Ordering::Relaxed) >> 1) // Relaxed: single bits.
    }

    /// Sets flags: the class has been registered as one of sequences or of mappings.
    pub fn add_flags(&self, flags: Flags) {
        // Relaxed: as in `flags`.
        self.flags.fetch_or(flags.0 << 1, Ordering::Relaxed);
    }

    /// Whether instances have the memory of `cell`'s.
    #[inline(always)]
    pub fn has_storage(&self, cell: &TypeCell) -> bool {
        self.storage.get() == cell.value()
    }

    /// Slots that a new instance gets room for.
    #[inline(always)]
    pub fn room(&self) -> usize {
        (self.room.load(Ordering::Relaxed) >> 1) as usize // Relaxed: a hint.
    }

    /// An instance has needed room for so many slots.
    pub fn learn_room(&self, slots: usize) {
        self.room.store((slots as u64) << 1, Ordering::Relaxed); // Relaxed: a hint.
    }

    /// The namespace.
    #[inline(always)]
    pub fn namespace(&self) -> &'static Dict {
        match self.dict.get().cast::<Dict>() {
            Some(dict) => dict,
            None => unreachable!("a class's namespace is a dict"),
        }
    }

    /// `__name__` as text, for messages.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn name_text(&'static self, cx: &mut Cx) -> R<String> {
        let name = cx.load(self, &self.name)?;
        Ok(crate::objects::str::to_string(name))
    }

    /// The same, but `None` as long as the class is in the making.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub(crate) fn known_mro(&'static self, cx: &mut Cx) -> R<Option<&'static Tuple>> {
        Ok(cx.load(self, &self.mro)?.cast::<Tuple>())
    }

    /// The classes to search for an attribute, in order.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn mro(&'static self, cx: &mut Cx) -> R<&'static Tuple> {
        match cx.load(self, &self.mro)?.cast::<Tuple>() {
            Some(mro) => Ok(mro),
            None => Err(cx.type_error(format_args!("the class has no __mro__ yet"))),
        }
    }

    /// Finds an attribute in the namespaces of the class and its bases, without binding it. `name` is
    /// an interned string.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub fn lookup(&'static self, cx: &mut Cx, name: Value) -> R<Option<Value>> {
        cx.refresh_tables();
        let version = cx.load(self, &self.version)?;
        match cx.lookups.get(version, name) {
            Some(found) => Ok(found),
            None => self.search(cx, name, version),
        }
    }

    /// The same, when nobody has asked for the name since the class has this version.
    #[cold]
    #[inline(never)]
    fn search(&'static self, cx: &mut Cx, name: Value, version: Value) -> R<Option<Value>> {
        let mut found = None;
        let Some(order) = self.known_mro(cx)? else {
            return Ok(None);
        };
        for class in order.items() {
            if let Some(class) = class.get().cast::<Type>() {
                found = dict::get_str(cx, class.namespace(), name)?;
                if found.is_some() {
                    break;
                }
            }
        }
        cx.lookups.put(version, name, found);
        Ok(found)
    }

    /// Whether `other` is among the bases of this class, or is it.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn is_subclass(&'static self, cx: &mut Cx, other: &'static Type) -> R<bool> {
        if std::ptr::eq(self, other) {
            return Ok(true);
        }
        match self.known_mro(cx)? {
            Some(order) => Ok(order.as_slice().contains(&other.value())),
            None => self.descends_from(cx, other),
        }
    }
}

impl Type {
    /// Whether `other` is this class or in the chain of most derived bases behind it.
    fn descends_from(&'static self, cx: &mut Cx, other: &'static Type) -> R<bool> {
        let mut class = Some(self);
        while let Some(this) = class {
            if std::ptr::eq(this, other) {
                return Ok(true);
            }
            class = cx.load(this, &this.base)?.cast::<Type>();
        }
        Ok(false)
    }
}

/// Whether methods of the class are still missing, so that it has no instances.
///
/// # Errors
/// What the truth of `__abstractmethods__` raises.
pub fn is_abstract(cx: &mut Cx, class: &'static Type) -> R<bool> {
    if class.flags().has(Flags::BUILTIN) {
        return Ok(false);
    }
    let name = name!(cx, "__abstractmethods__")?;
    match dict::get_str(cx, class.namespace(), name)? {
        Some(methods) => crate::protocol::truth(cx, methods),
        None => Ok(false),
    }
}
