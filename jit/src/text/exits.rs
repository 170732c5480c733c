//! The parser of exits.

use super::cursor::{Cursor, ParseError};
use super::lexer::Kind as Token;
use crate::ir::{Content, Declarations, Exit, FrameState, Trace, Value, Virtual};

/// The exits, up to the end of the text.
pub(super) fn exits(cursor: &mut Cursor<'_>, trace: &mut Trace) -> Result<(), ParseError> {
    while *cursor.peek() != Token::End {
        if !cursor.eat_word("exit") {
            return Err(cursor.expected("`exit`"));
        }
        let next = trace.exits.len();
        in_order(cursor, 'e', next)?;
        cursor.newline()?;
        let exit = exit(cursor, &trace.declared)?;
        trace.exits.push(exit);
    }
    Ok(())
}

/// The number of an entry of a table, which has to be the table's next one.
fn in_order(cursor: &mut Cursor<'_>, letter: char, next: usize) -> Result<(), ParseError> {
    let what = format!("`{letter}{next}`, the next number,");
    cursor.word(&what, |word| {
        (word == format!("{letter}{next}")).then_some(())
    })
}

fn exit(cursor: &mut Cursor<'_>, declared: &Declarations) -> Result<Exit, ParseError> {
    let mut exit = Exit::default();
    while !cursor.is_word("exit") && *cursor.peek() != Token::End {
        if cursor.eat_word("frame") {
            let frame = frame(cursor, declared)?;
            exit.frames.push(frame);
        } else {
            in_order(cursor, 'o', exit.virtuals.len())?;
            let virtual_ = virtual_object(cursor, declared)?;
            exit.virtuals.push(virtual_);
        }
        cursor.newline()?;
    }
    Ok(exit)
}

fn frame(cursor: &mut Cursor<'_>, declared: &Declarations) -> Result<FrameState, ParseError> {
    let point = cursor.declared("point", &declared.points, |point| &point.name)?;
    let mut registers = Vec::new();
    cursor.punct('{')?;
    cursor.list('}', |cursor| {
        let register = cursor.register()?;
        cursor.punct(':')?;
        registers.push((register, content(cursor)?));
        Ok(())
    })?;
    Ok(FrameState { point, registers })
}

fn virtual_object(cursor: &mut Cursor<'_>, declared: &Declarations) -> Result<Virtual, ParseError> {
    cursor.punct('=')?;
    let layout = cursor.declared("layout", &declared.layouts, |layout| &layout.name)?;
    let mut fields = Vec::new();
    cursor.punct('{')?;
    cursor.list('}', |cursor| {
        let field = cursor.declared("field", &declared.fields, |field| &field.name)?;
        cursor.punct(':')?;
        fields.push((field, content(cursor)?));
        Ok(())
    })?;
    Ok(Virtual { layout, fields })
}

fn content(cursor: &mut Cursor<'_>) -> Result<Content, ParseError> {
    if matches!(cursor.peek(), Token::Word(word) if word.starts_with('o')) {
        let virtual_ = cursor.numbered('o', "a virtual object")?;
        return Ok(Content::Virtual(virtual_));
    }
    let value: Value = cursor.value()?;
    Ok(Content::Value(value))
}
