//! The parser of instructions.

use super::cursor::{Cursor, ParseError};
use super::head::place;
use super::lexer::Kind as Token;
use crate::ir::{
    Declarations, ExitId, Immediate, ImmediateKind, Op, Place, Trace, TraceId, Type, Value,
};

/// The instructions, up to the exits or the end.
pub(super) fn instructions(cursor: &mut Cursor<'_>, trace: &mut Trace) -> Result<(), ParseError> {
    while !cursor.is_word("exit") && *cursor.peek() != Token::End {
        instruction(cursor, trace)?;
        cursor.newline()?;
    }
    Ok(())
}

fn instruction(cursor: &mut Cursor<'_>, trace: &mut Trace) -> Result<(), ParseError> {
    let result = match cursor.peek_second() {
        Some(Token::Punct(':')) => Some(definition(cursor)?),
        _ => None,
    };
    let op = cursor.word("an operation", Op::from_mnemonic)?;
    if op == Op::Loop && result.is_none() {
        let has_loop = trace.insts().iter().any(|inst| inst.op == Op::Loop);
        return match has_loop {
            true => Err(cursor.error("a trace has one loop header")),
            false => header(cursor, trace),
        };
    }
    let immediate = immediate(cursor, &trace.declared, op.info().immediate)?;
    let args = operands(cursor, immediate == Immediate::None)?;
    let exit = exit(cursor)?;
    let place = suffix(cursor, &trace.declared)?;
    if let Some((value, ty)) = result {
        trace.define(value, ty);
    }
    let result = result.map(|(value, _)| value);
    trace.append(op, result, immediate, &args, exit, place);
    Ok(())
}

/// `v3: i64 =`
fn definition(cursor: &mut Cursor<'_>) -> Result<(Value, Type), ParseError> {
    let value = cursor.value()?;
    cursor.punct(':')?;
    let ty = cursor.ty()?;
    cursor.punct('=')?;
    Ok((value, ty))
}

/// The loop header, whose parameters stand beside their first values.
fn header(cursor: &mut Cursor<'_>, trace: &mut Trace) -> Result<(), ParseError> {
    let mut args = Vec::new();
    let mut params = Vec::new();
    cursor.punct('(')?;
    cursor.list(')', |cursor| {
        params.push(definition(cursor)?);
        args.push(cursor.value()?);
        Ok(())
    })?;
    let exit = exit(cursor)?;
    let place = suffix(cursor, &trace.declared)?;
    for (value, ty) in params {
        trace.define(value, ty);
        trace.loop_params.push(value);
    }
    trace.append(Op::Loop, None, Immediate::None, &args, exit, place);
    Ok(())
}

fn operands(cursor: &mut Cursor<'_>, first: bool) -> Result<Vec<Value>, ParseError> {
    let mut args = Vec::new();
    if first && matches!(cursor.peek(), Token::Word(_)) {
        args.push(cursor.value()?);
    }
    while (!first || !args.is_empty()) && cursor.eat(',') {
        args.push(cursor.value()?);
    }
    Ok(args)
}

fn exit(cursor: &mut Cursor<'_>) -> Result<Option<ExitId>, ParseError> {
    match cursor.eat_arrow() {
        true => Ok(Some(cursor.numbered('e', "an exit")?)),
        false => Ok(None),
    }
}

fn suffix(cursor: &mut Cursor<'_>, declared: &Declarations) -> Result<Option<Place>, ParseError> {
    match cursor.eat('@') {
        true => Ok(Some(place(cursor, declared)?)),
        false => Ok(None),
    }
}

fn immediate(
    cursor: &mut Cursor<'_>,
    declared: &Declarations,
    kind: ImmediateKind,
) -> Result<Immediate, ParseError> {
    let field =
        |cursor: &mut Cursor<'_>| cursor.declared("field", &declared.fields, |field| &field.name);
    Ok(match kind {
        ImmediateKind::None => Immediate::None,
        ImmediateKind::Int => {
            Immediate::Int(cursor.word("an integer of 64 bits", |word| word.parse().ok())?)
        }
        ImmediateKind::Float => Immediate::Float(cursor.word("a float", float)?),
        ImmediateKind::Bool => {
            Immediate::Bool(cursor.word("`true` or `false`", |word| word.parse().ok())?)
        }
        ImmediateKind::Word => Immediate::Word(cursor.number("a word of 64 bits")?),
        ImmediateKind::Object => {
            Immediate::Object(cursor.declared("object", &declared.objects, |object| &object.name)?)
        }
        ImmediateKind::Field => Immediate::Field(field(cursor)?),
        ImmediateKind::Array => Immediate::Array(field(cursor)?),
        ImmediateKind::Layout => {
            Immediate::Layout(cursor.declared("layout", &declared.layouts, |layout| &layout.name)?)
        }
        ImmediateKind::Helper => {
            Immediate::Helper(cursor.declared("helper", &declared.helpers, |helper| &helper.name)?)
        }
        ImmediateKind::Trace => Immediate::Trace(TraceId(cursor.number("the number of a trace")?)),
    })
}

/// The bits of a float: a decimal number, `inf`, `-inf`, or `nan.` and the bits of one.
fn float(word: &str) -> Option<u64> {
    if let Some(digits) = word.strip_prefix("nan.") {
        let bits = u64::from_str_radix(digits, 16).ok()?;
        return f64::from_bits(bits).is_nan().then_some(bits);
    }
    let number: f64 = word.parse().ok()?;
    (!number.is_nan()).then_some(number.to_bits())
}
