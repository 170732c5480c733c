//! Strings of other strings: concatenation, `join`, repetition, slices.

use crate::bounds::Slice;
use crate::buf::{LONGEST, append, room};
use crate::{CodeUnit, Kind, SizeError, Text, TextBuf};

/// `left + right`.
pub fn concat(left: Text<'_>, right: Text<'_>) -> Result<TextBuf, SizeError> {
    join(Text::EMPTY, [left, right].into_iter())
}

/// The parts with the separator between them. Goes through the parts twice.
pub fn join<'a>(
    separator: Text<'_>,
    parts: impl Iterator<Item = Text<'a>> + Clone,
) -> Result<TextBuf, SizeError> {
    let (mut length, mut kind, mut count) = (0usize, Kind::One, 0);
    for part in parts.clone() {
        length = length.checked_add(part.len()).ok_or(SizeError::TooLong)?;
        kind = kind.max(part.kind());
        count += 1;
    }
    if count > 1 {
        let between = separator.len().checked_mul(count - 1);
        let total = between.and_then(|between| length.checked_add(between));
        length = total.ok_or(SizeError::TooLong)?;
        kind = kind.max(separator.kind());
    }
    Ok(match kind {
        Kind::One => TextBuf::One(join_units(separator, parts, length)?),
        Kind::Two => TextBuf::Two(join_units(separator, parts, length)?),
        Kind::Four => TextBuf::Four(join_units(separator, parts, length)?),
    })
}

/// Joins texts that all fit in units of type `U` and have `length` of them together.
fn join_units<'a, U: CodeUnit>(
    separator: Text<'_>,
    parts: impl Iterator<Item = Text<'a>>,
    length: usize,
) -> Result<Vec<U>, SizeError> {
    let mut units = room(length)?;
    for (number, part) in parts.enumerate() {
        if number > 0 {
            append(&mut units, separator);
        }
        append(&mut units, part);
    }
    Ok(units)
}

/// `text * count`.
pub fn repeat(text: Text<'_>, count: usize) -> Result<TextBuf, SizeError> {
    Ok(match text {
        Text::One(units) => TextBuf::One(repeat_units(units, count)?),
        Text::Two(_) | Text::Four(_) if count == 0 => TextBuf::One(Vec::new()),
        Text::Two(units) => TextBuf::Two(repeat_units(units, count)?),
        Text::Four(units) => TextBuf::Four(repeat_units(units, count)?),
    })
}

fn repeat_units<U: CodeUnit>(units: &[U], count: usize) -> Result<Vec<U>, SizeError> {
    let length = units.len().checked_mul(count).filter(|&sum| sum <= LONGEST);
    let length = length.ok_or(SizeError::TooLong)?;
    let mut repeated = room(length)?;
    if let [unit] = *units {
        repeated.resize(length, unit);
    } else if length > 0 {
        repeated.extend_from_slice(units);
        // Doubles, so that copies are long.
        while repeated.len() < length {
            let more = repeated.len().min(length - repeated.len());
            repeated.extend_from_within(..more);
        }
    }
    Ok(repeated)
}

/// `text[slice]`, of a slice that was made for the text's length.
pub fn slice(text: Text<'_>, slice: Slice) -> Result<TextBuf, SizeError> {
    fn pick<U: CodeUnit>(units: &[U], slice: Slice) -> Result<Vec<U>, SizeError> {
        let mut picked = room(slice.length)?;
        let step = slice.step.unsigned_abs();
        if slice.step == -1 {
            // One by one backwards is common, and vector code without a step.
            picked.extend(units[..=slice.start].iter().rev().take(slice.length));
        } else if slice.step < 0 {
            let down = units[..=slice.start].iter().rev().step_by(step);
            picked.extend(down.take(slice.length));
        } else {
            let up = units[slice.start..].iter().step_by(step);
            picked.extend(up.take(slice.length));
        }
        Ok(picked)
    }
    match (slice.consecutive(), text) {
        (Some(range), text) => text.slice(range),
        (None, _) if slice.length == 0 => Ok(TextBuf::One(Vec::new())),
        (None, Text::One(units)) => Ok(TextBuf::One(pick(units, slice)?)),
        (None, Text::Two(units)) => Text::Two(&pick(units, slice)?).to_buf(),
        (None, Text::Four(units)) => Text::Four(&pick(units, slice)?).to_buf(),
    }
}
