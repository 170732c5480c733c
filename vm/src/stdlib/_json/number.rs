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
    if function == own && !literal.is_float && units.len() < SHORT {
        return Ok(small(units));
    }
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

/// The value of an integer with less than [`SHORT`] characters.
fn small<U: CodeUnit>(units: &[U]) -> Value {
    let (negative, digits) = match units.split_first() {
        Some((sign, digits)) if sign.code() == u32::from(b'-') => (true, digits),
        _ => (false, units),
    };
    let number = digits.iter().fold(0, |number, digit| {
        number * 10 + i64::from(digit.code() & 15)
    });
    match Value::small_int(if negative { -number } else { number }) {
        Some(value) => value,
        None => unreachable!("17 digits are a small integer"),
    }
}
