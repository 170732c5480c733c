//! The traces that there are.
//!
//! Entering a trace takes no lock: a pin ([`Epochs`]) and two loads ([`Table`]). Everything that changes which
//! traces there are goes through one lock.
//!
//! *Links.* The data slots of a trace lead to bridges and to the trace that it ends in. Who leads to whom is kept in both
//! directions, so that retiring a trace makes it unreachable before it waits to be freed. A bridge lives
//! no longer than its parent, and a tree of bridges has at most [`Limits::bridges`] of them: an exit
//! beyond that goes on leading to the interpreter.

use super::age::Ages;
use super::assume::Assumptions;
use super::table::Table;
use super::{Code, Epochs, Gate, Participant, Record};
use crate::ir::{ExitId, Immediate, Index, Kind, Op, Trace, TraceId};
use crate::lower::{Context, Left};
use crate::sync::{Mutex, lock};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;
use std::sync::Arc;

/// How much there may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bridges in the tree of one root.
    pub bridges: u32,
    /// Bytes of memory for machine code, in all.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bridges: 64,
            bytes: 64 << 20,
        }
    }
}

/// Why a trace is not installed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// Something that it relies on has changed since it was recorded.
    Changed,
    /// The tree has as many bridges as it may have.
    Bridges,
    /// There is as much code as there may be.
    Bytes,
    /// The trace that it is a bridge of is gone, or there is a bridge already.
    Parent,
}

/// What there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// Traces that can be entered.
    pub traces: usize,
    /// Traces that are retired, and may still be running.
    pub waiting: usize,
    /// Bytes of memory that the machine code of both takes.
    pub bytes: usize,
}

/// All compiled traces of a process.
pub struct Cache {
    gate: Arc<Gate>,
    epochs: Epochs,
    table: Table,
    limits: Limits,
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    next: u32,
    traces: FxHashMap<TraceId, Installed>,
    /// Retired traces, and the last epoch in which they could be entered.
    waiting: Vec<(u64, TraceId, Arc<Code>)>,
    /// Links to traces that are not there: their slots, by the target.
    wanted: FxHashMap<TraceId, Vec<(TraceId, usize)>>,
    bytes: usize,
    assumptions: Assumptions,
    ages: Ages,
}

struct Installed {
    code: Arc<Code>,
    root: TraceId,
    /// Bridges in the tree, if this is its root.
    bridges: u32,
    /// Slots that lead here.
    incoming: Vec<(TraceId, usize)>,
    children: Vec<TraceId>,
}

impl Cache {
    /// An empty cache for the code of the compiler that has that gate.
    #[must_use]
    pub fn new(gate: Arc<Gate>, limits: Limits) -> Cache {
        Cache {
            gate,
            epochs: Epochs::default(),
            table: Table::new(),
            limits,
            shelf: Mutex::new(Shelf::default()),
        }
    }

    /// A thread that is going to run compiled code.
    #[must_use]
    pub fn join(&self) -> Participant {
        self.epochs.join()
    }

    /// A number for a new trace; `None` if all have been used.
    pub fn number(&self) -> Option<TraceId> {
        let mut shelf = lock(&self.shelf);
        let id = TraceId(shelf.next + 1);
        let has_room = Table::has_room(id);
        shelf.next += u32::from(has_room);
        has_room.then_some(id)
    }

    /// The time of assumptions: what has changed later than this refuses a trace that relies on it.
    #[must_use]
    pub fn now(&self) -> u64 {
        lock(&self.shelf).assumptions.now()
    }

    /// Makes a trace enterable, and links it with those that are there. It relies on `keys`, of which none has changed since
    /// the time `since`.
    ///
    /// # Errors
    /// Why it is not installed.
    pub fn install(&self, code: Code, keys: &[u64], since: u64) -> Result<(), Refused> {
        let shelf = &mut *lock(&self.shelf);
        if !shelf.assumptions.hold(keys, since) {
            return Err(Refused::Changed);
        }
        if shelf.bytes + code.size() > self.limits.bytes {
            return Err(Refused::Bytes);
        }
        let origin = &code.trace().origin;
        let (id, kind) = (origin.id, origin.kind);
        let root = shelf.root(id, kind, self.limits.bridges)?;
        shelf.assumptions.rely(id, keys);
        shelf.bytes += code.size();
        let code = Arc::new(code);
        let installed = Installed {
            code: Arc::clone(&code),
            root,
            bridges: 0,
            incoming: Vec::new(),
            children: Vec::new(),
        };
        shelf.traces.insert(id, installed);
        self.table.install(id, &code);
        if let Some(target) = link(code.trace()) {
            shelf.link(id, code.trace().exits.len(), target);
        }
        for (from, slot) in shelf.wanted.remove(&id).unwrap_or_default() {
            shelf.link(from, slot, id);
        }
        if let Kind::Bridge { parent, exit } = kind {
            shelf.link(parent, exit.number() as usize, id);
            if let Some(parent) = shelf.traces.get_mut(&parent) {
                parent.children.push(id);
            }
            if let Some(root) = shelf.traces.get_mut(&root) {
                root.bridges += 1;
            }
        }
        Ok(())
    }

    /// Something has changed that traces may rely on: those are retired, and leave at their next
    /// `guard_valid`. Gives them.
    pub fn change(&self, key: u64) -> Vec<TraceId> {
        let traces = lock(&self.shelf).assumptions.change(key);
        for trace in &traces {
            self.retire(*trace);
        }
        traces
    }

    /// Takes a trace away, with its bridges. It is freed by a later [`Cache::collect`]. A thread that runs it
    /// goes on until it leaves by itself, which it does at its next `guard_valid` or poll.
    pub fn retire(&self, id: TraceId) {
        let shelf = &mut *lock(&self.shelf);
        let mut retired = Vec::new();
        shelf.remove(id, &mut retired);
        for (id, installed) in &retired {
            installed.code.slots().invalidate();
            self.table.retire(*id);
        }
        if retired.is_empty() {
            return;
        }
        let epoch = self.epochs.advance();
        let waiting = retired
            .into_iter()
            .map(|(id, installed)| (epoch, id, installed.code));
        shelf.waiting.extend(waiting);
    }

    /// Retires trees of traces that nobody has entered for long, if there is much more code than there was the last time:
    /// see [`Ages`]. Gives how many traces those were.
    pub fn age(&self) -> usize {
        let unused = {
            let shelf = &mut *lock(&self.shelf);
            if !shelf.ages.is_time(shelf.traces.len(), shelf.bytes) {
                return 0;
            }
            shelf.unused(&self.table, &self.epochs)
        };
        for id in &unused {
            self.retire(*id);
        }
        let shelf = &mut *lock(&self.shelf);
        shelf.ages.passed(shelf.traces.len(), shelf.bytes);
        unused.len()
    }

    /// Frees retired traces that nobody can be running; gives how many.
    pub fn collect(&self) -> usize {
        let shelf = &mut *lock(&self.shelf);
        let before = shelf.waiting.len();
        let bytes = &mut shelf.bytes;
        shelf.waiting.retain(|(epoch, id, code)| {
            let stays = !self.epochs.is_over(*epoch);
            if !stays {
                self.table.free(*id);
                *bytes -= code.size();
            }
            stays
        });
        before - shelf.waiting.len()
    }

    /// Whether there is code of a trace: it can be entered, or is retired and may still be running.
    #[must_use]
    pub fn has_code(&self, id: TraceId) -> bool {
        let shelf = lock(&self.shelf);
        shelf.traces.contains_key(&id) || shelf.waiting.iter().any(|(_, waiting, _)| *waiting == id)
    }

    /// What there is.
    #[must_use]
    pub fn usage(&self) -> Usage {
        let shelf = lock(&self.shelf);
        Usage {
            traces: shelf.traces.len(),
            waiting: shelf.waiting.len(),
            bytes: shelf.bytes,
        }
    }

    /// Enters a trace, with its arguments in the record, and gives what `left` makes of the way by which control left and
    /// of the trace that it left from, which need not be the one that was entered. `None` if the trace is
    /// not there (any more).
    ///
    /// # Safety
    /// As for [`Gate::enter`], of this and all installed traces: all are of the gate's compiler.
    pub unsafe fn enter<R>(
        &self,
        participant: &mut Participant,
        id: TraceId,
        context: Context,
        record: &mut Record,
        left: impl FnOnce(Left, &Code, &Record) -> R,
    ) -> Option<R> {
        participant.enter(&self.epochs);
        participant.runs(id);
        let result = self.table.entry(id).and_then(|entry| {
            // SAFETY: what the caller vouches for; the pin keeps whatever is installed now, or was when it was reached.
            let way = unsafe { self.gate.enter(entry, context, record) };
            let (Left::Exit(from, _) | Left::Link(from) | Left::RolledBack(from)) = way;
            // SAFETY: the thread is pinned until below.
            let code = unsafe { self.table.code(from) };
            code.map(|code| left(way, code, record))
        });
        participant.leave();
        result
    }

    /// What `look` makes of the code of an installed trace.
    pub fn with_code<R>(&self, id: TraceId, look: impl FnOnce(&Code) -> R) -> Option<R> {
        let code = lock(&self.shelf)
            .traces
            .get(&id)
            .map(|installed| Arc::clone(&installed.code));
        code.map(|code| look(&code))
    }

    /// Whether an exit could get a bridge.
    #[must_use]
    pub fn takes_bridge(&self, parent: TraceId, exit: ExitId) -> bool {
        let shelf = lock(&self.shelf);
        let kind = Kind::Bridge { parent, exit };
        shelf.root(parent, kind, self.limits.bridges).is_ok()
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cache({:?})", self.usage())
    }
}

/// The trace that a trace ends in, if it links to one.
fn link(trace: &Trace) -> Option<TraceId> {
    let last = trace.insts().last().filter(|inst| inst.op == Op::Link)?;
    match last.immediate {
        Immediate::Trace(target) => Some(target),
        _ => None,
    }
}

impl Shelf {
    /// The roots of trees that have not been entered since this was last asked, nor are running.
    fn unused(&self, table: &Table, epochs: &Epochs) -> Vec<TraceId> {
        let root_of = |id| self.traces.get(&id).map(|installed| installed.root);
        let used = self.traces.keys().filter(|id| table.take_used(**id));
        let mut used: FxHashSet<TraceId> = used
            .copied()
            .chain(epochs.running())
            .filter_map(root_of)
            .collect();
        // What another tree leads to runs without having been entered.
        let mut reached: Vec<TraceId> = used.iter().copied().collect();
        let mut leads: FxHashMap<TraceId, Vec<TraceId>> = FxHashMap::default();
        for installed in self.traces.values() {
            for (from, _) in &installed.incoming {
                if let Some(from) = root_of(*from) {
                    leads.entry(from).or_default().push(installed.root);
                }
            }
        }
        while let Some(root) = reached.pop() {
            let next = leads.remove(&root).unwrap_or_default();
            reached.extend(next.into_iter().filter(|root| used.insert(*root)));
        }
        let roots = self
            .traces
            .iter()
            .filter(|(id, installed)| **id == installed.root);
        roots
            .map(|(id, _)| *id)
            .filter(|id| !used.contains(id))
            .collect()
    }

    /// The root of the tree that a trace belongs to.
    fn root(&self, id: TraceId, kind: Kind, limit: u32) -> Result<TraceId, Refused> {
        let Kind::Bridge { parent, exit } = kind else {
            return Ok(id);
        };
        let parent = self.traces.get(&parent).ok_or(Refused::Parent)?;
        if parent.code.slots().get(exit.number() as usize).is_some() {
            return Err(Refused::Parent);
        }
        let bridges = self
            .traces
            .get(&parent.root)
            .map_or(limit, |root| root.bridges);
        if bridges < limit {
            Ok(parent.root)
        } else {
            Err(Refused::Bridges)
        }
    }

    /// A slot leads to a trace from now on, or once there is that trace.
    fn link(&mut self, from: TraceId, slot: usize, to: TraceId) {
        let Some(entry) = self.traces.get(&to).map(|target| target.code.entry()) else {
            return self.wanted.entry(to).or_default().push((from, slot));
        };
        let Some(source) = self.traces.get(&from) else {
            return;
        };
        source.code.slots().set(slot, entry);
        if let Some(target) = self.traces.get_mut(&to) {
            target.incoming.push((from, slot));
        }
    }

    /// Makes a trace and its bridges unreachable.
    fn remove(&mut self, id: TraceId, removed: &mut Vec<(TraceId, Installed)>) {
        let Some(installed) = self.traces.remove(&id) else {
            return;
        };
        for (from, _) in &installed.incoming {
            if let Some(source) = self.traces.get(from) {
                source.code.slots().unset(installed.code.entry());
            }
        }
        if let Some(root) = self.traces.get_mut(&installed.root) {
            root.bridges = root.bridges.saturating_sub(1);
        }
        self.assumptions.forget(id);
        for waiting in self.wanted.values_mut() {
            waiting.retain(|(from, _)| *from != id);
        }
        self.wanted.retain(|_, waiting| !waiting.is_empty());
        let children = installed.children.clone();
        removed.push((id, installed));
        for child in children {
            self.remove(child, removed);
        }
    }
}
