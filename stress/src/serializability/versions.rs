//! Who wrote each value, what became of it, who replaced it; and what each attempt saw from outside.

use super::{Fate, Finding};
use crate::history::{History, Op, Outcome, Value, Variable};

/// No attempt.
const NONE: u32 = u32::MAX;

/// The life of one value.
#[derive(Clone, Copy)]
struct Version {
    variable: Variable,
    writer: u32,
    /// Which committed attempt replaced it.
    next: u32,
    fate: Fate,
}

const UNWRITTEN: Version = Version {
    variable: Variable(NONE),
    writer: NONE,
    next: NONE,
    fate: Fate::Unwritten,
};

/// Every value of a history.
pub(super) struct Versions {
    by_value: Vec<Version>,
    /// Who replaced the initial value of each variable.
    after_initial: Vec<u32>,
}

/// What an attempt saw and what it wrote itself, for one variable.
#[derive(Clone, Copy)]
struct Known {
    attempt: u32,
    seen: Option<Value>,
    own: Option<Value>,
}

/// Tables for [`Versions::looks`], one entry a variable; never cleared, since each entry names the
/// attempt it is for.
pub(super) struct Scratch(Vec<Known>);

/// The first look of an attempt at a variable that it has not written.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) variable: Variable,
    pub(super) value: Value,
    /// Whether it was replaced at once.
    pub(super) replaced: bool,
}

impl Versions {
    pub(super) fn new(history: &History, findings: &mut Vec<Finding>) -> Self {
        let (last_variable, last_value) = history.bounds();
        let variables = last_variable.0 as usize + 1;
        let mut versions = Versions {
            by_value: vec![UNWRITTEN; last_value.0 as usize + 1],
            after_initial: vec![NONE; variables],
        };
        let mut finals = vec![NONE; variables];
        for number in 0..history.len() {
            versions.add_writes(history, number, &mut finals, findings);
        }
        versions
    }

    /// Enters what one attempt wrote. Going backwards, the first write met of a variable is final.
    fn add_writes(
        &mut self,
        history: &History,
        number: usize,
        finals: &mut [u32],
        findings: &mut Vec<Finding>,
    ) {
        let (attempt, ops) = history.attempt(number);
        let writer = number as u32;
        for op in ops {
            if let Op::Write {
                variable, value, ..
            } = *op
            {
                let version = &mut self.by_value[value.0 as usize];
                assert!(
                    version.fate == Fate::Unwritten && value != Value::INITIAL,
                    "{value:?} is written twice"
                );
                let fate = if attempt.outcome == Outcome::Committed {
                    Fate::Undone
                } else {
                    Fate::RolledBack
                };
                // `next` may be there already: who replaced it may have a smaller number.
                *version = Version {
                    variable,
                    writer,
                    fate,
                    ..*version
                };
            }
        }
        if attempt.outcome == Outcome::RolledBack {
            return;
        }
        for_standing_writes(ops, 0, |variable, over, value| {
            let last = std::mem::replace(&mut finals[variable.0 as usize], writer) != writer;
            self.by_value[value.0 as usize].fate = if last {
                Fate::Visible
            } else {
                Fate::Intermediate
            };
            let Some(next) = self.next_mut(variable, over) else {
                return;
            };
            let other = std::mem::replace(next, writer);
            if other != NONE && other != writer {
                *next = other;
                let writers = [history.id(other as usize), history.id(number)];
                findings.push(Finding::LostUpdate {
                    variable,
                    over,
                    writers,
                });
            }
        });
    }

    /// Values that nobody wrote are outside of the table.
    fn of(&self, value: Value) -> Version {
        self.by_value
            .get(value.0 as usize)
            .copied()
            .unwrap_or(UNWRITTEN)
    }

    fn next_mut(&mut self, variable: Variable, value: Value) -> Option<&mut u32> {
        match value {
            Value::INITIAL => self.after_initial.get_mut(variable.0 as usize),
            value => self
                .by_value
                .get_mut(value.0 as usize)
                .map(|version| &mut version.next),
        }
    }

    /// Who made this value of the variable visible to `reader`, if anybody ever did; `None` for an
    /// initial value.
    pub(super) fn writer(&self, look: Look, reader: usize) -> Result<Option<usize>, Fate> {
        if look.value == Value::INITIAL {
            return Ok(None);
        }
        let Version {
            variable,
            writer,
            fate,
            ..
        } = self.of(look.value);
        match fate {
            Fate::Visible if variable == look.variable && writer as usize != reader => {
                Ok(Some(writer as usize))
            }
            fate => Err(fate),
        }
    }

    /// Which committed attempt replaced this value.
    pub(super) fn next(&self, look: Look) -> Option<usize> {
        let next = match look.value {
            Value::INITIAL => self.after_initial[look.variable.0 as usize],
            value => self.of(value).next,
        };
        (next != NONE).then_some(next as usize)
    }

    /// Who wrote the value, whatever became of it.
    pub(super) fn author(&self, value: Value) -> Option<usize> {
        let writer = self.of(value).writer;
        (writer != NONE).then_some(writer as usize)
    }

    pub(super) fn scratch(&self) -> Scratch {
        Scratch(vec![
            Known {
                attempt: NONE,
                seen: None,
                own: None
            };
            self.after_initial.len()
        ])
    }

    /// Replays one attempt: calls `visit` with each first look from outside; returns what the
    /// attempt saw that contradicts its own earlier steps.
    pub(super) fn looks(
        &self,
        history: &History,
        number: usize,
        scratch: &mut Scratch,
        mut visit: impl FnMut(Look),
    ) -> Option<Finding> {
        let id = || history.id(number);
        let mut finding = None;
        for (index, op) in history.attempt(number).1.iter().enumerate() {
            let (variable, value, written) = match *op {
                Op::Read(variable, value) => (variable, value, None),
                Op::Write {
                    variable,
                    over,
                    value,
                } => (variable, over, Some(value)),
                Op::Undo { to } => {
                    self.undo(&history.attempt(number).1[..index], to, number, scratch);
                    continue;
                }
            };
            let known = scratch.of(variable, number);
            match (known.own, known.seen) {
                (Some(wrote), _) if wrote != value => {
                    finding = Some(Finding::OwnWriteMissed {
                        attempt: id(),
                        variable,
                        wrote,
                        saw: value,
                    });
                }
                (Some(_), _) => {}
                (None, Some(seen)) if seen != value => {
                    finding = Some(Finding::Unrepeatable {
                        reader: id(),
                        variable,
                        values: [seen, value],
                    });
                }
                (None, Some(_)) => {}
                (None, None) => {
                    known.seen = Some(value);
                    visit(Look {
                        variable,
                        value,
                        replaced: written.is_some(),
                    });
                }
            }
            if written.is_some() {
                known.own = written;
            }
        }
        finding
    }

    fn undo(&self, ops: &[Op], to: u32, number: usize, scratch: &mut Scratch) {
        for_standing_writes(ops, to as usize, |variable, over, _| {
            let was_own = self.author(over) == Some(number);
            scratch.of(variable, number).own = was_own.then_some(over);
        });
    }
}

impl Scratch {
    fn of(&mut self, variable: Variable, number: usize) -> &mut Known {
        let known = &mut self.0[variable.0 as usize];
        if known.attempt != number as u32 {
            *known = Known {
                attempt: number as u32,
                seen: None,
                own: None,
            };
        }
        known
    }
}

/// Visits the writes since step `to` that were not taken back, the last one first.
fn for_standing_writes(ops: &[Op], to: usize, mut visit: impl FnMut(Variable, Value, Value)) {
    let mut index = ops.len();
    while index > to {
        index -= 1;
        match ops[index] {
            Op::Undo { to } => index = to as usize,
            Op::Write {
                variable,
                over,
                value,
            } => visit(variable, over, value),
            Op::Read(..) => {}
        }
    }
}
