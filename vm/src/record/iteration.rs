//! Loops over iterators: those of lists, tuples, ranges and texts of Latin-1 in line, also inside `enumerate` and `zip`; for a lone thread those of
//! dicts and sets as well (`entries.rs`). Others by a call.

use super::containers::MOST;
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::name;
use crate::objects::iterators::{Iterator, Kind};
use crate::objects::list::List;
use crate::objects::tuple::Tuple;
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, FieldId, Op as Ir};

/// Iterators whose steps run no Python code.
const NATIVE: &[&str] = &[
    "tuple_iterator",
    "str_iterator",
    "str_ascii_iterator",
    "bytes_iterator",
    "list_reverseiterator",
    "dict_keyiterator",
    "dict_valueiterator",
    "dict_itemiterator",
    "set_iterator",
    "list_iterator",
    "range_iterator",
];

/// A step of an iterator: what it gives, if it is not at its end, and what it writes.
pub(super) struct Step {
    pub(super) items: Option<Items>,
    pub(super) stores: Vec<(FieldId, ir::Value, ir::Value)>,
}

pub(super) enum Items {
    One(Held),
    Pair(Held, Held),
}

impl Recorder {
    pub(super) fn iteration(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        op: Op,
        i: Instr,
    ) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::ForIter => self.for_iter(cx, fr, i)?,
            Op::GetIter => self.get_iter(cx, fr, i)?,
            Op::UnpackSequence => self.unpack(fr, i)?,
            Op::UnpackEx => self.unpack_with_rest(fr, i)?,
            _ => return Ok(None),
        }))
    }

    pub(super) fn get_iter(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let now = fr.get(i.b());
        // A generator is its own iterator.
        let generator = now.cast::<crate::objects::generator::Generator>();
        if generator.is_some_and(|generator| generator.is_generator())
            && self.get_kind(fr, i.b()).is_some()
        {
            return Ok(After::Set(i.a(), self.get(i.b())));
        }
        if let Some(after) = self.iter_in_line(fr, i)? {
            return Ok(after);
        }
        let is_instance = now.is::<crate::objects::instance::Instance>();
        if is_instance {
            let name = name!(cx, "__iter__");
            if let Some(after) = self.generator_of(cx, fr, i, name)? {
                return Ok(after);
            }
        }
        let is_builtin = now.is_reference() && !is_instance && generator.is_none();
        if is_builtin && self.get_kind(fr, i.b()).is_some() {
            let word = self.get_word(i.b());
            let word = self.helper_value("get_iter", &[word])?;
            return Ok(After::Opaque(Some((i.a(), word))));
        }
        let word = self.get_word(i.b());
        let word = self.wild_value("get_any_iter", &[word])?;
        Ok(After::Wild(Some((i.a(), word))))
    }

    fn unpack(&mut self, fr: Fr, i: Instr) -> Res<After> {
        let count = usize::from(i.c());
        let items = if fr
            .get(i.a())
            .cast::<Tuple>()
            .is_some_and(|tuple| tuple.len() == count)
        {
            self.unpacked_tuple(fr, i.a(), count)?
        } else {
            self.unpacked_list(fr, i.a(), count)?
        };
        self.pending_sets = (i.b()..).zip(items).collect();
        Ok(After::Nothing)
    }

    /// `first, *rest, last = tuple`. Behind an exit it may be of any length: the interpreter does that.
    fn unpack_with_rest(&mut self, fr: Fr, i: Instr) -> Res<After> {
        // SAFETY: the operand word follows the instruction.
        let counts = unsafe { *fr.frame().pc.add(1) };
        let (before, after) = (counts as u32 as usize, (counts >> 32) as usize);
        let length = fr.get(i.a()).cast::<Tuple>().map(Tuple::len);
        let rest = length.and_then(|length| length.checked_sub(before + after));
        let (Some(length), Some(rest)) = (length, rest.filter(|rest| *rest <= usize::from(MOST)))
        else {
            return self.interpreted(fr, Op::UnpackEx, i);
        };
        if !self.is_loop() {
            return self.interpreted(fr, Op::UnpackEx, i);
        }
        let mut items = self.unpacked_tuple(fr, i.a(), length)?;
        self.hand_over(&items[before..before + rest])?;
        let count = self.int(rest as i64);
        let list = self.helper_value("build_list", &[count])?;
        items.splice(before..before + rest, [Held::Word(list)]);
        self.pending_sets = (i.b()..).zip(items).collect();
        Ok(After::Nothing)
    }

    /// The items of a tuple in a register, of which there are so many.
    fn unpacked_tuple(&mut self, fr: Fr, register: u16, count: usize) -> Res<Vec<Held>> {
        let Some(address) = self.get_kind(fr, register) else {
            return unsupported("a tuple that is none");
        };
        self.guard_tuple_length(address, count);
        let items = (0..count as u32).map(|index| Held::Word(self.tuple_item(address, index)));
        Ok(items.collect())
    }

    fn unpacked_list(&mut self, fr: Fr, register: u16, count: usize) -> Res<Vec<Held>> {
        let list = fr.get(register).cast::<List>();
        let sizes = list.and_then(crate::objects::list::recorded::sizes);
        if sizes.is_none_or(|(_, length)| length != count) {
            return unsupported("the unpacking of no tuple");
        }
        let Some(length) = self.length_of_list(fr, register) else {
            return unsupported("a list that is none");
        };
        let wanted = self.int(count as i64);
        let same = self.emit(Ir::Eq, &[length, wanted]);
        self.guard(same, true);
        let Some(address) = self.get_kind(fr, register) else {
            return unsupported("a list that is none");
        };
        let mut items = Vec::new();
        for index in 0..count {
            let number = self.int(index as i64);
            items.push(Held::Word(self.list_item(address, list, number)));
        }
        Ok(items)
    }

    fn for_iter(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let now = fr.get(i.b());
        if let Some(resumed) = self.resume(cx, fr, i)? {
            return Ok(resumed);
        }
        let Some(iterator) = now.cast::<Iterator>() else {
            return self.next_of_anything(fr, i);
        };
        if iterator.known_kind().is_none() {
            return self.next_of_anything(fr, i);
        }
        let held = self.get(i.b());
        let Some(step) = self.step(cx, held, now)? else {
            return self.next_of_anything(fr, i);
        };
        if step.items.is_none() {
            self.note_end(i.b(), iterator);
        }
        let pair = unpacked_next(fr, i);
        let sets = match step.items {
            None => Vec::new(),
            Some(Items::One(held)) => vec![(i.a(), held)],
            Some(Items::Pair(first, second)) => match pair {
                Some(base) => vec![(base, first), (base + 1, second)],
                None => {
                    let tuple = self.new_tuple(&[first, second])?;
                    vec![(i.a(), tuple)]
                }
            },
        };
        self.make_step(step.stores);
        self.pending_sets = sets;
        Ok(After::Nothing)
    }

    /// Writes what a step writes.
    pub(super) fn make_step(&mut self, stores: Vec<(FieldId, ir::Value, ir::Value)>) {
        for (_, object, _) in &stores {
            self.open_write(*object);
        }
        for (field, object, word) in stores {
            self.store(field, object, word);
        }
    }

    /// The next value by a call.
    fn next_of_anything(&mut self, fr: Fr, i: Instr) -> Res<After> {
        let now = fr.get(i.b());
        let is_native = now.is::<Iterator>() && {
            let name = crate::objects::str::to_string(class_of(now).name.peek());
            NATIVE.contains(&&*name)
        };
        if is_native && self.get_kind(fr, i.b()).is_some() {
            let word = self.get_word(i.b());
            let word = self.helper_value("iter_next", &[word])?;
            return Ok(After::Next(i.a(), word, false));
        }
        let word = self.get_word(i.b());
        let word = self.wild_value("iter_next_any", &[word])?;
        Ok(After::Next(i.a(), word, true))
    }

    /// The step that an iterator makes now, with guards that it makes such a step. Writes nothing yet.
    pub(super) fn step(&mut self, cx: &mut Cx, held: Held, now: Value) -> Res<Option<Step>> {
        let Some(iterator) = now.cast::<Iterator>() else {
            return Ok(None);
        };
        let Some(address) = self.as_kind(held, now) else {
            return Ok(None);
        };
        let field = self.fields.iterator_step;
        let step = self.load(field, address);
        let wanted = self.int(iterator.step_word() as i64);
        let same = self.emit(Ir::Eq, &[step, wanted]);
        self.guard(same, true);
        self.open_read(address);
        match iterator.known_kind() {
            Some(Kind::Range) => self.step_of_range(address, iterator).map(Some),
            Some(Kind::List) => self.step_of_list(address, iterator),
            Some(Kind::Tuple) => Ok(self.step_of_tuple(address, iterator)),
            Some(Kind::Text) => Ok(self.step_of_text(cx, address, iterator)),
            Some(kind @ (Kind::Keys | Kind::Values | Kind::Items | Kind::Elements)) => {
                Ok(self.step_of_entries(address, iterator, kind))
            }
            Some(Kind::Enumerate) => self.step_of_enumerate(cx, address, iterator),
            Some(Kind::Zip) => self.step_of_zip(cx, address, iterator),
            None | Some(Kind::Other) => Ok(None),
        }
    }

    /// A field that holds a small integer, as an integer.
    pub(super) fn small_field(&mut self, field: FieldId, object: ir::Value) -> ir::Value {
        let word = self.load(field, object);
        let bits = self.emit(Ir::WordAsInt, &[word]);
        let one = self.int(1);
        self.emit(Ir::Sar, &[bits, one])
    }

    fn step_of_range(&mut self, iterator: ir::Value, now: &'static Iterator) -> Res<Step> {
        let (more, position, source) = (
            self.fields.iterator_more,
            self.fields.iterator_position,
            self.fields.iterator_source,
        );
        let left = self.small_field(more, iterator);
        let zero = self.int(0);
        let goes_on = self.emit(Ir::Lt, &[zero, left]);
        let is_on = now.more.peek().as_small_int().is_some_and(|left| left > 0);
        self.guard(goes_on, is_on);
        if !is_on {
            return Ok(Step {
                items: None,
                stores: Vec::new(),
            });
        }
        let value = self.small_field(position, iterator);
        let step = self.small_field(source, iterator);
        let one = self.int(1);
        // Nearly always the same.
        let step = match now.source.peek().as_small_int() {
            Some(1) => {
                let same = self.emit(Ir::Eq, &[step, one]);
                self.guard(same, true);
                one
            }
            _ => step,
        };
        // It is small, even behind the last number (`iter_of`).
        let next = self.emit(Ir::Add, &[value, step]);
        let next = self.small_word(next);
        let left = self.emit(Ir::Sub, &[left, one]);
        let left = self.small_word(left);
        Ok(Step {
            items: Some(Items::One(Held::Int(value, None))),
            stores: vec![(position, iterator, next), (more, iterator, left)],
        })
    }

    fn step_of_list(&mut self, iterator: ir::Value, now: &'static Iterator) -> Res<Option<Step>> {
        let (source, position) = (self.fields.iterator_source, self.fields.iterator_position);
        let list_now = now.source.peek();
        let (Some(list), Some(index_now)) =
            (list_now.cast::<List>(), now.position.peek().as_small_int())
        else {
            return Ok(None);
        };
        let Some((_, length_now)) = crate::objects::list::recorded::sizes(list) else {
            return Ok(None);
        };
        let word = self.load(source, iterator);
        let Some(address) = self.as_kind(Held::Word(word), list_now) else {
            return Ok(None);
        };
        let index = self.small_field(position, iterator);
        let length = self.list_length(address);
        let goes_on = self.emit(Ir::Below, &[index, length]);
        let is_on = (index_now as u64) < length_now as u64;
        self.guard(goes_on, is_on);
        if !is_on {
            return Ok(Some(self.at_end(iterator)));
        }
        let item = self.list_item(address, Some(list), index);
        let next = self.index_behind(index);
        Ok(Some(Step {
            items: Some(Items::One(Held::Word(item))),
            stores: vec![(position, iterator, next)],
        }))
    }

    fn step_of_tuple(&mut self, iterator: ir::Value, now: &'static Iterator) -> Option<Step> {
        let (source, position) = (self.fields.iterator_source, self.fields.iterator_position);
        let tuple_now = now.source.peek();
        let length_now = tuple_now.cast::<Tuple>()?.len();
        let index_now = now.position.peek().as_small_int()?;
        let word = self.load(source, iterator);
        let tuple = self.as_kind(Held::Word(word), tuple_now)?;
        let index = self.small_field(position, iterator);
        let length = self.fields.tuple_length;
        let length = self.load(length, tuple);
        let goes_on = self.emit(Ir::Below, &[index, length]);
        let is_on = (index_now as u64) < length_now as u64;
        self.guard(goes_on, is_on);
        if !is_on {
            return Some(self.at_end(iterator));
        }
        let items = self.fields.tuple_items;
        let item = self.load_at(items, tuple, index);
        let next = self.index_behind(index);
        Some(Step {
            items: Some(Items::One(Held::Word(item))),
            stores: vec![(position, iterator, next)],
        })
    }

    /// There is nothing more, now or later.
    pub(super) fn at_end(&mut self, iterator: ir::Value) -> Step {
        let source = self.fields.iterator_source;
        let unbound = self.constant(Value::UNBOUND);
        Step {
            items: None,
            stores: vec![(source, iterator, unbound)],
        }
    }

    /// The word of the index behind this one, of something that lies in memory.
    pub(super) fn index_behind(&mut self, index: ir::Value) -> ir::Value {
        let one = self.int(1);
        let next = self.emit(Ir::Add, &[index, one]);
        self.small_word(next)
    }

    /// The word of an integer that is known to be small.
    fn small_word(&mut self, int: ir::Value) -> ir::Value {
        let one = self.int(1);
        let bits = self.emit(Ir::Shl, &[int, one]);
        self.emit(Ir::IntAsWord, &[bits])
    }

    fn step_of_enumerate(
        &mut self,
        cx: &mut Cx,
        iterator: ir::Value,
        now: &'static Iterator,
    ) -> Res<Option<Step>> {
        let inner_now = now.source.peek();
        let number_now = now.position.peek();
        if !is_simple(inner_now) || !number_now.is_small_int() {
            return Ok(None);
        }
        let (source, position) = (self.fields.iterator_source, self.fields.iterator_position);
        let inner = self.load(source, iterator);
        let number = self.load(position, iterator);
        let Some(number) = self.as_int(Held::Word(number), number_now) else {
            return Ok(None);
        };
        let Some(mut step) = self.step(cx, Held::Word(inner), inner_now)? else {
            return Ok(None);
        };
        if let Some(Items::One(item)) = step.items {
            let one = self.int(1);
            let next = self.checked(Ir::AddOvf, &[number, one]);
            let next = self.word(Held::Int(next, None));
            step.stores.push((position, iterator, next));
            step.items = Some(Items::Pair(Held::Int(number, None), item));
        }
        Ok(Some(step))
    }

    fn step_of_zip(
        &mut self,
        cx: &mut Cx,
        iterator: ir::Value,
        now: &'static Iterator,
    ) -> Res<Option<Step>> {
        let pair_now = now.source.peek();
        let Some([first_now, second_now]) = pair_now.cast::<Tuple>().map(Tuple::as_slice) else {
            return Ok(None);
        };
        let is_plain = is_simple(*first_now) && is_simple(*second_now) && first_now != second_now;
        // A strict one has more to do at its end.
        if !is_plain || now.position.peek() == Value::TRUE {
            return Ok(None);
        }
        let (source, position) = (self.fields.iterator_source, self.fields.iterator_position);
        let strict = self.load(position, iterator);
        self.guard_word(strict, now.position.peek());
        let pair = self.load(source, iterator);
        let Some(pair) = self.as_kind(Held::Word(pair), pair_now) else {
            return Ok(None);
        };
        self.guard_tuple_length(pair, 2);
        let (first, second) = (self.tuple_item(pair, 0), self.tuple_item(pair, 1));
        let same = self.emit(Ir::SameWord, &[first, second]);
        self.guard(same, false);
        let Some(mut step) = self.step(cx, Held::Word(first), *first_now)? else {
            return Ok(None);
        };
        let Some(Items::One(one)) = step.items else {
            return Ok(Some(step));
        };
        let Some(other) = self.step(cx, Held::Word(second), *second_now)? else {
            return Ok(None);
        };
        step.stores.extend(other.stores);
        step.items = match other.items {
            Some(Items::One(two)) => Some(Items::Pair(one, two)),
            _ => None,
        };
        Ok(Some(step))
    }
}

/// An iterator in line that gives one value at a time.
fn is_simple(value: Value) -> bool {
    let iterator = value.cast::<Iterator>();
    iterator.is_some_and(|iterator| iterator.known_kind().is_some() && !iterator.gives_pairs())
}

/// The first register of the two that the next instruction unpacks the value to, if it does.
fn unpacked_next(fr: Fr, i: Instr) -> Option<u16> {
    let words = i.op()?.info().words();
    // SAFETY: an instruction follows, because this one goes on.
    let next = Instr(unsafe { *fr.frame().pc.add(words) });
    let unpacks = next.0 as u16 == Op::UnpackSequence as u16 && next.a() == i.a() && next.c() == 2;
    unpacks.then(|| next.b())
}
