//! JSON's objects while they are read.

use super::scanner::Settings;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::protocol::call_values;
use crate::value::Value;

/// What an object becomes.
pub(super) enum Mapping {
    Dict(&'static Dict),
    /// A dict, of what waits in the parser's vector until all is there, from this place on: key, value, key, value.
    Waiting(usize),
    /// Pairs for a function.
    Pairs(&'static List),
}

impl Mapping {
    /// If something may `wait`, it is kept alive by who has `waiting`.
    pub(super) fn new(cx: &mut Cx, settings: &Settings, waiting: Option<&[Value]>) -> R<Mapping> {
        Ok(match (settings.pairs_hook, waiting) {
            (None, Some(waiting)) => Mapping::Waiting(waiting.len()),
            (None, None) => Mapping::Dict(dict::new(cx)?),
            (Some(_), _) => Mapping::Pairs(list::new(cx)?),
        })
    }

    pub(super) fn add(
        &self,
        cx: &mut Cx,
        waiting: &mut Vec<Value>,
        key: Value,
        value: Value,
    ) -> R<()> {
        match self {
            Mapping::Waiting(_) => {
                waiting.extend([key, value]);
                Ok(())
            }
            Mapping::Dict(dict) => dict::set_str(cx, dict, key, value),
            Mapping::Pairs(pairs) => {
                let pair = cx.tuple(&[key, value])?;
                list::append(cx, pairs, pair)
            }
        }
    }

    /// The value of the whole object.
    pub(super) fn finish(&self, cx: &mut Cx, waiting: &mut Vec<Value>, settings: &Settings) -> R {
        if let Mapping::Waiting(base) = self {
            let (entries, _) = waiting[*base..].as_chunks::<2>();
            let dict = dict::of_texts(cx, entries)?;
            waiting.truncate(*base);
            return Ok(dict.value());
        }
        match (self, settings.pairs_hook, settings.object_hook) {
            (Mapping::Pairs(pairs), Some(hook), _) => call_values(cx, hook, &[pairs.value()]),
            (Mapping::Dict(dict), _, Some(hook)) => call_values(cx, hook, &[dict.value()]),
            (Mapping::Dict(dict), ..) => Ok(dict.value()),
            (Mapping::Pairs(pairs), ..) => Ok(pairs.value()),
            (Mapping::Waiting(_), ..) => unreachable!("it has been made"),
        }
    }
}
