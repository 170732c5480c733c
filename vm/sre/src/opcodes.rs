//! The numbers of the code that `re._compiler` makes, as `re._constants` counts them.

/// What `re._constants.MAGIC` has to be for this list to be right.
pub const MAGIC: u32 = 20_230_612;
/// Bytes of a number in the code.
pub const CODE_SIZE: usize = 4;
/// As an upper bound of a repetition: none.
pub const MAX_REPEAT: u32 = u32::MAX;
/// The most groups that a pattern may have.
pub const MAX_GROUPS: u32 = (i32::MAX / 2) as u32;

macro_rules! numbered {
    ($($name:ident)*) => {
        numbered!(@ 0; $($name)*);
    };
    (@ $number:expr; $name:ident $($rest:ident)*) => {
        pub(crate) const $name: u32 = $number;
        numbered!(@ $number + 1; $($rest)*);
    };
    (@ $number:expr;) => {};
}

/// Instructions, and the items of sets.
pub(crate) mod op {
    numbered! {
        FAILURE SUCCESS ANY ANY_ALL ASSERT ASSERT_NOT AT BRANCH CATEGORY CHARSET BIGCHARSET
        GROUPREF GROUPREF_EXISTS IN INFO JUMP LITERAL MARK MAX_UNTIL MIN_UNTIL NOT_LITERAL NEGATE
        RANGE REPEAT REPEAT_ONE _SUBPATTERN MIN_REPEAT_ONE ATOMIC_GROUP POSSESSIVE_REPEAT
        POSSESSIVE_REPEAT_ONE
        GROUPREF_IGNORE IN_IGNORE LITERAL_IGNORE NOT_LITERAL_IGNORE
        GROUPREF_LOC_IGNORE IN_LOC_IGNORE LITERAL_LOC_IGNORE NOT_LITERAL_LOC_IGNORE
        GROUPREF_UNI_IGNORE IN_UNI_IGNORE LITERAL_UNI_IGNORE NOT_LITERAL_UNI_IGNORE
        RANGE_UNI_IGNORE
    }
}
