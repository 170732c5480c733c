//! The interpreter: one loop over register bytecode, without native recursion for Python calls.
//!
//! The instruction table of the compiler (`for_each_op!`) is the dispatch: each operation names a
//! handler in `handlers/`, and an operation without one does not compile. A handler is a free
//! function `fn(&mut Cx, Fr, Instr) -> R<Flow>`: it decodes its operands, tries the fast path, and
//! calls a slow path elsewhere. The hot ones are inlined into the loop.
//!
//! | file | what |
//! | --- | --- |
//! | `frame.rs` | frames and the stack that they lie on |
//! | `handlers/` | what each operation does, a file a family |
//! | `call.rs` | entering functions: arguments to registers |
//! | `call_site.rs` | what the running instruction calls |
//! | `careful.rs` | what is different while the heap is full |
//! | `leave.rs` | returning: what becomes of a result |
//! | `unwind.rs` | exceptions: the way to a handler |

pub mod call;
pub(crate) mod call_site;
mod careful;
pub mod dead_registers;
pub mod frame;
pub(crate) mod handlers;
pub mod leave;
pub mod unwind;

use crate::compiled;
use crate::cx::{Cx, Exit, R};
use crate::heap::Slot;
use crate::objects::code::{CodeData, CodeObject};
use crate::value::Value;
use careful::execute_carefully;
use frame::Frame;
use tython_compiler::for_each_op;
use tython_compiler::isa::{Effects, Instr};
use tython_jit::hooks::Site;

/// Where execution goes on: so many words after the next instruction, or one of two marks. A number, so
/// that a handler's result lies in registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flow(isize);

#[allow(
    non_upper_case_globals,
    non_snake_case,
    reason = "they read like the variants that they are"
)]
impl Flow {
    /// With the next instruction.
    pub const Next: Flow = Flow(0);
    /// In another frame, or at another place of this one: the newest frame says where.
    pub const Switch: Flow = Flow(isize::MAX);
    /// The loop's first frame has returned `cx.result`.
    pub const Done: Flow = Flow(isize::MIN);
    /// As `Switch`; and from there on, what is executed is recorded.
    pub const Record: Flow = Flow(isize::MAX - 1);

    /// So many words after the next instruction.
    #[inline(always)]
    pub const fn Jump(distance: i32) -> Flow {
        Flow(distance as isize)
    }

    #[inline(always)]
    const fn is_mark(self) -> bool {
        // The three marks follow each other, the long way round.
        self.0.wrapping_sub(isize::MAX - 1) as usize <= 2
    }
}

/// A running frame, as the handlers see it.
#[derive(Clone, Copy, Debug)]
pub struct Fr(pub *mut Frame);

impl Fr {
    /// The frame.
    #[inline(always)]
    #[allow(
        clippy::mut_from_ref,
        reason = "a handle like a pointer: the frame belongs to the thread"
    )]
    pub fn frame<'a>(self) -> &'a mut Frame {
        // SAFETY: handlers run with the newest frame of their thread, which nobody else touches; no
        // handler keeps the reference across a call that runs Python code.
        unsafe { &mut *self.0 }
    }

    /// Register `index`.
    #[inline(always)]
    pub fn get(self, index: u16) -> Value {
        debug_assert!(usize::from(index) < self.frame().size());
        // SAFETY: the compiler keeps operands below the code's number of registers.
        unsafe { *Frame::registers(self.0).add(usize::from(index)) }
    }

    /// Writes register `index`.
    #[inline(always)]
    pub fn set(self, index: u16, value: Value) {
        debug_assert!(usize::from(index) < self.frame().size());
        // SAFETY: as in `get`.
        unsafe { *Frame::registers(self.0).add(usize::from(index)) = value };
    }

    /// Writes the first registers, as many as there are slots.
    #[inline(always)]
    pub(crate) fn take(self, slots: &[Slot]) {
        debug_assert!(slots.len() <= self.frame().size());
        // SAFETY: a frame has as many registers as its code says, and so has a generator with that code.
        let mut register = unsafe { Frame::registers(self.0) };
        for slot in slots {
            // SAFETY: as above.
            unsafe {
                *register = slot.peek();
                register = register.add(1);
            }
        }
    }

    /// `count` registers from `base` on. They lie in the frame: not to be used after it has gone.
    #[inline(always)]
    pub fn window<'a>(self, base: u16, count: usize) -> &'a [Value] {
        debug_assert!(usize::from(base) + count <= self.frame().size());
        // SAFETY: as in `get`.
        unsafe {
            let first = Frame::registers(self.0).add(usize::from(base));
            std::slice::from_raw_parts(first, count)
        }
    }

    /// The code object's data.
    #[inline(always)]
    pub fn code(self) -> &'static CodeData {
        debug_assert!(self.frame().code.is::<CodeObject>());
        // SAFETY: a frame runs a code object.
        let code = unsafe { self.frame().code.address().unwrap_unchecked() } as *const CodeObject;
        // SAFETY: as above; the frame keeps it alive.
        unsafe { &*code }.data()
    }

    /// Name number `index` of the code.
    #[inline(always)]
    pub fn name(self, index: usize) -> Value {
        let names = &self.code().names;
        debug_assert!(index < names.len());
        // SAFETY: the compiler numbers the names, and a copy of the code has as many.
        unsafe { *names.get_unchecked(index) }
    }

    /// Constant number `index` of the code.
    #[inline(always)]
    pub fn constant(self, index: usize) -> Value {
        let consts = &self.code().consts;
        debug_assert!(index < consts.len());
        // SAFETY: as in `name`.
        unsafe { *consts.get_unchecked(index) }
    }

    /// The instruction that the frame stands at.
    #[inline(always)]
    pub fn instruction(self) -> Instr {
        // SAFETY: the compiler ends code with an operation that does not go on, and jumps lead to instructions; so
        // between two instructions `pc` is at one.
        Instr(unsafe { *self.frame().pc })
    }

    /// The word of the code that a `pc` of this frame is at.
    #[inline]
    pub fn word_of(self, pc: *const u64) -> usize {
        let start = self.code().words.as_ptr() as usize;
        (pc as usize - start) / size_of::<u64>()
    }

    /// Goes on at this word of the code, which is an instruction.
    #[inline]
    pub fn go_to(self, word: usize) {
        let words = &self.code().words;
        debug_assert!(word < words.len());
        // SAFETY: a word of the code.
        self.frame().pc = unsafe { words.as_ptr().cast::<u64>().add(word) };
    }

    /// The operand word or cache word `back` words before the next instruction.
    #[inline(always)]
    pub fn word_before_next(self, back: usize) -> u64 {
        // SAFETY: the handler's operation has that many words behind its instruction.
        unsafe { *self.frame().pc.sub(back) }
    }

    /// What the compiler of traces knows of the place of a jump back: one of the two cache words before the next
    /// instruction, the first of which is for a lone thread.
    #[inline(always)]
    pub fn site<'a>(self, is_solo: bool) -> &'a Site {
        const { assert!(size_of::<Site>() == size_of::<u64>()) };
        let back = 1 + usize::from(is_solo);
        // SAFETY: the handler's operation has these cache words; they are used as this alone, and code lives as
        // long as its frames.
        unsafe { &*self.frame().pc.sub(back).cast::<Site>() }
    }
}

/// Runs the newest frame, whose result goes to the caller of this function, until it returns.
///
/// # Errors
/// An exception that the frame does not handle, the rollback of a transaction that did not begin here,
/// or the end of the thread.
pub fn run(cx: &mut Cx) -> R {
    run_loop(cx, enter_loop)
}

/// The same, if the frame is that of a function which begins: it may have been compiled.
///
/// # Errors
/// As [`run`].
pub fn run_function(cx: &mut Cx) -> R {
    run_loop(cx, |cx| {
        let flow = handlers::entered(cx)?;
        match end(cx, flow)? {
            Some(result) => Ok(result),
            None => execute(cx),
        }
    })
}

#[inline(always)]
fn run_loop(cx: &mut Cx, begin: impl FnOnce(&mut Cx) -> R) -> R {
    cx.loops += 1;
    let begun = begin(cx);
    let result = run_on(cx, begun);
    cx.loops -= 1;
    result
}

fn run_on(cx: &mut Cx, begun: R) -> R {
    let mut step = begun;
    loop {
        step = match step {
            Ok(value) => match cx.leave_loop() {
                Ok(()) => return Ok(value),
                Err(exit) => Err(exit),
            },
            Err(Exit::Raise) => match unwind::to_handler(cx) {
                Ok(true) => execute_carefully(cx),
                Ok(false) => match cx.leave_loop() {
                    Ok(()) => return Err(Exit::Raise),
                    Err(exit) => Err(exit),
                },
                Err(exit) => Err(exit),
            },
            Err(Exit::Abort(abort)) if cx.began_in_this_loop() => match cx.roll_back(abort) {
                Ok(()) => execute_carefully(cx),
                Err(exit) => Err(exit),
            },
            Err(exit) => return Err(exit),
        }
    }
}

/// Native code that calls Python code in a loop of its own polls here.
#[inline(always)]
fn enter_loop(cx: &mut Cx) -> R {
    if cx.poll()? && cx.may_end() {
        cx.next_transaction()?;
    }
    execute(cx)
}

macro_rules! dispatch {
    ($($(#[doc = $doc:literal])+ $name:ident($($operand:ident: $kind:ident),*) [$($effect:ident)*];)*) => {
        /// Runs instructions from where the newest frame stands.
        fn execute(cx: &mut Cx) -> R {
            use tython_compiler::isa::Op;
            $(
                #[allow(non_upper_case_globals, reason = "named like the operations")]
                const $name: u16 = Op::$name as u16;
            )*
            let mut fr = Fr(cx.frames.top());
            let mut pc = fr.frame().pc;
            loop {
                // SAFETY: `pc` is at an instruction of the frame's code: the compiler ends code with
                // an operation that does not go on, and jumps lead to instructions.
                let instr = Instr(unsafe { *pc });
                let flow = match instr.0 as u16 {
                    $(
                        $name => {
                            const EFFECTS: u8 = 0 $(| Effects::$effect)*;
                            const WORDS: usize = Effects::of(EFFECTS).words();
                            // SAFETY: within the code, or one past its end.
                            pc = unsafe { pc.add(WORDS) };
                            fr.frame().pc = pc;
                            let flow = handlers::$name(cx, fr, instr)?;
                            if !flow.is_mark() {
                                // SAFETY: jumps lead to instructions.
                                pc = unsafe { pc.offset(flow.0) };
                                continue;
                            }
                            flow
                        }
                    )*
                    // SAFETY: the compiler emits operations of the table only.
                    _ => unsafe { std::hint::unreachable_unchecked() },
                };
                if let Some(result) = end(cx, flow)? {
                    return Ok(result);
                }
                fr = Fr(cx.frames.top());
                pc = fr.frame().pc;
            }
        }

        /// The handlers, by the numbers of the operations.
        static HANDLERS: &[fn(&mut Cx, Fr, Instr) -> R<Flow>] = &[$(handlers::$name),*];
    };
}

for_each_op!(dispatch);

/// What a mark asks for is done, and frames say where execution goes on; or the loop has this result.
#[inline(always)]
fn end(cx: &mut Cx, flow: Flow) -> R<Option<Value>> {
    let flow = match flow {
        Flow::Record => compiled::record(cx)?,
        flow => flow,
    };
    let is_done = flow == Flow::Done;
    Ok(is_done.then(|| std::mem::replace(&mut cx.result, Value::NONE)))
}

/// Executes one instruction: what [`execute`] does, for who wants to look before and after.
///
/// # Errors
/// What the handler gives.
pub(crate) fn step(cx: &mut Cx, fr: Fr, instr: Instr) -> R<Flow> {
    let Some(op) = instr.op() else {
        return Ok(Flow::Next);
    };
    let frame = fr.frame();
    // SAFETY: within the code, or one past its end.
    frame.pc = unsafe { frame.pc.add(op.info().words()) };
    let flow = HANDLERS[op as usize](cx, fr, instr)?;
    if flow.is_mark() {
        return Ok(flow);
    }
    // SAFETY: jumps lead to instructions.
    frame.pc = unsafe { frame.pc.offset(flow.0) };
    Ok(Flow::Next)
}
