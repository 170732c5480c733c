//! The objects that random programs work on, and the variables that they are in a history.
//!
//! ```text
//! word 0          name: a small number, never changed, readable without a barrier
//! words 1 2 3 6   the numbers, fields 0 to 3
//! word 4          the link: a reference or null
//! word 5          its tag: the name of the object behind the link, and a value of the history
//! ```
//!
//! The link with its tag is one variable. The tag makes each link's value unique, and tells when a
//! reference and a tag that do not belong together were seen.

use crate::history::{Value, Variable};
use stm_core::arena::{Object, int, to_int};

/// Number fields of an object.
pub const NUMBERS: usize = 4;
const NUMBER_WORDS: [usize; NUMBERS] = [1, 2, 3, 6];
const NAME: usize = 0;
/// The word of the link.
pub const LINK: usize = 4;
/// The word of the tag.
pub const TAG: usize = 5;

/// Gives a new object its name, from 1 on. Nobody else may reach it yet.
pub fn christen(object: &'static Object, name: u32) {
    object.word(NAME).store(int(u64::from(name)));
}

/// The object's name.
pub fn name(object: &'static Object) -> u32 {
    let name = to_int(object.word(NAME).load()) as u32;
    assert_ne!(name, 0, "an object was reached before its contents");
    name
}

/// The word of a number field.
pub fn number_word(field: usize) -> usize {
    NUMBER_WORDS[field]
}

/// The variable that a number field is.
pub fn number_variable(object: &'static Object, field: usize) -> Variable {
    Variable((name(object) - 1) * (NUMBERS as u32 + 1) + field as u32)
}

/// The variable that the link is.
pub fn link_variable(object: &'static Object) -> Variable {
    number_variable(object, NUMBERS)
}

/// The tag of a link.
pub fn tag(target: Option<&'static Object>, value: Value) -> u64 {
    int(u64::from(target.map_or(0, name)) << 32 | u64::from(value.0))
}

/// The value in a tag; checks that the reference beside it belongs to it.
pub fn tagged_value(target: Option<&'static Object>, tag: u64) -> Value {
    let tag = to_int(tag);
    let named = (tag >> 32) as u32;
    assert_eq!(
        named,
        target.map_or(0, name),
        "a link and the tag of another link were seen together"
    );
    Value(tag as u32)
}

/// The value in a number word.
pub fn number_value(word: u64) -> Value {
    Value(to_int(word) as u32)
}
