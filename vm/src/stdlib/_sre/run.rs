//! Running a pattern over a text, once or time and again.

use super::pattern::Pattern;
use super::subject::Subject;
use crate::cx::{Cx, R};
use crate::value::Value;
use std::cell::Cell;
use std::ops::Range;
use tython_sre::{Mode, Request, Scratch, Stop};

thread_local! {
    /// The memory of the last run, for the next one.
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// A pattern, a text, and how far the search has come.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) pattern: Pattern,
    /// The object with the text.
    pub(super) string: Value,
    pub(super) subject: Subject,
    /// Where the caller wanted to begin.
    pub(super) pos: usize,
    /// Where the text is taken to end.
    pub(super) end: usize,
    /// Where the next match is looked for.
    start: usize,
    /// The last match was empty, so the next one must not be the same.
    not_empty: bool,
    scratch: Box<Scratch>,
}

impl Run {
    /// A run over `string` from `pos` to `end`, which may lie outside of it.
    ///
    /// # Errors
    /// TypeError if there is no text, or none for this pattern.
    pub(super) fn new(
        cx: &mut Cx,
        pattern: Pattern,
        string: Value,
        pos: isize,
        end: isize,
    ) -> R<Run> {
        let subject = Subject::of(cx, string)?;
        match pattern.is_bytes() {
            Some(false) if subject.is_bytes() => {
                return Err(cx.type_error(format_args!(
                    "cannot use a string pattern on a bytes-like object"
                )));
            }
            Some(true) if !subject.is_bytes() => {
                return Err(cx.type_error(format_args!(
                    "cannot use a bytes pattern on a string-like object"
                )));
            }
            _ => {}
        }
        let length = subject.text().len();
        let clamp = |index: isize| usize::try_from(index).map_or(0, |index| index.min(length));
        let (pos, end) = (clamp(pos), clamp(end));
        Ok(Run {
            pattern,
            string,
            subject,
            pos,
            end,
            start: pos,
            not_empty: false,
            scratch: SCRATCH.take().unwrap_or_default(),
        })
    }

    /// Goes on where another run stood.
    pub(super) fn resume(&mut self, start: usize, not_empty: bool) {
        (self.start, self.not_empty) = (start, not_empty);
    }

    /// Looks for a match.
    ///
    /// # Errors
    /// MemoryError; and now and then, what a signal's handler raises.
    pub(super) fn find(&mut self, cx: &mut Cx, mode: Mode) -> R<bool> {
        let request = Request::new(self.subject.text(), mode)
            .within(self.start..self.end)
            .not_empty_at_start(self.not_empty);
        let program = self.pattern.compiled().program(cx)?;
        let mut exit = None;
        let mut go_on = || match cx.poll() {
            Ok(_) => true,
            Err(reason) => {
                exit = Some(reason);
                false
            }
        };
        match program.run(&request, &mut self.scratch, &mut go_on) {
            Ok(found) => Ok(found),
            Err(Stop::Memory | Stop::Interrupted) => match exit {
                Some(exit) => Err(exit),
                None => Err(cx.memory_error()),
            },
        }
    }

    /// Looks for the match after the last one, if there was one; the place of it.
    ///
    /// # Errors
    /// As [`Run::find`].
    pub(super) fn next(&mut self, cx: &mut Cx) -> R<Option<Range<usize>>> {
        if self.start > self.end || !self.find(cx, Mode::Search)? {
            return Ok(None);
        }
        let whole = self.whole();
        (self.start, self.not_empty) = self.after();
        Ok(Some(whole))
    }

    /// Where the match is.
    pub(super) fn whole(&self) -> Range<usize> {
        self.scratch.span(0).unwrap_or_default()
    }

    /// Where to go on after the match, and whether the next one must not be empty there.
    pub(super) fn after(&self) -> (usize, bool) {
        let whole = self.whole();
        (whole.end, whole.is_empty())
    }

    /// Where a group is.
    pub(super) fn span(&self, group: usize) -> Option<Range<usize>> {
        self.scratch.span(group)
    }

    /// The group that was closed last.
    pub(super) fn last_group(&self) -> Option<usize> {
        self.scratch.last_group()
    }

    /// The text of a group; `missing` if it took no part in the match.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub(super) fn group(&self, cx: &mut Cx, group: usize, missing: Value) -> R {
        match self.span(group) {
            Some(range) => self.subject.part(cx, range),
            None => Ok(missing),
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.trim();
        SCRATCH.set(Some(scratch));
    }
}
