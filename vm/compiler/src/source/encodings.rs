//! Encodings other than UTF-8, as far as they need no Python code.
//!
//! The Encoding Standard, which the library follows, reads some names as supersets of what Python
//! means by them; those are done here.

use encoding_rs::Encoding;

/// Where ISO 8859-9 differs from ISO 8859-1.
const TURKISH: [(u8, char); 6] = [
    (0xD0, 'Ğ'),
    (0xDD, 'İ'),
    (0xDE, 'Ş'),
    (0xF0, 'ğ'),
    (0xFD, 'ı'),
    (0xFE, 'ş'),
];

/// Python's names for encodings that the Encoding Standard calls otherwise.
const ALIASES: [(&str, &str); 6] = [
    ("cp932", "windows-31j"),
    ("cp936", "gbk"),
    ("cp949", "euc-kr"),
    ("cp950", "big5"),
    ("mac-roman", "macintosh"),
    ("mac-cyrillic", "x-mac-cyrillic"),
];

/// Decodes bytes. The error is the message of CPython's.
pub(super) fn decode(bytes: &[u8], name: &str) -> Result<String, String> {
    let plain = name.to_ascii_lowercase().replace('_', "-");
    match plain.as_str() {
        "utf8" | "u8" | "utf" => decode_utf8(bytes),
        "iso-8859-1" | "iso8859-1" | "latin1" | "l1" | "latin" | "8859" | "cp819" => {
            Ok(bytes.iter().copied().map(char::from).collect())
        }
        "iso-8859-9" | "iso8859-9" | "latin5" | "l5" => {
            Ok(bytes.iter().copied().map(turkish).collect())
        }
        "ascii" | "us-ascii" | "646" | "us" => decode_ascii(bytes),
        plain => {
            let alias = ALIASES.iter().find(|(python, _)| *python == plain);
            let label = alias.map_or(plain, |(_, label)| label);
            match Encoding::for_label(label.as_bytes()) {
                Some(encoding) if encoding.is_ascii_compatible() => {
                    decode_with(encoding, bytes, &plain.replace('-', "_"))
                }
                _ => Err(format!("unknown encoding: {name}")),
            }
        }
    }
}

fn turkish(byte: u8) -> char {
    let known = TURKISH.iter().find(|(code, _)| *code == byte);
    known.map_or(char::from(byte), |(_, character)| *character)
}

fn decode_utf8(bytes: &[u8]) -> Result<String, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(problem) => {
            let position = problem.valid_up_to();
            let byte = bytes.get(position).copied().unwrap_or_default();
            let reason = if matches!(byte, 0x80..=0xC1 | 0xF5..) {
                "invalid start byte"
            } else if problem.error_len().is_none() {
                "unexpected end of data"
            } else {
                "invalid continuation byte"
            };
            Err(cannot("utf-8", byte, position, reason))
        }
    }
}

fn decode_ascii(bytes: &[u8]) -> Result<String, String> {
    match bytes.iter().position(|byte| !byte.is_ascii()) {
        None => Ok(bytes.iter().copied().map(char::from).collect()),
        Some(position) => {
            let byte = bytes.get(position).copied().unwrap_or_default();
            Err(cannot("ascii", byte, position, "ordinal not in range(128)"))
        }
    }
}

fn decode_with(encoding: &'static Encoding, bytes: &[u8], name: &str) -> Result<String, String> {
    if !encoding.is_single_byte() {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        return text.map(|text| text.into_owned()).ok_or_else(|| {
            let position = first_failure(encoding, bytes);
            let byte = bytes.get(position).copied().unwrap_or_default();
            cannot(name, byte, position, "illegal multibyte sequence")
        });
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    // The Encoding Standard turns bytes that Microsoft left undefined into control characters.
    let undefined = |character: char| match character {
        char::REPLACEMENT_CHARACTER => true,
        '\u{80}'..='\u{9F}' => encoding.name().starts_with("windows"),
        _ => false,
    };
    match text.chars().position(undefined) {
        None => Ok(text.into_owned()),
        Some(position) => {
            let byte = bytes.get(position).copied().unwrap_or_default();
            Err(cannot(
                "charmap",
                byte,
                position,
                "character maps to <undefined>",
            ))
        }
    }
}

/// Where a multi-byte encoding's first mistake is.
fn first_failure(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(
        decoder
            .max_utf8_buffer_length_without_replacement(bytes.len())
            .unwrap_or(0),
    );
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        encoding_rs::DecoderResult::Malformed(length, after) => {
            read.saturating_sub(usize::from(length) + usize::from(after))
        }
        _ => read,
    }
}

fn cannot(codec: &str, byte: u8, position: usize, reason: &str) -> String {
    format!("'{codec}' codec can't decode byte {byte:#04x} in position {position}: {reason}")
}
