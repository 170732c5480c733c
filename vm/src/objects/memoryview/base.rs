//! The object: which memory it shows, as what.

use super::geometry::Geometry;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::str::to_string;
use crate::objects::tuple::{self, Tuple};
use crate::types::TypeDef;
use crate::value::Value;
use std::borrow::Cow;

builtin_type! {
    /// The class.
    pub static MEMORYVIEW = TypeDef {
        name: "memoryview",
        layout: Some(layout::MEMORYVIEW),
        doc: "Create a new memoryview object which references the given object.",
        ..TypeDef::NEW
    };
}

/// A view.
#[repr(C)]
#[derive(Debug)]
pub struct MemoryView {
    header: Header,
    /// The object whose bytes are shown; unbound once the view has been released.
    pub(super) memory: Slot,
    /// `obj`
    pub(super) owner: Fixed,
    /// `format`: a string.
    pub(super) format: Fixed,
    /// `shape`: a tuple.
    pub(super) shape: Fixed,
    /// `strides`: a tuple.
    pub(super) strides: Fixed,
    /// The view that a `__buffer__` method has given: it is told when this one is released.
    pub(super) lent: Fixed,
    /// The place of the first item.
    offset: Raw,
    pub(super) itemsize: Raw,
    readonly: Raw,
    /// Whether the object counts this view among those that may hinder it from changing its size.
    pub(super) counted: Slot,
    /// Whether it counts it among those that do: the view is in a `with` statement.
    pub(super) entered: Slot,
    /// How many native calls use the view, and would not like it to be released.
    pub(super) users: Slot,
    /// The hash, once it has been asked for.
    pub(super) hash: Slot,
}

// SAFETY: a header, values, and numbers that look like integers.
unsafe impl HeapType for MemoryView {
    const LAYOUT: LayoutId = layout::MEMORYVIEW;
}

/// Memory that can be shown.
#[derive(Clone, Copy, Debug)]
pub enum Memory {
    /// It never changes.
    Bytes(&'static Bytes),
    /// It may change.
    ByteArray(&'static ByteArray),
}

impl Memory {
    /// The memory of an object that has some of its own.
    pub(crate) fn of(object: Value) -> Option<Memory> {
        match object.cast::<Bytes>() {
            Some(bytes) => Some(Memory::Bytes(bytes)),
            None => object.cast::<ByteArray>().map(Memory::ByteArray),
        }
    }

    fn value(self) -> Value {
        match self {
            Memory::Bytes(bytes) => bytes.value(),
            Memory::ByteArray(array) => array.value(),
        }
    }

    /// Whether it can be written.
    pub(crate) fn is_mutable(self) -> bool {
        matches!(self, Memory::ByteArray(_))
    }

    /// How many bytes there are.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn len(self, cx: &mut Cx) -> R<usize> {
        match self {
            Memory::Bytes(bytes) => Ok(bytes.as_slice().len()),
            Memory::ByteArray(array) => array.len(cx),
        }
    }

    /// Bytes of a range.
    ///
    /// # Errors
    /// ValueError if the object has become too short.
    pub(crate) fn part(self, cx: &mut Cx, start: usize, length: usize) -> R<Cow<'static, [u8]>> {
        let part = match self {
            Memory::Bytes(bytes) => {
                let rest = bytes.as_slice().get(start..);
                rest.and_then(|rest| rest.get(..length)).map(Cow::Borrowed)
            }
            Memory::ByteArray(array) => {
                let part = array.part(cx, start..start.saturating_add(length))?;
                (part.len() == length).then_some(Cow::Owned(part))
            }
        };
        part.ok_or_else(|| too_short(cx))
    }
}

#[cold]
fn too_short(cx: &mut Cx) -> Exit {
    cx.value_error(format_args!(
        "memoryview: the underlying object has become too short"
    ))
}

/// What a new view is to show.
#[derive(Clone, Debug)]
pub struct Window {
    /// The bytes.
    pub memory: Memory,
    /// `obj`
    pub owner: Value,
    /// `format`: a string.
    pub format: Value,
    /// Whether the bytes must not be written.
    pub readonly: bool,
    /// See [`MemoryView::lent`].
    pub(super) lent: Value,
    pub(super) geometry: Geometry,
}

impl Window {
    /// All items of some memory, in one dimension.
    ///
    /// # Errors
    /// MemoryError.
    pub fn items(
        cx: &mut Cx,
        memory: Memory,
        owner: Value,
        format: &str,
        itemsize: usize,
    ) -> R<Window> {
        let format = cx.vm.intern(cx, format)?;
        let count = memory.len(cx)? / itemsize.max(1);
        Ok(Window {
            memory,
            owner,
            format,
            readonly: !memory.is_mutable(),
            lent: Value::NONE,
            geometry: Geometry::packed(0, itemsize, vec![count]),
        })
    }

    /// The same, which `owner` has lent by giving the view `lent`.
    #[must_use]
    pub(crate) fn lent_by(self, owner: Value, lent: Value) -> Window {
        Window {
            owner,
            lent,
            ..self
        }
    }
}

/// A view of a window.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, window: &Window) -> R<&'static MemoryView> {
    let geometry = &window.geometry;
    let shape = tuple::with(cx, geometry.shape.len(), |index| {
        Value::index(geometry.shape[index])
    })?;
    // Strides are at most as large as an object, so they are small integers.
    let strides = tuple::with(cx, geometry.strides.len(), |index| {
        Value::small_int(geometry.strides[index] as i64).unwrap_or(Value::index(0))
    })?;
    cx.create(&MEMORYVIEW, |header| MemoryView {
        header,
        memory: Slot::new(window.memory.value()),
        owner: Fixed::new(window.owner),
        format: Fixed::new(window.format),
        shape: Fixed::new(shape.value()),
        strides: Fixed::new(strides.value()),
        lent: Fixed::new(window.lent),
        offset: Raw::new(geometry.offset as u64),
        itemsize: Raw::new(geometry.itemsize as u64),
        readonly: Raw::new(u64::from(window.readonly)),
        counted: Slot::new(Value::FALSE),
        entered: Slot::new(Value::FALSE),
        users: Slot::new(Value::index(0)),
        hash: Slot::new(Value::UNBOUND),
    })
}

/// A view of all bytes of some memory, which belongs to `owner`.
///
/// # Errors
/// MemoryError.
pub fn over(cx: &mut Cx, memory: Memory, owner: Value) -> R<&'static MemoryView> {
    let window = Window::items(cx, memory, owner, "B", 1)?;
    new(cx, &window)
}

fn numbers(tuple: Value) -> &'static [Value] {
    tuple.cast::<Tuple>().map_or(&[], Tuple::as_slice)
}

impl MemoryView {
    /// The memory that is shown.
    ///
    /// # Errors
    /// ValueError if the view has been released.
    pub(crate) fn memory(&'static self, cx: &mut Cx) -> R<Memory> {
        let memory = cx.load(self, &self.memory)?;
        match Memory::of(memory) {
            Some(memory) => Ok(memory),
            None => Err(cx.value_error(format_args!(
                "operation forbidden on released memoryview object"
            ))),
        }
    }

    /// Whether it has been released.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn is_released(&'static self, cx: &mut Cx) -> R<bool> {
        Ok(cx.load(self, &self.memory)?.bound().is_none())
    }

    /// Whether it shows the bytes of this object, and has not been released.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn is_of(&'static self, cx: &mut Cx, memory: Value) -> R<bool> {
        Ok(cx.load(self, &self.memory)? == memory)
    }

    /// Calls `body`, during which the view cannot be released.
    ///
    /// # Errors
    /// Those of `body`, and when the transaction has to be rolled back.
    pub(super) fn in_use<T>(
        &'static self,
        cx: &mut Cx,
        body: impl FnOnce(&mut Cx) -> R<T>,
    ) -> R<T> {
        self.count_users(cx, 1)?;
        let result = body(cx);
        if !matches!(result, Err(Exit::Abort(_))) {
            self.count_users(cx, -1)?;
        }
        result
    }

    fn count_users(&'static self, cx: &mut Cx, change: i64) -> R<()> {
        let users = cx.load(self, &self.users)?.as_small_int().unwrap_or(0);
        let users = cx.int(users + change)?;
        cx.store(self, &self.users, users)
    }

    /// Whether the bytes must not be written.
    pub(crate) fn is_readonly(&self) -> bool {
        self.readonly.get() != 0
    }

    /// How many dimensions there are.
    pub(crate) fn dimensions(&self) -> usize {
        numbers(self.shape.get()).len()
    }

    /// The length of the first dimension.
    pub(super) fn first_length(&self) -> usize {
        let first = numbers(self.shape.get()).first();
        first
            .and_then(|first| first.as_small_int())
            .map_or(1, |first| first as usize)
    }

    /// The step of the first dimension.
    pub(super) fn first_stride(&self) -> isize {
        let first = numbers(self.strides.get()).first();
        first
            .and_then(|first| first.as_small_int())
            .map_or(0, |first| first as isize)
    }

    /// The place of the first item.
    pub(super) fn offset(&self) -> isize {
        self.offset.get() as isize
    }

    /// Where the items lie.
    pub(crate) fn geometry(&self) -> Geometry {
        let all = |tuple: Value| {
            let numbers = numbers(tuple).iter();
            numbers.map(|number| number.as_small_int().unwrap_or(0))
        };
        Geometry {
            offset: self.offset(),
            itemsize: self.itemsize.get() as usize,
            shape: all(self.shape.get())
                .map(|length| length as usize)
                .collect(),
            strides: all(self.strides.get()).map(|step| step as isize).collect(),
        }
    }

    /// The format's text.
    pub(crate) fn format_text(&self) -> String {
        to_string(self.format.get())
    }

    /// What this view shows.
    ///
    /// # Errors
    /// ValueError if the view has been released.
    pub(crate) fn window(&'static self, cx: &mut Cx) -> R<Window> {
        Ok(Window {
            memory: self.memory(cx)?,
            owner: self.owner.get(),
            format: self.format.get(),
            readonly: self.is_readonly(),
            lent: Value::NONE,
            geometry: self.geometry(),
        })
    }

    /// The bytes of the items, one after the other, the last index fastest.
    ///
    /// # Errors
    /// ValueError if the view has been released, and MemoryError.
    pub(crate) fn flat(&'static self, cx: &mut Cx) -> R<Cow<'static, [u8]>> {
        let memory = self.memory(cx)?;
        gathered(cx, memory, &self.geometry())
    }
}

/// The bytes of items, in the order of their places.
///
/// # Errors
/// As [`Memory::part`], and MemoryError.
pub(super) fn gathered(cx: &mut Cx, memory: Memory, geometry: &Geometry) -> R<Cow<'static, [u8]>> {
    let bytes = geometry.bytes();
    if geometry.is_c_contiguous() {
        let start = usize::try_from(geometry.offset).unwrap_or(0);
        return memory.part(cx, if bytes == 0 { 0 } else { start }, bytes);
    }
    let length = memory.len(cx)?;
    let all = memory.part(cx, 0, length)?;
    let mut out = Vec::new();
    if out.try_reserve_exact(bytes).is_err() {
        return Err(cx.memory_error());
    }
    for place in geometry.places() {
        match all.get(place..place + geometry.itemsize) {
            Some(item) => out.extend_from_slice(item),
            None => return Err(too_short(cx)),
        }
    }
    Ok(Cow::Owned(out))
}

/// Writes the bytes of items to their places.
///
/// # Errors
/// As [`Memory::part`], and TypeError if the memory cannot be written.
pub(super) fn scatter(cx: &mut Cx, memory: Memory, geometry: &Geometry, bytes: &[u8]) -> R<()> {
    let Memory::ByteArray(array) = memory else {
        return Err(cx.type_error(format_args!("cannot modify read-only memory")));
    };
    if geometry.is_c_contiguous() {
        let start = usize::try_from(geometry.offset).unwrap_or(0);
        return match bytes.is_empty() || array.overwrite(cx, start, bytes)? {
            true => Ok(()),
            false => Err(too_short(cx)),
        };
    }
    for (place, item) in geometry.places().zip(bytes.chunks(geometry.itemsize)) {
        if !array.overwrite(cx, place, item)? {
            return Err(too_short(cx));
        }
    }
    Ok(())
}
