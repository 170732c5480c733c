//! The recorder: beside each instruction of the interpreter, what it does as operations of a trace.
//!
//! Integers are kept doubled, as in their words but without the 1: sums and comparisons need nothing more, and a
//! 64-bit overflow is one of 63 bits. Calls are inlined; a frame of a call exists in exits only. A
//! recording ends where it began (a loop), or at the header of a loop that has a trace (a link).

use super::heap::Heap;
use super::interp::Frame;
use super::{Function, Ins};
use std::sync::atomic::Ordering;
use tython_jit::code::Code;
use tython_jit::hooks::{Refusal, State};
use tython_jit::ir::{
    Content, Declarations, Exit, ExitId, Field, FieldId, Form, FrameState, Immediate, Index, Kind,
    Layout, LayoutId, Op, Origin, Place, Point, PointId, Register, Trace, TraceId, Type, Value,
};
use tython_jit::lower::needs;

/// Longer recordings are given up, and deeper calls.
const LONGEST: usize = 400;
const DEEPEST: usize = 8;

/// How a recording goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    GoesOn,
    Ends,
}

/// What a register holds: a doubled integer, or a cell.
#[derive(Clone, Copy)]
struct Known {
    value: Value,
    ty: Type,
}

struct Call {
    function: usize,
    /// Where it goes on: behind its call of the next one.
    pc: usize,
    registers: Vec<Known>,
}

/// A recording.
pub(crate) struct Recorder {
    pub(crate) trace: Trace,
    /// Function and place where it began.
    pub(crate) start: (usize, usize),
    calls: Vec<Call>,
    held: FieldId,
    cell: LayoutId,
    /// It begins with cells that are not there.
    is_hopeless: bool,
}

fn declarations(functions: &[Function]) -> (Declarations, FieldId, LayoutId) {
    let mut declared = Declarations::default();
    for function in functions {
        declared.codes.push(tython_jit::ir::Code {
            name: function.name.into(),
            registers: u16::from(function.registers),
        });
    }
    let held = declared.fields.push(Field {
        name: "held".into(),
        ty: Type::Word,
        mutable: true,
        own: false,
        offset: 8,
        stride: None,
    });
    let cell = declared.layouts.push(Layout {
        name: "cell".into(),
        size: 16,
        solid: false,
        fields: vec![held],
    });
    (declared, held, cell)
}

fn live(functions: &[Function], function: usize, pc: usize) -> impl Iterator<Item = u16> {
    functions[function].live[pc]
        .iter()
        .map(|register| u16::from(*register))
}

fn point(
    declared: &mut Declarations,
    functions: &[Function],
    function: usize,
    pc: usize,
) -> PointId {
    let place = Place {
        code: Index::new(function as u32),
        pc: pc as u32,
    };
    let known = declared
        .points
        .iter()
        .find(|(_, point)| point.place == place);
    if let Some((id, _)) = known {
        return id;
    }
    declared.points.push(Point {
        name: format!("{}.{pc}", functions[function].name),
        place,
        live: live(functions, function, pc).map(Register).collect(),
    })
}

impl Recorder {
    /// A recording of the loop whose header the frame is at.
    pub(crate) fn root(
        id: TraceId,
        functions: &[Function],
        frame: Frame,
        registers: &[u64],
    ) -> Recorder {
        let (mut declared, held, cell) = declarations(functions);
        let entry = point(&mut declared, functions, frame.function, frame.pc);
        let name = format!("{}:{}", functions[frame.function].name, frame.pc);
        let origin = Origin {
            id,
            name,
            kind: Kind::Root,
            form: Form::Solo,
        };
        let mut trace = Trace::new(origin, declared, entry);
        let live: Vec<u16> = live(functions, frame.function, frame.pc).collect();
        let words: Vec<Value> = live
            .iter()
            .map(|number| trace.param(Type::Word, Some(Register(*number))))
            .collect();
        let frames = vec![FrameState {
            point: entry,
            registers: Vec::new(),
        }];
        let exit = trace.exits.push(Exit {
            frames,
            ..Exit::default()
        });
        let start = (frame.function, frame.pc);
        let mut recorder = Recorder {
            trace,
            start,
            calls: Vec::new(),
            held,
            cell,
            is_hopeless: false,
        };
        let zero = recorder.zero();
        let mut known = vec![zero; registers.len()];
        let mut first = Vec::new();
        for (word, number) in words.iter().zip(&live) {
            let seen = registers[usize::from(*number)];
            let entered = recorder.known(*word, seen, exit);
            first.push(entered.value);
            known[usize::from(*number)] = Known {
                value: recorder.trace.loop_param(entered.ty),
                ty: entered.ty,
            };
        }
        let registers = known;
        recorder.emit(Op::Loop, &first, None);
        recorder.calls.push(Call {
            function: start.0,
            pc: start.1,
            registers,
        });
        recorder
    }

    /// A recording of what comes after an exit.
    pub(crate) fn bridge(
        id: TraceId,
        parent: TraceId,
        exit: ExitId,
        code: &Code,
        functions: &[Function],
    ) -> Recorder {
        let (mut declared, held, cell) = declarations(functions);
        let left = code.trace();
        let snapshot = left.exits.get(exit).unwrap();
        let place = |frame: &FrameState| {
            let place = left.declared.points.get(frame.point).unwrap().place;
            (place.code.number() as usize, place.pc as usize)
        };
        let start = place(&snapshot.frames[0]);
        let entry = point(&mut declared, functions, start.0, start.1);
        let name = format!("{parent} {exit}");
        let origin = Origin {
            id,
            name,
            kind: Kind::Bridge { parent, exit },
            form: Form::Solo,
        };
        let mut trace = Trace::new(origin, declared, entry);
        let order = needs(snapshot);
        let params: Vec<Value> = order
            .iter()
            .map(|value| trace.param(left.ty(*value).unwrap(), None))
            .collect();
        let mut calls = Vec::new();
        for frame in &snapshot.frames {
            let (function, pc) = place(frame);
            let mut registers = vec![None; usize::from(functions[function].registers)];
            for (register, content) in &frame.registers {
                // An exit with cells to build gets no bridge here: see `step`.
                let Content::Value(value) = content else {
                    continue;
                };
                let number = order.iter().position(|other| other == value).unwrap();
                registers[usize::from(register.0)] = Some(Known {
                    value: params[number],
                    ty: left.ty(*value).unwrap(),
                });
            }
            calls.push((function, pc, registers));
        }
        let mut recorder = Recorder {
            trace,
            start,
            calls: Vec::new(),
            held,
            cell,
            is_hopeless: false,
        };
        let zero = recorder.zero();
        for (function, pc, registers) in calls {
            let registers = registers
                .into_iter()
                .map(|known| known.unwrap_or(zero))
                .collect();
            recorder.calls.push(Call {
                function,
                pc,
                registers,
            });
        }
        recorder.is_hopeless = !snapshot.virtuals.is_empty();
        recorder
    }

    /// What a register holds that nobody reads.
    fn zero(&mut self) -> Known {
        Known {
            value: self.int(0),
            ty: Type::I64,
        }
    }

    fn emit(&mut self, op: Op, args: &[Value], exit: Option<ExitId>) -> Option<Value> {
        self.trace.emit(op, Immediate::None, args, exit, None)
    }

    fn int(&mut self, int: i64) -> Value {
        self.trace
            .emit(Op::Int, Immediate::Int(int), &[], None, None)
            .unwrap()
    }

    /// A word of which the guard makes sure that it is what it was.
    fn known(&mut self, word: Value, seen: u64, exit: ExitId) -> Known {
        let int = self.emit(Op::WordAsInt, &[word], None).unwrap();
        let one = self.int(1);
        let tag = self.emit(Op::And, &[int, one], None).unwrap();
        let is_int = self.emit(Op::Eq, &[tag, one], None).unwrap();
        if seen & 1 == 1 {
            self.emit(Op::GuardTrue, &[is_int], Some(exit));
            let value = self.emit(Op::Sub, &[int, one], None).unwrap();
            Known {
                value,
                ty: Type::I64,
            }
        } else {
            self.emit(Op::GuardFalse, &[is_int], Some(exit));
            let value = self.emit(Op::WordAsRef, &[word], None).unwrap();
            Known {
                value,
                ty: Type::Ref,
            }
        }
    }

    /// The word of what a register holds.
    fn word(&mut self, known: Known) -> Value {
        if known.ty == Type::Ref {
            return self.emit(Op::RefAsWord, &[known.value], None).unwrap();
        }
        let one = self.int(1);
        let tagged = self.emit(Op::Or, &[known.value, one], None).unwrap();
        self.emit(Op::IntAsWord, &[tagged], None).unwrap()
    }

    /// An exit to before the instruction that is recorded.
    fn exit(&mut self, functions: &[Function]) -> ExitId {
        let mut frames = Vec::new();
        for call in &self.calls {
            let point = point(&mut self.trace.declared, functions, call.function, call.pc);
            let live = live(functions, call.function, call.pc);
            let registers = live.map(|number| {
                let known = call.registers[usize::from(number)];
                (Register(number), Content::Value(known.value))
            });
            frames.push(FrameState {
                point,
                registers: registers.collect(),
            });
        }
        self.trace.exits.push(Exit {
            frames,
            ..Exit::default()
        })
    }

    /// Records an instruction, which the interpreter has not executed yet.
    pub(crate) fn step(
        &mut self,
        ins: Ins,
        frame: Frame,
        registers: &[u64],
        heap: &Heap,
        functions: &[Function],
    ) -> Result<Step, Refusal> {
        if self.trace.insts().len() > LONGEST {
            return Err(Refusal::TooLong);
        }
        if self.is_hopeless {
            return Err(Refusal::Unsupported);
        }
        let call = self.calls.last_mut().unwrap();
        call.pc = frame.pc;
        let seen = |register: u8| registers[usize::from(register)];
        match ins {
            Ins::Const(to, int) => {
                let value = self.int(i64::from(int) << 1);
                self.set(
                    to,
                    Known {
                        value,
                        ty: Type::I64,
                    },
                );
            }
            Ins::Move(to, from) => self.set(to, self.get(from)),
            Ins::Add(to, a, b) => self.arithmetic(Op::AddOvf, to, (a, b), functions)?,
            Ins::Sub(to, a, b) => self.arithmetic(Op::SubOvf, to, (a, b), functions)?,
            Ins::Mul(to, a, b) => self.arithmetic(Op::MulOvf, to, (a, b), functions)?,
            Ins::Rem(to, a, b) => self.arithmetic(Op::Rem, to, (a, b), functions)?,
            Ins::New(to, value) => {
                let exit = self.exit(functions);
                let held = self.word(self.get(value));
                let layout = Immediate::Layout(self.cell);
                let cell = self
                    .trace
                    .emit(Op::Alloc, layout, &[], Some(exit), None)
                    .unwrap();
                let field = Immediate::Field(self.held);
                self.trace.emit(Op::Store, field, &[cell, held], None, None);
                self.set(
                    to,
                    Known {
                        value: cell,
                        ty: Type::Ref,
                    },
                );
            }
            Ins::Get(to, from) => {
                let cell = self.typed(from, Type::Ref)?;
                let exit = self.exit(functions);
                self.emit(Op::OpenReadSolo, &[cell], None);
                let field = Immediate::Field(self.held);
                let word = self
                    .trace
                    .emit(Op::Load, field, &[cell], None, None)
                    .unwrap();
                let held = heap.held(seen(from)).load(Ordering::Relaxed);
                let known = self.known(word, held, exit);
                self.set(to, known);
            }
            Ins::Set(to, value) => {
                let cell = self.typed(to, Type::Ref)?;
                let held = self.word(self.get(value));
                self.emit(Op::OpenWriteSolo, &[cell], None);
                let field = Immediate::Field(self.held);
                self.trace.emit(Op::Store, field, &[cell, held], None, None);
            }
            Ins::Call(_, callee, first) => self.call(usize::from(callee), first, functions)?,
            Ins::Return(value) => {
                let value = self.get(value);
                self.calls.pop();
                let caller = self.calls.last().ok_or(Refusal::LeftLoop)?;
                let Ins::Call(to, ..) = functions[caller.function].body[caller.pc - 1] else {
                    return Err(Refusal::Unsupported);
                };
                self.set(to, value);
            }
            Ins::Jump(target) => return self.jump(usize::from(target), functions),
            Ins::JumpLess(a, b, target) => {
                let (left, right) = (self.typed(a, Type::I64)?, self.typed(b, Type::I64)?);
                let exit = self.exit(functions);
                let is_less = self.emit(Op::Lt, &[left, right], None).unwrap();
                let jumps = (seen(a) as i64) < seen(b) as i64;
                let guard = if jumps { Op::GuardTrue } else { Op::GuardFalse };
                self.emit(guard, &[is_less], Some(exit));
                if jumps {
                    return self.jump(usize::from(target), functions);
                }
            }
        }
        Ok(Step::GoesOn)
    }

    fn get(&self, register: u8) -> Known {
        self.calls.last().unwrap().registers[usize::from(register)]
    }

    fn set(&mut self, register: u8, known: Known) {
        self.calls.last_mut().unwrap().registers[usize::from(register)] = known;
    }

    /// What a register holds, if that is of the type; else the interpreter is about to complain.
    fn typed(&self, register: u8, ty: Type) -> Result<Value, Refusal> {
        let known = self.get(register);
        if known.ty == ty {
            Ok(known.value)
        } else {
            Err(Refusal::Unsupported)
        }
    }

    fn arithmetic(
        &mut self,
        op: Op,
        to: u8,
        (a, b): (u8, u8),
        functions: &[Function],
    ) -> Result<(), Refusal> {
        let (left, mut right) = (self.typed(a, Type::I64)?, self.typed(b, Type::I64)?);
        let exit = self.exit(functions);
        if op == Op::MulOvf {
            let one = self.int(1);
            right = self.emit(Op::Sar, &[right, one], None).unwrap();
        }
        let value = self.emit(op, &[left, right], Some(exit)).unwrap();
        self.set(
            to,
            Known {
                value,
                ty: Type::I64,
            },
        );
        Ok(())
    }

    fn call(&mut self, callee: usize, first: u8, functions: &[Function]) -> Result<(), Refusal> {
        if self.calls.len() > DEEPEST {
            return Err(Refusal::TooDeep);
        }
        let zero = self.int(0);
        let mut registers = vec![
            Known {
                value: zero,
                ty: Type::I64
            };
            usize::from(functions[callee].registers)
        ];
        for (number, register) in registers
            .iter_mut()
            .enumerate()
            .take(usize::from(functions[callee].params))
        {
            *register = self.get(first + number as u8);
        }
        self.calls.last_mut().unwrap().pc += 1;
        self.calls.push(Call {
            function: callee,
            pc: 0,
            registers,
        });
        Ok(())
    }

    /// A jump that is taken.
    fn jump(&mut self, target: usize, functions: &[Function]) -> Result<Step, Refusal> {
        let call = self.calls.last_mut().unwrap();
        let is_back = target <= call.pc;
        let function = call.function;
        call.pc = target;
        if !is_back {
            return Ok(Step::GoesOn);
        }
        if self.calls.len() > 1 {
            return Err(Refusal::LeftLoop);
        }
        let live = live(functions, function, target);
        let known = &self.calls[0].registers;
        let registers: Vec<Known> = live.map(|number| known[usize::from(number)]).collect();
        let is_loop = self.trace.origin.kind == Kind::Root && (function, target) == self.start;
        if is_loop {
            let same = |(param, known): (&Value, &Known)| self.trace.ty(*param) == Some(known.ty);
            if !self.trace.loop_params.iter().zip(&registers).all(same) {
                return Err(Refusal::Unsupported);
            }
            let exit = self.exit(functions);
            self.emit(Op::Poll, &[], Some(exit));
            let next: Vec<Value> = registers.iter().map(|known| known.value).collect();
            self.emit(Op::Jump, &next, None);
            return Ok(Step::Ends);
        }
        let State::Ready(trace) = functions[function].sites[target].state() else {
            return Err(Refusal::LeftLoop);
        };
        let exit = self.exit(functions);
        self.emit(Op::Poll, &[], Some(exit));
        let words: Vec<Value> = registers.iter().map(|known| self.word(*known)).collect();
        self.trace
            .emit(Op::Link, Immediate::Trace(trace), &words, None, None);
        Ok(Step::Ends)
    }
}
