//! Entering functions: a new frame, and the arguments in its registers.

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::interp::frame::Back;
use crate::interp::{Fr, run};
use crate::native::{Args, closest};
use crate::objects::code::{CodeData, CodeObject};
use crate::objects::dict::{self, Dict};
use crate::objects::function::Function;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::value::Value;
use std::sync::atomic::Ordering;
use tython_compiler::code::CodeFlags;

/// Pushes a frame for a call of `function`, whose result goes `back` to register `dst` of the caller.
///
/// # Errors
/// TypeError if the arguments do not fit, RecursionError, and when the transaction has to be rolled
/// back. No frame is pushed then.
#[inline]
pub fn enter(
    cx: &mut Cx,
    function: &'static Function,
    args: Args<'_>,
    back: Back,
    dst: u16,
) -> R<()> {
    let code = code_of(cx, function)?;
    enter_code(cx, (function, code), args, back, dst)
}

/// The code object of a function.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub(crate) fn code_of(cx: &mut Cx, function: &'static Function) -> R<&'static CodeObject> {
    let code = cx.load(function, &function.code)?;
    match code.cast::<CodeObject>() {
        Some(code) => Ok(code),
        None => Err(cx.system_error(format_args!("a function without code"))),
    }
}

/// As [`enter`], of a function whose code this is.
///
/// # Errors
/// As there.
#[inline]
pub(crate) fn enter_code(
    cx: &mut Cx,
    (function, code): (&'static Function, &'static CodeObject),
    args: Args<'_>,
    back: Back,
    dst: u16,
) -> R<()> {
    let data = code.data();
    let fr = push(cx, code, function.globals.get(), function.builtins.get())?;
    let frame = fr.frame();
    frame.function = function.value();
    frame.set_back(back, dst);
    let given = args.values.len();
    let entered = match data.simple {
        Some(parameters) if given <= parameters && args.kwnames.is_none() => {
            for (index, value) in args.values.iter().enumerate() {
                fr.set(index as u16, *value);
            }
            clear_from(fr, data, given);
            if given == parameters {
                Ok(())
            } else {
                fill_positional_defaults(cx, fr, data, function, given)
            }
        }
        _ => {
            clear_from(fr, data, 0);
            bind(cx, fr, data, function, args)
        }
    };
    let entered = entered.and_then(|()| {
        if data.free.is_empty() {
            Ok(())
        } else {
            let closure = cx.load(function, &function.closure)?;
            copy_closure(fr, closure);
            Ok(())
        }
    });
    if entered.is_err() {
        // SAFETY: pushed above.
        unsafe { cx.frames.pop() };
    }
    entered
}

/// Runs the body of a function of no parameters with these locals: a class body.
///
/// # Errors
/// What the body raises.
pub fn run_body(cx: &mut Cx, function: &'static Function, locals: Value) -> R {
    let code = code_of(cx, function)?;
    let closure = cx.load(function, &function.closure)?;
    cx.deeper(|cx| {
        let fr = push(cx, code, function.globals.get(), function.builtins.get())?;
        clear(fr);
        fr.frame().function = function.value();
        fr.frame().locals = locals;
        fr.frame().set_back(Back::Entry, 0);
        copy_closure(fr, closure);
        run(cx)
    })
}

/// Pushes a frame that runs `code` from its start; its variables are unbound.
///
/// # Errors
/// RecursionError.
#[inline]
pub fn push(cx: &mut Cx, code: &'static CodeObject, globals: Value, builtins: Value) -> R<Fr> {
    match try_push(cx, code, globals, builtins) {
        Some(fr) => Ok(fr),
        None => Err(too_deep(cx)),
    }
}

/// The same; `None` if the stack may not grow.
#[inline(always)]
pub(crate) fn try_push(
    cx: &mut Cx,
    code: &'static CodeObject,
    globals: Value,
    builtins: Value,
) -> Option<Fr> {
    let data = code.data();
    // Relaxed: a limit.
    if cx.frames.depth >= cx.vm.recursion_limit.load(Ordering::Relaxed) {
        return None;
    }
    let frame = cx.frames.push(data.registers)?;
    let handled = cx.handled;
    let fr = Fr(frame);
    let head = fr.frame();
    head.pc = data.words.as_ptr().cast();
    head.code = code.value();
    head.function = Value::UNBOUND;
    head.globals = globals;
    head.builtins = builtins;
    head.locals = Value::UNBOUND;
    head.generator = Value::UNBOUND;
    head.handled = handled;
    head.proxy = Value::UNBOUND;
    Some(fr)
}

/// Raises RecursionError.
#[cold]
pub(crate) fn too_deep(cx: &mut Cx) -> Exit {
    cx.recursion_error(format_args!("maximum recursion depth exceeded"))
}

#[inline(always)]
fn clear_from(fr: Fr, data: &CodeData, first: usize) {
    for index in first..data.locals {
        fr.set(index as u16, Value::UNBOUND);
    }
}

/// Makes all variables of a new frame unbound.
pub fn clear(fr: Fr) {
    clear_from(fr, fr.code(), 0);
}

/// The cells of a closure go to the registers of the free variables.
pub fn copy_closure(fr: Fr, closure: Value) {
    if let Some(cells) = closure.cast::<Tuple>() {
        for (register, cell) in fr.code().free.iter().zip(cells.items()) {
            fr.set(*register, cell.get());
        }
    }
}

/// The general case: positional arguments, keywords, defaults, `*args` and `**kwargs`.
fn bind(
    cx: &mut Cx,
    fr: Fr,
    data: &'static CodeData,
    function: &'static Function,
    args: Args<'_>,
) -> R<()> {
    let code = &*data.code;
    let (positional, kwonly) = (code.arg_count as usize, code.kwonly_count as usize);
    let named = positional + kwonly;
    let has_varargs = code.flags.has(CodeFlags::VARARGS);
    let has_kwargs = code.flags.has(CodeFlags::VARKEYWORDS);
    let keywords = args.kwnames.map_or(0, Tuple::len);
    let given = args.values.len() - keywords;
    for (index, value) in args.values[..given.min(positional)].iter().enumerate() {
        fr.set(index as u16, *value);
    }
    if has_varargs {
        let rest = tuple::new(cx, &args.values[given.min(positional)..given])?;
        fr.set(named as u16, rest.value());
    }
    let kwargs = if has_kwargs {
        // At least as many have no parameter of their own.
        let kwargs = dict::with_room(cx, keywords.saturating_sub(named))?;
        fr.set((named + usize::from(has_varargs)) as u16, kwargs.value());
        Some(kwargs)
    } else {
        None
    };
    if let Some(names) = args.kwnames {
        let values = &args.values[given..];
        bind_keywords(cx, fr, data, names, values, kwargs, function)?;
    }
    if given > positional && !has_varargs {
        return too_many(cx, fr, data, function, given);
    }
    fill_positional_defaults(cx, fr, data, function, given)?;
    fill_keyword_defaults(cx, fr, data, function)
}

/// The parameter of this name that may be given by keyword.
fn parameter(data: &CodeData, name: Value) -> Option<usize> {
    let code = &*data.code;
    let first = code.posonly_count as usize;
    let last = (code.arg_count + code.kwonly_count) as usize;
    let names = &data.local_names[first..last];
    let by_address = names.iter().position(|other| *other == name);
    let found = by_address.or_else(|| {
        let name = name.cast::<Str>()?;
        let same = |other: &Value| other.cast::<Str>().is_some_and(|other| other.equals(name));
        names.iter().position(same)
    });
    found.map(|index| first + index)
}

fn bind_keywords(
    cx: &mut Cx,
    fr: Fr,
    data: &'static CodeData,
    names: &'static Tuple,
    values: &[Value],
    kwargs: Option<&'static Dict>,
    function: &'static Function,
) -> R<()> {
    for (name, value) in names.items().iter().map(|name| name.get()).zip(values) {
        match (parameter(data, name), kwargs) {
            (Some(index), _) => {
                if !fr.get(index as u16).is_unbound() {
                    let function = qualname(cx, function)?;
                    let name = str::to_string(name);
                    return Err(cx.type_error(format_args!(
                        "{function}() got multiple values for argument '{name}'"
                    )));
                }
                fr.set(index as u16, *value);
            }
            (None, Some(kwargs)) => dict::set_str(cx, kwargs, name, *value)?,
            (None, None) => return unexpected_keyword(cx, data, function, names, name),
        }
    }
    Ok(())
}

#[cold]
fn unexpected_keyword(
    cx: &mut Cx,
    data: &CodeData,
    function: &'static Function,
    names: &'static Tuple,
    name: Value,
) -> R<()> {
    let function = qualname(cx, function)?;
    let posonly = &data.local_names[..data.code.posonly_count as usize];
    let is_posonly = |name: &Value| {
        let name = str::to_string(*name);
        posonly.iter().any(|other| str::to_string(*other) == name)
    };
    let given: Vec<Value> = names.items().iter().map(|name| name.get()).collect();
    let wrong: Vec<String> = posonly
        .iter()
        .filter(|name| {
            given
                .iter()
                .any(|given| str::to_string(*given) == str::to_string(**name))
        })
        .map(|name| str::to_string(*name))
        .collect();
    if given.iter().any(is_posonly) {
        let wrong = wrong.join(", ");
        return Err(cx.type_error(format_args!(
            "{function}() got some positional-only arguments passed as keyword arguments: '{wrong}'"
        )));
    }
    let name = str::to_string(name);
    let last = (data.code.arg_count + data.code.kwonly_count) as usize;
    let parameters = &data.code.locals[posonly.len()..last];
    let candidates = parameters.iter().map(|local| &*local.name);
    let suggestion = match closest(candidates, &name) {
        Some(candidate) => format!(". Did you mean '{candidate}'?"),
        None => String::new(),
    };
    Err(cx.type_error(format_args!(
        "{function}() got an unexpected keyword argument '{name}'{suggestion}"
    )))
}

fn qualname(cx: &mut Cx, function: &'static Function) -> R<String> {
    let name = cx.load(function, &function.qualname)?;
    Ok(str::to_string(name))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cold]
fn too_many(
    cx: &mut Cx,
    fr: Fr,
    data: &CodeData,
    function: &'static Function,
    given: usize,
) -> R<()> {
    let code = &*data.code;
    let (positional, kwonly) = (code.arg_count as usize, code.kwonly_count as usize);
    let defaults = cx.load(function, &function.defaults)?;
    let defaults = defaults.cast::<Tuple>().map_or(0, Tuple::len);
    let takes = if defaults == 0 {
        format!("{positional} positional argument{}", plural(positional))
    } else {
        format!(
            "from {} to {positional} positional arguments",
            positional - defaults
        )
    };
    let given_kwonly = (positional..positional + kwonly)
        .filter(|index| !fr.get(*index as u16).is_unbound())
        .count();
    let also = if given_kwonly == 0 {
        String::new()
    } else {
        format!(
            " positional argument{} (and {given_kwonly} keyword-only argument{})",
            plural(given),
            plural(given_kwonly)
        )
    };
    let were = if given == 1 && given_kwonly == 0 {
        "was"
    } else {
        "were"
    };
    let function = qualname(cx, function)?;
    Err(cx.type_error(format_args!(
        "{function}() takes {takes} but {given}{also} {were} given"
    )))
}

fn fill_positional_defaults(
    cx: &mut Cx,
    fr: Fr,
    data: &'static CodeData,
    function: &'static Function,
    given: usize,
) -> R<()> {
    let positional = data.code.arg_count as usize;
    if given >= positional {
        return Ok(());
    }
    let defaults = cx.load(function, &function.defaults)?;
    let defaults = defaults.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
    let required = positional.saturating_sub(defaults.len());
    let mut is_missing = false;
    for index in given..positional {
        if !fr.get(index as u16).is_unbound() {
            continue;
        }
        if index < required {
            is_missing = true;
        } else {
            fr.set(index as u16, defaults[index - required]);
        }
    }
    if !is_missing {
        return Ok(());
    }
    let missing = (given..required).filter(|index| fr.get(*index as u16).is_unbound());
    let missing: Vec<Value> = missing.map(|index| data.local_names[index]).collect();
    report_missing(cx, function, &missing, "positional")
}

fn fill_keyword_defaults(
    cx: &mut Cx,
    fr: Fr,
    data: &'static CodeData,
    function: &'static Function,
) -> R<()> {
    let positional = data.code.arg_count as usize;
    let kwonly = data.code.kwonly_count as usize;
    if kwonly == 0 {
        return Ok(());
    }
    let defaults = cx.load(function, &function.kwdefaults)?.cast::<Dict>();
    let mut missing = Vec::new();
    for index in positional..positional + kwonly {
        if !fr.get(index as u16).is_unbound() {
            continue;
        }
        let name = data.local_names[index];
        let default = match defaults {
            Some(defaults) => dict::get_str(cx, defaults, name)?,
            None => None,
        };
        match default {
            Some(default) => fr.set(index as u16, default),
            None => missing.push(name),
        }
    }
    report_missing(cx, function, &missing, "keyword-only")
}

fn report_missing(
    cx: &mut Cx,
    function: &'static Function,
    missing: &[Value],
    kind: &str,
) -> R<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = missing
        .iter()
        .map(|name| format!("'{}'", str::to_string(*name)))
        .collect();
    let list = match names.as_slice() {
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [init @ .., last] => format!("{}, and {last}", init.join(", ")),
        [] => String::new(),
    };
    let (count, plural) = (names.len(), plural(names.len()));
    let function = qualname(cx, function)?;
    Err(cx.type_error(format_args!(
        "{function}() missing {count} required {kind} argument{plural}: {list}"
    )))
}
