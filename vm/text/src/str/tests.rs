//! The methods of `str`, on texts of every kind. What is expected is what CPython 3.14 gives.

use super::*;
use crate::bounds::Slice;
use crate::{Kind, SizeError};

fn buf(text: &str) -> TextBuf {
    TextBuf::from(text)
}

/// A text that Rust's strings cannot hold.
fn codes(codes: &[u32]) -> TextBuf {
    let mut out = crate::Builder::new();
    codes.iter().for_each(|&code| out.push(code));
    out.finish().unwrap()
}

#[track_caller]
fn same(made: Result<TextBuf, SizeError>, expected: &str) {
    assert_eq!(made, Ok(buf(expected)));
}

/// The pieces of `text` that a function gives.
fn pieces(
    text: &str,
    cut: impl FnOnce(
        Text<'_>,
        &mut dyn FnMut(Range<usize>) -> Result<(), SizeError>,
    ) -> Result<(), SizeError>,
) -> Vec<String> {
    let text = buf(text);
    let mut pieces = Vec::new();
    cut(text.as_text(), &mut |range| {
        pieces.push(text.as_text().slice(range)?.as_text().to_string().unwrap());
        Ok(())
    })
    .unwrap();
    pieces
}

#[test]
fn search_crosses_kinds() {
    for hay in ["abcabc", "abcabcé", "abcabc\u{100}", "abcabc\u{1F600}"] {
        let hay = buf(hay);
        let text = hay.as_text();
        let all = || 0..text.len();
        let find = |needle: &str| find(text, buf(needle).as_text(), all());
        let rfind = |needle: &str| rfind(text, buf(needle).as_text(), all());
        let count = |needle: &str| count(text, buf(needle).as_text(), all());
        assert_eq!((find("c"), rfind("c"), count("c")), (Some(2), Some(5), 2));
        assert_eq!(
            (find("bc"), rfind("bc"), count("bc")),
            (Some(1), Some(4), 2)
        );
        assert_eq!((find("cb"), rfind("cb"), count("cb")), (None, None, 0));
        assert_eq!((find("\u{1F601}"), rfind("\u{1F601}x")), (None, None));
        assert_eq!((find(""), rfind("")), (Some(0), Some(text.len())));
        assert_eq!(count(""), text.len() + 1);
        assert!(starts_with(text, buf("ca").as_text(), 2..4));
        assert!(!starts_with(text, buf("ca").as_text(), 2..3));
        assert!(ends_with(text, buf("ab").as_text(), 0..5));
        assert!(!ends_with(text, buf("\u{1F601}").as_text(), all()));
    }
}

#[test]
fn equality_order_and_hash_are_of_code_points() {
    let (narrow, wide) = (buf("ab"), buf("ab\u{1F600}"));
    let part = wide.as_text().slice(0..2).unwrap();
    assert_eq!(part.as_text().kind(), Kind::One);
    assert_eq!(part, narrow);
    let key = crate::hash::HashKey::new([1, 2]);
    assert_eq!(key.text(part.as_text()), key.text(narrow.as_text()));
    assert_eq!(key.text(narrow.as_text()), key.bytes(b"ab"));
    assert!(buf("é").as_text() < buf("\u{100}").as_text());
    assert!(buf("\u{10000}").as_text() > codes(&[0xFFFF]).as_text());
    assert!(buf("ab").as_text() < wide.as_text());
}

#[test]
fn replacing() {
    let replace = |text: &str, old: &str, new: &str, max| {
        let made = replace(
            buf(text).as_text(),
            buf(old).as_text(),
            buf(new).as_text(),
            max,
        );
        made.unwrap()
            .map(|made| made.as_text().to_string().unwrap())
    };
    let all = usize::MAX;
    assert_eq!(replace("aXbXc", "X", "--", all).as_deref(), Some("a--b--c"));
    assert_eq!(replace("aXbXc", "X", "--", 1).as_deref(), Some("a--bXc"));
    assert_eq!(
        replace("aXbXc", "X", "\u{1F600}", all).as_deref(),
        Some("a\u{1F600}b\u{1F600}c")
    );
    assert_eq!(
        replace("a\u{100}b", "\u{100}", "é", all).as_deref(),
        Some("aéb")
    );
    assert_eq!(replace("ab", "", "-", all).as_deref(), Some("-a-b-"));
    assert_eq!(replace("ab", "", "-", 2).as_deref(), Some("-a-b"));
    assert_eq!(replace("aaa", "aa", "b", all).as_deref(), Some("ba"));
    assert_eq!(replace("abc", "x", "y", all), None);
    assert_eq!(replace("abc", "\u{100}", "y", all), None);
    assert_eq!(replace("abc", "a", "y", 0), None);
    // The narrowest kind again.
    let text = super::replace(
        buf("a\u{100}").as_text(),
        buf("\u{100}").as_text(),
        Text::EMPTY,
        all,
    );
    assert_eq!(text.unwrap().unwrap().as_text().kind(), Kind::One);
}

#[test]
fn splitting() {
    let all = usize::MAX;
    let split = |text: &str, separator: Option<&str>, max| {
        let separator = separator.map(buf);
        let separator = separator.as_ref().map(TextBuf::as_text);
        let forward = pieces(text, |text, each| super::split(text, separator, max, each));
        let mut back = pieces(text, |text, each| rsplit(text, separator, max, each));
        back.reverse();
        (forward.join("|"), back.join("|"))
    };
    let both = |pieces: &str| (pieces.to_owned(), pieces.to_owned());
    assert_eq!(split("a,b,,c", Some(","), all), both("a|b||c"));
    assert_eq!(
        split("a,b,,c", Some(","), 2),
        ("a|b|,c".into(), "a,b||c".into())
    );
    assert_eq!(split(",", Some(","), all), both("|"));
    assert_eq!(split("", Some(","), all), both(""));
    assert_eq!(split("aaa", Some("aa"), all), ("|a".into(), "a|".into()));
    assert_eq!(split("a\u{100}b", Some("\u{100}"), all), both("a|b"));
    assert_eq!(split("ab", Some("\u{100}"), all), both("ab"));
    assert_eq!(split("  a \t b\u{3000}c ", None, all), both("a|b|c"));
    assert_eq!(
        split("  a  b c ", None, 1),
        ("a|b c ".into(), "  a  b|c".into())
    );
    assert_eq!(split("  a  ", None, 0), ("a  ".into(), "  a".into()));
    assert_eq!(
        pieces(" \n", |text, each| super::split(text, None, all, each)).len(),
        0
    );
}

#[test]
fn lines_end_in_many_ways() {
    let text = "a\nb\r\nc\rd\x0be\x0cf\x1cg\x1dh\x1ei\u{85}j\u{2028}k\u{2029}\n";
    let lines = |keep| pieces(text, |text, each| split_lines(text, keep, each));
    assert_eq!(lines(false).join("|"), "a|b|c|d|e|f|g|h|i|j|k|");
    assert_eq!(lines(true).concat(), text);
    assert_eq!(lines(true)[1], "b\r\n");
    let blocks = "x".repeat(100) + "\r\n" + &"y".repeat(31) + "\r";
    let lines = pieces(&blocks, |text, each| split_lines(text, false, each));
    assert_eq!(lines, ["x".repeat(100), "y".repeat(31)]);
}

#[test]
fn parts_and_ends() {
    let text = buf("a--b--c");
    let text = text.as_text();
    assert_eq!(partition(text, Text::ascii("--")), Some(1..3));
    assert_eq!(rpartition(text, Text::ascii("--")), Some(4..6));
    assert_eq!(partition(text, Text::ascii("+")), None);
    assert_eq!(remove_prefix(text, Text::ascii("a-")), 2..7);
    assert_eq!(remove_prefix(text, Text::ascii("b")), 0..7);
    assert_eq!(remove_suffix(text, Text::ascii("-c")), 0..5);
    let text = buf("\u{3000}\x1c ab \n");
    let text = text.as_text();
    assert_eq!(strip(text, Ends::Both, None), 3..5);
    assert_eq!(strip(text, Ends::Left, None), 3..7);
    assert_eq!(strip(text, Ends::Right, None), 0..5);
    assert_eq!(strip(text, Ends::Both, Some(Text::ascii(" \n"))), 0..5);
    assert_eq!(strip(Text::ascii(" \t"), Ends::Both, None), 2..2);
    let many = buf("zyxwvutsrqponmlkjihg\u{100}");
    assert_eq!(
        strip(Text::ascii("ghiabcxyz"), Ends::Both, Some(many.as_text())),
        3..6
    );
}

#[test]
fn case_has_special_mappings() {
    let on = |change: fn(Text<'_>) -> Result<TextBuf, SizeError>, text: &str| {
        change(buf(text).as_text())
            .unwrap()
            .as_text()
            .to_string()
            .unwrap()
    };
    assert_eq!(
        on(upper, "straße ŉ ﬁ \u{390}"),
        "STRASSE ʼN FI \u{399}\u{308}\u{301}"
    );
    assert_eq!(on(lower, "İA"), "i̇a");
    assert_eq!(on(casefold, "Straße ς ﬁ"), "strasse σ fi");
    assert_eq!(on(title, "ǆ ﬁn they're 3d aΣ"), "ǅ Fin They'Re 3D Aς");
    assert_eq!(on(capitalize, "ǆABC"), "ǅabc");
    assert_eq!(on(capitalize, "ΣΣ"), "Σς");
    assert_eq!(on(swapcase, "aBǅßʼN"), "AbǅSSʼn");
    assert_eq!(on(upper, "µÿ"), "\u{39C}\u{178}");
    assert_eq!(on(lower, "HELLO World"), "hello world");
    assert_eq!(on(title, "hello wORLD"), "Hello World");
    let surrogate = codes(&[0xD800, 'a'.into()]);
    assert_eq!(upper(surrogate.as_text()), Ok(codes(&[0xD800, 'A'.into()])));
}

#[test]
fn a_final_sigma_ends_a_word() {
    let lower = |text| lower(buf(text).as_text()).unwrap();
    for (text, expected) in [
        ("Σ", "σ"),
        ("ΑΣ", "ας"),
        ("ΑΣΑ", "ασα"),
        ("ΑΣ.Β", "ασ.β"),
        ("ΑΣ. Β", "ας. β"),
        ("Α.Σ", "α.ς"),
        (" Σ", " σ"),
        ("A\u{301}Σ\u{301}", "a\u{301}ς\u{301}"),
    ] {
        assert_eq!(lower(text), buf(expected), "{text}");
    }
}

#[test]
fn predicates() {
    let holds = |predicate: fn(Text<'_>) -> bool, text| predicate(buf(text).as_text());
    for predicate in [
        is_alpha,
        is_decimal,
        is_digit,
        is_numeric,
        is_alphanumeric,
        is_whitespace,
        is_identifier,
        is_lower,
        is_upper,
        is_title,
    ] {
        assert!(!holds(predicate, ""));
    }
    assert!(holds(is_printable, ""));
    assert!(holds(is_alpha, "aé一") && !holds(is_alpha, "a1"));
    assert!(holds(is_decimal, "1٣") && !holds(is_decimal, "²"));
    assert!(holds(is_digit, "1²") && !holds(is_digit, "½"));
    assert!(holds(is_numeric, "½Ⅷ五") && !holds(is_numeric, "x"));
    assert!(holds(is_alphanumeric, "a½") && !holds(is_alphanumeric, "_"));
    assert!(
        holds(is_whitespace, " \u{1f}\u{85}\u{a0}\u{2003}") && !holds(is_whitespace, "\u{200b}")
    );
    assert!(holds(is_printable, "a é") && !holds(is_printable, "\u{a0}"));
    assert!(holds(is_identifier, "_é9") && !holds(is_identifier, "9a"));
    assert!(holds(is_lower, "aª1") && !holds(is_lower, "aǅ"));
    assert!(holds(is_upper, "AⅧ") && !holds(is_upper, "1"));
    assert!(holds(is_title, "They'Re 3D ǅ") && !holds(is_title, "aB"));
}

#[test]
fn padding() {
    let x = 'x'.into();
    for (width, expected) in [
        (0, "ab"),
        (3, "xab"),
        (4, "xabx"),
        (5, "xxabx"),
        (6, "xxabxx"),
    ] {
        same(center(Text::ascii("ab"), width, x), expected);
    }
    same(center(Text::ascii("abc"), 6, x), "xabcxx");
    same(
        left_justify(Text::ascii("ab"), 4, 0x1F600),
        "ab\u{1F600}\u{1F600}",
    );
    same(right_justify(Text::ascii("ab"), 4, x), "xxab");
    same(zero_fill(Text::ascii("-1"), 4), "-001");
    same(zero_fill(Text::ascii("+"), 2), "+0");
    same(zero_fill(Text::EMPTY, 2), "00");
    same(
        expand_tabs(Text::ascii("a\tb\r\tc\n\t"), 4),
        "a   b\r    c\n    ",
    );
    same(expand_tabs(Text::ascii("a\tb"), 0), "ab");
    assert_eq!(
        center(Text::ascii("a"), usize::MAX, x),
        Err(SizeError::TooLong)
    );
    assert_eq!(
        left_justify(Text::ascii("a"), 1 << 62, x),
        Err(SizeError::NoMemory)
    );
}

#[test]
fn building() {
    let parts = [Text::ascii("a"), Text::EMPTY, Text::Two(&[0x100])];
    same(join(Text::ascii(", "), parts.into_iter()), "a, , \u{100}");
    same(join(Text::Two(&[0x100]), parts[..1].iter().copied()), "a");
    same(join(Text::ascii(", "), [].into_iter()), "");
    same(concat(Text::ascii("a"), Text::One(b"\xe9")), "aé");
    same(repeat(Text::ascii("abc"), 3), "abcabcabc");
    same(repeat(Text::Two(&[0x100]), 0), "");
    assert_eq!(
        repeat(Text::ascii("ab"), usize::MAX),
        Err(SizeError::TooLong)
    );
    assert_eq!(repeat(Text::ascii("ab"), 1 << 61), Err(SizeError::NoMemory));
    let text = buf("abc\u{1F600}e");
    let part = |start, stop, step| slice(text.as_text(), Slice::new(start, stop, step, 5));
    same(part(None, None, -1), "e\u{1F600}cba");
    same(part(None, None, 2), "ace");
    same(part(Some(-1), Some(0), -3), "eb");
    same(part(Some(1), Some(3), 1), "bc");
    same(part(Some(3), Some(1), 1), "");
}

#[test]
fn quoting() {
    same(repr(Text::ascii("it's")), r#""it's""#);
    same(repr(Text::ascii("'\"")), r#"'\'"'"#);
    same(repr(Text::ascii("\t\n\r\\\x00\x7f")), r"'\t\n\r\\\x00\x7f'");
    same(
        repr(buf("é\u{a0}\u{200b}\u{1F600}\u{E000}").as_text()),
        "'é\\xa0\\u200b\u{1F600}\\ue000'",
    );
    same(
        repr(codes(&[0xD800, 0x10FFFF]).as_text()),
        r"'\ud800\U0010ffff'",
    );
    same(
        ascii(buf("é\u{100}\u{1F600}").as_text()),
        r"'\xe9\u0100\U0001f600'",
    );
}

#[test]
fn translating_asks_once_for_ascii() {
    let mut asked = Vec::new();
    let translated = translate(buf("abcaé\u{e9}").as_text(), |code| {
        asked.push(code);
        Ok::<_, SizeError>(match char::from_u32(code) {
            Some('a') => Translated::Nothing,
            Some('b') => Translated::Text(Text::ascii("BB")),
            Some('é') => Translated::Code(0x1F600),
            _ => Translated::Code(code),
        })
    });
    same(translated, "BBc\u{1F600}\u{1F600}");
    assert_eq!(asked.len(), 5);
}
