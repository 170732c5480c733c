//! The attributes of a code object.
//!
//! The bytecode is not CPython's: an instruction is a word of eight bytes. What counts in code units
//! (`co_lines`, `co_positions`, `tb_lasti`) takes a word for one unit of two bytes, as programs expect.

use super::{CODE, CodeObject};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::bytes;
use crate::objects::list;
use crate::objects::str;
use crate::protocol::{class_of, equal, id, iter};
use crate::value::Value;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use tython_compiler::code::{Code, LocalKind, Position};

macro_rules! numbers {
    ($($name:ident $attribute:literal: $value:expr;)*) => {
        $(
            #[native(CODE, $attribute, getter, effect = pure)]
            fn $name(_: &mut Cx, this: &'static CodeObject) -> i64 {
                let value: fn(&Code) -> u32 = $value;
                i64::from(value(&this.data().code))
            }
        )*
    };
}

numbers! {
    argcount "co_argcount": |code| code.arg_count;
    posonlyargcount "co_posonlyargcount": |code| code.posonly_count;
    kwonlyargcount "co_kwonlyargcount": |code| code.kwonly_count;
    stacksize "co_stacksize": |code| code.registers;
    flags "co_flags": |code| code.flags.0;
    // A module begins at its first line.
    firstlineno "co_firstlineno": |code| code.first_line.max(1);
    nlocals "co_nlocals": |code| code.names_of(LocalKind::LOCAL).count() as u32;
}

#[native(CODE, "co_name", getter, effect = pure)]
fn name(_: &mut Cx, this: &'static CodeObject) -> Value {
    this.data().name
}

#[native(CODE, "co_qualname", getter, effect = pure)]
fn qualname(_: &mut Cx, this: &'static CodeObject) -> Value {
    this.data().qualname
}

#[native(CODE, "co_filename", getter, effect = pure)]
fn filename(_: &mut Cx, this: &'static CodeObject) -> Value {
    this.data().filename
}

#[native(CODE, "co_names", getter, effect = pure)]
fn names(cx: &mut Cx, this: &'static CodeObject) -> R {
    cx.tuple(&this.data().names)
}

#[native(CODE, "co_consts", getter, effect = pure)]
fn consts(cx: &mut Cx, this: &'static CodeObject) -> R {
    cx.tuple(&this.data().consts)
}

/// The names of the variables of a kind.
fn variables(cx: &mut Cx, this: &'static CodeObject, kind: LocalKind) -> R {
    let data = this.data();
    let named = data.code.locals.iter().zip(&data.local_names);
    let names: Vec<Value> = named
        .filter(|(local, _)| local.kind.is(kind))
        .map(|(_, name)| *name)
        .collect();
    cx.tuple(&names)
}

#[native(CODE, "co_varnames", getter, effect = pure)]
fn varnames(cx: &mut Cx, this: &'static CodeObject) -> R {
    variables(cx, this, LocalKind::LOCAL)
}

#[native(CODE, "co_cellvars", getter, effect = pure)]
fn cellvars(cx: &mut Cx, this: &'static CodeObject) -> R {
    variables(cx, this, LocalKind::CELL)
}

#[native(CODE, "co_freevars", getter, effect = pure)]
fn freevars(cx: &mut Cx, this: &'static CodeObject) -> R {
    variables(cx, this, LocalKind::FREE)
}

/// The bytes of the instructions.
pub(super) fn code_bytes(code: &Code) -> Vec<u8> {
    code.words
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .collect()
}

#[native(CODE, "co_code", getter, effect = pure)]
#[native(CODE, "_co_code_adaptive", getter, effect = pure)]
fn code(cx: &mut Cx, this: &'static CodeObject) -> R {
    bytes::new(cx, &code_bytes(&this.data().code))
}

/// Tables whose form is CPython's own: there is nothing to put into them.
#[native(CODE, "co_linetable", getter, effect = pure)]
#[native(CODE, "co_exceptiontable", getter, effect = pure)]
#[native(CODE, "co_lnotab", getter, effect = pure)]
fn table(cx: &mut Cx, _this: &'static CodeObject) -> R {
    bytes::new(cx, &[])
}

fn number(number: u32) -> Value {
    Value::index(number as usize)
}

#[native(CODE, "co_lines(self, /)", effect = pure)]
fn lines(cx: &mut Cx, this: &'static CodeObject) -> R {
    let positions = this.data().code.positions.iter();
    // Neighbours of one line are one range.
    let mut ranges: Vec<(u32, u32, Option<u32>)> = Vec::new();
    for (start, end, position) in positions {
        let line = position.map(|position| position.line);
        match ranges.last_mut() {
            Some(last) if last.2 == line => last.1 = end,
            _ => ranges.push((start, end, line)),
        }
    }
    let all = list::new(cx)?;
    for (start, end, line) in ranges {
        let line = line.map_or(Value::NONE, number);
        let range = cx.tuple(&[number(2 * start), number(2 * end), line])?;
        list::append(cx, all, range)?;
    }
    iter(cx, all.value())
}

#[native(CODE, "co_positions(self, /)", effect = pure)]
fn positions(cx: &mut Cx, this: &'static CodeObject) -> R {
    let all = list::new(cx)?;
    for (start, end, position) in this.data().code.positions.iter() {
        let entry = position_tuple(cx, position)?;
        for _ in start..end {
            list::append(cx, all, entry)?;
        }
    }
    iter(cx, all.value())
}

fn position_tuple(cx: &mut Cx, position: Option<Position>) -> R {
    let parts = match position {
        Some(Position {
            line,
            end_line,
            column,
            end_column,
        }) => [line, end_line, column, end_column].map(number),
        None => [Value::NONE; 4],
    };
    cx.tuple(&parts)
}

#[native(CODE, "co_branches(self, /)", effect = pure)]
fn branches(cx: &mut Cx, _this: &'static CodeObject) -> R {
    let none = cx.vm.empty_tuple.get();
    iter(cx, none)
}

/// (internal-only) Return the local variable name for the given oparg.
///
/// WARNING: this method is for internal use only and may change or go away.
#[native(CODE, "_varname_from_oparg(self, /, oparg)", effect = pure)]
fn varname(cx: &mut Cx, this: &'static CodeObject, oparg: isize) -> R {
    let found = usize::try_from(oparg)
        .ok()
        .and_then(|index| this.data().local_names.get(index));
    match found {
        Some(name) => Ok(*name),
        None => Err(cx.index_error(format_args!("tuple index out of range"))),
    }
}

#[native(CODE, "__repr__(self, /)", slot, effect = pure)]
fn repr(_: &mut Cx, this: &'static CodeObject) -> R<String> {
    let data = this.data();
    let name = str::to_string(data.name);
    let (file, line) = (str::to_string(data.filename), data.code.first_line.max(1));
    let address = id(this.value());
    Ok(format!(
        "<code object {name} at {address:#x}, file \"{file}\", line {line}>"
    ))
}

/// Whether two code objects do the same.
fn same(cx: &mut Cx, a: &'static CodeObject, b: &'static CodeObject) -> R<bool> {
    if std::ptr::eq(a, b) {
        return Ok(true);
    }
    let (x, y) = (&a.data().code, &b.data().code);
    let alike = Arc::ptr_eq(x, y)
        || x.name == y.name
            && (x.arg_count, x.posonly_count, x.kwonly_count)
                == (y.arg_count, y.posonly_count, y.kwonly_count)
            && (x.flags, x.first_line) == (y.flags, y.first_line)
            && x.words == y.words
            && x.names == y.names
            && x.locals == y.locals
            && x.consts.len() == y.consts.len()
            && x.positions == y.positions;
    if !alike {
        return Ok(false);
    }
    for (a, b) in a.data().consts.iter().zip(&b.data().consts) {
        let same_class = std::ptr::eq(class_of(*a), class_of(*b));
        if !same_class || !equal(cx, *a, *b)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[native(CODE, "__eq__(self, value, /)", slot, effect = pure)]
fn eq(cx: &mut Cx, this: &'static CodeObject, value: Value) -> R {
    match value.cast::<CodeObject>() {
        Some(other) => Ok(Value::bool(same(cx, this, other)?)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

#[native(CODE, "__hash__(self, /)", slot, effect = pure)]
fn hash(_: &mut Cx, this: &'static CodeObject) -> R<i64> {
    let code = &this.data().code;
    let mut hasher = DefaultHasher::new();
    (&code.name, &code.words, code.first_line).hash(&mut hasher);
    Ok(hasher.finish() as i64 >> 1)
}
