//! `exec` and `eval`.

use super::compile::{Way, compile_source, inherited_flags};
use super::namespaces::{current_globals, current_locals};
use crate::cx::{Cx, R};
use crate::interp::call::copy_closure;
use crate::interp::frame::Back;
use crate::interp::run;
use crate::name;
use crate::native::native;
use crate::objects::cell::Cell;
use crate::objects::code::CodeObject;
use crate::objects::dict::{self, Dict};
use crate::objects::tuple::Tuple;
use crate::protocol::{class_of, is_identical, type_name};
use crate::runtime::main_program::push_code;
use crate::value::Value;
use tython_compiler::parse::Mode;

/// The namespaces that code runs in.
#[derive(Clone, Copy)]
struct Namespaces {
    globals: Value,
    /// The globals themselves, if there are no others.
    locals: Value,
}

impl Namespaces {
    /// Those of the calling code take the place of what is None.
    fn or_current(cx: &mut Cx, globals: Value, locals: Value) -> R<Namespaces> {
        Ok(match (globals.is_none(), locals.is_none()) {
            (true, true) => Namespaces {
                globals: current_globals(cx)?,
                locals: current_locals(cx)?,
            },
            (true, false) => Namespaces {
                globals: current_globals(cx)?,
                locals,
            },
            (false, true) => Namespaces {
                globals,
                locals: globals,
            },
            (false, false) => Namespaces { globals, locals },
        })
    }

    fn are_one(self) -> bool {
        is_identical(self.globals, self.locals)
    }

    /// Enters `__builtins__` where it is missing.
    fn complete(self, cx: &mut Cx) -> R<()> {
        let name = name!(cx, "__builtins__")?;
        if let Some(globals) = cx.payload::<Dict>(self.globals)?
            && dict::get_str(cx, globals, name)?.is_none()
        {
            let builtins = super::namespaces::current_builtins(cx);
            dict::set_str(cx, globals, name, builtins)?;
        }
        Ok(())
    }

    /// Runs the code, or pushes its frame if the interpreter is to run it.
    fn run(self, cx: &mut Cx, code: &'static CodeObject, closure: Value, enter: bool) -> R {
        let locals = if self.are_one() {
            Value::UNBOUND
        } else {
            self.locals
        };
        if enter {
            let fr = push_code(cx, code, self.globals, locals)?;
            copy_closure(fr, closure);
            return Ok(Value::EMPTY);
        }
        cx.deeper(|cx| {
            let fr = push_code(cx, code, self.globals, locals)?;
            fr.frame().set_back(Back::Entry, 0);
            copy_closure(fr, closure);
            run(cx)
        })
    }
}

fn is_dict(cx: &mut Cx, value: Value) -> R<bool> {
    Ok(cx.payload::<Dict>(value)?.is_some())
}

fn is_mapping(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__getitem__")?;
    Ok(class_of(value).lookup(cx, name)?.is_some())
}

/// Execute the given source in the context of globals and locals.
///
/// The source may be a string representing one or more Python statements
/// or a code object as returned by compile().
/// The globals must be a dictionary and locals can be any mapping,
/// defaulting to the current globals and locals.
/// If only globals is given, locals defaults to it.
/// The closure must be a tuple of cellvars, and can only be used
/// when source is a code object requiring exactly that many cellvars.
#[native(
    module = "builtins",
    "exec(source, /, globals=None, locals=None, *, closure=None)",
    effect = enters
)]
fn exec(cx: &mut Cx, source: Value, globals: Value, locals: Value, closure: Value) -> R<()> {
    let enter = std::mem::take(&mut cx.may_enter);
    let namespaces = Namespaces::or_current(cx, globals, locals)?;
    if !is_dict(cx, namespaces.globals)? {
        let class = type_name(cx, namespaces.globals)?;
        return Err(cx.type_error(format_args!("exec() globals must be a dict, not {class}")));
    }
    if !is_mapping(cx, namespaces.locals)? {
        let class = type_name(cx, namespaces.locals)?;
        return Err(cx.type_error(format_args!(
            "locals must be a mapping or None, not {class}"
        )));
    }
    namespaces.complete(cx)?;
    if let Some(code) = source.cast::<CodeObject>() {
        check_closure(cx, code, closure)?;
        return namespaces.run(cx, code, closure, enter).map(|_| ());
    }
    if !closure.is_none() {
        return Err(cx.type_error(format_args!(
            "closure can only be used when source is a code object"
        )));
    }
    let way = Way {
        mode: Mode::Exec,
        flags: inherited_flags(cx),
        optimize: 0,
        names_are_globals: namespaces.are_one(),
    };
    let code = compile_source(cx, source, "<string>", way, ("exec", "code"))?;
    namespaces.run(cx, code, Value::NONE, enter).map(|_| ())
}

fn check_closure(cx: &mut Cx, code: &'static CodeObject, closure: Value) -> R<()> {
    let needed = code.data().free.len();
    if needed == 0 {
        return if closure.is_none() {
            Ok(())
        } else {
            Err(cx.type_error(format_args!("cannot use a closure with this code object")))
        };
    }
    let cells = closure.cast::<Tuple>();
    if cells.is_some_and(|cells| {
        cells.len() == needed && cells.as_slice().iter().all(|cell| cell.is::<Cell>())
    }) {
        return Ok(());
    }
    Err(cx.type_error(format_args!(
        "code object requires a closure of exactly length {needed}"
    )))
}

/// Evaluate the given source in the context of globals and locals.
///
/// The source may be a string representing a Python expression
/// or a code object as returned by compile().
/// The globals must be a dictionary and locals can be any mapping,
/// defaulting to the current globals and locals.
/// If only globals is given, locals defaults to it.
#[native(
    module = "builtins",
    "eval(source, /, globals=None, locals=None)",
    effect = enters
)]
fn eval(cx: &mut Cx, source: Value, globals: Value, locals: Value) -> R {
    let enter = std::mem::take(&mut cx.may_enter);
    if !locals.is_none() && !is_mapping(cx, locals)? {
        return Err(cx.type_error(format_args!("locals must be a mapping")));
    }
    if !globals.is_none() && !is_dict(cx, globals)? {
        let message = if is_mapping(cx, globals)? {
            "globals must be a real dict; try eval(code, {}, mapping)"
        } else {
            "globals must be a dict"
        };
        return Err(cx.type_error(format_args!("{message}")));
    }
    let namespaces = Namespaces::or_current(cx, globals, locals)?;
    namespaces.complete(cx)?;
    if let Some(code) = source.cast::<CodeObject>() {
        if !code.data().free.is_empty() {
            return Err(cx.type_error(format_args!(
                "code object passed to eval() may not contain free variables"
            )));
        }
        return namespaces.run(cx, code, Value::NONE, enter);
    }
    let way = Way {
        mode: Mode::Eval,
        flags: inherited_flags(cx),
        optimize: 0,
        names_are_globals: namespaces.are_one(),
    };
    let code = compile_source(cx, source, "<string>", way, ("eval", "code"))?;
    namespaces.run(cx, code, Value::NONE, enter)
}
