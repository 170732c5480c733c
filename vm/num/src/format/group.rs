//! Separators between groups of digits.

/// A separator and how many digits stand between two of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Groups {
    pub(super) separator: char,
    pub(super) size: usize,
}

/// Appends the digits of a whole number, with zeros before them until there are `width` characters
/// with the separators. A separator never comes first, so there may be one character more.
pub(super) fn group_whole(text: &mut String, digits: &str, groups: Option<Groups>, width: usize) {
    let count = match groups {
        None => digits.len().max(width),
        // The fewest digits whose text with separators is at least that long.
        Some(Groups { size, .. }) => {
            let separators = width.saturating_sub(1) / (size + 1);
            digits.len().max(width - separators)
        }
    };
    let zeros = count - digits.len();
    let padded = std::iter::repeat_n('0', zeros).chain(digits.chars());
    match groups {
        None => text.extend(padded),
        Some(Groups { separator, size }) => {
            separate(text, padded, |index| (count - index) % size == 0, separator);
        }
    }
}

/// Appends the digits of a fraction.
pub(super) fn group_fraction(text: &mut String, digits: &str, groups: Option<Groups>) {
    match groups {
        None => text.push_str(digits),
        Some(Groups { separator, size }) => {
            separate(text, digits.chars(), |index| index % size == 0, separator);
        }
    }
}

fn separate(
    text: &mut String,
    digits: impl Iterator<Item = char>,
    before: impl Fn(usize) -> bool,
    separator: char,
) {
    for (index, digit) in digits.enumerate() {
        if index > 0 && before(index) {
            text.push(separator);
        }
        text.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: Option<Groups> = Some(Groups {
        separator: ',',
        size: 3,
    });

    fn whole(digits: &str, groups: Option<Groups>, width: usize) -> String {
        let mut text = String::new();
        group_whole(&mut text, digits, groups, width);
        text
    }

    fn fraction(digits: &str) -> String {
        let mut text = String::new();
        group_fraction(&mut text, digits, THREE);
        text
    }

    #[test]
    fn groups_count_from_the_point() {
        assert_eq!(whole("1234567", THREE, 0), "1,234,567");
        assert_eq!(whole("123", THREE, 0), "123");
        assert_eq!(fraction("1234567"), "123,456,7");
        assert_eq!(fraction(""), "");
        assert_eq!(whole("12", None, 4), "0012");
    }

    #[test]
    fn zeros_fill_up() {
        for (width, text) in [
            (1, "12"),
            (3, "012"),
            (4, "0,012"),
            (5, "0,012"),
            (6, "00,012"),
            (7, "000,012"),
            (8, "0,000,012"),
            (9, "0,000,012"),
        ] {
            assert_eq!(whole("12", THREE, width), text, "{width}");
        }
    }
}
