//! Indentation: where blocks begin and end, and whether tabs and spaces agree about it.

use super::{Result, TokenKind, Tokenizer};
use crate::parse::ErrorKind;

/// Tabs move to the next multiple of this.
const TAB: usize = 8;

/// So many blocks can be open.
const MAX_LEVELS: usize = 100;

/// The open blocks.
#[derive(Debug)]
pub(super) struct Indentation {
    /// The columns at which they begin, and the same if a tab were as wide as a space.
    levels: Vec<(usize, usize)>,
    /// Blocks to begin (positive) or to end (negative) before the next token.
    pending: i32,
}

impl Default for Indentation {
    fn default() -> Self {
        Self {
            levels: vec![(0, 0)],
            pending: 0,
        }
    }
}

impl Indentation {
    /// The next token that begins or ends a block.
    pub(super) fn pending(&mut self) -> Option<TokenKind> {
        let kind = match self.pending {
            0 => return None,
            1.. => TokenKind::Indent,
            _ => TokenKind::Dedent,
        };
        self.pending -= self.pending.signum();
        Some(kind)
    }
}

impl Tokenizer<'_> {
    /// Ends all open blocks before the next token.
    pub(in crate::parse::diagnose) fn end_blocks(&mut self) {
        let open = self.indentation.levels.len().saturating_sub(1);
        self.indentation.levels.truncate(1);
        self.indentation.pending = -i32::try_from(open).unwrap_or(i32::MAX);
    }

    /// Reads the blanks at the beginning of lines up to one that is not empty.
    pub(super) fn indent(&mut self) -> Result<()> {
        if self.cursor > 0 && !self.continued {
            self.next_line();
        }
        loop {
            let (column, alternative) = self.measure()?;
            match self.peek() {
                Some('#' | '\n') => {
                    self.skip_blanks();
                    if self.peek() == Some('\n') {
                        self.cursor += 1;
                    }
                    if self.cursor < self.text.len() {
                        self.next_line();
                    }
                }
                None => {
                    self.at_end = true;
                    return self.settle(0, 0);
                }
                Some(_) if !self.brackets.is_empty() => return Ok(()),
                Some(_) => return self.settle(column, alternative),
            }
        }
    }

    /// Counts the columns of the blanks at the cursor.
    fn measure(&mut self) -> Result<(usize, usize)> {
        let (mut column, mut alternative) = (0, 0);
        // A backslash after blanks continues the line: the first line's blanks count.
        let mut first = None;
        loop {
            match self.peek() {
                Some(' ') => {
                    column += 1;
                    alternative += 1;
                }
                Some('\t') => {
                    column = (column / TAB + 1) * TAB;
                    alternative += 1;
                }
                Some('\x0C') => (column, alternative) = (0, 0),
                Some('\\') => {
                    first = first.or(Some((column, alternative)));
                    self.continuation()?;
                    continue;
                }
                _ => return Ok(first.unwrap_or((column, alternative))),
            }
            self.cursor += 1;
        }
    }

    /// Begins or ends blocks, now that a line begins at a column.
    fn settle(&mut self, column: usize, alternative: usize) -> Result<()> {
        let levels = &mut self.indentation.levels;
        let (top, top_alternative) = levels.last().copied().unwrap_or_default();
        if column == top {
            if alternative != top_alternative {
                return Err(self.inconsistent_tabs());
            }
        } else if column > top {
            if levels.len() >= MAX_LEVELS {
                let message = "too many levels of indentation";
                return Err(self.whole_line(ErrorKind::Indentation, message));
            }
            if alternative <= top_alternative {
                return Err(self.inconsistent_tabs());
            }
            levels.push((column, alternative));
            self.indentation.pending += 1;
        } else {
            while levels.last().is_some_and(|(level, _)| column < *level) {
                levels.pop();
                self.indentation.pending -= 1;
            }
            let (level, level_alternative) = levels.last().copied().unwrap_or_default();
            if column != level {
                return Err(self.bad_dedent());
            }
            if alternative != level_alternative {
                return Err(self.inconsistent_tabs());
            }
        }
        Ok(())
    }
}
