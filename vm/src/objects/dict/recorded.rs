//! What compiled code knows of dicts and sets: where the value of a global name lies (`located.rs`), and what an iterator
//! finds next.

use super::base::Dict;
use super::iter::Count;
use super::lookup::Owner;
use super::table::{self, Table};
use crate::objects::iterators::Iterator;
use crate::objects::set::Set;
use crate::value::Value;

/// In a dict: the reference to its table.
pub(crate) const TABLE: usize = Dict::TABLE;
/// In a table: twice the geometry, of which the lowest bits are 0 if it is small, else one more than the logarithm of the number
/// of stripes.
pub(crate) const GEOMETRY: usize = table::GEOMETRY;
/// These bits.
pub(crate) const KIND: u64 = 0xff;
/// In a table: twice a number whose lower bits are that of the next entry.
pub(crate) const TAIL: usize = table::INSERTIONS;
/// These bits.
pub(crate) const LOW_TAIL: u64 = table::LOW_TAIL;
/// In a table: twice the number of entries that are alive.
pub(crate) const USED: usize = table::USED;
/// In a small table: its entries. In a large one there are stripes first, at a multiple of [`LINE`].
pub(crate) const BODY: usize = table::BODY;
/// See [`BODY`].
pub(crate) const LINE: usize = table::LINE;
/// The bytes of a stripe.
pub(crate) const STRIPE: usize = table::STRIPE;
/// In an entry: the key and the value.
pub(crate) const ENTRY: [usize; 2] = [table::KEY, table::VALUE];
/// How many bits an iterator's `more` has for the number of entries that are to come; those above are for how many there are.
pub(crate) const LEFT_BITS: u32 = Count::BITS;

/// What an iterator finds next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ahead {
    /// An entry that is alive, of a small table or a large one.
    Entry {
        /// Which.
        is_large: bool,
    },
    /// Nothing more.
    End,
}

/// Whether a dict or set has a table.
pub(crate) fn has_table(owner: Value) -> bool {
    let table = match (owner.cast::<Dict>(), owner.cast::<Set>()) {
        (Some(dict), _) => dict.table(),
        (_, Some(set)) => set.table(),
        _ => return false,
    };
    table.peek().is::<Table>()
}

/// What an iterator that goes forward finds next; `None` if that is nothing so simple.
pub(crate) fn ahead(iterator: &'static Iterator) -> Option<Ahead> {
    let source = iterator.source.peek();
    let table = match (source.cast::<Dict>(), source.cast::<Set>()) {
        (Some(dict), _) => dict.table(),
        (_, Some(set)) => set.table(),
        _ => return None,
    };
    let table = table.peek().cast::<Table>()?;
    let count = Count::unpack(iterator.more.peek())?;
    let position = usize::try_from(iterator.position.peek().as_small_int()?).ok()?;
    if table.used() != count.expected {
        return None;
    }
    if position >= table.tail() {
        return Some(Ahead::End);
    }
    let is_there = count.left > 0 && !table.entry(position).key.peek().is_unbound();
    is_there.then(|| Ahead::Entry {
        is_large: table.log2().is_some(),
    })
}
