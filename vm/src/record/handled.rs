//! What a trace handles: which exception `sys.exc_info()` has, and gets for its context what is raised meanwhile.
//!
//! The interpreter has that in the thread's context. A trace that catches its own exceptions would have to write it there each
//! time, and the exception would be seen. So a level says what is handled in it, if that is something else than the context has
//! (`Level::handled`); exits name it; the context gets it for Python code that is called (`lend_handled`), and for good where control goes
//! to another trace (`write_handled`). What a function has of its caller is what its caller handles.
//!
//! The frame that catches has a proxy, which the exception's traceback refers to. As long as the exception may be seen, so
//! may the proxy, and exits name both. When nobody has the exception any more, the frame forgets it (`drop_proxies`): exits that
//! have nothing to build take bridges.

use super::begin::NOTHING;
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::interp::frame::Frame;
use crate::objects::exception::fields;
use crate::objects::exception::is_exception;
use crate::objects::instance::Instance;
use crate::objects::tuple::Tuple;
use crate::protocol::{class_of, raising};
use crate::value::Value;
use rustc_hash::FxHashSet;
use std::mem::offset_of;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    pub(super) fn handles(&mut self, cx: &mut Cx, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::PushExcInfo => self.push_handled(cx, fr, i),
            Op::PopExcInfo => self.pop_handled(fr, i),
            Op::JumpIfNoMatch => self.match_class(cx, fr, i)?,
            _ => return Ok(None),
        }))
    }

    fn push_handled(&mut self, cx: &Cx, fr: Fr, i: Instr) -> After {
        let exception = self.get(i.b());
        let depth = self.levels.len() - 1;
        let before = match (depth, self.level().handled) {
            (0, None) => {
                let (now, at_entry) = (self.handled_word(), self.handled_at_entry());
                let same = self.emit(Ir::SameWord, &[now, at_entry]);
                let inherited = cx.handled == fr.frame().handled;
                self.guard(same, inherited);
                self.inherits = inherited;
                match inherited {
                    true => NOTHING,
                    false => Held::Word(now),
                }
            }
            (_, now) if depth > 0 && now == self.levels[depth - 1].handled => NOTHING,
            (_, Some(now)) => now,
            (_, None) => Held::Word(self.handled_word()),
        };
        self.level().handled = Some(exception);
        self.pending_sets = vec![(i.a(), before)];
        After::Nothing
    }

    fn pop_handled(&mut self, fr: Fr, i: Instr) -> After {
        let before = self.get(i.a());
        let is_inherited = fr.get(i.a()).is_unbound();
        if let Held::Word(word) = before {
            let unbound = self.constant(Value::UNBOUND);
            let same = self.emit(Ir::SameWord, &[word, unbound]);
            self.guard(same, is_inherited);
        }
        let depth = self.levels.len() - 1;
        let after = match (is_inherited, depth) {
            (false, _) => Some(before),
            (true, 0) if self.inherits => None,
            (true, 0) => Some(Held::Word(self.handled_at_entry())),
            (true, _) => self.levels[depth - 1].handled,
        };
        let over = std::mem::replace(&mut self.level().handled, after);
        if let Some(Held::Ref(exception, _)) = over
            && self.exceptions.contains_key(&exception)
        {
            self.over.push(exception);
        }
        After::Nothing
    }

    /// Whether `except pattern` catches an exception: that is as it is now, for an exception of this class.
    fn match_class(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let (exception, pattern) = (fr.get(i.a()), fr.get(i.b()));
        if !exception.is::<Instance>() || !is_exception(exception) {
            return unsupported("to catch what is no exception");
        }
        if raising::matches(cx, exception, pattern).is_err() {
            cx.take_exception();
            return unsupported("to catch something else than classes");
        }
        self.guard_shape(fr, i.a())?;
        let class = class_of(exception);
        let Ok(version) = cx.load(class, &class.version) else {
            return unsupported("a class that changes");
        };
        self.guard_class(class, version);
        match pattern.cast::<Tuple>() {
            Some(classes) if self.get(i.b()).constant().is_none() => {
                let Some(address) = self.get_kind(fr, i.b()) else {
                    return unsupported("a pattern");
                };
                self.guard_tuple_length(address, classes.len());
                for (number, class) in classes.as_slice().iter().enumerate() {
                    let word = self.tuple_item(address, number as u32);
                    self.guard_word(word, *class);
                }
            }
            _ => self.guard_same(fr, i.b()),
        }
        Ok(After::Nothing)
    }

    /// What is handled now, as a word.
    pub(super) fn handled_word(&mut self) -> ir::Value {
        self.handled_in(self.levels.len() - 1)
    }

    /// What is handled in a level, as a word.
    pub(super) fn handled_in(&mut self, depth: usize) -> ir::Value {
        match (self.levels[depth].handled, self.lent) {
            (Some(held), _) => self.word(held),
            (None, Some(before)) => before,
            (None, None) => self.context_word(offset_of!(Cx, handled)),
        }
    }

    /// What was handled when the first frame was entered.
    fn handled_at_entry(&mut self) -> ir::Value {
        let field = self.frame_field(ir::Type::Word, offset_of!(Frame, handled));
        let frame = self.emit(Ir::Frame, &[]);
        self.load(field, frame)
    }

    /// What is handled is lent to the context, for Python code that a helper may run. Gives what the context had.
    pub(super) fn lend_handled(&mut self) -> Option<ir::Value> {
        let handled = self.level().handled?;
        Some(self.exchange_handled(handled))
    }

    /// The context gets this. Gives what it had.
    fn exchange_handled(&mut self, handled: Held) -> ir::Value {
        let old = self.context_word(offset_of!(Cx, handled));
        let word = self.word(handled);
        self.store_handled(word);
        old
    }

    pub(super) fn store_handled(&mut self, word: ir::Value) {
        let context = self.emit(Ir::Context, &[]);
        let place = self.own("context", ir::Type::Word, offset_of!(Cx, handled));
        self.store(place, context, word);
    }

    /// What is handled is written to the context for good: control goes elsewhere.
    pub(super) fn write_handled(&mut self) {
        let Some(handled) = self.level().handled else {
            return;
        };
        let old = Held::Word(self.exchange_handled(handled));
        self.inherits = false;
        for level in &mut self.levels {
            level.handled = match level.handled {
                None => Some(old),
                now if now == Some(handled) => None,
                now => now,
            };
        }
        // Exits that know of another state are others.
        self.here = None;
    }

    /// Exceptions that are not handled any more: if nobody has one, its frames' proxies are forgotten.
    pub(super) fn drop_proxies(&mut self) {
        for exception in std::mem::take(&mut self.over) {
            if self.is_held(exception) {
                self.over.push(exception);
                continue;
            }
            let made = self.exceptions.remove(&exception).unwrap_or_default();
            if self.is_seen(exception, &made.objects) {
                continue;
            }
            for level in &mut self.levels {
                let is_made = |proxy: &Held| match proxy {
                    Held::Ref(address, _) => made.objects.contains(address),
                    _ => false,
                };
                level.proxy = level.proxy.filter(|proxy| !is_made(proxy));
            }
        }
    }

    /// Whether a register or a level holds a new exception.
    fn is_held(&self, exception: ir::Value) -> bool {
        let is_it = |held: &Held| matches!(held, Held::Ref(address, _) if *address == exception);
        self.levels.iter().any(|level| {
            let live = level.live.get(level.word_of_live());
            let is_live = |register: usize| live.is_some_and(|live| live.has(register as u32));
            let mut registers = level.registers.iter().enumerate();
            level.handled.as_ref().is_some_and(is_it)
                || registers
                    .any(|(register, held)| is_live(register) && held.as_ref().is_some_and(is_it))
        })
    }

    /// Whether a new exception, or one of the objects that were made for it, may be known to somebody else than these.
    fn is_seen(&self, exception: ir::Value, objects: &[ir::Value]) -> bool {
        let trace = &self.trace;
        let is_link = |immediate| {
            let field = trace.field(immediate);
            field.is_some_and(|field| LINKS.contains(&(field.offset as usize)))
        };
        let mut names: FxHashSet<ir::Value> = objects.iter().copied().chain([exception]).collect();
        for inst in trace.insts() {
            let args = trace.args(inst);
            let is_one = |value: &ir::Value| names.contains(value);
            match (inst.op, args) {
                (Ir::RefAsWord | Ir::WordAsRef | Ir::WordAsInt | Ir::IntAsWord | Ir::Add, _)
                    if args.iter().any(is_one) =>
                {
                    names.extend(inst.result);
                }
                (Ir::Load, [object]) if is_one(object) && is_link(inst.immediate) => {
                    names.extend(inst.result);
                }
                (Ir::Load, _) => {}
                (Ir::Store, [object, value]) if is_one(value) && !is_one(object) => return true,
                (Ir::Store | Ir::SameWord | Ir::Same, _) => {}
                (Ir::OpenReadSolo | Ir::OpenReadShared, _) => {}
                (Ir::OpenWriteSolo | Ir::OpenWriteShared | Ir::CheckOpen, _) => {}
                _ if args.iter().any(is_one) => return true,
                _ => {}
            }
        }
        false
    }
}

/// Where an exception refers to what was made for it, or to another one.
const LINKS: [usize; 3] = [
    super::declared::slot_at(fields::TRACEBACK),
    super::declared::slot_at(fields::CONTEXT),
    super::declared::slot_at(fields::CAUSE),
];
