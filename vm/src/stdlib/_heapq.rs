//! `_heapq`: heaps in lists, the smallest or the largest item first.
//!
//! Comparisons may run Python code; if that has changed the length of the list, the operation gives up.

use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::native_module;
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::protocol::{Compare, compare};
use crate::stdlib::document;
use crate::value::Value;

native_module!("_heapq", fill);

/// `__doc__`
const DOC: &str = "Heap queue algorithm (a.k.a. priority queue).\n\nHeaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for\nall k, counting elements from 0.  For the sake of comparison,\nnon-existing elements are considered to be infinite.  The interesting\nproperty of a heap is that a[0] is always its smallest element.\n\nUsage:\n\nheap = []            # creates an empty heap\nheappush(heap, item) # pushes a new item on the heap\nitem = heappop(heap) # pops the smallest item from the heap\nitem = heap[0]       # smallest item on the heap without popping it\nheapify(x)           # transforms list into a heap, in-place, in linear time\nitem = heapreplace(heap, item) # pops and returns smallest item, and adds\n                               # new item; the heap size is unchanged\n\nOur API differs from textbook heap algorithms as follows:\n\n- We use 0-based indexing.  This makes the relationship between the\n  index for a node and the indexes for its children slightly less\n  obvious, but is more suitable since Python uses 0-based indexing.\n\n- Our heappop() method returns the smallest item, not the largest.\n\nThese two make it possible to view the heap as a regular Python list\nwithout surprises: heap[0] is the smallest item, and heap.sort()\nmaintains the heap invariant!\n";

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)
}

/// Which item is first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    Smallest,
    Largest,
}

/// Whether `a` belongs above `b`.
#[inline]
fn precedes(cx: &mut Cx, order: Order, a: Value, b: Value) -> R<bool> {
    let (a, b) = match order {
        Order::Smallest => (a, b),
        Order::Largest => (b, a),
    };
    if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int()) {
        return Ok(a < b);
    }
    if let (Some(a), Some(b)) = (a.as_immediate_float(), b.as_immediate_float()) {
        return Ok(a < b);
    }
    compare::compare(cx, a, b, Compare::Lt)
}

/// A heap while it is being put in order: its length must not change.
#[derive(Clone, Copy, Debug)]
struct Heap {
    list: &'static List,
    length: usize,
    order: Order,
}

impl Heap {
    fn new(cx: &mut Cx, list: &'static List, order: Order) -> R<Heap> {
        let length = list::len(cx, list)?;
        Ok(Heap {
            list,
            length,
            order,
        })
    }

    /// Whether `a` belongs above `b`.
    #[inline]
    fn precedes(self, cx: &mut Cx, a: Value, b: Value) -> R<bool> {
        let result = precedes(cx, self.order, a, b)?;
        if !a.are_small_ints(b) && list::len(cx, self.list)? != self.length {
            return Err(changed(cx));
        }
        Ok(result)
    }

    #[inline]
    fn get(self, cx: &mut Cx, index: usize) -> R {
        match list::get(cx, self.list, index)? {
            Some(item) => Ok(item),
            None => Err(changed(cx)),
        }
    }

    #[inline]
    fn set(self, cx: &mut Cx, index: usize, item: Value) -> R<()> {
        match list::set(cx, self.list, index, item)? {
            true => Ok(()),
            false => Err(changed(cx)),
        }
    }

    /// Exchanges two items.
    fn swap(self, cx: &mut Cx, a: usize, b: usize) -> R<()> {
        let (x, y) = (self.get(cx, a)?, self.get(cx, b)?);
        self.set(cx, a, y)?;
        self.set(cx, b, x)
    }

    /// Lets the item at `place` rise, at most to `top`. The list has all items at any time, for the
    /// comparisons to see.
    fn rise(self, cx: &mut Cx, top: usize, mut place: usize) -> R<()> {
        while place > top {
            let parent = (place - 1) / 2;
            let (item, above) = (self.get(cx, place)?, self.get(cx, parent)?);
            if !self.precedes(cx, item, above)? {
                break;
            }
            self.swap(cx, place, parent)?;
            place = parent;
        }
        Ok(())
    }

    /// Lets the item at `top` sink to the bottom and rise to where it belongs: items that come from the
    /// end of a heap mostly belong near the bottom, so this compares less.
    fn sink(self, cx: &mut Cx, top: usize) -> R<()> {
        let mut place = top;
        while 2 * place + 1 < self.length {
            let (left, right) = (2 * place + 1, 2 * place + 2);
            let mut child = left;
            if right < self.length {
                let (a, b) = (self.get(cx, left)?, self.get(cx, right)?);
                if !self.precedes(cx, a, b)? {
                    child = right;
                }
            }
            self.swap(cx, place, child)?;
            place = child;
        }
        self.rise(cx, top, place)
    }
}

#[cold]
fn changed(cx: &mut Cx) -> Exit {
    cx.runtime_error(format_args!("list changed size during iteration"))
}

#[cold]
fn empty(cx: &mut Cx) -> Exit {
    cx.index_error(format_args!("index out of range"))
}

fn push(cx: &mut Cx, list: &'static List, item: Value, order: Order) -> R<()> {
    list::append(cx, list, item)?;
    let heap = Heap::new(cx, list, order)?;
    heap.rise(cx, 0, heap.length - 1)
}

fn pop(cx: &mut Cx, list: &'static List, order: Order) -> R {
    let Some(last) = list::pop_last(cx, list)? else {
        return Err(empty(cx));
    };
    let heap = Heap::new(cx, list, order)?;
    if heap.length == 0 {
        return Ok(last);
    }
    let first = heap.get(cx, 0)?;
    heap.set(cx, 0, last)?;
    heap.sink(cx, 0)?;
    Ok(first)
}

fn replace(cx: &mut Cx, list: &'static List, item: Value, order: Order) -> R {
    let heap = Heap::new(cx, list, order)?;
    if heap.length == 0 {
        return Err(empty(cx));
    }
    let first = heap.get(cx, 0)?;
    heap.set(cx, 0, item)?;
    heap.sink(cx, 0)?;
    Ok(first)
}

fn push_and_pop(cx: &mut Cx, list: &'static List, item: Value, order: Order) -> R {
    let heap = Heap::new(cx, list, order)?;
    if heap.length == 0 {
        return Ok(item);
    }
    let first = heap.get(cx, 0)?;
    if !precedes(cx, order, first, item)? {
        return Ok(item);
    }
    replace(cx, list, item, order)
}

fn make(cx: &mut Cx, list: &'static List, order: Order) -> R<()> {
    let heap = Heap::new(cx, list, order)?;
    for place in (0..heap.length / 2).rev() {
        heap.sink(cx, place)?;
    }
    Ok(())
}

/// Push item onto heap, maintaining the heap invariant.
#[native(module = "_heapq", "heappush(heap, item, /)")]
fn heappush(cx: &mut Cx, heap: &'static List, item: Value) -> R<()> {
    push(cx, heap, item, Order::Smallest)
}

/// Push item on the heap, then pop and return the smallest item from the heap.
///
/// The combined action runs more efficiently than heappush() followed by
/// a separate call to heappop().
#[native(module = "_heapq", "heappushpop(heap, item, /)")]
fn heappushpop(cx: &mut Cx, heap: &'static List, item: Value) -> R {
    push_and_pop(cx, heap, item, Order::Smallest)
}

/// Pop the smallest item off the heap, maintaining the heap invariant.
#[native(module = "_heapq", "heappop(heap, /)")]
fn heappop(cx: &mut Cx, heap: &'static List) -> R {
    pop(cx, heap, Order::Smallest)
}

/// Pop and return the current smallest value, and add the new item.
///
/// This is more efficient than heappop() followed by heappush(), and can be
/// more appropriate when using a fixed-size heap.  Note that the value
/// returned may be larger than item!  That constrains reasonable uses of
/// this routine unless written as part of a conditional replacement:
///
///     if item > heap[0]:
///         item = heapreplace(heap, item)
#[native(module = "_heapq", "heapreplace(heap, item, /)")]
fn heapreplace(cx: &mut Cx, heap: &'static List, item: Value) -> R {
    replace(cx, heap, item, Order::Smallest)
}

/// Transform list into a heap, in-place, in O(len(heap)) time.
#[native(module = "_heapq", "heapify(heap, /)")]
fn heapify(cx: &mut Cx, heap: &'static List) -> R<()> {
    make(cx, heap, Order::Smallest)
}

/// Push item onto max heap, maintaining the heap invariant.
#[native(module = "_heapq", "heappush_max(heap, item, /)")]
fn heappush_max(cx: &mut Cx, heap: &'static List, item: Value) -> R<()> {
    push(cx, heap, item, Order::Largest)
}

/// Maxheap variant of heappushpop.
///
/// The combined action runs more efficiently than heappush_max()
/// followed by a separate call to heappop_max().
#[native(module = "_heapq", "heappushpop_max(heap, item, /)")]
fn heappushpop_max(cx: &mut Cx, heap: &'static List, item: Value) -> R {
    push_and_pop(cx, heap, item, Order::Largest)
}

/// Maxheap variant of heappop.
#[native(module = "_heapq", "heappop_max(heap, /)")]
fn heappop_max(cx: &mut Cx, heap: &'static List) -> R {
    pop(cx, heap, Order::Largest)
}

/// Maxheap variant of heapreplace.
#[native(module = "_heapq", "heapreplace_max(heap, item, /)")]
fn heapreplace_max(cx: &mut Cx, heap: &'static List, item: Value) -> R {
    replace(cx, heap, item, Order::Largest)
}

/// Maxheap variant of heapify.
#[native(module = "_heapq", "heapify_max(heap, /)")]
fn heapify_max(cx: &mut Cx, heap: &'static List) -> R<()> {
    make(cx, heap, Order::Largest)
}
