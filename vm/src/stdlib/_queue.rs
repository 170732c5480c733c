//! `_queue`: `SimpleQueue`, a chain of pairs of an item and the next pair.

use crate::builtin_type;
use crate::cx::{Attempt, Cx, Exit, R, Wait};
use crate::heap::HeapType;
use crate::native::{Kwargs, native};
use crate::native_module;
use crate::objects::exception::{self, classes, fields};
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::module::Module;
use crate::objects::type_object::Type;
use crate::objects::values::{self, Values};
use crate::stdlib::_thread::timeout;
use crate::stdlib::time::duration;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// `queue.Empty`
    static EMPTY = TypeDef {
        name: "Empty",
        module: "_queue",
        base: Some(&classes::EXCEPTION),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        doc: "Exception raised by Queue.get(block=0)/get_nowait().",
        ..TypeDef::NEW
    };
    /// `queue.SimpleQueue`
    static SIMPLE_QUEUE = TypeDef {
        name: "SimpleQueue",
        module: "_queue",
        reserved: 3,
        weakrefs: true,
        subclassable: true,
        doc: "Simple, unbounded, reentrant FIFO queue.",
        ..TypeDef::NEW
    };
}

/// The pair that comes out next. Unbound: there is none.
const FIRST: usize = 0;
/// The pair that went in last.
const LAST: usize = 1;
/// How many there are: a small integer.
const COUNT: usize = 2;

/// In a pair.
const ITEM: usize = 0;
const NEXT: usize = 1;

native_module!("_queue", fill);

fn fill(_: &mut Cx, _: &'static Module) -> R<()> {
    Ok(())
}

fn count(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    Ok(this.get(cx, COUNT)?.as_small_int().unwrap_or(0) as usize)
}

fn push(cx: &mut Cx, this: &'static Instance, item: Value) -> R<()> {
    let pair = values::new(cx, 2)?;
    pair.set(cx, ITEM, item)?;
    pair.set(cx, NEXT, Value::UNBOUND)?;
    if this.token().inspect().is_waited() {
        cx.end_soon();
    }
    match this.get(cx, LAST)?.cast::<Values>() {
        Some(last) => last.set(cx, NEXT, pair.value())?,
        None => this.set(cx, FIRST, pair.value())?,
    }
    this.set(cx, LAST, pair.value())?;
    let count = count(cx, this)? + 1;
    this.set(cx, COUNT, Value::index(count))
}

fn pop(cx: &mut Cx, this: &'static Instance) -> R<Attempt<Value>> {
    let Some(first) = this.get(cx, FIRST)?.cast::<Values>() else {
        return Ok(Attempt::NotYet);
    };
    let (item, next) = (first.get(cx, ITEM)?, first.get(cx, NEXT)?);
    this.set(cx, FIRST, next)?;
    if next.is_unbound() {
        this.set(cx, LAST, Value::UNBOUND)?;
    }
    let count = count(cx, this)?;
    this.set(cx, COUNT, Value::index(count.saturating_sub(1)))?;
    Ok(Attempt::Got(item))
}

fn take(cx: &mut Cx, this: &'static Instance, wait: Wait) -> R {
    match cx.wait_until(wait, |cx| pop(cx, this))? {
        Some(item) => Ok(item),
        None => Err(empty_error(cx)),
    }
}

#[cold]
fn empty_error(cx: &mut Cx) -> Exit {
    match exception::new(cx, &EMPTY, &[]) {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

/// Create and return a new object.  See help(type) for accurate signature.
#[native(SIMPLE_QUEUE, "__new__(cls, /, *args, **kwargs)", new, effect = pure)]
fn make(
    cx: &mut Cx,
    cls: &'static Type,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    if SIMPLE_QUEUE.is(cls) && (!args.is_empty() || kwargs.iter().next().is_some()) {
        let kind = match args.is_empty() {
            true => "keyword",
            false => "positional",
        };
        return Err(cx.type_error(format_args!("SimpleQueue() takes no {kind} arguments")));
    }
    Instance::new(cx, cls)
}

/// Put the item on the queue.
///
/// The optional 'block' and 'timeout' arguments are ignored, as this
/// method never blocks.  They are provided for compatibility with the
/// Queue class.
#[native(SIMPLE_QUEUE, "put(self, /, item, block=True, timeout=None)", effect = writes)]
fn put(cx: &mut Cx, this: &'static Instance, item: Value, _block: Value, _timeout: Value) -> R<()> {
    push(cx, this, item)
}

/// Put an item into the queue without blocking.
///
/// This is exactly equivalent to `put(item)` and is only provided
/// for compatibility with the Queue class.
#[native(SIMPLE_QUEUE, "put_nowait(self, /, item)", effect = writes)]
fn put_nowait(cx: &mut Cx, this: &'static Instance, item: Value) -> R<()> {
    push(cx, this, item)
}

/// Remove and return an item from the queue.
///
/// If optional args 'block' is true and 'timeout' is None (the
/// default), block if necessary until an item is available.  If
/// 'timeout' is a non-negative number, it blocks at most 'timeout'
/// seconds and raises the Empty exception if no item was available
/// within that time.
/// Otherwise ('block' is false), return an item if one is immediately
/// available, else raise the Empty exception ('timeout' is ignored
/// in that case).
#[native(SIMPLE_QUEUE, "get(self, /, block=True, timeout=None)", effect = waits)]
fn get(cx: &mut Cx, this: &'static Instance, block: bool, timeout: Value) -> R {
    let wait = match (block, timeout.is_none()) {
        (false, _) => Wait::No,
        (true, true) => Wait::Always,
        (true, false) => {
            let nanoseconds = duration::up(cx, timeout)?;
            if nanoseconds < 0 {
                return Err(cx.value_error(format_args!("'timeout' must be a non-negative number")));
            }
            timeout::after(nanoseconds)
        }
    };
    take(cx, this, wait)
}

/// Remove and return an item from the queue without blocking.
///
/// Only get an item if one is immediately available. Otherwise
/// raise the Empty exception.
#[native(SIMPLE_QUEUE, "get_nowait(self, /)", effect = writes)]
fn get_nowait(cx: &mut Cx, this: &'static Instance) -> R {
    take(cx, this, Wait::No)
}

/// Return True if the queue is empty, False otherwise (not reliable!).
#[native(SIMPLE_QUEUE, "empty(self, /)", effect = reads)]
fn empty(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(count(cx, this)? == 0)
}

/// Return the approximate size of the queue (not reliable!).
#[native(SIMPLE_QUEUE, "qsize(self, /)", effect = reads)]
fn qsize(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    count(cx, this)
}

/// SimpleQueues are generic over the type of their contents
#[native(SIMPLE_QUEUE, "__class_getitem__(type, object, /)", classmethod, effect = pure)]
fn class_getitem(cx: &mut Cx, class: Value, object: Value) -> R {
    generic_alias::new(cx, class, object)
}
