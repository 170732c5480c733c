//! `"..." % (a, b)` with a literal format of `%s`, `%r` and `%a`: compiled as an f-string.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;
use rustpython_wtf8::{CodePoint, Wtf8, Wtf8Buf};

use super::expr::Value;
use super::registers::Reg;
use super::strings::Pieces;
use super::{Generator, Result};
use crate::isa::{Conversion, Op};

/// The longest width or precision, in digits.
const MAX_DIGITS: usize = 3;

/// A piece of a format.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(Wtf8Buf),
    /// A conversion, and the format specification that does the same.
    Field(Conversion, String),
}

impl<'p> Generator<'p> {
    /// The value of `format % right`, if that can be compiled so.
    pub(super) fn percent_format(
        &mut self,
        format: &Wtf8,
        right: &'p Expr,
        want: Option<Reg>,
    ) -> Result<Option<Value>> {
        let Expr::Tuple(tuple) = right else {
            return Ok(None);
        };
        let Some(format) = parse(format) else {
            return Ok(None);
        };
        let fields = format
            .iter()
            .filter(|piece| matches!(piece, Piece::Field(..)))
            .count();
        if fields != tuple.elts.len() || tuple.elts.iter().any(Expr::is_starred_expr) {
            return Ok(None);
        }
        let mut values = tuple.elts.iter();
        let mut pieces = self.pieces();
        for piece in format {
            match piece {
                Piece::Text(text) => pieces.push_text(&text),
                Piece::Field(conversion, spec) => {
                    if let Some(value) = values.next() {
                        self.percent_field(value, conversion, &spec, &mut pieces)?;
                    }
                }
            }
        }
        self.joined(pieces, want).map(Some)
    }

    fn percent_field(
        &mut self,
        value: &'p Expr,
        conversion: Conversion,
        spec: &str,
        pieces: &mut Pieces,
    ) -> Result<()> {
        let dst = self.next_field(pieces);
        let mark = self.unit.registers.mark();
        if spec.is_empty() {
            let reg = self.operand(value)?;
            let before = self.at(value.range());
            self.emit(Op::FormatValue, (dst, reg, conversion));
            self.unit.range = before;
        } else {
            let value = self.eval_temp(value)?;
            self.load_str(spec);
            self.emit(Op::FormatSpec, (dst, value, conversion));
        }
        self.unit.registers.release(mark);
        Ok(())
    }
}

/// The pieces of a format, unless it has other conversions.
fn parse(format: &Wtf8) -> Option<Vec<Piece>> {
    let mut points = format.code_points().peekable();
    let mut pieces = Vec::new();
    let mut text = Wtf8Buf::new();
    while let Some(point) = points.next() {
        if point.to_char() != Some('%') {
            text.push(point);
            continue;
        }
        if points
            .next_if(|point| point.to_char() == Some('%'))
            .is_some()
        {
            text.push_char('%');
            continue;
        }
        pieces.push(Piece::Text(std::mem::take(&mut text)));
        pieces.push(field(&mut points)?);
    }
    pieces.push(Piece::Text(text));
    Some(pieces)
}

fn field(points: &mut std::iter::Peekable<impl Iterator<Item = CodePoint>>) -> Option<Piece> {
    let mut take = |test: &dyn Fn(char) -> bool| {
        let mut taken = String::new();
        while let Some(char) = points
            .peek()
            .and_then(|point| point.to_char())
            .filter(|c| test(*c))
        {
            taken.push(char);
            points.next();
        }
        taken
    };
    let flags = take(&|char| "-+ #0".contains(char));
    let width = take(&|char| char.is_ascii_digit());
    let mut precision = take(&|char| char == '.');
    if !precision.is_empty() {
        precision += &take(&|char| char.is_ascii_digit());
    }
    let precision = match precision.as_str() {
        "." => ".0",
        precision => precision,
    };
    if width.len() > MAX_DIGITS || precision.len() > MAX_DIGITS + 1 || precision.starts_with("..") {
        return None;
    }
    let conversion = match points.next()?.to_char()? {
        's' => Conversion::Str,
        'r' => Conversion::Repr,
        'a' => Conversion::Ascii,
        _ => return None,
    };
    // Strings align to the left by themselves, but `%` aligns to the right.
    let align = if width.is_empty() || flags.contains('-') {
        ""
    } else {
        ">"
    };
    Some(Piece::Field(
        conversion,
        format!("{align}{width}{precision}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_strings_only() {
        let fields = |format: &str| {
            let pieces = parse(&Wtf8Buf::from(format))?;
            let fields = pieces.into_iter().filter_map(|piece| match piece {
                Piece::Field(conversion, spec) => Some((conversion, spec)),
                Piece::Text(_) => None,
            });
            Some(fields.collect::<Vec<_>>())
        };
        let field = |conversion, spec: &str| (conversion, spec.to_owned());
        assert_eq!(fields("100%%"), Some(vec![]));
        assert_eq!(
            fields("%s=%r"),
            Some(vec![
                field(Conversion::Str, ""),
                field(Conversion::Repr, "")
            ])
        );
        assert_eq!(fields("%5.2s"), Some(vec![field(Conversion::Str, ">5.2")]));
        assert_eq!(fields("%-5a"), Some(vec![field(Conversion::Ascii, "5")]));
        assert_eq!(fields("%.s"), Some(vec![field(Conversion::Str, ".0")]));
        for other in ["%d", "%(a)s", "%*s", "%", "%1234s", "%..s"] {
            assert_eq!(fields(other), None, "{other}");
        }
    }
}
