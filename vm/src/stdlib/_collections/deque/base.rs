//! The blocks and the two ends.
//!
//! A deque is an instance with three slots: its left end, its right end, and `maxlen`. The ends are
//! objects of their own, and the elements lie in a chain of blocks, so that what happens at one end
//! conflicts with what happens at the other only when they come near each other: a producer and a
//! consumer do not meet as long as there is a block between them. Nothing counts the elements: their
//! places are numbered, upwards to the right and downwards to the left, and an end knows its place.
//!
//! Element *p* lies in slot *p* mod 32 of its block. The left end knows the block of the first element's
//! place, the right end that of the place behind the last element; both blocks are there always, so
//! whoever takes the last element of a block finds the next one without a look at the other end, and
//! the deque can be empty only if both ends are in the same block.
//!
//! Each end counts its changes: who walks along the elements looks at both counts.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::type_object::Type;
use crate::objects::values::{self, Values};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(crate) static DEQUE = TypeDef {
        name: "deque",
        module: "collections",
        layout: Some(layout::INSTANCE),
        reserved: 3,
        subclassable: true,
        weakrefs: true,
        doc: "A list-like sequence optimized for data accesses near its endpoints.",
        ..TypeDef::NEW
    };
}

/// The slots of the instance.
const LEFT: usize = 0;
const RIGHT: usize = 1;
const MAXLEN: usize = 2;

/// Elements in a block.
const BLOCK: i64 = 32;

/// The slots of a block: its neighbours, or unbound, and the elements.
const PREVIOUS: usize = 0;
const NEXT: usize = 1;
const ELEMENTS: usize = 2;

/// A block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block(&'static Values);

impl Block {
    fn new(cx: &mut Cx) -> R<Block> {
        values::new(cx, ELEMENTS + BLOCK as usize).map(Block)
    }

    /// The block that a value refers to.
    pub(super) fn of(cx: &mut Cx, value: Value) -> R<Block> {
        match value.cast::<Values>() {
            Some(block) => Ok(Block(block)),
            None => Err(cx.system_error(format_args!("a deque has lost a block"))),
        }
    }

    pub(super) fn value(self) -> Value {
        self.0.value()
    }

    #[inline(always)]
    fn slot(place: i64) -> usize {
        ELEMENTS + place.rem_euclid(BLOCK) as usize
    }

    /// The element at this place, which lies in this block.
    #[inline]
    pub(super) fn get(self, cx: &mut Cx, place: i64) -> R {
        self.0.get(cx, Self::slot(place))
    }

    /// Writes the element at this place, which lies in this block.
    #[inline]
    pub(super) fn set(self, cx: &mut Cx, place: i64, value: Value) -> R<()> {
        self.0.set(cx, Self::slot(place), value)
    }

    /// The block to the right, which is there.
    pub(super) fn next(self, cx: &mut Cx) -> R<Block> {
        let next = self.0.get(cx, NEXT)?;
        Block::of(cx, next)
    }

    /// The block to the left, which is there.
    pub(super) fn previous(self, cx: &mut Cx) -> R<Block> {
        let previous = self.0.get(cx, PREVIOUS)?;
        Block::of(cx, previous)
    }
}

/// Whether this is the first place of a block.
#[inline(always)]
pub(super) fn begins_block(place: i64) -> bool {
    place.rem_euclid(BLOCK) == 0
}

/// The number of the block in which a place lies.
#[inline(always)]
pub(super) fn block_number(place: i64) -> i64 {
    place.div_euclid(BLOCK)
}

/// What an end says of itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    pub(super) block: Block,
    pub(super) place: i64,
    pub(super) changes: i64,
}

/// An end.
#[derive(Clone, Copy, Debug)]
pub(super) struct End(&'static Values);

impl End {
    fn new(cx: &mut Cx) -> R<End> {
        values::new(cx, 3).map(End)
    }

    /// The end that a value refers to.
    pub(super) fn of(cx: &mut Cx, value: Value) -> R<End> {
        match value.cast::<Values>() {
            Some(end) => Ok(End(end)),
            None => Err(cx.system_error(format_args!("a deque has lost an end"))),
        }
    }

    pub(super) fn value(self) -> Value {
        self.0.value()
    }

    /// Where it is, as of one moment.
    #[inline]
    pub(super) fn get(self, cx: &mut Cx) -> R<Position> {
        let mut fields = [Value::UNBOUND; 3];
        self.0.copy_to(cx, |index, value| fields[index] = value)?;
        let [block, place, changes] = fields;
        Ok(Position {
            block: Block::of(cx, block)?,
            place: place.as_small_int().unwrap_or(0),
            changes: changes.as_small_int().unwrap_or(0),
        })
    }

    /// Moves it, and counts that as a change.
    #[inline]
    fn put(self, cx: &mut Cx, block: Block, place: i64, changes: i64) -> R<()> {
        let (place, changes) = (cx.int(place)?, cx.int(changes.wrapping_add(1))?);
        self.0.fill(cx, &[block.value(), place, changes])
    }
}

/// A deque, with what never changes of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deque {
    pub(super) left: End,
    pub(super) right: End,
    /// How many elements it may have.
    pub(super) maxlen: Option<usize>,
}

/// A new, empty deque: an instance of `class`.
///
/// # Errors
/// MemoryError.
pub(super) fn new(
    cx: &mut Cx,
    class: &'static Type,
    maxlen: Option<usize>,
) -> R<&'static Instance> {
    let (left, right) = (End::new(cx)?, End::new(cx)?);
    let block = Block::new(cx)?;
    left.put(cx, block, 0, 0)?;
    right.put(cx, block, 0, 0)?;
    let instance = Instance::new(cx, class)?;
    instance.set(cx, LEFT, left.value())?;
    instance.set(cx, RIGHT, right.value())?;
    set_maxlen(cx, instance, maxlen)?;
    Ok(instance)
}

/// Sets `maxlen`, for `__init__`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn set_maxlen(cx: &mut Cx, instance: &'static Instance, maxlen: Option<usize>) -> R<()> {
    let maxlen = maxlen_value(cx, maxlen)?;
    instance.set(cx, MAXLEN, maxlen)
}

/// `maxlen` as an attribute.
///
/// # Errors
/// MemoryError.
pub(super) fn maxlen_value(cx: &mut Cx, maxlen: Option<usize>) -> R {
    maxlen.map_or(Ok(Value::NONE), |maxlen| cx.int(maxlen as i64))
}

impl Deque {
    /// The deque that an instance is.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub(super) fn of(cx: &mut Cx, instance: &'static Instance) -> R<Deque> {
        let look = || [LEFT, RIGHT, MAXLEN].map(|slot| instance.inline(slot).peek());
        let [left, right, maxlen] = cx.view(instance, look)?;
        Ok(Deque {
            left: End::of(cx, left)?,
            right: End::of(cx, right)?,
            maxlen: to_int(maxlen).and_then(|maxlen| maxlen.to_usize()),
        })
    }

    /// How many elements there are.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn len(self, cx: &mut Cx) -> R<usize> {
        Ok((self.right.get(cx)?.place - self.left.get(cx)?.place) as usize)
    }

    /// Adds an element at the right end.
    #[inline]
    fn push_right(self, cx: &mut Cx, value: Value) -> R<()> {
        let Position {
            mut block,
            place,
            changes,
        } = self.right.get(cx)?;
        block.set(cx, place, value)?;
        if begins_block(place + 1) {
            let fresh = Block::new(cx)?;
            fresh.0.set(cx, PREVIOUS, block.value())?;
            block.0.set(cx, NEXT, fresh.value())?;
            block = fresh;
        }
        self.right.put(cx, block, place + 1, changes)
    }

    /// Adds an element at the left end.
    #[inline]
    fn push_left(self, cx: &mut Cx, value: Value) -> R<()> {
        let Position {
            mut block,
            place,
            changes,
        } = self.left.get(cx)?;
        if begins_block(place) {
            let fresh = Block::new(cx)?;
            fresh.0.set(cx, NEXT, block.value())?;
            block.0.set(cx, PREVIOUS, fresh.value())?;
            block = fresh;
        }
        block.set(cx, place - 1, value)?;
        self.left.put(cx, block, place - 1, changes)
    }

    /// Takes the last element.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub(super) fn pop(self, cx: &mut Cx) -> R<Option<Value>> {
        let Position {
            mut block,
            place,
            changes,
        } = self.right.get(cx)?;
        let is_first_block = block.0.get(cx, PREVIOUS)?.is_unbound();
        if is_first_block && self.left.get(cx)?.place == place {
            return Ok(None);
        }
        if begins_block(place) {
            block = block.previous(cx)?;
            block.0.set(cx, NEXT, Value::UNBOUND)?;
        }
        let value = block.get(cx, place - 1)?;
        block.set(cx, place - 1, Value::UNBOUND)?;
        self.right.put(cx, block, place - 1, changes)?;
        Ok(Some(value))
    }

    /// Takes the first element.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub(super) fn popleft(self, cx: &mut Cx) -> R<Option<Value>> {
        let Position {
            mut block,
            place,
            changes,
        } = self.left.get(cx)?;
        let is_last_block = block.0.get(cx, NEXT)?.is_unbound();
        if is_last_block && self.right.get(cx)?.place == place {
            return Ok(None);
        }
        let value = block.get(cx, place)?;
        block.set(cx, place, Value::UNBOUND)?;
        if begins_block(place + 1) {
            block = block.next(cx)?;
            block.0.set(cx, PREVIOUS, Value::UNBOUND)?;
        }
        self.left.put(cx, block, place + 1, changes)?;
        Ok(Some(value))
    }

    /// `append`: a full deque loses its first element.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    #[inline]
    pub(super) fn append(self, cx: &mut Cx, value: Value) -> R<()> {
        self.push_right(cx, value)?;
        if let Some(maxlen) = self.maxlen
            && self.len(cx)? > maxlen
        {
            self.popleft(cx)?;
        }
        Ok(())
    }

    /// `appendleft`: a full deque loses its last element.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    #[inline]
    pub(super) fn appendleft(self, cx: &mut Cx, value: Value) -> R<()> {
        self.push_left(cx, value)?;
        if let Some(maxlen) = self.maxlen
            && self.len(cx)? > maxlen
        {
            self.pop(cx)?;
        }
        Ok(())
    }

    /// Takes an element from the right end and adds it at the left, or the other way round.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(super) fn turn(self, cx: &mut Cx, to_the_right: bool) -> R<()> {
        if to_the_right {
            match self.pop(cx)? {
                Some(value) => self.push_left(cx, value),
                None => Ok(()),
            }
        } else {
            match self.popleft(cx)? {
                Some(value) => self.push_right(cx, value),
                None => Ok(()),
            }
        }
    }

    /// Forgets all elements.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(super) fn clear(self, cx: &mut Cx) -> R<()> {
        let block = Block::new(cx)?;
        for end in [self.left, self.right] {
            let changes = end.get(cx)?.changes;
            end.put(cx, block, 0, changes)?;
        }
        Ok(())
    }
}
