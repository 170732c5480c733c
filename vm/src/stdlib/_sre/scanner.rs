//! `_sre.SRE_Scanner`: a search that goes on where it stopped. `finditer` calls its `search`.

use super::match_object;
use super::pattern::Pattern;
use super::run::Run;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::name;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::iterators::{self, CALLABLE_ITERATOR, Iterator};
use crate::objects::native_box::NativeBox;
use crate::objects::native_function::BoundNative;
use crate::protocol::get_attr;
use crate::types::TypeDef;
use crate::value::Value;
use tython_sre::Mode;

builtin_type! {
    /// The class.
    static SCANNER = TypeDef {
        name: "SRE_Scanner",
        module: "_sre",
        layout: Some(layout::INSTANCE),
        reserved: 6,
        ..TypeDef::NEW
    };
}

/// The slot with the pattern.
const PATTERN: usize = 0;
/// The slot with the object that is searched.
const STRING: usize = 1;
/// The slots with the bounds of the search.
const POS: usize = 2;
const END: usize = 3;
/// The slot with where to go on; None once nothing was found.
const START: usize = 4;
/// The slot with whether the next match must not be empty there.
const NOT_EMPTY: usize = 5;

/// A scanner at the beginning of a run.
///
/// # Errors
/// MemoryError.
pub(super) fn new(cx: &mut Cx, run: &Run) -> R<&'static Instance> {
    let scanner = Instance::new(cx, SCANNER.class())?;
    for (slot, value) in [
        (PATTERN, run.pattern.0.value()),
        (STRING, run.string),
        (POS, Value::index(run.pos)),
        (END, Value::index(run.end)),
        (START, Value::index(run.pos)),
        (NOT_EMPTY, Value::bool(false)),
    ] {
        // It is new, so nobody else writes it.
        scanner.inline(slot).poke(value);
    }
    Ok(scanner)
}

fn number(cx: &mut Cx, this: &'static Instance, slot: usize) -> R<Option<isize>> {
    let number = this.get(cx, slot)?.as_small_int();
    Ok(number.map(|number| number as isize))
}

fn step(cx: &mut Cx, this: &'static Instance, mode: Mode) -> R<Option<Value>> {
    let pattern = this.get(cx, PATTERN)?.cast::<NativeBox>();
    let (Some(pattern), Some(start)) = (pattern, number(cx, this, START)?) else {
        return Ok(None);
    };
    let string = this.get(cx, STRING)?;
    let pos = number(cx, this, POS)?.unwrap_or(0);
    let end = number(cx, this, END)?.unwrap_or(0);
    let mut run = Run::new(cx, Pattern(pattern), string, pos, end)?;
    let not_empty = this.get(cx, NOT_EMPTY)? == Value::bool(true);
    run.resume(start as usize, not_empty);
    if !run.find(cx, mode)? {
        this.set(cx, START, Value::NONE)?;
        return Ok(None);
    }
    let found = match_object::new(cx, &run)?;
    let (start, not_empty) = run.after();
    this.set(cx, START, Value::index(start))?;
    this.set(cx, NOT_EMPTY, Value::bool(not_empty))?;
    Ok(Some(found.0.value()))
}

/// `iter(scanner.search, None)`, only without a call for each match.
///
/// # Errors
/// MemoryError.
pub(super) fn iterator(cx: &mut Cx, run: &Run) -> R<&'static Iterator> {
    let scanner = new(cx, run)?;
    let name = name!(cx, "search")?;
    let search = get_attr(cx, scanner.value(), name)?;
    let none = Value::NONE;
    iterators::new(cx, &CALLABLE_ITERATOR, next, search, none, none)
}

fn next(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let search = cx.load(iterator, &iterator.source)?.cast::<BoundNative>();
    let scanner = search.and_then(|search| search.receiver.get().cast::<Instance>());
    let found = match scanner {
        Some(scanner) => step(cx, scanner, Mode::Search)?,
        None => None,
    };
    match found {
        Some(found) => Ok(found),
        None => iterator.finish(cx),
    }
}

#[native(SCANNER, "match(self)")]
fn match_(cx: &mut Cx, this: &'static Instance) -> R<Option<Value>> {
    step(cx, this, Mode::Match)
}

#[native(SCANNER, "search(self)")]
fn search(cx: &mut Cx, this: &'static Instance) -> R<Option<Value>> {
    step(cx, this, Mode::Search)
}

#[native(SCANNER, "pattern", getter, effect = reads)]
fn pattern(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, PATTERN)
}
