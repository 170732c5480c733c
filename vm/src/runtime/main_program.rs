//! The main program: compile a text, run it as `__main__`, and the way out.

use crate::cx::{Cx, Exit, R};
use crate::interp::frame::Back;
use crate::interp::{Fr, call, run};
use crate::name;
use crate::objects::code::CodeObject;
use crate::objects::dict::{self, Dict};
use crate::objects::module::Module;
use crate::value::Value;

/// Runs a code object with these globals, and these locals if they are others.
///
/// # Errors
/// What the code raises.
pub fn run_code(cx: &mut Cx, code: &'static CodeObject, globals: Value, locals: Value) -> R {
    let fr = push_code(cx, code, globals, locals)?;
    fr.frame().set_back(Back::Entry, 0);
    run(cx)
}

/// Pushes a frame for a code object with these globals, and these locals if they are others.
///
/// # Errors
/// RecursionError, and when the transaction has to be rolled back.
pub fn push_code(cx: &mut Cx, code: &'static CodeObject, globals: Value, locals: Value) -> R<Fr> {
    let builtins = builtins_of(cx, globals)?;
    let fr = call::push(cx, code, globals, builtins)?;
    call::clear(fr);
    fr.frame().locals = locals;
    Ok(fr)
}

/// The builtins that code with these globals has: what `__builtins__` says.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn builtins_of(cx: &mut Cx, globals: Value) -> R {
    let name = name!(cx, "__builtins__")?;
    let found = match cx.payload::<Dict>(globals)? {
        Some(globals) => dict::get_str(cx, globals, name)?,
        None => None,
    };
    Ok(match found {
        Some(found) => match found.cast::<Module>() {
            Some(module) => module.dict.get(),
            None => found,
        },
        None => cx.vm.builtins.get(),
    })
}

/// What became of the program: its exit status, if it has one of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It ended.
    Finished,
    /// An exception is in `cx.exception`.
    Raised,
    /// `os._exit` or the like.
    Quit(i32),
}

/// Runs `body`, the outermost of a thread, until it has committed; afterwards nothing that it did can be
/// undone.
pub fn run_to_end(cx: &mut Cx, body: impl Fn(&mut Cx) -> R<()>) -> Outcome {
    loop {
        let result = body(cx);
        let (ended, outcome) = match result {
            Ok(()) => (cx.settle_at_end(), Outcome::Finished),
            Err(Exit::Raise) => (cx.settle_at_end(), Outcome::Raised),
            Err(Exit::Quit) => return Outcome::Quit(cx.exit_status),
            Err(Exit::Abort(abort)) => (Err(Exit::Abort(abort)), Outcome::Finished),
        };
        match ended {
            Err(Exit::Abort(abort)) => {
                // It has come to no bytecode boundary at which a transaction ended: once more. (There is
                // no exception on its way at the beginning.)
                let _ = cx.roll_back(abort);
            }
            _ => return outcome,
        }
    }
}
