//! Items of instances whose class has these methods from `dict`: those of the dict within, as long as the key is there.

use super::comparison::is_plain;
use super::held::Held;
use super::{Recorder, Res};
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::interned::Name;
use crate::interp::Fr;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::protocol::content_with;
use crate::value::Value;
use tython_jit::ir::{self, Op as Ir};

static GET: Name = Name::new("__getitem__");
static SET: Name = Name::new("__setitem__");

impl Recorder {
    /// `instance[key]`, of a key that runs no Python code and is there.
    pub(super) fn item_within(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        object: u16,
        (key, now): (Held, Value),
    ) -> Res<Option<Held>> {
        let Some(content) = content(cx, fr.get(object), &GET) else {
            return Ok(None);
        };
        if !is_plain(now) || !matches!(dict::get(cx, content, now), Ok(Some(_))) {
            return Ok(None);
        }
        let dict = self.dict_within(cx, fr, object, content)?;
        let (Some(dict), Some(key)) = (dict, self.plain((key, now))?) else {
            return Ok(None);
        };
        let unbound = self.constant(Value::UNBOUND);
        let word = self.helper_value("dict_get", &[dict, key, unbound])?;
        let is_missing = self.emit(Ir::SameWord, &[word, unbound]);
        self.guard(is_missing, false);
        Ok(Some(Held::Word(word)))
    }

    /// `instance[key] = value`, of a key that runs no Python code. Whether it is that.
    pub(super) fn set_item_within(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        object: u16,
        (key, now): (Held, Value),
        value: u16,
    ) -> Res<bool> {
        let Some(content) = content(cx, fr.get(object), &SET) else {
            return Ok(false);
        };
        if !is_plain(now) {
            return Ok(false);
        }
        let dict = self.dict_within(cx, fr, object, content)?;
        let (Some(dict), Some(key)) = (dict, self.plain((key, now))?) else {
            return Ok(false);
        };
        let value = self.get_word(value);
        self.call_helper("set_dict_item", &[dict, key, value])?;
        Ok(true)
    }

    /// The word of the dict within an instance, whose class is guarded.
    fn dict_within(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
        now: &'static Dict,
    ) -> Res<Option<ir::Value>> {
        self.guard_class_of(cx, fr, register)?;
        let instance = self.guard_shape(fr, register)?;
        let slot = self.fields.slot(&mut self.trace.declared, 0);
        let word = self.load(slot, instance);
        let is_dict = self.as_kind(Held::Word(word), now.value()).is_some();
        Ok(is_dict.then_some(word))
    }
}

/// The dict within an instance whose class has this method from `dict`.
fn content(cx: &mut Cx, object: Value, name: &'static Name) -> Option<&'static Dict> {
    object.cast::<Instance>()?;
    content_with(cx, object, name).ok()??.cast::<Dict>()
}
