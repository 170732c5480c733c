//! Sizes in bytes, as options and variables say them.

/// The number that `text` says: digits, and perhaps K, M or G for a power of 1024.
pub(crate) fn parse(text: &str) -> Option<usize> {
    let (digits, unit) = match text.as_bytes().last()?.to_ascii_uppercase() {
        b'K' => (&text[..text.len() - 1], 1 << 10),
        b'M' => (&text[..text.len() - 1], 1 << 20),
        b'G' => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    digits.parse::<usize>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes() {
        assert_eq!(parse("4096"), Some(4096));
        assert_eq!(parse("64k"), Some(64 << 10));
        assert_eq!(parse("3M"), Some(3 << 20));
        assert_eq!(parse("2G"), Some(2 << 30));
        assert_eq!(parse("0"), Some(0));
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "M",
            "1T",
            "-1",
            "+1",
            "1.5G",
            "1 M",
            "é",
            "99999999999G",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
