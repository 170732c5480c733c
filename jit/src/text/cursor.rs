//! A place among the tokens, and the errors there.

use super::lexer::{self, Kind, Token};
use crate::ir::{Arena, Index, Register, Type, Value};
use std::fmt;

/// A text that is no trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    /// The line, counted from one.
    pub line: u32,
    /// The column in characters, counted from one.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

impl ParseError {
    pub(super) fn new(line: u32, column: u32, message: impl Into<String>) -> ParseError {
        ParseError {
            line,
            column,
            message: message.into(),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ParseError {
            line,
            column,
            message,
        } = self;
        write!(f, "line {line}, column {column}: {message}")
    }
}

impl std::error::Error for ParseError {}

/// Values have numbers below this: a typing error in one must not make a table of gigabytes.
const VALUES: u32 = 1 << 20;

pub(super) struct Cursor<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Result<Cursor<'a>, ParseError> {
        let tokens = lexer::tokens(text)?;
        Ok(Cursor { tokens, at: 0 })
    }

    /// The token here. There always is one: nothing moves beyond the last, which is `End`.
    fn token(&self) -> &Token<'a> {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    /// What is here.
    pub(super) fn peek(&self) -> &Kind<'a> {
        &self.token().kind
    }

    /// What comes after that.
    pub(super) fn peek_second(&self) -> Option<&Kind<'a>> {
        self.tokens.get(self.at + 1).map(|token| &token.kind)
    }

    pub(super) fn advance(&mut self) {
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    /// An error at this place.
    pub(super) fn error(&self, message: impl Into<String>) -> ParseError {
        let token = self.token();
        ParseError::new(token.line, token.column, message)
    }

    /// The error that something else is here than should be.
    pub(super) fn expected(&self, what: &str) -> ParseError {
        let found = match self.peek() {
            Kind::Word(word) => format!("`{word}`"),
            Kind::Str(_) => "a string".into(),
            Kind::Punct(char) => format!("`{char}`"),
            Kind::Arrow => "`->`".into(),
            Kind::Newline => "the end of the line".into(),
            Kind::End => "the end of the text".into(),
        };
        self.error(format!("{what} is expected, not {found}"))
    }

    /// Goes past a punctuation mark, if it is here.
    pub(super) fn eat(&mut self, mark: char) -> bool {
        let here = *self.peek() == Kind::Punct(mark);
        if here {
            self.advance();
        }
        here
    }

    pub(super) fn punct(&mut self, mark: char) -> Result<(), ParseError> {
        if self.eat(mark) {
            Ok(())
        } else {
            Err(self.expected(&format!("`{mark}`")))
        }
    }

    /// Goes past an arrow, if it is here.
    pub(super) fn eat_arrow(&mut self) -> bool {
        let here = *self.peek() == Kind::Arrow;
        if here {
            self.advance();
        }
        here
    }

    /// Whether that word is here.
    pub(super) fn is_word(&self, word: &str) -> bool {
        *self.peek() == Kind::Word(word)
    }

    /// Goes past a word, if it is here.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let here = self.is_word(word);
        if here {
            self.advance();
        }
        here
    }

    pub(super) fn newline(&mut self) -> Result<(), ParseError> {
        if *self.peek() != Kind::Newline {
            return Err(self.expected("the end of the line"));
        }
        self.advance();
        Ok(())
    }

    /// A word that `read` makes something of.
    pub(super) fn word<T>(
        &mut self,
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ParseError> {
        let Kind::Word(word) = *self.peek() else {
            return Err(self.expected(what));
        };
        let content = read(word).ok_or_else(|| self.expected(what))?;
        self.advance();
        Ok(content)
    }

    /// A number, decimal or with `0x`.
    pub(super) fn number<T: TryFrom<u64>>(&mut self, what: &str) -> Result<T, ParseError> {
        self.word(what, |word| {
            let number = match word.strip_prefix("0x") {
                Some(digits) => u64::from_str_radix(digits, 16),
                None => word.parse(),
            };
            T::try_from(number.ok()?).ok()
        })
    }

    /// A word of a letter and a number.
    pub(super) fn numbered<I: Index>(&mut self, letter: char, what: &str) -> Result<I, ParseError> {
        self.word(what, |word| numbered(word, letter).map(I::new))
    }

    pub(super) fn value(&mut self) -> Result<Value, ParseError> {
        let large = self.error("the number of this value is too large");
        let value: Value = self.numbered('v', "a value")?;
        if value.number() < VALUES {
            Ok(value)
        } else {
            Err(large)
        }
    }

    pub(super) fn register(&mut self) -> Result<Register, ParseError> {
        self.word("a register", |word| {
            Some(Register(u16::try_from(numbered(word, 'r')?).ok()?))
        })
    }

    pub(super) fn ty(&mut self) -> Result<Type, ParseError> {
        self.word("a type", Type::from_name)
    }

    /// A name, as a word or as a string.
    pub(super) fn name(&mut self, what: &str) -> Result<String, ParseError> {
        let name = match self.peek() {
            Kind::Word(word) if lexer::is_plain(word) => String::from(*word),
            Kind::Str(content) => content.clone(),
            _ => return Err(self.expected(what)),
        };
        self.advance();
        Ok(name)
    }

    /// The name of something that has been declared.
    pub(super) fn declared<I: Index, T>(
        &mut self,
        what: &str,
        table: &Arena<I, T>,
        name_of: impl Fn(&T) -> &str,
    ) -> Result<I, ParseError> {
        let unknown = self.expected(&format!("a declared {what}"));
        let name = self.name(&format!("a {what}"))?;
        let found = table.iter().find(|(_, entry)| name_of(entry) == name);
        found.map(|(index, _)| index).ok_or(unknown)
    }

    /// Items with commas between them, up to a closing mark, which is gone past.
    pub(super) fn list(
        &mut self,
        end: char,
        mut item: impl FnMut(&mut Self) -> Result<(), ParseError>,
    ) -> Result<(), ParseError> {
        if self.eat(end) {
            return Ok(());
        }
        loop {
            item(self)?;
            if self.eat(end) {
                return Ok(());
            }
            if !self.eat(',') {
                return Err(self.expected(&format!("`,` or `{end}`")));
            }
        }
    }
}

fn numbered(word: &str, letter: char) -> Option<u32> {
    let digits = word.strip_prefix(letter)?;
    let plain = digits == "0" || !digits.starts_with(['0', '+']);
    if plain { digits.parse().ok() } else { None }
}
