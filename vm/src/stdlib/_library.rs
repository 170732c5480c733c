//! The module `_library`: the standard library inside the program, for `_frozen_library.py`. Paths are
//! relative to its root, with slashes.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::native_module;
use crate::objects::bytes;
use crate::objects::code::CodeObject;
use crate::objects::list::{self, List};
use crate::objects::module::Module;
use crate::objects::str::{self, Str};
use crate::runtime::importlib;
use crate::value::Value;

native_module!("_library", fill);

fn fill(_: &mut Cx, _: &'static Module) -> R<()> {
    Ok(())
}

fn path_of(path: &'static Str) -> String {
    str::to_string(Value::from(path))
}

/// Whether there is such a file.
#[native(module = "_library", "is_file(path, /)", effect = pure)]
fn is_file(_: &mut Cx, path: &'static Str) -> bool {
    tython_lib::find(&path_of(path)).is_some()
}

/// Whether there is such a folder.
#[native(module = "_library", "is_folder(path, /)", effect = pure)]
fn is_folder(_: &mut Cx, path: &'static Str) -> bool {
    tython_lib::is_folder(&path_of(path))
}

/// The names in a folder, sorted.
#[native(module = "_library", "names(path, /)", effect = pure)]
fn names(cx: &mut Cx, path: &'static Str) -> R<&'static List> {
    let names = tython_lib::list(&path_of(path));
    let names = names.into_iter().map(|name| cx.str(name));
    let names = names.collect::<R<Vec<Value>>>()?;
    list::from_slice(cx, &names)
}

/// What a file holds.
#[native(module = "_library", "read(path, /)", effect = pure)]
fn read(cx: &mut Cx, path: &'static Str) -> R {
    let path = path_of(path);
    match tython_lib::find(&path) {
        Some(file) => bytes::new(cx, &file.contents()),
        None => Err(importlib::missing(cx, &path)?),
    }
}

/// The code of a Python file, which its code objects say to be from `filename`.
#[native(module = "_library", "code(path, filename, /)", effect = pure)]
fn code(cx: &mut Cx, path: &'static Str, filename: &'static Str) -> R<&'static CodeObject> {
    importlib::library_code(cx, &path_of(path), &path_of(filename))
}
