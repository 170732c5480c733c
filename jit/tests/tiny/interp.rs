//! The interpreter.

use super::heap::Heap;
use super::record::{Recorder, Step};
use super::{Function, Ins};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tython_jit::code::{Cache, Limits, Participant, Record, Worker};
use tython_jit::hooks::{Action, Hooks, Profile, Thresholds};
use tython_jit::lower::Compiler;

/// What a program can do wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Error {
    Overflow,
    /// An integer where a cell belongs, or the other way round.
    Kind,
    Memory,
}

/// A call that is going on. Its caller's `Call` says where the result goes.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) function: usize,
    pub(crate) pc: usize,
    pub(crate) base: usize,
}

/// Everything that runs a program.
pub(crate) struct Vm {
    pub(super) functions: Arc<Vec<Function>>,
    pub(crate) heap: Box<Heap>,
    pub(super) registers: Vec<u64>,
    pub(super) frames: Vec<Frame>,
    pub(super) profile: Profile,
    pub(super) tries: u8,
    pub(super) cache: Arc<Cache>,
    pub(super) worker: Worker,
    pub(super) participant: Participant,
    pub(super) record: Box<Record>,
    pub(super) recorder: Option<Recorder>,
    /// How often compiled code was entered, by a loop or a call.
    pub(crate) entered: usize,
}

/// Why the inner loop of the interpreter ends.
enum Switch {
    Done(u64),
    /// Recording has begun, or ended.
    Other,
}

pub(super) fn int(word: u64) -> Result<i64, Error> {
    if word & 1 == 1 {
        Ok(word.wrapping_sub(1) as i64)
    } else {
        Err(Error::Kind)
    }
}

fn cell(word: u64) -> Result<u64, Error> {
    if word & 1 == 0 {
        Ok(word)
    } else {
        Err(Error::Kind)
    }
}

fn made(doubled: Option<i64>) -> Result<u64, Error> {
    doubled
        .map(|doubled| doubled as u64 | 1)
        .ok_or(Error::Overflow)
}

impl Vm {
    pub(crate) fn new(functions: Vec<Function>, thresholds: Thresholds, cells: usize) -> Vm {
        let compiler = Compiler::new(Box::new(super::heap::Tiny)).unwrap();
        let cache = Arc::new(Cache::new(compiler.gate(), Limits::default()));
        Vm {
            functions: Arc::new(functions),
            heap: Heap::new(cells),
            registers: Vec::new(),
            frames: Vec::new(),
            profile: Profile::new(thresholds),
            tries: thresholds.tries,
            participant: cache.join(),
            cache,
            worker: Worker::at_once(compiler),
            record: Record::new(),
            recorder: None,
            entered: 0,
        }
    }

    /// Traces that are there.
    pub(crate) fn traces(&self) -> usize {
        self.cache.usage().traces
    }

    /// Calls the first function with a number.
    pub(crate) fn run(&mut self, argument: i64) -> Result<i64, Error> {
        self.registers.clear();
        self.frames.clear();
        self.recorder = None;
        self.push(0, &[(argument as u64) << 1 | 1]);
        loop {
            let switch = if self.recorder.is_some() {
                self.execute::<true>()?
            } else {
                self.execute::<false>()?
            };
            if let Switch::Done(word) = switch {
                return Ok(int(word)? >> 1);
            }
        }
    }

    pub(super) fn push(&mut self, function: usize, args: &[u64]) {
        let base = self.registers.len();
        let registers = usize::from(self.functions[function].registers);
        self.registers.resize(base + registers, 1);
        self.registers[base..base + args.len()].copy_from_slice(args);
        self.frames.push(Frame {
            function,
            pc: 0,
            base,
        });
    }

    fn execute<const RECORDS: bool>(&mut self) -> Result<Switch, Error> {
        let functions = Arc::clone(&self.functions);
        let mut frame = *self.frames.last().unwrap();
        let mut body: &[Ins] = &functions[frame.function].body;
        loop {
            let ins = body[frame.pc];
            if RECORDS {
                *self.frames.last_mut().unwrap() = frame;
                if self.observe(ins) == Step::Ends {
                    return Ok(Switch::Other);
                }
            }
            frame.pc += 1;
            let base = frame.base;
            macro_rules! register {
                ($number:expr) => {
                    self.registers[base + usize::from($number)]
                };
            }
            match ins {
                Ins::Const(to, value) => register!(to) = (i64::from(value) << 1) as u64 | 1,
                Ins::Move(to, from) => register!(to) = register!(from),
                Ins::Add(to, a, b) => {
                    register!(to) = made(int(register!(a))?.checked_add(int(register!(b))?))?;
                }
                Ins::Sub(to, a, b) => {
                    register!(to) = made(int(register!(a))?.checked_sub(int(register!(b))?))?;
                }
                Ins::Mul(to, a, b) => {
                    register!(to) = made(int(register!(a))?.checked_mul(int(register!(b))? >> 1))?;
                }
                Ins::Rem(to, a, b) => {
                    register!(to) = made(int(register!(a))?.checked_rem(int(register!(b))?))?;
                }
                Ins::New(to, value) => {
                    let made = self.heap.cell(register!(value));
                    register!(to) = made.ok_or(Error::Memory)?;
                }
                Ins::Get(to, from) => {
                    let held = self.heap.held(cell(register!(from))?);
                    register!(to) = held.load(Ordering::Relaxed);
                }
                Ins::Set(to, value) => {
                    let held = self.heap.held(cell(register!(to))?);
                    held.store(register!(value), Ordering::Relaxed);
                }
                Ins::Call(_, callee, first) => {
                    *self.frames.last_mut().unwrap() = frame;
                    let callee = usize::from(callee);
                    let from = base + usize::from(first);
                    let count = usize::from(functions[callee].params);
                    let start = self.registers.len();
                    self.registers
                        .resize(start + usize::from(functions[callee].registers), 1);
                    self.registers.copy_within(from..from + count, start);
                    frame = Frame {
                        function: callee,
                        pc: 0,
                        base: start,
                    };
                    self.frames.push(frame);
                    body = &functions[frame.function].body;
                }
                Ins::Return(value) => {
                    let result = register!(value);
                    self.registers.truncate(base);
                    self.frames.pop();
                    let Some(caller) = self.frames.last() else {
                        return Ok(Switch::Done(result));
                    };
                    frame = *caller;
                    body = &functions[frame.function].body;
                    if let Ins::Call(to, ..) = body[frame.pc - 1] {
                        self.registers[frame.base + usize::from(to)] = result;
                    }
                }
                Ins::Jump(target) => {
                    let target = usize::from(target);
                    let is_back = target < frame.pc;
                    frame.pc = target;
                    if is_back && !RECORDS && self.back_edge(&mut frame) {
                        return Ok(Switch::Other);
                    }
                }
                Ins::JumpLess(a, b, target) => {
                    if int(register!(a))? >= int(register!(b))? {
                        continue;
                    }
                    let target = usize::from(target);
                    let is_back = target < frame.pc;
                    frame.pc = target;
                    if is_back && !RECORDS && self.back_edge(&mut frame) {
                        return Ok(Switch::Other);
                    }
                }
            }
        }
    }

    /// A jump back has been taken. True if the frames are other ones now, or recording has begun.
    #[inline(always)]
    fn back_edge(&mut self, frame: &mut Frame) -> bool {
        let functions = Arc::clone(&self.functions);
        let site = &functions[frame.function].sites[frame.pc];
        match self.profile.back_edge(site) {
            Action::GoOn => false,
            Action::Record(claim) => {
                claim.defer();
                *self.frames.last_mut().unwrap() = *frame;
                self.begin_root();
                true
            }
            Action::Enter(trace) => {
                *self.frames.last_mut().unwrap() = *frame;
                self.enter(trace);
                true
            }
        }
    }
}
