//! `isalpha` and its like, in ASCII.

use super::is_space;

/// Whether there are bytes, and something holds for all of them.
fn all(bytes: &[u8], holds: impl Fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(holds)
}

/// `bytes.isalpha`.
pub fn is_alpha(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphabetic)
}

/// `bytes.isdigit`.
pub fn is_digit(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_digit)
}

/// `bytes.isalnum`.
pub fn is_alphanumeric(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphanumeric)
}

/// `bytes.isspace`.
pub fn is_whitespace(bytes: &[u8]) -> bool {
    all(bytes, |&byte| is_space(byte))
}

/// `bytes.islower`: a letter is in lower case, and none in upper case.
pub fn is_lower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `bytes.isupper`: a letter is in upper case, and none in lower case.
pub fn is_upper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `bytes.istitle`: upper case letters begin the runs of letters, and nothing else does.
pub fn is_title(bytes: &[u8]) -> bool {
    let mut in_word = false;
    let fits = bytes.iter().all(|byte| {
        let fits = !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() != in_word;
        in_word = byte.is_ascii_alphabetic();
        fits
    });
    fits && bytes.iter().any(u8::is_ascii_alphabetic)
}
