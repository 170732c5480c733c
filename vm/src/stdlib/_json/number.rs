//! JSON's numbers, read.

use super::scanner::Settings;
use crate::cx::{Cx, R};
use crate::objects::float::FLOAT;
use crate::objects::int::{INT, digit_limit, from_int};
use crate::protocol::call_values;
use crate::value::Value;
use tython_text::CodeUnit;

/// A number as it stands in the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Literal {
    /// The place behind it.
    pub(super) end: usize,
    is_float: bool,
}

/// The number that begins at `start`, if one does.
pub(super) fn scan<U: CodeUnit>(units: &[U], start: usize) -> Option<Literal> {
    let at = |place: usize| {
        units
            .get(place)
            .and_then(|unit| u8::try_from(unit.code()).ok())
    };
    let is_digit = |place: usize| at(place).is_some_and(|byte| byte.is_ascii_digit());
    let behind_digits = |mut place: usize| {
        while is_digit(place) {
            place += 1;
        }
        place
    };
    let first = start + usize::from(at(start) == Some(b'-'));
    let mut end = match at(first)? {
        b'0' => first + 1,
        b'1'..=b'9' => behind_digits(first),
        _ => return None,
    };
    let mut is_float = false;
    if at(end) == Some(b'.') && is_digit(end + 1) {
        is_float = true;
        end = behind_digits(end + 1);
    }
    if matches!(at(end), Some(b'e' | b'E')) {
        let signed = matches!(at(end + 1), Some(b'+' | b'-'));
        let digits = end + 1 + usize::from(signed);
        if is_digit(digits) {
            is_float = true;
            end = behind_digits(digits);
        }
    }
    Some(Literal { end, is_float })
}

/// An integer with less than [`SHORT`] characters that stands at `start`, and the place behind it; `None` if there is something
/// else.
#[inline]
pub(super) fn short<U: CodeUnit>(units: &[U], start: usize) -> Option<(Value, usize)> {
    let is_negative = units.get(start)?.code() == u32::from(b'-');
    let first = start + usize::from(is_negative);
    let (mut end, mut number) = (first, 0);
    for unit in units.get(first..)?.iter().take(SHORT) {
        let digit = unit.code().wrapping_sub(u32::from(b'0'));
        if digit > 9 || number == 0 && end > first {
            break;
        }
        number = number * 10 + i64::from(digit);
        end += 1;
    }
    let goes_on = units
        .get(end)
        .is_some_and(|unit| matches!(u8::try_from(unit.code()), Ok(b'.' | b'e' | b'E')));
    if goes_on || !(first + 1..start + SHORT).contains(&end) {
        return None;
    }
    let number = if is_negative { -number } else { number };
    Some((Value::small_int(number)?, end))
}

/// The value of a literal; its text is ASCII.
pub(super) fn value<U: CodeUnit>(
    cx: &mut Cx,
    settings: &Settings,
    units: &[U],
    literal: Literal,
) -> R {
    let (function, own) = match literal.is_float {
        true => (settings.parse_float, FLOAT.value()),
        false => (settings.parse_int, INT.value()),
    };
    let mut room = [0; ROOM];
    let text: &[u8] = match room.get_mut(..units.len()) {
        Some(text) => {
            let bytes = text.iter_mut().zip(units);
            bytes.for_each(|(byte, unit)| *byte = unit.code() as u8);
            text
        }
        None => &units
            .iter()
            .map(|unit| unit.code() as u8)
            .collect::<Vec<u8>>(),
    };
    if function != own {
        let text = cx.str(&String::from_utf8_lossy(text))?;
        return call_values(cx, function, &[text]);
    }
    if literal.is_float {
        return match std::str::from_utf8(text).map(str::parse::<f64>) {
            Ok(Ok(number)) => cx.float(number),
            _ => unreachable!("a literal is a number"),
        };
    }
    match tython_num::int::parse(text, 10, digit_limit(cx)) {
        Ok(number) => from_int(cx, number),
        Err(error) => {
            let text = String::from_utf8_lossy(text).into_owned();
            Err(cx.number_error(error.into_error(10, &format!("'{text}'"))))
        }
    }
}

/// Characters of a number that are read without further ado.
const ROOM: usize = 64;

/// Integers with fewer characters are small.
const SHORT: usize = 18;
