//! Entry, loop and end; and that each instruction has what its operation wants beside operands.

use super::{Checker, Rule};
use crate::ir::{Field, Immediate, Inst, Kind, Op, Param, Type};

pub(super) fn check(checker: &mut Checker<'_>) {
    entry(checker);
    shape(checker);
    for inst in checker.trace.insts() {
        immediate(checker, inst);
        exit(checker, inst);
    }
}

fn entry(checker: &mut Checker<'_>) {
    let trace = checker.trace;
    let Some(point) = trace.declared.points.get(trace.entry) else {
        let message = format!("there is no {}", trace.entry);
        return checker.complain(Rule::Declared, "the entry", message);
    };
    for Param { value, register } in &trace.params {
        let at = format!("parameter {value}");
        match (trace.origin.kind, register) {
            (Kind::Root, Some(register)) if !point.live.contains(register) => {
                let message = format!("{register} is not live at `{}`", point.name);
                checker.complain(Rule::RootParameter, at, message);
            }
            (Kind::Root, Some(_)) if trace.ty(*value) == Some(Type::Word) => {}
            (Kind::Root, Some(_)) => checker.complain(Rule::RootParameter, at, "it is no word"),
            (Kind::Root, None) => checker.complain(Rule::RootParameter, at, "it has no register"),
            (Kind::Bridge { .. }, None) => {}
            (Kind::Bridge { .. }, Some(register)) => {
                let message = format!("it has the register {register}");
                checker.complain(Rule::BridgeParameter, at, message);
            }
        }
    }
}

fn shape(checker: &mut Checker<'_>) {
    let trace = checker.trace;
    let Some((last, others)) = trace.insts().split_last() else {
        return checker.complain(Rule::End, "the trace", "it has no instructions");
    };
    if !last.op.is_end() {
        checker.complain_inst(Rule::End, last, "the trace ends here, and goes on");
    }
    for inst in others.iter().filter(|inst| inst.op.is_end()) {
        checker.complain_inst(
            Rule::End,
            inst,
            "instructions follow that are never reached",
        );
    }
    let mut loops = 0;
    for inst in trace.insts() {
        match inst.op {
            Op::Loop => {
                loops += 1;
                if loops > 1 {
                    checker.complain_inst(Rule::OneLoop, inst, "there is one already");
                }
            }
            Op::Jump if loops == 0 => {
                checker.complain_inst(Rule::JumpToLoop, inst, "there is no loop header");
            }
            _ => {}
        }
    }
    reframe(checker, last, others);
    if loops == 0 && !trace.loop_params.is_empty() {
        checker.complain(
            Rule::OneLoop,
            "the trace",
            "it has parameters for no loop header",
        );
    }
}

fn reframe(checker: &mut Checker<'_>, last: &Inst, others: &[Inst]) {
    for (number, inst) in others.iter().enumerate() {
        if inst.op != Op::Reframe {
            continue;
        }
        let is_last = number + 1 == others.len() && matches!(last.op, Op::Link | Op::Leave);
        let is_shared = |other: &Inst| other.exit.is_some() && other.exit == last.exit;
        if !is_last || others.iter().any(is_shared) {
            checker.complain_inst(
                Rule::ReframeAtEnd,
                inst,
                "the trace goes on in another frame",
            );
        }
    }
}

fn immediate(checker: &mut Checker<'_>, inst: &Inst) {
    let declared = &checker.trace.declared;
    if inst.immediate.kind() != inst.op.info().immediate {
        return checker.complain_inst(Rule::Immediate, inst, "the immediate is of another kind");
    }
    let known = match inst.immediate {
        Immediate::Object(id) => declared.objects.get(id).is_some(),
        Immediate::Layout(id) => declared.layouts.get(id).is_some(),
        Immediate::Helper(id) => declared.helpers.get(id).is_some(),
        Immediate::Field(id) => return field(checker, inst, declared.fields.get(id), false),
        Immediate::Array(id) => return field(checker, inst, declared.fields.get(id), true),
        _ => true,
    };
    if !known {
        checker.complain_inst(Rule::Declared, inst, "the immediate is not declared");
    }
    let unknown_place = inst
        .place
        .filter(|place| declared.codes.get(place.code).is_none());
    if let Some(place) = unknown_place {
        checker.complain_inst(Rule::Declared, inst, format!("there is no {}", place.code));
    }
}

fn field(checker: &mut Checker<'_>, inst: &Inst, field: Option<&Field>, is_array: bool) {
    match field {
        None => checker.complain_inst(Rule::Declared, inst, "the field is not declared"),
        Some(field) if field.stride.is_some() && !is_array => {
            checker.complain_inst(Rule::Immediate, inst, "the field is an array");
        }
        Some(field) if field.stride.is_none() && is_array => {
            checker.complain_inst(Rule::Immediate, inst, "the field is no array");
        }
        Some(_) => {}
    }
}

fn exit(checker: &mut Checker<'_>, inst: &Inst) {
    let trace = checker.trace;
    match (inst.exit, trace.has_exit(inst.op, inst.immediate)) {
        (None, true) => checker.complain_inst(Rule::ExitPresent, inst, "it has no exit"),
        (Some(exit), true) if trace.exits.get(exit).is_none() => {
            checker.complain_inst(Rule::ExitPresent, inst, format!("there is no {exit}"));
        }
        (Some(_), false) => checker.complain_inst(Rule::ExitAbsent, inst, "it has an exit"),
        _ => {}
    }
}
