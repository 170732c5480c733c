//! The main program: compile a text, run it as `__main__`, and the way out.

use crate::cx::{Cx, Exit, R};
use crate::interp::frame::Back;
use crate::interp::{call, run};
use crate::name;
use crate::objects::code::{self, CodeObject};
use crate::objects::dict::{self, Dict};
use crate::objects::module;
use crate::value::Value;
use std::sync::Arc;
use tython_compiler::code::Code;

/// Runs compiled code as the module `__main__`, from a transaction that begins with it.
///
/// # Errors
/// What the program does not catch.
pub fn run_main(cx: &mut Cx, code: &Arc<Code>) -> R<()> {
    let code = code::new(cx, code)?;
    let name = name!(cx, "__main__")?;
    let module = module::new(cx, name, Value::NONE)?;
    let namespace = module.namespace();
    let builtins = name!(cx, "__builtins__")?;
    dict::set_str(cx, namespace, builtins, cx.vm.builtins_module.get())?;
    if let Some(modules) = cx.vm.modules.get().cast::<Dict>() {
        dict::set_str(cx, modules, name, Value::from(module))?;
    }
    run_code(cx, code, module.dict.get(), Value::UNBOUND).map(|_| ())
}

/// Runs a code object with these globals, and these locals if they are others.
///
/// # Errors
/// What the code raises.
pub fn run_code(cx: &mut Cx, code: &'static CodeObject, globals: Value, locals: Value) -> R {
    let builtins = cx.vm.builtins.get();
    let fr = call::push(cx, code, globals, builtins)?;
    call::clear(fr);
    fr.frame().locals = locals;
    fr.frame().set_back(Back::Entry, 0);
    run(cx)
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

/// Runs the main program in the outermost loop, and ends the last transaction.
pub fn run_to_end(cx: &mut Cx, body: impl Fn(&mut Cx) -> R<()>) -> Outcome {
    let mut result = body(cx);
    loop {
        let ended = match result {
            Ok(()) => cx.tx.commit().map_err(Exit::from),
            Err(exit) => Err(exit),
        };
        match ended {
            Ok(()) => {
                cx.begin();
                return Outcome::Finished;
            }
            Err(Exit::Raise) => return Outcome::Raised,
            Err(Exit::Quit) => return Outcome::Quit(cx.exit_status),
            // Before the first bytecode, or at the very end: from the beginning of the transaction.
            Err(Exit::Abort(abort)) => {
                result = match cx.roll_back(abort) {
                    Ok(()) if cx.frames.top().is_null() => body(cx),
                    Ok(()) => run(cx).map(|_| ()),
                    Err(exit) => Err(exit),
                };
            }
        }
    }
}
