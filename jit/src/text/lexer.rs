//! Characters to tokens.

use super::cursor::ParseError;

/// What a token is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind<'a> {
    /// A name, a number, a mnemonic: letters, digits, `_`, `.`, and signs where numbers have them.
    Word(&'a str),
    /// A quoted string, without its quotes and escapes.
    Str(String),
    /// One of `, : = { } ( ) @`.
    Punct(char),
    /// `->`
    Arrow,
    /// The end of a line that has anything on it.
    Newline,
    /// The end of the text.
    End,
}

/// A token and where it begins, both counted from one.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// The tokens of a text; the last one is [`Kind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, ParseError> {
    let mut tokens = Vec::new();
    let mut line = 0;
    for content in text.lines() {
        line += 1;
        let before = tokens.len();
        let mut lexer = Lexer {
            line,
            column: 1,
            rest: content,
        };
        while let Some(token) = lexer.token()? {
            tokens.push(token);
        }
        if tokens.len() > before {
            tokens.push(lexer.at(Kind::Newline));
        }
    }
    tokens.push(Token {
        kind: Kind::End,
        line: line + 1,
        column: 1,
    });
    Ok(tokens)
}

struct Lexer<'a> {
    line: u32,
    column: u32,
    rest: &'a str,
}

impl<'a> Lexer<'a> {
    fn at(&self, kind: Kind<'a>) -> Token<'a> {
        Token {
            kind,
            line: self.line,
            column: self.column,
        }
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError::new(self.line, self.column, message)
    }

    /// Takes `bytes` off the rest, which end between two characters.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.column += taken.chars().count() as u32;
        taken
    }

    fn token(&mut self) -> Result<Option<Token<'a>>, ParseError> {
        let spaces = self.rest.len() - self.rest.trim_start().len();
        self.take(spaces);
        let Some(first) = self.rest.chars().next() else {
            return Ok(None);
        };
        let mut token = self.at(Kind::Arrow);
        token.kind = match first {
            '#' => return Ok(None),
            ',' | ':' | '=' | '{' | '}' | '(' | ')' | '@' => {
                self.take(1);
                Kind::Punct(first)
            }
            '"' => Kind::Str(self.string()?),
            '-' if self.rest.starts_with("->") => {
                self.take(2);
                Kind::Arrow
            }
            _ => match word_length(self.rest) {
                0 => return Err(self.error(format!("unexpected character {first:?}"))),
                length => Kind::Word(self.take(length)),
            },
        };
        Ok(Some(token))
    }

    /// A string as Rust's `{:?}` writes it.
    fn string(&mut self) -> Result<String, ParseError> {
        let endless = self.error("a string without its end");
        let mut content = String::new();
        self.take(1);
        loop {
            let Some(char) = self.rest.chars().next() else {
                return Err(endless);
            };
            match char {
                '"' => {
                    self.take(1);
                    return Ok(content);
                }
                '\\' => content.push(self.escape()?),
                _ => {
                    self.take(char.len_utf8());
                    content.push(char);
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, ParseError> {
        let bad = self.error("an unknown escape in a string");
        let simple = match self.rest.as_bytes().get(1) {
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'0') => '\0',
            Some(b'\\') => '\\',
            Some(b'\'') => '\'',
            Some(b'"') => '"',
            Some(b'u') => {
                let digits = self
                    .rest
                    .strip_prefix("\\u{")
                    .and_then(|rest| rest.split_once('}'));
                let (digits, _) = digits.ok_or(bad.clone())?;
                let code = u32::from_str_radix(digits, 16).ok();
                let length = digits.len() + "\\u{}".len();
                self.take(length);
                return code.and_then(char::from_u32).ok_or(bad);
            }
            _ => return Err(bad),
        };
        self.take(2);
        Ok(simple)
    }
}

/// The length of the word at the beginning of `text`; 0 if there is none.
fn word_length(text: &str) -> usize {
    let number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let mut before = ' ';
    let end = text.find(|c: char| {
        let sign = (c == '-' || c == '+') && number && before == 'e' || c == '-' && before == ' ';
        before = c;
        !(c.is_ascii_alphanumeric() || c == '_' || c == '.' || sign)
    });
    end.unwrap_or(text.len())
}

/// Whether a name can be written as a word.
pub(super) fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}
