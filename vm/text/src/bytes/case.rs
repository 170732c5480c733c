//! Letter case in ASCII. Other bytes stay. The bytes are changed where they are, so that the caller can
//! have them where it wants them.

/// `bytes.lower`.
pub fn lower(bytes: &mut [u8]) {
    bytes.make_ascii_lowercase();
}

/// `bytes.upper`.
pub fn upper(bytes: &mut [u8]) {
    bytes.make_ascii_uppercase();
}

/// `bytes.swapcase`.
pub fn swapcase(bytes: &mut [u8]) {
    for byte in bytes {
        *byte ^= if byte.is_ascii_alphabetic() { 0x20 } else { 0 };
    }
}

/// `bytes.title`: words are runs of letters.
pub fn title(bytes: &mut [u8]) {
    let mut in_word = false;
    for byte in bytes {
        match in_word {
            true => byte.make_ascii_lowercase(),
            false => byte.make_ascii_uppercase(),
        }
        in_word = byte.is_ascii_alphabetic();
    }
}

/// `bytes.capitalize`.
pub fn capitalize(bytes: &mut [u8]) {
    bytes.make_ascii_lowercase();
    if let Some(first) = bytes.first_mut() {
        first.make_ascii_uppercase();
    }
}
