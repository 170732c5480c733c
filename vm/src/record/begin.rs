//! Where a loop is entered: its parameters, with the types that they have now.

use super::declared::Fields;
use super::held::Held;
use super::level::Level;
use super::{After, Before, Recorder, Start};
use crate::compiled;
use crate::interp::Fr;
use crate::interp::dead_registers::live_registers;
use crate::objects::code::{CodeData, CodeObject};
use crate::objects::str;
use crate::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use std::rc::Rc;
use tython_compiler::isa::{Access, Effects, Instr, Op as Bytecode, for_each_register};
use tython_jit::ir::{
    self, Form, Immediate, Index, Kind, Op, Origin, PointId, Register, Trace, TraceId,
};

/// The registers that some instruction within these words writes.
fn written(data: &CodeData, within: Range<usize>) -> FxHashSet<u32> {
    let words = &data.code.words[..within.end];
    let mut written = FxHashSet::default();
    let mut at = within.start;
    while let Some(instr) = words.get(at).map(|word| Instr(*word)) {
        let info = instr.op().map(|op| op.info());
        let next = at + info.map_or(1, |info| info.words());
        let has_extra = info.is_some_and(|info| info.effects.has(Effects::EXTRA));
        let extra = if has_extra { words.get(at + 1) } else { None };
        for_each_register(instr, extra.copied().unwrap_or(0), |access, register| {
            if access == Access::Write {
                written.insert(register);
            }
        });
        at = next;
    }
    written
}

/// The last instruction that jumps back to the header of a loop.
pub(super) fn last_of(data: &CodeData, header: usize) -> Option<u32> {
    let words = &data.code.words;
    let (mut at, mut last) = (header, None);
    while let Some(instr) = words.get(at).map(|word| Instr(*word)) {
        let behind = at + instr.op().map_or(1, |op| op.info().words());
        let target = behind as i64 + i64::from(instr.bc() as i32);
        if instr.op() == Some(Bytecode::JumpBack) && target == header as i64 {
            last = Some(at as u32);
        }
        at = behind;
    }
    last
}

/// Where the frame stands, for reports.
fn name(data: &CodeData, word: u32) -> String {
    let line = data
        .code
        .positions
        .at(word)
        .map_or(0, |position| position.line);
    let file = str::to_string(data.filename);
    let file = file.rsplit('/').next().unwrap_or_default();
    format!("{} at {file}:{line}", str::to_string(data.qualname))
}

impl Recorder {
    /// Begins where `fr` stands: at the header of the loop that the instruction at `word` jumps back to. If it is to be `strict`, what
    /// is recorded stays inside the loop: what comes behind its last turn may lead back to the header, but then the usual turns
    /// would be a bridge.
    ///
    /// The loop carries the registers that may be written in one of its turns. All others are in the frame, and no exit names them.
    pub(crate) fn begin(
        fr: Fr,
        number: TraceId,
        word: u32,
        form: Form,
        is_strict: bool,
    ) -> Recorder {
        let data = fr.code();
        let header = fr.word_of(fr.frame().pc);
        let start = Start {
            code: fr.frame().code,
            word,
            is_entry: false,
            is_open: false,
            kind: Kind::Root,
            form,
            at: 0,
        };
        let mut recorder = Recorder::new(fr, start, number, header as u32);
        let level = recorder.level();
        level.word = header as u32;
        let live = level.live.get(header).cloned().unwrap_or_default();
        recorder.last = if is_strict {
            last_of(data, header)
        } else {
            None
        };
        let within = match recorder.last {
            Some(last) => header..last as usize + Bytecode::JumpBack.info().words(),
            None => 0..data.code.words.len(),
        };
        let written = written(data, within);
        let carried = (0..data.registers as u16).filter(|register| {
            let register = u32::from(*register);
            live.has(register) && written.contains(&register)
        });
        recorder.carried = carried.collect();
        recorder.open(fr);
        recorder
    }

    /// Begins in the frame of a function that has just been entered, or of a coroutine's body. What it takes is in the frame, as for a bridge, so that who
    /// pushes that frame can go on with this trace.
    pub(crate) fn begin_entry(fr: Fr, number: TraceId, form: Form) -> Recorder {
        let word = fr.word_of(fr.frame().pc) as u32;
        let start = Start {
            code: fr.frame().code,
            word,
            is_entry: true,
            is_open: true,
            kind: Kind::Root,
            form,
            at: 0,
        };
        // It never comes back to a header of its own.
        let mut recorder = Recorder::new(fr, start, number, u32::MAX);
        recorder.level().word = word;
        recorder.begins_here();
        recorder
    }

    /// The trace is entered where the frames stand now.
    pub(super) fn begins_here(&mut self) {
        let exit = self.exit_now();
        if let Some(exit) = self.trace.exits.get(exit) {
            self.trace.entry = exit.frames[0].point;
        }
    }

    /// A recording without instructions, of the frame that a trace is entered from.
    pub(super) fn new(fr: Fr, start: Start, id: TraceId, header: u32) -> Recorder {
        let data = fr.code();
        let is_loop = start.kind == Kind::Root && !start.is_entry;
        let place = if is_loop { header } else { start.word };
        let origin = Origin {
            id,
            name: name(data, place),
            kind: start.kind,
            form: start.form,
        };
        let mut trace = Trace::new(origin, ir::Declarations::default(), PointId::new(0));
        let fields = Fields::declare(&mut trace.declared);
        let mut recorder = Recorder {
            start,
            since: compiled::now(),
            trace,
            fields,
            levels: Vec::new(),
            codes: Vec::new(),
            objects: FxHashMap::default(),
            helpers: FxHashMap::default(),
            constants: FxHashMap::default(),
            references: FxHashMap::default(),
            points: FxHashMap::default(),
            header,
            last: None,
            carried: Vec::new(),
            entered: Rc::default(),
            tokens: FxHashMap::default(),
            here: None,
            after: After::Nothing,
            pending_sets: Vec::new(),
            turns: 0,
            fresh: FxHashSet::default(),
            ranges: FxHashMap::default(),
            ended: FxHashMap::default(),
            slices: FxHashMap::default(),
            exceptions: FxHashMap::default(),
            over: Vec::new(),
            lent: None,
            inherits: false,
            before: Before::default(),
            steps: 0,
            taken: FxHashMap::default(),
            knows_globals: false,
            pushed: false,
            flushed: None,
            running: fr,
            instead: None,
        };
        if let Some(object) = start.code.cast::<CodeObject>() {
            let code = recorder.code(object);
            recorder.levels.push(Level::new(code, data));
        }
        recorder
    }

    /// Writes what comes before the loop, and its header.
    fn open(&mut self, fr: Fr) {
        let exit = self.exit();
        self.trace.entry = self
            .trace
            .exits
            .get(exit)
            .map_or(PointId::new(0), |exit| exit.frames[0].point);
        let mut first = Vec::new();
        for register in self.carried.clone() {
            let word = self.trace.param(ir::Type::Word, Some(Register(register)));
            let held = match fr.code().is_mixed(register) {
                true => Held::Word(word),
                false => self.typed(Held::Word(word), fr.get(register)),
            };
            first.push((register, held));
        }
        let values: Vec<ir::Value> = first.iter().map(|(_, held)| value_of(*held)).collect();
        for ((register, held), value) in first.into_iter().zip(&values) {
            let ty = self.trace.ty(*value).unwrap_or(ir::Type::Word);
            let param = self.trace.loop_param(ty);
            let held = match held {
                Held::Int(..) => Held::Int(param, None),
                Held::Float(..) => Held::Float(param, None),
                _ => Held::Word(param),
            };
            self.set(register, held);
        }
        self.act(Op::Loop, Immediate::None, &values);
    }

    /// A register that the loop carries holds a value of another type than at the header. If that one is never read, as that of
    /// a variable which each turn begins by setting, the next recording carries words.
    pub(super) fn changes_type(&self, data: &CodeData, register: u16) {
        let live = live_registers(&data.code);
        let live = live.get(self.header as usize);
        if live.is_some_and(|live| !live.has(u32::from(register))) {
            data.mixes(register);
        }
    }

    /// What a register held when the trace was entered.
    pub(super) fn parameter(&mut self, register: u16) -> Held {
        if !self.is_loop() {
            return self.in_frame(register);
        }
        let trace = &mut self.trace;
        let word = Rc::make_mut(&mut self.entered)
            .entry(register)
            .or_insert_with(|| trace.param(ir::Type::Word, Some(Register(register))));
        Held::Word(*word)
    }
}

/// The typed value.
fn value_of(held: Held) -> ir::Value {
    match held {
        Held::Word(value)
        | Held::Int(value, _)
        | Held::Float(value, _)
        | Held::Bool(value)
        | Held::Ref(value, _) => value,
        Held::Const(_) => ir::Value::new(0),
    }
}

/// What is in a register that nobody has written.
pub(super) const NOTHING: Held = Held::Const(Value::UNBOUND);
