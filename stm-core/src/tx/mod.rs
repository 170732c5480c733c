//! The steps of a transaction, one file each. `PROTOCOL.md` argues that they fit together.

mod begin;
mod commit;
pub(crate) mod deferred;
mod irrevocable;
mod nested;
mod publish;
mod read;
pub(crate) mod rollback;
mod snapshot;
mod solo;
mod validate;
pub(crate) mod wait;
mod write;

pub use deferred::Deferred;
pub use nested::Savepoint;
pub use snapshot::Snapshot;
pub use wait::{WaitError, Wake};
