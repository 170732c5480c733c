//! The executable model: what each operation gives and leaves behind. No concurrency, no logs, no
//! bit tricks; whole copies instead.
//!
//! It knows the protocol as `stm-core/PROTOCOL.md` tells it: who owns an object, since which commit
//! it is what it is, who holds it, and at which version each thread reads.

use super::action::{Action, OBJECTS, Op, SHARED};
use std::collections::{BTreeMap, BTreeSet};
use stm_core::arena::WORDS;
use stm_core::{Abort, Wake};

/// A word: a number, or a reference to an object of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    /// A number.
    Number(u64),
    /// A reference.
    Link(usize),
}

type Words = [Content; WORDS];
type Thread = usize;

/// Rollbacks of one version that a token can count.
const BUMPS: u32 = 63;

/// What a shared object's token says.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// The commit that last changed it.
    pub version: u64,
    writer: Option<Thread>,
    bumps: u32,
    held: bool,
}

/// Who may touch an object.
#[derive(Clone, Copy, Debug)]
pub enum State {
    /// Everybody.
    Shared(Shared),
    /// The thread, in this incarnation: locked by its transaction, or private to it.
    Owned(Thread, u32),
}

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// What it contains now, committed or not.
    pub words: Words,
    /// Who may touch it.
    pub state: State,
}

/// What an operation gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It makes no sense here, or would wait for another thread: leave it out.
    Skip,
    /// It succeeds.
    Done,
    /// It reads this.
    Saw(Content),
    /// The transaction is rolled back for this reason.
    RolledBack(Abort),
    /// A sleep ends like this.
    Woke(Wake),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Outside,
    Idle,
    Revocable,
    Irrevocable,
}

#[derive(Clone, Debug)]
struct Actor {
    mode: Mode,
    incarnation: u32,
    /// Newer versions than this need an extension.
    read_version: u64,
    /// An object that somebody wants published.
    asked: Option<usize>,
    transaction: Transaction,
}

/// What a transaction has done.
#[derive(Clone, Debug, Default)]
struct Transaction {
    /// What it must find unchanged when it commits.
    seen: BTreeSet<usize>,
    /// Objects that it locked, as they were.
    locked: BTreeMap<usize, Shared>,
    /// Contents at its start of all that it owns now or owned then.
    before: BTreeMap<usize, Words>,
    born: BTreeSet<usize>,
    deferred: Vec<(usize, usize, u64)>,
    nested: Vec<Nested>,
}

/// A savepoint.
#[derive(Clone, Debug)]
struct Nested {
    /// Contents of all that the thread owned.
    owned: BTreeMap<usize, Words>,
    deferred: usize,
}

/// The memory and its threads.
#[derive(Clone, Debug)]
pub struct Model {
    /// Every object that exists.
    pub objects: [Option<Object>; OBJECTS],
    actors: Vec<Actor>,
    clock: u64,
    turn: Option<Thread>,
}

type Outcome = Result<Answer, Abort>;

impl Model {
    /// A fresh memory.
    pub fn new(threads: usize) -> Self {
        let shared = Shared {
            version: 0,
            writer: None,
            bumps: 0,
            held: false,
        };
        let object = Object {
            words: [Content::Number(0); WORDS],
            state: State::Shared(shared),
        };
        let actor = Actor {
            mode: Mode::Outside,
            incarnation: 0,
            read_version: 1,
            asked: None,
            transaction: Transaction::default(),
        };
        Model {
            objects: std::array::from_fn(|index| (index < SHARED).then(|| object.clone())),
            actors: vec![actor; threads],
            clock: 1,
            turn: None,
        }
    }

    /// Performs an operation.
    pub fn perform(&mut self, Op { thread, action }: Op) -> Answer {
        if !self.makes_sense(thread, action) {
            return Answer::Skip;
        }
        match self.step(thread, action) {
            Ok(answer) => answer,
            Err(reason) => {
                self.roll_back(thread);
                self.answer(thread);
                Answer::RolledBack(reason)
            }
        }
    }

    fn makes_sense(&self, thread: Thread, action: Action) -> bool {
        let mode = self.actors[thread].mode;
        let inside = matches!(mode, Mode::Revocable | Mode::Irrevocable);
        match action {
            Action::Begin | Action::Idle => mode == Mode::Outside,
            Action::Resume => mode == Mode::Idle,
            Action::Read(object, _) | Action::Write(object, ..) => {
                inside && self.is_known(thread, object) && !self.would_wait(thread, object)
            }
            Action::Link(object, _, target) => {
                inside
                    && self.is_known(thread, object)
                    && self.is_known(thread, target)
                    && !self.would_wait(thread, object)
            }
            Action::Defer(object, ..) => inside && self.is_known(thread, object),
            Action::New(object) => inside && self.objects[object].is_none(),
            Action::Undo(parts) => inside && parts < self.actors[thread].transaction.nested.len(),
            Action::Savepoint | Action::AdvanceSerial | Action::Irrevocable => inside,
            Action::Commit => inside && !self.commit_would_wait(thread),
            Action::Cancel => mode == Mode::Revocable,
            Action::Wait => {
                let seen = &self.actors[thread].transaction.seen;
                mode == Mode::Revocable
                    && !seen
                        .iter()
                        .any(|&object| self.owner(object).is_some_and(|owner| owner != thread))
            }
            Action::Restart => {
                mode != Mode::Idle && (mode != Mode::Irrevocable || !self.commit_would_wait(thread))
            }
        }
    }

    /// Whether the object exists for the thread: nobody knows what another transaction bore.
    fn is_known(&self, thread: Thread, object: usize) -> bool {
        let born_elsewhere = |(other, actor): (usize, &Actor)| {
            other != thread && actor.transaction.born.contains(&object)
        };
        self.objects[object].is_some() && !self.actors.iter().enumerate().any(born_elsewhere)
    }

    /// The irrevocable transaction waits for an owner that is there.
    fn would_wait(&self, thread: Thread, object: usize) -> bool {
        let present = |owner: Thread| owner != thread && self.actors[owner].mode != Mode::Idle;
        self.actors[thread].mode == Mode::Irrevocable && self.owner(object).is_some_and(present)
    }

    fn commit_would_wait(&self, thread: Thread) -> bool {
        let deferred = &self.actors[thread].transaction.deferred;
        deferred
            .iter()
            .any(|&(object, ..)| self.would_wait(thread, object))
    }

    fn step(&mut self, thread: Thread, action: Action) -> Outcome {
        match action {
            Action::Begin => self.begin(thread),
            Action::Read(object, word) => {
                self.open_to_read(thread, object)?;
                return Ok(Answer::Saw(self.object(object).words[word]));
            }
            Action::Write(object, word, value) => {
                self.write(thread, object, word, Content::Number(value))?
            }
            Action::Link(object, word, target) => {
                self.write(thread, object, word, Content::Link(target))?
            }
            Action::Defer(object, word, value) => self
                .transaction(thread)
                .deferred
                .push((object, word, value)),
            Action::New(object) => self.bear(thread, object),
            Action::Savepoint => self.open_nested(thread),
            Action::Undo(parts) => self.undo(thread, parts),
            Action::AdvanceSerial => {}
            Action::Irrevocable => self.become_irrevocable(thread)?,
            Action::Commit => self.commit(thread)?,
            Action::Cancel => return Err(Abort::Cancelled),
            Action::Wait => return Ok(self.wait(thread)),
            Action::Restart => self.restart(thread),
            Action::Idle => self.actors[thread].mode = Mode::Idle,
            Action::Resume => self.actors[thread].mode = Mode::Outside,
        }
        Ok(Answer::Done)
    }

    fn object(&mut self, object: usize) -> &mut Object {
        self.objects[object].as_mut().expect("the object exists")
    }

    fn transaction(&mut self, thread: Thread) -> &mut Transaction {
        &mut self.actors[thread].transaction
    }

    /// The thread that owns the object, if that incarnation of it still lives.
    fn owner(&self, object: usize) -> Option<Thread> {
        match self.objects[object].as_ref()?.state {
            State::Owned(thread, incarnation) if incarnation == self.actors[thread].incarnation => {
                Some(thread)
            }
            _ => None,
        }
    }

    fn owned_words(&self, thread: Thread) -> BTreeMap<usize, Words> {
        let own = (0..OBJECTS).filter(|&object| self.owner(object) == Some(thread));
        own.filter_map(|object| Some((object, self.objects[object].as_ref()?.words)))
            .collect()
    }

    fn begin(&mut self, thread: Thread) {
        let before = self.owned_words(thread);
        self.actors[thread].mode = Mode::Revocable;
        self.actors[thread].transaction = Transaction {
            before,
            ..Transaction::default()
        };
    }

    /// The state of an object that is not the thread's; one whose owner is gone is adopted.
    fn meet(&mut self, thread: Thread, object: usize) -> Result<Shared, Abort> {
        match (self.object(object).state, self.owner(object)) {
            (State::Shared(shared), _) => Ok(shared),
            (_, Some(owner)) if self.actors[owner].mode != Mode::Idle => {
                debug_assert_ne!(owner, thread);
                self.actors[owner].asked = Some(object);
                Err(Abort::Owned)
            }
            _ => {
                let adopted = Shared {
                    version: self.clock + 1,
                    writer: None,
                    bumps: 0,
                    held: false,
                };
                self.object(object).state = State::Shared(adopted);
                Ok(adopted)
            }
        }
    }

    fn is_current(&self, thread: Thread, shared: Shared) -> bool {
        shared.version <= self.actors[thread].read_version || shared.writer == Some(thread)
    }

    /// Whether nothing has changed of what the transaction has seen.
    fn is_valid(&self, thread: Thread) -> bool {
        self.actors[thread].transaction.seen.iter().all(|&object| {
            match self.objects[object].as_ref().map(|it| it.state) {
                Some(State::Shared(shared)) => self.is_current(thread, shared),
                _ => self.owner(object) == Some(thread),
            }
        })
    }

    /// Moves the read version up to that of an object that is newer.
    fn extend_to(&mut self, thread: Thread, shared: Shared) -> Result<(), Abort> {
        if !self.is_current(thread, shared) {
            self.clock = self.clock.max(shared.version);
            if !self.is_valid(thread) {
                return Err(Abort::Stale);
            }
            self.actors[thread].read_version = self.clock;
        }
        Ok(())
    }

    fn open_to_read(&mut self, thread: Thread, object: usize) -> Result<(), Abort> {
        if self.owner(object) == Some(thread) {
            return Ok(());
        }
        let shared = self.meet(thread, object)?;
        self.look_at(thread, object, shared)
    }

    fn look_at(&mut self, thread: Thread, object: usize, shared: Shared) -> Result<(), Abort> {
        if self.actors[thread].mode == Mode::Irrevocable {
            self.object(object).state = State::Shared(Shared {
                held: true,
                ..shared
            });
        } else {
            self.extend_to(thread, shared)?;
            self.transaction(thread).seen.insert(object);
        }
        Ok(())
    }

    fn write(
        &mut self,
        thread: Thread,
        object: usize,
        word: usize,
        content: Content,
    ) -> Result<(), Abort> {
        if self.owner(object) != Some(thread) {
            let shared = self.meet(thread, object)?;
            if self.actors[thread].mode != Mode::Irrevocable {
                if shared.held {
                    return Err(Abort::Held);
                }
                self.extend_to(thread, shared)?;
            }
            let words = self.object(object).words;
            self.object(object).state = State::Owned(thread, self.actors[thread].incarnation);
            self.transaction(thread).locked.insert(object, shared);
            self.transaction(thread).before.insert(object, words);
        }
        self.object(object).words[word] = content;
        Ok(())
    }

    fn bear(&mut self, thread: Thread, object: usize) {
        let state = State::Owned(thread, self.actors[thread].incarnation);
        self.objects[object] = Some(Object {
            words: [Content::Number(0); WORDS],
            state,
        });
        self.transaction(thread).born.insert(object);
    }

    fn open_nested(&mut self, thread: Thread) {
        let owned = self.owned_words(thread);
        let deferred = self.transaction(thread).deferred.len();
        self.transaction(thread)
            .nested
            .push(Nested { owned, deferred });
    }

    /// Everything that the thread owned is what it was at the savepoint; what it has locked since is
    /// given back, but remains seen; what was born since is gone.
    fn undo(&mut self, thread: Thread, parts: usize) {
        let nested = &mut self.transaction(thread).nested;
        nested.truncate(nested.len() - parts);
        let to = nested.pop().expect("the program checked it");
        self.transaction(thread).deferred.truncate(to.deferred);
        for object in self.owned_words(thread).into_keys() {
            if let Some(words) = to.owned.get(&object) {
                self.object(object).words = *words;
            } else if self.transaction(thread).born.remove(&object) {
                self.objects[object] = None;
            } else {
                self.give_back(thread, object);
                if let State::Shared(shared) = self.object(object).state {
                    let looked = self.look_at(thread, object, shared);
                    debug_assert!(looked.is_ok(), "it was current when it was locked");
                }
            }
        }
    }

    /// Unlocks an object that is what it was before the transaction.
    fn give_back(&mut self, thread: Thread, object: usize) {
        let clock = self.clock;
        let transaction = self.transaction(thread);
        let words = transaction.before[&object];
        let was = transaction.locked.remove(&object).expect("it is locked");
        let now = match was.bumps {
            BUMPS => Shared {
                version: clock + 1,
                writer: Some(thread),
                bumps: 0,
                ..was
            },
            bumps => Shared {
                bumps: bumps + 1,
                ..was
            },
        };
        *self.object(object) = Object {
            words,
            state: State::Shared(now),
        };
    }

    fn become_irrevocable(&mut self, thread: Thread) -> Result<(), Abort> {
        if self.actors[thread].mode == Mode::Irrevocable {
            return Ok(());
        }
        if self.turn.is_some() {
            return Err(Abort::Turn);
        }
        if !self.is_valid(thread) {
            return Err(Abort::Stale);
        }
        self.turn = Some(thread);
        self.actors[thread].mode = Mode::Irrevocable;
        for object in std::mem::take(&mut self.transaction(thread).seen) {
            if let State::Shared(shared) = &mut self.object(object).state {
                shared.held = true;
            } else if let Some(shared) = self.transaction(thread).locked.get_mut(&object) {
                shared.held = true;
            }
        }
        Ok(())
    }

    fn commit(&mut self, thread: Thread) -> Result<(), Abort> {
        for (object, word, value) in std::mem::take(&mut self.transaction(thread).deferred) {
            self.write(thread, object, word, Content::Number(value))?;
        }
        let irrevocable = self.actors[thread].mode == Mode::Irrevocable;
        let locked = std::mem::take(&mut self.transaction(thread).locked);
        if irrevocable || !locked.is_empty() || self.actors[thread].asked.is_some() {
            self.transaction(thread).locked = locked;
            self.commit_shared(thread)?;
        }
        self.actors[thread].mode = Mode::Outside;
        self.actors[thread].transaction = Transaction::default();
        Ok(())
    }

    fn commit_shared(&mut self, thread: Thread) -> Result<(), Abort> {
        let asked = self.actors[thread].asked.take();
        if self.actors[thread].mode == Mode::Revocable && !self.is_valid(thread) {
            return Err(Abort::Stale);
        }
        let committed = self.committed(thread);
        let Transaction { locked, before, .. } = std::mem::take(self.transaction(thread));
        let mut escaping: Vec<usize> = asked.into_iter().collect();
        for &object in locked.keys() {
            let changed = self.object(object).words.into_iter().zip(before[&object]);
            let new = changed.filter(|(new, old)| new != old).map(|(new, _)| new);
            escaping.extend(new.filter_map(linked));
            self.object(object).state = State::Shared(committed);
        }
        self.publish(thread, escaping);
        if self.actors[thread].mode == Mode::Irrevocable {
            self.turn = None;
            for object in self.objects.iter_mut().flatten() {
                if let State::Shared(shared) = &mut object.state {
                    shared.held = false;
                }
            }
        }
        self.actors[thread].read_version = self.clock;
        Ok(())
    }

    fn committed(&self, thread: Thread) -> Shared {
        Shared {
            version: self.clock + 1,
            writer: Some(thread),
            bumps: 0,
            held: false,
        }
    }

    /// These objects of the thread, and all of its own that hang on them, become shared.
    fn publish(&mut self, thread: Thread, mut escaping: Vec<usize>) {
        let committed = self.committed(thread);
        while let Some(object) = escaping.pop() {
            if self.owner(object) == Some(thread) {
                self.object(object).state = State::Shared(committed);
                escaping.extend(self.object(object).words.into_iter().filter_map(linked));
            }
        }
    }

    /// Between transactions: publishes what somebody waits for.
    fn answer(&mut self, thread: Thread) {
        let asked = self.actors[thread].asked.take();
        self.publish(thread, asked.into_iter().collect());
    }

    fn roll_back(&mut self, thread: Thread) {
        let locked: Vec<usize> = self.transaction(thread).locked.keys().copied().collect();
        locked
            .into_iter()
            .for_each(|object| self.give_back(thread, object));
        let Transaction { before, born, .. } = std::mem::take(self.transaction(thread));
        for (object, words) in before {
            if self.owner(object) == Some(thread) {
                self.object(object).words = words;
            }
        }
        born.into_iter()
            .for_each(|object| self.objects[object] = None);
        self.actors[thread].mode = Mode::Outside;
        self.actors[thread].read_version = self.clock;
    }

    fn wait(&mut self, thread: Thread) -> Answer {
        let wake = if self.is_valid(thread) {
            Wake::TimedOut
        } else {
            Wake::Changed
        };
        self.roll_back(thread);
        Answer::Woke(wake)
    }

    fn restart(&mut self, thread: Thread) {
        match self.actors[thread].mode {
            Mode::Irrevocable => self
                .commit(thread)
                .expect("an irrevocable commit cannot fail"),
            Mode::Revocable => {
                self.roll_back(thread);
                self.answer(thread);
            }
            Mode::Outside | Mode::Idle => {}
        }
        let actor = &mut self.actors[thread];
        actor.incarnation += 1;
        actor.asked = None;
        actor.read_version = self.clock;
    }
}

fn linked(content: Content) -> Option<usize> {
    match content {
        Content::Link(object) => Some(object),
        Content::Number(_) => None,
    }
}
