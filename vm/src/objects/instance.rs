//! Instances of Python classes.
//!
//! ```text
//! header   token, meta (shape; the number of inline slots in the flags)
//! ext      unbound; a `Values` with the slots that have no room inline; or, if the shape is the
//!          class's dictionary shape, the `__dict__`
//! slots    reserved ones of the builtin base class, then attributes in the order of the shape
//! ```
//!
//! An instance is one unit. Its shape word changes when an attribute is added or deleted.

use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Meta, Slot, layout};
use crate::objects::type_object::Type;
use crate::objects::values::{self, Values};
use crate::runtime::finalizers;
use crate::shape::{Shape, ShapeId};
use crate::value::Value;
use stm_core::{Token, Unit, Word};

/// The fixed part of an instance.
#[repr(C)]
#[derive(Debug)]
pub struct Instance {
    header: Header,
    /// See above.
    pub ext: Slot,
}

// SAFETY: a header and words; the slots behind `ext` are values.
unsafe impl HeapType for Instance {
    const LAYOUT: LayoutId = layout::INSTANCE;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        let meta = std::ptr::from_ref(&self.header.meta);
        Unit {
            token: &self.header.token,
            // SAFETY: the meta word, `ext`, and the slots that the meta word counts.
            words: unsafe { std::slice::from_raw_parts(meta, 2 + self.inline_slots()) },
        }
    }
}

/// Most slots that an instance has inline.
const MAX_INLINE: usize = 64;

/// Where a slot is.
#[derive(Clone, Copy, Debug)]
enum Place {
    Inline(&'static Slot),
    Outside(usize),
}

impl Instance {
    /// A new instance of `class`, all slots unbound.
    ///
    /// # Errors
    /// MemoryError.
    pub fn new(cx: &mut Cx, class: &'static Type) -> R<&'static Instance> {
        let (shape, slots) = Instance::of_class(class);
        // `ext` lies in the padding of the 16-byte aligned struct; slots follow it directly.
        let object = cx.alloc_raw(Self::LAYOUT, 1 + slots, shape)?;
        let meta = Meta::new(Self::LAYOUT, shape).with_flags(slots as u32);
        object.meta_word().store(meta.bits());
        for index in 0..=slots {
            // SAFETY: the cell has `1 + slots` payload words.
            unsafe { object.word(index) }.store(Value::UNBOUND.bits());
        }
        // SAFETY: the object has this layout.
        let instance: &'static Instance = unsafe { &*object.as_ptr().cast::<Instance>() };
        finalizers::born(cx, class.flags(), instance.value());
        Ok(instance)
    }

    /// The shape of a new instance of `class`, and the number of slots that it gets inside the object.
    pub(crate) fn of_class(class: &'static Type) -> (ShapeId, usize) {
        let shape = class.instance_shape();
        let reserved = Shape::of(shape).reserved as usize;
        (shape, class.room().max(reserved).min(MAX_INLINE))
    }

    /// The number of slots inside the object. It never changes.
    #[inline(always)]
    pub fn inline_slots(&self) -> usize {
        Meta::from_bits(self.header.meta.load()).flags() as usize
    }

    /// The meta word now. Between two looks at the token, or while the instance is owned.
    #[inline(always)]
    pub fn peek_meta(&self) -> Meta {
        Meta::from_bits(self.header.meta.load())
    }

    /// Overwrites the meta word. While the instance is opened for writing.
    #[inline(always)]
    pub fn poke_meta(&self, meta: Meta) {
        self.header.meta.store(meta.bits());
    }

    /// The shape now. Between two looks at the token, or while the instance is owned.
    #[inline(always)]
    pub fn peek_shape(&self) -> &'static Shape {
        Shape::of(Meta::from_bits(self.header.meta.load()).shape())
    }

    /// Slot `index`, which is inline.
    #[inline(always)]
    pub fn inline(&'static self, index: usize) -> &'static Slot {
        debug_assert!(index < self.inline_slots());
        // SAFETY: the slots follow `ext`.
        unsafe { &*(&raw const self.ext).add(1 + index) }
    }

    fn place(&'static self, index: usize) -> Place {
        let inline = self.inline_slots();
        if index < inline {
            Place::Inline(self.inline(index))
        } else {
            Place::Outside(index - inline)
        }
    }

    /// The shape.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub fn shape(&'static self, cx: &mut Cx) -> R<&'static Shape> {
        cx.view(self, || self.peek_shape())
    }

    /// What slot `index` holds.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn get(&'static self, cx: &mut Cx, index: usize) -> R {
        match self.place(index) {
            Place::Inline(slot) => cx.load(self, slot),
            Place::Outside(index) => match cx.load(self, &self.ext)?.cast::<Values>() {
                Some(more) => more.get(cx, index),
                None => Ok(Value::UNBOUND),
            },
        }
    }

    /// Writes slot `index`.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, and MemoryError.
    pub fn set(&'static self, cx: &mut Cx, index: usize, value: Value) -> R<()> {
        match self.place(index) {
            Place::Inline(slot) => cx.store(self, slot, value),
            Place::Outside(index) => {
                let more = cx.load(self, &self.ext)?.cast::<Values>();
                let more = match more {
                    Some(more) if index < more.len() => more,
                    small => {
                        let grown = values::grown(cx, small, (index + 1).next_multiple_of(4))?;
                        cx.store(self, &self.ext, grown.value())?;
                        grown
                    }
                };
                more.set(cx, index, value)
            }
        }
    }

    /// The attributes that lie in slots, in their order; `shape` is that of the instance.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn attributes(&'static self, cx: &mut Cx, shape: &'static Shape) -> R<Vec<(Value, Value)>> {
        let names = shape.ordered();
        let mut attributes = Vec::with_capacity(names.len());
        if shape.count as usize <= self.inline_slots() {
            cx.view(self, || {
                attributes.clear();
                let own = names.iter().filter_map(|(name, slot)| {
                    let value = self.inline(*slot as usize).peek();
                    value.bound().map(|value| (*name, value))
                });
                attributes.extend(own);
            })?;
            return Ok(attributes);
        }
        for (name, slot) in names {
            if let Some(value) = self.get(cx, *slot as usize)?.bound() {
                attributes.push((*name, value));
            }
        }
        Ok(attributes)
    }

    /// Changes the shape.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn set_shape(&'static self, cx: &mut Cx, shape: &'static Shape) -> R<()> {
        cx.tx.open_write(self.unit(), 0)?;
        let meta = Meta::from_bits(self.header.meta.load());
        self.header.meta.store(meta.with_shape(shape.id).bits());
        Ok(())
    }

    /// Adds an attribute; the shape has none of that name, and is no dictionary shape.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, and MemoryError.
    pub fn add(
        &'static self,
        cx: &mut Cx,
        shape: &'static Shape,
        name: Value,
        value: Value,
    ) -> R<()> {
        let next = shape.with(name);
        let index = shape.count as usize;
        self.set(cx, index, value)?;
        self.set_shape(cx, next)?;
        if index >= self.inline_slots() {
            shape.class().learn_room((index + 1).min(MAX_INLINE));
        }
        Ok(())
    }
}

/// Attributes beyond which an instance keeps them in a dict.
const MAX_SHAPE: u32 = 256;

/// Whether instances of this shape may get one more attribute.
pub fn has_room(shape: &Shape) -> bool {
    shape.count < MAX_SHAPE
}

/// From now on the attributes lie in `dict`, which has them all.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn adopt_dict(
    cx: &mut Cx,
    instance: &'static Instance,
    shape: &'static Shape,
    dict: &'static crate::objects::dict::Dict,
) -> R<()> {
    instance.set_shape(cx, shape.class().dictionary_shape())?;
    cx.store(instance, &instance.ext, dict.value())
}

/// Gives an instance another class, whose instances have the same reserved slots.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
pub fn change_class(cx: &mut Cx, instance: &'static Instance, class: &'static Type) -> R<()> {
    let old = instance.shape(cx)?;
    let new = if old.dictionary {
        class.dictionary_shape()
    } else {
        let root = Shape::of(class.instance_shape());
        old.names().into_iter().fold(root, Shape::with)
    };
    instance.set_shape(cx, new)
}

const _: () = {
    // The slots lie where `inline` looks for them.
    assert!(std::mem::offset_of!(Instance, ext) == 2 * size_of::<Word>());
    assert!(size_of::<Token>() == size_of::<Word>());
};
