//! `tython`: from the command line to the exit status.

use crate::chaos;
use crate::cx::{Cx, R};
use crate::host::{allocator, process, stderr, stdout};
use crate::runtime::config::{self, Config};
use crate::runtime::exit::{self, Status};
use crate::runtime::main_program::{Outcome, run_to_end};
use crate::runtime::options::{self, Program, Refusal, Request};
use crate::runtime::paths::Paths;
use crate::runtime::program::{self, Prepared};
use crate::runtime::{bootstrap, gc_log, help, importlib, report, signals, site};
use crate::stdlib::_io::standard_streams;
use crate::stdlib::sys;
use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::atomic::Ordering;
use tython_text::hash::HashKey;

/// Bytes of native stack of the thread that runs the main program.
const STACK: usize = 64 << 20;

/// Runs the program that the arguments say; the result is the exit status.
pub fn main(arguments: impl Iterator<Item = OsString>) -> i32 {
    let mut arguments = arguments.peekable();
    let called = arguments.peek().cloned().unwrap_or_default();
    let called = called.to_string_lossy();
    let (request, config) = match options::read(arguments) {
        Ok(read) => read,
        Err(Refusal::Usage(message)) => {
            stderr::write(format_args!("{message}\n{}", help::usage(&called)));
            return 2;
        }
        Err(Refusal::Fatal(message)) => return fatal(&message),
    };
    let program = match request {
        Request::Help(topic) => {
            stdout::write(help::text(topic, &called).as_bytes(), true);
            return 0;
        }
        Request::Version { twice } => {
            stdout::write(format!("{}\n", help::version(twice)).as_bytes(), true);
            return 0;
        }
        Request::Run(program) => program,
    };
    if let Some(file) = &config.gc_log
        && let Err(error) = gc_log::open(Path::new(file))
    {
        let file = file.display();
        return fatal(&format!(
            "config_init_gclog: -X gclog: cannot open '{file}': {error}"
        ));
    }
    #[cfg(feature = "native")]
    if let Some(file) = &config.jit_log
        && let Err(error) = crate::compiled::log::open(Path::new(file))
    {
        let file = file.display();
        return fatal(&format!(
            "config_init_jitlog: -X jitlog: cannot open '{file}': {error}"
        ));
    }
    config.install();
    allocator::tune();
    // The system's main stack has a size that somebody else has chosen.
    let thread = std::thread::Builder::new().stack_size(STACK);
    let main = thread.spawn(move || {
        let status = run(&program);
        if process::is_forked() {
            // The thread that would wait for this one is not in the copy.
            std::process::exit(status.code());
        }
        status
    });
    signals::block_all();
    match main.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => status.code(),
        Ok(Err(_)) => 70,
        Err(error) => {
            stderr::line(format_args!("tython: can't start the main thread: {error}"));
            1
        }
    }
}

/// The configuration is wrong; the result is the exit status.
fn fatal(message: &str) -> i32 {
    let state = match message.starts_with("preconfig") {
        true => "preinitializing",
        false => "preinitialized",
    };
    stderr::line(format_args!(
        "Fatal Python error: {message}\nPython runtime state: {state}\n"
    ));
    1
}

/// The key of string hashes: random, or what PYTHONHASHSEED says.
fn hash_key(config: &Config) -> HashKey {
    match config.hash_seed {
        Some(seed) => HashKey::from_seed(seed),
        None => {
            let state = RandomState::new();
            HashKey::new([state.hash_one(1u8), state.hash_one(2u8)])
        }
    }
}

/// How the heap is to behave.
fn heap(config: &Config) -> tython_gc::Config {
    let default = tython_gc::Config::default();
    let limit = config.heap.unwrap_or(usize::MAX);
    tython_gc::Config {
        max_heap: config.heap,
        min_allocation: default.min_allocation.min(limit / 4),
        zeal: chaos::zeal(),
        ..default
    }
}

fn run(program: &Program) -> Status {
    let config = config::get();
    let paths = Paths::find(config);
    let prepared = match program::prepare(program, config) {
        Ok(prepared) => prepared,
        Err(message) => {
            stderr::line(format_args!("{}: {message}", paths.executable.display()));
            return Status::Code(2);
        }
    };
    let mut cx = match bootstrap::start(STACK, hash_key(config), heap(config)) {
        Ok(cx) => cx,
        Err(message) => {
            stderr::line(format_args!("tython: {message}"));
            return Status::Code(1);
        }
    };
    if let Some(digits) = config.int_max_str_digits {
        cx.vm.int_max_str_digits.store(digits, Ordering::Relaxed); // Relaxed: a limit.
    }
    match run_to_end(&mut cx, |cx| cx.deeper(|cx| begin(cx, &paths))) {
        Outcome::Finished => run_prepared(&mut cx, &prepared),
        outcome => {
            stderr::line(format_args!("tython: the start-up failed"));
            if outcome == Outcome::Raised {
                let raised = cx.take_exception();
                let _ = report::exception(&mut cx, raised);
            }
            Status::Code(1)
        }
    }
}

/// What has to be there before the program.
fn begin(cx: &mut Cx, paths: &Paths) -> R<()> {
    sys::configure(cx, paths)?;
    importlib::start(cx)?;
    standard_streams(cx)?;
    program::make_main(cx)?;
    site::start(cx, paths)
}

fn run_prepared(cx: &mut Cx, prepared: &Prepared) -> Status {
    let outcome = run_to_end(cx, |cx| program::run(cx, prepared));
    let mut status = exit::status_of(cx, outcome);
    let inspects = config::get().inspect > 0 || std::env::var_os("PYTHONINSPECT").is_some();
    if inspects && !matches!(prepared, Prepared::Prompt) {
        let outcome = run_to_end(cx, |cx| program::interact(cx, false));
        status = exit::status_of(cx, outcome);
    }
    exit::finish(cx, status)
}
