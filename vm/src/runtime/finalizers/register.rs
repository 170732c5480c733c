//! Lists of objects that keep nothing alive, and which the collector looks through.
//!
//! It does so beside mutators when marking is nearly done: the *survey*. What is marked then stays marked, so when
//! marking has ended only what was not is looked at again, and what was entered since; beside mutators, too.

use crate::value::Value;
use parking_lot::Mutex;
use std::mem::take;
use tython_gc::{Aftermath, Marking};

/// Objects that are looked at before others may have the lock.
const PIECE: usize = 4096;

/// Such a list, in the order in which objects were entered.
#[derive(Debug)]
pub(super) struct Register {
    /// Those that have died are gaps, UNBOUND, until a survey comes by.
    values: Vec<Value>,
    /// So many of them, at the begin, have survived a collection.
    old: usize,
    /// So many were there when the survey was over.
    surveyed: usize,
    /// Where the survey has found the first that was born while there was marking.
    first_young: usize,
    /// The places of those that the survey has found unmarked.
    suspects: Vec<usize>,
    /// Where the survey is.
    at: Option<At>,
}

/// What lies between the two is gaps.
#[derive(Clone, Copy, Debug)]
struct At {
    /// What comes next.
    read: usize,
    /// Where it goes.
    write: usize,
}

impl Register {
    pub(super) const fn new() -> Self {
        Register {
            values: Vec::new(),
            old: 0,
            surveyed: 0,
            first_young: 0,
            suspects: Vec::new(),
            at: None,
        }
    }

    pub(super) fn append(&mut self, values: &mut Vec<Value>) {
        self.values.append(values);
    }

    pub(super) fn push(&mut self, value: Value) {
        self.values.push(value);
    }

    pub(super) fn contains(&self, value: Value) -> bool {
        self.values.contains(&value)
    }

    pub(super) fn take_all(&mut self) -> Vec<Value> {
        let mut all = take(self).values;
        all.retain(|value| *value != Value::UNBOUND);
        all
    }

    /// What may have died: places that the survey has found, and from where on places are new.
    fn take_doubtful(&mut self) -> (Vec<usize>, usize) {
        let new = take(&mut self.surveyed);
        self.old = self.first_young.min(new);
        (take(&mut self.suspects), new)
    }

    /// Takes the object at this place out if it has died.
    fn take_if_dead(&mut self, place: usize, dead: &Aftermath<'_, '_>) -> Option<Value> {
        let value = self.values.get_mut(place)?;
        let has_died = dead.has_died(value.bits());
        has_died.then(|| std::mem::replace(value, Value::UNBOUND))
    }

    /// Looks at some places, from `from` on, that are new; the result is where the next ones are, if there are more.
    fn look_at_new(
        &mut self,
        from: usize,
        dead: &Aftermath<'_, '_>,
        found: &mut Vec<Value>,
    ) -> Option<usize> {
        let end = self.values.len().min(from + PIECE);
        for place in from..end {
            found.extend(self.take_if_dead(place, dead));
            // What is as old as the end of marking comes before what is younger, but for a few of that.
            if self.old == place && dead.is_old(self.values[place].bits()) {
                self.old = place + 1;
            }
        }
        (end < self.values.len()).then_some(end)
    }

    fn check(&self, dead: &Aftermath<'_, '_>) {
        let mut values = self.values.iter();
        assert!(
            !values.any(|value| dead.has_died(value.bits())),
            "the survey has missed one"
        );
    }

    fn begin_survey(&mut self, young: bool) {
        let from = if young { self.old } else { 0 };
        self.suspects.clear();
        self.first_young = usize::MAX;
        self.at = Some(At {
            read: from,
            write: from,
        });
    }

    /// Looks at a few, and closes the gaps before them. False: that was all.
    fn go_on(&mut self, marking: &Marking<'_>) -> bool {
        // All have been taken meanwhile.
        let Some(mut at) = self.at.take() else {
            return false;
        };
        let end = self.values.len().min(at.read + PIECE);
        while at.read < end {
            let value = self.values[at.read];
            if value != Value::UNBOUND {
                self.values.swap(at.read, at.write);
                if !marking.is_marked(value.bits()) {
                    self.suspects.push(at.write);
                } else if !marking.is_old(value.bits()) {
                    self.first_young = self.first_young.min(at.write);
                }
                at.write += 1;
            }
            at.read += 1;
        }
        if end == self.values.len() {
            self.values.truncate(at.write);
            self.surveyed = at.write;
            return false;
        }
        self.at = Some(at);
        true
    }
}

impl Default for Register {
    fn default() -> Self {
        Self::new()
    }
}

/// Marking is nearly done, and mutators run.
pub(super) fn survey(register: &Mutex<Register>, marking: &Marking<'_>) {
    register.lock().begin_survey(marking.is_young());
    while register.lock().go_on(marking) {}
}

/// Marking has ended, and mutators run: takes out those that have died, the newest first.
pub(super) fn take_dead(register: &Mutex<Register>, dead: &Aftermath<'_, '_>) -> Vec<Value> {
    let mut found = Vec::new();
    let (suspects, new) = register.lock().take_doubtful();
    for piece in suspects.chunks(PIECE) {
        let mut register = register.lock();
        found.extend(
            piece
                .iter()
                .filter_map(|place| register.take_if_dead(*place, dead)),
        );
        drop(register);
        dead.linger();
    }
    let mut next = Some(new);
    while let Some(from) = next {
        next = register.lock().look_at_new(from, dead, &mut found);
    }
    if cfg!(debug_assertions) {
        register.lock().check(dead);
    }
    found.reverse();
    found
}
