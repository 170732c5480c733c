//! `-X jitlog=FILE`: what becomes of each recording, with the trace as it was recorded and as it was compiled; and at
//! the end how often what was taken, and how long it took. `tython -m jitview` reads it (`vm/lib/overlay/jitview/log.py`), whose parser has to
//! know each line here. `-X jit-trace`: the same in a line each, on standard error.
//!
//! | line | what it says |
//! | --- | --- |
//! | `tython jitlog 1 ...` | the first |
//! | `code=K name=... file=...` | bytecode that traces come from: word, line and instruction in each of the lines that follow |
//! | `codes trace=N K K ...` | the codes of a trace, by their numbers, in its order |
//! | `trace=N ...` | a trace has been installed: instructions before and after, exits, bytes, microseconds |
//! | `rejected=N reason` | the compiler did not take it |
//! | `refused at=CODE:WORD line=N file=... reason` | the recording came to nothing; `stopped=`: where it was by then |
//! | `cut trace=N at=CODE:WORD ... reason` | the trace ends before an instruction that is not recorded |
//! | `short trace=N` | the interpreter does not enter the trace any more: it is left again at once |
//! | `counts trace=N entries=N turns=N` | at the end of the process, of machine code |
//! | `exits trace=N exit=N count=N` | the same, of an exit: with or without a bridge |
//! | `ran trace=N count=N us=N` | entries by the interpreter, until it was back, with all that was called meanwhile |
//! | `memory traces=N retired=N bytes=N compiled=N us=N` | what code there is at the end, in bytes of memory; how many recordings were compiled, and how long that took |
//! | `end us=N` | nothing is missing; the process ran so long |
//!
//! Behind the line of a trace come sections, each up to a line with a dot: `recorded:` and the trace; with `-X jitlog-full`
//! `pass NAME:` for each pass that changes anything; `optimised:` and the trace; `pieces:`, with the number of an instruction,
//! where its machine code begins, and the bytes in each line; `machine:` and the code.

use crate::compiled::jit;
use crate::host::{process, stderr};
use crate::objects::code::CodeObject;
use crate::objects::str;
use crate::record::{Refused, Start};
use crate::runtime::config;
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tython_compiler::dis;
use tython_jit::code::{Code, Counts};
use tython_jit::ir::{Kind, Trace, TraceId};
use tython_jit::opt::Pass;

struct Log {
    begin: Instant,
    /// None from the end on.
    file: Mutex<Option<File>>,
    /// Bytecode that has been written, by what was written.
    codes: Mutex<FxHashMap<String, usize>>,
    counts: Mutex<BTreeMap<u32, Arc<Counts>>>,
    runs: Mutex<BTreeMap<u32, (u64, Duration)>>,
}

static LOG: OnceLock<Log> = OnceLock::new();

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Traces are to be written to this file, which is emptied.
///
/// # Errors
/// What the system says.
pub(crate) fn open(path: &Path) -> io::Result<()> {
    let log = Log {
        begin: Instant::now(),
        file: Mutex::new(Some(File::create(path)?)),
        codes: Mutex::default(),
        counts: Mutex::default(),
        runs: Mutex::default(),
    };
    log.write(&format!("tython jitlog 1 pid={}\n", std::process::id()));
    let _ = LOG.set(log);
    Ok(())
}

/// A copy of the process does not write into its parent's file.
fn log() -> Option<&'static Log> {
    LOG.get().filter(|_| !process::is_forked())
}

/// Whether there is a log.
pub(super) fn is_open() -> bool {
    LOG.get().is_some()
}

/// Whether it has everything.
pub(super) fn is_full() -> bool {
    is_open() && config::get().jit_log_full
}

/// Whether anybody hears what is said here.
fn is_heard() -> bool {
    log().is_some() || config::get().jit_trace
}

/// A line for `-X jit-trace`.
fn say(text: std::fmt::Arguments<'_>) {
    if config::get().jit_trace {
        stderr::line(format_args!("jit: {text}"));
    }
}

impl Log {
    /// What cannot be written is lost: a program's own output does not suffer from a full disk.
    fn write(&self, text: &str) {
        if let Some(file) = &mut *lock(&self.file) {
            let _ = file.write_all(text.as_bytes());
        }
    }
}

fn write(text: &str) {
    if let Some(log) = log() {
        log.write(text);
    }
}

/// A trace is not entered any more by the interpreter.
pub(super) fn short(trace: TraceId) {
    write(&format!("short trace={}\n", trace.0));
}

/// The bytecode that a trace comes from, and by what numbers the log knows it.
pub(super) fn codes(trace: TraceId, codes: &[Value]) {
    let Some(log) = log() else {
        return;
    };
    let mut line = format!("codes trace={trace}");
    for code in codes {
        let text = code.cast::<CodeObject>().map(bytecode);
        let mut known = lock(&log.codes);
        let next = known.len() + 1;
        let text = text.unwrap_or_default();
        let number = *known.entry(text.clone()).or_insert_with(|| {
            log.write(&format!("code={next} {text}.\n"));
            next
        });
        let _ = write!(line, " {number}");
    }
    log.write(&format!("{line}\n"));
}

/// A code's name and file, and its instructions.
fn bytecode(code: &'static CodeObject) -> String {
    let data = code.data();
    let (name, file) = (str::to_string(data.qualname), str::to_string(data.filename));
    let mut text = format!(
        "name={name:?} file={file:?} line={}\n",
        data.code.first_line
    );
    for (word, line, instruction) in dis::instructions(&data.code) {
        let line = line.unwrap_or(0);
        let _ = writeln!(text, "  {word} {line} {}", instruction.trim_end());
    }
    text
}

/// A trace on its way through the compiler.
pub(super) struct Entry<'t> {
    trace: &'t Trace,
    begin: Instant,
    bytes: usize,
    counts: Option<Arc<Counts>>,
    /// What the last pass has made of it, and what all of them have.
    last: String,
    passes: String,
    machine: String,
}

/// A trace's instructions, without what is declared before and the exits behind them.
fn instructions(trace: &Trace) -> String {
    let text = trace.to_string();
    let from = text.find("\nenter ").map_or(0, |at| at + 1);
    let to = text.find("\nexit ").unwrap_or(text.len());
    text[from..to].to_owned()
}

impl<'t> Entry<'t> {
    pub(super) fn begin(trace: &'t Trace) -> Entry<'t> {
        Entry {
            trace,
            begin: Instant::now(),
            bytes: 0,
            counts: None,
            last: String::new(),
            passes: String::new(),
            machine: String::new(),
        }
    }

    /// A pass has made this of it.
    pub(super) fn pass(&mut self, pass: Pass, trace: &Trace) {
        if !is_full() {
            return;
        }
        let text = instructions(trace);
        if text != self.last {
            let _ = write!(self.passes, "pass {}:\n{text}.\n", pass.name);
            self.last = text;
        }
    }

    /// There is code.
    pub(super) fn compiled(&mut self, code: &Code) {
        self.bytes = code.bytes().len();
        self.counts = code.counts().cloned();
        let Some(listing) = code.listing().filter(|_| is_full()) else {
            return;
        };
        self.machine.push_str("pieces:\n");
        for (inst, from, to) in &listing.pieces {
            let bytes = code.bytes().get(*from as usize..*to as usize);
            let _ = write!(self.machine, "  {inst} {from:x} ");
            for byte in bytes.into_iter().flatten() {
                let _ = write!(self.machine, "{byte:02x}");
            }
            self.machine.push('\n');
        }
        let _ = write!(self.machine, ".\nmachine:\n{}.\n", listing.text);
    }

    pub(super) fn installed(self, optimised: &Trace) {
        if !is_heard() {
            return;
        }
        let Trace { origin, .. } = self.trace;
        let micros = self.begin.elapsed().as_micros();
        let (before, after) = (self.trace.insts().len(), optimised.insts().len());
        let (exits, bytes) = (optimised.exits.len(), self.bytes);
        let kind = match origin.kind {
            Kind::Root => "root".to_owned(),
            Kind::Bridge { parent, exit } => format!("bridge from {parent} {exit}"),
        };
        say(format_args!(
            "trace {} {kind} {:?} {}: {before} -> {after} instructions, {exits} exits, {bytes} bytes, {micros} us",
            origin.id, origin.form, origin.name,
        ));
        let Some(log) = log() else {
            return;
        };
        if let Some(counts) = self.counts {
            lock(&log.counts).insert(origin.id.0, counts);
        }
        log.write(&format!(
            "trace={} kind={:?} form={:?} name={:?} recorded={before} optimised={after} exits={exits} bytes={bytes} us={micros}\n\
             recorded:\n{}.\n{}optimised:\n{optimised}.\n{}\n",
            origin.id, origin.kind, origin.form, origin.name, self.trace, self.passes, self.machine,
        ));
    }

    pub(super) fn rejected(self, reason: &str) {
        let origin = &self.trace.origin;
        say(format_args!(
            "rejected trace {} {}: {reason}",
            origin.id, origin.name
        ));
        if log().is_some() {
            write(&format!(
                "rejected={} {reason}\nrecorded:\n{}.\n\n",
                origin.id, self.trace
            ));
        }
    }
}

/// A recording has come to nothing.
pub(super) fn refused(start: &Start, refused: &Refused) {
    given_up("refused", start, refused);
}

/// A bridge ends before an instruction that is not recorded.
pub(crate) fn cut(start: &Start, trace: TraceId, refused: &Refused) {
    given_up(&format!("cut trace={trace}"), start, refused);
}

fn given_up(what: &str, start: &Start, refused: &Refused) {
    if !is_heard() {
        return;
    }
    let Refused { refusal, why, at } = refused;
    let kind = match start.kind {
        Kind::Root => String::new(),
        Kind::Bridge { parent, exit } => format!(" (bridge from {parent} {exit})"),
    };
    let begin = Place::of(start.code, start.word);
    let end = at.map(|(code, word)| Place::of(code, word));
    let here = end.as_ref().unwrap_or(&begin);
    say(format_args!(
        "{what} {} at {}:{}{kind}: {refusal}: {why}",
        here.name, here.file, here.line
    ));
    let stopped = end.map(|end| format!("stopped={end} ")).unwrap_or_default();
    write(&format!("{what} at={begin} {stopped}{refusal}: {why}\n"));
}

/// A place in bytecode.
pub(super) struct Place {
    name: String,
    word: u32,
    pub(super) line: u32,
    pub(super) file: String,
}

impl Place {
    pub(super) fn of(code: Value, word: u32) -> Place {
        let code = code.cast::<CodeObject>().map(CodeObject::data);
        let text = |value: Value| str::to_string(value);
        let position = code.and_then(|code| code.code.positions.at(word));
        Place {
            name: code.map_or_else(String::new, |code| text(code.qualname)),
            word,
            line: position.map_or(0, |position| position.line),
            file: code.map_or_else(String::new, |code| text(code.filename)),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Place {
            name,
            word,
            line,
            file,
        } = self;
        write!(f, "{name}:{word} line={line} file={file:?}")
    }
}

/// Measures how long compiled code is not left, if there is a log.
pub(super) struct Watch(Option<(TraceId, Instant)>);

impl Watch {
    #[inline]
    pub(super) fn start(trace: TraceId) -> Watch {
        Watch(log().map(|_| (trace, Instant::now())))
    }

    #[inline]
    pub(super) fn stop(self) {
        if let (Some((trace, begin)), Some(log)) = (self.0, log()) {
            let mut runs = lock(&log.runs);
            let (count, time) = runs.entry(trace.0).or_default();
            *count += 1;
            *time += begin.elapsed();
        }
    }
}

/// The process ends.
pub(crate) fn finish() {
    let Some(log) = log() else {
        return;
    };
    let mut text = String::new();
    for (trace, counts) in &*lock(&log.counts) {
        let (entries, turns) = (counts.entries(), counts.turns());
        let _ = writeln!(text, "counts trace={trace} entries={entries} turns={turns}");
        for (exit, count) in counts.exits().enumerate().filter(|(_, count)| *count > 0) {
            let _ = writeln!(text, "exits trace={trace} exit={exit} count={count}");
        }
    }
    for (trace, (count, time)) in &*lock(&log.runs) {
        let micros = time.as_micros();
        let _ = writeln!(text, "ran trace={trace} count={count} us={micros}");
    }
    text.push_str("memory");
    for (name, number) in jit::costs() {
        let _ = write!(text, " {name}={number}");
    }
    let micros = log.begin.elapsed().as_micros();
    let _ = writeln!(text, "\nend us={micros}");
    log.write(&text);
    // What is still being compiled would come behind the end.
    lock(&log.file).take();
}
