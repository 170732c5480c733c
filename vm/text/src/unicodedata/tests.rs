//! What is expected is what CPython 3.14 gives.

use super::*;
use crate::{Text, TextBuf};
use Version::{Current, Old};

#[test]
fn characters_have_properties() {
    let all = |version, char: char| {
        let code = char.into();
        (
            category(version, code).name(),
            bidirectional(version, code),
            combining(version, code),
            east_asian_width(version, code),
            mirrored(version, code),
        )
    };
    assert_eq!(all(Current, 'A'), ("Lu", "L", 0, "Na", false));
    assert_eq!(all(Current, '('), ("Ps", "ON", 0, "Na", true));
    assert_eq!(all(Current, '\u{301}'), ("Mn", "NSM", 230, "A", false));
    assert_eq!(all(Current, '一'), ("Lo", "L", 0, "W", false));
    assert_eq!(all(Current, '\u{10FFFF}'), ("Cn", "", 0, "N", false));
    // New in version 16.
    assert_eq!(all(Current, '\u{1C89}'), ("Lu", "L", 0, "N", false));
    assert_eq!(all(Old, '\u{1C89}'), ("Cn", "", 0, "N", false));
    assert_eq!(all(Old, '-'), ("Pd", "ET", 0, "Na", false));
    assert_eq!(all(Old, '§').0, "So");
}

#[test]
fn numbers() {
    let values = |version, char: char| {
        let number = number(version, char.into());
        (number.decimal, number.digit, number.numeric)
    };
    assert_eq!(values(Current, '٣'), (Some(3), Some(3), Some(3.0)));
    assert_eq!(values(Current, '²'), (None, Some(2), Some(2.0)));
    assert_eq!(values(Old, '²'), (Some(2), Some(2), Some(2.0)));
    assert_eq!(values(Current, '½'), (None, None, Some(0.5)));
    assert_eq!(values(Current, '億'), (None, None, Some(1e8)));
    assert_eq!(values(Current, 'a'), (None, None, None));
}

#[test]
fn names() {
    let named = |version, char: char| name(version, char.into());
    assert_eq!(named(Current, 'a').as_deref(), Some("LATIN SMALL LETTER A"));
    assert_eq!(named(Current, '한').as_deref(), Some("HANGUL SYLLABLE HAN"));
    assert_eq!(
        named(Current, '一').as_deref(),
        Some("CJK UNIFIED IDEOGRAPH-4E00")
    );
    assert_eq!(named(Current, '\n'), None);
    assert_eq!(named(Current, '\u{17000}'), None);
    assert_eq!(named(Old, '\u{1F600}'), None);
    let found = |name| lookup(Text::ascii(name)).unwrap();
    for (name, expected) in [
        ("latin small letter a", "a"),
        ("LINE FEED", "\n"),
        ("HANGUL SYLLABLE HAN", "한"),
        ("CJK UNIFIED IDEOGRAPH-4e00", "一"),
        ("TANGUT IDEOGRAPH-17000", "\u{17000}"),
        ("KEYCAP DIGIT ONE", "1\u{FE0F}\u{20E3}"),
    ] {
        assert_eq!(found(name), Some(TextBuf::from(expected)), "{name}");
    }
    for name in [
        "",
        "NO SUCH",
        "LATIN_SMALL_LETTER_A",
        "CJK UNIFIED IDEOGRAPH-04E00",
    ] {
        assert_eq!(found(name), None, "{name}");
    }
}

#[test]
fn decompositions() {
    let parts = |char: char| decomposition(Current, char.into());
    assert_eq!(parts('é'), "0065 0301");
    assert_eq!(parts('\u{a0}'), "<noBreak> 0020");
    assert_eq!(parts('각'), "1100 1161 11A8");
    assert_eq!(parts('가'), "1100 1161");
    assert_eq!(parts('a'), "");
    assert_eq!(decomposition(Old, '\u{1F100}'.into()), "");
}

#[test]
fn normal_forms() {
    let forms = |text: &str| {
        [Form::Nfc, Form::Nfd, Form::Nfkc, Form::Nfkd].map(|form| {
            let text = TextBuf::from(text);
            let made = normalize(Current, form, text.as_text()).unwrap();
            let is = is_normalized(Current, form, text.as_text()).unwrap();
            assert_eq!(is, made == text);
            assert!(is_normalized(Current, form, made.as_text()).unwrap());
            made.as_text().to_string().unwrap()
        })
    };
    assert_eq!(forms("é"), ["é", "e\u{301}", "é", "e\u{301}"]);
    assert_eq!(
        forms("xe\u{301}y"),
        ["xéy", "xe\u{301}y", "xéy", "xe\u{301}y"]
    );
    assert_eq!(forms("ﬁ²"), ["ﬁ²", "ﬁ²", "fi2", "fi2"]);
    // Marks are sorted by class, and those of one class block each other.
    assert_eq!(forms("a\u{301}\u{327}")[0], "á\u{327}");
    assert_eq!(forms("a\u{327}\u{301}")[1], "a\u{327}\u{301}");
    assert_eq!(forms("a\u{300}\u{301}")[0], "à\u{301}");
    // Three Hangul letters, each a starter, are one syllable.
    assert_eq!(forms("\u{1112}\u{1161}\u{11ab}!")[0], "한!");
    assert_eq!(forms("\u{1112}\u{1161}\u{1161}")[0], "하\u{1161}");
    assert_eq!(
        forms("\u{212b}\u{344}"),
        [
            "Å\u{308}\u{301}",
            "A\u{30a}\u{308}\u{301}",
            "Å\u{308}\u{301}",
            "A\u{30a}\u{308}\u{301}"
        ]
    );
    // Excluded from composition.
    assert_eq!(forms("\u{958}")[0], "\u{915}\u{93c}");
    assert_eq!(forms("\u{301}\u{301}")[0], "\u{301}\u{301}");
}

#[test]
fn surrogates_normalize_to_themselves() {
    let text = Text::Two(&[0x65, 0x301, 0xD800, 0x65]);
    let made = normalize(Current, Form::Nfc, text).unwrap();
    assert_eq!(made.as_text(), Text::Two(&[0xE9, 0xD800, 0x65]));
}

#[test]
fn the_old_version_keeps_its_mistakes() {
    let old = |text: &str| normalize(Old, Form::Nfd, TextBuf::from(text).as_text()).unwrap();
    assert_eq!(old("\u{2F868}"), TextBuf::from("\u{2136A}"));
    assert_eq!(old("é"), TextBuf::from("e\u{301}"));
    let today = normalize(Current, Form::Nfd, TextBuf::from("\u{2F868}").as_text()).unwrap();
    assert_eq!(today, TextBuf::from("\u{36FC}"));
}
