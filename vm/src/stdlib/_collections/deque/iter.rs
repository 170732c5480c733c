//! The iterators: `source` is a tuple of the deque, its ends, and their numbers of changes; `position`
//! the place; `more` the block. From the right the place is the one behind the next element, and its
//! block.

use super::base::{Block, DEQUE, Deque, End, begins_block};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::iterators::{self, Iterator};
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::{is_instance, number, type_name};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;

builtin_type! {
    /// The class of iterators from the left.
    pub(crate) static DEQUE_ITERATOR = TypeDef {
        name: "_deque_iterator",
        module: "collections",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
    /// The class of iterators from the right.
    pub(crate) static DEQUE_REVERSE_ITERATOR = TypeDef {
        name: "_deque_reverse_iterator",
        module: "collections",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

crate::iterator_class!(DEQUE_ITERATOR);
crate::iterator_class!(DEQUE_REVERSE_ITERATOR);

/// An iterator from the left.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(super) fn forward(cx: &mut Cx, instance: &'static Instance) -> R<&'static Iterator> {
    create(cx, instance, &DEQUE_ITERATOR)
}

/// An iterator from the right.
///
/// # Errors
/// As [`forward`].
pub(super) fn backward(cx: &mut Cx, instance: &'static Instance) -> R<&'static Iterator> {
    create(cx, instance, &DEQUE_REVERSE_ITERATOR)
}

fn create(
    cx: &mut Cx,
    instance: &'static Instance,
    class: &'static TypeCell,
) -> R<&'static Iterator> {
    let deque = Deque::of(cx, instance)?;
    let (left, right) = (deque.left.get(cx)?, deque.right.get(cx)?);
    let changes = [cx.int(left.changes)?, cx.int(right.changes)?];
    let source = cx.tuple(&[
        instance.value(),
        deque.left.value(),
        deque.right.value(),
        changes[0],
        changes[1],
    ])?;
    let (start, step) = if std::ptr::eq(class, &DEQUE_ITERATOR) {
        (left, step_right as iterators::Step)
    } else {
        (right, step_left as iterators::Step)
    };
    let place = cx.int(start.place)?;
    iterators::new(cx, class, step, source, place, start.block.value())
}

/// Where an iterator stands; the places of the deque's ends if nobody has changed it.
struct State {
    place: i64,
    block: Value,
    ends: Option<(i64, i64)>,
}

fn state(cx: &mut Cx, iterator: &'static Iterator) -> R<State> {
    let look = || {
        (
            iterator.source.peek(),
            iterator.position.peek(),
            iterator.more.peek(),
        )
    };
    let (source, place, block) = cx.view(iterator, look)?;
    let source = source.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
    let [_, left, right, left_changes, right_changes] = source else {
        return Err(cx.system_error(format_args!("an iterator without its deque")));
    };
    let (left, right) = (End::of(cx, *left)?.get(cx)?, End::of(cx, *right)?.get(cx)?);
    let unchanged = left_changes.as_small_int() == Some(left.changes)
        && right_changes.as_small_int() == Some(right.changes);
    Ok(State {
        place: place.as_small_int().unwrap_or(0),
        block,
        ends: unchanged.then_some((left.place, right.place)),
    })
}

fn step_right(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let state = state(cx, iterator)?;
    let Some((_, end)) = state.ends else {
        return Err(changed(cx));
    };
    if state.place == end {
        return Ok(Value::UNBOUND);
    }
    let mut block = Block::of(cx, state.block)?;
    let element = block.get(cx, state.place)?;
    if begins_block(state.place + 1) {
        block = block.next(cx)?;
    }
    advance(cx, iterator, block, state.place + 1)?;
    Ok(element)
}

fn step_left(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let state = state(cx, iterator)?;
    let Some((end, _)) = state.ends else {
        return Err(changed(cx));
    };
    if state.place == end {
        return Ok(Value::UNBOUND);
    }
    let mut block = Block::of(cx, state.block)?;
    if begins_block(state.place) {
        block = block.previous(cx)?;
    }
    let element = block.get(cx, state.place - 1)?;
    advance(cx, iterator, block, state.place - 1)?;
    Ok(element)
}

#[cold]
fn changed(cx: &mut Cx) -> crate::cx::Exit {
    cx.runtime_error(format_args!("deque mutated during iteration"))
}

fn advance(cx: &mut Cx, iterator: &'static Iterator, block: Block, place: i64) -> R<()> {
    let place = cx.int(place)?;
    cx.open(iterator)?;
    iterator.position.poke(place);
    iterator.more.poke(block.value());
    Ok(())
}

/// How many elements are left; none if the deque has been changed.
fn left(cx: &mut Cx, iterator: &'static Iterator) -> R<usize> {
    let state = state(cx, iterator)?;
    let backward = DEQUE_REVERSE_ITERATOR.is(crate::protocol::class_of(iterator.value()));
    Ok(match state.ends {
        Some((start, _)) if backward => (state.place - start) as usize,
        Some((_, end)) => (end - state.place) as usize,
        None => 0,
    })
}

/// `_deque_iterator(deque, index)`, as pickles call it.
fn construct(
    cx: &mut Cx,
    cell: &'static TypeCell,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Iterator> {
    let name = cell.def.name;
    if !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    let (deque, index) = match args {
        [deque] => (*deque, 0),
        [deque, index] => {
            let index = number::index(cx, *index)?;
            (*deque, index.as_small_int().unwrap_or(0))
        }
        _ => {
            let count = args.len();
            return Err(cx.type_error(format_args!(
                "{name}() takes at least 1 positional argument ({count} given)"
            )));
        }
    };
    let instance = match deque.cast::<Instance>() {
        Some(instance) if is_instance(cx, deque, &DEQUE)? => instance,
        _ => {
            let class = type_name(cx, deque)?;
            return Err(cx.type_error(format_args!(
                "argument 1 must be collections.deque, not {class}"
            )));
        }
    };
    let iterator = create(cx, instance, cell)?;
    for _ in 0..index {
        if iterator.next(cx)?.is_none() {
            break;
        }
    }
    Ok(iterator)
}

#[native(DEQUE_ITERATOR, "__new__(cls, /, *args, **kwargs)", new)]
fn new_forward(
    cx: &mut Cx,
    _cls: &'static Type,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Iterator> {
    construct(cx, &DEQUE_ITERATOR, args, kwargs)
}

#[native(DEQUE_REVERSE_ITERATOR, "__new__(cls, /, *args, **kwargs)", new)]
fn new_backward(
    cx: &mut Cx,
    _cls: &'static Type,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Iterator> {
    construct(cx, &DEQUE_REVERSE_ITERATOR, args, kwargs)
}

/// The class, the deque, and how many elements have been given.
fn reduced(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let source = cx.load(iterator, &iterator.source)?;
    let deque = source.cast::<Tuple>().and_then(|source| source.get(0));
    let deque = deque.unwrap_or(Value::NONE);
    let length = match deque.cast::<Instance>() {
        Some(instance) => Deque::of(cx, instance)?.len(cx)?,
        None => 0,
    };
    let given = length - left(cx, iterator)?.min(length);
    let args = cx.tuple(&[deque, Value::index(given)])?;
    cx.tuple(&[crate::protocol::class_of(iterator.value()).value(), args])
}

/// Private method returning an estimate of len(list(it)).
#[native(DEQUE_ITERATOR, "__length_hint__(self, /)", effect = reads)]
fn hint_forward(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
    left(cx, this)
}

/// Private method returning an estimate of len(list(it)).
#[native(DEQUE_REVERSE_ITERATOR, "__length_hint__(self, /)", effect = reads)]
fn hint_backward(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
    left(cx, this)
}

/// Return state information for pickling.
#[native(DEQUE_ITERATOR, "__reduce__(self, /)", effect = reads)]
fn reduce_forward(cx: &mut Cx, this: &'static Iterator) -> R {
    reduced(cx, this)
}

/// Return state information for pickling.
#[native(DEQUE_REVERSE_ITERATOR, "__reduce__(self, /)", effect = reads)]
fn reduce_backward(cx: &mut Cx, this: &'static Iterator) -> R {
    reduced(cx, this)
}
