//! Exits say everything that is needed to resume.
//!
//! The first frame was in memory when the trace was entered, so its list may be sparse; of every other
//! frame, all live registers are needed. That the *values* are there is checked where exits are used
//! (`values.rs`).

use super::{Checker, Rule};
use crate::ir::{Content, Exit, ExitId, FrameState, Op, Trace, Type, Virtual};
use rustc_hash::FxHashSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    let elsewhere = behind_reframe(checker.trace);
    for (id, exit) in checker.trace.exits.iter() {
        if elsewhere != Some(id) {
            entry_frame(checker, id, exit);
        }
        for (depth, frame) in exit.frames.iter().enumerate() {
            registers(checker, id, depth, frame);
        }
        for (number, virtual_) in exit.virtuals.iter() {
            fields(checker, format!("{number} of {id}"), virtual_);
        }
        let missing = exit.contents().filter_map(|content| match content {
            Content::Virtual(number) => exit.virtuals.get(number).is_none().then_some(number),
            Content::Value(_) => None,
        });
        for number in missing {
            checker.complain(Rule::VirtualDeclared, id, format!("there is no {number}"));
        }
    }
}

/// The exit of the trace's end, if that is in another frame than the one the trace was entered from.
fn behind_reframe(trace: &Trace) -> Option<ExitId> {
    match trace.insts() {
        [.., before, last] if before.op == Op::Reframe => last.exit,
        _ => None,
    }
}

fn entry_frame(checker: &mut Checker<'_>, id: ExitId, exit: &Exit) {
    let points = &checker.trace.declared.points;
    let Some(first) = exit.frames.first() else {
        return checker.complain(Rule::EntryFrame, id, "it has no frame");
    };
    if let (Some(here), Some(entry)) = (points.get(first.point), points.get(checker.trace.entry))
        && here.place.code != entry.place.code
    {
        let message = format!("`{}` and `{}` are in two codes", here.name, entry.name);
        checker.complain(Rule::EntryFrame, id, message);
    }
}

fn registers(checker: &mut Checker<'_>, id: ExitId, depth: usize, frame: &FrameState) {
    let Some(point) = checker.trace.declared.points.get(frame.point) else {
        return checker.complain(Rule::Declared, id, format!("there is no {}", frame.point));
    };
    let at = format!("frame `{}` of {id}", point.name);
    let mut written = FxHashSet::default();
    for (register, _) in &frame.registers {
        if !point.live.contains(register) {
            let message = format!("{register} is not live there");
            checker.complain(Rule::LiveAtExit, &at, message);
        }
        if !written.insert(*register) {
            let message = format!("{register} has two values");
            checker.complain(Rule::LiveAtExit, &at, message);
        }
    }
    if depth > 0 {
        for register in point.live.iter().filter(|live| !written.contains(live)) {
            let message = format!("{register} is live there and has no value");
            checker.complain(Rule::FrameComplete, &at, message);
        }
    }
}

fn fields(checker: &mut Checker<'_>, at: String, virtual_: &Virtual) {
    let declared = &checker.trace.declared;
    let Some(layout) = declared.layouts.get(virtual_.layout) else {
        let message = format!("there is no {}", virtual_.layout);
        return checker.complain(Rule::Declared, at, message);
    };
    let given: Vec<_> = virtual_.fields.iter().map(|field| field.0).collect();
    let distinct: FxHashSet<_> = given.iter().collect();
    let fields: FxHashSet<_> = layout.fields.iter().collect();
    if distinct != fields || distinct.len() != given.len() {
        let message = format!("its fields are not those of `{}`", layout.name);
        checker.complain(Rule::VirtualComplete, &at, message);
    }
    for (id, content) in &virtual_.fields {
        let Some(field) = declared.fields.get(*id) else {
            checker.complain(Rule::Declared, &at, format!("there is no {id}"));
            continue;
        };
        let ty = match content {
            Content::Value(value) => checker.trace.ty(*value),
            Content::Virtual(_) => Some(Type::Ref),
        };
        // A word is what the interpreter stores: the exit makes one of anything.
        if field.ty != Type::Word && ty.is_some_and(|ty| ty != field.ty) {
            let message = format!("what `{}` holds is of another type", field.name);
            checker.complain(Rule::VirtualType, &at, message);
        }
    }
}
