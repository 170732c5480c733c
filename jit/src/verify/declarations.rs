//! Declarations make sense.

use super::{Checker, Rule};
use crate::ir::{Arena, Index};
use rustc_hash::FxHashSet;

/// The bytes of a field.
const WORD: u64 = 8;

pub(super) fn check(checker: &mut Checker<'_>) {
    let declared = &checker.trace.declared;
    names(checker, "code", &declared.codes, |code| &code.name);
    names(checker, "field", &declared.fields, |field| &field.name);
    names(checker, "layout", &declared.layouts, |layout| &layout.name);
    names(checker, "helper", &declared.helpers, |helper| &helper.name);
    names(checker, "object", &declared.objects, |object| &object.name);
    names(checker, "point", &declared.points, |point| &point.name);
    layouts(checker);
    points(checker);
}

fn names<I: Index, T>(
    checker: &mut Checker<'_>,
    what: &str,
    table: &Arena<I, T>,
    name_of: impl Fn(&T) -> &str,
) {
    let mut seen = FxHashSet::default();
    for (_, entry) in table.iter() {
        let name = name_of(entry);
        if !seen.insert(name) {
            let message = "another one has this name";
            checker.complain(Rule::UniqueName, format!("{what} {name:?}"), message);
        }
    }
}

fn layouts(checker: &mut Checker<'_>) {
    let declared = &checker.trace.declared;
    for (_, layout) in declared.layouts.iter() {
        let at = format!("layout {:?}", layout.name);
        for id in &layout.fields {
            let Some(field) = declared.fields.get(*id) else {
                checker.complain(Rule::Declared, &at, format!("there is no {id}"));
                continue;
            };
            // Elements of an array come in addition to the size.
            let bytes = if field.stride.is_some() { 0 } else { WORD };
            let end = u64::from(field.offset) + bytes;
            if end > u64::from(layout.size) {
                let message = format!("`{}` ends at byte {end} of {}", field.name, layout.size);
                checker.complain(Rule::FieldFits, &at, message);
            }
        }
    }
}

fn points(checker: &mut Checker<'_>) {
    let declared = &checker.trace.declared;
    for (_, point) in declared.points.iter() {
        let at = format!("point {:?}", point.name);
        let Some(code) = declared.codes.get(point.place.code) else {
            let message = format!("there is no {}", point.place.code);
            checker.complain(Rule::Declared, &at, message);
            continue;
        };
        for register in point.live.iter().filter(|live| live.0 >= code.registers) {
            let message = format!("{register} is beyond the {} registers", code.registers);
            checker.complain(Rule::LiveRegister, &at, message);
        }
    }
}
