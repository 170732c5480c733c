//! Calls of Python functions, which are inlined, and returns.

use super::begin::NOTHING;
use super::containers::MOST;
use super::held::Held;
use super::level::Level;
use super::{After, Recorder, Res, refused, unsupported};
use crate::compiled;
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::name;
use crate::objects::code::{CodeData, CodeObject};
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::method::Method;
use crate::objects::native_function::NativeFunction;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::value::Value;
use tython_compiler::code::CodeFlags;
use tython_compiler::isa::{Instr, Op};
use tython_jit::hooks::Refusal;
use tython_jit::ir::{Immediate, Op as Ir, TraceId};

/// Instructions of a function that is inlined at most.
const LARGEST: usize = 400;

/// A function of no more instructions than this that calls itself is inlined into itself as well, once: the next call goes to its
/// trace. Half of the calls are none then.
const SMALL: usize = 100;

/// One that calls itself in one place only is inlined so often: what it calls does not multiply.
const LINEAR: usize = 4;

impl Recorder {
    pub(super) fn calls(&mut self, cx: &mut Cx, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::Call => self.call(cx, fr, i, false, None)?,
            Op::CallMethod => {
                let with_receiver = self.has_receiver(fr, i);
                self.call(cx, fr, i, with_receiver, None)?
            }
            Op::CallKw => {
                let with_receiver = self.has_receiver(fr, i);
                // SAFETY: the operand word follows the instruction.
                let number = unsafe { *fr.frame().pc.add(1) };
                let names = fr.constant(number as usize);
                self.call(cx, fr, i, with_receiver, names.cast::<Tuple>())?
            }
            Op::CallEx => self.call_spread(cx, fr, i)?,
            Op::Return if !fr.frame().generator.is_unbound() => {
                let value = self.get(i.a());
                self.ends(fr, value)?
            }
            Op::ReturnConst if !fr.frame().generator.is_unbound() => {
                let value = fr.constant(i.bc() as usize);
                self.ends(fr, Held::Const(value))?
            }
            Op::Yield => self.yields(fr, i, Held::Const(Value::NONE))?,
            Op::Return => {
                self.leave_for_good(cx, fr)?;
                let value = self.get(i.a());
                After::Returned(self.answer((value, fr.get(i.a())))?)
            }
            Op::ReturnConst => {
                self.leave_for_good(cx, fr)?;
                let value = fr.constant(i.bc() as usize);
                After::Returned(self.answer((Held::Const(value), value))?)
            }
            _ => return Ok(None),
        }))
    }

    fn call(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        i: Instr,
        with_receiver: bool,
        names: Option<&'static Tuple>,
    ) -> Res<After> {
        let first = if with_receiver { i.b() + 1 } else { i.b() + 2 };
        let end = i.b() + 2 + i.c();
        let mut registers: Vec<u16> = (first..end).collect();
        let mut callee = (self.get(i.b()), fr.get(i.b()));
        let mut args: Vec<Held> = registers
            .iter()
            .map(|register| self.get(*register))
            .collect();
        if let Some(method) = callee.1.cast::<Method>()
            && !with_receiver
            && callee.0.constant().is_some()
        {
            // Both are fixed.
            args.insert(0, Held::Const(method.receiver.get()));
            registers.clear();
            let function = method.function.get();
            callee = (Held::Const(function), function);
        } else if let Some(method) = callee.1.cast::<Method>()
            && !with_receiver
            && method.function.get().is::<Function>()
            && let Some(address) = self.get_kind(fr, i.b())
        {
            // The function is fixed, the receiver is not.
            let (function, receiver) = (self.fields.method_function, self.fields.method_receiver);
            let word = self.load(function, address);
            let receiver = self.load(receiver, address);
            args.insert(0, Held::Word(receiver));
            registers.clear();
            callee = (Held::Word(word), method.function.get());
        }
        if !with_receiver && let Some(function) = self.unbind(cx, fr, i) {
            args.insert(0, self.get(i.b() + 1));
            registers.insert(0, i.b() + 1);
            callee = (Held::Const(function), function);
        }
        if let Some(after) = self.new_generator(callee, &args, names, i.a())? {
            return Ok(after);
        }
        if callee.1.is::<Function>() && !self.is_fresh(i.b()) {
            let function = self.known_function(callee)?;
            let back = (Back::Store, i.a());
            return self.enter(cx, fr, (function, callee.1), &args, names, back);
        }
        if callee.1.is::<Instance>() && !with_receiver {
            let Ok(name) = name!(cx, "__call__") else {
                return unsupported("a name");
            };
            if let Some(function) = self.method_of(cx, fr, i.b(), name)? {
                args.insert(0, self.get(i.b()));
                let back = (Back::Store, i.a());
                return self.enter(cx, fr, function, &args, names, back);
            }
        }
        if !with_receiver && let Some(function) = self.call_of_metaclass(cx, callee)? {
            args.insert(0, Held::Const(callee.1));
            let back = (Back::Store, i.a());
            return self.enter(cx, fr, function, &args, names, back);
        }
        if let Some(names) = names {
            if let Some(class) = callee.1.cast::<Type>()
                && !with_receiver
                && let Some(after) = self.construct(cx, fr, class, (callee, &args), names, i.a())?
            {
                return Ok(after);
            }
            return self.call_with_names(callee.0, &args, names, i.a());
        }
        if let Some(class) = callee.1.cast::<Type>() {
            self.guard_callee(callee);
            return self.call_class(cx, fr, class, &registers, i.a());
        }
        if let Some(after) = self.length_of_instance(cx, fr, callee, &registers, i.a())? {
            return Ok(after);
        }
        if let Some(after) = self.attribute_by_name(cx, fr, callee, &registers, i.a())? {
            return Ok(after);
        }
        if callee.1.is::<NativeFunction>() {
            self.guard_callee(callee);
            if registers.len() == args.len() {
                return self.native(cx, fr, callee.1, &registers, i.a());
            }
        }
        self.call_anything(callee.0, &args, i.a())
    }

    /// Whether a register has a function that the trace makes each time.
    pub(super) fn is_fresh(&mut self, register: u16) -> bool {
        matches!(self.get(register), Held::Word(word) if self.fresh.contains(&word))
    }

    /// Whether the window of a call has a receiver, as it has now.
    pub(super) fn has_receiver(&mut self, fr: Fr, i: Instr) -> bool {
        let register = i.b() + 1;
        let has = !fr.get(register).is_unbound();
        if let Held::Word(word) = self.get(register) {
            let unbound = self.constant(Value::UNBOUND);
            let same = self.emit(Ir::SameWord, &[word, unbound]);
            self.guard(same, !has);
        }
        has
    }

    /// A call of whatever it is.
    pub(super) fn call_anything(&mut self, callee: Held, args: &[Held], dst: u16) -> Res<After> {
        let name = match args.len() {
            0 => "call0",
            1 => "call1",
            2 => "call2",
            3 => "call3",
            4 => "call4",
            _ => return self.call_many(callee, args, dst),
        };
        let mut words = vec![self.word(callee)];
        for arg in args {
            words.push(self.word(*arg));
        }
        let word = self.wild_value(name, &words)?;
        Ok(After::Wild(Some((dst, word))))
    }

    fn call_many(&mut self, callee: Held, args: &[Held], dst: u16) -> Res<After> {
        if args.len() > usize::from(MOST) {
            return unsupported("a call with many arguments");
        }
        let callee = self.word(callee);
        self.hand_over(args)?;
        let count = self.int(args.len() as i64);
        let word = self.wild_value("call_many", &[callee, count])?;
        Ok(After::Wild(Some((dst, word))))
    }

    fn call_with_names(
        &mut self,
        callee: Held,
        args: &[Held],
        names: &'static Tuple,
        dst: u16,
    ) -> Res<After> {
        if args.len() > usize::from(MOST) {
            return unsupported("a call with many arguments");
        }
        let callee = self.word(callee);
        let names = self.constant(Value::from(names));
        self.hand_over(args)?;
        let count = self.int(args.len() as i64);
        let word = self.wild_value("call_with_names", &[callee, names, count])?;
        Ok(After::Wild(Some((dst, word))))
    }

    /// What is called is what it is now.
    pub(super) fn guard_callee(&mut self, (held, now): (Held, Value)) {
        if held.constant().is_none() {
            let word = self.word(held);
            self.guard_word(word, now);
        }
    }

    /// The function that is called: always the same.
    fn known_function(&mut self, callee: (Held, Value)) -> Res<Held> {
        self.guard_callee(callee);
        Ok(Held::Const(callee.1))
    }

    /// Whether calls of a function that takes what it is given may be inlined here.
    pub(super) fn can_enter(&self, cx: &mut Cx, function: &'static Function) -> bool {
        let code = cx.load(function, &function.code).ok();
        let code = code.and_then(|code| code.cast::<CodeObject>());
        code.is_some_and(|code| {
            let data = code.data();
            data.simple == Some(usize::from(data.code.arg_count as u16))
                && is_inlined(data)
                && self.may_enter()
        })
    }

    /// Whether calls of a function with so many arguments, of which the last have these names, may be inlined here.
    pub(super) fn can_take(
        &self,
        cx: &mut Cx,
        function: &'static Function,
        count: usize,
        names: Option<&'static Tuple>,
    ) -> bool {
        let code = cx.load(function, &function.code).ok();
        let code = code.and_then(|code| code.cast::<CodeObject>());
        code.is_some_and(|code| {
            let data = code.data();
            let args = vec![NOTHING; count];
            is_inlined(data) && self.may_enter() && arranged(data, &args, names).is_some()
        })
    }

    /// A frame of a function is pushed.
    pub(super) fn enter(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        (held, function): (Held, Value),
        args: &[Held],
        names: Option<&'static Tuple>,
        back: (Back, u16),
    ) -> Res<After> {
        let Some(function) = function.cast::<Function>() else {
            return unsupported("a function that is none");
        };
        let code = cx.load(function, &function.code).ok();
        let Some(code) = code.and_then(|code| code.cast::<CodeObject>()) else {
            return unsupported("a function without code");
        };
        let data = code.data();
        // The new instance goes to the caller's register behind this.
        let compiled = match back.0 {
            Back::Init => None,
            _ => self.compiled_instead(code)?,
        };
        let fits = |_: &_| compiled.is_some() || (is_inlined(data) && self.may_enter());
        let Some(arranged) = arranged(data, args, names).filter(fits) else {
            return match (back, names) {
                ((Back::Store, dst), None) => self.call_anything(held, args, dst),
                ((Back::Store, dst), Some(names)) => self.call_with_names(held, args, names, dst),
                _ => unsupported("a call that is not inlined"),
            };
        };
        let Arranged {
            parameters: arranged,
            rest,
            keywords,
        } = arranged;
        let parameters = arranged.len();
        let object = self.object(function.value());
        self.open_read(object);
        let field = self.fields.function_code;
        let word = self.load(field, object);
        self.guard_word(word, Value::from(code));
        let number = self.code(code);
        let mut level = Level::new(number, data);
        for (register, arg) in arranged.iter().enumerate() {
            *level.register(register as u16) = *arg;
        }
        let missing: Vec<usize> = (0..parameters)
            .filter(|index| arranged[*index].is_none())
            .collect();
        let positional = data.code.arg_count as usize;
        if missing.first().is_some_and(|first| *first < positional) {
            let defaults = self.constant_field(cx, (function, object), Part::Defaults)?;
            let Some(defaults) = defaults.cast::<Tuple>() else {
                return unsupported("a call without an argument");
            };
            for register in missing
                .iter()
                .take_while(|register| **register < positional)
            {
                let from_end = positional - register;
                let value = defaults.len().checked_sub(from_end);
                let Some(value) = value.and_then(|index| defaults.get(index)) else {
                    return unsupported("a call without an argument");
                };
                *level.register(*register as u16) = Some(Held::Const(value));
            }
        }
        if missing.last().is_some_and(|last| *last >= positional) {
            let defaults = self.constant_field(cx, (function, object), Part::KeywordDefaults)?;
            for register in missing.iter().filter(|register| **register >= positional) {
                let value = self.global(cx, defaults, defaults, data.local_names[*register])?;
                *level.register(*register as u16) = Some(value);
            }
        }
        for register in parameters..data.locals {
            *level.register(register as u16) = Some(NOTHING);
        }
        if !data.free.is_empty() {
            let closure = self.constant_field(cx, (function, object), Part::Closure)?;
            let Some(cells) = closure.cast::<Tuple>() else {
                return unsupported("a function without cells");
            };
            for (register, cell) in data.free.iter().zip(cells.as_slice()) {
                *level.register(*register) = Some(Held::Const(*cell));
            }
        }
        // Helpers make these, and nothing is open behind a helper.
        let mut next = parameters as u16;
        if let Some(items) = rest {
            *level.register(next) = Some(self.rest(cx, &items)?);
            next += 1;
        }
        if let Some(items) = keywords {
            *level.register(next) = Some(self.keywords(&items)?);
        }
        level.function = held;
        level.back = back;
        // The caller goes on behind its call.
        let Some(words) = fr.instruction().op().map(|op| op.info().words()) else {
            return unsupported("an unknown operation");
        };
        // Guards of this instruction leave to before it.
        self.exit();
        if compiled.is_some() {
            self.room_for_frames();
            self.check(Ir::Poll, &[]);
        }
        let caller = self.level();
        caller.word += words as u32;
        caller.awaits = back.0.awaits();
        caller.pending = match back {
            (Back::Store | Back::Length | Back::Bool, register) => Some(register),
            _ => None,
        };
        let Some(root) = compiled else {
            return Ok(After::Entered(Box::new(level)));
        };
        self.push_level(level);
        self.push_frames()?;
        self.act(Ir::Link, Immediate::Trace(root), &[]);
        Ok(After::End)
    }

    /// The trace of a function that is not to be inlined here: it calls itself, and is not small or is inlined into itself
    /// already; or it is too long, or too many are inlined.
    ///
    /// # Errors
    /// If it is the one that is being recorded.
    fn compiled_instead(&self, code: &'static CodeObject) -> Res<Option<TraceId>> {
        let value = Value::from(code);
        let data = code.data();
        let levels = (0..self.levels.len()).filter(|depth| self.code_at(*depth) == value);
        let calls_itself = levels.count() > times_within_itself(data);
        let is_function = !has_operation(data, |op, _| op == Op::ReturnGenerator);
        if !is_function || (!calls_itself && is_inlined(data) && self.may_enter()) {
            return Ok(None);
        }
        // Frames of generators are not pushed.
        if self.levels.iter().any(|level| level.body.is_some()) {
            return Ok(None);
        }
        let root = compiled::open_at(value, 0, self.trace.origin.form);
        match root {
            None if self.start.is_entry && self.start.code == value => Err(refused(
                Refusal::TooDeep,
                "a call of the function that is recorded",
            )),
            root => Ok(root),
        }
    }

    /// A field of a constant function, which is open: it has to hold what it holds now.
    fn constant_field(
        &mut self,
        cx: &mut Cx,
        (function, object): (&'static Function, tython_jit::ir::Value),
        part: Part,
    ) -> Res<Value> {
        let (slot, field) = match part {
            Part::Defaults => (&function.defaults, self.fields.function_defaults),
            Part::KeywordDefaults => (&function.kwdefaults, self.fields.function_kwdefaults),
            Part::Closure => (&function.closure, self.fields.function_closure),
        };
        let Ok(now) = cx.load(function, slot) else {
            return unsupported("a function that changes");
        };
        let word = self.load(field, object);
        self.guard_word(word, now);
        Ok(now)
    }
}

/// The arguments of a call, as a function takes them.
struct Arranged {
    /// The parameters, those that are given by keyword only last, as far as they are given.
    parameters: Vec<Option<Held>>,
    /// What `*args` gets, if there is such a parameter.
    rest: Option<Vec<Held>>,
    /// What `**kwargs` gets.
    keywords: Option<Vec<(Value, Held)>>,
}

/// `None` if the arguments do not fit.
fn arranged(data: &CodeData, args: &[Held], names: Option<&'static Tuple>) -> Option<Arranged> {
    let positional = data.code.arg_count as usize;
    let parameters = positional + data.code.kwonly_count as usize;
    let names = names.map_or(&[][..], Tuple::as_slice);
    let given = args.len().checked_sub(names.len())?;
    let flags = data.code.flags;
    let mut rest = flags.has(CodeFlags::VARARGS).then(Vec::new);
    let mut keywords = flags.has(CodeFlags::VARKEYWORDS).then(Vec::new);
    if given > positional {
        let more = &args[positional..given];
        if more.len() > usize::from(MOST) {
            return None;
        }
        rest.as_mut()?.extend_from_slice(more);
    }
    let mut arranged = vec![None; parameters];
    for (place, arg) in arranged.iter_mut().zip(&args[..given.min(positional)]) {
        *place = Some(*arg);
    }
    let first = data.code.posonly_count as usize;
    for (name, arg) in names.iter().zip(&args[given..]) {
        let known = data.local_names.get(first..parameters)?;
        match (known.iter().position(|other| other == name), &mut keywords) {
            (Some(index), _) => {
                if arranged[first + index].replace(*arg).is_some() {
                    return None;
                }
            }
            (None, Some(keywords)) => keywords.push((*name, *arg)),
            (None, None) => return None,
        }
    }
    Some(Arranged {
        parameters: arranged,
        rest,
        keywords,
    })
}

/// A part of a function that inlining relies on.
#[derive(Clone, Copy)]
enum Part {
    Defaults,
    KeywordDefaults,
    Closure,
}

/// Whether calls of a function are inlined: it is not too long, and no generator. Its loops are unrolled, if they are short,
/// or end the trace, if they are compiled.
pub(crate) fn is_inlined(data: &CodeData) -> bool {
    if data.code.words.len() > LARGEST || data.resists() {
        return false;
    }
    !has_operation(data, |op, _| {
        matches!(
            op,
            Op::ReturnGenerator | Op::Yield | Op::Send | Op::LoadLocals
        )
    })
}

/// How often a function is inlined into itself.
fn times_within_itself(data: &CodeData) -> usize {
    let mut calls = 0;
    has_operation(data, |op, i| {
        let name = match op {
            Op::LoadGlobal => i.bc() as usize,
            Op::LoadMethod => usize::from(i.c()),
            _ => return false,
        };
        calls += usize::from(data.names.get(name) == Some(&data.name));
        false
    });
    match (data.code.words.len() <= SMALL, calls) {
        (false, _) => 0,
        (true, 1) => LINEAR,
        (true, _) => 1,
    }
}

/// Whether a function has loops.
pub(super) fn has_loops(data: &CodeData) -> bool {
    has_operation(data, |op, _| op == Op::JumpBack)
}

/// Whether code has such an operation, or one that nobody knows.
fn has_operation(data: &CodeData, mut is_such: impl FnMut(Op, Instr) -> bool) -> bool {
    let words = &data.code.words;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let instr = Instr(*word);
        match instr.op() {
            Some(op) if !is_such(op, instr) => at += op.info().words(),
            _ => return true,
        }
    }
    false
}
