//! f-strings and t-strings.

use std::borrow::Cow;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{self as ast, ConversionFlag, FStringPart, InterpolatedStringElement};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustpython_wtf8::{Wtf8, Wtf8Buf};

use super::expr::Value;
use super::registers::Reg;
use super::{Generator, Result};
use crate::code::Const;
use crate::isa::{Conversion, Op};
use crate::parse::Program;

/// The largest number of pieces that are joined at once.
const MAX_PIECES: u32 = 30;

/// Pieces of a string that is being put together: a run of temporaries, and the text after them.
pub(super) struct Pieces {
    first: Reg,
    count: u32,
    text: Wtf8Buf,
}

impl Pieces {
    pub(super) fn push_text(&mut self, text: &Wtf8) {
        self.text.push_wtf8(text);
    }
}

impl<'p> Generator<'p> {
    pub(super) fn f_string(
        &mut self,
        string: &'p ast::ExprFString,
        want: Option<Reg>,
    ) -> Result<Value> {
        let mut pieces = self.pieces();
        for part in &string.value {
            match part {
                FStringPart::Literal(literal) => {
                    pieces.push_text(&self.program.string_value(literal));
                }
                FStringPart::FString(part) => {
                    let raw = part.flags.prefix().is_raw();
                    self.string_elements(&part.elements, raw, &mut pieces)?;
                }
            }
        }
        self.joined(pieces, want)
    }

    fn string_elements(
        &mut self,
        elements: &'p [InterpolatedStringElement],
        raw: bool,
        pieces: &mut Pieces,
    ) -> Result<()> {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let text = self.program.interpolated_literal_value(literal, raw);
                    pieces.push_text(&text);
                }
                InterpolatedStringElement::Interpolation(element) => {
                    if let Some(debug) = &element.debug_text {
                        pieces
                            .text
                            .push_str(&debug_text(self.program, element, debug));
                    }
                    let piece = self.next_field(pieces);
                    self.ranged(element.range, |this| this.formatted(element, raw, piece))?;
                }
            }
        }
        Ok(())
    }

    /// No pieces yet; theirs are the temporaries from here on.
    pub(super) fn pieces(&self) -> Pieces {
        let first = Reg::temp(self.unit.registers.mark());
        Pieces {
            first,
            count: 0,
            text: Wtf8Buf::new(),
        }
    }

    /// Takes the register for a field, after the pending text.
    pub(super) fn next_field(&mut self, pieces: &mut Pieces) -> Reg {
        self.end_text(pieces);
        self.next_piece(pieces)
    }

    /// Takes the register for one more piece; joins the pieces so far if there are many.
    fn next_piece(&mut self, pieces: &mut Pieces) -> Reg {
        if pieces.count == MAX_PIECES {
            self.emit(Op::BuildString, (pieces.first, pieces.first, pieces.count));
            self.unit.registers.release(pieces.first.offset(1).index());
            pieces.count = 1;
        }
        pieces.count += 1;
        self.temp()
    }

    /// Makes the pending text a piece.
    fn end_text(&mut self, pieces: &mut Pieces) {
        if !pieces.text.is_empty() {
            let text = Const::Str(std::mem::take(&mut pieces.text).into());
            let piece = self.next_piece(pieces);
            self.load_const_to(text, piece);
        }
    }

    /// Joins the pieces, which end the stack of temporaries.
    pub(super) fn joined(&mut self, mut pieces: Pieces, want: Option<Reg>) -> Result<Value> {
        if pieces.count == 0 {
            return Ok(Value::Const(Const::Str(pieces.text.into())));
        }
        self.end_text(&mut pieces);
        if pieces.count == 1 {
            return Ok(Value::Reg(pieces.first));
        }
        self.unit.registers.release(pieces.first.index());
        let dst = want.unwrap_or_else(|| self.temp());
        self.emit(Op::BuildString, (dst, pieces.first, pieces.count));
        Ok(Value::Reg(dst))
    }

    /// Formats one replacement field into `dst`.
    fn formatted(
        &mut self,
        element: &'p ast::InterpolatedElement,
        raw: bool,
        dst: Reg,
    ) -> Result<()> {
        let mark = self.unit.registers.mark();
        let conversion = conversion(element);
        match &element.format_spec {
            None => {
                let value = self.operand(&element.expression)?;
                self.emit(Op::FormatValue, (dst, value, conversion));
            }
            Some(spec) => {
                let value = self.eval_temp(&element.expression)?;
                self.format_spec(spec, raw)?;
                self.emit(Op::FormatSpec, (dst, value, conversion));
            }
        }
        self.unit.registers.release(mark);
        Ok(())
    }

    /// Puts a format specification into the next temporary.
    fn format_spec(
        &mut self,
        spec: &'p ast::InterpolatedStringFormatSpec,
        raw: bool,
    ) -> Result<()> {
        let dst = self.temp();
        let mark = self.unit.registers.mark();
        let mut pieces = self.pieces();
        self.ranged(spec.range, |this| {
            this.string_elements(&spec.elements, raw, &mut pieces)?;
            let value = this.joined(pieces, Some(dst))?;
            this.put(value, dst);
            Ok(())
        })?;
        self.unit.registers.release(mark);
        Ok(())
    }

    pub(super) fn t_string(&mut self, string: &'p ast::ExprTString, dst: Reg) -> Result<()> {
        let mut strings = Vec::new();
        let mut text = Wtf8Buf::new();
        let mut fields = Vec::new();
        for part in &string.value {
            let raw = part.flags.prefix().is_raw();
            for element in &part.elements {
                match element {
                    InterpolatedStringElement::Literal(literal) => {
                        text.push_wtf8(&self.program.interpolated_literal_value(literal, raw));
                    }
                    InterpolatedStringElement::Interpolation(element) => {
                        if let Some(debug) = &element.debug_text {
                            text.push_str(&debug_text(self.program, element, debug));
                        }
                        strings.push(Const::Str(std::mem::take(&mut text).into()));
                        fields.push((element, raw));
                    }
                }
            }
        }
        strings.push(Const::Str(text.into()));
        let strings = self.load_const(Const::Tuple(strings.into()));
        let interpolations = self.interpolations(&fields)?;
        self.emit(Op::BuildTemplate, (dst, strings, interpolations));
        Ok(())
    }

    /// The tuple of interpolations, in a new temporary.
    fn interpolations(&mut self, fields: &[(&'p ast::InterpolatedElement, bool)]) -> Result<Reg> {
        let tuple = self.temp();
        let (window, rest) = fields.split_at(fields.len().min(MAX_PIECES as usize));
        let mark = self.unit.registers.mark();
        for (element, raw) in window {
            let dst = self.temp();
            self.interpolation(element, *raw, dst)?;
        }
        let (first, count) = (Reg::temp(mark), window.len() as u32);
        if rest.is_empty() {
            self.emit(Op::BuildTuple, (tuple, first, count));
        } else {
            self.emit(Op::BuildList, (tuple, first, count));
            self.unit.registers.release(mark);
            for (element, raw) in rest {
                let dst = self.temp();
                self.interpolation(element, *raw, dst)?;
                self.emit(Op::ListAppend, (tuple, dst));
                self.unit.registers.release(mark);
            }
            self.emit(Op::ListToTuple, (tuple, tuple));
        }
        self.unit.registers.release(mark);
        Ok(tuple)
    }

    fn interpolation(
        &mut self,
        element: &'p ast::InterpolatedElement,
        raw: bool,
        dst: Reg,
    ) -> Result<()> {
        let mark = self.unit.registers.mark();
        let value = self.eval_temp(&element.expression)?;
        self.load_str(&interpolation_text(self.program, element));
        match &element.format_spec {
            Some(spec) => self.format_spec(spec, raw)?,
            None => {
                self.load_str("");
            }
        }
        let before = self.at(element.range);
        self.emit(Op::BuildInterpolation, (dst, value, conversion(element)));
        self.unit.range = before;
        self.unit.registers.release(mark);
        Ok(())
    }
}

/// The text that `{x=}` shows in front of the value, without comments.
pub(crate) fn debug_text<'d>(
    program: &Program,
    element: &ast::InterpolatedElement,
    debug: &'d ast::DebugText,
) -> Cow<'d, str> {
    if !debug.as_str().contains('#') {
        return Cow::Borrowed(debug.as_str());
    }
    let start = element.range.start() + TextSize::from(1);
    let length = TextSize::try_from(debug.as_str().len()).unwrap_or_default();
    Cow::Owned(without_comments(program, TextRange::at(start, length)))
}

/// A piece of source without its comments.
fn without_comments(program: &Program, range: TextRange) -> String {
    let tokens = program.tokens().iter();
    let inside = tokens.filter(|token| token.kind() == TokenKind::Comment);
    let inside = inside
        .map(Ranged::range)
        .filter(|comment| range.contains_range(*comment));
    let mut text = String::new();
    let mut start = range.start();
    for comment in inside {
        text.push_str(program.slice(TextRange::new(start, comment.start())));
        start = comment.end();
    }
    text.push_str(program.slice(TextRange::new(start, range.end())));
    text
}

/// The source text of a replacement field's expression, with the spaces and parentheses around it,
/// without comments.
pub(crate) fn interpolation_text<'p>(
    program: &'p Program,
    element: &ast::InterpolatedElement,
) -> Cow<'p, str> {
    let start = element.range.start() + TextSize::from(1);
    let tail = program.slice(TextRange::new(element.expression.end(), element.end()));
    let end = tail.find(['=', '!', ':', '}']).unwrap_or(0);
    let length = element.expression.end() - start + TextSize::from(end as u32);
    let range = TextRange::at(start, length);
    let text = program.slice(range);
    if text.contains('#') {
        Cow::Owned(without_comments(program, range))
    } else {
        Cow::Borrowed(text)
    }
}

/// The conversion of a replacement field: `{x=}` shows the representation.
fn conversion(element: &ast::InterpolatedElement) -> Conversion {
    match element.conversion {
        ConversionFlag::None if element.debug_text.is_some() && element.format_spec.is_none() => {
            Conversion::Repr
        }
        ConversionFlag::None => Conversion::None,
        ConversionFlag::Str => Conversion::Str,
        ConversionFlag::Ascii => Conversion::Ascii,
        ConversionFlag::Repr => Conversion::Repr,
    }
}
