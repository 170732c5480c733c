//! Calls and returns.
//!
//! A call of a Python function pushes a frame. The window of a call has a register between the callee
//! and the arguments, where a receiver goes, so that arguments are passed as they lie.

use crate::compiled;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::call::{code_of, enter, enter_code};
use crate::interp::frame::Back;
use crate::interp::{Flow, Fr, leave};
use crate::name;
use crate::native::{Args, Effect};
use crate::objects::code::CodeData;
use crate::objects::exception;
use crate::objects::function::Function;
use crate::objects::generator::{self, Generator};
use crate::objects::instance::Instance;
use crate::objects::int::BOOL;
use crate::objects::method::Method;
use crate::objects::native_function::{self, BoundNative, NativeFunction};
use crate::objects::str::STR;
use crate::objects::tuple::{self, TUPLE, Tuple};
use crate::objects::type_object::{TYPE, Type};
use crate::protocol::attribute_cache::{self, Constructor};
use crate::protocol::call;
use crate::protocol::{self, class_of};
use crate::value::Value;
use tython_compiler::isa::Instr;
use tython_jit::hooks::{Action, Site};

/// A call as its operands say it: the first register of the window, and how many arguments there are.
#[derive(Clone, Copy)]
struct Window {
    base: u16,
    count: usize,
    kwnames: Option<&'static Tuple>,
}

impl Window {
    fn args<'a>(self, fr: Fr, with_receiver: bool) -> Args<'a> {
        let values = if with_receiver {
            fr.window(self.base + 1, self.count + 1)
        } else {
            fr.window(self.base + 2, self.count)
        };
        Args {
            values,
            kwnames: self.kwnames,
        }
    }
}

#[inline(always)]
pub(in crate::interp) fn Call(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let window = Window {
        base: i.b(),
        count: usize::from(i.c()),
        kwnames: None,
    };
    dispatch(cx, fr, fr.get(i.b()), window, false, i.a())
}

#[inline(always)]
pub(in crate::interp) fn CallMethod(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let window = Window {
        base: i.b(),
        count: usize::from(i.c()),
        kwnames: None,
    };
    let with_receiver = !fr.get(i.b() + 1).is_unbound();
    dispatch(cx, fr, fr.get(i.b()), window, with_receiver, i.a())
}

pub(in crate::interp) fn CallKw(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    // The operand word comes before the cache word.
    let names = fr.constant(fr.word_before_next(2) as usize);
    let window = Window {
        base: i.b(),
        count: usize::from(i.c()),
        kwnames: names.cast::<Tuple>(),
    };
    let with_receiver = !fr.get(i.b() + 1).is_unbound();
    dispatch(cx, fr, fr.get(i.b()), window, with_receiver, i.a())
}

/// Calls `callee`; its result goes to register `dst`.
#[inline(always)]
fn dispatch(
    cx: &mut Cx,
    fr: Fr,
    callee: Value,
    window: Window,
    with_receiver: bool,
    dst: u16,
) -> R<Flow> {
    if let Some(function) = callee.cast::<Function>() {
        let code = code_of(cx, function)?;
        let args = window.args(fr, with_receiver);
        if code.data().makes_generator
            && let Some(generator) = generator::of_arguments(cx, function, code, args)?
        {
            return made(cx, fr, generator, dst);
        }
        enter_code(cx, (function, code), args, Back::Store, dst)?;
        return entered(cx);
    }
    if let Some(native) = callee.cast::<NativeFunction>()
        && let Some(call) = native.direct()
    {
        let result = call(cx, window.args(fr, with_receiver));
        return finish_native(cx, fr, result, dst);
    }
    dispatch_other(cx, fr, callee, window, with_receiver, dst)
}

/// A frame has been pushed: the poll of calls, and the function's trace, if there is one.
#[inline(always)]
pub(in crate::interp) fn entered(cx: &mut Cx) -> R<Flow> {
    begins(cx, CodeData::entry)
}

/// A call has made a generator, and no frame has been pushed: the poll of calls.
#[inline(always)]
pub(super) fn made(cx: &mut Cx, fr: Fr, generator: &'static Generator, dst: u16) -> R<Flow> {
    fr.set(dst, generator.value());
    if cx.poll()? && cx.may_end() {
        cx.next_transaction()?;
    }
    Ok(Flow::Next)
}

/// The body of a coroutine that is awaited begins: the same.
pub(super) fn body_entered(cx: &mut Cx) -> R<Flow> {
    begins(cx, CodeData::body)
}

#[inline(always)]
fn begins(cx: &mut Cx, site: impl Fn(&'static CodeData, bool) -> &'static Site) -> R<Flow> {
    if cx.poll()? && cx.may_end() {
        cx.next_transaction()?;
    }
    if !cx.hooks.count() {
        return Ok(Flow::Switch);
    }
    counted(cx, site)
}

/// Not in line, for the same reason as where a loop is counted.
#[inline(never)]
fn counted(cx: &mut Cx, site: impl Fn(&'static CodeData, bool) -> &'static Site) -> R<Flow> {
    let fr = Fr(cx.frames.top());
    match cx.hooks.entry(site(fr.code(), cx.tx.is_solo())) {
        Action::GoOn => Ok(Flow::Switch),
        action => compiled::at_entry(cx, fr, action),
    }
}

#[inline(never)]
fn dispatch_other(
    cx: &mut Cx,
    fr: Fr,
    callee: Value,
    window: Window,
    with_receiver: bool,
    dst: u16,
) -> R<Flow> {
    if let Some(bound) = callee.cast::<BoundNative>()
        && !with_receiver
    {
        fr.set(window.base + 1, bound.receiver.get());
        let result = (bound.def().call)(cx, window.args(fr, true));
        return finish_native(cx, fr, result, dst);
    }
    if let Some(method) = callee.cast::<Method>()
        && !with_receiver
    {
        fr.set(window.base + 1, method.receiver.get());
        return dispatch(cx, fr, method.function.get(), window, true, dst);
    }
    if window.count == 1 && !with_receiver && window.kwnames.is_none() {
        let argument = fr.get(window.base + 2);
        // The commonest classes that are called with one argument.
        if callee == TYPE.value() {
            fr.set(dst, class_of(argument).value());
            return Ok(Flow::Next);
        }
        if callee == STR.value() {
            let text = protocol::str(cx, argument);
            return finish_native(cx, fr, text, dst);
        }
        if callee == BOOL.value() {
            let truth = protocol::truth(cx, argument).map(Value::bool);
            return finish_native(cx, fr, truth, dst);
        }
        if callee == TUPLE.value() {
            let tuple = tuple::of_iterable(cx, argument).map(HeapType::value);
            return finish_native(cx, fr, tuple, dst);
        }
    }
    if let Some(class) = callee.cast::<Type>()
        && !with_receiver
        && let Some(constructor) = attribute_cache::constructor(cx, class)?
    {
        match constructor {
            Constructor::Init(init) => {
                let instance = Instance::new(cx, class)?.value();
                fr.set(window.base + 1, instance);
                enter(cx, init, window.args(fr, true), Back::Init, dst)?;
                fr.set(dst, instance);
                return entered(cx);
            }
            Constructor::Nothing if window.count == 0 => {
                let instance = Instance::new(cx, class)?.value();
                fr.set(dst, instance);
                return Ok(Flow::Next);
            }
            Constructor::Exception if window.kwnames.is_none() => {
                let arguments = window.args(fr, false).values;
                let object = exception::blank(cx, class, arguments).map(HeapType::value);
                return finish_native(cx, fr, object, dst);
            }
            Constructor::New(new)
            | Constructor::NewAndInit(new, _)
            | Constructor::NewAndEnter(new, _) => {
                fr.set(window.base + 1, class.value());
                let object = native_function::call(cx, new, window.args(fr, true))?;
                // Of another class: its `__init__` counts.
                if !std::ptr::eq(class_of(object), class) {
                    let result = call::initialize(cx, class, object, window.args(fr, false));
                    return finish_native(cx, fr, result, dst);
                }
                match constructor {
                    Constructor::NewAndInit(_, init) => {
                        fr.set(window.base + 1, object);
                        native_function::call(cx, init, window.args(fr, true))?;
                    }
                    Constructor::NewAndEnter(_, init) => {
                        fr.set(window.base + 1, object);
                        enter(cx, init, window.args(fr, true), Back::Init, dst)?;
                        fr.set(dst, object);
                        return entered(cx);
                    }
                    _ => {}
                }
                return finish_native(cx, fr, Ok(object), dst);
            }
            Constructor::Nothing | Constructor::Exception => {}
        }
    }
    if !with_receiver
        && may_have_special_call(callee)
        && let Some(function) = special_call(cx, callee)?
    {
        fr.set(window.base + 1, callee);
        return dispatch(cx, fr, function, window, true, dst);
    }
    call_native(cx, fr, callee, window.args(fr, with_receiver), dst)
}

/// An instance, or a class with a metaclass of its own.
fn may_have_special_call(callee: Value) -> bool {
    callee.is::<Instance>() || callee.is::<Type>() && !TYPE.is(class_of(callee))
}

/// The `__call__` of such an object, if it is a function in Python.
fn special_call(cx: &mut Cx, callee: Value) -> R<Option<Value>> {
    let name = name!(cx, "__call__")?;
    let found = class_of(callee).lookup(cx, name)?;
    Ok(found.filter(|function| function.is::<Function>()))
}

/// Calls what is no Python function.
fn call_native(cx: &mut Cx, fr: Fr, callee: Value, args: Args<'_>, dst: u16) -> R<Flow> {
    if let Some(native) = callee.cast::<NativeFunction>()
        && native.def().effect == Effect::Enters
    {
        return call_entering(cx, fr, native, args, dst);
    }
    let result = call::call(cx, callee, args);
    finish_native(cx, fr, result, dst)
}

/// Calls a native function that may push a frame for the interpreter to run.
#[cold]
fn call_entering(
    cx: &mut Cx,
    fr: Fr,
    native: &'static NativeFunction,
    args: Args<'_>,
    dst: u16,
) -> R<Flow> {
    cx.may_enter = true;
    let result = native_function::call(cx, native, args);
    cx.may_enter = false;
    let result = result?;
    let top = Fr(cx.frames.top());
    if std::ptr::eq(top.0, fr.0) {
        return finish_native(cx, fr, Ok(result), dst);
    }
    if result.is_none() {
        fr.set(dst, Value::NONE);
        top.frame().set_back(Back::Drop, 0);
    } else {
        top.frame().set_back(Back::Store, dst);
    }
    entered(cx)
}

/// A native function has returned: its result is stored, and if it ended its transaction on the way
/// (it has done I/O) the next one begins here.
#[inline(always)]
pub(super) fn finish_native(cx: &mut Cx, fr: Fr, result: R, dst: u16) -> R<Flow> {
    let result = result?;
    fr.set(dst, result);
    if cx.must_end() && !cx.would_settle_again() {
        cx.boundary()?;
    }
    Ok(Flow::Next)
}

pub(in crate::interp) fn CallEx(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (callee, receiver) = (fr.get(i.b()), fr.get(i.b() + 1));
    let positional = call::positional(cx, callee, fr.get(i.b() + 2))?;
    fr.set(i.b() + 2, Value::from(positional));
    // The frame's registers keep them alive.
    let (values, kwnames) = call::spread(cx, receiver, positional, fr.get(i.b() + 3))?;
    fr.set(i.b() + 2, Value::from(values));
    if let Some(kwnames) = kwnames {
        fr.set(i.b() + 3, Value::from(kwnames));
    }
    let args = Args {
        values: values.as_slice(),
        kwnames,
    };
    if let Some(function) = callee.cast::<Function>() {
        enter(cx, function, args, Back::Store, i.a())?;
        return entered(cx);
    }
    call_native(cx, fr, callee, args, i.a())
}

#[inline(always)]
pub(in crate::interp) fn Return(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = fr.get(i.a());
    return_value(cx, fr, value)
}

#[inline(always)]
pub(in crate::interp) fn ReturnConst(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = fr.constant(i.bc() as usize);
    return_value(cx, fr, value)
}

#[inline(always)]
fn return_value(cx: &mut Cx, fr: Fr, value: Value) -> R<Flow> {
    if !fr.frame().generator.is_unbound() {
        super::generators::finished(cx, fr)?;
    }
    leave::returned(cx, fr, value)
}
