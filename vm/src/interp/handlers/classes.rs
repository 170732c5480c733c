//! Functions, classes, type parameters.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::objects::code::CodeObject;
use crate::objects::dict::{self, Dict};
use crate::objects::function::{self, Function};
use crate::objects::type_params;
use crate::protocol::global_cache;
use crate::value::Value;
use tython_compiler::isa::{FunctionAttribute, Instr};

pub(in crate::interp) fn MakeFunction(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let Some(code) = fr.constant(i.bc() as usize).cast::<CodeObject>() else {
        return Err(cx.system_error(format_args!("a function needs a code object")));
    };
    let function = function_of(cx, fr, code)?;
    fr.set(i.a(), Value::from(function));
    Ok(Flow::Next)
}

/// A function of this code, with the globals of a frame.
pub(super) fn function_of(cx: &mut Cx, fr: Fr, code: &'static CodeObject) -> R<&'static Function> {
    let frame = fr.frame();
    let (globals, builtins) = (frame.globals, frame.builtins);
    let module = match globals.cast::<Dict>() {
        Some(globals) => module_name(cx, globals)?,
        None => Value::NONE,
    };
    function::new(cx, code, globals, builtins, module)
}

/// What a namespace calls its module, or None. (The cache has it as an attribute of the module.)
fn module_name(cx: &mut Cx, globals: &'static Dict) -> R {
    let (name, namespace) = (crate::name!(cx, "__name__")?, Value::from(globals));
    if let Some(known) = global_cache::load(cx, namespace, namespace, name)?.bound() {
        return Ok(known);
    }
    let found = dict::get_str(cx, globals, name)?;
    if found.is_some() {
        global_cache::learn(cx, namespace, namespace, name)?;
    }
    Ok(found.unwrap_or(Value::NONE))
}

pub(in crate::interp) fn SetFunctionAttribute(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    const DEFAULTS: u16 = FunctionAttribute::Defaults as u16;
    const KWDEFAULTS: u16 = FunctionAttribute::KwDefaults as u16;
    const ANNOTATE: u16 = FunctionAttribute::Annotate as u16;
    const CLOSURE: u16 = FunctionAttribute::Closure as u16;
    let Some(function) = fr.get(i.a()).cast::<Function>() else {
        unreachable!("the compiler keeps a function here");
    };
    let value = fr.get(i.b());
    let field = match i.c() {
        DEFAULTS => &function.defaults,
        KWDEFAULTS => &function.kwdefaults,
        ANNOTATE => &function.annotate,
        CLOSURE => &function.closure,
        _ => return set_annotations(cx, function, value),
    };
    cx.store(function, field, value)?;
    Ok(Flow::Next)
}

/// `from __future__ import annotations`: names and texts alternate in a tuple.
fn set_annotations(cx: &mut Cx, function: &'static Function, pairs: Value) -> R<Flow> {
    let annotations = dict::new(cx)?;
    if let Some(pairs) = pairs.cast::<crate::objects::tuple::Tuple>() {
        for pair in pairs.as_slice().chunks_exact(2) {
            dict::set_str(cx, annotations, pair[0], pair[1])?;
        }
    }
    cx.store(function, &function.annotations, Value::from(annotations))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn LoadBuildClass(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let name = crate::name!(cx, "__build_class__")?;
    let build = super::names::builtin(cx, name)?;
    fr.set(i.a(), build);
    Ok(Flow::Next)
}

macro_rules! params_of_one {
    ($($name:ident => $make:ident;)*) => {
        $(
            pub(in crate::interp) fn $name(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                let value = type_params::$make(cx, fr.get(i.b()))?;
                fr.set(i.a(), value);
                Ok(Flow::Next)
            }
        )*
    };
}

params_of_one! {
    MakeTypeVar => type_var;
    MakeParamSpec => param_spec;
    MakeTypeVarTuple => type_var_tuple;
    SubscriptGeneric => subscript_generic;
}

pub(in crate::interp) fn MakeTypeVarBound(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = type_params::type_var_bound(cx, fr.get(i.b()), fr.get(i.b() + 1))?;
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

pub(in crate::interp) fn MakeTypeVarConstraints(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = type_params::type_var_constraints(cx, fr.get(i.b()), fr.get(i.b() + 1))?;
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

pub(in crate::interp) fn SetTypeParamDefault(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    type_params::set_default(cx, fr.get(i.a()), fr.get(i.b()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn SetTypeParams(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    if let Some(function) = fr.get(i.a()).cast::<Function>() {
        cx.store(function, &function.type_params, fr.get(i.b()))?;
    }
    Ok(Flow::Next)
}

pub(in crate::interp) fn MakeTypeAlias(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let base = fr.window(i.b(), 3);
    let alias = type_params::type_alias(cx, base[0], base[1], base[2])?;
    fr.set(i.a(), alias);
    Ok(Flow::Next)
}

pub(in crate::interp) fn SetupAnnotations(cx: &mut Cx, fr: Fr, _: Instr) -> R<Flow> {
    let mapping = fr.frame().locals.bound().unwrap_or(fr.frame().globals);
    let name = crate::name!(cx, "__annotations__")?;
    if crate::protocol::get_item_or_none(cx, mapping, name)?.is_none() {
        let annotations = dict::new(cx)?;
        crate::protocol::set_item(cx, mapping, name, Value::from(annotations))?;
    }
    Ok(Flow::Next)
}
