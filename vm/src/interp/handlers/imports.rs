//! Imports, and what the prompt shows.

use super::calls::{entered, finish_native};
use crate::cx::{Cx, R};
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::{Flow, Fr};
use crate::native::Args;
use crate::objects::function::Function;
use crate::protocol::call_values;
use crate::runtime::import::{self, Import, Request};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// The namespace that names are bound in.
fn locals(fr: Fr) -> Value {
    fr.frame().locals.bound().unwrap_or(fr.frame().globals)
}

fn import(cx: &mut Cx, fr: Fr, dst: u16, base: u16, name: Value) -> R<Flow> {
    let request = Request {
        name,
        globals: fr.frame().globals,
        locals: locals(fr),
        names: fr.get(base + 1),
        level: fr.get(base),
    };
    let callee = match import::begin(cx, fr.frame().builtins, &request)? {
        Import::Done(module) => {
            fr.set(dst, module);
            return Ok(Flow::Next);
        }
        Import::Call(callee) => callee,
    };
    let arguments = request.arguments();
    if let Some(function) = callee.cast::<Function>() {
        enter(cx, function, Args::positional(&arguments), Back::Store, dst)?;
        return entered(cx);
    }
    let module = call_values(cx, callee, &arguments);
    finish_native(cx, fr, module, dst)
}

pub(in crate::interp) fn ImportName(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let name = fr.name(usize::from(i.c()));
    import(cx, fr, i.a(), i.b(), name)
}

pub(in crate::interp) fn ImportNameWide(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    import(cx, fr, i.a(), i.b(), fr.get(i.b() + 2))
}

pub(in crate::interp) fn ImportFrom(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let name = fr.name(usize::from(i.c()));
    let value = import::import_from(cx, fr.get(i.b()), name)?;
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

pub(in crate::interp) fn ImportFromWide(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = import::import_from(cx, fr.get(i.b()), fr.get(i.c()))?;
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

pub(in crate::interp) fn ImportStar(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    import::import_star(cx, fr.get(i.a()), locals(fr))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn PrintExpr(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    import::display(cx, fr.get(i.a()))?;
    Ok(Flow::Next)
}
