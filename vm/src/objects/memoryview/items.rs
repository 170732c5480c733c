//! Subscripts, iteration, search.

use super::base::{MEMORYVIEW, MemoryView, gathered, new, scatter};
use super::element::{self, Element};
use super::geometry::Geometry;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, layout};
use crate::native::{SliceIndex, native};
use crate::objects::iterators::{self, Iterator};
use crate::objects::list;
use crate::objects::slice::{Slice, Unpacked};
use crate::objects::tuple::Tuple;
use crate::protocol::sequence::{Subscript, position, subscript};
use crate::protocol::{self, buffer, is_identical};
use crate::types::TypeDef;
use crate::value::Value;

#[cold]
fn bad_key(cx: &mut Cx) -> Exit {
    cx.type_error(format_args!("memoryview: invalid slice key"))
}

#[cold]
fn no_sub_views(cx: &mut Cx) -> Exit {
    cx.not_implemented_error(format_args!(
        "multi-dimensional sub-views are not implemented"
    ))
}

#[cold]
fn incomplete(cx: &mut Cx) -> Exit {
    cx.not_implemented_error(format_args!("sub-views are not implemented"))
}

/// The place of an item of one dimension.
fn place_of(cx: &mut Cx, view: &'static MemoryView, index: isize) -> R<usize> {
    match position(index, view.first_length()) {
        Some(index) => Ok((view.offset() + index as isize * view.first_stride()) as usize),
        None => Err(cx.index_error(format_args!("index out of bounds on dimension 1"))),
    }
}

/// The place of the item at several indices.
fn place_of_indices(cx: &mut Cx, view: &'static MemoryView, key: &'static Tuple) -> R<usize> {
    let geometry = view.geometry();
    let (dimensions, given) = (geometry.shape.len(), key.len());
    if given > dimensions {
        return Err(cx.type_error(format_args!(
            "cannot index {dimensions}-dimension view with {given}-element tuple"
        )));
    }
    let mut place = geometry.offset;
    for (dimension, index) in key.as_slice().iter().enumerate() {
        match subscript(cx, *index)? {
            Some(Subscript::Index(index)) => match position(index, geometry.shape[dimension]) {
                Some(index) => place += index as isize * geometry.strides[dimension],
                None => {
                    let dimension = dimension + 1;
                    return Err(cx.index_error(format_args!(
                        "index out of bounds on dimension {dimension}"
                    )));
                }
            },
            Some(Subscript::Slice(_)) => {
                return Err(cx.not_implemented_error(format_args!(
                    "multi-dimensional slicing is not implemented"
                )));
            }
            None => return Err(bad_key(cx)),
        }
    }
    match given < dimensions {
        true => Err(incomplete(cx)),
        false => Ok(place as usize),
    }
}

/// Whether all parts of a tuple are indices, or all slices.
fn check_tuple(cx: &mut Cx, key: &'static Tuple) -> R<()> {
    let mut slices = 0;
    for part in key.as_slice() {
        match subscript(cx, *part)? {
            Some(Subscript::Slice(_)) => slices += 1,
            Some(Subscript::Index(_)) => {}
            None => return Err(bad_key(cx)),
        }
    }
    match slices {
        0 => Ok(()),
        all if all == key.len() => Err(
            cx.not_implemented_error(format_args!("multi-dimensional slicing is not implemented"))
        ),
        _ => Err(bad_key(cx)),
    }
}

fn element_of(cx: &mut Cx, view: &'static MemoryView) -> R<Element> {
    element::required(cx, &view.format_text())
}

/// The item at a place.
fn item_at(cx: &mut Cx, view: &'static MemoryView, place: usize) -> R {
    let memory = view.memory(cx)?;
    let element = element_of(cx, view)?;
    let item = memory.part(cx, place, element.packed.size)?;
    element.read(cx, &item)
}

fn sliced(mut geometry: Geometry, bounds: Unpacked) -> Geometry {
    let indices = bounds.adjust(geometry.shape[0]);
    geometry.offset += indices.start * geometry.strides[0];
    geometry.shape[0] = indices.count;
    geometry.strides[0] = geometry.strides[0].saturating_mul(indices.step);
    geometry
}

#[native(MEMORYVIEW, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static MemoryView, key: Value) -> R {
    this.memory(cx)?;
    let dimensions = this.dimensions();
    if dimensions == 0 {
        return match key.cast::<Tuple>() {
            Some(key) if key.is_empty() => item_at(cx, this, this.offset() as usize),
            _ if key == Value::ELLIPSIS => Ok(this.value()),
            _ => Err(cx.type_error(format_args!("invalid indexing of 0-dim memory"))),
        };
    }
    if let Some(key) = key.cast::<Tuple>() {
        check_tuple(cx, key)?;
        let place = place_of_indices(cx, this, key)?;
        return item_at(cx, this, place);
    }
    if let Some(slice) = key.cast::<Slice>() {
        // The bounds' `__index__` may release the view: the slice is of what it showed before.
        let mut window = this.window(cx)?;
        let bounds = slice.unpack(cx)?;
        window.geometry = sliced(window.geometry, bounds);
        return Ok(new(cx, &window)?.value());
    }
    match subscript(cx, key)? {
        Some(Subscript::Index(_)) if dimensions > 1 => Err(no_sub_views(cx)),
        Some(Subscript::Index(index)) => {
            let place = place_of(cx, this, index)?;
            item_at(cx, this, place)
        }
        _ => Err(bad_key(cx)),
    }
}

/// Writes the item at a place.
fn set_item_at(cx: &mut Cx, view: &'static MemoryView, place: usize, value: Value) -> R<()> {
    let element = element_of(cx, view)?;
    let bytes = element.write(cx, value)?;
    // The value may have released the view.
    let memory = view.memory(cx)?;
    let item = Geometry::packed(place as isize, element.packed.size, Vec::new());
    scatter(cx, memory, &item, &bytes[..element.packed.size])
}

#[native(MEMORYVIEW, "__setitem__(self, key, value, /)", slot)]
fn setitem(cx: &mut Cx, this: &'static MemoryView, key: Value, value: Value) -> R<()> {
    this.memory(cx)?;
    if this.is_readonly() {
        return Err(cx.type_error(format_args!("cannot modify read-only memory")));
    }
    let dimensions = this.dimensions();
    if dimensions == 0 {
        let is_all = key == Value::ELLIPSIS || key.cast::<Tuple>().is_some_and(Tuple::is_empty);
        return match is_all {
            true => set_item_at(cx, this, this.offset() as usize, value),
            false => Err(cx.type_error(format_args!("invalid indexing of 0-dim memory"))),
        };
    }
    if let Some(key) = key.cast::<Tuple>() {
        check_tuple(cx, key)?;
        let place = place_of_indices(cx, this, key)?;
        return set_item_at(cx, this, place, value);
    }
    match subscript(cx, key)? {
        Some(Subscript::Index(_)) if dimensions > 1 => Err(incomplete(cx)),
        Some(Subscript::Index(index)) => {
            let place = place_of(cx, this, index)?;
            set_item_at(cx, this, place, value)
        }
        Some(Subscript::Slice(bounds)) if dimensions == 1 => set_slice(cx, this, bounds, value),
        Some(Subscript::Slice(_)) => Err(cx.not_implemented_error(format_args!(
            "memoryview slice assignments are currently restricted to ndim = 1"
        ))),
        None => Err(bad_key(cx)),
    }
}

fn set_slice(cx: &mut Cx, this: &'static MemoryView, bounds: Unpacked, value: Value) -> R<()> {
    let source = buffer::view(cx, value, buffer::FULL_RO, "")?;
    let target = sliced(this.geometry(), bounds);
    let given = source.geometry();
    let plain = |view: &MemoryView| {
        let format = view.format_text();
        format
            .strip_prefix('@')
            .map(str::to_owned)
            .unwrap_or(format)
    };
    if plain(source) != plain(this)
        || given.itemsize != target.itemsize
        || given.shape != target.shape
    {
        return Err(cx.value_error(format_args!(
            "memoryview assignment: lvalue and rvalue have different structures"
        )));
    }
    let bytes = source.flat(cx)?;
    let memory = this.memory(cx)?;
    scatter(cx, memory, &target, &bytes)
}

#[native(MEMORYVIEW, "__delitem__(self, key, /)", slot)]
fn delitem(cx: &mut Cx, this: &'static MemoryView, _key: Value) -> R<()> {
    this.memory(cx)?;
    Err(match this.is_readonly() {
        true => cx.type_error(format_args!("cannot modify read-only memory")),
        false => cx.type_error(format_args!("cannot delete memory")),
    })
}

#[native(MEMORYVIEW, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static MemoryView) -> R<usize> {
    this.memory(cx)?;
    match this.dimensions() {
        0 => Err(cx.type_error(format_args!("0-dim memory has no length"))),
        _ => Ok(this.first_length()),
    }
}

/// Return the data in the buffer as a list of elements.
#[native(MEMORYVIEW, "tolist(self, /)", effect = reads)]
fn tolist(cx: &mut Cx, this: &'static MemoryView) -> R {
    let element = element_of(cx, this)?;
    let (bytes, geometry) = (this.flat(cx)?, this.geometry());
    nested(cx, element, &bytes, &geometry.shape)
}

/// The items as lists of lists.
fn nested(cx: &mut Cx, element: Element, bytes: &[u8], shape: &[usize]) -> R {
    let Some((length, inner)) = shape.split_first() else {
        return element.read(cx, bytes);
    };
    let all = list::with_room(cx, *length)?;
    let size = match length {
        0 => return Ok(all.value()),
        _ => bytes.len() / length,
    };
    for part in bytes.chunks(size.max(1)) {
        let item = nested(cx, element, part, inner)?;
        list::append(cx, all, item)?;
    }
    Ok(all.value())
}

builtin_type! {
    /// The class of iterators over views.
    static MEMORY_ITERATOR = TypeDef {
        name: "memory_iterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

crate::iterator_class!(MEMORY_ITERATOR);

/// Refuses what goes through items one by one unless there is one dimension.
fn one_dimension(cx: &mut Cx, view: &'static MemoryView) -> R<()> {
    view.memory(cx)?;
    match view.dimensions() {
        0 => Err(cx.type_error(format_args!("invalid indexing of 0-dim memory"))),
        1 => element_of(cx, view).map(|_| ()),
        _ => Err(no_sub_views(cx)),
    }
}

#[native(MEMORYVIEW, "__iter__(self, /)", slot)]
fn iter(cx: &mut Cx, this: &'static MemoryView) -> R<&'static Iterator> {
    one_dimension(cx, this)?;
    iterators::new(
        cx,
        &MEMORY_ITERATOR,
        step,
        this.value(),
        Value::index(0),
        Value::NONE,
    )
}

/// The item at the position, which then moves on.
fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let look = || (iterator.source.peek(), iterator.position.peek());
    let (source, place) = cx.view(iterator, look)?;
    let Some(view) = source.cast::<MemoryView>() else {
        return Ok(Value::UNBOUND);
    };
    let index = place.as_small_int().unwrap_or(0) as usize;
    if index >= view.first_length() {
        return iterator.finish(cx);
    }
    cx.store(iterator, &iterator.position, Value::index(index + 1))?;
    let place = place_of(cx, view, index as isize)?;
    item_at(cx, view, place)
}

/// The index of the first item from `range` that equals a value.
fn search(
    cx: &mut Cx,
    view: &'static MemoryView,
    value: Value,
    range: std::ops::Range<usize>,
) -> R<Option<usize>> {
    for index in range {
        let place = place_of(cx, view, index as isize)?;
        let item = item_at(cx, view, place)?;
        if is_identical(item, value) || protocol::equal(cx, item, value)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// Count the number of occurrences of a value.
#[native(MEMORYVIEW, "count(self, value, /)")]
fn count(cx: &mut Cx, this: &'static MemoryView, value: Value) -> R<usize> {
    one_dimension(cx, this)?;
    let (mut count, mut from) = (0, 0);
    while let Some(index) = search(cx, this, value, from..this.first_length())? {
        (count, from) = (count + 1, index + 1);
    }
    Ok(count)
}

/// Return the index of the first occurrence of a value.
///
/// Raises ValueError if the value is not present.
#[native(MEMORYVIEW, "index(self, value, start=0, stop=sys.maxsize, /)")]
fn index(
    cx: &mut Cx,
    this: &'static MemoryView,
    value: Value,
    start: SliceIndex,
    stop: SliceIndex,
) -> R<usize> {
    this.memory(cx)?;
    match this.dimensions() {
        0 => return Err(cx.type_error(format_args!("invalid lookup on 0-dim memory"))),
        1 => {}
        _ => {
            return Err(cx.not_implemented_error(format_args!(
                "multi-dimensional lookup is not implemented"
            )));
        }
    }
    let length = this.first_length();
    let range = tython_text::bounds::range(start.0, stop.0, length).unwrap_or(0..0);
    match search(cx, this, value, range)? {
        Some(index) => Ok(index),
        None => Err(cx.value_error(format_args!("memoryview.index(x): x not found"))),
    }
}

#[native(MEMORYVIEW, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: Value) -> R<String> {
    let id = protocol::id(this);
    let is_released = match this.cast::<MemoryView>() {
        Some(view) => view.is_released(cx)?,
        None => false,
    };
    Ok(match is_released {
        true => format!("<released memory at {id:#x}>"),
        false => format!("<memory at {id:#x}>"),
    })
}

/// The bytes of the items, the first index fastest.
///
/// # Errors
/// ValueError if the view has been released, and MemoryError.
pub(super) fn columns(cx: &mut Cx, view: &'static MemoryView) -> R<Vec<u8>> {
    let memory = view.memory(cx)?;
    Ok(gathered(cx, memory, &view.geometry().transposed())?.into_owned())
}
