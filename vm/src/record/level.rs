//! Frames of a recording, and exits to them.

use super::begin::NOTHING;
use super::generators::Body;
use super::held::Held;
use super::{Recorder, Res, unsupported};
use crate::compiled::seen::MOST_FRAMES;
use crate::interp::Fr;
use crate::interp::dead_registers::Set;
use crate::interp::frame::{Back, Frame};
use crate::objects::code::CodeObject;
use crate::value::Value;
use std::rc::Rc;
use std::sync::Arc;
use tython_compiler::isa::Op;
use tython_jit::ir::{
    Code, CodeId, Content, Exit, ExitId, FrameState, Index, Place, Point, PointId, Register,
};

/// Registers that exits give frames behind their own: the function or generator, what becomes of the result, the outermost of
/// those that delegate; the proxy; what is being handled.
const FURTHER: u16 = 5;
pub(super) const PROXY: u16 = 3;
pub(super) const HANDLED: u16 = 4;

/// Frames that are inlined into each other at most.
const DEEPEST: usize = MOST_FRAMES;

/// A frame.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) code: CodeId,
    /// The number of its registers.
    pub(super) size: usize,
    /// What registers hold, as far as the trace knows: in the frame that it was entered from, what is not known is as it was.
    /// Copies of levels share them.
    pub(super) registers: Rc<Vec<Option<Held>>>,
    /// The instruction that it is at; of a caller the one behind its call.
    pub(super) word: u32,
    /// The register that gets the result of the frame above. (A handler may need what it held before.)
    pub(super) pending: Option<u16>,
    /// Whether it waits for what a special method says: its operands may be needed again.
    pub(super) awaits: bool,
    /// The function, and what becomes of the result; not of the first frame.
    pub(super) function: Held,
    pub(super) back: (Back, u16),
    /// Of a generator's frame.
    pub(super) body: Option<Body>,
    /// What is being handled in it, if that is something else than the thread's context has (`handled.rs`).
    pub(super) handled: Option<Held>,
    /// What Python code may have of it (`tracebacks.rs`); not of the first frame.
    pub(super) proxy: Option<Held>,
    /// How long the trace was when it was pushed.
    pub(super) since: usize,
    pub(super) live: Arc<Vec<Set>>,
}

impl Level {
    pub(super) fn new(code: CodeId, data: &crate::objects::code::CodeData) -> Level {
        Level {
            code,
            size: data.registers,
            registers: Rc::new(vec![None; data.registers]),
            word: 0,
            pending: None,
            awaits: false,
            function: Held::Const(Value::UNBOUND),
            back: (Back::Entry, 0),
            body: None,
            handled: None,
            proxy: None,
            since: 0,
            live: data.needed(),
        }
    }

    /// What a register holds, to be changed.
    pub(super) fn register(&mut self, register: u16) -> &mut Option<Held> {
        &mut Rc::make_mut(&mut self.registers)[usize::from(register)]
    }

    /// The word before which those registers are live that the frame needs. (Operators take one word.)
    pub(super) fn word_of_live(&self) -> usize {
        self.word as usize - usize::from(self.awaits)
    }

    /// The word that the frame has for what becomes of its result.
    pub(super) fn back_bits(&self) -> u64 {
        let (back, register) = self.back;
        Frame::bits_of_back(back, register)
    }
}

impl Recorder {
    pub(super) fn level(&mut self) -> &mut Level {
        self.levels.last_mut().expect("a frame")
    }

    /// Where the running instruction is.
    pub(super) fn place(&self) -> Place {
        let level = self.levels.last().expect("a frame");
        Place {
            code: level.code,
            pc: level.word,
        }
    }

    /// The number of a code object, which the trace keeps alive.
    pub(super) fn code(&mut self, code: &'static CodeObject) -> CodeId {
        let value = Value::from(code);
        if let Some(known) = self.codes.iter().position(|known| *known == value) {
            return CodeId::new(known as u32);
        }
        self.codes.push(value);
        let data = code.data();
        self.trace.declared.codes.push(Code {
            name: format!("{}@{}", data.code.name, self.codes.len()),
            registers: data.registers as u16 + FURTHER,
        })
    }

    /// What a register of the newest frame holds.
    pub(super) fn get(&mut self, register: u16) -> Held {
        if let Some(held) = self.level().registers[usize::from(register)] {
            return held;
        }
        if self.levels.len() > 1 {
            return Held::Const(Value::UNBOUND);
        }
        let held = self.parameter(register);
        self.set(register, held);
        held
    }

    pub(super) fn set(&mut self, register: u16, held: Held) {
        *self.level().register(register) = Some(held);
    }

    /// An integer, as what a register holds.
    pub(super) fn get_int(&mut self, fr: Fr, register: u16) -> Option<tython_jit::ir::Value> {
        let held = self.get(register);
        let now = fr.get(register);
        let int = self.as_int(held, now)?;
        if let Held::Word(word) = held {
            self.set(register, Held::Int(int, Some(word)));
        }
        Some(int)
    }

    /// A float, as what a register holds.
    pub(super) fn get_float(&mut self, fr: Fr, register: u16) -> Option<tython_jit::ir::Value> {
        let held = self.get(register);
        let float = self.as_float(held, fr.get(register))?;
        if let Held::Word(word) | Held::Ref(_, word) = held {
            self.set(register, Held::Float(float, Some(word)));
        }
        Some(float)
    }

    /// The object that a register refers to, of the builtin class that it is of now.
    pub(super) fn get_kind(&mut self, fr: Fr, register: u16) -> Option<tython_jit::ir::Value> {
        let held = self.get(register);
        let address = self.as_kind(held, fr.get(register))?;
        if let Held::Word(word) = held {
            self.set(register, Held::Ref(address, word));
        }
        Some(address)
    }

    /// The word of a register.
    pub(super) fn get_word(&mut self, register: u16) -> tython_jit::ir::Value {
        let held = self.get(register);
        let word = self.word(held);
        match held {
            Held::Int(int, None) => self.set(register, Held::Int(int, Some(word))),
            Held::Float(float, None) => self.set(register, Held::Float(float, Some(word))),
            _ => {}
        }
        word
    }

    /// The exit to before the running instruction.
    pub(super) fn exit(&mut self) -> ExitId {
        if let Some(exit) = self.here {
            return exit;
        }
        let exit = self.exit_now();
        self.here = Some(exit);
        exit
    }

    /// An exit to where the frames stand now.
    pub(super) fn exit_now(&mut self) -> ExitId {
        let mut frames = Vec::new();
        for depth in 0..self.levels.len() {
            frames.push(self.state(depth));
        }
        self.trace.exits.push(Exit {
            frames,
            ..Exit::default()
        })
    }

    fn state(&mut self, depth: usize) -> FrameState {
        let level = &self.levels[depth];
        let (word, size) = (level.word_of_live(), level.size);
        let live = Arc::clone(&level.live);
        let live = live.get(word);
        let mut contents = Vec::new();
        for register in 0..size {
            let is_live = live.is_some_and(|live| live.has(register as u32));
            if !is_live {
                continue;
            }
            let held = self.levels[depth].registers[register];
            let held = match held {
                Some(held) if depth == 0 && self.is_as_entered(register as u16, held) => continue,
                // A frame that the exit makes has nothing in its registers but what it is given.
                None => continue,
                Some(NOTHING) if depth > 0 => continue,
                Some(held) => held,
            };
            contents.push((register as u16, held));
        }
        if depth > 0 {
            let level = &self.levels[depth];
            let back = level.back_bits();
            let callee = level
                .body
                .as_ref()
                .map_or(level.function, |body| body.generator);
            contents.push((size as u16, callee));
            contents.push((size as u16 + 1, Held::Const(Value::from_bits(back))));
            let root = level.body.as_ref().and_then(|body| body.root);
            contents.extend(root.map(|root| (size as u16 + 2, root.held)));
            contents.extend(level.proxy.map(|proxy| (size as u16 + PROXY, proxy)));
        }
        let handled = self.levels[depth].handled;
        contents.extend(handled.map(|handled| (size as u16 + HANDLED, handled)));
        let registers: Vec<_> = contents
            .into_iter()
            .map(|(register, held)| (Register(register), Content::Value(self.content(held))))
            .collect();
        let live: Vec<Register> = registers.iter().map(|(register, _)| *register).collect();
        let point = self.point(depth, live);
        FrameState { point, registers }
    }

    /// Whether a register of the first frame still holds what it held when the trace was entered.
    pub(super) fn is_as_entered(&self, register: u16, held: Held) -> bool {
        let word = match held {
            Held::Word(word) | Held::Int(_, Some(word)) | Held::Float(_, Some(word)) => word,
            Held::Ref(_, word) => word,
            _ => return false,
        };
        self.entered.get(&register) == Some(&word)
    }

    /// The memory of a register of the first frame holds this.
    pub(super) fn holds(&mut self, register: u16, word: tython_jit::ir::Value) {
        Rc::make_mut(&mut self.entered).insert(register, word);
    }

    /// A value that an exit can make what the register holds of.
    fn content(&mut self, held: Held) -> tython_jit::ir::Value {
        match held {
            Held::Word(value)
            | Held::Int(value, _)
            | Held::Float(value, _)
            | Held::Bool(value)
            | Held::Ref(value, _) => value,
            Held::Const(value) if value.is_reference() => self.object(value),
            Held::Const(value) => self.raw(value.bits()),
        }
    }

    /// The place where a frame goes on, in which these registers are live.
    fn point(&mut self, depth: usize, live: Vec<Register>) -> PointId {
        let level = &self.levels[depth];
        let place = Place {
            code: level.code,
            pc: level.word,
        };
        let mut live = live;
        if depth == 0 {
            // Also those that are as they were.
            let now = level.live.get(level.word_of_live());
            let is_needed = |register: &u16| now.is_some_and(|now| now.has(u32::from(*register)));
            let all = (0..level.size as u16).filter(is_needed);
            let further = live
                .iter()
                .filter(|register| register.0 >= level.size as u16);
            live = all.map(Register).chain(further.copied()).collect();
        }
        let kind = if depth > 0 { "inner" } else { "" };
        let kind = if level.awaits { "waiting" } else { kind };
        let pending = level.pending.map_or(-1, i32::from);
        let name = format!("{}:{}:{pending}{kind}", level.code, level.word);
        // An exit writes to a frame that it makes what is known there: not the same in each turn of a loop.
        let key = (name, live);
        if let Some(point) = self.points.get(&key) {
            return *point;
        }
        let (mut name, live) = key.clone();
        let has_further = live
            .iter()
            .any(|register| usize::from(register.0) >= level.size);
        if depth > 0 || has_further {
            // Names are unique.
            name += &self.points.len().to_string();
        }
        let point = self.trace.declared.points.push(Point { name, place, live });
        self.points.insert(key, point);
        point
    }

    /// The newest frame calls another one, which handles what it handles.
    pub(super) fn push_level(&mut self, level: Level) {
        let handled = self.level().handled;
        let since = self.trace.insts().len();
        self.levels.push(Level {
            handled,
            since,
            ..level
        });
    }

    /// Whether one more frame may be inlined.
    pub(super) fn may_enter(&self) -> bool {
        self.levels.len() < DEEPEST
    }

    /// The newest frame returns this.
    pub(super) fn returned(&mut self, value: Held) -> Res<()> {
        let jumps = self.jumps_on_answer();
        let waiting = self.waiting();
        let Some(level) = self.levels.pop().filter(|_| !self.levels.is_empty()) else {
            return unsupported("a return from the loop");
        };
        self.has_taken(&level);
        self.level().pending = None;
        self.level().awaits = false;
        match level.back {
            (Back::Store | Back::Length | Back::Bool, register) => self.set(register, value),
            (Back::Truth, _) => match waiting {
                Some(i) if matches!(i.op(), Some(Op::JumpIfTrue | Op::JumpIfFalse)) => {}
                Some(i) => self.set(i.a(), value),
                None => return unsupported("an answer to nobody"),
            },
            (Back::Operator, register) if !jumps => self.set(register, value),
            (Back::Drop | Back::Operator, _) => {}
            (Back::Init, _) if value == Held::Const(Value::NONE) => {}
            _ => return unsupported("a return to a special method's caller"),
        }
        Ok(())
    }
}
