//! Taking a record apart: a machine that is fed lines, a code point at a time.

use super::Quoting;
use super::dialect::Settings;
use super::error;
use super::registry::limit;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::float::FLOAT;
use crate::objects::list::{self, List};
use crate::objects::str;
use crate::protocol::call_values;
use crate::value::Value;
use tython_text::{CodeUnit, Text};

/// Where in a record the machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    StartRecord,
    StartField,
    Escaped,
    AfterEscapedLineEnd,
    InField,
    InQuotedField,
    EscapedInQuotedField,
    QuoteInQuotedField,
    EatLineEnd,
}

/// What comes after the last code point of a line.
const END: Option<u32> = None;

fn is_line_end(code: Option<u32>) -> bool {
    matches!(code, END | Some(0x0A | 0x0D))
}

/// A record that is being read.
pub(super) struct Record<'a> {
    settings: &'a Settings,
    limit: i64,
    state: State,
    /// The field that is being read.
    field: Vec<u32>,
    /// It has no quotes.
    unquoted: bool,
    pub(super) fields: &'static List,
}

impl<'a> Record<'a> {
    pub(super) fn new(cx: &mut Cx, settings: &'a Settings) -> R<Self> {
        Ok(Record {
            settings,
            limit: limit(),
            state: State::StartRecord,
            field: Vec::new(),
            unquoted: true,
            fields: list::new(cx)?,
        })
    }

    /// Whether all that was fed makes up a record.
    pub(super) fn is_complete(&self) -> bool {
        self.state == State::StartRecord
    }

    /// Feeds a line.
    ///
    /// # Errors
    /// `_csv.Error`; ValueError if a number is none.
    pub(super) fn line(&mut self, cx: &mut Cx, line: Text<'_>) -> R<()> {
        match line {
            Text::One(units) => self.units(cx, units)?,
            Text::Two(units) => self.units(cx, units)?,
            Text::Four(units) => self.units(cx, units)?,
        }
        self.feed(cx, END)
    }

    fn units<U: CodeUnit>(&mut self, cx: &mut Cx, units: &[U]) -> R<()> {
        units
            .iter()
            .try_for_each(|unit| self.feed(cx, Some(unit.code())))
    }

    /// There are no more lines. False if that is a good place to stop.
    ///
    /// # Errors
    /// As [`Record::line`].
    pub(super) fn end(&mut self, cx: &mut Cx) -> R<bool> {
        if self.field.is_empty() && self.state != State::InQuotedField {
            return Ok(false);
        }
        if self.settings.strict {
            return Err(error(cx, format_args!("unexpected end of data")));
        }
        self.save(cx)?;
        Ok(true)
    }

    fn add(&mut self, cx: &mut Cx, code: u32) -> R<()> {
        if self.field.len() as i64 >= self.limit {
            let limit = self.limit;
            return Err(error(
                cx,
                format_args!("field larger than field limit ({limit})"),
            ));
        }
        self.field.push(code);
        Ok(())
    }

    /// The field has ended.
    fn save(&mut self, cx: &mut Cx) -> R<()> {
        let quoting = self.settings.quoting;
        let bare = self.unquoted;
        let field = if bare
            && self.field.is_empty()
            && matches!(quoting, Quoting::NotNull | Quoting::Strings)
        {
            Value::NONE
        } else {
            let text = Text::Four(&self.field).to_buf();
            let text = str::made(cx, text, "string is too long")?;
            let numbers = matches!(quoting, Quoting::NonNumeric | Quoting::Strings);
            match bare && numbers && !text.is_empty() {
                true => call_values(cx, FLOAT.value(), &[text.value()])?,
                false => text.value(),
            }
        };
        self.field.clear();
        list::append(cx, self.fields, field)
    }

    /// The field has ended with the line.
    fn save_last(&mut self, cx: &mut Cx, code: Option<u32>) -> R<()> {
        self.save(cx)?;
        self.state = match code {
            END => State::StartRecord,
            _ => State::EatLineEnd,
        };
        Ok(())
    }

    #[inline]
    fn is_delimiter(&self, code: Option<u32>) -> bool {
        code == Some(self.settings.delimiter)
    }

    fn is_quote(&self, code: Option<u32>) -> bool {
        self.settings.quoting != Quoting::None && code.is_some() && code == self.settings.quote
    }

    fn is_escape(&self, code: Option<u32>) -> bool {
        code.is_some() && code == self.settings.escape
    }

    #[inline]
    fn feed(&mut self, cx: &mut Cx, code: Option<u32>) -> R<()> {
        match self.state {
            State::StartRecord => match code {
                END => Ok(()),
                Some(0x0A | 0x0D) => {
                    self.state = State::EatLineEnd;
                    Ok(())
                }
                _ => self.start_field(cx, code),
            },
            State::StartField => self.start_field(cx, code),
            State::InField => self.in_field(cx, code),
            State::InQuotedField => self.in_quoted_field(cx, code),
            State::QuoteInQuotedField => self.after_quote(cx, code),
            State::EscapedInQuotedField => {
                self.state = State::InQuotedField;
                self.add(cx, code.unwrap_or(0x0A))
            }
            State::Escaped => {
                self.state = match code {
                    Some(0x0A | 0x0D) => State::AfterEscapedLineEnd,
                    _ => State::InField,
                };
                self.add(cx, code.unwrap_or(0x0A))
            }
            State::AfterEscapedLineEnd => match code {
                END => Ok(()),
                _ => self.in_field(cx, code),
            },
            State::EatLineEnd => self.eat_line_end(cx, code),
        }
    }

    fn start_field(&mut self, cx: &mut Cx, code: Option<u32>) -> R<()> {
        self.unquoted = true;
        self.state = State::StartField;
        if is_line_end(code) {
            self.save_last(cx, code)?;
        } else if self.is_quote(code) {
            self.unquoted = false;
            self.state = State::InQuotedField;
        } else if self.is_escape(code) {
            self.state = State::Escaped;
        } else if code == Some(0x20) && self.settings.skip_initial_space {
            // Nothing: it is not part of the field.
        } else if self.is_delimiter(code) {
            self.save(cx)?;
        } else if let Some(code) = code {
            self.state = State::InField;
            self.add(cx, code)?;
        }
        Ok(())
    }

    fn in_field(&mut self, cx: &mut Cx, code: Option<u32>) -> R<()> {
        self.state = State::InField;
        if is_line_end(code) {
            self.save_last(cx, code)?;
        } else if self.is_escape(code) {
            self.state = State::Escaped;
        } else if self.is_delimiter(code) {
            self.save(cx)?;
            self.state = State::StartField;
        } else if let Some(code) = code {
            self.add(cx, code)?;
        }
        Ok(())
    }

    fn in_quoted_field(&mut self, cx: &mut Cx, code: Option<u32>) -> R<()> {
        if self.is_escape(code) {
            self.state = State::EscapedInQuotedField;
        } else if self.is_quote(code) {
            self.state = match self.settings.double_quote {
                true => State::QuoteInQuotedField,
                false => State::InField,
            };
        } else if let Some(code) = code {
            self.add(cx, code)?;
        }
        Ok(())
    }

    /// After a quote inside of quotes: the end of the field, or half of a quote that is part of it.
    fn after_quote(&mut self, cx: &mut Cx, code: Option<u32>) -> R<()> {
        if self.is_quote(code) {
            self.state = State::InQuotedField;
        } else if self.is_delimiter(code) {
            self.save(cx)?;
            self.state = State::StartField;
            return Ok(());
        } else if is_line_end(code) {
            return self.save_last(cx, code);
        } else if self.settings.strict {
            let shown = |code: u32| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            let delimiter = shown(self.settings.delimiter);
            let quote = shown(self.settings.quote.unwrap_or(0));
            return Err(error(
                cx,
                format_args!("'{delimiter}' expected after '{quote}'"),
            ));
        } else {
            self.state = State::InField;
        }
        match code {
            Some(code) => self.add(cx, code),
            END => Ok(()),
        }
    }

    fn eat_line_end(&mut self, cx: &mut Cx, code: Option<u32>) -> R<()> {
        match code {
            Some(0x0A | 0x0D) => Ok(()),
            END => {
                self.state = State::StartRecord;
                Ok(())
            }
            _ => Err(error(
                cx,
                format_args!(
                    "new-line character seen in unquoted field - do you need to open the file with newline=''?"
                ),
            )),
        }
    }
}
