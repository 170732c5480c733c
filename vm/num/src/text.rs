//! Unicode text as the ASCII text that numbers are parsed from.

use std::borrow::Cow;

/// The zeros of Unicode 16's decimal digits; the other nine follow each of them.
#[rustfmt::skip]
const ZEROS: [u32; 76] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
    0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
    0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,];

/// The value of a decimal digit.
#[inline]
pub fn decimal_digit(point: u32) -> Option<u32> {
    match point {
        0x30..0x3A => Some(point - 0x30),
        0..0x80 => None,
        _ => other_decimal_digit(point),
    }
}

fn other_decimal_digit(point: u32) -> Option<u32> {
    let next = ZEROS.partition_point(|zero| *zero <= point);
    let zero = ZEROS.get(next.checked_sub(1)?)?;
    let value = point - zero;
    (value < 10).then_some(value)
}

/// Replaces the decimal digits of all scripts by ASCII's, and white space beyond ASCII by spaces.
/// Anything else that is not ASCII becomes a question mark, which is in no number. ASCII text stays
/// as it is.
pub fn to_ascii(text: &[u32]) -> Vec<u8> {
    let ascii = |point: &u32| match *point {
        0..128 => *point as u8,
        point if is_space(point) => b' ',
        point => decimal_digit(point).map_or(b'?', |value| b'0' + value as u8),
    };
    text.iter().map(ascii).collect()
}

/// As [`to_ascii`], for text without lone surrogates; borrows what is ASCII already.
pub fn str_to_ascii(text: &str) -> Cow<'_, [u8]> {
    if text.is_ascii() {
        return Cow::Borrowed(text.as_bytes());
    }
    let points: Vec<u32> = text.chars().map(u32::from).collect();
    Cow::Owned(to_ascii(&points))
}

fn is_space(point: u32) -> bool {
    char::from_u32(point).is_some_and(char::is_whitespace)
}

/// The text without C's white space at its ends.
pub(crate) fn strip(text: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let Some(first) = text.iter().position(|byte| !is_space(byte)) else {
        return &[];
    };
    let last = text.iter().rposition(|byte| !is_space(byte));
    &text[first..last.map_or(first, |last| last + 1)]
}

/// The text without its underscores, or `None` if one of them is not between two digits.
pub(crate) fn remove_underscores(text: &[u8]) -> Option<Cow<'_, str>> {
    let plain = if text.contains(&b'_') {
        let between = |index: usize| {
            let is_digit = |at: Option<usize>| {
                at.and_then(|at| text.get(at))
                    .is_some_and(u8::is_ascii_digit)
            };
            is_digit(index.checked_sub(1)) && is_digit(index.checked_add(1))
        };
        let mut underscores = (0..text.len()).filter(|index| text[*index] == b'_');
        if !underscores.all(between) {
            return None;
        }
        let rest = text.iter().copied().filter(|byte| *byte != b'_');
        Cow::Owned(String::from_utf8(rest.collect()).ok()?)
    } else {
        Cow::Borrowed(std::str::from_utf8(text).ok()?)
    };
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_all_scripts() {
        assert_eq!(&*str_to_ascii("\u{661}\u{3000}\u{1d7d8}\u{e9}7"), b"1 0?7");
        assert_eq!(&*str_to_ascii("\x1c5"), b"\x1c5");
        assert_eq!(to_ascii(&[0xd800, 0x1fbf9]), b"?9");
        assert_eq!(decimal_digit(0x2f), None);
        assert_eq!(decimal_digit(0x3a), None);
        assert_eq!(decimal_digit(0x7f_ffff), None);
    }

    #[test]
    fn underscores_stand_between_digits() {
        assert_eq!(remove_underscores(b"1_0.5").as_deref(), Some("10.5"));
        for bad in ["_1", "1_", "1__0", "1_.5", "1_e5"] {
            assert_eq!(remove_underscores(bad.as_bytes()), None);
        }
    }
}
