//! Generators that a loop runs through: their frames are inlined, from where they are resumed to the yield.
//!
//! A suspended generator's registers lie in the heap, in the generator. At a `ForIter` the trace makes sure that it
//! stands where it stands now, says that it runs, and loads what is live there; at the yield it stores what has
//! changed, and says that it is suspended. So memory is at each exit as the interpreter would have it,
//! and an exit inside of the body has nothing to do but to push a frame that belongs to the generator: what stands
//! in the place of the frame's function is the generator.
//!
//! What a generator handles, and a frame that Python code has a proxy of are for the interpreter. So is a generator inside of whose body a recording has come to nothing.

use super::delegation::Outermost;
use super::held::Held;
use super::level::Level;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::objects::code::CodeObject;
use crate::objects::generator::Generator;
use crate::objects::generator::recorded::{self, Standing};
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::rc::Rc;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir;

/// Words of a loop that is too short for generators that are not inlined.
const SHORT: u32 = 16;

/// The generator whose body an inlined frame runs.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// It, as an object.
    pub(super) generator: Held,
    /// What its registers held when it was resumed, and the word of the code that it stood at; nothing if that was
    /// before the recording began.
    pub(super) resumed: Option<(FxHashMap<u16, ir::Value>, usize)>,
    /// If others delegate to it: the outermost of them.
    pub(super) root: Option<Outermost>,
    /// The frame of the one that delegates to it, if that was in this trace.
    pub(super) delegating: Option<Rc<Level>>,
    /// Whether its field may say that it delegates to something.
    pub(super) may_delegate: bool,
}

impl Body {
    /// Of a frame that was resumed before the recording began.
    pub(super) fn running(generator: Held) -> Body {
        Body {
            generator,
            resumed: None,
            root: None,
            delegating: None,
            may_delegate: true,
        }
    }

    /// Whether a register of the suspended generator holds this.
    fn has(&self, register: u16, held: Held) -> bool {
        let Some(word) = held.known_word() else {
            return false;
        };
        let loaded = self
            .resumed
            .as_ref()
            .and_then(|(held, _)| held.get(&register));
        loaded == Some(&word)
    }
}

impl Recorder {
    /// The next value of a generator in a register. `None`: it is none whose body is inlined.
    pub(super) fn resume(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<Option<After>> {
        let Some(outermost) = fr.get(i.b()).cast::<Generator>() else {
            return Ok(None);
        };
        let innermost = match outermost.is_generator() && !self.delegates() {
            true => recorded::innermost(cx, outermost).ok().flatten(),
            false => None,
        };
        let found =
            innermost.and_then(|generator| Some((generator, recorded::standing(generator)?)));
        let Some((generator, now)) = found.filter(|(_, now)| !now.code.data().resists()) else {
            return self.refuse_if_short();
        };
        if !self.may_enter() {
            return Ok(None);
        }
        let Some(address) = self.get_kind(fr, i.b()) else {
            return Ok(None);
        };
        let held = self.get(i.b());
        let delegates = recorded::delegates(outermost);
        let (held, address, root) = match delegates {
            true => {
                let is_itself = std::ptr::eq(generator, outermost);
                self.innermost(held, fr.get(i.b()), is_itself)?
            }
            false => (held, address, None),
        };
        self.open_write(address);
        self.guard_standing(address, generator, now);
        if !delegates {
            self.guard_delegates_to_nothing(address);
        }
        // Guards of this instruction leave to before it.
        self.exit();
        let mut level = self.suspended(address, now.code, now.word);
        if let Some(sent) = now.sent {
            *level.register(sent) = Some(Held::Const(Value::NONE));
        }
        let running = self.constant(recorded::RUNNING);
        self.store(self.fields.generator_state, address, running);
        level.back = (Back::ForIter, i.a());
        if let Some(body) = &mut level.body {
            body.generator = held;
            body.root = root;
            body.may_delegate = delegates;
        }
        // The caller stands behind.
        let words = i.op().map_or(1, |op| op.info().words());
        self.level().word += words as u32;
        Ok(Some(After::Entered(Box::new(level))))
    }

    /// The frame of a generator that is suspended, and goes on at a word of its code.
    pub(super) fn suspended(
        &mut self,
        address: ir::Value,
        code: &'static CodeObject,
        word: usize,
    ) -> Level {
        let number = self.code(code);
        let mut level = Level::new(number, code.data());
        let mut loaded = FxHashMap::default();
        let live = level.live.get(word).cloned().unwrap_or_default();
        for register in (0..level.size as u16).filter(|register| live.has(u32::from(*register))) {
            let field = self.generator_register(register);
            let word = self.load(field, address);
            loaded.insert(register, word);
            *level.register(register) = Some(Held::Word(word));
        }
        level.word = word as u32;
        let mut body = Body::running(Held::Const(Value::UNBOUND));
        body.resumed = Some((loaded, word));
        level.body = Some(body);
        level
    }

    /// The interpreter resumes a generator faster than a helper does, which has to enter it for that: not worth while in a
    /// short loop.
    fn refuse_if_short(&self) -> Res<Option<After>> {
        let is_short = self.start.word.saturating_sub(self.header) < SHORT;
        match is_short && self.is_loop() {
            true => unsupported("a short loop over a generator that is not inlined"),
            false => Ok(None),
        }
    }

    /// The generator, which is open, stands where it stands now, and there is nothing special about it.
    pub(super) fn guard_standing(
        &mut self,
        address: ir::Value,
        generator: &'static Generator,
        now: Standing,
    ) {
        let fields = &self.fields;
        let wanted = [
            (fields.generator_code, generator.code.get()),
            (fields.generator_state, now.state),
            (fields.generator_resume_at, now.resume_at),
            (fields.generator_handled, Value::UNBOUND),
            (fields.generator_frame, Value::UNBOUND),
        ];
        for (field, value) in wanted {
            let word = self.load(field, address);
            self.guard_word(word, value);
        }
    }

    /// The generator, which is open, delegates to nothing.
    pub(super) fn guard_delegates_to_nothing(&mut self, address: ir::Value) {
        let word = self.load(self.fields.generator_delegate, address);
        self.guard_word(word, Value::NONE);
    }

    /// The running instruction yields a value, and waits for this one.
    pub(super) fn yields(&mut self, fr: Fr, i: Instr, delegate: Held) -> Res<After> {
        let Some(body) = self.level().body.clone() else {
            return unsupported("a yield out of the loop");
        };
        let word = self.level().word;
        if recorded::is_handling(fr.code(), word) {
            return unsupported("a yield where an exception is handled");
        }
        let words = i.op().map_or(1, |op| op.info().words());
        let behind = word as usize + words;
        let value = self.get(i.b());
        let changed = self.changed(fr, &body, behind);
        let delegate = self.word(delegate);
        let address = self.generator(&body);
        self.open_write(address);
        self.suspend(&body, address, (changed, behind), fr);
        if body.may_delegate || i.op() != Some(Op::Yield) {
            self.store(self.fields.generator_delegate, address, delegate);
        }
        let consumer = match body.root {
            Some(root) => root.consumer(fr),
            None => Fr(fr.frame().caller),
        };
        Ok(After::Left(value, Some(consumer)))
    }

    /// What has changed of the frame of a generator, which is open, goes there; it goes on at that word.
    pub(super) fn suspend(
        &mut self,
        body: &Body,
        address: ir::Value,
        (changed, word): (Vec<(u16, ir::Value)>, usize),
        fr: Fr,
    ) {
        for (register, word) in changed {
            let field = self.generator_register(register);
            self.store(field, address, word);
        }
        if body
            .resumed
            .as_ref()
            .is_none_or(|(_, before)| *before != word)
        {
            let resume_at = self.constant(recorded::resume_at(fr.code(), word));
            self.store(self.fields.generator_resume_at, address, resume_at);
        }
        let suspended = self.constant(recorded::SUSPENDED);
        self.store(self.fields.generator_state, address, suspended);
    }

    /// The registers that have changed since the generator was resumed: variables, and what is live where it will be
    /// resumed.
    pub(super) fn changed(&mut self, fr: Fr, body: &Body, word: usize) -> Vec<(u16, ir::Value)> {
        let locals = fr.code().locals;
        let level = self.level();
        let live = level.live.get(word).cloned().unwrap_or_default();
        let registers = Rc::clone(&level.registers);
        let mut changed = Vec::new();
        for (register, held) in registers.iter().copied().enumerate() {
            let is_seen = register < locals || live.has(register as u32);
            let register = register as u16;
            if is_seen && held.is_some_and(|held| !body.has(register, held)) {
                changed.push((register, self.get_word(register)));
            }
        }
        changed
    }

    /// The body of a generator returns this.
    pub(super) fn ends(&mut self, fr: Fr, value: Held) -> Res<After> {
        let Some(body) = self.level().body.clone() else {
            return unsupported("the end of a generator");
        };
        if let Some(root) = body.root {
            return self.returns_to_delegating(fr, &body, root, value);
        }
        let word = self.word(body.generator);
        self.call_helper("generator_ends", &[word])?;
        Ok(After::Left(value, None))
    }

    /// A generator has yielded this, or has returned it.
    pub(super) fn left(&mut self, value: Held, yields: bool) -> Res<()> {
        let Some(level) = self.levels.pop().filter(|_| !self.levels.is_empty()) else {
            return unsupported("a yield out of the loop");
        };
        match (level.back, yields) {
            ((Back::ForIter, register), true) | ((Back::Send, register), _) => {
                self.set(register, value);
            }
            ((Back::ForIter, _), false) => {}
            _ => return unsupported("a yield to something else than a loop"),
        }
        Ok(())
    }

    /// The address of the generator.
    pub(super) fn generator(&mut self, body: &Body) -> ir::Value {
        match body.generator {
            Held::Ref(address, _) => address,
            held => {
                let word = self.word(held);
                self.untagged(word)
            }
        }
    }

    pub(super) fn generator_register(&mut self, register: u16) -> ir::FieldId {
        self.fields
            .generator_register(&mut self.trace.declared, register)
    }
}
