//! What is expected is what CPython 3.14 gives.

use super::*;

#[test]
fn base64_goes_round() {
    for length in 0..20u8 {
        let data: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(77)).collect();
        let text = to_base64(&data, true).unwrap();
        assert_eq!(from_base64(&text, false), Ok(data.clone()));
        assert_eq!(from_base64(&text[..text.len() - 1], true), Ok(data));
    }
    assert_eq!(
        to_base64(b"any carnal pleas", true).unwrap(),
        b"YW55IGNhcm5hbCBwbGVhcw==\n"
    );
}

#[test]
fn base64_is_lenient_or_strict() {
    let lenient = |text: &[u8]| from_base64(text, false).map_err(|error| format!("{error:?}"));
    let strict = |text: &[u8]| match from_base64(text, true) {
        Err(Base64Error::Message(message)) => message,
        other => format!("{other:?}"),
    };
    assert_eq!(lenient(b"Y\nQ=!="), Ok(b"a".to_vec()));
    assert_eq!(lenient(b"=YQ==YQ=="), Ok(b"a\x06\x10".to_vec()));
    for (text, message) in [
        (&b"=YQ=="[..], "Leading padding not allowed"),
        (b"AAAA=", "Excess padding not allowed"),
        (b"YQ===", "Excess padding not allowed"),
        (b"YQ==A", "Excess data after padding"),
        (b"YQ=A", "Discontinuous padding not allowed"),
        (b"YQ==\n", "Only base64 data is allowed"),
        (b"YQ", "Incorrect padding"),
        (
            b"AAAAY=",
            "Invalid base64-encoded string: number of data characters (5) \
             cannot be 1 more than a multiple of 4",
        ),
    ] {
        assert_eq!(strict(text), message, "{}", text.escape_ascii());
    }
}

#[test]
fn hexadecimal() {
    assert_eq!(unhexlify(b"00fFa1"), Ok(vec![0, 0xFF, 0xA1]));
    assert_eq!(unhexlify(b"0"), Err(UnhexError::OddLength));
    assert_eq!(unhexlify(b"0g"), Err(UnhexError::NotHex));
    assert_eq!(unhexlify(b"+1"), Err(UnhexError::NotHex));
}

#[test]
fn checksums_go_on() {
    assert_eq!(crc32(b"hello world", 0), 0x0D4A_1185);
    assert_eq!(crc32(b" world", crc32(b"hello", 0)), 0x0D4A_1185);
    assert_eq!(crc_hqx(b"123456789", 0), 0x31C3);
    assert_eq!(crc_hqx(b"6789", crc_hqx(b"12345", 0)), 0x31C3);
}

#[test]
fn uuencode() {
    assert_eq!(to_uu(b"hello", false).unwrap(), b"%:&5L;&\\ \n");
    assert_eq!(to_uu(b"\0", true).unwrap(), b"!````\n");
    assert_eq!(to_uu(&[0; 46], false), Err(UuError::TooLong));
    assert_eq!(from_uu(b"%:&5L;&\\ \n").unwrap(), b"hello");
    assert_eq!(from_uu(b"%:&5L;&\\").unwrap(), b"hello");
    assert_eq!(from_uu(b"!a"), Err(UuError::IllegalChar));
    assert_eq!(from_uu(b"!  8A"), Err(UuError::TrailingGarbage));
    assert_eq!(from_uu(b""), Err(UuError::MissingLength));
}

#[test]
fn quoted_printable() {
    let text = QuotedOptions {
        is_text: true,
        ..QuotedOptions::default()
    };
    let header = QuotedOptions {
        header: true,
        ..QuotedOptions::default()
    };
    assert_eq!(
        to_quoted(b"a=b \n.\n\xe9\t", text).unwrap(),
        b"a=3Db=20\n=2E\n=E9=09"
    );
    assert_eq!(to_quoted(b"a b_c\r\n", header).unwrap(), b"a_b=5Fc=0D=0A");
    let long = to_quoted(&[b'x'; 100], text).unwrap();
    assert_eq!(long, [&[b'x'; 75][..], b"=\n", &[b'x'; 25]].concat());
    assert_eq!(
        from_quoted(b"a=3D=\r\nb_=e9==x=4", false).unwrap(),
        b"a=b_\xe9=x=4"
    );
    assert_eq!(from_quoted(b"a_b", true).unwrap(), b"a b");
}
