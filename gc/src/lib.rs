//! The heap: allocation, marking, sweeping, and the safepoints that make them possible. It knows no
//! Python: what an object is, a virtual machine says in a table of layouts.
//!
//! # Memory
//!
//! ```text
//!   one reserved range of addresses
//!   +--------+--------+--------+--------+--------+--- - -
//!   | block  | block  | block  large object      | free      64 KiB each
//!   +--------+--------+--------+--------+--------+--- - -
//!   | cells of one size        |
//!   |                          an object: token, meta word, payload words  (header.rs)
//!   table of blocks: use, class, mark bits                                 (block.rs)
//! ```
//!
//! Objects never move. Small ones (up to half a block) lie in blocks of cells of one size, apart from
//! each other those with references and those without (`classes.rs`); larger ones have a run of blocks to themselves (`pool.rs`). The block of an address
//! is found by a subtraction and a shift, its object by a multiplication; so any word can be asked
//! whether it is an address in a live object ([`Heap::find`]), which is how native stacks are
//! scanned. An object says by a number in its meta word which [`Layout`] it has, and that says which
//! words are references, which units it has for `stm-core`, and what it owns elsewhere.
//!
//! Each [`Mutator`] walks through intervals of free cells of its own (`alloc.rs`, `room.rs`), which it
//! takes from shelves, one for each size class (`space.rs`). Allocation is never a safepoint.
//!
//! # A collection
//!
//! The collector's thread, or a mutator that wants a collection now, copies the roots while the world is stopped
//! (`safepoint.rs`, and `PROTOCOL.md` beside this crate), marks what they reach while mutators run
//! (`roots.rs`, `stack.rs`, `mark.rs`), and stops the world once more for what transactions have overwritten
//! meanwhile (`collector.rs`). What is not marked then has died. The [`Client`] looks after weak references and
//! finalisers, beside mutators again (`aftermath.rs`, `weak.rs`). Then the blocks are
//! swept and sorted: those without live objects are free, those with some are where allocators find room (`sweep.rs`,
//! `shelf.rs`). Roots are the client's globals, native stacks (conservatively), [`RootRange`]s, and what mutators hand over when
//! they park ([`Roots`]): the logs of their transactions.
//!
//! # What always holds
//!
//! - A cell whose meta word is 0 is free; in a block that is not swept yet, so is one without a mark.
//! - Objects die only while the world is stopped. So what a running thread has found alive stays so
//!   until that thread parks, and no memory is reused under a transaction that reads it.
//! - Free cells belong to a shelf, or to one mutator; after a collection, to shelves only.
//! - Heap memory stays mapped as long as the process lives: references into it are `'static`.
//!
//! ```
//! use stm_core::TokenWord;
//! use tython_gc::{Config, Extent, Heap, Layout, LayoutId, Layouts, Words};
//!
//! const PAIR: LayoutId = LayoutId::new(1);
//! let mut layouts = Layouts::new();
//! let pair = Layout { words: Words::First(2), ..Layout::raw("pair") };
//! // SAFETY: pairs hold references in their first two words, and nothing else is registered.
//! unsafe { layouts.register(PAIR, pair) };
//!
//! let heap = Heap::create(Config::default(), layouts)?;
//! let mut mutator = heap.attach(0);
//! let object = mutator.alloc(PAIR, 2, 7, TokenWord::version(0))?;
//! mutator.collect(Extent::All, |_| ());
//! // The native stack refers to it.
//! assert_eq!(heap.find_exact(object.to_value()), Some(object));
//! assert_eq!(object.meta().shape(), 7);
//! # Ok::<(), tython_gc::OutOfMemory>(())
//! ```

mod aftermath;
pub mod ages;
mod alloc;
mod block;
mod classes;
mod collector;
mod config;
mod cycle;
#[doc(hidden)]
pub mod gray;
mod header;
mod heap;
#[doc(hidden)]
pub mod label;
mod layout;
mod mark;
#[doc(hidden)]
pub mod marks;
mod memory;
mod mutator;
mod pacing;
mod pool;
mod prefetch;
mod regions;
#[doc(hidden)]
pub mod remembered;
mod ring;
mod room;
mod roots;
pub mod safepoint;
#[cfg(feature = "sanity")]
mod sanity;
#[doc(hidden)]
pub mod shelf;
mod space;
mod stack;
mod stats;
mod sweep;
mod sync;
mod throttle;
mod units;
mod walk;
mod weak;

pub use aftermath::Aftermath;
pub use alloc::Cells;
pub use config::{Config, Zeal};
pub use cycle::{Cause, Cycle, Extent};
pub use header::{HEADER_BYTES, Header, Meta, Object, REFERENCE_TAG, TAG_MASK, is_reference};
pub use heap::{Client, Heap};
pub use layout::{Layout, LayoutId, Layouts, TraceFn, UnitFn, Units, UnitsFn, Words};
pub use mark::Marking;
pub use mutator::Mutator;
pub use roots::{RootRange, Roots};
pub use space::OutOfMemory;
pub use stats::Stats;
pub use walk::Walk;
pub use weak::{Clearing, Shades, Weak};
