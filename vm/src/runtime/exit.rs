//! The way out: uncaught exceptions, exit statuses, what runs at the end.

use crate::cx::{Cx, Exit, R};
use crate::host::{stderr, stdout};
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::{self, classes, fields};
use crate::objects::int::to_int;
use crate::protocol::{attribute, call_values, class_of, is_instance, truth};
use crate::runtime::main_program::{Outcome, run_to_end};
use crate::runtime::program::call_outermost;
use crate::runtime::{finalizers, report, signals, threads};
use crate::stdlib::atexit;
use crate::value::Value;

/// What the process tells its parent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// A number.
    Code(i32),
    /// That a SIGINT has ended it.
    Interrupted,
}

/// What a program's end means; an exception that it did not catch is reported.
pub fn status_of(cx: &mut Cx, outcome: Outcome) -> Status {
    match outcome {
        Outcome::Finished => Status::Code(0),
        Outcome::Quit(status) => Status::Code(status),
        Outcome::Raised => {
            let raised = cx.take_exception();
            of_exception(cx, raised).unwrap_or(Status::Code(1))
        }
    }
}

fn of_exception(cx: &mut Cx, raised: Value) -> R<Status> {
    if is_instance(cx, raised, &classes::SYSTEM_EXIT)? {
        return of_system_exit(cx, raised).map(Status::Code);
    }
    let shown = show(cx, raised);
    if is_instance(cx, raised, &classes::KEYBOARD_INTERRUPT)? {
        return Ok(Status::Interrupted);
    }
    shown.map(|()| Status::Code(1))
}

/// The status that a SystemExit asks for; what is no number is printed.
fn of_system_exit(cx: &mut Cx, raised: Value) -> R<i32> {
    let code = exception::field(cx, raised, fields::FIRST)?;
    if code.is_none() {
        return Ok(0);
    }
    if let Some(number) = to_int(code) {
        return Ok(number.to_i64().map_or(-1, |number| number as i32));
    }
    let text = crate::protocol::str(cx, code)?;
    report::line_to_stderr(cx, text)?;
    Ok(1)
}

/// Shows an exception that nobody has caught, by `sys.excepthook`.
///
/// # Errors
/// When the transaction has to be rolled back, or the process ends.
pub fn show(cx: &mut Cx, raised: Value) -> R<()> {
    remember(cx, raised)?;
    let traceback = exception::field(cx, raised, fields::TRACEBACK)?;
    let name = name!(cx, "excepthook")?;
    let hook = match cx.vm.sys.get().cast::<Dict>() {
        Some(sys) => dict::get_str(cx, sys, name)?,
        None => None,
    };
    let Some(hook) = hook else {
        stderr::line(format_args!("sys.excepthook is missing"));
        return report::exception(cx, raised);
    };
    let class = Value::from(class_of(raised));
    match call_values(cx, hook, &[class, raised, traceback]) {
        Err(Exit::Raise) => {
            let failure = cx.take_exception();
            if is_instance(cx, failure, &classes::SYSTEM_EXIT)? {
                return Err(cx.raise(failure));
            }
            stderr::line(format_args!("Error in sys.excepthook:"));
            report::exception(cx, failure)?;
            stderr::line(format_args!("\nOriginal exception was:"));
            report::exception(cx, raised)
        }
        other => other.map(|_| ()),
    }
}

/// `sys.last_exc` and its older relatives.
fn remember(cx: &mut Cx, raised: Value) -> R<()> {
    let Some(sys) = cx.vm.sys.get().cast::<Dict>() else {
        return Ok(());
    };
    let traceback = exception::field(cx, raised, fields::TRACEBACK)?;
    for (name, value) in [
        (name!(cx, "last_exc")?, raised),
        (name!(cx, "last_type")?, Value::from(class_of(raised))),
        (name!(cx, "last_value")?, raised),
        (name!(cx, "last_traceback")?, traceback),
    ] {
        dict::set_str(cx, sys, name, value)?;
    }
    Ok(())
}

/// Shows what a part of the start-up has raised, unless it is SystemExit.
///
/// # Errors
/// SystemExit, and as [`show`].
pub fn show_unless_exit(cx: &mut Cx, result: R<()>) -> R<()> {
    match result {
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            if is_instance(cx, raised, &classes::SYSTEM_EXIT)? {
                return Err(cx.raise(raised));
            }
            show(cx, raised)
        }
        other => other,
    }
}

/// Flushes `sys.stdout` and `sys.stderr`; false if that failed. Of the latter nobody could be told.
fn flush_streams(cx: &mut Cx) -> R<bool> {
    let (out, error) = (name!(cx, "stdout")?, name!(cx, "stderr")?);
    let flushed = flush_stream(cx, out, true)?;
    Ok(flush_stream(cx, error, false)? && flushed)
}

fn flush_stream(cx: &mut Cx, name: Value, tells: bool) -> R<bool> {
    let stream = match cx.vm.sys.get().cast::<Dict>() {
        Some(sys) => dict::get_str(cx, sys, name)?,
        None => None,
    };
    let Some(stream) = stream.filter(|stream| !stream.is_none()) else {
        return Ok(true);
    };
    let (closed, flush) = (name!(cx, "closed")?, name!(cx, "flush")?);
    let is_closed = match attribute::find(cx, stream, closed)? {
        Some(closed) => truth(cx, closed)?,
        None => false,
    };
    if is_closed {
        return Ok(true);
    }
    match crate::protocol::call::call_method(cx, stream, flush, &[]) {
        Ok(_) => Ok(true),
        Err(Exit::Raise) => {
            let failure = cx.take_exception();
            if tells {
                let message = cx.str("Exception ignored while flushing sys.stdout")?;
                let _ = report::unraisable_to_stderr(cx, message, Value::NONE, failure);
            }
            Ok(false)
        }
        Err(exit) => Err(exit),
    }
}

/// The end of the process: waits for threads, runs exit functions, flushes.
pub fn finish(cx: &mut Cx, status: Status) -> Status {
    cx.exception = Value::UNBOUND;
    shut_down_threading(cx);
    atexit::run_all(cx);
    let mut status = status;
    let flushed = match run_to_end(cx, |cx| {
        cx.exit_status = i32::from(flush_streams(cx)?);
        Ok(())
    }) {
        Outcome::Finished => cx.exit_status == 1,
        _ => false,
    };
    threads::finalize(cx);
    signals::stop();
    let flushed = match run_to_end(cx, |cx| finalize_all(cx, flushed)) {
        Outcome::Finished => cx.exit_status == 1,
        _ => false,
    };
    #[cfg(feature = "native")]
    crate::compiled::log::finish();
    if !(stdout::flush() && flushed) && matches!(status, Status::Code(_)) {
        status = Status::Code(120);
    }
    status
}

/// Runs what finalisers are left, and flushes what they have printed, unless that has failed before. The
/// exit status says then whether it did not fail.
fn finalize_all(cx: &mut Cx, flushed: bool) -> R<()> {
    cx.enter_io()?;
    let mut spared = Vec::new();
    let names = [
        name!(cx, "stdin")?,
        name!(cx, "stdout")?,
        name!(cx, "stderr")?,
        name!(cx, "__stdin__")?,
        name!(cx, "__stdout__")?,
        name!(cx, "__stderr__")?,
    ];
    let (buffer, raw) = (name!(cx, "buffer")?, name!(cx, "raw")?);
    for name in names {
        let mut stream = match cx.vm.sys.get().cast::<Dict>() {
            Some(sys) => dict::get_str(cx, sys, name)?,
            None => None,
        };
        for part in [buffer, raw, raw] {
            if let Some(found) = stream {
                spared.push(found);
                stream = match attribute::find(cx, found, part) {
                    Err(Exit::Raise) => {
                        cx.take_exception();
                        None
                    }
                    found => found?,
                };
            }
        }
    }
    finalizers::run_all(cx, &spared)?;
    // What failed before is not tried again.
    cx.exit_status = i32::from(flushed && flush_streams(cx)?);
    Ok(())
}

/// `threading._shutdown`, or what it would do.
fn shut_down_threading(cx: &mut Cx) {
    let outcome = run_to_end(cx, |cx| {
        let name = name!(cx, "threading")?;
        let threading = match cx.vm.modules.get().cast::<Dict>() {
            Some(modules) => dict::get_str(cx, modules, name)?,
            None => None,
        };
        match threading {
            Some(threading) => {
                let name = name!(cx, "_shutdown")?;
                let shutdown = attribute::get(cx, threading, name)?;
                call_outermost(cx, shutdown, &[]).map(|_| ())
            }
            None => threads::join_all(cx),
        }
    });
    if outcome == Outcome::Raised {
        let raised = cx.take_exception();
        let message = cx.str("Exception ignored on threading shutdown");
        if let Ok(message) = message {
            let _ = report::unraisable_to_stderr(cx, message, Value::NONE, raised);
        }
    }
}

impl Status {
    /// The number for `exit`. After a SIGINT the process ends here, as if that had killed it.
    pub fn code(self) -> i32 {
        match self {
            Status::Code(code) => code,
            Status::Interrupted => signals::die_of_interrupt(),
        }
    }
}
