//! Numbers.

use super::{Result, TokenKind, Tokenizer, is_identifier_part};

/// Words that may stand right after a number.
const AFTER_NUMBER: [&str; 8] = ["and", "else", "for", "if", "in", "is", "not", "or"];

impl Tokenizer<'_> {
    pub(super) fn number(&mut self, start: usize) -> Result {
        if self.peek() == Some('0') {
            self.cursor += 1;
            match self.peek() {
                Some('x' | 'X') => self.radix("hexadecimal", |digit| digit.is_ascii_hexdigit())?,
                Some('o' | 'O') => self.radix("octal", |digit| matches!(digit, '0'..='7'))?,
                Some('b' | 'B') => self.radix("binary", |digit| matches!(digit, '0' | '1'))?,
                _ => self.leading_zero(start)?,
            }
        } else {
            if self.peek() != Some('.') {
                self.decimal_digits()?;
            }
            self.fraction_and_exponent("decimal")?;
        }
        Ok(self.token(TokenKind::Number, start))
    }

    /// A number with a base prefix, from its letter on.
    fn radix(&mut self, name: &str, is_digit: fn(char) -> bool) -> Result<()> {
        self.cursor += 1;
        loop {
            if self.peek() == Some('_') {
                self.cursor += 1;
            }
            match self.peek() {
                Some(digit) if is_digit(digit) => {}
                Some(digit @ '0'..='9') => {
                    self.cursor += 1;
                    return Err(
                        self.at_cursor(format!("invalid digit '{digit}' in {name} literal"))
                    );
                }
                _ => return Err(self.invalid_number(name)),
            }
            while self.peek().is_some_and(is_digit) {
                self.cursor += 1;
            }
            if self.peek() != Some('_') {
                break;
            }
        }
        if let Some(digit @ '0'..='9') = self.peek() {
            self.cursor += 1;
            return Err(self.at_cursor(format!("invalid digit '{digit}' in {name} literal")));
        }
        self.check_end(name)
    }

    /// A decimal number that begins with a zero, from the second character on.
    fn leading_zero(&mut self, start: usize) -> Result<()> {
        loop {
            if self.peek() == Some('_') {
                self.cursor += 1;
                if !self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
                    return Err(self.invalid_number("decimal"));
                }
            }
            if self.peek() != Some('0') {
                break;
            }
            self.cursor += 1;
        }
        let zeros_end = self.cursor;
        let nonzero = self.peek().is_some_and(|digit| digit.is_ascii_digit());
        if nonzero {
            self.decimal_digits()?;
        }
        let rest = self.peek();
        if nonzero && !matches!(rest, Some('.' | 'e' | 'E' | 'j' | 'J')) {
            // CPython shows the zeros only.
            let message = "leading zeros in decimal integer literals are not permitted; use an 0o \
                           prefix for octal integers";
            return Err(self.at_range(start, zeros_end + 1, message.to_owned()));
        }
        self.fraction_and_exponent("decimal")
    }

    /// Digits with single underscores between them.
    fn decimal_digits(&mut self) -> Result<()> {
        loop {
            while self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
                self.cursor += 1;
            }
            if self.peek() != Some('_') {
                return Ok(());
            }
            self.cursor += 1;
            if !self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
                return Err(self.invalid_number("decimal"));
            }
        }
    }

    /// What may follow the digits of a decimal number.
    fn fraction_and_exponent(&mut self, name: &str) -> Result<()> {
        if self.peek() == Some('.') {
            self.cursor += 1;
            if self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
                self.decimal_digits()?;
            }
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            let mark = self.cursor;
            self.cursor += 1;
            if matches!(self.peek(), Some('+' | '-')) {
                self.cursor += 1;
                if !self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
                    return Err(self.invalid_number("decimal"));
                }
            }
            if self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
                self.decimal_digits()?;
            } else {
                self.cursor = mark;
                return self.check_end(name);
            }
        }
        if matches!(self.peek(), Some('j' | 'J')) {
            self.cursor += 1;
            return self.check_end("imaginary");
        }
        self.check_end(name)
    }

    /// A number must not run into a name, but for some keywords.
    fn check_end(&mut self, name: &str) -> Result<()> {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        let length = rest
            .find(|it| !is_identifier_part(it))
            .unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let keyword = AFTER_NUMBER.iter().any(|keyword| word.starts_with(keyword));
        if word.is_empty() || keyword {
            return Ok(());
        }
        if !word.starts_with(|first: char| first.is_ascii()) {
            return self.check_foreign(name);
        }
        Err(self.invalid_number(name))
    }

    /// A letter that is not ASCII after a number may not be one at all.
    fn check_foreign(&mut self, name: &str) -> Result<()> {
        let mark = self.cursor;
        self.identifier(mark)?;
        self.cursor = mark;
        Err(self.invalid_number(name))
    }

    /// CPython points at the last character that still was a number.
    fn invalid_number(&self, name: &str) -> Box<super::Problem> {
        self.at_cursor(format!("invalid {name} literal"))
    }
}
