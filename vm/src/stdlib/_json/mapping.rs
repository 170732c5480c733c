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
            let dict = dict::with_room(cx, entries.len())?;
            for [key, value] in entries {
                dict::set_str(cx, dict, *key, *value)?;
            }
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

/// Keys that were seen before, by a hash of their text. Objects of one document have the same keys
/// mostly, and then one string serves all of them.
#[derive(Debug, Default)]
pub(super) struct Keys(Vec<Option<&'static Str>>);

/// How many keys are remembered.
const ROOM: usize = 256;

/// Longer keys are not worth it.
const LONGEST: usize = 64;

/// Where a key is remembered. (FNV-1a, by words instead of bytes.)
fn place_of(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| {
        let hash = mix(hash, u64::from_le_bytes(*word));
        hash ^ hash >> 32
    });
    let rest = rest
        .iter()
        .fold(0, |word, byte| word << 8 | u64::from(*byte));
    (mix(hash, rest) >> 48) as usize % ROOM
}

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
        let place = place_of(bytes);
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
