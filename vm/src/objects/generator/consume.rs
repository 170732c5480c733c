//! What native functions do with all that a generator yields, as bytecode: `sum`, `any`, `list`, `set`, ...
//!
//! A native loop would enter the interpreter once for each value. These loops are written in instructions
//! instead, so that the interpreter is entered once, and they are compiled like any other loop over a generator. Each
//! code object of a generator has a copy of them then, because what is compiled is made for one generator's body. As long as
//! they are not compiled, most values do not even come as far: see `absorb.rs`.
//!
//! Their frames are not to be seen: for Python code they are the native function.

use super::Generator;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::frame::Back;
use crate::interp::{Fr, call, run};
use crate::objects::code::{self, CodeObject};
use crate::runtime::config;
use crate::value::Value;
use std::sync::{Arc, OnceLock};
use tython_compiler::code::{Code, CodeFlags, Const, Local, LocalKind};
use tython_compiler::isa::{Instr, Op};

/// What is done with the values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Consumer {
    /// They are appended to the list that is the state; gives it.
    Append,
    /// They are added to the set that is the state; gives it.
    Add,
    /// Whether one of them is true.
    Any,
    /// Whether all of them are true.
    All,
    /// The least of them; the state if there are none.
    Min,
    /// The greatest of them; the state if there are none.
    Max,
    /// The sum of them and the state, an integer. If there is a value that does not fit: a tuple of the sum until then,
    /// None, and the value; or, if that is a float, what `SumFloats` gives.
    SumInts,
    /// The sum of them and the state, a float: a tuple of the sum and its error (see `stdlib/builtins/sum.rs`). If there
    /// is a value that is no float, it comes third.
    SumFloats,
}

const ALL: [Consumer; 8] = [
    Consumer::Append,
    Consumer::Add,
    Consumer::Any,
    Consumer::All,
    Consumer::Min,
    Consumer::Max,
    Consumer::SumInts,
    Consumer::SumFloats,
];

/// The generator.
const ITERATOR: u16 = 0;
/// What the values come to.
pub(super) const STATE: u16 = 1;
/// The error of a sum.
pub(super) const ERROR: u16 = 2;
/// What was yielded last.
const ITEM: u16 = 3;
/// How many values may be absorbed still, and [`MANY`]: see `absorb.rs`.
pub(super) const LEFT: u16 = 4;
/// The names of these registers.
const NAMES: [&str; 5] = ["iterator", "state", "error", "item", "left"];

/// So many values of one generator are absorbed where its loop may come to be compiled: to enter and to leave what is compiled
/// takes as long as that many turns gain.
const TURNS: usize = 16;

/// After so many more it was many, and of generators with its code none are absorbed any more.
pub(super) const MANY: usize = 48;

/// The loops.
struct Loops {
    code: Arc<Code>,
    /// The word that each begins at, in the order of [`ALL`].
    begin: [usize; ALL.len()],
}

static LOOPS: OnceLock<Loops> = OnceLock::new();

/// Writes the loops.
#[derive(Default)]
struct Assembler {
    words: Vec<u64>,
}

/// A jump whose target is not known yet.
#[must_use]
struct Ahead(usize);

impl Assembler {
    fn here(&self) -> usize {
        self.words.len()
    }

    fn emit(&mut self, op: Op, a: u16, b: u16, c: u16) -> Ahead {
        let at = self.here();
        self.words.push(Instr::new(op, a, b, c).0);
        self.words.resize(at + op.info().words(), 0);
        Ahead(at)
    }

    /// A jump to `target`, or an instruction whose last operand says where it jumps to.
    fn aim(&mut self, Ahead(at): Ahead, target: usize) {
        let instr = Instr(self.words[at]);
        let op = instr.op().expect("an operation");
        let distance = target as i64 - (at + op.info().words()) as i64;
        let is_wide = op.info().jump().is_some_and(|(_, kind)| kind.is_wide());
        self.words[at] = match is_wide {
            true => Instr::wide(op, instr.a(), distance as i32 as u32).0,
            false => Instr::new(op, instr.a(), instr.b(), distance as i16 as u16).0,
        };
    }

    fn jump_back(&mut self, target: usize) {
        let jump = self.emit(Op::JumpBack, 0, 0, 0);
        self.aim(jump, target);
    }

    fn give_bool(&mut self, value: bool) {
        let give = Instr::wide(Op::ReturnConst, 0, u32::from(value));
        self.words.push(give.0);
    }

    fn give(&mut self, op: Op, a: u16, b: u16, c: u16) {
        let Ahead(_) = self.emit(op, a, b, c);
    }

    fn consumer(&mut self, consumer: Consumer) {
        // What the others are compared with comes first.
        let alone = match consumer {
            Consumer::Min | Consumer::Max => {
                let end = self.emit(Op::ForIter, ITEM, ITERATOR, 0);
                self.give(Op::Move, STATE, ITEM, 0);
                Some(end)
            }
            _ => None,
        };
        let again = self.here();
        let end = self.emit(Op::ForIter, ITEM, ITERATOR, 0);
        // Out of line: what ends the loop, or happens seldom.
        let mut other = None;
        match consumer {
            Consumer::Append => self.give(Op::ListAppend, STATE, ITEM, 0),
            Consumer::Add => self.give(Op::SetAdd, STATE, ITEM, 0),
            Consumer::Any => other = Some(self.emit(Op::JumpIfTrue, ITEM, 0, 0)),
            Consumer::All => other = Some(self.emit(Op::JumpIfFalse, ITEM, 0, 0)),
            Consumer::Min => other = Some(self.emit(Op::JumpIfLt, ITEM, STATE, 0)),
            Consumer::Max => other = Some(self.emit(Op::JumpIfGt, ITEM, STATE, 0)),
            Consumer::SumInts => other = Some(self.emit(Op::AddInts, STATE, ITEM, 0)),
            Consumer::SumFloats => other = Some(self.emit(Op::AddFloats, STATE, 0, 0)),
        }
        self.jump_back(again);
        if let Some(other) = other {
            let here = self.here();
            self.aim(other, here);
        }
        match consumer {
            Consumer::Append | Consumer::Add => {}
            Consumer::Any => self.give_bool(true),
            Consumer::All => self.give_bool(false),
            Consumer::Min | Consumer::Max => {
                self.give(Op::Move, STATE, ITEM, 0);
                self.jump_back(again);
            }
            Consumer::SumInts | Consumer::SumFloats => {
                self.give(Op::BuildTuple, STATE, STATE, 3);
                self.give(Op::Return, STATE, 0, 0);
            }
        }
        let here = self.here();
        self.aim(end, here);
        if let Some(alone) = alone {
            self.aim(alone, here);
        }
        match consumer {
            Consumer::Any => self.give_bool(false),
            Consumer::All => self.give_bool(true),
            Consumer::SumFloats => {
                self.give(Op::BuildTuple, STATE, STATE, 2);
                self.give(Op::Return, STATE, 0, 0);
            }
            _ => self.give(Op::Return, STATE, 0, 0),
        }
    }
}

fn local(name: &str) -> Local {
    Local {
        name: name.into(),
        kind: LocalKind::LOCAL,
    }
}

fn loops() -> &'static Loops {
    LOOPS.get_or_init(|| {
        let mut assembler = Assembler::default();
        let begin = ALL.map(|consumer| {
            let begin = assembler.here();
            assembler.consumer(consumer);
            begin
        });
        let name: Arc<str> = "<consumer>".into();
        let code = Code {
            name: Arc::clone(&name),
            qualname: Arc::clone(&name),
            filename: name,
            arg_count: NAMES.len() as u32,
            locals: NAMES.map(local).into(),
            registers: NAMES.len() as u32,
            words: assembler.words,
            consts: vec![Const::False, Const::True],
            ..Code::default()
        };
        Loops {
            code: Arc::new(code),
            begin,
        }
    })
}

/// Makes the loops for all generators, if none are to be compiled.
///
/// # Errors
/// MemoryError.
pub(crate) fn start(cx: &mut Cx) -> R<()> {
    if config::get().jit == 0 {
        let shared = code::new(cx, &loops().code)?;
        cx.vm.consumers.set(shared.value());
    }
    Ok(())
}

/// The loops for generators with this code, if it is that of generators.
///
/// # Errors
/// MemoryError.
pub(crate) fn loops_for(cx: &mut Cx, code: &Code) -> R<Option<&'static CodeObject>> {
    let other = CodeFlags(CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0);
    if !code.flags.has(CodeFlags::GENERATOR) || code.flags.has(other) {
        return Ok(None);
    }
    match cx.vm.consumers.get().cast::<CodeObject>() {
        Some(shared) => Ok(Some(shared)),
        None => code::new(cx, &loops().code).map(Some),
    }
}

/// Whether this is the code of the loops.
pub(crate) fn are_loops(code: &Arc<Code>) -> bool {
    let loops = LOOPS.get();
    loops.is_some_and(|loops| Arc::ptr_eq(&loops.code, code))
}

/// Does something with all that an iterator gives, from this state on. `None`: it is no generator, and nothing has been done.
///
/// # Errors
/// What the generator and the consumer raise.
pub(crate) fn consume(
    cx: &mut Cx,
    consumer: Consumer,
    iterator: Value,
    state: Value,
) -> R<Option<Value>> {
    let Some(generator) = iterator.cast::<Generator>() else {
        return Ok(None);
    };
    let data = generator.code_object().map(|code| code.data());
    let Some(data) = data.filter(|_| generator.is_generator()) else {
        return Ok(None);
    };
    let Some(code) = data.consumer else {
        return Ok(None);
    };
    let left = match (cx.hooks.count() && !data.resists(), code.data().took_many()) {
        (true, true) => Value::index(0),
        (true, false) => Value::index(TURNS + MANY),
        (false, _) => Value::index(u32::MAX as usize),
    };
    cx.deeper(|cx| {
        let (globals, builtins) = (generator.globals.get(), generator.builtins.get());
        let error = match consumer {
            Consumer::SumFloats => cx.float(0.0)?,
            _ => Value::NONE,
        };
        let fr = call::push(cx, code, globals, builtins)?;
        for (register, value) in (0..).zip([iterator, state, error, Value::NONE, left]) {
            fr.set(register, value);
        }
        fr.frame().set_back(Back::Entry, 0);
        fr.go_to(loops().begin[consumer as usize]);
        run(cx).map(Some)
    })
}

/// The sum of integers that this frame makes goes on as one of floats.
pub(super) fn go_on_with_floats(consumer: Fr) {
    consumer.go_to(loops().begin[Consumer::SumFloats as usize] + Op::ForIter.info().words());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loops_are_good_code() {
        let code = &loops().code;
        assert_eq!(tython_compiler::code::verify(code), Ok(()));
        for (number, consumer) in ALL.into_iter().enumerate() {
            assert_eq!(consumer as usize, number);
        }
    }
}
