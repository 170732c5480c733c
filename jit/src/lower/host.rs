//! What a host tells the compiler: where things lie, and which functions compiled code calls.
//!
//! Every function is called with the C convention, gets the thread's context first, and gives
//! [`Returned`]: failing is a value, nothing unwinds through compiled code. Arguments and results are the 64 bits of a value: integers,
//! words and addresses as they are, floats as IEEE 754 has them, truth as 0 or 1.
//!
//! Helpers that do nothing (`pure`) are the exception: they get their arguments only, and give the bits of
//! their result.

use crate::ir::{Helper, Layout};

/// What compiled code passes on without looking into it: the address of the thread's context.
pub type Context = *mut u8;

/// How a function of the host came back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub enum Status {
    /// With its result.
    Done = 0,
    /// Without one: the trace is left by the exit of the operation.
    Leave = 1,
    /// The transaction has been rolled back, or has to be: the trace is left, and no exit is taken, as the
    /// interpreter resumes where the transaction began.
    RolledBack = 2,
}

/// What a function of the host gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Returned {
    status: u64,
    bits: u64,
}

impl Returned {
    /// It is done, with this result.
    #[must_use]
    pub const fn done(bits: u64) -> Returned {
        Returned {
            status: Status::Done as u64,
            bits,
        }
    }

    /// It has no result, for this reason.
    #[must_use]
    pub const fn failed(status: Status) -> Returned {
        Returned {
            status: status as u64,
            bits: 0,
        }
    }
}

/// A function of one argument beside the context.
pub type Unary = unsafe extern "C" fn(Context, u64) -> Returned;

/// The functions behind the operations of the table that are not a few instructions.
#[derive(Clone, Copy, Debug)]
pub struct Runtime {
    /// Opens an object for reading in a shared trace, and gives the token that was seen: the slow path of
    /// `open_read`. It leaves if the thread had to wait.
    pub open_read: Unary,
    /// Opens an object for writing: the slow path of `open_write`. It leaves, in a shared trace, if the thread had to
    /// wait.
    pub open_write: Unary,
    /// Allocates an object: the bits of its layout ([`Host::layout_bits`]), and the length of its array, or -1.
    pub alloc: unsafe extern "C" fn(Context, u64, u64) -> Returned,
    /// Enters an atomic block; the argument is 0. It never leaves, as the following three.
    pub atomic_enter: Unary,
    /// Leaves an atomic block; the argument is 0.
    pub atomic_leave: Unary,
    /// Begins a nested part; the argument is 0.
    pub nest: Unary,
    /// Takes the irrevocable turn; the argument is 0.
    pub irrevocable: Unary,
    /// Ends the transaction and begins the next. The argument is the code of an exit
    /// ([`Left::from_code`](super::Left::from_code)) whose values are in the record already: there the
    /// next transaction resumes if it is rolled back.
    pub commit: Unary,
}

/// Where the poll word is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PollWord {
    /// In the thread's context, at that offset.
    InContext(i32),
    /// In memory that the context points to: the offset of the pointer, which never changes, and the offset from there.
    Behind(i32, i32),
}

/// The table of a read log: an array of words, in which a token's address has one home. What lies there
/// is the address, exclusive-or the log's epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadTable {
    /// The offset, in the context, of the pointer to the table.
    pub table: i32,
    /// The offset of the mask for homes.
    pub mask: i32,
    /// The offset of the epoch.
    pub epoch: i32,
    /// A home is the address times this ...
    pub factor: u64,
    /// ... shifted right by this, and masked.
    pub shift: u8,
}

/// Where things lie: offsets in bytes, from an object's address or from the thread's context.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HostLayout {
    /// From an object: its token.
    pub token: i32,
    /// From the context: the thread's token, which says "mine, and logged".
    pub thread_token: i32,
    /// From the context: the smallest token that says "mine".
    pub thread_base: i32,
    /// From the context: the first token that is too new to be read.
    pub read_limit: i32,
    /// The poll word.
    pub poll: PollWord,
    /// From the context, if there is such a thing: a byte that is 1 while there is one thread, else 0. A `guard_valid` leaves a
    /// trace of the other form.
    pub alone: Option<i32>,
    /// From the context: a 32-bit number that each poll of a shared trace takes 1 from, and leaves when none is left. So a
    /// transaction that others may be waiting for does not go on for ever.
    pub turns: Option<i32>,
    /// From the context: the same for guards, of which any may fail then, as for a reason of its own. For tests.
    pub guards: Option<i32>,
    /// The table of the read log, if compiled code may look into it: what is there need not be logged.
    pub read_table: Option<ReadTable>,
}

/// Where the next free cell for objects of one layout is, and what makes it an object. Offsets in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cells {
    /// From the context: the pointer to the thread's allocator, which never changes.
    pub allocator: i32,
    /// From the allocator: the address of the first free cell. It is zero, but for what is written now.
    pub cursor: i32,
    /// From the allocator: the address behind the last one.
    pub end: i32,
    /// The bytes of a cell.
    pub bytes: u32,
    /// From the object: a word that says what it is, and that word.
    pub meta: (i32, u64),
    /// From the context: a byte that becomes 1, because the thread's token is in use.
    pub used: i32,
}

/// A host of compiled code.
pub trait Host: Send {
    /// Where things lie.
    fn layout(&self) -> HostLayout;
    /// The functions that compiled code calls.
    fn runtime(&self) -> Runtime;
    /// The address of a helper; `None` if there is none of that name and those types.
    fn helper(&self, helper: &Helper) -> Option<usize>;
    /// What [`Runtime::alloc`] gets for a layout.
    fn layout_bits(&self, layout: &Layout) -> u64;
    /// Where objects of a layout come from; `None`: from [`Runtime::alloc`], each time.
    fn cells(&self, _layout: &Layout) -> Option<Cells> {
        None
    }
    /// Whether compiled code counts its entries, turns and exits.
    fn counts(&self) -> bool {
        false
    }
    /// Whether the code is to be kept as text, too.
    fn lists(&self) -> bool {
        false
    }
}
