//! What `bytes` does otherwise than `str`. What is expected is what CPython 3.14 gives.

use super::*;
use crate::pieces::Ends;

fn text(made: Result<TextBuf, SizeError>) -> String {
    made.unwrap().as_text().to_string().unwrap()
}

fn pieces(
    cut: impl FnOnce(&mut dyn FnMut(std::ops::Range<usize>) -> Result<(), ()>) -> Result<(), ()>,
) -> Vec<std::ops::Range<usize>> {
    let mut pieces = Vec::new();
    cut(&mut |range| {
        pieces.push(range);
        Ok(())
    })
    .unwrap();
    pieces
}

#[test]
fn space_and_lines_are_those_of_ascii() {
    let split = |bytes| pieces(|each| split(bytes, None, usize::MAX, each));
    assert_eq!(split(b" a\x0bb\x1cc\x85 "), [1..2, 3..7]);
    let rsplit = pieces(|each| rsplit(b"a b  c", None, 1, each));
    assert_eq!(rsplit, [5..6, 0..3]);
    let commas = pieces(|each| super::split(b"a,b", Some(b","), usize::MAX, each));
    assert_eq!(commas, [0..1, 2..3]);
    let lines = pieces(|each| split_lines(b"a\r\nb\x0bc\x1c\rd\n", false, each));
    assert_eq!(lines, [0..1, 3..7, 8..9]);
    assert_eq!(strip(b" \x1ca\n", Ends::Both, None), 1..3);
    assert_eq!(strip(b"xax", Ends::Left, Some(b"yx")), 1..3);
}

#[test]
fn case_is_that_of_ascii() {
    let cased = |case: fn(&mut [u8]), bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        case(&mut bytes);
        bytes
    };
    assert_eq!(cased(upper, b"a\xe9z"), b"A\xe9Z");
    assert_eq!(cased(swapcase, b"aB\xe91"), b"Ab\xe91");
    assert_eq!(cased(title, b"they're 3d\xe9x"), b"They'Re 3D\xe9X");
    assert_eq!(cased(capitalize, b"hELLO"), b"Hello");
    assert!(is_lower(b"a1") && !is_lower(b"aB") && !is_lower(b"1"));
    assert!(is_upper(b"A1") && !is_upper(b"\xc9"));
    assert!(is_title(b"Ab Cd") && !is_title(b"AB") && !is_title(b""));
    assert!(is_alpha(b"ab") && !is_alpha(b"a\xe9") && !is_alpha(b""));
    assert!(is_digit(b"12") && is_alphanumeric(b"a1") && is_whitespace(b" \x0b"));
    assert!(!is_whitespace(b"\x1c") && !is_digit(b"\xb2"));
}

#[test]
fn hexadecimal_has_groups() {
    let hex = |separator: Option<char>, group| {
        text(super::hex(
            b"\x01\x23\x45\x67\xff",
            separator.map(u32::from),
            group,
        ))
    };
    assert_eq!(hex(None, 1), "01234567ff");
    assert_eq!(hex(Some(':'), 1), "01:23:45:67:ff");
    assert_eq!(hex(Some('-'), 2), "01-2345-67ff");
    assert_eq!(hex(Some('-'), -2), "0123-4567-ff");
    assert_eq!(hex(Some('-'), 5), "01234567ff");
    assert_eq!(hex(Some('-'), 0), "01234567ff");
    assert_eq!(text(super::hex(b"", Some('-'.into()), 1)), "");
}

#[test]
fn wrong_hexadecimal_is_found_where_it_is() {
    let at = |text| from_hex(TextBuf::from(text).as_text());
    assert_eq!(at("01 2fF0"), Ok(vec![1, 0x2F, 0xF0]));
    assert_eq!(at("0 1"), Err(HexError::NotHex(1)));
    assert_eq!(at("01 g"), Err(HexError::NotHex(3)));
    assert_eq!(at("g1é"), Err(HexError::NotHex(2)));
    assert_eq!(at("012"), Err(HexError::OddLength));
}

#[test]
fn quoting() {
    assert_eq!(text(repr(b"it's\x00\xe9\t\\")), r#"b"it's\x00\xe9\t\\""#);
    assert_eq!(text(repr(b"'\"")), r#"b'\'"'"#);
    assert_eq!(
        text(repr_bytearray("bytearray", b"a'")),
        r#"bytearray(b"a\'")"#
    );
}

#[test]
fn what_is_shared_with_str() {
    assert_eq!(
        replace(b"a.b", b".", b"\xff\xff", usize::MAX),
        Ok(Some(b"a\xff\xffb".to_vec()))
    );
    assert_eq!(replace(b"ab", b".", b"-", usize::MAX), Ok(None));
    assert_eq!(
        join(b"\xff", [&b"a"[..], b"b"].into_iter()).unwrap(),
        b"a\xffb"
    );
    assert_eq!(repeat(b"ab", 2).unwrap(), b"abab");
    assert_eq!(center(b"a", 4, 0xFF).unwrap(), b"\xffa\xff\xff");
    assert_eq!(zero_fill(b"-1", 4).unwrap(), b"-001");
    assert_eq!(expand_tabs(b"a\tb", 4).unwrap(), b"a   b");
    let mut table: [u8; 256] = std::array::from_fn(|byte| byte as u8);
    table[usize::from(b'a')] = b'A';
    assert_eq!(translate(b"abca", Some(&table), b"c").unwrap(), b"AbA");
    assert_eq!(translate(b"abca", None, b"a").unwrap(), b"bc");
}
