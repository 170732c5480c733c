//! `str.replace`.

use crate::buf::room;
use crate::search::Matches;
use crate::text::each_kind;
use crate::{Builder, CodeUnit, SizeError, Text, TextBuf};

/// `text` with the first `max` occurrences of `old` replaced by `new`; `None` if that changes
/// nothing. An empty `old` is before each code point and at the end.
pub fn replace(
    text: Text<'_>,
    old: Text<'_>,
    new: Text<'_>,
    max: usize,
) -> Result<Option<TextBuf>, SizeError> {
    if max == 0 || old == new {
        return Ok(None);
    }
    each_kind!(text, units => {
        let Some(old) = old.to_units() else {
            return Ok(None);
        };
        match (&*old, new.get(0).and_then(CodeUnit::from_code)) {
            ([], _) => interleave(text, new, max).map(Some),
            (&[old], Some(new_unit)) if new.len() == 1 && max >= units.len() => {
                substitute(units, old, new_unit)
            }
            (old, _) => replace_parts(units, old, new, max),
        }
    })
}

/// Replaces one unit by another.
fn substitute<U: CodeUnit>(units: &[U], old: U, new: U) -> Result<Option<TextBuf>, SizeError> {
    if U::find_unit(units, old).is_none() {
        return Ok(None);
    }
    let mut changed = room(units.len())?;
    changed.extend(
        units
            .iter()
            .map(|&unit| if unit == old { new } else { unit }),
    );
    U::buf(changed).map(Some)
}

fn interleave(text: Text<'_>, new: Text<'_>, max: usize) -> Result<TextBuf, SizeError> {
    let count = max.min(text.len() + 1);
    let more = new.len().checked_mul(count);
    let length = more.and_then(|more| more.checked_add(text.len()));
    let length = length.ok_or(SizeError::TooLong)?;
    let mut out = Builder::wide(text.kind().max(new.kind()), length);
    for at in 0..count {
        out.push_text(new);
        out.push_text(text.part(at..at + 1));
    }
    out.push_text(text.part(count..text.len()));
    out.finish()
}

fn replace_parts<U: CodeUnit>(
    units: &[U],
    old: &[U],
    new: Text<'_>,
    max: usize,
) -> Result<Option<TextBuf>, SizeError> {
    let mut places = Matches::new(units, old).take(max).peekable();
    if places.peek().is_none() {
        return Ok(None);
    }
    let mut out = Builder::wide(U::KIND.max(new.kind()), units.len());
    let mut start = 0;
    for place in places {
        out.push_text(U::text(&units[start..place]));
        out.push_text(new);
        start = place + old.len();
    }
    out.push_text(U::text(&units[start..]));
    out.finish().map(Some)
}
