//! What machine code is told of threads and objects.

use crate::chaos;
use crate::compiled::{log, runtime};
use crate::cx::Cx;
use crate::heap::Graph;
use crate::record::helpers;
use crate::runtime::config;
use std::mem::offset_of;
use stm_core::Thread;
use tython_gc::{HEADER_BYTES, Header, LayoutId, Meta};
use tython_jit::ir::{Helper, Layout};
use tython_jit::lower::{Cells, Host, HostLayout, PollWord, ReadTable, Runtime};

/// What the compiler knows of this virtual machine. The context is the thread's [`Cx`].
pub(super) struct Machine;

const fn in_thread(offset: usize) -> i32 {
    (offset_of!(Cx, tx) + offset) as i32
}

impl Host for Machine {
    fn layout(&self) -> HostLayout {
        let offsets = Thread::<Graph>::OFFSETS;
        HostLayout {
            token: 0,
            thread_token: in_thread(offsets.token),
            thread_base: in_thread(offsets.base),
            read_limit: in_thread(offsets.readable),
            poll: PollWord::Behind(offset_of!(Cx, poll_word) as i32, 0),
            alone: Some(in_thread(offsets.solo)),
            turns: Some(offset_of!(Cx, left) as i32),
            guards: (chaos::guards() > 0).then_some(offset_of!(Cx, guards_left) as i32),
            read_table: Some(ReadTable {
                table: in_thread(offsets.reads.slots),
                mask: in_thread(offsets.reads.mask),
                epoch: in_thread(offsets.reads.epoch),
                factor: offsets.reads.factor,
                shift: offsets.reads.shift,
            }),
        }
    }

    fn runtime(&self) -> Runtime {
        Runtime {
            open_read: runtime::open_read,
            open_write: runtime::open_write,
            alloc: runtime::alloc,
            atomic_enter: runtime::unsupported,
            atomic_leave: runtime::unsupported,
            nest: runtime::unsupported,
            irrevocable: runtime::irrevocable,
            commit: runtime::unsupported,
        }
    }

    fn helper(&self, helper: &Helper) -> Option<usize> {
        helpers::address(helper)
    }

    fn layout_bits(&self, layout: &Layout) -> u64 {
        Shape::of(layout).map_or(0, Shape::bits)
    }

    fn cells(&self, layout: &Layout) -> Option<Cells> {
        Shape::of(layout)?.cells()
    }

    fn counts(&self) -> bool {
        log::is_open()
    }

    fn lists(&self) -> bool {
        log::is_full() || config::get().perf_jit
    }
}

/// What an object of a layout is, as its name says: `number:shape:flags:` and whatever tells it from others. In
/// a word: the shape above, then the number of words, the flags, the number of the layout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Shape {
    pub(super) layout: u8,
    pub(super) words: usize,
    pub(super) shape: u32,
    pub(super) flags: u32,
}

const FLAGS: u32 = 8;
const WORDS: u32 = 20;
const SHAPE: u32 = 32;

impl Shape {
    pub(super) fn of(layout: &Layout) -> Option<Shape> {
        let mut parts = layout.name.split(':');
        Some(Shape {
            layout: parts.next()?.parse().ok()?,
            words: (layout.size as usize).saturating_sub(HEADER_BYTES) / size_of::<u64>(),
            shape: parts.next()?.parse().ok()?,
            flags: parts.next()?.parse().ok()?,
        })
    }

    fn bits(self) -> u64 {
        u64::from(self.shape) << SHAPE
            | (self.words as u64) << WORDS
            | u64::from(self.flags) << FLAGS
            | u64::from(self.layout)
    }

    /// Where objects like this come from, if they have no more words.
    fn cells(self) -> Option<Cells> {
        let layout = LayoutId::of_number(self.layout);
        let cells = tython_gc::Cells::of(layout, self.words)?;
        Some(Cells {
            allocator: offset_of!(Cx, allocator) as i32,
            cursor: cells.cursor as i32,
            end: cells.end as i32,
            bytes: cells.bytes as u32,
            meta: (
                offset_of!(Header, meta) as i32,
                Meta::new(layout, self.shape).with_flags(self.flags).bits(),
            ),
            used: in_thread(Thread::<Graph>::OFFSETS.used),
        })
    }

    /// A new object with that many more words, all of them zero: its address.
    pub(super) fn alloc(self, cx: &mut Cx, more: usize) -> Option<u64> {
        let words = self.words.checked_add(more)?;
        let object = cx.alloc_quietly(self.layout, words, self.shape)?;
        if self.flags != 0 {
            let meta = object.meta().with_flags(self.flags);
            object.meta_word().store(meta.bits());
        }
        Some(object.address() as u64)
    }

    /// Bytes behind the header.
    pub(super) fn bytes(self) -> usize {
        self.words * size_of::<u64>()
    }

    pub(super) fn from_bits(bits: u64) -> Shape {
        Shape {
            layout: bits as u8,
            words: (bits as u32 >> WORDS) as usize,
            shape: (bits >> SHAPE) as u32,
            flags: (bits as u32 & ((1 << WORDS) - 1)) >> FLAGS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_is_a_word() {
        let layout = Layout {
            name: "1:77:5:Point".into(),
            size: 40,
            solid: false,
            fields: Vec::new(),
        };
        let shape = Shape {
            layout: 1,
            words: 3,
            shape: 77,
            flags: 5,
        };
        assert_eq!(Shape::of(&layout), Some(shape));
        assert_eq!(Shape::from_bits(shape.bits()), shape);
    }
}
