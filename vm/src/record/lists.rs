//! Elements of lists and tuples.

use super::held::Held;
use super::{Recorder, Res};
use crate::heap::{HeapType, Meta};
use crate::interp::Fr;
use crate::objects::list::List;
use crate::objects::list::recorded::{CARD, LARGEST_SMALL, SLOTS, sizes};
use crate::objects::tuple::{TUPLE, Tuple};
use crate::value::Value;
use tython_gc::HEADER_BYTES;
use tython_jit::ir::{self, FieldId, Form, Immediate, Layout, Op as Ir};

impl Recorder {
    /// A tuple has so many items.
    pub(super) fn guard_tuple_length(&mut self, tuple: ir::Value, count: usize) {
        let field = self.fields.tuple_length;
        let length = self.load(field, tuple);
        let count = self.int(count as i64);
        let same = self.emit(Ir::Eq, &[length, count]);
        self.guard(same, true);
    }

    /// An item of a tuple, which has it.
    pub(super) fn tuple_item(&mut self, tuple: ir::Value, index: u32) -> ir::Value {
        let declared = &mut self.trace.declared;
        let field = self.fields.item(declared, index);
        self.load(field, tuple)
    }

    /// A new tuple.
    pub(super) fn new_tuple(&mut self, items: &[Held]) -> Res<Held> {
        let words: Vec<ir::Value> = items.iter().map(|item| self.word(*item)).collect();
        let declared = &mut self.trace.declared;
        let mut fields = vec![self.fields.tuple_length];
        for index in 0..words.len() {
            fields.push(self.fields.item(declared, index as u32));
        }
        let kind = Meta::new(Tuple::LAYOUT, TUPLE.shape());
        let name = format!("tuple{}", words.len());
        let mut values = vec![self.int(words.len() as i64)];
        values.extend(words);
        let (tuple, word) = self.new_object(kind, &name, &fields, &values);
        Ok(Held::Ref(tuple, word))
    }

    /// A new object of this kind and name: one word for each of its fields. Its address, and the word that refers to it.
    pub(super) fn new_object(
        &mut self,
        kind: Meta,
        name: &str,
        fields: &[FieldId],
        words: &[ir::Value],
    ) -> (ir::Value, ir::Value) {
        let name = format!("{}:{}:0:{name}", kind.layout(), kind.shape());
        let of_kind = self.fields.kind;
        let all: Vec<FieldId> = [of_kind].iter().chain(fields).copied().collect();
        let object = self.allocate(name, words.len(), &all, false);
        // Who looks at a virtual object finds what it is.
        let kind = self.int(kind.bits() as i64);
        self.store(of_kind, object, kind);
        for (field, word) in fields.iter().zip(words) {
            self.store(*field, object, *word);
        }
        (object, self.tagged(object))
    }

    /// A new object of a layout with that name and so many words, whose fields are all to be written; whether there is to be one
    /// even if nobody sees it.
    pub(super) fn allocate(
        &mut self,
        name: String,
        words: usize,
        fields: &[FieldId],
        solid: bool,
    ) -> ir::Value {
        let layouts = &mut self.trace.declared.layouts;
        let known = layouts.iter().find(|(_, layout)| layout.name == name);
        let known = known.map(|(id, _)| id);
        let layout = known.unwrap_or_else(|| {
            layouts.push(Layout {
                name,
                size: (HEADER_BYTES + 8 * words) as u32,
                solid,
                fields: fields.to_vec(),
            })
        });
        let exit = self.exit();
        let place = self.place();
        let object = self.trace.emit(
            Ir::Alloc,
            Immediate::Layout(layout),
            &[],
            Some(exit),
            Some(place),
        );
        object.expect("an allocation gives an object")
    }

    /// The number of elements of a list in a register, if one is there.
    pub(super) fn length_of_list(&mut self, fr: Fr, register: u16) -> Option<ir::Value> {
        let list = fr.get(register).cast::<List>()?;
        sizes(list)?;
        let address = self.get_kind(fr, register)?;
        Some(self.list_length(address))
    }

    /// The number of elements of a list that has a buffer.
    pub(super) fn list_length(&mut self, list: ir::Value) -> ir::Value {
        let buffer = self.buffer(list);
        self.open_read(buffer);
        let field = self.fields.buffer_length;
        let twice = self.load(field, buffer);
        let one = self.int(1);
        self.emit(Ir::Sar, &[twice, one])
    }

    /// The length of a list that has no buffer.
    pub(super) fn length_without_buffer(&mut self, list: ir::Value) -> ir::Value {
        self.word_of_buffer(list, false);
        self.int(0)
    }

    /// What a list has for a buffer, if it has one, or has none.
    fn word_of_buffer(&mut self, list: ir::Value, has_one: bool) -> ir::Value {
        self.open_read(list);
        let field = self.fields.list_buffer;
        let word = self.load(field, list);
        let unbound = self.constant(Value::UNBOUND);
        let same = self.emit(Ir::SameWord, &[word, unbound]);
        self.guard(same, !has_one);
        word
    }

    /// The buffer of a list, which has one.
    pub(super) fn buffer(&mut self, list: ir::Value) -> ir::Value {
        let word = self.word_of_buffer(list, true);
        self.untagged(word)
    }

    /// How many words lie before the first slot of a buffer: the tokens of its cards, if it is as large as that of the list
    /// is now.
    fn cards(&mut self, buffer: ir::Value, now: Option<&'static List>) -> (ir::Value, bool) {
        let field = self.fields.buffer_capacity;
        let twice = self.load(field, buffer);
        let is_large = now
            .and_then(sizes)
            .is_some_and(|(slots, _)| slots > LARGEST_SMALL);
        let most = self.int(2 * LARGEST_SMALL as i64);
        let fits = self.emit(Ir::Lt, &[most, twice]);
        self.guard(fits, is_large);
        if !is_large {
            return (self.int(0), false);
        }
        (self.cards_of(twice), true)
    }

    /// An element of a list; leaves if there is none.
    pub(super) fn list_item(
        &mut self,
        list: ir::Value,
        now: Option<&'static List>,
        index: ir::Value,
    ) -> ir::Value {
        let length = self.list_length(list);
        let fits = self.emit(Ir::Below, &[index, length]);
        self.guard(fits, true);
        let buffer = self.buffer(list);
        // A lone thread logs no reads: it is all the same which unit the slot belongs to.
        let (unit, place) = match self.trace.origin.form {
            Form::Solo => {
                let (cards, _) = self.cards(buffer, now);
                (buffer, self.emit(Ir::Add, &[index, cards]))
            }
            Form::Shared => {
                let (unit, place, _) = self.slot_of(buffer, now, index);
                (unit, place)
            }
        };
        self.open_read(unit);
        let slots = self.fields.buffer_slots;
        self.load_at(slots, unit, place)
    }

    /// Replaces an element of a list; leaves if there is none.
    pub(super) fn set_list_item(
        &mut self,
        list: ir::Value,
        now: &'static List,
        index: ir::Value,
        word: ir::Value,
    ) {
        let length = self.list_length(list);
        let fits = self.emit(Ir::Below, &[index, length]);
        self.guard(fits, true);
        let buffer = self.buffer(list);
        let (unit, place, _) = self.slot_of(buffer, Some(now), index);
        self.open_write(unit);
        let slots = self.fields.buffer_slots;
        self.act(Ir::StoreAt, Immediate::Array(slots), &[unit, place, word]);
    }

    /// Appends to a list whose buffer has room; leaves if it has none.
    pub(super) fn append_in_place(&mut self, list: ir::Value, word: ir::Value) {
        let length = self.list_length(list);
        let buffer = self.buffer(list);
        let capacity = self.fields.buffer_capacity;
        let capacity = self.load(capacity, buffer);
        let one = self.int(1);
        let capacity = self.emit(Ir::Sar, &[capacity, one]);
        let fits = self.emit(Ir::Below, &[length, capacity]);
        self.guard(fits, true);
        let (unit, place) = self.slot_of_any(buffer, length);
        let next = self.emit(Ir::Add, &[length, one]);
        let next = self.emit(Ir::Shl, &[next, one]);
        self.open_write(buffer);
        self.open_write(unit);
        let slots = self.fields.buffer_slots;
        self.act(Ir::StoreAt, Immediate::Array(slots), &[unit, place, word]);
        let field = self.fields.buffer_length;
        self.store(field, buffer, next);
    }

    /// The unit that a slot belongs to, and the place of the slot behind that, of a buffer of any size: a list that grows is
    /// recorded when it is small, but has most of its turns when it is large.
    fn slot_of_any(&mut self, buffer: ir::Value, index: ir::Value) -> (ir::Value, ir::Value) {
        let field = self.fields.buffer_capacity;
        let twice = self.load(field, buffer);
        // All bits if the buffer is large, none if it is small.
        let most = self.int(2 * LARGEST_SMALL as i64);
        let rest = self.emit(Ir::Sub, &[most, twice]);
        let by = self.int(63);
        let large = self.emit(Ir::Sar, &[rest, by]);
        let cards = self.cards_of(twice);
        let cards = self.emit(Ir::And, &[cards, large]);
        let before = self.words_before_card(index);
        let before = self.emit(Ir::And, &[before, large]);
        let place = self.emit(Ir::Add, &[index, cards]);
        self.unit_at(buffer, before, place)
    }

    /// The unit that a slot belongs to, the place of the slot behind that, and whether the unit is a card.
    fn slot_of(
        &mut self,
        buffer: ir::Value,
        now: Option<&'static List>,
        index: ir::Value,
    ) -> (ir::Value, ir::Value, bool) {
        let (cards, is_large) = self.cards(buffer, now);
        let place = self.emit(Ir::Add, &[index, cards]);
        if !is_large {
            return (buffer, place, false);
        }
        let before = self.words_before_card(index);
        let (unit, place) = self.unit_at(buffer, before, place);
        (unit, place, true)
    }

    /// How many cards a large buffer has, from twice its number of slots.
    fn cards_of(&mut self, twice: ir::Value) -> ir::Value {
        let more = self.int(2 * (CARD as i64 - 1));
        let sum = self.emit(Ir::Add, &[twice, more]);
        let by = self.int(1 + i64::from(CARD.trailing_zeros()));
        self.emit(Ir::Sar, &[sum, by])
    }

    /// Where the token of a slot's card lies in a large buffer, in words.
    fn words_before_card(&mut self, index: ir::Value) -> ir::Value {
        const WORD: i64 = size_of::<Value>() as i64;
        let by = self.int(i64::from(CARD.trailing_zeros()));
        let card = self.emit(Ir::Sar, &[index, by]);
        let first = self.int(SLOTS as i64 / WORD);
        self.emit(Ir::Add, &[card, first])
    }

    /// What lies so many words behind the begin of a buffer, as an object of its own (a card's token counts as one), and the
    /// place of a slot behind that.
    fn unit_at(
        &mut self,
        buffer: ir::Value,
        before: ir::Value,
        place: ir::Value,
    ) -> (ir::Value, ir::Value) {
        let bits = self.emit(Ir::RefAsWord, &[buffer]);
        let bits = self.emit(Ir::WordAsInt, &[bits]);
        let by = self.int(3);
        let bytes = self.emit(Ir::Shl, &[before, by]);
        let unit = self.emit(Ir::Add, &[bits, bytes]);
        let unit = self.emit(Ir::IntAsWord, &[unit]);
        let unit = self.emit(Ir::WordAsRef, &[unit]);
        (unit, self.emit(Ir::Sub, &[place, before]))
    }
}
