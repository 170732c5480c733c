//! The intermediate representation: a trace as linear code in SSA form.
//!
//! ```text
//! trace 7 root shared "count.py:4"
//!
//! code main 4
//! field count: i64 mutable 24
//! point head = main:12 live r0 r1
//!
//! enter head(v0: word = r0)
//!     v1: ref = word_as_ref v0
//!     v2: word = open_read.shared v1 -> e0
//!     v3: i64 = load count, v1
//!     check_open v1, v2 -> e0
//!     v4: i64 = int 1
//!     loop(v5: i64 = v3)
//!     v6: i64 = add_ovf v5, v4 -> e1
//!     poll -> e1
//!     jump v6
//!
//! exit e0
//!     frame head {}
//! exit e1
//!     frame head { r1: v5 }
//! ```
//!
//! A trace has one entry, at most one loop header, which has parameters, and one end: a jump back to
//! the header, a link to another trace, or an exit. Everything between is straight-line code; where
//! it does not hold, it is left through an [`Exit`], which says how to put the interpreter's frames
//! together again.
//!
//! | file | what |
//! | --- | --- |
//! | `table.rs` | the operations: the only declaration of each |
//! | `op.rs` | what is derived from the table |
//! | `types.rs` | types of values |
//! | `declare.rs` | what a trace says of the language: fields, layouts, helpers, code, constants |
//! | `exit.rs` | exits and their snapshots |
//! | `trace.rs` | the trace itself, in flat arenas |
//! | `arena.rs` | arenas and typed indices |

mod arena;
mod declare;
mod exit;
mod op;
mod table;
mod trace;
mod types;

pub use arena::{
    Arena, CodeId, ExitId, FieldId, HelperId, Index, LayoutId, ObjectId, PointId, Value, VirtualId,
};
pub use declare::{
    Code, Declarations, Effects, Field, Helper, Layout, Object, Place, Point, Register,
};
pub use exit::{Content, Exit, FrameState, Virtual};
pub use op::{Exits, Family, Immediate, ImmediateKind, Op, OpInfo, Operand, Outcome};
pub use trace::{Form, Inst, Kind, Origin, Param, Trace, TraceId};
pub use types::Type;
