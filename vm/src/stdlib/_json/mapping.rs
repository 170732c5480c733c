//! JSON's objects while they are read.

use super::scanner::Settings;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::dict::{self, Dict};
use crate::objects::list::{self, List};
use crate::objects::str::{self, Str};
use crate::protocol::call_values;
use crate::value::Value;
use std::ops::Range;
use tython_text::Text;

/// What an object becomes.
pub(super) enum Mapping {
    Dict(&'static Dict),
    /// Pairs for a function.
    Pairs(&'static List),
}

impl Mapping {
    pub(super) fn new(cx: &mut Cx, settings: &Settings) -> R<Mapping> {
        Ok(match settings.pairs_hook {
            None => Mapping::Dict(dict::new(cx)?),
            Some(_) => Mapping::Pairs(list::new(cx)?),
        })
    }

    pub(super) fn add(&self, cx: &mut Cx, key: Value, value: Value) -> R<()> {
        match self {
            Mapping::Dict(dict) => dict::set_str(cx, dict, key, value),
            Mapping::Pairs(pairs) => {
                let pair = cx.tuple(&[key, value])?;
                list::append(cx, pairs, pair)
            }
        }
    }

    /// The value of the whole object.
    pub(super) fn finish(&self, cx: &mut Cx, settings: &Settings) -> R {
        match (self, settings.pairs_hook, settings.object_hook) {
            (Mapping::Pairs(pairs), Some(hook), _) => call_values(cx, hook, &[pairs.value()]),
            (Mapping::Dict(dict), _, Some(hook)) => call_values(cx, hook, &[dict.value()]),
            (Mapping::Dict(dict), ..) => Ok(dict.value()),
            (Mapping::Pairs(pairs), ..) => Ok(pairs.value()),
        }
    }
}

/// Keys that were seen before, by a hash of their text. Objects of one document have the same keys
/// mostly, and then one string serves all of them.
#[derive(Debug, Default)]
pub(super) struct Keys(Vec<Option<&'static Str>>);

/// How many keys are remembered.
const ROOM: usize = 256;

/// Longer keys are not worth it.
const LONGEST: usize = 64;

impl Keys {
    /// The keys that are remembered.
    pub(super) fn strings(&self) -> impl Iterator<Item = Value> {
        self.0.iter().flatten().map(|key| key.value())
    }

    /// The string of a range of the document, whose text is `text`.
    pub(super) fn get(
        &mut self,
        cx: &mut Cx,
        document: &'static Str,
        range: Range<usize>,
        text: Text<'_>,
    ) -> R<&'static Str> {
        let bytes = text.as_bytes();
        if bytes.len() > LONGEST {
            return str::part(cx, document, range);
        }
        if self.0.is_empty() {
            self.0.resize(ROOM, None);
        }
        // FNV-1a.
        let hash = bytes.iter().fold(0x811C_9DC5_u32, |hash, byte| {
            (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        });
        let place = (hash ^ hash >> 16) as usize % ROOM;
        if let Some(key) = self.0[place]
            && (key.text() == text || key.text().codes().eq(text.codes()))
        {
            return Ok(key);
        }
        let key = str::part(cx, document, range)?;
        self.0[place] = Some(key);
        Ok(key)
    }
}
