//! Positions and reasons of faults, handlers, and input in pieces. What is expected is what CPython
//! 3.14 gives.

use super::*;
use crate::str::repr;

/// The decoded text, with `<>` where a fault was, and the faults.
fn faults(mut decoder: impl Decoder, input: &[u8]) -> (String, Vec<(usize, usize, &'static str)>) {
    let mut out = Builder::new();
    let mut faults = Vec::new();
    let mut at = 0;
    while let Err(fault) = decoder.decode(input, at, true, &mut out) {
        faults.push((fault.start, fault.end, fault.reason));
        out.push_bytes(b"<>");
        at = fault.end;
    }
    let shown = repr(out.finish().unwrap().as_text()).unwrap();
    (shown.as_text().to_string().unwrap(), faults)
}

/// How far a decoder comes in what is not the last of the input.
fn consumed(mut decoder: impl Decoder, input: &[u8]) -> (usize, usize) {
    let mut out = Builder::new();
    let end = decoder.decode(input, 0, false, &mut out).unwrap();
    (end, out.len())
}

fn text(codes: &[u32]) -> TextBuf {
    let mut out = Builder::new();
    codes.iter().for_each(|&code| out.push(code));
    out.finish().unwrap()
}

const START: &str = "invalid start byte";
const CONTINUATION: &str = "invalid continuation byte";
const END: &str = "unexpected end of data";

#[test]
fn utf_8_faults() {
    let (shown, found) = faults(Utf8, b"a\x80\xe2\x82x\xed\xa0\x80\xf0\x9f\x98\x80\xff\xc3");
    assert_eq!(shown, "'a<><>x<><><>\u{1F600}<><>'");
    assert_eq!(
        found,
        [
            (1, 2, START),
            (2, 4, CONTINUATION),
            (5, 6, CONTINUATION),
            (6, 7, START),
            (7, 8, START),
            (12, 13, START),
            (13, 14, END),
        ]
    );
    assert_eq!(consumed(Utf8, b"a\xe2\x82"), (1, 1));
    assert_eq!(consumed(Utf8, b"a\xed\xa0"), (1, 1));
    assert_eq!(consumed(Utf8, "aé".as_bytes()), (3, 2));
}

#[test]
fn utf_8_goes_round_over_blocks() {
    for wide in ["é", "\u{100}", "\u{1F600}"] {
        for length in [0, 1, 62, 63, 64, 65, 127, 128, 129, 200] {
            let source = "x".repeat(length) + wide + &"y".repeat(length) + wide;
            let text = Standard::Utf8.decode(Handler::Strict, source.as_bytes());
            let text = text.unwrap();
            assert_eq!(text, TextBuf::from(&source[..]));
            let bytes = Standard::Utf8.encode(Handler::Strict, text.as_text());
            assert_eq!(bytes.unwrap(), source.as_bytes());
        }
    }
}

#[test]
fn surrogates_are_one_fault_in_utf_8_and_many_in_utf_16() {
    let mut codes = vec!['a'.into(); 70];
    codes.extend([0xD800, 0xDFFF, 'b'.into()]);
    let text = text(&codes);
    let mut out = ByteBuilder::new();
    let fault = |start, end| Fault {
        start,
        end,
        reason: "surrogates not allowed",
    };
    assert_eq!(Utf8.encode(text.as_text(), 0, &mut out), Err(fault(70, 72)));
    assert_eq!(Utf8.encode(text.as_text(), 72, &mut out), Ok(()));
    assert_eq!(out.finish().unwrap(), [&[b'a'; 70][..], b"b"].concat());
    let mut out = ByteBuilder::new();
    let mut utf16 = Utf16Encoder::new(None);
    assert_eq!(
        utf16.encode(text.as_text(), 69, &mut out),
        Err(fault(70, 71))
    );
    assert_eq!(utf16.encode(text.as_text(), 72, &mut out), Ok(()));
    assert_eq!(out.finish().unwrap(), b"\xff\xfea\0b\0");
}

#[test]
fn utf_16_faults() {
    let big = || Utf16Decoder::new(Some(ByteOrder::Big));
    let (shown, found) = faults(big(), b"\0a\xdc\0\xd8\0\0b\xd8\x3d\xde\0\xd8\0");
    assert_eq!(shown, "'a<><>b\u{1F600}<>'");
    let expected = [
        (2, 4, "illegal encoding"),
        (4, 6, "illegal UTF-16 surrogate"),
        (12, 14, END),
    ];
    assert_eq!(found, expected);
    assert_eq!(faults(big(), b"\0a\0").1, [(2, 3, "truncated data")]);
    assert_eq!(consumed(big(), b"\0a\xd8\0"), (2, 1));
    assert_eq!(consumed(big(), b"\0a\xd8\0\xdc"), (2, 1));
}

#[test]
fn a_mark_says_the_byte_order() {
    let mut decoder = Utf16Decoder::new(None);
    let decoded = decode(&mut decoder, Handler::Strict, b"\xfe\xff\0a", true);
    assert_eq!(decoded, Ok((TextBuf::from("a"), 4)));
    assert_eq!(decoder.order(), Some(ByteOrder::Big));
    let decoded = Standard::Utf32(None).decode(Handler::Strict, b"\xff\xfe\0\0a\0\0\0");
    assert_eq!(decoded, Ok(TextBuf::from("a")));
    let encoded = Standard::Utf32(None).encode(Handler::Strict, Text::ascii("a"));
    assert_eq!(encoded.unwrap(), b"\xff\xfe\0\0a\0\0\0");
    let encoded = Standard::Utf16(Some(ByteOrder::Big)).encode(Handler::Strict, Text::ascii("a"));
    assert_eq!(encoded.unwrap(), b"\0a");
}

#[test]
fn utf_32_faults() {
    let little = || Utf32Decoder::new(Some(ByteOrder::Little));
    let (shown, found) = faults(little(), b"a\0\0\0\0\xd8\0\0\0\0\x11\0b");
    assert_eq!(shown, "'a<><><>'");
    let expected = [
        (
            4,
            8,
            "code point in surrogate code point range(0xd800, 0xe000)",
        ),
        (8, 12, "code point not in range(0x110000)"),
        (12, 13, "truncated data"),
    ];
    assert_eq!(found, expected);
    assert_eq!(consumed(little(), b"a\0\0\0b\0"), (4, 1));
}

#[test]
fn utf_7() {
    let source = TextBuf::from("a+é\u{1F600}-~");
    let encoded = utf7_encode(source.as_text()).unwrap();
    assert_eq!(encoded, b"a+-+AOnYPd4A--+AH4-");
    let decoded = decode(&mut Utf7Decoder::default(), Handler::Strict, &encoded, true);
    assert_eq!(decoded.unwrap().0, source);
    for (input, start, end, reason) in [
        (&b"a+A-"[..], 1, 4, "partial character in shift sequence"),
        (b"+AOk/x!", 0, 7, "partial character in shift sequence"),
        (b"+AOl-", 0, 5, "non-zero padding bits in shift sequence"),
        (b"+AO", 0, 3, "unterminated shift sequence"),
        (b"+!x", 0, 2, "ill-formed sequence"),
        (b"a\x80", 1, 2, "unexpected special character"),
    ] {
        let found = faults(Utf7Decoder::default(), input).1;
        assert_eq!(found[0], (start, end, reason), "{}", input.escape_ascii());
    }
    // What was decoded of an unfinished part is taken back.
    assert_eq!(consumed(Utf7Decoder::default(), b"ab+AOkA"), (2, 2));
}

#[test]
fn escapes() {
    let input = b"\\x41\\u0100\\U0001f600\\N{DIGIT ONE}\\101\\n\\\n\\'\xe9";
    let (shown, found) = faults(UnicodeEscapeDecoder::default(), input);
    assert_eq!(
        (&shown[..], found.len()),
        ("\"A\u{100}\u{1F600}1A\\n'é\"", 0)
    );
    for (input, end, reason) in [
        (&b"\\"[..], 1, "\\ at end of string"),
        (b"\\x4", 3, "truncated \\xXX escape"),
        (b"\\u12g4", 4, "truncated \\uXXXX escape"),
        (b"\\U00110000", 10, "illegal Unicode character"),
        (b"\\Nx", 2, "malformed \\N character escape"),
        (b"\\N{}", 3, "malformed \\N character escape"),
        (b"\\N{NO}", 6, "unknown Unicode character name"),
    ] {
        let found = faults(UnicodeEscapeDecoder::default(), input).1;
        assert_eq!(found[0], (0, end, reason), "{}", input.escape_ascii());
    }
    for input in [&b"a\\"[..], b"a\\x4", b"a\\N{DIG"] {
        assert_eq!(consumed(UnicodeEscapeDecoder::default(), input), (1, 1));
    }
    let mut decoder = UnicodeEscapeDecoder::default();
    let decoded = decode(&mut decoder, Handler::Strict, b"a\\q\\777", true)
        .unwrap()
        .0;
    assert_eq!(decoded, TextBuf::from("a\\q\u{1ff}"));
    let invalid = InvalidEscape {
        at: 1,
        code: 'q'.into(),
    };
    assert_eq!(decoder.invalid_escape(), Some(invalid));
    let source = TextBuf::from("a\n\\é\u{100}\u{1F600}");
    assert_eq!(
        unicode_escape(source.as_text()).unwrap(),
        br"a\n\\\xe9\u0100\U0001f600"
    );
}

#[test]
fn raw_escapes() {
    let (shown, found) = faults(
        RawUnicodeEscapeDecoder,
        b"\\u0041\\x41\\\\u0042\\U00110000\\",
    );
    assert_eq!(shown, r"'A\\x41\\\\u0042<>\\'");
    assert_eq!(found, [(17, 27, "\\Uxxxxxxxx out of range")]);
    assert_eq!(consumed(RawUnicodeEscapeDecoder, b"a\\"), (1, 1));
    let source = TextBuf::from("\\é\u{100}");
    assert_eq!(
        raw_unicode_escape(source.as_text()).unwrap(),
        b"\\\xe9\\u0100"
    );
}

#[test]
fn character_maps() {
    let table = text(&['a'.into(), 0xFFFE, 0x100, 'a'.into()]);
    let (shown, found) = faults(CharmapDecoder::of_table(table.as_text()), b"\0\x01\x02\x04");
    assert_eq!(shown, "'a<>\u{100}<>'");
    let undefined = "character maps to <undefined>";
    assert_eq!(found, [(1, 2, undefined), (3, 4, undefined)]);
    let map = EncodingMap::new(table.as_text());
    assert_eq!((map.get('a'.into()), map.get(0xFFFE)), (Some(3), None));
    let source = TextBuf::from("a\u{100}xya");
    let fault = Fault {
        start: 2,
        end: 4,
        reason: undefined,
    };
    let strict = encode(&mut map.encoder(), Handler::Strict, source.as_text());
    assert_eq!(strict, Err(CodecError::Fault(fault)));
    // The replacement goes through the map, too.
    let replaced = encode(&mut map.encoder(), Handler::Replace, source.as_text());
    assert_eq!(replaced, Err(CodecError::Fault(fault)));
    let ignored = encode(&mut map.encoder(), Handler::Ignore, source.as_text());
    assert_eq!(ignored.unwrap(), [3, 2, 3]);
}

#[test]
fn handlers_encode() {
    let source = TextBuf::from("aé\u{100}\u{1F600}z");
    let ascii = |handler| Standard::Ascii.encode(handler, source.as_text());
    let fault = Fault {
        start: 1,
        end: 4,
        reason: "ordinal not in range(128)",
    };
    assert_eq!(ascii(Handler::Strict), Err(CodecError::Fault(fault)));
    assert_eq!(
        ascii(Handler::SurrogateEscape),
        Err(CodecError::Fault(fault))
    );
    for (handler, expected) in [
        (Handler::Ignore, &b"az"[..]),
        (Handler::Replace, b"a???z"),
        (Handler::BackslashReplace, br"a\xe9\u0100\U0001f600z"),
        (Handler::XmlCharRefReplace, b"a&#233;&#256;&#128512;z"),
        (
            Handler::NameReplace,
            br"a\N{LATIN SMALL LETTER E WITH ACUTE}\N{LATIN CAPITAL LETTER A WITH MACRON}\N{GRINNING FACE}z",
        ),
    ] {
        assert_eq!(ascii(handler).unwrap(), expected);
    }
    let latin = Standard::Latin1.encode(Handler::Replace, source.as_text());
    assert_eq!(latin.unwrap(), b"a\xe9??z");
}

#[test]
fn handlers_decode() {
    let ascii = |handler| Standard::Ascii.decode(handler, b"a\xe9z");
    assert_eq!(ascii(Handler::Ignore), Ok(TextBuf::from("az")));
    assert_eq!(ascii(Handler::Replace), Ok(TextBuf::from("a\u{FFFD}z")));
    assert_eq!(
        ascii(Handler::BackslashReplace),
        Ok(TextBuf::from("a\\xe9z"))
    );
    assert_eq!(
        ascii(Handler::XmlCharRefReplace),
        Err(CodecError::WrongHandler)
    );
    let escaped = text(&['a'.into(), 0xDCE9, 'z'.into()]);
    assert_eq!(ascii(Handler::SurrogateEscape), Ok(escaped.clone()));
    let back = Standard::Ascii.encode(Handler::SurrogateEscape, escaped.as_text());
    assert_eq!(back.unwrap(), b"a\xe9z");
}

#[test]
fn surrogates_pass() {
    let pair = text(&[0xD800, 'a'.into()]);
    for (encoding, bytes) in [
        (Standard::Utf8, &b"\xed\xa0\x80a"[..]),
        (Standard::Utf16(Some(ByteOrder::Little)), b"\0\xd8a\0"),
        (Standard::Utf32(Some(ByteOrder::Big)), b"\0\0\xd8\0\0\0\0a"),
    ] {
        let encoded = encoding.encode(Handler::SurrogatePass, pair.as_text());
        assert_eq!(encoded.unwrap(), bytes);
        assert_eq!(
            encoding.decode(Handler::SurrogatePass, bytes),
            Ok(pair.clone())
        );
    }
    assert!(
        Standard::Ascii
            .encode(Handler::SurrogatePass, pair.as_text())
            .is_err()
    );
}

#[test]
fn an_escape_that_is_refused_leaves_the_rest_as_the_fault() {
    let mixed = text(&[0xDC80, 0x1234]);
    let fault = Fault {
        start: 1,
        end: 2,
        reason: "ordinal not in range(128)",
    };
    let encoded = Standard::Ascii.encode(Handler::SurrogateEscape, mixed.as_text());
    assert_eq!(encoded, Err(CodecError::Fault(fault)));
}

#[test]
fn names_of_encodings_and_handlers() {
    assert_eq!(Standard::from_name("UTF_8"), Some(Standard::Utf8));
    assert_eq!(
        Standard::from_name("utf-16-BE"),
        Some(Standard::Utf16(Some(ByteOrder::Big)))
    );
    assert_eq!(Standard::from_name("cp1252"), None);
    assert_eq!(
        Handler::from_name("surrogateescape"),
        Some(Handler::SurrogateEscape)
    );
    assert_eq!(Handler::from_name("mine"), None);
}
