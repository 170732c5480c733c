//! Taking a record apart: a machine that is fed lines, a code point at a time.

use super::Quoting;
use super::dialect::Settings;
use super::error;
use super::registry::limit;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::float::FLOAT;
use crate::objects::list::{self, List};
use crate::objects::str::{self, Room, Str};
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
    pub(super) fn line(&mut self, cx: &mut Cx, line: &'static Str) -> R<()> {
        match line.text() {
            Text::One(units) => self.units(cx, line, units)?,
            Text::Two(units) => self.units(cx, line, units)?,
            Text::Four(units) => self.units(cx, line, units)?,
        }
        self.feed(cx, END)
    }

    fn units<U: CodeUnit>(&mut self, cx: &mut Cx, line: &'static Str, units: &[U]) -> R<()> {
        let mut place = 0;
        while let Some(unit) = units.get(place) {
            match self.state {
                State::StartRecord | State::StartField => {
                    if let Some(next) = self.whole_field(cx, line, units, place)? {
                        place = next;
                        continue;
                    }
                }
                State::InField | State::InQuotedField => {
                    let end = self.plain_end(units, place);
                    let run = units[place..end].iter().map(|unit| unit.code());
                    self.field.extend(run);
                    self.check_length(cx)?;
                    if end > place {
                        place = end;
                        continue;
                    }
                }
                _ => {}
            }
            self.feed(cx, Some(unit.code()))?;
            place += 1;
        }
        Ok(())
    }

    /// The end of what has no meaning from `place` on.
    fn plain_end<U: CodeUnit>(&self, units: &[U], place: usize) -> usize {
        let is_special = |unit: &U| self.settings.is_special(unit.code());
        let rest = &units[place..];
        place + rest.iter().position(is_special).unwrap_or(rest.len())
    }

    /// If the field that begins at `place` is plain to its end, with or without quotes around it, saves
    /// it: the place where the next one begins.
    fn whole_field<U: CodeUnit>(
        &mut self,
        cx: &mut Cx,
        line: &'static Str,
        units: &[U],
        place: usize,
    ) -> R<Option<usize>> {
        let code_at = |place: usize| units.get(place).map(|unit| unit.code());
        let quoted = self.is_quote(code_at(place));
        if code_at(place) == Some(0x20) && self.settings.skip_initial_space {
            return Ok(None);
        }
        let start = place + usize::from(quoted);
        let end = self.plain_end(units, start);
        let behind = end + usize::from(quoted);
        let closed = !quoted || self.is_quote(code_at(end));
        if !closed || end == start || !self.is_delimiter(code_at(behind)) {
            return Ok(None);
        }
        self.check(cx, end - start)?;
        self.unquoted = !quoted;
        let text = str::part(cx, line, start..end)?;
        self.save_text(cx, text)?;
        self.state = State::StartField;
        Ok(Some(behind + 1))
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

    /// Raises `_csv.Error` if a field is too long.
    fn check(&self, cx: &mut Cx, length: usize) -> R<()> {
        let limit = self.limit;
        match length as i64 <= limit {
            true => Ok(()),
            false => Err(error(
                cx,
                format_args!("field larger than field limit ({limit})"),
            )),
        }
    }

    fn check_length(&self, cx: &mut Cx) -> R<()> {
        self.check(cx, self.field.len())
    }

    fn add(&mut self, cx: &mut Cx, code: u32) -> R<()> {
        self.field.push(code);
        self.check_length(cx)
    }

    /// The field has ended.
    fn save(&mut self, cx: &mut Cx) -> R<()> {
        let text = Text::Four(&self.field);
        let text = str::build(cx, text.narrowest(), text.len(), |room| match room {
            Room::One(units) => text.copy_to(units),
            Room::Two(units) => text.copy_to(units),
            Room::Four(units) => text.copy_to(units),
        })?;
        self.field.clear();
        self.save_text(cx, text)
    }

    fn save_text(&mut self, cx: &mut Cx, text: &'static Str) -> R<()> {
        let quoting = self.settings.quoting;
        let bare = self.unquoted;
        let nulls = matches!(quoting, Quoting::NotNull | Quoting::Strings);
        let numbers = matches!(quoting, Quoting::NonNumeric | Quoting::Strings);
        let field = if bare && nulls && text.is_empty() {
            Value::NONE
        } else if bare && numbers && !text.is_empty() {
            call_values(cx, FLOAT.value(), &[text.value()])?
        } else {
            text.value()
        };
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
