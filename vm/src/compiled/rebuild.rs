//! Frames and values, as an exit leaves them: what lies in machine registers becomes what the interpreter
//! has.
//!
//! The first frame of an exit is the one that the trace was entered from, and gets what has changed. The
//! others are new; for these the exit has, behind the code's own registers, two more: the function, or the generator
//! whose body it is, and the word that says what becomes of the result. If other generators delegate to that one, there is a third:
//! the outermost of them, whose result that is. The frames between are bare, like those that the interpreter pushes. Two more are
//! there where an exception has been caught: the frame's proxy, and what is being handled in it.
//!
//! A snapshot says that by names of values. A *plan* says the same by places in the record; a thread makes it
//! when it leaves by the exit for the first time. (`tython_jit::resume` does it without, for those who have time.)

use crate::compiled::host::Shape;
use crate::compiled::jit::Jit;
use crate::compiled::seen;
use crate::cx::{Cx, R};
use crate::interp::Fr;
use crate::interp::call::try_push;
use crate::objects::code::CodeObject;
use crate::objects::frame_object;
use crate::objects::function::Function;
use crate::objects::generator::{Generator, recorded};
use crate::value::Value;
use tython_jit::ir::{Content, ExitId, FrameState, Index, Inst, Op, PointId, Trace, Type};
use tython_jit::lower::needs;

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// A place in the record, and what type of value lies there.
    Record(u16, Type),
    /// An object that the exit builds.
    Built(u16),
}

/// An object that an exit builds.
#[derive(Debug)]
struct Object {
    shape: Shape,
    /// Where in the object, whether what lies there is a value of the interpreter's, and what goes there.
    fields: Box<[(u32, bool, Source)]>,
}

/// A frame of an exit.
#[derive(Debug)]
struct FramePlan {
    code: &'static CodeObject,
    pc: u32,
    registers: Box<[(u16, Source)]>,
    /// Of a frame that is not there.
    call: Option<Call>,
    /// What Python code has of it, if there is something.
    proxy: Option<Source>,
    /// What is being handled in it, if that is something else than the thread's context has.
    handled: Option<Source>,
}

/// How a frame has come about that is not there.
#[derive(Clone, Copy, Debug)]
struct Call {
    /// The function, or the generator.
    callee: Source,
    /// What becomes of the result.
    back: Source,
    /// The outermost generator that delegates to this one.
    outermost: Option<Source>,
}

/// What is to be done when a trace is left by an exit.
#[derive(Debug)]
pub(super) struct Plan {
    objects: Box<[Object]>,
    frames: Box<[FramePlan]>,
    /// Whether a bridge may begin here. Not at a poll, or where the host is asked for: what is to be done there is for the
    /// interpreter.
    pub(super) takes_bridge: bool,
}

/// What plans are made from.
struct Planner<'t> {
    jit: &'static Jit,
    trace: &'t Trace,
    order: Vec<tython_jit::ir::Value>,
}

impl Planner<'_> {
    fn source(&self, content: Content) -> Option<Source> {
        Some(match content {
            Content::Virtual(number) => Source::Built(number.number() as u16),
            Content::Value(value) => {
                let place = self.order.iter().position(|other| *other == value)?;
                Source::Record(place as u16, self.trace.ty(value)?)
            }
        })
    }

    /// The code object and the word that a point stands for.
    fn place(&self, point: PointId) -> Option<(&'static CodeObject, u32)> {
        let place = self.trace.declared.points.get(point)?.place;
        let code = self.jit.code_of(self.trace.origin.id, place.code)?;
        Some((code.cast::<CodeObject>()?, place.pc))
    }

    fn frame(&self, depth: usize, state: &FrameState) -> Option<FramePlan> {
        let (code, pc) = self.place(state.point)?;
        let own = code.data().registers;
        let mut registers = Vec::new();
        let mut extra = [None; 5];
        for (register, content) in &state.registers {
            let (number, source) = (usize::from(register.0), self.source(*content)?);
            match number.checked_sub(own) {
                None => registers.push((register.0, source)),
                Some(number) => *extra.get_mut(number)? = Some(source),
            }
        }
        let [callee, back, outermost, proxy, handled] = extra;
        let call = match (depth, callee, back) {
            (0, ..) => None,
            (_, Some(callee), Some(back)) => Some(Call {
                callee,
                back,
                outermost,
            }),
            _ => return None,
        };
        Some(FramePlan {
            code,
            pc,
            registers: registers.into(),
            call,
            proxy,
            handled,
        })
    }

    fn object(&self, layout: Option<&tython_jit::ir::Virtual>) -> Option<Object> {
        let virtual_ = layout?;
        let declared = &self.trace.declared;
        let mut fields = Vec::new();
        for (field, content) in &virtual_.fields {
            let field = declared.fields.get(*field)?;
            let is_value = field.ty == Type::Word;
            fields.push((field.offset, is_value, self.source(*content)?));
        }
        Some(Object {
            shape: Shape::of(declared.layouts.get(virtual_.layout)?)?,
            fields: fields.into(),
        })
    }
}

impl Plan {
    /// The plan of an exit. `None` if the recorder has not kept to what has been agreed upon.
    pub(super) fn new(jit: &'static Jit, trace: &Trace, number: ExitId) -> Option<Plan> {
        let exit = trace.exits.get(number)?;
        let order = needs(exit);
        let is_left_by = |inst: &Inst| inst.exit == Some(number);
        let waits = |inst: &Inst| matches!(inst.op, Op::Poll | Op::GuardValid | Op::GuardHost);
        let mut ways = trace.insts().iter().filter(|inst| is_left_by(inst));
        let planner = Planner { jit, trace, order };
        let objects = exit.virtuals.iter();
        let objects = objects.map(|(_, virtual_)| planner.object(Some(virtual_)));
        let frames = exit.frames.iter().enumerate();
        let frames = frames.map(|(depth, state)| planner.frame(depth, state));
        Some(Plan {
            objects: objects.collect::<Option<_>>()?,
            frames: frames.collect::<Option<_>>()?,
            takes_bridge: exit.virtuals.is_empty() && !ways.any(waits),
        })
    }

    /// Puts the frames there, of which the first is `fr`, the newest one, from what the record has.
    ///
    /// # Errors
    /// When there is no memory. Nothing can be said of the frames then, but that there are as many as before, or more.
    pub(super) fn carry_out(&self, cx: &mut Cx, fr: Fr, record: &[u64]) -> R<()> {
        let built = self.build(cx, record)?;
        let left = Left {
            record,
            built: &built,
        };
        let handled = cx.handled;
        for (depth, plan) in self.frames.iter().enumerate() {
            let fr = match plan.call {
                None => fr,
                Some(call) => left.push(cx, plan, call)?,
            };
            for (register, source) in &plan.registers {
                fr.set(*register, left.value(cx, *source)?);
            }
            if !seen::put_back(cx, fr, depth)?
                && let Some(proxy) = plan.proxy
            {
                let proxy = left.value(cx, proxy)?;
                frame_object::goes_on(cx, fr, proxy)?;
            }
            fr.go_to(plan.pc as usize);
            // Whoever it calls gets that from it.
            cx.handled = match plan.handled {
                Some(handled) => left.value(cx, handled)?,
                None => handled,
            };
        }
        Ok(())
    }

    fn build(&self, cx: &mut Cx, record: &[u64]) -> R<Vec<u64>> {
        // They are allocated first and filled then, so that they may refer to each other in circles.
        let mut built = Vec::with_capacity(self.objects.len());
        for object in &self.objects {
            match object.shape.alloc(cx, 0) {
                Some(address) => built.push(address),
                None => return Err(cx.exhausted(object.shape.bytes())),
            }
        }
        let left = Left {
            record,
            built: &built,
        };
        for (object, address) in self.objects.iter().zip(&built) {
            for (offset, is_value, source) in &object.fields {
                let word = match is_value {
                    true => left.value(cx, *source)?.bits(),
                    false => left.bits(*source),
                };
                let place = *address as usize + *offset as usize;
                // SAFETY: a field of a new object, which nobody else has seen.
                unsafe { std::ptr::with_exposed_provenance_mut::<u64>(place).write(word) };
            }
        }
        Ok(built)
    }
}

/// What there is when a trace has been left.
struct Left<'r> {
    record: &'r [u64],
    built: &'r [u64],
}

impl Left<'_> {
    fn bits(&self, source: Source) -> u64 {
        match source {
            Source::Record(place, _) => self.record[usize::from(place)],
            Source::Built(number) => self.built[usize::from(number)],
        }
    }

    /// What the interpreter has for it.
    #[inline]
    fn value(&self, cx: &mut Cx, source: Source) -> R {
        let bits = self.bits(source);
        match source {
            Source::Record(_, Type::Word) => Ok(Value::from_bits(bits)),
            Source::Record(_, Type::I64) => cx.int(bits as i64),
            Source::Record(_, Type::F64) => cx.float(f64::from_bits(bits)),
            Source::Record(_, Type::Bool) => Ok(Value::bool(bits & 1 != 0)),
            Source::Record(_, Type::Ref) | Source::Built(_) => Ok(Value::reference(bits as usize)),
        }
    }

    /// A frame that was called in the trace, with nothing in its registers.
    fn push(&self, cx: &mut Cx, plan: &FramePlan, call: Call) -> R<Fr> {
        let callee = self.value(cx, call.callee)?;
        let mut back = self.bits(call.back);
        if let Some(outermost) = call.outermost {
            let outermost = self.value(cx, outermost)?;
            back = recorded::push_delegating(cx, outermost, callee, back)?;
        }
        let (function, generator) = match callee.cast::<Generator>() {
            Some(generator) => (generator.function.get(), callee),
            None => (callee, Value::UNBOUND),
        };
        let (globals, builtins) = match (callee.cast::<Generator>(), callee.cast::<Function>()) {
            (Some(generator), _) => (generator.globals.get(), generator.builtins.get()),
            (_, Some(function)) => (function.globals.get(), function.builtins.get()),
            _ => unreachable!("an inlined frame is a function's or a generator's"),
        };
        // There is room: see `enter`.
        let fr =
            try_push(cx, plan.code, globals, builtins).expect("room for the frames of a trace");
        for register in 0..plan.code.data().registers {
            fr.set(register as u16, Value::UNBOUND);
        }
        fr.frame().function = function;
        fr.frame().generator = generator;
        fr.frame().set_back_bits(back);
        Ok(fr)
    }
}
