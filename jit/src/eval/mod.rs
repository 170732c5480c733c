//! What every operation means: a slow and plain evaluator of traces.
//!
//! It is the oracle of the compiler. A pass is right if the trace that it makes comes to the same end as
//! the one that it was given, in every world; machine code likewise. Memory, helpers and transactions
//! are a [`World`]'s.
//!
//! Values are their bits: integers and words as they are, floats as IEEE 754 has them, truth as 0 or 1,
//! references as addresses.

mod compute;

#[cfg(feature = "native")]
pub(crate) use compute::FLOAT_BIAS;
pub(crate) use compute::FLOAT_TAG;
pub use compute::compute;

use crate::ir::{
    ExitId, Family, Field, Helper, Immediate, Index, Inst, Layout, Op, Trace, TraceId, Type, Value,
};
use crate::resume::{Builder, Resumed, resume};

/// What a trace acts on.
pub trait World {
    /// What a field of an object holds, or the element of an array.
    fn load(&mut self, object: u64, field: &Field, index: Option<i64>) -> u64;
    /// Stores there.
    fn store(&mut self, object: u64, field: &Field, index: Option<i64>, bits: u64);
    /// A new object, its words 0; `None` if there is no memory for it.
    fn alloc(&mut self, layout: &Layout, length: Option<i64>) -> Option<u64>;
    /// The token of an object.
    fn token(&mut self, object: u64) -> u64;
    /// A barrier for an object; whether it leaves, if it may.
    fn open(&mut self, op: Op, object: u64) -> bool;
    /// Whether what the trace relies on has not changed.
    fn is_valid(&mut self) -> bool;
    /// Whether something is asked for at a poll.
    fn poll(&mut self) -> bool;
    /// Another operation on the transaction.
    fn transact(&mut self, op: Op);
    /// Where the frame lies that the trace was entered from.
    fn frame(&mut self) -> u64 {
        0
    }
    /// Where the thread's context lies.
    fn context(&mut self) -> u64 {
        0
    }
    /// The trace runs in the frame at this address from now on.
    fn reframe(&mut self, _: u64) {}
    /// Calls a helper. `None` if the trace is left there.
    fn call(&mut self, helper: &Helper, args: &[u64]) -> Option<Option<u64>>;
}

/// How a trace ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum End {
    /// It was left.
    Exit(ExitId, Vec<Resumed>),
    /// It was left, and there was no memory for the exit's virtual objects.
    NoMemory(ExitId),
    /// Control went to another trace.
    Link(TraceId, Vec<u64>),
    /// It had run as many instructions as it was allowed to.
    Spent,
}

/// Runs a trace on these arguments, for `steps` instructions at most.
///
/// # Panics
/// If the trace does not satisfy the verifier, or the arguments are not as many as its parameters.
pub fn evaluate(trace: &Trace, args: &[u64], world: &mut dyn World, steps: usize) -> End {
    assert_eq!(args.len(), trace.params.len(), "arguments of the trace");
    let mut machine = Machine {
        trace,
        world,
        values: Vec::new(),
    };
    for (param, bits) in trace.params.iter().zip(args) {
        machine.set(param.value, *bits);
    }
    let header = trace.insts().iter().position(|inst| inst.op == Op::Loop);
    let mut next = 0;
    for _ in 0..steps {
        let inst = &trace.insts()[next];
        let args: Vec<u64> = trace
            .args(inst)
            .iter()
            .map(|arg| machine.get(*arg))
            .collect();
        match inst.op {
            Op::Loop | Op::Jump => {
                for (param, bits) in trace.loop_params.iter().zip(&args) {
                    machine.set(*param, *bits);
                }
                next = header.expect("a loop header");
            }
            Op::Link => {
                let Immediate::Trace(target) = inst.immediate else {
                    unreachable!("a link names a trace")
                };
                return End::Link(target, args);
            }
            _ => match machine.step(inst, &args) {
                Step::Next(result) => {
                    if let (Some(value), Some(bits)) = (inst.result, result) {
                        machine.set(value, bits);
                    }
                }
                Step::Leave => return machine.leave(inst.exit.expect("an exit")),
            },
        }
        next += 1;
    }
    End::Spent
}

/// What an instruction comes to.
enum Step {
    /// Its result, if it has one.
    Next(Option<u64>),
    /// Its exit is taken.
    Leave,
}

impl Step {
    fn leave_if(condition: bool) -> Step {
        if condition {
            Step::Leave
        } else {
            Step::Next(None)
        }
    }

    fn leave_unless(result: Option<u64>) -> Step {
        result.map_or(Step::Leave, |bits| Step::Next(Some(bits)))
    }
}

struct Machine<'a> {
    trace: &'a Trace,
    world: &'a mut dyn World,
    values: Vec<u64>,
}

impl<'a> Machine<'a> {
    fn get(&self, value: Value) -> u64 {
        self.values[value.number() as usize]
    }

    fn set(&mut self, value: Value, bits: u64) {
        let place = value.number() as usize;
        if self.values.len() <= place {
            self.values.resize(place + 1, 0);
        }
        self.values[place] = bits;
    }

    fn step(&mut self, inst: &Inst, args: &[u64]) -> Step {
        match inst.op.info().family {
            Family::Guard => self.guard(inst.op, args),
            Family::Heap => Step::Next(self.access(inst, args)),
            Family::Barrier => {
                if self.world.open(inst.op, args[0]) && inst.exit.is_some() {
                    return Step::Leave;
                }
                let token = inst.result.map(|_| self.world.token(args[0]));
                Step::Next(token)
            }
            Family::Transaction => {
                if inst.op == Op::Poll {
                    return Step::leave_if(self.world.poll());
                }
                self.world.transact(inst.op);
                Step::Next(None)
            }
            Family::Call => {
                let helper = self.trace.helper(inst.immediate).expect("a helper");
                let returned = self.world.call(helper, args);
                returned.map_or(Step::Leave, Step::Next)
            }
            Family::Allocation => {
                let Immediate::Layout(layout) = inst.immediate else {
                    unreachable!("an allocation names a layout")
                };
                let layout = self.trace.declared.layouts.get(layout).expect("a layout");
                let length = args.first().map(|length| *length as i64);
                Step::leave_unless(self.world.alloc(layout, length))
            }
            Family::Control if inst.op == Op::Reframe => {
                self.world.reframe(args[0]);
                Step::Next(None)
            }
            Family::Control => Step::Leave,
            Family::Constant if inst.op == Op::Frame => Step::Next(Some(self.world.frame())),
            Family::Constant if inst.op == Op::Context => Step::Next(Some(self.world.context())),
            Family::Constant if inst.op == Op::Object => {
                let Immediate::Object(object) = inst.immediate else {
                    unreachable!("the operation names an object")
                };
                let object = self.trace.declared.objects.get(object).expect("an object");
                Step::Next(Some(object.address))
            }
            _ => Step::leave_unless(compute(inst.op, inst.immediate, args)),
        }
    }

    fn guard(&mut self, op: Op, args: &[u64]) -> Step {
        Step::leave_if(match op {
            Op::GuardTrue | Op::GuardHost => args[0] == 0,
            Op::GuardFalse => args[0] != 0,
            Op::GuardValid => !self.world.is_valid(),
            _ => self.world.token(args[0]) != args[1],
        })
    }

    fn access(&mut self, inst: &Inst, args: &[u64]) -> Option<u64> {
        let field = self.trace.field(inst.immediate).expect("a field");
        match (inst.op, args) {
            (Op::Load, [object]) => Some(self.world.load(*object, field, None)),
            (Op::LoadAt, [object, index]) => {
                Some(self.world.load(*object, field, Some(*index as i64)))
            }
            (Op::Store, [object, bits]) => {
                self.world.store(*object, field, None, *bits);
                None
            }
            (_, [object, index, bits]) => {
                let index = Some(*index as i64);
                self.world.store(*object, field, index, *bits);
                None
            }
            _ => unreachable!("an access has its operands"),
        }
    }

    fn leave(&mut self, id: ExitId) -> End {
        let exit = self.trace.exits.get(id).expect("an exit");
        let values = &self.values;
        let bits = |value: Value| values[value.number() as usize];
        let frames = resume(self.trace, exit, &bits, &mut Objects(self.world));
        frames.map_or(End::NoMemory(id), |frames| End::Exit(id, frames))
    }
}

/// Builds virtual objects in a world.
struct Objects<'w>(&'w mut dyn World);

impl Builder for Objects<'_> {
    fn alloc(&mut self, layout: &Layout) -> Option<u64> {
        self.0.alloc(layout, None)
    }

    fn fill(&mut self, object: u64, field: &Field, _: Type, bits: u64) {
        self.0.store(object, field, None, bits);
    }
}
