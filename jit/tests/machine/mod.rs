//! A small host in which the same trace runs on the evaluator and as machine code.

#![allow(dead_code, reason = "each test takes what it needs")]
#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

pub(crate) mod compare;
pub(crate) mod generate;
pub(crate) mod host;
#[path = "../support/random.rs"]
pub(crate) mod random;
pub(crate) mod world;

use host::Small;
use std::sync::Arc;
use tython_jit::code::{Cache, Limits, Participant, Record};
use tython_jit::eval::{End, evaluate};
use tython_jit::ir::{Trace, TraceId};
use tython_jit::lower::{Compiler, Left, needs};
use tython_jit::resume::{Resumed, resume};
use world::{Image, Thread};

/// How a run ended.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Outcome {
    /// By this exit, with these frames.
    Exit(u32, Vec<Resumed>),
    /// By an exit whose virtual objects there was no memory for.
    NoMemory,
    /// In a link.
    Link(TraceId, Vec<u64>),
    /// Undone.
    RolledBack,
    /// It was too long.
    Spent,
}

/// What a run did: its end, and memory then.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Run {
    pub(crate) outcome: Outcome,
    pub(crate) image: Image,
}

/// Runs a trace on the evaluator.
pub(crate) fn interpret(thread: &mut Thread, trace: &Trace, args: &[u64]) -> Run {
    let end = evaluate(trace, args, thread, 200_000);
    let outcome = match end {
        End::Exit(exit, frames) => Outcome::Exit(tython_jit::ir::Index::number(exit), frames),
        End::NoMemory(_) => Outcome::NoMemory,
        End::Link(target, args) => Outcome::Link(target, args),
        End::Spent => Outcome::Spent,
    };
    Run {
        outcome,
        image: thread.image(),
    }
}

/// A compiler, a cache and a thread's things.
pub(crate) struct Machine {
    pub(crate) compiler: Compiler,
    pub(crate) cache: Cache,
    pub(crate) participant: Participant,
    pub(crate) record: Box<Record>,
}

impl Machine {
    pub(crate) fn new() -> Machine {
        let compiler = Compiler::new(Box::new(Small)).unwrap();
        let cache = Cache::new(compiler.gate(), Limits::default());
        Machine {
            participant: cache.join(),
            compiler,
            cache,
            record: Record::new(),
        }
    }

    /// Compiles and installs.
    pub(crate) fn install(&mut self, trace: &Trace) {
        let code = self.compiler.compile(Arc::new(trace.clone())).unwrap();
        self.cache.install(code, &[], self.cache.now()).unwrap();
    }

    /// Runs an installed trace.
    pub(crate) fn run(&mut self, thread: &mut Thread, id: TraceId, args: &[u64]) -> Option<Run> {
        self.record.values_mut()[..args.len()].copy_from_slice(args);
        let context = std::ptr::from_mut(thread);
        // SAFETY: all traces here are compiled for `Small`, whose context this is, and which they get
        // arguments of the right types for.
        let outcome = unsafe {
            self.cache.enter(
                &mut self.participant,
                id,
                context.cast(),
                &mut self.record,
                |left, code, record| {
                    let trace = code.trace();
                    match left {
                        Left::Exit(_, exit) => {
                            let snapshot = trace.exits.get(exit).unwrap();
                            let order = needs(snapshot);
                            let bits = |value| {
                                record.values()
                                    [order.iter().position(|other| *other == value).unwrap()]
                            };
                            let frames = resume(trace, snapshot, &bits, &mut *context);
                            let exit = tython_jit::ir::Index::number(exit);
                            frames.map_or(Outcome::NoMemory, |frames| Outcome::Exit(exit, frames))
                        }
                        Left::Link(_) => {
                            let last = trace.insts().last().unwrap();
                            let tython_jit::ir::Immediate::Trace(target) = last.immediate else {
                                unreachable!("a link names a trace")
                            };
                            let values = record.values()[..trace.args(last).len()].to_vec();
                            Outcome::Link(target, values)
                        }
                        Left::RolledBack(_) => Outcome::RolledBack,
                    }
                },
            )
        };
        outcome.map(|outcome| Run {
            outcome,
            image: thread.image(),
        })
    }

    /// Compiles a trace, runs it, and takes it away.
    pub(crate) fn once(&mut self, thread: &mut Thread, trace: &Trace, args: &[u64]) -> Run {
        self.install(trace);
        let run = self.run(thread, trace.origin.id, args).unwrap();
        self.cache.retire(trace.origin.id);
        self.cache.collect();
        run
    }
}
