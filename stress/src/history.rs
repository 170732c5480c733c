//! What the threads did: a compact record of every attempt to run a transaction.
//!
//! Each thread fills its own [`Log`], without synchronisation; a [`History`] is the logs of one
//! round together. Every value that is written is unique ([`Log::fresh`]), so a value names its
//! writer, and a write also names the value that it replaced, so that the order of the writes of
//! a variable is known and need not be guessed. Variables and values are small dense numbers,
//! because the checker keeps tables by them; value 0 is what every variable holds at the start.

use std::fmt;
use std::time::Instant;

/// A transactional word; numbered from 0, densely.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Variable(pub u32);

/// The content of a variable; see [`Log::fresh`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value(pub u32);

impl Value {
    /// What every variable holds at the start.
    pub const INITIAL: Value = Value(0);
}

/// One step of an attempt. Steps that failed (and so ended the attempt) are not recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    /// The attempt saw this value.
    Read(Variable, Value),
    /// The attempt replaced `over` by `value`.
    Write {
        /// The variable that was written.
        variable: Variable,
        /// The value that it held before, which thus was seen as well.
        over: Value,
        /// The new value, unique in the history.
        value: Value,
    },
    /// The attempt took back every write since its step number `to`.
    Undo {
        /// Position of the savepoint among the attempt's steps.
        to: u32,
    },
}

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Its writes became visible.
    Committed,
    /// Its writes were taken back.
    RolledBack,
}

/// The frame of one attempt; its steps lie in the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    /// A moment before it began.
    pub(crate) start: u64,
    /// A moment after it ended.
    pub(crate) end: u64,
    /// One past its last step in the log.
    steps_end: usize,
    pub(crate) outcome: Outcome,
}

/// Thread and position in the thread: the name of an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttemptId {
    /// Index of the log.
    pub thread: usize,
    /// Position among the thread's attempts.
    pub sequence: usize,
}

/// What one thread did.
#[derive(Debug)]
pub struct Log {
    attempts: Vec<Attempt>,
    ops: Vec<Op>,
    next_value: u32,
    stride: u32,
    /// Start of the attempt that runs.
    open: Option<u64>,
}

impl Log {
    /// An empty log for thread `thread` of `threads`.
    pub fn new(thread: usize, threads: usize) -> Self {
        assert!(thread < threads);
        Log {
            attempts: Vec::new(),
            ops: Vec::new(),
            next_value: thread as u32 + 1,
            stride: threads as u32,
            open: None,
        }
    }

    /// A value that nobody has written yet.
    pub fn fresh(&mut self) -> Value {
        let value = self.next_value;
        self.next_value = value
            .checked_add(self.stride)
            .expect("a round has fewer than 2^32 values");
        Value(value)
    }

    /// A new attempt, which begins after the moment `start`.
    pub fn begin(&mut self, start: u64) {
        assert!(self.open.is_none(), "the attempt before has not ended");
        self.open = Some(start);
    }

    /// The attempt saw `value`.
    pub fn read(&mut self, variable: Variable, value: Value) {
        self.ops.push(Op::Read(variable, value));
    }

    /// The attempt replaced `over` by `value`.
    pub fn write(&mut self, variable: Variable, over: Value, value: Value) {
        self.ops.push(Op::Write {
            variable,
            over,
            value,
        });
    }

    /// A savepoint, for [`Log::undo_to`].
    pub fn mark(&self) -> u32 {
        (self.ops.len() - self.attempts.last().map_or(0, |last| last.steps_end)) as u32
    }

    /// The attempt took back its writes since the mark.
    pub fn undo_to(&mut self, mark: u32) {
        debug_assert!(mark <= self.mark());
        self.ops.push(Op::Undo { to: mark });
    }

    /// The attempt ended before the moment `end`.
    pub fn end(&mut self, end: u64, outcome: Outcome) {
        let start = self.open.take().expect("an attempt runs");
        self.attempts.push(Attempt {
            start,
            end,
            steps_end: self.ops.len(),
            outcome,
        });
    }

    /// The attempt was rolled back, and is not worth recording.
    pub fn forget(&mut self) {
        assert!(self.open.take().is_some(), "an attempt runs");
        let steps_start = self.attempts.last().map_or(0, |last| last.steps_end);
        self.ops.truncate(steps_start);
    }

    /// Whether an attempt runs.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// How many attempts ended.
    pub fn len(&self) -> usize {
        self.attempts.len()
    }

    /// Whether no attempt ended.
    pub fn is_empty(&self) -> bool {
        self.attempts.is_empty()
    }
}

/// The logs of one round.
#[derive(Debug)]
pub struct History {
    logs: Vec<Log>,
    /// Number of the first attempt of each log among all attempts, and of the end.
    first: Vec<usize>,
}

impl History {
    /// The history that these logs tell; log number `i` is that of thread `i`.
    pub fn new(logs: Vec<Log>) -> Self {
        let mut first = vec![0];
        for log in &logs {
            assert!(!log.is_open(), "an attempt has not ended");
            first.push(first[first.len() - 1] + log.len());
        }
        History { logs, first }
    }

    /// How many attempts there are.
    pub fn len(&self) -> usize {
        self.first[self.logs.len()]
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many attempts committed.
    pub fn committed(&self) -> usize {
        let attempts = self.logs.iter().flat_map(|log| &log.attempts);
        attempts
            .filter(|attempt| attempt.outcome == Outcome::Committed)
            .count()
    }

    /// The largest variable, and the largest value that was written, to size tables by.
    pub(crate) fn bounds(&self) -> (Variable, Value) {
        let mut bounds = (Variable(0), Value::INITIAL);
        for op in self.logs.iter().flat_map(|log| &log.ops) {
            match *op {
                Op::Read(variable, _) => bounds.0 = bounds.0.max(variable),
                Op::Write {
                    variable, value, ..
                } => bounds = (bounds.0.max(variable), bounds.1.max(value)),
                Op::Undo { .. } => {}
            }
        }
        bounds
    }

    /// The number of each thread's first attempt, and the number of all.
    pub(crate) fn first(&self) -> &[usize] {
        &self.first
    }

    /// The attempt with this number among all, and its steps.
    pub(crate) fn attempt(&self, number: usize) -> (Attempt, &[Op]) {
        let AttemptId { thread, sequence } = self.id(number);
        let log = &self.logs[thread];
        let steps_start = if sequence == 0 {
            0
        } else {
            log.attempts[sequence - 1].steps_end
        };
        let attempt = log.attempts[sequence];
        (attempt, &log.ops[steps_start..attempt.steps_end])
    }

    /// The name of the attempt with this number among all.
    pub(crate) fn id(&self, number: usize) -> AttemptId {
        let thread = self.first.partition_point(|&first| first <= number) - 1;
        AttemptId {
            thread,
            sequence: number - self.first[thread],
        }
    }

    /// One attempt as text: outcome, time and steps.
    pub fn describe(&self, id: AttemptId) -> String {
        use std::fmt::Write;
        let (attempt, ops) = self.attempt(self.first[id.thread] + id.sequence);
        let mut text = format!(
            "{id} {:?} {}..{}:",
            attempt.outcome, attempt.start, attempt.end
        );
        for (index, op) in ops.iter().enumerate() {
            write!(text, " {index}:{op}").expect("a String takes everything");
        }
        text
    }
}

/// Nanoseconds since the start of a round, on a clock that all threads share.
///
/// Reading the machine's clock orders nothing, whereas a shared counter would be a fence at both
/// ends of every transaction and hide mistakes.
#[derive(Clone, Copy, Debug)]
pub struct Watch(Instant);

impl Watch {
    /// A watch that starts now.
    pub fn start() -> Self {
        Watch(Instant::now())
    }

    /// The time.
    pub fn now(self) -> u64 {
        self.0.elapsed().as_nanos() as u64
    }
}

impl fmt::Display for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{}#{}", self.thread, self.sequence)
    }
}

impl fmt::Debug for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Debug for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "x{}", self.0)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Op::Read(variable, value) => write!(f, "read {variable:?}={value:?}"),
            Op::Write {
                variable,
                over,
                value,
            } => write!(f, "write {variable:?}={over:?}->{value:?}"),
            Op::Undo { to } => write!(f, "undo to {to}"),
        }
    }
}
