//! Software transactional memory over anything that has a token and words.
//!
//! This is Tython's transaction algorithm, without Python and without a heap of its own. Objects
//! are made of *units*: a [`Token`] and the [`Word`]s that it guards. Threads read and write words
//! inside transactions, which take effect as a whole or not at all, and never see anything but a
//! consistent state, also when they are going to be rolled back.
//!
//! `PROTOCOL.md`, beside this crate, says who does what to which memory cell and why that is
//! right; the models under `models/` explore it. Start reading at [`Thread::view`] (read barrier),
//! [`Thread::write`] (write barrier) and [`Thread::commit`].
//!
//! ```
//! use stm_core::arena::{Arena, Object, int, to_int};
//! use stm_core::{Config, Stm};
//!
//! let stm = Stm::new(Arena, Config::default());
//! let mut thread = stm.attach()?;
//! let account = Object::shared();
//! let balance = thread.atomically(|tx| {
//!     let balance = to_int(tx.read(account.token(), account.word(0))?) + 10;
//!     tx.write(account.unit(), 0, int(balance))?;
//!     Ok(balance)
//! })?;
//! assert_eq!(balance, 10);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod arena;
pub mod cards;
mod chaos;
mod clock;
mod config;
mod contention;
mod elision;
mod heap;
mod log;
mod reason;
mod slots;
mod stats;
mod stm;
mod sync;
mod thread;
pub mod token;
mod tx;
mod versions;

#[cfg(any(feature = "chaos", debug_assertions))]
pub use chaos::{Lacks, Rates};
pub use config::Config;
pub use elision::{ElidableLock, NotOwner, Taken};
pub use heap::{Change, Heap, Unit, Word};
pub use log::reads::ReadTable;
pub use reason::Abort;
pub use slots::{AttachError, poll};
pub use stats::Stats;
pub use stm::Stm;
#[cfg(feature = "loom")]
#[doc(hidden)]
pub use sync::AtomicU64 as ModelAtomicU64;
pub use thread::{Offsets, Thread};
pub use token::{Token, TokenWord};
pub use tx::{Deferred, Savepoint, Snapshot, WaitError, Wake};
