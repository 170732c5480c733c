//! Putting a record together.

use super::Quoting;
use super::dialect::Settings;
use super::error;
use crate::cx::{Cx, R};
use crate::objects::str::{self, Str};
use tython_text::{Builder, Text};

/// A line that is being written.
pub(super) struct Line<'a> {
    settings: &'a Settings,
    output: Builder,
    fields: usize,
}

impl<'a> Line<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        Line {
            settings,
            output: Builder::new(),
            fields: 0,
        }
    }

    /// Appends a field; `None` is an empty one that stands for None.
    ///
    /// # Errors
    /// `_csv.Error` if it cannot be written without quotes or escapes.
    pub(super) fn field(&mut self, cx: &mut Cx, text: Option<Text<'_>>, quoted: bool) -> R<()> {
        let settings = self.settings;
        let (null, text) = (text.is_none(), text.unwrap_or(Text::EMPTY));
        let mut quoted = quoted;
        if text.is_empty() && settings.delimiter == 0x20 && settings.skip_initial_space {
            if self.is_bare(null) {
                return Err(error(
                    cx,
                    format_args!(
                        "empty field must be quoted if delimiter is a space and skipinitialspace is true"
                    ),
                ));
            }
            quoted = true;
        }
        quoted |= self.needs_quotes(text);
        if self.fields > 0 {
            self.output.push(settings.delimiter);
        }
        let quote = settings.quote.filter(|_| quoted);
        quote.into_iter().for_each(|quote| self.output.push(quote));
        self.content(cx, text)?;
        quote.into_iter().for_each(|quote| self.output.push(quote));
        self.fields += 1;
        Ok(())
    }

    /// Whether an empty field is written without quotes.
    fn is_bare(&self, null: bool) -> bool {
        match self.settings.quoting {
            Quoting::None => true,
            Quoting::Strings | Quoting::NotNull => null,
            _ => false,
        }
    }

    /// Whether a text has something in it that quotes take the meaning from.
    fn needs_quotes(&self, text: Text<'_>) -> bool {
        let settings = self.settings;
        let escaped = |code: u32| match Some(code) {
            code if code == settings.quote => !settings.double_quote,
            code => code == settings.escape,
        };
        settings.quoting != Quoting::None
            && text
                .codes()
                .any(|code| settings.is_special(code) && !escaped(code))
    }

    fn content(&mut self, cx: &mut Cx, text: Text<'_>) -> R<()> {
        if !text.codes().any(|code| self.settings.is_special(code)) {
            self.output.push_text(text);
            return Ok(());
        }
        for code in text.codes() {
            if self.settings.is_special(code) {
                self.before_special(cx, code)?;
            }
            self.output.push(code);
        }
        Ok(())
    }

    /// Writes what has to come before a code point that has a meaning.
    fn before_special(&mut self, cx: &mut Cx, code: u32) -> R<()> {
        let settings = self.settings;
        let is_quote = Some(code) == settings.quote;
        let escape = match settings.quoting {
            Quoting::None => true,
            _ if is_quote && settings.double_quote => {
                self.output.push(code);
                false
            }
            _ => is_quote || Some(code) == settings.escape,
        };
        if !escape {
            return Ok(());
        }
        match settings.escape {
            Some(escape) => {
                self.output.push(escape);
                Ok(())
            }
            None => Err(error(
                cx,
                format_args!("need to escape, but no escapechar set"),
            )),
        }
    }

    /// The line with its terminator. `null` says whether the last field was None.
    ///
    /// # Errors
    /// `_csv.Error` if the record is a single empty field that cannot be quoted; MemoryError.
    pub(super) fn finish(mut self, cx: &mut Cx, null: bool) -> R<&'static Str> {
        if self.fields > 0 && self.output.is_empty() {
            if self.is_bare(null) {
                return Err(error(
                    cx,
                    format_args!("single empty field record must be quoted"),
                ));
            }
            self.fields = 0;
            self.field(cx, None, true)?;
        }
        self.output
            .push_text(self.settings.line_terminator.as_text());
        str::made(cx, self.output.finish(), "string is too long")
    }
}
