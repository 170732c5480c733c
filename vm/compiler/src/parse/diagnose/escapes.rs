//! Escape sequences that mean nothing, in the words of CPython's codecs.
//!
//! CPython hands a literal to its `unicode_escape` codec with all characters beyond ASCII written
//! as `\UXXXXXXXX`, and the positions in the messages count those.

/// The length of such an escape.
const WIDE: usize = 10;

/// What is wrong with the escapes of a text literal.
pub(super) fn text_problem(content: &str) -> Option<String> {
    let mut rest = content;
    let mut position = 0;
    while let Some(first) = rest.chars().next() {
        if first != '\\' {
            position += width(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let escape = read(rest);
        if let Some(reason) = escape.problem {
            let end = position + escape.length - 1;
            return Some(format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position \
                 {position}-{end}: {reason}"
            ));
        }
        position += rest[..escape.length].chars().map(width).sum::<usize>();
        rest = &rest[escape.length..];
    }
    None
}

fn width(character: char) -> usize {
    if character.is_ascii() { 1 } else { WIDE }
}

/// An escape: how long it is, and what is wrong with it.
struct Escape {
    length: usize,
    problem: Option<&'static str>,
}

/// Reads the escape that `source` begins with.
fn read(source: &str) -> Escape {
    let second = source[1..].chars().next();
    let digits = |count, problem| {
        let hex = source[2..].bytes().take(count);
        let found = hex.take_while(u8::is_ascii_hexdigit).count();
        Escape {
            length: 2 + found,
            problem: (found < count).then_some(problem),
        }
    };
    match second {
        Some('x') => digits(2, "truncated \\xXX escape"),
        Some('u') => digits(4, "truncated \\uXXXX escape"),
        Some('U') => {
            let mut escape = digits(8, "truncated \\UXXXXXXXX escape");
            let number = source
                .get(2..10)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok());
            if escape.problem.is_none() && number.is_none_or(|number| number > 0x10_FFFF) {
                escape.problem = Some("illegal Unicode character");
            }
            escape
        }
        Some('N') => named(source),
        second => Escape {
            length: 1 + second.filter(char::is_ascii).map_or(0, char::len_utf8),
            problem: None,
        },
    }
}

/// `\N{NAME}`.
fn named(source: &str) -> Escape {
    let malformed = Some("malformed \\N character escape");
    let Some(name) = source[2..].strip_prefix('{') else {
        return Escape {
            length: 2,
            problem: malformed,
        };
    };
    match name.find('}') {
        None => Escape {
            length: source.len(),
            problem: malformed,
        },
        Some(0) => Escape {
            length: 3,
            problem: malformed,
        },
        Some(end) => {
            let known = unicode_names2::character(&name[..end]).is_some();
            Escape {
                length: 3 + end + 1,
                problem: (!known).then_some("unknown Unicode character name"),
            }
        }
    }
}

/// What is wrong with the escapes of a bytes literal.
pub(super) fn bytes_problem(content: &str) -> Option<String> {
    let bytes = content.as_bytes();
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        if *byte != b'\\' {
            position += 1;
            continue;
        }
        if bytes.get(position + 1) == Some(&b'x') {
            let hex = bytes.get(position + 2..position + 4).unwrap_or_default();
            if hex.len() < 2 || !hex.iter().all(u8::is_ascii_hexdigit) {
                return Some(format!(
                    "(value error) invalid \\x escape at position {position}"
                ));
            }
        }
        position += 2;
    }
    None
}
