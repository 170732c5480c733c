//! The parser of a trace's head: what it is, its declarations, its entry.

use super::cursor::{Cursor, ParseError};
use super::lexer::Kind as Token;
use crate::ir::{
    Arena, Code, Declarations, Effects, Field, Form, Helper, Index, Kind, Layout, Object, Origin,
    Param, Place, Point, Trace, TraceId,
};

/// Everything up to the first instruction.
pub(super) fn trace(cursor: &mut Cursor<'_>) -> Result<Trace, ParseError> {
    let origin = origin(cursor)?;
    let mut declared = Declarations::default();
    while !cursor.is_word("enter") {
        declaration(cursor, &mut declared)?;
    }
    cursor.advance();
    let entry = cursor.declared("point", &declared.points, |point| &point.name)?;
    let mut trace = Trace::new(origin, declared, entry);
    cursor.punct('(')?;
    cursor.list(')', |cursor| param(cursor, &mut trace))?;
    cursor.newline()?;
    Ok(trace)
}

fn origin(cursor: &mut Cursor<'_>) -> Result<Origin, ParseError> {
    if !cursor.eat_word("trace") {
        return Err(cursor.expected("`trace`"));
    }
    let id = TraceId(cursor.number("the number of a trace")?);
    let kind = if cursor.eat_word("root") {
        Kind::Root
    } else if cursor.eat_word("bridge") {
        Kind::Bridge {
            parent: TraceId(cursor.number("the number of a trace")?),
            exit: cursor.numbered('e', "an exit")?,
        }
    } else {
        return Err(cursor.expected("`root` or `bridge`"));
    };
    let form = cursor.word("`solo` or `shared`", |word| match word {
        "solo" => Some(Form::Solo),
        "shared" => Some(Form::Shared),
        _ => None,
    })?;
    let name = cursor.name("the trace's name")?;
    cursor.newline()?;
    Ok(Origin {
        id,
        name,
        kind,
        form,
    })
}

fn declaration(cursor: &mut Cursor<'_>, declared: &mut Declarations) -> Result<(), ParseError> {
    let keyword = match *cursor.peek() {
        Token::Word(word) => word,
        _ => "",
    };
    let read = match keyword {
        "code" => code,
        "field" => field,
        "layout" => layout,
        "helper" => helper,
        "object" => object,
        "point" => point,
        _ => return Err(cursor.expected("a declaration or `enter`")),
    };
    cursor.advance();
    read(cursor, declared)?;
    cursor.newline()
}

fn code(cursor: &mut Cursor<'_>, declared: &mut Declarations) -> Result<(), ParseError> {
    let name = new_name(cursor, &declared.codes, |code| &code.name)?;
    let registers = cursor.number("a number of registers")?;
    declared.codes.push(Code { name, registers });
    Ok(())
}

fn field(cursor: &mut Cursor<'_>, declared: &mut Declarations) -> Result<(), ParseError> {
    let name = new_name(cursor, &declared.fields, |field| &field.name)?;
    cursor.punct(':')?;
    let ty = cursor.ty()?;
    let (mutable, own) = cursor.word("`mutable`, `immutable` or `own`", |word| match word {
        "mutable" => Some((true, false)),
        "immutable" => Some((false, false)),
        "own" => Some((true, true)),
        _ => None,
    })?;
    let offset = cursor.number("an offset")?;
    let stride = match cursor.eat_word("stride") {
        true => Some(cursor.number("a number of bytes")?),
        false => None,
    };
    declared.fields.push(Field {
        name,
        ty,
        mutable,
        own,
        offset,
        stride,
    });
    Ok(())
}

fn layout(cursor: &mut Cursor<'_>, declared: &mut Declarations) -> Result<(), ParseError> {
    let name = new_name(cursor, &declared.layouts, |layout| &layout.name)?;
    let size = cursor.number("a size")?;
    let solid = cursor.eat_word("solid");
    let mut fields = Vec::new();
    cursor.punct('{')?;
    cursor.list('}', |cursor| {
        fields.push(cursor.declared("field", &declared.fields, |field| &field.name)?);
        Ok(())
    })?;
    declared.layouts.push(Layout {
        name,
        size,
        solid,
        fields,
    });
    Ok(())
}

fn helper(cursor: &mut Cursor<'_>, declared: &mut Declarations) -> Result<(), ParseError> {
    let name = new_name(cursor, &declared.helpers, |helper| &helper.name)?;
    let mut params = Vec::new();
    cursor.punct('(')?;
    cursor.list(')', |cursor| {
        params.push(cursor.ty()?);
        Ok(())
    })?;
    let result = match cursor.eat_arrow() {
        true => Some(cursor.ty()?),
        false => None,
    };
    let effects = match cursor.eat(':') {
        true => effects(cursor)?,
        false => Effects::default(),
    };
    declared.helpers.push(Helper {
        name,
        params,
        result,
        effects,
    });
    Ok(())
}

fn effects(cursor: &mut Cursor<'_>) -> Result<Effects, ParseError> {
    if cursor.eat_word("pure") {
        return Ok(Effects::NONE);
    }
    let mut effects = Effects::NONE;
    loop {
        let effect = cursor.word("an effect", |word| {
            let named = Effects::NAMED.iter().find(|(name, _)| *name == word);
            named.map(|(_, effect)| *effect)
        })?;
        effects = effects.and(effect);
        if *cursor.peek() == Token::Newline {
            return Ok(effects);
        }
    }
}

fn object(cursor: &mut Cursor<'_>, declared: &mut Declarations) -> Result<(), ParseError> {
    let name = new_name(cursor, &declared.objects, |object| &object.name)?;
    let address = cursor.number("an address")?;
    declared.objects.push(Object { name, address });
    Ok(())
}

fn point(cursor: &mut Cursor<'_>, declared: &mut Declarations) -> Result<(), ParseError> {
    let name = new_name(cursor, &declared.points, |point| &point.name)?;
    cursor.punct('=')?;
    let place = place(cursor, declared)?;
    let mut live = Vec::new();
    if cursor.eat_word("live") {
        while *cursor.peek() != Token::Newline {
            live.push(cursor.register()?);
        }
    }
    declared.points.push(Point { name, place, live });
    Ok(())
}

/// The code object and position of a place.
pub(super) fn place(cursor: &mut Cursor<'_>, declared: &Declarations) -> Result<Place, ParseError> {
    let code = cursor.declared("code", &declared.codes, |code| &code.name)?;
    cursor.punct(':')?;
    let pc = cursor.number("a position in the code")?;
    Ok(Place { code, pc })
}

fn param(cursor: &mut Cursor<'_>, trace: &mut Trace) -> Result<(), ParseError> {
    let value = cursor.value()?;
    cursor.punct(':')?;
    let ty = cursor.ty()?;
    let register = match cursor.eat('=') {
        true => Some(cursor.register()?),
        false => None,
    };
    trace.define(value, ty);
    trace.params.push(Param { value, register });
    Ok(())
}

/// A name that its table does not have yet.
fn new_name<I: Index, T>(
    cursor: &mut Cursor<'_>,
    table: &Arena<I, T>,
    name_of: impl Fn(&T) -> &str,
) -> Result<String, ParseError> {
    let before = cursor.error(String::new());
    let name = cursor.name("a name")?;
    if table.iter().any(|(_, entry)| name_of(entry) == name) {
        let message = format!("`{name}` has been declared already");
        return Err(ParseError { message, ..before });
    }
    Ok(name)
}
