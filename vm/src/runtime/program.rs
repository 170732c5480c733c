//! The main program: where its text comes from, and how it is run as the module `__main__`.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::{os_text, stderr, stdout};
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::run as run_frames;
use crate::name;
use crate::native::Args;
use crate::objects::code::{self, CodeObject};
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{self, os_error};
use crate::objects::function::Function;
use crate::objects::module::{self, Module};
use crate::protocol::{attribute, call, call_values, warning};
use crate::runtime::config::{self, Config};
use crate::runtime::import;
use crate::runtime::main_program::run_code;
use crate::runtime::options::Program;
use crate::runtime::source_text;
use crate::value::Value;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, IsTerminal, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use tython_compiler::codegen;
use tython_compiler::parse;
use tython_compiler::source::Origin;

/// A program that is there to be run.
#[derive(Debug)]
pub enum Prepared {
    /// Its text.
    Source {
        /// The bytes of the text.
        bytes: Vec<u8>,
        /// The name that tracebacks show.
        filename: OsString,
        /// The file, if it came from one.
        file: Option<OsString>,
        /// What goes first into `sys.path`.
        folder: Option<OsString>,
    },
    /// A folder or an archive with a `__main__.py`.
    Container(OsString),
    /// A module to be found.
    Module(OsString),
    /// What somebody types.
    Prompt,
}

/// Most bytes that may follow the record that ends a ZIP archive.
const ZIP_COMMENT: usize = 0xffff + 22;

/// Whether the bytes end like a ZIP archive.
fn is_archive(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(ZIP_COMMENT)..];
    tail.windows(4).any(|window| window == b"PK\x05\x06")
}

/// The folder of a script, links followed.
fn folder_of(file: &OsStr) -> OsString {
    let path = fs::canonicalize(file).unwrap_or_else(|_| PathBuf::from(file));
    path.parent()
        .unwrap_or(Path::new(""))
        .as_os_str()
        .to_owned()
}

/// The path from the root on.
fn absolute(file: &OsStr) -> OsString {
    std::path::absolute(file).map_or_else(|_| file.to_owned(), PathBuf::into_os_string)
}

/// A text without the blanks that all its lines begin with (those aside that are blank anyway).
fn without_indent(text: &[u8]) -> Vec<u8> {
    let blanks = |line: &[u8]| line.iter().take_while(|byte| b" \t".contains(byte)).count();
    let lines = || text.split_inclusive(|byte| *byte == b'\n');
    let is_blank = |line: &&[u8]| line.trim_ascii().is_empty();
    let mut common: Option<&[u8]> = None;
    for line in lines().filter(|line| !is_blank(line)) {
        let indent = &line[..blanks(line)];
        common = Some(common.map_or(indent, |common| {
            let same = common
                .iter()
                .zip(indent)
                .take_while(|(a, b)| a == b)
                .count();
            &common[..same]
        }));
    }
    let indent = common.map_or(0, <[u8]>::len);
    let mut result = Vec::with_capacity(text.len());
    for line in lines() {
        match is_blank(&line) {
            true => result.push(b'\n'),
            false => result.extend_from_slice(&line[indent..]),
        }
    }
    result
}

/// Gets the program's text.
///
/// # Errors
/// The reason why there is none, for a person.
pub fn prepare(program: &Program, config: &Config) -> Result<Prepared, String> {
    Ok(match program {
        Program::Command(command) => Prepared::Source {
            bytes: without_indent(command.as_bytes()),
            filename: "<string>".into(),
            file: None,
            folder: Some(OsString::new()),
        },
        Program::Module(module) => Prepared::Module(match module.as_bytes() {
            // `gc` is no package: to be found there, the module would have to make it one.
            b"gc.report" => "_gc_report".into(),
            _ => module.clone(),
        }),
        Program::File(file) => return prepare_file(file, config),
        Program::Stdin if config.interactive > 0 || io::stdin().is_terminal() => Prepared::Prompt,
        Program::Stdin => {
            let mut bytes = Vec::new();
            // A closed standard input is an empty one.
            let _ = io::stdin().lock().read_to_end(&mut bytes);
            Prepared::Source {
                bytes,
                filename: "<stdin>".into(),
                file: Some("<stdin>".into()),
                folder: Some(OsString::new()),
            }
        }
    })
}

fn prepare_file(file: &OsStr, config: &Config) -> Result<Prepared, String> {
    let cannot = |error: &io::Error| {
        let number = error.raw_os_error().unwrap_or(0);
        let text = error.to_string();
        let reason = text.split(" (os error").next().unwrap_or_default();
        let path = absolute(file);
        let path = path.to_string_lossy();
        format!("can't open file '{path}': [Errno {number}] {reason}")
    };
    let metadata = fs::metadata(file).map_err(|error| cannot(&error))?;
    if metadata.is_dir() {
        return Ok(Prepared::Container(absolute(file)));
    }
    let mut bytes = fs::read(file).map_err(|error| cannot(&error))?;
    if is_archive(&bytes) {
        return Ok(Prepared::Container(absolute(file)));
    }
    if config.skip_first_line {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        bytes.drain(..end.unwrap_or(bytes.len()));
    }
    Ok(Prepared::Source {
        bytes,
        filename: absolute(file),
        file: Some(absolute(file)),
        folder: Some(folder_of(file)),
    })
}

/// Makes the module `__main__`.
///
/// # Errors
/// MemoryError.
pub fn make_main(cx: &mut Cx) -> R<()> {
    let name = name!(cx, "__main__")?;
    let main = module::new(cx, name, Value::NONE)?;
    let key = name!(cx, "__builtins__")?;
    dict::set_str(cx, main.namespace(), key, cx.vm.builtins_module.get())?;
    let frozen = import::module(cx, "_frozen_importlib")?;
    let (loader, class) = (name!(cx, "__loader__")?, name!(cx, "BuiltinImporter")?);
    let class = attribute::get(cx, frozen, class)?;
    dict::set_str(cx, main.namespace(), loader, class)?;
    match cx.vm.modules.get().cast::<Dict>() {
        Some(modules) => dict::set_str(cx, modules, name, main.value()),
        None => Ok(()),
    }
}

/// The module `__main__`.
fn main_module(cx: &mut Cx) -> R<&'static Module> {
    let name = name!(cx, "__main__")?;
    let found = match cx.vm.modules.get().cast::<Dict>() {
        Some(modules) => dict::get_str(cx, modules, name)?,
        None => None,
    };
    match found.and_then(|main| main.cast::<Module>()) {
        Some(main) => Ok(main),
        None => Err(cx.runtime_error(format_args!("lost __main__ module"))),
    }
}

/// Puts a folder before all others of `sys.path`.
fn insert_path(cx: &mut Cx, folder: &OsStr) -> R<()> {
    let name = name!(cx, "path")?;
    let sys = cx.vm.sys_module.get();
    let folder = os_text::to_value(cx, folder)?;
    if let Some(path) = attribute::find(cx, sys, name)? {
        let insert = name!(cx, "insert")?;
        call::call_method(cx, path, insert, &[Value::index(0), folder])?;
    }
    Ok(())
}

/// Runs the program; what it binds lies in `__main__`.
///
/// # Errors
/// What it does not catch.
pub fn run(cx: &mut Cx, program: &Prepared) -> R<()> {
    let config = config::get();
    match program {
        Prepared::Source {
            bytes,
            filename,
            file,
            folder,
        } => {
            if let Some(folder) = folder.as_ref().filter(|_| !config.safe_path) {
                insert_path(cx, folder)?;
            }
            run_source(cx, bytes, filename, file.as_deref())
        }
        Prepared::Container(path) => {
            insert_path(cx, path)?;
            run_module(cx, OsStr::new("__main__"), false)
        }
        Prepared::Module(name) => {
            if !config.safe_path {
                let here = std::env::current_dir().unwrap_or_default();
                insert_path(cx, here.as_os_str())?;
            }
            run_module(cx, name, true)
        }
        Prepared::Prompt => {
            if !config.safe_path {
                insert_path(cx, OsStr::new(""))?;
            }
            prompt(cx)
        }
    }
}

/// Compiles and runs a text in `__main__`.
fn run_source(cx: &mut Cx, bytes: &[u8], filename: &OsStr, file: Option<&OsStr>) -> R<()> {
    let main = main_module(cx)?;
    if let Some(file) = file {
        name_file(cx, main, file)?;
    }
    let filename = filename.to_string_lossy();
    let origin = if file.is_some_and(|file| file != "<stdin>") {
        Origin::File
    } else {
        Origin::Object
    };
    let options = codegen::Options {
        optimize: config::get().optimize.min(2) as u8,
        ..codegen::Options::default()
    };
    let compiled = source_text::decode(cx, bytes, &filename, origin)?
        .and_then(|text| codegen::compile(text, &filename, parse::Options::default(), options));
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(error) => {
            let error = exception::from_compile_error(cx, &error)?;
            return Err(cx.raise_in_context(error));
        }
    };
    if config::get().dis {
        stdout::write(
            tython_compiler::dis::listing(&compiled.code).as_bytes(),
            true,
        );
        return Ok(());
    }
    for found in &compiled.warnings {
        warning::of_compiler(cx, found, &filename)?;
    }
    let code = code::new(cx, &compiled.code)?;
    if filename == "<string>" {
        keep_source(cx, code, bytes)?;
    }
    run_code(cx, code, main.dict.get(), Value::UNBOUND).map(|_| ())
}

/// Makes the lines of a program without a file known to `linecache`, for tracebacks.
fn keep_source(cx: &mut Cx, code: &'static CodeObject, bytes: &[u8]) -> R<()> {
    let linecache = import::module(cx, "linecache")?;
    let function = name!(cx, "_register_code")?;
    let function = attribute::get(cx, linecache, function)?;
    let source = cx.str(&String::from_utf8_lossy(bytes))?;
    let name = name!(cx, "<string>")?;
    call_values(cx, function, &[code.value(), source, name]).map(|_| ())
}

/// Sets `__file__`, `__cached__` and, for a file, `__loader__`.
fn name_file(cx: &mut Cx, main: &'static Module, name: &OsStr) -> R<()> {
    let file = os_text::to_value(cx, name)?;
    for (key, value) in [
        (name!(cx, "__file__")?, file),
        (name!(cx, "__cached__")?, Value::NONE),
    ] {
        dict::set_str(cx, main.namespace(), key, value)?;
    }
    if name == "<stdin>" {
        return Ok(());
    }
    let external = import::module(cx, "_frozen_importlib_external")?;
    let class = name!(cx, "SourceFileLoader")?;
    let class = attribute::get(cx, external, class)?;
    let name = name!(cx, "__main__")?;
    let loader = call_values(cx, class, &[name, file])?;
    let key = name!(cx, "__loader__")?;
    dict::set_str(cx, main.namespace(), key, loader)
}

/// `runpy`'s way to run a module as `__main__`.
fn run_module(cx: &mut Cx, name: &OsStr, alter_argv: bool) -> R<()> {
    let runpy = import::module(cx, "runpy")?;
    let function = name!(cx, "_run_module_as_main")?;
    let function = attribute::get(cx, runpy, function)?;
    let name = os_text::to_value(cx, name)?;
    call_outermost(cx, function, &[name, Value::bool(alter_argv)]).map(|_| ())
}

/// Calls a function at native depth zero, so that its transactions end.
///
/// # Errors
/// What it raises.
pub fn call_outermost(cx: &mut Cx, callee: Value, args: &[Value]) -> R {
    match callee.cast::<Function>() {
        Some(function) => {
            enter(cx, function, Args::positional(args), Back::Entry, 0)?;
            run_frames(cx)
        }
        None => call_values(cx, callee, args),
    }
}

/// The prompt, after what PYTHONSTARTUP names.
fn prompt(cx: &mut Cx) -> R<()> {
    if config::get().ignore_environment == 0
        && let Some(file) = std::env::var_os("PYTHONSTARTUP").filter(|file| !file.is_empty())
    {
        header(cx)?;
        startup(cx, &file)?;
        return interact(cx, false);
    }
    interact(cx, true)
}

fn startup(cx: &mut Cx, file: &OsStr) -> R<()> {
    match fs::read(file) {
        Ok(bytes) => {
            let main = main_module(cx)?;
            let result = cx.deeper(|cx| run_source(cx, &bytes, file, None));
            let key = name!(cx, "__file__")?;
            dict::remove(cx, main.namespace(), key)?;
            crate::runtime::exit::show_unless_exit(cx, result)
        }
        Err(error) => {
            stderr::line(format_args!("Could not open PYTHONSTARTUP"));
            let name = os_text::to_value(cx, file)?;
            let exit = os_error::raise(cx, &error, Some(name));
            crate::runtime::exit::show_unless_exit(cx, Err(exit))
        }
    }
}

/// Says what this is, before anything that PYTHONSTARTUP prints.
fn header(cx: &mut Cx) -> R<()> {
    let repl = import::module(cx, "_repl")?;
    let function = name!(cx, "header")?;
    let function = attribute::get(cx, repl, function)?;
    call_outermost(cx, function, &[]).map(|_| ())
}

/// Reads and runs statements until the input ends: `_repl.py` in the library. With a header that says
/// what this is.
///
/// # Errors
/// SystemExit.
pub fn interact(cx: &mut Cx, header: bool) -> R<()> {
    let repl = import::module(cx, "_repl")?;
    let function = name!(cx, "interact")?;
    let function = attribute::get(cx, repl, function)?;
    call_outermost(cx, function, &[Value::bool(header)]).map(|_| ())
}
