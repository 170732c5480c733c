//! Between the interpreter and compiled code: traces are entered, left, recorded and installed.

use super::heap::word;
use super::interp::Vm;
use super::record::{Recorder, Step};
use super::{Ins, interp::Frame};
use std::sync::Arc;
use tython_jit::code::Code;
use tython_jit::hooks::{Action, Hooks, Refusal, Site};
use tython_jit::ir::{Index, Kind, Register, TraceId, Type};
use tython_jit::lower::{Left, needs};
use tython_jit::opt::optimise;
use tython_jit::resume::{Resumed, resume};

/// A frame as an exit leaves it.
struct Rebuilt {
    function: usize,
    pc: usize,
    registers: Vec<(Register, Type, u64)>,
}

/// Recorders declare each function as the code of its number.
fn rebuilt(code: &Code, resumed: Resumed) -> Rebuilt {
    let place = code
        .trace()
        .declared
        .points
        .get(resumed.point)
        .unwrap()
        .place;
    Rebuilt {
        function: place.code.number() as usize,
        pc: place.pc as usize,
        registers: resumed.registers,
    }
}

/// What is to be done when a trace was left.
enum After {
    GoOn(Vec<Rebuilt>),
    /// The exit is hot: a bridge is recorded from there.
    Bridge(Vec<Rebuilt>, Box<Recorder>),
}

impl Vm {
    /// Enters a trace with the registers of the topmost frame, and puts the interpreter's state together again.
    pub(super) fn enter(&mut self, trace: TraceId) {
        self.entered += 1;
        let frame = *self.frames.last().unwrap();
        let live = self.functions[frame.function].live[frame.pc].clone();
        for (place, register) in self.record.values_mut().iter_mut().zip(&live) {
            *place = self.registers[frame.base + usize::from(*register)];
        }
        let heap = std::ptr::from_mut(&mut *self.heap);
        let (cache, profile) = (Arc::clone(&self.cache), &mut self.profile);
        let functions = &self.functions;
        let next = cache.number();
        // SAFETY: all code of this cache is compiled for `Tiny`, whose context this is. A root has the
        // registers of its frame as parameters, all words.
        let after = unsafe {
            cache.enter(
                &mut self.participant,
                trace,
                heap.cast(),
                &mut self.record,
                |left, code, record| match left {
                    Left::Exit(from, exit) => {
                        let snapshot = code.trace().exits.get(exit).unwrap();
                        let order = needs(snapshot);
                        let bits = |value| {
                            record.values()[order.iter().position(|other| *other == value).unwrap()]
                        };
                        let frames = resume(code.trace(), snapshot, &bits, &mut *heap)
                            .expect("room for cells");
                        let frames = frames
                            .into_iter()
                            .map(|frame| rebuilt(code, frame))
                            .collect();
                        match profile.exit(code.site(exit).unwrap()) {
                            Action::Record(claim) => {
                                claim.defer();
                                let recorder =
                                    Recorder::bridge(next.unwrap(), from, exit, code, functions);
                                After::Bridge(frames, Box::new(recorder))
                            }
                            _ => After::GoOn(frames),
                        }
                    }
                    Left::Link(_) => unreachable!("what is linked to is there"),
                    Left::RolledBack(_) => unreachable!("nothing rolls back here"),
                },
            )
        };
        match after {
            // The trace has been taken away meanwhile.
            None => {}
            Some(After::GoOn(frames)) => self.rebuild(&frames, frame),
            Some(After::Bridge(frames, recorder)) => {
                self.rebuild(&frames, frame);
                self.recorder = Some(*recorder);
            }
        }
    }

    /// The first frame is there, and gets what has changed; the others are new.
    fn rebuild(&mut self, frames: &[Rebuilt], mut frame: Frame) {
        for (depth, rebuilt) in frames.iter().enumerate() {
            if depth > 0 {
                self.push(rebuilt.function, &[]);
                frame = *self.frames.last().unwrap();
            }
            self.frames.last_mut().unwrap().pc = rebuilt.pc;
            for (register, ty, bits) in &rebuilt.registers {
                self.registers[frame.base + usize::from(register.0)] = word(*ty, *bits);
            }
        }
    }

    /// A loop is hot.
    pub(super) fn begin_root(&mut self) {
        let frame = *self.frames.last().unwrap();
        let registers = &self.registers[frame.base..];
        let number = self.cache.number().unwrap();
        self.recorder = Some(Recorder::root(number, &self.functions, frame, registers));
    }

    /// The interpreter is about to execute an instruction.
    pub(super) fn observe(&mut self, ins: Ins) -> Step {
        let frame = *self.frames.last().unwrap();
        let mut recorder = self.recorder.take().unwrap();
        let registers = &self.registers[frame.base..];
        match recorder.step(ins, frame, registers, &self.heap, &self.functions) {
            Ok(Step::GoesOn) => {
                self.recorder = Some(recorder);
                Step::GoesOn
            }
            Ok(Step::Ends) => {
                self.compile(recorder);
                Step::Ends
            }
            Err(refusal) => {
                self.settle(&recorder, Err(refusal));
                Step::Ends
            }
        }
    }

    /// What was recorded is compiled, and installed.
    fn compile(&mut self, recorder: Recorder) {
        let (cache, trace) = (Arc::clone(&self.cache), recorder.trace.clone());
        if let Err(errors) = tython_jit::verify::verify(&trace) {
            panic!("{trace}\n{}", errors[0]);
        }
        let (sender, receiver) = std::sync::mpsc::channel();
        let job = move |compiler: &mut tython_jit::lower::Compiler| {
            let trace = optimise(&trace, &mut |_, _| {});
            let code = compiler.compile(Arc::new(trace));
            let installed = code.ok().and_then(|code| cache.install(code, &[], 0).ok());
            sender.send(installed.ok_or(Refusal::Rejected)).unwrap();
        };
        assert!(self.worker.submit(Box::new(job)).is_ok());
        let result = receiver.recv().unwrap();
        self.settle(&recorder, result);
    }

    /// The site learns what became of the recording.
    fn settle(&mut self, recorder: &Recorder, result: Result<(), Refusal>) {
        let settle = |site: &Site| {
            if let Some(claim) = site.deferred(self.tries) {
                match result {
                    Ok(()) => claim.install(recorder.trace.origin.id),
                    Err(refusal) => claim.refuse(refusal),
                }
            }
        };
        match recorder.trace.origin.kind {
            Kind::Root => settle(&self.functions[recorder.start.0].sites[recorder.start.1]),
            Kind::Bridge { parent, exit } => {
                self.cache
                    .with_code(parent, |code: &Code| code.site(exit).map(settle));
            }
        }
    }
}
