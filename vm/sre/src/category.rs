//! Classes of code points: `\d`, `\s`, `\w`, line ends.

use crate::build::InvalidCode;
use tython_text::unicodedata::flags::{ALPHA, SPACE};
use tython_text::unicodedata::{Version, has, number};

/// A class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Digit,
    Space,
    Word,
    LineBreak,
    UnicodeDigit,
    UnicodeSpace,
    UnicodeWord,
    UnicodeLineBreak,
}

/// A class or everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Category {
    pub(crate) class: Class,
    pub(crate) negated: bool,
}

/// The classes in the order of their numbers. What the locale calls a word is ASCII.
const CLASSES: [Class; 9] = [
    Class::Digit,
    Class::Space,
    Class::Word,
    Class::LineBreak,
    Class::Word,
    Class::UnicodeDigit,
    Class::UnicodeSpace,
    Class::UnicodeWord,
    Class::UnicodeLineBreak,
];

impl Category {
    /// The category with this number: each class is followed by its opposite.
    pub(crate) fn new(number: u32) -> Result<Category, InvalidCode> {
        let class = CLASSES.get((number / 2) as usize).ok_or(InvalidCode)?;
        Ok(Category {
            class: *class,
            negated: number % 2 == 1,
        })
    }

    pub(crate) fn contains(self, code: u32) -> bool {
        self.class.contains(code) != self.negated
    }
}

/// Whether `code` is a letter, a digit or an underscore of ASCII.
#[inline]
pub(crate) fn is_ascii_word(code: u32) -> bool {
    u8::try_from(code).is_ok_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether `code` is a letter, a number or an underscore.
#[inline]
pub(crate) fn is_word(code: u32) -> bool {
    match code {
        0..=0x7F => is_ascii_word(code),
        _ => has(code, ALPHA) || number(Version::Current, code).numeric.is_some(),
    }
}

impl Class {
    /// All of them, in the order of their declaration.
    pub(crate) const ALL: [Class; 8] = [
        Class::Digit,
        Class::Space,
        Class::Word,
        Class::LineBreak,
        Class::UnicodeDigit,
        Class::UnicodeSpace,
        Class::UnicodeWord,
        Class::UnicodeLineBreak,
    ];

    pub(crate) fn contains(self, code: u32) -> bool {
        match self {
            Class::Digit => (0x30..=0x39).contains(&code),
            Class::Space => matches!(code, 0x09..=0x0D | 0x20),
            Class::Word => is_ascii_word(code),
            Class::LineBreak => code == 0x0A,
            Class::UnicodeDigit => number(Version::Current, code).decimal.is_some(),
            Class::UnicodeSpace => has(code, SPACE),
            Class::UnicodeWord => is_word(code),
            Class::UnicodeLineBreak => {
                matches!(code, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
            }
        }
    }
}
