//! Cells, and the thread's context that compiled code knows.

use std::mem::offset_of;
use std::sync::atomic::{AtomicU64, Ordering};
use tython_jit::ir::{Field, Helper, Layout, Type};
use tython_jit::lower::{Context, Host, HostLayout, PollWord, Returned, Runtime, Status};
use tython_jit::resume::Builder;

/// The words of a cell: its token, and what it holds.
const WORDS: usize = 2;

/// The context of the only thread.
#[repr(C)]
pub(crate) struct Heap {
    token: u64,
    base: u64,
    limit: u64,
    pub(crate) poll: u64,
    words: Box<[AtomicU64]>,
    used: usize,
}

impl Heap {
    pub(crate) fn new(cells: usize) -> Box<Heap> {
        Box::new(Heap {
            token: 1 << 17,
            base: 1 << 17,
            limit: 1 << 17,
            poll: 0,
            words: (0..cells * WORDS).map(|_| AtomicU64::new(0)).collect(),
            used: 0,
        })
    }

    /// How many cells there are.
    pub(crate) fn cells(&self) -> usize {
        self.used / WORDS
    }

    /// A cell that holds the value; `None` if there is no room.
    pub(crate) fn cell(&mut self, value: u64) -> Option<u64> {
        let start = self.used;
        let words = self.words.get(start..start + WORDS)?;
        words[0].store(self.token, Ordering::Relaxed);
        words[1].store(value, Ordering::Relaxed);
        self.used += WORDS;
        Some(words.as_ptr().expose_provenance() as u64)
    }

    /// What a cell holds.
    pub(crate) fn held(&self, cell: u64) -> &AtomicU64 {
        let start = self.words.as_ptr().addr() as u64;
        &self.words[((cell - start) / 8) as usize + 1]
    }
}

/// The word of a value of that type.
pub(crate) fn word(ty: Type, bits: u64) -> u64 {
    if ty == Type::I64 { bits | 1 } else { bits }
}

impl Builder for Heap {
    fn alloc(&mut self, _: &Layout) -> Option<u64> {
        self.cell(0)
    }

    fn fill(&mut self, object: u64, _: &Field, ty: Type, bits: u64) {
        self.held(object).store(word(ty, bits), Ordering::Relaxed);
    }
}

/// What machine code is told of it.
pub(crate) struct Tiny;

unsafe extern "C" fn alloc(context: Context, _: u64, _: u64) -> Returned {
    // SAFETY: compiled code passes on the context that it was entered with; nobody looks at it meanwhile.
    let heap = unsafe { &mut *context.cast::<Heap>() };
    heap.cell(0)
        .map_or(Returned::failed(Status::Leave), Returned::done)
}

unsafe extern "C" fn nothing(_: Context, _: u64) -> Returned {
    Returned::done(0)
}

impl Host for Tiny {
    fn layout(&self) -> HostLayout {
        HostLayout {
            token: 0,
            thread_token: offset_of!(Heap, token) as i32,
            thread_base: offset_of!(Heap, base) as i32,
            read_limit: offset_of!(Heap, limit) as i32,
            poll: PollWord::InContext(offset_of!(Heap, poll) as i32),
            alone: None,
            turns: None,
            guards: None,
            read_table: None,
        }
    }

    fn runtime(&self) -> Runtime {
        Runtime {
            open_read: nothing,
            open_write: nothing,
            alloc,
            atomic_enter: nothing,
            atomic_leave: nothing,
            nest: nothing,
            irrevocable: nothing,
            commit: nothing,
        }
    }

    fn helper(&self, _: &Helper) -> Option<usize> {
        None
    }

    fn layout_bits(&self, layout: &Layout) -> u64 {
        u64::from(layout.size)
    }
}
