//! `_sre`: the engine behind `re`.
//!
//! Lib's `re` parses a pattern and compiles it to code; `compile` here makes a [`pattern`] of that,
//! with a program of `tython-sre` inside, which never changes and so needs no transaction. A search
//! ([`run`]) works on the text where it lies, and on memory of the thread that no object refers to.

mod find;
mod match_object;
mod match_text;
mod pattern;
mod run;
mod scanner;
mod subject;
mod substitute;
mod template;

use crate::cx::{Cx, R};
use crate::native::native;
use crate::native_module;
use crate::objects::module::Module;
use crate::stdlib::set;
use crate::value::Value;
use tython_sre::case;
use tython_sre::{CODE_SIZE, MAGIC, MAX_GROUPS, MAX_REPEAT};

native_module!("_sre", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, number) in [
        ("MAGIC", MAGIC as usize),
        ("CODESIZE", CODE_SIZE),
        ("MAXREPEAT", MAX_REPEAT as usize),
        ("MAXGROUPS", MAX_GROUPS as usize),
    ] {
        set(cx, module, name, Value::index(number))?;
    }
    let copyright = cx.str(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ")?;
    set(cx, module, "copyright", copyright)
}

#[native(module = "_sre", "getcodesize()", effect = pure)]
fn getcodesize(_: &mut Cx) -> usize {
    CODE_SIZE
}

#[native(module = "_sre", "ascii_iscased(character, /)", effect = pure)]
fn ascii_iscased(_: &mut Cx, character: i32) -> bool {
    case::ascii_is_cased(character as u32)
}

#[native(module = "_sre", "unicode_iscased(character, /)", effect = pure)]
fn unicode_iscased(_: &mut Cx, character: i32) -> bool {
    case::unicode_is_cased(character as u32)
}

#[native(module = "_sre", "ascii_tolower(character, /)", effect = pure)]
fn ascii_tolower(_: &mut Cx, character: i32) -> i64 {
    case::ascii_lower(character as u32).into()
}

#[native(module = "_sre", "unicode_tolower(character, /)", effect = pure)]
fn unicode_tolower(_: &mut Cx, character: i32) -> i64 {
    case::unicode_lower(character as u32).into()
}
