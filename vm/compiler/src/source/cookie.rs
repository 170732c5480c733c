//! What source code says of its encoding: byte order mark and coding cookie.

use super::BYTE_ORDER_MARK;

/// What source code says of its encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// It begins with UTF-8's byte order mark.
    pub marked: bool,
    /// The encoding that its cookie names; `utf-8` and `iso-8859-1` under these names.
    pub encoding: Option<String>,
}

/// Reads the byte order mark and the coding cookie of source code.
pub fn declaration(bytes: &[u8]) -> Declaration {
    let marked = bytes.starts_with(BYTE_ORDER_MARK);
    let content = if marked {
        bytes.get(BYTE_ORDER_MARK.len()..).unwrap_or_default()
    } else {
        bytes
    };
    let (first, rest) = split_line(content);
    let encoding = in_line(first).or_else(|| {
        let (second, _) = split_line(rest);
        is_blank_or_comment(first).then(|| in_line(second))?
    });
    Declaration { marked, encoding }
}

/// The first line and what follows its line break.
fn split_line(content: &[u8]) -> (&[u8], &[u8]) {
    let end = content
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'));
    let (line, rest) = content.split_at(end.unwrap_or(content.len()));
    let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..));
    (line, rest.unwrap_or_default())
}

/// The encoding that a line's cookie names: `coding: NAME` or `coding=NAME` in a comment.
pub(super) fn in_line(line: &[u8]) -> Option<String> {
    const KEY: &[u8] = b"coding";
    let comment = line.iter().position(|byte| !is_space(*byte))?;
    if line.get(comment) != Some(&b'#') {
        return None;
    }
    let candidates = (comment..line.len()).filter(|start| {
        let rest = line.get(*start..).unwrap_or_default();
        rest.starts_with(KEY) && matches!(rest.get(KEY.len()), Some(b':' | b'='))
    });
    for start in candidates {
        let value = line.get(start + KEY.len() + 1..).unwrap_or_default();
        let name: Vec<u8> = value
            .iter()
            .copied()
            .skip_while(|byte| matches!(byte, b' ' | b'\t'))
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
            .collect();
        if !name.is_empty() {
            return Some(normal_name(&String::from_utf8_lossy(&name)));
        }
    }
    None
}

fn is_blank_or_comment(line: &[u8]) -> bool {
    let first = line.iter().find(|byte| !is_space(**byte));
    first.is_none_or(|byte| *byte == b'#')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0C)
}

/// The many spellings of the two encodings that Python knows without its codecs.
fn normal_name(name: &str) -> String {
    let start: String = name.chars().take(12).collect();
    let start = start.to_ascii_lowercase().replace('_', "-");
    let is = |known: &str| {
        start == known
            || start
                .strip_prefix(known)
                .is_some_and(|rest| rest.starts_with('-'))
    };
    if is("utf-8") {
        "utf-8".to_owned()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookie(text: &str) -> Option<String> {
        declaration(text.as_bytes()).encoding
    }

    #[test]
    fn cookies_are_in_comments_of_the_first_two_lines() {
        assert_eq!(cookie("# coding: foo").as_deref(), Some("foo"));
        assert_eq!(
            cookie(" \t# x coding=foo-1.b; y").as_deref(),
            Some("foo-1.b")
        );
        assert_eq!(cookie("#!x\n#-*-coding:utf_8-*-").as_deref(), Some("utf-8"));
        assert_eq!(cookie("#!x\r\n# coding: foo").as_deref(), Some("foo"));
        assert_eq!(cookie("# coding: coding: foo").as_deref(), Some("coding"));
        assert_eq!(
            cookie("# coding : coding: Latin_1-unix").as_deref(),
            Some("iso-8859-1")
        );
        assert_eq!(cookie("x\n# coding: foo"), None);
        assert_eq!(cookie("x # coding: foo"), None);
        assert_eq!(cookie("\n\n# coding: foo"), None);
    }
}
