//! Letter case, and what characters a string has: `lower`, `title`, `isalpha` and their like.

use super::base::{Room, STR, Str, build};
use super::make::made;
use crate::cx::{Cx, R};
use crate::native::native;
use tython_text::str as algorithms;
use tython_text::{Kind, SizeError, Text, TextBuf, bytes};

/// The string in another case: of ASCII, which most strings are, a copy that is changed in its place.
fn cased(
    cx: &mut Cx,
    this: &'static Str,
    in_ascii: fn(&mut [u8]),
    algorithm: fn(Text<'_>) -> Result<TextBuf, SizeError>,
) -> R<&'static Str> {
    match this.text() {
        Text::One(units) if units.is_ascii() && units.len() > 1 => {
            build(cx, Kind::One, units.len(), |room| {
                if let Room::One(copy) = room {
                    copy.copy_from_slice(units);
                    in_ascii(copy);
                }
            })
        }
        text => made(cx, algorithm(text), "string is too long"),
    }
}

macro_rules! cases {
    ($($(#[doc = $doc:literal])* $name:ident $signature:literal $in_ascii:ident $algorithm:ident;)*) => {
        $(
            $(#[doc = $doc])*
            #[native(STR, $signature, effect = pure)]
            fn $name(cx: &mut Cx, this: &'static Str) -> R<&'static Str> {
                cased(cx, this, bytes::$in_ascii, algorithms::$algorithm)
            }
        )*
    };
}

cases! {
    /// Return a copy of the string converted to lowercase.
    lower "lower(self, /)" lower lower;
    /// Return a copy of the string converted to uppercase.
    upper "upper(self, /)" upper upper;
    /// Return a version of the string suitable for caseless comparisons.
    casefold "casefold(self, /)" lower casefold;
    /// Return a version of the string where each word is titlecased.
    ///
    /// More specifically, words start with uppercased characters and all
    /// remaining cased characters have lower case.
    title "title(self, /)" title title;
    /// Return a capitalized version of the string.
    ///
    /// More specifically, make the first character have upper case and the
    /// rest lower case.
    capitalize "capitalize(self, /)" capitalize capitalize;
    /// Convert uppercase characters to lowercase and lowercase characters to uppercase.
    swapcase "swapcase(self, /)" swapcase swapcase;
}

macro_rules! predicates {
    ($($(#[doc = $doc:literal])* $name:ident $signature:literal $algorithm:expr;)*) => {
        $(
            $(#[doc = $doc])*
            #[native(STR, $signature, effect = pure)]
            fn $name(_: &mut Cx, this: &'static Str) -> bool {
                $algorithm(this.text())
            }
        )*
    };
}

predicates! {
    /// Return True if all characters in the string are ASCII, False otherwise.
    ///
    /// ASCII characters have code points in the range U+0000-U+007F.
    /// Empty string is ASCII too.
    isascii "isascii(self, /)" tython_text::Text::is_ascii;
    /// Return True if the string is a lowercase string, False otherwise.
    ///
    /// A string is lowercase if all cased characters in the string are
    /// lowercase and there is at least one cased character in the string.
    islower "islower(self, /)" algorithms::is_lower;
    /// Return True if the string is an uppercase string, False otherwise.
    ///
    /// A string is uppercase if all cased characters in the string are
    /// uppercase and there is at least one cased character in the string.
    isupper "isupper(self, /)" algorithms::is_upper;
    /// Return True if the string is a title-cased string, False otherwise.
    ///
    /// In a title-cased string, upper- and title-case characters may only
    /// follow uncased characters and lowercase characters only cased ones.
    istitle "istitle(self, /)" algorithms::is_title;
    /// Return True if the string is a whitespace string, False otherwise.
    ///
    /// A string is whitespace if all characters in the string are
    /// whitespace and there is at least one character in the string.
    isspace "isspace(self, /)" algorithms::is_whitespace;
    /// Return True if the string is a decimal string, False otherwise.
    ///
    /// A string is a decimal string if all characters in the string are
    /// decimal and there is at least one character in the string.
    isdecimal "isdecimal(self, /)" algorithms::is_decimal;
    /// Return True if the string is a digit string, False otherwise.
    ///
    /// A string is a digit string if all characters in the string are
    /// digits and there is at least one character in the string.
    isdigit "isdigit(self, /)" algorithms::is_digit;
    /// Return True if the string is a numeric string, False otherwise.
    ///
    /// A string is numeric if all characters in the string are numeric and
    /// there is at least one character in the string.
    isnumeric "isnumeric(self, /)" algorithms::is_numeric;
    /// Return True if the string is an alphabetic string, False otherwise.
    ///
    /// A string is alphabetic if all characters in the string are
    /// alphabetic and there is at least one character in the string.
    isalpha "isalpha(self, /)" algorithms::is_alpha;
    /// Return True if the string is an alpha-numeric string, False otherwise.
    ///
    /// A string is alpha-numeric if all characters in the string are
    /// alpha-numeric and there is at least one character in the string.
    isalnum "isalnum(self, /)" algorithms::is_alphanumeric;
    /// Return True if the string is a valid Python identifier, False otherwise.
    ///
    /// Call keyword.iskeyword(s) to test whether string s is a reserved
    /// identifier, such as "def" or "class".
    isidentifier "isidentifier(self, /)" algorithms::is_identifier;
    /// Return True if all characters in the string are printable, False otherwise.
    ///
    /// A character is printable if repr() may use it in its output.
    isprintable "isprintable(self, /)" algorithms::is_printable;
}
