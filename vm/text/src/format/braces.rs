//! Templates of `str.format` and `string.Formatter`: `literal{field!conversion:spec}`.

use super::Message;
use crate::Text;
use std::ops::Range;

/// How deep replacement fields may be in one another: a field, and one in its specification.
pub const MAX_DEPTH: usize = 2;

/// The message when they are deeper.
pub const TOO_DEEP: Message = "Max string recursion exceeded";

/// A parser of a template, from piece to piece.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    text: Text<'a>,
    at: usize,
    end: usize,
}

/// Literal text, and the replacement field after it. Either may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The literal text, with its last brace where that is doubled.
    pub literal: Range<usize>,
    /// The replacement field.
    pub field: Option<Replacement>,
}

/// A replacement field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The field's name, for [`super::Field`].
    pub name: Range<usize>,
    /// What is after `!`: `r`, `s` and `a` are known.
    pub conversion: Option<u32>,
    /// The specification, without its colon.
    pub spec: Range<usize>,
    /// There are fields in the specification: it is a template itself.
    pub nested: bool,
}

const OPEN: u32 = '{' as u32;
const CLOSE: u32 = '}' as u32;

impl<'a> Template<'a> {
    /// A parser of all of `text`.
    pub fn new(text: Text<'a>) -> Self {
        Template::part(text, 0..text.len())
    }

    /// A parser of a part, such as a nested specification. Ranges are those of the whole text.
    pub fn part(text: Text<'a>, part: Range<usize>) -> Self {
        Template {
            text,
            at: part.start,
            end: part.end.min(text.len()),
        }
    }

    /// Where the next piece begins.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The next code point, which is consumed.
    fn next_code(&mut self) -> Option<u32> {
        let code = self.peek()?;
        self.at += 1;
        Some(code)
    }

    fn peek(&self) -> Option<u32> {
        if self.at < self.end {
            self.text.get(self.at)
        } else {
            None
        }
    }

    /// The next piece, if there is one.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, Message> {
        let start = self.at;
        if start >= self.end {
            return Ok(None);
        }
        let brace = loop {
            match self.next_code() {
                Some(brace @ (OPEN | CLOSE)) => break brace,
                Some(_) => {}
                None => {
                    return Ok(Some(Piece {
                        literal: start..self.at,
                        field: None,
                    }));
                }
            }
        };
        let brace_at = self.at - 1;
        match self.peek() {
            Some(next) if next == brace => {
                // A doubled brace ends the literal, so that the literal is a range.
                self.at += 1;
                Ok(Some(Piece {
                    literal: start..brace_at + 1,
                    field: None,
                }))
            }
            _ if brace == CLOSE => Err("Single '}' encountered in format string"),
            None => Err("Single '{' encountered in format string"),
            Some(_) => {
                let field = Some(self.field()?);
                Ok(Some(Piece {
                    literal: start..brace_at,
                    field,
                }))
            }
        }
    }

    /// What is after an opening brace, up to its closing one.
    fn field(&mut self) -> Result<Replacement, Message> {
        let start = self.at;
        let mut field = Replacement {
            name: start..start,
            conversion: None,
            spec: start..start,
            nested: false,
        };
        let end = self.field_name()?;
        field.name.end = self.at - 1;
        let mut next = end;
        if end == '!' {
            let code = self.next_code();
            field.conversion =
                Some(code.ok_or("end of string while looking for conversion specifier")?);
            next = match self.next_code().map(char::from_u32) {
                Some(Some('}')) => '}',
                None | Some(Some(':')) => ':',
                Some(_) => return Err("expected ':' after conversion specifier"),
            };
        }
        field.spec = self.at..self.at;
        if next == ':' {
            field.nested = self.spec()?;
            field.spec.end = self.at - 1;
        }
        Ok(field)
    }

    /// Reads up to what ends a field's name, and returns that.
    fn field_name(&mut self) -> Result<char, Message> {
        while let Some(code) = self.next_code() {
            match char::from_u32(code) {
                Some('{') => return Err("unexpected '{' in field name"),
                Some('[') => {
                    // Whatever is in brackets belongs to the name. The bracket itself is read next.
                    while self.peek().is_some_and(|code| code != ']'.into()) {
                        self.at += 1;
                    }
                }
                Some(end @ ('}' | ':' | '!')) => return Ok(end),
                _ => {}
            }
        }
        Err("expected '}' before end of string")
    }

    /// Reads a specification and the brace after it, and says whether there are fields in it.
    fn spec(&mut self) -> Result<bool, Message> {
        let (mut depth, mut nested) = (1usize, false);
        while let Some(code) = self.next_code() {
            match code {
                OPEN => {
                    nested = true;
                    depth += 1;
                }
                CLOSE if depth == 1 => return Ok(nested),
                CLOSE => depth -= 1,
                _ => {}
            }
        }
        Err("unmatched '{' in format spec")
    }
}
