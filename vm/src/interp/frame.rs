//! Frames: where running functions keep their registers.
//!
//! Each thread has one region of address space for its frames, which the system backs with memory as
//! they grow. A frame is a head of a few words and then the registers; the frame of a callee follows
//! that of its caller. Depth is bounded by `sys.setrecursionlimit`, and by the region.
//!
//! The words of a frame belong to the thread alone: they are not transactional. A transaction
//! keeps a copy of what it needs to begin again (`cx/transaction.rs`).

use crate::value::Value;
use memmap2::{MmapMut, MmapOptions};
use std::fmt;
use std::mem::offset_of;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};
use tython_gc::RootRange;

/// Bytes of address space for one thread's frames.
const REGION: usize = 256 << 20;

/// Frames for which there has to be room where a trace is entered: it has no more in line.
pub(crate) const ROOM: usize = 64;

/// The bytes that so many frames take at most, and one more.
const RESERVE: usize = (ROOM + 1) * (HEAD + (1 << 16)) * size_of::<u64>();

/// What becomes of the value that a frame returns (or yields).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Back {
    /// It is the result of the interpreter loop that the frame is the first of.
    Entry,
    /// It goes to a register of the caller.
    Store,
    /// It is dropped.
    Drop,
    /// It must be None (`__init__`); the register has the instance already.
    Init,
    /// It is what a special method says of an operator or a comparison, and the caller stands behind that: see
    /// `handlers/special.rs`.
    Operator,
    /// The frame is a generator's, and the caller stands behind a `ForIter`.
    ForIter,
    /// The frame is a generator's, and the caller stands behind a `Send`.
    Send,
    /// It must be an iterator (`__iter__`), and goes to a register of the caller.
    Iter,
    /// It must be an iterator and no coroutine (`__await__`), and goes to a register of the caller.
    Await,
    /// It must be a length (`__len__`), and goes to a register of the caller, who called `len`.
    Length,
    /// It is what an instance says of its truth or of what is in it, and the caller stands behind what has asked: see
    /// `handlers/asked.rs`, whose number of the method is in the register's place.
    Truth,
    /// It must be a `bool` (`__bool__`), and goes to a register of the caller, who called `bool`.
    Bool,
}

impl Back {
    /// Whether the caller, who stands behind the instruction that has called, may still need what that instruction reads, or
    /// goes on where it jumps.
    pub(crate) fn awaits(self) -> bool {
        matches!(self, Back::Operator | Back::Truth)
    }
}

/// The head of a frame.
#[repr(C)]
pub struct Frame {
    /// The frame that control returns to.
    pub caller: *mut Frame,
    /// Where execution goes on when control is back in this frame.
    pub pc: *const u64,
    /// The code object.
    pub code: Value,
    /// The function, for `super()` and reports.
    pub function: Value,
    /// The globals dict.
    pub globals: Value,
    /// The builtins dict.
    pub builtins: Value,
    /// The locals mapping of a class body or `exec`, else unbound.
    pub locals: Value,
    /// The generator whose body this is, else unbound.
    pub generator: Value,
    /// The exception that was being handled when the frame was entered.
    pub handled: Value,
    /// The proxy that Python code has of this frame, else unbound.
    pub proxy: Value,
    /// [`Back`], the register that it names in bits 16 to 31, and [`BARE`]: a word that looks like an
    /// integer.
    back: u64,
    /// Registers.
    size: u64,
}

/// Bit of [`Frame::back`].
pub(crate) const BARE: u64 = 1 << 32;

/// Words of a frame's head.
pub const HEAD: usize = size_of::<Frame>() / size_of::<u64>();

impl Frame {
    /// The place of the word that says what becomes of the result.
    pub(crate) const BACK: usize = offset_of!(Frame, back);
    /// The place of the word that says how many registers there are.
    pub(crate) const SIZE: usize = offset_of!(Frame, size);

    /// That word.
    pub(crate) fn size_bits(size: usize) -> u64 {
        // Shifted so that it looks like an integer.
        (size as u64) << 1
    }

    /// That word.
    #[inline]
    pub(crate) fn back_bits(&self) -> u64 {
        self.back
    }

    /// What becomes of the result, and the register that this names.
    #[inline(always)]
    pub fn back(&self) -> (Back, u16) {
        // SAFETY: `set_back` stored a `Back` in the low byte of the halves.
        let back = unsafe { std::mem::transmute::<u8, Back>((self.back >> 1) as u8) };
        (back, (self.back >> 16) as u16)
    }

    /// Whether the registers still lie in the generator: the frame only delegates to the next one.
    #[inline(always)]
    pub fn is_bare(&self) -> bool {
        self.back & BARE != 0
    }

    /// Says whether the registers still lie in the generator.
    #[inline(always)]
    pub fn set_bare(&mut self, bare: bool) {
        self.back = if bare {
            self.back | BARE
        } else {
            self.back & !BARE
        };
    }

    /// Says what becomes of the result; the frame is not bare.
    #[inline(always)]
    pub fn set_back(&mut self, back: Back, register: u16) {
        self.back = Frame::bits_of_back(back, register);
    }

    /// The word that says so.
    #[inline(always)]
    pub(crate) fn bits_of_back(back: Back, register: u16) -> u64 {
        // Shifted so that the word looks like an integer.
        (back as u64) << 1 | u64::from(register) << 16
    }

    /// Sets the word that says what becomes of the result.
    #[inline]
    pub(crate) fn set_back_bits(&mut self, bits: u64) {
        self.back = bits;
    }

    /// The number of registers.
    #[inline(always)]
    pub fn size(&self) -> usize {
        (self.size >> 1) as usize
    }

    /// The first register.
    ///
    /// # Safety
    /// A frame of a frame stack.
    #[inline(always)]
    pub unsafe fn registers(frame: *mut Frame) -> *mut Value {
        // SAFETY: the registers follow the head.
        unsafe { frame.add(1).cast() }
    }

    /// All words of a frame.
    ///
    /// # Safety
    /// A frame of the running thread's stack; nothing writes it while the result is used.
    pub unsafe fn words<'a>(frame: *mut Frame) -> &'a [u64] {
        // SAFETY: the caller's promise.
        unsafe { std::slice::from_raw_parts(frame.cast(), HEAD + (*frame).size()) }
    }

    /// Writes all words of a frame.
    ///
    /// # Safety
    /// As [`Frame::words`], of which `words` are a copy made of a frame at the same place.
    pub unsafe fn restore(frame: *mut Frame, words: &[u64]) {
        // SAFETY: the caller's promise.
        unsafe { std::ptr::copy_nonoverlapping(words.as_ptr(), frame.cast(), words.len()) };
    }
}

/// Places of words in a [`FrameStack`], for compiled code.
pub(crate) struct Offsets {
    pub(crate) top: usize,
    pub(crate) depth: usize,
    pub(crate) roomy: usize,
    /// What this points to has `end`.
    pub(crate) range: usize,
    pub(crate) end: usize,
}

/// One thread's frames.
pub struct FrameStack {
    /// The newest frame; null if none runs.
    top: *mut Frame,
    /// The base of the region and the end of the newest frame, for the collector. Boxed: it holds a
    /// pointer to this.
    range: Box<RootRange>,
    limit: *mut u64,
    /// The last place of a frame above which there is room for those that compiled code pushes without asking.
    roomy: *mut u64,
    /// Frames on the stack now.
    pub depth: usize,
    _region: MmapMut,
}

// SAFETY: the pointers lead into the region, which moves with them.
unsafe impl Send for FrameStack {}

impl Default for FrameStack {
    fn default() -> Self {
        Self::new()
    }
}

impl FrameStack {
    /// Where compiled code finds what it changes.
    pub(crate) const OFFSETS: Offsets = Offsets {
        top: offset_of!(FrameStack, top),
        depth: offset_of!(FrameStack, depth),
        roomy: offset_of!(FrameStack, roomy),
        range: offset_of!(FrameStack, range),
        end: offset_of!(RootRange, top),
    };

    /// An empty stack.
    ///
    /// # Panics
    /// When the process has no address space left.
    pub fn new() -> Self {
        let mut options = MmapOptions::new();
        let mut region = options
            .len(REGION)
            .no_reserve_swap()
            .map_anon()
            .expect("address space for the frames of a thread");
        let base: *mut u64 = region.as_mut_ptr().cast();
        // SAFETY: both lie within the region, or at its end.
        let [roomy, limit] = [REGION - RESERVE, REGION].map(|end| unsafe { base.byte_add(end) });
        FrameStack {
            top: null_mut(),
            range: Box::new(RootRange {
                base: AtomicPtr::new(base),
                top: AtomicPtr::new(base),
            }),
            limit,
            roomy,
            depth: 0,
            _region: region,
        }
    }

    /// The newest frame; null if none runs.
    #[inline(always)]
    pub fn top(&self) -> *mut Frame {
        self.top
    }

    /// Whether a trace may be entered in the newest frame, if there may be `limit` frames.
    pub(crate) fn has_room(&self, limit: usize) -> bool {
        self.depth + ROOM <= limit && self.top.cast() <= self.roomy
    }

    /// Where the collector finds the words.
    pub fn range(&self) -> *const RootRange {
        &raw const *self.range
    }

    /// A new frame of `size` registers, all of them and all of its head as they come, on top. `None` if
    /// the region is used up.
    #[inline(always)]
    pub fn push(&mut self, size: usize) -> Option<*mut Frame> {
        // Relaxed: the collector looks while this thread is stopped.
        let frame: *mut Frame = self.range.top.load(Ordering::Relaxed).cast();
        // SAFETY: within the region or one past it: sizes are below 2^16.
        let end = unsafe { frame.cast::<u64>().add(HEAD + size) };
        if end > self.limit {
            return None;
        }
        // SAFETY: room for the head is there.
        unsafe {
            (*frame).caller = self.top;
            (*frame).size = Frame::size_bits(size);
        }
        self.top = frame;
        self.depth += 1;
        self.range.top.store(end, Ordering::Relaxed); // Relaxed: as above.
        Some(frame)
    }

    /// Drops the newest frame.
    ///
    /// # Safety
    /// There is one.
    #[inline(always)]
    pub unsafe fn pop(&mut self) {
        let frame = self.top;
        // SAFETY: the caller's promise.
        self.top = unsafe { (*frame).caller };
        self.depth -= 1;
        self.range.top.store(frame.cast(), Ordering::Relaxed); // Relaxed: as in `push`.
    }

    /// Makes `frame` the newest one.
    ///
    /// # Safety
    /// It is or was on this stack, and its memory is as it was then.
    pub unsafe fn set_top(&mut self, frame: *mut Frame) {
        self.top = frame;
        self.depth = 0;
        let mut older = frame;
        while !older.is_null() {
            self.depth += 1;
            // SAFETY: a frame of this stack, and its callers.
            older = unsafe { (*older).caller };
        }
        let end = if frame.is_null() {
            self.range.base.load(Ordering::Relaxed) // Relaxed: as in `push`.
        } else {
            // SAFETY: as above.
            unsafe { frame.cast::<u64>().add(HEAD + (*frame).size()) }
        };
        self.range.top.store(end, Ordering::Relaxed); // Relaxed: as in `push`.
    }
}

impl fmt::Debug for FrameStack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrameStack({} deep)", self.depth)
    }
}
