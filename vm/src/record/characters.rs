//! Characters of Latin-1: of a text by index or one after the other, by their codes, and their codes. Their strings are made once, so nothing is allocated.

use super::Recorder;
use super::comparison::Operand;
use super::held::Held;
use super::iteration::{Items, Step};
use super::subscripts::place_of;
use crate::cx::Cx;
use crate::interp::Fr;
use crate::objects::iterators::Iterator;
use crate::objects::str::{KIND_BITS, LENGTH_SHIFT, Str};
use tython_jit::ir::{self, Op as Ir};
use tython_text::Kind;

/// Codes of Latin-1.
const CODES: i64 = 0x100;

impl Recorder {
    /// `text[key]` of one that has it, and has narrow units.
    pub(super) fn character(
        &mut self,
        cx: &Cx,
        fr: Fr,
        text: u16,
        (key, now): Operand,
    ) -> Option<Held> {
        let string = fr.get(text).cast::<Str>()?;
        let number = now.as_small_int()?;
        place_of(number, string.len()).filter(|place| *place < string.len())?;
        if string.kind() != Kind::One || !cx.vm.characters.get().is_reference() {
            return None;
        }
        let address = self.get_kind(fr, text)?;
        let index = self.as_int(key, now)?;
        let field = self.fields.text_info;
        let info = self.load(field, address);
        let kind = self.int(KIND_BITS as i64);
        let kind = self.emit(Ir::And, &[info, kind]);
        let zero = self.int(0);
        let is_narrow = self.emit(Ir::Eq, &[kind, zero]);
        self.guard(is_narrow, true);
        let by = self.int(LENGTH_SHIFT);
        let length = self.emit(Ir::Sar, &[info, by]);
        let index = self.counted(number, index, |_| length);
        let fits = self.emit(Ir::Below, &[index, length]);
        self.guard(fits, true);
        let words = self.fields.text_words;
        let code = self.byte_at(words, address, index);
        self.known_character(cx, code)
    }

    /// The step of an iterator over a text that has narrow units.
    pub(super) fn step_of_text(
        &mut self,
        cx: &Cx,
        iterator: ir::Value,
        now: &'static Iterator,
    ) -> Option<Step> {
        let (source, position) = (self.fields.iterator_source, self.fields.iterator_position);
        let text_now = now.source.peek();
        let length_now = text_now.cast::<Str>()?.len();
        let index_now = now.position.peek().as_small_int()?;
        if !cx.vm.characters.get().is_reference() {
            return None;
        }
        let word = self.load(source, iterator);
        let text = self.as_kind(Held::Word(word), text_now)?;
        let index = self.small_field(position, iterator);
        let length = self.length_of_text(text);
        let goes_on = self.emit(Ir::Below, &[index, length]);
        let is_on = (index_now as u64) < length_now as u64;
        self.guard(goes_on, is_on);
        if !is_on {
            return Some(self.at_end(iterator));
        }
        let words = self.fields.text_words;
        let code = self.byte_at(words, text, index);
        let item = self.known_character(cx, code)?;
        let next = self.index_behind(index);
        Some(Step {
            items: Some(Items::One(item)),
            stores: vec![(position, iterator, next)],
        })
    }

    /// `ord(text)` of one narrow character.
    pub(super) fn code_of(&mut self, fr: Fr, text: u16) -> Option<Held> {
        let string = fr.get(text).cast::<Str>()?;
        if string.kind() != Kind::One || string.len() != 1 {
            return None;
        }
        let address = self.get_kind(fr, text)?;
        let [info, start] = [self.fields.text_info, self.fields.text_start];
        let info = self.load(info, address);
        self.guard_int(info, string.head()[0] as i64);
        Some(Held::Int(self.load(start, address), None))
    }

    /// `chr(code)` of Latin-1.
    pub(super) fn character_of(&mut self, cx: &Cx, fr: Fr, code: u16) -> Option<Held> {
        let now = fr.get(code).as_small_int()?;
        if !(0..CODES).contains(&now) || !cx.vm.characters.get().is_reference() {
            return None;
        }
        let code = self.get_int(fr, code)?;
        let codes = self.int(CODES);
        let fits = self.emit(Ir::Below, &[code, codes]);
        self.guard(fits, true);
        self.known_character(cx, code)
    }

    fn known_character(&mut self, cx: &Cx, code: ir::Value) -> Option<Held> {
        let known = self.object(cx.vm.characters.get());
        let items = self.fields.tuple_items;
        Some(Held::Word(self.load_at(items, known, code)))
    }
}
