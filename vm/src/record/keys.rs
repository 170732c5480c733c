//! Dicts and sets asked for keys that run no Python code: scalars, and tuples of such. What traces call is below the recorder: a
//! look-up without the ways that lead to it in general.

use super::comparison::{Operand, is_plain, is_scalar};
use super::held::Held;
use super::{Recorder, Res};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::native::{NativeDef, Owner as Defined};
use crate::objects::dict::hashing;
use crate::objects::dict::lookup::{self, Hit, Owner};
use crate::objects::dict::place::Hash;
use crate::objects::dict::{DICT, Dict, delete, insert};
use crate::objects::set::{self, SET, Set};
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{self, class_of, simple_hash};
use crate::value::Value;
use tython_jit::ir;

impl Recorder {
    /// The key in a register, if it runs no Python code: its kind is guarded. What is in a tuple the helper looks at.
    pub(super) fn plain_key(&mut self, fr: Fr, register: u16) -> Res<Option<ir::Value>> {
        let key = self.operand(fr, register);
        self.plain(key)
    }

    /// The same of an operand.
    pub(super) fn plain(&mut self, (held, now): Operand) -> Res<Option<ir::Value>> {
        if is_scalar(now) {
            self.guard_scalar((held, now))?;
        } else if !is_plain(now) || self.as_kind(held, now).is_none() {
            return Ok(None);
        }
        Ok(Some(self.word(held)))
    }

    /// Whether a dict or a set has such a value, as a condition.
    pub(super) fn is_among(
        &mut self,
        fr: Fr,
        value: u16,
        container: u16,
    ) -> Res<Option<ir::Value>> {
        let now = fr.get(container);
        let helper = match (now.is::<Dict>(), now.is::<Set>()) {
            (true, _) => "in_dict",
            (_, true) => "in_set",
            _ => return Ok(None),
        };
        if !is_plain(fr.get(value)) || self.get_kind(fr, container).is_none() {
            return Ok(None);
        }
        let Some(value) = self.plain_key(fr, value)? else {
            return Ok(None);
        };
        let container = self.get_word(container);
        self.helper_value(helper, &[container, value]).map(Some)
    }

    /// `dict.get(key)`, `dict.get(key, default)`, `set.add(element)` and `set.discard(element)`, with such a key.
    pub(super) fn keyed_method(
        &mut self,
        fr: Fr,
        def: &'static NativeDef,
        args: &[u16],
    ) -> Res<Option<Held>> {
        let Defined::Class(class) = def.owner else {
            return Ok(None);
        };
        let (Some(receiver), Some(key)) = (args.first().copied(), args.get(1).copied()) else {
            return Ok(None);
        };
        if class_of(fr.get(receiver)).value() != class.value()
            || !is_plain(fr.get(key))
            || self.get_kind(fr, receiver).is_none()
        {
            return Ok(None);
        }
        let is_get = class.value() == DICT.value() && def.name == "get";
        let changes = match def.name {
            "add" if class.value() == SET.value() => Some("add_to_set"),
            "discard" if class.value() == SET.value() => Some("discard_from_set"),
            _ => None,
        };
        let default = match args {
            [_, _] if is_get || changes.is_some() => None,
            [_, _, default] if is_get => Some(*default),
            _ => return Ok(None),
        };
        let Some(key) = self.plain_key(fr, key)? else {
            return Ok(None);
        };
        let receiver = self.get_word(receiver);
        if let Some(helper) = changes {
            self.call_helper(helper, &[receiver, key])?;
            return Ok(Some(Held::Const(Value::NONE)));
        }
        let default = match default {
            Some(default) => self.get_word(default),
            None => self.constant(Value::NONE),
        };
        let word = self.helper_value("dict_get", &[receiver, key, default])?;
        Ok(Some(Held::Word(word)))
    }
}

/// The hash of a key that runs no Python code; `None` of another one.
#[inline(always)]
fn hash_of<O: Owner>(cx: &mut Cx, key: Value) -> R<Option<Hash>> {
    let simple = match simple_hash(key) {
        None => key.cast::<Tuple>().and_then(tuple::flat_hash),
        simple => simple,
    };
    match simple {
        Some(hash) => Ok(Some(Hash::new(hash))),
        None => hash_of_other::<O>(cx, key),
    }
}

#[cold]
#[inline(never)]
fn hash_of_other<O: Owner>(cx: &mut Cx, key: Value) -> R<Option<Hash>> {
    match is_plain(key) {
        true => hashing::hash::<O>(cx, key).map(Some),
        false => Ok(None),
    }
}

/// The entry of such a key, if there is one; `None` if it is another key.
#[inline(always)]
fn find<O: Owner>(cx: &mut Cx, owner: Option<&'static O>, key: Value) -> R<Option<Option<Hit>>> {
    let Some(owner) = owner else {
        return Ok(None);
    };
    match hash_of::<O>(cx, key)? {
        Some(hash) => lookup::find(cx, owner, key, hash).map(Some),
        None => Ok(None),
    }
}

/// `dict[key]`
#[inline(always)]
pub(super) fn item(cx: &mut Cx, dict: Value, key: Value) -> R<Option<Value>> {
    match find(cx, dict.cast::<Dict>(), key)? {
        Some(Some(hit)) => Ok(Some(hit.value)),
        Some(None) => protocol::get_item(cx, dict, key).map(Some),
        None => Ok(None),
    }
}

/// `dict.get(key, default)`
#[inline(always)]
pub(super) fn get(cx: &mut Cx, dict: Value, key: Value, default: Value) -> R<Option<Value>> {
    let found = find(cx, dict.cast::<Dict>(), key)?;
    Ok(found.map(|hit| hit.map_or(default, |hit| hit.value)))
}

/// `key in dict`, or set.
#[inline(always)]
pub(super) fn contains<O: Owner>(cx: &mut Cx, owner: Value, key: Value) -> R<Option<bool>> {
    let found = find(cx, owner.cast::<O>(), key)?;
    Ok(found.map(|hit| hit.is_some()))
}

/// `dict[key] = value`
#[inline(always)]
pub(super) fn set(cx: &mut Cx, dict: Value, key: Value, value: Value) -> R<Option<()>> {
    match (dict.cast::<Dict>(), hash_of::<Dict>(cx, key)?) {
        (Some(dict), Some(hash)) => insert::set(cx, dict, key, hash, value).map(Some),
        _ => Ok(None),
    }
}

/// `set.add(element)`
#[inline(always)]
pub(super) fn add(cx: &mut Cx, set: Value, element: Value) -> R<Option<()>> {
    match (set.cast::<Set>(), hash_of::<Set>(cx, element)?) {
        (Some(set), Some(hash)) => {
            insert::add_new(cx, set, element, hash, Value::NONE)?;
            Ok(Some(()))
        }
        _ => Ok(None),
    }
}

/// `set.discard(element)`
pub(super) fn discard(cx: &mut Cx, set: Value, element: Value) -> R<Option<()>> {
    match (set.cast::<Set>(), hash_of::<Set>(cx, element)?) {
        (Some(set), Some(hash)) => {
            if let Some(hit) = lookup::find(cx, set, element, hash)? {
                delete::entry(cx, hit, hash)?;
            }
            Ok(Some(()))
        }
        _ => Ok(None),
    }
}

/// `{...}`
pub(super) fn new_set(cx: &mut Cx, elements: &[Value]) -> R<Option<Value>> {
    if !elements.iter().all(|element| is_plain(*element)) {
        return Ok(None);
    }
    let new = set::new(cx)?;
    for element in elements {
        set::add(cx, new, *element)?;
    }
    Ok(Some(new.value()))
}
