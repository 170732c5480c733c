//! Generators and coroutines that delegate to others: `yield from` and `await`.
//!
//! Who waits for another generator has nothing to do until that ends. So it is no frame of the trace meanwhile: at its `Send` it is
//! written to the heap, as it is there while it is suspended, and the other one goes on in its place. Who resumes the outermost of
//! them resumes the innermost one, which a helper finds; and when that ends, another helper finds who waits for it. So a trace is the
//! same however many wait for each other: a walk along a tree takes a few.
//!
//! An exit names the outermost of them, and the host pushes the frames between (`compiled/rebuild.rs`), as the interpreter does when
//! it resumes them. Nobody can see meanwhile that those are not said to run: nothing is called within a generator that may look.
//!
//! Calls of functions that do nothing but to make a generator are a helper that makes one.

use super::containers::MOST;
use super::generators::Body;
use super::held::Held;
use super::iteration::Items;
use super::level::Level;
use super::{After, Recorder, Res, refused, unsupported};
use crate::compiled;
use crate::cx::{Cx, R};
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::name;
use crate::objects::code::CodeObject;
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::generator::recorded::{self, Standing};
use crate::objects::instance::Instance;
use crate::objects::iterators::Iterator;
use crate::objects::tuple::Tuple;
use crate::protocol::class_of;
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::rc::Rc;
use tython_compiler::code::CodeFlags;
use tython_compiler::isa::{Instr, Op};
use tython_jit::hooks::Refusal;
use tython_jit::ir::{self, Immediate, Op as Ir, TraceId};

/// Generators that begin to delegate to each other in a trace at most.
const DEEPEST: usize = 8;

/// The outermost of the generators that delegate to one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outermost {
    pub(super) held: Held,
    /// It, as it is in this recording.
    pub(super) now: Value,
}

impl Outermost {
    /// The frame that gets what is yielded: this is the frame of the innermost one.
    pub(super) fn consumer(self, innermost: Fr) -> Fr {
        let mut fr = innermost;
        while fr.frame().generator != self.now {
            fr = Fr(fr.frame().caller);
        }
        Fr(fr.frame().caller)
    }
}

impl Recorder {
    pub(super) fn delegation(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        op: Op,
        i: Instr,
    ) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::Send => self.send(cx, fr, i)?,
            Op::YieldFrom => {
                let delegate = self.get(i.c());
                self.yields(fr, i, delegate)?
            }
            Op::GetYieldFromIter => match fr.get(i.b()).cast::<Generator>() {
                Some(generator) if !generator.is_generator() => {
                    return unsupported("a delegation to a coroutine");
                }
                _ => self.get_iter(cx, fr, i)?,
            },
            Op::GetAwaitable => self.get_awaitable(cx, fr, i)?,
            _ => return Ok(None),
        }))
    }

    fn get_awaitable(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let awaited = fr.get(i.b());
        if let Some(coroutine) = awaited.cast::<Generator>()
            && coroutine.is_coroutine()
            && !recorded::delegates(coroutine)
            && let Some(address) = self.get_kind(fr, i.b())
        {
            self.open_read(address);
            self.guard_delegates_to_nothing(address);
            return Ok(After::Set(i.a(), self.get(i.b())));
        }
        let name = name!(cx, "__await__");
        match self.generator_of(cx, fr, i, name)? {
            Some(after) => Ok(after),
            None => unsupported("what is awaited"),
        }
    }

    /// The call of a special method of an instance, if that makes a generator.
    pub(super) fn generator_of(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        i: Instr,
        name: R,
    ) -> Res<Option<After>> {
        let now = fr.get(i.b());
        let (true, Ok(name)) = (now.is::<Instance>(), name) else {
            return Ok(None);
        };
        let Ok(Some(function)) = class_of(now).lookup(cx, name) else {
            return Ok(None);
        };
        if !makes_plain_generator(function) {
            return Ok(None);
        }
        self.guard_class_of(cx, fr, i.b())?;
        let object = self.get(i.b());
        let callee = (Held::Const(function), function);
        self.new_generator(callee, &[object], None, i.a())
    }

    /// A call of a function that does nothing but to make a generator.
    pub(super) fn new_generator(
        &mut self,
        callee: (Held, Value),
        args: &[Held],
        names: Option<&'static Tuple>,
        dst: u16,
    ) -> Res<Option<After>> {
        let makes =
            |code: &'static CodeObject| recorded::makes_generator_of(code.data(), args.len());
        if !code_of(callee.1).is_some_and(makes)
            || names.is_some()
            || args.len() > usize::from(MOST)
        {
            return Ok(None);
        }
        let callee = self.word(callee.0);
        self.hand_over(args)?;
        let count = self.int(args.len() as i64);
        let word = self.helper_value("make_generator", &[callee, count])?;
        Ok(Some(After::Opaque(Some((dst, word)))))
    }

    /// Whether some generator of the trace is delegated to.
    pub(super) fn delegates(&self) -> bool {
        let mut bodies = self.levels.iter().filter_map(|level| level.body.as_ref());
        bodies.any(|body| body.root.is_some())
    }

    /// The generator that one delegates to in the end: its address, and the outermost. Whether that is the same has to be as
    /// it is now.
    pub(super) fn innermost(
        &mut self,
        outermost: Held,
        now: Value,
        is_itself: bool,
    ) -> Res<(Held, ir::Value, Option<Outermost>)> {
        let outer = self.word(outermost);
        let word = self.helper_value("innermost_generator", &[outer])?;
        let same = self.emit(Ir::SameWord, &[word, outer]);
        self.guard(same, is_itself);
        let address = self.untagged(word);
        let root = Outermost {
            held: outermost,
            now,
        };
        Ok((
            Held::Ref(address, word),
            address,
            (!is_itself).then_some(root),
        ))
    }

    /// Something is sent to what a generator delegates to.
    fn send(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let now = fr.get(i.b());
        let Some(inner) = now.cast::<Generator>() else {
            return self.send_to_iterator(cx, fr, i);
        };
        let standing = recorded::standing(inner).filter(|now| !now.delegates);
        let standing = standing.filter(|now| !now.code.data().resists());
        let Some(standing) = standing else {
            return unsupported("a delegation to a generator that is not inlined");
        };
        let Some(address) = self.get_kind(fr, i.b()) else {
            return unsupported("a generator that is none");
        };
        let sent = self.get(i.b() + 1);
        match self.level().body.clone() {
            None if !self.may_enter() => unsupported("too many frames"),
            None => {
                let root = self.compiled_body(standing)?;
                if root.is_some() {
                    self.room_for_frames();
                    self.check(Ir::Poll, &[]);
                    // Nothing may leave any more once it is said to run.
                    self.make_words_of_first();
                }
                self.open_write(address);
                let mut level = self.sent_to(i, (address, inner, standing), sent);
                level.back = (Back::Send, i.a());
                // The caller stands behind.
                let words = Op::Send.info().words();
                self.level().word += words as u32;
                let Some(root) = root else {
                    return Ok(After::Entered(Box::new(level)));
                };
                self.push_level(level);
                self.push_frames()?;
                self.act(Ir::Link, Immediate::Trace(root), &[]);
                Ok(After::End)
            }
            Some(body) => self.delegate(fr, i, (address, inner, standing), sent, &body),
        }
    }

    /// The trace of the body of a coroutine that begins where another one with the same code awaits it.
    ///
    /// # Errors
    /// If it is the one that is being recorded.
    fn compiled_body(&self, now: Standing) -> Res<Option<TraceId>> {
        let code = Value::from(now.code);
        if now.state != recorded::CREATED || self.levels.len() > 1 || self.code_at(0) != code {
            return Ok(None);
        }
        let begin = now.word as u32;
        match compiled::open_at(code, begin, self.trace.origin.form) {
            None if self.start.is_entry && (self.start.code, self.start.word) == (code, begin) => {
                Err(refused(
                    Refusal::TooDeep,
                    "a coroutine that awaits another one like itself",
                ))
            }
            root => Ok(root),
        }
    }

    /// Makes words of what the first frame holds.
    fn make_words_of_first(&mut self) {
        for register in 0..self.levels[0].size as u16 {
            let held = self.levels[0].registers[usize::from(register)];
            if let Some(held) = held {
                self.word_at(0, register, held);
            }
        }
    }

    /// The frame of a generator, which is open, that gets this; it runs.
    fn sent_to(
        &mut self,
        i: Instr,
        (address, inner, now): (ir::Value, &'static Generator, Standing),
        sent: Held,
    ) -> Level {
        let held = self.get(i.b());
        self.guard_standing(address, inner, now);
        self.guard_delegates_to_nothing(address);
        // Guards of this instruction leave to before it.
        self.exit();
        let mut level = self.suspended(address, now.code, now.word);
        if let Some(register) = now.sent {
            *level.register(register) = Some(sent);
        }
        if let Some(body) = &mut level.body {
            body.generator = held;
            body.may_delegate = false;
        }
        let running = self.constant(recorded::RUNNING);
        self.store(self.fields.generator_state, address, running);
        level
    }

    /// The generator whose body the newest frame runs waits for another one, which goes on in its place.
    fn delegate(
        &mut self,
        fr: Fr,
        i: Instr,
        (address, inner, now): (ir::Value, &'static Generator, Standing),
        sent: Held,
        body: &Body,
    ) -> Res<After> {
        if nested(body) > DEEPEST {
            return unsupported("too many generators that delegate");
        }
        let others = &self.levels[..self.levels.len() - 1];
        let mut others = others.iter().filter_map(|level| level.body.as_ref());
        if others.any(|body| body.root.is_some()) {
            return unsupported("generators that delegate inside of such that do");
        }
        let word = self.level().word as usize + Op::Send.info().words();
        if recorded::is_handling(fr.code(), word as u32) {
            return unsupported("a delegation where an exception is handled");
        }
        let behind = word + Op::YieldFrom.info().words();
        let own = self.word(body.generator);
        let root = body.root.unwrap_or(Outermost {
            held: body.generator,
            now: fr.frame().generator,
        });
        if body.root.is_some() {
            let root = self.word(root.held);
            self.call_helper("check_delegates", &[root, own])?;
        }
        let changed = self.changed(fr, body, behind);
        let held = self.get(i.b());
        let inner_word = self.word(held);
        let outer = self.generator(body);
        self.open_write(outer);
        self.open_write(address);
        let mut level = self.sent_to(i, (address, inner, now), sent);
        self.suspend(body, outer, (changed, behind), fr);
        self.store(self.fields.generator_delegate, outer, inner_word);
        let mut delegating = self.level().clone();
        let known = known(&delegating);
        if let Some(body) = &mut delegating.body {
            body.resumed = Some((known, behind));
            body.may_delegate = true;
        }
        level.back = delegating.back;
        if let Some(body) = &mut level.body {
            body.root = Some(root);
            body.delegating = Some(Rc::new(delegating));
        }
        Ok(After::Replaced(Box::new(level)))
    }

    /// The body of a generator returns a value that another one has waited for, which goes on.
    pub(super) fn returns_to_delegating(
        &mut self,
        fr: Fr,
        body: &Body,
        root: Outermost,
        value: Held,
    ) -> Res<After> {
        let caller = Fr(fr.frame().caller);
        let send = Instr(caller.word_before_next(1));
        let code = caller.frame().code.cast::<CodeObject>();
        let (Some(Op::Send), Some(code)) = (send.op(), code) else {
            return unsupported("a return to no delegation");
        };
        let behind = caller.word_of(caller.frame().pc);
        let target = (behind as i64 + i64::from(send.c() as i16)) as usize;
        let own = self.word(body.generator);
        let (mut level, address) = match &body.delegating {
            Some(level) => {
                let level = Level::clone(level);
                let address = level.body.as_ref().map(|body| self.generator(body));
                let Some(address) = address else {
                    return unsupported("a return to no generator");
                };
                self.open_write(address);
                (level, address)
            }
            None => {
                let outer = self.word(root.held);
                let word = self.helper_value("delegating_generator", &[outer, own])?;
                let is_root = caller.frame().generator == root.now;
                let same = self.emit(Ir::SameWord, &[word, outer]);
                self.guard(same, is_root);
                let address = self.untagged(word);
                self.open_write(address);
                let waits_at = behind + Op::YieldFrom.info().words();
                let wanted = [
                    (self.fields.generator_code, Value::from(code)),
                    (
                        self.fields.generator_resume_at,
                        recorded::resume_at(code.data(), waits_at),
                    ),
                ];
                for (field, value) in wanted {
                    let word = self.load(field, address);
                    self.guard_word(word, value);
                }
                let mut level = self.suspended(address, code, target);
                level.back = self.level().back;
                if let Some(body) = &mut level.body {
                    let held = Held::Ref(address, word);
                    body.generator = if is_root { root.held } else { held };
                    body.root = (!is_root).then_some(root);
                    body.may_delegate = true;
                    if let Some((_, word)) = &mut body.resumed {
                        *word = waits_at;
                    }
                }
                (level, address)
            }
        };
        let running = self.constant(recorded::RUNNING);
        self.store(self.fields.generator_state, address, running);
        self.call_helper("generator_ends", &[own])?;
        level.word = target as u32;
        *level.register(send.a()) = Some(value);
        Ok(After::Replaced(Box::new(level)))
    }

    /// A generator delegates to a builtin iterator.
    fn send_to_iterator(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let (held, now) = (self.get(i.b()), fr.get(i.b()));
        let (sent, sent_now) = (self.get(i.b() + 1), fr.get(i.b() + 1));
        let is_known = now
            .cast::<Iterator>()
            .is_some_and(|iterator| iterator.known_kind().is_some());
        if !is_known || !sent_now.is_none() {
            return unsupported("a delegation to what is no generator");
        }
        if sent.constant().is_none() {
            let sent = self.word(sent);
            self.guard_word(sent, Value::NONE);
        }
        let Some(step) = self.step(cx, held, now)? else {
            return unsupported("a delegation to what is no generator");
        };
        let value = match step.items {
            None => Held::Const(Value::NONE),
            Some(Items::One(held)) => held,
            Some(Items::Pair(first, second)) => self.new_tuple(&[first, second])?,
        };
        self.make_step(step.stores);
        Ok(After::Set(i.a(), value))
    }

    /// The newest frame is of another generator now.
    pub(super) fn replaced(&mut self, fr: Fr, level: Level) -> Res<()> {
        if fr.word_of(fr.frame().pc) != level.word as usize {
            return unsupported("a generator that another thread has moved on");
        }
        self.levels.pop();
        self.push_level(level);
        Ok(())
    }
}

/// How many have begun to delegate in this trace, one to the other, down to this one.
fn nested(body: &Body) -> usize {
    let body = body
        .delegating
        .as_ref()
        .and_then(|level| level.body.as_ref());
    body.map_or(0, |body| 1 + nested(body))
}

/// What registers of a frame hold, where the trace has a word for it.
fn known(level: &Level) -> FxHashMap<u16, ir::Value> {
    let registers = (0..).zip(level.registers.iter().copied());
    let known = registers.filter_map(|(register, held)| Some((register, held?.known_word()?)));
    known.collect()
}

fn code_of(function: Value) -> Option<&'static CodeObject> {
    let function = function.cast::<Function>()?;
    function.code.peek().cast::<CodeObject>()
}

/// Whether a call of it makes a generator, and no coroutine.
fn makes_plain_generator(function: Value) -> bool {
    let other = CodeFlags(CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0);
    code_of(function).is_some_and(|code| {
        let data = code.data();
        data.makes_generator && !data.code.flags.has(other)
    })
}
