//! The recorder: writes down as a trace what the interpreter executes.
//!
//! The interpreter's own handlers execute; nothing of what they do is written a second time. Before an
//! instruction the recorder looks at its operands, and writes guards that they are of the kind that they
//! are of now, and what the instruction does to such operands. Behind it, it notes what the result is, and
//! which way a jump went. An instruction that it has no words for is a call of a helper, or ends the
//! recording with a reason.
//!
//! | file | what |
//! | --- | --- |
//! | `held.rs` | what registers hold |
//! | `level.rs` | frames, and exits to them |
//! | `begin.rs`, `close.rs` | the header of a loop, and the jump back to it |
//! | `bridge.rs` | what comes after an exit, until there is a loop again |
//! | `blame.rs` | which function is not inlined any more when a recording has come to nothing |
//! | `brief.rs` | loops of a few turns, which have no traces of their own |
//! | `links.rs` | jumps back to loops that are compiled already |
//! | `returns.rs` | returns from the frame that the trace was entered from |
//! | `frames.rs`, `stack.rs` | frames in memory, for who may look at them, and the stack that they are on |
//! | `emit.rs`, `declared.rs` | instructions of the trace, and the fields that they touch |
//! | `helpers.rs` | functions that traces call |
//! | `opaque.rs` | instructions that are a call of a helper |
//! | `metaclasses.rs` | classes of which metaclasses in Python say what a call is |
//! | `plain.rs` | native functions that run no Python code for what they are given |
//! | `generators.rs`, `delegation.rs` | generators that a loop runs through, and what they delegate to |
//! | `sums.rs` | the steps of `sum` |
//! | `raising.rs`, `handled.rs` | exceptions that are raised and caught, and what is being handled |
//! | `exceptions.rs`, `tracebacks.rs` | the objects that these are, and show |
//! | `arithmetic.rs` and others | a family of instructions each, as in `interp/handlers/` |

mod arithmetic;
mod asked;
mod attributes;
mod begin;
mod blame;
mod blocks;
mod bound;
mod bridge;
mod brief;
mod bytes;
mod calls;
mod characters;
mod classes;
mod close;
mod comparison;
mod containers;
mod declared;
mod delegation;
mod emit;
mod entries;
mod exceptions;
mod frames;
mod generators;
mod handled;
mod held;
pub(crate) mod helpers;
mod inherited;
mod iteration;
mod iterators;
mod jumps;
mod keys;
mod lengths;
mod level;
mod links;
mod lists;
mod metaclasses;
mod moves;
mod named;
mod names;
mod natives;
mod opaque;
mod plain;
mod raising;
mod ranges;
mod returns;
mod slices;
mod special;
mod spread;
mod stack;
mod subscripts;
mod sums;
mod texts;
mod tracebacks;

pub(crate) use bridge::Left;
pub(crate) use brief::is_brief;
pub(crate) use calls::is_inlined;

use crate::compiled;
use crate::cx::{Cx, Exit, R};
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::{Flow, Fr, step, unwind};
use crate::native::Args;
use crate::objects::function::Function;
use crate::value::Value;
use declared::Fields;
use exceptions::Made;
use held::Held;
use level::Level;
use raising::Flying;
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;
use tython_compiler::isa::{Instr, Op};
use tython_jit::hooks::Refusal;
use tython_jit::ir::{
    self, CodeId, ExitId, Form, HelperId, Immediate, Index, Kind, ObjectId, PointId, Register,
    Trace,
};

/// Where a recording began: the jump back of a loop, the entry of a function, or an exit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    /// The code object.
    pub(crate) code: Value,
    /// The place of the instruction that jumps back; of a function's entry the first one, of a coroutine's body where it begins.
    pub(crate) word: u32,
    /// Whether it is a function's entry.
    pub(crate) is_entry: bool,
    /// Whether the trace takes all that it needs from one frame: then who has such a frame can go on there, wherever it comes
    /// from.
    pub(crate) is_open: bool,
    /// What begins there.
    pub(crate) kind: Kind,
    /// For one thread or several.
    pub(crate) form: Form,
    /// The address of the newest frame's instruction behind the exit; else 0.
    pub(crate) at: usize,
}

/// What a recording comes to.
#[derive(Debug)]
pub(crate) struct Finished {
    /// What was recorded.
    pub(crate) trace: Trace,
    /// The code objects, in the order of their numbers in the trace.
    pub(crate) codes: Vec<Value>,
    /// The keys of what it takes for granted.
    pub(crate) assumptions: Vec<u64>,
    /// When it began, in the time of assumptions.
    pub(crate) since: u64,
}

/// Why a recording comes to nothing.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    /// The kind of reason.
    pub(crate) refusal: Refusal,
    /// What it was.
    pub(crate) why: String,
    /// Where the recording was: a code object, and the word of the instruction.
    pub(crate) at: Option<(Value, u32)>,
}

/// What recording gives, or why it ends.
type Res<T> = Result<T, Box<Refused>>;

/// A reason to end.
fn refused(refusal: Refusal, why: impl Into<String>) -> Box<Refused> {
    let why = why.into();
    Box::new(Refused {
        refusal,
        why,
        at: None,
    })
}

/// An instruction that cannot be recorded.
fn unsupported<T>(what: impl Into<String>) -> Res<T> {
    Err(refused(Refusal::Unsupported, what))
}

/// Instructions of a trace beyond which it is of no use.
const LONGEST: usize = 8000;

/// Instructions that the interpreter executes, called by the trace: none pushes a frame, or jumps.
const IN_PLACE: &[Op] = &[
    Op::LoadCommon,
    Op::MakeFunction,
    Op::MakeGenerator,
    Op::SetFunctionAttribute,
    Op::BuildSet,
    Op::BuildMap,
    Op::SetAdd,
    Op::MapAdd,
    Op::SetUpdate,
    Op::DictUpdate,
    Op::UnpackSequence,
    Op::UnpackEx,
    Op::FormatValue,
    Op::FormatSpec,
    Op::LoadAttrWide,
    Op::StoreAttrWide,
    Op::LoadSpecial,
    Op::MatchMapping,
    Op::MatchSequence,
    Op::MatchKeys,
    Op::MatchClass,
];

/// A recording.
#[derive(Debug)]
pub(crate) struct Recorder {
    start: Start,
    since: u64,
    trace: Trace,
    fields: Fields,
    /// The frames, the one that the trace was entered from first.
    levels: Vec<Level>,
    /// The code objects, by their numbers.
    codes: Vec<Value>,
    /// Declared constants, by their addresses.
    objects: FxHashMap<u64, ObjectId>,
    helpers: FxHashMap<&'static str, HelperId>,
    /// Constants that are there.
    constants: FxHashMap<(ir::Op, Immediate), ir::Value>,
    /// The words of those that are objects.
    references: FxHashMap<ir::Value, ir::Value>,
    points: FxHashMap<(String, Vec<Register>), PointId>,
    /// Where the loop is entered.
    header: u32,
    /// The last word of the loop, if the recording is not to go on outside.
    last: Option<u32>,
    /// The registers that the loop's parameters stand for.
    carried: Vec<u16>,
    /// What other registers of the frame in memory hold, as far as is known: what they held at the entry, or what has been
    /// written there since.
    entered: Rc<FxHashMap<u16, ir::Value>>,
    /// With several threads: the tokens of the objects that the running instruction has opened for reading.
    tokens: FxHashMap<ir::Value, ir::Value>,
    /// The exit to before the running instruction, if there is one yet.
    here: Option<ExitId>,
    /// What is to be noted behind the running instruction.
    after: After,
    /// Whether it is certain what global names the first frame has.
    knows_globals: bool,
    /// Whether frames of inlined calls have been pushed that are going to be popped again.
    pushed: bool,
    /// Frames have been written for the running instruction: which of the interpreter's had proxies then, by their depth.
    flushed: Option<Vec<bool>>,
    /// The interpreter's frame that is being recorded.
    running: Fr,
    /// More registers that it sets.
    pending_sets: Vec<(u16, Held)>,
    /// Turns of loops within this one that were recorded.
    turns: u32,
    /// The call that is made instead of executing the running instruction.
    instead: Option<Instead>,
    /// Functions that the trace has made, by their words: each time another one.
    fresh: FxHashSet<ir::Value>,
    /// The first number, the step and the count of ranges that the trace has made, by their words.
    ranges: FxHashMap<ir::Value, [ir::Value; 3]>,
    /// Iterators that a loop has come to the end of, by their words: the level of its frame, and the register.
    ended: FxHashMap<ir::Value, (usize, u16)>,
    /// The parts of slices that the trace has made, by their words.
    slices: FxHashMap<ir::Value, [Held; 3]>,
    /// The exceptions that the trace has made, by their addresses.
    exceptions: FxHashMap<ir::Value, Made>,
    /// Those that are not handled any more, but may still be held.
    over: Vec<ir::Value>,
    /// What the context had before it was lent what is handled.
    lent: Option<ir::Value>,
    /// Whether the context is certain to have what was handled when the first frame was entered.
    inherits: bool,
    /// How things stood before the running instruction.
    before: Before,
    /// Instructions of the interpreter that have been recorded.
    steps: u32,
    /// How much of the trace calls of a function have taken that are over, with what these called.
    taken: FxHashMap<CodeId, usize>,
}

/// What a recording goes back to if the running instruction cannot be recorded.
#[derive(Debug, Default)]
struct Before {
    /// Instructions of the trace.
    insts: usize,
    levels: Vec<Level>,
    entered: Rc<FxHashMap<u16, ir::Value>>,
}

/// A call of a function in Python, where the interpreter's handler would call it from within a native function.
#[derive(Debug)]
struct Instead {
    function: &'static Function,
    arguments: Vec<Value>,
    back: (Back, u16),
}

impl Instead {
    /// Pushes its frame; the caller stands behind the instruction.
    fn call(self, cx: &mut Cx, fr: Fr, instr: Instr) -> R<Flow> {
        let words = instr.op().map_or(1, |op| op.info().words());
        let frame = fr.frame();
        // SAFETY: within the code: the instruction goes on behind itself.
        frame.pc = unsafe { frame.pc.add(words) };
        let (back, register) = self.back;
        enter(
            cx,
            self.function,
            Args::positional(&self.arguments),
            back,
            register,
        )?;
        Ok(Flow::Switch)
    }
}

impl Recorder {
    /// If the running instruction has come to a frame of a function that is inlined, this call of it is what is executed.
    fn executed_as(
        &mut self,
        after: After,
        function: &'static Function,
        arguments: Vec<Value>,
        back: (Back, u16),
    ) -> After {
        if let After::Entered(_) = after {
            self.instead = Some(Instead {
                function,
                arguments,
                back,
            });
        }
        after
    }
}

/// What is to be noted behind an instruction.
#[derive(Debug)]
enum After {
    /// Nothing.
    Nothing,
    /// A register holds this.
    Set(u16, Held),
    /// It has jumped if this is `true`, or has not.
    Branch(ir::Value, bool),
    /// The same, of what a helper has decided that may have run Python code: it does so once.
    Decided(ir::Value, bool),
    /// A frame has been pushed, which is this.
    Entered(Box<Level>),
    /// A frame has returned this.
    Returned(Held),
    /// A generator has yielded this to that frame; without one, it has returned.
    Left(Held, Option<Fr>),
    /// Another generator goes on in the place of the newest frame: the one that it delegates to, or that delegates to it.
    Replaced(Box<Level>),
    /// A helper has given the next value of a loop for this register, or unbound at the end; it may have run Python code.
    Next(u16, ir::Value, bool),
    /// A helper gives what the instruction gives, in a word; frames that it pushes are not recorded.
    Opaque(Option<(u16, ir::Value)>),
    /// The same, of a helper that may have run Python code.
    Wild(Option<(u16, ir::Value)>),
    /// It has raised this.
    Raised(Flying),
    /// Nothing: the trace ends before it.
    End,
}

impl After {
    /// The register that gets what a helper gives.
    fn result(&self) -> Option<u16> {
        match self {
            After::Opaque(result) | After::Wild(result) => result.map(|(register, _)| register),
            After::Next(register, ..) => Some(*register),
            _ => None,
        }
    }

    fn is_opaque(&self) -> bool {
        use After::{Decided, Next, Opaque, Wild};
        matches!(self, Opaque(_) | Wild(_) | Next(..) | Decided(..))
    }
}

/// Whether the recording goes on.
#[derive(PartialEq, Eq)]
enum Going {
    On,
    Ended,
}

/// The form of traces for the running transaction.
pub(crate) fn form(cx: &Cx) -> Form {
    match cx.tx.is_solo() {
        true => Form::Solo,
        false => Form::Shared,
    }
}

/// Executes and records, until the recording ends.
///
/// # Errors
/// What an instruction gives.
pub(crate) fn run(cx: &mut Cx) -> R<Flow> {
    loop {
        let fr = Fr(cx.frames.top());
        let Some(mut recorder) = cx.recorder.take() else {
            return Ok(Flow::Switch);
        };
        let instr = fr.instruction();
        match recorder.before(cx, fr, instr) {
            Ok(Going::On) => {}
            Ok(Going::Ended) => {
                recorder.end(cx, None);
                return Ok(Flow::Switch);
            }
            Err(refused) => {
                recorder.cut(cx, *refused);
                return Ok(Flow::Switch);
            }
        }
        let instead = recorder.instead.take();
        cx.recorder = Some(recorder);
        let next = fr.frame().pc;
        let result = match instead {
            Some(call) => call.call(cx, fr, instr),
            None => step(cx, fr, instr).and_then(|flow| skip(cx, fr, flow)),
        };
        let Some(mut recorder) = cx.recorder.take() else {
            return result;
        };
        let why = match result {
            Ok(flow) if flow != Flow::Done => match recorder.behind(cx, fr, instr, next) {
                Ok(()) => {
                    cx.recorder = Some(recorder);
                    continue;
                }
                Err(refused) => *refused,
            },
            Ok(_) => *refused(Refusal::LeftLoop, "the function returned"),
            Err(Exit::Raise) => match recorder.raised(cx) {
                Ok(()) => {
                    cx.recorder = Some(recorder);
                    to_handler(cx)?;
                    continue;
                }
                // It may be raised each time.
                Err(refused) => {
                    recorder.has_raised();
                    *refused
                }
            },
            Err(_) => *refused(Refusal::Interrupted, "the transaction was rolled back"),
        };
        recorder.cut(cx, why);
        return match result {
            Ok(Flow::Done) => Ok(Flow::Done),
            Ok(_) => Ok(Flow::Switch),
            Err(exit) => Err(exit),
        };
    }
}

/// What has been recorded is what the interpreter does now: it finds the handler.
fn to_handler(cx: &mut Cx) -> R<()> {
    let found = unwind::to_handler(cx);
    let Some(mut recorder) = cx.recorder.take() else {
        return found.map(drop);
    };
    let why = match found {
        Ok(true) if recorder.is_where(Fr(cx.frames.top())) => {
            cx.recorder = Some(recorder);
            return Ok(());
        }
        Ok(_) => "an exception was caught elsewhere",
        Err(_) => "the transaction was rolled back",
    };
    recorder.end(cx, Some(*refused(Refusal::Interrupted, why)));
    match found {
        Ok(true) => Ok(()),
        Ok(false) => Err(Exit::Raise),
        Err(exit) => Err(exit),
    }
}

/// Executes the frames that an instruction has pushed which is a call of a helper in the trace.
fn skip(cx: &mut Cx, fr: Fr, flow: Flow) -> R<Flow> {
    let until = |cx: &Cx| cx.recorder.as_ref().and_then(|recorder| recorder.until(fr));
    let mut flow = flow;
    while flow != Flow::Done
        && let Some(until) = until(cx)
        && cx.frames.top() != until.0
    {
        let newest = Fr(cx.frames.top());
        flow = step(cx, newest, newest.instruction())?;
    }
    Ok(flow)
}

impl Recorder {
    /// Where it began.
    pub(crate) fn start(&self) -> Start {
        self.start
    }

    /// Whether it is a loop that is recorded: the trace has to come back to its header.
    pub(super) fn is_loop(&self) -> bool {
        self.start.kind == Kind::Root && !self.start.is_entry
    }

    /// What it holds of the heap: bits of values.
    pub(crate) fn objects(&self) -> impl Iterator<Item = u64> {
        let objects = self.objects.keys().map(|address| address | 1);
        let codes = self.codes.iter().map(|code| code.bits());
        objects.chain(codes).chain([self.start.code.bits()])
    }

    /// Whether what is executed now is not recorded.
    pub(crate) fn skips(&self) -> bool {
        self.after.is_opaque()
    }

    /// The frame that has to be the newest again before what is executed is recorded, if the instruction of this one is being
    /// executed.
    fn until(&self, fr: Fr) -> Option<Fr> {
        match self.after {
            After::Left(_, consumer) => consumer,
            _ => self.skips().then_some(fr),
        }
    }

    /// An instruction is about to be executed.
    fn before(&mut self, cx: &mut Cx, fr: Fr, instr: Instr) -> Res<Going> {
        if form(cx) != self.trace.origin.form {
            return Err(refused(Refusal::Interrupted, "a thread began or ended"));
        }
        if self.trace.insts().len() > LONGEST {
            return Err(refused(Refusal::TooLong, "the trace is too long"));
        }
        self.here = None;
        self.running = fr;
        self.flushed = None;
        self.tokens.clear();
        self.level().word = fr.word_of(fr.frame().pc) as u32;
        if !self.over.is_empty() {
            self.drop_proxies();
        }
        self.is_inside()?;
        self.steps += 1;
        if self.may_be_cut() {
            self.before = Before {
                insts: self.trace.insts().len(),
                levels: self.levels.clone(),
                entered: Rc::clone(&self.entered),
            };
        }
        let Some(op) = instr.op() else {
            return unsupported("an unknown operation");
        };
        if op == Op::JumpBack {
            return self.jump_back(fr, instr);
        }
        if let Some(going) = self.go_back(fr, op, instr)? {
            return Ok(going);
        }
        self.after = self.instruction(cx, fr, op, instr)?;
        Ok(match self.after {
            After::End => Going::Ended,
            _ => Going::On,
        })
    }

    /// The families.
    fn instruction(&mut self, cx: &mut Cx, fr: Fr, op: Op, i: Instr) -> Res<After> {
        if let Some(after) = self.moves(fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.jumps(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.comparisons(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.arithmetic(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.names(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.attributes(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.subscripts(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.slices(fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.blocks(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.calls(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.iteration(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.delegation(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.containers(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.handles(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.raises(cx, fr, op, i)? {
            return Ok(after);
        }
        if let Some(after) = self.sums(fr, op, i)? {
            return Ok(after);
        }
        if IN_PLACE.contains(&op) {
            return self.interpreted(fr, op, i);
        }
        unsupported(op.info().name)
    }

    /// An instruction has been executed in `fr`; the next one in line is at `next`.
    fn behind(&mut self, cx: &mut Cx, fr: Fr, instr: Instr, before: *const u64) -> Res<()> {
        let op = instr.op().map_or(1, |op| op.info().words());
        // SAFETY: within the code, or one past its end.
        let next = unsafe { before.add(op) };
        let after = std::mem::replace(&mut self.after, After::Nothing);
        let is_wild = matches!(after, After::Wild(_));
        let top = cx.frames.top();
        if top == fr.0 {
            self.unflush(after.result())?;
        }
        match after {
            After::Entered(level) => {
                if top == fr.0 {
                    return unsupported("a call that pushes no frame");
                }
                let entered = Fr(top);
                if entered.word_of(entered.frame().pc) != level.word as usize {
                    return unsupported("a frame that another thread has moved on");
                }
                self.push_level(*level);
                return Ok(());
            }
            After::Replaced(level) => return self.replaced(Fr(top), *level),
            After::Returned(value) => return self.returned(value),
            After::Left(value, consumer) => return self.left(value, consumer.is_some()),
            After::Raised(_) => return unsupported("what was to be raised was not"),
            After::Next(register, word, is_wild) => {
                return self.next_value(fr, next, register, word, is_wild);
            }
            _ if top != fr.0 => {
                return unsupported(format!(
                    "frames of {}",
                    instr.op().map_or("?", |op| op.info().name)
                ));
            }
            After::Nothing | After::End => self.set_pending(),
            After::Set(register, held) => self.set(register, held),
            After::Branch(condition, jumps_if) => {
                let jumped = fr.frame().pc != next;
                self.guard(condition, jumped == jumps_if);
            }
            After::Decided(condition, jumps_if) => {
                return self.decided(fr, instr, next, (condition, jumps_if));
            }
            After::Opaque(result) | After::Wild(result) if result.is_some() => {
                if let Some((register, word)) = result {
                    self.set(register, Held::Word(word));
                }
            }
            After::Opaque(_) | After::Wild(_) if fr.frame().pc != next => {
                return unsupported("an instruction that jumps");
            }
            After::Opaque(_) | After::Wild(_) => self.set_pending(),
        }
        if is_wild {
            self.guard_valid(fr);
        }
        Ok(())
    }

    fn set_pending(&mut self) {
        for (register, held) in std::mem::take(&mut self.pending_sets) {
            self.set(register, held);
        }
    }

    /// The instruction that is being recorded: its code object, and its word.
    fn stands_at(&self) -> Option<(Value, u32)> {
        let level = self.levels.last()?;
        let code = self.codes.get(level.code.number() as usize)?;
        Some((*code, level.word))
    }

    /// The recording has ended.
    fn end(self, cx: &mut Cx, refused: Option<Refused>) {
        let start = self.start;
        let result = match refused {
            Some(refused) => {
                self.blame(refused.refusal);
                let at = self.stands_at();
                Err(Refused { at, ..refused })
            }
            None => Ok(Finished {
                trace: self.trace,
                codes: self.codes,
                assumptions: Vec::new(),
                since: self.since,
            }),
        };
        compiled::recorded(cx, start, result);
    }
}
