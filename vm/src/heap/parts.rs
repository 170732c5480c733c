//! What belongs to an object although it is an object of its own: a list's buffer, a dict's table,
//! attributes that have no room in their instance, the builtin value inside an instance of a subclass.
//! No program ever sees such a *part*.

use crate::cx::{Cx, R};
use crate::heap::{LayoutId, layout};
use crate::objects::native_box;
use crate::objects::type_object::{Flags, Type};
use crate::shape::Shape;
use crate::value::Value;
use std::collections::HashSet;
use tython_gc::{Heap, Object};

/// Layouts that only parts have.
const PARTS: [LayoutId; 5] = [
    layout::LIST_BUFFER,
    layout::TABLE,
    layout::VALUES,
    layout::RAW_WORDS,
    layout::WEAKREF,
];

/// Layouts of objects that have no parts, whatever they hold.
const WITHOUT_PARTS: [LayoutId; 3] = [layout::LIST_BUFFER, layout::TABLE, layout::TUPLE];

fn is_one_of(object: Object, layouts: &[LayoutId]) -> bool {
    let number = object.meta().layout();
    layouts.iter().any(|layout| layout.get() == number)
}

/// The class of an object, as its header stands.
pub(crate) fn class_of(object: Object) -> &'static Type {
    Shape::of(object.meta().shape()).class()
}

/// Whether an object is never seen by a program, whoever holds it.
pub(crate) fn is_hidden(object: Object) -> bool {
    is_one_of(object, &PARTS)
        || object.meta().layout() == layout::NATIVE_BOX.get() && native_box::is_hidden(object)
}

/// Which slots of an instance are the business of a builtin class, its own or an inherited one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inside {
    /// The first slot is the builtin value inside an instance of a subclass.
    payload: bool,
    /// How many slots there are of that kind.
    reserved: usize,
    /// Whether bytes in such a slot are a part, and not the attribute of an exception.
    bytes: bool,
}

/// The place of an instance's first slot among its values: behind `ext`.
const FIRST: usize = 1;

/// The class, or the builtin one that its instances are laid out like.
fn builtin_base(class: &'static Type) -> Option<&'static Type> {
    let base = |class: &&'static Type| class.base.peek().cast::<Type>();
    std::iter::successors(Some(class), base).find(|class| class.flags().has(Flags::BUILTIN))
}

impl Inside {
    /// What an object says of itself, as its header stands. Of anything but an instance: no slot.
    pub(crate) fn of(object: Object) -> Inside {
        let class = class_of(object);
        let flags = class.flags();
        let is_instance = object.meta().layout() == layout::INSTANCE.get();
        let payload = is_instance && flags.has(Flags::PAYLOAD);
        let builtin = is_instance.then(|| builtin_base(class)).flatten();
        let reserved = builtin.map_or(0, |class| Shape::of(class.instance_shape()).reserved);
        Inside {
            payload,
            reserved: if payload { 1 } else { reserved as usize },
            bytes: !flags.has(Flags::EXCEPTION),
        }
    }

    /// Whether slot `slot` is one of these.
    pub(crate) fn is_reserved(self, slot: usize) -> bool {
        slot < self.reserved
    }

    /// Whether what slot `slot` refers to is a part.
    pub(crate) fn is_part_in_slot(self, slot: usize, referent: Object) -> bool {
        let is_bytes = self.bytes && referent.meta().layout() == layout::BYTEARRAY.get();
        is_hidden(referent) || self.is_reserved(slot) && (self.payload || is_bytes)
    }

    /// Whether what value `place` refers to is a part.
    fn is_part_at(self, place: usize, referent: Object) -> bool {
        is_hidden(referent) || place >= FIRST && self.is_part_in_slot(place - FIRST, referent)
    }
}

/// Goes through objects and their parts. Its memory is used again for each of them.
#[derive(Debug)]
pub(crate) struct Explorer {
    /// Finds what a value refers to.
    find: fn(&Heap, u64) -> Option<Object>,
    work: Vec<Object>,
    parts: HashSet<Object>,
    values: Vec<u64>,
}

impl Default for Explorer {
    fn default() -> Self {
        Explorer::new(Heap::find_exact)
    }
}

impl Explorer {
    /// One that goes where `find` leads.
    pub(crate) fn new(find: fn(&Heap, u64) -> Option<Object>) -> Self {
        Explorer {
            find,
            work: Vec::new(),
            parts: HashSet::new(),
            values: Vec::new(),
        }
    }

    /// The builtin value inside an instance of a subclass of its class, as the instance stands.
    pub(crate) fn payload_of(&self, heap: &Heap, object: Object) -> Option<Object> {
        if !Inside::of(object).payload {
            return None;
        }
        let mut values = Vec::with_capacity(2 * FIRST);
        heap.each_value(object, &mut |value| values.push(value));
        (self.find)(heap, *values.get(FIRST)?)
    }

    /// Visits all objects that `whole` and its parts refer to, parts excepted, as they stand in memory.
    /// While the world is stopped.
    pub(crate) fn each_referent(
        &mut self,
        heap: &Heap,
        whole: Object,
        mut visit: impl FnMut(Object),
    ) {
        self.begin(whole);
        while let Some(object) = self.work.pop() {
            // The only value of a link is the reference that it is a part of.
            if object.meta().layout() != layout::WEAKREF.get() {
                heap.each_value(object, &mut |value| self.values.push(value));
            }
            self.sort(heap, object, &mut visit);
        }
    }

    /// Bytes of `whole` and its parts.
    fn bytes(&mut self, cx: &mut Cx, whole: Object) -> R<usize> {
        let (heap, mut bytes) = (cx.vm.heap, 0);
        self.begin(whole);
        while let Some(object) = self.work.pop() {
            bytes += heap.bytes_of(object);
            if !is_one_of(object, &WITHOUT_PARTS) {
                let values = &mut self.values;
                cx.tx.view(object.token(), || {
                    values.clear();
                    heap.each_value(object, &mut |value| values.push(value));
                })?;
            }
            self.sort(heap, object, &mut |_| ());
        }
        Ok(bytes)
    }

    fn begin(&mut self, whole: Object) {
        self.work.clear();
        self.values.clear();
        self.parts.clear();
        self.work.push(whole);
    }

    /// Tells parts from other referents among the values of `object`.
    fn sort(&mut self, heap: &Heap, object: Object, visit: &mut dyn FnMut(Object)) {
        let inside = Inside::of(object);
        for (place, value) in self.values.drain(..).enumerate() {
            match (self.find)(heap, value) {
                Some(part) if inside.is_part_at(place, part) => {
                    let is_new = self.parts.insert(part);
                    self.work.extend(is_new.then_some(part));
                }
                Some(referent) => visit(referent),
                None => {}
            }
        }
    }
}

/// Bytes that an object takes, with its parts and what they own outside of the heap: `__sizeof__`. An
/// immediate value takes the word that it is. (What the collector knows of objects lies elsewhere: a bit
/// for 16 bytes.)
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn size_of(cx: &mut Cx, value: Value) -> R<usize> {
    match cx.vm.heap.find_exact(value.bits()) {
        Some(object) => Explorer::default().bytes(cx, object),
        None => Ok(std::mem::size_of::<Value>()),
    }
}

/// The object's class, if it is one that objects keep alive: not a builtin one.
pub(crate) fn python_class_of(object: Object) -> Option<&'static Type> {
    let class = class_of(object);
    (!class.flags().has(Flags::BUILTIN)).then_some(class)
}

/// The value that refers to an object.
pub(crate) fn value_of(object: Object) -> Value {
    Value::from_bits(object.to_value())
}
