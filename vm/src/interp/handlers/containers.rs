//! Displays and comprehensions: containers that the code builds.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::set::{self, Set};
use crate::objects::tuple::{self, Tuple};
use crate::protocol::unpack;
use crate::value::Value;
use tython_compiler::isa::Instr;

pub(in crate::interp) fn BuildTuple(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let tuple = tuple::new(cx, fr.window(i.b(), usize::from(i.c())))?;
    fr.set(i.a(), Value::from(tuple));
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildTupleWith(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let tuple = unpack::tuple_with(cx, fr.window(i.b(), usize::from(i.c())))?;
    fr.set(i.a(), Value::from(tuple));
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildList(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let list = list::from_slice(cx, fr.window(i.b(), usize::from(i.c())))?;
    fr.set(i.a(), Value::from(list));
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildSet(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let set = set::new(cx)?;
    for index in 0..i.c() {
        set::add(cx, set, fr.get(i.b() + index))?;
    }
    fr.set(i.a(), Value::from(set));
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildMap(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let map = dict::new(cx)?;
    for index in (0..i.c()).step_by(2) {
        let key = fr.get(i.b() + index);
        dict::set(cx, map, key, fr.get(i.b() + index + 1))?;
    }
    fr.set(i.a(), Value::from(map));
    Ok(Flow::Next)
}

/// The list that the code built in a register.
#[inline(always)]
fn list_in(fr: Fr, register: u16) -> &'static List {
    match fr.get(register).cast::<List>() {
        Some(list) => list,
        None => unreachable!("the compiler keeps a list here"),
    }
}

fn dict_in(fr: Fr, register: u16) -> &'static Dict {
    match fr.get(register).cast::<Dict>() {
        Some(dict) => dict,
        None => unreachable!("the compiler keeps a dict here"),
    }
}

fn set_in(fr: Fr, register: u16) -> &'static Set {
    match fr.get(register).cast::<Set>() {
        Some(set) => set,
        None => unreachable!("the compiler keeps a set here"),
    }
}

#[inline(always)]
pub(in crate::interp) fn ListAppend(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    list::append(cx, list_in(fr, i.a()), fr.get(i.b()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn SetAdd(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    set::add(cx, set_in(fr, i.a()), fr.get(i.b()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn MapAdd(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    dict::set(cx, dict_in(fr, i.a()), fr.get(i.b()), fr.get(i.c()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn ListExtend(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    unpack::extend_list(cx, list_in(fr, i.a()), fr.get(i.b()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn SetUpdate(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    set::update(cx, set_in(fr, i.a()), fr.get(i.b()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn DictUpdate(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    unpack::update_dict(cx, dict_in(fr, i.a()), fr.get(i.b()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn DictMerge(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    unpack::merge_keywords(cx, dict_in(fr, i.a()), fr.get(i.b()), fr.get(i.c()))?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn SpreadKeywords(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (mapping, callee) = (fr.get(i.b()), fr.get(i.c()));
    // Nothing happens between this and the call but that what is no tuple is made one.
    let is_next = fr.get(i.c() + 2).is::<Tuple>();
    if is_next
        && let Some(dict) = mapping.cast::<Dict>()
        && dict::has_names_only(cx, dict)?
    {
        fr.set(i.a(), mapping);
        return Ok(Flow::Next);
    }
    let dict = dict::new(cx)?;
    fr.set(i.a(), Value::from(dict));
    unpack::merge_keywords(cx, dict, mapping, callee)?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn ListToTuple(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let tuple = tuple::of_list(cx, list_in(fr, i.b()))?;
    fr.set(i.a(), Value::from(tuple));
    Ok(Flow::Next)
}
