//! Keys of JSON's objects that were seen before in the document, which mostly come again, and one behind the other: then one string
//! serves all objects, and a key that comes where it is expected is neither scanned nor hashed.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::str::{self, Str};
use crate::value::Value;
use std::ops::Range;
use tython_text::{CodeUnit, Text};

/// How many keys are remembered.
const ROOM: usize = 128;

/// Longer keys are not worth it.
const LONGEST: usize = 64;

/// Where a key is remembered, or what comes before the first one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(u8);

impl Place {
    /// Before the first key of an object.
    pub(super) const BEGIN: Place = Place(ROOM as u8);
    /// Of a key that is not remembered.
    pub(super) const NOWHERE: Place = Place(ROOM as u8 + 1);
}

/// The keys.
#[derive(Debug)]
pub(super) struct Keys {
    /// By a hash of their text.
    seen: [Option<&'static Str>; ROOM],
    /// Where the one is that came behind each of them.
    next: [u8; ROOM + 2],
}

impl Default for Keys {
    fn default() -> Self {
        Keys {
            seen: [None; ROOM],
            next: [0; ROOM + 2],
        }
    }
}

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

/// Whether a text of such units begins like this.
#[inline(always)]
fn begins_with<U: CodeUnit>(units: &[U], key: &'static Str) -> bool {
    if let (Text::One(text), Text::One(_)) = (U::text(units), key.text())
        && let (Some(first), 1..=8) = (text.first_chunk::<8>(), key.len())
    {
        let others = 64 - 8 * key.len();
        let [_, units] = key.head();
        return u64::from_le_bytes(*first) << others == units << others;
    }
    U::units(key.text()).is_some_and(|key| units.starts_with(key))
}

impl Keys {
    /// All of them.
    pub(super) fn strings(&self) -> impl Iterator<Item = Value> {
        self.seen.iter().flatten().map(|key| key.value())
    }

    /// The key that is expected behind another one, if it stands at the beginning of `units`, with its closing quote.
    #[inline]
    pub(super) fn expected<U: CodeUnit>(
        &self,
        units: &[U],
        last: Place,
    ) -> Option<(&'static Str, Place)> {
        let place = self.next[usize::from(last.0)];
        let key = self.seen[usize::from(place)]?;
        let quote = units.get(key.len())?;
        let is_there = quote.code() == u32::from(b'"') && begins_with(units, key);
        is_there.then_some((key, Place(place)))
    }

    /// The string of a range of the document, whose text is `text`, and which came behind another one.
    pub(super) fn get(
        &mut self,
        cx: &mut Cx,
        document: &'static Str,
        range: Range<usize>,
        text: Text<'_>,
        last: Place,
    ) -> R<(&'static Str, Place)> {
        let bytes = text.as_bytes();
        if bytes.len() > LONGEST {
            return Ok((str::part(cx, document, range)?, Place::NOWHERE));
        }
        let place = place_of(bytes);
        self.next[usize::from(last.0)] = place as u8;
        let key = match self.seen[place] {
            Some(key) if key.text() == text || key.text().codes().eq(text.codes()) => key,
            _ => str::part(cx, document, range)?,
        };
        self.seen[place] = Some(key);
        Ok((key, Place(place as u8)))
    }
}
