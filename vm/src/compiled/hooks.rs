//! What a thread has for compiled code.

use crate::compiled::jit::{self, Jit};
use crate::compiled::rebuild::Plan;
use crate::compiled::stays::Stays;
use crate::cx::Exit;
use crate::interp::Fr;
use std::fmt;
use std::time::{Duration, Instant};
use tython_jit::code::{Participant, Record};
use tython_jit::hooks::{self, Action, Profile, Site, Thresholds};
use tython_jit::ir::{ExitId, Form, Index, Trace, TraceId};

/// A thread's counters; without any if nothing is to be compiled.
pub(crate) struct Hooks(Option<Box<Local>>);

struct Local {
    profile: Profile,
    /// Those that are not in use: a helper that a trace calls may run Python code, which enters other traces.
    #[allow(clippy::vec_box, reason = "they are taken out and put back each time")]
    machines: Vec<Box<Machine>>,
    /// Why the helper that compiled code has called last gave no result, if that was no guess that failed.
    failure: Option<Exit>,
    /// Whether compiled code has been left because there is something to do that only the interpreter does.
    declined: bool,
}

/// What it takes to run compiled code.
pub(super) struct Machine {
    pub(super) jit: &'static Jit,
    pub(super) participant: Participant,
    pub(super) record: Box<Record>,
    /// The traces that this thread has entered, by their numbers.
    known: Vec<Option<Known>>,
    /// What is to be done when one is left.
    pub(super) plans: Vec<Plans>,
    /// `Jit::freed` when this was last looked through.
    freed: u64,
    /// For tests: see `chaos.rs`.
    dice: u32,
}

/// What there is to know of a trace before it is entered.
#[derive(Clone)]
struct Known {
    form: Form,
    /// The registers that are its parameters.
    registers: Box<[u16]>,
    stays: Stays,
}

/// Plans for the exits of a trace, by their numbers.
pub(super) type Plans = Vec<Option<Plan>>;

impl Machine {
    #[cold]
    fn new(jit: &'static Jit) -> Machine {
        Machine {
            jit,
            participant: jit.cache.join(),
            record: Record::new(),
            known: Vec::new(),
            plans: Vec::new(),
            freed: jit.freed(),
            dice: 0x9e37_79b9,
        }
    }

    /// Writes what a trace has as parameters into the record. `None` if the trace is not there (any more), or is not for
    /// this form of transactions.
    ///
    /// Says when it is entered, if how long it stays is of interest.
    #[inline]
    pub(super) fn prepare(
        &mut self,
        trace: TraceId,
        form: Form,
        fr: Fr,
    ) -> Option<Option<Instant>> {
        let number = trace.0 as usize;
        if self.known.get(number).is_none_or(Option::is_none) {
            self.learn(trace)?;
        }
        let known = self.known.get_mut(number)?.as_mut()?;
        if known.form != form {
            return None;
        }
        self.record.set_frame(fr.0 as u64);
        for (place, register) in self.record.values_mut().iter_mut().zip(&known.registers) {
            *place = fr.get(*register).bits();
        }
        Some(known.stays.begin())
    }

    /// A trace has been left after so long. Whether it is not worth while to enter it.
    #[cold]
    pub(super) fn is_short(&mut self, trace: TraceId, stay: Duration) -> bool {
        let compiled = self.jit.compiled();
        let known = self.known.get_mut(trace.0 as usize);
        known
            .and_then(Option::as_mut)
            .is_some_and(|known| known.stays.end(stay, compiled))
    }

    /// A number from 1 on, about `mean` on average. (Xorshift: Marsaglia, 2003.)
    pub(super) fn dice(&mut self, mean: u32) -> u32 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 17;
        self.dice ^= self.dice << 5;
        1 + self.dice % (2 * mean)
    }

    #[cold]
    fn learn(&mut self, trace: TraceId) -> Option<()> {
        self.forget_freed();
        let known = self.jit.cache.with_code(trace, |code| {
            let params = code.trace().params.iter();
            let registers = params.map(|param| param.register.map(|register| register.0));
            Some(Known {
                form: code.trace().origin.form,
                registers: registers.collect::<Option<_>>()?,
                stays: Stays::default(),
            })
        });
        let number = trace.0 as usize;
        if self.known.len() <= number {
            self.known.resize(number + 1, None);
        }
        self.known[number] = Some(known??);
        Some(())
    }

    /// Traces are freed now and then; what was known of them goes when the next one is met.
    fn forget_freed(&mut self) {
        let freed = self.jit.freed();
        if self.freed == freed {
            return;
        }
        self.freed = freed;
        let is_gone = |number: usize| {
            let trace = TraceId(number as u32);
            !self.jit.cache.has_code(trace)
        };
        for (number, known) in self.known.iter_mut().enumerate() {
            if known.is_some() && is_gone(number) {
                *known = None;
            }
        }
        // Bridges have plans, and nobody enters them.
        for (number, plans) in self.plans.iter_mut().enumerate() {
            if !plans.is_empty() && is_gone(number) {
                *plans = Plans::new();
            }
        }
    }
}

/// The plan for an exit among those that a thread has made; the first time, it is made. `None`: see [`Plan::new`].
#[inline]
pub(super) fn plan<'p>(
    plans: &'p mut Vec<Plans>,
    jit: &'static Jit,
    trace: &Trace,
    exit: ExitId,
) -> Option<&'p Plan> {
    let (id, number) = (trace.origin.id.0 as usize, exit.number() as usize);
    if plans.len() <= id {
        plans.resize_with(id + 1, Vec::new);
    }
    let plans = &mut plans[id];
    if plans.len() <= number {
        plans.resize_with(trace.exits.len(), || None);
    }
    let place = plans.get_mut(number)?;
    if place.is_none() {
        *place = Plan::new(jit, trace, exit);
    }
    place.as_ref()
}

impl Hooks {
    /// For a new thread.
    pub(crate) fn new() -> Hooks {
        Hooks(jit::thresholds().map(Hooks::counting))
    }

    fn counting(thresholds: Thresholds) -> Box<Local> {
        Box::new(Local {
            profile: Profile::new(thresholds),
            machines: Vec::new(),
            failure: None,
            declined: false,
        })
    }

    /// The same, whatever the options say.
    #[cfg(test)]
    pub(super) fn with(thresholds: Thresholds) -> Hooks {
        Hooks(Some(Hooks::counting(thresholds)))
    }

    /// Whether anything is counted.
    #[inline(always)]
    pub(crate) fn count(&self) -> bool {
        self.0.is_some()
    }

    /// A jump back that has this site is executed.
    #[inline(always)]
    pub(crate) fn back_edge<'s>(&mut self, site: &'s Site) -> Action<'s> {
        match &mut self.0 {
            None => Action::GoOn,
            Some(local) => hooks::Hooks::back_edge(&mut local.profile, site),
        }
    }

    /// A function that has this site has been entered.
    #[inline(always)]
    pub(crate) fn entry<'s>(&mut self, site: &'s Site) -> Action<'s> {
        match &mut self.0 {
            None => Action::GoOn,
            Some(local) => hooks::Hooks::entry(&mut local.profile, site),
        }
    }

    /// A trace has been left by the exit that has this site.
    #[inline]
    pub(super) fn exit<'s>(&mut self, site: &'s Site) -> Action<'s> {
        match &mut self.0 {
            None => Action::GoOn,
            Some(local) => hooks::Hooks::exit(&mut local.profile, site),
        }
    }

    /// Nothing is to be compiled any more in this thread, nor run.
    pub(super) fn give_up(&mut self) {
        self.0 = None;
    }

    /// A machine, for a while.
    #[inline]
    pub(super) fn take_machine(&mut self, jit: &'static Jit) -> Option<Box<Machine>> {
        let local = self.0.as_mut()?;
        Some(
            local
                .machines
                .pop()
                .unwrap_or_else(|| Box::new(Machine::new(jit))),
        )
    }

    /// Gives it back.
    pub(super) fn put_machine(&mut self, machine: Box<Machine>) {
        if let Some(local) = &mut self.0 {
            local.machines.push(machine);
        }
    }

    /// Compiled code is left for this reason.
    pub(super) fn fail(&mut self, exit: Exit) {
        if let Some(local) = &mut self.0 {
            local.failure = Some(exit);
        }
    }

    /// Compiled code is left for the interpreter to execute an operation; what it does then is of no use to a bridge.
    pub(super) fn decline(&mut self) {
        if let Some(local) = &mut self.0 {
            local.declined = true;
        }
    }

    /// Whether that was so, which is forgotten.
    pub(super) fn take_declined(&mut self) -> bool {
        let local = self.0.as_mut();
        local.is_some_and(|local| std::mem::take(&mut local.declined))
    }

    /// Whether there is such a reason.
    pub(super) fn has_failed(&self) -> bool {
        self.0.as_ref().is_some_and(|local| local.failure.is_some())
    }

    /// The reason, which is forgotten.
    pub(super) fn take_failure(&mut self) -> Option<Exit> {
        self.0.as_mut()?.failure.take()
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Hooks"
        } else {
            "Hooks(off)"
        })
    }
}
