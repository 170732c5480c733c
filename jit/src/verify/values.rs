//! Values are defined before their use, once, and have the right types.

use super::{Checker, Rule};
use crate::ir::{Inst, Op, Operand, Type, Value};
use rustc_hash::FxHashSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    let trace = checker.trace;
    let mut defined = FxHashSet::default();
    for param in &trace.params {
        define(checker, &mut defined, "the entry", param.value);
    }
    for inst in trace.insts() {
        uses(checker, &defined, inst);
        operands(checker, inst);
        result(checker, inst);
        if inst.op == Op::Loop {
            for param in &trace.loop_params {
                define(checker, &mut defined, "the loop header", *param);
            }
        }
        if let Some(value) = inst.result {
            define(checker, &mut defined, inst.op.info().mnemonic, value);
        }
    }
}

fn define(checker: &mut Checker<'_>, defined: &mut FxHashSet<Value>, at: &str, value: Value) {
    if !defined.insert(value) {
        let message = format!("{value} is defined already");
        checker.complain(Rule::DefinedOnce, at, message);
    }
}

fn uses(checker: &mut Checker<'_>, defined: &FxHashSet<Value>, inst: &Inst) {
    let trace = checker.trace;
    for value in trace.args(inst).iter().filter(|arg| !defined.contains(arg)) {
        checker.complain_inst(Rule::Defined, inst, format!("{value} is not defined here"));
    }
    let Some((id, exit)) = inst.exit.and_then(|id| Some((id, trace.exits.get(id)?))) else {
        return;
    };
    for value in exit.values().filter(|value| !defined.contains(value)) {
        let message = format!("{id} needs {value}, which is not defined here");
        checker.complain_inst(Rule::ExitDefined, inst, message);
    }
}

fn operands(checker: &mut Checker<'_>, inst: &Inst) {
    let trace = checker.trace;
    let args = trace.args(inst);
    let mut wanted = Vec::new();
    let mut rules = (Rule::OperandCount, Rule::OperandType);
    for operand in inst.op.info().operands {
        match operand {
            Operand::Any => return,
            Operand::Type(ty) => wanted.push(Some(*ty)),
            Operand::Field => wanted.push(trace.field(inst.immediate).map(|field| field.ty)),
            Operand::Params if matches!(inst.op, Op::Loop | Op::Jump) => {
                rules = (Rule::LoopArguments, Rule::LoopArguments);
                wanted.extend(trace.loop_params.iter().map(|param| trace.ty(*param)));
            }
            Operand::Params => {
                // Without a helper there is a complaint already, and nothing to compare with.
                let Some(helper) = trace.helper(inst.immediate) else {
                    return;
                };
                wanted.extend(helper.params.iter().copied().map(Some));
            }
        }
    }
    if args.len() != wanted.len() {
        let message = format!("{} operands, where {} belong", args.len(), wanted.len());
        return checker.complain_inst(rules.0, inst, message);
    }
    for (arg, wanted) in args.iter().zip(wanted) {
        // What has no type is not defined, or not declared: there is a complaint already.
        let (Some(ty), Some(wanted)) = (trace.ty(*arg), wanted) else {
            continue;
        };
        if ty != wanted {
            let message = format!("{arg} is of type {ty}, where {wanted} belongs");
            checker.complain_inst(rules.1, inst, message);
        }
    }
}

fn result(checker: &mut Checker<'_>, inst: &Inst) {
    let given = checker.trace.result_type(inst.op, inst.immediate);
    let has = inst.result.and_then(|value| checker.trace.ty(value));
    let name = |ty: Option<Type>| ty.map_or("no value", Type::name);
    if given != has {
        let message = format!("the operation gives {}, not {}", name(given), name(has));
        checker.complain_inst(Rule::Result, inst, message);
    }
}
