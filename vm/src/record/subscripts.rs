//! Subscripts.

use super::comparison::{is_plain, is_scalar};
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::name;
use crate::objects::dict::{self, DICT, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::List;
use crate::objects::list::recorded::sizes;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    pub(super) fn subscripts(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        op: Op,
        i: Instr,
    ) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::GetItem => {
                let key = self.operand(fr, i.c());
                self.get_item(cx, fr, i, key)?
            }
            Op::GetItemInt => {
                let key = Value::small_int(i64::from(i.c() as i16)).unwrap_or(Value::NONE);
                self.get_item(cx, fr, i, (Held::Const(key), key))?
            }
            Op::SetItem => self.set_item(cx, fr, i)?,
            Op::DelItem => {
                let words = [i.a(), i.b()].map(|register| self.get_word(register));
                self.wild("del_item", &words)?;
                After::Wild(None)
            }
            _ => return Ok(None),
        }))
    }

    fn get_item(&mut self, cx: &mut Cx, fr: Fr, i: Instr, key: (Held, Value)) -> Res<After> {
        let object = fr.get(i.b());
        let is_sequence = object.is::<List>() || object.is::<Tuple>() || object.is::<Str>();
        let (key, now) = match is_sequence {
            true => self.without_bool(key),
            false => key,
        };
        if object.is::<Instance>() {
            let Ok(name) = name!(cx, "__getitem__") else {
                return unsupported("a name");
            };
            if let Some(function) = self.method_of(cx, fr, i.b(), name)? {
                let args = [self.get(i.b()), key];
                return self.enter(cx, fr, function, &args, None, (Back::Store, i.a()));
            }
        }
        if let Some(item) = self.item_within(cx, fr, i.b(), (key, now))? {
            return Ok(After::Set(i.a(), item));
        }
        if let (Some(list), Some(number)) = (object.cast::<List>(), now.as_small_int())
            && let Some((_, length)) = sizes(list)
            && let Some(place) = place_of(number, length)
            && place < length
            && let Some(address) = self.get_kind(fr, i.b())
            && let Some(index) = self.as_int(key, now)
        {
            let index = self.counted(number, index, |this| this.list_length(address));
            let word = self.list_item(address, Some(list), index);
            return Ok(After::Set(i.a(), Held::Word(word)));
        }
        if let (Some(list), Some(number)) = (object.cast::<List>(), now.as_small_int())
            && number >= sizes(list).map_or(0, |(_, length)| length as i64)
            && let Some(address) = self.get_kind(fr, i.b())
            && let Some(index) = self.as_int(key, now)
        {
            let length = match sizes(list) {
                Some(_) => self.list_length(address),
                None => self.length_without_buffer(address),
            };
            let is_beyond = self.emit(Ir::Le, &[length, index]);
            self.guard(is_beyond, true);
            return self.missing_index(cx, "list index out of range");
        }
        if let (Some(tuple), Some(number)) = (object.cast::<Tuple>(), now.as_small_int())
            && let Some(place) = place_of(number, tuple.len())
            && place < tuple.len()
            && let Some(address) = self.get_kind(fr, i.b())
            && let Some(index) = self.as_int(key, now)
        {
            if key.constant().is_some() && number >= 0 {
                // A tuple of another length is not often met.
                self.guard_tuple_length(address, tuple.len());
                let word = self.tuple_item(address, number as u32);
                return Ok(After::Set(i.a(), Held::Word(word)));
            }
            let field = self.fields.tuple_length;
            let length = self.load(field, address);
            let index = self.counted(number, index, |_| length);
            let fits = self.emit(Ir::Below, &[index, length]);
            self.guard(fits, true);
            let items = self.fields.tuple_items;
            let word = self.load_at(items, address, index);
            return Ok(After::Set(i.a(), Held::Word(word)));
        }
        if let Some(byte) = self.byte(fr, i.b(), (key, now)) {
            return Ok(After::Set(i.a(), byte));
        }
        if let Some(character) = self.character(cx, fr, i.b(), (key, now)) {
            return Ok(After::Set(i.a(), character));
        }
        let words = [self.get_word(i.b()), self.word(key)];
        if !object.is::<Instance>() && is_scalar(now) && self.get_kind(fr, i.b()).is_some() {
            self.guard_scalar((key, now))?;
            if let Some(dict) = object.cast::<Dict>()
                && DICT.is(class_of(object))
                && let Ok(None) = dict::get(cx, dict, now)
            {
                let word = self.helper_value("dict_find", &words)?;
                self.guard_word(word, Value::UNBOUND);
                return self.missing_key(cx, key);
            }
            let helper = match DICT.is(class_of(object)) {
                true => "dict_item",
                false => "get_item",
            };
            let word = self.helper_value(helper, &words)?;
            return Ok(After::Opaque(Some((i.a(), word))));
        }
        if DICT.is(class_of(object))
            && is_plain(now)
            && let Some(dict) = object.cast::<Dict>()
            && let Ok(Some(_)) = dict::get(cx, dict, now)
            && self.get_kind(fr, i.b()).is_some()
            && let Some(key) = self.plain((key, now))?
        {
            let word = self.helper_value("dict_item", &[words[0], key])?;
            return Ok(After::Opaque(Some((i.a(), word))));
        }
        if let Some(after) = self.get_sliced(fr, i, (key, now))? {
            return Ok(after);
        }
        let word = self.wild_value("get_any_item", &words)?;
        Ok(After::Wild(Some((i.a(), word))))
    }

    /// An index, which now is this number; a negative one counts from the end.
    pub(super) fn counted(
        &mut self,
        now: i64,
        index: ir::Value,
        length: impl FnOnce(&mut Recorder) -> ir::Value,
    ) -> ir::Value {
        if now >= 0 {
            return index;
        }
        let zero = self.int(0);
        let is_negative = self.emit(Ir::Lt, &[index, zero]);
        self.guard(is_negative, true);
        let length = length(self);
        self.emit(Ir::Add, &[length, index])
    }

    fn set_item(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let (object, key_now) = (fr.get(i.a()), fr.get(i.b()));
        let (key, _) = self.operand(fr, i.b());
        if object.is::<Instance>() {
            let Ok(name) = name!(cx, "__setitem__") else {
                return unsupported("a name");
            };
            if let Some(function) = self.method_of(cx, fr, i.a(), name)? {
                let args = [self.get(i.a()), key, self.get(i.c())];
                return self.enter(cx, fr, function, &args, None, (Back::Drop, 0));
            }
        }
        if self.set_item_within(cx, fr, i.a(), (key, key_now), i.c())? {
            return Ok(After::Opaque(None));
        }
        if let (Some(list), Some(number)) = (object.cast::<List>(), key_now.as_small_int())
            && let Some((_, length)) = sizes(list)
            && let Some(place) = place_of(number, length)
            && place < length
            && let Some(address) = self.get_kind(fr, i.a())
            && let Some(index) = self.as_int(key, key_now)
        {
            let index = self.counted(number, index, |this| this.list_length(address));
            let word = self.get_word(i.c());
            self.set_list_item(address, list, index, word);
            return Ok(After::Nothing);
        }
        let item = self.operand(fr, i.c());
        if self.set_byte(fr, i.a(), (key, key_now), item)? {
            return Ok(After::Opaque(None));
        }
        let words = [self.get_word(i.a()), self.word(key), self.get_word(i.c())];
        if DICT.is(class_of(object))
            && is_plain(key_now)
            && self.get_kind(fr, i.a()).is_some()
            && let Some(key) = self.plain((key, key_now))?
        {
            self.call_helper("set_dict_item", &[words[0], key, words[2]])?;
            return Ok(After::Opaque(None));
        }
        let knows_how = object.is::<Dict>() || !object.is::<Instance>() && is_scalar(item.1);
        if knows_how && is_scalar(key_now) && self.get_kind(fr, i.a()).is_some() {
            self.guard_scalar((key, key_now))?;
            if !object.is::<Dict>() {
                self.guard_scalar(item)?;
            }
            self.call_helper("set_item", &words)?;
            return Ok(After::Opaque(None));
        }
        self.wild("set_any_item", &words)?;
        Ok(After::Wild(None))
    }
}

/// The place that an index means.
pub(super) fn place_of(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 {
        index + length as i64
    } else {
        index
    };
    usize::try_from(index).ok()
}
