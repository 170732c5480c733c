//! Docstrings, cleaned of the indentation of the source.

use ruff_python_ast::Stmt;
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

use super::Generator;
use crate::code::Const;

/// The width of a tab stop in docstrings.
const TAB: usize = 8;

impl Generator<'_> {
    /// The docstring that opens a body, cleaned.
    pub(super) fn docstring(&self, body: &[Stmt]) -> Option<Const> {
        let text = self.program.docstring(body)?;
        Some(Const::Str(clean(&text).into()))
    }
}

/// Expands tabs, strips spaces before the first line, and takes from the other lines the
/// indentation that they share; blank lines do not count.
pub(super) fn clean(text: &Wtf8) -> Wtf8Buf {
    let expanded = expand_tabs(text);
    let newline = CodePoint::from('\n');
    let space = CodePoint::from(' ');
    let points: Vec<CodePoint> = expanded.code_points().collect();
    let lines: Vec<&[CodePoint]> = points.split(|&point| point == newline).collect();
    let indent = |line: &[CodePoint]| line.iter().take_while(|&&point| point == space).count();
    let margins = lines
        .iter()
        .skip(1)
        .filter(|line| indent(line) < line.len());
    let margin = margins.map(|line| indent(line)).min().unwrap_or(0);

    let mut cleaned = Wtf8Buf::new();
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            cleaned.push(newline);
        }
        let strip = if number == 0 {
            indent(line)
        } else {
            margin.min(indent(line))
        };
        line[strip..].iter().for_each(|&point| cleaned.push(point));
    }
    cleaned
}

fn expand_tabs(text: &Wtf8) -> Wtf8Buf {
    let mut expanded = Wtf8Buf::new();
    let mut column = 0;
    for point in text.code_points() {
        match point.to_char() {
            Some('\t') => {
                let width = TAB - column % TAB;
                (0..width).for_each(|_| expanded.push_char(' '));
                column += width;
                continue;
            }
            Some('\n' | '\r') => column = 0,
            _ => column += 1,
        }
        expanded.push(point);
    }
    expanded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_indentation_goes() {
        let cleaned = |text: &str| clean(&Wtf8Buf::from(text)).to_string();
        assert_eq!(cleaned("  First\n    a\n      b\n    "), "First\na\n  b\n");
        assert_eq!(cleaned("x\n\ty\n        z"), "x\ny\nz");
        assert_eq!(cleaned("x\n\n  y"), "x\n\ny");
        assert_eq!(cleaned("x\ny\n  z"), "x\ny\n  z");
    }
}
