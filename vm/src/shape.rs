//! Shapes: which attribute of an instance lies in which slot (hidden classes).
//!
//! A shape record is immutable and lives for ever; an object's shape *word* is a mutable field. All
//! instances that got the same attributes in the same order share a shape, so an inline cache
//! compares one number. Records and the table of their numbers are not transactional: a transition
//! that a rolled-back transaction made is a correct one that nobody uses yet.
//! (Maps: Chambers, Ungar, Lee, "An efficient implementation of SELF", 1989.)
//!
//! Slots: the first [`Shape::reserved`] belong to the builtin base class (the payload of a subclass of
//! `list`, say, or the fields of an exception), the attributes follow in order.
//!
//! An instance whose `__dict__` has been asked for keeps its attributes in that dict, and has its
//! class's *dictionary shape*.

use crate::objects::type_object::Type;
use crate::value::Value;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::fmt;
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

/// The number of a shape, as it lies in an object's meta word.
pub type ShapeId = u32;

/// Attributes from which on a shape keeps a map of its names.
const MAP_FROM: u32 = 32;

/// What the instances of one class with the same attributes have in common.
pub struct Shape {
    /// Its number.
    pub id: ShapeId,
    /// The class. A reference value; shapes are roots for the collector.
    class: Value,
    /// The shape without the newest attribute.
    parent: Option<&'static Shape>,
    /// The newest attribute: an interned string.
    name: Value,
    /// Slots in use.
    pub count: u32,
    /// Slots that belong to the builtin base class.
    pub reserved: u32,
    /// Whether the attributes lie in a dict.
    pub dictionary: bool,
    transitions: RwLock<Vec<(Value, &'static Shape)>>,
    map: OnceLock<HashMap<u64, u32>>,
    ordered: OnceLock<Box<[(Value, u32)]>>,
}

impl Shape {
    /// The first shape of a class: no attributes yet.
    pub fn root(class: &'static Type, reserved: u32, dictionary: bool) -> &'static Shape {
        TABLE.add(|id| Shape {
            id,
            class: Value::from(class),
            parent: None,
            name: Value::UNBOUND,
            count: reserved,
            reserved,
            dictionary,
            transitions: RwLock::default(),
            map: OnceLock::new(),
            ordered: OnceLock::new(),
        })
    }

    /// The shape with this number.
    #[inline(always)]
    pub fn of(id: ShapeId) -> &'static Shape {
        TABLE.get(id)
    }

    /// The class of the objects that have this shape.
    #[inline(always)]
    pub fn class(&self) -> &'static Type {
        debug_assert!(self.class.is::<Type>());
        // SAFETY: made from a class in `root`; shapes keep their classes alive.
        unsafe { &*((self.class.bits() & !7) as *const Type) }
    }

    /// The slot of an attribute; `name` is an interned string.
    pub fn slot(&'static self, name: Value) -> Option<u32> {
        if self.count - self.reserved >= MAP_FROM {
            let map = self.map.get_or_init(|| {
                let entries = self.attributes().map(|(name, slot)| (name.bits(), slot));
                entries.collect()
            });
            return map.get(&name.bits()).copied();
        }
        self.ordered()
            .iter()
            .find(|(other, _)| *other == name)
            .map(|(_, slot)| *slot)
    }

    /// The attributes and their slots, newest first.
    pub fn attributes(&'static self) -> impl Iterator<Item = (Value, u32)> {
        std::iter::successors(Some(self), |shape| shape.parent)
            .take_while(|shape| shape.parent.is_some())
            .map(|shape| (shape.name, shape.count - 1))
    }

    /// The shape before the newest attribute was added, if that is the one of this name.
    pub fn without_newest(&self, name: Value) -> Option<&'static Shape> {
        self.parent.filter(|_| self.name == name)
    }

    /// The attributes and their slots in the order in which they were added.
    pub fn ordered(&'static self) -> &'static [(Value, u32)] {
        self.ordered.get_or_init(|| {
            let mut ordered: Box<[_]> = self.attributes().collect();
            ordered.reverse();
            ordered
        })
    }

    /// The names of the attributes in the order in which they were added.
    pub fn names(&'static self) -> Vec<Value> {
        self.ordered().iter().map(|(name, _)| *name).collect()
    }

    /// The shape with one more attribute; `name` is an interned string.
    pub fn with(&'static self, name: Value) -> &'static Shape {
        let known = |transitions: &[(Value, &'static Shape)]| {
            let found = transitions.iter().find(|(other, _)| *other == name);
            found.map(|(_, shape)| *shape)
        };
        if let Some(shape) = known(&self.transitions.read()) {
            return shape;
        }
        let mut transitions = self.transitions.write();
        if let Some(shape) = known(&transitions) {
            return shape;
        }
        let shape = TABLE.add(|id| Shape {
            id,
            class: self.class,
            parent: Some(self),
            name,
            count: self.count + 1,
            reserved: self.reserved,
            dictionary: false,
            transitions: RwLock::default(),
            map: OnceLock::new(),
            ordered: OnceLock::new(),
        });
        transitions.push((name, shape));
        shape
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shape({}, {} slots)", self.id, self.count)
    }
}

const CHUNK: usize = 1 << 12;
const CHUNKS: usize = 1 << 12;

type Chunk = [AtomicPtr<Shape>; CHUNK];

/// All shapes by number: chunks that never move, so that a look-up is two loads.
struct Table {
    chunks: [AtomicPtr<Chunk>; CHUNKS],
    used: AtomicU32,
}

static TABLE: Table = Table {
    chunks: [const { AtomicPtr::new(null_mut()) }; CHUNKS],
    used: AtomicU32::new(0),
};

impl Table {
    fn add(&self, make: impl FnOnce(ShapeId) -> Shape) -> &'static Shape {
        // Relaxed: each number is handed out once; who meets it in an object has acquired that.
        let id = self.used.fetch_add(1, Ordering::Relaxed);
        let shape: &'static Shape = Box::leak(Box::new(make(id)));
        let chunk = &self.chunks[id as usize / CHUNK];
        let mut entries = chunk.load(Ordering::Acquire);
        if entries.is_null() {
            let fresh: Box<Chunk> = Box::new([const { AtomicPtr::new(null_mut()) }; CHUNK]);
            let fresh = Box::into_raw(fresh);
            // AcqRel: who loads the pointer sees the null entries behind it.
            match chunk.compare_exchange(null_mut(), fresh, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => entries = fresh,
                Err(other) => {
                    // SAFETY: made above, and nobody else has seen it.
                    drop(unsafe { Box::from_raw(fresh) });
                    entries = other;
                }
            }
        }
        // SAFETY: chunks live for ever. Release: pairs with `get`.
        unsafe { &(*entries)[id as usize % CHUNK] }
            .store(std::ptr::from_ref(shape).cast_mut(), Ordering::Release);
        shape
    }

    #[inline(always)]
    fn get(&self, id: ShapeId) -> &'static Shape {
        // Acquire: pairs with `add`, twice. The number came from an object that has this shape, so
        // both pointers are there.
        let chunk = self.chunks[id as usize / CHUNK].load(Ordering::Acquire);
        // SAFETY: as above; shapes and chunks live for ever.
        unsafe { &*(*chunk)[id as usize % CHUNK].load(Ordering::Acquire) }
    }
}

/// Visits what the shapes refer to, for the collector: their classes and names.
pub fn visit_roots(visit: &mut dyn FnMut(u64)) {
    // Relaxed: the world is stopped.
    for id in 0..TABLE.used.load(Ordering::Relaxed) {
        let shape = TABLE.get(id);
        visit(shape.class.bits());
        visit(shape.name.bits());
    }
}
