//! What the process has for compiled code: the traces, and what they keep alive.

use crate::compiled::host::Machine;
use crate::compiled::worker::Background;
use crate::compiled::{jitdump, log, perf};
use crate::cx::Cx;
use crate::objects::code::CodeObject;
use crate::record::{Finished, Refused, Start};
use crate::runtime::config;
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;
use tython_compiler::isa::Instr;
use tython_jit::code::{Cache, Limits};
use tython_jit::hooks::{Refusal, Site, Thresholds};
use tython_jit::ir::{CodeId, Form, Index, Kind, Trace, TraceId};
use tython_jit::lower::Compiler;
use tython_jit::opt::optimise;
use tython_jit::verify::verify;

/// Thresholds up to this one are for tests: see `worker.rs`.
const AT_ONCE: u16 = 2;

/// Bridges for one instruction that may follow each other.
const MOST_ALIKE: u32 = 4;

/// Everything that the threads share.
pub(crate) struct Jit {
    pub(super) cache: Cache,
    tries: u8,
    /// How many recordings have come to traces that were to be compiled.
    submitted: AtomicU64,
    /// Of how many of these it is known what has become of them.
    settled: AtomicU64,
    /// How often traces have been freed.
    freed: AtomicU64,
    /// Microseconds that the compiler has worked.
    worked: AtomicU64,
    worker: Background,
    kept: Mutex<FxHashMap<TraceId, Arc<Kept>>>,
}

/// What a trace keeps alive, from the end of its recording on.
struct Kept {
    /// Its code objects, in the order of their numbers.
    codes: Vec<Value>,
    /// Its constants, as values.
    objects: Vec<u64>,
    start: Start,
    /// Whether it waits to be compiled.
    waits: AtomicBool,
}

static JIT: OnceLock<Option<Jit>> = OnceLock::new();

/// When something is to be compiled; `None`: never.
pub(super) fn thresholds() -> Option<Thresholds> {
    let loops = config::get().jit;
    let default = Thresholds::default();
    // A loop is hot before the functions that it calls.
    let entries = u32::from(loops) * u32::from(default.entries) / u32::from(default.loops);
    (loops > 0).then(|| Thresholds {
        loops,
        entries: u16::try_from(entries).unwrap_or(u16::MAX),
        exits: default.exits.min(loops),
        ..default
    })
}

/// What the threads share; it begins with the first loop that is to be compiled. `None` if there is no compiler for this
/// machine.
pub(super) fn jit() -> Option<&'static Jit> {
    JIT.get_or_init(Jit::new).as_ref()
}

/// What compiled code costs by now: names and numbers.
pub(crate) fn costs() -> [(&'static str, u64); 5] {
    let jit = JIT.get().and_then(Option::as_ref);
    let usage = jit.map(|jit| jit.cache.usage()).unwrap_or_default();
    // Relaxed, both: numbers for people.
    let count = |of: fn(&Jit) -> &AtomicU64| jit.map_or(0, |jit| of(jit).load(Ordering::Relaxed));
    [
        ("traces", usage.traces as u64),
        ("retired", usage.waiting as u64),
        ("bytes", usage.bytes as u64),
        ("compiled", count(|jit| &jit.settled)),
        ("us", count(|jit| &jit.worked)),
    ]
}

/// The time of assumptions: what the recording that begins now takes for granted has not changed if none of it has
/// changed since.
pub(crate) fn now() -> u64 {
    jit().map_or(0, |jit| jit.cache.now())
}

/// The compiled loop of this form whose header is at that word of the code: its trace, and the registers that are its
/// parameters.
pub(crate) fn root_at(code: Value, header: u32, form: Form) -> Option<(TraceId, Box<[u16]>)> {
    let jit = jit()?;
    let is_such = |start: &Start| start.kind == Kind::Root && start.code == code;
    let candidates = jit.begun(|start| is_such(start) && header_of(start) == Some(header));
    let installed = |id: TraceId| {
        let parameters = jit.cache.with_code(id, |code| {
            let trace = code.trace();
            let registers = trace.params.iter().map(|param| param.register);
            let registers = registers.map(|register| register.map(|register| register.0));
            (trace.origin.form == form)
                .then(|| registers.collect::<Option<_>>())
                .flatten()
        });
        Some((id, parameters??))
    };
    candidates.into_iter().find_map(installed)
}

/// A compiled trace of this form that begins at that word of the code, and takes all it needs from the frame.
pub(crate) fn open_at(code: Value, word: u32, form: Form) -> Option<TraceId> {
    let jit = jit()?;
    let is_such = |start: &Start| (start.code, start.word, start.form) == (code, word, form);
    let candidates = jit.begun(|start| start.is_open && is_such(start));
    candidates.into_iter().find(|id| jit.cache.has_code(*id))
}

/// A recording has come to its end, one way or the other.
pub(crate) fn recorded(_: &mut Cx, start: Start, result: Result<Finished, Refused>) {
    let Some(jit) = jit() else {
        return;
    };
    jit.clean();
    match result {
        Ok(finished) => jit.compile(start, finished),
        Err(refused) => {
            log::refused(&start, &refused);
            jit.refuse(&start, refused.refusal, None);
        }
    }
}

/// Compiles a trace for a site that nobody has claimed, and says what has become of it.
#[cfg(test)]
pub(super) fn install_for_test(start: Start, finished: Finished) {
    use tython_jit::hooks::{Action, Hooks, Profile};
    let once = Thresholds {
        loops: 1,
        ..Thresholds::default()
    };
    let site = site(&start).expect("a site");
    match Profile::new(once).back_edge(site) {
        Action::Record(claim) => claim.defer(),
        other => panic!("{other:?}"),
    }
    let id = finished.trace.origin.id;
    jit().expect("a compiler").compile(start, finished);
    assert_eq!(site.state(), tython_jit::hooks::State::Ready(id));
}

/// Visits what traces keep alive, for the collector.
pub(crate) fn visit_roots(visit: &mut dyn FnMut(u64)) {
    let Some(Some(jit)) = JIT.get() else {
        return;
    };
    for kept in jit.kept().values() {
        visit(kept.start.code.bits());
        kept.codes.iter().for_each(|code| visit(code.bits()));
        kept.objects.iter().for_each(|object| visit(*object));
    }
}

/// Runs `body`, which copies the process, while nothing is being compiled. What it gives says whether this is the copy.
pub(crate) fn while_still<T>(body: impl FnOnce() -> T, is_copy: impl FnOnce(&T) -> bool) -> T {
    match JIT.get() {
        Some(Some(jit)) => jit.worker.while_still(body, is_copy),
        _ => body(),
    }
}

/// The site of a loop, for another thread.
struct SiteOf(Start);

// SAFETY: a trace's code object lives as long as the trace is kept, and a site is an atomic.
unsafe impl Send for SiteOf {}

impl Jit {
    fn new() -> Option<Jit> {
        let compiler = Compiler::new(Box::new(Machine)).ok()?;
        Some(Jit {
            cache: Cache::new(compiler.gate(), Limits::default()),
            tries: Thresholds::default().tries,
            submitted: AtomicU64::new(0),
            settled: AtomicU64::new(0),
            freed: AtomicU64::new(0),
            worked: AtomicU64::new(0),
            worker: Background::new(compiler, config::get().jit <= AT_ONCE),
            kept: Mutex::default(),
        })
    }

    fn kept(&self) -> MutexGuard<'_, FxHashMap<TraceId, Arc<Kept>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The traces that begin like this, compiled or not.
    fn begun(&self, is_such: impl Fn(&Start) -> bool) -> Vec<TraceId> {
        let kept = self.kept();
        let such = kept.iter().filter(|(_, kept)| is_such(&kept.start));
        such.map(|(id, _)| *id).collect()
    }

    /// A code object of a trace.
    pub(super) fn code_of(&self, trace: TraceId, code: CodeId) -> Option<Value> {
        let kept = self.kept();
        let codes = &kept.get(&trace)?.codes;
        codes.get(code.number() as usize).copied()
    }

    /// The code objects of a trace, by their numbers.
    pub(super) fn codes_of(&self, trace: TraceId) -> Vec<Value> {
        let kept = self.kept();
        kept.get(&trace)
            .map_or_else(Vec::new, |kept| kept.codes.clone())
    }

    /// Whether a bridge that begins like this would be one more for the same instruction: something is different each time
    /// there, and a longer chain of guards only makes it slower.
    pub(super) fn is_repetition(&self, start: &Start) -> bool {
        let kept = self.kept();
        let mut kind = start.kind;
        let mut same = 0;
        while let Kind::Bridge { parent, .. } = kind
            && let Some(kept) = kept.get(&parent)
        {
            same += u32::from(kept.start.at == start.at);
            kind = kept.start.kind;
        }
        same >= MOST_ALIKE
    }

    /// Optimises, compiles and installs a trace: later, and elsewhere.
    fn compile(&'static self, start: Start, finished: Finished) {
        let Finished {
            trace,
            codes,
            assumptions,
            since,
        } = finished;
        let id = trace.origin.id;
        log::codes(id, &codes);
        let objects = trace.declared.objects.iter();
        let objects = objects.map(|(_, object)| object.address + tython_gc::REFERENCE_TAG);
        let kept = Kept {
            codes,
            objects: objects.collect(),
            start,
            waits: AtomicBool::new(true),
        };
        let kept = Arc::new(kept);
        self.kept().insert(id, Arc::clone(&kept));
        let site = SiteOf(start);
        let job = move |compiler: &mut Compiler| {
            let site = site;
            let begin = Instant::now();
            let outcome = self.install(compiler, &trace, &assumptions, since);
            // Relaxed: a number for people.
            self.worked
                .fetch_add(begin.elapsed().as_micros() as u64, Ordering::Relaxed);
            match outcome {
                Ok(()) => {
                    // Relaxed: who sees it late keeps it until the next time.
                    kept.waits.store(false, Ordering::Relaxed);
                    self.settle(&site.0, Ok(id));
                }
                Err(refusal) => self.refuse(&site.0, refusal, Some(id)),
            }
            self.settled.fetch_add(1, Ordering::Relaxed); // Relaxed: a hint.
        };
        self.submitted.fetch_add(1, Ordering::Relaxed); // Relaxed: a hint.
        if self.worker.submit(Box::new(job)).is_err() {
            self.refuse(&start, Refusal::Interrupted, Some(id));
            self.settled.fetch_add(1, Ordering::Relaxed); // Relaxed: a hint.
        }
    }

    fn install(
        &self,
        compiler: &mut Compiler,
        trace: &Trace,
        assumptions: &[u64],
        since: u64,
    ) -> Result<(), Refusal> {
        let mut entry = log::Entry::begin(trace);
        if let Err(errors) = verify(trace) {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            entry.rejected(&errors.join("; "));
            return Err(Refusal::Rejected);
        }
        let optimised = Arc::new(optimise(trace, &mut |pass, trace| {
            entry.pass(pass, trace);
        }));
        let code = match compiler.compile(Arc::clone(&optimised)) {
            Ok(code) => code,
            Err(error) => {
                entry.rejected(&error.to_string());
                return Err(Refusal::Rejected);
            }
        };
        perf::name(&code);
        jitdump::add(&code, || self.codes_of(trace.origin.id));
        entry.compiled(&code);
        match self.cache.install(code, assumptions, since) {
            Ok(()) => {
                entry.installed(&optimised);
                Ok(())
            }
            Err(refused) => {
                entry.rejected(&format!("{refused:?}"));
                Err(Refusal::Invalidated)
            }
        }
    }

    /// There is no trace.
    fn refuse(&self, start: &Start, refusal: Refusal, id: Option<TraceId>) {
        self.settle(start, Err(refusal));
        if let Some(id) = id {
            self.kept().remove(&id);
        }
    }

    /// The place where a recording began learns what has become of it.
    fn settle(&self, start: &Start, outcome: Result<TraceId, Refusal>) {
        let settle = |site: &Site| {
            if let Some(claim) = site.deferred(self.tries) {
                match outcome {
                    Ok(trace) => claim.install(trace),
                    Err(refusal) => claim.refuse(refusal),
                }
            }
        };
        match start.kind {
            Kind::Root => {
                if let Some(site) = site(start) {
                    settle(site);
                }
            }
            Kind::Bridge { parent, exit } => {
                self.cache
                    .with_code(parent, |code| code.site(exit).map(settle));
            }
        }
    }

    /// How many traces have been compiled; `None` while some are.
    pub(super) fn compiled(&self) -> Option<u64> {
        // Relaxed: hints.
        let submitted = self.submitted.load(Ordering::Relaxed);
        (submitted == self.settled.load(Ordering::Relaxed)).then_some(submitted)
    }

    /// How often traces have been freed: what a thread knows of them is of no use any more.
    pub(super) fn freed(&self) -> u64 {
        self.freed.load(Ordering::Relaxed) // Relaxed: a hint.
    }

    /// A trace has not been entered that a site leads to: if it is gone, the site is to forget it.
    #[cold]
    pub(super) fn forget_if_gone(&self, site: &Site, trace: TraceId) {
        if self.cache.with_code(trace, |_| ()).is_none() {
            site.retire(trace, Refusal::Unused, self.tries);
        }
    }

    /// Gives up traces that nobody enters, frees those that have been retired, and forgets what they kept alive.
    fn clean(&self) {
        self.cache.age();
        if self.cache.usage().waiting > 0 && self.cache.collect() > 0 {
            self.freed.fetch_add(1, Ordering::Relaxed); // Relaxed: a hint.
            // Relaxed: as where it is set.
            let waits = |kept: &Kept| kept.waits.load(Ordering::Relaxed);
            self.kept()
                .retain(|id, kept| waits(kept) || self.cache.has_code(*id));
        }
    }
}

/// The instruction that jumps back to the loop that a recording began at, and the word behind it.
fn jump_back(start: &Start) -> Option<(Instr, u32)> {
    if start.is_entry {
        return None;
    }
    let words = &start.code.cast::<CodeObject>()?.data().words;
    // Relaxed: instructions are not changed.
    let instr = Instr(words.get(start.word as usize)?.load(Ordering::Relaxed));
    Some((instr, start.word + instr.op()?.info().words() as u32))
}

/// Where that loop begins.
fn header_of(start: &Start) -> Option<u32> {
    let (instr, behind) = jump_back(start)?;
    Some(behind.wrapping_add(instr.bc()))
}

/// The site of the loop or the function that a recording began at. Its code is alive.
fn site(start: &Start) -> Option<&'static Site> {
    let data = start.code.cast::<CodeObject>()?.data();
    if start.is_entry {
        let is_solo = start.form == Form::Solo;
        return Some(match start.word {
            0 => data.entry(is_solo),
            _ => data.body(is_solo),
        });
    }
    let words = &data.words;
    let (_, behind) = jump_back(start)?;
    let back = match start.form {
        Form::Solo => 2,
        Form::Shared => 1,
    };
    let word = std::ptr::from_ref(words.get(behind as usize - back)?);
    // SAFETY: one of the instruction's cache words, which are used as sites alone.
    Some(unsafe { &*word.cast::<Site>() })
}
