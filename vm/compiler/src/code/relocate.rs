//! Code that was compiled from a text which somebody made of something else: its places become those
//! of the original.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Code, CodeConst, Const, Position, PositionsBuilder};
use crate::parse::{CompileError, Span};

/// Which place of the original a place in the text stands for.
#[derive(Debug, Default)]
pub struct Places {
    exact: FxHashMap<Position, Position>,
    /// For each line, what begins in it first.
    lines: FxHashMap<u32, Position>,
}

impl Places {
    /// What lies at `text` is what lay at `original`. What is around it must have been entered before.
    pub fn enter(&mut self, text: Position, original: Position) {
        self.exact.entry(text).or_insert(original);
        self.lines.entry(text.line).or_insert(original);
    }

    fn of(&self, place: Position) -> Option<Position> {
        let found = self
            .exact
            .get(&place)
            .or_else(|| self.lines.get(&place.line));
        found.copied()
    }

    /// The same code with the original's places.
    #[must_use]
    pub fn relocate(&self, code: &Code) -> Arc<Code> {
        let mut positions = PositionsBuilder::default();
        for (start, end, place) in code.positions.iter() {
            let place = place.and_then(|place| self.of(place));
            positions.push((end - start) as usize, place);
        }
        let consts = code.consts.iter().map(|it| match it {
            Const::Code(inner) => Const::Code(CodeConst(self.relocate(&inner.0))),
            other => other.clone(),
        });
        let first_line = self.lines.get(&code.first_line).map(|place| place.line);
        Arc::new(Code {
            positions: positions.finish(),
            consts: consts.collect(),
            first_line: first_line.unwrap_or(code.first_line),
            ..code.clone()
        })
    }

    /// The same error at the original's place.
    #[must_use]
    pub fn relocate_error(&self, mut error: CompileError) -> CompileError {
        error.span = error.span.map(|span| self.span(span));
        error.text = None;
        error
    }

    fn span(&self, span: Span) -> Span {
        let column = |column: i64| u32::try_from(column - 1).unwrap_or(0);
        let place = Position {
            line: span.line,
            end_line: span.end_line,
            column: column(span.column),
            end_column: column(span.end_column),
        };
        self.of(place).map_or(span, |place| Span {
            line: place.line,
            column: i64::from(place.column) + 1,
            end_line: place.end_line,
            end_column: i64::from(place.end_column) + 1,
        })
    }
}
