//! Character names: `unicodedata.name`, `unicodedata.lookup` and `\N{...}`.

use super::{Category, SEQUENCES, Version, category};
use crate::{Builder, SizeError, Text, TextBuf};

/// The longest name there is; longer ones need not be looked for.
const LONGEST_NAME: usize = 256;

const IDEOGRAPH: &str = "CJK UNIFIED IDEOGRAPH-";
const TANGUT: &str = "TANGUT IDEOGRAPH-";

/// The name of `code`.
pub fn name(version: Version, code: u32) -> Option<String> {
    if version == Version::Old && category(version, code) == Category::Cn {
        return None;
    }
    // CPython finds Tangut ideographs by their names, and says of them that they have none.
    unicode_names2::name(char::from_u32(code)?).map(|name| name.to_string())
}

/// Whether `code` is among those that have their number as their name, in Tangut.
fn is_tangut(code: u32) -> bool {
    let blocks = matches!(code, 0x1_7000..=0x1_87FF | 0x1_8D00..=0x1_8D7F);
    blocks && category(Version::Current, code) == Category::Lo
}

/// The character of a name, or of an alias, whatever the case of its letters.
pub(crate) fn character(name: Text<'_>) -> Option<char> {
    named(&normal_name(name)?)
}

fn named(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix(TANGUT) {
        return numbered(digits).filter(|&char| is_tangut(char.into()));
    }
    let char = unicode_names2::character(name)?;
    match name.strip_prefix(IDEOGRAPH) {
        Some(digits) => numbered(digits),
        None => Some(char),
    }
}

/// The character of a number as names have it: four digits or more, and no more than it needs.
fn numbered(digits: &str) -> Option<char> {
    let plain = (4..=6).contains(&digits.len()) && !digits.starts_with(['0', '+']);
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| plain)?;
    char::from_u32(code)
}

/// The character, or the named sequence of characters, of a name.
pub fn lookup(name: Text<'_>) -> Result<Option<TextBuf>, SizeError> {
    let Some(name) = normal_name(name) else {
        return Ok(None);
    };
    let mut found = Builder::new();
    if let Some(char) = named(&name) {
        found.push(char.into());
    } else if let Ok(place) = SEQUENCES.binary_search_by_key(&&*name, |&(name, _)| name) {
        SEQUENCES[place].1.iter().for_each(|&code| found.push(code));
    } else {
        return Ok(None);
    }
    found.finish().map(Some)
}

/// A name in upper case, if it could be one.
fn normal_name(name: Text<'_>) -> Option<String> {
    match name {
        Text::One(bytes) if bytes.len() <= LONGEST_NAME && bytes.is_ascii() => {
            String::from_utf8(bytes.to_ascii_uppercase()).ok()
        }
        _ => None,
    }
}
