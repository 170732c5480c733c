//! From the interpreter into a trace, and back.
//!
//! While a trace runs, the frame that it was entered from stays as it was. Whatever an exit says that has
//! changed is written there when the trace is left (`rebuild.rs`); so a collection finds in frames what
//! was there at the entry, and what has been made since on the native stack. A trace may return from that frame, or push
//! another one for good, and go on there: then the record says which it is.

use crate::chaos;
use crate::compiled::hooks::{Machine, Plans, plan};
use crate::compiled::jit::{self, Jit};
use crate::compiled::log;
use crate::compiled::seen;
use crate::cx::{Cx, Exit, R, STOP};
use crate::interp::{Flow, Fr};
use crate::objects::exception;
use crate::record::{self, Recorder, Refused};
use crate::runtime;
use crate::value::Value;
use std::sync::atomic::Ordering;
use tython_compiler::isa::Op;
use tython_jit::code::Code;
use tython_jit::code::Record;
use tython_jit::hooks::{Action, Claim, Refusal, Site};
use tython_jit::ir::{ExitId, TraceId};
use tython_jit::lower::Left;

/// Frames that are looked through for one of the same function.
const NEAR: u32 = 8;

/// Recordings of a loop that have to stay inside of it: the last turn of one with a few turns is not its usual one. Beyond that
/// a loop that is left each time is recorded with what is around it.
const STRICT: u8 = 2;

/// A function has been entered, with this frame, and its site says what is to be done.
///
/// # Errors
/// As an instruction that a trace has executed.
#[inline(never)]
pub(crate) fn at_entry(cx: &mut Cx, fr: Fr, action: Action<'_>) -> R<Flow> {
    let goes_on = Flow::Switch;
    if cx.recorder.is_some() {
        return Ok(goes_on);
    }
    let is_solo = cx.tx.is_solo();
    let site = match is_body(fr) {
        true => fr.code().body(is_solo),
        false => fr.code().entry(is_solo),
    };
    match action {
        Action::GoOn => Ok(goes_on),
        Action::Enter(trace) => enter(cx, fr, (site, trace), goes_on),
        Action::Record(claim) => Ok(begin_entry(cx, fr, claim).unwrap_or(goes_on)),
    }
}

/// A jump back is executed, and its site says what is to be done. The jump goes so far.
///
/// # Errors
/// As an instruction that a trace has executed.
#[inline(never)]
pub(crate) fn at_back_edge(cx: &mut Cx, fr: Fr, distance: i32, action: Action<'_>) -> R<Flow> {
    let goes_on = Flow::Jump(distance);
    // What is recorded is this loop in its caller, or a loop within the one that is recorded.
    if cx.recorder.is_some() {
        return Ok(goes_on);
    }
    match action {
        Action::GoOn => Ok(goes_on),
        Action::Enter(trace) => {
            let site = fr.site(cx.tx.is_solo());
            enter(cx, fr, (site, trace), goes_on)
        }
        Action::Record(claim) => Ok(begin(cx, fr, distance, claim).unwrap_or(goes_on)),
    }
}

/// A loop is hot: it is recorded in its next turn.
#[cold]
fn begin(cx: &mut Cx, fr: Fr, distance: i32, claim: Claim<'_>) -> Option<Flow> {
    let form = record::form(cx);
    let (number, claim) = number_for(cx, claim)?;
    let frame = fr.frame();
    let behind = fr.word_of(frame.pc);
    // Another jump back to the same place may have been recorded before.
    let header = (behind as u32).wrapping_add_signed(distance);
    if record::is_brief(fr.code(), header) {
        claim.refuse(Refusal::Hopeless);
        return None;
    }
    if let Some((trace, _)) = jit::root_at(frame.code, header, form) {
        claim.install(trace);
        return None;
    }
    let is_strict = claim.tries() < STRICT;
    claim.defer();
    let word = behind - Op::JumpBack.info().words();
    // SAFETY: jumps lead to instructions.
    frame.pc = unsafe { frame.pc.offset(distance as isize) };
    let recorder = Recorder::begin(fr, number, word as u32, form, is_strict);
    cx.recorder = Some(Box::new(recorder));
    Some(Flow::Record)
}

/// A function is hot: what it does now is recorded.
#[cold]
fn begin_entry(cx: &mut Cx, fr: Fr, claim: Claim<'_>) -> Option<Flow> {
    if (is_body(fr) || record::is_inlined(fr.code())) && !calls_itself(fr) {
        claim.refuse(Refusal::Inlined);
        return None;
    }
    let form = record::form(cx);
    let (number, claim) = number_for(cx, claim)?;
    if let Some(trace) = jit::open_at(fr.frame().code, fr.word_of(fr.frame().pc) as u32, form) {
        claim.install(trace);
        return None;
    }
    claim.defer();
    cx.recorder = Some(Box::new(Recorder::begin_entry(fr, number, form)));
    Some(Flow::Record)
}

/// Whether a frame is that of a coroutine's body.
fn is_body(fr: Fr) -> bool {
    !fr.frame().generator.is_unbound()
}

/// Whether the function is called by itself, at once or by way of others. Loops have other functions in line: a trace of such a
/// function, which is hot before the loop is, would go on in the loop when it returns, turn after turn.
fn calls_itself(fr: Fr) -> bool {
    let code = fr.frame().code;
    let mut caller = fr.frame().caller;
    for _ in 0..NEAR {
        if caller.is_null() {
            return false;
        }
        let frame = Fr(caller).frame();
        if frame.code == code {
            return true;
        }
        caller = frame.caller;
    }
    false
}

/// The number of a new trace; if there can be none, nothing is recorded any more.
fn number_for<'c>(cx: &mut Cx, claim: Claim<'c>) -> Option<(TraceId, Claim<'c>)> {
    match jit::jit().and_then(|jit| jit.cache.number()) {
        Some(number) => Some((number, claim)),
        None => {
            claim.refuse(Refusal::Hopeless);
            cx.hooks.give_up();
            None
        }
    }
}

/// How a trace was left.
enum Way {
    /// The frames are as they have to be.
    Rebuilt,
    /// The same; and what is executed from there on is recorded.
    Recorded,
    RolledBack,
    Failed(Exit),
}

fn enter(cx: &mut Cx, fr: Fr, (site, trace): (&'static Site, TraceId), goes_on: Flow) -> R<Flow> {
    let limit = cx.vm.recursion_limit.load(Ordering::Relaxed); // Relaxed: a limit.
    // If there is something to do at polls that cannot be done here, the
    // interpreter is faster.
    if cx.tx.poll()? & !STOP != 0 || !cx.frames.has_room(limit) {
        return Ok(goes_on);
    }
    // Finalisers wait for the end of a transaction, and a lone thread's traces end none.
    if runtime::has_work() && cx.may_end() && !cx.finalizing {
        cx.left = 1;
        return Ok(goes_on);
    }
    let Some(jit) = jit::jit() else {
        return Ok(goes_on);
    };
    let Some(mut machine) = cx.hooks.take_machine(jit) else {
        return Ok(goes_on);
    };
    let left = cx.left;
    let watch = log::Watch::start(trace);
    let outer = std::mem::replace(&mut cx.loop_of_trace, cx.loops);
    let was_seen = cx.seen.enter();
    let way = run(cx, fr, (site, trace), &mut machine);
    cx.seen.leave(was_seen);
    cx.loop_of_trace = outer;
    watch.stop();
    cx.hooks.put_machine(machine);
    // Its polls have counted the turns of the transaction to their end: so does the next.
    if cx.left == 0 && left != 0 {
        cx.left = 1;
    }
    let failure = cx.hooks.take_failure();
    match (way, failure) {
        (None, _) => {
            jit.forget_if_gone(site, trace);
            Ok(goes_on)
        }
        (Some(Way::Rebuilt), None) => Ok(Flow::Switch),
        (Some(Way::Recorded), _) => Ok(Flow::Record),
        // The instruction has raised an exception: it is not executed again.
        (Some(Way::Rebuilt), Some(exit)) => {
            let fr = Fr(cx.frames.top());
            let frame = fr.frame();
            let words = fr.instruction().op().map_or(1, |op| op.info().words());
            // SAFETY: within the code, or one past its end.
            frame.pc = unsafe { frame.pc.add(words) };
            Err(exit)
        }
        (Some(Way::RolledBack), failure) => Err(failure.unwrap_or(Exit::Quit)),
        (Some(Way::Failed(exit)), _) => Err(exit),
    }
}

/// Runs a trace; `None` if it is not there (any more).
fn run(
    cx: &mut Cx,
    fr: Fr,
    (site, trace): (&'static Site, TraceId),
    machine: &mut Machine,
) -> Option<Way> {
    let jit = machine.jit;
    let begin = machine.prepare(trace, record::form(cx), fr)?;
    let mut stay = None;
    if chaos::guards() > 0 {
        cx.guards_left = machine.dice(chaos::guards());
    }
    let Machine {
        participant,
        record,
        plans,
        ..
    } = machine;
    let context: *mut Cx = cx;
    // SAFETY: all code of the cache is compiled for `host::Machine`, whose context this is, and the arguments
    // are what the trace has as parameters. Nobody uses `cx` but by the context until this returns.
    let way = unsafe {
        jit.cache.enter(
            participant,
            trace,
            context.cast(),
            record,
            |left, code, record| {
                stay = begin.map(|begin| begin.elapsed());
                leave(&mut *context, (jit, plans), left, code, record)
            },
        )
    };
    if let Some(stay) = stay
        && machine.is_short(trace, stay)
        && site.retire(trace, Refusal::Hopeless, 0)
    {
        log::short(trace);
    }
    way
}

/// Compiled code has been left.
fn leave(
    cx: &mut Cx,
    (jit, plans): (&'static Jit, &mut Vec<Plans>),
    left: Left,
    code: &Code,
    record: &Record,
) -> Way {
    let trace = code.trace();
    // It need not be the one that was entered: the function may have returned, or called another one.
    let address = record.frame() as usize;
    let fr = Fr(std::ptr::with_exposed_provenance_mut(address));
    let exit = match left {
        Left::Exit(_, exit) => exit,
        Left::RolledBack(_) => return Way::RolledBack,
        Left::Link(_) => {
            // The loop's trace has been given up. The frame is as it has to be there, but for the place.
            let place = trace.insts().last().and_then(|link| link.place);
            fr.go_to(place.expect("a link has a place").pc as usize);
            return Way::Rebuilt;
        }
    };
    let handled = cx.handled;
    // A helper that has left was called with the frames of inlined calls on the stack.
    for depth in (1..=frames_above(cx, fr)).rev() {
        if let Err(exit) = seen::take_off(cx, depth) {
            return Way::Failed(exit);
        }
    }
    let plan = plan(plans, jit, trace, exit).expect("a recorder keeps to the rules");
    let declined = cx.hooks.take_declined();
    let rebuilt = plan.carry_out(cx, fr, record.values());
    let rebuilt = rebuilt.and_then(|()| in_context(cx, handled));
    match rebuilt {
        Ok(()) if plan.takes_bridge && !declined => bridge(cx, jit, code, exit),
        Ok(()) => Way::Rebuilt,
        Err(exit) => Way::Failed(exit),
    }
}

/// Frames on the stack that are newer than this one.
fn frames_above(cx: &Cx, fr: Fr) -> usize {
    let (mut frame, mut count) = (cx.frames.top(), 0);
    while !std::ptr::eq(frame, fr.0) {
        frame = Fr(frame).frame().caller;
        count += 1;
    }
    count
}

/// A helper has raised while the context did not have what the trace handles: that is the context of the exception.
fn in_context(cx: &mut Cx, handled: Value) -> R<()> {
    if cx.handled == handled || !cx.hooks.has_failed() || cx.exception.is_unbound() {
        return Ok(());
    }
    exception::set_context(cx, cx.exception, cx.handled)
}

/// If the exit is taken often, what comes now is recorded.
fn bridge(cx: &mut Cx, jit: &'static Jit, code: &Code, exit: ExitId) -> Way {
    let Some(Action::Record(claim)) = code.site(exit).map(|site| cx.hooks.exit(site)) else {
        return Way::Rebuilt;
    };
    let trace = code.trace();
    let parent = trace.origin.id;
    if cx.hooks.has_failed() {
        return Way::Rebuilt;
    }
    if !jit.cache.takes_bridge(parent, exit) {
        claim.refuse(Refusal::Hopeless);
        return Way::Rebuilt;
    }
    let left = record::Left {
        trace,
        exit,
        codes: jit.codes_of(parent),
    };
    let Some(number) = jit.cache.number() else {
        claim.refuse(Refusal::Hopeless);
        return Way::Rebuilt;
    };
    match Recorder::bridge(number, &left, Fr(cx.frames.top())) {
        Ok(recorder) if jit.is_repetition(&recorder.start()) => {
            let why = "one bridge more for this instruction".to_owned();
            let (refusal, at) = (Refusal::Hopeless, None);
            log::refused(&recorder.start(), &Refused { refusal, why, at });
            claim.refuse(Refusal::Hopeless);
            Way::Rebuilt
        }
        Ok(recorder) => {
            claim.defer();
            cx.recorder = Some(Box::new(recorder));
            Way::Recorded
        }
        Err((start, refused)) => {
            log::refused(&start, &refused);
            claim.refuse(refused.refusal);
            Way::Rebuilt
        }
    }
}
