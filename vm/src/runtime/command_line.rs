//! The command line, and the life of the main thread.

use crate::cx::{Cx, R};
use crate::host::stdout;
use crate::objects::exception::{self, classes, fields};
use crate::objects::str;
use crate::protocol::is_instance;
use crate::runtime::main_program::{Outcome, run_main, run_to_end};
use crate::runtime::paths::Paths;
use crate::runtime::{bootstrap, config, importlib, report};
use crate::stdlib::sys;
use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use tython_compiler::code::Code;
use tython_compiler::codegen::{self, Compiled};
use tython_compiler::parse::{self, CompileError};
use tython_compiler::{dis, source};
use tython_text::hash::HashKey;

/// Bytes of native stack of the thread that runs the main program.
const STACK: usize = 64 << 20;

/// What is to be run.
#[derive(Debug)]
enum Program {
    /// `-c`
    Command(String),
    /// A file.
    File(OsString),
}

#[derive(Debug, Default)]
struct Options {
    argv: Vec<OsString>,
    program: Option<Program>,
    /// `-X dis`: list the code instead of running it.
    dis: bool,
    version: bool,
}

const USAGE: &str = "usage: tython [-V] [-X dis] [-c command | file] [argument] ...";

fn parse_arguments(arguments: impl Iterator<Item = OsString>) -> Result<Options, String> {
    let mut options = Options::default();
    let mut arguments = arguments.skip(1);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("-V" | "--version") => options.version = true,
            Some("-c") => {
                let command = arguments
                    .next()
                    .ok_or("Argument expected for the -c option")?;
                let command = command
                    .into_string()
                    .map_err(|_| "the command is not UTF-8")?;
                options.program = Some(Program::Command(command));
                break;
            }
            Some("-X") => match arguments.next().as_ref().and_then(|option| option.to_str()) {
                Some("dis") => options.dis = true,
                Some(_) => {}
                None => return Err("Argument expected for the -X option".to_owned()),
            },
            Some(option) if option.len() > 1 && option.starts_with('-') => {
                return Err(format!("Unknown option: {option}"));
            }
            _ => {
                options.program = Some(Program::File(argument));
                break;
            }
        }
    }
    options.argv.push(match &options.program { Some(Program::File(file)) => file.clone(), _ => "-c".into() });
    options.argv.extend(arguments);
    Ok(options)
}

/// Runs the program that the arguments say; the result is the exit status.
pub fn main(arguments: impl Iterator<Item = OsString>) -> i32 {
    let options = match parse_arguments(arguments) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return 2;
        }
    };
    if options.version {
        println!("Tython {} (Python 3.14)", env!("CARGO_PKG_VERSION"));
        return 0;
    }
    config::Config { argv: options.argv.clone(), orig_argv: std::env::args_os().collect(), ..Default::default() }.install();
    // The system's main stack has a size that somebody else has chosen.
    let thread = std::thread::Builder::new().stack_size(STACK);
    match thread
        .spawn(move || run(&options))
        .map(std::thread::JoinHandle::join)
    {
        Ok(Ok(status)) => status,
        Ok(Err(_)) => 70,
        Err(error) => {
            eprintln!("tython: can't start the main thread: {error}");
            1
        }
    }
}

fn compile(options: &Options) -> Result<Result<Compiled, Box<CompileError>>, String> {
    let (text, filename) = match &options.program {
        Some(Program::Command(command)) => {
            let filename = "<string>";
            (
                source::check(
                    source::normalise(command.clone()),
                    filename,
                    source::Origin::Object,
                ),
                filename.to_owned(),
            )
        }
        Some(Program::File(file)) => {
            let name = file.to_string_lossy().into_owned();
            let bytes = std::fs::read(file).map_err(|error| {
                let number = error.raw_os_error().unwrap_or(0);
                let reason = error.to_string();
                let reason = reason.split(" (os error").next().unwrap_or_default();
                format!("tython: can't open file '{name}': [Errno {number}] {reason}")
            })?;
            (source::decode(&bytes, &name, source::Origin::File), name)
        }
        None => return Err(USAGE.to_owned()),
    };
    let compiled = text.and_then(|text| {
        codegen::compile(
            text,
            &filename,
            parse::Options::default(),
            codegen::Options::default(),
        )
    });
    Ok(compiled.map_err(Box::new))
}

fn run(options: &Options) -> i32 {
    let compiled = match compile(options) {
        Ok(Ok(compiled)) => compiled,
        Ok(Err(error)) => {
            report::compile_error(&error);
            return 1;
        }
        Err(message) => {
            eprintln!("{message}");
            return 2;
        }
    };
    if options.dis {
        print!("{}", dis::listing(&compiled.code));
        return 0;
    }
    match bootstrap::start(STACK, random_key()) {
        Ok(mut cx) => {
            let paths = Paths::find(config::get());
            let started = sys::configure(&mut cx, &paths).and_then(|()| importlib::start(&mut cx));
            if started.is_err() {
                let raised = cx.take_exception();
                let _ = report::exception(&mut cx, raised);
                if std::env::var_os("TYTHON_STRICT").is_some() { return 1; }
            }
            run_program(&mut cx, &compiled.code)
        }
        Err(message) => {
            eprintln!("tython: {message}");
            1
        }
    }
}

/// The key of string hashes: random, or what PYTHONHASHSEED says.
fn random_key() -> HashKey {
    match std::env::var("PYTHONHASHSEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
    {
        Some(seed) => HashKey::from_seed(seed),
        None => {
            let state = RandomState::new();
            HashKey::new([state.hash_one(1u8), state.hash_one(2u8)])
        }
    }
}

fn run_program(cx: &mut Cx, code: &Arc<Code>) -> i32 {
    let status = match run_to_end(cx, |cx| run_main(cx, code)) {
        Outcome::Finished => 0,
        Outcome::Quit(status) => return status,
        Outcome::Raised => {
            let raised = cx.take_exception();
            uncaught(cx, raised).unwrap_or(1)
        }
    };
    if stdout::flush() { status } else { 120 }
}

/// The exit status of an exception that nobody caught; it is reported unless it is SystemExit.
fn uncaught(cx: &mut Cx, raised: crate::value::Value) -> R<i32> {
    if !is_instance(cx, raised, &classes::SYSTEM_EXIT)? {
        stdout::flush();
        report::exception(cx, raised)?;
        return Ok(1);
    }
    let code = exception::field(cx, raised, fields::FIRST)?;
    if code.is_none() {
        return Ok(0);
    }
    if let Some(bool) = code.as_bool() {
        return Ok(i32::from(bool));
    }
    if let Some(number) = code.as_small_int() {
        return Ok(number as i32);
    }
    stdout::flush();
    let text = crate::protocol::str(cx, code)?;
    eprintln!("{}", str::to_string(text));
    Ok(1)
}
